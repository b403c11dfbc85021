#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/endpointsnapshot.h"
#include "netcore/sending/courier.h"

#include <memory>
#include <optional>

namespace sockyard
{

class TlsContext;

/// An endpoint with connections, each a stream: what a person can do to them is the same, whoever
/// began them. What is meant for a connection that is no longer there changes nothing; bytes for it
/// are told as Discarded.
class StreamEndpoint : public Endpoint
{
    Q_OBJECT

public:
    /// \a words are what bytes are discarded with.
    StreamEndpoint(std::shared_ptr<EventLog> log, const Courier::Words &words);

    virtual void send(const Addressees &to, const PreparedMessage &message);
    /// Half-closes: no more is sent, receiving goes on. Behind everything that was sent before.
    virtual void finish(const Addressees &to);
    /// Closes in order. What was given to the sockets is sent first; the rest of a file is not.
    virtual void disconnectFrom(const Addressees &to) = 0;
    /// Cuts the connections with RST.
    virtual void abort(const Addressees &to) = 0;
    /// Receives nothing from them until unpause().
    virtual void pause(const Addressees &to) = 0;
    virtual void unpause(const Addressees &to) = 0;

    /// Sends one message again and again. One at a time, see Courier.
    void repeat(const Addressees &to, const RepeatPlan &plan);
    /// Sends several messages and waits for answers between them. One at a time.
    void play(const Addressees &to, const SequencePlan &plan);
    /// Ends repeats and sequences, and gives up files, whose rest is told as Discarded.
    void stopSending(const Addressees &to = {});
    /// Ends only what \a job tells of.
    void stopSending(const SendingProgress &job);

    /// A walk through the connections, and a few questions to the system.
    virtual EndpointSnapshot snapshot(const std::optional<WatchedSocket> &watched = {}) const = 0;

protected:
    /// Tells what is to be known of TLS before any connection.
    static void tellTls(const Journal &journal, const TlsContext &tls);

    Courier &courier() { return m_courier; }
    const Courier &courier() const { return m_courier; }
    /// The numbers of all that are connected.
    virtual QList<ConnectionId> everybody() const = 0;
    QList<ConnectionId> idsOf(const Addressees &to) const { return to ? *to : everybody(); }

private:
    Courier m_courier;
};

} // namespace sockyard
