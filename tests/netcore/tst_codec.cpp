#include "netcore/codec/hexdump.h"
#include "netcore/codec/visibletext.h"

#include <QTest>

#include <array>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

using namespace sockyard;
using namespace std::string_literals;
using namespace std::string_view_literals;

Q_DECLARE_METATYPE(std::string)

template <>
char *QTest::toString(const std::string &text)
{
    return qstrdup(text.c_str());
}

namespace
{

ByteView view(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::string utf8(char32_t character)
{
    return QStringView(QChar::fromUcs4(character)).toUtf8().toStdString();
}

std::string repeated(std::string_view text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

std::string number(char32_t character)
{
    const QString digits = QString::number(character, 16).toUpper().rightJustified(4, u'0');
    return "<U+" + digits.toStdString() + ">";
}

void inputColumns()
{
    QTest::addColumn<std::string>("input");
    QTest::addColumn<std::string>("expected");
}

void compareVisibleText()
{
    QFETCH(std::string, input);
    QFETCH(std::string, expected);
    QCOMPARE(visibleText(input), expected);
    QCOMPARE(visibleText(view(input)), expected);
}

} // namespace

class CodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesReadableTextAlone_data();
    void leavesReadableTextAlone();
    void showsControlsAsEscapes_data();
    void showsControlsAsEscapes();
    void showsBytesThatAreNotUtf8_data();
    void takesNothingInBinaryDataForCharacters();
    void keepsCharactersInTextWithABrokenPlace();
    void showsBytesThatAreNotUtf8();
    void showsInvisibleCharactersAsTheirNumber_data();
    void showsInvisibleCharactersAsTheirNumber();
    void showsRightToLeftOverridesAsTheirNumber();
    void agreesWithQtOnInvisibleCharacters();
    void cutsStormsOfMarks_data();
    void cutsStormsOfMarks();
    void agreesWithQtOnMarks();
    void looksAtNoMoreThanTheLimit_data();
    void looksAtNoMoreThanTheLimit();
    void isAlwaysOneLineOfValidUtf8();
    void showsLongPlainTextWhole();
    void writesHexPairs_data();
    void writesHexPairs();
    void dumpsAsHexdumpDoes_data();
    void dumpsAsHexdumpDoes();
    void dumpsFromAnOffset_data();
    void dumpsFromAnOffset();
};

void CodecTest::leavesReadableTextAlone_data()
{
    QTest::addColumn<std::string>("input");
    QTest::newRow("nothing") << ""s;
    QTest::newRow("ascii") << "GET / HTTP/1.1"s;
    QTest::newRow("all printable ascii") << [] {
        std::string all(0x7f - 0x20, ' ');
        std::iota(all.begin(), all.end(), ' ');
        return all;
    }();
    QTest::newRow("backslash") << R"(C:\new\x41)"s;
    QTest::newRow("markup") << "<b>bold</b> &amp; <U+202E>"s;
    QTest::newRow("german") << "Grüße"s;
    QTest::newRow("japanese") << "ソケット 漢字　カ\u3099"s;
    QTest::newRow("korean") << "안녕"s;
    QTest::newRow("hebrew with points") << "שָׁלוֹם"s;
    QTest::newRow("hindi") << "हिन्दी"s;
    QTest::newRow("thai") << "น้ำ"s;
    QTest::newRow("emoji") << "\U0001f600 ❤\ufe0f ☎\ufe0e"s;
    QTest::newRow("spaces") << "a\u00a0b\u2003c\u3000d"s;
    QTest::newRow("replacement character") << "\ufffd"s;
    QTest::newRow("first and last of each length") << "\u00a1\u07c0\u0905\ud7fb\uff21\U00010000"s;
}

void CodecTest::leavesReadableTextAlone()
{
    QFETCH(std::string, input);
    QCOMPARE(visibleText(input), input);
    QCOMPARE(visibleText(view(input)), input);
}

void CodecTest::showsControlsAsEscapes_data()
{
    inputColumns();
    QTest::newRow("newline") << "a\nb"s
                             << R"(a\nb)"s;
    QTest::newRow("return") << "a\r\n"s
                            << R"(a\r\n)"s;
    QTest::newRow("tab") << "\t"s
                         << R"(\t)"s;
    QTest::newRow("nul") << "a\0b"s
                         << R"(a\0b)"s;
    QTest::newRow("escape") << "\x1b[31m"s
                            << R"(\x1b[31m)"s;
    QTest::newRow("bell") << "\a"s
                          << R"(\x07)"s;
    QTest::newRow("delete") << "\x7f"s
                            << R"(\x7f)"s;
    QTest::newRow("unit separator") << "\x1f"s
                                    << R"(\x1f)"s;
}

void CodecTest::showsControlsAsEscapes()
{
    compareVisibleText();
}

void CodecTest::showsBytesThatAreNotUtf8_data()
{
    inputColumns();
    QTest::newRow("lone continuation") << "a\x80z"s
                                       << R"(a\x80z)"s;
    QTest::newRow("never a byte of utf-8") << "\xfe\xff"s
                                           << R"(\xfe\xff)"s;
    QTest::newRow("latin-1") << "caf\xe9!"s
                             << R"(caf\xe9!)"s;
    QTest::newRow("overlong slash") << "\xc0\xaf"s
                                    << R"(\xc0\xaf)"s;
    QTest::newRow("overlong, 3 bytes") << "\xe0\x9f\xbf"s
                                       << R"(\xe0\x9f\xbf)"s;
    QTest::newRow("overlong, 4 bytes") << "\xf0\x8f\xbf\xbf"s
                                       << R"(\xf0\x8f\xbf\xbf)"s;
    QTest::newRow("surrogate") << "\xed\xa0\x80"s
                               << R"(\xed\xa0\x80)"s;
    QTest::newRow("beyond unicode") << "\xf4\x90\x80\x80"s
                                    << R"(\xf4\x90\x80\x80)"s;
    QTest::newRow("cut off at the end") << "a\xe2\x82"s
                                        << R"(a\xe2\x82)"s;
    QTest::newRow("cut off by ascii") << "\xe2\x82z"s
                                      << R"(\xe2\x82z)"s;
    QTest::newRow("cut off by a whole character") << "\xe2\x82ü"s
                                                  << R"(\xe2\x82ü)"s;
    QTest::newRow("cut off by a lead") << "\xf0\x9f\xf0\x9f\x98\x80"s
                                       << "\\xf0\\x9f\U0001f600"s;
}

void CodecTest::takesNothingInBinaryDataForCharacters()
{
    // Eight stray bytes, and a whole character between them.
    const std::string binary = "\xff\xfe\x80\x81"
                               "\xc3\xbc"
                               "\xff\xfe\x80\x81 end";
    QCOMPARE(visibleText(binary),
             std::string("\\xff\\xfe\\x80\\x81\\xc3\\xbc\\xff\\xfe\\x80\\x81 end"));
}

void CodecTest::keepsCharactersInTextWithABrokenPlace()
{
    std::string text;
    std::string shown;
    for (int i = 0; i < 40; ++i) {
        text += "\xe3\x81\x82";
    }
    shown = text + "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff";
    text += "\xff\xff\xff\xff\xff\xff\xff\xff\xff";
    QCOMPARE(visibleText(text), shown);
}

void CodecTest::showsBytesThatAreNotUtf8()
{
    compareVisibleText();
}

void CodecTest::showsInvisibleCharactersAsTheirNumber_data()
{
    QTest::addColumn<char32_t>("character");
    constexpr auto characters = std::to_array<char32_t>(
        {0x80,    0x85,    0x9b,    0x9f,    0xad,     0x34f,   0x600,   0x61c,   0x6dd,   0x70f,
         0x890,   0x8e2,   0x115f,  0x1160,  0x17b4,   0x180b,  0x180e,  0x180f,  0x200b,  0x200d,
         0x200e,  0x200f,  0x2028,  0x2029,  0x202a,   0x202c,  0x202d,  0x2060,  0x2065,  0x2066,
         0x2069,  0x206f,  0x3164,  0xe000,  0xf8ff,   0xfdd0,  0xfdef,  0xfe00,  0xfe0d,  0xfeff,
         0xffa0,  0xfff0,  0xfff9,  0xfffb,  0xfffc,   0xfffe,  0xffff,  0x110bd, 0x110cd, 0x13430,
         0x1bca0, 0x1d173, 0x1d17a, 0x1ffff, 0x2fffe,  0x3ffff, 0x50000, 0xe0001, 0xe0020, 0xe007f,
         0xe0100, 0xe01ef, 0xf0000, 0xfffff, 0x10fffd, 0x10ffff});
    for (const char32_t character : characters) {
        QTest::newRow(number(character).c_str()) << character;
    }
}

void CodecTest::showsInvisibleCharactersAsTheirNumber()
{
    QFETCH(char32_t, character);
    QCOMPARE(visibleText("a" + utf8(character) + "z"), "a" + number(character) + "z");
}

void CodecTest::showsRightToLeftOverridesAsTheirNumber()
{
    QCOMPARE(visibleText("invoice\u202egpj.exe"sv), "invoice<U+202E>gpj.exe"s);
}

/// Qt has Unicode's own tables; ours must miss nothing in them that hides or turns text.
void CodecTest::agreesWithQtOnInvisibleCharacters()
{
    for (char32_t character = 0x80; character <= QChar::LastValidCodePoint; ++character) {
        if (QChar::unicodeVersion(character) > QChar::Unicode_14_0) {
            continue; // a newer Qt knows more than our tables
        }
        bool hides = QChar::isNonCharacter(character);
        switch (QChar::category(character)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_PrivateUse:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            hides = true;
            break;
        case QChar::Other_Surrogate: // UTF-8 has none
            continue;
        case QChar::Other_NotAssigned:
            if (!hides) {
                continue;
            }
            break;
        default:
            break;
        }
        const std::string text = utf8(character);
        if (hides) {
            QCOMPARE(visibleText(text), number(character));
        } else if (QChar::isLetterOrNumber(character) && character != 0x115f &&
                   character != 0x1160 && character != 0x3164 && character != 0xffa0) {
            QCOMPARE(visibleText(text), text);
        }
    }
}

void CodecTest::cutsStormsOfMarks_data()
{
    inputColumns();
    constexpr auto mark = "\u0301"sv;
    QTest::newRow("eight") << "a" + repeated(mark, 8) + "z"
                           << "a" + repeated(mark, 8) + "z";
    QTest::newRow("nine") << "a" + repeated(mark, 9) + "z"
                          << "a" + repeated(mark, 8) + "…z";
    QTest::newRow("hundreds") << "a" + repeated(mark, 500) << "a" + repeated(mark, 8) + "…";
    QTest::newRow("different ones") << "a" + repeated("\u0301\u0489\u20dd\U0001e8d0", 3)
                                    << "a" + repeated("\u0301\u0489\u20dd\U0001e8d0", 2) + "…";
    QTest::newRow("variation selectors")
        << "a" + repeated("\ufe0f", 20) << "a" + repeated("\ufe0f", 8) + "…";
    QTest::newRow("each letter anew")
        << repeated("a" + repeated(mark, 8), 3) << repeated("a" + repeated(mark, 8), 3);
    QTest::newRow("two storms") << "a" + repeated(mark, 9) + "\xff" + repeated(mark, 9)
                                << "a" + repeated(mark, 8) + "…\\xff" + repeated(mark, 8) + "…";
    QTest::newRow("after a control")
        << repeated(mark, 8) + "\n" + mark.data() << repeated(mark, 8) + "\\n" + mark.data();
}

void CodecTest::cutsStormsOfMarks()
{
    compareVisibleText();
}

void CodecTest::agreesWithQtOnMarks()
{
    for (char32_t character = 0x80; character <= QChar::LastValidCodePoint; ++character) {
        const QChar::Category category = QChar::category(character);
        if (category == QChar::Other_Surrogate ||
            QChar::unicodeVersion(character) > QChar::Unicode_14_0) {
            continue;
        }
        const std::string text = utf8(character);
        const std::string nine = visibleText(repeated(text, 9));
        const bool shown = visibleText(text) == text;
        const bool cut = nine == repeated(text, 8) + "…" && nine != repeated(text, 9);
        if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing) {
            QVERIFY2(cut || !shown, number(character).c_str());
        } else if (category != QChar::Mark_SpacingCombining &&
                   category != QChar::Other_NotAssigned) {
            QVERIFY2(!cut, number(character).c_str());
        }
    }
}

void CodecTest::looksAtNoMoreThanTheLimit_data()
{
    QTest::addColumn<std::string>("input");
    QTest::addColumn<qulonglong>("limit");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("shorter") << "abc"s << 4ULL << "abc"s;
    QTest::newRow("as long") << "abcd"s << 4ULL << "abcd"s;
    QTest::newRow("longer") << "abcde"s << 4ULL << "abcd…"s;
    QTest::newRow("nothing of something") << "a"s << 0ULL << "…"s;
    QTest::newRow("nothing of nothing") << ""s << 0ULL << ""s;
    QTest::newRow("through a character") << "abc\u20ac"s << 5ULL << "abc…"s;
    QTest::newRow("behind a character") << "a\u20acz"s << 4ULL << "a\u20ac…"s;
    QTest::newRow("through what is none") << "ab\xff\xff"s << 3ULL << "ab\\xff…"s;
    QTest::newRow("at a lone lead") << "ab\xe2zz"s << 4ULL << "ab\\xe2z…"s;
    QTest::newRow("between return and newline") << "ab\r\n"s << 3ULL << "ab\\r…"s;
}

void CodecTest::looksAtNoMoreThanTheLimit()
{
    QFETCH(std::string, input);
    QFETCH(qulonglong, limit);
    QFETCH(std::string, expected);
    QCOMPARE(visibleText(input, limit), expected);
    QCOMPARE(visibleText(view(input), limit), expected);
    // A copy without a byte behind the limit, so that a sanitizer sees who reads on.
    const std::vector<char> exact(input.begin(), input.end());
    QCOMPARE(visibleText(std::string_view(exact.data(), exact.size()), limit), expected);
}

void CodecTest::isAlwaysOneLineOfValidUtf8()
{
    // All pairs of bytes, each between letters and at the end, and cut at every place.
    for (unsigned pair = 0; pair < 0x10000; ++pair) {
        const std::string two = {static_cast<char>(pair >> 8), static_cast<char>(pair & 0xff)};
        for (const std::string &input : {"a" + two + "z", "\xf0\x9f" + two, two}) {
            for (std::size_t limit = 1; limit <= input.size(); ++limit) {
                const std::string shown = visibleText(input, limit);
                const QByteArray bytes = QByteArray::fromStdString(shown);
                QCOMPARE(QString::fromUtf8(bytes).toUtf8(), bytes);
                for (const char character : shown) {
                    QVERIFY(static_cast<unsigned char>(character) >= 0x20 && character != 0x7f);
                }
            }
        }
    }
}

void CodecTest::showsLongPlainTextWhole()
{
    const std::string text(1'000'000, 'x');
    QCOMPARE(visibleText(text, text.size()), text);
    QCOMPARE(visibleText(text), std::string(4096, 'x') + "…");
}

void CodecTest::writesHexPairs_data()
{
    inputColumns();
    QTest::newRow("nothing") << ""s
                             << ""s;
    QTest::newRow("one") << "\x0a"s
                         << "0a"s;
    QTest::newRow("some") << "hel"s
                          << "68 65 6c"s;
    QTest::newRow("nul and high") << "\0\xff\x80"s
                                  << "00 ff 80"s;
    QTest::newRow("seventeen") << std::string(17, 'A') << repeated("41 ", 16) + "41";
}

void CodecTest::writesHexPairs()
{
    QFETCH(std::string, input);
    QFETCH(std::string, expected);
    QCOMPARE(hexText(view(input)), expected);
}

void CodecTest::dumpsAsHexdumpDoes_data()
{
    // The expected lines are what hexdump -C -v (util-linux 2.38) printed.
    // clang-format off
    inputColumns();
    QTest::newRow("nothing") << ""s
        << ""s;
    QTest::newRow("a word") << "hello"s
        << "00000000  68 65 6c 6c 6f                                    |hello|\n"s;
    QTest::newRow("eight") << "12345678"s
        << "00000000  31 32 33 34 35 36 37 38                           |12345678|\n"s;
    QTest::newRow("nine") << "123456789"s
        << "00000000  31 32 33 34 35 36 37 38  39                       |123456789|\n"s;
    QTest::newRow("a full line") << "0123456789abcdef"s
        << "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"s;
    QTest::newRow("a line and a byte") << "0123456789abcdef\n"s
        << "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
           "00000010  0a                                                |.|\n"s;
    QTest::newRow("what is no text") << "\0\x1f ~\x7f\x80\xff"s
        << "00000000  00 1f 20 7e 7f 80 ff                              |.. ~...|\n"s;
    QTest::newRow("lines alike are not folded") << std::string(48, '\0')
        << "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
           "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
           "00000020  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"s;
    // clang-format on
}

void CodecTest::dumpsAsHexdumpDoes()
{
    QFETCH(std::string, input);
    QFETCH(std::string, expected);
    QCOMPARE(hexDump(view(input)), expected);
}

void CodecTest::dumpsFromAnOffset_data()
{
    QTest::addColumn<qulonglong>("offset");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("small") << 0x2aULL << "0000002a"s;
    QTest::newRow("last of 32 bits") << 0xffffffffULL << "ffffffff"s;
    QTest::newRow("first over 32 bits") << 0x100000000ULL << "100000000"s;
    QTest::newRow("last of 64 bits") << 0xffffffffffffffffULL << "ffffffffffffffff"s;
}

void CodecTest::dumpsFromAnOffset()
{
    QFETCH(qulonglong, offset);
    QFETCH(std::string, expected);
    QCOMPARE(hexDump(view("A"), offset), expected + "  41" + std::string(48, ' ') + "|A|\n");
}

QTEST_APPLESS_MAIN(CodecTest)
#include "tst_codec.moc"
