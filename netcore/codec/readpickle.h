#pragma once

#include "netcore/codec/pickle.h"

namespace sockyard
{

/// Reads a flat list of strings and byte strings, as Python's pickle.dumps() writes it in the
/// protocols 3 to 5, or says why it is none. The items are views of \a bytes. A pure function.
///
/// A pickle is a program. To have it run by pickle.loads() is to let a stranger do with this
/// machine what he likes; so it is read here by a machine that knows no more than lists, strings,
/// bytes and the memo. Every opcode that has anything found, built or called ends the reading.
/// Nothing is copied; stack, memo and list hold a few entries and no more; each byte is looked at
/// once.
///
/// What stands behind STOP is not looked at, as in pickle.loads(): two readers that take one
/// datagram for different things can be played off against each other.
PickleReading readPickle(ByteView bytes);

} // namespace sockyard
