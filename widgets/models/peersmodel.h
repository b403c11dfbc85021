#pragma once

#include "netcore/projections/peertable.h"

#include <QAbstractTableModel>

namespace sockyard
{

/// The peers of a datagram socket as rows, in the order in which they were first there. Where there
/// are too many, who was silent longest loses their row to another. What happens is folded by
/// apply(), and shown together by publish(). Main thread.
class PeersModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { AddressColumn, ReceivedColumn, SentColumn, HeardColumn, ColumnCount };
    enum Role {
        PeerRole = Qt::UserRole + 1, ///< QString: the address as the log has it
        NumberRole,                  ///< quint64, an EventNumber: the last event about it
        FailedRole,                  ///< bool: a call about it has failed
    };

    explicit PeersModel(QObject *parent = nullptr);

    void apply(const Event &event) { m_table.apply(event); }
    void publish();
    /// Tells how long ago something happened as of \a now, nanoseconds since 1970 UTC.
    void showAges(std::int64_t now);

    const PeerTable &table() const { return m_table; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString text(const PeerEntry &entry, int column) const;
    static QString toolTip(const PeerEntry &entry);

    PeerTable m_table;
    int m_rows = 0; // that the views know of
    std::int64_t m_now = 0;
};

} // namespace sockyard
