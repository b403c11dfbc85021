#include "netcore/sockets/kerneltable.h"

#include "netcore/sockets/systemtable.h"

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace sockyard
{

namespace
{

// The columns of the table, divided by spaces.
enum Column { Local = 1, Peer, State, Queues, Timer, columnCount };

// Its timers: that of TIME-WAIT is the one that a person can make something of.
constexpr unsigned timeWaitTimer = 3;
// A tick of its times (USER_HZ, the same on every machine that Linux runs on today).
constexpr std::chrono::milliseconds tick{10};
constexpr int hexadecimal = 16;

using Columns = std::array<std::string_view, columnCount>;

std::optional<Columns> columnsOf(std::string_view line)
{
    Columns columns;
    return systemtable::columnsIn(line, columns) == columns.size() ? std::optional(columns)
                                                                   : std::nullopt;
}

std::optional<unsigned> number(std::string_view digits)
{
    const auto value = systemtable::numberIn(digits, hexadecimal);
    return value && *value <= std::numeric_limits<unsigned>::max()
               ? std::optional(static_cast<unsigned>(*value))
               : std::nullopt;
}

struct Pair {
    std::optional<unsigned> first;
    std::optional<unsigned> second;
};

// Two numbers with a colon between.
Pair pairOf(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return {};
    }
    return {number(text.substr(0, colon)), number(text.substr(colon + 1))};
}

} // namespace

std::optional<TcpState> linuxTcpState(unsigned number)
{
    // include/net/tcp_states.h
    switch (number) {
    case 1:
        return TcpState::Established;
    case 2:
        return TcpState::SynSent;
    case 3:
    case 12: // the short form of a client whose handshake is not over
        return TcpState::SynReceived;
    case 4:
        return TcpState::FinWait1;
    case 5:
        return TcpState::FinWait2;
    case 6:
        return TcpState::TimeWait;
    case 7:
    case 13: // bound, and no more than that
        return TcpState::Closed;
    case 8:
        return TcpState::CloseWait;
    case 9:
        return TcpState::LastAck;
    case 10:
        return TcpState::Listen;
    case 11:
        return TcpState::Closing;
    default:
        return std::nullopt;
    }
}

std::uint64_t withoutOwnFin(std::uint64_t octets, TcpState state)
{
    const bool fin =
        state == TcpState::FinWait1 || state == TcpState::Closing || state == TcpState::LastAck;
    return fin && octets > 0 ? octets - 1 : octets;
}

std::uint64_t withoutPeersFin(std::uint64_t octets, TcpState state)
{
    const bool fin =
        state == TcpState::CloseWait || state == TcpState::Closing || state == TcpState::LastAck;
    return fin && octets > 0 ? octets - 1 : octets;
}

std::optional<KernelView> viewInTable(std::istream &table, const SocketAddress &local,
                                      const SocketAddress &peer)
{
    const std::string wantedLocal = systemtable::addressText(local);
    const std::string wantedPeer = systemtable::addressText(peer);
    std::optional<KernelView> found;
    systemtable::forEachLine(table, [&](std::string_view line) {
        const auto columns = columnsOf(line);
        if (!columns || columns->at(Local) != wantedLocal || columns->at(Peer) != wantedPeer) {
            return true;
        }
        const auto state = number(columns->at(State));
        KernelView view;
        view.state = state ? linuxTcpState(*state) : std::nullopt;
        if (!view.state) {
            return true;
        }
        const Pair queues = pairOf(columns->at(Queues));
        if (queues.first && queues.second) {
            view.unacknowledged = withoutOwnFin(*queues.first, *view.state);
            view.unread = withoutPeersFin(*queues.second, *view.state);
        }
        const Pair timer = pairOf(columns->at(Timer));
        if (timer.first == timeWaitTimer && timer.second) {
            view.endsIn = *timer.second * tick;
        }
        found = view;
        return false;
    });
    return found;
}

QList<SocketAddress> listenersInTable(std::istream &table, quint16 port)
{
    QList<SocketAddress> result;
    bool isHeading = true; // the names of the columns
    systemtable::forEachLine(table, [&](std::string_view line) {
        if (std::exchange(isHeading, false)) {
            return true;
        }
        const auto columns = columnsOf(line);
        const auto state = columns ? number(columns->at(State)) : std::nullopt;
        if (!state || linuxTcpState(*state) != TcpState::Listen) {
            return false;
        }
        const auto address = systemtable::addressIn(columns->at(Local));
        if (address && address->port() == port && !result.contains(*address)) {
            result.append(*address);
        }
        return true;
    });
    return result;
}

} // namespace sockyard
