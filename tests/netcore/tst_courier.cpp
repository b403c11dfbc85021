#include "tests/support/carried.h"

#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestCourier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handsOnWhatIsSaidInOrder();
    void sendsToSomeAndToAll();
    void fillsMacrosForEachConnection();
    void keepsWhatIsSaidEarly();
    void discardsWhatIsSaidToNobody();
    void discardsWhatIsSaidAfterTheEnd();
    void finishesBehindAFile();
    void sendsFilesAndBytesInOrder();
    void tellsWhenAllIsDone();
    void survivesAPeerThatIsGone();
    void refusesASecondRepeatAndASecondSequence();

private:
    static QString fileOf(QTemporaryFile &file, const std::string &bytes);
};

QString TestCourier::fileOf(QTemporaryFile &file, const std::string &bytes)
{
    [&] {
        QVERIFY(file.open());
        QCOMPARE(file.write(bytes.data(), static_cast<qint64>(bytes.size())),
                 static_cast<qint64>(bytes.size()));
        file.close();
    }();
    return file.fileName();
}

void TestCourier::handsOnWhatIsSaidInOrder()
{
    Carried all;
    Peer peer = all.connected();
    all.courier.send({}, message(QStringLiteral("one ")));
    all.courier.send(QList<ConnectionId>{1},
                     message(QStringLiteral("two"), Notation::Text, LineEnding::CrLf));
    all.courier.send({}, message(QStringLiteral("00 ff"), Notation::Hex));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "one two\r\n\0\xff"s, patience);
    QCOMPARE(count(all.log, EventKind::Sent), std::size_t(3));
}

void TestCourier::sendsToSomeAndToAll()
{
    Carried all;
    Peer first = all.connected();
    Peer second = all.connected();
    Peer third = all.connected();
    all.courier.send(QList<ConnectionId>{1, 3}, message(QStringLiteral("some ")));
    all.courier.finish({2});
    all.courier.send({}, message(QStringLiteral("all")));
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "some all"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(third.received(), "some all"s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(second.sawFin(), patience);
    QCOMPARE(second.received(), ""s); // it had ended: all are those who can hear
    QCOMPARE(count(all.log, EventKind::Discarded), std::size_t(0));
}

void TestCourier::fillsMacrosForEachConnection()
{
    Carried all;
    Peer first = all.connected();
    Peer second = all.connected();
    const auto text = message(QStringLiteral("${counter} ${peer}\\n"), Notation::Escapes);
    all.courier.send({}, text);
    all.courier.send(QList<ConnectionId>{2}, text);
    const std::string peer = all.socket(1).journal().peer();
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "1 " + peer + "\n", patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "2 " + peer + "\n3 " + peer + "\n", patience);
}

void TestCourier::keepsWhatIsSaidEarly()
{
    QTemporaryFile file;
    const QString name = fileOf(file, "from a file ");
    Carried all;
    all.connecting();
    all.courier.send({}, message(QStringLiteral("early ")));
    all.courier.send({}, message(name, Notation::File));
    all.courier.send({}, message(QStringLiteral("and after")));
    all.courier.finish({1});
    QCOMPARE(story(all.log, 1), "created connecting"s);
    Peer peer = all.accepted();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), "early from a file and after"s);
}

void TestCourier::discardsWhatIsSaidToNobody()
{
    Carried all;
    all.courier.send({}, message(QStringLiteral("hello?")));
    all.courier.send(QList<ConnectionId>{7}, message(QStringLiteral("you?")));
    QTemporaryFile file;
    all.courier.send({}, message(fileOf(file, "bytes"), Notation::File));
    const auto events = eventsOf(all.log, EventKind::Discarded);
    QCOMPARE(events.size(), std::size_t(3));
    QCOMPARE(events[0].connection(), ConnectionId(0));
    QCOMPARE(events[0].bytes(), std::uint64_t(6));
    QCOMPARE(events[0].note(), std::string_view("nobody is there"));
    QCOMPARE(events[1].connection(), ConnectionId(7));
    QCOMPARE(events[1].note(), std::string_view("no longer there"));
    QVERIFY(events[2].note().find(QFileInfo(file).fileName().toStdString()) != std::string::npos);
}

void TestCourier::discardsWhatIsSaidAfterTheEnd()
{
    QTemporaryFile file;
    const QString name = fileOf(file, pattern(500000));
    Carried all;
    Peer peer = all.connected();
    all.courier.send({}, message(name, Notation::File));
    all.courier.finish({1});
    all.courier.send(QList<ConnectionId>{1}, message(QStringLiteral("too late")));
    QCOMPARE(sumOf(all.log, EventKind::Discarded), std::uint64_t(8));
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(peer.received() == pattern(500000));
    all.courier.send(QList<ConnectionId>{1}, message(QStringLiteral("much too late")));
    QCOMPARE(sumOf(all.log, EventKind::Discarded), std::uint64_t(8 + 13));
}

void TestCourier::finishesBehindAFile()
{
    QTemporaryFile file;
    const std::string bytes = pattern(3000000);
    const QString name = fileOf(file, bytes);
    Carried all;
    Peer peer = all.connected();
    all.courier.send({}, message(name, Notation::File, LineEnding::Lf));
    all.courier.finish({1});
    all.courier.finish({1}); // once is enough
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QCOMPARE(peer.error(), 0);
    QVERIFY(peer.received() == bytes + "\n");
    QVERIFY(bytesOf(all.log, EventKind::Sent, 1) == bytes + "\n");
    QCOMPARE(story(all.log, 1), "created connecting connected note sent note sent finished"s);
    peer.sendAll("thanks");
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(all.log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(bytesOf(all.log, EventKind::Received, 1), "thanks"s);
}

void TestCourier::sendsFilesAndBytesInOrder()
{
    QTemporaryFile first;
    QTemporaryFile second;
    const QString firstName = fileOf(first, pattern(1000000, 1));
    const QString secondName = fileOf(second, pattern(700000, 2));
    Carried all;
    Peer peer = all.connected();
    all.courier.send({}, message(QStringLiteral("begin ")));
    all.courier.send({}, message(firstName, Notation::File));
    all.courier.send({}, message(QStringLiteral(" between ")));
    all.courier.send({}, message(secondName, Notation::File));
    all.courier.send({}, message(QStringLiteral(" end")));
    const std::string whole =
        "begin " + pattern(1000000, 1) + " between " + pattern(700000, 2) + " end";
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), whole.size(), patience);
    QVERIFY(peer.received() == whole);
}

void TestCourier::tellsWhenAllIsDone()
{
    QTemporaryFile file;
    const QString name = fileOf(file, pattern(300000));
    Carried all;
    Peer peer = all.connected();
    QSignalSpy done(&all.courier, &Courier::allDone);
    all.courier.send({}, message(QStringLiteral("a")));
    QCOMPARE(done.count(), 0); // not before whoever sent it goes on
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience);
    all.courier.send({}, message(name, Notation::File));
    all.courier.send({}, message(QStringLiteral("b")));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 2, patience);
    QCOMPARE(done.constLast().constFirst().value<ConnectionId>(), ConnectionId(1));
    QCOMPARE(sumOf(all.log, EventKind::Sent), std::uint64_t(300002));
}

void TestCourier::survivesAPeerThatIsGone()
{
    Carried all;
    Peer peer = all.connected();
    peer.reset();
    // Whichever of these notices it: each is harmless.
    for (int turn = 0; turn < 3; ++turn) {
        all.courier.send(QList<ConnectionId>{1}, message(QStringLiteral("hello?")));
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(all.log, EventKind::Closed), std::size_t(1), patience);
    all.courier.send(QList<ConnectionId>{1}, message(QStringLiteral("hello?")));
    QCOMPARE(lastNote(all.log, EventKind::Discarded), "no longer there"s);
    all.courier.finish({1});
    all.courier.discardWaiting({1});
    all.courier.stopSending();
    all.courier.resume();
    QVERIFY(all.courier.progress().empty());
}

void TestCourier::refusesASecondRepeatAndASecondSequence()
{
    Carried all;
    Peer peer = all.connected();
    const RepeatPlan plan{.message = message(QStringLiteral("x"))};
    all.courier.repeat({}, plan);
    all.courier.repeat({}, plan);
    QCOMPARE(lastError(all.log), "EINVAL"s);
    QCOMPARE(count(all.log, EventKind::Failed), std::size_t(1));
    const SequencePlan sequence{
        .steps = {{.wait = std::chrono::hours(1), .message = message(QStringLiteral("y"))}}};
    all.courier.play({}, sequence);
    all.courier.play({}, sequence);
    all.courier.play(QList<ConnectionId>{9}, sequence);
    QCOMPARE(count(all.log, EventKind::Failed), std::size_t(3));
    QCOMPARE(all.courier.progress().size(), std::size_t(2));
    all.courier.stopSending();
    QVERIFY(all.courier.progress().empty());
    all.courier.play(QList<ConnectionId>{9}, sequence); // nobody
    all.courier.play({}, {});                           // nothing
    all.courier.repeat(QList<ConnectionId>{9}, plan);
    QCOMPARE(count(all.log, EventKind::Failed), std::size_t(6));
    QVERIFY(all.courier.progress().empty());
}

QTEST_GUILESS_MAIN(TestCourier)
#include "tst_courier.moc"
