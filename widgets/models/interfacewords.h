#pragma once

#include "netcore/sockets/interfacedetails.h"

#include <QString>

namespace sockyard
{

/// How far an address carries, in a word or two: `this machine only`, `link-local`, `private`,
/// `public`.
QString reachText(const QHostAddress &address);
/// What that means for whoever wants to be reached there, in a sentence or two with the standard.
QString reachExplanation(const QHostAddress &address);
/// Netmask and broadcast address of IPv4; of IPv6 whether it is temporary or deprecated.
QString networkText(const InterfaceAddress &address);
/// `MTU 1500 · 52:54:00:12:34:56 · index 2`, as far as the system tells.
QString detailsText(const InterfaceDetails &interface);

} // namespace sockyard
