#include "netcore/sockets/kerneltable.h"

#include "netcore/sockets/nativeheaders.h"

#include <array>
#include <charconv>
#include <cstring>
#include <istream>
#include <limits>
#include <string>
#include <string_view>

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
// A line of the table has 150 characters, or 180.
constexpr std::size_t longestLine = 1024;

std::string hex(std::uint64_t number, int digits)
{
    std::string text(static_cast<std::size_t>(digits), '0');
    for (auto place = text.rbegin(); place != text.rend(); ++place, number >>= 4U) {
        *place = "0123456789ABCDEF"[number & 0xfU];
    }
    return text;
}

// As the table has it: the address in words of the machine's own order, then the port.
std::string tableText(const SocketAddress &address)
{
    std::string text;
    std::array<std::uint32_t, 4> words = {};
    if (address.family() == SocketAddress::Family::Ipv4) {
        sockaddr_in native = {};
        std::memcpy(&native, address.data(), sizeof native);
        text = hex(native.sin_addr.s_addr, 8);
    } else {
        sockaddr_in6 native = {};
        std::memcpy(&native, address.data(), sizeof native);
        std::memcpy(words.data(), &native.sin6_addr, sizeof words);
        for (const std::uint32_t word : words) {
            text += hex(word, 8);
        }
    }
    return text + ':' + hex(address.port(), 4);
}

std::optional<std::array<std::string_view, columnCount>> columnsOf(std::string_view line)
{
    std::array<std::string_view, columnCount> columns;
    for (std::string_view &column : columns) {
        const std::size_t begin = line.find_first_not_of(' ');
        if (begin == std::string_view::npos) {
            return std::nullopt;
        }
        line.remove_prefix(begin);
        column = line.substr(0, line.find(' '));
        line.remove_prefix(column.size());
    }
    return columns;
}

std::optional<unsigned> number(std::string_view digits)
{
    unsigned value = 0;
    const char *const end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, value, 16);
    if (digits.empty() || result.ec != std::errc() || result.ptr != end) {
        return std::nullopt;
    }
    return value;
}

// The other way round: what tableText() wrote.
std::optional<SocketAddress> addressIn(std::string_view text)
{
    constexpr std::size_t wordDigits = 8;
    const std::size_t colon = text.find(':');
    const auto port =
        colon == std::string_view::npos ? std::nullopt : number(text.substr(colon + 1));
    if (!port || *port > std::numeric_limits<quint16>::max()) {
        return std::nullopt;
    }
    std::array<std::uint32_t, 4> words = {};
    const bool ipv6 = colon == words.size() * wordDigits;
    if (!ipv6 && colon != wordDigits) {
        return std::nullopt;
    }
    for (std::size_t index = 0; index * wordDigits < colon; ++index) {
        const auto word = number(text.substr(index * wordDigits, wordDigits));
        if (!word) {
            return std::nullopt;
        }
        words.at(index) = *word;
    }
    if (!ipv6) {
        return SocketAddress(QHostAddress(static_cast<quint32>(ntohl(words[0]))),
                             static_cast<quint16>(*port));
    }
    Q_IPV6ADDR bytes = {};
    static_assert(sizeof bytes == sizeof words);
    std::memcpy(&bytes, words.data(), sizeof bytes);
    return SocketAddress(QHostAddress(bytes), static_cast<quint16>(*port));
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
    const std::string wantedLocal = tableText(local);
    const std::string wantedPeer = tableText(peer);
    std::array<char, longestLine> buffer = {};
    for (int count = 0; count < mostTableLines && table.getline(buffer.data(), buffer.size());
         ++count) {
        const auto columns = columnsOf(buffer.data());
        if (!columns || columns->at(Local) != wantedLocal || columns->at(Peer) != wantedPeer) {
            continue;
        }
        const auto state = number(columns->at(State));
        KernelView view;
        view.state = state ? linuxTcpState(*state) : std::nullopt;
        if (!view.state) {
            continue;
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
        return view;
    }
    return std::nullopt;
}

QList<SocketAddress> listenersInTable(std::istream &table, quint16 port)
{
    QList<SocketAddress> result;
    std::array<char, longestLine> buffer = {};
    table.getline(buffer.data(), buffer.size()); // the names of the columns
    for (int count = 0; count < mostTableLines && table.getline(buffer.data(), buffer.size());
         ++count) {
        const auto columns = columnsOf(buffer.data());
        const auto state = columns ? number(columns->at(State)) : std::nullopt;
        if (!state || linuxTcpState(*state) != TcpState::Listen) {
            break;
        }
        const auto address = addressIn(columns->at(Local));
        if (address && address->port() == port && !result.contains(*address)) {
            result.append(*address);
        }
    }
    return result;
}

} // namespace sockyard
