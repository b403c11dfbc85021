// GoogleTest's macros make statics. clazy:excludeall=non-pod-global-static
#include "netcore/log/eventlog.h"
#include "tests/support/numberedevents.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

constexpr std::size_t block = 64U * 1024;
const EventLog::Limits small = {.memory = 4 * block, .block = block};
const EventLog::Limits roomy = {.memory = 64 * 1024 * 1024, .block = block};

void appendReceived(EventLog &log, std::string_view payload)
{
    log.append({.kind = EventKind::Received, .bytes = payload.size(), .payload = viewOf(payload)});
}

void appendNote(EventLog &log, std::string_view note)
{
    log.append({.kind = EventKind::Note, .note = note});
}

// Notes until the log says that it has no room, or until the test has waited long enough.
void fillUntilCrowded(EventLog &log)
{
    const std::string note(1000, 'n');
    for (int turn = 0; turn < 100000 && log.hasRoom(); ++turn) {
        appendNote(log, note);
    }
}

} // namespace

TEST(EventLog, BeginsEmpty)
{
    const EventLog log;
    EXPECT_EQ(log.first(), 0U);
    EXPECT_EQ(log.size(), 0U);
    EXPECT_FALSE(log.at(0));
    EXPECT_TRUE(log.hasRoom());
    EXPECT_EQ(log.droppedEvents(), 0U);
    EXPECT_EQ(log.droppedBytes(), 0U);
}

TEST(EventLog, ReadsBackEveryFieldByteForByte)
{
    EventLog log(roomy);
    const std::string payload("nul \0 high \xff end\n", 17);
    log.append({.kind = EventKind::Received,
                .connection = 0x123456789abcU,
                .local = "127.0.0.1:9999",
                .peer = "[fe80::1%eth0]:50112",
                .note = "gr\xc3\xbc\xc3\x9f",
                .bytes = payload.size(),
                .payload = viewOf(payload)});
    log.append({.kind = EventKind::Discarded, .bytes = 5000000000U});
    const auto first = log.at(0);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->number(), 0U);
    EXPECT_EQ(first->kind(), EventKind::Received);
    EXPECT_EQ(first->connection(), 0x123456789abcU);
    EXPECT_EQ(first->local(), "127.0.0.1:9999");
    EXPECT_EQ(first->peer(), "[fe80::1%eth0]:50112");
    EXPECT_EQ(first->note(), "gr\xc3\xbc\xc3\x9f");
    EXPECT_EQ(first->bytes(), payload.size());
    EXPECT_EQ(textOf(first->payload()), payload);
    const auto second = log.at(1);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->number(), 1U);
    EXPECT_EQ(second->kind(), EventKind::Discarded);
    EXPECT_EQ(second->connection(), 0U);
    EXPECT_EQ(second->local(), "");
    EXPECT_EQ(second->peer(), "");
    EXPECT_EQ(second->note(), "");
    EXPECT_EQ(second->bytes(), 5000000000U);
    EXPECT_TRUE(second->payload().empty());
    EXPECT_FALSE(log.at(2));
    EXPECT_EQ(log.size(), 2U);
}

TEST(EventLog, TimesNeverGoBack)
{
    EventLog log(roomy);
    for (int turn = 0; turn < 1000; ++turn) {
        appendNote(log, "tick");
    }
    for (EventNumber number = 1; number < log.size(); ++number) {
        EXPECT_GE(log.at(number)->elapsed(), log.at(number - 1)->elapsed());
    }
    EXPECT_GE(log.at(0)->elapsed(), 0);
    EXPECT_GT(log.at(0)->time(), 1600000000LL * 1000000000); // nanoseconds since 1970
}

TEST(EventLog, KeepsManyAddressesApart)
{
    EventLog log(roomy);
    for (std::size_t number = 0; number < 10000; ++number) {
        const std::string peer = "127.0.0.1:" + std::to_string(number % 700);
        const std::string local = "[::1]:" + std::to_string(number % 3);
        log.append({.kind = EventKind::Accepted, .local = local, .peer = peer});
    }
    for (std::size_t number = 0; number < 10000; ++number) {
        ASSERT_EQ(log.at(number)->peer(), "127.0.0.1:" + std::to_string(number % 700));
        ASSERT_EQ(log.at(number)->local(), "[::1]:" + std::to_string(number % 3));
    }
}

TEST(EventLog, KeepsPayloadsOfEverySizeAroundItsBorders)
{
    EventLog log(roomy);
    const std::size_t most = log.maximumPayload();
    std::vector<std::size_t> sizes = {0,     1,         2,         most - 1,
                                      most,  most + 1,  2 * most,  block - 1,
                                      block, block + 1, 3 * block, 5 * most + 7};
    for (std::size_t size = 3; size < 3000; size += 61) {
        sizes.push_back(size);
    }
    for (const std::size_t size : sizes) {
        const std::string payload = pattern(size, size);
        const EventNumber from = log.size();
        appendReceived(log, payload);
        std::string read;
        for (EventNumber number = from; number < log.size(); ++number) {
            const auto event = log.at(number);
            ASSERT_EQ(event->kind(), EventKind::Received);
            ASSERT_EQ(event->bytes(), event->payload().size());
            ASSERT_LE(event->payload().size(), most);
            read += textOf(event->payload());
        }
        ASSERT_EQ(log.size() - from, size <= most ? 1 : (size + most - 1) / most);
        ASSERT_TRUE(read == payload) << "of " << size << " bytes";
    }
}

TEST(EventLog, KeepsTheBeginningOfManyDiscardedBytesInOneEvent)
{
    EventLog log(roomy);
    const std::string bytes = pattern(5 * block, 1);
    log.append({.kind = EventKind::Discarded, .bytes = 77777777, .payload = viewOf(bytes)});
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log.at(0)->bytes(), 77777777U);
    EXPECT_EQ(textOf(log.at(0)->payload()), bytes.substr(0, log.maximumPayload()));
}

TEST(EventLog, CutsALongNoteBetweenTwoCharacters)
{
    EventLog log(roomy);
    for (const std::string_view before : {"", "a", "ab", "abc"}) {
        std::string note(before);
        while (note.size() < 20000) {
            note += "\xe2\x82\xac"; // the euro sign, three bytes
        }
        const EventNumber number = log.size();
        appendNote(log, note);
        const std::string_view kept = log.at(number)->note();
        EXPECT_LE(kept.size(), 16U * 1024);
        EXPECT_GT(kept.size(), 16U * 1024 - 3);
        EXPECT_EQ((kept.size() - before.size()) % 3, 0U);
        EXPECT_EQ(kept, note.substr(0, kept.size()));
    }
    const std::string exact(16U * 1024, 'x');
    appendNote(log, exact);
    EXPECT_EQ(log.at(log.size() - 1)->note(), exact);
}

TEST(EventLog, CutsALongAddress)
{
    EventLog log(roomy);
    const std::string name = std::string(300, 'h') + ":80";
    log.append({.kind = EventKind::Connecting, .local = "l", .peer = name, .note = "n"});
    EXPECT_EQ(log.at(0)->peer(), name.substr(0, 255));
    EXPECT_EQ(log.at(0)->local(), "l");
    EXPECT_EQ(log.at(0)->note(), "n");
}

TEST(EventLog, ReceivedInPlaceIsNotCopiedAndIsSharedWithWhatIsSentOn)
{
    EventLog log(roomy);
    const auto buffer = log.receiveBuffer(1000, 5000);
    ASSERT_EQ(buffer.size(), 5000U);
    const std::string bytes = pattern(3000, 1);
    std::memcpy(buffer.data(), bytes.data(), bytes.size());
    const ByteView received = buffer.first(bytes.size());
    log.append({.kind = EventKind::Received,
                .local = "local",
                .peer = "peer",
                .bytes = received.size(),
                .payload = received});
    log.append({.kind = EventKind::Sent, .bytes = 2000, .payload = received.first(2000)});
    appendNote(log, "between");
    log.append({.kind = EventKind::Sent, .bytes = 1000, .payload = received.subspan(2000)});
    appendReceived(log, pattern(500, 2));
    EXPECT_EQ(log.at(0)->payload().data(), buffer.data());
    EXPECT_EQ(log.at(1)->payload().data(), buffer.data());
    EXPECT_EQ(log.at(3)->payload().data(), buffer.data() + 2000);
    EXPECT_EQ(textOf(log.at(0)->payload()), bytes);
    EXPECT_EQ(textOf(log.at(1)->payload()), bytes.substr(0, 2000));
    EXPECT_EQ(textOf(log.at(3)->payload()), bytes.substr(2000));
    EXPECT_EQ(log.at(0)->local(), "local");
    EXPECT_EQ(log.at(0)->peer(), "peer");
    EXPECT_EQ(log.at(2)->note(), "between");
    EXPECT_EQ(textOf(log.at(4)->payload()), pattern(500, 2));
}

TEST(EventLog, ReceivesInPlaceOverManyBlockBorders)
{
    EventLog log(roomy);
    std::vector<std::string> expected;
    for (std::size_t turn = 0; turn < 2000; ++turn) {
        const std::size_t minimum = 1 + turn * 37 % 9000;
        const auto buffer = log.receiveBuffer(minimum, 30000);
        ASSERT_GE(buffer.size(), minimum);
        ASSERT_LE(buffer.size(), 30000U);
        const std::string bytes = pattern(1 + turn * 7919 % buffer.size(), turn);
        std::memcpy(buffer.data(), bytes.data(), bytes.size());
        const ByteView view = buffer.first(bytes.size());
        const std::string peer = "peer " + std::to_string(turn % 50);
        log.append(
            {.kind = EventKind::Received, .peer = peer, .bytes = view.size(), .payload = view});
        log.append({.kind = EventKind::Sent, .peer = peer, .bytes = view.size(), .payload = view});
        expected.push_back(bytes);
    }
    ASSERT_EQ(log.droppedEvents(), 0U);
    for (std::size_t turn = 0; turn < expected.size(); ++turn) {
        ASSERT_TRUE(textOf(log.at(2 * turn)->payload()) == expected[turn]);
        ASSERT_TRUE(textOf(log.at(2 * turn + 1)->payload()) == expected[turn]);
        ASSERT_EQ(log.at(2 * turn)->peer(), "peer " + std::to_string(turn % 50));
    }
}

TEST(EventLog, DropsTheOldestPastItsBoundAndCountsThemExactly)
{
    EventLog log(small);
    constexpr std::size_t events = 5000;
    std::vector<std::size_t> sizes;
    for (std::size_t number = 0; number < events; ++number) {
        sizes.push_back(number * 13 % 1500);
        appendReceived(log, pattern(sizes.back(), number));
        ASSERT_LE(log.first(), log.size());
    }
    EXPECT_EQ(log.size(), events);
    EXPECT_GT(log.first(), 0U);
    EXPECT_LT(log.first(), events);
    EXPECT_EQ(log.droppedEvents(), log.first());
    std::size_t dropped = 0;
    for (EventNumber number = 0; number < log.first(); ++number) {
        dropped += sizes[number];
        ASSERT_FALSE(log.at(number));
    }
    EXPECT_EQ(log.droppedBytes(), dropped);
    for (EventNumber number = log.first(); number < log.size(); ++number) {
        const auto event = log.at(number);
        ASSERT_TRUE(event);
        ASSERT_EQ(event->number(), number);
        ASSERT_TRUE(textOf(event->payload()) == pattern(sizes[number], number));
    }
}

TEST(EventLog, DropsNothingThatAReaderHasNotPassed)
{
    EventLog log(small);
    EventLog::Reader reader(log, [] {});
    fillUntilCrowded(log);
    ASSERT_FALSE(log.hasRoom());
    for (int more = 0; more < 50; ++more) {
        appendNote(log, "an endpoint may have more to say: " + std::to_string(more));
    }
    EXPECT_FALSE(log.hasRoom());
    EXPECT_EQ(log.first(), 0U);
    EXPECT_EQ(log.droppedEvents(), 0U);
    EXPECT_TRUE(log.at(0));
    int told = 0;
    log.setListener({.roomAgain = [&told] { ++told; }, .troubled = {}});
    reader.advance(1); // the first segment holds more than one event
    EXPECT_FALSE(log.hasRoom());
    EXPECT_EQ(told, 0);
    reader.advance(log.size());
    EXPECT_TRUE(log.hasRoom());
    EXPECT_EQ(told, 1);
    reader.advance(log.size()); // it had room already
    EXPECT_EQ(told, 1);
    fillUntilCrowded(log);
    EXPECT_EQ(log.droppedEvents(), log.first());
    EXPECT_LE(log.first(), reader.position());
    EXPECT_TRUE(log.at(reader.position()));
}

TEST(EventLog, WaitsForTheSlowerOfTwoReaders)
{
    EventLog log(small);
    EventLog::Reader fast(log, [] {});
    auto slow = std::make_unique<EventLog::Reader>(log, [] {});
    fillUntilCrowded(log);
    ASSERT_FALSE(log.hasRoom());
    fast.advance(log.size());
    EXPECT_FALSE(log.hasRoom());
    slow->advance(log.size());
    EXPECT_TRUE(log.hasRoom());
}

TEST(EventLog, AReaderThatGoesHoldsNothingUpAnyMore)
{
    EventLog log(small);
    auto reader = std::make_unique<EventLog::Reader>(log, [] {});
    fillUntilCrowded(log);
    ASSERT_FALSE(log.hasRoom());
    int told = 0;
    log.setListener({.roomAgain = [&told] { ++told; }, .troubled = {}});
    reader.reset();
    EXPECT_TRUE(log.hasRoom());
    EXPECT_EQ(told, 1);
}

TEST(EventLog, ANewReaderBeginsAtTheFirstEventThatIsThere)
{
    EventLog log(small);
    for (int turn = 0; turn < 3000; ++turn) {
        appendNote(log, std::string(500, 'x'));
    }
    ASSERT_GT(log.first(), 0U);
    const EventLog::Reader reader(log, [] {});
    EXPECT_EQ(reader.position(), log.first());
}

TEST(EventLog, WakesAReaderOnceEachTimeItAsks)
{
    EventLog log(small);
    int woken = 0;
    EventLog::Reader reader(log, [&woken] { ++woken; });
    appendNote(log, "nobody asked");
    EXPECT_EQ(woken, 0);
    EXPECT_FALSE(reader.wakeWhenMore()); // there is more already
    appendNote(log, "so no wake follows");
    EXPECT_EQ(woken, 0);
    reader.advance(log.size());
    EXPECT_TRUE(reader.wakeWhenMore());
    EXPECT_EQ(woken, 0);
    appendNote(log, "wakes");
    EXPECT_EQ(woken, 1);
    appendNote(log, "does not");
    EXPECT_EQ(woken, 1);
    reader.advance(log.size());
    EXPECT_TRUE(reader.wakeWhenMore());
    EXPECT_TRUE(reader.wakeWhenMore());
    appendNote(log, "wakes once");
    EXPECT_EQ(woken, 2);
}

TEST(EventLog, WakesAllWhoAskedAndNobodyElse)
{
    EventLog log(small);
    int first = 0;
    int second = 0;
    EventLog::Reader asks(log, [&first] { ++first; });
    EventLog::Reader asksToo(log, [&second] { ++second; });
    const EventLog::Reader silent(log, [] { ADD_FAILURE() << "nobody asked"; });
    EXPECT_TRUE(asks.wakeWhenMore());
    EXPECT_TRUE(asksToo.wakeWhenMore());
    appendNote(log, "wakes");
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 1);
}

TEST(EventLog, ClearsAtEveryPageBorder)
{
    // 1024 events lie in a page.
    for (const std::size_t before : {0U, 1U, 1023U, 1024U, 1025U, 2047U, 2048U, 2049U, 5000U}) {
        EventLog log(roomy);
        for (std::size_t turn = 0; turn < before; ++turn) {
            appendNote(log, "old");
        }
        log.clear();
        EXPECT_EQ(log.first(), before);
        EXPECT_EQ(log.size(), before);
        if (before > 0) {
            EXPECT_FALSE(log.at(before - 1));
        }
        log.clear(); // again, of nothing
        for (std::size_t turn = 0; turn < 2500; ++turn) {
            appendNote(log, "new " + std::to_string(turn));
        }
        EXPECT_EQ(log.first(), before);
        EXPECT_EQ(log.size(), before + 2500);
        EXPECT_EQ(log.droppedEvents(), 0U); // a person asked for it
        for (std::size_t turn = 0; turn < 2500; ++turn) {
            ASSERT_EQ(log.at(before + turn)->note(), "new " + std::to_string(turn));
        }
    }
}

TEST(EventLog, ClearingAfterDropsKeepsTheNumbers)
{
    EventLog log(small);
    EventNumber appended = 0;
    std::uint64_t dropped = 0;
    for (int round = 0; round < 10; ++round) {
        for (int turn = 0; turn < 1111; ++turn) {
            appendNote(log, std::string(300, 'x'));
            ++appended;
        }
        EXPECT_GT(log.droppedEvents(), dropped);
        dropped = log.droppedEvents();
        log.clear();
        EXPECT_EQ(log.first(), appended);
        EXPECT_EQ(log.size(), appended);
        EXPECT_EQ(log.droppedEvents(), dropped);
        EXPECT_FALSE(log.at(appended - 1));
        appendNote(log, "after");
        EXPECT_EQ(log.at(appended)->note(), "after");
        ++appended;
    }
}

TEST(EventLog, ClearingGivesACrowdedLogRoom)
{
    EventLog log(small);
    EventLog::Reader reader(log, [] {});
    fillUntilCrowded(log);
    ASSERT_FALSE(log.hasRoom());
    log.clear();
    EXPECT_TRUE(log.hasRoom());
    EXPECT_EQ(log.droppedEvents(), 0U);
    appendNote(log, "goes on");
    EXPECT_EQ(log.at(log.first())->note(), "goes on");
    EXPECT_FALSE(reader.wakeWhenMore());
    reader.advance(log.size());
}

TEST(EventLog, AnEventOutlivesItsDropAndItsLog)
{
    std::vector<Event> kept;
    {
        EventLog log(small);
        for (std::size_t number = 0; number < 20; ++number) {
            const std::string bytes = pattern(2000, number);
            const std::string note = "note " + std::to_string(number);
            log.append({.kind = EventKind::Received,
                        .local = "local",
                        .peer = "peer",
                        .note = note,
                        .bytes = bytes.size(),
                        .payload = viewOf(bytes)});
            kept.push_back(*log.at(number));
        }
        for (int turn = 0; turn < 2000; ++turn) {
            appendReceived(log, std::string(1000, '\x55'));
        }
        ASSERT_GT(log.first(), 20U);
    }
    for (std::size_t number = 0; number < kept.size(); ++number) {
        EXPECT_TRUE(textOf(kept[number].payload()) == pattern(2000, number));
        EXPECT_EQ(kept[number].note(), "note " + std::to_string(number));
        EXPECT_EQ(kept[number].local(), "local");
        EXPECT_EQ(kept[number].peer(), "peer");
    }
}

class EventLogMemory : public testing::TestWithParam<std::size_t>
{
};

TEST_P(EventLogMemory, StaysNearItsBoundForAMillionEvents)
{
    const EventLog::Limits limits = {.memory = 8 * 1024 * 1024, .block = 256 * 1024};
    EventLog log(limits);
    const std::string payload = pattern(GetParam(), 1);
    std::size_t most = 0;
    for (int turn = 0; turn < 1000000; ++turn) {
        appendReceived(log, payload);
        most = std::max(most, log.memory());
    }
    EXPECT_LE(most, limits.memory + limits.memory / 8);
    EXPECT_EQ(log.size(), 1000000U);
    EXPECT_EQ(log.droppedEvents(), log.first());
    EXPECT_EQ(log.droppedBytes(), log.first() * GetParam());
    EXPECT_GT(log.memory(), limits.memory / 2); // and it makes use of it
    EXPECT_GT(log.size() - log.first(), 5000U);
}

INSTANTIATE_TEST_SUITE_P(OfBytes, EventLogMemory, testing::Values(0, 1, 10, 100, 1000));

TEST(EventLog, IsCrowdedByEventsWithoutBytesToo)
{
    EventLog log(small);
    EventLog::Reader reader(log, [] {});
    for (int turn = 0; turn < 100000 && log.hasRoom(); ++turn) {
        appendReceived(log, {});
    }
    EXPECT_FALSE(log.hasRoom());
    EXPECT_EQ(log.first(), 0U);
    reader.advance(log.size());
    EXPECT_TRUE(log.hasRoom());
}

namespace
{

// A gate that one thread opens and another waits at.
class Gate
{
public:
    void open()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_open = true;
        }
        m_changed.notify_all();
    }
    // False when nobody opened it for a very long time.
    bool pass()
    {
        std::unique_lock lock(m_mutex);
        const bool opened =
            m_changed.wait_for(lock, std::chrono::seconds(60), [this] { return m_open; });
        m_open = false;
        return opened;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false;
};

} // namespace

TEST(EventLogThreads, ReadersSeeWholeEventsWhileTheWriterDropsOldOnes)
{
    constexpr EventNumber events = 40000;
    EventLog log(small);
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> seen = 0;
    const auto read = [&log, &done, &seen](EventNumber stride) {
        while (!done) {
            const EventNumber first = log.first();
            const EventNumber size = log.size();
            for (EventNumber number = first; number < size; number += stride) {
                if (const auto event = log.at(number)) {
                    expectWhole(*event);
                    ++seen;
                } else if (number >= log.first()) {
                    ADD_FAILURE() << "event " << number << " is missing";
                }
            }
            std::this_thread::yield();
        }
    };
    std::thread one(read, 1);
    std::thread other(read, 17);
    for (EventNumber number = 0; number < events; ++number) {
        appendNumbered(log, number);
    }
    done = true;
    one.join();
    other.join();
    EXPECT_EQ(log.droppedEvents(), log.first());
    EXPECT_GT(log.first(), 0U);
    expectWhole(*log.at(log.first()));
    expectWhole(*log.at(events - 1));
    EXPECT_GT(seen, 0U);
}

TEST(EventLogThreads, ARegisteredReaderLosesNothingAndTheWriterGoesOn)
{
    constexpr EventNumber events = 30000;
    EventLog log(small);
    Gate more; // for the reader
    Gate room; // for the writer
    log.setListener({.roomAgain = [&room] { room.open(); }, .troubled = {}});
    EventLog::Reader reader(log, [&more] { more.open(); });
    std::thread other([&log] {
        while (log.size() < events) {
            if (const auto event = log.at((log.first() + log.size()) / 2)) {
                expectWhole(*event);
            }
            std::this_thread::yield();
        }
    });
    EventNumber read = 0;
    std::thread follower([&] {
        while (read < events) {
            const EventNumber to = std::min(log.size(), read + 500);
            for (; read < to; ++read) {
                const auto event = log.at(read);
                ASSERT_TRUE(event) << "event " << read << " was dropped before it was read";
                expectWhole(*event);
            }
            reader.advance(to);
            if (read < events && reader.wakeWhenMore()) {
                ASSERT_TRUE(more.pass()) << "nobody woke the reader at " << read;
            }
        }
    });
    for (EventNumber number = 0; number < events; ++number) {
        if (!log.hasRoom() && !room.pass()) {
            ADD_FAILURE() << "nobody told the writer that there is room";
            break;
        }
        appendNumbered(log, number);
        EXPECT_LE(log.memory(), 2 * small.memory);
    }
    follower.join();
    other.join();
    EXPECT_EQ(read, events);
    EXPECT_EQ(log.droppedEvents(), log.first());
}

TEST(EventLogThreads, NoRoomIsNeverMissedByAReaderThatPassesAtThatMoment)
{
    // The writer asks for memory to receive into, and then receives nothing: no event follows that
    // would make the reader look again.
    EventLog log({.memory = 2 * block, .block = block});
    EventLog::Reader reader(log, [] {});
    const std::string half(block / 2, 'x');
    std::atomic<bool> done = false;
    std::atomic<EventNumber> passed = 0;
    std::thread follower([&] {
        for (int spin = 0; !done; ++spin) {
            const EventNumber to = log.size();
            if (to > passed) {
                reader.advance(to);
                passed = to;
            } else if (spin % 1000 == 999) {
                std::this_thread::yield();
            }
        }
    });
    bool crowdedForEver = false;
    // On a busy machine each turn takes long: what was tried in a second is enough then.
    const auto enough = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (!crowdedForEver && std::chrono::steady_clock::now() < enough) {
        appendReceived(log, half); // a block each
        appendReceived(log, half);
        log.receiveBuffer(block / 2, block / 2);
        for (int spin = 0; passed < log.size(); ++spin) {
            if (spin % 1000 == 999) {
                std::this_thread::yield();
            }
        }
        crowdedForEver = !log.hasRoom();
    }
    done = true;
    follower.join();
    EXPECT_FALSE(crowdedForEver);
}

TEST(EventKind, NamesLeadBackToTheirKinds)
{
    for (int index = 0; index < eventKindCount; ++index) {
        const auto kind = static_cast<EventKind>(index);
        EXPECT_EQ(eventKindOf(eventKindName(kind)), kind);
    }
    EXPECT_EQ(eventKindName(EventKind::PeerFinished), "peer-finished");
    EXPECT_EQ(eventKindName(EventKind::Note), "note");
    EXPECT_FALSE(eventKindOf("no-such-kind"));
    EXPECT_FALSE(eventKindOf(""));
}
