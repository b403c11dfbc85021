#include "netcore/log/eventlog.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstring>
#include <utility>

namespace sockyard
{

namespace logstorage
{

// Bytes, notes and addresses, one after the other. Their virtual offset (block number * block size
// + place) never changes, so that it can become the offset in a file.
//
// The memory of a block that nobody holds any more is used again: it costs no page faults then.
struct Pool {
    using Bytes = std::unique_ptr<std::byte[]>;
    static constexpr std::size_t mostSpare = 4;

    std::mutex mutex;
    std::vector<Bytes> spare;
};

struct Block {
    Block(std::shared_ptr<Pool> source, std::size_t size)
        : pool(std::move(source))
    {
        const std::lock_guard lock(pool->mutex);
        if (pool->spare.empty()) {
            bytes.reset(new std::byte[size]); // uninitialised: written before it is read
        } else {
            bytes = std::move(pool->spare.back());
            pool->spare.pop_back();
        }
    }
    ~Block()
    {
        const std::lock_guard lock(pool->mutex);
        if (pool->spare.size() < Pool::mostSpare) {
            pool->spare.push_back(std::move(bytes));
        }
    }
    Block(const Block &) = delete;
    Block &operator=(const Block &) = delete;

    std::shared_ptr<Pool> pool;
    Pool::Bytes bytes;
    EventNumber end = 0; // one more than the last event that lies here
};

// Everything of an event that has a fixed size. Its texts and bytes lie in one block.
struct Record {
    std::int64_t time = 0;
    std::int64_t elapsed = 0;
    std::uint64_t bytes = 0;
    ConnectionId connection = 0;
    std::uint64_t block = 0;
    std::uint32_t payload = 0;
    std::uint32_t payloadLength = 0;
    std::uint32_t note = 0;
    std::uint32_t noteLength = 0;
    std::uint32_t local = 0; // place of a length and the text
    std::uint32_t peer = 0;
    EventKind kind = EventKind::Note;
};

constexpr std::size_t recordsInPage = 1024;

struct Page {
    std::array<Record, recordsInPage> records;
};

} // namespace logstorage

using logstorage::Block;
using logstorage::Page;
using logstorage::Record;
using logstorage::recordsInPage;

namespace
{

constexpr std::size_t longestNote = 16U * 1024;
constexpr std::size_t longestAddress = 255;
// What an event may need beside its payload: note, and two addresses with their lengths.
constexpr std::size_t overhead = longestNote + 2 * (longestAddress + 1);
constexpr std::uint32_t nowhere = 0xffffffff;

template <typename Clock>
std::int64_t nanoseconds()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch())
        .count();
}

std::string_view cutAtCharacter(std::string_view text, std::size_t length)
{
    if (text.size() <= length) {
        return text;
    }
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) {
        --length; // never in the middle of a UTF-8 sequence
    }
    return text.substr(0, length);
}

} // namespace

struct EventLog::ReaderState {
    std::function<void()> wake;
    std::atomic<EventNumber> position = 0;
    bool waits = false; // guarded by m_mutex
};

EventLog::EventLog(Limits limits)
    : m_limits(limits)
    , m_mostInBlock(std::max(limits.block, limits.memory / 16) / sizeof(Record))
    , m_began(nanoseconds<std::chrono::steady_clock>())
    , m_pool(std::make_shared<logstorage::Pool>())
{
    assert((m_limits.block & (m_limits.block - 1)) == 0 && m_limits.block > 2 * overhead);
    assert(m_limits.memory >= 2 * m_limits.block);
    addBlock();
}

EventLog::~EventLog()
{
    assert(m_readers.empty());
}

std::size_t EventLog::maximumPayload() const
{
    return m_limits.block / 2;
}

void EventLog::append(const EventData &data)
{
    EventData part = data;
    part.note = cutAtCharacter(data.note, longestNote);
    if (data.payload.size() <= maximumPayload()) {
        appendOne(part);
        return;
    }
    if (!carriesData(data.kind)) {
        part.payload = data.payload.first(maximumPayload());
        appendOne(part);
        return;
    }
    for (ByteView rest = data.payload; !rest.empty(); rest = rest.subspan(part.payload.size())) {
        part.payload = rest.first(std::min(rest.size(), maximumPayload()));
        part.bytes = part.payload.size();
        appendOne(part);
    }
}

void EventLog::appendOne(const EventData &data)
{
    // Events with few bytes or none would never fill a block, and only whole blocks are dropped.
    if (m_size.load(std::memory_order_relaxed) - m_blockBegin >= m_mostInBlock) {
        addBlock();
    }
    // A payload that lies in the present block was received there, or was sent on from there:
    // events share it.
    const std::byte *const begin = m_block->bytes.get();
    bool inPlace = !data.payload.empty() && data.payload.data() >= begin &&
                   data.payload.data() + data.payload.size() <= begin + m_limits.block;
    std::uint32_t payload = 0;
    if (inPlace) {
        payload = static_cast<std::uint32_t>(data.payload.data() - begin);
        const std::size_t end = payload + data.payload.size();
        if (std::max(end, m_used) + overhead > m_limits.block) {
            inPlace = false; // no place left for the texts beside it
        } else {
            m_used = std::max(end, m_used);
        }
    }
    if (!inPlace) {
        makeRoomFor(data.payload.size() + overhead);
        payload = static_cast<std::uint32_t>(m_used);
        if (!data.payload.empty()) {
            std::memcpy(m_block->bytes.get() + m_used, data.payload.data(), data.payload.size());
            m_used += data.payload.size();
        }
    }

    Record record;
    record.kind = data.kind;
    record.connection = data.connection;
    record.bytes = data.bytes;
    record.payload = payload;
    record.payloadLength = static_cast<std::uint32_t>(data.payload.size());
    record.local = addressAt(data.local);
    record.peer = addressAt(data.peer);
    record.noteLength = static_cast<std::uint32_t>(data.note.size());
    record.note = data.note.empty() ? 0 : store(data.note);
    record.time = data.moment ? data.moment->time : nanoseconds<std::chrono::system_clock>();
    record.elapsed =
        data.moment ? data.moment->elapsed : nanoseconds<std::chrono::steady_clock>() - m_began;

    const EventNumber number = m_size.load(std::memory_order_relaxed);
    record.block = m_firstBlock + m_blocks.size() - 1; // only this thread changes these
    if (number / recordsInPage - m_firstPage >= m_pages.size()) {
        auto page = std::make_unique<Page>();
        const std::lock_guard lock(m_mutex);
        if (m_pages.empty()) {
            m_firstPage = number / recordsInPage;
        }
        m_pages.push_back(std::move(page));
        m_memory.fetch_add(sizeof(Page), std::memory_order_relaxed);
    }
    m_pages.back()->records[number % recordsInPage] = record;
    m_block->end = number + 1;
    // Sequentially consistent together with m_someoneWaits: either the reader sees this event, or
    // we see that it waits.
    m_size.store(number + 1, std::memory_order_seq_cst);
    if (m_someoneWaits.load(std::memory_order_seq_cst)) {
        wakeReaders();
    }
}

std::span<std::byte> EventLog::receiveBuffer(std::size_t minimum, std::size_t wanted)
{
    minimum = std::min(minimum, maximumPayload());
    makeRoomFor(minimum + overhead);
    const std::size_t room = m_limits.block - m_used - overhead;
    return {m_block->bytes.get() + m_used, std::min({room, wanted, maximumPayload()})};
}

void EventLog::clear()
{
    auto fresh = freshBlock();
    const std::lock_guard lock(m_mutex);
    const EventNumber end = m_size.load(std::memory_order_relaxed);
    m_firstBlock += m_blocks.size();
    m_blocks.clear();
    m_blocks.push_back(std::move(fresh));
    m_block = m_blocks.back().get();
    m_block->end = end;
    m_blockBegin = end;
    m_used = 0;
    m_addresses.clear();
    // The page that is being filled stays, the others go.
    while (m_pages.size() > 1 || (!m_pages.empty() && (m_firstPage + 1) * recordsInPage <= end)) {
        m_pages.pop_front();
        ++m_firstPage;
    }
    m_memory.store(m_limits.block + m_pages.size() * sizeof(Page), std::memory_order_relaxed);
    m_first.store(end, std::memory_order_release);
    m_crowded.store(false, std::memory_order_release);
}

std::optional<Event> EventLog::at(EventNumber number) const
{
    if (number >= size()) {
        return std::nullopt;
    }
    Event event;
    Record record;
    {
        const std::lock_guard lock(m_mutex);
        if (number < m_first.load(std::memory_order_relaxed)) {
            return std::nullopt;
        }
        record = m_pages[number / recordsInPage - m_firstPage]->records[number % recordsInPage];
        event.m_block = m_blocks[record.block - m_firstBlock];
    }
    const std::byte *const bytes = event.m_block->bytes.get();
    const auto text = [bytes](std::size_t place, std::size_t length) {
        return std::string_view(reinterpret_cast<const char *>(bytes) + place, length);
    };
    const auto address = [bytes, text](std::uint32_t place) {
        return place == nowhere ? std::string_view()
                                : text(place + 1, std::to_integer<std::size_t>(bytes[place]));
    };
    event.m_number = number;
    event.m_kind = record.kind;
    event.m_connection = record.connection;
    event.m_time = record.time;
    event.m_elapsed = record.elapsed;
    event.m_bytes = record.bytes;
    event.m_local = address(record.local);
    event.m_peer = address(record.peer);
    event.m_note = text(record.note, record.noteLength);
    event.m_payload = ByteView(bytes + record.payload, record.payloadLength);
    return event;
}

EventLog::BlockPointer EventLog::freshBlock()
{
    return std::make_shared<Block>(m_pool, m_limits.block);
}

void EventLog::makeRoomFor(std::size_t bytes)
{
    if (m_used + bytes > m_limits.block) {
        addBlock();
    }
}

void EventLog::addBlock()
{
    dropOldest();
    auto fresh = freshBlock();
    fresh->end = m_size.load(std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    m_blocks.push_back(std::move(fresh));
    m_block = m_blocks.back().get();
    m_blockBegin = m_block->end;
    m_used = 0;
    m_addresses.clear();
    m_memory.fetch_add(m_limits.block, std::memory_order_relaxed);
}

EventNumber EventLog::slowestReader() const
{
    EventNumber slowest = m_size.load(std::memory_order_relaxed);
    for (const ReaderState *reader : m_readers) {
        slowest = std::min(slowest, reader->position.load(std::memory_order_relaxed));
    }
    return slowest;
}

void EventLog::dropOldest()
{
    const std::lock_guard lock(m_mutex);
    bool crowded = false;
    while (m_blocks.size() > 1 &&
           m_memory.load(std::memory_order_relaxed) + m_limits.block > m_limits.memory) {
        const EventNumber end = m_blocks.front()->end;
        if (end > slowestReader()) {
            crowded = true;
            break;
        }
        const EventNumber from = m_first.load(std::memory_order_relaxed);
        std::uint64_t bytes = 0;
        for (EventNumber number = from; number < end; ++number) {
            bytes += m_pages[number / recordsInPage - m_firstPage]
                         ->records[number % recordsInPage]
                         .payloadLength;
        }
        m_droppedBytes.fetch_add(bytes, std::memory_order_relaxed);
        if (end > from) {
            m_droppedEvents.fetch_add(end - from, std::memory_order_relaxed);
            m_first.store(end, std::memory_order_release);
        }
        m_blocks.pop_front();
        ++m_firstBlock;
        m_memory.fetch_sub(m_limits.block, std::memory_order_relaxed);
        while (m_pages.size() > 1 &&
               (m_firstPage + 1) * recordsInPage <= m_first.load(std::memory_order_relaxed)) {
            m_pages.pop_front();
            ++m_firstPage;
            m_memory.fetch_sub(sizeof(Page), std::memory_order_relaxed);
        }
    }
    m_crowded.store(crowded, std::memory_order_release);
}

std::uint32_t EventLog::store(std::string_view text)
{
    const auto place = static_cast<std::uint32_t>(m_used);
    std::memcpy(m_block->bytes.get() + m_used, text.data(), text.size());
    m_used += text.size();
    return place;
}

std::uint32_t EventLog::addressAt(std::string_view text)
{
    if (text.empty()) {
        return nowhere;
    }
    text = cutAtCharacter(text, longestAddress);
    if (const auto known = m_addresses.find(text); known != m_addresses.end()) {
        return known->second;
    }
    const auto place = static_cast<std::uint32_t>(m_used);
    m_block->bytes[m_used++] = static_cast<std::byte>(text.size());
    store(text);
    const auto *stored = reinterpret_cast<const char *>(m_block->bytes.get() + place + 1);
    m_addresses.emplace(std::string_view(stored, text.size()), place);
    return place;
}

void EventLog::wakeReaders()
{
    const std::lock_guard lock(m_mutex);
    m_someoneWaits.store(false, std::memory_order_seq_cst);
    for (ReaderState *reader : m_readers) {
        if (std::exchange(reader->waits, false)) {
            reader->wake();
        }
    }
}

EventLog::Reader::Reader(EventLog &log, std::function<void()> wake)
    : m_log(log)
    , m_state(std::make_unique<ReaderState>())
{
    m_state->wake = std::move(wake);
    const std::lock_guard lock(m_log.m_mutex);
    m_state->position = m_log.first();
    m_log.m_readers.push_back(m_state.get());
}

EventLog::Reader::~Reader()
{
    const std::lock_guard lock(m_log.m_mutex);
    std::erase(m_log.m_readers, m_state.get());
}

EventNumber EventLog::Reader::position() const
{
    return m_state->position.load(std::memory_order_relaxed);
}

bool EventLog::Reader::advance(EventNumber position)
{
    assert(position >= this->position());
    // Under the lock: the writer either sees the new position when it looks for the slowest reader,
    // or has said already that there is no room.
    const std::lock_guard lock(m_log.m_mutex);
    m_state->position.store(position, std::memory_order_relaxed);
    if (m_log.hasRoom() || m_log.m_blocks.front()->end > m_log.slowestReader()) {
        return false;
    }
    m_log.m_crowded.store(false, std::memory_order_release);
    return true;
}

bool EventLog::Reader::wakeWhenMore()
{
    const std::lock_guard lock(m_log.m_mutex);
    m_state->waits = true;
    m_log.m_someoneWaits.store(true, std::memory_order_seq_cst);
    if (m_log.m_size.load(std::memory_order_seq_cst) > position()) {
        m_state->waits = false; // m_someoneWaits may stay: it costs the writer one look
        return false;
    }
    return true;
}

} // namespace sockyard
