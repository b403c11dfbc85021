#include "netcore/codec/hexinput.h"
#include "netcore/codec/pickleopcodes.h"
#include "netcore/codec/readpickle.h"
#include "netcore/codec/writepickle.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>
#include <ostream>
#include <string>

using namespace sockyard;
using namespace std::string_literals;
using What = PickleFault::What;

namespace
{

std::atomic<std::size_t> allocated = 0;

} // namespace

#if defined(__GNUC__) && !defined(__clang__)
// GCC sees into the one and not into the other, and takes them for strangers.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif
// Counts what is asked for, so that a test can tell how much a stranger's bytes can have allocated.
void *operator new(std::size_t size)
{
    allocated += size;
    if (void *const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t /*size*/) noexcept
{
    std::free(memory);
}

namespace sockyard
{

void PrintTo(const PickleFault &fault, std::ostream *out)
{
    *out << "fault " << static_cast<int>(fault.what) << " at " << fault.position << " ("
         << fault.opcode << "), " << fault.number;
}

} // namespace sockyard

namespace
{

constexpr std::size_t longestDatagram = 65507;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Bytes that are written in hexadecimal digits.
std::string bytes(std::string_view hex)
{
    const HexRead read = readHex(hex);
    EXPECT_FALSE(read.error) << hex;
    return read.bytes;
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t index = 0; index < times; ++index) {
        out += text;
    }
    return out;
}

/// `J 'Ann'` as `J` (a text) and `"Ann"` (bytes), one behind the other; or "refused".
std::string readAs(std::string_view pickle)
{
    const PickleReading reading = readPickle(viewOf(pickle));
    const auto *const list = std::get_if<PickledList>(&reading);
    if (list == nullptr) {
        return "refused";
    }
    std::string words;
    for (const PickledItem &item : *list) {
        const std::string_view quote = item.kind == PickledItem::Kind::Bytes ? "'" : "";
        words.append(words.empty() ? "" : " ").append(quote).append(item.bytes).append(quote);
    }
    return words;
}

PickleFault faultOf(std::string_view pickle)
{
    const PickleReading reading = readPickle(viewOf(pickle));
    const auto *const fault = std::get_if<PickleFault>(&reading);
    EXPECT_NE(fault, nullptr);
    return fault == nullptr ? PickleFault() : *fault;
}

PickleFault fault(What what, std::size_t position, std::string_view opcode = {},
                  std::uint64_t number = 0)
{
    return {what, position, opcode, number};
}

struct Good {
    std::string pickle;
    std::string meaning;
};

/// What CPython writes in each protocol.
std::vector<Good> pythons()
{
    const std::string x(300, 'x');
    return {
        {bytes("80 03 5d 71 00 28 58 01 00 00 00 4a 71 01 43 03 41 6e 6e 71 02 65 2e"), "J 'Ann'"},
        {bytes("80 04 95 0f 00 00 00 00 00 00 00 5d 94 28 8c 01 4a 94 43 03 41 6e 6e 94 65 2e"),
         "J 'Ann'"},
        {bytes("80 05 95 0f 00 00 00 00 00 00 00 5d 94 28 8c 01 4a 94 43 03 41 6e 6e 94 65 2e"),
         "J 'Ann'"},
        // One object twice: the second comes from the memo.
        {bytes("80 03 5d 71 00 28 58 01 00 00 00 53 71 01 43 03 41 6e 6e 71 02 68 02 65 2e"),
         "S 'Ann' 'Ann'"},
        {bytes("80 04 95 11 00 00 00 00 00 00 00 5d 94 28 8c 01 53 94 43 03 41 6e 6e 94 68 02 65 "
               "2e"),
         "S 'Ann' 'Ann'"},
        // Two equal ones.
        {bytes("80 05 95 13 00 00 00 00 00 00 00 5d 94 28 8c 01 53 94 43 02 41 62 94 43 02 41 62 "
               "94 65 2e"),
         "S 'Ab' 'Ab'"},
        {bytes("80 03 5d 71 00 28 58 01 00 00 00 53 71 01 43 06 e5 a4 aa e9 83 8e 71 02 43 14 e3 "
               "81 93 e3 82 93 e3 81 ab e3 81 a1 e3 81 af 20 f0 9f 98 80 71 03 65 2e"),
         "S '太郎' 'こんにちは \U0001f600'"},
        {bytes("80 05 95 12 00 00 00 00 00 00 00 5d 94 28 8c 01 53 94 43 03 41 6e 6e 94 43 00 94 "
               "65 2e"),
         "S 'Ann' ''"},
        {bytes("80 03 5d 71 00 28 58 01 00 00 00 53 71 01 43 03 41 6e 6e 71 02 42 2c 01 00 00") +
             x + bytes("71 03 65 2e"),
         "S 'Ann' '" + x + "'"},
        {bytes("80 04 95 41 01 00 00 00 00 00 00 5d 94 28 8c 01 53 94 43 03 41 6e 6e 94 42 2c 01 "
               "00 00") +
             x + bytes("94 65 2e"),
         "S 'Ann' '" + x + "'"},
        {bytes("80 03 5d 71 00 58 01 00 00 00 4a 71 01 61 2e"), "J"},
        {bytes("80 04 95 08 00 00 00 00 00 00 00 5d 94 8c 01 4a 94 61 2e"), "J"},
        {bytes("80 03 5d 71 00 2e"), ""},
        {bytes("80 05 5d 94 2e"), ""},
    };
}

std::vector<PickleOpcode> opcodesOf(PickleOpcode::Use use)
{
    std::vector<PickleOpcode> found;
    for (unsigned code = 0; code < 256; ++code) {
        const PickleOpcode *const opcode = pickleOpcode(static_cast<std::uint8_t>(code));
        if (opcode != nullptr && opcode->use == use) {
            found.push_back(*opcode);
        }
    }
    return found;
}

/// Its number behind the beginning of a list, with whatever it may want on the stack and behind it.
std::string withOpcode(const PickleOpcode &opcode)
{
    return "\x80\x04](X\1\0\0\0S"s + static_cast<char>(opcode.code) + "posix\nsystem\n" +
           std::string(20, '\0') + "e.";
}

constexpr std::size_t placeOfOpcode = 10;

} // namespace

TEST(Pickle, readsWhatPythonWrites)
{
    for (const Good &good : pythons()) {
        EXPECT_EQ(readAs(good.pickle), good.meaning);
    }
}

TEST(Pickle, readsWhatOtherWritersMayWrite)
{
    const std::array<std::array<std::string, 3>, 10> table = {{
        {"lengths of eight bytes",
         "80 04 5d 28 8d 01 00 00 00 00 00 00 00 4a 8e 03 00 00 00 00 00 00 00 41 6e 6e 65 2e",
         "J 'Ann'"},
        {"one item after the other", "80 04 5d 8c 01 4a 61 43 03 41 6e 6e 61 2e", "J 'Ann'"},
        {"the list last", "80 03 28 8c 01 4a 43 03 41 6e 6e 6c 2e", "J 'Ann'"},
        {"in two batches", "80 04 5d 28 8c 01 53 65 28 43 01 41 43 01 42 65 2e", "S 'A' 'B'"},
        {"an empty batch", "80 04 5d 28 65 2e", ""},
        {"a high place in the memo",
         "80 03 5d 28 8c 01 53 43 01 41 72 ff ff ff ff 6a ff ff ff ff 65 2e", "S 'A' 'A'"},
        {"a place that is taken again", "80 03 5d 28 8c 01 53 71 00 43 01 41 71 00 68 00 65 2e",
         "S 'A' 'A'"},
        {"the protocol again", "80 03 5d 80 05 8c 01 4a 61 80 03 2e", "J"},
        {"two frames",
         "80 04 95 01 00 00 00 00 00 00 00 5d 95 04 00 00 00 00 00 00 00 8c 01 4a 61 2e", "J"},
        // pickle.loads() does not look at it either.
        {"something behind the end", "80 04 5d 8c 01 4a 61 2e 63 6f 73 0a", "J"},
    }};
    for (const auto &[name, hex, meaning] : table) {
        EXPECT_EQ(readAs(bytes(hex)), meaning) << name;
    }
}

TEST(Pickle, givesViewsOfWhatItReads)
{
    const std::string pickle = pythons().front().pickle;
    const PickleReading reading = readPickle(viewOf(pickle));
    const auto &list = std::get<PickledList>(reading);
    EXPECT_EQ(list.at(0).bytes.data(), pickle.data() + 11);
    EXPECT_EQ(list.at(1).bytes.data(), pickle.data() + 16);
}

TEST(Pickle, refusesWhateverBuildsOrCalls)
{
    const auto builders = opcodesOf(PickleOpcode::Use::Builds);
    std::string names;
    for (const PickleOpcode &opcode : builders) {
        names.append(opcode.name).append(" ");
        EXPECT_EQ(faultOf(withOpcode(opcode)), fault(What::Builds, placeOfOpcode, opcode.name));
    }
    EXPECT_EQ(names,
              "PERSID BINPERSID REDUCE BUILD GLOBAL INST OBJ NEWOBJ EXT1 EXT2 EXT4 NEWOBJ_EX "
              "STACK_GLOBAL ");
}

TEST(Pickle, refusesAProgramInTheListOfAMessage)
{
    // ['S', b'A', something whose __reduce__ is (os.system, ('true',))]
    EXPECT_EQ(faultOf(bytes("80 03 5d 71 00 28 58 01 00 00 00 53 71 01 43 01 41 71 02 63 70 6f 73 "
                            "69 78 0a 73 79 73 74 65 6d 0a 71 03 58 04 00 00 00 74 72 75 65 71 04 "
                            "85 71 05 52 71 06 65 2e")),
              fault(What::Builds, 19, "GLOBAL"));
    EXPECT_EQ(faultOf(bytes("80 04 95 2b 00 00 00 00 00 00 00 5d 94 28 8c 01 53 94 43 01 41 94 8c "
                            "05 70 6f 73 69 78 94 8c 06 73 79 73 74 65 6d 94 93 94 8c 04 74 72 75 "
                            "65 94 85 94 52 94 65 2e")),
              fault(What::Builds, 39, "STACK_GLOBAL"));
}

TEST(Pickle, refusesOtherData)
{
    const auto others = opcodesOf(PickleOpcode::Use::Other);
    EXPECT_EQ(others.size(), std::size_t(36));
    for (const PickleOpcode &opcode : others) {
        EXPECT_EQ(faultOf(withOpcode(opcode)), fault(What::OtherData, placeOfOpcode, opcode.name));
    }
}

TEST(Pickle, refusesBytesThatAreNoOpcode)
{
    int count = 0;
    for (unsigned code = 0; code < 256; ++code) {
        if (pickleOpcode(static_cast<std::uint8_t>(code)) == nullptr) {
            ++count;
            EXPECT_EQ(faultOf(withOpcode({static_cast<std::uint8_t>(code), {}, {}})),
                      fault(What::UnknownOpcode, placeOfOpcode, {}, code));
        }
    }
    EXPECT_EQ(count, 256 - 68); // Python 3.8 to 3.14 have 68 of them
}

TEST(Pickle, refusesProtocolsThatWriteBytesAsACall)
{
    EXPECT_EQ(faultOf("(lp0\nVJ\np1\nac_codecs\nencode\np2\n(VAnn\np3\nVlatin1\np4\ntp5\nRp6\na."),
              fault(What::OldProtocol, 0, {}, 0));
    EXPECT_EQ(faultOf("(lp1\nS'J'\np2\naS'Ann'\np3\na."), fault(What::OldProtocol, 0, {}, 0));
    EXPECT_EQ(faultOf("]q\0(X\1\0\0\0Jq\1c_codecs\nencode\n"s), fault(What::OldProtocol, 0, {}, 1));
    EXPECT_EQ(faultOf("]q\1(U\1Jq\2U\3Annq\3e."), fault(What::OldProtocol, 0, {}, 1));
    EXPECT_EQ(faultOf("\x80\2]q\0(X\1\0\0\0Jq\1c_codecs\nencode\n"s),
              fault(What::OldProtocol, 0, "PROTO", 2));
    EXPECT_EQ(faultOf("\x80\0]."s), fault(What::OldProtocol, 0, "PROTO", 0));
    EXPECT_EQ(faultOf("\x80\3]\x80\2."), fault(What::OldProtocol, 3, "PROTO", 2));
}

TEST(Pickle, refusesProtocolsThatNobodyKnows)
{
    EXPECT_EQ(faultOf("\x80\6]."), fault(What::UnknownProtocol, 0, "PROTO", 6));
    EXPECT_EQ(faultOf("\x80\xff]."), fault(What::UnknownProtocol, 0, "PROTO", 255));
}

TEST(Pickle, refusesWhatDoesNotBeginAsAPickle)
{
    for (const std::string &text :
         {""s, "Ann: hello"s, "]"s, "(l"s, "\0"s, "\x81\3]."s, "cos\nsystem\n(S'true'\ntR."s}) {
        EXPECT_EQ(faultOf(text), fault(What::NoPickle, 0)) << text;
    }
}

TEST(Pickle, refusesWhatIsCutAtAnyByte)
{
    for (const Good &good : pythons()) {
        for (std::size_t size = 0; size < good.pickle.size(); ++size) {
            const PickleFault found = faultOf(std::string_view(good.pickle).substr(0, size));
            EXPECT_TRUE(found.what == (size == 0 ? What::NoPickle : What::EndsEarly) ||
                        (size > 0 && found.what == What::BeyondEnd))
                << good.meaning << " cut at " << size;
            EXPECT_LE(found.position, size);
        }
    }
}

TEST(Pickle, refusesLengthsBeyondTheEnd)
{
    struct Row {
        std::string_view hex;
        std::string_view opcode;
        std::uint64_t length;
    };
    constexpr std::array rows = {
        Row{"8c 03 41 2e", "SHORT_BINUNICODE", 3},
        Row{"43 ff 41 2e", "SHORT_BINBYTES", 0xff},
        Row{"58 ff ff ff ff 41 2e", "BINUNICODE", 0xffffffff},
        Row{"42 00 00 00 80 41 2e", "BINBYTES", 0x80000000},
        Row{"8d 00 00 00 00 00 00 00 80 41 2e", "BINUNICODE8", 0x8000000000000000},
        Row{"8e 00 00 00 00 00 00 00 80 41 2e", "BINBYTES8", 0x8000000000000000},
        Row{"8e ff ff ff ff ff ff ff ff 41 2e", "BINBYTES8", 0xffffffffffffffff},
        Row{"8e f2 ff ff ff ff ff ff ff 41 2e", "BINBYTES8", 0xfffffffffffffff2}, // back to 0
        Row{"95 ff ff ff ff ff ff ff ff 5d 2e", "FRAME", 0xffffffffffffffff},
        Row{"95 03 00 00 00 00 00 00 00 5d 2e", "FRAME", 3},
    };
    for (const Row &row : rows) {
        EXPECT_EQ(faultOf(bytes("80 04 5d" + std::string(row.hex))),
                  fault(What::BeyondEnd, 3, row.opcode, row.length));
    }
}

TEST(Pickle, refusesPiecesThatDoNotFit)
{
    struct Row {
        std::string_view hex;
        PickleFault expected;
    };
    const std::array rows = {
        Row{"80 04 2e", fault(What::DoesNotFit, 2, "STOP")},
        Row{"80 04 5d 28 2e", fault(What::DoesNotFit, 4, "STOP")},
        Row{"80 04 8c 01 78 5d 2e", fault(What::DoesNotFit, 6, "STOP")},
        Row{"80 03 5d 71 00 8c 01 4a 61 68 00 43 01 41 61 2e", fault(What::DoesNotFit, 15, "STOP")},
        Row{"80 04 28 5d 2e", fault(What::DoesNotFit, 4, "STOP")},
        Row{"80 04 8c 01 4a 2e", fault(What::NoList, 5, "STOP")},
        Row{"80 04 43 01 4a 2e", fault(What::NoList, 5, "STOP")},
        Row{"80 04 61 2e", fault(What::DoesNotFit, 2, "APPEND")},
        Row{"80 04 5d 61 2e", fault(What::DoesNotFit, 3, "APPEND")},
        Row{"80 04 5d 28 8c 01 4a 61 2e", fault(What::DoesNotFit, 7, "APPEND")},
        Row{"80 04 8c 01 4a 8c 01 4a 61 2e", fault(What::DoesNotFit, 8, "APPEND")},
        Row{"80 04 5d 28 61 2e", fault(What::DoesNotFit, 4, "APPEND")},
        Row{"80 04 5d 65 2e", fault(What::DoesNotFit, 3, "APPENDS")},
        Row{"80 04 28 65 2e", fault(What::DoesNotFit, 3, "APPENDS")},
        Row{"80 04 28 28 65 2e", fault(What::DoesNotFit, 4, "APPENDS")},
        Row{"80 04 6c 2e", fault(What::DoesNotFit, 2, "LIST")},
        Row{"80 04 94 2e", fault(What::DoesNotFit, 2, "MEMOIZE")},
        Row{"80 04 28 94 2e", fault(What::DoesNotFit, 3, "MEMOIZE")},
        Row{"80 04 71 00 2e", fault(What::DoesNotFit, 2, "BINPUT")},
        Row{"80 04 72 ff ff ff ff 2e", fault(What::DoesNotFit, 2, "LONG_BINPUT")},
        Row{"80 04 5d 68 00 2e", fault(What::NotRemembered, 3, "BINGET", 0)},
        Row{"80 04 5d 94 68 01 2e", fault(What::NotRemembered, 4, "BINGET", 1)},
        Row{"80 04 5d 6a ff ff ff ff 2e", fault(What::NotRemembered, 3, "LONG_BINGET", 0xffffffff)},
        Row{"80 04 5d 5d 61 2e", fault(What::NotFlat, 3, "EMPTY_LIST")},
        Row{"80 04 5d 28 6c 2e", fault(What::NotFlat, 4, "LIST")},
        Row{"80 04 5d 71 00 68 00 61 2e", fault(What::NotFlat, 7, "APPEND")}, // into itself
        Row{"80 04 5d 71 00 28 68 00 65 2e", fault(What::NotFlat, 8, "APPENDS")},
    };
    for (const Row &row : rows) {
        EXPECT_EQ(faultOf(bytes(row.hex)), row.expected) << row.hex;
    }
}

TEST(Pickle, isNotDrivenDeep)
{
    const std::string begin = "\x80\4";
    for (const std::string_view piece : {"(", "](", "]", "(l", "]\x94", "\x8c\1A"}) {
        const std::string deep = begin + repeated(piece, longestDatagram / piece.size());
        const What what = faultOf(deep).what;
        EXPECT_TRUE(what == What::TooMuch || what == What::NotFlat) << piece;
    }
}

TEST(Pickle, allocatesNoMoreThanAShortListNeeds)
{
    std::string manyPlaces = "\x80\4]";
    for (unsigned key = 0; key < 10000; ++key) {
        manyPlaces +=
            "r"s + static_cast<char>(key & 0xffU) + static_cast<char>(key >> 8U) + "\0\xff"s;
    }
    const std::string highestPlace = "\x80\4]r\xff\xff\xff\xff."s;
    const std::string manyMarks = "\x80\4]" + std::string(longestDatagram, '(');
    const std::string manyRemembered = "\x80\4]" + std::string(longestDatagram, '\x94');
    // Each asks for all that was there before, twice.
    const std::string laughs = "\x80\4]\x94" + repeated("(h\0h\0e\x94"s, 8000);
    const std::string manyItems = "\x80\4]" + repeated("C\0a"s, 20000) + ".";
    const std::string long8 = "\x80\4]\x8e\0\0\0\0\0\0\0\x7f"s;
    const std::string longText = "\x80\4]X\xff\xff\xff\x7f" + std::string(60000, 'x');
    const std::string whole = "\x80\4]B\0\xea\0\0"s + std::string(59904, 'x') + "a.";
    for (const std::string &bytes : {manyPlaces, highestPlace, manyMarks, manyRemembered, laughs,
                                     manyItems, long8, longText, whole}) {
        const ByteView view = viewOf(bytes);
        const std::size_t before = allocated;
        readPickle(view);
        EXPECT_LT(allocated - before, std::size_t(8192)) << bytes.substr(0, 12);
    }
    EXPECT_EQ(faultOf(manyPlaces).what, What::TooMuch);
    EXPECT_EQ(faultOf(manyRemembered).what, What::TooMuch);
    EXPECT_EQ(faultOf(laughs).what, What::NotFlat);
    EXPECT_EQ(faultOf(manyItems).what, What::TooMuch);
    EXPECT_EQ(readAs(highestPlace), "");
    EXPECT_EQ(readAs(whole), "'" + std::string(59904, 'x') + "'");
}

TEST(Pickle, writesAsPythonDoes)
{
    using Kind = PickledItem::Kind;
    const auto same = [](const PickledList &list, std::string_view hex) {
        EXPECT_EQ(pickled(list), bytes(hex));
    };
    same({{Kind::Text, "J"}, {Kind::Bytes, "Ann"}},
         "80 03 5d 71 00 28 58 01 00 00 00 4a 71 01 43 03 41 6e 6e 71 02 65 2e");
    same({{Kind::Text, "S"}, {Kind::Bytes, "Ab"}, {Kind::Bytes, "Ab"}},
         "80 03 5d 71 00 28 58 01 00 00 00 53 71 01 43 02 41 62 71 02 43 02 41 62 71 03 65 2e");
    same({{Kind::Text, "J"}}, "80 03 5d 71 00 58 01 00 00 00 4a 71 01 61 2e");
    same({}, "80 03 5d 71 00 2e");
    const std::string x(300, 'x');
    EXPECT_EQ(pickled({{Kind::Text, "S"}, {Kind::Bytes, "Ann"}, {Kind::Bytes, x}}),
              bytes("80 03 5d 71 00 28 58 01 00 00 00 53 71 01 43 03 41 6e 6e 71 02 42 2c 01 00 "
                    "00") +
                  x + bytes("71 03 65 2e"));
}

TEST(Pickle, readsWhatItWrites)
{
    using Kind = PickledItem::Kind;
    for (const std::size_t size : {0U, 1U, 255U, 256U, 1400U, 65535U, 65536U}) {
        const std::string text(size, 'x');
        EXPECT_EQ(readAs(pickled({{Kind::Text, "S"}, {Kind::Bytes, text}, {Kind::Bytes, text}})),
                  "S '" + text + "' '" + text + "'");
    }
    const PickledList longest(mostPickledItems, {Kind::Text, "x"});
    EXPECT_EQ(std::get<PickledList>(readPickle(viewOf(pickled(longest)))), longest);
}
