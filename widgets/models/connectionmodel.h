#pragma once

#include "netcore/projections/connectiontable.h"
#include "netcore/sockets/streamchannel.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sockyard
{

/// What waits to be sent to a connection at one moment, which no event tells; and what has crossed
/// the network, where that is not what was sent and received.
struct UnsentBytes {
    ConnectionId connection = 0;
    std::uint64_t bytes = 0; ///< that the system has not taken yet
    bool held = false;       ///< nothing is received from the peer until it takes some
    std::optional<WireBytes> wire = {};

    friend bool operator==(const UnsentBytes &, const UnsentBytes &) = default;
};

/// The connections of an endpoint as rows. Events are folded one by one by apply(), and shown
/// together by publish(). What is no event comes by setUnsent(). Views show it by a ConnectionList.
/// Main thread.
class ConnectionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NumberColumn,
        PeerColumn,
        StateColumn,
        SinceColumn,
        ReceivedColumn,
        SentColumn,
        ReceivedRateColumn,
        SentRateColumn,
        UnsentColumn,
        ColumnCount
    };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< quint64, a ConnectionId
        StateRole,                 ///< int, a ConnectionState
        OpenRole,                  ///< bool
        PausedRole,                ///< bool: a person had this side stop receiving
        HeldRole,                  ///< bool, see UnsentBytes
    };

    explicit ConnectionModel(std::size_t mostClosed = 10000, QObject *parent = nullptr);

    void apply(const Event &event) { m_table.apply(event); }
    /// Shows what was applied. \a now, as EventLog::elapsed() gives it, is what rates are told for;
    /// without it there are none. Call it twice a second where nothing happens too, so that rates
    /// fall.
    void publish(std::optional<std::int64_t> now = {});
    /// What waits at this moment, for all connections: those that are not in \a unsent have sent
    /// everything.
    void setUnsent(std::span<const UnsentBytes> unsent);

    const ConnectionTable &table() const { return m_table; }
    /// What waits for that connection; nothing where that is not known, or is nothing.
    UnsentBytes unsentOf(ConnectionId id) const;
    /// Bytes a second, as of the last publish().
    std::uint64_t receivedRate(const ConnectionRow &row) const;
    std::uint64_t sentRate(const ConnectionRow &row) const;
    /// The connection of a row, or null.
    const ConnectionRow *rowAt(int row) const;
    /// The row of a connection, or -1.
    int rowOf(ConnectionId id) const;
    /// What data() gives for that connection.
    QVariant value(const ConnectionRow &row, int column, int role) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// These are surplus and go now, all together; \a connections in their order. Followed by the
    /// signals of the rows.
    void aboutToGo(const std::vector<sockyard::ConnectionId> &connections);

private:
    void removeSurplus();
    QString text(const ConnectionRow &row, int column) const;
    QString rateText(std::uint64_t rate) const;
    QString toolTip(const ConnectionRow &row) const;
    void publishRates();
    void tellChanged(std::size_t first, std::size_t end, Column from, Column to);

    ConnectionTable m_table;
    int m_shown = 0; // rows that the views know of
    std::optional<std::int64_t> m_now;
    std::int64_t m_rated = 0;     // when rates were looked through last
    std::size_t m_ratedFirst = 0; // which rows had any then
    std::size_t m_ratedEnd = 0;
    std::optional<std::vector<UnsentBytes>> m_unsent; // by number; nothing before it is known
};

} // namespace sockyard
