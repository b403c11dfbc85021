#pragma once

#include "widgets/models/eventmodel.h"
#include "widgets/views/rowtable.h"

namespace sockyard
{

/// The table of events; it follows its end.
class EventTable : public RowTable
{
    Q_OBJECT

public:
    explicit EventTable(QWidget *parent = nullptr);

    void setEventModel(EventModel *model);
    /// The event of the current row, or nothing.
    std::optional<Event> currentEvent() const;

Q_SIGNALS:
    void currentEventChanged();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void fitColumns() override;

private:
    EventModel *m_model = nullptr;
};

} // namespace sockyard
