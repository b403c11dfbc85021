#include "widgets/models/conversationmodel.h"

#include "widgets/models/words.h"

namespace sockyard
{

ConversationModel::ConversationModel(const ChatWire &wire, QObject *parent)
    : QAbstractTableModel(parent)
    , m_conversation(wire)
{
}

void ConversationModel::publish()
{
    if (m_conversation.takeChanged() && m_shown > 0) {
        Q_EMIT dataChanged(index(0, 0), index(m_shown - 1, ColumnCount - 1));
    }
    const int count = static_cast<int>(m_conversation.entries().size());
    if (count > m_shown) {
        beginInsertRows({}, m_shown, count - 1);
        m_shown = count;
        endInsertRows();
    }
    if (const std::size_t surplus = m_conversation.surplus(); surplus > 0) {
        beginRemoveRows({}, 0, static_cast<int>(surplus) - 1);
        m_conversation.removeOldest(surplus);
        m_shown -= static_cast<int>(surplus);
        endRemoveRows();
    }
}

int ConversationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_shown;
}

QVariant ConversationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ConversationEntry &entry =
        m_conversation.entries()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry);
    case OwnRole:
        return entry.own;
    case HeardBackRole:
        return entry.heardBack;
    case NumberRole:
        return QVariant::fromValue<quint64>(entry.event);
    default:
        return {};
    }
}

QString ConversationModel::text(const ConversationEntry &entry, int column) const
{
    switch (column) {
    case TimeColumn:
        return clockText(entry.time);
    case NameColumn:
        if (!entry.own) {
            return fromUtf8(entry.name);
        }
        return (entry.heardBack ? tr("%1 (me) ✓") : tr("%1 (me)")).arg(fromUtf8(entry.name));
    case MessageColumn:
        return fromUtf8(entry.text);
    default:
        return {};
    }
}

QString ConversationModel::toolTip(const ConversationEntry &entry) const
{
    if (!entry.own) {
        return tr("from %1").arg(fromUtf8(entry.peer));
    }
    return entry.heardBack
               ? tr("sent from %1, and heard back from the group").arg(fromUtf8(entry.peer))
               : tr("sent from %1").arg(fromUtf8(entry.peer));
}

int ConversationModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConversationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case NameColumn:
        return tr("Name");
    case MessageColumn:
        return tr("Message");
    default:
        return {};
    }
}

} // namespace sockyard
