#include "widgets/models/kernelrows.h"

#include "netcore/sockets/kernelwords.h"
#include "widgets/models/words.h"

#include <QCoreApplication>

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using Mark = KernelRow::Mark;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::KernelRows", text);
}

QString fromDuration(std::chrono::nanoseconds duration)
{
    return durationText(duration.count());
}

QString ago(std::optional<std::chrono::milliseconds> since)
{
    if (!since) {
        return tr("nothing yet");
    }
    return since->count() > 0 ? tr("%1 ago").arg(fromDuration(*since)) : tr("just now");
}

QString fromRate(std::optional<std::uint64_t> bytes)
{
    return bytes ? tr("%1/s").arg(byteCountText(*bytes)) : tr("not known yet");
}

QString segments(std::uint32_t count)
{
    return count == 1 ? tr("1 segment") : tr("%1 segments").arg(count);
}

// There is a whole description only while the system has all of the connection; in TIME-WAIT it
// keeps no more than the state.
bool isWhole(const KernelView &view)
{
    return view.congestionWindow.has_value();
}

bool isUnread(const KernelView &view)
{
    return view.unread.value_or(0) > 0;
}

void addQueues(std::vector<KernelRow> &rows, const KernelView &view)
{
    if (view.unread) {
        rows.push_back(
            {tr("Unread here"), byteCountText(*view.unread),
             tr("Bytes that have come and wait for this program to read them (SIOCINQ)."),
             isUnread(view) ? Mark::Look : Mark::None});
    }
    if (view.unacknowledged) {
        rows.push_back({tr("Unacknowledged"), byteCountText(*view.unacknowledged),
                        tr("Bytes that the system has taken to send and the peer's system has not "
                           "acknowledged: "
                           "those on their way and those not yet sent (SIOCOUTQ).")});
    }
    if (view.notSent) {
        rows.push_back({tr("Not yet sent"), byteCountText(*view.notSent),
                        tr("The part of the unacknowledged bytes that has not left: the peer's "
                           "window or the congestion window has no room (tcpi_notsent_bytes)."),
                        view.peerDoesNotRead() ? Mark::Look : Mark::None});
    }
    if (view.peerWindow) {
        rows.push_back(
            {tr("Peer's window"), byteCountText(*view.peerWindow),
             tr("How much more the peer's system last said that it would take. It shrinks while "
                "the peer's program does not read (tcpi_snd_wnd; RFC 9293, 3.8.6)."),
             view.peerDoesNotRead() ? Mark::Look : Mark::None});
    }
    if (view.ownWindow) {
        rows.push_back({tr("Own window"), byteCountText(*view.ownWindow),
                        tr("How much more this system last told the peer that it would take "
                           "(tcpi_rcv_wnd; RFC 9293, 3.8.6).")});
    }
}

void addRetransmits(std::vector<KernelRow> &rows, const KernelView &view)
{
    if (!view.retransmitsInAll) {
        return;
    }
    QString value = QString::number(*view.retransmitsInAll);
    Mark mark = *view.retransmitsInAll > 0 ? Mark::Look : Mark::None;
    if (view.retransmitsInARow.value_or(0) > 0) {
        value = tr("%1, %2 in a row").arg(*view.retransmitsInAll).arg(*view.retransmitsInARow);
        mark = Mark::Bad;
    } else if (view.retransmitsInFlight.value_or(0) > 0) {
        value = tr("%1, %2 on the way").arg(*view.retransmitsInAll).arg(*view.retransmitsInFlight);
    }
    rows.push_back({tr("Retransmits"), value,
                    tr("Segments that were sent again because no acknowledgement came: all so far, "
                       "and those of this moment (tcpi_total_retrans, tcpi_retrans, "
                       "tcpi_retransmits)."),
                    mark});
}

void addTimes(std::vector<KernelRow> &rows, const KernelView &view)
{
    rows.push_back({tr("Round trip"),
                    view.roundTrip && view.roundTripVariation
                        ? tr("%1 ± %2").arg(fromDuration(*view.roundTrip),
                                            fromDuration(*view.roundTripVariation))
                        : tr("not measured yet"),
                    tr("From a segment to its acknowledgement: a smoothed average and how much it "
                       "varies (tcpi_rtt, tcpi_rttvar; RFC 6298).")});
    if (view.leastRoundTrip) {
        rows.push_back({tr("Least round trip"), fromDuration(*view.leastRoundTrip),
                        tr("The shortest that was measured of late (tcpi_min_rtt).")});
    }
    addRetransmits(rows, view);
    if (view.retransmitAfter) {
        rows.push_back({tr("Retransmits after"), fromDuration(*view.retransmitAfter),
                        tr("What is not acknowledged in this time is sent again. It doubles with "
                           "each attempt that fails (tcpi_rto; RFC 6298).")});
    }
}

void addCongestion(std::vector<KernelRow> &rows, const KernelView &view)
{
    rows.push_back({tr("Congestion window"),
                    tr("%1, %2").arg(segments(*view.congestionWindow),
                                     byteCountText(view.congestionBytes().value_or(0))),
                    tr("How much may be on its way without an acknowledgement, for the network's "
                       "sake (tcpi_snd_cwnd; RFC 5681).")});
    rows.push_back({tr("Slow-start threshold"),
                    view.slowStartThreshold ? segments(*view.slowStartThreshold) : tr("none yet"),
                    tr("Below it the congestion window doubles with each round trip, above it it "
                       "grows slowly. The first loss sets it (tcpi_snd_ssthresh; RFC 5681).")});
    if (view.congestionControl) {
        rows.push_back({tr("Congestion control"), QString::fromStdString(*view.congestionControl),
                        tr("The rules by which the congestion window grows and shrinks "
                           "(TCP_CONGESTION).")});
    }
    if (view.sendSegment && view.receiveSegment) {
        rows.push_back({tr("MSS"),
                        tr("↑ %1 B  ↓ %2 B").arg(*view.sendSegment).arg(*view.receiveSegment),
                        tr("The most bytes of data in one segment: that this side sends (↑), and "
                           "that it lets the peer send (↓) (tcpi_snd_mss, tcpi_advmss; RFC 9293, "
                           "3.7.1).")});
    }
}

void addRates(std::vector<KernelRow> &rows, const KernelView &view)
{
    rows.push_back({tr("Delivery rate"), fromRate(view.deliveryRate),
                    tr("How fast the peer's system took the latest bytes (tcpi_delivery_rate).")});
    rows.push_back({tr("Pacing rate"), fromRate(view.pacingRate),
                    tr("How fast the system would let bytes leave (tcpi_pacing_rate).")});
    rows.push_back({tr("Last sent"), ago(view.lastSent),
                    tr("How long ago a segment with data was sent (tcpi_last_data_sent).")});
    rows.push_back({tr("Last received"), ago(view.lastReceived),
                    tr("How long ago a segment with data came (tcpi_last_data_recv).")});
}

QString lineOf(const QString &name, const QString &value)
{
    return name + QStringLiteral(": ") + value + u'\n';
}

} // namespace

std::vector<KernelRow> kernelRows(const KernelView &view)
{
    std::vector<KernelRow> rows;
    if (view.endsIn) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*view.endsIn).count();
        rows.push_back({tr("Gone in"), tr("%1 s").arg(seconds),
                        tr("When this time is over, the system forgets the connection.")});
    }
    if (view.waiting) {
        const bool full = *view.waiting >= view.mostWaiting.value_or(*view.waiting + 1);
        rows.push_back(
            {tr("Waiting clients"), QString::number(*view.waiting),
             tr("Clients that the system has connected and this program has not accepted "
                "(tcpi_unacked of a listening socket)."),
             full                ? Mark::Bad
             : *view.waiting > 0 ? Mark::Look
                                 : Mark::None});
    }
    if (view.mostWaiting) {
        rows.push_back({tr("Most that may wait"), QString::number(*view.mostWaiting),
                        tr("The backlog of listen(2), as the system granted it (tcpi_sacked of a "
                           "listening socket).")});
    }
    addQueues(rows, view);
    if (isWhole(view)) {
        addTimes(rows, view);
        addCongestion(rows, view);
        addRates(rows, view);
    }
    return rows;
}

std::vector<KernelRemark> kernelRemarks(const KernelView &view)
{
    std::vector<KernelRemark> remarks;
    if (view.retransmitsInARow.value_or(0) > 0) {
        remarks.push_back({Mark::Bad, tr("The peer's system does not answer: what was sent is sent "
                                         "again and again.")});
    } else if (view.retransmitsInFlight.value_or(0) > 0) {
        remarks.push_back({Mark::Look, tr("Segments were lost on the way and are sent again.")});
    }
    if (view.peerDoesNotRead()) {
        remarks.push_back({Mark::Look, tr("The peer does not read: its window is full, and %1 "
                                          "wait here.")
                                           .arg(byteCountText(*view.notSent))});
    }
    if (isUnread(view)) {
        remarks.push_back(
            {Mark::Look,
             tr("This program does not read: %1 wait for it.").arg(byteCountText(*view.unread))});
    }
    const std::uint32_t waiting = view.waiting.value_or(0);
    if (waiting > 0 && waiting >= view.mostWaiting.value_or(waiting + 1)) {
        remarks.push_back({Mark::Bad, tr("The queue of clients is full: the system lets no more "
                                         "of them in until some are accepted.")});
    } else if (waiting > 0) {
        remarks.push_back({Mark::Look, tr("Clients are connected and wait to be accepted.")});
    }
    return remarks;
}

QString kernelSign(KernelRow::Mark mark)
{
    switch (mark) {
    case Mark::None:
        break;
    case Mark::Look:
        return QStringLiteral("⚠");
    case Mark::Bad:
        return QStringLiteral("✗");
    }
    return {};
}

QString kernelText(const KernelView &view)
{
    QString text;
    if (view.state) {
        text += lineOf(tr("TCP state"), tcpStateName(*view.state));
        text += tcpStateMeaning(*view.state) + u'\n';
    }
    for (const KernelRow &row : kernelRows(view)) {
        text += lineOf(row.name, row.value);
    }
    for (const KernelRemark &remark : kernelRemarks(view)) {
        text += kernelSign(remark.mark) + u' ' + remark.text + u'\n';
    }
    return text;
}

} // namespace sockyard
