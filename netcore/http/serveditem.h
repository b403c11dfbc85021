#pragma once

#include "netcore/http/filehandle.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace sockyard
{

/// One name in a folder.
struct FolderEntry {
    std::string name; ///< as the system has it; on Windows in UTF-8
    bool isFolder = false;
};

/// What is in a folder.
struct FolderEntries {
    std::vector<FolderEntry> entries; ///< in order: by name, letters of ASCII in either case alike
    bool isCut = false;               ///< there is more than was asked for
    std::error_code error = {};
};

/// A regular file or a folder within a ServedFolder, open for reading: it stays the same one,
/// whatever is renamed, linked or removed meanwhile. For one thread.
class ServedItem
{
public:
    enum class Kind : std::uint8_t { File, Folder };

    ServedItem(FileHandle handle, Kind kind, std::uint64_t size, std::chrono::sys_seconds modified)
        : m_handle(std::move(handle))
        , m_kind(kind)
        , m_size(size)
        , m_modified(modified)
    {
    }

    Kind kind() const { return m_kind; }
    /// Of a file, in bytes, as it was when it was opened.
    std::uint64_t size() const { return m_size; }
    /// When it was last changed, as it was when it was opened.
    std::chrono::sys_seconds modified() const { return m_modified; }

    /// Of a file: fills \a bytes from \a offset on. Says how many there were: less at the end of
    /// the file or at an error alone.
    std::size_t read(std::uint64_t offset, std::span<std::byte> bytes,
                     std::error_code &error) const;
    /// Of a folder: what can be served of it, files, folders and symbolic links (which are not
    /// followed). At most so many.
    FolderEntries entries(std::size_t most) const;

private:
    friend class ServedFolder;

    FileHandle m_handle;
    Kind m_kind;
    std::uint64_t m_size;
    std::chrono::sys_seconds m_modified;
};

} // namespace sockyard
