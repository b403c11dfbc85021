#pragma once

#include "netcore/log/logstore.h"

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
    friend class EventCursor;
    friend class EventLog;
    std::shared_ptr<const logstorage::Segment> m_segment;
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
/// One thread appends; any number of threads read, by number, in a time that does not grow with the
/// log: a search among the at most some thousand segments that its store's limits allow, and, for
/// what only the disk has, one read of a segment. When the store's bounds are reached, the oldest
/// events go, and are counted. An event that a registered Reader has not yet passed is never
/// dropped: the log then says that it has no room (hasRoom()), and the endpoint stops reading from
/// the network until there is.
class EventLog
{
public:
    using Limits = LogStore::Limits;
    class Reader;

    /// What a log tells at once, on whatever thread it happens. The functions must not use the log.
    struct Listener {
        std::function<void()> roomAgain; ///< hasRoom() is true again
        std::function<void(const StorageTrouble &)> troubled;
    };

    /// In a store with others.
    explicit EventLog(std::shared_ptr<LogStore> store);
    /// In a store of its own: in memory only, unless \a limits name a folder.
    explicit EventLog(const Limits &limits)
        : EventLog(std::make_shared<LogStore>(limits))
    {
    }
    EventLog()
        : EventLog(Limits())
    {
    }
    ~EventLog();
    EventLog(const EventLog &) = delete;
    EventLog &operator=(const EventLog &) = delete;

    // The writing thread.

    /// Adds an event. A payload longer than maximumPayload() becomes several events of its kind in
    /// a row (except for Discarded, which keeps the beginning); a note is cut at 16 KiB. A payload
    /// may lie in this log's own memory, as receiveBuffer() gave it for this event or the one
    /// before.
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
    /// How many events, and how many bytes in them, were dropped because of the bounds.
    std::uint64_t droppedEvents() const { return m_droppedEvents.load(std::memory_order_relaxed); }
    std::uint64_t droppedBytes() const { return m_droppedBytes.load(std::memory_order_relaxed); }
    /// The event of that number, or nothing where it is not yet or no longer there, or cannot be
    /// read back from the disk. For many events in a row, EventCursor is quicker.
    std::optional<Event> at(EventNumber number) const;
    /// False while the bounds cannot be kept, be it because of another log in the same store.
    bool hasRoom() const { return m_store->hasRoom(); }
    /// When elapsed() was 0, in nanoseconds of the steady clock: with it the events of several live
    /// logs can be sorted, whatever is done to the system's clock.
    std::int64_t began() const { return m_began; }
    /// What Event::elapsed() would say of an event that happened now.
    std::int64_t elapsed() const;
    std::size_t maximumPayload() const { return m_store->limits().block / 2; }
    const LogStore &store() const { return *m_store; }
    /// Bytes of memory that the log's store uses.
    std::size_t memory() const { return m_store->memory(); }
    void setListener(Listener listener);

private:
    friend class EventCursor;
    friend class LogStore;
    struct ReaderState;
    using Place = logstorage::Place;
    using Segment = logstorage::Segment;
    using Lock = LogStore::Lock;

    // Events that lie in one segment; none where it cannot be had.
    struct Stretch {
        std::shared_ptr<const Segment> segment;
        EventNumber begin = 0;
        EventNumber end = 0;
    };

    void appendOne(const EventData &data);
    void addSegment();
    void begin(std::shared_ptr<Segment> segment); // the store's mutex is held
    // What may still be written into the present segment beside one more record.
    std::size_t roomEnd() const;
    void makeRoomFor(std::size_t bytes);
    std::uint32_t store(std::string_view text);
    // An address of the present segment, and where it stands there.
    struct KnownAddress {
        std::string_view text;
        std::uint32_t place = 0;
    };
    std::uint32_t addressAt(std::string_view text, KnownAddress &last);
    Moment now();
    void wakeReaders();

    Stretch stretchAt(EventNumber number, LogStore::Keep keep) const;
    static void fill(Event &event, const Stretch &stretch, EventNumber number);

    // The store's mutex is held.
    EventNumber slowestReader() const;
    /// The oldest place, where it may be dropped; null otherwise.
    const Place *droppable() const;
    void dropOldest();

    const std::shared_ptr<LogStore> m_store;
    const std::int64_t m_began;

    std::atomic<EventNumber> m_first = 0;
    std::atomic<EventNumber> m_size = 0;
    std::atomic<std::uint64_t> m_droppedEvents = 0;
    std::atomic<std::uint64_t> m_droppedBytes = 0;
    std::atomic<bool> m_someoneWaits = false;

    // Guarded by the store's mutex; what is in a segment is immutable once m_size says that it is
    // there.
    std::deque<LogStore::PlacePointer> m_places; // the last one is being filled
    std::vector<ReaderState *> m_readers;
    Listener m_listener;

    // The writer's own.
    std::shared_ptr<Segment> m_segment;  // of m_places.back()
    std::shared_ptr<Segment> m_previous; // a payload to be appended may still lie there
    EventNumber m_segmentBegin = 0;      // the first event that lies in it, or will
    std::size_t m_used = 0;              // bytes of it
    std::uint64_t m_payloadBytes = 0;    // of its events
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    KnownAddress m_lastLocal; // most events have those of the event before
    KnownAddress m_lastPeer;
    std::int64_t m_clockRead = 0;   // by the steady clock
    std::int64_t m_clockOffset = 0; // of the system's clock
    // Where in the present segment an address already stands; the keys point there.
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
    /// Says that everything before \a position was read. Where the log had no room because of it,
    /// its Listener is told.
    void advance(EventNumber position);
    /// Asks to be woken once when there is more than was read. False when there is more already; no
    /// wake follows then.
    bool wakeWhenMore();

private:
    EventLog &m_log;
    std::unique_ptr<ReaderState> m_state;
};

} // namespace sockyard
