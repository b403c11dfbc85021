#include "widgets/pages/forwarderpage.h"

#include "netcore/code/coderequests.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/sockets/addresstext.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/connectionside.h"
#include "widgets/views/composer.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/faultspanel.h"
#include "widgets/views/filefield.h"
#include "widgets/views/reachbar.h"
#include "widgets/views/rewritingedit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace sockyard
{

namespace
{

constexpr int sideWidth = 400;
constexpr int closedRows = 10000;

/// The place that a person has typed; a port alone is one of this machine. What is none at all is
/// left to the endpoint to refuse.
Place placeOf(const QString &text)
{
    const QString typed = text.trimmed();
    if (parsePort(typed)) {
        return {.host = QStringLiteral("127.0.0.1"), .port = typed};
    }
    return placeIn(typed).value_or(Place{.host = typed});
}

} // namespace

ForwarderPage::ForwarderPage(IoThread &thread, QWidget *parent)
    : StreamPage(std::make_unique<Session<Forwarder>>(thread), Lifecycle::ofForwarder(),
                 {.all = tr("All, on both sides"),
                  .one = tr("Connection %1"),
                  .several = tr("%1 connections"),
                  .kernelTip = tr("What the system itself says about the selected connection, or "
                                  "about the listening socket while none is selected"),
                  .kernelKey = QStringLiteral("forward/kernelView"),
                  .goneOne = tr("Connection %1 is gone: nothing was sent. Choose another one."),
                  .goneAll = tr("%1 connections are gone: nothing was sent. Choose other ones.")},
                 closedRows, sideWidth, parent)
    , m_forwarder(static_cast<Session<Forwarder> *>(&session()))
    , m_carries(new QComboBox(this))
    , m_listen(new QLineEdit(this))
    , m_target(new QLineEdit(this))
    , m_trust(new FileField("trustEdit", tr("Trust"), this))
    , m_trustLine(new QWidget(this))
    , m_more(new QToolButton(this))
    , m_panel(new QWidget(this))
    , m_faults(new FaultsPanel(m_panel))
    , m_rewriting(new RewritingEdit(m_panel))
    , m_reach(new ReachBar(this))
    , m_mostConnections(ForwarderSettings().mostConnections)
    , m_idleLimit(ForwarderSettings().idleLimit)
{
    makeFields();
    connectFields();
    list()->setPlaceholder(tr("Nobody yet. Start the forwarder, then connect to where it listens: "
                              "each client stands here beside its connection to the target."));
    composer()->setPlaceholder(tr("Message to either side"));
    showFaults();
    updateReach();
    showTrust();
    finishForm();
}

ForwarderPage::~ForwarderPage() = default;

void ForwarderPage::makeFields()
{
    const ForwarderSettings usual;
    m_carries->setObjectName(QStringLiteral("carriesBox"));
    m_carries->addItem(tr("TCP"), static_cast<int>(ForwarderSettings::Carries::Streams));
    m_carries->addItem(tr("UDP"), static_cast<int>(ForwarderSettings::Carries::Datagrams));
    m_listen->setObjectName(QStringLiteral("listenEdit"));
    m_listen->setText(placeText(usual.listen));
    m_target->setObjectName(QStringLiteral("targetEdit"));
    m_target->setText(placeText(usual.target));
    for (QLineEdit *edit : {m_listen, m_target}) {
        edit->setMinimumWidth(
            edit->fontMetrics().horizontalAdvance(QStringLiteral("255.255.255.255")));
    }
    m_more->setObjectName(QStringLiteral("faultsButton"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolTip(tr("What is done on purpose to what is carried: delays, cuts, changes, and "
                          "text that is replaced"));
    m_panel->setObjectName(QStringLiteral("faultsPanel"));
    m_panel->hide();
    auto *panel = new QVBoxLayout(m_panel);
    panel->setContentsMargins(0, 0, 0, 0);
    panel->addWidget(m_faults);
    panel->addWidget(m_rewriting);
    addToForm(tr("C&arry"), m_carries, tr("Streams, or datagrams with an answer for each peer"));
    addToForm(tr("&Listen on"), m_listen,
              tr("An address of this machine and a port, as 127.0.0.1:8001, which can be reached "
                 "from this machine only; *:8001 is all addresses. Port 0 takes any free one. "
                 "tls:127.0.0.1:8001 speaks TLS, local:PATH is a local socket."));
    addToForm(tr("For&ward to"), m_target,
              tr("The target: a host and a port, as 127.0.0.1:80, localhost:80 or [::1]:80; "
                 "tls:example.org:443 speaks TLS, local:PATH is a local socket."));
    addToForm(m_more);
    auto *trustWords = new QLabel(tr("&Trust"), m_trustLine);
    trustWords->setBuddy(m_trust);
    m_trust->setPlaceholder(tr("a file of certificates (PEM)"));
    m_trust->setToolTip(tr("Certificates by which the target is trusted, beside the system's own. "
                           "A target that cannot be verified is not forwarded to."));
    auto *trust = new QHBoxLayout(m_trustLine);
    trust->setContentsMargins(0, 0, 0, 0);
    trust->addWidget(trustWords);
    trust->addWidget(m_trust, 1);
    addUnderForm(m_trustLine);
    addUnderForm(m_panel);
    addUnderForm(m_reach);
}

void ForwarderPage::connectFields()
{
    connect(m_listen, &QLineEdit::textEdited, this, [this] { m_portIsOurs = false; });
    for (QLineEdit *edit : {m_listen, m_target}) {
        connect(edit, &QLineEdit::returnPressed, this, [this] {
            if (lifecycle().phase() == Lifecycle::Phase::Idle) {
                start();
            }
        });
    }
    connect(m_listen, &QLineEdit::textChanged, this, &ForwarderPage::updateReach);
    connect(m_target, &QLineEdit::textChanged, this, &ForwarderPage::showTrust);
    connect(m_carries, &QComboBox::currentIndexChanged, this, &ForwarderPage::showFaults);
    connect(m_more, &QToolButton::toggled, this, &ForwarderPage::showFaults);
    connect(m_rewriting, &RewritingEdit::changed, this, &ForwarderPage::showFaults);
    connect(m_faults, &FaultsPanel::changed, this, &ForwarderPage::useFaults);
}

void ForwarderPage::command(const Command &command)
{
    m_forwarder->post([command](Forwarder &forwarder) { command(forwarder); });
}

void ForwarderPage::ask(const std::optional<WatchedSocket> &watched, const Answered &answered)
{
    m_forwarder->ask([watched](const Forwarder &forwarder) { return forwarder.snapshot(watched); },
                     this, answered);
}

// The form.

void ForwarderPage::startWith(const ForwarderSettings &settings)
{
    m_carries->setCurrentIndex(m_carries->findData(static_cast<int>(settings.carries)));
    m_listen->setText(placeText(settings.listen));
    m_target->setText(placeText(settings.target));
    m_trust->setFile(settings.targetTls.trustFile);
    m_portIsOurs = settings.anyPortIfTaken;
    m_faults->setPlan(settings.faults);
    m_rewriting->setRules(settings.rewriting);
    m_mostConnections = settings.mostConnections;
    m_idleLimit = settings.idleLimit;
    showFaults();
    start();
}

ForwarderSettings::Carries ForwarderPage::carries() const
{
    return static_cast<ForwarderSettings::Carries>(m_carries->currentData().toInt());
}

ForwarderSettings ForwarderPage::settings() const
{
    TlsClientSettings tls;
    tls.trustFile = m_trust->file();
    return {.carries = carries(),
            .listen = placeOf(m_listen->text()),
            .target = placeOf(m_target->text()),
            .targetTls = tls,
            .anyPortIfTaken = m_portIsOurs,
            .faults = m_faults->plan(),
            .rewriting = m_rewriting->rules(),
            .mostConnections = m_mostConnections,
            .idleLimit = m_idleLimit};
}

void ForwarderPage::startEndpoint()
{
    m_forwarder->post([settings = settings()](Forwarder &forwarder) { forwarder.start(settings); });
}

void ForwarderPage::useFaults()
{
    showFaults();
    if (lifecycle().phase() != Lifecycle::Phase::Idle) {
        m_forwarder->post(
            [plan = m_faults->plan()](Forwarder &forwarder) { forwarder.setFaults(plan); });
    }
}

void ForwarderPage::showFaults()
{
    m_faults->setOf(carries() == ForwarderSettings::Carries::Datagrams ? FaultRow::Of::Datagrams
                                                                       : FaultRow::Of::Streams);
    m_panel->setVisible(m_more->isChecked());
    const int count = m_faults->count() + m_rewriting->count();
    const QString sign = m_more->isChecked() ? QStringLiteral("▴") : QStringLiteral("▾");
    // What is done on purpose does not hide.
    m_more->setText(count == 0 ? tr("Faults %1").arg(sign)
                               : tr("⚠ Faults: %1 %2").arg(count).arg(sign));
    orderTabs();
    showStatus();
}

void ForwarderPage::showTrust()
{
    m_trustLine->setVisible(placeOf(m_target->text()).transport == Transport::Tls);
}

void ForwarderPage::updateReach()
{
    const Place place = placeOf(m_listen->text());
    const auto listen = isLocal(place.transport) ? std::nullopt : parseListenAddress(place.host);
    if (!listen) {
        m_reach->putAway();
        return;
    }
    const auto port = parsePort(place.port).value_or(0); // 0: which one is not known yet
    m_reach->setAddress(listen->host, listen->families,
                        port == 0 ? std::nullopt : std::optional(port));
}

QString ForwarderPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Start forwarder") : tr("■ Stop forwarder");
}

void ForwarderPage::setFormEnabled(bool enabled)
{
    for (QWidget *field : {static_cast<QWidget *>(m_carries), static_cast<QWidget *>(m_listen),
                           static_cast<QWidget *>(m_target), static_cast<QWidget *>(m_trust),
                           static_cast<QWidget *>(m_rewriting)}) {
        field->setEnabled(enabled);
    }
}

void ForwarderPage::focusForm()
{
    m_listen->setFocus();
}

// What the log says.

void ForwarderPage::foldEvent(const Event &event)
{
    StreamPage::foldEvent(event);
    const EventKind begins = carries() == ForwarderSettings::Carries::Datagrams
                                 ? EventKind::Bound
                                 : EventKind::Listening;
    if (event.kind() == begins && event.connection() == 0) {
        m_beganToListen = true;
    }
}

void ForwarderPage::showProjections()
{
    StreamPage::showProjections();
    const bool isRunning = lifecycle().phase() == Lifecycle::Phase::Running;
    if (carries() == ForwarderSettings::Carries::Datagrams) {
        composer()->setReady(false, tr("Datagrams are only carried here. The UDP tab sends some."));
    } else {
        composer()->setReady(connections()->table().openCount() > 0,
                             isRunning ? tr("No client is connected yet: nobody can be sent to.")
                                       : tr("Start the forwarder first; then a client can "
                                            "connect."));
    }
    if (std::exchange(m_beganToListen, false)) {
        const QString address = fromUtf8(lifecycle().local());
        Place place = placeOf(m_listen->text());
        if (!isLocal(place.transport)) {
            place.port = address.section(u':', -1); // the one that the system chose for 0
            m_listen->setText(placeText(place));
        }
        Q_EMIT listening(address);
    }
}

QString ForwarderPage::summary() const
{
    const bool isRunning = lifecycle().phase() == Lifecycle::Phase::Running;
    const QString state =
        isRunning ? tr("%1 ⇄ %2").arg(fromUtf8(lifecycle().local()), m_target->text().trimmed())
                  : tr("stopped");
    const auto open = static_cast<int>(connections()->table().openCount());
    const QString connected = open == 1 ? tr("1 connection") : tr("%1 connections").arg(open);
    QStringList parts{state, connected};
    for (const ForwardDirection direction : directions) {
        const QString faults = m_faults->plan().of(direction).text();
        if (!faults.isEmpty()) {
            parts.append(QStringLiteral("⚠ %1: %2").arg(directionText(direction), faults));
        }
    }
    return parts.join(QStringLiteral("  ·  "));
}

bool ForwarderPage::isBusy() const
{
    return connections()->table().anyOpen();
}

std::optional<WatchedSocket> ForwarderPage::watchedByDefault() const
{
    return lifecycle().phase() == Lifecycle::Phase::Running
               ? std::optional(WatchedSocket{0, std::string(lifecycle().local())})
               : std::nullopt;
}

bool ForwarderPage::offersTargets() const
{
    return carries() == ForwarderSettings::Carries::Streams;
}

std::optional<CodeRequest> ForwarderPage::codeRequest() const
{
    return codeRequestOf(settings());
}

} // namespace sockyard
