#pragma once

#include "netcore/responders/replyoption.h"

namespace sockyard
{

/// What a person chose for a reply the last time, as it is kept in the user's configuration; empty
/// where nothing other than usual.
ReplyOptions savedReplyOptions(const QString &reply);

/// Keeps them, those that are as usual left out.
void saveReplyOptions(const QString &reply, std::span<const ReplyOption> options,
                      const ReplyOptions &chosen);

} // namespace sockyard
