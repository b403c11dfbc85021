#include "netcore/log/logstore.h"

#include "netcore/log/eventlog.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sockyard
{

using logstorage::Place;
using logstorage::SpillFile;

namespace
{

// Read back and kept a little longer: a table looks at the same events again and again.
constexpr std::size_t mostKept = 8;
// After a disk error, so many segments until the disk is tried again.
constexpr std::uint64_t patience = 64;

} // namespace

LogStore::LogStore(Limits limits)
    : m_limits(std::move(limits))
    , m_mostResident(m_limits.memory / m_limits.block)
    , m_pool(std::make_shared<logstorage::MemoryPool>())
    , m_fileUsable(!m_limits.folder.empty() && m_limits.file >= m_limits.block)
    , m_mostSlots(m_limits.file / m_limits.block)
{
    assert(m_mostResident >= 2);
    if (!m_limits.folder.empty()) { // leftovers go even where no file may be made any more
        m_thread = std::thread(&LogStore::writeBehind, this);
    }
}

LogStore::~LogStore()
{
    assert(m_logs.empty());
    if (m_thread.joinable()) {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_work.notify_one();
        m_thread.join();
    }
}

std::uint64_t LogStore::fileBytes() const
{
    const std::lock_guard lock(m_mutex);
    return (m_slots - m_freeSlots.size()) * m_limits.block;
}

std::optional<StorageTrouble> LogStore::trouble() const
{
    const std::lock_guard lock(m_mutex);
    return m_trouble;
}

LogStore::SegmentPointer LogStore::freshSegment() const
{
    return std::make_shared<Segment>(m_pool, m_limits.block);
}

void LogStore::add(EventLog *log)
{
    m_logs.push_back(log);
}

void LogStore::remove(EventLog *log)
{
    std::erase(m_logs, log);
    readOn();
}

void LogStore::opened()
{
    ++m_resident;
    makeRoom();
    if (hasWork()) {
        m_work.notify_one();
    }
}

void LogStore::filled(const PlacePointer &place)
{
    place->age = m_age++;
    m_waiting.push_back(place);
    if (m_retryIn > 0 && --m_retryIn == 0) {
        m_fileUsable = true;
        m_mostSlots = m_limits.file / m_limits.block;
    }
}

void LogStore::forget(const PlacePointer &place)
{
    place->log = nullptr; // who is reading or writing it just now finds out by this
    if (place->memory) {
        place->memory.reset();
        --m_resident;
        std::erase(m_waiting, place);
        std::erase(m_written, place);
    }
    if (place->slot != Place::noSlot) {
        m_freeSlots.push_back(std::exchange(place->slot, Place::noSlot));
        m_stuck = false;
    }
}

void LogStore::readOn()
{
    m_stuck = false;
    makeRoom();
    if (hasWork()) {
        m_work.notify_one();
    }
}

LogStore::SegmentPointer LogStore::segmentOf(const PlacePointer &place, Lock &lock, Keep keep)
{
    if (place->memory) {
        return place->memory;
    }
    if (auto shown = place->shown.lock()) {
        return shown;
    }
    const std::uint64_t slot = place->slot;
    lock.unlock();
    auto segment = freshSegment();
    const std::error_code error =
        m_file.read(slot * m_limits.block, {segment->bytes(), segment->size()});
    lock.lock();
    if (place->log == nullptr) {
        return nullptr; // dropped meanwhile: something else may have been written there
    }
    if (error) {
        tell({StorageTrouble::Kind::CannotRead, error, m_file.path()});
        return nullptr;
    }
    place->shown = segment;
    if (keep == Keep::Yes) {
        m_kept.push_back(segment);
        if (m_kept.size() > mostKept) {
            m_kept.pop_front();
        }
    }
    return segment;
}

void LogStore::makeRoom()
{
    while (m_resident > m_mostResident) {
        // Readers find in memory what they have not passed: the window waits for no disk.
        const auto passed = std::find_if(m_written.begin(), m_written.end(), [](const auto &place) {
            return place->end <= place->log->slowestReader();
        });
        if (passed != m_written.end()) {
            (*passed)->memory.reset();
            m_written.erase(passed);
            --m_resident;
        } else if ((m_fileUsable && !m_stuck) || !dropOldest()) {
            break;
        }
    }
    // Segments that are being filled are not to be had, however many they are.
    setCrowded(m_resident > m_mostResident && m_resident > m_logs.size());
}

EventLog *LogStore::holderOfOldest() const
{
    EventLog *its = nullptr;
    for (EventLog *log : m_logs) {
        const Place *oldest = log->droppable();
        if (oldest != nullptr && (its == nullptr || oldest->age < its->droppable()->age)) {
            its = log;
        }
    }
    return its;
}

bool LogStore::dropOldest()
{
    EventLog *const its = holderOfOldest();
    if (its == nullptr) {
        return false;
    }
    its->dropOldest();
    return true;
}

void LogStore::setCrowded(bool crowded)
{
    if (m_crowded.exchange(crowded, std::memory_order_acq_rel) && !crowded) {
        for (const EventLog *log : m_logs) {
            if (log->m_listener.roomAgain) {
                log->m_listener.roomAgain();
            }
        }
    }
}

void LogStore::tell(StorageTrouble trouble)
{
    m_trouble = std::move(trouble);
    // Two that take turns are not told at each turn.
    if (std::any_of(m_told.begin(), m_told.end(), [this](const StorageTrouble &told) {
            return told.kind == m_trouble->kind && told.error == m_trouble->error;
        })) {
        return;
    }
    m_told.push_back(*m_trouble);
    for (const EventLog *log : m_logs) {
        if (log->m_listener.troubled) {
            log->m_listener.troubled(*m_trouble);
        }
    }
}

bool LogStore::hasWork() const
{
    return maySpill() || (m_slots > 0 && m_freeSlots.size() == m_slots);
}

// Who keeps little never has anything written to disk.
bool LogStore::maySpill() const
{
    return m_fileUsable && !m_stuck && !m_waiting.empty() && m_resident > m_mostResident / 2;
}

void LogStore::writeBehind()
{
    SpillFile::removeLeftovers(m_limits.folder);
    Lock lock(m_mutex);
    for (;;) {
        m_work.wait(lock, [this] { return m_stopping || hasWork(); });
        if (m_stopping) {
            return;
        }
        if (maySpill()) {
            writeOldest(lock);
        } else { // a person cleared everything
            m_slots = 0;
            m_freeSlots.clear();
            lock.unlock();
            m_file.truncate(0); // where it fails, the file is written over
            lock.lock();
        }
    }
}

void LogStore::writeOldest(Lock &lock)
{
    const PlacePointer place = m_waiting.front();
    lock.unlock();
    const std::error_code openError =
        m_file.isOpen() ? std::error_code() : m_file.open(m_limits.folder);
    const bool mayGrow = !openError && m_file.freeSpace() >= m_limits.leaveFree + m_limits.block;
    lock.lock();
    if (openError) {
        giveUpFile({StorageTrouble::Kind::CannotOpen, openError, m_limits.folder});
        return;
    }
    if (place->log == nullptr) {
        return; // dropped meanwhile
    }
    const std::uint64_t slots = m_slots;
    const std::uint64_t slot = freeSlot(mayGrow);
    if (slot == Place::noSlot || place->log == nullptr) {
        if (slot != Place::noSlot) {
            m_freeSlots.push_back(slot);
        }
        return;
    }
    const SegmentPointer segment = place->memory;
    m_waiting.pop_front();
    lock.unlock();
    const std::error_code error =
        m_file.write(slot * m_limits.block, {segment->bytes(), segment->size()});
    lock.lock();
    if (error && place->log != nullptr) {
        m_waiting.push_front(place);
    }
    if (error) {
        writeFailed(slot, error);
        return;
    }
    if (place->log == nullptr) {
        m_freeSlots.push_back(slot);
    } else {
        place->slot = slot;
        m_written.push_back(place);
    }
    if (m_slots > slots) { // it grows again
        const auto isOver = [](const StorageTrouble &trouble) {
            return trouble.kind != StorageTrouble::Kind::CannotRead;
        };
        std::erase_if(m_told, isOver);
        if (m_trouble && isOver(*m_trouble)) {
            m_trouble.reset();
        }
    }
    makeRoom();
}

std::uint64_t LogStore::freeSlot(bool mayGrow)
{
    if (m_freeSlots.empty() && m_slots < m_mostSlots) {
        if (mayGrow) {
            return m_slots++;
        }
        const StorageTrouble trouble{StorageTrouble::Kind::DiskNearlyFull, {}, m_file.path()};
        if (m_slots == 0) {
            giveUpFile(trouble);
            return Place::noSlot;
        }
        tell(trouble);
    }
    if (m_freeSlots.empty()) {
        EventLog *const its = holderOfOldest();
        if (its == nullptr || its->droppable()->slot == Place::noSlot) {
            // What only memory has would go for nothing; it goes when memory is full.
            m_stuck = true;
            makeRoom();
            return Place::noSlot;
        }
        its->dropOldest();
    }
    const std::uint64_t slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    return slot;
}

void LogStore::writeFailed(std::uint64_t slot, std::error_code error)
{
    const StorageTrouble trouble{StorageTrouble::Kind::CannotWrite, error, m_file.path()};
    if (slot + 1 == m_slots) { // it cannot grow; what it has can be written over
        m_mostSlots = --m_slots;
        m_retryIn = patience;
        tell(trouble);
    } else {
        m_freeSlots.push_back(slot);
        giveUpFile(trouble);
    }
    if (m_slots == 0) {
        giveUpFile(trouble);
    }
}

void LogStore::giveUpFile(StorageTrouble trouble)
{
    m_fileUsable = false;
    m_retryIn = patience;
    tell(std::move(trouble));
    makeRoom();
}

} // namespace sockyard
