#include "netcore/query/bytesearch.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

using namespace sockyard;
using Case = ByteSearch::Case;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string lower(std::string text)
{
    for (char &c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return text;
}

// As it would be done without haste.
std::optional<std::size_t> firstOf(const std::string &text, const std::string &wanted,
                                   std::size_t from)
{
    const std::size_t place = text.find(wanted, from);
    return place == std::string::npos ? std::nullopt : std::optional(place);
}

std::optional<std::size_t> lastOf(const std::string &text, const std::string &wanted,
                                  std::size_t before)
{
    const std::size_t place = before == 0 ? std::string::npos : text.rfind(wanted, before - 1);
    return place == std::string::npos ? std::nullopt : std::optional(place);
}

} // namespace

TEST(ByteSearch, FindsNothingWhereNothingIsWanted)
{
    const ByteSearch search(viewOf(""));
    EXPECT_EQ(search.first(viewOf("text")), std::nullopt);
    EXPECT_EQ(search.last(viewOf("text"), 4), std::nullopt);
    EXPECT_EQ(ByteSearch(viewOf("a")).first({}), std::nullopt);
    EXPECT_EQ(ByteSearch(viewOf("a")).last({}, 0), std::nullopt);
    EXPECT_EQ(ByteSearch(viewOf("ab")).first(viewOf("a")), std::nullopt);
}

TEST(ByteSearch, FindsEveryPlaceInBothDirections)
{
    std::mt19937 random(1);
    for (const std::size_t size : {1U, 2U, 10U, 127U, 128U, 129U, 255U, 256U, 257U, 1000U}) {
        for (const std::size_t length : {1U, 2U, 3U, 5U, 20U}) {
            for (int round = 0; round < 10; ++round) {
                std::string text(size, ' ');
                for (char &c : text) {
                    c = "abAB@`\xff"[random() % 7];
                }
                const std::size_t place = random() % size;
                std::string wanted = text.substr(place, length);
                if (round % 3 == 0) {
                    wanted.back() = 'Z';
                }
                const ByteSearch exact(viewOf(wanted));
                const ByteSearch either(viewOf(wanted), Case::Ignored);
                for (std::size_t from = 0; from <= size + 1; from += 1 + random() % 7) {
                    ASSERT_EQ(exact.first(viewOf(text), from), firstOf(text, wanted, from));
                    ASSERT_EQ(exact.last(viewOf(text), from), lastOf(text, wanted, from));
                    ASSERT_EQ(either.first(viewOf(text), from),
                              firstOf(lower(text), lower(wanted), from));
                    ASSERT_EQ(either.last(viewOf(text), from),
                              lastOf(lower(text), lower(wanted), from));
                }
            }
        }
    }
}

TEST(ByteSearch, TakesOnlyLettersForLetters)
{
    const ByteSearch search(viewOf("[@{"), Case::Ignored);
    EXPECT_EQ(search.first(viewOf("{`[ [@{")), 4U);
    EXPECT_EQ(search.first(viewOf("{`[")), std::nullopt);
    EXPECT_EQ(ByteSearch(viewOf("K"), Case::Ignored).first(viewOf("\x0bk")), 1U);
}

TEST(ByteSearch, ComparesTheWhole)
{
    EXPECT_TRUE(ByteSearch(viewOf("Abc"), Case::Ignored).equals(viewOf("aBC")));
    EXPECT_FALSE(ByteSearch(viewOf("Abc")).equals(viewOf("aBC")));
    EXPECT_FALSE(ByteSearch(viewOf("abc")).equals(viewOf("abcd")));
}

// Bytes that are made to be almost what is looked for, everywhere: the product of both lengths
// would be billions of steps.
TEST(ByteSearch, TakesTimeInProportionToTheBytesWhateverTheyAre)
{
    std::string text;
    for (int i = 0; i < 200'000; ++i) {
        text += "ab";
    }
    std::string wanted;
    for (int i = 0; i < 2000; ++i) {
        wanted += "ab";
    }
    for (const std::string &each : {"bb" + wanted, wanted + "aa", wanted + "bb" + wanted}) {
        for (const Case letters : {Case::Kept, Case::Ignored}) {
            const ByteSearch search(viewOf(each), letters);
            EXPECT_EQ(search.first(viewOf(text)), std::nullopt);
            EXPECT_EQ(search.last(viewOf(text), text.size()), std::nullopt);
            EXPECT_EQ(search.first(viewOf(text + each)), text.size());
            const std::string before = each + text;
            EXPECT_EQ(search.last(viewOf(before), before.size()), 0U);
        }
    }
}
