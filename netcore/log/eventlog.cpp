#include "netcore/log/eventlog.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstring>
#include <utility>

namespace sockyard
{

using logstorage::Record;

namespace
{

constexpr std::size_t longestNote = 16U * 1024;
constexpr std::size_t longestAddress = 255;
// What an event may need beside its payload: note, and two addresses with their lengths.
constexpr std::size_t overhead = longestNote + 2 * (longestAddress + 1);
constexpr std::uint32_t nowhere = 0xffffffff;
constexpr std::int64_t clockTrust = 10000000; // ns

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
    bool waits = false; // guarded by the store's mutex
};

EventLog::EventLog(std::shared_ptr<LogStore> store)
    : m_store(std::move(store))
    , m_began(nanoseconds<std::chrono::steady_clock>())
{
    const std::size_t block = m_store->limits().block;
    assert((block & (block - 1)) == 0 && block > 2 * overhead + 2 * sizeof(Record));
    static_cast<void>(block);
    {
        const Lock lock(m_store->m_mutex);
        m_store->add(this);
    }
    addSegment();
}

EventLog::~EventLog()
{
    const Lock lock(m_store->m_mutex);
    assert(m_readers.empty());
    for (const auto &place : m_places) {
        m_store->forget(place);
    }
    m_store->remove(this);
}

void EventLog::setListener(Listener listener)
{
    const Lock lock(m_store->m_mutex);
    m_listener = std::move(listener);
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
    if (m_used + overhead > roomEnd()) {
        addSegment();
    }
    // A payload that lies in the present segment was received there, or was sent on from there:
    // events share it.
    const std::byte *const begin = m_segment->bytes();
    bool inPlace = !data.payload.empty() && data.payload.data() >= begin &&
                   data.payload.data() + data.payload.size() <= begin + m_segment->size();
    std::uint32_t payload = 0;
    if (inPlace) {
        payload = static_cast<std::uint32_t>(data.payload.data() - begin);
        const std::size_t end = payload + data.payload.size();
        if (std::max(end, m_used) + overhead > roomEnd()) {
            inPlace = false; // no place left for the texts beside it
        } else {
            m_used = std::max(end, m_used);
        }
    }
    if (!inPlace) {
        makeRoomFor(data.payload.size() + overhead);
        payload = static_cast<std::uint32_t>(m_used);
        if (!data.payload.empty()) {
            std::memcpy(m_segment->bytes() + m_used, data.payload.data(), data.payload.size());
            m_used += data.payload.size();
        }
    }

    const EventNumber number = m_size.load(std::memory_order_relaxed);
    Record record;
    record.kind = data.kind;
    record.connection = data.connection;
    record.bytes = data.bytes;
    record.payload = payload;
    record.payloadLength = static_cast<std::uint32_t>(data.payload.size());
    record.local = addressAt(data.local, m_lastLocal);
    record.peer = addressAt(data.peer, m_lastPeer);
    record.noteLength = static_cast<std::uint32_t>(data.note.size());
    record.note = data.note.empty() ? 0 : store(data.note);
    const Moment moment = data.moment ? *data.moment : now();
    record.time = moment.time;
    record.elapsed = moment.elapsed;
    m_segment->record(number - m_segmentBegin) = record;
    m_payloadBytes += record.payloadLength;
    // Sequentially consistent together with m_someoneWaits: either the reader sees this event, or
    // we see that it waits.
    m_size.store(number + 1, std::memory_order_seq_cst);
    if (m_someoneWaits.load(std::memory_order_seq_cst)) {
        wakeReaders();
    }
}

std::int64_t EventLog::elapsed() const
{
    return nanoseconds<std::chrono::steady_clock>() - m_began;
}

Moment EventLog::now()
{
    const std::int64_t steady = nanoseconds<std::chrono::steady_clock>();
    // Reading a clock is half of the cost of an event: the system's is looked at again soon enough
    // to notice that it was set.
    if (m_clockRead == 0 || steady - m_clockRead > clockTrust) {
        m_clockRead = steady;
        m_clockOffset = nanoseconds<std::chrono::system_clock>() - steady;
    }
    return {.time = steady + m_clockOffset, .elapsed = steady - m_began};
}

std::span<std::byte> EventLog::receiveBuffer(std::size_t minimum, std::size_t wanted)
{
    minimum = std::min(minimum, maximumPayload());
    makeRoomFor(minimum + overhead);
    const std::size_t room = roomEnd() - m_used - overhead;
    return {m_segment->bytes() + m_used, std::min({room, wanted, maximumPayload()})};
}

void EventLog::clear()
{
    auto fresh = m_store->freshSegment();
    const Lock lock(m_store->m_mutex);
    for (const auto &place : m_places) {
        m_store->forget(place);
    }
    m_places.clear();
    m_previous = nullptr;
    begin(std::move(fresh));
    m_first.store(m_segmentBegin, std::memory_order_release);
    m_store->readOn();
}

std::size_t EventLog::roomEnd() const
{
    const EventNumber count = m_size.load(std::memory_order_relaxed) - m_segmentBegin;
    return m_segment->size() - static_cast<std::size_t>(count + 1) * sizeof(Record);
}

void EventLog::makeRoomFor(std::size_t bytes)
{
    if (m_used + bytes > roomEnd()) {
        addSegment();
    }
}

void EventLog::addSegment()
{
    auto fresh = m_store->freshSegment();
    const Lock lock(m_store->m_mutex);
    if (!m_places.empty()) {
        const auto &full = m_places.back();
        full->end = m_size.load(std::memory_order_relaxed);
        full->payloadBytes = m_payloadBytes;
        assert(full->end > full->begin);
        m_store->filled(full);
    }
    m_previous = m_segment;
    begin(std::move(fresh));
}

void EventLog::begin(std::shared_ptr<Segment> segment)
{
    m_segment = std::move(segment);
    m_segmentBegin = m_size.load(std::memory_order_relaxed);
    m_used = 0;
    m_payloadBytes = 0;
    m_addresses.clear();
    m_lastLocal = {};
    m_lastPeer = {};
    auto place = std::make_shared<Place>();
    place->log = this;
    place->begin = m_segmentBegin;
    place->memory = m_segment;
    m_places.push_back(std::move(place));
    m_store->opened();
}

std::optional<Event> EventLog::at(EventNumber number) const
{
    const Stretch stretch = stretchAt(number, LogStore::Keep::Yes);
    if (!stretch.segment) {
        return std::nullopt;
    }
    std::optional<Event> event(std::in_place);
    event->m_segment = stretch.segment;
    fill(*event, stretch, number);
    return event;
}

EventLog::Stretch EventLog::stretchAt(EventNumber number, LogStore::Keep keep) const
{
    const EventNumber size = this->size();
    if (number >= size) {
        return {};
    }
    Lock lock(m_store->m_mutex);
    if (number < m_first.load(std::memory_order_relaxed)) {
        return {};
    }
    const auto behind = std::upper_bound(
        m_places.begin(), m_places.end(), number,
        [](EventNumber wanted, const auto &place) { return wanted < place->begin; });
    const LogStore::PlacePointer place = *(behind - 1);
    Stretch stretch;
    stretch.begin = place->begin;
    stretch.end = place->end == 0 ? size : place->end;
    stretch.segment = m_store->segmentOf(place, lock, keep);
    return stretch;
}

void EventLog::fill(Event &event, const Stretch &stretch, EventNumber number)
{
    const Record &record = stretch.segment->record(number - stretch.begin);
    const std::byte *const bytes = stretch.segment->bytes();
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
}

EventNumber EventLog::slowestReader() const
{
    EventNumber slowest = m_size.load(std::memory_order_relaxed);
    for (const ReaderState *reader : m_readers) {
        slowest = std::min(slowest, reader->position.load(std::memory_order_relaxed));
    }
    return slowest;
}

const EventLog::Place *EventLog::droppable() const
{
    return m_places.size() > 1 && m_places.front()->end <= slowestReader() ? m_places.front().get()
                                                                           : nullptr;
}

void EventLog::dropOldest()
{
    const auto oldest = m_places.front();
    m_places.pop_front();
    m_droppedBytes.fetch_add(oldest->payloadBytes, std::memory_order_relaxed);
    m_droppedEvents.fetch_add(oldest->end - oldest->begin, std::memory_order_relaxed);
    m_first.store(oldest->end, std::memory_order_release);
    m_store->forget(oldest);
}

std::uint32_t EventLog::store(std::string_view text)
{
    const auto place = static_cast<std::uint32_t>(m_used);
    std::memcpy(m_segment->bytes() + m_used, text.data(), text.size());
    m_used += text.size();
    return place;
}

std::uint32_t EventLog::addressAt(std::string_view text, KnownAddress &last)
{
    if (text.empty()) {
        return nowhere;
    }
    text = cutAtCharacter(text, longestAddress);
    if (text == last.text) {
        return last.place;
    }
    auto known = m_addresses.find(text);
    if (known == m_addresses.end()) {
        const auto place = static_cast<std::uint32_t>(m_used);
        m_segment->bytes()[m_used++] = static_cast<std::byte>(text.size());
        store(text);
        const auto *stored = reinterpret_cast<const char *>(m_segment->bytes() + place + 1);
        known = m_addresses.emplace(std::string_view(stored, text.size()), place).first;
    }
    last = {.text = known->first, .place = known->second};
    return last.place;
}

void EventLog::wakeReaders()
{
    const Lock lock(m_store->m_mutex);
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
    const Lock lock(m_log.m_store->m_mutex);
    m_state->position = m_log.first();
    m_log.m_readers.push_back(m_state.get());
}

EventLog::Reader::~Reader()
{
    const Lock lock(m_log.m_store->m_mutex);
    std::erase(m_log.m_readers, m_state.get());
    m_log.m_store->readOn(); // it may have been the one that held the log up
}

EventNumber EventLog::Reader::position() const
{
    return m_state->position.load(std::memory_order_relaxed);
}

void EventLog::Reader::advance(EventNumber position)
{
    assert(position >= this->position());
    // Under the lock: the store either sees the new position when it looks for the slowest reader,
    // or has said already that there is no room.
    const Lock lock(m_log.m_store->m_mutex);
    m_state->position.store(position, std::memory_order_relaxed);
    m_log.m_store->readOn();
}

bool EventLog::Reader::wakeWhenMore()
{
    const Lock lock(m_log.m_store->m_mutex);
    m_state->waits = true;
    m_log.m_someoneWaits.store(true, std::memory_order_seq_cst);
    if (m_log.m_size.load(std::memory_order_seq_cst) > position()) {
        m_state->waits = false; // m_someoneWaits may stay: it costs the writer one look
        return false;
    }
    return true;
}

} // namespace sockyard
