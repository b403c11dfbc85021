#include "app/udpscript.h"

#include "netcore/sockets/notemarks.h"
#include "widgets/models/words.h"
#include "widgets/pages/udppage.h"

#include <utility>

namespace sockyard
{

UdpScript::UdpScript(UdpPage *page, UdpCommand command, QObject *parent)
    : TabScript(page, parent)
    , m_page(page)
    , m_command(std::move(command))
{
}

void UdpScript::start()
{
    m_page->startWith(m_command.settings, m_command.to);
}

void UdpScript::tell(const Event &event)
{
    if (event.kind() == EventKind::Bound) {
        say(QStringLiteral("udp bound %1").arg(fromUtf8(event.local())));
    } else if (event.kind() == EventKind::Connected) {
        say(QStringLiteral("udp connected %1 -> %2")
                .arg(fromUtf8(event.local()), fromUtf8(event.peer())));
    } else if (event.kind() == EventKind::Note && event.note().starts_with(generatorEndsMark)) {
        say(QStringLiteral("udp %1").arg(fromUtf8(event.note())));
    } else if (isFailure(event)) {
        fail(event);
    }
    if (event.kind() == (m_command.settings.connected ? EventKind::Connected : EventKind::Bound)) {
        for (const Message &message : m_command.sends) {
            // It was judged when the command line was read, and no file can have gone since.
            m_page->send(PreparedMessage::prepare(message).value());
        }
        if (m_command.generate) {
            m_page->generate(*m_command.generate);
        }
    }
}

} // namespace sockyard
