#include "widgets/pages/tcpclientpage.h"

#include "netcore/code/coderequests.h"
#include "netcore/sockets/addresstext.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/acceptancebar.h"
#include "widgets/pages/connectingform.h"
#include "widgets/pages/tlsclientform.h"
#include "widgets/views/composer.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/pathedit.h"
#include "widgets/views/peerbox.h"
#include "widgets/views/transportbox.h"

#include <QFile>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{
constexpr int sideWidth = 360;
constexpr int closedRows = 10000;
} // namespace

TcpClientPage::TcpClientPage(IoThread &thread, QWidget *parent)
    : StreamPage(
          std::make_unique<Session<TcpClient>>(thread), Lifecycle::ofTcpClient(),
          {.all = tr("All connections"),
           .one = tr("Connection %1"),
           .several = tr("%1 connections"),
           .kernelTip = tr("What the system itself says about the selected connection"),
           .kernelKey = QStringLiteral("client/kernelView"),
           .goneOne =
               tr("Connection %1 is gone: nothing was sent. Choose another connection, or all."),
           .goneAll =
               tr("%1 connections are gone: nothing was sent. Choose other connections, or all.")},
          closedRows, sideWidth, parent)
    , m_client(static_cast<Session<TcpClient> *>(&session()))
    , m_transport(new TransportBox(this))
    , m_host(new PeerBox(this))
    , m_port(new QLineEdit(this))
    , m_path(new PathEdit(QStringLiteral("sockyard.sock"), this))
    , m_count(new QSpinBox(this))
    , m_more(new QToolButton(this))
    , m_connecting(new ConnectingForm(this))
    , m_tls(new TlsClientForm(this))
    , m_acceptance(new AcceptanceBar(this))
{
    const TcpClientSettings usual;
    m_host->setHost(usual.host);
    m_port->setObjectName(QStringLiteral("portEdit"));
    m_port->setText(usual.port);
    m_port->setMaximumWidth(m_port->fontMetrics().horizontalAdvance(QStringLiteral("000000000")));
    m_count->setObjectName(QStringLiteral("connectionsBox"));
    m_count->setRange(TcpClientSettings::connectionsRange.least,
                      TcpClientSettings::connectionsRange.most);
    m_more->setObjectName(QStringLiteral("connectingButton"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolTip(tr("Address family, source, time-outs, what happens after a failure, and "
                          "the options of the socket"));
    m_connecting->setObjectName(QStringLiteral("connectingForm"));
    m_connecting->setVisible(false);
    addToForm(m_transport);
    QWidget *const hostLabel = addToForm(
        tr("&Host"), m_host,
        tr("A name, an IPv4 address, or an IPv6 address (fe80::1%eth0 where it needs a scope)"));
    QWidget *const portLabel = addToForm(tr("&Port"), m_port, tr("1 to 65535"));
    QWidget *const pathLabel = addToForm(
        tr("&Path"), m_path, tr("Of the server's file. On Linux @NAME is a name without a file."));
    m_ofIp = {hostLabel, m_host, portLabel, m_port};
    m_ofLocal = {pathLabel, m_path};
    addToForm(tr("C&onnections"), m_count,
              tr("How many are connected to this peer at the same time: many clients at once"));
    addToForm(m_more);
    addUnderForm(m_connecting);
    addUnderForm(m_tls);
    addUnderForm(m_acceptance);
    list()->setPlaceholder(tr("Not connected yet. Start a server, then press Connect."));
    composer()->setPlaceholder(tr("Message to the server"));

    for (QLineEdit *field : {m_port, static_cast<QLineEdit *>(m_path)}) {
        connect(field, &QLineEdit::textEdited, this, [this] { m_formIsOurs = false; });
        connect(field, &QLineEdit::returnPressed, this, &TcpClientPage::startIfIdle);
    }
    connect(m_transport, &QComboBox::activated, this, [this] { m_formIsOurs = false; });
    connect(m_transport, &TransportBox::transportChanged, this, &TcpClientPage::showTransport);
    connect(m_host, &PeerBox::hostEdited, this, [this] { m_formIsOurs = false; });
    connect(m_host, &PeerBox::submitted, this, &TcpClientPage::startIfIdle);
    connect(m_host, &PeerBox::peerChosen, this,
            [this](const QString & /*host*/, const QString &port) {
                m_port->setText(port);
                m_formIsOurs = false;
            });
    connect(m_more, &QToolButton::toggled, this, &TcpClientPage::showMore);
    connect(m_connecting, &ConnectingForm::changed, this, &TcpClientPage::showMore);
    connect(m_tls, &TlsClientForm::changed, this, &TcpClientPage::showMore);
    connect(m_acceptance, &AcceptanceBar::acceptedOne, this, &TcpClientPage::startIfIdle);
    connect(m_host, &PeerBox::hostEdited, this, &TcpClientPage::updateAcceptance);
    connect(m_host, &PeerBox::peerChosen, this, &TcpClientPage::updateAcceptance);
    connect(m_port, &QLineEdit::textChanged, this, &TcpClientPage::updateAcceptance);
    connect(m_connecting, &ConnectingForm::submitted, this, &TcpClientPage::startIfIdle);
    m_client->ask(
        [](const TcpClient & /*client*/) { return defaultSocketOptions(); }, this,
        [this](const SocketOptions &defaults) { m_connecting->setSystemDefaults(defaults); });
    showMore();
    finishForm();
    showTransport();
}

TcpClientPage::~TcpClientPage() = default;

void TcpClientPage::startWith(const TcpClientSettings &settings)
{
    m_transport->setTransport(settings.transport);
    if (!settings.path.isEmpty()) {
        m_path->setText(settings.path);
    }
    m_host->setHost(settings.host);
    m_port->setText(settings.port);
    m_count->setValue(settings.connections);
    m_connecting->setSettings(settings);
    m_tls->setSettings(settings.tls);
    updateAcceptance();
    m_acceptance->setGiven(settings.tls.accepted);
    m_formIsOurs = false;
    start();
}

void TcpClientPage::startIfIdle()
{
    if (lifecycle().phase() == Lifecycle::Phase::Idle) {
        start();
    }
}

void TcpClientPage::showTransport()
{
    const bool isLocal = m_transport->isLocal();
    for (QWidget *field : m_ofIp) {
        field->setVisible(!isLocal);
    }
    for (QWidget *field : m_ofLocal) {
        field->setVisible(isLocal);
    }
    showMore();
    updateAcceptance();
}

bool TcpClientPage::isTls() const
{
    return m_transport->transport() == Transport::Tls;
}

QString TcpClientPage::typedPeer() const
{
    return m_host->host().trimmed() + u':' + m_port->text().trimmed();
}

void TcpClientPage::updateAcceptance()
{
    m_acceptance->setPeer(isTls() ? typedPeer() : QString());
}

void TcpClientPage::suggest(const QString &address, Transport transport)
{
    if (!m_formIsOurs || lifecycle().phase() != Lifecycle::Phase::Idle) {
        return;
    }
    m_transport->setTransport(transport);
    if (!isLocal(transport)) {
        suggestHost(address);
    } else if (const auto local = parseSocketAddress(address)) {
        m_path->setText(QFile::decodeName(QByteArray::fromStdString(local->path())));
    }
}

void TcpClientPage::suggestHost(const QString &address)
{
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
    m_host->setHost(host);
    m_port->setText(parts->port);
}

void TcpClientPage::showMore()
{
    m_connecting->setVisible(m_more->isChecked());
    m_tls->setVisible(m_more->isChecked() && isTls());
    m_more->setText(moreText(m_more->isChecked(),
                             m_connecting->changedCount() + (isTls() ? m_tls->changedCount() : 0)));
}

void TcpClientPage::send(const Addressees &to, const PreparedMessage &message)
{
    m_client->post([to, message](TcpClient &client) { client.send(to, message); });
}

void TcpClientPage::finish(const Addressees &to)
{
    m_client->post([to](TcpClient &client) { client.finish(to); });
}

void TcpClientPage::command(const Command &command)
{
    m_client->post([command](TcpClient &client) { command(client); });
}

void TcpClientPage::ask(const std::optional<WatchedSocket> &watched, const Answered &answered)
{
    m_client->ask([watched](const TcpClient &client) { return client.snapshot(watched); }, this,
                  answered);
}

TcpClientSettings TcpClientPage::settings() const
{
    TcpClientSettings settings;
    settings.transport = m_transport->transport();
    settings.path = m_path->text();
    settings.host = m_host->host();
    settings.port = m_port->text();
    settings.connections = m_count->value();
    m_connecting->fill(settings);
    settings.tls = m_tls->settings();
    settings.tls.accepted = m_acceptance->accepted();
    return settings;
}

void TcpClientPage::startEndpoint()
{
    m_startedPeer = typedPeer();
    m_client->post([settings = settings()](TcpClient &client) { client.start(settings); });
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
    StreamPage::foldEvent(event);
    m_peerCertificate.apply(event);
    if (event.kind() == EventKind::Connected) {
        m_becameConnected = true;
    }
}

bool TcpClientPage::offersTargets() const
{
    return m_count->value() > 1;
}

void TcpClientPage::showProjections()
{
    StreamPage::showProjections();
    m_acceptance->setRefused(m_startedPeer, m_peerCertificate.refused());
    const auto &rows = connections()->table().rows();
    const auto usable = std::find_if(rows.rbegin(), rows.rend(), [](const ConnectionRow &row) {
        return row.open && row.canBeSentTo();
    });
    const bool ready = usable != rows.rend();
    if (std::exchange(m_becameConnected, false) && ready) {
        if (!m_transport->isLocal()) {
            m_host->remember(m_host->host(), m_port->text());
        }
        if (m_count->value() == 1) {
            list()->select(usable->id); // the one that can be talked to
        }
        if (isVisible()) {
            composer()->edit()->setFocus(); // the next thing that one wants is to type
        }
    }
    composer()->setReady(ready,
                         lifecycle().phase() == Lifecycle::Phase::Running
                             ? tr("This side has finished sending. Disconnect, and connect again.")
                             : tr("Connect first."));
}

void TcpClientPage::setFormEnabled(bool enabled)
{
    for (QWidget *field : {static_cast<QWidget *>(m_transport), static_cast<QWidget *>(m_host),
                           static_cast<QWidget *>(m_port), static_cast<QWidget *>(m_path),
                           static_cast<QWidget *>(m_count), static_cast<QWidget *>(m_connecting),
                           static_cast<QWidget *>(m_tls)}) {
        field->setEnabled(enabled);
    }
}

QString TcpClientPage::connectedText() const
{
    const auto &rows = connections()->table().rows();
    const auto count = std::count_if(rows.begin(), rows.end(), [](const ConnectionRow &row) {
        return row.open && row.state != ConnectionState::Connecting;
    });
    const QString peer = fromUtf8(lifecycle().peer());
    return count == 1 ? tr("connected %1 → %2").arg(fromUtf8(lifecycle().local()), peer)
                      : tr("%1 connections to %2")
                            .arg(QLocale().toString(static_cast<qlonglong>(count)), peer);
}

QString TcpClientPage::summary() const
{
    const QString peer = fromUtf8(lifecycle().peer());
    switch (lifecycle().phase()) {
    case Lifecycle::Phase::Idle:
        return tr("not connected");
    case Lifecycle::Phase::Starting:
        return tr("connecting to %1").arg(peer);
    case Lifecycle::Phase::Running:
        return connectedText();
    }
    return {};
}

bool TcpClientPage::isBusy() const
{
    return connections()->table().anyOpen() || lifecycle().phase() != Lifecycle::Phase::Idle;
}

void TcpClientPage::focusForm()
{
    if (m_transport->isLocal()) {
        m_path->setFocus();
    } else {
        m_host->setFocus();
    }
}

std::optional<CodeRequest> TcpClientPage::codeRequest() const
{
    return codeRequestOf(settings(), typedMessages(), false);
}

} // namespace sockyard
