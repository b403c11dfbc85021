#include "widgets/views/tones.h"

namespace sockyard
{

namespace
{

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor mixed(const QColor &a, const QColor &b, double share)
{
    return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                            static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                            static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

} // namespace

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Plain:
        return palette.color(QPalette::Text);
    case Tone::Received:
        return dark ? QColor(0x7f, 0xc1, 0xff) : QColor(0x0b, 0x4f, 0x9e);
    case Tone::Sent:
        return dark ? QColor(0x8f, 0xd9, 0x8f) : QColor(0x1a, 0x6b, 0x2b);
    case Tone::Good:
        return dark ? QColor(0x7e, 0xd0, 0x7e) : QColor(0x2b, 0x8a, 0x3e);
    case Tone::Bad:
        return dark ? QColor(0xff, 0x8f, 0x85) : QColor(0xb3, 0x1d, 0x1d);
    case Tone::Quiet:
        return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.4);
    case Tone::Marked:
        return dark ? QColor(0xff, 0xcf, 0x5c) : QColor(0x8a, 0x5a, 0x00);
    }
    return palette.color(QPalette::Text);
}

QColor toneBackground(Tone tone, const QPalette &palette)
{
    return mixed(palette.color(QPalette::Window), toneColor(tone, palette), 0.18);
}

Tone toneOf(EventKind kind)
{
    switch (kind) {
    case EventKind::Received:
        return Tone::Received;
    case EventKind::Sent:
        return Tone::Sent;
    case EventKind::Failed:
    case EventKind::Reset:
    case EventKind::TimedOut:
    case EventKind::Discarded:
        return Tone::Bad;
    default:
        return Tone::Quiet;
    }
}

} // namespace sockyard
