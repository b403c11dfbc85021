#include "widgets/models/sequencemodel.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/messagewords.h"

namespace sockyard
{

void SequenceModel::setSteps(const QList<WrittenStep> &steps)
{
    beginResetModel();
    m_steps = steps;
    endResetModel();
}

void SequenceModel::insert(int row, const WrittenStep &step)
{
    Q_ASSERT(hasRoom());
    beginInsertRows({}, row, row);
    m_steps.insert(row, step);
    endInsertRows();
    Q_EMIT edited();
}

void SequenceModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_steps.removeAt(row);
    endRemoveRows();
    Q_EMIT edited();
}

void SequenceModel::swapWithNext(int row)
{
    beginMoveRows({}, row + 1, row + 1, {}, row);
    m_steps.swapItemsAt(row, row + 1);
    endMoveRows();
    Q_EMIT edited();
}

QString SequenceModel::firstProblem() const
{
    for (qsizetype row = 0; row < m_steps.size(); ++row) {
        for (int field = 0; field < WrittenStep::fieldCount; ++field) {
            const QString words = m_steps.at(row).problemOf(static_cast<WrittenStep::Field>(field));
            if (!words.isEmpty()) {
                return tr("Step %1: %2").arg(QString::number(row + 1), words);
            }
        }
    }
    return {};
}

int SequenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}

int SequenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags SequenceModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : flags;
}

QVariant SequenceModel::shown(const WrittenStep &step, int column)
{
    switch (column) {
    case WaitColumn:
        return tr("%1 ms").arg(step.wait);
    case AnswerColumn:
        return QString::fromStdString(visibleText(step.answer.toStdString()));
    case AtMostColumn:
        return step.answer.isEmpty() ? QString() : tr("%1 ms").arg(step.atMost);
    case NotationColumn:
        return step.message.notation == Notation::Text &&
                       step.message.encoding != TextEncoding::Utf8
                   ? tr("Text, %1").arg(encodingName(step.message.encoding))
                   : notationTitle(step.message.notation);
    case MessageColumn:
        return messageInShort(step.message);
    case EndingColumn:
        return endingTitle(step.message.ending);
    default:
        return {};
    }
}

QVariant SequenceModel::valueOf(const WrittenStep &step, int column)
{
    switch (column) {
    case WaitColumn:
        return step.wait;
    case AnswerColumn:
        return step.answer;
    case AtMostColumn:
        return step.atMost;
    case NotationColumn:
        return static_cast<int>(step.message.notation);
    case MessageColumn:
        return step.message.text;
    case EndingColumn:
        return static_cast<int>(step.message.ending);
    default:
        return {};
    }
}

QVariant SequenceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const WrittenStep &step = m_steps.at(index.row());
    const auto problem = [&step, &index] {
        return step.problemOf(static_cast<WrittenStep::Field>(index.column()));
    };
    switch (role) {
    case ProblemRole:
    case Qt::AccessibleDescriptionRole:
        return problem();
    case Qt::ToolTipRole:
        return problem().toHtmlEscaped();
    case Qt::DisplayRole:
        return shown(step, index.column());
    case Qt::EditRole:
        return valueOf(step, index.column());
    default:
        return {};
    }
}

bool SequenceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole) {
        return false;
    }
    WrittenStep step = m_steps.at(index.row());
    if (!change(step, index.column(), value)) {
        return false;
    }
    if (step == m_steps.at(index.row())) {
        return true;
    }
    m_steps[index.row()] = step;
    Q_EMIT dataChanged(index, index); // the one that may be edited right now
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    Q_EMIT edited();
    return true;
}

bool SequenceModel::change(WrittenStep &step, int column, const QVariant &value)
{
    const int number = value.toInt();
    const bool isNumber = value.canConvert<int>();
    const bool isTime = isNumber && number >= 0 && number <= SequenceStep::mostWait;
    switch (column) {
    case WaitColumn:
        step.wait = number;
        return isTime;
    case AnswerColumn:
        step.answer = value.toString();
        return true;
    case AtMostColumn:
        step.atMost = number;
        return isTime;
    case NotationColumn:
        step.message.notation = static_cast<Notation>(number);
        return isNumber && number >= 0 && number < notationCount;
    case MessageColumn:
        step.message.text = value.toString();
        return true;
    case EndingColumn:
        step.message.ending = static_cast<LineEnding>(number);
        return isNumber && number >= 0 && number <= static_cast<int>(LineEnding::CrLf);
    default:
        return false;
    }
}

QVariant SequenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    const bool isTip = role == Qt::ToolTipRole;
    switch (section) {
    case WaitColumn:
        return isTip ? tr("How long the step waits before anything else") : tr("Wait");
    case AnswerColumn:
        return isTip ? tr("A regular expression that has to fit somewhere in what came since the "
                          "message before. Empty: no answer is waited for.")
                     : tr("Answer to wait for");
    case AtMostColumn:
        return isTip ? tr("For how long the answer is waited for. When it has not come by then, "
                          "the sequence stops.")
                     : tr("At most");
    case NotationColumn:
        return isTip ? tr("In which way the message is written") : tr("Notation");
    case MessageColumn:
        return isTip
                   ? tr("What is sent then. In Escapes, $1 to $9 are the groups that the answer's "
                        "expression found. Empty: nothing is sent.")
                   : tr("Message");
    case EndingColumn:
        return isTip ? tr("What follows the message") : tr("Ending");
    default:
        return {};
    }
}

} // namespace sockyard
