#pragma once

#include <QString>

namespace sockyard
{

/// All replies that a server can give, with their options, what these may be and what they usually
/// are: lines of plain text for a terminal.
QString listOfReplies();

} // namespace sockyard
