#pragma once

#include <QHostAddress>
#include <QList>

namespace sockyard
{

/// The addresses of a host in the order in which they are tried (RFC 8305, section 4): the system's
/// (RFC 6724), with the families in turn, beginning with that of the first. Each once.
QList<QHostAddress> connectingOrder(const QList<QHostAddress> &addresses);

} // namespace sockyard
