#include "netcore/codec/macros.h"
#include "netcore/messages/macrowords.h"
#include "netcore/messages/systemmacros.h"
#include "tests/support/fixedmacros.h"
#include "tests/support/teststrings.h"

#include <QDateTime>
#include <QTest>

#include <array>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

Q_DECLARE_METATYPE(sockyard::MacroError::What)

namespace
{

using What = MacroError::What;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

MacroText parsed(std::string_view text, int groups = 9)
{
    MacroError error;
    const auto result = MacroText::parse(text, groups, &error);
    if (!result) {
        qFatal("not parsed: %s", std::string(text).c_str());
    }
    return *result;
}

} // namespace

class TestMacros : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsWhatIsAskedFor_data();
    void fillsWhatIsAskedFor();
    void knowsTheCalendar_data();
    void knowsTheCalendar();
    void readsNothingThatIsFilledIn();
    void leavesAGroupThatIsMissingEmpty();
    void asksTheSourcesOnceForEachText();
    void asksNoSourceForNothing();
    void neverFillsMoreThanItsBound();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void hasWordsForEveryError();
    void takesTheTimeAndTheChanceOfTheSystem();
};

void TestMacros::fillsWhatIsAskedFor_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("bytes");
    const auto row = [](const std::string &text, const std::string &bytes) {
        QTest::newRow(text.c_str()) << text << bytes;
    };
    row("", "");
    row("PONG\\r\\n", "PONG\r\n");
    row("\\u{3042}\\x24{time}", "\xe3\x81\x82${time}");
    row("$0", "hello Ada");
    row("$1", "one");
    row("$2$1$2", "twoonetwo");
    row("$10", "one0");
    row("<$9>", "<>");
    row("$$", "$");
    row("$$1", "$1");
    row("$$$1", "$one");
    row("a\\\\$1", "a\\one");
    row("\\x00$1\\xff", "\0one\xff"s);
    row("${time}", "2026-11-21T12:00:01.204+09:00");
    row("${time:utc}", "2026-11-21T03:00:01.204Z");
    row("${time:unix}", "1795230001");
    row("${time:unix-ms}", "1795230001204");
    row("${counter}", "1");
    row("${counter}/${counter}", "1/1");
    row("[${random:3}]", "[RRR]");
    row("${random:1}", "R");
    row("${random:65536}", std::string(65536, 'R'));
    row("${peer}", "127.0.0.1:50112");
    row("Hello $1, it is ${time:unix}.\\n", "Hello one, it is 1795230001.\n");
}

void TestMacros::fillsWhatIsAskedFor()
{
    QFETCH(std::string, text);
    QFETCH(std::string, bytes);
    FixedMacros sources;
    const std::array groups = {viewOf("one"), viewOf("two")};
    const auto filled = parsed(text).fill(
        {.message = viewOf("hello Ada"), .groups = groups, .peer = "127.0.0.1:50112"}, sources);
    QCOMPARE(filled.bytes, bytes);
    QVERIFY(!filled.isCut);
}

void TestMacros::knowsTheCalendar_data()
{
    QTest::addColumn<QDateTime>("moment");
    const auto row = [](const char *text) {
        QTest::newRow(text) << QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
    };
    row("1970-01-01T00:00:00.000+00:00");
    row("1969-12-31T23:59:59.999-03:30");
    row("2000-02-29T23:59:59.999+14:00");
    row("2100-02-28T12:34:56.007-11:00");
    row("2024-12-31T23:00:00.000+05:45");
    row("1600-03-01T00:00:00.000+00:00");
    row("9999-12-31T23:59:59.999+00:00");
}

void TestMacros::knowsTheCalendar()
{
    QFETCH(QDateTime, moment);
    QVERIFY(moment.isValid());
    FixedMacros sources;
    sources.time = {.since1970 = std::chrono::milliseconds(moment.toMSecsSinceEpoch()),
                    .offset = std::chrono::minutes(moment.offsetFromUtc() / 60)};
    QCOMPARE(parsed("${time}").fill({}, sources).bytes, std::string(QTest::currentDataTag()));
    // Every day of forty years, against Qt.
    for (QDateTime day = moment.toUTC(); day < moment.toUTC().addYears(40); day = day.addDays(1)) {
        sources.time.since1970 = std::chrono::milliseconds(day.toMSecsSinceEpoch());
        if (day.date().year() <= 9999) {
            QCOMPARE(QString::fromStdString(parsed("${time:utc}").fill({}, sources).bytes),
                     day.toString(Qt::ISODateWithMs));
        }
    }
}

void TestMacros::readsNothingThatIsFilledIn()
{
    FixedMacros sources;
    const std::array groups = {viewOf("$0 ${time} \\n $$")};
    QCOMPARE(parsed("$1").fill({.groups = groups}, sources).bytes, "$0 ${time} \\n $$"s);
}

void TestMacros::leavesAGroupThatIsMissingEmpty()
{
    FixedMacros sources;
    const std::array groups = {ByteView(), viewOf("two")};
    QCOMPARE(parsed("<$0><$1><$2><$3>").fill({.groups = groups}, sources).bytes, "<><><two><>"s);
}

void TestMacros::asksTheSourcesOnceForEachText()
{
    FixedMacros sources;
    const MacroText text = parsed("${time}${time:utc}${time:unix}${counter}${counter}");
    text.fill({}, sources);
    QCOMPARE(sources.asked, 1);
    QCOMPARE(sources.count, std::uint64_t(1));
    text.fill({}, sources);
    QCOMPARE(sources.asked, 2);
    QCOMPARE(sources.count, std::uint64_t(2));
}

void TestMacros::asksNoSourceForNothing()
{
    FixedMacros sources;
    parsed("PONG ${peer}").fill({}, sources);
    QCOMPARE(sources.asked, 0);
    QCOMPARE(sources.count, std::uint64_t(0));
}

void TestMacros::neverFillsMoreThanItsBound()
{
    FixedMacros sources;
    const std::string message(65536, 'm');
    const std::string pattern = "$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0";
    const auto full = parsed(pattern).fill({.message = viewOf(message)}, sources);
    QCOMPARE(full.bytes.size(), MacroText::mostBytes);
    QVERIFY(!full.isCut);
    for (const char *more : {"x", "$0", "${time}", "${random:65536}", "${counter}"}) {
        const auto cut = parsed(pattern + more).fill({.message = viewOf(message)}, sources);
        QCOMPARE(cut.bytes.size(), MacroText::mostBytes);
        QVERIFY(cut.isCut);
    }
    std::string much;
    for (int i = 0; i < 30000; ++i) {
        much += "$0";
    }
    QCOMPARE(parsed(much).fill({.message = viewOf(message)}, sources).bytes.size(),
             MacroText::mostBytes);
}

void TestMacros::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("groups");
    QTest::addColumn<What>("what");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    const auto row = [](const std::string &text, int groups, What what, int position, int length) {
        QTest::addRow("%s, %d groups", text.c_str(), groups)
            << text << groups << what << position << length;
    };
    row("a$", 9, What::LonelyDollar, 1, 1);
    row("$a", 9, What::LonelyDollar, 0, 1);
    row("$ 1", 9, What::LonelyDollar, 0, 1);
    row("$$$", 9, What::LonelyDollar, 2, 1);
    row("$\\x31", 9, What::LonelyDollar, 0, 1);
    row("\xe3\x81\x82$\xe3\x81\x82", 9, What::LonelyDollar, 3, 1);
    row("${", 9, What::NotClosed, 0, 2);
    row("x${time", 9, What::NotClosed, 1, 2);
    row("${time${time}", 9, What::NotClosed, 0, 2);
    row("${}", 9, What::UnknownMacro, 0, 3);
    row("${Time}", 9, What::UnknownMacro, 0, 7);
    row("${ time}", 9, What::UnknownMacro, 0, 8);
    row("ab${date}", 9, What::UnknownMacro, 2, 7);
    row("${1}", 9, What::UnknownMacro, 0, 4);
    row("${time:}", 9, What::UnknownForm, 0, 8);
    row("${time:iso}", 9, What::UnknownForm, 0, 11);
    row("${random}", 9, What::BadCount, 0, 9);
    row("${random:}", 9, What::BadCount, 0, 10);
    row("${random:0}", 9, What::BadCount, 0, 11);
    row("${random:65537}", 9, What::BadCount, 0, 15);
    row("${random:-1}", 9, What::BadCount, 0, 12);
    row("${random:1 }", 9, What::BadCount, 0, 12);
    row("${random:99999999999999999999999}", 9, What::BadCount, 0, 33);
    row("${counter:1}", 9, What::NeedlessArgument, 0, 12);
    row("${peer:}", 9, What::NeedlessArgument, 0, 8);
    row("$1", 0, What::NoSuchGroup, 0, 2);
    row("$1$2$3", 2, What::NoSuchGroup, 4, 2);
    row("$0", MacroText::noMessage, What::NoMessage, 0, 2);
    row("$1", MacroText::noMessage, What::NoMessage, 0, 2);
    row("$1\\q", 1, What::BadEscape, 2, 2);
    row("\\$1", 1, What::BadEscape, 0, 2);
    row("$1\\", 1, What::BadEscape, 2, 1);
    row("\\u{4$1}", 1, What::BadEscape, 0, 4);
}

void TestMacros::saysWhatIsWrongAndWhere()
{
    QFETCH(std::string, text);
    QFETCH(int, groups);
    QFETCH(What, what);
    QFETCH(int, position);
    QFETCH(int, length);
    MacroError error;
    QVERIFY(!MacroText::parse(text, groups, &error));
    QCOMPARE(static_cast<int>(error.what), static_cast<int>(what));
    QCOMPARE(static_cast<int>(error.position), position);
    QCOMPARE(static_cast<int>(error.length), length);
    QCOMPARE(error.escape.has_value(), what == What::BadEscape);
}

void TestMacros::hasWordsForEveryError()
{
    QStringList words;
    for (const char *text :
         {"$", "${", "${date}", "${time:x}", "${random}", "${peer:1}", "$3", "\\q", "\\$1"}) {
        MacroError error;
        QVERIFY(!MacroText::parse(text, 1, &error));
        const QString sentence = macroWords(error, QString::fromLatin1(text));
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
        QVERIFY2(!sentence.contains(QStringLiteral("%")), qPrintable(sentence));
        QVERIFY(!words.contains(sentence));
        words.append(sentence);
    }
    MacroError error;
    QVERIFY(!MacroText::parse("$0", MacroText::noMessage, &error));
    QCOMPARE(macroWords(error, QStringLiteral("$0")),
             QStringLiteral("\"$0\": no message is answered here."));
}

void TestMacros::takesTheTimeAndTheChanceOfTheSystem()
{
    SystemMacros sources;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const WallTime now = sources.now();
    QVERIFY(now.since1970.count() >= before);
    QVERIFY(now.since1970.count() <= QDateTime::currentMSecsSinceEpoch());
    QCOMPARE(now.offset.count() * 60, qint64(QDateTime::currentDateTime().offsetFromUtc()));
    QCOMPARE(sources.nextCount(), std::uint64_t(1));
    QCOMPARE(sources.nextCount(), std::uint64_t(2));
    const MacroText text = parsed("${random:65536}");
    const std::string one = text.fill({}, sources).bytes;
    QCOMPARE(one.size(), std::size_t(65536));
    QVERIFY(one != text.fill({}, sources).bytes);
    QVERIFY(one.substr(0, 1024) != one.substr(1024, 1024));
}

QTEST_APPLESS_MAIN(TestMacros)
#include "tst_macros.moc"
