#pragma once

#include "netcore/projections/bytewindow.h"
#include "widgets/models/textdecoder.h"

#include <QString>

#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace sockyard
{

/// A stream of bytes as lines of text, wrapped at a number of columns, of which only the pages that
/// are looked at are ever decoded. A page begins with the first line that begins behind a multiple
/// of 16 KiB, so that any place of gigabytes is found at once; where lines are longer than 4 KiB a
/// page's beginning breaks one. A wide character takes two columns. What is invisible, and what is
/// no text, shows as such. Main thread.
class TextPages
{
public:
    enum class Kind : std::uint8_t { Text, Escape, Broken };
    /// One character, or a byte that is none.
    struct Glyph {
        qint64 offset = 0;
        char32_t code = 0;
        int column = 0;
        std::uint8_t columns = 1; ///< 0 for a mark over the character before it
        std::uint8_t length = 1;  ///< in bytes
        Kind kind = Kind::Text;
    };
    struct Line {
        qint64 from = 0;
        qint64 to = 0;
        Direction direction = Direction::Neither;
        std::vector<Glyph> glyphs;
    };
    /// A line's place; compares in the order of the lines.
    struct Place {
        qint64 page = 0;
        int line = 0;
        bool operator==(const Place &) const = default;
        bool operator<(const Place &other) const
        {
            return page < other.page || (page == other.page && line < other.line);
        }
    };

    TextPages();
    void setSource(std::shared_ptr<const ByteSource> source);
    void setEncoding(TextEncoding encoding);
    void setColumns(int columns);
    /// Takes over that the source grew, or lost its beginning.
    void update();

    const TextDecoder &decoder() const { return m_decoder; }
    qint64 first() const { return m_first; }
    qint64 size() const { return m_size; }

    /// The line in which a byte is shown, or the next one; the last one for a place behind the end.
    /// Nothing where there are no lines.
    std::optional<Place> placeOf(qint64 offset);
    std::optional<Place> firstPlace();
    std::optional<Place> lastPlace();
    std::optional<Place> next(Place place);
    std::optional<Place> previous(Place place);
    /// As far as there are lines.
    Place moved(Place place, int lines);
    /// Valid until the next call.
    const Line &line(Place place);

    /// What is shown of a character: itself, or `\r`, `<U+202E>`, `\xff`.
    static QString textOf(const Glyph &glyph);

private:
    using Lines = std::vector<Line>;
    struct Page {
        qint64 number;
        qint64 end;
        Lines lines;
    };

    qint64 lastPage() const;
    qint64 beginning(qint64 page) const;
    qint64 lineBeginning(qint64 wanted) const;
    const Lines &linesOf(qint64 page);
    Lines layOut(qint64 from, qint64 to) const;
    void layOut(Lines &lines, const ByteWindow &window, const ByteWindow::Segment &segment) const;

    std::shared_ptr<const ByteSource> m_source;
    TextDecoder m_decoder;
    int m_columns = 80;
    qint64 m_first = 0;
    qint64 m_size = 0;
    std::list<Page> m_pages; // the last used first
};

} // namespace sockyard
