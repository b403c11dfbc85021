#include "netcore/sending/repeat.h"
#include "tests/support/carried.h"

#include <QTemporaryFile>
#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace
{

/// Of the events sent, in nanoseconds since the first.
std::vector<std::int64_t> sentTimes(const EventLog &log)
{
    std::vector<std::int64_t> times;
    const auto events = eventsOf(log, EventKind::Sent);
    for (const Event &event : events) {
        times.push_back(event.elapsed() - events.front().elapsed());
    }
    return times;
}

constexpr std::int64_t millisecond = 1000000;

} // namespace

class TestRepeat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsSoManyTimes();
    void sendsUntilItIsStopped();
    void keepsAThousandASecond();
    void makesGoodWhatALateLoopMissed();
    void bringsNoBurstAfterALongStandstill();
    void isEarlierOrLaterByItsJitterAtMost();
    void fillsMacrosEachTime();
    void reachesThoseWhoCameLater();
    void countsWhatNobodyTook();
    void leavesOutWhatAPeerDoesNotTake();
    void leavesOutWhatIsDueDuringAFile();
    void endsWhenItsAddresseesAreGone();
    void endsWithTheLastPeerInTheMiddleOfASending();
    void showsItsTrueRate();

private:
    static SendingProgress progress(const Carried &all)
    {
        const auto list = all.courier.progress();
        return list.empty() ? SendingProgress() : list.front();
    }
};

void TestRepeat::sendsSoManyTimes()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({}, {.message = message(QStringLiteral("ab")), .interval = 1ms, .times = 5});
    QCOMPARE(progress(all).total, std::uint64_t(5));
    QTRY_VERIFY_WITH_TIMEOUT(all.courier.progress().empty(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "ababababab"s, patience);
    const std::string notes = all.notes(0);
    QVERIFY2(notes.starts_with("repeating a message every 1 ms, 5 times\n"
                               "repeat ended: 5 sent, 0 failed, "),
             notes.c_str());
}

void TestRepeat::sendsUntilItIsStopped()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({}, {.message = message(QStringLiteral("x")), .interval = 1ms});
    QTRY_VERIFY_WITH_TIMEOUT(peer.received().size() > 20, patience);
    all.courier.stopSending();
    QVERIFY(all.courier.progress().empty());
    QVERIFY(lastNote(all.log, EventKind::Note).ends_with("(stopped)"));
    const std::size_t sent = count(all.log, EventKind::Sent);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), sent, patience);
    // Another one may begin, and ends as it should.
    all.courier.repeat({}, {.message = message(QStringLiteral("y")), .interval = 1ms, .times = 1});
    QTRY_COMPARE_WITH_TIMEOUT(count(all.log, EventKind::Sent), sent + 1, patience);
}

void TestRepeat::keepsAThousandASecond()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({},
                       {.message = message(QStringLiteral("x")), .interval = 1ms, .times = 3000});
    QTRY_VERIFY_WITH_TIMEOUT(all.courier.progress().empty(), patience);
    const auto times = sentTimes(all.log);
    if (all.notes(0).find("stood still") == std::string::npos) { // it was not stopped for long
        QCOMPARE(times.size(), std::size_t(3000));
    }
    // A busy machine may make any of them late, the last one too, but by less than a burst.
    QVERIFY2(times.back() > 2990 * millisecond && times.back() < 3500 * millisecond,
             qPrintable(QString::number(times.back())));
}

void TestRepeat::makesGoodWhatALateLoopMissed()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({},
                       {.message = message(QStringLiteral("x")), .interval = 1ms, .times = 1000});
    QTRY_VERIFY_WITH_TIMEOUT(count(all.log, EventKind::Sent) > 10, patience);
    const QDeadlineTimer end(200ms);
    while (!end.hasExpired()) { // work that keeps the loop
    }
    QTRY_VERIFY_WITH_TIMEOUT(all.courier.progress().empty(), patience);
    if (all.notes(0).find("stood still") == std::string::npos) { // it was not stopped for longer
        QCOMPARE(count(all.log, EventKind::Sent), std::size_t(1000));
        QVERIFY(sentTimes(all.log).back() < 1500 * millisecond);
    }
}

void TestRepeat::bringsNoBurstAfterALongStandstill()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({},
                       {.message = message(QStringLiteral("x")), .interval = 1ms, .times = 2000});
    QTRY_VERIFY_WITH_TIMEOUT(count(all.log, EventKind::Sent) > 10, patience);
    const std::size_t before = count(all.log, EventKind::Sent);
    const QDeadlineTimer end(Repeat::longestBurst + 400ms);
    while (!end.hasExpired()) {
    }
    QTRY_VERIFY_WITH_TIMEOUT(count(all.log, EventKind::Sent) > before, patience);
    const auto failed = progress(all).failed;
    QVERIFY2(failed >= 399, qPrintable(QString::number(failed)));
    QVERIFY(all.notes(0).find("this program stood still for ") != std::string::npos);
    QTRY_VERIFY_WITH_TIMEOUT(all.courier.progress().empty(), patience);
    const std::size_t sent = count(all.log, EventKind::Sent);
    QVERIFY(sent <= 2000 - failed);
    QVERIFY(lastNote(all.log, EventKind::Note)
                .starts_with("repeat ended: " + QLocale().toString(qulonglong(sent)).toStdString() +
                             " sent, "));
}

void TestRepeat::isEarlierOrLaterByItsJitterAtMost()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat(
        {},
        {.message = message(QStringLiteral("x")), .interval = 20ms, .jitter = 10ms, .times = 60});
    QTRY_VERIFY_WITH_TIMEOUT(all.courier.progress().empty(), patience);
    const auto times = sentTimes(all.log);
    QCOMPARE(times.size(), std::size_t(60));
    bool early = false;
    bool late = false;
    for (std::size_t index = 1; index < times.size(); ++index) {
        const std::int64_t shift =
            times[index] - static_cast<std::int64_t>(index) * 20 * millisecond;
        QVERIFY2(shift >= -11 * millisecond, qPrintable(QString::number(shift)));
        early = early || shift < -millisecond;
        late = late || shift > millisecond;
    }
    QVERIFY(early);
    QVERIFY(late);
    QVERIFY(std::is_sorted(times.begin(), times.end()));
}

void TestRepeat::fillsMacrosEachTime()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({}, {.message = message(QStringLiteral("${counter} "), Notation::Escapes),
                            .interval = 1ms,
                            .times = 4});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "1 2 3 4 "s, patience);
}

void TestRepeat::reachesThoseWhoCameLater()
{
    Carried all;
    Peer first = all.connected();
    all.courier.repeat({}, {.message = message(QStringLiteral("x")), .interval = 1ms});
    QTRY_VERIFY_WITH_TIMEOUT(!first.received().empty(), patience);
    Peer second = all.connected();
    QTRY_VERIFY_WITH_TIMEOUT(!second.received().empty(), patience);
    QCOMPARE(progress(all).connection, ConnectionId(0));
}

void TestRepeat::countsWhatNobodyTook()
{
    Carried all;
    all.courier.repeat({}, {.message = message(QStringLiteral("x")), .interval = 1ms});
    QTRY_VERIFY_WITH_TIMEOUT(progress(all).failed > 3, patience);
    QCOMPARE(progress(all).done, std::uint64_t(0));
    Peer peer = all.connected();
    QTRY_VERIFY_WITH_TIMEOUT(progress(all).done > 3, patience);
    QCOMPARE(count(all.log, EventKind::Discarded), std::size_t(0)); // not an event each
}

void TestRepeat::leavesOutWhatAPeerDoesNotTake()
{
    Carried all;
    Peer stuck = all.connected(64 * 1024);
    Peer other = all.connected();
    const auto big = PreparedMessage::ofBytes(QByteArray(100000, 'x'));
    all.courier.repeat({}, {.message = big, .interval = 1ms});
    Background reading([&other] { other.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(progress(all).failed > 200, patience);
    constexpr std::size_t bound = 1024U * 1024;
    QVERIFY(all.socket(1).unsent() <= bound + 100000);
    const std::string told = "the peer takes too little: repeated messages that become due "
                             "meanwhile are left out\n";
    QVERIFY(all.notes(1).starts_with(told));
    QVERIFY(all.notes(1).find(told, told.size()) == std::string::npos);          // once
    QTRY_VERIFY_WITH_TIMEOUT(all.socket(2).movedBytes() > 10 * bound, patience); // the other
    // It reads after all.
    QTRY_VERIFY_WITH_TIMEOUT(stuck.received().size() > 3000000 &&
                                 all.notes(1).find("are sent again") != std::string::npos,
                             patience);
    all.courier.stopSending();
    all.courier.finish({2});
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
}

void TestRepeat::leavesOutWhatIsDueDuringAFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(qint64(16) * 1024 * 1024)); // zeros
    Carried all;
    Peer peer = all.connected(64 * 1024);
    all.courier.repeat({}, {.message = message(QStringLiteral("x")), .interval = 1ms});
    all.courier.send({}, message(file.fileName(), Notation::File));
    QTRY_VERIFY_WITH_TIMEOUT(progress(all).failed > 3, patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer.received().ends_with("xxx") &&
                                 all.notes(1).find("are sent again") != std::string::npos,
                             patience);
    QVERIFY(all.notes(1).find("a file is being sent: repeated messages") != std::string::npos);
    // None of them stands in the file.
    const auto zeros =
        static_cast<std::size_t>(std::count(peer.received().begin(), peer.received().end(), '\0'));
    const std::size_t begin = peer.received().find('\0');
    QCOMPARE(peer.received().rfind('\0') - begin + 1, zeros);
}

void TestRepeat::endsWhenItsAddresseesAreGone()
{
    Carried all;
    Peer first = all.connected();
    Peer second = all.connected();
    Peer third = all.connected();
    all.courier.repeat(QList<ConnectionId>{1, 2},
                       {.message = message(QStringLiteral("x")), .interval = 1ms});
    QTRY_VERIFY_WITH_TIMEOUT(second.received().size() > 3, patience);
    all.socket(1).abort();
    QTRY_VERIFY_WITH_TIMEOUT(progress(all).failed > 3, patience); // not all got it
    all.courier.stopSending(QList<ConnectionId>{2});
    QVERIFY(!all.courier.progress().empty()); // it goes to others too, as far as it was asked
    all.socket(2).abort();
    QVERIFY(all.courier.progress().empty());
    QVERIFY(all.notes(0).find("(no longer there)") != std::string::npos);
    QCOMPARE(third.received(), ""s);
}

void TestRepeat::endsWithTheLastPeerInTheMiddleOfASending()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat(QList<ConnectionId>{1},
                       {.message = message(QStringLiteral("x")), .interval = 1ms});
    QTRY_VERIFY_WITH_TIMEOUT(peer.received().size() > 3, patience);
    peer.close(); // the next message is answered by RST, and the one after that fails
    QTRY_COMPARE_WITH_TIMEOUT(count(all.log, EventKind::Closed), std::size_t(1), patience);
    QVERIFY(all.courier.progress().empty());
    QVERIFY(all.notes(0).find("repeat ended: ") != std::string::npos);
}

void TestRepeat::showsItsTrueRate()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.repeat({}, {.message = message(QStringLiteral("x")), .interval = 2ms});
    QTRY_VERIFY_WITH_TIMEOUT(progress(all).done > 600, patience);
    const double rate = progress(all).perSecond;
    QVERIFY2(rate > 400 && rate < 600, qPrintable(QString::number(rate)));
}

QTEST_GUILESS_MAIN(TestRepeat)
#include "tst_repeat.moc"
