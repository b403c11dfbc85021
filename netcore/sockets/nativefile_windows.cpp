#include "netcore/sockets/nativefile.h"

#include "netcore/sockets/nativeheaders.h"

#include <QString>

namespace sockyard::native
{

namespace
{

// IO_REPARSE_TAG_AF_UNIX, which older headers lack.
constexpr DWORD socketTag = 0x80000023;

std::wstring wide(const std::string &path)
{
    return QString::fromStdString(path).toStdWString();
}

} // namespace

std::optional<FileIdentity> fileAt(const std::string &path)
{
    const HANDLE file = ::CreateFileW(
        wide(path).c_str(), FILE_READ_ATTRIBUTES,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
        FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        return std::nullopt;
    }
    BY_HANDLE_FILE_INFORMATION whole = {};
    FILE_ATTRIBUTE_TAG_INFO tag = {};
    const bool isKnown =
        ::GetFileInformationByHandle(file, &whole) != 0 &&
        ::GetFileInformationByHandleEx(file, FileAttributeTagInfo, &tag, sizeof tag) != 0;
    ::CloseHandle(file);
    if (!isKnown) {
        return std::nullopt;
    }
    constexpr int bitsOfHalf = 32;
    return FileIdentity{.device = whole.dwVolumeSerialNumber,
                        .number =
                            std::uint64_t{whole.nFileIndexHigh} << bitsOfHalf | whole.nFileIndexLow,
                        .isSocket = tag.ReparseTag == socketTag,
                        .isOwn = true}; // whoever may not remove it is told by the system
}

SystemError removeFile(const std::string &path)
{
    return ::DeleteFileW(wide(path).c_str()) != 0 ? SystemError()
                                                  : SystemError{static_cast<int>(GetLastError())};
}

void limitFileMode(Handle /*unbound*/, int /*mode*/)
{
    // The folder's access list rules.
}

SystemError setFileMode(const std::string & /*path*/, int /*mode*/)
{
    return {};
}

} // namespace sockyard::native
