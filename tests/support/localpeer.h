#pragma once

#include "tests/support/peer.h"

#include <QFile>
#include <QString>

#include <cstddef>
#include <sys/un.h>

namespace sockyard::test
{

/// A socket of the system's own for local sockets, with nothing of ours in it: of that type, and
/// bound or connected to a path (`@NAME` in the abstract namespace).
class LocalPeer
{
public:
    explicit LocalPeer(int type)
        : m_descriptor(checked(::socket(AF_UNIX, type, 0), "socket"))
    {
    }

    void bind(const QString &path)
    {
        const Address address(path);
        checked(::bind(m_descriptor.number(), address.data(), address.size()), "bind");
    }
    void listen(int backlog) { checked(::listen(m_descriptor.number(), backlog), "listen"); }
    void connect(const QString &path)
    {
        const Address address(path);
        checked(::connect(m_descriptor.number(), address.data(), address.size()), "connect");
    }
    int number() const { return m_descriptor.number(); }
    /// Gives it away as one that can be talked to.
    Peer talks() { return Peer(std::move(m_descriptor)); }

    static Peer connectedTo(const QString &path, int type = SOCK_STREAM)
    {
        LocalPeer peer(type);
        peer.connect(path);
        return peer.talks();
    }
    /// What a program leaves behind that ends without a word.
    static void leaveFileBehind(const QString &path) { LocalPeer(SOCK_STREAM).bind(path); }

private:
    class Address
    {
    public:
        explicit Address(const QString &path)
        {
            QByteArray name = QFile::encodeName(path);
            if (name.startsWith('@')) {
                name[0] = '\0';
            }
            m_address.sun_family = AF_UNIX;
            std::memcpy(m_address.sun_path, name.constData(),
                        static_cast<std::size_t>(name.size()));
            m_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                            static_cast<std::size_t>(name.size()));
        }
        const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&m_address); }
        socklen_t size() const { return m_size; }

    private:
        sockaddr_un m_address = {};
        socklen_t m_size = 0;
    };

    Descriptor m_descriptor;
};

} // namespace sockyard::test
