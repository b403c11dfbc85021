#include "widgets/views/eventcolumns.h"

#include <array>
#include <utility>

namespace sockyard
{

namespace
{

// In the order of EventModel::Column.
constexpr std::array<ColumnChoice::Name, EventModel::ColumnCount> names = {{
    {"number", false},
    {"time", true},
    {"delta", true},
    {"connection", false},
    {"local", false},
    {"peer", true},
    {"event", true},
    {"bytes", true},
    {"note", false},
    {"data", true},
}};

} // namespace

EventColumns::EventColumns()
    : ColumnChoice(names)
{
}

EventColumns::EventColumns(ColumnChoice choice)
    : ColumnChoice(std::move(choice))
{
}

EventColumns EventColumns::fromText(const QString &text)
{
    return EventColumns(ColumnChoice::fromText(names, text));
}

} // namespace sockyard
