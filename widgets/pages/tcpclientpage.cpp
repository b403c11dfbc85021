#include "widgets/pages/tcpclientpage.h"

#include "netcore/sockets/addresstext.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/composer.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/logview.h"
#include "widgets/views/messageedit.h"

#include <QLineEdit>

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{
constexpr int sideWidth = 360;
constexpr std::chrono::milliseconds tickInterval(500);
} // namespace

TcpClientPage::TcpClientPage(IoThread &thread, QWidget *parent)
    : Page(std::make_unique<Session<TcpClient>>(thread), Lifecycle::ofTcpClient(), parent)
    , m_client(static_cast<Session<TcpClient> *>(&session()))
    , m_connections(new ConnectionModel(1000, this))
    , m_host(new QLineEdit(this))
    , m_port(new QLineEdit(this))
    , m_list(new ConnectionView(m_connections, tr("Connections"), this))
{
    const TcpClientSettings usual;
    m_host->setObjectName(QStringLiteral("hostEdit"));
    m_host->setText(usual.host);
    m_host->setMinimumWidth(m_host->fontMetrics().averageCharWidth() * 28);
    m_port->setObjectName(QStringLiteral("portEdit"));
    m_port->setText(usual.port);
    m_port->setMaximumWidth(m_port->fontMetrics().horizontalAdvance(QStringLiteral("000000000")));
    addToForm(
        tr("&Host"), m_host,
        tr("A name, an IPv4 address, or an IPv6 address (fe80::1%eth0 where it needs a scope)"));
    addToForm(tr("&Port"), m_port, tr("1 to 65535"));
    m_list->setPlaceholder(tr("Not connected yet. Start a server, then press Connect."));
    setSide(m_list, sideWidth);
    composer()->setPlaceholder(tr("Message to the server"));
    logView()->setSendAgainOffered(true);

    for (QLineEdit *edit : {m_host, m_port}) {
        connect(edit, &QLineEdit::textEdited, this, [this] { m_formIsOurs = false; });
        connect(edit, &QLineEdit::returnPressed, this, [this] {
            if (lifecycle().phase() == Lifecycle::Phase::Idle) {
                start();
            }
        });
    }
    connect(m_list, &ConnectionView::followRequested, logView(), &LogView::follow);
    connect(m_list, &ConnectionView::eventsRequested, logView(), &LogView::filterBy);
    m_tick.setInterval(tickInterval);
    connect(&m_tick, &QTimer::timeout, this, &TcpClientPage::publishConnections);
    m_tick.start();
    // One connection at a time: what is asked of a row that is open is asked of it.
    connect(m_list, &ConnectionView::finishRequested, this,
            [this] { m_client->post([](TcpClient &client) { client.finish(); }); });
    connect(m_list, &ConnectionView::abortRequested, this,
            [this] { m_client->post([](TcpClient &client) { client.abort(); }); });
    connect(composer(), &Composer::sendRequested, this, [this] {
        if (const auto bytes = bytesToSend()) {
            send(*bytes);
            composer()->accept();
        }
    });
    finishForm();
}

TcpClientPage::~TcpClientPage() = default;

void TcpClientPage::startWith(const TcpClientSettings &settings)
{
    m_host->setText(settings.host);
    m_port->setText(settings.port);
    m_formIsOurs = false;
    start();
}

void TcpClientPage::suggest(const QString &address)
{
    if (!m_formIsOurs || lifecycle().phase() != Lifecycle::Phase::Idle) {
        return;
    }
    const auto parts = splitHostAndPort(address);
    if (!parts) {
        return;
    }
    QString host = parts->host;
    if (host == QStringLiteral("0.0.0.0")) {
        host = QStringLiteral("127.0.0.1"); // "all" is nobody's address
    } else if (host == QStringLiteral("::")) {
        host = QStringLiteral("::1");
    }
    m_host->setText(host);
    m_port->setText(parts->port);
}

void TcpClientPage::send(const QByteArray &bytes)
{
    m_client->post([bytes](TcpClient &client) { client.send(bytes); });
}

void TcpClientPage::startEndpoint()
{
    TcpClientSettings settings;
    settings.host = m_host->text();
    settings.port = m_port->text();
    m_client->post([settings](TcpClient &client) { client.start(settings); });
}

QString TcpClientPage::buttonText(Lifecycle::Phase phase) const
{
    switch (phase) {
    case Lifecycle::Phase::Idle:
        return tr("▶ Connect");
    case Lifecycle::Phase::Starting:
        return tr("■ Cancel");
    case Lifecycle::Phase::Running:
        return tr("■ Disconnect");
    }
    return {};
}

void TcpClientPage::foldEvent(const Event &event)
{
    m_connections->apply(event);
    if (event.kind() == EventKind::Connected) {
        m_becameConnected = true;
    }
}

void TcpClientPage::publishConnections()
{
    m_connections->publish(session().log().elapsed());
}

void TcpClientPage::showProjections()
{
    publishConnections();
    const auto &rows = m_connections->table().rows();
    if (!rows.empty() && rows.back().open && !m_list->selected().contains(rows.back().id)) {
        m_list->select(rows.back().id); // the one that can be talked to
    }
    m_list->updateActions();
    const bool ready = !rows.empty() && rows.back().open && rows.back().canBeSentTo();
    composer()->setReady(ready,
                         lifecycle().phase() == Lifecycle::Phase::Running
                             ? tr("This side has finished sending. Disconnect, and connect again.")
                             : tr("Connect first."));
    if (std::exchange(m_becameConnected, false) && isVisible()) {
        composer()->edit()->setFocus(); // the next thing that one wants is to type
    }
}

void TcpClientPage::setFormEnabled(bool enabled)
{
    m_host->setEnabled(enabled);
    m_port->setEnabled(enabled);
}

QString TcpClientPage::summary() const
{
    const QString local = fromUtf8(lifecycle().local());
    const QString peer = fromUtf8(lifecycle().peer());
    switch (lifecycle().phase()) {
    case Lifecycle::Phase::Idle:
        return tr("not connected");
    case Lifecycle::Phase::Starting:
        return lifecycle().descriptor() ? tr("connecting to %1").arg(peer)
                                        : tr("resolving %1").arg(peer);
    case Lifecycle::Phase::Running:
        return tr("connected %1 → %2").arg(local, peer);
    }
    return {};
}

bool TcpClientPage::isBusy() const
{
    return m_connections->table().anyOpen() || lifecycle().phase() != Lifecycle::Phase::Idle;
}

void TcpClientPage::focusForm()
{
    m_host->setFocus();
}

} // namespace sockyard
