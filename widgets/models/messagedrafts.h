#pragma once

#include "netcore/messages/message.h"

#include <QList>

namespace sockyard
{

/// What a person typed while going from one notation to another, so that nothing is lost: what can
/// be written in the other notation exactly is rewritten; else what was typed there before is
/// shown. Going back shows what was typed, as it was typed. A value.
class MessageDrafts
{
public:
    /// What is to be shown in \a to, where \a now is what the field holds. Its encoding and ending
    /// stay.
    Message switched(const Message &now, Notation to);
    /// What is shown is done with, or is another message now.
    void forgetShown();

private:
    void take(const Message &now);
    void put(const Message &message);

    QList<Message> m_typed; // one of a notation at most, the one that is shown last
    bool m_isShown = false; // the last of them is
    Message m_shown;        // as it was shown at the last switch
};

} // namespace sockyard
