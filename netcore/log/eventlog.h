#pragma once

#include "netcore/log/event.h"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sockyard
{

namespace logstorage
{
struct Block;
struct Page;
struct Pool;
struct Record;
} // namespace logstorage

/// One event as a reader sees it. A value: it keeps the memory that it shows alive, even where the
/// log drops the event meanwhile. Any thread.
class Event
{
public:
    EventNumber number() const { return m_number; }
    EventKind kind() const { return m_kind; }
    ConnectionId connection() const { return m_connection; }
    /// Nanoseconds since 1970-01-01T00:00:00Z, by the system's clock.
    std::int64_t time() const { return m_time; }
    /// Nanoseconds since the log began, by a clock that is never set back.
    std::int64_t elapsed() const { return m_elapsed; }
    /// How many bytes were sent, received or discarded; 0 for the other kinds.
    std::uint64_t bytes() const { return m_bytes; }
    /// `127.0.0.1:9999`, `[::1]:9999`, or empty where it is not known.
    std::string_view local() const { return m_local; }
    std::string_view peer() const { return m_peer; }
    /// UTF-8 text about the event.
    std::string_view note() const { return m_note; }
    /// What was sent or received. For discarded bytes at most their beginning.
    ByteView payload() const { return m_payload; }

private:
    friend class EventLog;
    std::shared_ptr<const logstorage::Block> m_block;
    EventNumber m_number = 0;
    std::int64_t m_time = 0;
    std::int64_t m_elapsed = 0;
    std::uint64_t m_bytes = 0;
    ConnectionId m_connection = 0;
    std::string_view m_local;
    std::string_view m_peer;
    std::string_view m_note;
    ByteView m_payload;
    EventKind m_kind = EventKind::Note;
};

/// When an event happened: Event::time() and Event::elapsed().
struct Moment {
    std::int64_t time = 0;
    std::int64_t elapsed = 0;
};

/// What a writer says of an event; the log adds its number, and copies everything.
struct EventData {
    EventKind kind = EventKind::Note;
    ConnectionId connection = 0;
    std::string_view local = {};
    std::string_view peer = {};
    std::string_view note = {};
    std::uint64_t bytes = 0;
    ByteView payload = {};
    /// Now, unless the event is told again, from a saved log.
    std::optional<Moment> moment = {};
};

/// The log of one endpoint: an append-only sequence of events, the only way from a socket up to a
/// view.
///
/// One thread appends; any number of threads read, by number, in constant time. Events are kept in
/// memory up to a bound; past it the oldest go, and are counted. An event that a registered Reader
/// has not yet passed is never dropped: the log then says that it has no room (hasRoom()), and the
/// endpoint stops reading from the network until the reader has caught up.
class EventLog
{
public:
    struct Limits {
        /// Memory for events and their bytes, in bytes; at least two blocks.
        std::size_t memory = 256U * 1024 * 1024;
        /// The unit in which bytes are stored and dropped; a power of two.
        std::size_t block = 1024U * 1024;
    };

    class Reader;

    EventLog()
        : EventLog(Limits())
    {
    }
    explicit EventLog(Limits limits);
    ~EventLog();
    EventLog(const EventLog &) = delete;
    EventLog &operator=(const EventLog &) = delete;

    // The writing thread.

    /// Adds an event. A payload longer than maximumPayload() becomes several events of its kind in
    /// a row (except for Discarded, which keeps the beginning); a note is cut at 16 KiB.
    void append(const EventData &data);
    /// Memory of the log's own for at most \a wanted bytes (at least \a minimum), to receive into.
    /// Appending an event whose payload begins there then copies nothing. Valid until the next
    /// append() or receiveBuffer().
    std::span<std::byte> receiveBuffer(std::size_t minimum, std::size_t wanted);
    /// Forgets all events so far. Not counted as dropped: a person asked for it.
    void clear();

    // Any thread.

    /// Number of the first event that is still there.
    EventNumber first() const { return m_first.load(std::memory_order_acquire); }
    /// One more than the number of the last event.
    EventNumber size() const { return m_size.load(std::memory_order_acquire); }
    /// How many events, and how many bytes in them, were dropped because of the bound.
    std::uint64_t droppedEvents() const { return m_droppedEvents.load(std::memory_order_relaxed); }
    std::uint64_t droppedBytes() const { return m_droppedBytes.load(std::memory_order_relaxed); }
    /// The event of that number, or nothing where it is not yet or no longer there.
    std::optional<Event> at(EventNumber number) const;
    /// False while a reader is so far behind that the bound cannot be kept.
    bool hasRoom() const { return !m_crowded.load(std::memory_order_acquire); }
    /// Bytes of memory in use.
    std::size_t memory() const { return m_memory.load(std::memory_order_relaxed); }
    std::size_t maximumPayload() const;

private:
    struct ReaderState;
    using BlockPointer = std::shared_ptr<logstorage::Block>;

    void appendOne(const EventData &data);
    void addBlock();
    void dropOldest();
    EventNumber slowestReader() const;
    BlockPointer freshBlock();
    std::uint32_t store(std::string_view text);
    std::uint32_t addressAt(std::string_view text);
    void makeRoomFor(std::size_t bytes);
    void wakeReaders();

    const Limits m_limits;
    const EventNumber m_mostInBlock; // so many events at most lie in one block
    const std::int64_t m_began;      // steady clock, nanoseconds

    std::atomic<EventNumber> m_first = 0;
    std::atomic<EventNumber> m_size = 0;
    std::atomic<std::uint64_t> m_droppedEvents = 0;
    std::atomic<std::uint64_t> m_droppedBytes = 0;
    std::atomic<std::size_t> m_memory = 0;
    std::atomic<bool> m_crowded = false;
    std::atomic<bool> m_someoneWaits = false;

    const std::shared_ptr<logstorage::Pool> m_pool;

    // Guards which blocks and pages there are, and the readers; what is in a block is immutable
    // once m_size says that it is there.
    mutable std::mutex m_mutex;
    std::deque<BlockPointer> m_blocks;
    std::uint64_t m_firstBlock = 0; // number of m_blocks.front()
    std::deque<std::unique_ptr<logstorage::Page>> m_pages;
    std::uint64_t m_firstPage = 0; // number of m_pages.front()
    std::vector<ReaderState *> m_readers;

    // The writer's own.
    logstorage::Block *m_block = nullptr; // m_blocks.back()
    std::size_t m_used = 0;               // bytes of it
    EventNumber m_blockBegin = 0;         // the first event that lies in it, or will
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    // Where in the present block an address already stands; the keys point there.
    std::unordered_map<std::string_view, std::uint32_t, TextHash> m_addresses;
};

/// A place in a log that somebody has read up to. It belongs to one thread, and must not outlive
/// the log. What lies at or after position() is not dropped.
class EventLog::Reader
{
public:
    /// Begins at the first event that is there. \a wake is called on the writing thread, and must
    /// not use the log.
    Reader(EventLog &log, std::function<void()> wake);
    ~Reader();
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    EventNumber position() const;
    /// Says that everything before \a position was read. True when the log has room again because
    /// of this, so that the endpoint can go on.
    bool advance(EventNumber position);
    /// Asks to be woken once when there is more than was read. False when there is more already; no
    /// wake follows then.
    bool wakeWhenMore();

private:
    EventLog &m_log;
    std::unique_ptr<ReaderState> m_state;
};

} // namespace sockyard
