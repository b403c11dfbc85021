#include "netcore/codec/byteformats.h"

#include <algorithm>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr std::string_view digits = "0123456789abcdef";

void appendHex(std::string &out, unsigned value)
{
    out += digits[value >> 4];
    out += digits[value & 0xf];
}

void appendPython(std::string &out, unsigned value)
{
    switch (value) {
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\'':
        out += "\\'";
        return;
    default:
        break;
    }
    if (value >= 0x20 && value < 0x7f) {
        out += static_cast<char>(value);
    } else {
        out += "\\x";
        appendHex(out, value);
    }
}

} // namespace

std::string cArray(ByteView bytes)
{
    constexpr std::size_t onALine = 12;
    if (bytes.empty()) {
        return {};
    }
    std::string out = "const unsigned char bytes[" + std::to_string(bytes.size()) + "] = {";
    out.reserve(out.size() + bytes.size() * 6 + bytes.size() / onALine * 5 + 16);
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        out += index % onALine == 0 ? "\n    0x" : " 0x";
        appendHex(out, std::to_integer<unsigned>(bytes[index]));
        out += ',';
    }
    out += "\n};\n";
    return out;
}

std::string pythonBytes(ByteView bytes)
{
    constexpr std::size_t onALine = 64;
    if (bytes.size() <= onALine) {
        std::string out = "b'";
        for (const std::byte byte : bytes) {
            appendPython(out, std::to_integer<unsigned>(byte));
        }
        out += '\'';
        return out;
    }
    std::string out = "(\n    b'";
    out.reserve(bytes.size() * 3);
    std::size_t inLine = 0;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        const auto value = std::to_integer<unsigned>(bytes[index]);
        appendPython(out, value);
        ++inLine;
        if ((inLine == onALine || value == '\n') && index + 1 < bytes.size()) {
            out += "'\n    b'";
            inLine = 0;
        }
    }
    out += "'\n)";
    return out;
}

std::string base64Text(ByteView bytes)
{
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t from = 0; from < bytes.size(); from += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - from);
        unsigned value = 0;
        for (std::size_t index = 0; index < 3; ++index) {
            value <<= 8U;
            value |= index < count ? std::to_integer<unsigned>(bytes[from + index]) : 0U;
        }
        for (std::size_t index = 0; index < 4; ++index) {
            out += index <= count ? letters[value >> (18 - 6 * index) & 0x3f] : '=';
        }
    }
    return out;
}

} // namespace sockyard
