#pragma once

#include "netcore/sockets/systemerror.h"

#include <QString>

namespace sockyard
{

/// The call that failed.
enum class Call {
    Socket,
    Bind,
    Listen,
    Accept,
    Connect,
    Send,
    Receive,
    Shutdown,
    SetOption,
    Join,
    Leave,
};

/// The call's name as the manual pages have it.
QString callName(Call call);

/// One or two sentences for a person: the system's error name, what it means here, and what to try
/// next. \a where is the address or group that the call was about. Any thread.
QString explain(Call call, SystemError error, const QString &where);

/// The same shape for what the system was not even asked: `EINVAL: …`.
QString refusal(const QString &text);

} // namespace sockyard
