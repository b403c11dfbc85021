#include "widgets/models/eventmarks.h"

namespace sockyard
{

bool EventMarks::isMarked(EventNumber number) const
{
    const auto found = m_marks.find(number);
    return found != m_marks.end() && found->second.marked;
}

void EventMarks::setMarked(EventNumber number, bool marked)
{
    if (marked != isMarked(number)) {
        change(number, {.marked = marked, .note = noteOf(number)});
    }
}

QString EventMarks::noteOf(EventNumber number) const
{
    const auto found = m_marks.find(number);
    return found == m_marks.end() ? QString() : found->second.note;
}

void EventMarks::setNote(EventNumber number, const QString &note)
{
    const QString line = note.left(longestNote).simplified();
    if (line != noteOf(number)) {
        change(number, {.marked = isMarked(number), .note = line});
    }
}

void EventMarks::change(EventNumber number, const Mark &mark)
{
    if (mark.marked || !mark.note.isEmpty()) {
        m_marks.insert_or_assign(number, mark);
    } else {
        m_marks.erase(number);
    }
    Q_EMIT changed(number);
}

void EventMarks::setReference(std::optional<EventNumber> number)
{
    if (number != m_reference) {
        m_reference = number;
        Q_EMIT referenceChanged();
    }
}

std::optional<EventNumber> EventMarks::nextAfter(EventNumber number) const
{
    const auto found = m_marks.upper_bound(number);
    return found == m_marks.end() ? std::nullopt : std::optional(found->first);
}

std::optional<EventNumber> EventMarks::lastBefore(EventNumber number) const
{
    const auto found = m_marks.lower_bound(number);
    return found == m_marks.begin() ? std::nullopt : std::optional(std::prev(found)->first);
}

std::optional<EventNumber> EventMarks::first() const
{
    return m_marks.empty() ? std::nullopt : std::optional(m_marks.begin()->first);
}

void EventMarks::forgetBefore(EventNumber number)
{
    // Nobody is told of the marks: their rows are no longer shown.
    m_marks.erase(m_marks.begin(), m_marks.lower_bound(number));
    if (m_reference && *m_reference < number) {
        setReference(std::nullopt);
    }
}

} // namespace sockyard
