#include "tests/support/carried.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace
{

SequenceStep::Answer answer(const QString &expression, std::chrono::milliseconds atMost = 30s)
{
    return {.pattern = Pattern::parse(expression, Pattern::WithGroups).value(),
            .text = expression,
            .atMost = atMost};
}

PreparedMessage withGroups(const QString &text, int groups)
{
    return message(text, Notation::Escapes, LineEnding::None, groups);
}

} // namespace

class TestSequence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsOneAfterTheOtherWithWaitsBetween();
    void waitsForAnAnswerAndUsesItsGroups();
    void countsWhatCameDuringTheWait();
    void findsAnAnswerInPieces();
    void findsAnAnswerInManyBytes();
    void looksForTheNextInTheSameBytesWhereNothingWasSent();
    void forgetsWhatCameBeforeAMessage();
    void stopsWhereNoAnswerComes();
    void runsOnEachConnectionForItself();
    void beginsAgainSoManyTimes();
    void sendsAFileAsAStep();
    void endsWithItsConnection();
    void endsWhenThisSideCloses();
    void endsWhereNothingMoreCanBeSent();
    void isStopped();
    void showsHowFarItIs();
};

void TestSequence::sendsOneAfterTheOtherWithWaitsBetween()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.message = message(QStringLiteral("one "))},
                                    {.wait = 60ms, .message = message(QStringLiteral("two "))},
                                    {.wait = 40ms},
                                    {.message = message(QStringLiteral("three"))}}});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "one two three"s, patience);
    const auto sent = eventsOf(all.log, EventKind::Sent);
    QVERIFY(sent[1].elapsed() - sent[0].elapsed() >= 59 * 1000 * 1000); // a timer's own rounding
    QVERIFY(sent[2].elapsed() - sent[1].elapsed() >= 39 * 1000 * 1000);
    QTRY_COMPARE_WITH_TIMEOUT(
        all.notes(1), "a sequence of 4 steps begins\nthe sequence is done: 4 steps\n"s, patience);
    QVERIFY(all.courier.progress().empty());
}

void TestSequence::waitsForAnAnswerAndUsesItsGroups()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({},
                     {.steps = {{.message = message(QStringLiteral("hello\n"))},
                                {.answer = answer(QStringLiteral("id=(\\d+);(x)?")),
                                 .message = withGroups(QStringLiteral("take $1 of <$0>$2"), 2)}}});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello\n"s, patience);
    peer.sendAll("something id=42; else");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello\ntake 42 of <something id=42; else>"s,
                              patience);
    QTRY_VERIFY_WITH_TIMEOUT(all.courier.progress().empty(), patience);
}

void TestSequence::countsWhatCameDuringTheWait()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.wait = 100ms,
                                     .answer = answer(QStringLiteral("^ready"), 10ms),
                                     .message = message(QStringLiteral("go"))}}});
    peer.sendAll("ready " + pattern(100000)); // more than is kept
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "go"s, patience);
    QCOMPARE(count(all.log, EventKind::TimedOut), std::size_t(0));
}

void TestSequence::findsAnAnswerInPieces()
{
    Carried all;
    Peer peer = all.connected();
    peer.sendWithoutDelay();
    all.courier.play({}, {.steps = {{.answer = answer(QStringLiteral("a(.*)z")),
                                     .message = withGroups(QStringLiteral("$1"), 1)}}});
    QTRY_VERIFY_WITH_TIMEOUT(!all.courier.progress().empty(), patience);
    for (const char byte : "--abcz--"s) {
        const std::size_t before = sumOf(all.log, EventKind::Received);
        peer.sendAll({&byte, 1});
        QTRY_VERIFY_WITH_TIMEOUT(sumOf(all.log, EventKind::Received) > before, patience);
    }
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "bc"s, patience);
}

void TestSequence::findsAnAnswerInManyBytes()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.answer = answer(QStringLiteral("<(needle)>")),
                                     .message = withGroups(QStringLiteral("$1"), 1)}}});
    Background sending([&peer] {
        peer.sendAll(std::string(500000, '.') + "<needle>" + std::string(500000, '.'));
    });
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "needle"s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
}

void TestSequence::looksForTheNextInTheSameBytesWhereNothingWasSent()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.answer = answer(QStringLiteral("one"))},
                                    {.answer = answer(QStringLiteral("two")),
                                     .message = message(QStringLiteral("both"))}}});
    peer.sendAll("one two");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "both"s, patience);
}

void TestSequence::forgetsWhatCameBeforeAMessage()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.answer = answer(QStringLiteral("ok")),
                                     .message = message(QStringLiteral("first"))},
                                    {.answer = answer(QStringLiteral("ok"), 50ms),
                                     .message = message(QStringLiteral("second"))}}});
    peer.sendAll("ok ok");
    QTRY_COMPARE_WITH_TIMEOUT(count(all.log, EventKind::TimedOut), std::size_t(1), patience);
    QCOMPARE(peer.received(), "first"s);
}

void TestSequence::stopsWhereNoAnswerComes()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.message = message(QStringLiteral("hello"))},
                                    {.answer = answer(QStringLiteral("wel+come"), 50ms),
                                     .message = message(QStringLiteral("never"))}}});
    peer.sendAll("go away");
    QTRY_COMPARE_WITH_TIMEOUT(lastNote(all.log, EventKind::TimedOut),
                              "no answer that fits \"wel+come\" came within 50 ms: the sequence "
                              "stops at step 2"s,
                              patience);
    QVERIFY(all.courier.progress().empty());
    QCOMPARE(peer.received(), "hello"s);
    const Event timedOut = eventsOf(all.log, EventKind::TimedOut).front();
    const Event sent = eventsOf(all.log, EventKind::Sent).front();
    QVERIFY(timedOut.elapsed() - sent.elapsed() >= 49 * 1000 * 1000);
}

void TestSequence::runsOnEachConnectionForItself()
{
    Carried all;
    Peer first = all.connected();
    Peer second = all.connected();
    Peer third = all.connected();
    all.courier.play(QList<ConnectionId>{1, 2},
                     {.steps = {{.answer = answer(QStringLiteral("(\\w+)")),
                                 .message = withGroups(QStringLiteral("you said $1"), 1)}}});
    QCOMPARE(all.courier.progress().size(), std::size_t(2));
    second.sendAll("two");
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "you said two"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(all.courier.progress().size(), std::size_t(1), patience);
    first.sendAll("one");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "you said one"s, patience);
    QCOMPARE(third.received(), ""s);
}

void TestSequence::beginsAgainSoManyTimes()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.message = message(QStringLiteral("a"))},
                                    {.wait = 1ms, .message = message(QStringLiteral("b"))}},
                          .times = 3});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "ababab"s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(all.notes(1).ends_with("the sequence is done: 6 steps\n"), patience);
}

void TestSequence::sendsAFileAsAStep()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.message = message(QStringLiteral("/proc/version"),
                                                        Notation::File, LineEnding::Lf)},
                                    {.message = message(QStringLiteral("end"))}}});
    QTRY_VERIFY_WITH_TIMEOUT(peer.received().ends_with("\nend"), patience);
    QVERIFY(peer.received().starts_with("Linux version"));
}

void TestSequence::endsWithItsConnection()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.message = message(QStringLiteral("hello"))},
                                    {.answer = answer(QStringLiteral("x"))}}});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "hello"s, patience);
    peer.reset();
    QTRY_VERIFY_WITH_TIMEOUT(
        all.notes(1).ends_with("the connection is gone: the sequence stops at step 2\n"), patience);
    QVERIFY(all.courier.progress().empty());
}

void TestSequence::endsWhenThisSideCloses()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.wait = 1h, .message = message(QStringLiteral("never"))}}});
    all.courier.discardWaiting({1});
    all.socket(1).close();
    QVERIFY(all.courier.progress().empty());
    QVERIFY(all.notes(1).ends_with("this side closes the connection: the sequence stops at step "
                                   "1\n"));
}

void TestSequence::endsWhereNothingMoreCanBeSent()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play({}, {.steps = {{.answer = answer(QStringLiteral("x")),
                                     .message = message(QStringLiteral("never"))}}});
    all.courier.finish({1});
    peer.sendAll("x");
    QTRY_VERIFY_WITH_TIMEOUT(
        all.notes(1).ends_with("nothing more can be sent: the sequence stops at step 1\n"),
        patience);
    QCOMPARE(count(all.log, EventKind::Discarded), std::size_t(0));
}

void TestSequence::isStopped()
{
    Carried all;
    Peer first = all.connected();
    Peer second = all.connected();
    all.courier.play({}, {.steps = {{.message = message(QStringLiteral("x"))}}, .times = 0});
    QTRY_VERIFY_WITH_TIMEOUT(first.received().size() > 3 && second.received().size() > 3, patience);
    all.courier.stopSending(QList<ConnectionId>{1});
    QCOMPARE(all.courier.progress().size(), std::size_t(1));
    QVERIFY(all.notes(1).ends_with("stopped: the sequence stops at step 1\n"));
    const std::size_t before = second.received().size();
    QTRY_VERIFY_WITH_TIMEOUT(second.received().size() > before + 3, patience);
    all.courier.stopSending();
    QVERIFY(all.courier.progress().empty());
}

void TestSequence::showsHowFarItIs()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.play(
        {}, {.steps = {{.message = message(QStringLiteral("x"))}, {.wait = 1h}}, .times = 2});
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "x"s, patience);
    const SendingProgress progress = all.courier.progress().front();
    QCOMPARE(progress.kind, SendingProgress::Kind::Sequence);
    QCOMPARE(progress.connection, ConnectionId(1));
    QCOMPARE(progress.done, std::uint64_t(1));
    QCOMPARE(progress.total, std::uint64_t(4));
}

QTEST_GUILESS_MAIN(TestSequence)
#include "tst_sequence.moc"
