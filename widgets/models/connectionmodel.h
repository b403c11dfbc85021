#pragma once

#include "netcore/projections/connectiontable.h"

#include <QAbstractTableModel>

namespace sockyard
{

/// The connections of an endpoint as rows. Events are folded one by one by apply(), and shown
/// together by publish(). Main thread.
class ConnectionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NumberColumn, PeerColumn, StateColumn, ReceivedColumn, SentColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< quint64, a ConnectionId
        StateRole,                 ///< int, a ConnectionState
        OpenRole,                  ///< bool
    };

    explicit ConnectionModel(std::size_t mostClosed = 10000, QObject *parent = nullptr);

    void apply(const Event &event) { m_table.apply(event); }
    void publish();

    const ConnectionTable &table() const { return m_table; }
    /// The connection of a row, or null.
    const ConnectionRow *rowAt(int row) const;
    /// The row of a connection, or -1.
    int rowOf(ConnectionId id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    ConnectionTable m_table;
    int m_shown = 0; // rows that the views know of
};

} // namespace sockyard
