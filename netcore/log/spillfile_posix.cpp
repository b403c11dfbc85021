#include "netcore/log/spillfile.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

namespace sockyard::logstorage
{

namespace
{

constexpr std::string_view beginning = "sockyard-log-";
constexpr int mostTries = 100;
constexpr std::size_t segmentsAhead = 4;

std::error_code lastError()
{
    return {errno, std::generic_category()};
}

bool isLeftover(const std::filesystem::directory_entry &entry)
{
    std::error_code ignored;
    return entry.path().filename().string().starts_with(beginning) &&
           entry.is_regular_file(ignored) && !entry.is_symlink(ignored);
}

} // namespace

int SpillFile::removeLeftovers(const std::filesystem::path &folder)
{
    int removed = 0;
    std::error_code ended; // a folder that is not there holds nothing
    for (auto entry = std::filesystem::directory_iterator(folder, ended);
         !ended && entry != std::filesystem::directory_iterator(); entry.increment(ended)) {
        if (!isLeftover(*entry)) {
            continue;
        }
        const int handle = ::open(entry->path().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (handle < 0) {
            continue; // somebody else's
        }
        if (::flock(handle, LOCK_EX | LOCK_NB) == 0 && ::unlink(entry->path().c_str()) == 0) {
            ++removed;
        }
        ::close(handle);
    }
    return removed;
}

std::error_code SpillFile::open(const std::filesystem::path &folder)
{
    std::error_code error;
    if (std::filesystem::create_directories(folder, error); error) {
        return error;
    }
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        const std::string name =
            std::string(beginning) + std::to_string(::getpid()) + '-' + std::to_string(attempt);
        const auto path = folder / name;
        const int handle =
            ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (handle < 0 && errno == EEXIST) {
            continue; // of another log of ours
        }
        if (handle < 0) {
            return lastError();
        }
        // Another process that was just starting may have taken it for a leftover.
        struct stat status = {};
        if (::flock(handle, LOCK_EX | LOCK_NB) != 0 || ::fstat(handle, &status) != 0 ||
            status.st_nlink == 0) {
            ::close(handle);
            continue;
        }
        m_handle = handle;
        m_path = path;
#ifdef O_DIRECT
        m_direct = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_DIRECT);
#endif
        return {};
    }
    return std::make_error_code(std::errc::file_exists);
}

std::error_code SpillFile::write(std::uint64_t offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const Handle handle = m_direct != noHandle ? m_direct : m_handle;
        const ssize_t written =
            ::pwrite(handle, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0 && errno == EINVAL && m_direct != noHandle) {
            ::close(std::exchange(m_direct, noHandle)); // this file system wants other places
            continue;
        }
        if (written < 0) {
            return lastError();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return {};
}

std::error_code SpillFile::read(std::uint64_t offset, std::span<std::byte> bytes) const
{
#ifdef POSIX_FADV_WILLNEED
    const std::uint64_t end = offset + bytes.size();
    if (m_readEnd.exchange(end, std::memory_order_relaxed) == offset) {
        // One after the other: the disk can begin with the next.
        ::posix_fadvise(m_handle, static_cast<off_t>(end),
                        static_cast<off_t>(bytes.size() * segmentsAhead), POSIX_FADV_WILLNEED);
    }
#endif
    while (!bytes.empty()) {
        const ssize_t count =
            ::pread(m_handle, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return lastError();
        }
        if (count == 0) {
            return std::make_error_code(std::errc::io_error);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

std::error_code SpillFile::truncate(std::uint64_t size)
{
    return ::ftruncate(m_handle, static_cast<off_t>(size)) == 0 ? std::error_code() : lastError();
}

std::uint64_t SpillFile::freeSpace() const
{
    std::error_code error;
    const auto space = std::filesystem::space(m_path.parent_path(), error);
    return error ? 0 : space.available;
}

void SpillFile::close()
{
    if (isOpen()) {
        ::unlink(m_path.c_str()); // before its lock goes
        if (m_direct != noHandle) {
            ::close(std::exchange(m_direct, noHandle));
        }
        ::close(std::exchange(m_handle, noHandle));
    }
}

} // namespace sockyard::logstorage
