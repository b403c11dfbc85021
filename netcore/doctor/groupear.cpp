#include "netcore/doctor/groupear.h"

#include "netcore/codec/chatwires.h"
#include "netcore/codec/visibletext.h"
#include "netcore/doctor/probejournal.h"
#include "netcore/doctor/systemfacts.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

constexpr std::size_t longestName = 64;

QString purpose(const SocketAddress &group, const Interface &interface)
{
    return QCoreApplication::translate("sockyard::GroupEar",
                                       "the doctor listens on %1, for others, on %2")
        .arg(groupOn(group, 0).host().toString(), interface.name);
}

} // namespace

GroupEar::GroupEar(const SocketAddress &group, const Interface &interface, const Journal &journal,
                   VoiceListener heard)
    : m_group(group)
    , m_interface(interface)
    , m_heard(std::move(heard))
    , m_socket(std::make_unique<DatagramSocket>(markedAsProbe(journal, purpose(group, interface))))
{
    m_socket->setReader([this](const native::Datagram &datagram, std::string_view sender) {
        m_heard(voiceIn(datagram, sender));
        return QString();
    });
}

bool GroupEar::listen()
{
    const bool ipv6 = m_group.family() == SocketAddress::Family::Ipv6;
    const SocketAddress any(QHostAddress(ipv6 ? QHostAddress::AnyIPv6 : QHostAddress::AnyIPv4),
                            m_group.port());
    return m_socket->open(m_group.family()) && m_socket->bindShared(any) &&
           m_socket->join(groupOn(m_group, m_interface.index), m_interface.index, m_interface.name);
}

OtherVoice GroupEar::voiceIn(const native::Datagram &datagram, std::string_view sender) const
{
    const auto reading = readChatDatagram(datagram.into.first(datagram.size));
    const auto *const message = std::get_if<ChatMessage>(&reading);
    const bool isNamed = message != nullptr && !message->name.empty();
    return {QString::fromStdString(isNamed ? visibleText(message->name, longestName)
                                           : std::string(sender)),
            m_group};
}

} // namespace sockyard
