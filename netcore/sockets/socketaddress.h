#pragma once

#include <QHostAddress>
#include <QString>

#include <array>
#include <cstddef>
#include <string>

namespace sockyard
{

/// The address of one end of a socket, as the system has it (a sockaddr): a value, any thread.
class SocketAddress
{
public:
    enum class Family { None, Ipv4, Ipv6, Local };

    /// No address.
    SocketAddress() = default;
    /// \a host must be an IPv4 or IPv6 address; a scope may be a name or an index. A scope that
    /// this machine does not have gives no address (Family::None).
    SocketAddress(const QHostAddress &host, quint16 port);

    /// Of a local socket (unix(7)): a path as a person writes it, where `@NAME` is a name in
    /// Linux's abstract namespace. No address where localPathProblem() (localpath.h) has something
    /// to say.
    static SocketAddress local(const QString &path);

    Family family() const;
    /// 0 of what is no address of IP; host() is null then.
    quint16 port() const;
    QHostAddress host() const;
    /// The path of a local socket in the bytes that the system has, or `@` and the name in the
    /// abstract namespace, which can hold any bytes. Empty for a socket that nobody has given a
    /// name, and for addresses of IP.
    std::string path() const;
    /// True of a name in Linux's abstract namespace, which is no file.
    bool isAbstract() const;
    /// True for addresses of one family that differ in nothing but port and scope; of local sockets
    /// for the same. Quick: for each datagram.
    bool hasSameHostAs(const SocketAddress &other) const;
    /// A link-local IPv6 address without a scope with that interface for its scope; every other
    /// address, and with index 0 that one too, as it is.
    SocketAddress scopedTo(unsigned interfaceIndex) const;
    /// An IPv4 address as a socket of IPv6 that takes both has it: within one of IPv6
    /// (`::ffff:127.0.0.1`, RFC 4291 section 2.5.5.2). Every other address as it is.
    SocketAddress withinIpv6() const;
    /// `127.0.0.1:9999`, `[::1]:9999`, `[fe80::1%eth0]:9999`; `local:/run/it.sock`,
    /// `local:./it.sock` or `local:@name`, with what cannot be read in escapes (codec/escapes.h),
    /// and `local:` for a local socket without a name; empty for no address.
    std::string text() const;

    // For system calls.
    void *data() { return m_bytes.data(); }
    const void *data() const { return m_bytes.data(); }
    std::size_t size() const { return m_size; }
    void setSize(std::size_t size) { m_size = size; }
    static constexpr std::size_t capacity() { return 128; }

    friend bool operator==(const SocketAddress &a, const SocketAddress &b);

private:
    alignas(8) std::array<std::byte, 128> m_bytes = {};
    std::size_t m_size = 0;
};

} // namespace sockyard
