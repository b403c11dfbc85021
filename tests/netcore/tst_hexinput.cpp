#include "netcore/codec/byteformats.h"
#include "netcore/codec/hexdump.h"
#include "netcore/codec/hexinput.h"
#include "netcore/messages/hexwords.h"
#include "tests/support/teststrings.h"

#include <QRandomGenerator>
#include <QTest>

using namespace sockyard;
using namespace std::string_literals;

using What = HexError::What;

Q_DECLARE_METATYPE(sockyard::HexError::What)

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::string allBytes()
{
    std::string bytes;
    for (int value = 0; value < 256; ++value) {
        bytes += static_cast<char>(value);
    }
    return bytes;
}

/// Bytes that look like what stands in dumps and literals.
std::string awkwardBytes(quint32 seed, int count)
{
    constexpr std::string_view letters("0123456789abcdefx |<>.*:'\"\\\n\0\xff{}[]", 35);
    QRandomGenerator random(seed);
    std::string bytes;
    for (int index = 0; index < count; ++index) {
        bytes += letters[random.bounded(static_cast<quint32>(letters.size()))];
    }
    return bytes;
}

/// As xxd prints it, groups of two.
std::string likeXxd(std::string_view bytes, bool hasDots)
{
    std::string out;
    for (std::size_t from = 0; from < bytes.size(); from += 16) {
        const std::string_view part = bytes.substr(from, 16);
        std::string hex;
        std::string text;
        for (std::size_t index = 0; index < part.size(); ++index) {
            hex += hexText(viewOf(part.substr(index, 1))) + (index % 2 == 1 ? " " : "");
            const char character = part[index];
            const char least = hasDots ? 0x21 : 0x20; // tcpdump shows a space as a dot
            text += character >= least && character < 0x7f ? character : '.';
        }
        hex.resize(40, ' ');
        std::string offset = QString::number(from, 16).rightJustified(8, u'0').toStdString();
        out += offset + ": " + hex + ' ' + text + '\n';
    }
    return out;
}

void check(const std::string &text, const std::string &bytes)
{
    const HexRead read = readHex(text);
    if (read.error) {
        qWarning() << QString::fromStdString(text) << read.error->position
                   << hexWords(*read.error, QString::fromStdString(text));
    }
    QVERIFY(!read.error);
    QCOMPARE(read.bytes, bytes);
}

} // namespace

class TestHexInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void readsWhatItWritesForEveryByte_data();
    void readsWhatItWritesForEveryByte();
    void readsWhatItWritesForAwkwardBytes();
    void readsDumpsWhoseSpacesAtTheEndWereLost();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void pointsAtWholeCharacters();
    void expandsNoMoreThanItsBound();
    void readsManyBytesQuickly();
};

void TestHexInput::reads_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("bytes");

    const std::string hello = "hello";
    QTest::newRow("nothing") << ""s
                             << ""s;
    QTest::newRow("white space") << " \t\r\n "s
                                 << ""s;
    QTest::newRow("pairs") << "68 65 6c 6c 6f"s << hello;
    QTest::newRow("one run") << "68656C6c6F"s << hello;
    QTest::newRow("runs") << "6865 6c6c6f"s << hello;
    QTest::newRow("lines") << "68 65\r\n6c\t6c\n6f\n"s << hello;
    QTest::newRow("commas") << "68,65, 6c ,6c,6f,"s << hello;
    QTest::newRow("colons") << "68:65:6c:6c:6f"s << hello;
    QTest::newRow("dashes") << "68-65-6C-6C-6F"s << hello;
    QTest::newRow("0x") << "0x68 0X65,0x6c, 0x6c;0x6f"s << hello;
    QTest::newRow("0x without space") << "0x680x650x6c0x6c0x6f"s << hello;
    QTest::newRow("0x before all") << "0x68656c6c6f"s << hello;
    QTest::newRow("\\x") << "\\x68\\x65\\X6c\\x6c\\x6f"s << hello;
    QTest::newRow("one digit behind a prefix") << "0xA \\x7 0x0"s
                                               << "\n\x07\0"s;
    QTest::newRow("suffixes") << "0x68u, 0x65UL, 0x6cu8, 0x6c, 0x6f"s << hello;
    QTest::newRow("comments") << "68 // two\n65 /* and\n3 */ 6c6c/**/6f //"s << hello;
    QTest::newRow("a piece of an array")
        << "    0x68, 0x65, // he\n    0x6c, 0x6c, 0x6f,\n"s << hello;

    QTest::newRow("C") << "const unsigned char x[5] = { 0x68, 0x65, 0x6c, 0x6c, 0x6f, };"s << hello;
    QTest::newRow("C without a size")
        << "static uint8_t x[]={0x68,0x65,0x6c,0x6c,0x6f};\n"s << hello;
    QTest::newRow("C with a size in hexadecimal") << "char x[0x2] = {0x68, 0x65};"s
                                                  << "he"s;
    QTest::newRow("C with comments") << "/* [1] */ char x[] // {\n= { /* h */ 0x68, // e\n 0x65 };"s
                                     << "he"s;
    QTest::newRow("C with characters")
        << R"(char x[] = {'h', '\n', '\0', '\'', '\\', '\x41', '"', 0, 9};)"s
        << "h\n\0'\\A\"\0\t"s;
    QTest::newRow("C, a name like bytes") << "char beef[] = {0x68};"s
                                          << "h"s;
    QTest::newRow("C, nothing in it") << "char x[] = {};"s
                                      << ""s;
    QTest::newRow("C++") << "constexpr std::array<std::uint8_t, 2> x = {0x68, 0x65};"s
                         << "he"s;
    QTest::newRow("C++ with braces") << "const std::vector<std::uint8_t> x{0x68, 0x65};"s
                                     << "he"s;
    QTest::newRow("C#") << "new byte[] { 0x68, 0x65 }"s
                        << "he"s;
    QTest::newRow("Java") << "byte[] x = { (byte) 0xff, (byte)0x80, 0x68 };"s
                          << "\xff\x80h"s;
    QTest::newRow("Go") << "x := []byte{0x68, 0x65}"s
                        << "he"s;
    QTest::newRow("Rust") << "let x: [u8; 2] = [0x68u8, 0x65];"s
                          << "he"s;
    QTest::newRow("Rust, a slice") << "&[0x68, 0x65]"s
                                   << "he"s;
    QTest::newRow("Rust, a vector") << "vec![0x68, 0x65]"s
                                    << "he"s;
    QTest::newRow("Python") << "bytes([0x68, 0x65])"s
                            << "he"s;
    QTest::newRow("JavaScript") << "new Uint8Array([0x68, 0x65]);"s
                                << "he"s;
    QTest::newRow("only braces") << "{0x68 0x65}"s
                                 << "he"s;
    QTest::newRow("xxd -i")
        << "unsigned char a_bin[] = {\n  0x68, 0x65\n};\nunsigned int a_bin_len = 2;\n"s
        << "he"s;

    QTest::newRow("a Python literal") << R"(b'hello\r\n\x00\\\'"')"s
                                      << "hello\r\n\0\\'\""s;
    QTest::newRow("a Python literal with two marks") << "b\"it's\\012\\7\""s
                                                     << "it's\n\x07"s;
    QTest::newRow("Python literals") << "(\n    b'beef'\n    B'\\n'\n)\n"s
                                     << "beef\n"s;
    QTest::newRow("C string") << "\"\\x68\\x65\"\n\"\\x6c\""s
                              << "hel"s;

    QTest::newRow("hexdump -C")
        << "00000000  68 65 6c 6c 6f 0d 0a 20  20 30 31 32 33 20 7c 20  |hello..  0123 | |\n"
           "00000010  3c 3e 2e 20 00 ff 20 61  62 63 20 64 65 66 20 30  |<>. .. abc def 0|\n"
           "00000020  31 32                                             |12|\n"
           "00000022\n"s
        << "hello\r\n  0123 | <>. \0\xff abc def 012"s;
    QTest::newRow("hexdump -C, one line, no end") << "00000000  68 65 6c 0a     |hel.|"s
                                                  << "hel\n"s;
    QTest::newRow("hexdump -C with a repetition")
        << "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
           "*\n"
           "00000040  68 69 0a                                          |hi.|\n"
           "00000043\n"s
        << std::string(64, '\0') + "hi\n";
    QTest::newRow("hexdump -C that ends in a repetition")
        << "00000000  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41  |AAAAAAAAAAAAAAAA|\r\n"
           "*\r\n"
           "00000030\r\n"s
        << std::string(48, 'A');
    QTest::newRow("hexdump -C from the middle") << "00000ff0  68 65   |he|\n00000ff2  6c  |l|\n"s
                                                << "hel"s;
    QTest::newRow("od -A x -t x1")
        << "000000 68 65 6c 6c 6f 0d 0a 20 20 30 31 32 33 20 7c 20\n000010 3c 3e 2e\n000013\n"s
        << "hello\r\n  0123 | <>."s;
    QTest::newRow("od -A x -t x1z")
        << "000000 68 65 6c 6c 6f 0d 0a 20 20 30 31 32 33 20 7c 20  >hello..  0123 | <\n"
           "000010 3c 3e 2e                                         ><>.<\n000013\n"s
        << "hello\r\n  0123 | <>."s;
    QTest::newRow("od with a repetition") << "000000 00 00\n*\n000006 61\n000007\n"s
                                          << "\0\0\0\0\0\0a"s;
    QTest::newRow("xxd") << "00000000: 6865 6c6c 6f0d 0a20 2030 3132 3320 7c20  hello..  0123 | \n"
                            "00000010: 3c3e 2e                                  <>.\n"s
                         << "hello\r\n  0123 | <>."s;
    QTest::newRow("xxd -g 1, whose characters look like bytes")
        << "00000000: 61 62 63 64 65 66 20 61 62 20 63 64 20 65 66 20  abcdef ab cd ef \n"
           "00000010: 61 62                                            ab\n"s
        << "abcdef ab cd ef ab"s;
    QTest::newRow("tcpdump -X")
        << "\t0x0000:  4500 003c 1c46 4000 4006 b1e6 ac10 0a63  E..<.F@.@......c\n"
           "\t0x0010:  ac10 2041                                ...A\n"s
        << "E\0\0<\x1c"s + "F@\0@\x06\xb1\xe6\xac\x10\nc\xac\x10 A"s;
    QTest::newRow("tcpdump -xx") << "\t0x0000:  4500 003c 1c46 4000\n\t0x0008:  40\n"s
                                 << "E\0\0<\x1c"s + "F@\0@"s;
    QTest::newRow("Wireshark, with characters")
        << "0000   45 00 00 3c 1c 46 40 00 40 06 b1 e6 ac 10 0a 63   E..<.F@.@......c\n"
           "0010   61 62                                             ab\n"s
        << "E\0\0<\x1c"s + "F@\0@\x06\xb1\xe6\xac\x10\ncab"s;
    QTest::newRow("Wireshark, bytes only") << "0000   45 00 00 3c\n"s
                                           << "E\0\0<"s;
    QTest::newRow("Wireshark, older") << "0000  45 00 00 3c 1c 46 40 00  40 06\n000a  61\n"s
                                      << "E\0\0<\x1c"s + "F@\0@\x06"s + "a";
    QTest::newRow("Wireshark, characters like bytes") << "0000   61 62   ab\n"s
                                                      << "ab"s;

    QTest::newRow("runs in lines are no offsets") << "0000 0001 0002\n0003 0004 0005\n"s
                                                  << "\0\0\0\1\0\2\0\3\0\4\0\5"s;
    QTest::newRow("lines that begin with a long run")
        << "deadbeef 01 02\ncafebabe 03 04\n"s
        << "\xde\xad\xbe\xef\1\2\xca\xfe\xba\xbe\3\4"s;
    QTest::newRow("runs with colons") << "6865: 6c6c: 6f"s
                                      << "hello"s;
    QTest::newRow("a run with a colon") << "6865: 6c6c 6f"s
                                        << "hello"s;
    QTest::newRow("short offsets with colons") << "0000: 68 65\n0002: 6c\n"s
                                               << "hel"s;
    QTest::newRow("a long run and pairs") << "0000 45 00"s
                                          << "\0\0E\0"s;
}

void TestHexInput::reads()
{
    QFETCH(const std::string, text);
    QFETCH(const std::string, bytes);
    check(text, bytes);
}

void TestHexInput::readsWhatItWritesForEveryByte_data()
{
    QTest::addColumn<std::string>("bytes");
    const std::string all = allBytes();
    QTest::newRow("all") << all;
    QTest::newRow("all, backwards") << std::string(all.rbegin(), all.rend());
    for (int value = 0; value < 256; ++value) {
        const char byte = static_cast<char>(value);
        QTest::addRow("%02x", value) << std::string(1, byte);
        QTest::addRow("%02x many times", value) << std::string(40, byte);
    }
}

void TestHexInput::readsWhatItWritesForEveryByte()
{
    QFETCH(const std::string, bytes);
    check(hexText(viewOf(bytes)), bytes);
    check(hexDump(viewOf(bytes)), bytes);
    check(hexDump(viewOf(bytes), 0xffffffff0), bytes);
    check(cArray(viewOf(bytes)), bytes);
    check(pythonBytes(viewOf(bytes)), bytes);
    check(likeXxd(bytes, false), bytes);
    check(likeXxd(bytes, true), bytes);
}

void TestHexInput::readsWhatItWritesForAwkwardBytes()
{
    for (quint32 seed = 0; seed < 300; ++seed) {
        const std::string bytes = awkwardBytes(seed, 1 + static_cast<int>(seed));
        check(hexDump(viewOf(bytes)), bytes);
        check(cArray(viewOf(bytes)), bytes);
        check(pythonBytes(viewOf(bytes)), bytes);
        check(likeXxd(bytes, false), bytes);
        check(likeXxd(bytes, true), bytes);
    }
}

void TestHexInput::readsDumpsWhoseSpacesAtTheEndWereLost()
{
    check("00000000: 6120 2020  a\n00000004: 2020 2020\n00000008: 62         b\n", "a       b");
}

void TestHexInput::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<What>("what");
    QTest::addColumn<std::string>("piece");

    QTest::newRow("a letter") << "68 6g"s << What::HalfByte << "6"s;
    QTest::newRow("a word") << "68 zz"s << What::NotHex << "z"s;
    QTest::newRow("percent") << "%68"s << What::NotHex << "%"s;
    QTest::newRow("a digit") << "7"s << What::HalfByte << "7"s;
    QTest::newRow("a digit among pairs") << "68 7 65"s << What::HalfByte << "7"s;
    QTest::newRow("an odd run") << "68656"s << What::HalfByte << "68656"s;
    QTest::newRow("an odd run behind a prefix") << "0x123"s << What::HalfByte << "0x123"s;
    QTest::newRow("a prefix alone") << "68 0x"s << What::NotHex << "0x"s;
    QTest::newRow("a prefix before no digit") << "0xg"s << What::NotHex << "0x"s;
    QTest::newRow("\\x with more digits") << "\\x68656c"s << What::LongEscape << "\\x68656c"s;
    QTest::newRow("text") << "hello"s << What::NotHex << "h"s;
    QTest::newRow("Base64") << "aGVsbG8="s << What::HalfByte << "a"s;
    QTest::newRow("a comment that is not closed") << "68 /* 65"s << What::NotClosed << "/*"s;

    QTest::newRow("too few") << "char x[3] = {0x68, 0x65};"s << What::CountDiffers << "3"s;
    QTest::newRow("too many") << "[u8; 1] = [0x68, 0x65];"s << What::CountDiffers << "1"s;
    QTest::newRow("xxd -i, cut") << "char x[] = {0x68};\nunsigned int x_len = 2;"s
                                 << What::CountDiffers << "2"s;
    QTest::newRow("an array that is not closed") << "x = {0x68, 0x65"s << What::NotClosed << "{"s;
    QTest::newRow("closed by the other bracket") << "{0x68]"s << What::NotHex << "]"s;
    QTest::newRow("decimal") << "{104, 101}"s << What::NeedsPrefix << "104"s;
    QTest::newRow("pairs in braces") << "{ 68 65 }"s << What::NeedsPrefix << "68"s;
    QTest::newRow("words") << "uint16_t x[] = {0x6865}"s << What::NotAByte << "0x6865"s;
    QTest::newRow("a negative element") << "{-1}"s << What::NotHex << "-"s;
    QTest::newRow("a name as an element") << "{0x68, LF}"s << What::NotHex << "LF"s;
    QTest::newRow("arrays in an array") << "{{0x68}}"s << What::NotHex << "{"s;
    QTest::newRow("bytes before an array") << "68 {0x65}"s << What::NotHex << "6"s;
    QTest::newRow("letters before an array") << "beef {0x65}"s << What::NotHex << "beef"s;
    QTest::newRow("bytes behind an array") << "{0x65} 68"s << What::NotHex << "6"s;
    QTest::newRow("letters behind an array") << "{0x65} beef"s << What::NotHex << "b"s;
    QTest::newRow("a second array") << "{0x65}, {0x66}"s << What::NotHex << ","s;
    QTest::newRow("a character that is none") << "{'ab'}"s << What::NotHex << "'a"s;
    QTest::newRow("stuck together") << "{0x65'a'}"s << What::NotHex << "'"s;

    QTest::newRow("a string of C with text") << "\"beef\""s << What::NotHex << "b"s;
    QTest::newRow("a string of C with a long escape")
        << "\"\\x68e\""s << What::LongEscape << "\\x68e"s;
    QTest::newRow("a literal that is not closed") << "b'abc"s << What::NotClosed << "b'abc"s;
    QTest::newRow("literals that are not closed") << "(b'abc'"s << What::NotClosed << "("s;
    QTest::newRow("an escape that is none") << "b'\\d'"s << What::NotHex << "\\"s;
    QTest::newRow("half a byte in a literal") << "b'\\x6'"s << What::HalfByte << "\\x6"s;
    QTest::newRow("octal over a byte") << "b'\\777'"s << What::NotAByte << "\\777"s;
    QTest::newRow("something behind a literal") << "b'a' 68"s << What::NotHex << "6"s;

    QTest::newRow("a missing line")
        << "00000000  68 65  |he|\n00000010  6c  |l|\n"s << What::OffsetDiffers << "00000010"s;
    QTest::newRow("a cut line") << "000000 68 65 6c\n000010 6c\n000011\n"s << What::OffsetDiffers
                                << "000010"s;
    QTest::newRow("an end elsewhere")
        << "00000000  68 65  |he|\n00000003\n"s << What::OffsetDiffers << "00000003"s;
    QTest::newRow("octal offsets") << "0000000 61 62 63 64 65 66 67 68\n0000010 61\n0000011\n"s
                                   << What::OffsetDiffers << "0000010"s;
    QTest::newRow("two packets") << "\t0x0000:  4500\n\t0x0000:  4500\n"s << What::OffsetDiffers
                                 << "0x0000"s;
    QTest::newRow("other characters")
        << "00000000  68 65  |hi|\n00000002\n"s << What::TextDiffers << "|hi|"s;
    QTest::newRow("fewer characters")
        << "00000000: 6865 6c  hel\n00000003: 6865 6c  he\n"s << What::TextDiffers << "he"s;
    QTest::newRow("words in the order of the machine")
        << "0000000 6568 6c6c 0a6f\n0000006\n"s << What::Words << "0000000 6568 6c6c 0a6f"s;
    QTest::newRow("xxd -e") << "00000000: 6c6c6568 0a0d6f20 hello ..\n"s << What::NotHex << "h"s;
    QTest::newRow("half a byte in a dump") << "000000 68 6\n000002\n"s << What::HalfByte << "6"s;
    QTest::newRow("no digit in a dump") << "000000: 68 zz\n"s << What::NotHex << "z"s;
    QTest::newRow("something behind the end")
        << "000000 68\n000001\n000001 65\n"s << What::NotHex << "000001 65"s;
    QTest::newRow("a repetition at the end")
        << "00000000: 6865  he\n*\n"s << What::NoRepetition << "*"s;
    QTest::newRow("a repetition twice")
        << "00000000: 6865  he\n*\n*\n00000008:\n"s << What::NoRepetition << "*"s;
    QTest::newRow("a repetition of half a line")
        << "00000000: 6865  he\n*\n00000007: 61  a\n"s << What::OffsetDiffers << "00000007"s;
    QTest::newRow("a repetition backwards")
        << "00000010: 6865  he\n*\n00000004: 61  a\n"s << What::OffsetDiffers << "00000004"s;
    QTest::newRow("a repetition without end")
        << "00000000: 6865  he\n*\nfffffffffffffff0:\n"s << What::TooMuch << "*"s;
    QTest::newRow("a repetition at the beginning")
        << "*\n00000010: 6865\n"s << What::NotHex << "*"s;
}

void TestHexInput::saysWhatIsWrongAndWhere()
{
    QFETCH(const std::string, text);
    QFETCH(const What, what);
    QFETCH(const std::string, piece);

    const HexRead read = readHex(text);
    QVERIFY(read.error);
    QVERIFY(read.bytes.empty());
    QCOMPARE(text.substr(read.error->position, read.error->length), piece);
    QCOMPARE(static_cast<int>(read.error->what), static_cast<int>(what));
    QVERIFY(!hexWords(*read.error, QString::fromStdString(text)).isEmpty());
}

void TestHexInput::pointsAtWholeCharacters()
{
    const std::string text = "68 あ 65";
    const HexRead read = readHex(text);
    QVERIFY(read.error);
    QCOMPARE(text.substr(read.error->position, read.error->length), "あ"s);
    QCOMPARE(
        hexWords(*read.error, QString::fromStdString(text)),
        QStringLiteral("\"あ\" is no hexadecimal digit. Bytes are written as 68 65 6c or 0x68, "
                       "0x65."));
}

void TestHexInput::expandsNoMoreThanItsBound()
{
    // 16 MiB are as many as there can be.
    const HexRead most = readHex("00000000: 6865  he\n*\n01000000\n");
    QVERIFY(!most.error);
    QCOMPARE(most.bytes.size(), mostHexBytes);
    const HexRead more = readHex("00000000: 6865  he\n*\n01000002\n");
    QVERIFY(more.error);
    QCOMPARE(static_cast<int>(more.error->what), static_cast<int>(What::TooMuch));
}

void TestHexInput::readsManyBytesQuickly()
{
    const std::string bytes = std::string(512 * 1024, ' ') + awkwardBytes(1, 512 * 1024);
    const std::string dump = hexDump(viewOf(bytes));
    const std::string pairs = hexText(viewOf(bytes));
    QBENCHMARK_ONCE
    {
        check(dump, bytes);
        check(pairs, bytes);
    }
}

QTEST_GUILESS_MAIN(TestHexInput)
#include "tst_hexinput.moc"
