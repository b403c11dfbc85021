#pragma once

#include "netcore/log/eventlog.h"

#include <QByteArray>

#include <string_view>

namespace sockyard
{

/// One event as one line of JSON (RFC 8259), with its line feed. Keys, in this order: `time` (RFC
/// 3339, UTC, nanoseconds), `elapsed` (seconds since the log began, 9 decimals), `tab` (only where
/// \a tab is not empty), `event`, `connection`, `local`, `peer`, `bytes`, and `data` (base64, RFC
/// 4648) for sent and received or `note` for the others.
QByteArray jsonLine(const Event &event, std::string_view tab = {});

} // namespace sockyard
