#include "widgets/pages/interfacespage.h"

#include "netcore/code/coderequest.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/interfacespane.h"
#include "widgets/views/listeningpane.h"
#include "widgets/views/reachbar.h"

#include <QLocale>
#include <QTabWidget>

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr int sideWidth = 560;
constexpr int aboutStretch = 100;
// What is no event is asked for so often.
constexpr auto lookInterval = 500ms;
// Each of these looks reads the tables of the whole machine.
constexpr auto socketLookInterval = 2s;

} // namespace

InterfacesPage::InterfacesPage(IoThread &thread, QWidget *parent)
    : Page(std::make_unique<Session<InterfaceMonitor>>(thread), Lifecycle::ofInterfaceMonitor(),
           parent)
    , m_monitor(static_cast<Session<InterfaceMonitor> *>(&session()))
    , m_reach(new ReachBar(this))
    , m_side(new QTabWidget(this))
    , m_interfaces(new InterfacesPane(this))
    , m_listening(new ListeningPane(this))
{
    hideComposer();
    auto *about = new ElidedLabel(this);
    about->setText(tr("The network interfaces of this machine and who listens on it, live. What "
                      "changes is marked and told beside it."));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHorizontalStretch(aboutStretch); // it takes the room before the button
    about->setSizePolicy(policy);
    addToForm(about);
    m_reach->setOpening(tr("Who can reach this machine?"));
    m_reach->setAddress(QHostAddress(QHostAddress::AnyIPv6), Listener::Families::Both, {});
    addUnderForm(m_reach);
    makeSide();
    setSide(m_side, sideWidth);
    connect(m_interfaces, &InterfacesPane::listenHereRequested, this,
            &InterfacesPage::listenHereRequested);
    connect(m_interfaces, &InterfacesPane::chatHereRequested, this,
            &InterfacesPage::chatHereRequested);
    connect(m_interfaces, &InterfacesPane::nameRequested, this, [this](const QString &address) {
        m_monitor->post([address](InterfaceMonitor &monitor) { monitor.lookUpName(address); });
    });
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &InterfacesPage::look);
    m_look.start();
    m_socketLook.setInterval(socketLookInterval);
    connect(&m_socketLook, &QTimer::timeout, this, &InterfacesPage::lookAtSockets);
    m_socketLook.start();
    connect(m_side, &QTabWidget::currentChanged, this, &InterfacesPage::lookAtSockets);
    finishForm();
}

InterfacesPage::~InterfacesPage() = default;

void InterfacesPage::makeSide()
{
    m_side->setObjectName(QStringLiteral("interfacesSide"));
    m_side->setAccessibleName(tr("Interfaces, and who listens"));
    m_side->setDocumentMode(true);
    m_side->addTab(m_interfaces, tr("Interfaces"));
    m_side->addTab(m_listening, tr("Who listens"));
}

void InterfacesPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (!std::exchange(m_wasShown, true) && !isBusy()) {
        start(); // nobody comes here to see nothing
    }
    look();
}

void InterfacesPage::startEndpoint()
{
    m_monitor->post([](InterfaceMonitor &monitor) { monitor.start(); });
}

void InterfacesPage::look()
{
    if (m_looks || !isVisible()) {
        return;
    }
    m_looks = true;
    m_monitor->ask([](const InterfaceMonitor &monitor) { return monitor.snapshot(); }, this,
                   [this](const InterfaceSnapshot &snapshot) {
                       m_looks = false;
                       showSnapshot(snapshot);
                   });
}

void InterfacesPage::lookAtSockets()
{
    if (m_listening->isVisible()) {
        m_monitor->post([](InterfaceMonitor &monitor) { monitor.lookAtSockets(); });
    }
}

void InterfacesPage::showSnapshot(const InterfaceSnapshot &snapshot)
{
    const bool hasLooked = snapshot.socketLooks != m_snapshot.socketLooks;
    m_snapshot = snapshot;
    m_interfaces->showInterfaces(snapshot.interfaces, m_history);
    if (hasLooked) {
        m_listening->showSockets(snapshot.sockets);
    }
    showStatus();
}

QString InterfacesPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Watch") : tr("■ Stop watching");
}

void InterfacesPage::foldEvent(const Event &event)
{
    m_history.apply(event);
}

void InterfacesPage::showProjections()
{
    m_interfaces->showInterfaces(m_snapshot.interfaces, m_history);
    look();
}

void InterfacesPage::setFormEnabled(bool /*enabled*/) {}

QString InterfacesPage::summary() const
{
    const QLocale locale;
    const auto count = m_snapshot.interfaces.size();
    const auto changes = m_history.changeCount();
    QStringList parts;
    parts.append(isBusy() ? tr("watching") : tr("not watching"));
    parts.append(count == 1 ? tr("1 interface") : tr("%1 interfaces").arg(locale.toString(count)));
    if (changes > 0) {
        parts.append(changes == 1 ? tr("1 change")
                                  : tr("%1 changes").arg(locale.toString(changes)));
    }
    return parts.join(QStringLiteral("  ·  "));
}

bool InterfacesPage::isBusy() const
{
    return lifecycle().phase() != Lifecycle::Phase::Idle;
}

void InterfacesPage::focusForm()
{
    m_interfaces->focusList();
}

std::optional<CodeRequest> InterfacesPage::codeRequest() const
{
    return InterfacesCode();
}

} // namespace sockyard
