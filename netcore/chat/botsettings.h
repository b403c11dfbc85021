#pragma once

#include <QString>
#include <QStringList>

namespace sockyard
{

/// What a chat's bot says and to what, as a person typed it. In each text, `$name` stands for the
/// name of the one who is answered. An empty text is not said. A value.
struct BotSettings {
    bool on = false;
    QString greeting;    ///< to who joins
    QString farewell;    ///< to who leaves
    QString keyword;     ///< what a message must hold to be answered; empty: nothing is
    QStringList answers; ///< of which one is taken by chance

    /// Switched off, with keyword and greeting of the course: it greets in Japanese, and answers
    /// `数学`.
    static BotSettings usual();

    friend bool operator==(const BotSettings &, const BotSettings &) = default;
};

} // namespace sockyard
