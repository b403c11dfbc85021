#include "netcore/endpoints/udpendpoint.h"

#include "netcore/sending/discardedmessage.h"
#include "netcore/sockets/addressorder.h"
#include "netcore/sockets/bytes.h"
#include "netcore/sockets/datagramsocket.h"
#include "netcore/sockets/explain.h"
#include "netcore/sockets/interfaces.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

UdpEndpoint::UdpEndpoint(std::shared_ptr<EventLog> log)
    : Endpoint(std::move(log))
{
    connect(&m_answers, &UdpAnswers::due, this, &UdpEndpoint::sendAnswer);
}

UdpEndpoint::~UdpEndpoint() = default;

void UdpEndpoint::start(const UdpSettings &settings)
{
    if (m_plan) {
        refuse(refusal(tr("the socket is bound already. Close it first.")));
        return;
    }
    auto judged = UdpPlan::of(settings);
    if (const auto *const words = std::get_if<QString>(&judged)) {
        refuse(*words);
        return;
    }
    m_plan = std::get<UdpPlan>(std::move(judged));
    ++m_run;
    m_lastHeard = {};
    m_isConnected = false;
    m_toldOwn = false;
    m_toldUnnamed = false;
    m_answers.setReply(m_plan->reply());
    if (!open() || !bind()) {
        close();
    } else if (m_plan->peer()) {
        connectToPeer();
    }
}

bool UdpEndpoint::open()
{
    m_socket = std::make_unique<DatagramSocket>(Journal(log(), 0));
    m_socket->setReadSize(static_cast<std::size_t>(m_plan->readSize()));
    m_socket->setReader([this](const native::Datagram &datagram, std::string_view sender) {
        hear(datagram, sender);
        return QString();
    });
    return m_socket->open(m_plan->local().family()) &&
           (!m_plan->broadcasts() || m_socket->setBroadcast(true));
}

bool UdpEndpoint::bind()
{
    if (m_plan->isLocal()) {
        return m_socket->bindLocal(m_plan->local(), m_plan->file());
    }
    const auto bindTo = [this](const SocketAddress &address) {
        return m_plan->isShared() ? m_socket->bindShared(address, 0, m_plan->families())
                                  : m_socket->bindAlone(address, m_plan->families());
    };
    const SocketAddress &wanted = m_plan->local();
    if (bindTo(wanted)) {
        return true;
    }
    if (!m_plan->anyPortIfTaken() || wanted.port() == 0 ||
        !m_socket->lastFailure().startsWith(QLatin1StringView("EADDRINUSE"))) {
        return false;
    }
    report(EventKind::Note, tr("port %1 is taken: any free one is asked for").arg(wanted.port()));
    return bindTo(SocketAddress(wanted.host(), 0));
}

void UdpEndpoint::connectToPeer()
{
    const UdpTarget &peer = *m_plan->peer();
    if (!peer.local && !parseAddress(peer.host)) {
        journal()
            .withPeer(QStringLiteral("%1:%2").arg(peer.host).arg(peer.port).toStdString())
            .write(EventKind::Connecting, tr("resolving %1").arg(peer.host));
    }
    find(
        peer,
        [this](const SocketAddress &address) {
            m_isConnected = m_socket->connectTo(address);
            if (m_isConnected) {
                m_pathMtu = std::make_unique<PathMtuWatch>(journal().withPeer(address.text()),
                                                           [this] { return m_socket->pathMtu(); });
            } else {
                close();
            }
        },
        [this, run = m_run](const QString &why) {
            if (run == m_run) {
                refuse(why);
                close();
            }
        });
}

void UdpEndpoint::find(const UdpTarget &target, const Found &found, const NotFound &notFound)
{
    if (target.local.has_value() != m_plan->isLocal()) {
        notFound(
            tr("EAFNOSUPPORT: this socket speaks %1, and cannot send to the other kind. From a "
               "local socket one sends to local: and a path, from UDP to a host and a port.")
                .arg(m_plan->familyName()));
        return;
    }
    if (target.local) {
        found(*target.local);
        return;
    }
    if (const auto address = parseAddress(target.host)) {
        QHostInfo info;
        info.setAddresses({*address});
        resolved(target, info, found, notFound);
        return;
    }
    QHostInfo::lookupHost(target.host, this,
                          [this, target, found, notFound, run = m_run](const QHostInfo &info) {
                              if (run == m_run) {
                                  resolved(target, info, found, notFound);
                              } else {
                                  notFound(tr("closed before the name was looked up"));
                              }
                          });
}

void UdpEndpoint::resolved(const UdpTarget &target, const QHostInfo &info, const Found &found,
                           const NotFound &notFound)
{
    const QList<QHostAddress> all = connectingOrder(info.addresses());
    // getaddrinfo(3) has error names of its own.
    if (info.error() == QHostInfo::HostNotFound ||
        (info.error() == QHostInfo::NoError && all.isEmpty())) {
        notFound(tr("EAI_NONAME: no host is named \"%1\". Check the spelling, or give its address.")
                     .arg(target.host));
    } else if (info.error() != QHostInfo::NoError) {
        notFound(
            tr("EAI_FAIL: \"%1\" could not be resolved: %2").arg(target.host, info.errorString()));
    } else if (const auto address = m_plan->reachable(all, target.port)) {
        found(*address);
    } else {
        notFound(tr("EAFNOSUPPORT: this socket speaks %1, and \"%2\" has no address of it. Bind to "
                    "an address of the other family, or to * for both.")
                     .arg(m_plan->familyName(), target.host));
    }
}

void UdpEndpoint::sendTo(const QString &target, const PreparedMessage &message)
{
    const std::string peer = target.trimmed().toStdString();
    if (!m_plan) {
        discard(peer, message, tr("the socket is not bound"));
        return;
    }
    const auto judged = UdpPlan::targetIn(target);
    if (const auto *const words = std::get_if<QString>(&judged)) {
        refuse(*words);
        discard({}, message, tr("not sent"));
        return;
    }
    const quint64 run = m_run;
    find(
        std::get<UdpTarget>(judged),
        [this, message](const SocketAddress &address) { sendNow(address, message); },
        [this, peer, message, run](const QString &why) {
            if (run == m_run) {
                refuse(why);
            }
            discard(peer, message, run == m_run ? tr("not sent") : why);
        });
}

void UdpEndpoint::send(const PreparedMessage &message)
{
    if (!m_plan) {
        discard({}, message, tr("the socket is not bound"));
    } else if (m_isConnected) {
        sendNow({}, message);
    } else if (m_plan->peer()) {
        discard({}, message, tr("the socket is not connected yet"));
    } else if (m_lastHeard.family() == SocketAddress::Family::None) {
        discard({}, message, tr("nobody has been heard yet"));
    } else {
        sendNow(m_lastHeard, message);
    }
}

void UdpEndpoint::sendNow(const SocketAddress &peer, const PreparedMessage &message)
{
    const std::string text =
        peer.family() == SocketAddress::Family::None ? std::string() : peer.text();
    if (message.isFile()) {
        refuse(refusal(tr("a file is not sent as datagrams: nobody would put it together again, "
                          "or ask for what is lost. TCP does that.")));
        discard(text, message, tr("not sent"));
        return;
    }
    const QByteArray bytes = message.bytes({.peer = text}, m_macros);
    if (!m_socket->sendTo(peer, bytes)) {
        journal().withPeer(text).discarded(viewOf(bytes), tr("not sent"));
    }
}

void UdpEndpoint::sendAnswer(const SocketAddress &peer, const QByteArray &answer)
{
    if (m_socket && !m_socket->sendTo(peer, answer)) {
        journal().withPeer(peer.text()).discarded(viewOf(answer), tr("not sent"));
    }
}

void UdpEndpoint::discard(const std::string &peer, const PreparedMessage &message,
                          const QString &why)
{
    discardMessage(journal().withPeer(peer), message, m_macros, why);
}

Journal UdpEndpoint::journal() const
{
    Journal journal(log(), 0);
    if (m_socket) {
        journal.setLocal(m_socket->local());
    }
    return journal;
}

void UdpEndpoint::hear(const native::Datagram &datagram, std::string_view sender)
{
    if (isUnnamed(datagram.sender)) {
        return;
    }
    m_lastHeard = datagram.sender;
    if (!isOwn(datagram.sender)) {
        m_answers.hear(datagram.sender, datagram.into.first(datagram.size),
                       journal().withPeer(std::string(sender)));
    } else if (!std::exchange(m_toldOwn, true)) {
        report(EventKind::Note, tr("a datagram came from this socket itself: no reply is given to "
                                   "these, since it would be answered again, without end"));
    }
}

bool UdpEndpoint::isUnnamed(const SocketAddress &sender)
{
    if (!m_plan->isLocal() || !sender.path().empty()) {
        return false;
    }
    if (!std::exchange(m_toldUnnamed, true)) {
        report(EventKind::Note, tr("a datagram came from a socket that is bound to no name: it has "
                                   "no address, and cannot be answered"));
    }
    return true;
}

bool UdpEndpoint::isOwn(const SocketAddress &sender) const
{
    const SocketAddress &local = m_socket->local();
    if (m_plan->isLocal() || sender.port() != local.port()) {
        return sender == local;
    }
    if (sender.hasSameHostAs(local)) {
        return true;
    }
    const auto all = interfaces();
    return std::any_of(all.begin(), all.end(), [this, &sender](const Interface &interface) {
        return std::any_of(interface.addresses.begin(), interface.addresses.end(),
                           [this, &sender](const QHostAddress &host) {
                               const auto its = m_plan->reachable({host}, 0);
                               return its && its->hasSameHostAs(sender);
                           });
    });
}

void UdpEndpoint::setReply(const QString &name, const ReplyOptions &options)
{
    auto reply = UdpPlan::replyOf(name, options);
    if (const auto *const words = std::get_if<QString>(&reply)) {
        refuse(*words);
    } else {
        m_answers.setReply(std::get<PreparedReply>(std::move(reply)));
    }
}

void UdpEndpoint::setBroadcast(bool on)
{
    if (m_socket && m_socket->setBroadcast(on)) {
        report(EventKind::Note, on ? tr("datagrams may go to broadcast addresses now")
                                   : tr("datagrams may not go to broadcast addresses any more"));
    }
}

void UdpEndpoint::generate(const QString &target, const GeneratorPlan &plan)
{
    stopGenerator();
    if (!m_plan) {
        refuse(refusal(tr("the socket is not bound: nothing can be sent.")));
    } else if (!plan.isPossible()) {
        refuse(refusal(tr("there is no such rate, count or size of datagrams.")));
    } else if (target.trimmed().isEmpty()) {
        const bool isThere = m_isConnected || m_lastHeard.family() != SocketAddress::Family::None;
        if (isThere) {
            generateTo(m_isConnected ? SocketAddress() : m_lastHeard, plan);
        } else {
            refuse(refusal(tr("nobody has been heard yet: name somebody to send to.")));
        }
    } else {
        const auto judged = UdpPlan::targetIn(target);
        if (const auto *const words = std::get_if<QString>(&judged)) {
            refuse(*words);
            return;
        }
        find(
            std::get<UdpTarget>(judged),
            [this, plan](const SocketAddress &address) { generateTo(address, plan); },
            [this, run = m_run](const QString &why) {
                if (run == m_run) {
                    refuse(why);
                }
            });
    }
}

void UdpEndpoint::generateTo(const SocketAddress &peer, const GeneratorPlan &plan)
{
    stopGenerator();
    const SocketAddress none;
    m_generator = std::make_unique<DatagramGenerator>(
        plan, journal().withPeer(peer == none ? std::string() : peer.text()),
        [this, peer](const QByteArray &datagram) { return m_socket->sendTo(peer, datagram); });
    m_generator->start();
}

void UdpEndpoint::stopGenerator()
{
    if (m_generator) {
        m_generator->stop();
        m_generator.reset();
    }
}

void UdpEndpoint::stop()
{
    if (m_plan) {
        close();
    }
}

void UdpEndpoint::close()
{
    ++m_run;
    stopGenerator();
    m_pathMtu.reset();
    m_answers.stop();
    m_socket->close();
    m_socket.release()->deleteLater(); // it may be the one that is calling us
    m_plan.reset();
}

void UdpEndpoint::resume()
{
    if (m_socket) {
        m_socket->resume();
    }
}

} // namespace sockyard
