#pragma once

#include "netcore/sockets/boundsocket.h"
#include "widgets/models/keyedtablemodel.h"

namespace sockyard
{

/// Who listens where on this machine, as rows: TCP, UDP and local sockets, by port or path. Main
/// thread.
class ListeningModel : public KeyedTableModel<BoundSocket>
{
    Q_OBJECT

public:
    enum Column { KindColumn, PlaceColumn, ProgramColumn, UserColumn, ColumnCount };
    enum Role {
        PlaceRole = Qt::UserRole + 1, ///< QString
        UnknownRole,                  ///< bool: the program is not known
        OwnRole,                      ///< bool: it is this program's
    };

    using KeyedTableModel::KeyedTableModel;

    void show(const QList<BoundSocket> &sockets);
    /// Only what fits is shown: of digits the port, of other text places, programs and users that
    /// have it in them; of nothing all.
    void setFilter(const QString &filter);
    QString filter() const { return m_filter; }

    /// Who has the port that is looked for, in a sentence; empty where none is.
    QString answer() const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

protected:
    QString keyOf(const BoundSocket &row) const override;

private:
    bool fits(const BoundSocket &socket) const;
    void showFitting();
    static QString text(const BoundSocket &socket, int column);
    static QString programText(const BoundSocket &socket);
    static QString toolTip(const BoundSocket &socket);

    QList<BoundSocket> m_sockets;
    QString m_filter;
};

} // namespace sockyard
