#pragma once

#include "netcore/chat/botsettings.h"
#include "netcore/codec/chatwire.h"

#include <QSet>

#include <chrono>
#include <deque>
#include <functional>

namespace sockyard
{

/// What a chat's bot says to what was heard: it greets, says good-bye, and answers its keyword. It
/// has no socket and no clock; what it says is said by whoever asks. Whatever a group says to it,
/// it speaks seldom enough that two bots that answer each other come to an end, and remembers no
/// more than it has said lately. A value of one thread.
class ChatBot
{
public:
    /// Three are enough for a person who joins, asks and leaves. Two bots whose answers hold each
    /// other's keyword are done after so many, as the one that falls silent wakes nobody.
    static constexpr std::size_t mostToOne = 3;
    /// A class that comes in at once is still greeted; more nobody would read.
    static constexpr std::size_t mostToAll = 20;
    /// The time for which both count.
    static constexpr std::chrono::seconds window{60};

    /// Chooses one of that many (1 and more) by chance, counted from 0.
    using Chance = std::function<int(int count)>;

    /// What a message led to.
    struct Reply {
        QString text; ///< to be said; empty: nothing
        QString note; ///< a sentence for the log, once when it falls silent; empty: none
    };

    /// Without \a chance it takes the system's.
    explicit ChatBot(Chance chance = {});

    /// What it says from now on. What it has said still counts.
    void setSettings(const BotSettings &settings);

    /// Hears a message. \a peer is where it came from, as text; \a isOwn says that it came from
    /// this chat itself, which is never answered. \a now is the time of any clock that does not go
    /// back.
    Reply hear(const ChatMessage &message, const QString &peer, bool isOwn,
               std::chrono::nanoseconds now);

private:
    struct Said {
        QString peer;
        std::chrono::nanoseconds time;
    };

    QString answerTo(const ChatMessage &message) const;
    void forgetBefore(std::chrono::nanoseconds time);
    std::size_t countTo(const QString &peer) const;
    QString fallSilent();
    QString fallSilentTo(const QString &peer);

    BotSettings m_settings;
    Chance m_chance;
    std::deque<Said> m_said; // within the window, so at most mostToAll
    // Who was told of, each having had all its answers:
    QSet<QString> m_silentTo;
    bool m_isSilent = false;
};

} // namespace sockyard
