#include "netcore/codec/chatwires.h"
#include "netcore/codec/hexinput.h"
#include "netcore/codec/mccwire.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

using namespace sockyard;
using namespace std::string_literals;
using Kind = ChatMessage::Kind;
using Why = ChatRefusal::Why;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string bytes(std::string_view hex)
{
    const HexRead read = readHex(hex);
    EXPECT_FALSE(read.error) << hex;
    return read.bytes;
}

ChatReading decoded(std::string_view datagram)
{
    return MccWire().decode(viewOf(datagram));
}

Why whyNot(const ChatReading &reading)
{
    const auto *const refusal = std::get_if<ChatRefusal>(&reading);
    EXPECT_NE(refusal, nullptr);
    return refusal == nullptr ? Why::NotThisWire : refusal->why;
}

const std::string pickledAda = "\x80\3]q\0(X\1\0\0\0Jq\1C\3Annq\2e."s;

} // namespace

TEST(MccWire, writesWhatTheCourseWrites)
{
    const MccWire wire;
    EXPECT_EQ(wire.encode({Kind::Joins, "Ann", {}}), pickledAda);
    EXPECT_EQ(wire.encode({Kind::Leaves, "Ann", {}}), "\x80\3]q\0(X\1\0\0\0Lq\1C\3Annq\2e."s);
    EXPECT_EQ(wire.encode({Kind::Says, "Ann", "hi"}),
              "\x80\3]q\0(X\1\0\0\0Sq\1C\3Annq\2C\2hiq\3e."s);
}

TEST(MccWire, readsWhatItWrites)
{
    const MccWire wire;
    for (const std::string &text : {""s, "Ann"s, "こんにちは"s, "\U0001f600"s, "a: b\n\0c"s,
                                    "\xff not UTF-8"s, std::string(1400, 'x')}) {
        for (const Kind kind : {Kind::Joins, Kind::Says, Kind::Leaves}) {
            const ChatMessage message{kind, "太郎" + text, kind == Kind::Says ? text : ""};
            EXPECT_EQ(decoded(wire.encode(message).value_or("")), ChatReading(message));
        }
    }
}

TEST(MccWire, readsNameAndTextThatAreOneObject)
{
    EXPECT_EQ(decoded(bytes("80 04 95 11 00 00 00 00 00 00 00 5d 94 28 8c 01 53 94 43 03 41 6e 6e "
                            "94 68 02 65 2e")),
              ChatReading(ChatMessage{Kind::Says, "Ann", "Ann"}));
}

TEST(MccWire, refusesOtherLists)
{
    struct Row {
        std::string_view hex;
        Why why;
        std::size_t position;
    };
    constexpr std::array rows = {
        Row{"80 04 5d 2e", Why::UnknownKind, 0},
        Row{"80 04 5d 28 8c 01 4b 43 01 41 65 2e", Why::UnknownKind, 6},    // 'K'
        Row{"80 04 5d 28 8c 01 6a 43 01 41 65 2e", Why::UnknownKind, 6},    // 'j'
        Row{"80 04 5d 28 8c 02 4a 4a 43 01 41 65 2e", Why::UnknownKind, 6}, // 'JJ'
        Row{"80 04 5d 28 8c 00 43 01 41 65 2e", Why::UnknownKind, 6},       // ''
        Row{"80 04 5d 28 43 01 4a 43 01 41 65 2e", Why::UnknownKind, 6},    // b'J'
        Row{"80 04 5d 8c 01 4a 61 2e", Why::WrongItems, 5},                 // no name
        Row{"80 04 5d 28 8c 01 53 43 01 41 65 2e", Why::WrongItems, 9},     // no text
        Row{"80 04 5d 28 8c 01 4a 43 01 41 43 01 42 65 2e", Why::WrongItems, 12},
        Row{"80 04 5d 28 8c 01 4a 8c 01 41 65 2e", Why::WrongItems, 9}, // a name that is a str
        Row{"80 04 5d 28 8c 01 53 43 01 41 8c 01 42 65 2e", Why::WrongItems, 12},
    };
    for (const Row &row : rows) {
        EXPECT_EQ(decoded(bytes(row.hex)), ChatReading(ChatRefusal{row.why, row.position}))
            << row.hex;
    }
}

TEST(MccWire, tellsWhatIsWrongWithAPickle)
{
    const ChatReading reading = decoded("\x80\4](cos\nsystem\n");
    const auto &refusal = std::get<ChatRefusal>(reading);
    EXPECT_EQ(refusal.why, Why::BadPickle);
    EXPECT_EQ(refusal.position, std::size_t(4));
    EXPECT_EQ(refusal.pickle, (PickleFault{PickleFault::What::Builds, 4, "GLOBAL", 0}));
    EXPECT_EQ(whyNot(decoded("Ann: hello")), Why::NotThisWire);
    EXPECT_EQ(whyNot(decoded("")), Why::NotThisWire);
}

TEST(MccWire, carriesAnyNameThatCanBeSeen)
{
    const MccWire wire;
    for (const char *const name :
         {"Ann", "太郎", "\U0001f600", "Ann: B:", "a b", " Ann ", "$name"}) {
        EXPECT_TRUE(wire.canCarryName(name)) << name;
    }
    for (const std::string &name : {""s, " "s, "\u3000\u00a0"s, "A\nB"s, "A\tB"s, "A\0B"s, "\x7f"s,
                                    "A\u0085"s, "A\u009f"s, "\xff"s, "A\xe3\x81"s}) {
        EXPECT_FALSE(wire.canCarryName(name)) << name;
    }
    EXPECT_EQ(wire.longestDatagram(), std::size_t(1500));
}

TEST(ChatWires, beginWithTheCourses)
{
    EXPECT_EQ(chatWires().front().name, "mcc");
    EXPECT_NE(chatWireNamed("plain"), nullptr);
    EXPECT_EQ(chatWireNamed("pickle"), nullptr);
}

TEST(ChatWires, areAllRead)
{
    EXPECT_EQ(readChatDatagram(viewOf(pickledAda)),
              ChatReading(ChatMessage{Kind::Joins, "Ann", {}}));
    EXPECT_EQ(readChatDatagram(viewOf("Ann: hi")),
              ChatReading(ChatMessage{Kind::Says, "Ann", "hi"}));
}

TEST(ChatWires, giveTheReasonOfTheNearest)
{
    EXPECT_EQ(whyNot(readChatDatagram(viewOf("hello"))), Why::NotThisWire);
    EXPECT_EQ(whyNot(readChatDatagram(viewOf(""))), Why::NotThisWire);
    EXPECT_EQ(whyNot(readChatDatagram(viewOf("\x80"))), Why::BadPickle);
}

TEST(ChatWires, takeNoRefusedPickleForPlainText)
{
    for (const std::string &pickle :
         {"\x80\4](X\1\0\0\0SC\1Acos\nsystem\nX\4\0\0\0a: b"s, "\x80\2]q\0(X\4\0\0\0a: be."s,
          "(lp0\nVS\np1\na(Va: b\n"s, "]q\0(X\1\0\0\0SX\4\0\0\0a: be."s}) {
        EXPECT_EQ(whyNot(readChatDatagram(viewOf(pickle))), Why::BadPickle);
    }
}
