#include "widgets/pages/chatsettings.h"

#include "netcore/codec/chatwires.h"
#include "netcore/endpoints/multicastchat.h"
#include "netcore/sockets/addresstext.h"

#include <QSettings>

#include <array>

namespace sockyard
{

namespace
{

constexpr QLatin1StringView nameKey("chat/name");
constexpr QLatin1StringView groupKey("chat/group");
constexpr QLatin1StringView portKey("chat/port");
constexpr QLatin1StringView wireKey("chat/wire");
constexpr QLatin1StringView answersKey("chat/bot/answers");

struct TextKey {
    QLatin1StringView key;
    QString BotSettings::*text;
};

constexpr std::array botKeys = {
    TextKey{QLatin1StringView("chat/bot/greeting"), &BotSettings::greeting},
    TextKey{QLatin1StringView("chat/bot/farewell"), &BotSettings::farewell},
    TextKey{QLatin1StringView("chat/bot/keyword"), &BotSettings::keyword},
};

QString userName(const QString &wire)
{
    const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    return MulticastChat::isName(name, wire) ? name : QStringLiteral("me");
}

template <typename T>
void save(QLatin1StringView key, const T &value, const T &usual)
{
    QSettings settings;
    if (value == usual) {
        settings.remove(key);
    } else {
        settings.setValue(key, value);
    }
}

} // namespace

MulticastChatSettings savedChatSettings()
{
    const QSettings saved;
    MulticastChatSettings settings;
    const QString wire = saved.value(wireKey).toString();
    if (chatWireNamed(wire.toStdString()) != nullptr) {
        settings.wire = wire;
    }
    const QString name = saved.value(nameKey).toString();
    settings.name = MulticastChat::isName(name, settings.wire) ? name : userName(settings.wire);
    const QString group = saved.value(groupKey).toString();
    const auto address = parseAddress(group);
    if (address && address->isMulticast()) {
        settings.group = group;
    }
    const QString port = saved.value(portKey).toString();
    if (parsePort(port).value_or(0) != 0) {
        settings.port = port;
    }
    for (const TextKey &its : botKeys) {
        settings.bot.*its.text = saved.value(its.key, settings.bot.*its.text).toString();
    }
    settings.bot.answers = saved.value(answersKey, settings.bot.answers).toStringList();
    return settings;
}

void saveChatSettings(const MulticastChatSettings &settings)
{
    const MulticastChatSettings usual;
    save(nameKey, settings.name.trimmed(), userName(settings.wire));
    save(groupKey, settings.group.trimmed(), usual.group);
    save(portKey, settings.port.trimmed(), usual.port);
    save(wireKey, settings.wire, usual.wire);
}

void saveBotTexts(const BotSettings &settings)
{
    const BotSettings usual = BotSettings::usual();
    for (const TextKey &its : botKeys) {
        save(its.key, settings.*its.text, usual.*its.text);
    }
    save(answersKey, settings.answers, usual.answers);
}

} // namespace sockyard
