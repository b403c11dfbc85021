#include "netcore/query/needle.h"
#include "tests/support/modeltexts.h"

#include <QTest>

#include <string>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

using Kind = Needle::Kind;
Q_DECLARE_METATYPE(sockyard::Needle::Kind)

namespace
{

QString placeText(const std::optional<ByteMatch> &match)
{
    return match ? QStringLiteral("%1+%2").arg(match->offset).arg(match->length) : QString();
}

/// All matches as one walks forwards, each from the end of the one before.
QString forwards(const Needle &needle, std::string_view text)
{
    Look look;
    QStringList places;
    std::size_t from = 0;
    while (const auto match = needle.first(viewOf(text), from, look)) {
        places.append(placeText(match));
        from = match->offset + match->length;
    }
    return places.join(u' ');
}

QString backwards(const Needle &needle, std::string_view text)
{
    Look look;
    QStringList places;
    std::size_t before = static_cast<std::size_t>(-1);
    while (const auto match = needle.last(viewOf(text), before, look)) {
        places.prepend(placeText(match));
        before = match->offset;
    }
    return places.join(u' ');
}

} // namespace

class TestNeedle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEveryPlaceInBothDirections_data();
    void findsEveryPlaceInBothDirections();
    void readsHexHoweverItIsWritten_data();
    void readsHexHoweverItIsWritten();
    void tellsWhatIsWrongWithHex_data();
    void tellsWhatIsWrongWithHex();
    void tellsWhatIsWrongWithAnExpression();
    void refusesWhatIsTooLong();
    void findsByExpressionOverTheBordersOfWindows_data();
    void findsByExpressionOverTheBordersOfWindows();
    void knowsLineEndsFromEndsOfWindows();
    void findsALongMatchWhole();
    void findsLongTextOfAnyCaseOverBorders();
    void neverMatchesNothing();
    void stopsWhenCancelled();
};

void TestNeedle::findsEveryPlaceInBothDirections_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("matchCase");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("places");
    const auto row = [](const char *name, Kind kind, const char *typed, bool matchCase,
                        const std::string &text, const char *places) {
        QTest::newRow(name) << kind << QString::fromUtf8(typed) << matchCase
                            << QByteArray::fromStdString(text) << QString::fromUtf8(places);
    };
    row("text", Kind::Text, "ab", true, "ab AB xab", "0+2 7+2");
    row("text of any case", Kind::Text, "aB", false, "ab AB xab", "0+2 3+2 7+2");
    row("text beyond ASCII", Kind::Text, "größe", true, "größe GRÖẞE Größe", "0+7");
    row("text beyond ASCII of any case", Kind::Text, "grö", false, "größe GRÖSSE Grö",
        "0+4 8+4 16+4");
    row("text that looks like an expression", Kind::Text, "ö.*", false, "öxx Ö.*", "5+4");
    row("text behind bytes that are none", Kind::Text, "ö", false, "\xff\xfe\xc3 ö", "4+2");
    row("characters beyond the first plane", Kind::Text, "😀É", false, "😀😀é", "4+6");
    row("hex", Kind::Hex, "0d 0a", false, "a\r\nb\r\n", "1+2 4+2");
    row("hex with zeros", Kind::Hex, "00ff", false, "\0\0\xff"s, "1+2");
    row("hex takes no notice of case", Kind::Hex, "61", false, "aA", "0+1");
    row("expression", Kind::Pattern, "a+b", true, "aab ab Ab", "0+3 4+2");
    row("expression of any case", Kind::Pattern, "a+b", false, "aab Ab", "0+3 4+2");
    row("expression with bytes", Kind::Pattern, "\\xff\\x00", true, "a\xff\0b\xff"s, "1+2");
    row("expression with characters", Kind::Pattern, "[äöü]+", true, "xäöy", "1+4");
    row("expression behind characters", Kind::Pattern, "b", true,
        "äb😀b\xc3"
        "b",
        "2+1 7+1 9+1");
    row("expression that looks back", Kind::Pattern, "(?<=a)b", true, "bab", "2+1");
    row("expression at the beginning of lines", Kind::Pattern, "^b", true, "b b\nb", "0+1 4+1");
    row("expression at the end", Kind::Pattern, "b\\z", true, "bab", "2+1");
    row("not there", Kind::Text, "x", true, "abc", "");
    row("in nothing", Kind::Pattern, "x", true, "", "");
}

void TestNeedle::findsEveryPlaceInBothDirections()
{
    QFETCH(Kind, kind);
    QFETCH(QString, typed);
    QFETCH(bool, matchCase);
    QFETCH(QByteArray, text);
    QFETCH(QString, places);
    const auto needle = Needle::parse(kind, typed, matchCase);
    QVERIFY(needle);
    QCOMPARE(needle->kind(), kind);
    QCOMPARE(forwards(*needle, text.toStdString()), places);
    QCOMPARE(backwards(*needle, text.toStdString()), places);
}

void TestNeedle::readsHexHoweverItIsWritten_data()
{
    QTest::addColumn<QString>("typed");
    for (const char *const typed :
         {"0d0a00ff", "0d 0a 00 ff", "0D0A00FF", "0x0d,0x0a,0x00,0xff", "0x0d, 0x0a, 0, 0xff",
          "\\x0d\\x0a\\x00\\xff", "0x0d0x0a0x000xff", "0d:0a:00:ff", "0d-0a-00-ff",
          "{ 0x0d, 0x0a, 0x0, 0xff };", "0x0D0A00FF", "  0d0a  00ff ", "0d\n0a\t00ff"}) {
        QTest::newRow(typed) << QString::fromUtf8(typed);
    }
}

void TestNeedle::readsHexHoweverItIsWritten()
{
    QFETCH(QString, typed);
    QueryError error;
    if (typed.contains(QStringLiteral(" 0,"))) {
        QVERIFY(!parseHex(typed, &error)); // a lone digit is more often a slip
        QCOMPARE(error.position, qsizetype(12));
        return;
    }
    const auto bytes = parseHex(typed, &error);
    QVERIFY2(bytes, qPrintable(error.words));
    QCOMPARE(*bytes, QByteArray::fromHex("0d0a00ff"));
}

void TestNeedle::tellsWhatIsWrongWithHex_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("words");
    QTest::newRow("no digit") << "0d xy" << 3 << 1 << "this is no hex digit";
    QTest::newRow("half a byte") << "0d 0" << 3 << 1 << "a byte has two hex digits";
    QTest::newRow("three digits") << "0d0 0a" << 2 << 1 << "a byte has two hex digits";
    QTest::newRow("a mark alone") << "0d 0x" << 3 << 2 << "two hex digits are wanted here";
    QTest::newRow("only spaces") << "  " << 2 << 0 << "bytes are wanted";
    QTest::newRow("nothing") << "" << 0 << 0 << "there is nothing to look for";
}

void TestNeedle::tellsWhatIsWrongWithHex()
{
    QFETCH(QString, typed);
    QFETCH(int, position);
    QFETCH(int, length);
    QFETCH(QString, words);
    QueryError error;
    QVERIFY(!Needle::parse(Kind::Hex, typed, false, &error));
    QVERIFY2(error.words.startsWith(words), qPrintable(error.words));
    QCOMPARE(error.position, qsizetype(position));
    QCOMPARE(error.length, qsizetype(length));
}

void TestNeedle::tellsWhatIsWrongWithAnExpression()
{
    QueryError error;
    QVERIFY(!Needle::parse(Kind::Pattern, QStringLiteral("ab(c"), false, &error));
    QCOMPARE(error.words, QStringLiteral("not a regular expression: missing closing parenthesis"));
    QCOMPARE(error.position, qsizetype(4));
    // What takes the bounds away may not be said.
    QVERIFY(!Needle::parse(Kind::Pattern, QStringLiteral("(*LIMIT_MATCH=99999999)a"), false));
    QVERIFY(!Needle::parse(Kind::Pattern, QStringLiteral("(*NO_JIT)a"), false));
}

void TestNeedle::refusesWhatIsTooLong()
{
    for (const Kind kind : {Kind::Text, Kind::Hex, Kind::Pattern}) {
        QVERIFY(Needle::parse(kind, QString(Needle::longest, u'a'), false));
        QueryError error;
        QVERIFY(!Needle::parse(kind, QString(Needle::longest + 2, u'a'), false, &error));
        QCOMPARE(error.position, Needle::longest);
        QCOMPARE(error.length, qsizetype(2));
    }
}

void TestNeedle::findsByExpressionOverTheBordersOfWindows_data()
{
    QTest::addColumn<QString>("filling");
    QTest::newRow("one byte a character") << ".";
    QTest::newRow("two bytes") << QString::fromUtf8("ä");
    QTest::newRow("three bytes") << QString::fromUtf8("あ");
    QTest::newRow("four bytes") << QString::fromUtf8("😀");
}

void TestNeedle::findsByExpressionOverTheBordersOfWindows()
{
    QFETCH(QString, filling);
    const std::string fill = filling.toStdString();
    const auto needle = Needle::parse(Kind::Pattern, QStringLiteral("n[e]{2}dle"), true);
    // Around every border that there might be.
    for (const std::size_t around : {std::size_t(12288), std::size_t(16384), std::size_t(24576)}) {
        for (std::size_t place = around - 12; place < around + 12; ++place) {
            std::string text;
            while (text.size() + fill.size() <= place) {
                text += fill;
            }
            text.resize(place, '-');
            text += "needle";
            while (text.size() < 40000) {
                text += fill;
            }
            const QString there = QStringLiteral("%1+6").arg(place);
            QCOMPARE(forwards(*needle, text), there);
            QCOMPARE(backwards(*needle, text), there);
        }
    }
}

void TestNeedle::knowsLineEndsFromEndsOfWindows()
{
    const std::string text(60000, 'a');
    Look look;
    const auto atEnd = Needle::parse(Kind::Pattern, QStringLiteral("a$"), true);
    QCOMPARE(placeText(atEnd->first(viewOf(text), 0, look)), QStringLiteral("59999+1"));
    const auto atBegin = Needle::parse(Kind::Pattern, QStringLiteral("^a"), true);
    QCOMPARE(forwards(*atBegin, text), QStringLiteral("0+1"));
    QCOMPARE(backwards(*atBegin, text), QStringLiteral("0+1"));
    const auto atWord = Needle::parse(Kind::Pattern, QStringLiteral("\\ba"), true);
    QCOMPARE(forwards(*atWord, text), QStringLiteral("0+1"));
}

void TestNeedle::findsALongMatchWhole()
{
    const std::string text = "x" + std::string(100000, 'a') + "y";
    Look look;
    const auto needle = Needle::parse(Kind::Pattern, QStringLiteral("a+"), true);
    QCOMPARE(placeText(needle->first(viewOf(text), 0, look)), QStringLiteral("1+100000"));
}

void TestNeedle::findsLongTextOfAnyCaseOverBorders()
{
    const QString wanted = QString::fromUtf8("Ä").repeated(3000);
    const std::string found = wanted.toLower().toStdString();
    for (const std::size_t place : {0U, 100U, 12280U, 12300U, 20001U}) {
        const std::string text = std::string(place, '.') + found + std::string(30000, '.');
        const auto needle = Needle::parse(Kind::Text, wanted, false);
        const QString there = QStringLiteral("%1+6000").arg(place);
        QCOMPARE(forwards(*needle, text), there);
        QCOMPARE(backwards(*needle, text), there);
    }
}

void TestNeedle::neverMatchesNothing()
{
    QCOMPARE(forwards(*Needle::parse(Kind::Pattern, QStringLiteral("a*"), true), "bab"),
             QStringLiteral("1+1"));
    QCOMPARE(backwards(*Needle::parse(Kind::Pattern, QStringLiteral("^|$"), true), "bab"),
             QString());
}

void TestNeedle::stopsWhenCancelled()
{
    const std::string text(100000, 'a');
    const std::atomic<bool> cancelled = true;
    Look look = {.cancelled = &cancelled};
    const auto needle = Needle::parse(Kind::Pattern, QStringLiteral("a"), true);
    QVERIFY(!needle->first(viewOf(text), 0, look));
    QVERIFY(!needle->last(viewOf(text), text.size(), look));
}

QTEST_GUILESS_MAIN(TestNeedle)

#include "tst_needle.moc"
