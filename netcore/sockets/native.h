#pragma once

#include "netcore/log/event.h"
#include "netcore/sockets/socketaddress.h"
#include "netcore/sockets/socketoption.h"
#include "netcore/sockets/systemerror.h"

#include <QtGlobal>

#include <cstdint>
#include <optional>
#include <span>

/// The socket calls, one function each, non-blocking, with the system's own errors. Nothing here
/// keeps a state; any thread. POSIX names in the comments; native_windows.cpp has Winsock's way of
/// each.
namespace sockyard::native
{

using Handle = qintptr;
inline constexpr Handle noHandle = -1;

enum class Type {
    Stream,
    SeqPacket, ///< connected, and each message for itself; Linux has it for local sockets
    Datagram,
};
/// As the manual pages have it.
constexpr const char *nameOf(Type type)
{
    switch (type) {
    case Type::Stream:
        return "SOCK_STREAM";
    case Type::SeqPacket:
        return "SOCK_SEQPACKET";
    case Type::Datagram:
        break;
    }
    return "SOCK_DGRAM";
}

/// Lets this process have as many descriptors open as the system permits it (RLIMIT_NOFILE): each
/// connection takes one, and the usual limit is 1024. To be called once, at the start.
void raiseDescriptorLimit();

/// socket(2), close-on-exec, non-blocking, and never a SIGPIPE.
Result<Handle> open(SocketAddress::Family family, Type type);
/// close(2)
void close(Handle handle);
/// close(2) after SO_LINGER with zero seconds: the peer gets RST (RFC 9293, ABORT).
void abort(Handle handle);

/// bind(2)
SystemError bind(Handle handle, const SocketAddress &address);
/// listen(2); the system may shorten the backlog.
SystemError listen(Handle handle, int backlog);
/// accept(2), the new descriptor made as open() makes one.
Result<Handle> accept(Handle handle);
/// connect(2); isInProgress() is no failure.
SystemError connect(Handle handle, const SocketAddress &peer);
/// SO_ERROR: how a connect(2) in the background ended.
SystemError pendingError(Handle handle);
/// Has a stream's urgent data stand in line with all else, where it was sent (SO_OOBINLINE, which
/// RFC 6093 section 6 asks for): the system would leave it out, and no byte may be missing. What a
/// listener accepts takes it over.
void setUrgentInline(Handle handle);
/// True where the connection is gone in both directions, which readiness for anything tells as
/// well: POLLERR or POLLHUP of poll(2).
bool isCut(Handle handle);
/// The part of that which an error is, and no mere end: POLLERR of poll(2).
bool hasFailed(Handle handle);
/// shutdown(2) with SHUT_WR: FIN follows what was sent.
SystemError shutdownWriting(Handle handle);

/// recv(2); 0 bytes is the peer's FIN on a stream.
Result<std::size_t> receive(Handle handle, std::span<std::byte> into);
/// The type of an open socket (SO_TYPE).
Type typeOf(Handle handle);
/// Whether a socket of Type::SeqPacket tells an empty record from the end is asked for here, before
/// anything is received: Linux says so by a time that only records have (SO_TIMESTAMP).
void setRecordsTold(Handle handle);
/// How long the next record is that waits, which stays there: 0 is an empty one, or the end.
Result<std::size_t> nextRecordSize(Handle handle);
struct Record {
    /// How many bytes of it came, and how many it had: the rest is lost.
    std::size_t size = 0;
    std::size_t whole = 0;
    /// There is none, and there will be no more. Where the system cannot tell, an empty one is
    /// taken for that, too.
    bool isEnd = false;
};
/// recvmsg(2) of one record.
Result<Record> receiveRecord(Handle handle, std::span<std::byte> into);
/// One datagram that is to be received, or was.
struct Datagram {
    /// Where to, as long as the longest that is expected.
    std::span<std::byte> into;
    /// How many bytes of it came.
    std::size_t size = 0;
    /// How many it had: more than came where it had no room, and then the rest is lost. Where the
    /// system says no more than that, it is one more.
    std::size_t whole = 0;
    SocketAddress sender;
};
/// The most that one receiveDatagrams() gives.
#ifdef __linux__
inline constexpr std::size_t mostInBatch = 32;
#else
inline constexpr std::size_t mostInBatch = 1;
#endif
/// Receives the datagrams that wait, as many as \a datagrams has places for (at most mostInBatch),
/// and says how many: recvmmsg(2) on Linux, one recvfrom(2) elsewhere. What droppedDatagrams() says
/// comes along in \a dropped where the system sends it with datagrams (SO_RXQ_OVFL).
Result<std::size_t> receiveDatagrams(Handle handle, std::span<Datagram> datagrams,
                                     std::optional<std::uint32_t> &dropped);
/// How many datagrams the system has dropped so far because the socket's buffer was full, modulo
/// 2^32; nothing where it does not say (SO_MEMINFO of Linux does).
std::optional<std::uint32_t> droppedDatagrams(Handle handle);
/// send(2); fewer bytes than asked for may be taken.
Result<std::size_t> send(Handle handle, ByteView bytes);
/// sendto(2): one datagram to \a peer.
Result<std::size_t> sendTo(Handle handle, ByteView bytes, const SocketAddress &peer);

/// How many bytes a packet to the peer of a connected socket can have, headers included, as far as
/// the system knows by now (IP_MTU, IPV6_MTU); nothing where it does not say. \a family is that in
/// which the packets travel.
std::optional<int> pathMtu(Handle handle, SocketAddress::Family family);

/// getsockname(2), getpeername(2)
SocketAddress localAddress(Handle handle);
SocketAddress peerAddress(Handle handle);

/// setsockopt(2) and getsockopt(2) of what a person may choose; the value as SocketOption has it.
/// The system may give another one than was asked for.
SystemError setOption(Handle handle, SocketAddress::Family family, SocketOption option, int value);
Result<int> option(Handle handle, SocketAddress::Family family, SocketOption option);

/// What lets a server take its port again at once after a stop (SO_REUSEADDR on POSIX; on Windows
/// that name means stealing, and SO_EXCLUSIVEADDRUSE is set).
SystemError setReclaimable(Handle handle);
/// What lets several programs receive on one UDP port: SO_REUSEADDR and SO_REUSEPORT both, because
/// a program that set only one of them shares with nobody who set only the other.
SystemError setShared(Handle handle);
/// IPV6_V6ONLY
SystemError setIpv6Only(Handle handle, bool on);
/// SO_BROADCAST: what is sent to a broadcast address of IPv4 is refused while it is off.
SystemError setBroadcast(Handle handle, bool on);
/// SO_RCVBUF, in bytes, past the usual limit where this process may (SO_RCVBUFFORCE of Linux); the
/// system may give less.
SystemError setReceiveBuffer(Handle handle, int bytes);
/// Asks for the count of dropped datagrams with each that comes after one was dropped
/// (SO_RXQ_OVFL), where the system has it.
void setDropsTold(Handle handle);

/// MCAST_JOIN_GROUP and MCAST_LEAVE_GROUP (RFC 3678). \a interfaceIndex is an index, 0 the system's
/// choice.
SystemError joinGroup(Handle handle, const SocketAddress &group, unsigned interfaceIndex);
SystemError leaveGroup(Handle handle, const SocketAddress &group, unsigned interfaceIndex);
/// IP_MULTICAST_ALL off, where the system has it: deliver only groups that this socket joined.
void setOnlyJoinedGroups(Handle handle, SocketAddress::Family family);
/// SO_BINDTOIFINDEX, where the system needs it: nothing is received that came in on another
/// interface. Linux delivers an IPv6 group's datagrams from wherever anybody joined it, and since
/// 6.x an IPv4 group's to any one socket of those that share the port by SO_REUSEPORT, wherever
/// they joined, unless they are bound to their interfaces before bind(2). Without administrator
/// rights a socket cannot be bound to another interface later.
void setOnlyInterface(Handle handle, unsigned interfaceIndex);
/// IP_MULTICAST_IF, IP_MULTICAST_TTL and IP_MULTICAST_LOOP, or IPv6's counterparts (RFC 3493).
/// \a source is the IPv4 address of that interface to send from (of no use for IPv6): without it
/// the system may take that of another interface, and does so for lo.
SystemError setMulticastInterface(Handle handle, SocketAddress::Family family,
                                  unsigned interfaceIndex, const QHostAddress &source);
SystemError setMulticastHops(Handle handle, SocketAddress::Family family, int hops);
SystemError setMulticastLoop(Handle handle, SocketAddress::Family family, bool on);

} // namespace sockyard::native
