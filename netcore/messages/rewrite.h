#pragma once

#include "netcore/log/event.h"
#include "netcore/messages/message.h"

#include <QString>

#include <optional>

namespace sockyard
{

/// What \a message has to be in another notation, so that the same bytes go; its encoding (for
/// Notation::Text) and its ending stay, and the bytes of the ending are not part of it. In its
/// own notation it stays what it is. Nothing where that cannot be done exactly: the message is
/// wrong, has macros, is a file, or has bytes that Notation::Text cannot show.
std::optional<QString> rewritten(const Message &message, Notation to);

/// The friendliest message that sends exactly these bytes, ending included: Text in UTF-8 where
/// every character can be seen, else Escapes where most is text, else Hex.
Message messageOf(ByteView bytes);

} // namespace sockyard
