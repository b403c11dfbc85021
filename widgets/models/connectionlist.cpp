#include "widgets/models/connectionlist.h"

#include "widgets/models/words.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int stateCount = static_cast<int>(ConnectionState::Failed) + 1;
// Up to so many rows are told one by one, more as one range: a view paints what it shows.
constexpr int fewRows = 16;
constexpr std::size_t fewRanges = 8;

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains(std::string_view text, std::string_view lowerCase)
{
    return std::search(text.begin(), text.end(), lowerCase.begin(), lowerCase.end(),
                       [](char one, char other) { return lower(one) == other; }) != text.end();
}

std::size_t digitsAt(std::string_view text, std::size_t place)
{
    std::size_t end = place;
    while (end < text.size() && isDigit(text[end])) {
        ++end;
    }
    return end - place;
}

/// Less than, equal to or greater than 0: digits in a row count as a number, so that
/// `127.0.0.1:80` comes before `127.0.0.1:9999`.
int compared(std::string_view one, std::string_view other)
{
    std::size_t a = 0;
    std::size_t b = 0;
    while (a < one.size() && b < other.size()) {
        if (isDigit(one[a]) && isDigit(other[b])) {
            const std::size_t inOne = digitsAt(one, a);
            const std::size_t inOther = digitsAt(other, b);
            if (inOne != inOther) {
                return inOne < inOther ? -1 : 1;
            }
            if (const int order = one.substr(a, inOne).compare(other.substr(b, inOther))) {
                return order;
            }
            a += inOne;
            b += inOther;
        } else if (one[a] != other[b]) {
            return one[a] < other[b] ? -1 : 1;
        } else {
            ++a;
            ++b;
        }
    }
    return static_cast<int>(a < one.size()) - static_cast<int>(b < other.size());
}

/// An address taken apart once, since most of ten thousand clients come from one host.
struct AddressKey {
    std::string_view host;
    std::string_view port;
    const ConnectionRow *row = nullptr;
};

AddressKey addressKeyOf(const ConnectionRow &row)
{
    const std::string_view peer = row.peer;
    const std::size_t colon = std::min(peer.rfind(':'), peer.size());
    return {.host = peer.substr(0, colon), .port = peer.substr(colon), .row = &row};
}

int compared(const AddressKey &one, const AddressKey &other)
{
    if (one.host != other.host) {
        return compared(one.host, other.host);
    }
    return one.port.size() != other.port.size() ? (one.port.size() < other.port.size() ? -1 : 1)
                                                : one.port.compare(other.port);
}

} // namespace

ConnectionList::ConnectionList(ConnectionModel *source, QObject *parent,
                               std::chrono::milliseconds interval)
    : QAbstractTableModel(parent)
    , m_source(source)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(interval);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_isStale) {
            arrange();
        }
    });
    connect(source, &QAbstractItemModel::dataChanged, this, &ConnectionList::takeChanged);
    connect(source, &QAbstractItemModel::rowsInserted, this, &ConnectionList::takeInserted);
    connect(source, &ConnectionModel::aboutToGo, this, &ConnectionList::remove);
    m_ids = wanted();
}

// What is wanted.

ConnectionList::Term ConnectionList::termOf(const QString &word)
{
    Term term;
    const QString text = word.toLower();
    term.onlyNumber = text.startsWith(u'#');
    bool isNumber = false;
    const auto number = text.mid(term.onlyNumber ? 1 : 0).toULongLong(&isNumber);
    if (isNumber) {
        term.number = number;
    }
    term.onlyNumber = term.onlyNumber && isNumber;
    term.text = text.toStdString();
    for (int state = 0; state < stateCount; ++state) {
        term.states.push_back(
            stateText(static_cast<ConnectionState>(state)).toLower().contains(text));
    }
    ConnectionRow stopped;
    stopped.state = ConnectionState::Open;
    stopped.open = true;
    term.held = stateText(stopped, true).toLower().contains(text);
    stopped.paused = true;
    term.paused = stateText(stopped, false).toLower().contains(text);
    return term;
}

void ConnectionList::setFilter(const QString &words)
{
    m_terms.clear();
    const QStringList parts = words.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        m_terms.push_back(termOf(part));
    }
    arrange();
}

bool ConnectionList::accepts(const ConnectionRow &row) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term &term) {
        if (term.number == row.id) {
            return true;
        }
        return !term.onlyNumber && (term.states[static_cast<std::size_t>(row.state)] ||
                                    (term.paused && row.paused) || contains(row.peer, term.text) ||
                                    (term.held && row.open && m_source->unsentOf(row.id).held));
    });
}

void ConnectionList::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < 0 || column >= ConnectionModel::ColumnCount ? -1 : column;
    m_order = order;
    arrange();
}

ConnectionList::Ids ConnectionList::wanted() const
{
    std::vector<const ConnectionRow *> rows;
    rows.reserve(m_source->table().rows().size());
    for (const ConnectionRow &row : m_source->table().rows()) {
        if (accepts(row)) {
            rows.push_back(&row);
        }
    }
    sortIds(rows);
    Ids ids;
    ids.reserve(rows.size());
    for (const ConnectionRow *const row : rows) {
        ids.push_back(row->id);
    }
    return ids;
}

void ConnectionList::sortIds(std::vector<const ConnectionRow *> &rows) const
{
    if (isInOrderOfArrival()) {
        return; // which is that of the table
    }
    const bool down = m_order == Qt::DescendingOrder;
    if (m_sortColumn == ConnectionModel::PeerColumn) {
        std::vector<AddressKey> keys;
        keys.reserve(rows.size());
        for (const ConnectionRow *const row : rows) {
            keys.push_back(addressKeyOf(*row));
        }
        std::stable_sort(keys.begin(), keys.end(),
                         [down](const AddressKey &one, const AddressKey &other) {
                             const int order = compared(one, other);
                             return down ? order > 0 : order < 0;
                         });
        std::transform(keys.begin(), keys.end(), rows.begin(),
                       [](const AddressKey &key) { return key.row; });
        return;
    }
    const auto keyOf = [this](const ConnectionRow &row) -> std::uint64_t {
        switch (m_sortColumn) {
        case ConnectionModel::StateColumn:
            // Those that a person has paused stand together, and those that are held.
            return static_cast<std::uint64_t>(row.state) * 4 + (row.paused ? 2U : 0U) +
                   (m_source->unsentOf(row.id).held ? 1U : 0U);
        case ConnectionModel::SinceColumn:
            return static_cast<std::uint64_t>(row.since);
        case ConnectionModel::ReceivedColumn:
            return row.bytesReceived;
        case ConnectionModel::SentColumn:
            return row.bytesSent;
        case ConnectionModel::ReceivedRateColumn:
            return m_source->receivedRate(row);
        case ConnectionModel::SentRateColumn:
            return m_source->sentRate(row);
        case ConnectionModel::UnsentColumn:
            return row.open ? m_source->unsentOf(row.id).bytes : 0;
        default:
            return row.id;
        }
    };
    std::vector<std::pair<std::uint64_t, const ConnectionRow *>> keyed;
    keyed.reserve(rows.size());
    for (const ConnectionRow *const row : rows) {
        keyed.emplace_back(keyOf(*row), row);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [down](const auto &one, const auto &other) {
        return down ? one.first > other.first : one.first < other.first;
    });
    std::transform(keyed.begin(), keyed.end(), rows.begin(),
                   [](const auto &pair) { return pair.second; });
}

// What the source tells.

void ConnectionList::takeChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight)
{
    const auto &rows = m_source->table().rows();
    const int first = topLeft.row();
    const int last = bottomRight.row();
    const bool shownAsTheyCome = isInOrderOfArrival() && !isFiltered();
    if (shownAsTheyCome && idAt(last) != rows[static_cast<std::size_t>(last)].id) {
        arrange(); // a late word about a connection that had no row: those after it have moved
        return;
    }
    const auto tell = [&](int from, int to) {
        Q_EMIT dataChanged(index(from, topLeft.column()), index(to, bottomRight.column()));
    };
    if (shownAsTheyCome) {
        tell(first, last);
        return;
    }
    if (last - first >= fewRows) {
        if (!m_ids.empty()) {
            tell(0, rowCount() - 1);
        }
    } else {
        for (int each = first; each <= last; ++each) {
            const int row = rowOf(rows[static_cast<std::size_t>(each)].id);
            if (row >= 0) {
                tell(row, row);
            }
        }
    }
    const auto touches = [&](int column) {
        return column >= topLeft.column() && column <= bottomRight.column();
    };
    // A peer's address and a number never change.
    if (touches(m_sortColumn) || (isFiltered() && touches(ConnectionModel::StateColumn))) {
        arrangeSoon();
    }
}

void ConnectionList::takeInserted()
{
    const auto &rows = m_source->table().rows();
    const auto newer = [](ConnectionId id, const ConnectionRow &row) { return id < row.id; };
    if (isInOrderOfArrival() && !m_ids.empty()) {
        // Behind the last that is shown; whatever came late elsewhere finds its place by arrange().
        Ids added;
        const auto from = std::upper_bound(rows.begin(), rows.end(), m_ids.back(), newer);
        for (auto row = from; row != rows.end(); ++row) {
            if (accepts(*row)) {
                added.push_back(row->id);
            }
        }
        append(added);
        if (isFiltered()) {
            arrangeSoon();
        } else if (m_ids.size() != rows.size()) {
            arrange();
        }
        return;
    }
    arrangeSoon();
}

// How what is shown becomes what is wanted.

void ConnectionList::arrangeSoon()
{
    if (m_pause.isActive()) {
        m_isStale = true;
    } else {
        arrange();
    }
}

void ConnectionList::arrange()
{
    m_isStale = false;
    if (!isInOrderOfArrival() || isFiltered()) {
        m_pause.start();
    }
    Ids order = wanted();
    if (order == m_ids) {
        return;
    }
    Ids after = order;
    Ids before = m_ids;
    std::sort(after.begin(), after.end());
    std::sort(before.begin(), before.end());
    Ids gone;
    Ids added;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(gone));
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                        std::back_inserter(added));
    remove(gone);
    append(added);
    reorder(std::move(order));
}

void ConnectionList::remove(const Ids &gone)
{
    const auto goes = [&gone](ConnectionId id) {
        return std::binary_search(gone.begin(), gone.end(), id);
    };
    std::vector<std::pair<std::size_t, std::size_t>> ranges; // first, end
    for (std::size_t row = 0; row < m_ids.size(); ++row) {
        if (!goes(m_ids[row])) {
            continue;
        }
        if (ranges.empty() || ranges.back().second != row) {
            ranges.emplace_back(row, row);
        }
        ranges.back().second = row + 1;
    }
    if (ranges.size() > fewRanges) {
        // Each range costs the views something: they go together from the end.
        Ids order = m_ids;
        const auto left = std::stable_partition(order.begin(), order.end(),
                                                [&goes](ConnectionId id) { return !goes(id); });
        ranges = {{static_cast<std::size_t>(left - order.begin()), m_ids.size()}};
        reorder(std::move(order));
    }
    for (std::size_t index = ranges.size(); index-- > 0;) {
        const auto [first, end] = ranges[index];
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(end) - 1);
        m_ids.erase(m_ids.begin() + static_cast<std::ptrdiff_t>(first),
                    m_ids.begin() + static_cast<std::ptrdiff_t>(end));
        endRemoveRows();
    }
}

void ConnectionList::append(const Ids &added)
{
    if (added.empty()) {
        return;
    }
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
    m_ids.insert(m_ids.end(), added.begin(), added.end());
    endInsertRows();
}

void ConnectionList::reorder(Ids order)
{
    if (order == m_ids) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    if (before.isEmpty()) {
        m_ids = std::move(order);
    } else {
        std::vector<std::pair<ConnectionId, int>> places;
        places.reserve(order.size());
        for (const ConnectionId id : order) {
            places.emplace_back(id, static_cast<int>(places.size()));
        }
        std::sort(places.begin(), places.end());
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex &each : before) {
            const auto place =
                std::lower_bound(places.begin(), places.end(), std::pair(idAt(each.row()), 0));
            after.append(index(place->second, each.column()));
        }
        m_ids = std::move(order);
        changePersistentIndexList(before, after);
    }
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int ConnectionList::rowOf(ConnectionId id) const
{
    const auto place = std::find(m_ids.begin(), m_ids.end(), id);
    return place == m_ids.end() ? -1 : static_cast<int>(place - m_ids.begin());
}

int ConnectionList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int ConnectionList::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ConnectionModel::ColumnCount;
}

QVariant ConnectionList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ConnectionRow *const row = m_source->table().find(idAt(index.row()));
    return row == nullptr ? QVariant() : m_source->value(*row, index.column(), role);
}

QVariant ConnectionList::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_source->headerData(section, orientation, role);
}

} // namespace sockyard
