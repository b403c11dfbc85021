#include "netcore/doctor/findings.h"

#include "netcore/doctor/findingrow.h"
#include "netcore/doctor/sentencewords.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

QString sentenceOf(const char *sentence, const MulticastFacts &facts, const LineFacts &line)
{
    return filledSentence(QCoreApplication::translate(findingContext, sentence), facts, line);
}

std::optional<Finding> findingOf(DoctorCheck check, const MulticastFacts &facts)
{
    const auto rows = chatFindingRows();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [check, &facts](const ChatFindingRow &its) {
            return its.check == check && its.fits(facts);
        });
    if (row == rows.end()) {
        return std::nullopt;
    }
    return Finding{row->sign, check, {}, sentenceOf(row->sentence, facts, {})};
}

std::optional<Finding> findingOf(DoctorCheck check, const MulticastFacts &facts,
                                 const LineFacts &line)
{
    const auto rows = lineFindingRows();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [check, &facts, &line](const LineFindingRow &its) {
            return its.check == check && its.fits(facts, line);
        });
    if (row == rows.end()) {
        return std::nullopt;
    }
    return Finding{row->sign, check, line.interface.name, sentenceOf(row->sentence, facts, line)};
}

} // namespace

QList<Finding> findings(const MulticastFacts &facts)
{
    QList<Finding> result;
    for (int number = 0; number < doctorCheckCount; ++number) {
        const auto check = static_cast<DoctorCheck>(number);
        if (const auto finding = findingOf(check, facts)) {
            result.append(*finding);
            if (!facts.problem.isEmpty()) {
                break; // there is nothing to look at
            }
            continue;
        }
        for (const LineFacts &line : facts.lines) {
            if (const auto finding = findingOf(check, facts, line)) {
                result.append(*finding);
            }
        }
    }
    return result;
}

} // namespace sockyard
