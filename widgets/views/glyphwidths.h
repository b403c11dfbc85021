#pragma once

#include <QFont>
#include <QString>

#include <vector>

namespace sockyard
{

/// How wide the simple characters of a font are, each measured once: most texts in tables are made
/// of these, and need not be laid out to know that they fit. A value; for the thread of the views.
class GlyphWidths
{
public:
    GlyphWidths() = default;
    explicit GlyphWidths(const QFont &font);

    bool isOf(const QFont &font) const { return !m_widths.empty() && m_font == font; }
    /// True where \a text has room in \a width pixels. False where it has not, and where only a
    /// layout can tell: characters may join, combine or turn there.
    bool fits(const QString &text, int width);

private:
    QFont m_font;
    std::vector<short> m_widths; // pixels; unknown until it is asked for
};

} // namespace sockyard
