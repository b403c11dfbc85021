#include "netcore/endpoints/interfacemonitor.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/addressname.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/interfacechange.h"
#include "netcore/sockets/notemarks.h"

#include <QHostInfo>
#include <QtConcurrent>

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto lookInterval = 1s;
constexpr std::size_t longestName = 255; // RFC 1035, section 3.1

} // namespace

InterfaceMonitor::InterfaceMonitor(std::shared_ptr<EventLog> log, Source source)
    : Endpoint(std::move(log))
    , m_source(std::move(source))
{
    m_second.setInterval(lookInterval);
    connect(&m_second, &QTimer::timeout, this, &InterfaceMonitor::look);
    connect(&m_looking, &QFutureWatcherBase::finished, this, &InterfaceMonitor::takeSockets);
}

void InterfaceMonitor::start()
{
    if (std::exchange(m_isWatching, true)) {
        return;
    }
    m_interfaces = m_source();
    report(EventKind::Note,
           markedNote(watchBeginsMark, tr("interfaces of this machine: %1; it looks once a second")
                                           .arg(m_interfaces.size())));
    for (const InterfaceDetails &interface : std::as_const(m_interfaces)) {
        report(EventKind::Note, markedNote(interfaceMark, presenceOf(interface).text()));
    }
    m_second.start();
}

void InterfaceMonitor::stop()
{
    ++m_run;
    m_second.stop();
    if (std::exchange(m_isWatching, false)) {
        report(EventKind::Closed, tr("nobody watches the interfaces any more"));
    }
}

void InterfaceMonitor::look()
{
    const auto now = m_source();
    const auto changes = changesBetween(m_interfaces, now);
    m_interfaces = now;
    for (const InterfaceChange &change : changes) {
        report(EventKind::Note, markedNote(interfaceMark, change.text()));
    }
}

void InterfaceMonitor::lookAtSockets()
{
    if (!m_looking.isRunning()) {
        m_looking.setFuture(QtConcurrent::run(boundSockets));
    }
}

void InterfaceMonitor::takeSockets()
{
    m_sockets = m_looking.result();
    ++m_socketLooks;
}

void InterfaceMonitor::lookUpName(const QString &address)
{
    if (!parseAddress(address)) {
        refuse(tr("EINVAL: \"%1\" is no address, and only addresses are looked up.")
                   .arg(address.left(40)));
        return;
    }
    QHostInfo::lookupHost(address, this, [this, address, run = m_run](const QHostInfo &info) {
        if (run == m_run) {
            tellName(address, info);
        }
    });
}

void InterfaceMonitor::tellName(const QString &address, const QHostInfo &info)
{
    const bool hasName = info.error() == QHostInfo::NoError && !info.hostName().isEmpty() &&
                         !parseAddress(info.hostName()); // it comes back where nobody knows a name
    const AddressName name{
        address, hasName,
        hasName ? QString::fromStdString(visibleText(info.hostName().toStdString(), longestName))
                : tr("neither this machine nor its name servers know a name")};
    report(EventKind::Note, markedNote(addressNameMark, name.text()));
}

InterfaceSnapshot InterfaceMonitor::snapshot() const
{
    return {m_interfaces, m_socketLooks, m_sockets};
}

} // namespace sockyard
