#pragma once

#include "widgets/models/eventmodel.h"

#include <QList>
#include <QString>

namespace sockyard
{

/// Which columns an event table shows, in which order and how wide, as it is kept in the settings:
/// by name, so that columns of a later version find their place. A value.
class EventColumns
{
public:
    struct Column {
        int column = 0; ///< an EventModel::Column
        bool shown = true;
        int width = 0; ///< in pixels, as a person has drawn it; 0 is as wide as its text needs

        friend bool operator==(const Column &, const Column &) = default;
    };

    /// Those that one sees at first.
    EventColumns();
    /// What toText() has written. Names that are not known are left out, columns that are not named
    /// come as in the usual order; at least one is shown.
    static EventColumns fromText(const QString &text);
    /// One line: `time delta=80 peer event bytes data !number`; `!` is not shown.
    QString toText() const;

    /// All columns, from left to right.
    const QList<Column> &columns() const { return m_columns; }
    bool isShown(int column) const { return at(column).shown; }
    int width(int column) const { return at(column).width; }
    int shownCount() const;
    /// False where it is the last that is shown: it stays.
    bool setShown(int column, bool shown);
    void setWidth(int column, int width);
    /// To the place \a to, counted over all columns.
    void move(int column, int to);

    friend bool operator==(const EventColumns &, const EventColumns &) = default;

private:
    const Column &at(int column) const;
    Column &at(int column);

    QList<Column> m_columns;
};

} // namespace sockyard
