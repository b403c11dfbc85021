#pragma once

#include "netcore/chat/finding.h"
#include "netcore/doctor/multicastfacts.h"

#include <QList>

namespace sockyard
{

/// What these facts come to: for each check one finding, or one for each interface, in the order of
/// DoctorCheck; what waits for an answer is Busy. A pure function over the tables of findingrow.h.
QList<Finding> findings(const MulticastFacts &facts);

} // namespace sockyard
