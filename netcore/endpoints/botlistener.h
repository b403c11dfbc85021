#pragma once

#include "netcore/chat/chatbot.h"
#include "netcore/chat/chatcopies.h"

#include <QObject>

#include <vector>

namespace sockyard
{

/// Has a chat's bot hear each message once, however many ways it came, and tells what it says. The
/// bot hears a moment later: what it answers must stand in the log behind what it answers to. Owned
/// by MulticastChat, on its thread.
class BotListener : public QObject
{
    Q_OBJECT

public:
    explicit BotListener(QObject *parent = nullptr);

    void setSettings(const BotSettings &settings);
    bool isOn() const { return m_isOn; }

    /// A message of somebody else, and the datagram in which it came; \a elapsed is the log's time
    /// (see EventLog::elapsed()).
    void hear(const ChatMessage &message, const ChatCopies::Way &way, ByteView datagram,
              std::int64_t elapsed);
    /// Forgets what the bot has not heard yet.
    void clear();

Q_SIGNALS:
    void answered(const QString &text);
    /// In words for the log.
    void fellSilent(const QString &words);

private:
    struct Heard {
        ChatMessage message;
        QString peer;
        std::int64_t elapsed = 0;
    };

    void pass();

    ChatBot m_bot;
    ChatCopies m_copies;
    std::vector<Heard> m_waiting; // at most what is received before the event loop has its turn
    bool m_isOn = false;
};

} // namespace sockyard
