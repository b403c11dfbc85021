#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sockyard
{

/// One line of a dump (see dumptext.h), taken apart but not judged. A value; its text belongs to
/// whoever gave it.
class DumpLine
{
public:
    enum class Kind {
        Blank,
        Star,   ///< `*`
        Offset, ///< an offset and nothing behind it
        Bytes,  ///< an offset, and something behind it
        Other,
    };

    /// No tool prints more bytes on a line.
    static constexpr std::size_t mostBytes = 256;

    /// \a line has no end of line. \a position is its place in the whole text.
    DumpLine(std::string_view line, std::size_t position);

    Kind kind() const { return m_kind; }
    std::size_t position() const { return m_position; }
    std::string_view text() const { return m_text; }

    std::uint64_t offset() const { return m_offset; }
    std::size_t offsetPosition() const { return m_position + m_offsetAt; }
    std::size_t offsetLength() const { return m_offsetLength; }
    bool hasColon() const { return m_hasColon; }
    /// White space between offset and bytes.
    std::size_t gap() const { return m_gap; }

    /// The bytes that are followed by their own characters. Nothing where there are no characters,
    /// or others.
    std::optional<std::string> bytesBesideText() const;
    /// The bytes, where nothing but digits follows the offset.
    std::optional<std::string> bytesAlone() const;
    /// The characters beside the bytes stand between `|` or `>` and `<`.
    bool hasFramedText() const;
    /// So many digits stand together at the beginning of the bytes.
    std::size_t firstRun() const;
    /// The offset is as long as that.
    bool isAllOneWidth() const { return firstRun() == m_offsetLength; }

    /// What is behind the bytes, or can be none of them: its place in the whole text.
    std::size_t restPosition() const;

private:
    bool readOffset();

    std::string_view m_text;
    std::size_t m_position;
    Kind m_kind = Kind::Other;
    std::uint64_t m_offset = 0;
    std::size_t m_offsetAt = 0;
    std::size_t m_offsetLength = 0;
    std::size_t m_gap = 0;
    bool m_hasColon = false;
    std::size_t m_bytesAt = 0;
};

} // namespace sockyard
