#pragma once

#include "netcore/log/event.h"

#include <QColor>
#include <QPalette>

namespace sockyard
{

/// The few colours that mean something, for a light or a dark palette. Each goes with a sign or a
/// word: nobody has to see them.
enum class Tone { Plain, Received, Sent, Good, Bad, Quiet, Marked };

/// The colour in which text of this tone is drawn on the palette's base.
QColor toneColor(Tone tone, const QPalette &palette);
/// The colour behind a bar of this tone, under the palette's text colour.
QColor toneBackground(Tone tone, const QPalette &palette);
/// The tone of an event's row.
Tone toneOf(EventKind kind);

} // namespace sockyard
