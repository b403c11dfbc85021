#include "widgets/views/bytecolours.h"

#include "widgets/views/tones.h"

#include <QWidget>

namespace sockyard
{

namespace
{

QColor blended(const QColor &from, const QColor &to, float share)
{
    const auto mix = [share](float a, float b) { return a + (b - a) * share; };
    return QColor::fromRgbF(mix(from.redF(), to.redF()), mix(from.greenF(), to.greenF()),
                            mix(from.blueF(), to.blueF()));
}

} // namespace

ByteColours::ByteColours(const QWidget &view)
{
    const QPalette &palette = view.palette();
    QPalette::ColorGroup group = QPalette::Active;
    if (!view.isEnabled()) {
        group = QPalette::Disabled;
    } else if (!view.hasFocus() || !view.isActiveWindow()) {
        group = QPalette::Inactive;
    }
    text = palette.color(group, QPalette::Text);
    faint = palette.color(group, QPalette::PlaceholderText);
    received = toneColor(Tone::Received, palette);
    sent = toneColor(Tone::Sent, palette);
    broken = toneColor(Tone::Bad, palette);
    highlight = palette.color(group, QPalette::Highlight);
    highlightedText = palette.color(group, QPalette::HighlightedText);
    passiveHighlight = blended(palette.color(group, QPalette::Base), highlight, 0.35F);
}

const QColor &ByteColours::of(Direction direction) const
{
    switch (direction) {
    case Direction::Received:
        return received;
    case Direction::Sent:
        return sent;
    case Direction::Neither:
        break;
    }
    return text;
}

QString directionSign(Direction direction)
{
    switch (direction) {
    case Direction::Received:
        return QStringLiteral("↓");
    case Direction::Sent:
        return QStringLiteral("↑");
    case Direction::Neither:
        break;
    }
    return {};
}

} // namespace sockyard
