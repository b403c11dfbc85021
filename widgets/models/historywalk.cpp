#include "widgets/models/historywalk.h"

namespace sockyard
{

std::optional<Message> HistoryWalk::older(const QList<Message> &history, const Message &now)
{
    if (m_place < 0) {
        m_messages = history;
        if (m_aside) {
            m_messages.append(*m_aside);
        }
        m_messages.append(now);
        m_place = m_messages.size() - 1;
    }
    return goTo(m_place - 1, now);
}

std::optional<Message> HistoryWalk::newer(const Message &now)
{
    return m_place < 0 ? std::nullopt : goTo(m_place + 1, now);
}

std::optional<Message> HistoryWalk::goTo(qsizetype place, const Message &now)
{
    if (place < 0 || place >= m_messages.size()) {
        return std::nullopt;
    }
    m_changed.insert(m_place, now);
    m_place = place;
    return m_changed.value(place, m_messages.at(place));
}

void HistoryWalk::setAside(const Message &now)
{
    end();
    if (!now.text.isEmpty()) {
        m_aside = now;
    }
}

void HistoryWalk::end()
{
    m_messages.clear();
    m_changed.clear();
    m_place = -1;
    m_aside.reset();
}

} // namespace sockyard
