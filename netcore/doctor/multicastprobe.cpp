#include "netcore/doctor/multicastprobe.h"

#include "netcore/doctor/probejournal.h"
#include "netcore/doctor/systemfacts.h"
#include "netcore/sockets/bytes.h"

#include <QUuid>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr int hops = 0;

} // namespace

MulticastProbe::MulticastProbe(const SocketAddress &group, const Interface &interface,
                               const JournalSource &journals, QObject *parent)
    : QObject(parent)
    , m_group(groupOn(group, interface.index))
    , m_interface(interface)
    , m_words("sockyard probe " + QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
    , m_receiver(std::make_unique<DatagramSocket>(
          markedAsProbe(journals(), tr("the doctor's ear on %1").arg(interface.name))))
    , m_sender(std::make_unique<DatagramSocket>(
          markedAsProbe(journals(), tr("the doctor's voice on %1").arg(interface.name))))
{
    m_receiver->setReader([this](const native::Datagram &datagram, std::string_view /*sender*/) {
        return read(datagram);
    });
}

bool MulticastProbe::send()
{
    const auto family = m_group.family();
    const bool ipv6 = family == SocketAddress::Family::Ipv6;
    const SocketAddress any(QHostAddress(ipv6 ? QHostAddress::AnyIPv6 : QHostAddress::AnyIPv4), 0);
    if (!m_receiver->open(family) || !m_receiver->bindShared(any)) {
        return false;
    }
    const SocketAddress target(m_group.host(), m_receiver->local().port());
    return m_receiver->join(target, m_interface.index, m_interface.name) &&
           m_sender->open(family) &&
           m_sender->connectToGroup(target, m_interface.index, addressFor(m_group, m_interface),
                                    hops, true) &&
           m_sender->send(m_words);
}

QString MulticastProbe::read(const native::Datagram &datagram)
{
    const ByteView bytes = datagram.into.first(datagram.size);
    const ByteView own = viewOf(m_words);
    if (!m_hasComeBack && std::equal(bytes.begin(), bytes.end(), own.begin(), own.end())) {
        m_hasComeBack = true;
        // It is not in the log yet, and the socket is at work.
        QMetaObject::invokeMethod(this, &MulticastProbe::cameBack, Qt::QueuedConnection);
    }
    return {};
}

void MulticastProbe::resume()
{
    m_receiver->resume();
}

void MulticastProbe::close()
{
    m_sender->close();
    m_receiver->close();
}

} // namespace sockyard
