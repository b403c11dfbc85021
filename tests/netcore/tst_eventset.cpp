#include "netcore/query/eventset.h"

#include <gtest/gtest.h>

#include <vector>

using namespace sockyard;

namespace
{

void expectHolds(const EventSet &set, const std::vector<EventNumber> &numbers)
{
    ASSERT_EQ(set.size(), numbers.size());
    EXPECT_EQ(set.isEmpty(), numbers.empty());
    for (std::uint64_t index = 0; index < numbers.size(); ++index) {
        ASSERT_EQ(set.at(index), numbers[index]);
        ASSERT_EQ(set.indexOf(numbers[index]), index);
        ASSERT_TRUE(set.contains(numbers[index]));
        const bool neighbour =
            index + 1 < numbers.size() && numbers[index + 1] == numbers[index] + 1;
        ASSERT_EQ(set.contains(numbers[index] + 1), neighbour);
        ASSERT_EQ(set.indexOf(numbers[index] + 1), index + 1);
    }
    if (!numbers.empty()) {
        EXPECT_EQ(set.first(), numbers.front());
        EXPECT_EQ(set.last(), numbers.back());
    }
}

} // namespace

TEST(EventSet, BeginsEmpty)
{
    const EventSet set;
    expectHolds(set, {});
    EXPECT_FALSE(set.contains(0));
    EXPECT_EQ(set.indexOf(1000), 0U);
}

TEST(EventSet, FindsEveryEventOfEveryDensity)
{
    for (const EventNumber step : {1U, 2U, 7U, 63U, 64U, 65U, 511U, 512U, 513U, 5000U}) {
        for (const EventNumber from : {0U, 1U, 63U, 511U, 512U, 100000U}) {
            EventSet set;
            std::vector<EventNumber> numbers;
            for (EventNumber index = 0; index < 2000; ++index) {
                numbers.push_back(from + index * step);
                set.append(numbers.back());
            }
            expectHolds(set, numbers);
        }
    }
}

TEST(EventSet, ForgetsTheOldest)
{
    for (const EventNumber step : {1U, 3U, 100U, 700U}) {
        EventSet set;
        std::vector<EventNumber> numbers;
        for (EventNumber index = 0; index < 3000; ++index) {
            numbers.push_back(5 + index * step);
            set.append(numbers.back());
        }
        for (const std::size_t gone : {0U, 1U, 2U, 63U, 64U, 500U, 512U, 513U, 2999U, 3000U}) {
            const EventNumber border = gone < numbers.size() ? numbers[gone] : numbers.back() + 1;
            set.dropBefore(border);
            expectHolds(set, {numbers.begin() + static_cast<std::ptrdiff_t>(gone), numbers.end()});
            if (gone > 0) {
                EXPECT_FALSE(set.contains(numbers[gone - 1]));
            }
        }
        set.append(1000000000);
        expectHolds(set, {1000000000});
    }
}

TEST(EventSet, TakesLittleMoreThanABitForEachEvent)
{
    EventSet set;
    constexpr EventNumber events = 10000000;
    for (EventNumber number = 0; number < events; number += 3) {
        set.append(number);
    }
    EXPECT_EQ(set.size(), (events + 2) / 3);
    EXPECT_EQ(set.at(set.size() / 2), set.size() / 2 * 3);
    set.clear();
    expectHolds(set, {});
}
