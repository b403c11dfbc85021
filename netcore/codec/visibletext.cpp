#include "netcore/codec/visibletext.h"

#include "netcore/codec/unicodetable.h"
#include "netcore/codec/utf8.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

constexpr std::string_view ellipsis = "\xe2\x80\xa6";
constexpr int marksInARow = 8;
constexpr std::size_t manyBrokenBytes = 8;

constexpr unsigned byteAt(std::string_view text, std::size_t index)
{
    return static_cast<unsigned char>(text[index]);
}

constexpr bool isPlain(char character)
{
    return character >= 0x20 && character < 0x7f;
}

/// Looks at all of it, without an end in between: so the compiler looks at many at a time.
bool isAllPlain(std::string_view text)
{
    unsigned others = 0;
    for (const char character : text) {
        others |= isPlain(character) ? 0U : 1U;
    }
    return others == 0;
}

void appendHexByte(std::string &out, unsigned byte)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const std::array<char, 4> escape = {'\\', 'x', digits[byte >> 4], digits[byte & 0xf]};
    out.append(escape.data(), escape.size());
}

void appendControl(std::string &out, unsigned control)
{
    switch (control) {
    case '\0':
        out += "\\0";
        return;
    case '\t':
        out += "\\t";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    default:
        appendHexByte(out, control);
        return;
    }
}

void appendNumber(std::string &out, char32_t character)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    int shift = 12; // four digits at least, as Unicode writes them
    while (character >> shift > 0xf) {
        shift += 4;
    }
    out += "<U+";
    for (; shift >= 0; shift -= 4) {
        out += digits[(character >> shift) & 0xf];
    }
    out += '>';
}

/// True where many bytes, and more than a quarter of those beyond ASCII, belong to no character: no
/// text with a broken place in it, but something else, in which characters turn up by accident.
bool isHardlyUtf8(std::string_view text)
{
    std::size_t beyondAscii = 0;
    std::size_t broken = 0;
    for (std::size_t index = 0; index < text.size();) {
        if (byteAt(text, index) < 0x80) {
            ++index;
            continue;
        }
        const Utf8Step step = readUtf8(text, index);
        const std::size_t length = step.kind == Utf8Step::Kind::Character ? step.length : 1;
        beyondAscii += length;
        broken += step.kind == Utf8Step::Kind::NotUtf8 ? 1 : 0;
        index += length;
    }
    return broken >= manyBrokenBytes && broken * 4 > beyondAscii;
}

} // namespace

std::string visibleText(std::string_view text, std::size_t limit)
{
    const bool isCut = text.size() > limit;
    text = text.substr(0, limit);
    std::string out;
    out.reserve(text.size() + (isCut ? ellipsis.size() : 0));
    if (isAllPlain(text)) { // as most is
        out = text;
        if (isCut) {
            out += ellipsis;
        }
        return out;
    }

    const bool isBinary = isHardlyUtf8(text);
    int marks = 0;
    std::size_t index = 0;
    while (index < text.size()) {
        const auto plainEnd = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(index),
                                               text.end(), isPlain);
        const auto plain = static_cast<std::size_t>(plainEnd - text.begin()) - index;
        if (plain > 0) {
            out.append(text, index, plain);
            index += plain;
            marks = 0;
            continue;
        }
        if (byteAt(text, index) < 0x80) {
            appendControl(out, byteAt(text, index));
            ++index;
            marks = 0;
            continue;
        }

        const Utf8Step step = readUtf8(text, index);
        if (step.kind == Utf8Step::Kind::Unfinished && isCut) {
            break; // whole perhaps, but the limit went through it: it is part of what was cut
        }
        if (step.kind != Utf8Step::Kind::Character || isBinary) {
            // Byte by byte: a byte behind a broken beginning may be the lead of something whole.
            appendHexByte(out, byteAt(text, index));
            ++index;
            marks = 0;
            continue;
        }
        if (unicode::isInvisible(step.character)) {
            appendNumber(out, step.character);
            marks = 0;
        } else if (unicode::isCombining(step.character)) {
            ++marks;
            if (marks <= marksInARow) {
                out.append(text, index, step.length);
            } else if (marks == marksInARow + 1) {
                out += ellipsis;
            }
        } else {
            out.append(text, index, step.length);
            marks = 0;
        }
        index += step.length;
    }
    if (isCut) {
        out += ellipsis;
    }
    return out;
}

std::string visibleText(ByteView bytes, std::size_t limit)
{
    // char may look at any object's bytes; that is what the cast relies on.
    return visibleText(std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()),
                       limit);
}

} // namespace sockyard
