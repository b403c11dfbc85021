#pragma once

#include "netcore/projections/doctorreport.h"

#include <QString>

namespace sockyard
{

/// How what the multicast doctor found is told: signs and words that every view uses.

/// `✓`, `✗`, `!`, `…`, `?`
QString findingMark(FindingSign sign);
/// The same in a word: `fine`, `fault`, …
QString findingWord(FindingSign sign);
/// What a check looks at: `Interface`.
QString checkTitle(DoctorCheck check);
/// The same of a finding, with the interface that it is about: `Interface eth0`.
QString findingTitle(const Finding &finding);
/// What all findings come to, in a sentence; empty before there was an examination.
QString reportSummary(const DoctorReport &report);
/// All of it as plain text, a finding a line.
QString reportText(const DoctorReport &report);

} // namespace sockyard
