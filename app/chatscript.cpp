#include "app/chatscript.h"

#include "widgets/models/words.h"
#include "widgets/pages/multicastchatpage.h"

#include <utility>

namespace sockyard
{

ChatScript::ChatScript(MulticastChatPage *page, ChatCommand command, QObject *parent)
    : TabScript(page, parent)
    , m_page(page)
    , m_command(std::move(command))
{
}

void ChatScript::start()
{
    m_page->startWith(m_command.settings);
}

void ChatScript::tell(const Event &event)
{
    if (m_probes.apply(event)) {
        return;
    }
    if (event.kind() == EventKind::Joined) {
        say(QStringLiteral("chat joined %1 %2")
                .arg(fromUtf8(event.peer()), fromUtf8(event.note())));
        // It joins once on each interface, and again on one that was gone.
        if (!std::exchange(m_hasSpoken, true)) {
            for (const QString &text : m_command.says) {
                m_page->say(text);
            }
        }
    } else if (isFailure(event)) {
        fail(event);
    }
}

} // namespace sockyard
