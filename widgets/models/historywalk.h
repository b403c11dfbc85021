#pragma once

#include "netcore/messages/message.h"

#include <QHash>
#include <QList>

#include <optional>

namespace sockyard
{

/// A walk through what was sent before, back and forth: what is being typed is its newest end, and
/// what was changed on the way is there again when one comes back. A value.
class HistoryWalk
{
public:
    /// The message before the one that is shown, \a now; \a history is what was sent, newest last.
    /// Nothing at the oldest.
    std::optional<Message> older(const QList<Message> &history, const Message &now);
    /// The one after it; nothing at the newest.
    std::optional<Message> newer(const Message &now);
    /// \a now gives way to another message that is no part of the walk; the walk ends, and the next
    /// one begins with \a now.
    void setAside(const Message &now);
    /// What was shown was sent.
    void end();

private:
    std::optional<Message> goTo(qsizetype place, const Message &now);

    QList<Message> m_messages; // as they were when the walk began, and what was being typed
    QHash<qsizetype, Message> m_changed;
    qsizetype m_place = -1; // -1: no walk
    std::optional<Message> m_aside;
};

} // namespace sockyard
