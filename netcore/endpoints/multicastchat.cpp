#include "netcore/endpoints/multicastchat.h"

#include "netcore/codec/chatwires.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/interfaces.h"

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Nobody tells a socket that its interface went down; the system is asked this often.
constexpr auto interfaceInterval = 1s;

std::string encoded(const ChatWire &wire, const QString &name, const QString &text)
{
    return wire.encode({ChatMessage::Kind::Says, name.toStdString(), text.toStdString()})
        .value_or(std::string());
}

const ChatWire *wireNamed(const QString &name)
{
    return chatWireNamed(name.toStdString());
}

} // namespace

MulticastChat::MulticastChat(std::shared_ptr<EventLog> log)
    : Endpoint(std::move(log))
    , m_journal(this->log(), 0)
    , m_wire(&chatWires().front().wire())
{
    m_interfaceCheck.setInterval(interfaceInterval);
    connect(&m_interfaceCheck, &QTimer::timeout, this, &MulticastChat::checkInterface);
}

MulticastChat::~MulticastChat() = default;

bool MulticastChat::isName(const QString &name, const QString &wire)
{
    const ChatWire *const its = wireNamed(wire);
    return its != nullptr && its->canCarryName(name.toStdString());
}

qsizetype MulticastChat::datagramSize(const QString &name, const QString &text, const QString &wire)
{
    const ChatWire *const its = wireNamed(wire);
    return its == nullptr ? 0 : static_cast<qsizetype>(encoded(*its, name, text).size());
}

void MulticastChat::start(const MulticastChatSettings &settings)
{
    if (m_receiver) {
        refuse(refusal(tr("the chat has joined a group already. Leave it first.")));
        return;
    }
    const ChatWire *const wire = wireNamed(settings.wire);
    if (wire == nullptr) {
        refuse(refusal(tr("there is no wire \"%1\".").arg(settings.wire.left(100))));
        return;
    }
    const QString name = settings.name.trimmed();
    if (!wire->canCarryName(name.toStdString())) {
        refuse(
            refusal(name.isEmpty()
                        ? tr("a name is missing: who is speaking?")
                        : tr("\"%1\" cannot be a name here: the others could not tell where it "
                             "ends. Take one without \": \", a colon at its end or a line break.")
                              .arg(name.left(100))));
        return;
    }
    const auto host = parseAddress(settings.group);
    if (!host || !host->isMulticast()) {
        refuse(refusal(tr("\"%1\" is no multicast group: 224.0.0.0 to 239.255.255.255 and ff00::/8 "
                          "are.")
                           .arg(settings.group.left(100))));
        return;
    }
    const auto port = parsePort(settings.port);
    if (!port || *port == 0) {
        refuse(port ? refusal(tr("a group needs a port that all its members know: 1 to 65535."))
                    : badPortText(settings.port));
        return;
    }
    if (settings.hops < 0 || settings.hops > 255) {
        refuse(refusal(tr("%1 hops: 0 to 255 are possible.").arg(settings.hops)));
        return;
    }
    QString interfaceName = settings.interface.trimmed();
    if (interfaceName.isEmpty()) {
        interfaceName = host->scopeId();
    }
    m_interface = 0;
    QHostAddress source;
    if (!interfaceName.isEmpty()) {
        const auto interface = interfaceNamed(interfaceName);
        if (!interface) {
            refuse(
                tr("ENODEV: this machine has no interface \"%1\".").arg(interfaceName.left(100)));
            return;
        }
        if (!interface->up) {
            // The system would join on it without a word, and nothing would ever arrive.
            refuse(tr("ENETDOWN: the interface %1 is down.").arg(interface->name));
            return;
        }
        const auto address = std::find_if(
            interface->addresses.begin(), interface->addresses.end(),
            [&host](const QHostAddress &its) { return its.protocol() == host->protocol(); });
        if (address == interface->addresses.end()) {
            refuse(tr("EADDRNOTAVAIL: the interface %1 has no %2 address, and cannot speak to this "
                      "group.")
                       .arg(interface->name, host->protocol() == QAbstractSocket::IPv6Protocol
                                                 ? QStringLiteral("IPv6")
                                                 : QStringLiteral("IPv4")));
            return;
        }
        source = *address;
        m_interface = interface->index;
        interfaceName = interface->name;
    }

    QHostAddress groupHost = *host;
    if (groupHost.protocol() == QAbstractSocket::IPv6Protocol && m_interface != 0) {
        groupHost.setScopeId(QString::number(m_interface));
    }
    const SocketAddress group(groupHost, *port);
    const auto family = group.family();
    const bool ipv6 = family == SocketAddress::Family::Ipv6;
    const SocketAddress any(QHostAddress(ipv6 ? QHostAddress::AnyIPv6 : QHostAddress::AnyIPv4),
                            *port);

    m_receiver = std::make_unique<DatagramSocket>(m_journal);
    m_sender = std::make_unique<DatagramSocket>(Journal(log(), ++m_lastId));
    const QString where =
        interfaceName.isEmpty() ? tr("the system's choice of interface") : interfaceName;
    // The join comes last: who sees it can speak at once.
    if (!m_receiver->open(family) || !m_receiver->bindShared(any) || !m_sender->open(family) ||
        !m_sender->connectToGroup(group, m_interface, source, settings.hops, settings.loopBack) ||
        !m_receiver->join(group, m_interface, where)) {
        stop();
        return;
    }
    m_wire = wire;
    m_name = name;
    m_bot = settings.bot;
    m_interfaceWasUp = true;
    if (m_interface != 0) {
        m_interfaceCheck.start();
    }
}

void MulticastChat::stop()
{
    m_interfaceCheck.stop();
    if (m_sender) {
        m_sender->close();
        m_sender.release()->deleteLater();
    }
    if (m_receiver) {
        m_receiver->close();
        m_receiver.release()->deleteLater();
    }
}

void MulticastChat::resume()
{
    if (m_receiver) {
        m_receiver->resume();
    }
}

void MulticastChat::say(const QString &text)
{
    const std::string datagram = encoded(*m_wire, m_name, text);
    if (!m_sender) {
        m_journal.discarded(std::as_bytes(std::span(datagram)), tr("not joined"));
        return;
    }
    m_sender->send(QByteArray::fromStdString(datagram));
}

void MulticastChat::setBot(const BotSettings &settings)
{
    m_bot = settings;
}

void MulticastChat::checkInterface()
{
    const auto interface = interfaceAt(m_interface);
    const bool up = interface && interface->up;
    if (up == m_interfaceWasUp) {
        return;
    }
    m_interfaceWasUp = up;
    if (up) {
        m_journal.write(EventKind::Note, tr("the interface %1 is up again").arg(interface->name));
    } else if (interface) {
        refuse(tr("ENETDOWN: the interface %1 went down; nothing is heard until it is up again.")
                   .arg(interface->name));
    } else {
        refuse(tr("ENODEV: the interface went away. Leave, and join on another one."));
    }
}

} // namespace sockyard
