#pragma once

#include "netcore/messages/message.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace sockyard
{

/// What was sent before, newest last, each message once. A value; whoever owns it keeps it over
/// restarts.
class MessageHistory
{
public:
    static constexpr qsizetype mostMessages = 200;
    /// In UTF-16 units. A longer message is not kept.
    static constexpr qsizetype longestText = 64 * 1024;

    /// A message that is there already moves to the end; where there are too many, the oldest goes.
    /// What has no text is not kept.
    void add(const Message &message);

    const QList<Message> &messages() const { return m_messages; }

    QByteArray toJson() const;
    /// Nothing where \a json was not made by toJson().
    static std::optional<MessageHistory> fromJson(const QByteArray &json);

    friend bool operator==(const MessageHistory &, const MessageHistory &) = default;

private:
    QList<Message> m_messages;
};

} // namespace sockyard
