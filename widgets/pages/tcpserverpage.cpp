#include "widgets/pages/tcpserverpage.h"

#include "netcore/code/coderequests.h"
#include "netcore/codec/visibletext.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/notemarks.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/connectionside.h"
#include "widgets/pages/replychooser.h"
#include "widgets/pages/servingform.h"
#include "widgets/pages/tlsserverform.h"
#include "widgets/views/addressbox.h"
#include "widgets/views/composer.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/noticebar.h"
#include "widgets/views/pathedit.h"
#include "widgets/views/reachbar.h"
#include "widgets/views/replyoptionsform.h"
#include "widgets/views/socketfileform.h"
#include "widgets/views/transportbox.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include <utility>

namespace sockyard
{

namespace
{

constexpr int sideWidth = 400;
constexpr int closedRows = 10000;

} // namespace

TcpServerPage::TcpServerPage(IoThread &thread, QWidget *parent)
    : StreamPage(
          std::make_unique<Session<TcpServer>>(thread), Lifecycle::ofTcpServer(),
          {.all = tr("All clients"),
           .one = tr("Client %1"),
           .several = tr("%1 clients"),
           .kernelTip = tr("What the system itself says about the selected connection, or "
                           "about the listening socket while none is selected"),
           .kernelKey = QStringLiteral("server/kernelView"),
           .goneOne = tr("Client %1 is gone: nothing was sent. Choose another client, or all."),
           .goneAll = tr("%1 clients are gone: nothing was sent. Choose other clients, or all.")},
          closedRows, sideWidth, parent)
    , m_server(static_cast<Session<TcpServer> *>(&session()))
    , m_transport(new TransportBox(this))
    , m_address(new AddressBox(this))
    , m_port(new QLineEdit(this))
    , m_path(new PathEdit(QStringLiteral("sockyard.sock"), this))
    , m_reply(std::make_unique<ReplyChooser>(ReplyChooser::Offered::All, TcpServerSettings().reply,
                                             this))
    , m_serving(new QComboBox(this))
    , m_more(new QToolButton(this))
    , m_about(new ElidedLabel(this))
    , m_numbers(new ServingForm(this))
    , m_tls(new TlsServerForm(this))
    , m_trustNotice(new NoticeBar(NoticeBar::Closable::Yes, this))
    , m_reach(new ReachBar(this))
    , m_waiting(new ElidedLabel(this))
{
    const TcpServerSettings usual;
    m_port->setObjectName(QStringLiteral("portEdit"));
    m_port->setText(usual.port);
    const auto widthOf = [this](const char *text) {
        return m_port->fontMetrics().horizontalAdvance(QString::fromLatin1(text));
    };
    m_port->setMinimumWidth(widthOf("0000000")); // five digits, and the frame
    m_port->setMaximumWidth(widthOf("000000000"));
    // In a small window these give way; the whole is in their lists.
    m_address->setMinimumWidth(widthOf("255.255.255.25500"));
    m_reply->box()->setMinimumWidth(widthOf("You said00"));
    m_serving->setObjectName(QStringLiteral("servingBox"));
    m_serving->addItem(tr("All at once"), static_cast<int>(TcpServerSettings::Serving::AllAtOnce));
    m_serving->addItem(tr("One at a time"),
                       static_cast<int>(TcpServerSettings::Serving::OneAtATime));
    m_more->setObjectName(QStringLiteral("numbersButton"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolTip(tr("How many clients may wait and be served, for how long they may be idle, "
                          "how much is received at once, how late they are answered"));
    m_numbers->setObjectName(QStringLiteral("servingForm"));
    m_numbers->setVisible(false);
    addToForm(m_transport);
    QWidget *const addressLabel = addToForm(
        tr("&Listen on"), m_address,
        tr("An address of this machine. 127.0.0.1 can be reached from this machine only."));
    QWidget *const portLabel = addToForm(
        tr("&Port"), m_port, tr("0 to 65535. 0 takes any free port, which is shown then."));
    QWidget *const pathLabel = addToForm(
        tr("&Path"), m_path,
        tr("Of the file by which clients find this server; it is made at the start, and removed at "
           "the stop. On Linux @NAME is a name without a file."));
    m_ofIp = {addressLabel, m_address, portLabel, m_port};
    m_ofLocal = {pathLabel, m_path};
    addToForm(tr("&Reply"), m_reply->box(), tr("How each client is answered"));
    addToForm(tr("Ser&ve"), m_serving,
              tr("One at a time: who connects meanwhile waits in the backlog, and does not know."));
    addToForm(m_more);
    m_about->setObjectName(QStringLiteral("aboutLabel"));
    auto *replyLine = new QWidget(this);
    auto *replyLayout = new QHBoxLayout(replyLine);
    replyLayout->setContentsMargins(0, 0, 0, 0);
    replyLayout->addWidget(m_about, 1);
    replyLayout->addWidget(m_reply->form());
    addUnderForm(replyLine);
    addUnderForm(m_numbers);
    addUnderForm(m_tls);
    m_trustNotice->setObjectName(QStringLiteral("trustNotice"));
    m_trustNotice->setVisible(false);
    addUnderForm(m_trustNotice);
    addUnderForm(m_reach);

    list()->setPlaceholder(tr("No client yet. Start the server, then connect from the TCP Client "
                              "tab, or with any other program."));
    m_waiting->setObjectName(QStringLiteral("waitingLabel"));
    m_waiting->setVisible(false);
    side()->addBelow(m_waiting);
    composer()->setPlaceholder(tr("Message to clients"));

    connect(m_port, &QLineEdit::textEdited, this, [this] { m_portIsOurs = false; });
    for (QLineEdit *field : {m_port, static_cast<QLineEdit *>(m_path)}) {
        connect(field, &QLineEdit::returnPressed, this, &TcpServerPage::startIfIdle);
    }
    connect(m_reply.get(), &ReplyChooser::replyChosen, this, &TcpServerPage::showReply);
    connect(m_more, &QToolButton::toggled, this, &TcpServerPage::showMore);
    connect(m_numbers, &ServingForm::changed, this, &TcpServerPage::showMore);
    connect(m_tls, &TlsServerForm::changed, this, &TcpServerPage::showMore);
    showReply();
    showMore();
    connect(m_address, &QComboBox::editTextChanged, this, &TcpServerPage::updateReach);
    for (QLineEdit *field : {m_port, static_cast<QLineEdit *>(m_path)}) {
        connect(field, &QLineEdit::textChanged, this, &TcpServerPage::updateReach);
    }
    connect(m_numbers, &ServingForm::changed, this, &TcpServerPage::updateReach);
    connect(m_transport, &TransportBox::transportChanged, this, &TcpServerPage::showTransport);
    finishForm();
    showTransport();
}

TcpServerPage::~TcpServerPage() = default;

void TcpServerPage::command(const Command &command)
{
    m_server->post([command](TcpServer &server) { command(server); });
}

void TcpServerPage::ask(const std::optional<WatchedSocket> &watched, const Answered &answered)
{
    m_server->ask([watched](const TcpServer &server) { return server.snapshot(watched); }, this,
                  answered);
}

void TcpServerPage::startIfIdle()
{
    if (lifecycle().phase() == Lifecycle::Phase::Idle) {
        start();
    }
}

void TcpServerPage::showTransport()
{
    const bool isLocal = m_transport->isLocal();
    for (QWidget *field : m_ofIp) {
        field->setVisible(!isLocal);
    }
    for (QWidget *field : m_ofLocal) {
        field->setVisible(isLocal);
    }
    m_numbers->setForLocal(isLocal);
    showMore();
    updateReach();
}

void TcpServerPage::startWith(const TcpServerSettings &settings)
{
    m_transport->setTransport(settings.transport);
    if (!settings.path.isEmpty()) {
        m_path->setText(settings.path);
    }
    m_address->setAddress(settings.address);
    m_port->setText(settings.port);
    m_portIsOurs = settings.anyPortIfTaken;
    m_reply->choose(settings.reply, settings.replyOptions);
    m_serving->setCurrentIndex(m_serving->findData(static_cast<int>(settings.serving)));
    m_numbers->setNumbers(settings);
    m_tls->setSettings(settings.tls);
    start();
}

void TcpServerPage::suggestAddress(const QString &address)
{
    if (lifecycle().phase() != Lifecycle::Phase::Idle) {
        tellError(tr("The server listens on %1. Stop it first to listen on %2.")
                      .arg(fromUtf8(lifecycle().local()), address));
        return;
    }
    m_address->setAddress(address);
    m_port->setFocus();
}

TcpServerSettings TcpServerPage::settings() const
{
    TcpServerSettings settings;
    settings.transport = m_transport->transport();
    settings.path = m_path->text();
    settings.address = m_address->address();
    settings.port = m_port->text();
    settings.reply = m_reply->name();
    settings.replyOptions = m_reply->options();
    settings.anyPortIfTaken = m_portIsOurs;
    settings.serving = static_cast<TcpServerSettings::Serving>(m_serving->currentData().toInt());
    m_numbers->fill(settings);
    settings.tls = m_tls->settings();
    return settings;
}

void TcpServerPage::startEndpoint()
{
    m_reply->keep();
    m_server->post([settings = settings()](TcpServer &server) { server.start(settings); });
}

void TcpServerPage::showReply()
{
    m_about->setText(m_reply->row().descriptionText(), m_reply->row().pointText());
    orderTabs();
}

void TcpServerPage::showMore()
{
    const bool isTls = m_transport->transport() == Transport::Tls;
    m_numbers->setVisible(m_more->isChecked());
    m_tls->setVisible(m_more->isChecked() && isTls);
    m_more->setText(moreText(m_more->isChecked(),
                             m_numbers->changedCount() + (isTls ? m_tls->changedCount() : 0)));
}

QString TcpServerPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Start server") : tr("■ Stop server");
}

void TcpServerPage::foldEvent(const Event &event)
{
    StreamPage::foldEvent(event);
    if (event.kind() == EventKind::Listening) {
        m_beganToListen = true;
        m_howToTrust.clear();
    } else if (event.kind() == EventKind::Note && event.note().starts_with(ownCertificateMark)) {
        m_howToTrust = event.note().substr(ownCertificateMark.size());
    } else if (event.kind() == EventKind::Closed && event.connection() == 0) {
        m_howToTrust.clear();
    }
}

void TcpServerPage::showProjections()
{
    StreamPage::showProjections();
    showHowToTrust();
    const bool anybody = connections()->table().openCount() > 0;
    composer()->setReady(anybody, lifecycle().phase() == Lifecycle::Phase::Running
                                      ? tr("No client is connected yet: nobody can be sent to.")
                                      : tr("Start the server first; then a client can connect."));
    if (std::exchange(m_beganToListen, false)) {
        const QString address = fromUtf8(lifecycle().local());
        if (!m_transport->isLocal()) {
            m_port->setText(address.section(u':', -1)); // the one that the system chose for 0
        }
        Q_EMIT listening(address, m_transport->transport());
    }
}

void TcpServerPage::showHowToTrust()
{
    const QString words = m_howToTrust.empty() ? QString()
                                               : tr("The certificate is this server's own: %1")
                                                     .arg(fromUtf8(visibleText(m_howToTrust)));
    if (words == m_shownTrust) {
        return; // and stays put away, if a person did that
    }
    m_shownTrust = words;
    if (words.isEmpty()) {
        m_trustNotice->putAway();
    } else {
        m_trustNotice->tell(NoticeBar::Kind::Information, words);
    }
}

void TcpServerPage::setFormEnabled(bool enabled)
{
    for (QWidget *field :
         {static_cast<QWidget *>(m_transport), static_cast<QWidget *>(m_address),
          static_cast<QWidget *>(m_port), static_cast<QWidget *>(m_path),
          static_cast<QWidget *>(m_reply->box()), static_cast<QWidget *>(m_serving),
          static_cast<QWidget *>(m_reply->form()), static_cast<QWidget *>(m_numbers),
          static_cast<QWidget *>(m_tls)}) {
        field->setEnabled(enabled);
    }
}

QString TcpServerPage::summary() const
{
    const int clients = static_cast<int>(connections()->table().openCount());
    const QString state = lifecycle().phase() == Lifecycle::Phase::Running
                              ? tr("listening on %1").arg(fromUtf8(lifecycle().local()))
                              : tr("stopped");
    const QString connected = clients == 1 ? tr("1 client") : tr("%1 clients").arg(clients);
    const QString waiting =
        m_waitingClients == 0 ? QString() : tr("%1 waiting").arg(m_waitingClients);
    QStringList parts{state, connected, waiting};
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

bool TcpServerPage::isBusy() const
{
    return connections()->table().anyOpen();
}

void TcpServerPage::focusForm()
{
    if (m_transport->isLocal()) {
        m_path->setFocus();
    } else {
        m_address->setFocus();
    }
}

std::optional<WatchedSocket> TcpServerPage::watchedByDefault() const
{
    return lifecycle().phase() == Lifecycle::Phase::Running
               ? std::optional(WatchedSocket{0, std::string(lifecycle().local())})
               : std::nullopt;
}

void TcpServerPage::showSnapshot(const EndpointSnapshot &snapshot)
{
    showWaiting(snapshot.waiting);
    StreamPage::showSnapshot(snapshot);
}

void TcpServerPage::showWaiting(std::optional<int> waiting)
{
    const bool running = lifecycle().phase() == Lifecycle::Phase::Running;
    const bool oneAtATime = running &&
                            settings().serving == TcpServerSettings::Serving::OneAtATime &&
                            connections()->table().openCount() > 0;
    const int count = running ? waiting.value_or(0) : 0;
    const bool tells = oneAtATime && (count > 0 || !waiting);
    m_waiting->setVisible(tells);
    if (tells) {
        m_waiting->setText(
            !waiting     ? tr("Who connects now waits in the backlog.")
            : count == 1 ? tr("1 client waits in the backlog.")
                         : tr("%1 clients wait in the backlog.").arg(count),
            tr("The system has connected them and nobody has accepted them: to them it looks as "
               "if the server were slow. The next is accepted when this client is gone."));
    }
    if (count != m_waitingClients) {
        m_waitingClients = count;
        showStatus();
    }
}

void TcpServerPage::updateReach()
{
    if (m_transport->isLocal()) {
        m_reach->setWords(m_numbers->file().reachWords(m_path->text()));
        return;
    }
    const auto listen = parseListenAddress(m_address->address());
    if (!listen) {
        m_reach->putAway();
        return;
    }
    const auto port = parsePort(m_port->text()).value_or(0); // 0: which one is not known yet
    m_reach->setAddress(listen->host, listen->families,
                        port == 0 ? std::nullopt : std::optional(port));
}

std::optional<CodeRequest> TcpServerPage::codeRequest() const
{
    return codeRequestOf(settings());
}

} // namespace sockyard
