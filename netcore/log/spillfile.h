#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <span>
#include <system_error>

namespace sockyard::logstorage
{

/// A file of this process alone, in which a log keeps what it has no memory for: nobody else may
/// read it, and it is gone when the process ends in order. What a crash left is known by its lock,
/// which nobody holds any more. open(), write(), truncate() and close() are for one thread; read()
/// is for any, at the same time.
class SpillFile
{
public:
    SpillFile() = default;
    ~SpillFile() { close(); }
    SpillFile(const SpillFile &) = delete;
    SpillFile &operator=(const SpillFile &) = delete;

    /// Removes the files in \a folder whose processes are gone. Says how many.
    static int removeLeftovers(const std::filesystem::path &folder);

    bool isOpen() const { return m_handle != noHandle; }
    /// Makes \a folder, where it is missing, and a file in it.
    std::error_code open(const std::filesystem::path &folder);
    /// Everything or an error, such as ENOSPC; then some of it may be there.
    std::error_code write(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Everything or an error; EIO where the file is shorter.
    std::error_code read(std::uint64_t offset, std::span<std::byte> bytes) const;
    std::error_code truncate(std::uint64_t size);
    /// Bytes that this user may still write to the file's disk.
    std::uint64_t freeSpace() const;
    const std::filesystem::path &path() const { return m_path; }
    /// Removes the file.
    void close();

private:
#ifdef _WIN32
    using Handle = void *;
    static inline const Handle noHandle = reinterpret_cast<void *>(std::intptr_t(-1));
#else
    using Handle = int;
    static constexpr Handle noHandle = -1;
#endif

    Handle m_handle = noHandle;
    // Where the system has it: past its cache, which the file would fill for nothing, and which is
    // slow to fill.
    Handle m_direct = noHandle;
    // Where the last reading ended: who goes on there wants more.
    mutable std::atomic<std::uint64_t> m_readEnd = 0;
    std::filesystem::path m_path;
};

} // namespace sockyard::logstorage
