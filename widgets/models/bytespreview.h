#pragma once

#include "netcore/messages/preparedmessage.h"

#include <QString>

namespace sockyard
{

/// What will go over the wire, for a person who is still typing: in few words, and its first bytes.
/// A value.
struct BytesPreview {
    QString size = {};  ///< `5 bytes`, of a file `1.2 GiB`
    QString bytes = {}; ///< `68 65 6c 6c 6f`, `…` where there are more; nothing of a file
    QString note = {};  ///< what else is to be known, as that macros are filled anew each time
    QString dump = {};  ///< the bytes as a dump of some lines, `…` where there are more
};

/// Looks at a bounded number of bytes, and opens no file.
BytesPreview previewOf(const PreparedMessage &message);

} // namespace sockyard
