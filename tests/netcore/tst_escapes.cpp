#include "netcore/codec/escapes.h"
#include "netcore/messages/escapewords.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <string>
#include <string_view>

using namespace sockyard;
using namespace std::string_literals;

Q_DECLARE_METATYPE(sockyard::EscapeError::What)

namespace
{

using What = EscapeError::What;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

} // namespace

class TestEscapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheNotation_data();
    void readsTheNotation();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void keepsWhatStandsBeforeTheError();
    void writesEveryByteSoThatItIsReadAgain();
    void writesOneLineOfPrintableAscii();
    void writesLettersAsTheyAre();
    void saysWhatIsWrongInWords_data();
    void saysWhatIsWrongInWords();
    void showsNoInvisibleCharacterInWords();
};

void TestEscapes::readsTheNotation_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("bytes");
    const auto row = [](const char *name, const std::string &text, const std::string &bytes) {
        QTest::newRow(name) << text << bytes;
    };
    row("nothing", "", "");
    row("plain", "GET / HTTP/1.1", "GET / HTTP/1.1");
    row("UTF-8", "\xe3\x81\x82\xc3\xb6", "\xe3\x81\x82\xc3\xb6");
    row("what is not UTF-8", "\xff\xc3", "\xff\xc3");
    row("line breaks as they are", "a\nb\r", "a\nb\r");
    row("a NUL as it is", "a\0b"s, "a\0b"s);
    row("line feed", "a\\n", "a\n");
    row("carriage return", "\\r\\n", "\r\n");
    row("tab", "\\t", "\t");
    row("NUL", "\\0", "\0"s);
    row("NUL before a digit", "\\01", "\0001"s);
    row("backslash", "\\\\", "\\");
    row("backslash before n", "\\\\n", "\\n");
    row("bytes", "\\x00\\x7f\\xff", "\x00\x7f\xff"s);
    row("capital digits", "\\xAb\\xCD", "\xab\xcd");
    row("a third digit is text", "\\x414", "A4");
    row("one digit", "\\u{9}", "\t");
    row("NUL as a character", "\\u{0}", "\0"s);
    row("last of one byte", "\\u{7f}", "\x7f");
    row("first of two bytes", "\\u{80}", "\xc2\x80");
    row("last of two bytes", "\\u{7FF}", "\xdf\xbf");
    row("first of three bytes", "\\u{800}", "\xe0\xa0\x80");
    row("last before the surrogates", "\\u{d7ff}", "\xed\x9f\xbf");
    row("first behind the surrogates", "\\u{e000}", "\xee\x80\x80");
    row("last of three bytes", "\\u{ffff}", "\xef\xbf\xbf");
    row("first of four bytes", "\\u{10000}", "\xf0\x90\x80\x80");
    row("last of all", "\\u{10ffff}", "\xf4\x8f\xbf\xbf");
    row("leading noughts", "\\u{00003b}", ";");
    row("all at once", "\\u{3042}\\x0a\\\\\\t!", "\xe3\x81\x82\n\\\t!");
}

void TestEscapes::readsTheNotation()
{
    QFETCH(std::string, text);
    QFETCH(std::string, bytes);
    const Unescaped result = unescape(text);
    QVERIFY(!result.error);
    QCOMPARE(result.bytes, bytes);
}

void TestEscapes::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<What>("what");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    const auto row = [](const char *name, const std::string &text, What what, int position,
                        int length) { QTest::newRow(name) << text << what << position << length; };
    row("a letter that means nothing", "ab\\q", What::UnknownEscape, 2, 2);
    row("other languages' escapes", "\\a", What::UnknownEscape, 0, 2);
    row("a capital letter", "\\N", What::UnknownEscape, 0, 2);
    row("a quotation mark", "\\\"", What::UnknownEscape, 0, 2);
    row("a dollar", "\\$1", What::UnknownEscape, 0, 2);
    row("another digit", "\\1", What::UnknownEscape, 0, 2);
    row("a line break", "\\\n", What::UnknownEscape, 0, 2);
    row("a character of three bytes", "x\\\xe3\x81\x82", What::UnknownEscape, 1, 4);
    row("many bytes that continue nothing", "\\" + std::string(100, '\x80'), What::UnknownEscape, 0,
        5);
    row("a backslash at the end", "ab\\", What::EndsInEscape, 2, 1);
    row("the third of three", "\\\\\\", What::EndsInEscape, 2, 1);
    row("no digits", "\\x", What::NoHexDigits, 0, 2);
    row("one digit", "\\xa", What::NoHexDigits, 0, 3);
    row("one digit and another character", "\\xag", What::NoHexDigits, 0, 3);
    row("no digit first", "\\xg0", What::NoHexDigits, 0, 2);
    row("u alone", "\\u", What::BadCodePoint, 0, 2);
    row("without braces", "\\u3042", What::BadCodePoint, 0, 2);
    row("nothing in braces", "\\u{}", What::BadCodePoint, 0, 4);
    row("an open brace", "\\u{", What::BadCodePoint, 0, 3);
    row("not closed", "\\u{30", What::BadCodePoint, 0, 5);
    row("not closed before text", "\\u{30 x", What::BadCodePoint, 0, 5);
    row("no digit", "\\u{x}", What::BadCodePoint, 0, 3);
    row("seven digits", "\\u{0000041}", What::BadCodePoint, 0, 11);
    row("very many digits", "\\u{" + std::string(40, '1') + "}", What::BadCodePoint, 0, 10);
    row("beyond the last", "\\u{110000}", What::BadCodePoint, 0, 10);
    row("the first surrogate", "\\u{d800}", What::BadCodePoint, 0, 8);
    row("the last surrogate", "\\u{dfff}", What::BadCodePoint, 0, 8);
    row("the second of two", "\\n\\q\\x", What::UnknownEscape, 2, 2);
}

void TestEscapes::saysWhatIsWrongAndWhere()
{
    QFETCH(std::string, text);
    QFETCH(What, what);
    QFETCH(int, position);
    QFETCH(int, length);
    const Unescaped result = unescape(text);
    QVERIFY(result.error.has_value());
    QCOMPARE(static_cast<int>(result.error->what), static_cast<int>(what));
    QCOMPARE(static_cast<int>(result.error->position), position);
    QCOMPARE(static_cast<int>(result.error->length), length);
}

void TestEscapes::keepsWhatStandsBeforeTheError()
{
    QCOMPARE(unescape("ab\\n\\qcd").bytes, "ab\n"s);
}

void TestEscapes::writesEveryByteSoThatItIsReadAgain()
{
    std::string all;
    for (int value = 0; value < 256; ++value) {
        const std::string one(1, static_cast<char>(value));
        for (const std::string &bytes : {one, one + '0', one + one, 'x' + one + "u{41}"}) {
            const Unescaped again = unescape(escaped(viewOf(bytes)));
            QVERIFY(!again.error);
            QCOMPARE(again.bytes, bytes);
        }
        all += one;
    }
    QCOMPARE(unescape(escaped(viewOf(all))).bytes, all);
    QCOMPARE(escaped({}), ""s);
}

void TestEscapes::writesOneLineOfPrintableAscii()
{
    for (int value = 0; value < 256; ++value) {
        for (const char c : escaped(viewOf(std::string(1, static_cast<char>(value))))) {
            QVERIFY(c >= ' ' && c < '\x7f');
        }
    }
}

void TestEscapes::writesLettersAsTheyAre()
{
    QCOMPARE(escaped(viewOf("a $1 \"'\r\n\t\\\0\x1b\x7f\xff"s)),
             "a $1 \"'\\r\\n\\t\\\\\\x00\\x1b\\x7f\\xff"s);
}

void TestEscapes::saysWhatIsWrongInWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown") << QStringLiteral("あ\\い")
                             << QStringLiteral(
                                    "\"\\い\" is no escape. A backslash itself is \\\\.");
    QTest::newRow("digits") << QStringLiteral("\\x")
                            << QStringLiteral(
                                   "\\x wants two hexadecimal digits behind it, as in \\x0a.");
    QTest::newRow("character")
        << QStringLiteral("\\u{d800}")
        << QStringLiteral("\"\\u{d800}\" is no character. It is written as \\u{3042}, with up to "
                          "six hexadecimal digits.");
    QTest::newRow("end") << QStringLiteral("\\")
                         << QStringLiteral(
                                "A backslash at the end says nothing. A backslash itself is \\\\.");
}

void TestEscapes::saysWhatIsWrongInWords()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    const Unescaped result = unescape(text.toStdString());
    QVERIFY(result.error.has_value());
    QCOMPARE(escapeWords(*result.error, text), words);
}

void TestEscapes::showsNoInvisibleCharacterInWords()
{
    const QString text = QStringLiteral("\\") + QChar(0x202e);
    const QString words = escapeWords(*unescape(text.toStdString()).error, text);
    QVERIFY2(words.startsWith(QStringLiteral("\"\\<U+202E>\" is no escape.")), qPrintable(words));
}

QTEST_APPLESS_MAIN(TestEscapes)
#include "tst_escapes.moc"
