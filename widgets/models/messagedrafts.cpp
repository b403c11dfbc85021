#include "widgets/models/messagedrafts.h"

#include "netcore/messages/rewrite.h"

#include <algorithm>

namespace sockyard
{

namespace
{

bool sameText(const Message &a, const Message &b)
{
    return a.notation == b.notation && a.text == b.text;
}

} // namespace

void MessageDrafts::take(const Message &now)
{
    if (!m_isShown || !sameText(now, m_shown)) {
        forgetShown(); // it was typed on, in the notation of now
        put(now);
        m_isShown = true;
        return;
    }
    Message &typed = m_typed.last();
    typed.ending = now.ending;
    if (now.notation == Notation::Text) {
        typed.encoding = now.encoding;
    }
}

void MessageDrafts::put(const Message &message)
{
    m_typed.removeIf(
        [&message](const Message &other) { return other.notation == message.notation; });
    m_typed.append(message);
}

Message MessageDrafts::switched(const Message &now, Notation to)
{
    take(now);
    const auto there = std::find_if(m_typed.begin(), m_typed.end(), [to](const Message &typed) {
        return typed.notation == to && !typed.text.isEmpty();
    });
    Message next = now;
    next.notation = to;
    if (there != m_typed.end()) {
        next.text = there->text;
        const Message typed = *there;
        put(typed);
    } else if (m_typed.last().notation == to) {
        next.text = m_typed.last().text;
    } else {
        // The latest that can be written so; mostly that is what is shown.
        const auto rewritable = [to](const Message &typed) {
            return !typed.text.isEmpty() && rewritten(typed, to).has_value();
        };
        const auto latest = std::find_if(m_typed.rbegin(), m_typed.rend(), rewritable);
        const bool found = latest != m_typed.rend();
        next.text = found ? rewritten(*latest, to).value_or(QString()) : QString();
        const Message source = found ? *latest : next;
        put(source);
    }
    m_shown = next;
    return next;
}

void MessageDrafts::forgetShown()
{
    if (m_isShown) {
        m_typed.removeLast();
        m_isShown = false;
    }
}

} // namespace sockyard
