#pragma once

#include "netcore/projections/roster.h"

#include <QAbstractTableModel>

#include <vector>

namespace sockyard
{

/// Who is here as rows: first those who are here, in the order in which they came, and then those
/// who left, in the order in which they did. What is heard is folded by apply(), and shown together
/// by publish(). Main thread.
class RosterModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        AddressColumn,
        StateColumn,
        HeardColumn,
        MessagesColumn,
        ColumnCount
    };
    enum Role {
        OwnRole = Qt::UserRole + 1, ///< bool: it is this chat
        HereRole,                   ///< bool
        NumberRole,                 ///< quint64, an EventNumber: the last that was heard of them
    };

    explicit RosterModel(QObject *parent = nullptr);

    void apply(const ChatHeard &heard) { m_roster.apply(heard); }
    void publish();
    /// Tells how long ago somebody was heard as of \a now, nanoseconds since 1970 UTC.
    void showAges(std::int64_t now);

    const Roster &roster() const { return m_roster; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Another number of people is here than before.
    void hereCountChanged(int count);

private:
    // A row shows the entry at a place of the roster, as long as the same person is there.
    struct Row {
        std::size_t place = 0;
        std::uint64_t id = 0;

        friend bool operator==(const Row &, const Row &) = default;
    };

    std::vector<Row> orderedRows() const;
    void arrange();
    void moveTo(std::vector<Row> rows);
    const RosterEntry &entryAt(int row) const;
    QString text(const RosterEntry &entry, int column) const;
    QString toolTip(const RosterEntry &entry) const;

    Roster m_roster;
    std::vector<Row> m_rows;       // that the views know of
    std::uint64_t m_highestId = 0; // of those who have had a row
    std::int64_t m_now = 0;
    int m_hereCount = 0;
};

} // namespace sockyard
