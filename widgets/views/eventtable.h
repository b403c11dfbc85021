#pragma once

#include "widgets/models/eventmodel.h"

#include <QTableView>

namespace sockyard
{

/// The table of events. While a person stays at the bottom, the newest row stays in view; who has
/// scrolled up keeps looking at the same rows, even while old ones are dropped.
class EventTable : public QTableView
{
    Q_OBJECT

public:
    explicit EventTable(QWidget *parent = nullptr);

    void setEventModel(EventModel *model);
    /// The event of the current row, or nothing.
    std::optional<Event> currentEvent() const;
    bool isAtBottom() const;

Q_SIGNALS:
    void currentEventChanged();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fitRows();
    void rememberPlace();
    void keepPlace();
    void keepPlaceAfterRemoval(int count);

    EventModel *m_model = nullptr;
    bool m_wasAtBottom = true;
};

} // namespace sockyard
