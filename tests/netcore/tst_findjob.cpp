#include "netcore/query/findjob.h"
#include "tests/support/modeltexts.h"

#include <QSignalSpy>
#include <QTest>

#include <string>

using namespace sockyard;
using namespace sockyard::test;

using Direction = FindRequest::Direction;
using Kind = Needle::Kind;
Q_DECLARE_METATYPE(sockyard::FindPlace)
Q_DECLARE_METATYPE(sockyard::FindRequest::Direction)

namespace
{

Needle needleOf(const char *typed, Kind kind = Kind::Text)
{
    return Needle::parse(kind, QString::fromUtf8(typed), false).value();
}

} // namespace

class TestFindJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void findsTheNextAndThePrevious_data();
    void findsTheNextAndThePrevious();
    void walksAroundInBothDirections();
    void tellsWhereNothingIs();
    void findsHexInPayloadsOnly();
    void findsWhatAPersonWrote();
    void findsOnlyWhatIsShown();
    void findsNothingInAnEmptyLog();
    void startsInsideWhereItsPlaceIsGone();
    void looksOnlyUpToTheEndThatIsGiven();
    void tellsItsProgressAndCanBeCancelled();
    void aNewSearchEndsTheOldOne();
    void survivesEventsThatAreDropped();
    void saysOnHowManyEventsItGaveUp();

private:
    /// "EVENT PART OFFSET+LENGTH", "wrapped" before it, or "nothing".
    QString find(const FindRequest &request);
    FindRequest request(const Needle &needle, Direction direction = Direction::Forwards,
                        FindPlace from = {}) const;

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<FindJob> m_job;
    FindHit m_hit;
};

void TestFindJob::init()
{
    m_log = std::make_shared<EventLog>();
    m_log->append({.kind = EventKind::Received, .payload = viewOf("one two one")}); // 0
    m_log->append({.kind = EventKind::Failed, .note = "one note: one"});            // 1
    m_log->append({.kind = EventKind::Closed});                                     // 2
    m_log->append(
        {.kind = EventKind::Discarded, .note = "one more", .payload = viewOf("Done")}); // 3
    m_log->append({.kind = EventKind::Sent, .payload = viewOf("three two")});           // 4
    m_job = std::make_unique<FindJob>();
}

void TestFindJob::cleanup()
{
    m_job.reset();
    m_log.reset();
}

FindRequest TestFindJob::request(const Needle &needle, Direction direction, FindPlace from) const
{
    return {
        .log = m_log, .needle = needle, .direction = direction, .from = from, .end = m_log->size()};
}

QString TestFindJob::find(const FindRequest &request)
{
    QSignalSpy found(m_job.get(), &FindJob::found);
    QSignalSpy notFound(m_job.get(), &FindJob::notFound);
    const auto keeps =
        connect(m_job.get(), &FindJob::found, this, [this](const FindHit &hit) { m_hit = hit; });
    m_job->start(request);
    const bool answered =
        QTest::qWaitFor([&] { return found.count() + notFound.count() > 0; }, 30'000);
    disconnect(keeps);
    if (!answered || m_job->isRunning()) {
        return QStringLiteral("no answer");
    }
    if (found.isEmpty()) {
        return QStringLiteral("nothing");
    }
    const char *const parts[] = {"payload", "note", "remark"};
    return QStringLiteral("%1%2 %3 %4+%5")
        .arg(m_hit.wrapped ? QStringLiteral("wrapped ") : QString())
        .arg(m_hit.place.event)
        .arg(QString::fromUtf8(parts[static_cast<int>(m_hit.place.part)]))
        .arg(m_hit.place.offset)
        .arg(m_hit.length);
}

void TestFindJob::findsTheNextAndThePrevious_data()
{
    QTest::addColumn<FindPlace>("from");
    QTest::addColumn<QString>("next");
    QTest::addColumn<QString>("previous");
    const auto row = [](const char *name, FindPlace from, const char *next, const char *previous) {
        QTest::newRow(name) << from << QString::fromUtf8(next) << QString::fromUtf8(previous);
    };
    row("from the beginning", {}, "0 payload 0+3", "wrapped 3 note 0+3");
    row("from inside a payload", {.event = 0, .offset = 1}, "0 payload 8+3", "0 payload 0+3");
    row("from a hit", {.event = 0, .offset = 8}, "0 payload 8+3", "0 payload 0+3");
    row("from behind the last of a payload", {.event = 0, .offset = 9}, "1 note 0+3",
        "0 payload 8+3");
    row("from a note", {.event = 1, .part = FindPart::Note, .offset = 0}, "1 note 0+3",
        "0 payload 8+3");
    row("from inside a note", {.event = 1, .part = FindPart::Note, .offset = 3}, "1 note 10+3",
        "1 note 0+3");
    row("from where nothing is", {.event = 2}, "3 payload 1+3", "1 note 10+3");
    row("from a payload with a note", {.event = 3, .offset = 4}, "3 note 0+3", "3 payload 1+3");
    row("from behind all hits", {.event = 4}, "wrapped 0 payload 0+3", "3 note 0+3");
    row("from the end", {.event = 5}, "wrapped 0 payload 0+3", "3 note 0+3");
    row("from far behind", {.event = 500, .offset = 7}, "wrapped 0 payload 0+3", "3 note 0+3");
}

void TestFindJob::findsTheNextAndThePrevious()
{
    QFETCH(FindPlace, from);
    QFETCH(QString, next);
    QFETCH(QString, previous);
    QCOMPARE(find(request(needleOf("ONE"), Direction::Forwards, from)), next);
    QCOMPARE(find(request(needleOf("ONE"), Direction::Backwards, from)), previous);
}

void TestFindJob::walksAroundInBothDirections()
{
    QStringList forwards;
    FindPlace from;
    for (int turn = 0; turn < 7; ++turn) {
        forwards.append(find(request(needleOf("one"), Direction::Forwards, from)));
        from = m_hit.place;
        from.offset += m_hit.length;
    }
    QCOMPARE(forwards.join(u';'),
             QStringLiteral("0 payload 0+3;0 payload 8+3;1 note 0+3;1 note 10+3;3 payload 1+3;"
                            "3 note 0+3;wrapped 0 payload 0+3"));
    QStringList backwards;
    from = m_hit.place;
    for (int turn = 0; turn < 6; ++turn) {
        backwards.append(find(request(needleOf("one"), Direction::Backwards, from)));
        from = m_hit.place;
    }
    QCOMPARE(backwards.join(u';'),
             QStringLiteral("wrapped 3 note 0+3;3 payload 1+3;1 note 10+3;1 note 0+3;"
                            "0 payload 8+3;0 payload 0+3"));
}

void TestFindJob::tellsWhereNothingIs()
{
    for (const Direction direction : {Direction::Forwards, Direction::Backwards}) {
        QCOMPARE(find(request(needleOf("four"), direction)), QStringLiteral("nothing"));
        QCOMPARE(find(request(needleOf("four"), direction, {.event = 3, .offset = 2})),
                 QStringLiteral("nothing"));
    }
    // The only one, where one stands already.
    QCOMPARE(find(request(needleOf("three"), Direction::Forwards, {.event = 4, .offset = 5})),
             QStringLiteral("wrapped 4 payload 0+5"));
}

void TestFindJob::findsHexInPayloadsOnly()
{
    const Needle needle = needleOf("6f 6e 65", Kind::Hex);
    QCOMPARE(find(request(needle, Direction::Forwards, {.event = 1})),
             QStringLiteral("3 payload 1+3"));
    QCOMPARE(find(request(needle, Direction::Backwards)), QStringLiteral("wrapped 3 payload 1+3"));
    QCOMPARE(find(request(needleOf("o.e", Kind::Pattern), Direction::Forwards, {.event = 1})),
             QStringLiteral("1 note 0+3"));
}

void TestFindJob::findsWhatAPersonWrote()
{
    const auto remarks = std::make_shared<const std::map<EventNumber, QString>>(
        std::map<EventNumber, QString>{{2, QString::fromUtf8("the größe is odd")}});
    auto asked = request(needleOf("größe"));
    asked.remarks = remarks;
    QCOMPARE(find(asked), QStringLiteral("2 remark 4+7"));
    asked.from = {.event = 2, .part = FindPart::Remark, .offset = 11};
    QCOMPARE(find(asked), QStringLiteral("wrapped 2 remark 4+7"));
    asked.direction = Direction::Backwards;
    QCOMPARE(find(asked), QStringLiteral("2 remark 4+7"));
}

void TestFindJob::findsOnlyWhatIsShown()
{
    auto asked = request(needleOf("one"));
    asked.filter = Filter::parse(QStringLiteral("failed")).value();
    QCOMPARE(find(asked), QStringLiteral("1 note 0+3"));
    asked.filter = Filter::parse(QStringLiteral("sent")).value();
    QCOMPARE(find(asked), QStringLiteral("nothing"));
}

void TestFindJob::findsNothingInAnEmptyLog()
{
    m_log = std::make_shared<EventLog>();
    for (const Direction direction : {Direction::Forwards, Direction::Backwards}) {
        QCOMPARE(find(request(needleOf("one"), direction)), QStringLiteral("nothing"));
        auto asked = request(needleOf("one"), direction, {.event = 7});
        asked.end = 100; // more than there is
        QCOMPARE(find(asked), QStringLiteral("nothing"));
    }
}

void TestFindJob::startsInsideWhereItsPlaceIsGone()
{
    m_log->clear();
    m_log->append({.kind = EventKind::Sent, .payload = viewOf("one")});
    QCOMPARE(find(request(needleOf("one"))), QStringLiteral("5 payload 0+3"));
    QCOMPARE(find(request(needleOf("one"), Direction::Backwards, {.event = 2})),
             QStringLiteral("wrapped 5 payload 0+3"));
}

void TestFindJob::looksOnlyUpToTheEndThatIsGiven()
{
    auto asked = request(needleOf("three"));
    asked.end = 4;
    QCOMPARE(find(asked), QStringLiteral("nothing"));
    asked.direction = Direction::Backwards;
    QCOMPARE(find(asked), QStringLiteral("nothing"));
    asked.end = 5;
    QCOMPARE(find(asked), QStringLiteral("wrapped 4 payload 0+5"));
}

void TestFindJob::tellsItsProgressAndCanBeCancelled()
{
    const std::string payload = std::string(500'000, 'a') + '!';
    for (int i = 0; i < 200; ++i) {
        m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
    }
    QSignalSpy progressed(m_job.get(), &FindJob::progressed);
    QSignalSpy cancelled(m_job.get(), &FindJob::cancelled);
    QSignalSpy found(m_job.get(), &FindJob::found);
    QSignalSpy notFound(m_job.get(), &FindJob::notFound);
    // Slow enough to be caught at it on any machine.
    m_job->start(request(needleOf("(a+)+$|(a|aa)*[bc]", Kind::Pattern)));
    QTRY_VERIFY(progressed.count() >= 2);
    for (qsizetype i = 0; i < progressed.count(); ++i) {
        const double fraction = progressed.at(i).at(0).toDouble();
        QVERIFY(fraction > 0 && fraction <= 1);
        QVERIFY(i == 0 || fraction >= progressed.at(i - 1).at(0).toDouble());
    }
    QVERIFY(m_job->isRunning());
    m_job->cancel();
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!m_job->isRunning());
    m_job->cancel();
    QCOMPARE(cancelled.count(), 1);
    QCOMPARE(find(request(needleOf("three"))), QStringLiteral("4 payload 0+5"));
    QCOMPARE(found.count(), 1);
    QCOMPARE(notFound.count(), 0);
}

void TestFindJob::aNewSearchEndsTheOldOne()
{
    QSignalSpy notFound(m_job.get(), &FindJob::notFound);
    for (int turn = 0; turn < 20; ++turn) {
        m_job->start(request(needleOf("nowhere")));
    }
    QCOMPARE(find(request(needleOf("three"))), QStringLiteral("4 payload 0+5"));
    QCOMPARE(notFound.count(), 0);
}

void TestFindJob::survivesEventsThatAreDropped()
{
    constexpr std::size_t block = 64U * 1024;
    m_log = std::make_shared<EventLog>(EventLog::Limits{.memory = 8 * block, .block = block});
    const std::string payload(500, 'x');
    const auto append = [&] {
        for (int i = 0; i < 2000; ++i) {
            m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
        }
    };
    append();
    for (const Direction direction : {Direction::Forwards, Direction::Backwards}) {
        QSignalSpy notFound(m_job.get(), &FindJob::notFound);
        m_job->start(request(needleOf("y"), direction, {.event = m_log->size() / 2}));
        for (int turn = 0; turn < 10; ++turn) {
            append();
        }
        QTRY_COMPARE(notFound.count(), 1);
    }
}

void TestFindJob::saysOnHowManyEventsItGaveUp()
{
    const std::string payload = std::string(20'000, 'a') + '!';
    for (int i = 0; i < 3; ++i) {
        m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
    }
    QSignalSpy notFound(m_job.get(), &FindJob::notFound);
    QCOMPARE(find(request(needleOf("(a+)+$", Kind::Pattern))), QStringLiteral("nothing"));
    QCOMPARE(notFound.at(0).at(0).value<std::uint64_t>(), std::uint64_t(3));
}

QTEST_GUILESS_MAIN(TestFindJob)

#include "tst_findjob.moc"
