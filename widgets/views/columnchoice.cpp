#include "widgets/views/columnchoice.h"

#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr int narrowest = 16;
constexpr int widest = 4096;

} // namespace

ColumnChoice::ColumnChoice(std::span<const Name> names)
    : m_names(names)
{
    for (const Name &name : names) {
        m_columns.append({.column = static_cast<int>(m_columns.size()), .shown = name.usual});
    }
}

ColumnChoice ColumnChoice::fromText(std::span<const Name> names, const QString &text)
{
    ColumnChoice result(names);
    int place = 0;
    const QStringList words = text.left(widest).simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const bool hidden = word.startsWith(u'!');
        const int column = result.columnNamed(word.section(u'=', 0, 0).mid(hidden ? 1 : 0));
        if (column < 0 || place >= static_cast<int>(names.size())) {
            continue;
        }
        result.at(column).shown = !hidden;
        result.setWidth(column, word.section(u'=', 1).toInt());
        result.move(column, place);
        ++place;
    }
    return result.shownCount() > 0 ? result : ColumnChoice(names);
}

int ColumnChoice::columnNamed(const QString &name) const
{
    const auto found = std::find_if(m_names.begin(), m_names.end(), [&name](const Name &each) {
        return name == QLatin1StringView(each.name);
    });
    return found == m_names.end() ? -1 : static_cast<int>(found - m_names.begin());
}

QString ColumnChoice::toText() const
{
    QStringList words;
    for (const Column &column : m_columns) {
        QString word = QLatin1StringView(m_names[static_cast<std::size_t>(column.column)].name);
        if (!column.shown) {
            word.prepend(u'!');
        }
        if (column.width > 0) {
            word += u'=' + QString::number(column.width);
        }
        words.append(word);
    }
    return words.join(u' ');
}

int ColumnChoice::shownCount() const
{
    return static_cast<int>(std::count_if(m_columns.begin(), m_columns.end(),
                                          [](const Column &column) { return column.shown; }));
}

bool ColumnChoice::setShown(int column, bool shown)
{
    if (!shown && isShown(column) && shownCount() == 1) {
        return false;
    }
    at(column).shown = shown;
    return true;
}

void ColumnChoice::setWidth(int column, int width)
{
    at(column).width = width <= 0 ? 0 : std::clamp(width, narrowest, widest);
}

void ColumnChoice::move(int column, int to)
{
    m_columns.move(&at(column) - m_columns.constData(), to);
}

const ColumnChoice::Column &ColumnChoice::at(int column) const
{
    return *std::find_if(m_columns.begin(), m_columns.end(),
                         [column](const Column &each) { return each.column == column; });
}

ColumnChoice::Column &ColumnChoice::at(int column)
{
    return *std::find_if(m_columns.begin(), m_columns.end(),
                         [column](const Column &each) { return each.column == column; });
}

} // namespace sockyard
