#include "widgets/models/interfacemodel.h"

#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

/// `+ the address 10.0.0.1/24 was added`
QString changeText(const InterfaceChange &change)
{
    return InterfaceChange::characterOf(change.sign) + u' ' + change.sentence;
}

} // namespace

void InterfaceModel::show(const QList<InterfaceDetails> &interfaces,
                          const InterfaceHistory &history)
{
    QList<InterfaceRow> now;
    for (const InterfaceDetails &its : interfaces) {
        now.append({its, false, history.changesOf(its.name)});
    }
    const bool isSameWatch = m_beginnings == history.beginnings();
    m_beginnings = history.beginnings();
    for (const InterfaceRow &old : rows()) {
        const bool isThere = std::any_of(now.begin(), now.end(), [&old](const InterfaceRow &its) {
            return its.details.name == old.details.name ||
                   (its.details.index == old.details.index && old.details.index != 0);
        });
        if (!isThere && isSameWatch) {
            now.append({old.details, true, history.changesOf(old.details.name)});
        }
    }
    std::stable_sort(now.begin(), now.end(), [](const InterfaceRow &a, const InterfaceRow &b) {
        return a.details.index < b.details.index;
    });
    setRows(now);
}

QString InterfaceModel::keyOf(const InterfaceRow &row) const
{
    return QStringLiteral("%1 %2").arg(row.details.index).arg(row.details.name);
}

int InterfaceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InterfaceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const InterfaceRow &row = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return toolTip(row);
    case NameRole:
        return row.details.name;
    case GoneRole:
        return row.isGone;
    case DownRole:
        return !row.details.up;
    case ChangedRole:
        return !row.changes.isEmpty();
    default:
        return {};
    }
}

QString InterfaceModel::text(const InterfaceRow &row, int column)
{
    switch (column) {
    case NameColumn:
        return row.details.name;
    case StateColumn:
        return row.isGone ? tr("gone") : row.details.stateText();
    case AddressesColumn: {
        QStringList addresses;
        for (const InterfaceAddress &address : row.details.addresses) {
            addresses.append(address.text());
        }
        return row.isGone ? QString() : addresses.join(QStringLiteral(", "));
    }
    case ChangeColumn:
        return row.changes.isEmpty() ? QString() : changeText(row.changes.constLast());
    default:
        return {};
    }
}

QString InterfaceModel::toolTip(const InterfaceRow &row)
{
    QStringList lines{QStringLiteral("%1: %2").arg(row.details.name, text(row, StateColumn))};
    for (const InterfaceChange &change : row.changes) {
        lines.append(changeText(change));
    }
    return lines.join(u' ');
}

QVariant InterfaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case NameColumn:
        return tip ? tr("By which the system calls it") : tr("Interface");
    case StateColumn:
        return tip ? tr("Up: it is switched on. Running: it has a carrier, such as a cable that is "
                        "in. Loopback: it leads back to this machine. Multicast: the system says "
                        "that groups can be joined there. Point to point: one machine is at its "
                        "other end.")
                   : tr("What it is");
    case AddressesColumn:
        return tip ? tr("Its addresses, and how many bits of them its network has")
                   : tr("Addresses");
    case ChangeColumn:
        return tip ? tr("What happened to it last since the watching began: + it has more, - it "
                        "has "
                        "less, ~ it is other than before")
                   : tr("Since then");
    default:
        return {};
    }
}

} // namespace sockyard
