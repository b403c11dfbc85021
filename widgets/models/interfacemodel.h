#pragma once

#include "netcore/projections/interfacehistory.h"
#include "netcore/sockets/interfacedetails.h"
#include "widgets/models/keyedtablemodel.h"

namespace sockyard
{

/// One interface in a list of them. A value.
struct InterfaceRow {
    InterfaceDetails details; ///< of one that went away: as it was
    bool isGone = false;
    QList<InterfaceChange> changes; ///< since somebody began to watch, the oldest first

    friend bool operator==(const InterfaceRow &, const InterfaceRow &) = default;
};

/// The interfaces of this machine as rows, by their index; those that went away while somebody
/// watched stay, and say so. What has changed is marked by a sign and words. Main thread.
class InterfaceModel : public KeyedTableModel<InterfaceRow>
{
    Q_OBJECT

public:
    enum Column { NameColumn, StateColumn, AddressesColumn, ChangeColumn, ColumnCount };
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString
        GoneRole,                    ///< bool
        DownRole,                    ///< bool: there, and down
        ChangedRole,                 ///< bool: something happened to it
    };

    using KeyedTableModel::KeyedTableModel;

    /// What is there now, and what has happened.
    void show(const QList<InterfaceDetails> &interfaces, const InterfaceHistory &history);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

protected:
    QString keyOf(const InterfaceRow &row) const override;

private:
    static QString text(const InterfaceRow &row, int column);
    static QString toolTip(const InterfaceRow &row);

    quint64 m_beginnings = 0; // of the watching that the rows are of
};

} // namespace sockyard
