#include "widgets/pages/tcpserverpage.h"

#include "netcore/responders/registry.h"
#include "netcore/sockets/addresstext.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/replyoptionsettings.h"
#include "widgets/pages/servingform.h"
#include "widgets/views/addressbox.h"
#include "widgets/views/composer.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/kernelpane.h"
#include "widgets/views/logview.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/reachbar.h"
#include "widgets/views/replyoptionsform.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSettings>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int sideWidth = 400;
// Who types is not interrupted at every letter.
constexpr std::chrono::milliseconds keepPause(500);
constexpr QLatin1StringView kernelKey("server/kernelView");
// What is no event is asked for so often.
constexpr std::chrono::milliseconds lookInterval(500);

} // namespace

TcpServerPage::TcpServerPage(IoThread &thread, QWidget *parent)
    : Page(std::make_unique<Session<TcpServer>>(thread), Lifecycle::ofTcpServer(), parent)
    , m_server(static_cast<Session<TcpServer> *>(&session()))
    , m_connections(new ConnectionModel(10000, this))
    , m_address(new AddressBox(this))
    , m_port(new QLineEdit(this))
    , m_reply(new QComboBox(this))
    , m_serving(new QComboBox(this))
    , m_more(new QToolButton(this))
    , m_about(new ElidedLabel(this))
    , m_options(new ReplyOptionsForm(this))
    , m_numbers(new ServingForm(this))
    , m_reach(new ReachBar(this))
    , m_list(new ConnectionView(m_connections, tr("Connections"), this))
    , m_waiting(new ElidedLabel(this))
    , m_kernelButton(new QToolButton(this))
    , m_kernel(new KernelPane(this))
{
    const TcpServerSettings usual;
    m_port->setObjectName(QStringLiteral("portEdit"));
    m_port->setText(usual.port);
    m_port->setMaximumWidth(m_port->fontMetrics().horizontalAdvance(QStringLiteral("000000000")));
    m_reply->setObjectName(QStringLiteral("replyBox"));
    for (const ResponderRow &row : responders()) {
        m_reply->addItem(row.titleText(), QString::fromLatin1(row.name));
        m_reply->setItemData(m_reply->count() - 1, row.descriptionText() + u'\n' + row.pointText(),
                             Qt::ToolTipRole);
    }
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
    addToForm(tr("&Listen on"), m_address,
              tr("An address of this machine. 127.0.0.1 can be reached from this machine only."));
    addToForm(tr("&Port"), m_port, tr("0 to 65535. 0 takes any free port, which is shown then."));
    addToForm(tr("&Reply"), m_reply, tr("How each client is answered"));
    addToForm(tr("Ser&ve"), m_serving,
              tr("One at a time: who connects meanwhile waits in the backlog, and does not know."));
    addToForm(m_more);
    m_about->setObjectName(QStringLiteral("aboutLabel"));
    auto *replyLine = new QWidget(this);
    auto *replyLayout = new QHBoxLayout(replyLine);
    replyLayout->setContentsMargins(0, 0, 0, 0);
    replyLayout->addWidget(m_about, 1);
    replyLayout->addWidget(m_options);
    addUnderForm(replyLine);
    addUnderForm(m_numbers);
    addUnderForm(m_reach);

    m_list->setPlaceholder(tr("No client yet. Start the server, then connect from the TCP Client "
                              "tab, or with any other program."));
    setSide(makeSide(), sideWidth);
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &TcpServerPage::look);
    m_look.start();
    composer()->setPlaceholder(tr("Message to clients"));
    logView()->setSendAgainOffered(true);

    connect(m_port, &QLineEdit::textEdited, this, [this] { m_portIsOurs = false; });
    connect(m_port, &QLineEdit::returnPressed, this, [this] {
        if (lifecycle().phase() == Lifecycle::Phase::Idle) {
            start();
        }
    });
    connect(m_reply, &QComboBox::currentIndexChanged, this,
            [this] { chooseReply(savedReplyOptions(m_reply->currentData().toString())); });
    m_keep.setSingleShot(true);
    m_keep.setInterval(keepPause);
    connect(&m_keep, &QTimer::timeout, this, &TcpServerPage::keepOptions);
    connect(m_options, &ReplyOptionsForm::changed, this, [this] {
        m_unkept = true;
        m_keep.start();
    });
    connect(m_more, &QToolButton::toggled, this, &TcpServerPage::showMore);
    connect(m_numbers, &ServingForm::changed, this, &TcpServerPage::showMore);
    chooseReply(savedReplyOptions(m_reply->currentData().toString()));
    showMore();
    connect(m_address, &QComboBox::editTextChanged, this, &TcpServerPage::updateReach);
    connect(m_port, &QLineEdit::textChanged, this, &TcpServerPage::updateReach);
    connect(m_list, &ConnectionView::selectionChanged, this, &TcpServerPage::targetSelected);
    connect(m_list, &ConnectionView::selectionChanged, this, &TcpServerPage::look);
    m_list->offer(ConnectionView::SendTo | ConnectionView::Pause | ConnectionView::Finish |
                  ConnectionView::Disconnect | ConnectionView::Abort);
    connect(m_list, &ConnectionView::sendToRequested, this, [this] {
        targetSelected();
        composer()->edit()->setFocus();
    });
    obey(&ConnectionView::pauseRequested, &TcpServer::pause);
    obey(&ConnectionView::resumeRequested, &TcpServer::unpause);
    obey(&ConnectionView::finishRequested, &TcpServer::finish);
    obey(&ConnectionView::disconnectRequested, &TcpServer::disconnectFrom);
    obey(&ConnectionView::abortRequested, &TcpServer::abort);
    connect(m_list, &ConnectionView::followRequested, logView(), &LogView::follow);
    connect(m_list, &ConnectionView::eventsRequested, logView(), &LogView::filterBy);
    m_list->setUnsentKnown(true);
    connect(composer(), &Composer::sendRequested, this, &TcpServerPage::send);
    finishForm();
}

TcpServerPage::~TcpServerPage()
{
    m_options->disconnect(this); // a field that goes may speak once more
    keepOptions();
}

void TcpServerPage::obey(Request request, Command command)
{
    connect(m_list, request, this, [this, command](const QList<ConnectionId> &clients) {
        m_server->post([command, clients](TcpServer &server) { (server.*command)(clients); });
    });
}

void TcpServerPage::startWith(const TcpServerSettings &settings)
{
    m_address->setAddress(settings.address);
    m_port->setText(settings.port);
    m_portIsOurs = settings.anyPortIfTaken;
    m_reply->setCurrentIndex(m_reply->findData(settings.reply));
    chooseReply(settings.replyOptions); // and nothing that was kept: the same words do the same
    m_serving->setCurrentIndex(m_serving->findData(static_cast<int>(settings.serving)));
    m_numbers->setNumbers(settings);
    start();
}

TcpServerSettings TcpServerPage::settings() const
{
    TcpServerSettings settings;
    settings.address = m_address->address();
    settings.port = m_port->text();
    settings.reply = m_reply->currentData().toString();
    settings.replyOptions = m_options->chosen();
    settings.anyPortIfTaken = m_portIsOurs;
    settings.serving = static_cast<TcpServerSettings::Serving>(m_serving->currentData().toInt());
    m_numbers->fill(settings);
    return settings;
}

void TcpServerPage::startEndpoint()
{
    keepOptions();
    m_server->post([settings = settings()](TcpServer &server) { server.start(settings); });
}

const ResponderRow &TcpServerPage::reply() const
{
    const ResponderRow *row = responderNamed(m_reply->currentData().toString());
    return row == nullptr ? responders().front() : *row;
}

void TcpServerPage::chooseReply(const ReplyOptions &options)
{
    keepOptions(); // of the reply that was shown until now
    m_shownReply = &reply();
    m_about->setText(reply().descriptionText(), reply().pointText());
    m_options->setOptions(reply().options, options);
    orderTabs();
}

void TcpServerPage::keepOptions()
{
    if (std::exchange(m_unkept, false)) {
        m_keep.stop();
        saveReplyOptions(QString::fromLatin1(m_shownReply->name), m_shownReply->options,
                         m_options->chosen());
    }
}

void TcpServerPage::showMore()
{
    const int changed = m_numbers->changedCount();
    m_numbers->setVisible(m_more->isChecked());
    const QString sign = m_more->isChecked() ? QStringLiteral("▴") : QStringLiteral("▾");
    // What is not as usual does not hide.
    m_more->setText(changed == 0 ? tr("More %1").arg(sign)
                                 : tr("More (%1 changed) %2").arg(changed).arg(sign));
}

QString TcpServerPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Start server") : tr("■ Stop server");
}

void TcpServerPage::foldEvent(const Event &event)
{
    m_connections->apply(event);
    if (event.kind() == EventKind::Listening) {
        m_beganToListen = true;
    }
}

void TcpServerPage::publishConnections()
{
    m_connections->publish(session().log().elapsed());
}

void TcpServerPage::showProjections()
{
    publishConnections();
    m_list->updateActions();
    updateTargets();
    const bool anybody = m_connections->table().openCount() > 0;
    composer()->setReady(anybody, lifecycle().phase() == Lifecycle::Phase::Running
                                      ? tr("No client is connected yet: nobody can be sent to.")
                                      : tr("Start the server first; then a client can connect."));
    if (std::exchange(m_beganToListen, false)) {
        const QString address = fromUtf8(lifecycle().local());
        m_port->setText(address.section(u':', -1)); // the one that the system chose for 0
        Q_EMIT listening(address);
    }
}

void TcpServerPage::setFormEnabled(bool enabled)
{
    for (QWidget *field : {static_cast<QWidget *>(m_address), static_cast<QWidget *>(m_port),
                           static_cast<QWidget *>(m_reply), static_cast<QWidget *>(m_serving),
                           static_cast<QWidget *>(m_options), static_cast<QWidget *>(m_numbers)}) {
        field->setEnabled(enabled);
    }
}

QString TcpServerPage::summary() const
{
    const int clients = static_cast<int>(m_connections->table().openCount());
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
    return m_connections->table().anyOpen();
}

void TcpServerPage::focusForm()
{
    m_address->setFocus();
}

void TcpServerPage::updateTargets()
{
    // Who is being written to stays, gone or not: the message is for nobody else.
    if (composer()->target() != 1) {
        m_addressees = m_list->selected();
    }
    QStringList targets{tr("All clients")};
    const bool anyOpen = std::any_of(m_addressees.begin(), m_addressees.end(),
                                     [this](ConnectionId id) { return isOpen(id); });
    if (anyOpen || (composer()->target() == 1 && !m_addressees.isEmpty())) {
        targets.append(addresseesText());
    }
    composer()->setTargets(targets);
}

QString TcpServerPage::addresseesText() const
{
    return m_addressees.size() == 1 ? tr("Client %1").arg(m_addressees.constFirst())
                                    : tr("%1 clients").arg(QLocale().toString(m_addressees.size()));
}

bool TcpServerPage::isOpen(ConnectionId id) const
{
    const ConnectionRow *row = m_connections->table().find(id);
    return row != nullptr && row->open;
}

QList<ConnectionId> TcpServerPage::openAddressees() const
{
    QList<ConnectionId> result;
    std::copy_if(m_addressees.begin(), m_addressees.end(), std::back_inserter(result),
                 [this](ConnectionId id) { return isOpen(id); });
    return result;
}

void TcpServerPage::targetSelected()
{
    if (m_list->selected().isEmpty()) {
        return; // who wants to write to all says so
    }
    composer()->setTarget(0);
    updateTargets();
    composer()->setTarget(1); // who selects a client wants to talk to it
}

QWidget *TcpServerPage::makeSide()
{
    m_waiting->setObjectName(QStringLiteral("waitingLabel"));
    m_waiting->setVisible(false);
    m_kernel->setObjectName(QStringLiteral("kernelPane"));
    m_kernelButton->setObjectName(QStringLiteral("kernelButton"));
    m_kernelButton->setText(tr("Kernel's view"));
    m_kernelButton->setToolTip(tr("What the system itself says about the selected connection, or "
                                  "about the listening socket while none is selected"));
    m_kernelButton->setCheckable(true);
    m_kernelButton->setFocusPolicy(Qt::StrongFocus);
    m_kernelButton->setChecked(QSettings().value(kernelKey, false).toBool());
    m_kernel->setVisible(m_kernelButton->isChecked());
    connect(m_kernelButton, &QToolButton::toggled, this, [this](bool on) {
        QSettings().setValue(kernelKey, on);
        m_kernel->setVisible(on);
        look();
    });
    auto *side = new QWidget(this);
    auto *parts = new QSplitter(Qt::Vertical, side);
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_list);
    parts->addWidget(m_kernel);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 1);
    parts->setSizes({1, 1});
    auto *line = new QHBoxLayout;
    line->addWidget(m_waiting, 1);
    line->addStretch(0);
    line->addWidget(m_kernelButton);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts, 1);
    layout->addLayout(line);
    return side;
}

void TcpServerPage::look()
{
    if (m_looks || !isVisible()) {
        return;
    }
    m_looks = true;
    const auto socket = watched();
    m_server->ask([socket](const TcpServer &server) { return server.snapshot(socket); }, this,
                  [this, socket](const TcpServerSnapshot &snapshot) {
                      m_looks = false;
                      showSnapshot(snapshot);
                      if (socket) {
                          showKernel(*socket, snapshot.kernel);
                      }
                  });
    if (!socket && m_kernel->isVisible()) {
        m_kernel->setSubject({});
        m_kernel->setNothing(KernelPane::Nothing::NoneSelected);
    }
}

std::optional<WatchedSocket> TcpServerPage::watched() const
{
    if (!m_kernel->isVisible()) {
        return std::nullopt;
    }
    const QList<ConnectionId> &selected = m_list->selected();
    const ConnectionRow *row =
        selected.isEmpty() ? nullptr : m_connections->table().find(selected.constFirst());
    if (row != nullptr) {
        return WatchedSocket{row->id, row->local, row->peer};
    }
    return lifecycle().phase() == Lifecycle::Phase::Running
               ? std::optional(WatchedSocket{0, std::string(lifecycle().local())})
               : std::nullopt;
}

void TcpServerPage::showKernel(const WatchedSocket &watched, const std::optional<KernelView> &view)
{
    m_kernel->setSubject(
        watched.id == 0 ? fromUtf8(watched.local)
                        : QStringLiteral("%1  %2").arg(watched.id).arg(fromUtf8(watched.peer)));
    if (view && view->state != TcpState::Closed) {
        m_kernel->setView(*view);
    } else if (view) {
        m_kernel->setNothing(KernelPane::Nothing::Gone);
    } else {
        m_kernel->setNothing(hasKernelView() ? KernelPane::Nothing::NotTold
                                             : KernelPane::Nothing::NotAvailable);
    }
}

void TcpServerPage::showSnapshot(const TcpServerSnapshot &snapshot)
{
    showWaiting(snapshot.waiting);
    std::vector<UnsentBytes> unsent;
    unsent.reserve(snapshot.clients.size());
    for (const TcpServerSnapshot::Client &client : snapshot.clients) {
        unsent.push_back({client.id, client.unsent, client.held});
    }
    m_connections->setUnsent(unsent);
    publishConnections(); // rates fall while nothing happens
}

void TcpServerPage::showWaiting(std::optional<int> waiting)
{
    const bool running = lifecycle().phase() == Lifecycle::Phase::Running;
    const bool oneAtATime = running &&
                            settings().serving == TcpServerSettings::Serving::OneAtATime &&
                            m_connections->table().openCount() > 0;
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
    const auto listen = parseListenAddress(m_address->address());
    if (!listen) {
        m_reach->putAway();
        return;
    }
    const auto port = parsePort(m_port->text()).value_or(0); // 0: which one is not known yet
    m_reach->setAddress(listen->host, listen->families,
                        port == 0 ? std::nullopt : std::optional(port));
}

void TcpServerPage::send()
{
    const auto bytes = bytesToSend();
    if (!bytes) {
        return;
    }
    if (composer()->target() == 1) {
        const QList<ConnectionId> clients = openAddressees();
        if (clients.isEmpty()) {
            tellError(m_addressees.size() == 1
                          ? tr("Client %1 is gone: nothing was sent. Choose another client, or "
                               "all.")
                                .arg(m_addressees.constFirst())
                          : tr("%1 are gone: nothing was sent. Choose other clients, or all.")
                                .arg(addresseesText()));
            return;
        }
        m_server->post([clients, bytes](TcpServer &server) { server.send(clients, *bytes); });
    } else {
        m_server->post([bytes](TcpServer &server) { server.sendToAll(*bytes); });
    }
    composer()->accept();
}

} // namespace sockyard
