#pragma once

#include "netcore/projections/conversation.h"

#include <QAbstractTableModel>

namespace sockyard
{

/// A chat's talk as rows, oldest first. What is heard is folded by apply(), and shown together by
/// publish(). Main thread.
class ConversationModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, NameColumn, MessageColumn, ColumnCount };
    enum Role {
        OwnRole = Qt::UserRole + 1, ///< bool
        HeardBackRole,              ///< bool
        NumberRole,                 ///< quint64, an EventNumber
        SaysRole,                   ///< bool: somebody's words, and not that they join or leave
        FoldedRole,                 ///< quint64: how many messages this row stands for; else 0
    };

    explicit ConversationModel(QObject *parent = nullptr);

    void apply(const ChatHeard &heard) { m_conversation.apply(heard); }
    void publish();

    const Conversation &conversation() const { return m_conversation; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString text(const ConversationEntry &entry, int column) const;
    QString nameText(const ConversationEntry &entry) const;
    QString messageText(const ConversationEntry &entry) const;
    QString toolTip(const ConversationEntry &entry) const;

    Conversation m_conversation;
    int m_shown = 0; // rows that the views know of
};

} // namespace sockyard
