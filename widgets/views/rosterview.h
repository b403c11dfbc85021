#pragma once

#include "netcore/log/event.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace sockyard
{

class RosterModel;
class RowTable;

/// Who takes part in a chat, and how long ago each was heard. The ages go on while one can see
/// them.
class RosterView : public QWidget
{
    Q_OBJECT

public:
    explicit RosterView(RosterModel *model, QWidget *parent = nullptr);

Q_SIGNALS:
    /// A person chose somebody; the last event that was heard of them can be shown.
    void chosen(sockyard::EventNumber event);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showCount(int count);
    void showAges();

    RosterModel *m_model;
    QLabel *m_title;
    RowTable *m_table;
    QTimer m_second;
};

} // namespace sockyard
