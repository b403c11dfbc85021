#pragma once

#include "netcore/log/eventlog.h"

#include <QWidget>

#include <memory>

class QToolButton;

namespace sockyard
{

class EventModel;
class EventPane;
class EventTable;

/// Everything that shows the events of one log, whoever wrote it: the table, the bytes of the
/// selected event, and what one looks for. It never changes the log: what a person wants of the log
/// as a whole is told by signals. Main thread.
class LogView : public QWidget
{
    Q_OBJECT

public:
    explicit LogView(std::shared_ptr<const EventLog> log, QWidget *parent = nullptr);

    /// For a log that nobody may clear.
    void setReadOnly();
    /// Shows events before \a end.
    void showUpTo(EventNumber end);
    /// Makes that event the current one, so that its bytes are shown.
    void showEventNumber(EventNumber number);
    std::uint64_t shownEvents() const;

Q_SIGNALS:
    void clearRequested();
    void saveRequested();

private:
    QToolButton *addButton(const char *name, const QString &text, const QString &tip);

    QToolButton *m_clear;
    EventModel *m_model;
    EventTable *m_events;
    EventPane *m_pane;
};

} // namespace sockyard
