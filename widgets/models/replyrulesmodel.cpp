#include "widgets/models/replyrulesmodel.h"

#include "netcore/codec/visibletext.h"
#include "netcore/responders/preparedrule.h"

#include <algorithm>

namespace sockyard
{

namespace
{

QList<RuleProblem> problemsOf(const ReplyRule &rule)
{
    return PreparedRule::problemsOf(rule, 0);
}

/// One line, as a file may hold anything.
QString shown(const QString &text)
{
    constexpr std::size_t mostShown = 1000;
    return QString::fromStdString(visibleText(text.toStdString(), mostShown));
}

} // namespace

void ReplyRulesModel::setRules(const QList<ReplyRule> &rules)
{
    beginResetModel();
    m_rules = rules;
    m_problems.clear();
    for (const ReplyRule &rule : rules) {
        m_problems.append(problemsOf(rule));
    }
    endResetModel();
}

bool ReplyRulesModel::hasRoomFor(qsizetype count) const
{
    return m_rules.size() + count <= mostReplyRules;
}

void ReplyRulesModel::insert(int row, const QList<ReplyRule> &rules)
{
    Q_ASSERT(hasRoomFor(rules.size()));
    if (rules.isEmpty()) {
        return;
    }
    beginInsertRows({}, row, row + static_cast<int>(rules.size()) - 1);
    for (qsizetype i = 0; i < rules.size(); ++i) {
        m_rules.insert(row + i, rules.at(i));
        m_problems.insert(row + i, problemsOf(rules.at(i)));
    }
    endInsertRows();
    Q_EMIT edited();
}

void ReplyRulesModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_rules.removeAt(row);
    m_problems.removeAt(row);
    endRemoveRows();
    Q_EMIT edited();
}

void ReplyRulesModel::swapWithNext(int row)
{
    beginMoveRows({}, row + 1, row + 1, {}, row);
    m_rules.swapItemsAt(row, row + 1);
    m_problems.swapItemsAt(row, row + 1);
    endMoveRows();
    Q_EMIT edited();
}

std::optional<RuleProblem> ReplyRulesModel::firstProblem() const
{
    const auto first = std::find_if(m_problems.begin(), m_problems.end(),
                                    [](const auto &problems) { return !problems.isEmpty(); });
    if (first == m_problems.end()) {
        return std::nullopt;
    }
    RuleProblem problem = first->constFirst();
    problem.rule = first - m_problems.begin();
    return problem;
}

int ReplyRulesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rules.size());
}

int ReplyRulesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ReplyRulesModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : flags;
}

QVariant ReplyRulesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    if (role == ProblemRole || role == Qt::AccessibleDescriptionRole) {
        return problemOf(index);
    }
    if (role == Qt::ToolTipRole) {
        return problemOf(index).toHtmlEscaped();
    }
    if (role != Qt::DisplayRole && role != Qt::EditRole) {
        return {};
    }
    const bool isEdited = role == Qt::EditRole;
    const ReplyRule &rule = m_rules.at(index.row());
    switch (index.column()) {
    case WhenColumn:
        return isEdited ? QVariant(static_cast<int>(rule.when)) : ReplyRule::titleOf(rule.when);
    case PatternColumn:
        return isEdited ? rule.pattern : shown(rule.pattern);
    case AnswerColumn:
        return isEdited ? rule.answer : shown(rule.answer);
    case AfterColumn:
        return isEdited ? QVariant(rule.after) : tr("%1 ms").arg(rule.after);
    case ThenColumn:
        return isEdited ? QVariant(static_cast<int>(rule.then)) : ReplyRule::titleOf(rule.then);
    default:
        return {};
    }
}

bool ReplyRulesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole) {
        return false;
    }
    ReplyRule rule = m_rules.at(index.row());
    if (!change(rule, index.column(), value)) {
        return false;
    }
    if (rule == m_rules.at(index.row())) {
        return true;
    }
    m_rules[index.row()] = rule;
    m_problems[index.row()] = problemsOf(rule);
    Q_EMIT dataChanged(index, index); // the one that may be edited right now
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    Q_EMIT edited();
    return true;
}

bool ReplyRulesModel::change(ReplyRule &rule, int column, const QVariant &value)
{
    const int number = value.toInt();
    const bool isNumber = value.canConvert<int>();
    switch (column) {
    case WhenColumn:
        rule.when = static_cast<ReplyRule::When>(number);
        return isNumber && number >= 0 && number < ReplyRule::whenCount;
    case PatternColumn:
        rule.pattern = value.toString();
        return true;
    case AnswerColumn:
        rule.answer = value.toString();
        return true;
    case AfterColumn:
        rule.after = number;
        return isNumber && number >= 0 && number <= ReplyRule::longestDelay;
    case ThenColumn:
        rule.then = static_cast<ReplyRule::Then>(number);
        return isNumber && number >= 0 && number < ReplyRule::thenCount;
    default:
        return false;
    }
}

QVariant ReplyRulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    if (role == Qt::DisplayRole) {
        return ReplyRule::titleOf(static_cast<ReplyRule::Field>(section));
    }
    if (role != Qt::ToolTipRole) {
        return {};
    }
    switch (section) {
    case WhenColumn:
        return tr("How a message has to fit the pattern. The first rule that fits answers.");
    case PatternColumn:
        return tr("Text, with \\n \\r \\t \\0 \\\\, \\xHH for a byte and \\u{3042} for a "
                  "character. Of \"matches\" it is a regular expression, which may fit anywhere in "
                  "the message: ^ and $ stand for its ends.");
    case AnswerColumn:
        return tr("Text as in a pattern, with $1 to $9 for the groups of an expression, $0 for the "
                  "message, ${time}, ${time:utc}, ${time:unix}, ${time:unix-ms}, ${counter}, "
                  "${random:N} for N random bytes, ${peer}, and $$ for a dollar.");
    case AfterColumn:
        return tr("How long the answer waits. Other messages of the client wait behind it.");
    case ThenColumn:
        return tr("keep: the next message is waited for. finish: nothing more is sent, but "
                  "received. close: the connection is closed. reset: it is cut.");
    default:
        return {};
    }
}

QString ReplyRulesModel::problemOf(const QModelIndex &index) const
{
    const QList<RuleProblem> &problems = m_problems.at(index.row());
    const auto found =
        std::find_if(problems.begin(), problems.end(), [&index](const RuleProblem &problem) {
            return static_cast<int>(*problem.field) == index.column();
        });
    return found == problems.end() ? QString() : found->words;
}

} // namespace sockyard
