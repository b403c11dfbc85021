#include "widgets/models/interfaceaddressmodel.h"

#include "widgets/models/interfacewords.h"

namespace sockyard
{

void InterfaceAddressModel::show(const QList<InterfaceAddress> &addresses,
                                 const InterfaceHistory &history)
{
    QList<InterfaceAddressRow> now;
    for (const InterfaceAddress &address : addresses) {
        const auto name = history.nameOf(address.address.toString());
        const QString words = !name ? QString() : name->hasName ? name->words : tr("(no name)");
        now.append({address, words});
    }
    setRows(now);
}

QString InterfaceAddressModel::keyOf(const InterfaceAddressRow &row) const
{
    return row.address.address.toString() + row.address.text();
}

int InterfaceAddressModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InterfaceAddressModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const InterfaceAddressRow &row = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
    case ExplanationRole:
        return reachExplanation(row.address.address);
    case AddressRole:
        return row.address.address.toString();
    case DeprecatedRole:
        return row.address.deprecated;
    default:
        return {};
    }
}

QString InterfaceAddressModel::text(const InterfaceAddressRow &row, int column)
{
    switch (column) {
    case AddressColumn:
        return row.address.text();
    case ReachColumn:
        return reachText(row.address.address);
    case NetworkColumn:
        return networkText(row.address);
    case NameColumn:
        return row.name;
    default:
        return {};
    }
}

QVariant InterfaceAddressModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case AddressColumn:
        return tip ? tr("The address, and how many bits of it its network has") : tr("Address");
    case ReachColumn:
        return tip ? tr("From how far away it can be reached") : tr("Reached from");
    case NetworkColumn:
        return tip ? tr("Temporary: made for a while, so that nobody is known by it. Deprecated: "
                        "nothing new begins from it.")
                   : tr("Network");
    case NameColumn:
        return tip ? tr("What it is called, where it was looked up") : tr("Name");
    default:
        return {};
    }
}

} // namespace sockyard
