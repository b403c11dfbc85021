#include "netcore/sockets/grouproute.h"

#include "netcore/sockets/native.h"

#include <algorithm>
#include <vector>

namespace sockyard
{

namespace
{

// The system gives any of some thousands: that several in a row are taken somewhere means that
// something else is wrong.
constexpr int attempts = 8;

/// A datagram socket for the time of a question.
class Probe
{
public:
    explicit Probe(SocketAddress::Family family)
        : m_opened(native::open(family, native::Type::Datagram))
    {
    }
    Probe(Probe &&other) noexcept
        : m_opened(std::exchange(other.m_opened, {native::noHandle, {}}))
    {
    }
    ~Probe()
    {
        if (m_opened.value != native::noHandle) {
            native::close(m_opened.value);
        }
    }
    Probe(const Probe &) = delete;
    Probe &operator=(const Probe &) = delete;
    Probe &operator=(Probe &&) = delete;

    SystemError error() const { return m_opened.error; }
    native::Handle handle() const { return m_opened.value; }

private:
    Result<native::Handle> m_opened;
};

/// A port that the first of them gave, and all others have free.
std::optional<quint16> triedPort(const QList<SocketAddress> &addresses)
{
    quint16 port = 0;
    std::vector<Probe> probes; // each keeps its port until all have it
    for (const SocketAddress &address : addresses) {
        const Probe &probe = probes.emplace_back(address.family());
        if (probe.error() || native::bind(probe.handle(), SocketAddress(address.host(), port))) {
            return std::nullopt;
        }
        port = native::localAddress(probe.handle()).port();
    }
    return port;
}

} // namespace

Result<SocketAddress> sourceToward(const SocketAddress &group, unsigned interfaceIndex,
                                   const QHostAddress &source)
{
    const Probe probe(group.family());
    SystemError error = probe.error();
    if (!error) {
        error =
            native::setMulticastInterface(probe.handle(), group.family(), interfaceIndex, source);
    }
    if (!error) {
        error = native::connect(probe.handle(), group);
    }
    return {error ? SocketAddress() : native::localAddress(probe.handle()).scopedTo(interfaceIndex),
            error};
}

std::optional<quint16> commonPort(const QList<SocketAddress> &addresses)
{
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (const auto port = triedPort(addresses)) {
            return port;
        }
    }
    return std::nullopt;
}

} // namespace sockyard
