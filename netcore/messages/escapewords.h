#pragma once

#include "netcore/codec/escapes.h"

#include <QString>

namespace sockyard
{

/// What is wrong with \a text, which a person typed in escapes, as a sentence to be shown.
QString escapeWords(const EscapeError &error, const QString &text);

} // namespace sockyard
