#pragma once

#include "netcore/log/event.h"

#include <QList>
#include <QTimer>
#include <QWidget>

class QAction;
class QBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace sockyard
{

class ConnectionList;
class ConnectionModel;
class HeaderColumns;
class RowTable;
struct ConnectionRow;

/// The table of connections: filtered by a few words, sorted by a click on a header, several
/// selected; and what can be done to those that are selected. It does nothing itself: what a person
/// wants is told by signals, for those connections only to which it can be done. Main thread.
class ConnectionView : public QWidget
{
    Q_OBJECT

public:
    /// What a page can do.
    enum Action {
        SendTo = 0x01,
        Pause = 0x02, ///< and Resume
        Finish = 0x04,
        Disconnect = 0x08,
        Abort = 0x10,
    };
    Q_DECLARE_FLAGS(Actions, Action)

    /// Offers to finish and to abort. \a model must live as long as this.
    ConnectionView(ConnectionModel *model, const QString &title, QWidget *parent = nullptr);
    ~ConnectionView() override;

    void offer(Actions actions);
    /// For connections that are long gone: nothing can be done to them, and nothing changes.
    void setReadOnly();
    /// Whether somebody tells ConnectionModel::setUnsent(). Not before this says so.
    void setUnsentKnown(bool known);

    /// The numbers of the selected connections, in their order.
    const QList<ConnectionId> &selected() const { return m_selected; }
    /// Selects that one and no other, if it is shown.
    void select(ConnectionId connection);
    /// Shown while there are no connections.
    void setPlaceholder(const QString &text);
    /// To be called when connections may have changed.
    void updateActions();

Q_SIGNALS:
    /// Others were selected than before, by a person or by select(). Not told where a connection is
    /// no longer selected because its row went away, be it by the filter: nobody wanted that.
    void selectionChanged();
    void sendToRequested(const QList<sockyard::ConnectionId> &connections);
    void pauseRequested(const QList<sockyard::ConnectionId> &connections);
    void resumeRequested(const QList<sockyard::ConnectionId> &connections);
    void finishRequested(const QList<sockyard::ConnectionId> &connections);
    void disconnectRequested(const QList<sockyard::ConnectionId> &connections);
    void abortRequested(const QList<sockyard::ConnectionId> &connections);
    /// A person wants to see the whole stream of that connection.
    void followRequested(sockyard::ConnectionId connection);
    /// A person wants to see the events of these only.
    void eventsRequested(const QList<sockyard::ConnectionId> &connections);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    using Predicate = bool (*)(const ConnectionRow &row);
    using Request = void (ConnectionView::*)(const QList<ConnectionId> &connections);

    // An action for those of the selected connections that \a can says.
    struct RowAction {
        QAction *action = nullptr;
        Predicate can = nullptr;
        Actions needs;
    };

    void makeActions();
    QAction *addAction(const char *name, const QString &text, const QString &tip);
    void addRowAction(const char *name, const QString &text, const QString &tip, Predicate can,
                      Request request, Action needs);
    void addCopyActions();
    void addLookActions();
    QAction *rowAction(const char *name) const;
    QPushButton *addButton(const char *name, QAction *action, QBoxLayout *layout);
    void addPauseButton(QBoxLayout *layout);
    void layOut(const QString &title);
    void fillMenu(QMenu *menu) const;
    void showMenu(const QPoint &place);

    QList<ConnectionId> selectedWhere(Predicate can) const;
    void takeSelection();
    void selectAgain();
    void applyFilter();
    void showCount();
    void withholdColumns();

    ConnectionModel *m_model;
    ConnectionList *m_list;
    RowTable *m_table; // before the filter, so that no key goes into that by mistake
    HeaderColumns *m_columns;
    QLineEdit *m_filter;
    QLabel *m_count;
    QPushButton *m_pause = nullptr;
    QPushButton *m_more = nullptr;
    QList<RowAction> m_rowActions;
    QAction *m_follow = nullptr;
    QAction *m_events = nullptr;
    QAction *m_copyAddresses = nullptr;
    QAction *m_copyRows = nullptr;
    Actions m_offered = Actions(Finish) | Abort;
    QList<ConnectionId> m_selected;
    QString m_placeholder;
    QString m_shownPlaceholder; // that, or another one while a filter hides all
    bool m_isReadOnly = false;
    bool m_isUnsentKnown = false;
    bool m_rowsGo = false;   // rows are removed just now
    bool m_rowsMove = false; // and here they change places
    QTimer m_actionsPause;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(ConnectionView::Actions)

} // namespace sockyard
