#pragma once

#include "netcore/log/event.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace sockyard
{

class PeersModel;
class RowTable;

/// With whom datagrams were exchanged, and how long ago. The ages go on while one can see them.
class PeersView : public QWidget
{
    Q_OBJECT

public:
    explicit PeersView(PeersModel *model, QWidget *parent = nullptr);

    void setPlaceholder(const QString &text);

Q_SIGNALS:
    /// A person chose a peer, as the log has its address; the last event about it can be shown.
    void chosen(const QString &peer, sockyard::EventNumber event);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showCount();
    void showAges();

    PeersModel *m_model;
    QLabel *m_title;
    RowTable *m_table;
    QTimer m_second;
};

} // namespace sockyard
