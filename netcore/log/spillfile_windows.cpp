#include "netcore/log/spillfile.h"

#include <windows.h>

#include <algorithm>
#include <string>
#include <utility>

namespace sockyard::logstorage
{

namespace
{

constexpr int mostTries = 100;
constexpr std::uint64_t mostAtOnce = 1U << 30;

std::error_code lastError()
{
    return {static_cast<int>(::GetLastError()), std::system_category()};
}

OVERLAPPED at(std::uint64_t offset)
{
    OVERLAPPED place = {};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32);
    return place;
}

DWORD part(std::size_t size)
{
    return static_cast<DWORD>(std::min<std::uint64_t>(size, mostAtOnce));
}

} // namespace

// The system itself removes a file that was opened to be deleted, however the process ends.
int SpillFile::removeLeftovers(const std::filesystem::path &)
{
    return 0;
}

std::error_code SpillFile::open(const std::filesystem::path &folder)
{
    std::error_code error;
    if (std::filesystem::create_directories(folder, error); error) {
        return error;
    }
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        const auto path = folder / (L"sockyard-log-" + std::to_wstring(::GetCurrentProcessId()) +
                                    L'-' + std::to_wstring(attempt));
        const HANDLE handle = ::CreateFileW(
            path.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, 0, nullptr, CREATE_NEW,
            FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
        if (handle != INVALID_HANDLE_VALUE) {
            m_handle = handle;
            m_path = path;
            return {};
        }
        if (::GetLastError() != ERROR_FILE_EXISTS) {
            return lastError();
        }
    }
    return std::make_error_code(std::errc::file_exists);
}

std::error_code SpillFile::write(std::uint64_t offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        OVERLAPPED place = at(offset);
        DWORD written = 0;
        if (!::WriteFile(m_handle, bytes.data(), part(bytes.size()), &written, &place)) {
            return lastError();
        }
        bytes = bytes.subspan(written);
        offset += written;
    }
    return {};
}

std::error_code SpillFile::read(std::uint64_t offset, std::span<std::byte> bytes) const
{
    while (!bytes.empty()) {
        OVERLAPPED place = at(offset);
        DWORD count = 0;
        if (!::ReadFile(m_handle, bytes.data(), part(bytes.size()), &count, &place)) {
            return lastError();
        }
        if (count == 0) {
            return std::make_error_code(std::errc::io_error);
        }
        bytes = bytes.subspan(count);
        offset += count;
    }
    return {};
}

std::error_code SpillFile::truncate(std::uint64_t size)
{
    LARGE_INTEGER place = {};
    place.QuadPart = static_cast<LONGLONG>(size);
    return ::SetFilePointerEx(m_handle, place, nullptr, FILE_BEGIN) && ::SetEndOfFile(m_handle)
               ? std::error_code()
               : lastError();
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
        ::CloseHandle(std::exchange(m_handle, noHandle));
    }
}

} // namespace sockyard::logstorage
