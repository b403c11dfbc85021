#pragma once

#include "netcore/codec/macros.h"

#include <QString>

namespace sockyard
{

/// What is wrong with \a text, which a person typed with macros, as a sentence to be shown.
QString macroWords(const MacroError &error, const QString &text);

} // namespace sockyard
