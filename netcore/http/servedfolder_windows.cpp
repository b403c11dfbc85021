#include "netcore/http/servedfolder.h"

#include <windows.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sockyard
{

namespace
{

constexpr std::size_t mostPath = 32768; // of the system, in UTF-16 units
constexpr std::uint64_t mostAtOnce = 1U << 30;

std::error_code lastError()
{
    return {static_cast<int>(::GetLastError()), std::system_category()};
}

/// UTF-8 in UTF-16; empty where it is none.
std::wstring wide(std::string_view text)
{
    const int size = static_cast<int>(text.size());
    const int units =
        ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), size, nullptr, 0);
    std::wstring result(static_cast<std::size_t>(std::max(units, 0)), L'\0');
    ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), size, result.data(), units);
    return result;
}

std::string narrow(std::wstring_view text)
{
    const int size = static_cast<int>(text.size());
    const int bytes =
        ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr);
    std::string result(static_cast<std::size_t>(std::max(bytes, 0)), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, result.data(), bytes, nullptr, nullptr);
    return result;
}

/// Where an open file is now, in the form that begins with `\\?\`, behind which the system takes
/// every name as it is. Empty where the system does not say.
std::wstring placeOf(HANDLE handle)
{
    std::wstring place(mostPath, L'\0');
    const DWORD size =
        ::GetFinalPathNameByHandleW(handle, place.data(), static_cast<DWORD>(place.size()),
                                    FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
    place.resize(size < place.size() ? size : 0);
    if (place.size() > 1 && place.back() == L'\\') {
        place.pop_back(); // of the root of a drive
    }
    return place;
}

bool isWithin(const std::wstring &root, const std::wstring &place)
{
    return !root.empty() && place.compare(0, root.size(), root) == 0 &&
           (place.size() == root.size() || place[root.size()] == L'\\');
}

/// What Windows gives a meaning of its own in a name: other separators, drives, streams
/// (`a::$DATA`), patterns; and dots and spaces at the end, which it drops.
bool isPlainName(std::string_view name)
{
    constexpr std::string_view special = "\\:*?\"<>|";
    return name.find_first_of(special) == std::string_view::npos && name.back() != '.' &&
           name.back() != ' ' && std::none_of(name.begin(), name.end(), [](char byte) {
               return static_cast<unsigned char>(byte) < 0x20;
           });
}

FileHandle openedForReading(const std::wstring &path)
{
    // Folders can be opened so too; others may go on writing, renaming and removing.
    return FileHandle(::CreateFileW(path.c_str(), GENERIC_READ,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
}

ServedFolder::Found refused()
{
    using Refusal = ServedFolder::Refusal;
    const DWORD error = ::GetLastError();
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_DIRECTORY:
    case ERROR_FILENAME_EXCED_RANGE:
        return {{}, Refusal::Missing, lastError()};
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
        return {{}, Refusal::NotReadable, lastError()};
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
        return {{}, Refusal::Shortage, lastError()};
    default:
        return {{}, Refusal::Failed, lastError()};
    }
}

std::chrono::sys_seconds timeOf(const FILETIME &time)
{
    // Tenths of microseconds since 1601.
    const auto ticks = static_cast<std::int64_t>(
        (static_cast<std::uint64_t>(time.dwHighDateTime) << 32U) | time.dwLowDateTime);
    return std::chrono::sys_seconds(std::chrono::seconds(ticks / 10000000 - 11644473600));
}

} // namespace

void FileHandle::close()
{
    if (isOpen()) {
        ::CloseHandle(std::exchange(m_native, none));
    }
}

std::error_code ServedFolder::open(const std::filesystem::path &folder)
{
    FileHandle root = openedForReading(folder.wstring());
    BY_HANDLE_FILE_INFORMATION facts = {};
    if (!root.isOpen() || !::GetFileInformationByHandle(root.native(), &facts)) {
        return lastError();
    }
    if ((facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
        return std::make_error_code(std::errc::not_a_directory);
    }
    if (placeOf(root.native()).empty()) {
        return std::make_error_code(std::errc::not_supported);
    }
    m_root = std::move(root);
    return {};
}

std::string ServedFolder::path() const
{
    return narrow(placeOf(m_root.native()));
}

ServedFolder::Found ServedFolder::findBeneath(std::string_view relative) const
{
    const std::wstring root = placeOf(m_root.native());
    std::wstring path = root;
    while (!relative.empty()) {
        const std::size_t end = std::min(relative.find('/'), relative.size());
        const std::string_view name = relative.substr(0, end);
        const std::wstring part = wide(name);
        if (!isPlainName(name) || part.empty()) {
            return {{}, Refusal::Missing};
        }
        path += L'\\' + part;
        relative.remove_prefix(std::min(end + 1, relative.size()));
    }
    if (path.size() == root.size()) {
        path += L'\\'; // a drive without it is not its folder
    }
    FileHandle handle = openedForReading(path);
    if (!handle.isOpen()) {
        return refused();
    }
    if (::GetFileType(handle.native()) != FILE_TYPE_DISK) {
        return {{}, Refusal::NotAFile};
    }
    if (!isWithin(root, placeOf(handle.native()))) {
        return {{}, Refusal::LeadsOut};
    }
    BY_HANDLE_FILE_INFORMATION facts = {};
    if (!::GetFileInformationByHandle(handle.native(), &facts)) {
        return refused();
    }
    const bool isFolder = (facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    const auto size = (static_cast<std::uint64_t>(facts.nFileSizeHigh) << 32U) | facts.nFileSizeLow;
    return {ServedItem(std::move(handle),
                       isFolder ? ServedItem::Kind::Folder : ServedItem::Kind::File, size,
                       timeOf(facts.ftLastWriteTime))};
}

std::size_t ServedItem::read(std::uint64_t offset, std::span<std::byte> bytes,
                             std::error_code &error) const
{
    std::size_t count = 0;
    while (count < bytes.size()) {
        const std::uint64_t place = offset + count;
        OVERLAPPED at = {};
        at.Offset = static_cast<DWORD>(place);
        at.OffsetHigh = static_cast<DWORD>(place >> 32U);
        DWORD got = 0;
        const auto part =
            static_cast<DWORD>(std::min<std::uint64_t>(bytes.size() - count, mostAtOnce));
        if (!::ReadFile(m_handle.native(), bytes.data() + count, part, &got, &at)) {
            if (::GetLastError() != ERROR_HANDLE_EOF) {
                error = lastError();
            }
            break;
        }
        if (got == 0) {
            break;
        }
        count += got;
    }
    return count;
}

FolderEntries ServedItem::entries(std::size_t most) const
{
    FolderEntries found;
    // Asked of the open folder, not of its name. The entries stand behind each other in the buffer.
    std::vector<std::uint64_t> buffer(8192);
    const auto size = static_cast<DWORD>(buffer.size() * sizeof(std::uint64_t));
    auto call = FileIdBothDirectoryRestartInfo;
    while (::GetFileInformationByHandleEx(m_handle.native(), call, buffer.data(), size)) {
        call = FileIdBothDirectoryInfo;
        const auto *at = reinterpret_cast<const char *>(buffer.data());
        for (;;) {
            const auto *const entry = reinterpret_cast<const FILE_ID_BOTH_DIR_INFO *>(at);
            const std::wstring_view name(entry->FileName, entry->FileNameLength / sizeof(wchar_t));
            if (name != L"." && name != L"..") {
                if (found.entries.size() == most) {
                    found.isCut = true;
                    sortEntries(found.entries);
                    return found;
                }
                const bool isFolder = (entry->FileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0 &&
                                      (entry->FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0;
                found.entries.push_back({narrow(name), isFolder});
            }
            if (entry->NextEntryOffset == 0) {
                break;
            }
            at += entry->NextEntryOffset;
        }
    }
    if (::GetLastError() != ERROR_NO_MORE_FILES) {
        found.error = lastError();
    }
    sortEntries(found.entries);
    return found;
}

} // namespace sockyard
