#pragma once

#include "netcore/projections/bytesource.h"

#include <QColor>
#include <QString>

class QWidget;

namespace sockyard
{

/// What the views of bytes paint with: from the palette and the tones alone, so that every style
/// and both light and dark work.
struct ByteColours {
    QColor text;
    QColor faint;
    QColor received;
    QColor sent;
    QColor broken;
    QColor highlight;
    QColor highlightedText;
    QColor passiveHighlight; ///< under the ordinary text

    explicit ByteColours(const QWidget &view);
    const QColor &of(Direction direction) const;
};

/// `↓` for what was received, `↑` for what was sent: nobody has to see the colours.
QString directionSign(Direction direction);

} // namespace sockyard
