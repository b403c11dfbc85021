#pragma once

#include "app/commandline.h"
#include "app/tabscript.h"
#include "netcore/projections/probeconnections.h"

namespace sockyard
{

class MulticastChatPage;

/// The chat of --chat.
class ChatScript : public TabScript
{
    Q_OBJECT

public:
    ChatScript(MulticastChatPage *page, ChatCommand command, QObject *parent = nullptr);

    void start() override;

protected:
    void tell(const Event &event) override;

private:
    MulticastChatPage *const m_page;
    const ChatCommand m_command;
    ProbeConnections m_probes; // that join, and are not the chat
    bool m_hasSpoken = false;
};

} // namespace sockyard
