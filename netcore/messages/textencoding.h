#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace sockyard
{

/// How characters are written as bytes.
enum class TextEncoding { Utf8, Latin1, Utf16LittleEndian, Utf16BigEndian, ShiftJis, EucJp };

/// Those that this Qt knows: the Japanese ones need a Qt with ICU.
std::vector<TextEncoding> availableEncodings();
/// As a person reads it and as files have it: `UTF-8`, `Shift-JIS`, …
QString encodingName(TextEncoding encoding);
/// The encoding of that name, in any case of letters; or nothing.
std::optional<TextEncoding> encodingNamed(const QString &name);

} // namespace sockyard
