#include "netcore/log/saved/jsonscanner.h"

#include <cstdint>
#include <cstring>

namespace sockyard
{

namespace
{

constexpr int deepest = 32;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

void appendCharacter(std::string &text, unsigned character)
{
    const auto add = [&text](unsigned byte) { text += static_cast<char>(byte); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xc0U | character >> 6U);
        add(0x80U | (character & 0x3fU));
    } else if (character < 0x10000) {
        add(0xe0U | character >> 12U);
        add(0x80U | (character >> 6U & 0x3fU));
        add(0x80U | (character & 0x3fU));
    } else {
        add(0xf0U | character >> 18U);
        add(0x80U | (character >> 12U & 0x3fU));
        add(0x80U | (character >> 6U & 0x3fU));
        add(0x80U | (character & 0x3fU));
    }
}

} // namespace

void JsonScanner::skipSpace()
{
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' ||
                                    m_text[m_at] == '\r' || m_text[m_at] == '\n')) {
        ++m_at;
    }
}

bool JsonScanner::take(char wanted)
{
    skipSpace();
    if (m_at >= m_text.size() || m_text[m_at] != wanted) {
        return false;
    }
    ++m_at;
    return true;
}

bool JsonScanner::atEnd()
{
    skipSpace();
    return m_at == m_text.size();
}

bool JsonScanner::takeString(std::string_view &value, std::string &store)
{
    if (!take('"')) {
        return false;
    }
    const std::size_t begin = m_at;
    // The end of a string without escapes is found by a look at eight bytes or more at a time.
    const auto *const from = m_text.data() + m_at;
    const auto *const end = static_cast<const char *>(std::memchr(from, '"', m_text.size() - m_at));
    if (end == nullptr) {
        return false;
    }
    const auto length = static_cast<std::size_t>(end - from);
    if (std::memchr(from, '\\', length) == nullptr) {
        // A loop that does nothing else is one that the compiler makes wide.
        unsigned char controls = 0;
        for (std::size_t place = 0; place < length; ++place) {
            controls |= static_cast<unsigned char>(static_cast<unsigned char>(from[place]) < 0x20);
        }
        if (controls != 0) {
            return false;
        }
        value = m_text.substr(begin, length);
        m_at += length + 1;
        return true;
    }
    store.clear();
    while (m_at < m_text.size()) {
        const char c = m_text[m_at++];
        if (c == '"') {
            value = store;
            return true;
        }
        if (c == '\\') {
            if (!takeEscape(store)) {
                return false;
            }
        } else if (static_cast<unsigned char>(c) < 0x20) {
            return false;
        } else {
            store += c;
        }
    }
    return false;
}

bool JsonScanner::takeEscape(std::string &store)
{
    if (m_at >= m_text.size()) {
        return false;
    }
    switch (m_text[m_at++]) {
    case '"':
        store += '"';
        return true;
    case '\\':
        store += '\\';
        return true;
    case '/':
        store += '/';
        return true;
    case 'b':
        store += '\b';
        return true;
    case 'f':
        store += '\f';
        return true;
    case 'n':
        store += '\n';
        return true;
    case 'r':
        store += '\r';
        return true;
    case 't':
        store += '\t';
        return true;
    case 'u':
        break;
    default:
        return false;
    }
    unsigned character = 0;
    if (!takeFourDigits(character)) {
        return false;
    }
    if (character >= 0xd800 && character < 0xdc00) { // the first half of a pair
        unsigned low = 0;
        if (!skipWord("\\u") || !takeFourDigits(low) || low < 0xdc00 || low > 0xdfff) {
            return false;
        }
        character = 0x10000 + ((character - 0xd800) << 10U) + (low - 0xdc00);
    } else if (character >= 0xdc00 && character <= 0xdfff) {
        return false;
    }
    appendCharacter(store, character);
    return true;
}

bool JsonScanner::takeFourDigits(unsigned &value)
{
    if (m_text.size() - m_at < 4) {
        return false;
    }
    value = 0;
    for (const char c : m_text.substr(m_at, 4)) {
        unsigned digit = 0;
        if (isDigit(c)) {
            digit = static_cast<unsigned>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = static_cast<unsigned>(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = static_cast<unsigned>(c - 'A') + 10;
        } else {
            return false;
        }
        value = value * 16 + digit;
    }
    m_at += 4;
    return true;
}

std::size_t JsonScanner::takeDigits()
{
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && isDigit(m_text[m_at])) {
        ++m_at;
    }
    return m_at - begin;
}

bool JsonScanner::takeNumber(std::string_view &value)
{
    skipSpace();
    const std::size_t begin = m_at;
    const auto next = [this] { return m_at < m_text.size() ? m_text[m_at] : '\0'; };
    if (next() == '-') {
        ++m_at;
    }
    const bool zero = next() == '0';
    const std::size_t whole = takeDigits();
    if (whole == 0 || (zero && whole > 1)) {
        return false;
    }
    if (next() == '.') {
        ++m_at;
        if (takeDigits() == 0) {
            return false;
        }
    }
    if (next() == 'e' || next() == 'E') {
        ++m_at;
        if (next() == '+' || next() == '-') {
            ++m_at;
        }
        if (takeDigits() == 0) {
            return false;
        }
    }
    value = m_text.substr(begin, m_at - begin);
    return true;
}

bool JsonScanner::skipWord(std::string_view word)
{
    if (m_text.substr(m_at, word.size()) != word) {
        return false;
    }
    m_at += word.size();
    return true;
}

bool JsonScanner::skipValue(int depth)
{
    skipSpace();
    if (m_at >= m_text.size() || depth > deepest) {
        return false;
    }
    std::string_view value;
    std::string store;
    switch (m_text[m_at]) {
    case '"':
        return takeString(value, store);
    case 't':
        return skipWord("true");
    case 'f':
        return skipWord("false");
    case 'n':
        return skipWord("null");
    case '[':
        ++m_at;
        if (take(']')) {
            return true;
        }
        do {
            if (!skipValue(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take(']');
    case '{':
        ++m_at;
        if (take('}')) {
            return true;
        }
        do {
            if (!takeString(value, store) || !take(':') || !skipValue(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take('}');
    default:
        return takeNumber(value);
    }
}

bool isUtf8(std::string_view text)
{
    std::size_t at = 0;
    const auto byteAt = [text](std::size_t place) {
        return place < text.size() ? static_cast<unsigned char>(text[place]) : 0U;
    };
    while (at < text.size()) {
        // Nearly all is ASCII: eight bytes in one look.
        std::uint64_t eight = 0;
        while (text.size() - at >= sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080U) != 0) {
                break;
            }
            at += sizeof eight;
        }
        const unsigned lead = byteAt(at);
        if (at == text.size() || lead < 0x80) {
            ++at;
            continue;
        }
        // What the second byte may be depends on the first (RFC 3629 section 4).
        unsigned least = 0x80;
        unsigned most = 0xbf;
        std::size_t length = 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            length = 2;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            length = 3;
            least = lead == 0xe0 ? 0xa0 : least;
            most = lead == 0xed ? 0x9f : most;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            length = 4;
            least = lead == 0xf0 ? 0x90 : least;
            most = lead == 0xf4 ? 0x8f : most;
        } else {
            return false;
        }
        if (byteAt(at + 1) < least || byteAt(at + 1) > most) {
            return false;
        }
        for (std::size_t place = 2; place < length; ++place) {
            if ((byteAt(at + place) & 0xc0U) != 0x80) {
                return false;
            }
        }
        at += length;
    }
    return true;
}

} // namespace sockyard
