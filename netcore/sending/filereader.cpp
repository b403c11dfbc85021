#include "netcore/sending/filereader.h"

#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace sockyard
{

namespace
{

std::FILE *opened(const std::filesystem::path &path)
{
#ifdef _WIN32
    return ::_wfopen(path.c_str(), L"rb");
#else
    return std::fopen(path.c_str(), "rb");
#endif
}

} // namespace

std::error_code FileReader::open(const QString &name)
{
    const std::filesystem::path path = QFileInfo(name).filesystemAbsoluteFilePath();
    std::error_code error;
    // Before it is opened: opening a pipe waits for somebody at its other end.
    const auto status = std::filesystem::status(path, error);
    if (error) {
        return error;
    }
    if (!std::filesystem::is_regular_file(status)) {
        return std::make_error_code(std::errc::invalid_argument);
    }
    m_size = std::filesystem::file_size(path, error);
    if (error) {
        return error;
    }
    m_file.reset(opened(path));
    if (!m_file) {
        return {errno, std::generic_category()};
    }
    std::setvbuf(m_file.get(), nullptr, _IONBF, 0); // the pieces are large, and read as they are
    return {};
}

QByteArray FileReader::read(std::size_t most, std::error_code &error)
{
    if (m_size > 0) {
        most = static_cast<std::size_t>(std::min<std::uint64_t>(most, m_size - m_read));
    }
    if (most == 0) {
        return {};
    }
    QByteArray bytes(static_cast<qsizetype>(most), Qt::Uninitialized);
    const std::size_t count = std::fread(bytes.data(), 1, most, m_file.get());
    if (count == 0 && std::ferror(m_file.get()) != 0) {
        error = {errno, std::generic_category()};
        return {};
    }
    m_read += count;
    bytes.truncate(static_cast<qsizetype>(count));
    return bytes;
}

} // namespace sockyard
