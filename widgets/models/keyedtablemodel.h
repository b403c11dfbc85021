#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QSet>
#include <QString>

namespace sockyard
{

/// A table whose rows are a list that is handed in anew time and again, such as what a machine says
/// of itself every second: only what has changed is told to the views, so that they keep what is
/// selected and where they are. A row is the same as long as its key is. Main thread.
template <typename Row>
class KeyedTableModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    const QList<Row> &rows() const { return m_rows; }
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

protected:
    /// By which a row is known; no two rows of a list have the same.
    virtual QString keyOf(const Row &row) const = 0;

    /// The rows from now on. Rows must have an operator==.
    void setRows(const QList<Row> &now)
    {
        removeAllBut(now);
        for (qsizetype index = 0; index < now.size(); ++index) {
            const int place = static_cast<int>(index);
            if (index < m_rows.size() && keyOf(m_rows[index]) == keyOf(now[index])) {
                if (!(m_rows[index] == now[index])) {
                    m_rows[index] = now[index];
                    Q_EMIT dataChanged(this->index(place, 0),
                                       this->index(place, columnCount({}) - 1));
                }
                continue;
            }
            removeLater(index, keyOf(now[index])); // it has moved up
            beginInsertRows({}, place, place);
            m_rows.insert(index, now[index]);
            endInsertRows();
        }
    }
    /// All cells look other than before.
    void tellAllChanged()
    {
        if (!m_rows.isEmpty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount({}) - 1));
        }
    }

private:
    void removeAllBut(const QList<Row> &kept)
    {
        QSet<QString> keys;
        for (const Row &row : kept) {
            keys.insert(keyOf(row));
        }
        for (qsizetype index = m_rows.size(); index-- > 0;) {
            if (!keys.contains(keyOf(m_rows[index]))) {
                removeAt(index);
            }
        }
    }
    void removeLater(qsizetype from, const QString &key)
    {
        for (qsizetype index = from; index < m_rows.size(); ++index) {
            if (keyOf(m_rows[index]) == key) {
                removeAt(index);
                return;
            }
        }
    }
    void removeAt(qsizetype index)
    {
        beginRemoveRows({}, static_cast<int>(index), static_cast<int>(index));
        m_rows.removeAt(index);
        endRemoveRows();
    }

    QList<Row> m_rows;
};

} // namespace sockyard
