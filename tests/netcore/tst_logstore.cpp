// GoogleTest's macros make statics. clazy:excludeall=non-pod-global-static
#include "netcore/log/eventcursor.h"
#include "tests/support/numberedevents.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

namespace fs = std::filesystem;

constexpr std::size_t block = 64U * 1024;
constexpr auto patience = std::chrono::seconds(60);

// True as soon as it is so; false when it never is.
bool becomes(const std::function<bool()> &wanted)
{
    const auto enough = std::chrono::steady_clock::now() + patience;
    while (!wanted()) {
        if (std::chrono::steady_clock::now() > enough) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

class LogStoreTest : public testing::Test
{
protected:
    LogStoreTest()
    {
        std::string pattern = fs::temp_directory_path() / "sockyard-test-XXXXXX";
        m_folder = ::mkdtemp(pattern.data());
    }
    ~LogStoreTest() override { fs::remove_all(m_folder); }

    const fs::path &folder() const { return m_folder; }
    LogStore::Limits limits(std::size_t memoryBlocks, std::uint64_t fileBlocks) const
    {
        return {.memory = memoryBlocks * block,
                .block = block,
                .file = fileBlocks * block,
                .leaveFree = 0,
                .folder = m_folder};
    }
    std::vector<fs::path> files() const
    {
        std::vector<fs::path> result;
        for (const auto &entry : fs::directory_iterator(m_folder)) {
            result.push_back(entry.path());
        }
        return result;
    }

private:
    fs::path m_folder;
};

// Appends with the patience that an endpoint has: not while there is no room.
void append(EventLog &log, EventNumber from, EventNumber to)
{
    for (EventNumber number = from; number < to; ++number) {
        ASSERT_TRUE(becomes([&log] { return log.hasRoom(); }));
        appendNumbered(log, number);
    }
}

// How many segments so many events fill: what the store will have written in the end.
std::uint64_t segmentsFilledBy(EventNumber events)
{
    EventLog log({.memory = 1000 * block, .block = block});
    append(log, 0, events);
    return log.memory() / block - 1;
}

void expectAllWhole(const EventLog &log)
{
    EventCursor cursor(log);
    for (EventNumber number = log.first(); number < log.size(); ++number) {
        const Event *event = cursor.at(number);
        if (event == nullptr && number < log.first()) {
            continue; // the store's thread has just dropped it
        }
        ASSERT_NE(event, nullptr) << number;
        ASSERT_EQ(event->number(), number);
        expectWhole(*event);
    }
}

// A limit for the size of files, while it lives; what would grow more fails with EFBIG.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t most)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = most;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { lift(); }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;
    void lift() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before = {};
};

} // namespace

TEST_F(LogStoreTest, WritesNothingToDiskForWhoKeepsLittle)
{
    EventLog log(limits(8, 1000));
    append(log, 0, 100);
    EXPECT_TRUE(files().empty());
    expectAllWhole(log);
}

TEST_F(LogStoreTest, KeepsEverythingBeyondItsMemory)
{
    const auto store = std::make_shared<LogStore>(limits(4, 100000));
    EventLog log(store);
    append(log, 0, 20000);
    EXPECT_EQ(log.first(), 0U);
    EXPECT_EQ(log.droppedEvents(), 0U);
    EXPECT_TRUE(becomes([&log] { return log.memory() <= 4 * block; }));
    EXPECT_GT(store->fileBytes(), 10 * block);
    EXPECT_FALSE(store->trouble());
    expectAllWhole(log);
    for (const EventNumber number : {0U, 1U, 19999U, 7U, 12345U, 12344U, 3U}) {
        expectWhole(*log.at(number));
    }
    EventCursor cursor(log);
    for (EventNumber number = log.size(); number > 0; --number) {
        expectWhole(*cursor.at(number - 1));
    }
    EXPECT_EQ(cursor.at(log.size()), nullptr);
    expectWhole(*cursor.at(5));                   // and it goes on after a miss
    EXPECT_LE(log.memory(), (4 + 8 + 2) * block); // with what was read back lately
}

TEST_F(LogStoreTest, ItsFileIsPrivateAndGoesWithIt)
{
    {
        EventLog log(limits(2, 1000));
        append(log, 0, 2000);
        ASSERT_TRUE(becomes([this] { return files().size() == 1; }));
        struct stat status = {};
        ASSERT_EQ(::stat(files().front().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U);
    }
    EXPECT_TRUE(files().empty());
}

TEST_F(LogStoreTest, MakesTheFolderThatIsMissing)
{
    auto deeper = limits(2, 1000);
    deeper.folder = folder() / "a" / "b";
    EventLog log(deeper);
    append(log, 0, 2000);
    EXPECT_TRUE(becomes([&deeper] { return fs::exists(deeper.folder); }));
    EXPECT_EQ(log.first(), 0U);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, TheOldestGoWhenTheFileIsAsLongAsItMayBe)
{
    for (const std::uint64_t fileBlocks : {1U, 2U, 3U, 10U}) {
        const auto store = std::make_shared<LogStore>(limits(3, fileBlocks));
        EventLog log(store);
        append(log, 0, 10000);
        EXPECT_GT(log.first(), 0U);
        EXPECT_EQ(log.droppedEvents(), log.first());
        std::uint64_t bytes = 0;
        for (EventNumber number = 0; number < log.first(); ++number) {
            bytes += payloadOf(number).size();
        }
        EXPECT_EQ(log.droppedBytes(), bytes);
        EXPECT_LE(store->fileBytes(), fileBlocks * block);
        expectAllWhole(log);
        EXPECT_FALSE(log.at(log.first() - 1));
        // About 170 events fill a segment.
        EXPECT_GT(log.size() - log.first(), (fileBlocks + 1) * 100);
    }
}

TEST_F(LogStoreTest, ALimitBelowOneSegmentMeansNoFile)
{
    auto tiny = limits(3, 1);
    tiny.file = block - 1;
    EventLog log(tiny);
    append(log, 0, 5000);
    EXPECT_TRUE(files().empty());
    EXPECT_GT(log.first(), 0U);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, LogsShareTheBoundsAndTheOldestOfAllGo)
{
    const auto store = std::make_shared<LogStore>(limits(4, 8));
    EventLog quiet(store);
    EventLog busy(store);
    append(quiet, 0, 300); // more than a segment
    append(busy, 0, 300);
    append(busy, 300, 10000);
    EXPECT_GT(busy.first(), 0U);
    EXPECT_GT(quiet.first(), 0U); // older than all that is left of the other
    EXPECT_LT(quiet.first(), quiet.size());
    EXPECT_LE(store->memory(), (4 + 8 + 2) * block);
    expectAllWhole(quiet);
    expectAllWhole(busy);
    append(quiet, 300, 2000);
    expectAllWhole(quiet);
}

TEST_F(LogStoreTest, ALogThatGoesLeavesItsRoomToTheOthers)
{
    const auto store = std::make_shared<LogStore>(limits(4, 50));
    EventLog stays(store);
    {
        EventLog goes(store);
        append(goes, 0, 6000);
        EXPECT_GT(store->fileBytes(), 10 * block);
    }
    EXPECT_TRUE(becomes([&store] { return store->fileBytes() == 0; }));
    append(stays, 0, 5000);
    EXPECT_EQ(stays.first(), 0U);
    expectAllWhole(stays);
}

TEST_F(LogStoreTest, ClearingGivesTheDiskItsRoomBack)
{
    EventLog log(limits(2, 1000));
    append(log, 0, 5000);
    ASSERT_TRUE(becomes([this] { return !files().empty() && fs::file_size(files().front()) > 0; }));
    log.clear();
    EXPECT_TRUE(becomes([this] { return fs::file_size(files().front()) == 0; }));
    EXPECT_EQ(log.first(), 5000U);
    EXPECT_EQ(log.droppedEvents(), 0U);
    append(log, 5000, 10000);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, NothingThatAReaderHasNotPassedGoes)
{
    EventLog log(limits(3, 5));
    std::atomic<int> told = 0;
    log.setListener({.roomAgain = [&told] { ++told; }, .troubled = {}});
    EventLog::Reader reader(log, [] {});
    EventNumber number = 0;
    ASSERT_TRUE(becomes([&] {
        for (int turn = 0; turn < 10 && log.hasRoom() && number < 100000; ++turn) {
            appendNumbered(log, number++);
        }
        return !log.hasRoom() && log.store().fileBytes() >= 2 * block;
    }));
    EXPECT_EQ(log.first(), 0U);
    EXPECT_LT(number, 1500U); // what memory holds: a reader shall not wait for the disk
    expectAllWhole(log);
    told = 0;
    reader.advance(number);
    EXPECT_TRUE(becomes([&log] { return log.hasRoom(); }));
    EXPECT_TRUE(becomes([&told] { return told > 0; }));
    append(log, number, number + 300); // less than memory holds
    EXPECT_LE(log.first(), reader.position());
    expectAllWhole(log);
}

TEST_F(LogStoreTest, NewLogsHaveWrittenWhatStandsInTheirWay)
{
    const auto store = std::make_shared<LogStore>(limits(4, 1000));
    EventLog log(store);
    EventNumber number = 0;
    while (store->memory() < 2 * block) { // until one segment is full, and one is not
        appendNumbered(log, number++);
    }
    std::vector<std::unique_ptr<EventLog>> others;
    for (int count = 0; count < 3; ++count) {
        others.push_back(std::make_unique<EventLog>(store));
    }
    EXPECT_TRUE(becomes([&store] { return store->hasRoom(); }));
    EXPECT_EQ(log.first(), 0U);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, NothingGoesFromMemoryForAFileThatWouldNotGetRoomByIt)
{
    const auto store = std::make_shared<LogStore>(limits(16, 5));
    EventLog held(store);
    const EventLog::Reader reader(held, [] {});
    EventNumber number = 0;
    ASSERT_TRUE(becomes([&] { // the file is full of what nobody has read yet
        for (int turn = 0; turn < 10 && number < 1760; ++turn) { // some ten segments
            appendNumbered(held, number++);
        }
        return store->fileBytes() == 5 * block;
    }));
    EventLog other(store);
    for (EventNumber its = 0; its < 400; ++its) { // two segments are full
        appendNumbered(other, its);
    }
    std::atomic<int> told = 0;
    held.setListener({.roomAgain = [&told] { ++told; }, .troubled = {}});
    EXPECT_EQ(other.first(), 0U);
    for (EventNumber its = 400; its < 4000; ++its) { // now memory is full too
        ASSERT_TRUE(becomes([&store] { return store->hasRoom(); })) << its;
        appendNumbered(other, its);
    }
    EXPECT_GT(other.first(), 0U);
    EXPECT_GT(other.size() - other.first(), 340U);
    EXPECT_EQ(held.first(), 0U);
    EXPECT_LE(store->memory(), (16 + 8 + 2) * block);
    expectAllWhole(held);
    expectAllWhole(other);
}

TEST_F(LogStoreTest, AnEventThatWasReadBackOutlivesAll)
{
    std::vector<Event> kept;
    {
        EventLog log(limits(2, 4));
        append(log, 0, 500);
        kept.push_back(*log.at(log.first()));
        append(log, 500, 5000);
        ASSERT_GT(log.first(), kept.front().number());
        kept.push_back(*log.at(log.first()));
    }
    for (const Event &event : kept) {
        expectWhole(event);
    }
}

TEST_F(LogStoreTest, AFullDiskIsToldAndTheFileGoesOnAsLongAsItIs)
{
    FileSizeLimit limit(10 * block + block / 2); // fails in the middle of a segment
    const auto store = std::make_shared<LogStore>(limits(3, 1000));
    EventLog log(store);
    std::atomic<int> told = 0;
    log.setListener({.roomAgain = {}, .troubled = [&told](const StorageTrouble &trouble) {
                         EXPECT_EQ(trouble.kind, StorageTrouble::Kind::CannotWrite);
                         EXPECT_EQ(trouble.error, std::errc::file_too_large);
                         ++told;
                     }});
    append(log, 0, 6000); // some 35 segments
    ASSERT_TRUE(store->trouble());
    EXPECT_EQ(told, 1);
    EXPECT_GT(log.first(), 0U);
    EXPECT_GT(log.size() - log.first(), 1000U); // ten segments of file
    expectAllWhole(log);
    limit.lift();
    append(log, 6000, 40000);
    EXPECT_FALSE(store->trouble()); // it tried again
    EXPECT_GT(store->fileBytes(), 20 * block);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, ADiskThatTakesNothingLeavesWhatMemoryHolds)
{
    const FileSizeLimit limit(0);
    const auto store = std::make_shared<LogStore>(limits(6, 1000));
    EventLog log(store);
    append(log, 0, 5000);
    ASSERT_TRUE(store->trouble());
    EXPECT_EQ(store->trouble()->kind, StorageTrouble::Kind::CannotWrite);
    EXPECT_EQ(store->fileBytes(), 0U);
    EXPECT_GT(log.first(), 0U);
    EXPECT_GT(log.size() - log.first(), 400U); // six segments
    expectAllWhole(log);
}

TEST_F(LogStoreTest, AFolderThatCannotBeMadeIsToldAndTriedAgain)
{
    auto wrong = limits(4, 1000);
    wrong.folder = folder() / "file" / "below";
    std::ofstream(folder() / "file") << "not a folder";
    const auto store = std::make_shared<LogStore>(wrong);
    EventLog log(store);
    std::atomic<int> told = 0;
    log.setListener({.roomAgain = {}, .troubled = [&](const StorageTrouble &trouble) {
                         EXPECT_EQ(trouble.kind, StorageTrouble::Kind::CannotOpen);
                         EXPECT_EQ(trouble.path, wrong.folder);
                         EXPECT_TRUE(trouble.error);
                         ++told;
                     }});
    append(log, 0, 5000);
    EXPECT_TRUE(store->trouble());
    EXPECT_EQ(told, 1);
    EXPECT_GT(log.first(), 0U);
    expectAllWhole(log);
    fs::remove(folder() / "file");
    append(log, 5000, 30000);
    EXPECT_FALSE(store->trouble());
    EXPECT_GT(store->fileBytes(), 0U);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, LeavesOthersTheirPartOfTheDisk)
{
    auto modest = limits(4, 1000);
    modest.leaveFree = ~std::uint64_t(0) / 2;
    const auto store = std::make_shared<LogStore>(modest);
    EventLog log(store);
    append(log, 0, 5000);
    ASSERT_TRUE(store->trouble());
    EXPECT_EQ(store->trouble()->kind, StorageTrouble::Kind::DiskNearlyFull);
    EXPECT_EQ(store->fileBytes(), 0U);
    expectAllWhole(log);
}

TEST_F(LogStoreTest, WhatCannotBeReadBackIsToldAndTheRestIsThere)
{
    const auto store = std::make_shared<LogStore>(limits(2, 1000));
    EventLog log(store);
    append(log, 0, 5000);
    // All of it: what is written behind the cut would leave a hole, and no error.
    const std::uint64_t all = segmentsFilledBy(5000) * block;
    ASSERT_TRUE(
        becomes([this, all] { return !files().empty() && fs::file_size(files().front()) == all; }));
    fs::resize_file(files().front(), 4 * block); // somebody cut it
    EventNumber unread = 0;
    for (EventNumber number = 0; number < log.size(); ++number) {
        if (const auto event = log.at(number)) {
            expectWhole(*event);
        } else {
            ++unread;
        }
    }
    EXPECT_GT(unread, 0U);
    EXPECT_LT(unread, log.size());
    ASSERT_TRUE(store->trouble());
    EXPECT_EQ(store->trouble()->kind, StorageTrouble::Kind::CannotRead);
}

TEST_F(LogStoreTest, WhatACrashLeftIsCleanedEvenWhereNothingIsWrittenAnyMore)
{
    const fs::path left = folder() / "sockyard-log-1-0";
    std::ofstream(left) << "left";
    auto none = limits(3, 1);
    none.file = 0;
    const EventLog log(none);
    EXPECT_TRUE(becomes([&left] { return !fs::exists(left); }));
}

// Only as a child of the next test.
TEST(DISABLED_LogStoreChild, FillsUntilItIsKilled)
{
    const char *const place = std::getenv("SOCKYARD_TEST_FOLDER");
    ASSERT_NE(place, nullptr);
    const auto store = std::make_shared<LogStore>(LogStore::Limits{.memory = 2 * block,
                                                                   .block = block,
                                                                   .file = 1000 * block,
                                                                   .leaveFree = 0,
                                                                   .folder = place});
    EventLog log(store);
    append(log, 0, 3000);
    ASSERT_TRUE(becomes([&store] { return store->fileBytes() > 5 * block; }));
    std::raise(SIGKILL);
}

TEST_F(LogStoreTest, WhatACrashLeftIsCleanedAtTheNextStart)
{
    EventLog living(limits(2, 1000)); // its file must stay
    append(living, 0, 3000);
    ASSERT_TRUE(becomes([this] { return files().size() == 1; }));
    const fs::path itsFile = files().front();

    const std::string place = "SOCKYARD_TEST_FOLDER=" + folder().string();
    std::string program = "/proc/self/exe";
    std::string filter = "--gtest_filter=DISABLED_LogStoreChild.*";
    std::string also = "--gtest_also_run_disabled_tests";
    std::array<char *, 4> arguments = {program.data(), filter.data(), also.data(), nullptr};
    std::string variable = place;
    std::array<char *, 2> environment = {variable.data(), nullptr};
    const std::string self = fs::read_symlink("/proc/self/exe");
    pid_t child = 0;
    ASSERT_EQ(
        ::posix_spawn(&child, self.c_str(), nullptr, nullptr, arguments.data(), environment.data()),
        0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
    ASSERT_EQ(files().size(), 2U);

    std::ofstream(folder() / "somebody-elses") << "stays";
    const EventLog next(limits(2, 1000));
    EXPECT_TRUE(becomes([this] { return files().size() == 2; }));
    EXPECT_TRUE(fs::exists(itsFile));
    EXPECT_TRUE(fs::exists(folder() / "somebody-elses"));
    expectAllWhole(living);
}

TEST_F(LogStoreTest, ReadersSeeWholeEventsWhileSegmentsAreWrittenAndDropped)
{
    constexpr EventNumber events = 60000;
    EventLog log(limits(4, 20));
    std::atomic<bool> done = false;
    const auto look = [&log, &done](EventNumber stride) {
        EventCursor cursor(log);
        while (!done) {
            const EventNumber size = log.size();
            for (EventNumber number = log.first(); number < size && !done; number += stride) {
                if (const Event *event = cursor.at(number)) {
                    expectWhole(*event);
                } else if (number >= log.first()) {
                    ADD_FAILURE() << "event " << number << " is missing";
                }
                if (const auto event = log.at(number)) {
                    expectWhole(*event);
                }
            }
        }
    };
    EventNumber read = 0;
    std::thread follower([&] {
        EventLog::Reader reader(log, [] {});
        EventCursor cursor(log);
        read = reader.position();
        while (read < events) {
            const EventNumber to = std::min(log.size(), read + 700);
            for (; read < to; ++read) {
                const Event *event = cursor.at(read);
                ASSERT_NE(event, nullptr) << "event " << read << " went before it was read";
                expectWhole(*event);
            }
            reader.advance(to);
            std::this_thread::yield();
        }
    });
    std::thread one(look, 13);
    std::thread other(look, 577);
    append(log, 0, events);
    follower.join();
    done = true;
    one.join();
    other.join();
    EXPECT_EQ(read, events);
    EXPECT_GT(log.first(), 0U);
    EXPECT_EQ(log.droppedEvents(), log.first());
    expectAllWhole(log);
}

TEST_F(LogStoreTest, ClearsWhileItWritesAndReads)
{
    EventLog log(limits(2, 50));
    std::atomic<bool> done = false;
    std::thread reader([&log, &done] {
        while (!done) {
            for (EventNumber number = log.first(); number < log.size(); number += 31) {
                if (const auto event = log.at(number)) {
                    expectWhole(*event);
                }
            }
        }
    });
    for (EventNumber number = 0; number < 20000; ++number) {
        if (number % 2900 == 2899) {
            log.clear();
        }
        append(log, number, number + 1);
    }
    done = true;
    reader.join();
    EXPECT_EQ(log.droppedEvents(), 0U);
    expectAllWhole(log);
}
