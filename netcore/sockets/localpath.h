#pragma once

#include <QString>

#include <cstddef>
#include <string_view>

namespace sockyard
{

/// The paths of local sockets (AF_UNIX, unix(7)) as people write them. Pure functions; any thread.

/// What the texts of their addresses begin with, see SocketAddress::text().
inline constexpr std::string_view localPrefix = "local:";

/// Bytes; the system takes a few less than a file may have, since sun_path is short.
#ifdef __APPLE__
inline constexpr std::size_t longestLocalPath = 103;
#else
inline constexpr std::size_t longestLocalPath = 107;
#endif

/// Why no local socket can have this path, in words that begin with an error name; empty where one
/// can. Whether the folder is there is for the system to say.
QString localPathProblem(const QString &path);

/// True where the text is of a local socket's address, in words or not.
bool isLocalText(std::string_view text);

} // namespace sockyard
