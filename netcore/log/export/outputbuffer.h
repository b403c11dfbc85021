#pragma once

#include "netcore/log/event.h"

#include <cstring>
#include <memory>
#include <string_view>

namespace sockyard
{

/// Bytes on their way into a file. It grows with what is appended, and keeps its memory when it is
/// cleared: writing many events allocates nothing. One thread.
class OutputBuffer
{
public:
    std::size_t size() const { return m_size; }
    std::string_view text() const { return {m_bytes.get(), m_size}; }
    void clear() { m_size = 0; }

    /// Room for so many bytes more, which the caller fills. Valid until the next append.
    char *extend(std::size_t bytes)
    {
        if (m_capacity - m_size < bytes) {
            grow(bytes);
        }
        char *const at = m_bytes.get() + m_size;
        m_size += bytes;
        return at;
    }

    void append(char character) { *extend(1) = character; }
    void append(std::string_view text)
    {
        if (!text.empty()) {
            std::memcpy(extend(text.size()), text.data(), text.size());
        }
    }
    void append(ByteView bytes)
    {
        append(std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
    }
    /// In decimal.
    void appendNumber(std::uint64_t number);
    /// In decimal with so many digits, zeros in front.
    void appendNumber(std::uint64_t number, int digits);
    /// Two lower-case hex digits a byte.
    void appendHex(ByteView bytes);
    /// RFC 4648 section 4, with padding.
    void appendBase64(ByteView bytes);

private:
    void grow(std::size_t bytes);

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace sockyard
