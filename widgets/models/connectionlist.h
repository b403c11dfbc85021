#pragma once

#include "widgets/models/connectionmodel.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <chrono>
#include <vector>

namespace sockyard
{

/// The connections of a model that a person wants to see, in the order in which they want them: all
/// in the order of arrival, at first. Columns and roles are those of ConnectionModel.
///
/// It goes by the connections' numbers, so what is selected in a view stays so wherever its row
/// goes. Ten thousand rows that change with every frame are not sorted with every frame: what
/// changes is shown at once where it stands, and goes to its new place within a second. Main
/// thread.
class ConnectionList : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// \a source must live as long as this. Rows are put in order anew once in \a interval at most.
    explicit ConnectionList(ConnectionModel *source, QObject *parent = nullptr,
                            std::chrono::milliseconds interval = std::chrono::seconds(1));

    /// Shows those for which each of these words stands in the peer's address or in the state's
    /// words (`open`, `paused`, `held`, …), or is the number (`12`, or `#12` for nothing else).
    /// Either case. Without words all are shown.
    void setFilter(const QString &words);
    bool isFiltered() const { return !m_terms.empty(); }
    /// By a column, or in the order of arrival for -1.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    ConnectionModel *connections() const { return m_source; }
    ConnectionId idAt(int row) const { return m_ids[static_cast<std::size_t>(row)]; }
    /// The row of that connection, or -1 where it is not shown.
    int rowOf(ConnectionId id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    using Ids = std::vector<ConnectionId>;
    // A word of the filter.
    struct Term {
        std::string text; // in lower case
        std::optional<ConnectionId> number;
        bool onlyNumber = false;
        std::vector<bool> states; // which of them it stands for
        bool paused = false;
        bool held = false;
    };

    static Term termOf(const QString &word);
    bool accepts(const ConnectionRow &row) const;
    Ids wanted() const;
    void sortIds(std::vector<const ConnectionRow *> &rows) const;
    bool isInOrderOfArrival() const { return m_sortColumn < 0; }

    void takeChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight);
    void takeInserted();
    void arrangeSoon();
    void arrange();
    void remove(const Ids &gone);
    void append(const Ids &added);
    void reorder(Ids order);

    ConnectionModel *const m_source;
    Ids m_ids; // of what is shown, row by row
    std::vector<Term> m_terms;
    int m_sortColumn = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    QTimer m_pause; // while it runs nothing is put in order
    bool m_isStale = false;
};

} // namespace sockyard
