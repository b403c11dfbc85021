#pragma once

#include "netcore/messages/preparedmessage.h"
#include "netcore/sockets/journal.h"

namespace sockyard
{

/// Tells that all of \a message will never leave, and \a why. Of a file, which was not opened, the
/// count is 0 and the words name it.
void discardMessage(const Journal &journal, const PreparedMessage &message, MacroSources &sources,
                    const QString &why);

} // namespace sockyard
