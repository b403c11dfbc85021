#include "widgets/views/rowrulesettings.h"

#include <QSettings>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView rulesKey("events/colourRules");
} // namespace

QList<RowRule> savedRowRules()
{
    return rowRulesFromJson(QSettings().value(rulesKey).toString());
}

void saveRowRules(const QList<RowRule> &rules)
{
    QSettings().setValue(rulesKey, rowRulesToJson(rules));
}

} // namespace sockyard
