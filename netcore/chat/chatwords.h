#pragma once

#include "netcore/codec/chatwire.h"

#include <QString>

// The words for what netcore/codec says about a chat's wires. Pure functions.
namespace sockyard
{

/// Why a datagram is no message, as one sentence that can stand beside its bytes.
QString chatRefusalWords(const ChatRefusal &refusal);

/// A wire (a name of chatWires()) as one chooses it: `mcc (Python pickle)`. A name that is none is
/// given back as it is.
QString wireTitle(const QString &wire);
/// What a wire is good for, in one sentence; empty for a name that is none.
QString wireWords(const QString &wire);

/// Why a wire cannot carry that name, as a sentence to be shown; empty where it can. White space
/// around a name does not count.
QString badNameWords(const QString &name, const QString &wire);

} // namespace sockyard
