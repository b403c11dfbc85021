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
                        .number = file.st_ino,
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
