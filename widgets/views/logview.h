#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/query/rowrules.h"

#include <QWidget>

#include <memory>

class QSplitter;
class QToolButton;

namespace sockyard
{

class CodePane;
class EventModel;
class EventPane;
class EventTable;
class FilterBar;
class FindBar;
class LogFilter;
class LogThroughput;
class SaveButton;
struct LogPart;

/// Everything that shows the events of one log, whoever wrote it: the table, the bytes of the
/// selected event, and what one looks for. It never changes the log: what a person wants of the log
/// as a whole is told by signals. Main thread.
class LogView : public QWidget
{
    Q_OBJECT

public:
    explicit LogView(std::shared_ptr<const EventLog> log, QWidget *parent = nullptr);

    /// Offers that pane in place of the selected event's, behind a button and a key. The view owns
    /// it from then on; whether it is open is kept, for all tabs alike.
    void offerCode(CodePane *code);
    /// For a log that nobody may clear.
    void setReadOnly();
    /// Shows events before \a end; to be called once a frame at most.
    void showUpTo(EventNumber end);
    /// Makes that event the current one, so that its bytes are shown; the next one where it is not
    /// shown. Says in words why it is not; nothing where it is.
    QString showEventNumber(EventNumber number);
    /// The same, with what the event means in place of its connection's bytes.
    QString explainEvent(EventNumber number);
    /// Shows all that a connection received and sent, at its end, as it grows.
    void follow(ConnectionId connection);
    /// Shows events of these connections only, by the filter.
    void filterBy(const QList<ConnectionId> &connections);
    /// How many events there are to be shown, filtered or not.
    std::uint64_t shownEvents() const;
    /// Which rows are coloured.
    void setRowRules(const QList<RowRule> &rules);

    /// What can be done here, for a menu: find, filter, marks and notes.
    QList<QAction *> menuActions() const;
    EventTable *events() const { return m_events; }

    /// Whether the bytes of events can be sent again from here; at first they cannot.
    void setSendAgainOffered(bool offered);

Q_SIGNALS:
    void clearRequested();
    /// See EventTable.
    void sendAgainRequested(const sockyard::Event &event);
    void saveAsMessageRequested(const sockyard::Event &event);
    void saveRequested(const sockyard::LogPart &part);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QToolButton *addButton(const char *name, const QString &text, const QString &tip);
    QAction *addWindowAction(const char *name, const QString &text, const QKeySequence &key);
    void makeActions();
    void layOut();
    void showCurrentEvent();
    void offerFiltered();
    void showThroughput(bool shown);
    void showCode(bool shown);
    void giveRoom(QWidget *pane);

    const std::shared_ptr<const EventLog> m_log;
    EventModel *m_model;
    EventTable *m_events;
    EventPane *m_pane;
    CodePane *m_code = nullptr; // where one is offered
    QSplitter *m_parts;
    FilterBar *m_filterBar;
    LogFilter *m_filter;
    FindBar *m_findBar;
    LogThroughput *m_throughput;
    QToolButton *m_throughputButton;
    QToolButton *m_codeButton;
    QToolButton *m_clear;
    SaveButton *m_save;
    QList<QAction *> m_findActions;
    QAction *m_codeAction = nullptr;
};

} // namespace sockyard
