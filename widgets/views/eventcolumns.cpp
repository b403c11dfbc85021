#include "widgets/views/eventcolumns.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

constexpr int narrowest = 16;
constexpr int widest = 4096;

// In the order of EventModel::Column. A name never changes: it stands in people's settings.
constexpr std::array<const char *, EventModel::ColumnCount> names = {
    "number", "time", "delta", "connection", "local", "peer", "event", "bytes", "note", "data"};

bool isUsual(int column)
{
    switch (column) {
    case EventModel::NumberColumn:
    case EventModel::ConnectionColumn:
    case EventModel::LocalColumn:
    case EventModel::NoteColumn:
        return false;
    default:
        return true;
    }
}

int columnNamed(const QString &name)
{
    const auto found = std::find_if(names.begin(), names.end(), [&name](const char *each) {
        return name == QLatin1StringView(each);
    });
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

} // namespace

EventColumns::EventColumns()
{
    for (int column = 0; column < EventModel::ColumnCount; ++column) {
        m_columns.append({.column = column, .shown = isUsual(column)});
    }
}

EventColumns EventColumns::fromText(const QString &text)
{
    EventColumns result;
    int place = 0;
    const QStringList words = text.left(widest).simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const bool hidden = word.startsWith(u'!');
        const int column = columnNamed(word.section(u'=', 0, 0).mid(hidden ? 1 : 0));
        if (column < 0 || place >= EventModel::ColumnCount) {
            continue;
        }
        result.at(column).shown = !hidden;
        result.setWidth(column, word.section(u'=', 1).toInt());
        result.move(column, place);
        ++place;
    }
    return result.shownCount() > 0 ? result : EventColumns();
}

QString EventColumns::toText() const
{
    QStringList words;
    for (const Column &column : m_columns) {
        QString word = QLatin1StringView(names.at(static_cast<std::size_t>(column.column)));
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

int EventColumns::shownCount() const
{
    return static_cast<int>(std::count_if(m_columns.begin(), m_columns.end(),
                                          [](const Column &column) { return column.shown; }));
}

bool EventColumns::setShown(int column, bool shown)
{
    if (!shown && isShown(column) && shownCount() == 1) {
        return false;
    }
    at(column).shown = shown;
    return true;
}

void EventColumns::setWidth(int column, int width)
{
    at(column).width = width <= 0 ? 0 : std::clamp(width, narrowest, widest);
}

void EventColumns::move(int column, int to)
{
    m_columns.move(&at(column) - m_columns.constData(), to);
}

const EventColumns::Column &EventColumns::at(int column) const
{
    return *std::find_if(m_columns.begin(), m_columns.end(),
                         [column](const Column &each) { return each.column == column; });
}

EventColumns::Column &EventColumns::at(int column)
{
    return *std::find_if(m_columns.begin(), m_columns.end(),
                         [column](const Column &each) { return each.column == column; });
}

} // namespace sockyard
