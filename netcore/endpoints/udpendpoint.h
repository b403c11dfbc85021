#pragma once

#include "netcore/endpoints/datagramgenerator.h"
#include "netcore/endpoints/endpoint.h"
#include "netcore/endpoints/pathmtuwatch.h"
#include "netcore/endpoints/udpanswers.h"
#include "netcore/endpoints/udpplan.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/systemmacros.h"
#include "netcore/sockets/native.h"

#include <QHostInfo>

#include <functional>
#include <memory>
#include <optional>

namespace sockyard
{

class DatagramSocket;

/// A datagram socket, of UDP or a local one: bound, perhaps connected to one peer, it receives from
/// anybody and sends to whoever is named. It is the endpoint itself (connection 0); who sent a
/// datagram, and to whom one went, is the peer of its event.
///
/// A datagram may be answered by a reply of the server's registry, by one datagram. What came from
/// the socket itself is not answered: that would be answered again, without end.
class UdpEndpoint : public Endpoint
{
    Q_OBJECT

public:
    explicit UdpEndpoint(std::shared_ptr<EventLog> log);
    ~UdpEndpoint() override;

    void start(const UdpSettings &settings);
    void stop() override;
    void resume() override;

    /// One datagram to HOST:PORT; a name is looked up first. What cannot be sent is told as
    /// Discarded.
    void sendTo(const QString &target, const PreparedMessage &message);
    /// The same to the connected peer or, where there is none, to whom was heard last.
    void send(const PreparedMessage &message);
    /// Answers by another reply from now on.
    void setReply(const QString &name, const ReplyOptions &options);
    /// Whether datagrams may go to a broadcast address.
    void setBroadcast(bool on);
    /// Sends numbered datagrams to \a target, HOST:PORT, or, where that is empty, to whom send()
    /// would. One at a time: it takes the place of the one before.
    void generate(const QString &target, const GeneratorPlan &plan);
    void stopGenerator();

private:
    using Found = std::function<void(const SocketAddress &)>;
    /// In words that begin with an error name, unless the run is over.
    using NotFound = std::function<void(const QString &why)>;

    bool open();
    bool bind();
    void connectToPeer();
    void find(const UdpTarget &target, const Found &found, const NotFound &notFound);
    void resolved(const UdpTarget &target, const QHostInfo &info, const Found &found,
                  const NotFound &notFound);
    void sendNow(const SocketAddress &peer, const PreparedMessage &message);
    void generateTo(const SocketAddress &peer, const GeneratorPlan &plan);
    void sendAnswer(const SocketAddress &peer, const QByteArray &answer);
    void discard(const std::string &peer, const PreparedMessage &message, const QString &why);
    void hear(const native::Datagram &datagram, std::string_view sender);
    bool isOwn(const SocketAddress &sender) const;
    bool isUnnamed(const SocketAddress &sender);
    void close();
    Journal journal() const;

    std::optional<UdpPlan> m_plan; // while it runs
    std::unique_ptr<DatagramSocket> m_socket;
    UdpAnswers m_answers;
    std::unique_ptr<DatagramGenerator> m_generator;
    std::unique_ptr<PathMtuWatch> m_pathMtu; // while it is connected
    SystemMacros m_macros;
    SocketAddress m_lastHeard;
    bool m_isConnected = false;
    bool m_toldOwn = false;
    bool m_toldUnnamed = false;
    quint64 m_run = 0; // what was looked up for an earlier one is of no use
};

} // namespace sockyard
