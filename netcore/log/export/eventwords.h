#pragma once

#include "netcore/log/event.h"

#include <QString>

namespace sockyard
{

/// A sign and a word for what happened: `↓ received`, `↑ sent`, `● accepted`.
QString eventText(EventKind kind);

} // namespace sockyard
