#pragma once

#include "netcore/sockets/memberships.h"

#include <QList>

#include <iosfwd>

namespace sockyard
{

/// The memberships in the text of Linux's /proc/net/igmp (IPv4: a line for an interface, and below
/// it one for each group) and /proc/net/igmp6 (IPv6: a line for each group). Lines of any other
/// form are passed over, and so are groups that are none. Pure functions; any thread.
QList<Membership> membershipsInIgmp(std::istream &table);
QList<Membership> membershipsInIgmp6(std::istream &table);

} // namespace sockyard
