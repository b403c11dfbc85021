#pragma once

#include "netcore/projections/interfacehistory.h"
#include "netcore/sockets/interfacedetails.h"
#include "widgets/models/keyedtablemodel.h"

namespace sockyard
{

/// An address in a list of them, and what it is called. A value.
struct InterfaceAddressRow {
    InterfaceAddress address;
    QString name; ///< empty where it was not looked up

    friend bool operator==(const InterfaceAddressRow &, const InterfaceAddressRow &) = default;
};

/// The addresses of one interface as rows, in the system's order. Main thread.
class InterfaceAddressModel : public KeyedTableModel<InterfaceAddressRow>
{
    Q_OBJECT

public:
    enum Column { AddressColumn, ReachColumn, NetworkColumn, NameColumn, ColumnCount };
    enum Role {
        AddressRole = Qt::UserRole + 1, ///< QString: as a program takes it, with its scope
        ExplanationRole,                ///< QString: who can reach it
        DeprecatedRole,                 ///< bool
    };

    using KeyedTableModel::KeyedTableModel;

    void show(const QList<InterfaceAddress> &addresses, const InterfaceHistory &history);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

protected:
    QString keyOf(const InterfaceAddressRow &row) const override;

private:
    static QString text(const InterfaceAddressRow &row, int column);
};

} // namespace sockyard
