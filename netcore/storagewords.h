#pragma once

#include "netcore/log/logstore.h"

#include <QString>

namespace sockyard
{

/// What a person should know of it, with the system's words.
QString storageWords(const StorageTrouble &trouble);

} // namespace sockyard
