#pragma once

#include "netcore/log/eventcursor.h"
#include "netcore/log/export/logslice.h"
#include "netcore/projections/throughput.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QToolButton;

namespace sockyard
{

class EventModel;
class EventPane;
class EventTable;
class SaveButton;
class ThroughputStrip;
struct LogPart;

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
    /// Makes that event the current one, so that its bytes are shown; the next one where it is not
    /// shown.
    void showEventNumber(EventNumber number);
    std::uint64_t shownEvents() const;
    /// How to learn what the filter shows, so that it can be saved; null while no filter is set.
    void setFilterChoice(std::function<EventChoice()> choice);

    EventTable *events() const { return m_events; }

Q_SIGNALS:
    void clearRequested();
    void saveRequested(const sockyard::LogPart &part);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showCurrentEvent();
    QToolButton *addButton(const char *name, const QString &text, const QString &tip);

    void foldThroughput();
    void showThroughput(bool shown);

    QToolButton *m_clear;
    std::shared_ptr<const EventLog> m_log;
    EventModel *m_model;
    EventTable *m_events;
    EventPane *m_pane;

    Throughput m_throughput;
    EventCursor m_cursor;
    EventNumber m_folded;    // events before this one are in m_throughput
    std::uint64_t m_cleared; // so many events have been forgotten because a person said so
    QTimer m_foldMore;
    ThroughputStrip *m_strip;
    QToolButton *m_stripButton;
    SaveButton *m_save;
};

} // namespace sockyard
