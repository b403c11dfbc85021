#include "netcore/endpoints/forwardedpeer.h"

#include "netcore/messages/systemmacros.h"
#include "netcore/sockets/bytes.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

FaultTime presentTime()
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

QByteArray copyOf(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

} // namespace

ForwardedPeer::ForwardedPeer(SocketAddress peer, Journal journal,
                             const std::shared_ptr<const ForwardPlan> &plan, QObject *parent)
    : QObject(parent)
    , m_peer(peer)
    , m_journal(journal)
    , m_socket(std::move(journal))
    , m_toTarget{ForwardDirection::ToTarget,
                 DatagramFaults(seedFor(plan->faults().seed, m_journal.connection(), true)),
                 {plan->rewriting(), ForwardDirection::ToTarget, peer.text(),
                  std::make_unique<SystemMacros>()}}
    , m_toPeer{ForwardDirection::ToClient,
               DatagramFaults(seedFor(plan->faults().seed, m_journal.connection(), false)),
               {plan->rewriting(), ForwardDirection::ToClient,
                placeText(plan->target()).toStdString(), std::make_unique<SystemMacros>()}}
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &ForwardedPeer::answersHeard);
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    connect(&m_due, &QTimer::timeout, this, &ForwardedPeer::sendWhatIsDue);
    m_socket.setReader([this](const native::Datagram &datagram, std::string_view) {
        // Whoever reads a socket must not use it, and what was received comes into the log first.
        m_answers.push_back(copyOf(datagram.into.first(datagram.size)));
        m_turn.start();
        return QString();
    });
}

ForwardedPeer::~ForwardedPeer() = default;

bool ForwardedPeer::open(const SocketAddress &target)
{
    m_journal.write(
        EventKind::Note,
        markedNote(pairMark, tr("0, for %1").arg(QString::fromStdString(m_peer.text()))));
    const QHostAddress any(target.family() == SocketAddress::Family::Ipv6 ? QHostAddress::AnyIPv6
                                                                          : QHostAddress::AnyIPv4);
    return m_socket.open(target.family()) && m_socket.bindAlone(SocketAddress(any, 0)) &&
           m_socket.connectTo(target);
}

void ForwardedPeer::setFaults(const FaultPlan &faults)
{
    m_toTarget.faults.setFaults(faults.toTarget);
    m_toPeer.faults.setFaults(faults.toClient);
}

void ForwardedPeer::hear(ByteView datagram)
{
    take(m_toTarget, datagram);
    sendWhatIsDue();
}

void ForwardedPeer::answersHeard()
{
    for (const QByteArray &answer : std::exchange(m_answers, {})) {
        take(m_toPeer, viewOf(answer));
    }
    sendWhatIsDue();
}

QByteArray ForwardedPeer::rewritten(Way &way, ByteView datagram)
{
    QByteArray all;
    way.rewriting.take(datagram, FaultTime(0));
    // A datagram is whole: nothing waits for a rest of it.
    while (way.rewriting.held() > 0) {
        all += way.rewriting.next(Rewriting::patience);
    }
    if (const auto replaced = way.rewriting.takeReplaced(); replaced > 0) {
        m_journal.write(
            EventKind::Note,
            markedNote(rewrittenMark,
                       QStringLiteral("%1: %2").arg(
                           directionText(way.direction),
                           replaced == 1 ? tr("in 1 place") : tr("in %1 places").arg(replaced))));
    }
    return all;
}

void ForwardedPeer::take(Way &way, ByteView datagram)
{
    m_spoke = true;
    const QByteArray bytes =
        way.rewriting.isNothing() ? copyOf(datagram) : rewritten(way, datagram);
    if (way.faults.count() >= mostWaiting) {
        m_journal.discarded(
            datagram, tr("%1 datagrams wait here already, and this one is lost").arg(mostWaiting));
        return;
    }
    tell(way, way.faults.take(viewOf(bytes), presentTime()), viewOf(bytes));
}

void ForwardedPeer::tell(const Way &way, const DatagramFaults::Done &done, ByteView datagram)
{
    const QString where = directionText(way.direction) + QStringLiteral(": ");
    if (done.dropped) {
        m_journal.discarded(datagram, markedNote(faultMark, where + tr("dropped")));
    }
    QStringList words;
    if (done.duplicated) {
        words.append(tr("sent twice"));
    }
    if (done.reordered) {
        words.append(tr("to be overtaken by the next"));
    }
    if (done.corrupted > 0) {
        words.append(done.corrupted == 1 ? tr("1 byte was changed")
                                         : tr("%1 bytes were changed").arg(done.corrupted));
    }
    if (!words.isEmpty()) {
        m_journal.write(EventKind::Note,
                        markedNote(faultMark, where + words.join(QStringLiteral(", "))));
    }
}

void ForwardedPeer::sendWhatIsDue()
{
    for (Way *way : {&m_toTarget, &m_toPeer}) {
        while (const auto datagram = way->faults.next(presentTime())) {
            send(*way, *datagram);
        }
    }
    waitForNext();
}

void ForwardedPeer::send(const Way &way, const QByteArray &datagram)
{
    if (way.direction == ForwardDirection::ToClient) {
        Q_EMIT answered(m_peer, datagram);
    } else if (!m_socket.send(datagram)) {
        m_journal.discarded(viewOf(datagram), tr("not sent"));
    }
}

void ForwardedPeer::waitForNext()
{
    auto when = m_toTarget.faults.due();
    if (const auto other = m_toPeer.faults.due(); other && (!when || *other < *when)) {
        when = other;
    }
    if (when) {
        m_due.start(std::chrono::ceil<std::chrono::milliseconds>(
            std::max(*when - presentTime(), FaultTime(0))));
    } else {
        m_due.stop();
    }
}

void ForwardedPeer::discardWaiting(Way &way)
{
    if (way.faults.held() > 0) {
        m_journal.discarded({}, way.faults.held(), tr("it waited here, and the socket is closed"));
    }
}

void ForwardedPeer::close(const QString &why)
{
    m_turn.stop();
    m_due.stop();
    if (!why.isEmpty()) {
        m_journal.write(EventKind::Note, why);
    }
    discardWaiting(m_toTarget);
    discardWaiting(m_toPeer);
    m_socket.close();
}

void ForwardedPeer::resume()
{
    m_socket.resume();
}

} // namespace sockyard
