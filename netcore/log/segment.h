#pragma once

#include "netcore/log/event.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

// What a log is made of. Nobody but EventLog, EventCursor and LogStore needs this.
namespace sockyard::logstorage
{

/// The memory of segments that nobody holds any more; it is used again, which costs no page faults.
/// Any thread.
class MemoryPool
{
public:
    /// Files can be written past the system's cache only from memory that begins at such a place.
    static constexpr std::align_val_t alignment{4096};
    struct Free {
        void operator()(std::byte *bytes) const { ::operator delete(bytes, alignment); }
    };
    using Bytes = std::unique_ptr<std::byte[], Free>;

    Bytes take(std::size_t size);
    void giveBack(Bytes bytes, std::size_t size);
    /// Bytes that were taken and not given back.
    std::size_t inUse() const { return m_inUse.load(std::memory_order_relaxed); }

private:
    static constexpr std::size_t mostSpare = 4;

    std::mutex m_mutex;
    std::vector<Bytes> m_spare;
    std::atomic<std::size_t> m_inUse = 0;
};

/// Everything of an event that has a fixed size. Its texts and bytes lie in the same segment, at
/// these places.
struct Record {
    std::int64_t time = 0;
    std::int64_t elapsed = 0;
    std::uint64_t bytes = 0;
    ConnectionId connection = 0;
    std::uint32_t payload = 0;
    std::uint32_t payloadLength = 0;
    std::uint32_t note = 0;
    std::uint32_t noteLength = 0;
    std::uint32_t local = 0; // place of a length and the text
    std::uint32_t peer = 0;
    EventKind kind = EventKind::Note;
};

/// A run of events in one piece of memory: bytes, notes and addresses from its beginning, records
/// from its end. It is written to a file and read back as it is. What the log has published of it
/// is never changed.
class Segment
{
public:
    /// \a size is a multiple of the alignment of records, and the same for all of a pool.
    Segment(std::shared_ptr<MemoryPool> pool, std::size_t size)
        : m_pool(std::move(pool))
        , m_size(size)
        , m_bytes(m_pool->take(size)) // uninitialised: written before it is read
    {
    }
    ~Segment() { m_pool->giveBack(std::move(m_bytes), m_size); }
    Segment(const Segment &) = delete;
    Segment &operator=(const Segment &) = delete;

    std::byte *bytes() { return m_bytes.get(); }
    const std::byte *bytes() const { return m_bytes.get(); }
    std::size_t size() const { return m_size; }
    /// The record of the segment's event number \a index, counted from 0.
    Record &record(std::size_t index) { return *(records() - index); }
    const Record &record(std::size_t index) const { return *(records() - index); }

private:
    Record *records() const
    {
        return reinterpret_cast<Record *>(m_bytes.get() + m_size - sizeof(Record));
    }

    std::shared_ptr<MemoryPool> m_pool;
    std::size_t m_size;
    MemoryPool::Bytes m_bytes;
};

} // namespace sockyard::logstorage
