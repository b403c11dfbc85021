#pragma once

#include "netcore/messages/message.h"

#include <QString>

namespace sockyard
{

/// `Text`, `Escapes`, …
QString notationTitle(Notation notation);
/// What a notation is, in a sentence or two.
QString notationWords(Notation notation);
/// `no ending`, `LF`, `CRLF`
QString endingTitle(LineEnding ending);
/// The beginning of a message as one line of inert text.
QString messageInShort(const Message &message);

} // namespace sockyard
