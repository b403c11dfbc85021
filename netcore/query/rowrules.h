#pragma once

#include "netcore/query/filter.h"

#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace sockyard
{

/// The colours that a rule may choose from. The order is part of the settings: new ones go to the
/// end.
enum class RowColour { Red, Orange, Yellow, Green, Blue, Violet, Grey };

inline constexpr int rowColourCount = static_cast<int>(RowColour::Grey) + 1;

/// Which rows are coloured: those that the expression lets through.
struct RowRule {
    QString name = {};
    QString expression = {}; ///< see Filter; one that is none, or empty, colours nothing
    RowColour colour = RowColour::Red;
    bool enabled = true;

    friend bool operator==(const RowRule &, const RowRule &) = default;
};

/// What a person starts with: failures in red.
QList<RowRule> defaultRowRules();

/// The rules as one line of JSON, for the settings.
QString rowRulesToJson(const QList<RowRule> &rules);
/// The rules of such a line. Where it is none, the defaults, and \a problem says why; empty is no
/// problem, it gives the defaults as well.
QList<RowRule> rowRulesFromJson(const QString &json, QString *problem = nullptr);

/// Rules made ready to be asked for each row that is painted. The first one that fits is right. One
/// thread, as it learns: it looks at the first 4 KiB of a payload only, and a regular expression
/// that gave up on a few events is not asked again. So a row never takes long.
class RowRules
{
public:
    /// No more than this many are looked at.
    static constexpr qsizetype most = 100;

    RowRules() = default;
    explicit RowRules(const QList<RowRule> &rules);

    bool isEmpty() const { return m_rules.empty(); }
    /// The colour of an event's row, or nothing.
    std::optional<RowColour> colourOf(const Event &event);

private:
    struct Rule {
        Filter filter;
        RowColour colour = RowColour::Red;
        std::uint64_t gaveUp = 0;
    };

    std::vector<Rule> m_rules;
};

} // namespace sockyard
