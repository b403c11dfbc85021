#include "netcore/chat/botsettings.h"

namespace sockyard
{

BotSettings BotSettings::usual()
{
    BotSettings settings;
    settings.greeting = QStringLiteral("$name君、こんにちは");
    settings.farewell = QStringLiteral("$name君、さようなら");
    settings.keyword = QStringLiteral("数学");
    settings.answers = QStringList{
        QStringLiteral("数学は裏切らない"),
        QStringLiteral("まず図を描いてみよう"),
        QStringLiteral("もう一度、定義を読もう"),
        QStringLiteral("今日は休んで、明日また解こう"),
    };
    return settings;
}

} // namespace sockyard
