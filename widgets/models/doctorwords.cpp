#include "widgets/models/doctorwords.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::DoctorWords", text);
}

} // namespace

QString findingMark(FindingSign sign)
{
    switch (sign) {
    case FindingSign::Ok:
        return QStringLiteral("✓");
    case FindingSign::Fault:
        return QStringLiteral("✗");
    case FindingSign::Warning:
        return QStringLiteral("!");
    case FindingSign::Busy:
        return QStringLiteral("…");
    case FindingSign::Unknown:
        return QStringLiteral("?");
    }
    return {};
}

QString findingWord(FindingSign sign)
{
    switch (sign) {
    case FindingSign::Ok:
        return tr("fine");
    case FindingSign::Fault:
        return tr("fault");
    case FindingSign::Warning:
        return tr("warning");
    case FindingSign::Busy:
        return tr("looking");
    case FindingSign::Unknown:
        return tr("not known");
    }
    return {};
}

QString checkTitle(DoctorCheck check)
{
    switch (check) {
    case DoctorCheck::Socket:
        return tr("Socket");
    case DoctorCheck::Membership:
        return tr("Membership");
    case DoctorCheck::Interface:
        return tr("Interface");
    case DoctorCheck::Route:
        return tr("Route");
    case DoctorCheck::Probe:
        return tr("Probe");
    case DoctorCheck::Hosts:
        return tr("Other hosts");
    case DoctorCheck::Port:
        return tr("Port");
    case DoctorCheck::Family:
        return tr("Other group");
    case DoctorCheck::Scope:
        return tr("Reach");
    case DoctorCheck::Firewall:
        return tr("Firewall");
    }
    return {};
}

QString findingTitle(const Finding &finding)
{
    const QString title = checkTitle(finding.check);
    return finding.interfaceName.isEmpty() ? title : tr("%1 %2").arg(title, finding.interfaceName);
}

QString reportSummary(const DoctorReport &report)
{
    const int faults = report.count(FindingSign::Fault);
    const int warnings = report.count(FindingSign::Warning);
    const QString found = faults == 1 ? tr("1 fault found") : tr("%1 faults found").arg(faults);
    if (report.begun() == 0) {
        return {};
    }
    if (report.isRunning()) {
        return faults == 0 ? tr("Looking; it takes about 5 seconds")
                           : tr("%1 so far; looking on").arg(found);
    }
    if (faults > 0) {
        return found;
    }
    if (warnings > 0) {
        return warnings == 1 ? tr("No fault was found, but there is 1 warning")
                             : tr("No fault was found, but there are %1 warnings").arg(warnings);
    }
    return tr("No fault was found: the others may be silent");
}

QString reportText(const DoctorReport &report)
{
    QString text;
    for (const Finding &finding : report.findings()) {
        text += tr("%1 %2: %3 (%4)")
                    .arg(findingMark(finding.sign), findingTitle(finding), finding.sentence,
                         findingWord(finding.sign)) +
                u'\n';
    }
    const QString summary = reportSummary(report);
    return summary.isEmpty() ? text : summary + u'\n' + text;
}

} // namespace sockyard
