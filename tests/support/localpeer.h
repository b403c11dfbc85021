#pragma once

#include "tests/support/peer.h"

#include <poll.h>
#include <sys/un.h>

#include <cstddef>

// The other end of a local socket, made of plain calls; unix(7).
namespace sockyard::test
{

/// A sockaddr of a path, or of `@name`.
class LocalAddress
{
public:
    explicit LocalAddress(const std::string &path)
    {
        m_address.sun_family = AF_UNIX;
        if (path.size() >= sizeof m_address.sun_path) {
            throw std::system_error(ENAMETOOLONG, std::generic_category(), path);
        }
        std::memcpy(m_address.sun_path, path.data(), path.size());
        m_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
        if (path.starts_with('@')) {
            m_address.sun_path[0] = '\0';
        } else {
            m_size += 1;
        }
    }

    const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&m_address); }
    socklen_t size() const { return m_size; }

private:
    sockaddr_un m_address = {};
    socklen_t m_size = 0;
};

inline Descriptor localSocket(bool keepsMessages)
{
    return Descriptor(
        checked(::socket(AF_UNIX, (keepsMessages ? SOCK_SEQPACKET : SOCK_STREAM) | SOCK_CLOEXEC, 0),
                "socket"));
}

/// A listener on a path.
class LocalListener
{
public:
    LocalListener(const std::string &path, bool keepsMessages)
        : m_descriptor(localSocket(keepsMessages))
    {
        const LocalAddress address(path);
        checked(::bind(m_descriptor.number(), address.data(), address.size()), "bind");
        checked(::listen(m_descriptor.number(), 16), "listen");
    }

    /// True when there is a client in \a client: the next one that came, where it was empty.
    bool acceptInto(std::optional<Peer> &client) const
    {
        pollfd waiting = {.fd = m_descriptor.number(), .events = POLLIN, .revents = 0};
        if (!client && ::poll(&waiting, 1, 0) == 1) {
            client.emplace(
                Descriptor(checked(::accept(m_descriptor.number(), nullptr, nullptr), "accept")));
        }
        return client.has_value();
    }

private:
    Descriptor m_descriptor;
};

/// True when \a peer is connected to that path, which it is as soon as somebody listens there.
inline bool connectLocallyInto(std::optional<Peer> &peer, const std::string &path,
                               bool keepsMessages)
{
    Descriptor descriptor = localSocket(keepsMessages);
    const LocalAddress address(path);
    if (!peer && ::connect(descriptor.number(), address.data(), address.size()) == 0) {
        peer.emplace(std::move(descriptor));
    }
    return peer.has_value();
}

} // namespace sockyard::test
