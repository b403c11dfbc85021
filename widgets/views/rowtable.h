#pragma once

#include <QString>
#include <QTableView>

namespace sockyard
{

/// A table of rows of one height, one of which can be chosen, as all tables of a page are (or
/// several, where setSelectionMode() says ExtendedSelection). It can follow its end: while a person
/// stays at the bottom, the newest row stays in view; who has scrolled up keeps looking at the same
/// rows, even while old ones go. Without rows it shows a few words instead.
///
/// However many rows there are, only those in view cost anything. A QTableView keeps eight bytes a
/// row in its vertical header and walks through them for every batch of rows: at ten million rows
/// 80 MiB and up to 30 ms. Here that header never hears of a row, and a row's place is computed.
/// The vertical scroll bar counts rows; at its end the last row ends at the bottom.
class RowTable : public QTableView
{
    Q_OBJECT

public:
    enum class Follow { Nothing, End };

    explicit RowTable(Follow follow, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Plain text, shown while there are no rows.
    void setPlaceholder(const QString &text);
    /// The placeholder where it is what one sees; empty while there are rows.
    QString shownPlaceholder() const;
    bool isAtBottom() const;

    /// The row at the top of the view, at least a part of it; -1 without rows.
    int topRow() const;
    /// Puts what is shown of the current row, or of all selected ones where several can be, on the
    /// clipboard, with tabs between the cells.
    void copyRow();
    int rowHeightInPixels() const { return m_rowHeight; }

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &place) const override;
    /// Does nothing: it would read and format every row on the way.
    void keyboardSearch(const QString &search) override;
    void reset() override;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;
    void rowsInserted(const QModelIndex &parent, int first, int last) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    int verticalOffset() const override;
    int sizeHintForColumn(int column) const override;
    bool isIndexHidden(const QModelIndex &index) const override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;

    /// Sets the width of columns by the font. Called again when the font changes.
    virtual void fitColumns() = 0;
    /// The width that a column needs for such a text.
    int widthFor(const QString &widest) const;
    /// The columns that are not hidden, from left to right.
    QList<int> shownColumns() const;
    /// The cells of that row that are shown, as a line of text.
    QString rowText(int row) const;

private:
    bool isForSeveral() const { return selectionMode() == ExtendedSelection; }
    int nearestRow(int y) const;
    void selectSeveral(const QRect &rect, QItemSelectionModel::SelectionFlags command);
    void fit();
    int rows() const;
    int wholeRowsInView() const;
    int rowAt(int y) const;
    qint64 topOf(int row) const;
    void setBarRange();
    void keepPlace();

    const Follow m_follow;
    QString m_placeholder;
    int m_rowHeight = 1;
    bool m_updatesGeometries = false;
    bool m_keepsBottom = false; // while rows are removed
    int m_keptTop = 0;
};

} // namespace sockyard
