#include "widgets/models/rostermodel.h"

#include "widgets/models/words.h"

#include <QLocale>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace sockyard
{

namespace
{
// Each moves all rows behind it: more of them at once are told as one new table.
constexpr std::size_t fewRanges = 8;

QString stateWords(RosterEntry::State state)
{
    switch (state) {
    case RosterEntry::State::Joined:
        return RosterModel::tr("joined");
    case RosterEntry::State::Spoke:
        return RosterModel::tr("spoke");
    case RosterEntry::State::Left:
        return RosterModel::tr("left");
    }
    return {};
}

// Rows of a table, the first and the last of them included.
struct Range {
    int first = 0;
    int last = 0;
};

/// Where the rows stand of which \a isOne is true.
template <typename Row, typename Predicate>
std::vector<Range> rangesOf(const std::vector<Row> &rows, Predicate isOne)
{
    std::vector<Range> ranges;
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        if (!isOne(rows[static_cast<std::size_t>(row)])) {
            continue;
        }
        if (ranges.empty() || ranges.back().last + 1 != row) {
            ranges.push_back({row, row});
        } else {
            ranges.back().last = row;
        }
    }
    return ranges;
}

} // namespace

RosterModel::RosterModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void RosterModel::publish()
{
    const auto changed = m_roster.takeChanged();
    if (changed.count == 0) {
        return;
    }
    if (m_roster.takeMoved()) {
        arrange();
    }
    const auto isChanged = [changed](const Row &row) {
        return row.place >= changed.first && row.place < changed.first + changed.count;
    };
    if (const auto ranges = rangesOf(m_rows, isChanged); !ranges.empty()) {
        Q_EMIT dataChanged(index(ranges.front().first, 0),
                           index(ranges.back().last, ColumnCount - 1));
    }
    if (const int count = static_cast<int>(m_roster.hereCount()); count != m_hereCount) {
        m_hereCount = count;
        Q_EMIT hereCountChanged(count);
    }
}

void RosterModel::showAges(std::int64_t now)
{
    m_now = now;
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0, HeardColumn),
                           index(static_cast<int>(m_rows.size()) - 1, HeardColumn));
    }
}

std::vector<RosterModel::Row> RosterModel::orderedRows() const
{
    const auto &entries = m_roster.entries();
    std::vector<Row> rows;
    rows.reserve(entries.size());
    for (std::size_t place = 0; place < entries.size(); ++place) {
        rows.push_back({place, entries[place].id});
    }
    std::sort(rows.begin(), rows.end(), [&entries](const Row &one, const Row &other) {
        const RosterEntry &left = entries[one.place];
        const RosterEntry &right = entries[other.place];
        return left.isHere() == right.isHere() ? left.turn < right.turn : left.isHere();
    });
    return rows;
}

// The rows become those that are wanted in three steps, each of which the views can follow: rows
// go, rows change places, rows come. So what is selected stays selected.
void RosterModel::arrange()
{
    const auto &entries = m_roster.entries();
    const auto wanted = orderedRows();
    const auto isForgotten = [&entries](const Row &row) { return entries[row.place].id != row.id; };
    const auto isNew = [highest = m_highestId](const Row &row) { return row.id > highest; };
    auto forgotten = rangesOf(m_rows, isForgotten);
    const auto added = rangesOf(wanted, isNew);
    for (const Row &row : wanted) {
        m_highestId = std::max(m_highestId, row.id);
    }
    if (forgotten.size() + added.size() > fewRanges) {
        beginResetModel();
        m_rows = wanted;
        endResetModel();
        return;
    }
    std::reverse(forgotten.begin(), forgotten.end()); // so that none moves the others
    for (const Range &range : forgotten) {
        beginRemoveRows({}, range.first, range.last);
        m_rows.erase(m_rows.begin() + range.first, m_rows.begin() + range.last + 1);
        endRemoveRows();
    }
    std::vector<Row> kept;
    std::remove_copy_if(wanted.begin(), wanted.end(), std::back_inserter(kept), isNew);
    moveTo(std::move(kept));
    for (const Range &range : added) {
        beginInsertRows({}, range.first, range.last);
        m_rows.insert(m_rows.begin() + range.first, wanted.begin() + range.first,
                      wanted.begin() + range.last + 1);
        endInsertRows();
    }
}

void RosterModel::moveTo(std::vector<Row> rows)
{
    if (rows == m_rows) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::unordered_map<std::uint64_t, int> rowOf;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rowOf.emplace(rows[row].id, static_cast<int>(row));
    }
    const auto before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &its : before) {
        const std::uint64_t id = m_rows[static_cast<std::size_t>(its.row())].id;
        after.append(index(rowOf.at(id), its.column()));
    }
    m_rows = std::move(rows);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

const RosterEntry &RosterModel::entryAt(int row) const
{
    return m_roster.entries()[m_rows[static_cast<std::size_t>(row)].place];
}

int RosterModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RosterModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RosterModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const RosterEntry &entry = entryAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry);
    case OwnRole:
        return entry.own;
    case HereRole:
        return entry.isHere();
    case NumberRole:
        return QVariant::fromValue<quint64>(entry.lastEvent);
    default:
        return {};
    }
}

QString RosterModel::text(const RosterEntry &entry, int column) const
{
    switch (column) {
    case NameColumn: {
        const QString name =
            entry.name.shown().empty() ? tr("(no name)") : fromUtf8(entry.name.shown());
        return entry.own ? tr("%1 (me)").arg(name) : name;
    }
    case AddressColumn:
        return fromUtf8(entry.address);
    case StateColumn:
        return stateWords(entry.state);
    case HeardColumn:
        return agoText(m_now - entry.lastHeard);
    case MessagesColumn:
        return QLocale().toString(static_cast<qulonglong>(entry.messages));
    default:
        return {};
    }
}

QString RosterModel::toolTip(const RosterEntry &entry) const
{
    if (entry.own) {
        return tr("This chat itself, which speaks from %1").arg(fromUtf8(entry.address));
    }
    switch (entry.state) {
    case RosterEntry::State::Joined:
        return tr("At %1. Said that they joined.").arg(fromUtf8(entry.address));
    case RosterEntry::State::Spoke:
        return tr("At %1. Was heard, but not joining: they may have come before this chat, or "
                  "their "
                  "program does not tell.")
            .arg(fromUtf8(entry.address));
    case RosterEntry::State::Left:
        return tr("Was at %1. Said that they leave.").arg(fromUtf8(entry.address));
    }
    return {};
}

QVariant RosterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case NameColumn:
        return tip ? tr("As they call themselves") : tr("Name");
    case AddressColumn:
        return tip ? tr("The address and port from which they speak: it tells people of one name "
                        "apart")
                   : tr("Address");
    case StateColumn:
        return tip ? tr("Joined, spoke without having joined, or left") : tr("State");
    case HeardColumn:
        return tip ? tr("How long ago they were heard last") : tr("Heard");
    case MessagesColumn:
        return tip ? tr("How many messages they have said") : tr("Said");
    default:
        return {};
    }
}

} // namespace sockyard
