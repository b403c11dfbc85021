#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/sockets/notemarks.h"

namespace sockyard
{

/// Begins the story of a socket that only probes: by its first event, views of the talk leave it
/// out.
inline Journal markedAsProbe(Journal journal, const QString &purpose)
{
    journal.write(EventKind::Note, markedNote(probeMark, purpose));
    return journal;
}

} // namespace sockyard
