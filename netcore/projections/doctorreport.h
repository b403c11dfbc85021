#pragma once

#include "netcore/chat/finding.h"
#include "netcore/log/eventlog.h"

#include <QList>

#include <optional>
#include <string_view>

namespace sockyard
{

/// What the multicast doctor found in its last examination, folded from the notes that it writes
/// into its endpoint's log. A value of one thread.
class DoctorReport
{
public:
    /// True where the event changed the report.
    bool apply(const Event &event);

    /// The examination has begun and not ended.
    bool isRunning() const { return m_isRunning; }
    /// How many examinations have begun: a new one has a report of its own.
    quint64 begun() const { return m_begun; }
    /// In the order of DoctorCheck, and for each check in that in which they came first. Bounded.
    const QList<Finding> &findings() const { return m_findings; }
    int count(FindingSign sign) const;

private:
    bool begin();
    bool end();
    bool add(const Finding &finding);

    QList<Finding> m_findings;
    quint64 m_begun = 0;
    bool m_isRunning = false;
};

} // namespace sockyard
