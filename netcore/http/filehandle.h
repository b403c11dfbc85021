#pragma once

#include <cstdint>
#include <utility>

namespace sockyard
{

/// An open file or folder of the operating system, closed when it goes out of scope.
class FileHandle
{
public:
#ifdef _WIN32
    using Native = void *;
    static inline const Native none = reinterpret_cast<void *>(std::intptr_t(-1));
#else
    using Native = int;
    static constexpr Native none = -1;
#endif

    FileHandle() = default;
    explicit FileHandle(Native native)
        : m_native(native)
    {
    }
    ~FileHandle()
    {
        close();
    }
    FileHandle(FileHandle &&other) noexcept
        : m_native(std::exchange(other.m_native, none))
    {
    }
    FileHandle &operator=(FileHandle &&other) noexcept
    {
        std::swap(m_native, other.m_native);
        return *this;
    }
    FileHandle(const FileHandle &) = delete;
    FileHandle &operator=(const FileHandle &) = delete;

    bool isOpen() const
    {
        return m_native != none;
    }
    Native native() const
    {
        return m_native;
    }

private:
    void close(); // in servedfolder_posix.cpp and servedfolder_windows.cpp

    Native m_native = none;
};

} // namespace sockyard
