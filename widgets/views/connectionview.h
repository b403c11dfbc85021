#pragma once

#include "netcore/log/event.h"

#include <QWidget>

#include <optional>

class QPushButton;

namespace sockyard
{

class ConnectionModel;
class RowTable;

/// The list of connections, with what can be done to the selected one.
class ConnectionView : public QWidget
{
    Q_OBJECT

public:
    ConnectionView(ConnectionModel *model, const QString &title, QWidget *parent = nullptr);

    /// The selected connection, or nothing.
    std::optional<ConnectionId> selected() const;
    void select(ConnectionId connection);
    /// Shown while there are no connections.
    void setPlaceholder(const QString &text);
    /// For connections that are long gone: nothing can be done to them.
    void setReadOnly();
    /// To be called when connections may have changed.
    void updateActions();

Q_SIGNALS:
    void selectionChanged();
    void finishRequested(sockyard::ConnectionId connection);
    void abortRequested(sockyard::ConnectionId connection);

private:
    void showMenu(const QPoint &place);

    ConnectionModel *m_model;
    RowTable *m_table;
    QPushButton *m_finish;
    QPushButton *m_abort;
    bool m_readOnly = false;
};

} // namespace sockyard
