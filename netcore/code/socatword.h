#pragma once

#include <QString>

namespace sockyard
{

/// A host, a name or a path as it stands within an address of socat(1), so that nothing in it is
/// taken for an option or another address. It is still to be quoted for the shell. Pure.
QString socatWord(const QString &text);

} // namespace sockyard
