#pragma once

#include "widgets/models/eventmodel.h"
#include "widgets/views/columnchoice.h"

namespace sockyard
{

/// The columns that an event table shows, see ColumnChoice. A value.
class EventColumns : public ColumnChoice
{
public:
    /// Those that one sees at first.
    EventColumns();
    static EventColumns fromText(const QString &text);

private:
    explicit EventColumns(ColumnChoice choice);
};

} // namespace sockyard
