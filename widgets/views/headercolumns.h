#pragma once

#include "widgets/views/columnchoice.h"

#include <QObject>

#include <functional>

class QHeaderView;
class QMenu;

namespace sockyard
{

/// Lets a person choose, move and resize the columns of a table by its header, and keeps that in
/// the settings for all tables of its kind. One column takes the width that the others leave.
/// Belongs to the header's table. Main thread.
class HeaderColumns : public QObject
{
    Q_OBJECT

public:
    /// What a table says of its columns.
    struct Table {
        std::span<const ColumnChoice::Name> names; ///< live as long as the program
        QString key;                               ///< in the settings
        int stretched = 0;                         ///< which one takes the rest
        std::function<int(int column)> usualWidth; ///< of the stretched one: the least
    };

    HeaderColumns(QHeaderView *header, Table table);

    /// These are never shown, and not offered, whatever the settings say.
    void withhold(const QList<int> &columns);
    /// Takes over what a person has chosen in another table.
    void readSettings();
    /// To be called when usual widths have changed.
    void apply();
    /// To be called when the table has another width.
    void fit();
    /// Adds a line for each column, and one that brings back the usual ones.
    void fillMenu(QMenu *menu);

private:
    bool isShown(const ColumnChoice::Column &column) const;
    void setShown(int column, bool shown);
    void reset();
    void takeMoved(int column, int from, int to);
    void takeResized(int column, int before, int now);
    void keep();

    QHeaderView *const m_header;
    const Table m_table;
    ColumnChoice m_choice;
    QList<int> m_withheld;
    bool m_applies = false; // columns are moved by us, not by a person
};

} // namespace sockyard
