#include "netcore/endpoints/botlistener.h"

#include <chrono>
#include <utility>

namespace sockyard
{

BotListener::BotListener(QObject *parent)
    : QObject(parent)
{
}

void BotListener::setSettings(const BotSettings &settings)
{
    m_isOn = settings.on;
    m_bot.setSettings(settings);
}

void BotListener::hear(const ChatMessage &message, const ChatCopies::Way &way, ByteView datagram,
                       std::int64_t elapsed)
{
    if (m_copies.copyOf(way, datagram, elapsed, {})) {
        return;
    }
    const auto peer =
        QString::fromUtf8(way.sender.data(), static_cast<qsizetype>(way.sender.size()));
    m_waiting.push_back({message, peer, elapsed});
    if (m_waiting.size() == 1) {
        QMetaObject::invokeMethod(this, &BotListener::pass, Qt::QueuedConnection);
    }
}

void BotListener::clear()
{
    m_waiting.clear();
}

void BotListener::pass()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const Heard &heard : waiting) {
        const ChatBot::Reply reply =
            m_bot.hear(heard.message, heard.peer, false, std::chrono::nanoseconds(heard.elapsed));
        if (!reply.text.isEmpty()) {
            Q_EMIT answered(reply.text);
        }
        if (!reply.note.isEmpty()) {
            Q_EMIT fellSilent(reply.note);
        }
    }
}

} // namespace sockyard
