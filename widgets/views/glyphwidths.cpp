#include "widgets/views/glyphwidths.h"

#include <QFontMetricsF>

#include <cmath>
#include <cstddef>

namespace sockyard
{

namespace
{

constexpr short unknown = -1;
// Latin letters and signs, and then arrows, mathematical and technical signs, control pictures:
// none of them takes notice of its neighbours.
constexpr char16_t firstLatin = 0x20;
constexpr char16_t lastAscii = 0x7e;
constexpr char16_t firstUpper = 0xa1;
constexpr char16_t lastLatin = 0xff;
constexpr char16_t softHyphen = 0xad;
constexpr char16_t firstSign = 0x2190;
constexpr char16_t lastSign = 0x243f;
constexpr std::size_t places = lastLatin + 1 + (lastSign - firstSign + 1);

/// Where the width of a character is kept; \c places where it is not a simple one.
std::size_t placeOf(char16_t character)
{
    if ((character >= firstLatin && character <= lastAscii) ||
        (character >= firstUpper && character <= lastLatin && character != softHyphen)) {
        return character;
    }
    return character >= firstSign && character <= lastSign
               ? static_cast<std::size_t>(character - firstSign) + lastLatin + 1
               : places;
}

} // namespace

GlyphWidths::GlyphWidths(const QFont &font)
    : m_font(font)
    , m_widths(places, unknown)
{
}

bool GlyphWidths::fits(const QString &text, int width)
{
    int taken = 0;
    for (const QChar character : text) {
        const std::size_t place = placeOf(character.unicode());
        if (place == places) {
            return false;
        }
        short &known = m_widths[place];
        if (known == unknown) {
            // Rounded up, which makes up for kerning.
            known =
                static_cast<short>(std::ceil(QFontMetricsF(m_font).horizontalAdvance(character)));
        }
        taken += known;
        if (taken > width) {
            return false;
        }
    }
    return true;
}

} // namespace sockyard
