#pragma once

#include "netcore/doctor/multicastfacts.h"
#include "netcore/sockets/datagramsocket.h"

#include <functional>
#include <memory>

namespace sockyard
{

/// Listens on one group, on one interface, to those who talk there. It says nothing, and shares the
/// port, so nobody notices it. Its socket is a connection that the log marks as a probe. Owned by
/// MulticastDoctor, on its thread.
class GroupEar
{
public:
    using VoiceListener = std::function<void(const OtherVoice &)>;

    /// \a heard is called with each datagram that comes.
    GroupEar(const SocketAddress &group, const Interface &interface, const Journal &journal,
             VoiceListener heard);

    /// False where a call failed, which is told.
    bool listen();
    void resume() { m_socket->resume(); }
    void close() { m_socket->close(); }

    const SocketAddress &group() const { return m_group; }

private:
    OtherVoice voiceIn(const native::Datagram &datagram, std::string_view sender) const;

    const SocketAddress m_group;
    const Interface m_interface;
    const VoiceListener m_heard;
    std::unique_ptr<DatagramSocket> m_socket;
};

} // namespace sockyard
