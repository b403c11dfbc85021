#include "netcore/log/export/eventwords.h"

#include <QCoreApplication>

#include <array>

namespace sockyard
{

namespace
{

struct Sign {
    const char *sign;
    const char *word;
};

// In the order of EventKind.
constexpr std::array<Sign, eventKindCount> signs = {{
    {"○", QT_TRANSLATE_NOOP("sockyard::Words", "created")},
    {"○", QT_TRANSLATE_NOOP("sockyard::Words", "bound")},
    {"○", QT_TRANSLATE_NOOP("sockyard::Words", "listening")},
    {"●", QT_TRANSLATE_NOOP("sockyard::Words", "accepted")},
    {"…", QT_TRANSLATE_NOOP("sockyard::Words", "connecting")},
    {"●", QT_TRANSLATE_NOOP("sockyard::Words", "connected")},
    {"●", QT_TRANSLATE_NOOP("sockyard::Words", "secured")},
    {"↑", QT_TRANSLATE_NOOP("sockyard::Words", "sent")},
    {"↓", QT_TRANSLATE_NOOP("sockyard::Words", "received")},
    {"⇤", QT_TRANSLATE_NOOP("sockyard::Words", "peer finished")},
    {"⇥", QT_TRANSLATE_NOOP("sockyard::Words", "finished")},
    {"✗", QT_TRANSLATE_NOOP("sockyard::Words", "reset")},
    {"✗", QT_TRANSLATE_NOOP("sockyard::Words", "timed out")},
    {"●", QT_TRANSLATE_NOOP("sockyard::Words", "joined")},
    {"○", QT_TRANSLATE_NOOP("sockyard::Words", "left")},
    {"✗", QT_TRANSLATE_NOOP("sockyard::Words", "failed")},
    {"✗", QT_TRANSLATE_NOOP("sockyard::Words", "discarded")},
    {"‖", QT_TRANSLATE_NOOP("sockyard::Words", "paused")},
    {"▷", QT_TRANSLATE_NOOP("sockyard::Words", "resumed")},
    {"■", QT_TRANSLATE_NOOP("sockyard::Words", "closed")},
    {"·", QT_TRANSLATE_NOOP("sockyard::Words", "note")},
}};

} // namespace

QString eventText(EventKind kind)
{
    const Sign &sign = signs.at(static_cast<std::size_t>(kind));
    return QString::fromUtf8(sign.sign) + u' ' +
           QCoreApplication::translate("sockyard::Words", sign.word);
}

} // namespace sockyard
