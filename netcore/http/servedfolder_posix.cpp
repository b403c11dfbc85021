#include "netcore/http/servedfolder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <memory>

namespace sockyard
{

namespace
{

std::error_code lastError()
{
    return {errno, std::generic_category()};
}

/// openat(2), again where a signal came between.
FileHandle openedAt(int folder, const char *path, int flags)
{
    int descriptor = -1;
    do {
        descriptor = ::openat(folder, path, flags | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    return FileHandle(descriptor);
}

#ifdef __linux__

std::string linkOf(int descriptor)
{
    return "/proc/self/fd/" + std::to_string(descriptor);
}

/// Where an open file is now. Empty where the system does not say.
std::string placeOf(int descriptor)
{
    // The kernel says at most a page. A longer answer may be cut, and is no answer.
    std::array<char, 8192> buffer = {};
    const ssize_t size = ::readlink(linkOf(descriptor).c_str(), buffer.data(), buffer.size());
    const bool good = size > 0 && static_cast<std::size_t>(size) < buffer.size();
    return good ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

/// Holds what has that path without opening it, which has effects where it is a device or a pipe.
FileHandle held(int folder, const char *path)
{
    return openedAt(folder, path, O_PATH);
}

/// Opens the very thing that is held.
FileHandle opened(const FileHandle &held, int /*folder*/, const char * /*path*/)
{
    return openedAt(AT_FDCWD, linkOf(held.native()).c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

#elif defined(__APPLE__)

std::string placeOf(int descriptor)
{
    std::array<char, MAXPATHLEN> buffer = {};
    return ::fcntl(descriptor, F_GETPATH, buffer.data()) == 0 ? std::string(buffer.data())
                                                              : std::string();
}

// There is no way to hold a file without opening it: what is no file is looked for beforehand, and
// a device that took its place at that moment is opened and closed, and never read.
FileHandle held(int folder, const char *path)
{
    struct stat facts = {};
    if (::fstatat(folder, path, &facts, 0) < 0) {
        return {};
    }
    if (!S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) {
        errno = ENXIO;
        return {};
    }
    return openedAt(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

FileHandle opened(const FileHandle & /*held*/, int folder, const char *path)
{
    return openedAt(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

#else

// Elsewhere nobody says where an open file is: ServedFolder::open() fails.
std::string placeOf(int /*descriptor*/)
{
    return {};
}

FileHandle held(int /*folder*/, const char * /*path*/)
{
    errno = ENOTSUP;
    return {};
}

FileHandle opened(const FileHandle & /*held*/, int /*folder*/, const char * /*path*/)
{
    errno = ENOTSUP;
    return {};
}

#endif

bool isWithin(const std::string &root, const std::string &place)
{
    if (root.empty() || place.empty()) {
        return false;
    }
    if (root == "/" || place == root) {
        return place.front() == '/';
    }
    return place.size() > root.size() && place.compare(0, root.size(), root) == 0 &&
           place[root.size()] == '/';
}

ServedFolder::Refusal refusalOf(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
    case EINVAL:
    case EILSEQ:
        return ServedFolder::Refusal::Missing;
    case ENXIO:
    case ENODEV:
        return ServedFolder::Refusal::NotAFile;
    case EACCES:
    case EPERM:
        return ServedFolder::Refusal::NotReadable;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        return ServedFolder::Refusal::Shortage;
    default:
        return ServedFolder::Refusal::Failed;
    }
}

ServedFolder::Found refused()
{
    return {{}, refusalOf(errno), lastError()};
}

} // namespace

void FileHandle::close()
{
    if (isOpen()) {
        ::close(std::exchange(m_native, none));
    }
}

std::error_code ServedFolder::open(const std::filesystem::path &folder)
{
    FileHandle root = openedAt(AT_FDCWD, folder.c_str(), O_RDONLY | O_DIRECTORY);
    if (!root.isOpen()) {
        return lastError();
    }
    if (placeOf(root.native()).empty()) {
        return std::make_error_code(std::errc::not_supported);
    }
    m_root = std::move(root);
    return {};
}

std::string ServedFolder::path() const
{
    return placeOf(m_root.native());
}

ServedFolder::Found ServedFolder::findBeneath(std::string_view relative) const
{
    const std::string path = relative.empty() ? "." : std::string(relative);
    const FileHandle holding = held(m_root.native(), path.c_str());
    if (!holding.isOpen()) {
        return refused();
    }
    struct stat facts = {};
    if (::fstat(holding.native(), &facts) < 0) {
        return refused();
    }
    // Asked anew each time: a folder may be renamed while it is served.
    if (!isWithin(placeOf(m_root.native()), placeOf(holding.native()))) {
        return {{}, Refusal::LeadsOut};
    }
    if (!S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) {
        return {{}, Refusal::NotAFile};
    }
    FileHandle handle = opened(holding, m_root.native(), path.c_str());
    struct stat now = {};
    if (!handle.isOpen() || ::fstat(handle.native(), &now) < 0) {
        return refused();
    }
    if (now.st_dev != facts.st_dev || now.st_ino != facts.st_ino) {
        return {{}, Refusal::Missing}; // another one took its place
    }
    const auto kind = S_ISDIR(now.st_mode) ? ServedItem::Kind::Folder : ServedItem::Kind::File;
    return {ServedItem(std::move(handle), kind, static_cast<std::uint64_t>(now.st_size),
                       std::chrono::sys_seconds(std::chrono::seconds(now.st_mtime)))};
}

std::size_t ServedItem::read(std::uint64_t offset, std::span<std::byte> bytes,
                             std::error_code &error) const
{
    std::size_t count = 0;
    while (count < bytes.size()) {
        const ssize_t result = ::pread(m_handle.native(), bytes.data() + count,
                                       bytes.size() - count, static_cast<off_t>(offset + count));
        if (result < 0 && errno == EINTR) {
            continue;
        }
        if (result < 0) {
            error = lastError();
            break;
        }
        if (result == 0) {
            break;
        }
        count += static_cast<std::size_t>(result);
    }
    return count;
}

FolderEntries ServedItem::entries(std::size_t most) const
{
    FolderEntries found;
    const int descriptor = ::openat(m_handle.native(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *const folder = descriptor < 0 ? nullptr : ::fdopendir(descriptor);
    if (folder == nullptr) {
        found.error = lastError();
        if (descriptor >= 0) {
            ::close(descriptor);
        }
        return found;
    }
    const std::unique_ptr<DIR, int (*)(DIR *)> closing(folder, ::closedir);
    for (;;) {
        errno = 0;
        const dirent *const entry = ::readdir(folder); // a DIR of our own: no other thread uses it
        if (entry == nullptr) {
            found.error = errno == 0 ? std::error_code() : lastError();
            break;
        }
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") {
            continue;
        }
        auto type = static_cast<mode_t>(DTTOIF(entry->d_type));
        if (entry->d_type == DT_UNKNOWN) {
            struct stat facts = {};
            if (::fstatat(descriptor, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) < 0) {
                continue; // gone since
            }
            type = facts.st_mode;
        }
        if (!S_ISREG(type) && !S_ISDIR(type) && !S_ISLNK(type)) {
            continue;
        }
        if (found.entries.size() == most) {
            found.isCut = true;
            break;
        }
        found.entries.push_back({std::string(name), S_ISDIR(type)});
    }
    sortEntries(found.entries);
    return found;
}

} // namespace sockyard
