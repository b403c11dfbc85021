#include "netcore/sockets/datagramsocket.h"

#include "netcore/sockets/bytes.h"
#include "netcore/sockets/hints.h"
#include "netcore/sockets/notemarks.h"

#include <QSocketNotifier>

#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// A burst that comes while the thread is busy waits here; the system may give less. Linux doubles
// it, and a datagram of 64 bytes takes some 800 there: a quarter of a second at 300,000 a second.
constexpr int receiveBufferBytes = 32 * 1024 * 1024;
// Other sockets of the thread have their turn then.
constexpr std::size_t mostPerTurn = 512;
constexpr auto dropsInterval = 1s;
constexpr auto nextTryDelay = 10ms;
// Datagrams that wait for the system to take them. More than that means that nothing leaves.
constexpr std::size_t mostQueued = 1024;

QString emptyWords()
{
    return markedNote(emptyMark, DatagramSocket::tr("a datagram without a single byte"));
}

QString oddityOf(const native::Datagram &datagram)
{
    if (datagram.whole > datagram.size) {
        return markedNote(truncatedMark,
                          DatagramSocket::tr("the datagram was longer than the %1 bytes that are "
                                             "read at a time, and the rest is lost")
                              .arg(datagram.size));
    }
    return datagram.size == 0 ? emptyWords() : QString();
}

} // namespace

DatagramSocket::DatagramSocket(Journal journal, QObject *parent)
    : QObject(parent)
    , m_journal(std::move(journal))
{
    m_dropsTimer.setSingleShot(true);
    m_dropsTimer.setInterval(dropsInterval);
    connect(&m_dropsTimer, &QTimer::timeout, this, &DatagramSocket::tellDrops);
    m_nextTry.setSingleShot(true);
    m_nextTry.setInterval(nextTryDelay);
    connect(&m_nextTry, &QTimer::timeout, this, &DatagramSocket::flush);
}

DatagramSocket::~DatagramSocket()
{
    m_readable.reset();
    m_writable.reset();
    if (m_handle != native::noHandle) {
        m_file.remove(m_journal);
        native::close(m_handle);
    }
}

bool DatagramSocket::fail(Call call, SystemError error)
{
    m_lastFailure = m_journal.failed(call, error);
    return false;
}

bool DatagramSocket::fail(Call call, SystemError error, const QString &where)
{
    m_lastFailure = m_journal.failed(call, error, where);
    return false;
}

bool DatagramSocket::failToBind(const SocketAddress &address, SystemError error)
{
    fail(Call::Bind, error);
    const QString hint = error.isInUse() ? udpBindHint(address) : QString();
    if (!hint.isEmpty()) {
        m_journal.write(EventKind::Note, markedNote(hintMark, hint));
    }
    return false;
}

bool DatagramSocket::open(SocketAddress::Family family)
{
    Q_ASSERT(!isOpen());
    m_family = family;
    const auto handle = native::open(family, native::Type::Datagram);
    if (!handle) {
        return fail(Call::Socket, handle.error);
    }
    m_handle = handle.value;
    m_journal.created(family, "SOCK_DGRAM", m_handle);
    return true;
}

bool DatagramSocket::bind(const SocketAddress &address)
{
    m_journal.setLocal(address);
    if (const SystemError error = native::bind(m_handle, address)) {
        return failToBind(address, error);
    }
    m_local = native::localAddress(m_handle);
    m_journal.setLocal(m_local);
    m_journal.write(EventKind::Bound);
    return true;
}

bool DatagramSocket::bindShared(const SocketAddress &address, unsigned interface,
                                Listener::Families families)
{
    m_journal.setLocal(address);
    if (const SystemError error = native::setShared(m_handle)) {
        return fail(Call::SetOption, error);
    }
    if (interface != 0) {
        native::setOnlyInterface(m_handle, interface);
    }
    return receiveAt(address, families, tr("shared: other programs can receive on this port too"));
}

bool DatagramSocket::bindAlone(const SocketAddress &address, Listener::Families families)
{
    return receiveAt(address, families, {});
}

bool DatagramSocket::receiveAt(const SocketAddress &address, Listener::Families families,
                               const QString &note)
{
    m_journal.setLocal(address);
    if (m_family == SocketAddress::Family::Ipv6) {
        const bool only = families == Listener::Families::One;
        if (const SystemError error = native::setIpv6Only(m_handle, only)) {
            return fail(Call::SetOption, error);
        }
    }
    // Both as best one can: only bursts suffer, and what is dropped is told the next time.
    native::setReceiveBuffer(m_handle, receiveBufferBytes);
    native::setDropsTold(m_handle);
    if (const SystemError error = native::bind(m_handle, address)) {
        return failToBind(address, error);
    }
    beginToReceive(note);
    return true;
}

bool DatagramSocket::bindLocal(const SocketAddress &address, const SocketFile::Options &options)
{
    m_journal.setLocal(address);
    native::setReceiveBuffer(m_handle, receiveBufferBytes);
    if (const SystemError error = m_file.bind(m_handle, address, options, m_journal)) {
        fail(Call::Bind, error);
        const QString hint = error.isInUse() ? bindHint(address) : QString();
        if (!hint.isEmpty()) {
            m_journal.write(EventKind::Note, markedNote(hintMark, hint));
        }
        return false;
    }
    beginToReceive(m_file.words());
    return true;
}

void DatagramSocket::beginToReceive(const QString &note)
{
    m_local = native::localAddress(m_handle);
    m_journal.setLocal(m_local);
    m_journal.write(EventKind::Bound, note);
    m_receives = true;
    watch();
}

bool DatagramSocket::join(const SocketAddress &group, unsigned interface,
                          const QString &interfaceName)
{
    const auto where = tr("%1 on %2").arg(QString::fromStdString(group.text()), interfaceName);
    if (isJoined()) {
        native::leaveGroup(m_handle, std::exchange(m_group, {}), m_interface);
    }
    native::setOnlyJoinedGroups(m_handle, m_family);
    if (const SystemError error = native::joinGroup(m_handle, group, interface)) {
        return fail(Call::Join, error, where);
    }
    m_group = group;
    m_interface = interface;
    m_interfaceName = interfaceName;
    m_journal.setPeer(group);
    m_journal.write(EventKind::Joined, tr("on %1").arg(interfaceName));
    m_journal.setPeer(std::string());
    return true;
}

void DatagramSocket::leave()
{
    if (!isJoined()) {
        return;
    }
    const SocketAddress group = std::exchange(m_group, {});
    m_journal.setPeer(group);
    if (const SystemError error = native::leaveGroup(m_handle, group, m_interface)) {
        fail(Call::Leave, error); // the interface went away, and the membership with it
    } else {
        m_journal.write(EventKind::Left, tr("on %1").arg(m_interfaceName));
    }
    m_journal.setPeer(std::string());
}

bool DatagramSocket::connectToGroup(const SocketAddress &group, unsigned interface,
                                    const QHostAddress &source, int hops, bool loopBack)
{
    m_journal.setPeer(group);
    for (const SystemError error :
         {native::setMulticastInterface(m_handle, m_family, interface, source),
          native::setMulticastHops(m_handle, m_family, hops),
          native::setMulticastLoop(m_handle, m_family, loopBack)}) {
        if (error) {
            return fail(Call::SetOption, error);
        }
    }
    if (const SystemError error = native::connect(m_handle, group)) {
        return fail(Call::Connect, error);
    }
    m_local = native::localAddress(m_handle).scopedTo(interface);
    m_journal.setLocal(m_local);
    m_journal.write(EventKind::Connected, tr("the sender: a socket of its own"));
    watch();
    m_readable->setEnabled(false); // a multicast group answers to nobody
    return true;
}

bool DatagramSocket::setBroadcast(bool on)
{
    const SystemError error = native::setBroadcast(m_handle, on);
    return !error || fail(Call::SetOption, error);
}

bool DatagramSocket::connectTo(const SocketAddress &peer)
{
    m_journal.setPeer(peer);
    m_journal.write(EventKind::Connecting);
    if (const SystemError error = native::connect(m_handle, peer)) {
        return fail(Call::Connect, error);
    }
    m_peer = peer;
    m_local = native::localAddress(m_handle);
    m_journal.setLocal(m_local);
    m_journal.write(EventKind::Connected,
                    tr("nothing was sent for it: only the system here knows, and lets through "
                       "what comes from this peer and nothing else"));
    return true;
}

std::optional<PathMtu> DatagramSocket::pathMtu() const
{
    if (m_peer.family() == SocketAddress::Family::None || !isOpen()) {
        return std::nullopt;
    }
    bool isWithinIpv6 = false; // then its packets are of IPv4
    m_peer.host().toIPv4Address(&isWithinIpv6);
    const auto family = isWithinIpv6 ? SocketAddress::Family::Ipv4 : m_family;
    const auto mtu = native::pathMtu(m_handle, family);
    return mtu ? std::optional(PathMtu::of(*mtu, family)) : std::nullopt;
}

void DatagramSocket::watch()
{
    m_readable = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &DatagramSocket::readWhatIsThere);
    m_writable = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &DatagramSocket::flush);
}

void DatagramSocket::readWhatIsThere()
{
    for (std::size_t turn = 0; turn < mostPerTurn / native::mostInBatch; ++turn) {
        if (!logBatch()) {
            break;
        }
        const SystemError error = m_batch.receive(m_handle);
        if (error && !error.isWouldBlock() && !error.isInterrupted()) {
            fail(Call::Receive, error);
        }
        if (error) {
            break;
        }
        noteDrops(m_batch.dropped());
        if (!m_batch.wasFull()) {
            break; // most likely there is no more: saves a call
        }
    }
    m_readable->setEnabled(logBatch());
    // What was dropped after the last that was received comes along with none.
    noteDrops(native::droppedDatagrams(m_handle));
}

bool DatagramSocket::logBatch()
{
    while (m_journal.log().hasRoom()) {
        if (m_batch.isEmpty()) {
            return true;
        }
        logNext();
    }
    return false;
}

void DatagramSocket::logNext()
{
    const native::Datagram &datagram = m_batch.takeNext();
    const std::string_view sender = m_senders.textOf(datagram.sender);
    QString note = m_reader ? m_reader(datagram, sender) : QString();
    if (note.isEmpty()) {
        note = oddityOf(datagram);
    }
    m_journal.receivedFrom(sender, datagram.into.first(datagram.size), note);
}

void DatagramSocket::noteDrops(std::optional<std::uint32_t> count)
{
    m_drops = count.value_or(m_drops);
    if (!m_dropsTimer.isActive() && m_drops != m_dropsTold) {
        tellDrops();
    }
}

void DatagramSocket::tellDrops()
{
    m_drops = native::droppedDatagrams(m_handle).value_or(m_drops);
    const std::uint32_t count = m_drops - std::exchange(m_dropsTold, m_drops); // it wraps around
    if (count == 0) {
        return; // for a whole interval: the next is told at once
    }
    m_journal.write(
        EventKind::Note,
        markedNote(
            droppedMark,
            count == 1
                ? tr("1 datagram, because they came faster than they were read")
                : tr("%1 datagrams, because they came faster than they were read").arg(count)));
    m_dropsTimer.start();
}

bool DatagramSocket::send(const QByteArray &payload)
{
    return sendTo({}, payload);
}

bool DatagramSocket::sendTo(const SocketAddress &peer, const QByteArray &payload)
{
    if (!isOpen()) {
        return false;
    }
    if (m_queue.size() >= mostQueued) {
        m_journal.write(EventKind::Failed, tr("ENOBUFS: the system takes no more datagrams"));
        return false;
    }
    m_queue.push_back({payload, peer});
    return m_queue.size() > 1 || sendFirst();
}

void DatagramSocket::discard(const QByteArray &payload, const QString &why)
{
    m_journal.discarded(viewOf(payload), why);
}

bool DatagramSocket::sendFirst()
{
    const Outgoing &first = m_queue.front();
    SystemError error = handToSystem(first);
    if (error.isRefused() && m_family != SocketAddress::Family::Local) {
        // It is about one that was sent before; this one has not been looked at.
        m_lastFailure = journalOf(first).failed(Call::Send, error);
        error = handToSystem(first);
    }
    if (error.isWouldBlock()) {
        waitForRoom(first);
        return true;
    }
    if (error) {
        m_lastFailure = journalOf(first).failed(Call::Send, error);
    }
    m_queue.pop_front();
    return !error;
}

SystemError DatagramSocket::handToSystem(const Outgoing &outgoing)
{
    const bool toPeer = outgoing.to.family() == SocketAddress::Family::None;
    const ByteView bytes = viewOf(outgoing.payload);
    Result<std::size_t> result;
    do {
        result =
            toPeer ? native::send(m_handle, bytes) : native::sendTo(m_handle, bytes, outgoing.to);
    } while (result.error.isInterrupted());
    if (!result.error) {
        m_journal.sentTo(toPeer ? std::string_view(m_journal.peer())
                                : m_receivers.textOf(outgoing.to),
                         bytes.first(result.value), bytes.empty() ? emptyWords() : QString());
    }
    return result.error;
}

void DatagramSocket::waitForRoom(const Outgoing &outgoing)
{
    const bool isNamed = outgoing.to.family() == SocketAddress::Family::Local;
    if (isNamed) {
        m_nextTry.start(); // it is the receiver that has none, and this socket can be written to
    } else {
        m_writable->setEnabled(true);
    }
}

Journal DatagramSocket::journalOf(const Outgoing &outgoing) const
{
    return outgoing.to.family() == SocketAddress::Family::None
               ? m_journal
               : m_journal.withPeer(outgoing.to.text());
}

void DatagramSocket::flush()
{
    m_writable->setEnabled(false);
    while (!m_queue.empty() && !m_writable->isEnabled() && !m_nextTry.isActive()) {
        const Outgoing first = m_queue.front();
        if (!sendFirst()) {
            journalOf(first).discarded(viewOf(first.payload), tr("not sent"));
        }
    }
}

void DatagramSocket::resume()
{
    if (m_receives && isOpen()) {
        m_readable->setEnabled(logBatch());
    }
}

void DatagramSocket::close()
{
    if (!isOpen()) {
        return;
    }
    leave();
    handOver();
    m_journal.write(EventKind::Closed);
}

void DatagramSocket::handOver()
{
    while (!m_batch.isEmpty()) {
        logNext(); // room or not: they were received, and are at most one batch
    }
    tellDrops();
    m_dropsTimer.stop();
    m_nextTry.stop();
    for (const Outgoing &waiting : m_queue) {
        journalOf(waiting).discarded(viewOf(waiting.payload), tr("closed before it was sent"));
    }
    m_queue.clear();
    for (auto *notifier : {&m_readable, &m_writable}) {
        if (*notifier) {
            (*notifier)->setEnabled(false);
            notifier->release()->deleteLater(); // it may be the one that is calling us
        }
    }
    m_file.remove(m_journal);
    native::close(std::exchange(m_handle, native::noHandle));
}

} // namespace sockyard
