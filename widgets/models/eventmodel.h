#pragma once

#include "netcore/log/eventlog.h"

#include <QAbstractTableModel>

#include <memory>

namespace sockyard
{

/// The events of a log as rows, oldest first. It holds no event: a row is looked up when it is
/// painted. Rows come in batches by showUpTo(), and go at the old end when the log drops them. Main
/// thread.
class EventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        TimeColumn,
        DeltaColumn,
        PeerColumn,
        EventColumn,
        BytesColumn,
        DataColumn,
        ColumnCount
    };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int, an EventKind
        NumberRole,                  ///< quint64, an EventNumber
    };

    explicit EventModel(std::shared_ptr<const EventLog> log, QObject *parent = nullptr);

    /// Shows events before \a end, and no longer those that the log has dropped.
    void showUpTo(EventNumber end);
    /// The event of a row; nothing where the log dropped it a moment ago.
    std::optional<Event> eventAt(int row) const;
    EventNumber firstNumber() const { return m_first; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString text(const Event &event, int column) const;
    QString delta(const Event &event) const;

    std::shared_ptr<const EventLog> m_log;
    EventNumber m_first = 0;
    EventNumber m_end = 0;
};

} // namespace sockyard
