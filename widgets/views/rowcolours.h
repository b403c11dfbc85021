#pragma once

#include "netcore/query/rowrules.h"

#include <QColor>
#include <QPalette>
#include <QString>

namespace sockyard
{

/// The colour behind a row that a rule coloured, on a light or a dark palette; the palette's text
/// and every tone can be read on it.
QColor rowColour(RowColour colour, const QPalette &palette);
/// Its name for a person.
QString rowColourName(RowColour colour);

} // namespace sockyard
