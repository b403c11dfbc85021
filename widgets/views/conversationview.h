#pragma once

#include "netcore/log/event.h"

#include <QWidget>

namespace sockyard
{

class ConversationModel;
class RowTable;
class WholeMessage;

/// A chat's talk: when, who, what. The newest stays in view while a person stays at the bottom. A
/// chosen message that does not fit into its row is shown whole below.
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

private:
    void showChosen(const QModelIndex &current);
    void showMenu(const QPoint &place);
    void copyMessage();

    RowTable *m_table;
    WholeMessage *m_whole;
};

} // namespace sockyard
