#pragma once

#include <QList>
#include <QString>

#include <span>

namespace sockyard
{

/// Which columns a table shows, in which order and how wide, as it is kept in the settings: by
/// name, so that columns of a later version find their place. A value.
class ColumnChoice
{
public:
    /// A column by its number in the model, which is its place in a list of these.
    struct Name {
        const char *name; ///< never changes: it stands in people's settings
        bool usual;       ///< one sees it at first
    };
    struct Column {
        int column = 0;
        bool shown = true;
        int width = 0; ///< in pixels, as a person has drawn it; 0 is as wide as its text needs

        friend bool operator==(const Column &, const Column &) = default;
    };

    /// Those that one sees at first. \a names lives as long as the program.
    explicit ColumnChoice(std::span<const Name> names);
    /// What toText() has written. Names that are not known are left out, columns that are not named
    /// come as in the usual order; at least one is shown.
    static ColumnChoice fromText(std::span<const Name> names, const QString &text);
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

    friend bool operator==(const ColumnChoice &one, const ColumnChoice &other)
    {
        return one.m_columns == other.m_columns;
    }

private:
    const Column &at(int column) const;
    Column &at(int column);
    int columnNamed(const QString &name) const;

    std::span<const Name> m_names;
    QList<Column> m_columns;
};

} // namespace sockyard
