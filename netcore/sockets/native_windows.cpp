#include "netcore/sockets/native.h"

#include "netcore/sockets/nativeheaders.h"
#include "netcore/sockets/nativekinds.h"
#include "netcore/sockets/nativeoptions.h"

#include <cstring>
#include <limits>

#include <algorithm>

namespace sockyard::native
{

namespace
{

// Winsock wants to be started once a process. Qt Network does so too, but perhaps later.
struct Winsock {
    Winsock()
    {
        WSADATA data = {};
        ready = WSAStartup(MAKEWORD(2, 2), &data) == 0;
    }
    ~Winsock()
    {
        if (ready) {
            WSACleanup();
        }
    }
    Winsock(const Winsock &) = delete;
    Winsock &operator=(const Winsock &) = delete;

    bool ready = false;
};

SystemError lastError()
{
    return {WSAGetLastError()};
}

SystemError outcome(int result)
{
    return result == SOCKET_ERROR ? lastError() : SystemError();
}

SOCKET descriptor(Handle handle)
{
    return static_cast<SOCKET>(handle);
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
    return outcome(::setsockopt(descriptor(handle), level, name,
                                reinterpret_cast<const char *>(&value), sizeof value));
}

int length(std::size_t size)
{
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

Result<Handle> prepared(SOCKET socket)
{
    if (socket == INVALID_SOCKET) {
        return {noHandle, lastError()};
    }
    u_long nonBlocking = 1;
    if (::ioctlsocket(socket, FIONBIO, &nonBlocking) == SOCKET_ERROR) {
        const SystemError error = lastError();
        ::closesocket(socket);
        return {noHandle, error};
    }
    ::SetHandleInformation(reinterpret_cast<HANDLE>(socket), HANDLE_FLAG_INHERIT, 0);
    return {static_cast<Handle>(socket), {}};
}

/// Whether the system says one of these, which it does unasked.
bool isReadyFor(Handle handle, int events)
{
    WSAPOLLFD question = {descriptor(handle), 0, 0};
    return ::WSAPoll(&question, 1, 0) > 0 && (question.revents & events) != 0;
}

int groupLevel(SocketAddress::Family family)
{
    return family == SocketAddress::Family::Ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
}

GROUP_REQ groupRequest(const SocketAddress &group, unsigned interfaceIndex)
{
    GROUP_REQ request = {};
    request.gr_interface = interfaceIndex;
    std::memcpy(&request.gr_group, group.data(), group.size());
    return request;
}

Result<std::size_t> counted(int count)
{
    return count == SOCKET_ERROR ? Result<std::size_t>{0, lastError()}
                                 : Result<std::size_t>{static_cast<std::size_t>(count), {}};
}

} // namespace

void raiseDescriptorLimit()
{
    // There is none.
}

Result<Handle> open(SocketAddress::Family family, Type type)
{
    static const Winsock winsock;
    return prepared(::socket(domainOf(family), kindOf(type), 0));
}

void close(Handle handle)
{
    ::closesocket(descriptor(handle));
}

void abort(Handle handle)
{
    linger now = {};
    now.l_onoff = 1;
    now.l_linger = 0;
    setOption(handle, SOL_SOCKET, SO_LINGER, now);
    ::closesocket(descriptor(handle));
}

SystemError bind(Handle handle, const SocketAddress &address)
{
    return outcome(::bind(descriptor(handle), pointer(address), length(address.size())));
}

SystemError listen(Handle handle, int backlog)
{
    return outcome(::listen(descriptor(handle), backlog));
}

Result<Handle> accept(Handle handle)
{
    return prepared(::accept(descriptor(handle), nullptr, nullptr));
}

SystemError connect(Handle handle, const SocketAddress &peer)
{
    return outcome(::connect(descriptor(handle), pointer(peer), length(peer.size())));
}

SystemError pendingError(Handle handle)
{
    int error = 0;
    int size = sizeof error;
    if (::getsockopt(descriptor(handle), SOL_SOCKET, SO_ERROR, reinterpret_cast<char *>(&error),
                     &size) == SOCKET_ERROR) {
        return lastError();
    }
    return {error};
}

void setUrgentInline(Handle handle)
{
    setOption(handle, SOL_SOCKET, SO_OOBINLINE, 1);
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
    return outcome(::shutdown(descriptor(handle), SD_SEND));
}

Result<std::size_t> receive(Handle handle, std::span<std::byte> into)
{
    return counted(
        ::recv(descriptor(handle), reinterpret_cast<char *>(into.data()), length(into.size()), 0));
}

Type typeOf(Handle handle)
{
    int type = 0;
    int size = sizeof type;
    ::getsockopt(descriptor(handle), SOL_SOCKET, SO_TYPE, reinterpret_cast<char *>(&type), &size);
    return typeNumbered(type);
}

void setRecordsTold(Handle /*handle*/)
{
    // Windows has no such sockets.
}

Result<std::size_t> nextRecordSize(Handle /*handle*/)
{
    return {0, {WSAEOPNOTSUPP}};
}

Result<Record> receiveRecord(Handle /*handle*/, std::span<std::byte> /*into*/)
{
    return {{}, {WSAEOPNOTSUPP}};
}

Result<std::size_t> receiveDatagrams(Handle handle, std::span<Datagram> datagrams,
                                     std::optional<std::uint32_t> & /*dropped*/)
{
    Datagram &datagram = datagrams.front();
    int size = length(SocketAddress::capacity());
    const auto result =
        counted(::recvfrom(descriptor(handle), reinterpret_cast<char *>(datagram.into.data()),
                           length(datagram.into.size()), 0, pointer(datagram.sender), &size));
    // What had no room is an error here, though the rest was received.
    const bool isCut = result.error.code == WSAEMSGSIZE;
    if (!result && !isCut) {
        return result;
    }
    datagram.sender.setSize(static_cast<std::size_t>(size));
    datagram.size = isCut ? datagram.into.size() : result.value;
    datagram.whole = datagram.size + (isCut ? 1 : 0);
    return {1, {}};
}

std::optional<std::uint32_t> droppedDatagrams(Handle /*handle*/)
{
    return std::nullopt; // Winsock does not say
}

Result<std::size_t> send(Handle handle, ByteView bytes)
{
    return counted(::send(descriptor(handle), reinterpret_cast<const char *>(bytes.data()),
                          length(bytes.size()), 0));
}

Result<std::size_t> sendTo(Handle handle, ByteView bytes, const SocketAddress &peer)
{
    return counted(::sendto(descriptor(handle), reinterpret_cast<const char *>(bytes.data()),
                            length(bytes.size()), 0, pointer(peer), length(peer.size())));
}

SocketAddress localAddress(Handle handle)
{
    SocketAddress address;
    int size = length(SocketAddress::capacity());
    if (::getsockname(descriptor(handle), pointer(address), &size) == 0) {
        address.setSize(static_cast<std::size_t>(size));
    }
    return address;
}

SocketAddress peerAddress(Handle handle)
{
    SocketAddress address;
    int size = length(SocketAddress::capacity());
    if (::getpeername(descriptor(handle), pointer(address), &size) == 0) {
        address.setSize(static_cast<std::size_t>(size));
    }
    return address;
}

SystemError setOption(Handle handle, SocketAddress::Family family, SocketOption option, int value)
{
    const OptionPlace place = placeOf(family, option);
    if (option == SocketOption::Linger) {
        linger choice = {};
        choice.l_onoff = value >= 0 ? 1 : 0;
        choice.l_linger = static_cast<u_short>(std::max(value, 0));
        return setOption(handle, place.level, place.name, choice);
    }
    return setOption(handle, place.level, place.name, value);
}

Result<int> option(Handle handle, SocketAddress::Family family, SocketOption option)
{
    const OptionPlace place = placeOf(family, option);
    if (option == SocketOption::Linger) {
        linger choice = {};
        int size = sizeof choice;
        const int result = ::getsockopt(descriptor(handle), place.level, place.name,
                                        reinterpret_cast<char *>(&choice), &size);
        return {choice.l_onoff == 0 ? -1 : static_cast<int>(choice.l_linger), outcome(result)};
    }
    int value = 0;
    int size = sizeof value;
    const int result = ::getsockopt(descriptor(handle), place.level, place.name,
                                    reinterpret_cast<char *>(&value), &size);
    const bool isSwitch = socketOptionRow(option).isSwitch(); // BOOL and DWORD are as wide
    return {isSwitch && value != 0 ? 1 : value, outcome(result)};
}

std::optional<int> pathMtu(Handle /*handle*/, SocketAddress::Family /*family*/)
{
    return std::nullopt; // only newer versions say
}

SystemError setReclaimable(Handle handle)
{
    return setOption(handle, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, BOOL(TRUE));
}

SystemError setShared(Handle handle)
{
    return setOption(handle, SOL_SOCKET, SO_REUSEADDR, BOOL(TRUE));
}

SystemError setIpv6Only(Handle handle, bool on)
{
    return setOption(handle, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(on ? 1 : 0));
}

SystemError setBroadcast(Handle handle, bool on)
{
    return setOption(handle, SOL_SOCKET, SO_BROADCAST, BOOL(on ? TRUE : FALSE));
}

SystemError setReceiveBuffer(Handle handle, int bytes)
{
    return setOption(handle, SOL_SOCKET, SO_RCVBUF, bytes);
}

void setDropsTold(Handle /*handle*/)
{
    // Winsock does not.
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

void setOnlyJoinedGroups(Handle /*handle*/, SocketAddress::Family /*family*/)
{
    // Winsock delivers only groups that the socket joined.
}

void setOnlyInterface(Handle /*handle*/, unsigned /*interfaceIndex*/)
{
    // Winsock delivers a group's datagrams only from where the socket joined.
}

SystemError setMulticastInterface(Handle handle, SocketAddress::Family family,
                                  unsigned interfaceIndex, const QHostAddress & /*source*/)
{
    if (family == SocketAddress::Family::Ipv6) {
        return setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_IF, DWORD(interfaceIndex));
    }
    // An index as an address of 0.x.x.x, in network byte order.
    return setOption(handle, IPPROTO_IP, IP_MULTICAST_IF, DWORD(htonl(interfaceIndex)));
}

SystemError setMulticastHops(Handle handle, SocketAddress::Family family, int hops)
{
    return family == SocketAddress::Family::Ipv6
               ? setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, DWORD(hops))
               : setOption(handle, IPPROTO_IP, IP_MULTICAST_TTL, DWORD(hops));
}

SystemError setMulticastLoop(Handle handle, SocketAddress::Family family, bool on)
{
    return family == SocketAddress::Family::Ipv6
               ? setOption(handle, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, DWORD(on ? 1 : 0))
               : setOption(handle, IPPROTO_IP, IP_MULTICAST_LOOP, DWORD(on ? 1 : 0));
}

} // namespace sockyard::native
