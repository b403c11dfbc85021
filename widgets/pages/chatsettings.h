#pragma once

#include "netcore/endpoints/multicastchatsettings.h"

namespace sockyard
{

/// What a chat begins with: the name, group, port, wire and bot's texts of the last time, where
/// they can still be used, else what is usual. The bot is off, and no interface is kept: nothing is
/// said to others before a person wants it.
MulticastChatSettings savedChatSettings();
/// Keeps name, group, port and wire.
void saveChatSettings(const MulticastChatSettings &settings);
/// Keeps what the bot says; the usual takes no room.
void saveBotTexts(const BotSettings &settings);

} // namespace sockyard
