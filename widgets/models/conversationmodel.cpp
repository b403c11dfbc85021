#include "widgets/models/conversationmodel.h"

#include "widgets/models/words.h"

#include <QLocale>

#include <algorithm>

namespace sockyard
{

ConversationModel::ConversationModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ConversationModel::publish()
{
    const auto changed = m_conversation.takeChanged();
    const int last = static_cast<int>(std::min(changed.first + changed.count,
                                               static_cast<std::size_t>(m_shown))) -
                     1;
    if (const int first = static_cast<int>(changed.first); first <= last) {
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
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
    case SaysRole:
        return entry.kind == ChatMessage::Kind::Says;
    case FoldedRole:
        return QVariant::fromValue<quint64>(entry.folded);
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
        return nameText(entry);
    case MessageColumn:
        return messageText(entry);
    default:
        return {};
    }
}

QString ConversationModel::nameText(const ConversationEntry &entry) const
{
    if (entry.folded > 0 && entry.peer.empty()) {
        return tr("(several)");
    }
    const QString name = entry.name.empty() ? tr("(no name)") : fromUtf8(entry.name);
    if (entry.own) {
        return entry.heardBack ? tr("%1 (me) ✓").arg(name) : tr("%1 (me)").arg(name);
    }
    // Two who have one name are told apart by where they are.
    return m_conversation.hasNamesakes(entry) ? tr("%1 (%2)").arg(name, fromUtf8(entry.peer))
                                              : name;
}

QString ConversationModel::messageText(const ConversationEntry &entry) const
{
    if (entry.folded > 0) {
        const QString count = QLocale().toString(static_cast<qulonglong>(entry.folded));
        return entry.folded == 1 ? tr("… and 1 more message, folded")
                                 : tr("… and %1 more messages, folded").arg(count);
    }
    switch (entry.kind) {
    case ChatMessage::Kind::Joins:
        return tr("joins");
    case ChatMessage::Kind::Says:
        return fromUtf8(entry.text);
    case ChatMessage::Kind::Leaves:
        return tr("leaves");
    }
    return {};
}

QString ConversationModel::toolTip(const ConversationEntry &entry) const
{
    if (entry.folded > 0) {
        return entry.peer.empty()
                   ? tr("Many who had not been heard before speak at once, faster than one can "
                        "read. All of it is in the table of events, from the chosen one on.")
                   : tr("%1 speaks faster than one can read. All of it is in the table of events, "
                        "from the chosen one on.")
                         .arg(fromUtf8(entry.peer));
    }
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
