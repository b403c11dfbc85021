#include "netcore/sockets/nativefile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace sockyard::native
{

namespace
{

constexpr int permissionBits = 0777;

// The number of an inode may be that of another file a moment later; then it was made at another
// time. Nothing is ever written to a socket's file.
std::uint64_t numberOf(const struct stat &file)
{
#ifdef __APPLE__
    const timespec made = file.st_mtimespec;
#else
    const timespec made = file.st_mtim;
#endif
    constexpr std::uint64_t spread = 0x9e3779b97f4a7c15; // so that near ones do not meet
    const auto nanoseconds = static_cast<std::uint64_t>(made.tv_sec) * 1'000'000'000U +
                             static_cast<std::uint64_t>(made.tv_nsec);
    return static_cast<std::uint64_t>(file.st_ino) ^ nanoseconds * spread;
}

SystemError outcome(int result)
{
    return result < 0 ? SystemError{errno} : SystemError();
}

} // namespace

std::optional<FileIdentity> fileAt(const std::string &path)
{
    struct stat file = {};
    if (::lstat(path.c_str(), &file) != 0) {
        return std::nullopt;
    }
    return FileIdentity{.device = file.st_dev,
                        .number = numberOf(file),
                        .isSocket = S_ISSOCK(file.st_mode),
                        .isOwn = file.st_uid == ::geteuid(),
                        .mode = static_cast<int>(file.st_mode) & permissionBits};
}

SystemError removeFile(const std::string &path)
{
    return outcome(::unlink(path.c_str()));
}

void limitFileMode([[maybe_unused]] Handle unbound, [[maybe_unused]] int mode)
{
#ifdef __linux__
    // bind(2) takes the permissions of the socket, less what the umask forbids. Elsewhere nobody
    // can be connected before listen(2), and setFileMode() comes before that.
    ::fchmod(static_cast<int>(unbound), static_cast<mode_t>(mode));
#endif
}

SystemError setFileMode(const std::string &path, int mode)
{
    return outcome(
        ::fchmodat(AT_FDCWD, path.c_str(), static_cast<mode_t>(mode), AT_SYMLINK_NOFOLLOW));
}

} // namespace sockyard::native
