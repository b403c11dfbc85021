#pragma once

#include "netcore/query/rowrules.h"

namespace sockyard
{

/// The colour rules that a person has made, one list for all tables; the defaults where there are
/// none. Main thread.
QList<RowRule> savedRowRules();
void saveRowRules(const QList<RowRule> &rules);

} // namespace sockyard
