#include "netcore/log/segment.h"

namespace sockyard::logstorage
{

MemoryPool::Bytes MemoryPool::take(std::size_t size)
{
    m_inUse.fetch_add(size, std::memory_order_relaxed);
    {
        const std::lock_guard lock(m_mutex);
        if (!m_spare.empty()) {
            Bytes bytes = std::move(m_spare.back());
            m_spare.pop_back();
            return bytes;
        }
    }
    return Bytes(static_cast<std::byte *>(::operator new(size, alignment)));
}

void MemoryPool::giveBack(Bytes bytes, std::size_t size)
{
    m_inUse.fetch_sub(size, std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    if (m_spare.size() < mostSpare) {
        m_spare.push_back(std::move(bytes));
    }
}

} // namespace sockyard::logstorage
