#pragma once

#include "netcore/log/segment.h"
#include "netcore/log/spillfile.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace sockyard
{

class EventLog;

namespace logstorage
{

/// A segment of a log, wherever it is kept. Guarded by its store's mutex.
struct Place {
    static constexpr std::uint64_t noSlot = ~std::uint64_t(0);

    EventLog *log = nullptr; // null once the log has dropped it
    EventNumber begin = 0;
    EventNumber end = 0;             // 0 while it is being filled
    std::uint64_t payloadBytes = 0;  // of its events; known when it is full
    std::uint64_t age = 0;           // places are filled in this order, over all logs
    std::shared_ptr<Segment> memory; // null where only the file has it
    std::weak_ptr<Segment> shown;    // read back, and still in somebody's hands
    std::uint64_t slot = noSlot;     // in the file
};

using PlacePointer = std::shared_ptr<Place>;

} // namespace logstorage

/// Why a log cannot be kept as its limits say.
struct StorageTrouble {
    enum class Kind {
        CannotOpen,     ///< no file could be made in the folder
        CannotWrite,    ///< the file does not grow any more
        CannotRead,     ///< what was written could not be read back
        DiskNearlyFull, ///< no more may be taken of what is left of the disk
    };

    Kind kind = Kind::CannotOpen;
    std::error_code error;
    std::filesystem::path path; ///< the file, or the folder
};

/// Where logs keep their events: one bound for the memory of all of them, and behind it one private
/// file, written by a thread of the store's own. The newest segments stay in memory; when both
/// bounds are reached, the oldest of all go. What a registered reader of a log has not passed stays
/// in memory: then there is no room, until it has.
///
/// The file comes into being with the first segment that is written, and goes with the store. When
/// it cannot be used, logs go on with what memory holds, and the trouble is told. Made and deleted
/// by any thread; its logs keep it.
class LogStore
{
public:
    struct Limits {
        /// Memory for events and their bytes, in bytes; at least two blocks.
        std::size_t memory = 128U * 1024 * 1024;
        /// The unit in which events are kept, written and dropped, in bytes; a power of two.
        std::size_t block = 1024U * 1024;
        /// The longest that the file may become, in bytes; 0 for no file.
        std::uint64_t file = 8ULL * 1024 * 1024 * 1024;
        /// So many bytes of the disk stay free.
        std::uint64_t leaveFree = 1024U * 1024 * 1024;
        /// Where the file is made; empty for no file.
        std::filesystem::path folder = {};
    };

    explicit LogStore(Limits limits);
    ~LogStore();
    LogStore(const LogStore &) = delete;
    LogStore &operator=(const LogStore &) = delete;

    const Limits &limits() const { return m_limits; }

    // Any thread.

    /// False while the bounds cannot be kept: a reader is too far behind, or the disk too slow.
    bool hasRoom() const { return !m_crowded.load(std::memory_order_acquire); }
    /// Bytes of memory in use, what was read back for a moment included.
    std::size_t memory() const { return m_pool->inUse(); }
    /// Bytes that lie in the file.
    std::uint64_t fileBytes() const;
    /// What is wrong now, or nothing.
    std::optional<StorageTrouble> trouble() const;

private:
    friend class EventCursor;
    friend class EventLog;
    using Segment = logstorage::Segment;
    using SegmentPointer = std::shared_ptr<Segment>;
    using PlacePointer = logstorage::PlacePointer;
    using Lock = std::unique_lock<std::mutex>;

    // For logs; the mutex is held, except where it is said.

    SegmentPointer freshSegment() const; // without the mutex
    void add(EventLog *log);
    void remove(EventLog *log);
    void filled(const PlacePointer &place); // opened() follows
    void opened();
    void forget(const PlacePointer &place);
    // A reader has moved on, or a log was cleared.
    void readOn();
    // The segment of a place, read back where only the file has it; null where that fails. Gives
    // the mutex free meanwhile. What is kept is found again quickly by who comes next.
    enum class Keep { No, Yes };
    SegmentPointer segmentOf(const PlacePointer &place, Lock &lock, Keep keep);

    void makeRoom();
    EventLog *holderOfOldest() const;
    bool dropOldest();
    void setCrowded(bool crowded);
    void tell(StorageTrouble trouble);

    // The store's thread.
    void writeBehind();
    bool hasWork() const;
    bool maySpill() const;
    void writeOldest(Lock &lock);
    std::uint64_t freeSlot(bool mayGrow);
    void writeFailed(std::uint64_t slot, std::error_code error);
    void giveUpFile(StorageTrouble trouble);

    const Limits m_limits;
    const std::size_t m_mostResident; // segments
    const std::shared_ptr<logstorage::MemoryPool> m_pool;
    std::atomic<bool> m_crowded = false;

    mutable std::mutex m_mutex;
    std::vector<EventLog *> m_logs;
    std::size_t m_resident = 0;         // places that have memory
    std::uint64_t m_age = 0;            // so many places were filled
    std::deque<PlacePointer> m_waiting; // full, not yet in the file
    std::deque<PlacePointer> m_written; // in the file and in memory
    std::deque<SegmentPointer> m_kept;  // read back lately
    std::optional<StorageTrouble> m_trouble;
    std::vector<StorageTrouble> m_told; // since the file grew last

    // The file. Slots are given away by the store's thread alone.
    bool m_fileUsable = false;
    bool m_stuck = false; // nothing can be written before a reader has moved on
    bool m_stopping = false;
    std::uint64_t m_slots = 0; // so many slots long is the file
    std::uint64_t m_mostSlots = 0;
    std::vector<std::uint64_t> m_freeSlots;
    std::uint64_t m_retryIn = 0; // segments
    logstorage::SpillFile m_file;
    std::condition_variable m_work;
    std::thread m_thread;
};

} // namespace sockyard
