#include "widgets/models/peersmodel.h"

#include "widgets/models/words.h"

#include <QLocale>

#include <algorithm>

namespace sockyard
{

namespace
{

QString number(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

} // namespace

PeersModel::PeersModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void PeersModel::publish()
{
    const PeerTable::Range changed = m_table.takeChanged();
    if (changed.count == 0) {
        return;
    }
    const int before = m_rows;
    const int now = static_cast<int>(m_table.entries().size());
    if (now > before) {
        beginInsertRows({}, before, now - 1);
        m_rows = now;
        endInsertRows();
    }
    const int last = std::min(before, static_cast<int>(changed.first + changed.count)) - 1;
    const int first = static_cast<int>(changed.first);
    if (first <= last) {
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    }
}

void PeersModel::showAges(std::int64_t now)
{
    m_now = now;
    if (m_rows > 0) {
        Q_EMIT dataChanged(index(0, HeardColumn), index(m_rows - 1, HeardColumn));
    }
}

int PeersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int PeersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PeersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const PeerEntry &entry = m_table.entries()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry);
    case PeerRole:
        return fromUtf8(entry.address);
    case NumberRole:
        return QVariant::fromValue<quint64>(entry.lastEvent);
    case FailedRole:
        return entry.failures > 0;
    default:
        return {};
    }
}

QString PeersModel::text(const PeerEntry &entry, int column) const
{
    switch (column) {
    case AddressColumn:
        return fromUtf8(entry.address);
    case ReceivedColumn:
        return number(entry.datagramsReceived);
    case SentColumn:
        return number(entry.datagramsSent);
    case HeardColumn:
        return agoText(m_now - entry.lastTime);
    default:
        return {};
    }
}

QString PeersModel::toolTip(const PeerEntry &entry)
{
    QString words = tr("%1: %2 datagrams (%3) received, %4 (%5) sent")
                        .arg(fromUtf8(entry.address), number(entry.datagramsReceived),
                             byteCountText(entry.bytesReceived), number(entry.datagramsSent),
                             byteCountText(entry.bytesSent));
    if (entry.failures > 0) {
        words += u' ' + tr("Calls that failed: %1.").arg(number(entry.failures));
    }
    return words;
}

QVariant PeersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case AddressColumn:
        return tip ? tr("The address and port from which they send, or to which was sent")
                   : tr("Peer");
    case ReceivedColumn:
        return tip ? tr("How many datagrams came from there") : tr("Received");
    case SentColumn:
        return tip ? tr("How many datagrams the system took for there; nobody says whether they "
                        "arrived")
                   : tr("Sent");
    case HeardColumn:
        return tip ? tr("How long ago the last of it was") : tr("Last");
    default:
        return {};
    }
}

} // namespace sockyard
