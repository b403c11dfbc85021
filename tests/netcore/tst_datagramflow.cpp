#include "netcore/codec/numbereddatagram.h"
#include "netcore/projections/datagramflow.h"

#include <gtest/gtest.h>

#include <limits>
#include <span>
#include <vector>

using namespace sockyard;

namespace
{

constexpr std::int64_t millisecond = 1000000; // ns

ByteView viewOf(const std::string &bytes)
{
    return std::as_bytes(std::span(bytes));
}

/// A stream of which these numbers came, in this order, as evenly as they were sent.
DatagramFlow flowOf(const std::vector<std::uint64_t> &numbers)
{
    DatagramFlow flow;
    std::int64_t now = 0;
    for (const std::uint64_t number : numbers) {
        now += millisecond;
        flow.receive({.stream = 1, .number = number, .sentAt = now}, now);
    }
    return flow;
}

} // namespace

TEST(NumberedDatagram, ReadsWhatItWrites)
{
    const NumberedDatagram datagram{.stream = 0xfedcba98U,
                                    .number = 0x0123456789abcdefU,
                                    .sentAt = std::numeric_limits<std::int64_t>::min()};
    for (const std::size_t size : {0U, 24U, 25U, 65507U}) {
        const std::string bytes = datagram.bytes(size);
        EXPECT_EQ(bytes.size(), std::max<std::size_t>(size, NumberedDatagram::leastSize));
        EXPECT_EQ(NumberedDatagram::in(viewOf(bytes)), datagram);
    }
}

TEST(NumberedDatagram, HasItsWire)
{
    const NumberedDatagram datagram{.stream = 1, .number = 2, .sentAt = 3};
    EXPECT_EQ(datagram.bytes(26),
              std::string("SKYN\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3..", 26));
}

TEST(NumberedDatagram, IsNothingElse)
{
    const std::string whole = NumberedDatagram{}.bytes(24);
    EXPECT_FALSE(NumberedDatagram::in(viewOf(whole.substr(0, 23))));
    EXPECT_FALSE(NumberedDatagram::in(viewOf(std::string())));
    EXPECT_FALSE(NumberedDatagram::in(viewOf("skyn" + whole.substr(4))));
}

TEST(DatagramFlow, CountsWhatCame)
{
    const DatagramFlow flow = flowOf({0, 1, 2, 3});
    EXPECT_EQ(flow.received(), 4U);
    EXPECT_EQ(flow.lost(), 0U);
    EXPECT_EQ(flow.outOfOrder(), 0U);
    EXPECT_EQ(flow.duplicated(), 0U);
    EXPECT_EQ(DatagramFlow().lost(), 0U);
}

TEST(DatagramFlow, CountsWhatIsMissing)
{
    EXPECT_EQ(flowOf({0, 1, 4}).lost(), 2U);
    // Who listens later has missed nothing.
    EXPECT_EQ(flowOf({1000, 1001}).lost(), 0U);
}

TEST(DatagramFlow, TakesALateOneOffWhatIsMissing)
{
    const DatagramFlow flow = flowOf({0, 3, 1});
    EXPECT_EQ(flow.lost(), 1U);
    EXPECT_EQ(flow.outOfOrder(), 1U);
    // Also one from before all that came.
    const DatagramFlow early = flowOf({5, 3});
    EXPECT_EQ(early.lost(), 1U);
    EXPECT_EQ(early.outOfOrder(), 1U);
}

TEST(DatagramFlow, TellsASecondOneFromALateOne)
{
    const DatagramFlow flow = flowOf({0, 1, 1, 0, 3, 2, 2});
    EXPECT_EQ(flow.received(), 4U);
    EXPECT_EQ(flow.duplicated(), 3U);
    EXPECT_EQ(flow.outOfOrder(), 1U);
    EXPECT_EQ(flow.lost(), 0U);
}

TEST(DatagramFlow, RemembersNumbersAsFarAsItSays)
{
    const std::uint64_t memory = DatagramFlow::memory;
    EXPECT_EQ(flowOf({1, memory, 1}).duplicated(), 1U);
    EXPECT_EQ(flowOf({0, memory, 0}).duplicated(), 0U); // too far back: taken for a late one
    // A place that another number had before is free.
    EXPECT_EQ(flowOf({1, memory + 1, 2 * memory + 1}).duplicated(), 0U);
    EXPECT_EQ(flowOf({1, memory, memory + 1}).duplicated(), 0U);
}

TEST(DatagramFlow, SurvivesNumbersThatAreLies)
{
    constexpr std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();
    DatagramFlow flow = flowOf({highest, 0, highest, 0, 0});
    EXPECT_EQ(flow.duplicated(), 1U);
    EXPECT_EQ(flow.lost(), highest - 3);
    flow.receive({.stream = 1, .number = 7, .sentAt = std::numeric_limits<std::int64_t>::min()},
                 std::numeric_limits<std::int64_t>::max());
    EXPECT_GT(flow.jitter(), 0);
    EXPECT_EQ(flowOf({0, 5000, 0, 0, 0}).lost(), 4996U);
    EXPECT_EQ(flowOf({highest - 1, highest}).received(), 2U); // and comes to an end
}

TEST(DatagramFlow, HasNoJitterWhereAllTakeTheSameTime)
{
    DatagramFlow flow;
    for (std::int64_t number = 0; number < 100; ++number) {
        const std::int64_t sentAt = number * millisecond;
        // This side's clock is another one.
        flow.receive({1, static_cast<std::uint64_t>(number), sentAt}, sentAt + 777 * millisecond);
    }
    EXPECT_EQ(flow.jitter(), 0);
}

TEST(DatagramFlow, ComputesJitterAsRfc3550Does)
{
    DatagramFlow flow;
    flow.receive({1, 0, 0}, 0);
    flow.receive({1, 1, 10 * millisecond}, 26 * millisecond); // 16 ms later than evenly
    EXPECT_DOUBLE_EQ(flow.jitter(), 1.0 * millisecond);
    flow.receive({1, 2, 20 * millisecond}, 36 * millisecond); // as evenly as it was sent
    EXPECT_DOUBLE_EQ(flow.jitter(), 15.0 / 16 * millisecond);
    flow.receive({1, 2, 20 * millisecond}, 90 * millisecond); // a second one says nothing
    EXPECT_DOUBLE_EQ(flow.jitter(), 15.0 / 16 * millisecond);
}
