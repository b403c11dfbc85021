#pragma once

#include "netcore/log/event.h"
#include "netcore/messages/textencoding.h"

#include <QString>
#include <QStringDecoder>

#include <memory>

namespace sockyard
{

/// Reads bytes as characters one by one, so that each character is known to be made of these bytes,
/// and what is no character of the encoding shows as the bytes that it is. A value; one thread.
class TextDecoder
{
public:
    /// Broken is a byte that belongs to no character; its value is the code.
    enum class Kind : std::uint8_t { Character, Broken };
    struct Step {
        char32_t code = 0;
        std::uint8_t length = 1; ///< in bytes
        Kind kind = Kind::Character;
    };

    explicit TextDecoder(TextEncoding encoding = TextEncoding::Utf8);

    TextEncoding encoding() const { return m_encoding; }
    /// Characters begin at multiples of so many bytes.
    std::size_t unit() const;
    /// The character that \a rest begins with; \a rest is not empty.
    Step next(ByteView rest) const;
    /// The first place at or behind \a wanted where a character begins. \a context begins with a
    /// whole unit; a kilobyte before \a wanted is enough.
    std::size_t nextBeginning(ByteView context, std::size_t wanted) const;
    /// All bytes as a text to be copied: U+FFFD for what is no character, U+2400 for NUL, since
    /// many programs end a pasted text at the first NUL.
    QString text(ByteView bytes) const;

private:
    Step nextUtf8(ByteView rest) const;
    Step nextUtf16(ByteView rest) const;
    Step nextJapanese(ByteView rest) const;

    TextEncoding m_encoding;
    std::shared_ptr<QStringDecoder> m_decoder; // costly to make; only for the Japanese ones
};

} // namespace sockyard
