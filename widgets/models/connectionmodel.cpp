#include "widgets/models/connectionmodel.h"

#include "widgets/models/words.h"

#include <algorithm>

namespace sockyard
{

ConnectionModel::ConnectionModel(std::size_t mostClosed, QObject *parent)
    : QAbstractTableModel(parent)
    , m_table(mostClosed)
{
}

void ConnectionModel::publish()
{
    const auto changed = m_table.takeChanged();
    const int count = static_cast<int>(m_table.rows().size());
    if (changed.count > 0 && static_cast<int>(changed.first) < m_shown) {
        const int last = std::min(static_cast<int>(changed.first + changed.count), m_shown) - 1;
        Q_EMIT dataChanged(index(static_cast<int>(changed.first), 0), index(last, ColumnCount - 1));
    }
    if (count > m_shown) {
        beginInsertRows({}, m_shown, count - 1);
        m_shown = count;
        endInsertRows();
    }
    for (const ConnectionTable::Range &range : m_table.surplus()) {
        beginRemoveRows({}, static_cast<int>(range.first),
                        static_cast<int>(range.first + range.count - 1));
        m_table.remove(range);
        m_shown = static_cast<int>(m_table.rows().size());
        endRemoveRows();
    }
}

const ConnectionRow *ConnectionModel::rowAt(int row) const
{
    return row < 0 || row >= m_shown ? nullptr : &m_table.rows()[static_cast<std::size_t>(row)];
}

int ConnectionModel::rowOf(ConnectionId id) const
{
    const ConnectionRow *row = m_table.find(id);
    return row == nullptr ? -1 : static_cast<int>(row - m_table.rows().data());
}

int ConnectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_shown;
}

int ConnectionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConnectionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ConnectionRow &row = *rowAt(index.row());
    switch (role) {
    case IdRole:
        return QVariant::fromValue<quint64>(row.id);
    case StateRole:
        return static_cast<int>(row.state);
    case OpenRole:
        return row.open;
    case Qt::ToolTipRole:
        return tr("%1 → %2, fd %3, since %4")
            .arg(fromUtf8(row.local), fromUtf8(row.peer),
                 row.descriptor < 0 ? QStringLiteral("–") : QString::number(row.descriptor),
                 clockText(row.since));
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case NumberColumn:
        return QString::number(row.id);
    case PeerColumn:
        return fromUtf8(row.peer);
    case StateColumn:
        return stateText(row.state);
    case ReceivedColumn:
        return byteCountText(row.bytesReceived);
    case SentColumn:
        return byteCountText(row.bytesSent);
    default:
        return {};
    }
}

QVariant ConnectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case NumberColumn:
        return tip ? tr("Connections are numbered from 1") : tr("#");
    case PeerColumn:
        return tip ? QVariant() : tr("Peer");
    case StateColumn:
        return tip ? QVariant() : tr("State");
    case ReceivedColumn:
        return tip ? tr("Bytes received") : tr("↓");
    case SentColumn:
        return tip ? tr("Bytes sent") : tr("↑");
    default:
        return {};
    }
}

} // namespace sockyard
