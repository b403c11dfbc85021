#pragma once

#include "widgets/models/eventmodel.h"
#include "widgets/views/eventcolumns.h"
#include "widgets/views/rowtable.h"

#include <QColor>
#include <QPointer>

#include <functional>

class QMenu;

namespace sockyard
{

class NoteEdit;

/// The table of events; it follows its end. A person chooses its columns and what its times are,
/// which is kept in the settings for all tables of events, and marks rows, writes notes on them and
/// counts time from one of them: these are actions() of the table, so that a view around it can
/// offer them too. What is wanted beyond the table is told by signals.
class EventTable : public RowTable
{
    Q_OBJECT

public:
    /// How a rule colours a row; what is not valid stays as it is.
    struct RowColors {
        QColor text = {};
        QColor background = {};
    };
    using ColorRule = std::function<std::optional<RowColors>(const Event &event)>;

    explicit EventTable(QWidget *parent = nullptr);
    ~EventTable() override;

    void setEventModel(EventModel *model);
    EventModel *eventModel() const { return m_model; }
    /// The event of the current row, or nothing.
    std::optional<Event> currentEvent() const;
    std::optional<EventNumber> currentNumber() const;
    /// Makes that event the current one, or the nearest after it that is shown. False where no row
    /// is shown.
    bool goTo(EventNumber number);

    /// Asked for each row that is painted, and for no other. An empty one colours nothing.
    void setColorRule(ColorRule rule);
    /// The colours of an event by rule and mark: what is not valid is as usual.
    RowColors colorsOf(const Event &event) const;
    /// Whether the context menu offers to send an event's bytes again; at first it does not.
    void setSendAgainOffered(bool offered) { m_offersSendAgain = offered; }
    /// True for the column whose cells carry the signs of marks and notes: the last.
    bool carriesSigns(int column) const { return column == m_lastColumn; }

    // What the context menus offer.
    void toggleMark();
    void editNote();
    void toggleReference();
    void goToNextMark();
    void goToLastMark();
    void chooseTimeStyle(EventModel::TimeStyle style);
    void showColumn(int column, bool shown);
    void resetColumns();

Q_SIGNALS:
    void currentEventChanged();
    /// A person wants to see the whole stream of that connection.
    void followRequested(sockyard::ConnectionId connection);
    /// A person wants to see only events like this one, in the words of a filter.
    void filterRequested(const QString &expression);
    /// A person wants the bytes of that event to be sent, or saved as a message. It is valid while
    /// the signal is emitted.
    void sendAgainRequested(const sockyard::Event &event);
    void saveAsMessageRequested(const sockyard::Event &event);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void fitColumns() override;
    void showEvent(QShowEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeActions();
    QAction *addRowAction(const char *name, const QString &text, void (EventTable::*act)(),
                          const QList<QKeySequence> &keys);
    void updateActions();
    void fillTimeMenu(QMenu *menu);
    void fillColumnsMenu(QMenu *menu);
    void fillFilterMenu(QMenu *menu, const Event &event);
    void addMessageActions(QMenu *menu, const std::optional<Event> &event);
    void showHeaderMenu(const QPoint &place);

    void readSettings();
    void applyColumns();
    void keepColumns();
    void columnMoved(int column, int from, int to);
    void columnResized(int column, int before, int now);
    int usualWidth(int column) const;

    void useReference();
    void rememberPlace();
    void findPlaceAgain();
    void findCurrentAgain();
    void placeNoteEdit();

    EventModel *m_model = nullptr;
    ColorRule m_colorRule;
    EventColumns m_columns;
    int m_lastColumn = EventModel::DataColumn;
    bool m_offersSendAgain = false;
    bool m_applies = false; // columns are moved by us, not by a person
    EventModel::TimeStyle m_chosenTime = EventModel::TimeStyle::Clock; // when no reference is set

    QAction *m_copy = nullptr;
    QAction *m_mark = nullptr;
    QAction *m_note = nullptr;
    QAction *m_reference = nullptr;
    QAction *m_nextMark = nullptr;
    QAction *m_lastMark = nullptr;

    // While another set of rows is shown: where one looked.
    std::optional<EventNumber> m_wanted; // to be current again as soon as it has a row
    std::optional<EventNumber> m_topNumber;

    QPointer<NoteEdit> m_noteEdit;
    EventNumber m_noteNumber = 0;
};

} // namespace sockyard
