#include "netcore/projections/doctorreport.h"

#include "netcore/sockets/notemarks.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// A machine has some interfaces, and there are some checks; a file may hold anything.
constexpr qsizetype mostFindings = 1000;

} // namespace

bool DoctorReport::apply(const Event &event)
{
    if (event.connection() != 0) {
        return false;
    }
    if (event.kind() == EventKind::Closed) {
        return end(); // who owns the doctor has stopped
    }
    std::string_view note = event.note();
    if (event.kind() != EventKind::Note || !note.starts_with(doctorMark)) {
        return false;
    }
    note.remove_prefix(doctorMark.size());
    if (note == examinationBegins) {
        return begin();
    }
    if (note == examinationEnds) {
        return end();
    }
    const auto finding = Finding::fromText(note);
    return finding && m_isRunning && add(*finding);
}

int DoctorReport::count(FindingSign sign) const
{
    return static_cast<int>(std::count_if(m_findings.begin(), m_findings.end(),
                                          [sign](const Finding &its) { return its.sign == sign; }));
}

bool DoctorReport::begin()
{
    m_findings.clear();
    m_isRunning = true;
    ++m_begun;
    return true;
}

bool DoctorReport::end()
{
    if (!m_isRunning) {
        return false;
    }
    m_isRunning = false;
    for (Finding &finding : m_findings) {
        if (finding.sign == FindingSign::Busy) {
            finding.sign = FindingSign::Unknown; // it ended before that could be told
        }
    }
    return true;
}

bool DoctorReport::add(const Finding &finding)
{
    const auto known =
        std::find_if(m_findings.begin(), m_findings.end(),
                     [&finding](const Finding &its) { return its.isAboutTheSameAs(finding); });
    if (known != m_findings.end()) {
        *known = finding;
        return true;
    }
    if (m_findings.size() >= mostFindings) {
        return false;
    }
    const auto place =
        std::upper_bound(m_findings.begin(), m_findings.end(), finding.check,
                         [](DoctorCheck check, const Finding &its) { return check < its.check; });
    m_findings.insert(place, finding);
    return true;
}

} // namespace sockyard
