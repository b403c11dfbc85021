#pragma once

#include "netcore/log/event.h"

#include <QWidget>

#include <optional>

class QLabel;
class QTableView;

namespace sockyard
{

class ConversationModel;

/// A chat's talk: when, who, what. The newest stays in view while a person stays at the bottom.
class ConversationView : public QWidget
{
    Q_OBJECT

public:
    explicit ConversationView(ConversationModel *model, QWidget *parent = nullptr);

    /// Shown while nothing has been said.
    void setPlaceholder(const QString &text);

Q_SIGNALS:
    /// A person chose a line; its event can be shown.
    void chosen(sockyard::EventNumber event);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitColumns();
    void updatePlaceholder();

    ConversationModel *m_model;
    QTableView *m_table;
    QLabel *m_placeholder;
    bool m_wasAtBottom = true;
};

} // namespace sockyard
