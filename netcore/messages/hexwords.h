#pragma once

#include "netcore/codec/hexinput.h"

#include <QString>

namespace sockyard
{

/// What is wrong with \a text, which a person typed as hexadecimal bytes, as a sentence to be
/// shown.
QString hexWords(const HexError &error, const QString &text);

} // namespace sockyard
