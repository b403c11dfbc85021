#pragma once

#include "netcore/log/eventcursor.h"
#include "netcore/log/eventlog.h"
#include "netcore/query/eventset.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <vector>

namespace sockyard
{

class EventMarks;

/// The events of a log as rows, oldest first: all of them, or those that a filter let through. It
/// holds no event: a row is looked up when it is painted. Rows come in batches by showUpTo() or
/// appendMatches(), and go at the old end when the log drops them. Main thread.
class EventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NumberColumn,
        TimeColumn,
        DeltaColumn,
        ConnectionColumn,
        LocalColumn,
        PeerColumn,
        EventColumn,
        BytesColumn,
        NoteColumn,
        DataColumn,
        ColumnCount
    };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int, an EventKind
        NumberRole,                  ///< quint64, an EventNumber
        MarkedRole,                  ///< bool
        NoteRole,                    ///< QString, what a person noted of the event
    };
    /// What the time of a row is.
    enum class TimeStyle {
        Clock,          ///< the time of day
        Elapsed,        ///< since the log began
        SinceAbove,     ///< since the row above, of those that are shown
        SinceReference, ///< since EventMarks::reference(), or the log's beginning without one
    };

    explicit EventModel(std::shared_ptr<const EventLog> log, QObject *parent = nullptr);

    /// Shows events before \a end, and no longer those that the log has dropped. Under a filter it
    /// only does the latter.
    void showUpTo(EventNumber end);

    /// Shows no event but those that appendMatches() will name.
    void beginFilter();
    /// Adds rows for events that the filter let through, in one batch: each behind the one before,
    /// and behind all that are there. Those that the log has dropped meanwhile are left out.
    void appendMatches(const std::vector<EventNumber> &ascending);
    /// Shows all events again.
    void endFilter();
    bool isFiltered() const { return m_filtered; }
    /// What the filter has let through so far.
    const EventSet &matches() const { return m_matches; }

    /// The event of a row that is there.
    EventNumber numberAt(int row) const;
    /// The row of that event, or nothing where it is not shown.
    std::optional<int> rowOf(EventNumber number) const;
    /// The row of the first shown event that is not before \a number; the last row where all are
    /// before it, and -1 where no row is shown.
    int rowAtOrAfter(EventNumber number) const;
    /// The event of a row; nothing where the log dropped it a moment ago.
    std::optional<Event> eventAt(int row) const;
    /// The same, to look at: valid until the model is asked for anything else.
    const Event *lookAt(int row) const;
    /// The first event that the log still has, as far as the rows know.
    EventNumber firstNumber() const { return m_first; }
    /// One more than the last event that showUpTo() told of.
    EventNumber endNumber() const { return m_end; }

    TimeStyle timeStyle() const { return m_timeStyle; }
    void setTimeStyle(TimeStyle style);
    /// Marks and notes of this log's events; the model's own.
    EventMarks *marks() const { return m_marks; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    const Event *numbered(EventNumber number) const;
    QVariant toolTip(const Event &event, int column) const;
    QString accessibleText(const Event &event, int row, int column) const;
    QString text(const Event &event, int row, int column) const;
    QString timeTitle() const;
    static QString dataText(const Event &event);
    QString timeText(const Event &event, int row) const;
    QString sinceAbove(const Event &event, int row) const;
    QString noteText(EventNumber number) const;
    void removeBefore(EventNumber first);
    void updateRow(EventNumber number);
    void useReference();
    void updateTimes();

    std::shared_ptr<const EventLog> m_log;
    EventMarks *m_marks;
    EventNumber m_first = 0;
    EventNumber m_end = 0;
    bool m_filtered = false;
    EventSet m_matches;
    TimeStyle m_timeStyle = TimeStyle::Clock;
    std::int64_t m_referenceElapsed = 0; // where there is none: when the log began

    // A row is painted cell by cell: its event, and the one above, are looked up once.
    mutable EventCursor m_cursor;
    mutable const Event *m_event = nullptr; // the cursor's
    mutable EventCursor m_aboveCursor;
};

} // namespace sockyard
