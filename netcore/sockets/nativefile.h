#pragma once

#include "netcore/sockets/native.h"

#include <cstdint>
#include <optional>
#include <string>

/// What local sockets need of the file system: one function each, with the system's own errors.
/// Nothing here keeps a state; any thread. POSIX names in the comments; nativefile_windows.cpp has
/// the way of Windows, which knows neither owners nor permissions of this kind.
namespace sockyard::native
{

/// What lies at a path.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t number = 0; ///< of its inode
    bool isSocket = false;
    bool isOwn = false; ///< it belongs to the user as whom this program runs
    int mode = 0;       ///< the permissions, without the kind

    /// Whether both are the same file; its permissions may have changed.
    bool isSameAs(const FileIdentity &other) const
    {
        return device == other.device && number == other.number;
    }
};

/// lstat(2): a symbolic link is looked at, not followed. \a path in the system's bytes.
std::optional<FileIdentity> fileAt(const std::string &path);
/// unlink(2)
SystemError removeFile(const std::string &path);

/// Has bind(2) make the file with no more permissions than \a mode, where the system lets one say
/// so before (fchmod(2) of the socket, on Linux); elsewhere nothing.
void limitFileMode(Handle unbound, int mode);
/// chmod(2), but of a symbolic link nothing behind it.
SystemError setFileMode(const std::string &path, int mode);

} // namespace sockyard::native
