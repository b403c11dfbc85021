#include "netcore/projections/bytewindow.h"
#include "netcore/projections/piecebytes.h"
#include "netcore/projections/streambytes.h"
#include "netcore/projections/streamjob.h"

#include "tests/support/logs.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace sockyard;
using Which = StreamBytes::Which;

namespace
{

ByteView view(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

void append(EventLog &log, EventKind kind, ConnectionId connection, std::string_view bytes)
{
    log.append(
        {.kind = kind, .connection = connection, .bytes = bytes.size(), .payload = view(bytes)});
}

std::string textOf(const ByteSource &source, std::uint64_t from = 0,
                   std::uint64_t to = ~std::uint64_t(0))
{
    std::string text;
    source.visit(from, to,
                 [&](const ByteSource::Piece &piece) { text += test::textOf(piece.bytes); });
    return text;
}

std::shared_ptr<EventLog> smallLog()
{
    return std::make_shared<EventLog>(EventLog::Limits{.memory = 256 * 1024, .block = 64 * 1024});
}

} // namespace

class StreamBytesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsOnePayload();
    void picksTheBytesOfOneConnectionAndDirection();
    void tellsDirectionAndEventOfEachPiece();
    void givesAnyPartOfALongStream();
    void growsWithItsLog();
    void looksAtNoMoreThanItIsAllowed();
    void findsWhereAnEventBegins();
    void keepsOffsetsWhereOldBytesWent();
    void knowsThatOlderEventsWereGoneBefore();
    void survivesEventsThatGoUnderItsHands();
    void isEmptyAfterTheLogWasCleared();
    void countsBeyondFourGibibytes();
    void joinsNeighboursInAWindow();
    void keepsDatagramsApartInAWindow();
    void readsALongLogInTheBackground();
    void endsWhileItReads();
};

void StreamBytesTest::showsOnePayload()
{
    EventLog log;
    append(log, EventKind::Sent, 1, "hello");
    const PieceBytes bytes(*log.at(0));
    log.clear();
    QCOMPARE(bytes.size(), 5U);
    QCOMPARE(textOf(bytes), std::string("hello"));
    QCOMPARE(textOf(bytes, 1, 3), std::string("el"));
    QCOMPARE(textOf(bytes, 4, 100), std::string("o"));
    QCOMPARE(textOf(bytes, 7, 100), std::string());
    QCOMPARE(test::textOf(bytes.whole()), std::string("hello"));
    bytes.visit(0, 1,
                [](const ByteSource::Piece &piece) { QCOMPARE(piece.direction, Direction::Sent); });
}

void StreamBytesTest::picksTheBytesOfOneConnectionAndDirection()
{
    const auto log = std::make_shared<EventLog>();
    append(*log, EventKind::Received, 1, "a");
    append(*log, EventKind::Received, 2, "X");
    append(*log, EventKind::Sent, 1, "b");
    append(*log, EventKind::Note, 1, {});
    append(*log, EventKind::Received, 1, {});
    append(*log, EventKind::Discarded, 1, "Y");
    append(*log, EventKind::Received, 1, "c");
    for (const auto &[which, expected] :
         {std::pair(Which::Received, "ac"), std::pair(Which::Sent, "b"),
          std::pair(Which::Both, "abc")}) {
        StreamBytes bytes(log, 1, which);
        QVERIFY(bytes.extendTo(log->size(), 1000));
        QCOMPARE(textOf(bytes), std::string(expected));
        QCOMPARE(bytes.size(), std::string_view(expected).size());
        QCOMPARE(bytes.isMixed(), which == Which::Both);
        QVERIFY(!bytes.isOfDatagrams());
    }
}

void StreamBytesTest::tellsDirectionAndEventOfEachPiece()
{
    const auto log = std::make_shared<EventLog>();
    append(*log, EventKind::Note, 1, {});
    append(*log, EventKind::Received, 1, "question");
    append(*log, EventKind::Sent, 1, "answer");
    StreamBytes bytes(log, 1, Which::Both);
    bytes.extendTo(3, 1000);
    QStringList pieces;
    bytes.visit(2, 11, [&](const ByteSource::Piece &piece) {
        pieces.append(QStringLiteral("%1 %2 %3 %4")
                          .arg(piece.offset)
                          .arg(piece.event)
                          .arg(QLatin1Char(piece.direction == Direction::Sent ? 'S' : 'R'))
                          .arg(QString::fromStdString(test::textOf(piece.bytes))));
    });
    QCOMPARE(pieces, QStringList({QStringLiteral("2 1 R estion"), QStringLiteral("8 2 S ans")}));
}

void StreamBytesTest::givesAnyPartOfALongStream()
{
    const auto log = std::make_shared<EventLog>();
    std::string all;
    std::mt19937 random(1);
    for (int i = 0; i < 3000; ++i) {
        const std::string bytes(random() % 9, static_cast<char>('a' + i % 26));
        append(*log, i % 3 == 0 ? EventKind::Sent : EventKind::Received, 1 + random() % 2, bytes);
        if (log->at(log->size() - 1)->connection() == 1) {
            all += bytes;
        }
    }
    StreamBytes bytes(log, 1, Which::Both);
    bytes.extendTo(log->size(), 10'000);
    QCOMPARE(bytes.size(), all.size());
    QCOMPARE(textOf(bytes), all);
    for (std::size_t from = 0; from < all.size(); from += 17) {
        QCOMPARE(textOf(bytes, from, from + 30), all.substr(from, 30));
    }
}

void StreamBytesTest::growsWithItsLog()
{
    const auto log = std::make_shared<EventLog>();
    StreamBytes bytes(log, 1, Which::Received);
    QVERIFY(bytes.extendTo(0, 10));
    std::string all;
    for (int i = 0; i < 200; ++i) {
        append(*log, EventKind::Received, 1, "ab");
        append(*log, EventKind::Received, 2, "x");
        all += "ab";
        QVERIFY(bytes.extendTo(log->size(), 10));
        QCOMPARE(bytes.size(), all.size());
    }
    QCOMPARE(textOf(bytes), all);
}

void StreamBytesTest::looksAtNoMoreThanItIsAllowed()
{
    const auto log = std::make_shared<EventLog>();
    for (int i = 0; i < 100; ++i) {
        append(*log, EventKind::Received, 1, "a");
    }
    StreamBytes bytes(log, 1, Which::Received);
    QVERIFY(!bytes.extendTo(90, 40));
    QCOMPARE(bytes.size(), 40U);
    QCOMPARE(bytes.scanned(), 40U);
    QVERIFY(!bytes.extendTo(90, 40));
    QVERIFY(bytes.extendTo(90, 40));
    QCOMPARE(bytes.size(), 90U); // not beyond the end that was given
}

void StreamBytesTest::findsWhereAnEventBegins()
{
    const auto log = std::make_shared<EventLog>();
    for (int i = 0; i < 500; ++i) {
        append(*log, EventKind::Received, 1 + static_cast<ConnectionId>(i % 2), "abc");
    }
    StreamBytes bytes(log, 1, Which::Received);
    bytes.extendTo(400, 1000);
    QCOMPARE(bytes.offsetOf(0), std::optional<std::uint64_t>(0));
    QCOMPARE(bytes.offsetOf(2), std::optional<std::uint64_t>(3));
    QCOMPARE(bytes.offsetOf(398), std::optional<std::uint64_t>(597));
    QVERIFY(!bytes.offsetOf(3));   // another connection's
    QVERIFY(!bytes.offsetOf(400)); // not yet looked at
}

void StreamBytesTest::keepsOffsetsWhereOldBytesWent()
{
    const auto log = smallLog();
    StreamBytes bytes(log, 1, Which::Both);
    std::string all;
    for (int i = 0; i < 5000; ++i) {
        const std::string text = std::to_string(i) + ' ' + std::string(std::size_t(i) % 40, '.');
        append(*log, i % 2 == 0 ? EventKind::Received : EventKind::Sent, 1, text);
        all += text;
        if (i % 7 == 0) {
            bytes.extendTo(log->size(), 1000);
            QCOMPARE(textOf(bytes), all.substr(bytes.first()));
        }
    }
    bytes.extendTo(log->size(), 1000);
    QVERIFY(log->first() > 0);
    QVERIFY(bytes.first() > 0);
    QCOMPARE(bytes.size(), all.size());
    QCOMPARE(bytes.eventCount(), 5000U);
    QCOMPARE(textOf(bytes, 0, all.size()), all.substr(bytes.first()));
    QCOMPARE(*bytes.offsetOf(log->first()), bytes.first());
    QVERIFY(!bytes.offsetOf(log->first() - 1));
    QCOMPARE(bytes.beginning(), 0U);
}

void StreamBytesTest::knowsThatOlderEventsWereGoneBefore()
{
    const auto log = smallLog();
    while (log->first() == 0) {
        append(*log, EventKind::Received, 1, "abcdefghijklmnop");
    }
    StreamBytes bytes(log, 1, Which::Received);
    bytes.extendTo(log->size(), 100'000);
    QVERIFY(bytes.beginning() > 0);
    QCOMPARE(bytes.first(), 0U);
    QCOMPARE(bytes.size(), 16 * (log->size() - log->first()));
}

void StreamBytesTest::survivesEventsThatGoUnderItsHands()
{
    const auto log = smallLog();
    const std::string text(100, 'x');
    for (int i = 0; i < 700; ++i) {
        append(*log, EventKind::Received, 1, text);
    }
    QCOMPARE(log->first(), EventNumber(0));
    StreamBytes bytes(log, 1, Which::Received);
    bytes.extendTo(log->size(), 100'000);
    QCOMPARE(bytes.size(), 70'000U);
    while (log->first() == 0) { // nobody tells the stream
        append(*log, EventKind::Received, 1, text);
    }
    QVERIFY(log->first() < 700);
    std::optional<std::uint64_t> begin;
    bytes.visit(0, 70'000, [&](const ByteSource::Piece &piece) {
        begin = begin.value_or(piece.offset);
        QCOMPARE(piece.offset, piece.event * 100);
    });
    QCOMPARE(begin.value_or(0), log->first() * 100);
    QCOMPARE(textOf(bytes, 69'950), text.substr(0, 50));
    bytes.extendTo(log->size(), 100'000);
    QCOMPARE(bytes.first(), log->first() * 100);
}

void StreamBytesTest::isEmptyAfterTheLogWasCleared()
{
    const auto log = std::make_shared<EventLog>();
    for (int i = 0; i < 100; ++i) {
        append(*log, EventKind::Received, 1, "abc");
    }
    StreamBytes bytes(log, 1, Which::Received);
    bytes.extendTo(100, 1000);
    log->clear();
    QCOMPARE(textOf(bytes), std::string());
    bytes.extendTo(100, 1000);
    QCOMPARE(bytes.first(), 300U);
    QCOMPARE(bytes.size(), 300U);
    append(*log, EventKind::Received, 1, "xyz");
    bytes.extendTo(101, 1000);
    QCOMPARE(textOf(bytes), std::string("xyz"));
    QCOMPARE(bytes.size(), 303U);
}

/// The log's bytes went long ago, their count stays.
void StreamBytesTest::countsBeyondFourGibibytes()
{
    const auto log =
        std::make_shared<EventLog>(EventLog::Limits{.memory = 4 << 20, .block = 1 << 20});
    StreamBytes bytes(log, 1, Which::Received);
    const std::string text(512 * 1024, 'x');
    StreamBytes::Batch batch;
    for (EventNumber number = 0; number < 20'000; ++number) { // as a scan would have told them
        batch.found.push_back({number, 512 * 1024});
    }
    batch.end = 0;
    bytes.take(batch);
    QCOMPARE(bytes.size(), 20'000ULL * 512 * 1024);
    QVERIFY(bytes.size() > 0x1'0000'0000ULL);
}

void StreamBytesTest::joinsNeighboursInAWindow()
{
    const auto log = std::make_shared<EventLog>();
    append(*log, EventKind::Received, 1, "ab");
    append(*log, EventKind::Received, 1, "cd");
    append(*log, EventKind::Sent, 1, "ef");
    StreamBytes bytes(log, 1, Which::Both);
    bytes.extendTo(3, 10);
    const ByteWindow window(bytes, 1, 100);
    QCOMPARE(window.from(), 1U);
    QCOMPARE(window.to(), 6U);
    const std::vector<ByteWindow::Segment> expected = {{1, 4, Direction::Received, 0},
                                                       {4, 6, Direction::Sent, 2}};
    QCOMPARE(window.segments(), expected);
    QCOMPARE(test::textOf(window.bytes(1, 4)), std::string("bcd"));
    QCOMPARE(window.segmentAt(3)->direction, Direction::Received);
    QCOMPARE(window.segmentAt(4)->direction, Direction::Sent);
    QVERIFY(window.segmentAt(0) == nullptr);
    QVERIFY(window.segmentAt(6) == nullptr);
}

void StreamBytesTest::keepsDatagramsApartInAWindow()
{
    const auto log = std::make_shared<EventLog>();
    append(*log, EventKind::Received, 0, "ab");
    append(*log, EventKind::Received, 0, "cd");
    StreamBytes bytes(log, 0, Which::Received);
    bytes.extendTo(2, 10);
    QVERIFY(bytes.isOfDatagrams());
    const std::vector<ByteWindow::Segment> expected = {{0, 2, Direction::Received, 0},
                                                       {2, 4, Direction::Received, 1}};
    QCOMPARE(ByteWindow(bytes, 0, 4).segments(), expected);
}

void StreamBytesTest::readsALongLogInTheBackground()
{
    const auto log = std::make_shared<EventLog>();
    for (int i = 0; i < 400'000; ++i) {
        append(*log, EventKind::Received, 1 + static_cast<ConnectionId>(i % 4), "abcd");
    }
    StreamJob job(log, 2, Which::Received);
    const QSignalSpy changes(&job, &StreamJob::changed);
    job.showUpTo(log->size());
    QVERIFY(job.isBehind()); // it did not wait
    QTRY_VERIFY(!job.isBehind());
    QCOMPARE(job.bytes()->size(), 400'000U);
    QVERIFY(changes.count() > 2); // what it found was shown on the way
    append(*log, EventKind::Received, 2, "more");
    job.showUpTo(log->size());
    QVERIFY(!job.isBehind());
    QCOMPARE(job.bytes()->size(), 400'004U);
    QCOMPARE(textOf(*job.bytes(), 400'000), std::string("more"));
}

void StreamBytesTest::endsWhileItReads()
{
    const auto log = std::make_shared<EventLog>();
    for (int i = 0; i < 200'000; ++i) {
        append(*log, EventKind::Received, 1, "abcd");
    }
    for (int i = 0; i < 20; ++i) {
        StreamJob job(log, 1, Which::Both);
        job.showUpTo(log->size());
    }
}

QTEST_GUILESS_MAIN(StreamBytesTest)
#include "tst_streambytes.moc"
