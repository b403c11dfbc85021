#include "netcore/sockets/kernelview.h"

#include "netcore/sockets/kerneltable.h"
#include "netcore/sockets/nativeheaders.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/tcp.h> // and not netinet/tcp.h, which knows half of it
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <span>

namespace sockyard
{

namespace
{

// struct tcp_info as far as it is used here. The kernel's grows at its end with the years; what
// this program was built with may be older or newer than what it runs on. So the kernel is asked
// with a place of this size, and what it did not fill is absent.
struct TcpInfo {
    std::uint8_t state, congestionState, retransmits, probes, backoff, options, windowScales, flags;
    std::uint32_t retransmitTimeout, acknowledgeTimeout, sendSegment, receiveSegment;
    std::uint32_t unacknowledged, selectivelyAcknowledged, lost, retransmitted, forward;
    std::uint32_t lastDataSent, lastAcknowledgementSent, lastDataReceived,
        lastAcknowledgementReceived;
    std::uint32_t pathUnit, receiveThreshold, roundTrip, roundTripVariation, sendThreshold,
        congestionWindow, offeredSegment, reordering;
    std::uint32_t receiverRoundTrip, receiveSpace, totalRetransmits;
    std::uint64_t pacingRate, mostPacingRate, bytesAcknowledged, bytesReceived;
    std::uint32_t segmentsOut, segmentsIn, notSent, leastRoundTrip, dataSegmentsIn, dataSegmentsOut;
    std::uint64_t deliveryRate, busyTime, windowLimited, bufferLimited;
    std::uint32_t delivered, deliveredMarked;
    std::uint64_t bytesSent, bytesRetransmitted;
    std::uint32_t duplicates, reorderings, outOfOrder, sendWindow;
    std::uint32_t receiveWindow; // Linux 6.2; not in the headers of 6.1
};
static_assert(offsetof(TcpInfo, roundTrip) == offsetof(tcp_info, tcpi_rtt));
static_assert(offsetof(TcpInfo, totalRetransmits) == offsetof(tcp_info, tcpi_total_retrans));
static_assert(offsetof(TcpInfo, notSent) == offsetof(tcp_info, tcpi_notsent_bytes));
static_assert(offsetof(TcpInfo, deliveryRate) == offsetof(tcp_info, tcpi_delivery_rate));
static_assert(offsetof(TcpInfo, sendWindow) == offsetof(tcp_info, tcpi_snd_wnd));

// No threshold yet (TCP_INFINITE_SSTHRESH of the kernel).
constexpr std::uint32_t noThreshold = 0x7fffffff;

// A tcp_info as long as the kernel made it.
class Told
{
public:
    Told(const void *bytes, std::size_t size)
        : m_size(std::min(size, sizeof m_info))
    {
        std::memcpy(&m_info, bytes, m_size);
    }

    template <typename T>
    std::optional<T> value(T TcpInfo::*field) const
    {
        const auto *const begin = reinterpret_cast<const std::byte *>(&m_info);
        const auto *const end = reinterpret_cast<const std::byte *>(&(m_info.*field) + 1);
        return static_cast<std::size_t>(end - begin) <= m_size ? std::optional<T>(m_info.*field)
                                                               : std::nullopt;
    }
    std::optional<std::chrono::microseconds> time(std::uint32_t TcpInfo::*field) const
    {
        const auto count = value(field);
        return count ? std::optional(std::chrono::microseconds(*count)) : std::nullopt;
    }
    // How long ago something was that happened \a count times.
    std::optional<std::chrono::milliseconds> ago(std::uint32_t TcpInfo::*field,
                                                 std::uint32_t TcpInfo::*count) const
    {
        const auto times = value(count);
        const auto since = value(field);
        // Without data the kernel counts from the handshake.
        return since && times && *times > 0 ? std::optional(std::chrono::milliseconds(*since))
                                            : std::nullopt;
    }
    std::optional<std::uint64_t> rate(std::uint64_t TcpInfo::*field) const
    {
        const auto bytes = value(field);
        return bytes && *bytes > 0 && *bytes < ~std::uint64_t{0} ? bytes : std::nullopt;
    }

private:
    TcpInfo m_info = {};
    std::size_t m_size;
};

void describeListener(KernelView &view, const Told &told)
{
    view.waiting = told.value(&TcpInfo::unacknowledged);
    view.mostWaiting = told.value(&TcpInfo::selectivelyAcknowledged);
}

void describeConnection(KernelView &view, const Told &told)
{
    if (told.value(&TcpInfo::roundTrip).value_or(0) > 0) {
        view.roundTrip = told.time(&TcpInfo::roundTrip);
        view.roundTripVariation = told.time(&TcpInfo::roundTripVariation);
        const auto least = told.value(&TcpInfo::leastRoundTrip);
        if (least && *least != ~std::uint32_t{0}) {
            view.leastRoundTrip = told.time(&TcpInfo::leastRoundTrip);
        }
    }
    view.retransmitAfter = told.time(&TcpInfo::retransmitTimeout);
    view.retransmitsInFlight = told.value(&TcpInfo::retransmitted);
    view.retransmitsInARow = told.value(&TcpInfo::retransmits);
    view.retransmitsInAll = told.value(&TcpInfo::totalRetransmits);
    view.congestionWindow = told.value(&TcpInfo::congestionWindow);
    view.slowStartThreshold = told.value(&TcpInfo::sendThreshold);
    if (view.slowStartThreshold.value_or(0) >= noThreshold) {
        view.slowStartThreshold.reset();
    }
    view.sendSegment = told.value(&TcpInfo::sendSegment);
    view.receiveSegment = told.value(&TcpInfo::offeredSegment);
    view.deliveryRate = told.rate(&TcpInfo::deliveryRate);
    view.pacingRate = told.rate(&TcpInfo::pacingRate);
    view.lastSent = told.ago(&TcpInfo::lastDataSent, &TcpInfo::dataSegmentsOut);
    view.lastReceived = told.ago(&TcpInfo::lastDataReceived, &TcpInfo::dataSegmentsIn);
    view.peerWindow = told.value(&TcpInfo::sendWindow);
    view.ownWindow = told.value(&TcpInfo::receiveWindow);
    if (const auto notSent = told.value(&TcpInfo::notSent)) {
        view.notSent = withoutOwnFin(*notSent, *view.state);
    }
}

void describe(KernelView &view, const Told &told)
{
    if (view.state == TcpState::Listen) {
        describeListener(view, told);
    } else if (view.state != TcpState::Closed) {
        describeConnection(view, told);
    }
}

std::optional<Told> tcpInfo(native::Handle handle)
{
    TcpInfo info = {};
    socklen_t size = sizeof info;
    if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        size == 0) {
        return std::nullopt;
    }
    return Told(&info, size);
}

std::optional<TcpState> stateOf(const Told &told)
{
    const auto number = told.value(&TcpInfo::state);
    return number ? linuxTcpState(*number) : std::nullopt;
}

std::optional<std::uint64_t> queued(native::Handle handle, unsigned long request)
{
    int count = 0;
    if (::ioctl(static_cast<int>(handle), request, &count) != 0 || count < 0) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(count);
}

// sock_diag(7). Everything is answered within the call that asks: the socket never waits.
class Diagnosis
{
public:
    enum class Answer { Found, Unknown, Refused };

    Diagnosis()
        : m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG))
    {
    }
    ~Diagnosis()
    {
        if (m_socket >= 0) {
            ::close(m_socket);
        }
    }
    Diagnosis(const Diagnosis &) = delete;
    Diagnosis &operator=(const Diagnosis &) = delete;

    Answer ask(const SocketAddress &local, const SocketAddress &peer, KernelView &view)
    {
        Request request;
        request.header.nlmsg_flags = NLM_F_REQUEST;
        request.body.idiag_ext = 1U << (INET_DIAG_INFO - 1) | 1U << (INET_DIAG_CONG - 1);
        request.body.idiag_states = ~0U;
        fill(request.body.id, local, peer);
        request.body.sdiag_family =
            local.family() == SocketAddress::Family::Ipv6 ? AF_INET6 : AF_INET;
        if (!send(request)) {
            return Answer::Refused;
        }
        const nlmsghdr *const header = receive();
        if (header == nullptr) {
            return Answer::Refused;
        }
        if (header->nlmsg_type == NLMSG_ERROR) {
            return errorIn(*header) == -ENOENT && knowsTcp() ? Answer::Unknown : Answer::Refused;
        }
        return read(*header, request.body.id, view);
    }

private:
    struct Request {
        nlmsghdr header = {.nlmsg_len = sizeof(Request),
                           .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                           .nlmsg_flags = 0,
                           .nlmsg_seq = 0,
                           .nlmsg_pid = 0};
        inet_diag_req_v2 body = {.sdiag_family = AF_INET,
                                 .sdiag_protocol = IPPROTO_TCP,
                                 .idiag_ext = 0,
                                 .pad = 0,
                                 .idiag_states = 0,
                                 .id = {}};
    };

    static void fill(inet_diag_sockid &id, const SocketAddress &local, const SocketAddress &peer)
    {
        id.idiag_sport = htons(local.port());
        id.idiag_dport = htons(peer.port());
        id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
        id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
        fill(id.idiag_src, local);
        fill(id.idiag_dst, peer);
        if (local.family() == SocketAddress::Family::Ipv6) {
            sockaddr_in6 native = {};
            std::memcpy(&native, local.data(), sizeof native);
            id.idiag_if = native.sin6_scope_id;
        }
    }

    static void fill(std::span<std::uint32_t, 4> words, const SocketAddress &address)
    {
        if (address.family() == SocketAddress::Family::Ipv6) {
            sockaddr_in6 native = {};
            std::memcpy(&native, address.data(), sizeof native);
            std::memcpy(words.data(), &native.sin6_addr, sizeof native.sin6_addr);
        } else {
            sockaddr_in native = {};
            std::memcpy(&native, address.data(), sizeof native);
            words[0] = native.sin_addr.s_addr;
        }
    }

    bool send(Request &request)
    {
        request.header.nlmsg_seq = ++m_sequence;
        return m_socket >= 0 &&
               ::send(m_socket, &request, sizeof request, MSG_DONTWAIT) == sizeof request;
    }

    // The first message of the answer; null where there is none now, or another question's.
    const nlmsghdr *receive()
    {
        const ssize_t size = ::recv(m_socket, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        const auto *const header = reinterpret_cast<const nlmsghdr *>(m_buffer.data());
        return size > 0 && NLMSG_OK(header, static_cast<std::size_t>(size)) &&
                       header->nlmsg_seq == m_sequence
                   ? header
                   : nullptr;
    }

    static int errorIn(const nlmsghdr &header)
    {
        int error = -EPROTO;
        if (header.nlmsg_len >= NLMSG_LENGTH(sizeof error)) {
            std::memcpy(&error, NLMSG_DATA(&header), sizeof error);
        }
        return error;
    }

    // A kernel without the part that answers gives the same ENOENT as for a connection that is not
    // there. A list of all connections in no state is empty on one and an error on the other.
    bool knowsTcp()
    {
        Request request;
        request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
        if (!send(request)) {
            return false;
        }
        const nlmsghdr *const header = receive();
        return header != nullptr && header->nlmsg_type == NLMSG_DONE && errorIn(*header) >= 0;
    }

    static Answer read(const nlmsghdr &header, const inet_diag_sockid &wanted, KernelView &view)
    {
        if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
            header.nlmsg_len < NLMSG_LENGTH(sizeof(inet_diag_msg))) {
            return Answer::Refused;
        }
        inet_diag_msg message = {};
        std::memcpy(&message, NLMSG_DATA(&header), sizeof message);
        // Where there is no such connection, the kernel gives the listening socket of that port.
        if (message.id.idiag_sport != wanted.idiag_sport ||
            message.id.idiag_dport != wanted.idiag_dport) {
            return Answer::Unknown;
        }
        view.state = linuxTcpState(message.idiag_state);
        if (!view.state) {
            return Answer::Refused;
        }
        view.unacknowledged = withoutOwnFin(message.idiag_wqueue, *view.state);
        view.unread = withoutPeersFin(message.idiag_rqueue, *view.state);
        constexpr unsigned timeWaitTimer = 3;
        if (message.idiag_timer == timeWaitTimer) {
            view.endsIn = std::chrono::milliseconds(message.idiag_expires);
        }
        readAttributes(header, view);
        return Answer::Found;
    }

    static void readAttributes(const nlmsghdr &header, KernelView &view)
    {
        const auto *const begin = reinterpret_cast<const std::byte *>(&header);
        std::size_t place = NLMSG_LENGTH(NLMSG_ALIGN(sizeof(inet_diag_msg)));
        while (place + sizeof(rtattr) <= header.nlmsg_len) {
            rtattr attribute = {};
            std::memcpy(&attribute, begin + place, sizeof attribute);
            if (attribute.rta_len < RTA_LENGTH(0) || attribute.rta_len > header.nlmsg_len - place) {
                return;
            }
            const std::byte *const data = begin + place + RTA_LENGTH(0);
            const std::size_t size = attribute.rta_len - RTA_LENGTH(0);
            if (attribute.rta_type == INET_DIAG_INFO) {
                describe(view, Told(data, size));
            } else if (attribute.rta_type == INET_DIAG_CONG) {
                const auto *const name = reinterpret_cast<const char *>(data);
                view.congestionControl = std::string(name, ::strnlen(name, size));
            }
            place += RTA_ALIGN(attribute.rta_len);
        }
    }

    int m_socket;
    std::uint32_t m_sequence = 0;
    alignas(nlmsghdr) std::array<std::byte, 8192> m_buffer = {};
};

// Where the kernel cannot be asked for one connection there is its list of all.
std::optional<KernelView> kernelViewInTable(const SocketAddress &local, const SocketAddress &peer)
{
    std::ifstream table(local.family() == SocketAddress::Family::Ipv6 ? "/proc/net/tcp6"
                                                                      : "/proc/net/tcp");
    if (!table.is_open()) {
        return std::nullopt;
    }
    auto view = viewInTable(table, local, peer);
    if (!view && table.eof()) { // and not in the middle of a list that is too long
        view.emplace().state = TcpState::Closed;
    }
    return view;
}

} // namespace

bool hasKernelView()
{
    return true;
}

std::optional<KernelView> kernelView(native::Handle handle)
{
    const auto told = tcpInfo(handle);
    const auto state = told ? stateOf(*told) : std::nullopt;
    if (!state) {
        return std::nullopt;
    }
    KernelView view;
    view.state = state;
    describe(view, *told);
    if (state == TcpState::Listen || state == TcpState::Closed) {
        return view;
    }
    view.unread = queued(handle, SIOCINQ);
    if (const auto octets = queued(handle, SIOCOUTQ)) {
        view.unacknowledged = withoutOwnFin(*octets, *state);
    }
    std::array<char, 16> name = {}; // TCP_CA_NAME_MAX
    socklen_t size = name.size();
    if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, TCP_CONGESTION, name.data(), &size) ==
        0) {
        view.congestionControl = std::string(name.data(), ::strnlen(name.data(), size));
    }
    return view;
}

std::optional<KernelView> kernelViewOf(const SocketAddress &local, const SocketAddress &peer)
{
    const bool isIp = local.family() == SocketAddress::Family::Ipv4 ||
                      local.family() == SocketAddress::Family::Ipv6;
    if (!isIp || local.family() != peer.family()) {
        return std::nullopt;
    }
    KernelView view;
    switch (Diagnosis().ask(local, peer, view)) {
    case Diagnosis::Answer::Found:
        return view;
    case Diagnosis::Answer::Unknown:
        view.state = TcpState::Closed;
        return view;
    case Diagnosis::Answer::Refused:
        break;
    }
    return kernelViewInTable(local, peer);
}

std::optional<int> waitingClients(native::Handle listener)
{
    const auto told = tcpInfo(listener);
    if (!told || stateOf(*told) != TcpState::Listen) {
        return std::nullopt;
    }
    const auto count = told->value(&TcpInfo::unacknowledged);
    return count ? std::optional(static_cast<int>(*count)) : std::nullopt;
}

} // namespace sockyard
