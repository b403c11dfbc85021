#include "netcore/sockets/native.h"

#include "netcore/sockets/nativeheaders.h"
#include "netcore/sockets/nativekinds.h"
#include "netcore/sockets/nativeoptions.h"

#ifdef __linux__
#include <linux/sock_diag.h>
#endif
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

namespace sockyard::native
{

namespace
{

SystemError lastError()
{
    return {errno};
}

SystemError outcome(int result)
{
    return result < 0 ? lastError() : SystemError();
}

int descriptor(Handle handle)
{
    return static_cast<int>(handle);
}

const sockaddr *pointer(const SocketAddress &address)
{
    return static_cast<const sockaddr *>(address.data());
}

sockaddr *pointer(SocketAddress &address)
{
    return static_cast<sockaddr *>(address.data());
}

template <typename T>
SystemError setOption(Handle handle, int level, int name, const T &value)
{
    return outcome(::setsockopt(descriptor(handle), level, name, &value, sizeof value));
}

#if !defined(SOCK_NONBLOCK) || !defined(SOCK_CLOEXEC)
// macOS has neither flag, and SO_NOSIGPIPE in place of MSG_NOSIGNAL.
SystemError prepare(int fd)
{
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        ::fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
        return lastError();
    }
    return setOption(fd, SOL_SOCKET, SO_NOSIGPIPE, 1);
}

Result<Handle> prepared(int fd)
{
    if (fd < 0) {
        return {noHandle, lastError()};
    }
    if (const SystemError error = prepare(fd)) {
        ::close(fd);
        return {noHandle, error};
    }
    return {fd, {}};
}
#endif

#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_NOSIGNAL;
#else
constexpr int sendFlags = 0;
#endif

/// Whether poll(2) says one of these, which it does unasked.
bool isReadyFor(Handle handle, int events)
{
    pollfd question = {.fd = descriptor(handle), .events = 0, .revents = 0};
    return ::poll(&question, 1, 0) > 0 && (question.revents & events) != 0;
}

group_req groupRequest(const SocketAddress &group, unsigned interfaceIndex)
{
    group_req request = {};
    request.gr_interface = interfaceIndex;
    std::memcpy(&request.gr_group, group.data(), group.size());
    return request;
}

int groupLevel(SocketAddress::Family family)
{
    return family == SocketAddress::Family::Ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
}

#ifdef __linux__
std::optional<std::uint32_t> dropsIn(msghdr &header)
{
    for (const cmsghdr *part = CMSG_FIRSTHDR(&header); part != nullptr;
         part = CMSG_NXTHDR(&header, const_cast<cmsghdr *>(part))) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SO_RXQ_OVFL) {
            std::uint32_t count = 0;
            std::memcpy(&count, CMSG_DATA(part), sizeof count);
            return count;
        }
    }
    return std::nullopt;
}
#endif

} // namespace

void raiseDescriptorLimit()
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return; // the limit stays; running out is told when it happens
    }
#ifdef OPEN_MAX
    // macOS says "unlimited" and then refuses it.
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, OPEN_MAX);
#else
    limit.rlim_cur = limit.rlim_max;
#endif
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<Handle> open(SocketAddress::Family family, Type type)
{
    const int domain = domainOf(family);
    const int kind = kindOf(type);
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
    const int fd = ::socket(domain, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return fd < 0 ? Result<Handle>{noHandle, lastError()} : Result<Handle>{fd, {}};
#else
    return prepared(::socket(domain, kind, 0));
#endif
}

void close(Handle handle)
{
    ::close(descriptor(handle));
}

void abort(Handle handle)
{
    linger now = {};
    now.l_onoff = 1;
    now.l_linger = 0;
    setOption(handle, SOL_SOCKET, SO_LINGER, now);
    ::close(descriptor(handle));
}

SystemError bind(Handle handle, const SocketAddress &address)
{
    return outcome(
        ::bind(descriptor(handle), pointer(address), static_cast<socklen_t>(address.size())));
}

SystemError listen(Handle handle, int backlog)
{
    return outcome(::listen(descriptor(handle), backlog));
}

Result<Handle> accept(Handle handle)
{
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
    const int fd = ::accept4(descriptor(handle), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return fd < 0 ? Result<Handle>{noHandle, lastError()} : Result<Handle>{fd, {}};
#else
    return prepared(::accept(descriptor(handle), nullptr, nullptr));
#endif
}

SystemError connect(Handle handle, const SocketAddress &peer)
{
    return outcome(
        ::connect(descriptor(handle), pointer(peer), static_cast<socklen_t>(peer.size())));
}

SystemError pendingError(Handle handle)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(descriptor(handle), SOL_SOCKET, SO_ERROR, &error, &size) < 0) {
        return lastError();
    }
    return {error};
}

void setUrgentInline(Handle handle)
{
    setOption(handle, SOL_SOCKET, SO_OOBINLINE, 1); // every system has it for streams
}

bool isCut(Handle handle)
{
    return isReadyFor(handle, POLLERR | POLLHUP);
}

bool hasFailed(Handle handle)
{
    return isReadyFor(handle, POLLERR);
}

SystemError shutdownWriting(Handle handle)
{
    return outcome(::shutdown(descriptor(handle), SHUT_WR));
}

Result<std::size_t> receive(Handle handle, std::span<std::byte> into)
{
    const ssize_t count = ::recv(descriptor(handle), into.data(), into.size(), 0);
    return count < 0 ? Result<std::size_t>{0, lastError()}
                     : Result<std::size_t>{static_cast<std::size_t>(count), {}};
}

Type typeOf(Handle handle)
{
    int type = 0;
    socklen_t size = sizeof type;
    ::getsockopt(descriptor(handle), SOL_SOCKET, SO_TYPE, &type, &size);
    return typeNumbered(type);
}

void setRecordsTold([[maybe_unused]] Handle handle)
{
#ifdef __linux__
    setOption(handle, SOL_SOCKET, SO_TIMESTAMP, 1);
#endif
}

Result<std::size_t> nextRecordSize(Handle handle)
{
#ifdef __linux__
    const ssize_t count =
        ::recv(descriptor(handle), nullptr, 0, MSG_PEEK | MSG_TRUNC); // says the whole length
#else
    int waiting = 0;
    const int count = ::ioctl(descriptor(handle), FIONREAD, &waiting) < 0 ? -1 : waiting;
#endif
    return count < 0 ? Result<std::size_t>{0, lastError()}
                     : Result<std::size_t>{static_cast<std::size_t>(count), {}};
}

Result<Record> receiveRecord(Handle handle, std::span<std::byte> into)
{
    alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(timeval))> control = {};
    iovec place = {.iov_base = into.data(), .iov_len = into.size()};
    msghdr header = {};
    header.msg_iov = &place;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    int flags = 0;
#ifdef __linux__
    flags = MSG_TRUNC; // the whole length is the result
#endif
    const ssize_t count = ::recvmsg(descriptor(handle), &header, flags);
    if (count < 0) {
        return {{}, lastError()};
    }
    Record record{.whole = static_cast<std::size_t>(count)};
    record.size = std::min(record.whole, into.size());
    if (record.whole == record.size && (header.msg_flags & MSG_TRUNC) != 0) {
        ++record.whole; // it had more, and that is all that this system says
    }
    record.isEnd = count == 0 && CMSG_FIRSTHDR(&header) == nullptr;
    return {record, {}};
}

#ifdef __linux__
Result<std::size_t> receiveDatagrams(Handle handle, std::span<Datagram> datagrams,
                                     std::optional<std::uint32_t> &dropped)
{
    struct Control {
        alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(std::uint32_t))> bytes;
    };
    std::array<mmsghdr, mostInBatch> messages = {};
    std::array<iovec, mostInBatch> places = {};
    std::array<Control, mostInBatch> controls; // NOLINT: filled by the call
    datagrams = datagrams.first(std::min(datagrams.size(), mostInBatch));
    for (std::size_t index = 0; index < datagrams.size(); ++index) {
        Datagram &datagram = datagrams[index];
        places.at(index) = {.iov_base = datagram.into.data(), .iov_len = datagram.into.size()};
        msghdr &header = messages.at(index).msg_hdr;
        header.msg_name = datagram.sender.data();
        header.msg_namelen = static_cast<socklen_t>(SocketAddress::capacity());
        header.msg_iov = &places.at(index);
        header.msg_iovlen = 1;
        header.msg_control = controls.at(index).bytes.data();
        header.msg_controllen = controls.at(index).bytes.size();
    }
    // With MSG_TRUNC the length is that of the whole datagram, also where it had no room.
    const int count = ::recvmmsg(descriptor(handle), messages.data(),
                                 static_cast<unsigned>(datagrams.size()), MSG_TRUNC, nullptr);
    if (count < 0) {
        return {0, lastError()};
    }
    const auto received = static_cast<std::size_t>(count);
    for (std::size_t index = 0; index < received; ++index) {
        Datagram &datagram = datagrams[index];
        datagram.whole = messages.at(index).msg_len;
        datagram.size = std::min(datagram.whole, datagram.into.size());
        datagram.sender.setSize(messages.at(index).msg_hdr.msg_namelen);
    }
    if (received > 0) {
        dropped = dropsIn(messages.at(received - 1).msg_hdr); // the count only grows
    }
    return {received, {}};
}

std::optional<std::uint32_t> droppedDatagrams(Handle handle)
{
    std::array<std::uint32_t, SK_MEMINFO_VARS> counts = {};
    socklen_t size = sizeof counts;
    if (::getsockopt(descriptor(handle), SOL_SOCKET, SO_MEMINFO, counts.data(), &size) < 0 ||
        size <= SK_MEMINFO_DROPS * sizeof(std::uint32_t)) {
        return std::nullopt;
    }
    return counts.at(SK_MEMINFO_DROPS);
}
#else
Result<std::size_t> receiveDatagrams(Handle handle, std::span<Datagram> datagrams,
                                     std::optional<std::uint32_t> & /*dropped*/)
{
    Datagram &datagram = datagrams.front();
    iovec place = {.iov_base = datagram.into.data(), .iov_len = datagram.into.size()};
    msghdr header = {};
    header.msg_name = datagram.sender.data();
    header.msg_namelen = static_cast<socklen_t>(SocketAddress::capacity());
    header.msg_iov = &place;
    header.msg_iovlen = 1;
    const ssize_t count = ::recvmsg(descriptor(handle), &header, 0);
    if (count < 0) {
        return {0, lastError()};
    }
    datagram.sender.setSize(header.msg_namelen);
    datagram.size = static_cast<std::size_t>(count);
    datagram.whole = datagram.size + ((header.msg_flags & MSG_TRUNC) != 0 ? 1 : 0);
    return {1, {}};
}

std::optional<std::uint32_t> droppedDatagrams(Handle /*handle*/)
{
    return std::nullopt;
}
#endif

Result<std::size_t> send(Handle handle, ByteView bytes)
{
    const ssize_t count = ::send(descriptor(handle), bytes.data(), bytes.size(), sendFlags);
    return count < 0 ? Result<std::size_t>{0, lastError()}
                     : Result<std::size_t>{static_cast<std::size_t>(count), {}};
}

Result<std::size_t> sendTo(Handle handle, ByteView bytes, const SocketAddress &peer)
{
    const ssize_t count = ::sendto(descriptor(handle), bytes.data(), bytes.size(), sendFlags,
                                   pointer(peer), static_cast<socklen_t>(peer.size()));
    return count < 0 ? Result<std::size_t>{0, lastError()}
                     : Result<std::size_t>{static_cast<std::size_t>(count), {}};
}

SocketAddress localAddress(Handle handle)
{
    SocketAddress address;
    auto size = static_cast<socklen_t>(SocketAddress::capacity());
    if (::getsockname(descriptor(handle), pointer(address), &size) == 0) {
        address.setSize(size);
    }
    return address;
}

SocketAddress peerAddress(Handle handle)
{
    SocketAddress address;
    auto size = static_cast<socklen_t>(SocketAddress::capacity());
    if (::getpeername(descriptor(handle), pointer(address), &size) == 0) {
        address.setSize(size);
    }
    return address;
}

SystemError setOption(Handle handle, SocketAddress::Family family, SocketOption option, int value)
{
    const OptionPlace place = placeOf(family, option);
    if (option == SocketOption::Linger) {
        linger choice = {};
        choice.l_onoff = value >= 0 ? 1 : 0;
        choice.l_linger = std::max(value, 0);
        return setOption(handle, place.level, place.name, choice);
    }
    return setOption(handle, place.level, place.name, value);
}

Result<int> option(Handle handle, SocketAddress::Family family, SocketOption option)
{
    const OptionPlace place = placeOf(family, option);
    if (option == SocketOption::Linger) {
        linger choice = {};
        socklen_t size = sizeof choice;
        const int result =
            ::getsockopt(descriptor(handle), place.level, place.name, &choice, &size);
        return {choice.l_onoff == 0 ? -1 : static_cast<int>(choice.l_linger), outcome(result)};
    }
    int value = 0;
    socklen_t size = sizeof value;
    const int result = ::getsockopt(descriptor(handle), place.level, place.name, &value, &size);
    const bool isSwitch =
        socketOptionRow(option).isSwitch(); // some systems say another number than 1
    return {isSwitch && value != 0 ? 1 : value, outcome(result)};
}

std::optional<int> pathMtu(Handle handle, SocketAddress::Family family)
{
#if defined(IP_MTU) && defined(IPV6_MTU)
    const bool ipv6 = family == SocketAddress::Family::Ipv6;
    int value = 0;
    socklen_t size = sizeof value;
    if (::getsockopt(descriptor(handle), ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_MTU : IP_MTU,
                     &value, &size) < 0 ||
        value <= 0) {
        return std::nullopt;
    }
    return value;
#else
    std::ignore = handle;
    std::ignore = family;
    return std::nullopt;
#endif
}

SystemError setReclaimable(Handle handle)
{
    return setOption(handle, SOL_SOCKET, SO_REUSEADDR, 1);
}

SystemError setShared(Handle handle)
{
    const SystemError error = setOption(handle, SOL_SOCKET, SO_REUSEADDR, 1);
    return error ? error : setOption(handle, SOL_SOCKET, SO_REUSEPORT, 1);
}

SystemError setIpv6Only(Handle handle, bool on)
{
    return setOption(handle, IPPROTO_IPV6, IPV6_V6ONLY, on ? 1 : 0);
}

SystemError setBroadcast(Handle handle, bool on)
{
    return setOption(handle, SOL_SOCKET, SO_BROADCAST, on ? 1 : 0);
}

SystemError setReceiveBuffer(Handle handle, int bytes)
{
#ifdef SO_RCVBUFFORCE
    if (!setOption(handle, SOL_SOCKET, SO_RCVBUFFORCE, bytes)) {
        return {};
    }
#endif
    return setOption(handle, SOL_SOCKET, SO_RCVBUF, bytes);
}

void setDropsTold([[maybe_unused]] Handle handle)
{
#ifdef SO_RXQ_OVFL
    setOption(handle, SOL_SOCKET, SO_RXQ_OVFL, 1);
#endif
}

SystemError joinGroup(Handle handle, const SocketAddress &group, unsigned interfaceIndex)
{
    return setOption(handle, groupLevel(group.family()), MCAST_JOIN_GROUP,
                     groupRequest(group, interfaceIndex));
}

SystemError leaveGroup(Handle handle, const SocketAddress &group, unsigned interfaceIndex)
{
    return setOption(handle, groupLevel(group.family()), MCAST_LEAVE_GROUP,
                     groupRequest(group, interfaceIndex));
}

void setOnlyJoinedGroups(Handle handle, SocketAddress::Family family)
{
    // Refused by no system that has it, and where it is missing the group's events still tell.
    if (family == SocketAddress::Family::Ipv6) {
#ifdef IPV6_MULTICAST_ALL
        setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
#endif
    } else {
#ifdef IP_MULTICAST_ALL
        setOption(handle, IPPROTO_IP, IP_MULTICAST_ALL, 0);
#endif
    }
}

void setOnlyInterface([[maybe_unused]] Handle handle, [[maybe_unused]] unsigned interfaceIndex)
{
#ifdef SO_BINDTOIFINDEX
    setOption(handle, SOL_SOCKET, SO_BINDTOIFINDEX, static_cast<int>(interfaceIndex));
#endif
}

SystemError setMulticastInterface(Handle handle, SocketAddress::Family family,
                                  unsigned interfaceIndex, const QHostAddress &source)
{
    if (family == SocketAddress::Family::Ipv6) {
        return setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_IF, interfaceIndex);
    }
    ip_mreqn request = {};
    request.imr_ifindex = static_cast<int>(interfaceIndex);
    request.imr_address.s_addr = htonl(source.toIPv4Address());
    return setOption(handle, IPPROTO_IP, IP_MULTICAST_IF, request);
}

SystemError setMulticastHops(Handle handle, SocketAddress::Family family, int hops)
{
    if (family == SocketAddress::Family::Ipv6) {
        return setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops);
    }
    return setOption(handle, IPPROTO_IP, IP_MULTICAST_TTL, static_cast<unsigned char>(hops));
}

SystemError setMulticastLoop(Handle handle, SocketAddress::Family family, bool on)
{
    if (family == SocketAddress::Family::Ipv6) {
        return setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, on ? 1U : 0U);
    }
    return setOption(handle, IPPROTO_IP, IP_MULTICAST_LOOP, static_cast<unsigned char>(on ? 1 : 0));
}

} // namespace sockyard::native
