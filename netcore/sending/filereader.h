#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <system_error>

namespace sockyard
{

/// Reads a regular file from its beginning, piece by piece, and no further than it was long when it
/// was opened. Its calls wait for the disk. One thread at a time.
class FileReader
{
public:
    /// Opens it. A folder, a pipe or a device is refused, with `std::errc::invalid_argument`.
    std::error_code open(const QString &name);

    /// Bytes that the file had when it was opened. 0 also where the system does not say, as of what
    /// is in /proc; it is then read to its end.
    std::uint64_t size() const { return m_size; }
    /// At most \a most bytes; none at the end, or where there is an error.
    QByteArray read(std::size_t most, std::error_code &error);

private:
    struct Close {
        void operator()(std::FILE *file) const { std::fclose(file); }
    };

    std::unique_ptr<std::FILE, Close> m_file;
    std::uint64_t m_size = 0;
    std::uint64_t m_read = 0;
};

} // namespace sockyard
