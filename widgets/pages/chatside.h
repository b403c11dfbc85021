#pragma once

#include "netcore/projections/chathearing.h"

#include <QWidget>

class QToolButton;

namespace sockyard
{

class ConversationModel;
class RosterModel;

/// What stands beside a chat's events: the talk over those who take part in it, and the button that
/// asks why nothing is heard. It hears the talk once, for both. Main thread.
class ChatSide : public QWidget
{
    Q_OBJECT

public:
    explicit ChatSide(QWidget *parent = nullptr);

    /// The events of the chat's log, one after the other.
    void apply(const Event &event);
    /// Shows what they told.
    void publish();
    /// Datagrams that are no messages.
    std::uint64_t foreignCount() const { return m_hearing.foreignCount(); }
    /// Puts the cursor on the button for the doctor: whoever puts its pane away came from there.
    void focusDoctor();

Q_SIGNALS:
    /// A person chose a line or a participant; that event can be shown.
    void chosen(sockyard::EventNumber event);
    /// A person wants to know why nothing is heard.
    void doctorWanted();

private:
    ChatHearing m_hearing;
    ConversationModel *m_conversation;
    RosterModel *m_roster;
    QToolButton *m_doctor;
};

} // namespace sockyard
