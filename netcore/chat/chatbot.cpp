#include "netcore/chat/chatbot.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::ChatBot", text);
}

/// A text with the name of the one who is answered: cut, so that a stranger's name cannot make it
/// longer than a datagram, and with nothing in it that cannot be seen.
QString filled(QString text, const std::string &name)
{
    constexpr std::size_t longestName = 128;
    return text.replace(QStringLiteral("$name"),
                        QString::fromStdString(visibleText(name, longestName)));
}

} // namespace

ChatBot::ChatBot(Chance chance)
    : m_chance(std::move(chance))
{
    if (!m_chance) {
        m_chance = [](int count) { return QRandomGenerator::global()->bounded(count); };
    }
}

void ChatBot::setSettings(const BotSettings &settings)
{
    m_settings = settings;
}

ChatBot::Reply ChatBot::hear(const ChatMessage &message, const QString &peer, bool isOwn,
                             std::chrono::nanoseconds now)
{
    if (!m_settings.on || isOwn) {
        return {};
    }
    const QString text = answerTo(message);
    if (text.isEmpty()) {
        return {};
    }
    forgetBefore(now - window);
    if (m_said.size() >= mostToAll) {
        return {{}, fallSilent()};
    }
    if (countTo(peer) >= mostToOne) {
        return {{}, fallSilentTo(peer)};
    }
    m_said.push_back({peer, now});
    return {text, {}};
}

QString ChatBot::answerTo(const ChatMessage &message) const
{
    switch (message.kind) {
    case ChatMessage::Kind::Joins:
        return filled(m_settings.greeting, message.name);
    case ChatMessage::Kind::Leaves:
        return filled(m_settings.farewell, message.name);
    case ChatMessage::Kind::Says:
        break;
    }
    if (m_settings.keyword.isEmpty() ||
        !QString::fromStdString(message.text).contains(m_settings.keyword, Qt::CaseInsensitive)) {
        return {};
    }
    QStringList answers = m_settings.answers;
    answers.removeAll(QString());
    return answers.isEmpty()
               ? QString()
               : filled(answers.at(m_chance(static_cast<int>(answers.size()))), message.name);
}

void ChatBot::forgetBefore(std::chrono::nanoseconds time)
{
    while (!m_said.empty() && m_said.front().time <= time) {
        m_said.pop_front();
    }
    m_isSilent = m_isSilent && m_said.size() >= mostToAll;
    m_silentTo.removeIf([this](const QString &peer) { return countTo(peer) < mostToOne; });
}

std::size_t ChatBot::countTo(const QString &peer) const
{
    return static_cast<std::size_t>(std::count_if(
        m_said.begin(), m_said.end(), [&peer](const Said &said) { return said.peer == peer; }));
}

QString ChatBot::fallSilent()
{
    return std::exchange(m_isSilent, true)
               ? QString()
               : tr("the bot falls silent for a while: it has spoken %1 times within a minute")
                     .arg(mostToAll);
}

QString ChatBot::fallSilentTo(const QString &peer)
{
    if (m_silentTo.contains(peer)) {
        return {};
    }
    m_silentTo.insert(peer);
    return tr("the bot falls silent towards %1 for a while: it has answered %2 times within a "
              "minute. Is that a bot, too?")
        .arg(peer)
        .arg(mostToOne);
}

} // namespace sockyard
