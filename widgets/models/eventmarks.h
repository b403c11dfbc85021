#pragma once

#include "netcore/log/event.h"

#include <QObject>
#include <QString>

#include <map>
#include <optional>

namespace sockyard
{

/// What a person has put on events of one log: marks, notes, and the one event from which times are
/// counted. It knows events by their number alone, and forgets those that the log no longer has. It
/// belongs to the view of that log. Main thread.
class EventMarks : public QObject
{
    Q_OBJECT

public:
    /// In characters; a longer note is cut.
    static constexpr int longestNote = 1000;

    using QObject::QObject;

    bool isMarked(EventNumber number) const;
    void setMarked(EventNumber number, bool marked);
    /// One line of text, as it was typed; empty where there is none.
    QString noteOf(EventNumber number) const;
    /// Line breaks become spaces. An empty note takes it away.
    void setNote(EventNumber number, const QString &note);
    /// The event from which times are counted, or nothing.
    std::optional<EventNumber> reference() const { return m_reference; }
    void setReference(std::optional<EventNumber> number);

    /// True where nothing is marked and nothing has a note.
    bool isEmpty() const { return m_marks.empty(); }
    /// The nearest event with a mark or a note after \a number, or before it.
    std::optional<EventNumber> nextAfter(EventNumber number) const;
    std::optional<EventNumber> lastBefore(EventNumber number) const;
    /// The first of all.
    std::optional<EventNumber> first() const;

    /// Forgets what was put on events before \a number: they are gone.
    void forgetBefore(EventNumber number);

Q_SIGNALS:
    /// The mark or the note of that event is another one now.
    void changed(sockyard::EventNumber number);
    void referenceChanged();

private:
    struct Mark {
        bool marked = false;
        QString note = {};
    };

    void change(EventNumber number, const Mark &mark);

    std::map<EventNumber, Mark> m_marks; // none of them is empty
    std::optional<EventNumber> m_reference;
};

} // namespace sockyard
