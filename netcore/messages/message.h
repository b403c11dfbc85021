#pragma once

#include "netcore/messages/lineending.h"
#include "netcore/messages/textencoding.h"

#include <QString>

#include <optional>

namespace sockyard
{

/// In which way a message is written.
enum class Notation {
    Text,    ///< as it is, in an encoding
    Escapes, ///< UTF-8 with escapes and macros, see netcore/codec/macros.h
    Hex,     ///< see netcore/codec/hexinput.h
    File,    ///< the path of a file, whose bytes are sent as they are
};
inline constexpr int notationCount = static_cast<int>(Notation::File) + 1;

/// As files have it: `text`, `escapes`, `hex`, `file`.
QString nameOf(Notation notation);
std::optional<Notation> notationNamed(const QString &name);

/// A message as a person wrote it. A value; it may be wrong, see PreparedMessage.
struct Message {
    Notation notation = Notation::Text;
    QString text = {};
    TextEncoding encoding = TextEncoding::Utf8; ///< of Notation::Text alone
    LineEnding ending = LineEnding::None;

    friend bool operator==(const Message &, const Message &) = default;
};

/// What is wrong with a message, and where.
struct MessageProblem {
    qsizetype position = -1; ///< in UTF-16 units of its text; -1: nowhere in particular
    qsizetype length = 0;
    QString words = {};
};

} // namespace sockyard
