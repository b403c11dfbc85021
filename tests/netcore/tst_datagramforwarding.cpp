#include "netcore/endpoints/forwarder.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/datagrampeer.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// A forwarder of datagrams from a free port to a socket of the test.
struct Forwarding {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    DatagramPeer target;
    Forwarder forwarder{log};

    ForwarderSettings settings() const
    {
        return {.carries = ForwarderSettings::Carries::Datagrams,
                .listen = {.host = QStringLiteral("127.0.0.1"), .port = QStringLiteral("0")},
                .target = {.host = QStringLiteral("127.0.0.1"),
                           .port = QString::number(target.port())}};
    }
    static void add(FaultPlan &faults, const char *text)
    {
        const auto read = std::get<FaultSetting>(faultIn(QString::fromLatin1(text)));
        faults.of(read.direction).set(read.kind, read.value);
    }
    std::uint16_t port() const { return forwarder.address().port(); }
    /// From which port the connection of that number speaks to the target.
    std::uint16_t portOf(ConnectionId connection) const
    {
        std::uint16_t its = 0;
        for (const Event &event : eventsOf(*log, EventKind::Connected)) {
            if (event.connection() == connection) {
                const std::string local(event.local());
                its = static_cast<std::uint16_t>(std::stoi(local.substr(local.rfind(':') + 1)));
            }
        }
        return its;
    }
};

std::vector<std::string> sorted(std::vector<std::string> texts)
{
    std::sort(texts.begin(), texts.end());
    return texts;
}

} // namespace

class TestDatagramForwarding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesDatagramsAndAnswers();
    void keepsPeersApart();
    void carriesAnEmptyDatagram();
    void looksUpTheNameOfTheTarget();
    void tellsThatThePortOfTheTargetIsClosed();
    void carriesForSoManyPeersOnly();
    void forgetsAPeerThatSaysNothing();
    void forgetsAPeerByWish();
    void canBeStoppedAndStartedAgain();
    void dropsAll();
    void sendsTwice();
    void letsTheNextOneOvertake();
    void delaysAndTellsWhatWasNotSent();
    void doesTheSameInEachRun();
    void rewrites();
};

void TestDatagramForwarding::carriesDatagramsAndAnswers()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    QCOMPARE(story(*all.log, 0), "note created bound"s);
    DatagramPeer peer;
    peer.sendTo(all.port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received(), std::vector{"hello"s}, patience);
    all.target.sendTo(all.portOf(1), "good day");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"good day"s}, patience);
    QCOMPARE(bytesOf(*all.log, EventKind::Received, 0), "hello"s);
    QCOMPARE(bytesOf(*all.log, EventKind::Sent, 1), "hello"s);
    QCOMPARE(bytesOf(*all.log, EventKind::Received, 1), "good day"s);
    QCOMPARE(bytesOf(*all.log, EventKind::Sent, 0), "good day"s);
    QCOMPARE(story(*all.log, 1), "note created bound connecting connected sent received"s);
}

void TestDatagramForwarding::keepsPeersApart()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    DatagramPeer one;
    DatagramPeer other;
    one.sendTo(all.port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 1U, patience);
    other.sendTo(all.port(), "other");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 2U, patience);
    QVERIFY(all.portOf(1) != all.portOf(2));
    all.target.sendTo(all.portOf(2), "to the other");
    all.target.sendTo(all.portOf(1), "to one");
    QTRY_COMPARE_WITH_TIMEOUT(one.received(), std::vector{"to one"s}, patience);
    QTRY_COMPARE_WITH_TIMEOUT(other.received(), std::vector{"to the other"s}, patience);
    // A stranger who guesses the port is not let through by the system.
    DatagramPeer stranger;
    stranger.sendTo(all.portOf(1), "boo");
    all.target.sendTo(all.portOf(1), "again");
    QTRY_COMPARE_WITH_TIMEOUT(one.received(), (std::vector{"to one"s, "again"s}), patience);
}

void TestDatagramForwarding::carriesAnEmptyDatagram()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    DatagramPeer peer;
    peer.sendTo(all.port(), "");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received(), std::vector{""s}, patience);
}

void TestDatagramForwarding::looksUpTheNameOfTheTarget()
{
    Forwarding all;
    auto settings = all.settings();
    settings.target.host = QStringLiteral("nobody.invalid");
    all.forwarder.start(settings);
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*all.log), "EAI_NONAME"s, patience);
    all.forwarder.start(all.settings()); // and can be started
    QCOMPARE(story(*all.log, 0), "note failed note created bound"s);
}

void TestDatagramForwarding::tellsThatThePortOfTheTargetIsClosed()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    DatagramPeer peer;
    peer.sendTo(all.port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 1U, patience);
    all.target.close();
    peer.sendTo(all.port(), "two");
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*all.log), "ECONNREFUSED"s, patience);
}

void TestDatagramForwarding::carriesForSoManyPeersOnly()
{
    Forwarding all;
    auto settings = all.settings();
    settings.mostConnections = 1;
    all.forwarder.start(settings);
    DatagramPeer one;
    DatagramPeer other;
    one.sendTo(all.port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 1U, patience);
    other.sendTo(all.port(), "other");
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*all.log, EventKind::Discarded), std::uint64_t(5), patience);
    QVERIFY(lastNote(*all.log, EventKind::Discarded).starts_with(refusedMark));
}

void TestDatagramForwarding::forgetsAPeerThatSaysNothing()
{
    Forwarding all;
    auto settings = all.settings();
    settings.idleLimit = 1;
    all.forwarder.start(settings);
    DatagramPeer peer;
    peer.sendTo(all.port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 1U, patience);
    QVERIFY(lastNote(*all.log, EventKind::Note).starts_with(idleMark));
    peer.sendTo(all.port(), "two"); // begins anew
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 2U, patience);
    QVERIFY(all.portOf(2) != 0);
}

void TestDatagramForwarding::forgetsAPeerByWish()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    DatagramPeer peer;
    peer.sendTo(all.port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 1U, patience);
    all.forwarder.disconnectFrom(QList<ConnectionId>{1});
    QCOMPARE(count(*all.log, EventKind::Closed), 1U);
}

void TestDatagramForwarding::canBeStoppedAndStartedAgain()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    DatagramPeer peer;
    peer.sendTo(all.port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 1U, patience);
    all.forwarder.stop();
    QCOMPARE(count(*all.log, EventKind::Closed), 2U);
    all.forwarder.start(all.settings());
    peer.sendTo(all.port(), "two");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 2U, patience);
}

void TestDatagramForwarding::dropsAll()
{
    Forwarding all;
    auto settings = all.settings();
    Forwarding::add(settings.faults, "to-target:drop=100");
    all.forwarder.start(settings);
    DatagramPeer peer;
    peer.sendTo(all.port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*all.log, EventKind::Discarded), std::uint64_t(5), patience);
    QCOMPARE(lastNote(*all.log, EventKind::Discarded), "fault: to the target: dropped"s);
    all.forwarder.setFaults({});
    peer.sendTo(all.port(), "again");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received(), std::vector{"again"s}, patience);
}

void TestDatagramForwarding::sendsTwice()
{
    Forwarding all;
    auto settings = all.settings();
    Forwarding::add(settings.faults, "to-target:duplicate=100");
    all.forwarder.start(settings);
    DatagramPeer peer;
    peer.sendTo(all.port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received(), (std::vector{"hello"s, "hello"s}), patience);
    QCOMPARE(lastNote(*all.log, EventKind::Note), "fault: to the target: sent twice"s);
}

void TestDatagramForwarding::letsTheNextOneOvertake()
{
    Forwarding all;
    auto settings = all.settings();
    Forwarding::add(settings.faults, "to-target:reorder=100");
    all.forwarder.start(settings);
    DatagramPeer peer;
    peer.sendTo(all.port(), "one");
    peer.sendTo(all.port(), "two");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received(), (std::vector{"two"s, "one"s}), patience);
    peer.sendTo(all.port(), "last"); // which none overtakes
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received().size(), 3U, patience);
}

void TestDatagramForwarding::delaysAndTellsWhatWasNotSent()
{
    Forwarding all;
    auto settings = all.settings();
    Forwarding::add(settings.faults, "to-target:delay=3600000");
    all.forwarder.start(settings);
    DatagramPeer peer;
    peer.sendTo(all.port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    QCOMPARE(count(*all.log, EventKind::Sent), 0U);
    all.forwarder.stop();
    QCOMPARE(sumOf(*all.log, EventKind::Discarded), std::uint64_t(5));
}

void TestDatagramForwarding::doesTheSameInEachRun()
{
    const auto run = [](std::uint64_t seed) {
        Forwarding all;
        auto settings = all.settings();
        settings.faults.seed = seed;
        Forwarding::add(settings.faults, "to-target:drop=30");
        Forwarding::add(settings.faults, "to-target:duplicate=30");
        Forwarding::add(settings.faults, "to-target:corrupt=3");
        all.forwarder.start(settings);
        DatagramPeer peer;
        for (int index = 0; index < 50; ++index) {
            peer.sendTo(all.port(), "datagram " + std::to_string(index));
        }
        const auto done = [&all] {
            std::size_t twice = 0;
            for (const Event &event : eventsOf(*all.log, EventKind::Note)) {
                twice += event.note().find("sent twice") == std::string_view::npos ? 0 : 1;
            }
            const std::size_t sent = count(*all.log, EventKind::Sent);
            return count(*all.log, EventKind::Discarded) + sent - twice == 50U &&
                   all.target.received().size() == sent;
        };
        return QTest::qWaitFor(done, patience) ? sorted(all.target.received())
                                               : std::vector<std::string>();
    };
    const auto once = run(3);
    QVERIFY(!once.empty());
    QCOMPARE(run(3), once);
    QVERIFY(run(4) != once);
}

void TestDatagramForwarding::rewrites()
{
    Forwarding all;
    auto settings = all.settings();
    settings.rewriting = QStringLiteral("to-target:cat=dog\nto-client:matches:^(.)=<$1>");
    all.forwarder.start(settings);
    DatagramPeer peer;
    peer.sendTo(all.port(), "a cat c");
    QTRY_COMPARE_WITH_TIMEOUT(all.target.received(), std::vector{"a dog c"s}, patience);
    all.target.sendTo(all.portOf(1), "yes");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"<y>es"s}, patience);
}

QTEST_GUILESS_MAIN(TestDatagramForwarding)
#include "tst_datagramforwarding.moc"
