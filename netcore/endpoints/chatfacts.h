#pragma once

#include "netcore/doctor/multicastfacts.h"
#include "netcore/endpoints/chatstate.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "netcore/log/eventlog.h"

namespace sockyard
{

/// What a chat knows of itself, for the multicast doctor: by its state where it runs, else by the
/// settings with which it would. Why it does not run is read back from its log. The log's writing
/// thread.
MulticastFacts chatFacts(const ChatState &state, const MulticastChatSettings &settings,
                         const EventLog &log);

} // namespace sockyard
