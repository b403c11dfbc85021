#include "widgets/views/replyrulesdelegate.h"

#include "widgets/models/replyrulesmodel.h"

namespace sockyard
{

ReplyRulesDelegate::ReplyRulesDelegate(QObject *parent)
    : CellDelegate(ReplyRulesModel::ProblemRole, parent)
{
}

QWidget *ReplyRulesDelegate::makeEditor(QWidget *parent, int column) const
{
    QStringList titles;
    switch (column) {
    case ReplyRulesModel::WhenColumn:
        for (int i = 0; i < ReplyRule::whenCount; ++i) {
            titles.append(ReplyRule::titleOf(static_cast<ReplyRule::When>(i)));
        }
        return makeChoice(parent, titles);
    case ReplyRulesModel::ThenColumn:
        for (int i = 0; i < ReplyRule::thenCount; ++i) {
            titles.append(ReplyRule::titleOf(static_cast<ReplyRule::Then>(i)));
        }
        return makeChoice(parent, titles);
    case ReplyRulesModel::AfterColumn:
        return makeTime(parent, ReplyRule::longestDelay);
    default:
        return makeText(parent);
    }
}

} // namespace sockyard
