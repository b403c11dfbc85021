#pragma once

#include "tests/support/localpeer.h"

#include <poll.h>

#include <optional>
#include <string>
#include <system_error>

namespace sockyard::test
{

inline int localType(bool keepsMessages)
{
    return keepsMessages ? SOCK_SEQPACKET : SOCK_STREAM;
}

/// A listener on a path.
class LocalListener
{
public:
    LocalListener(const std::string &path, bool keepsMessages)
        : m_socket(localType(keepsMessages))
    {
        m_socket.bind(QString::fromStdString(path));
        m_socket.listen(16);
    }

    /// True when there is a client in \a client: the next one that came, where it was empty.
    bool acceptInto(std::optional<Peer> &client) const
    {
        pollfd waiting = {.fd = m_socket.number(), .events = POLLIN, .revents = 0};
        if (!client && ::poll(&waiting, 1, 0) == 1) {
            client.emplace(
                Descriptor(checked(::accept(m_socket.number(), nullptr, nullptr), "accept")));
        }
        return client.has_value();
    }

private:
    LocalPeer m_socket;
};

/// True when \a peer is connected to that path, which it is as soon as somebody listens there.
inline bool connectLocallyInto(std::optional<Peer> &peer, const std::string &path,
                               bool keepsMessages)
{
    try {
        if (!peer) {
            peer.emplace(
                LocalPeer::connectedTo(QString::fromStdString(path), localType(keepsMessages)));
        }
    } catch (const std::system_error &) {
        return false; // not yet
    }
    return true;
}

} // namespace sockyard::test
