#include "netcore/responders/chargen.h"
#include "netcore/responders/daytime.h"
#include "netcore/responders/discard.h"
#include "netcore/responders/readtoend.h"
#include "netcore/responders/welcome.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QRegularExpression>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

PreparedReply prepared(const char *name, const ReplyOptions &options = {})
{
    return responderNamed(QString::fromLatin1(name))->prepared(options);
}

/// A clock that stands still.
Daytime::Clock stopped(const QDateTime &when)
{
    return [when] { return QDateTime(when); };
}

// Known from elsewhere (FIPS 180-4 and its examples).
constexpr auto hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto hashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto hashOfAMillion = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

/// The lines of a reply, each without its CRLF; empty where it does not consist of whole lines.
QStringList linesOf(const Reply &reply)
{
    const QString text = QString::fromStdString(textOf(reply.bytes));
    return text.endsWith(QStringLiteral("\r\n")) ? text.chopped(2).split(QStringLiteral("\r\n"))
                                                 : QStringList();
}

/// That line of RFC 864, counted from 0.
QString lineOfTheRing(int number)
{
    QString line;
    for (int column = 0; column < 72; ++column) {
        line += QChar(' ' + (number + column) % 95);
    }
    return line;
}

} // namespace

class TestServiceReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void welcomeGreetsBeforeAnythingIsReceivedAndCloses();
    void welcomeHasAGreetingOfOnesOwn();

    void readToEndAnswersCountAndHashAtTheEnd_data();
    void readToEndAnswersCountAndHashAtTheEnd();
    void readToEndAnswersTheFirstReadWhereThatIsChosen();
    void readToEndAnswersAClientThatFinishesWithoutAWord_data();
    void readToEndAnswersAClientThatFinishesWithoutAWord();

    void timeSendsOneLineAndCloses_data();
    void timeSendsOneLineAndCloses();
    void timeIsAlwaysThatOfUtc();
    void timeIsThatOfNow();
    void timeThrowsAwayWhatComes();

    void discardNeverAnswersAndClosesAtTheEnd();

    void chargenSendsTheRingOfRfc864();
    void chargenSendsEvenlyWhatASecondHas_data();
    void chargenSendsEvenlyWhatASecondHas();
    void chargenSendsWhatIsTakenWhereItIsFast();
    void chargenThrowsAwayWhatComesAndClosesAtTheEnd();
    void chargenRefusesANumberThatIsNone_data();
    void chargenRefusesANumberThatIsNone();
};

void TestServiceReplies::welcomeGreetsBeforeAnythingIsReceivedAndCloses()
{
    Welcome welcome;
    const Reply reply = welcome.onAccepted();
    QCOMPARE(textOf(reply.bytes), "Welcome to the server!"s);
    QCOMPARE(reply.then, Reply::Then::Close);
    QVERIFY(welcome.onReceived(viewOf("hello")).isNothing());
    QVERIFY(welcome.onPeerFinished().bytes.empty());
}

void TestServiceReplies::welcomeHasAGreetingOfOnesOwn()
{
    const auto key = QStringLiteral("greeting");
    const auto own = prepared("welcome", {{key, QStringLiteral("hi\\r\\n\\x00")}}).make({});
    QCOMPARE(textOf(own->onAccepted().bytes), "hi\r\n\0"s);
    const auto silent = prepared("welcome", {{key, QString()}}).make({});
    const Reply reply = silent->onAccepted();
    QVERIFY(reply.bytes.empty());
    QCOMPARE(reply.then, Reply::Then::Close);
    QVERIFY(!prepared("welcome", {{key, QStringLiteral("\\x")}}).make);
}

void TestServiceReplies::readToEndAnswersCountAndHashAtTheEnd_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::size_t>("pieceSize");
    QTest::addColumn<std::string>("answer");
    QTest::newRow("three bytes") << "abc"s << std::size_t(3)
                                 << "3 bytes, SHA-256 "s + hashOfAbc + '\n';
    QTest::newRow("three bytes, one by one")
        << "abc"s << std::size_t(1) << "3 bytes, SHA-256 "s + hashOfAbc + '\n';
    QTest::newRow("one byte")
        << "\0"s << std::size_t(1)
        << "1 byte, SHA-256 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d\n"s;
    QTest::newRow("a million bytes") << std::string(1000000, 'a') << std::size_t(65536)
                                     << "1000000 bytes, SHA-256 "s + hashOfAMillion + '\n';
}

void TestServiceReplies::readToEndAnswersCountAndHashAtTheEnd()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::size_t, pieceSize);
    QFETCH(const std::string, answer);
    ReadToEnd readToEnd;
    QVERIFY(readToEnd.onAccepted().isNothing());
    for (std::size_t place = 0; place < bytes.size(); place += pieceSize) {
        QVERIFY(readToEnd
                    .onReceived(viewOf(bytes).subspan(place).first(
                        std::min(pieceSize, bytes.size() - place)))
                    .isNothing());
    }
    const Reply reply = readToEnd.onPeerFinished();
    QCOMPARE(textOf(reply.bytes), answer);
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestServiceReplies::readToEndAnswersTheFirstReadWhereThatIsChosen()
{
    const auto key = QStringLiteral("until");
    const auto first = prepared("read-to-end", {{key, QStringLiteral("first")}}).make({});
    QVERIFY(first->onAccepted().isNothing());
    const Reply reply = first->onReceived(viewOf("abc"));
    QCOMPARE(textOf(reply.bytes), "3 bytes, SHA-256 "s + hashOfAbc + '\n');
    QCOMPARE(reply.then, Reply::Then::Close);
    const auto end = prepared("read-to-end", {{key, QStringLiteral("end")}}).make({});
    QVERIFY(end->onReceived(viewOf("abc")).isNothing());
    QVERIFY(!prepared("read-to-end", {{key, QStringLiteral("last")}}).make);
}

void TestServiceReplies::readToEndAnswersAClientThatFinishesWithoutAWord_data()
{
    QTest::addColumn<ReadToEnd::Until>("until");
    QTest::newRow("end") << ReadToEnd::Until::End;
    QTest::newRow("first") << ReadToEnd::Until::FirstRead;
}

void TestServiceReplies::readToEndAnswersAClientThatFinishesWithoutAWord()
{
    QFETCH(const ReadToEnd::Until, until);
    ReadToEnd readToEnd(until);
    const Reply reply = readToEnd.onPeerFinished();
    QCOMPARE(textOf(reply.bytes), "0 bytes, SHA-256 "s + hashOfNothing + '\n');
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestServiceReplies::timeSendsOneLineAndCloses_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<std::string>("line");
    const QDateTime morning(QDate(2026, 11, 21), QTime(6, 9, 43, 999), Qt::UTC);
    const QDateTime evening(QDate(1982, 2, 2), QTime(17, 37, 3), Qt::UTC);
    const auto words = QStringLiteral("rfc867");
    const auto iso = QStringLiteral("iso");
    QTest::newRow("words") << words << morning << "Saturday, November 21, 2026 06:09:43-UTC\r\n"s;
    QTest::newRow("a short day") << words << evening
                                 << "Tuesday, February 2, 1982 17:37:03-UTC\r\n"s;
    QTest::newRow("iso") << iso << morning << "2026-11-21T06:09:43Z\r\n"s;
    QTest::newRow("iso, a short day") << iso << evening << "1982-02-02T17:37:03Z\r\n"s;
}

void TestServiceReplies::timeSendsOneLineAndCloses()
{
    QFETCH(const QString, format);
    QFETCH(const QDateTime, now);
    QFETCH(const std::string, line);
    Daytime daytime(format == QStringLiteral("iso") ? Daytime::Format::Iso : Daytime::Format::Words,
                    stopped(now));
    const Reply reply = daytime.onAccepted();
    QCOMPARE(textOf(reply.bytes), line);
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestServiceReplies::timeIsAlwaysThatOfUtc()
{
    const QDateTime tokyo(QDate(2026, 1, 1), QTime(8, 0), Qt::OffsetFromUTC, 9 * 3600);
    Daytime words(Daytime::Format::Words, stopped(tokyo));
    QCOMPARE(textOf(words.onAccepted().bytes), "Wednesday, December 31, 2025 23:00:00-UTC\r\n"s);
    Daytime iso(Daytime::Format::Iso, stopped(tokyo));
    QCOMPARE(textOf(iso.onAccepted().bytes), "2025-12-31T23:00:00Z\r\n"s);
}

void TestServiceReplies::timeIsThatOfNow()
{
    const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-1);
    const auto iso = prepared("time", {{QStringLiteral("format"), QStringLiteral("iso")}}).make({});
    const std::string text = textOf(iso->onAccepted().bytes);
    const QDateTime told =
        QDateTime::fromString(QString::fromStdString(text).trimmed(), Qt::ISODate);
    QVERIFY2(told.isValid(), text.c_str());
    QVERIFY(told >= before && told <= QDateTime::currentDateTimeUtc());
    const auto usual = prepared("time").make({});
    const QRegularExpression words(QStringLiteral(
        "^[A-Z][a-z]+day, [A-Z][a-z]+ \\d{1,2}, \\d{4} \\d\\d:\\d\\d:\\d\\d-UTC\r\n$"));
    const std::string line = textOf(usual->onAccepted().bytes);
    QVERIFY2(words.match(QString::fromStdString(line)).hasMatch(), line.c_str());
}

void TestServiceReplies::timeThrowsAwayWhatComes()
{
    Daytime daytime;
    QVERIFY(daytime.onReceived(viewOf("what time is it?")).isNothing());
    const Reply end = daytime.onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestServiceReplies::discardNeverAnswersAndClosesAtTheEnd()
{
    Discard discard;
    QVERIFY(discard.onAccepted().isNothing());
    for (const std::string &bytes : {"hello"s, "\0\n"s, std::string(1000000, 'x')}) {
        QVERIFY(discard.onReceived(viewOf(bytes)).isNothing());
    }
    const Reply end = discard.onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestServiceReplies::chargenSendsTheRingOfRfc864()
{
    // As the RFC prints them.
    QCOMPARE(lineOfTheRing(0),
             QStringLiteral(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"
                            "`abcdefg"));
    Chargen chargen(1);
    Reply reply = chargen.onAccepted();
    for (int number = 0; number < 200; ++number) {
        QCOMPARE(reply.then, Reply::Then::More);
        QCOMPARE(linesOf(reply), QStringList(lineOfTheRing(number)));
        reply = chargen.onTaken();
    }
}

void TestServiceReplies::chargenSendsEvenlyWhatASecondHas_data()
{
    QTest::addColumn<int>("rate");
    for (const int rate : {1, 3, 7, 99, 100, 101, 150, 855, 12345, 1000000}) {
        QTest::addRow("%d", rate) << rate;
    }
}

void TestServiceReplies::chargenSendsEvenlyWhatASecondHas()
{
    QFETCH(const int, rate);
    const auto chargen =
        prepared("chargen", {{QStringLiteral("lines-per-second"), QString::number(rate)}}).make({});
    Reply reply = chargen->onAccepted();
    QCOMPARE(reply.after, 0ms); // the first need not be waited for
    std::int64_t number = 0;
    constexpr int seconds = 3;
    for (auto now = 0ms; now < seconds * 1s;) {
        QVERIFY(!reply.bytes.empty());
        QVERIFY(reply.bytes.size() <= 64U * 1024);
        QCOMPARE(reply.then, Reply::Then::More);
        const QStringList lines = linesOf(reply);
        QCOMPARE(lines.constFirst(), lineOfTheRing(static_cast<int>(number % 95)));
        number += lines.size();
        QCOMPARE(lines.constLast(), lineOfTheRing(static_cast<int>((number - 1) % 95)));
        // At most a beat ahead of the clock; the sum below says that it is not behind.
        QVERIFY(number <= (now.count() * rate + 999) / 1000 + std::max(1, rate / 100 + 1));
        reply = chargen->onTaken();
        now += reply.after;
    }
    QCOMPARE(number, std::int64_t(seconds) * rate);
}

void TestServiceReplies::chargenSendsWhatIsTakenWhereItIsFast()
{
    const auto chargen =
        prepared("chargen", {{QStringLiteral("lines-per-second"), QStringLiteral("0")}}).make({});
    Reply reply = chargen->onAccepted();
    const std::byte *const where = reply.bytes.data();
    std::int64_t number = 0;
    for (int time = 0; time < 50; ++time) {
        QCOMPARE(reply.after, 0ms);
        QCOMPARE(reply.then, Reply::Then::More);
        QVERIFY(reply.bytes.size() > 60000 && reply.bytes.size() <= 65536);
        QVERIFY(reply.bytes.data() == where); // nothing is made anew
        const QStringList lines = linesOf(reply);
        QCOMPARE(lines.constFirst(), lineOfTheRing(static_cast<int>(number % 95)));
        number += lines.size();
        QCOMPARE(lines.constLast(), lineOfTheRing(static_cast<int>((number - 1) % 95)));
        reply = chargen->onTaken();
    }
}

void TestServiceReplies::chargenThrowsAwayWhatComesAndClosesAtTheEnd()
{
    Chargen chargen;
    QVERIFY(chargen.readsAlways());
    chargen.onAccepted();
    QVERIFY(chargen.onReceived(viewOf("stop")).isNothing());
    QCOMPARE(linesOf(chargen.onTaken()).constFirst(), lineOfTheRing(1)); // not disturbed by it
    const Reply end = chargen.onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestServiceReplies::chargenRefusesANumberThatIsNone_data()
{
    QTest::addColumn<QString>("number");
    for (const char *number : {"", "-1", "1000001", "fast", "1.5", "99999999999999999999"}) {
        QTest::newRow(number) << QString::fromLatin1(number);
    }
}

void TestServiceReplies::chargenRefusesANumberThatIsNone()
{
    QFETCH(const QString, number);
    const PreparedReply reply = prepared("chargen", {{QStringLiteral("lines-per-second"), number}});
    QVERIFY(!reply.make);
    QVERIFY(reply.error.startsWith(QStringLiteral("lines-per-second: ")));
}

QTEST_APPLESS_MAIN(TestServiceReplies)
#include "tst_servicereplies.moc"
