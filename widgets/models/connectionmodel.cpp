#include "widgets/models/connectionmodel.h"

#include "widgets/models/words.h"

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::size_t fewRanges = 8;
constexpr std::int64_t rateInterval = 250000000; // ns between two looks through all rates

bool isBefore(const UnsentBytes &unsent, ConnectionId id)
{
    return unsent.connection < id;
}

} // namespace

ConnectionModel::ConnectionModel(std::size_t mostClosed, QObject *parent)
    : QAbstractTableModel(parent)
    , m_table(mostClosed)
{
}

void ConnectionModel::publish(std::optional<std::int64_t> now)
{
    m_now = now;
    const auto changed = m_table.takeChanged();
    const int count = static_cast<int>(m_table.rows().size());
    tellChanged(changed.first, changed.first + changed.count, NumberColumn, UnsentColumn);
    if (count > m_shown) {
        beginInsertRows({}, m_shown, count - 1);
        m_shown = count;
        endInsertRows();
    }
    removeSurplus();
    publishRates();
}

void ConnectionModel::removeSurplus()
{
    const auto surplus = m_table.surplus();
    if (surplus.empty()) {
        return;
    }
    std::vector<ConnectionId> gone;
    for (std::size_t index = surplus.size(); index-- > 0;) {
        const auto [first, count] = surplus[index];
        for (std::size_t row = first; row < first + count; ++row) {
            gone.push_back(m_table.rows()[row].id);
        }
    }
    Q_EMIT aboutToGo(gone);
    if (surplus.size() > fewRanges) { // each would move all rows behind it
        beginResetModel();
        m_table.remove(surplus);
        m_shown = static_cast<int>(m_table.rows().size());
        endResetModel();
        return;
    }
    for (const ConnectionTable::Range &range : surplus) {
        beginRemoveRows({}, static_cast<int>(range.first),
                        static_cast<int>(range.first + range.count - 1));
        m_table.remove(range);
        m_shown = static_cast<int>(m_table.rows().size());
        endRemoveRows();
    }
}

void ConnectionModel::publishRates()
{
    if (!m_now || *m_now - m_rated < rateInterval) {
        return;
    }
    m_rated = *m_now;
    const auto &rows = m_table.rows();
    std::size_t first = rows.size();
    std::size_t end = 0;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (receivedRate(rows[index]) > 0 || sentRate(rows[index]) > 0) {
            first = std::min(first, index);
            end = index + 1;
        }
    }
    // Those that had one before may have none now.
    tellChanged(std::min(first, m_ratedFirst), std::max(end, m_ratedEnd), ReceivedRateColumn,
                SentRateColumn);
    m_ratedFirst = first;
    m_ratedEnd = end;
}

void ConnectionModel::setUnsent(std::span<const UnsentBytes> unsent)
{
    std::vector<UnsentBytes> now(unsent.begin(), unsent.end());
    const auto byNumber = [](const UnsentBytes &one, const UnsentBytes &other) {
        return one.connection < other.connection;
    };
    std::sort(now.begin(), now.end(), byNumber);
    const bool isFirst = !m_unsent.has_value();
    std::vector<UnsentBytes> before = m_unsent.value_or(std::vector<UnsentBytes>());
    m_unsent = now;
    if (isFirst) {
        tellChanged(0, m_table.rows().size(), StateColumn, UnsentColumn);
        return;
    }
    // What is in one list only, or not the same in both.
    ConnectionId lowest = 0;
    ConnectionId highest = 0;
    const auto differs = [&](ConnectionId id) {
        lowest = lowest == 0 ? id : std::min(lowest, id);
        highest = std::max(highest, id);
    };
    auto old = before.cbegin();
    auto present = now.cbegin();
    while (old != before.cend() || present != now.cend()) {
        if (present == now.cend() || (old != before.cend() && byNumber(*old, *present))) {
            differs(old->connection);
            ++old;
        } else if (old == before.cend() || byNumber(*present, *old)) {
            differs(present->connection);
            ++present;
        } else {
            if (*old != *present) {
                differs(present->connection);
            }
            ++old;
            ++present;
        }
    }
    if (highest == 0) {
        return;
    }
    const auto &rows = m_table.rows();
    const auto placeOf = [&rows](ConnectionId id) {
        return static_cast<std::size_t>(
            std::lower_bound(
                rows.begin(), rows.end(), id,
                [](const ConnectionRow &row, ConnectionId wanted) { return row.id < wanted; }) -
            rows.begin());
    };
    tellChanged(placeOf(lowest), placeOf(highest) + 1, StateColumn, UnsentColumn);
}

void ConnectionModel::tellChanged(std::size_t first, std::size_t end, Column from, Column to)
{
    const int last = static_cast<int>(std::min(end, static_cast<std::size_t>(m_shown))) - 1;
    if (static_cast<int>(first) <= last) {
        Q_EMIT dataChanged(index(static_cast<int>(first), from), index(last, to));
    }
}

UnsentBytes ConnectionModel::unsentOf(ConnectionId id) const
{
    if (m_unsent) {
        const auto place = std::lower_bound(m_unsent->begin(), m_unsent->end(), id, isBefore);
        if (place != m_unsent->end() && place->connection == id) {
            return *place;
        }
    }
    return {.connection = id};
}

std::uint64_t ConnectionModel::receivedRate(const ConnectionRow &row) const
{
    return m_now ? row.receivedRate.at(*m_now) : 0;
}

std::uint64_t ConnectionModel::sentRate(const ConnectionRow &row) const
{
    return m_now ? row.sentRate.at(*m_now) : 0;
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
    return value(*rowAt(index.row()), index.column(), role);
}

QVariant ConnectionModel::value(const ConnectionRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row);
    case IdRole:
        return QVariant::fromValue<quint64>(row.id);
    case StateRole:
        return static_cast<int>(row.state);
    case OpenRole:
        return row.open;
    case PausedRole:
        return row.paused;
    case HeldRole:
        return row.open && unsentOf(row.id).held;
    default:
        return {};
    }
}

QString ConnectionModel::text(const ConnectionRow &row, int column) const
{
    switch (column) {
    case NumberColumn:
        return row.pair == 0 ? QString::number(row.id)
                             : QStringLiteral("%1 ⇄ %2").arg(row.id).arg(row.pair);
    case PeerColumn:
        return fromUtf8(row.peer);
    case StateColumn:
        return stateText(row, unsentOf(row.id).held);
    case SinceColumn:
        return clockText(row.since);
    case ReceivedColumn:
        return shortByteCountText(row.bytesReceived);
    case SentColumn:
        return shortByteCountText(row.bytesSent);
    case ReceivedRateColumn:
        return rateText(receivedRate(row));
    case SentRateColumn:
        return rateText(sentRate(row));
    case UnsentColumn:
        return m_unsent && row.open ? shortByteCountText(unsentOf(row.id).bytes) : QString();
    default:
        return {};
    }
}

// Among many that are silent, one sees those that are not.
QString ConnectionModel::rateText(std::uint64_t rate) const
{
    return rate == 0 ? QString() : shortByteCountText(rate);
}

QString ConnectionModel::toolTip(const ConnectionRow &row) const
{
    QStringList sentences;
    sentences.append(
        tr("%1 → %2, fd %3, since %4.")
            .arg(fromUtf8(row.local), fromUtf8(row.peer),
                 row.descriptor < 0 ? QStringLiteral("–") : QString::number(row.descriptor),
                 clockText(row.since)));
    sentences.append(tr("State: %1, ↓ %2, ↑ %3.")
                         .arg(stateText(row.state), byteCountText(row.bytesReceived),
                              byteCountText(row.bytesSent)));
    if (row.pair != 0) {
        sentences.append(
            tr("What it says goes to connection %1, and what that says comes here.").arg(row.pair));
    }
    const UnsentBytes unsent = unsentOf(row.id);
    if (row.open && unsent.wire) {
        sentences.append(
            tr("On the wire, with TLS around it: ↓ %1, ↑ %2.")
                .arg(byteCountText(unsent.wire->received), byteCountText(unsent.wire->sent)));
    }
    if (row.open && unsent.bytes > 0) {
        sentences.append(tr("%1 wait to be sent: the system takes no more until the peer has taken "
                            "some.")
                             .arg(byteCountText(unsent.bytes)));
    }
    if (row.open && unsent.held) {
        sentences.append(tr("Held: nothing is received from this peer while it takes nothing."));
    }
    if (row.paused) {
        sentences.append(
            tr("Paused: this side receives nothing; the peer can send until its window "
               "is full."));
    }
    return sentences.join(u' ');
}

QVariant ConnectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::InitialSortOrderRole) {
        // Of amounts, the greatest are looked for.
        return section >= ReceivedColumn && section < ColumnCount
                   ? QVariant(static_cast<int>(Qt::DescendingOrder))
                   : QVariant();
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case NumberColumn:
        return tip ? tr("Connections are numbered from 1") : tr("#");
    case PeerColumn:
        return tip ? tr("The other end's address") : tr("Peer");
    case StateColumn:
        return tip ? tr("Where the connection stands; ‖ is paused, ◌ is held") : tr("State");
    case SinceColumn:
        return tip ? tr("When it began") : tr("Since");
    case ReceivedColumn:
        return tip ? tr("Bytes received") : tr("↓");
    case SentColumn:
        return tip ? tr("Bytes sent: those that the system has taken") : tr("↑");
    case ReceivedRateColumn:
        return tip ? tr("Bytes received in the last second") : tr("↓/s");
    case SentRateColumn:
        return tip ? tr("Bytes sent in the last second") : tr("↑/s");
    case UnsentColumn:
        return tip ? tr("Bytes that wait here because the system takes no more") : tr("Unsent");
    default:
        return {};
    }
}

} // namespace sockyard
