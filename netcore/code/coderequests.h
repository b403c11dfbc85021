#pragma once

#include "netcore/code/coderequest.h"

#include <QList>

#include <optional>

namespace sockyard
{

struct ForwarderSettings;
struct MulticastChatSettings;
struct TcpClientSettings;
struct TcpServerSettings;
struct UdpSettings;

// What a program has to do that does what was chosen for an endpoint. Nothing where the settings
// are no use to anybody: an address that is none, a port that is none. Pure; any thread.

std::optional<CodeRequest> codeRequestOf(const TcpServerSettings &settings);
std::optional<CodeRequest> codeRequestOf(const TcpClientSettings &settings,
                                         const QList<Message> &messages, bool finishes);
std::optional<CodeRequest> codeRequestOf(const MulticastChatSettings &settings,
                                         const QString &text);
/// The messages go to \a to, HOST:PORT; to nobody where it is empty.
std::optional<CodeRequest> codeRequestOf(const UdpSettings &settings, const QString &to,
                                         const QList<Message> &messages);

std::optional<CodeRequest> codeRequestOf(const ForwarderSettings &settings);

} // namespace sockyard
