#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sockyard
{

/// Walks through one text of JSON (RFC 8259) from left to right, without building anything. Every
/// step says whether what it wanted was there; after a step that failed the place is not certain.
/// The text must be valid UTF-8, and outlive the scanner and every view that it gives out.
class JsonScanner
{
public:
    explicit JsonScanner(std::string_view text)
        : m_text(text)
    {
    }

    void skipSpace();
    /// Passes that one character, after white space.
    bool take(char wanted);
    /// Nothing but white space is left.
    bool atEnd();
    /// Passes a string. \a value shows it: in the text itself where it has no escapes, or in
    /// \a store.
    bool takeString(std::string_view &value, std::string &store);
    /// Passes a number; \a value shows it as it is written.
    bool takeNumber(std::string_view &value);
    /// Passes any value. Arrays and objects deeper than 32 are refused.
    bool skipValue() { return skipValue(0); }

private:
    bool skipValue(int depth);
    bool skipWord(std::string_view word);
    bool takeEscape(std::string &store);
    bool takeFourDigits(unsigned &value);
    std::size_t takeDigits();

    std::string_view m_text;
    std::size_t m_at = 0;
};

/// True where \a text is UTF-8 (RFC 3629): nothing overlong, no surrogates, nothing past U+10FFFF.
bool isUtf8(std::string_view text);

} // namespace sockyard
