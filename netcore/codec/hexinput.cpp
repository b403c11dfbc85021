#include "netcore/codec/hexinput.h"

#include "netcore/codec/byteliteral.h"
#include "netcore/codec/dumptext.h"
#include "netcore/codec/hexarray.h"
#include "netcore/codec/hexcursor.h"

namespace sockyard
{

namespace
{

void readPrefixed(HexCursor &cursor)
{
    const auto number = cursor.readNumber();
    if (!number) {
        return;
    }
    if (number->digits.size() == 1) { // the prefix says that it is a number
        cursor.append(*hexDigit(number->digits.front()));
    } else if (number->digits.size() % 2 != 0) {
        cursor.fail(HexError::What::HalfByte, number->position, number->length);
    } else {
        cursor.appendPairs(number->digits);
    }
}

void readRun(HexCursor &cursor)
{
    const std::size_t from = cursor.at();
    const std::string_view digits = cursor.readDigits();
    if (digits.empty()) {
        cursor.failHere();
    } else if (digits.size() % 2 != 0) {
        cursor.fail(HexError::What::HalfByte, from, digits.size());
    } else {
        cursor.appendPairs(digits);
    }
}

HexRead readRuns(std::string_view text)
{
    constexpr std::string_view separators = " \t\r\n,:;-";
    HexCursor cursor(text);
    cursor.skipSeparators(separators);
    while (!cursor.isAtEnd() && !cursor.hasFailed()) {
        if (cursor.isAtPrefix()) {
            readPrefixed(cursor);
        } else {
            readRun(cursor);
        }
        cursor.skipSeparators(separators);
    }
    return cursor.result();
}

} // namespace

HexRead readHex(std::string_view text)
{
    if (isByteLiteral(text)) {
        return readByteLiteral(text);
    }
    if (auto dump = readDumpText(text)) {
        return std::move(*dump);
    }
    return isHexArray(text) ? readHexArray(text) : readRuns(text);
}

} // namespace sockyard
