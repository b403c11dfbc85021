#include "netcore/endpoints/forwarder.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/certificates.h"
#include "tests/support/localpeer.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// What became of a side that sends as much as it can.
struct Flood {
    static constexpr std::size_t piece = 65536;
    std::size_t offered = 0;
    std::size_t mostOwed = 0; ///< by the forwarder
    bool isOver = false;      ///< nobody on the way takes any more
};

/// A forwarder from a free port to a listener of the test, and one pair of it.
struct Forwarding {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    PeerListener target;
    std::optional<Peer> client;
    std::optional<Peer> server;
    Forwarder forwarder{log};

    ForwarderSettings settings() const
    {
        return {.listen = {.host = QStringLiteral("127.0.0.1"), .port = QStringLiteral("0")},
                .target = {.host = QStringLiteral("127.0.0.1"),
                           .port = QString::number(target.port())}};
    }
    static ForwarderSettings faulty(ForwarderSettings settings, const char *fault)
    {
        const auto read = std::get<FaultSetting>(faultIn(QString::fromLatin1(fault)));
        settings.faults.of(read.direction).set(read.kind, read.value);
        return settings;
    }
    std::uint16_t port() const { return forwarder.address().port(); }
    bool connectPair(int buffers = 0)
    {
        client = Peer::connectedTo(port(), Family::Ipv4, buffers);
        return QTest::qWaitFor([this] { return target.acceptInto(server); }, patience);
    }
    bool begin(const ForwarderSettings &settings)
    {
        forwarder.start(settings);
        return connectPair();
    }
    bool begin() { return begin(settings()); }
    /// Offers bytes from one side until nobody on the way has taken any for long.
    Flood floodFrom(Peer &side) const
    {
        const std::string bytes(Flood::piece, 'x');
        Flood flood;
        int silent = 0;
        const auto isOver = [&] {
            const std::size_t taken = side.offer(bytes);
            flood.offered += taken;
            flood.mostOwed = std::max(flood.mostOwed, forwarder.owed());
            silent = taken == 0 ? silent + 1 : 0;
            return silent == 200;
        };
        flood.isOver = QTest::qWaitFor(isOver, patience);
        return flood;
    }
};

/// The notes of that connection that begin so, without it.
std::vector<std::string> marked(const EventLog &log, ConnectionId connection, std::string_view mark)
{
    std::vector<std::string> notes;
    for (const Event &event : eventsOf(log)) {
        if (event.connection() == connection && event.note().starts_with(mark)) {
            notes.emplace_back(event.note().substr(mark.size()));
        }
    }
    return notes;
}

std::size_t sizeOf(Peer &peer)
{
    return peer.received().size();
}

} // namespace

class TestForwarder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPlacesAsTheyAreWritten_data();
    void readsPlacesAsTheyAreWritten();
    void readsNothingElse_data();
    void readsNothingElse();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void carriesBothDirections();
    void tellsWhichConnectionsBelongTogether();
    void looksUpTheNameOfTheTarget();
    void cutsTheClientWhereTheTargetHasNoAddress();
    void carriesAnEndToTheTargetAndGoesOn();
    void carriesAnEndToTheClientAndGoesOn();
    void sendsAllBeforeTheEnd_data();
    void sendsAllBeforeTheEnd();
    void cutsTheTargetWhenTheClientIsCut();
    void cutsTheClientWhenTheTargetIsCut();
    void cutsAPausedPairWhenItsOtherSideIsCut();
    void cutsTheClientWhereTheTargetRefuses();
    void givesTheTargetUpWhenTheClientIsGone();
    void owesLittleToAServerThatDoesNotRead();
    void owesLittleToAClientThatDoesNotRead();
    void owesLittleWithFaults();
    void carriesManyAtOnce();
    void refusesMoreThanItWants();
    void takesAFreePortWhereTheUsualOneIsTaken();
    void closesEverythingInOrderWhenStopped();
    void startsAgainWhilePairsAreStillClosing();
    void sendsWhatAPersonSaysToEitherSide();
    void finishesOneSideByWish();
    void cutsBothWhenAPersonCutsOne();
    void closesBothWhenAPersonClosesOne();
    void pausesOneSide();

    void delaysWhatItCarries();
    void cutsIntoPieces();
    void mergesMessages();
    void stopsReadingAndGoesOn();
    void finishesAfterSoManyBytes();
    void cutsAfterSoManyBytes();
    void changesBytesTheSameWayEachRun();
    void limitsTheRateOfOneDirectionOnly();
    void tellsEachChangeOfFaults();
    void rewritesBothDirections();

    void carriesFromALocalSocketToTcp();
    void carriesFromTcpToALocalSocket();
    void keepsMessagesApart();
    void carriesThroughTlsAndBack();
    void cutsTheClientWhereTheTargetSpeaksNoTls();
};

void TestForwarder::readsPlacesAsTheyAreWritten_data()
{
    QTest::addColumn<bool>("datagrams");
    QTest::addColumn<QString>("listen");
    QTest::addColumn<QString>("target");
    const auto row = [](const char *text, bool datagrams, const char *listen, const char *target) {
        QTest::newRow(text) << datagrams << QString::fromLatin1(listen)
                            << QString::fromLatin1(target);
    };
    row("127.0.0.1:8001=127.0.0.1:80", false, "127.0.0.1:8001", "127.0.0.1:80");
    row("[::1]:0=localhost:80", false, "[::1]:0", "localhost:80");
    row("udp:*:53=udp:127.0.0.1:5353", true, "*:53", "127.0.0.1:5353");
    row("local:/tmp/a=b=tls:example.org:443", false, "local:/tmp/a", "b=tls:example.org:443");
}

void TestForwarder::readsPlacesAsTheyAreWritten()
{
    QFETCH(const bool, datagrams);
    QFETCH(const QString, listen);
    const QString text = QString::fromLatin1(QTest::currentDataTag());
    const auto settings = forwardedPlacesIn(text);
    QVERIFY(settings);
    QCOMPARE(settings->carries == ForwarderSettings::Carries::Datagrams, datagrams);
    if (!text.startsWith(QStringLiteral("local"))) {
        QCOMPARE(placeText(settings->listen), listen);
        QCOMPARE(forwardedPlacesText(*settings), text);
    } else {
        QCOMPARE(settings->target.transport, Transport::Tls); // the equals sign that fits
    }
}

void TestForwarder::readsNothingElse_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "8001", "127.0.0.1:8001", "udp:127.0.0.1:1=127.0.0.1:2",
          "127.0.0.1:1=udp:127.0.0.1:2", "udp:local:/a=udp:127.0.0.1:2", "=", "::1=127.0.0.1:2"}) {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void TestForwarder::readsNothingElse()
{
    QFETCH(const QString, text);
    const auto settings = forwardedPlacesIn(text);
    if (settings) { // of which only the judge can say that it is nothing
        QVERIFY(std::holds_alternative<QString>(ForwardPlan::of(*settings)));
    }
}

void TestForwarder::refusesWhatCannotBe_data()
{
    QTest::addColumn<QString>("listen");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("rewriting");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *listen, const char *target,
                        const char *rewriting, const char *words) {
        QTest::newRow(name) << QString::fromLatin1(listen) << QString::fromLatin1(target)
                            << QString::fromLatin1(rewriting) << QString::fromLatin1(words);
    };
    row("address", "somewhere:1", "127.0.0.1:2", "", "is no address to listen on");
    row("port", "127.0.0.1:x", "127.0.0.1:2", "", "x");
    row("no target", "127.0.0.1:0", ":2", "", "a target is missing");
    row("target's port", "127.0.0.1:0", "127.0.0.1:65536", "", "65536");
    row("port 0", "127.0.0.1:0", "127.0.0.1:0", "", "port 0");
    row("name", "127.0.0.1:0", "a b:1", "", "can be no host");
    row("itself", "127.0.0.1:4000", "127.0.0.1:4000", "", "the forwarder itself");
    row("itself among all", "*:4000", "127.0.0.1:4000", "", "the forwarder itself");
    row("rule", "127.0.0.1:0", "127.0.0.1:2", "nonsense", "is no rule");
}

void TestForwarder::refusesWhatCannotBe()
{
    QFETCH(const QString, listen);
    QFETCH(const QString, target);
    QFETCH(const QString, rewriting);
    QFETCH(const QString, words);
    Forwarding all;
    ForwarderSettings settings;
    settings.listen = *placeIn(listen);
    settings.target = *placeIn(target);
    settings.rewriting = rewriting;
    all.forwarder.start(settings);
    QCOMPARE(story(*all.log, 0), "failed"s);
    QVERIFY2(QString::fromStdString(lastNote(*all.log, EventKind::Failed)).contains(words),
             lastNote(*all.log, EventKind::Failed).c_str());
}

void TestForwarder::carriesBothDirections()
{
    Forwarding all;
    QVERIFY(all.begin());
    all.client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "hello"s, patience);
    all.server->sendAll("good day");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "good day"s, patience);
    QCOMPARE(bytesOf(*all.log, EventKind::Received, 1), "hello"s);
    QCOMPARE(bytesOf(*all.log, EventKind::Sent, 2), "hello"s);
    QCOMPARE(bytesOf(*all.log, EventKind::Received, 2), "good day"s);
    QCOMPARE(bytesOf(*all.log, EventKind::Sent, 1), "good day"s);
    QCOMPARE(all.forwarder.owed(), std::size_t(0));
    // What was received and what was sent are the same memory.
    const auto received = eventsOf(*all.log, EventKind::Received);
    const auto sent = eventsOf(*all.log, EventKind::Sent);
    QCOMPARE(received.front().payload().data(), sent.front().payload().data());
}

void TestForwarder::tellsWhichConnectionsBelongTogether()
{
    Forwarding all;
    QVERIFY(all.begin());

    QCOMPARE(std::string(eventsOf(*all.log).front().note()),
             std::string(forwardMark) + "to 127.0.0.1:" + std::to_string(all.target.port()));
    QCOMPARE(story(*all.log, 0), "note created bound listening"s);
    QCOMPARE(story(*all.log, 1), "accepted"s);
    QVERIFY(story(*all.log, 2).starts_with("note created "));
    QCOMPARE(marked(*all.log, 2, pairMark), std::vector{"1"s});
}

void TestForwarder::looksUpTheNameOfTheTarget()
{
    Forwarding all;
    auto settings = all.settings();
    settings.target.host = QStringLiteral("localhost");
    QVERIFY(all.begin(settings));
    all.client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "hello"s, patience);
}

void TestForwarder::cutsTheClientWhereTheTargetHasNoAddress()
{
    Forwarding all;
    auto settings = all.settings();
    settings.target.host = QStringLiteral("nobody.invalid");
    all.forwarder.start(settings);
    all.client = Peer::connectedTo(all.port());
    QTRY_COMPARE_WITH_TIMEOUT(all.client->error(), ECONNRESET, patience);
    QCOMPARE(lastError(*all.log), "EAI_NONAME"s);
    QCOMPARE(story(*all.log, 1), "accepted reset closed"s);
    QCOMPARE(story(*all.log, 2), "note closed"s);
    QVERIFY(all.forwarder.address().port() != 0); // and it goes on
}

void TestForwarder::carriesAnEndToTheTargetAndGoesOn()
{
    Forwarding all;
    QVERIFY(all.begin());
    all.client->sendAll("question");
    all.client->finish();
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    QCOMPARE(all.server->received(), "question"s);
    all.server->sendAll("answer");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "answer"s, patience);
    QVERIFY(!all.client->sawFin());
    all.server->close();
    QTRY_VERIFY_WITH_TIMEOUT(all.client->sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 2U, patience);
    QCOMPARE(count(*all.log, EventKind::Reset), 0U);
    QCOMPARE(story(*all.log, 1), "accepted received peer-finished sent finished closed"s);
}

void TestForwarder::carriesAnEndToTheClientAndGoesOn()
{
    Forwarding all;
    QVERIFY(all.begin());
    all.server->sendAll("greeting");
    all.server->finish();
    QTRY_VERIFY_WITH_TIMEOUT(all.client->sawFin(), patience);
    QCOMPARE(all.client->received(), "greeting"s);
    all.client->sendAll("more");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "more"s, patience);
    QVERIFY(!all.server->sawFin());
    all.client->close();
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 2U, patience);
    QCOMPARE(count(*all.log, EventKind::Reset), 0U);
}

void TestForwarder::sendsAllBeforeTheEnd_data()
{
    QTest::addColumn<QString>("fault");
    QTest::newRow("without faults") << QString();
    QTest::newRow("delayed") << QStringLiteral("to-target:delay=20");
    QTest::newRow("in pieces") << QStringLiteral("to-target:pieces=100000");
    QTest::newRow("merged") << QStringLiteral("to-target:merge=20");
}

void TestForwarder::sendsAllBeforeTheEnd()
{
    QFETCH(const QString, fault);
    Forwarding all;
    auto settings = all.settings();
    if (!fault.isEmpty()) {
        settings = Forwarding::faulty(settings, fault.toLatin1().constData());
    }
    QVERIFY(all.begin(settings));
    const std::string bytes = pattern(5000000);
    const Background sending([&all, &bytes] {
        all.client->sendAll(bytes);
        all.client->finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    QVERIFY(all.server->received() == bytes);
    QCOMPARE(count(*all.log, EventKind::Discarded), 0U);
}

void TestForwarder::cutsTheTargetWhenTheClientIsCut()
{
    Forwarding all;
    QVERIFY(all.begin());
    all.client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "hello"s, patience);
    all.client->reset();
    QTRY_COMPARE_WITH_TIMEOUT(all.server->error(), ECONNRESET, patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 2U, patience);
    QCOMPARE(marked(*all.log, 2, carriedMark).size(), 1U);
}

void TestForwarder::cutsTheClientWhenTheTargetIsCut()
{
    Forwarding all;
    QVERIFY(all.begin());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    all.server->sendAll(pattern(200000)); // and in the middle of it
    all.server->reset();
    QTRY_COMPARE_WITH_TIMEOUT(all.client->error(), ECONNRESET, patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 2U, patience);
    QCOMPARE(marked(*all.log, 1, carriedMark).size(), 1U);
}

void TestForwarder::cutsAPausedPairWhenItsOtherSideIsCut()
{
    Forwarding all;
    QVERIFY(all.begin());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    all.forwarder.pause(QList<ConnectionId>{1});
    all.client->reset();
    QTRY_COMPARE_WITH_TIMEOUT(all.server->error(), ECONNRESET, patience);
}

void TestForwarder::cutsTheClientWhereTheTargetRefuses()
{
    Forwarding all;
    auto settings = all.settings();
    {
        const PeerListener closed;
        settings.target.port = QString::number(closed.port());
    }
    all.forwarder.start(settings);
    all.client = Peer::connectedTo(all.port());
    QTRY_COMPARE_WITH_TIMEOUT(all.client->error(), ECONNRESET, patience);
    QCOMPARE(lastError(*all.log), "ECONNREFUSED"s);
    QCOMPARE(story(*all.log, 1), "accepted reset closed"s);
    QCOMPARE(story(*all.log, 2), "note created note connecting failed closed"s);
    const auto words = marked(*all.log, 1, targetMark);
    QCOMPARE(words.size(), 1U);
    QVERIFY(QString::fromStdString(words.front()).contains(QStringLiteral("(ECONNREFUSED)")));
}

void TestForwarder::givesTheTargetUpWhenTheClientIsGone()
{
    const SilentPort silent;
    Forwarding all;
    auto settings = all.settings();
    settings.target.port = QString::number(silent.port());
    all.forwarder.start(settings);
    all.client = Peer::connectedTo(all.port());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connecting), 1U, patience);
    all.client->reset();
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 2U, patience);
    QCOMPARE(story(*all.log, 2), "note created note connecting closed"s);
}

void TestForwarder::owesLittleToAServerThatDoesNotRead()
{
    Forwarding all;
    QVERIFY(all.begin());
    const Flood flood = all.floodFrom(*all.client);
    QVERIFY(flood.isOver);
    QVERIFY(flood.mostOwed > ForwardedDirection::mostOwed / 2);
    QVERIFY(flood.mostOwed <= ForwardedDirection::mostOwed + Flood::piece);
    QTRY_COMPARE_WITH_TIMEOUT(sizeOf(*all.server), flood.offered, patience);
    QCOMPARE(all.forwarder.owed(), std::size_t(0));
}

void TestForwarder::owesLittleToAClientThatDoesNotRead()
{
    Forwarding all;
    QVERIFY(all.begin());
    const Flood flood = all.floodFrom(*all.server);
    QVERIFY(flood.isOver);
    QVERIFY(flood.mostOwed > ForwardedDirection::mostOwed / 2);
    QVERIFY(flood.mostOwed <= ForwardedDirection::mostOwed + Flood::piece);
    QTRY_COMPARE_WITH_TIMEOUT(sizeOf(*all.client), flood.offered, patience);
}

void TestForwarder::owesLittleWithFaults()
{
    Forwarding all;
    auto settings = Forwarding::faulty(all.settings(), "to-target:delay=3600000");
    settings.rewriting = QStringLiteral("to-target:x=yyyyyyyyyyyyyyyy");
    QVERIFY(all.begin(settings));
    const Flood flood = all.floodFrom(*all.client);
    QVERIFY(flood.isOver);
    QVERIFY(flood.mostOwed > ForwardedDirection::mostOwed / 2);
    QVERIFY(flood.mostOwed <= ForwardedDirection::mostOwed + Flood::piece + Rewriting::mostAtOnce);
    QCOMPARE(sumOf(*all.log, EventKind::Sent), std::uint64_t(0));
    // What waits is told when it is not wanted any more.
    all.client->reset();
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Discarded), 1U, patience);
}

void TestForwarder::carriesManyAtOnce()
{
    Forwarding all;
    all.forwarder.start(all.settings());
    std::vector<Peer> clients;
    std::vector<Peer> servers;
    for (int index = 0; index < 100; ++index) {
        clients.push_back(Peer::connectedTo(all.port()));
        clients.back().sendAll(std::to_string(index));
    }
    while (servers.size() < clients.size()) {
        std::optional<Peer> one;
        QVERIFY(QTest::qWaitFor([&] { return all.target.acceptInto(one); }, patience));
        servers.push_back(std::move(*one));
    }
    for (Peer &server : servers) { // each its own, and all of them
        QTRY_VERIFY_WITH_TIMEOUT(!server.received().empty(), patience);
        server.sendAll("to " + server.received());
    }
    for (std::size_t index = 0; index < clients.size(); ++index) {
        QTRY_COMPARE_WITH_TIMEOUT(clients[index].received(), "to " + std::to_string(index),
                                  patience);
    }
}

void TestForwarder::refusesMoreThanItWants()
{
    Forwarding all;
    auto settings = all.settings();
    settings.mostConnections = 1;
    QVERIFY(all.begin(settings));
    Peer further = Peer::connectedTo(all.port());
    QTRY_COMPARE_WITH_TIMEOUT(further.error(), ECONNRESET, patience);
    QVERIFY(lastNote(*all.log, EventKind::Reset).starts_with(refusedMark));
    all.client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "hello"s, patience);
}

void TestForwarder::takesAFreePortWhereTheUsualOneIsTaken()
{
    Forwarding all;
    auto settings = all.settings();
    const PeerListener taken;
    settings.listen.port = QString::number(taken.port());
    all.forwarder.start(settings);
    QCOMPARE(lastError(*all.log), "EADDRINUSE"s);
    settings.anyPortIfTaken = true;
    QVERIFY(all.begin(settings));
    QVERIFY(all.port() != taken.port());
}

void TestForwarder::closesEverythingInOrderWhenStopped()
{
    Forwarding all;
    QVERIFY(all.begin());
    all.client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "hello"s, patience);
    all.forwarder.stop();
    QTRY_VERIFY_WITH_TIMEOUT(all.client->sawFin(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    all.client->close();
    all.server->close();
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Closed), 3U, patience);
    QCOMPARE(count(*all.log, EventKind::Reset), 0U);
    QCOMPARE(Peer::connectError(all.target.port(), Family::Ipv4), 0);
}

void TestForwarder::startsAgainWhilePairsAreStillClosing()
{
    Forwarding all;
    QVERIFY(all.begin());
    all.forwarder.stop();
    Forwarding other;
    all.forwarder.start(other.settings());
    Peer client = Peer::connectedTo(all.port());
    QVERIFY(QTest::qWaitFor([&] { return other.target.acceptInto(other.server); }, patience));
    client.sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(other.server->received(), "hello"s, patience);
    QCOMPARE(count(*all.log, EventKind::Failed), 0U);
}

void TestForwarder::sendsWhatAPersonSaysToEitherSide()
{
    Forwarding all;
    QVERIFY(all.begin());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    all.forwarder.send(QList<ConnectionId>{2}, PreparedMessage::ofBytes("to the server"));
    all.forwarder.send(QList<ConnectionId>{1}, PreparedMessage::ofBytes("to the client"));
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "to the server"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "to the client"s, patience);
}

void TestForwarder::finishesOneSideByWish()
{
    Forwarding all;
    QVERIFY(all.begin());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    all.forwarder.finish(QList<ConnectionId>{2});
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    all.server->sendAll("still here");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "still here"s, patience);
    all.client->sendAll("too late");
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*all.log, EventKind::Discarded), std::uint64_t(8), patience);
}

void TestForwarder::cutsBothWhenAPersonCutsOne()
{
    for (const ConnectionId side : {1, 2}) {
        Forwarding all;
        QVERIFY(all.begin());
        QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
        all.forwarder.abort(QList<ConnectionId>{side});
        QTRY_COMPARE_WITH_TIMEOUT(all.client->error(), ECONNRESET, patience);
        QTRY_COMPARE_WITH_TIMEOUT(all.server->error(), ECONNRESET, patience);
    }
}

void TestForwarder::closesBothWhenAPersonClosesOne()
{
    Forwarding all;
    QVERIFY(all.begin());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    all.forwarder.disconnectFrom(QList<ConnectionId>{2});
    QTRY_VERIFY_WITH_TIMEOUT(all.client->sawFin(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    QCOMPARE(all.client->error(), 0);
}

void TestForwarder::pausesOneSide()
{
    Forwarding all;
    QVERIFY(all.begin());
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Connected), 1U, patience);
    all.forwarder.pause(QList<ConnectionId>{1});
    all.client->sendAll("held");
    all.server->sendAll("not held");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "not held"s, patience);
    QVERIFY(all.server->received().empty());
    all.forwarder.unpause(QList<ConnectionId>{1});
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "held"s, patience);
    QCOMPARE(story(*all.log, 1), "accepted paused sent resumed received"s);
}

void TestForwarder::delaysWhatItCarries()
{
    Forwarding all;
    QVERIFY(all.begin(Forwarding::faulty(all.settings(), "to-target:delay=300")));
    all.client->sendAll("slow");
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Received), 1U, patience);
    all.server->sendAll("fast"); // overtakes it: the other direction has no fault
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "fast"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "slow"s, patience);
    std::int64_t received = 0;
    std::int64_t sent = 0;
    for (const Event &event : eventsOf(*all.log)) {
        received = event.kind() == EventKind::Received && event.connection() == 1 ? event.elapsed()
                                                                                  : received;
        sent = event.kind() == EventKind::Sent && event.connection() == 2 ? event.elapsed() : sent;
    }
    QVERIFY(sent - received >= 299000000); // by the log's own clock, not by the test's patience
}

void TestForwarder::cutsIntoPieces()
{
    Forwarding all;
    QVERIFY(all.begin(Forwarding::faulty(all.settings(), "to-target:pieces=2")));
    all.client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "hello"s, patience);
    const auto sent = eventsOf(*all.log, EventKind::Sent);
    QCOMPARE(sent.size(), 3U);
    QCOMPARE(textOf(sent[0].payload()), "he"s);
    QCOMPARE(textOf(sent[2].payload()), "o"s);
}

void TestForwarder::mergesMessages()
{
    Forwarding all;
    QVERIFY(all.begin(Forwarding::faulty(all.settings(), "to-target:merge=1000")));
    all.client->sendWithoutDelay();
    all.client->sendAll("one ");
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Received), 1U, patience);
    all.client->sendAll("two");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "one two"s, patience);
    QCOMPARE(count(*all.log, EventKind::Sent), 1U);
}

void TestForwarder::stopsReadingAndGoesOn()
{
    Forwarding all;
    const auto settings = Forwarding::faulty(all.settings(), "to-target:stop=on");
    QVERIFY(all.begin(settings));
    all.client->sendAll("held");
    all.server->sendAll("not held");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "not held"s, patience);
    QVERIFY(all.server->received().empty());
    all.forwarder.setFaults({});
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "held"s, patience);
}

void TestForwarder::finishesAfterSoManyBytes()
{
    Forwarding all;
    QVERIFY(all.begin(Forwarding::faulty(all.settings(), "to-target:finish-after=5")));
    all.client->sendAll("hello world");
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    QCOMPARE(all.server->received(), "hello"s);
    QCOMPARE(marked(*all.log, 2, faultMark).size(), 1U);
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*all.log, EventKind::Discarded), std::uint64_t(6), patience);
    all.server->sendAll("what?"); // the other direction goes on
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "what?"s, patience);
}

void TestForwarder::cutsAfterSoManyBytes()
{
    Forwarding all;
    QVERIFY(all.begin(Forwarding::faulty(all.settings(), "to-client:reset-after=3")));
    all.server->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->error(), ECONNRESET, patience);
    QTRY_COMPARE_WITH_TIMEOUT(all.server->error(), ECONNRESET, patience);
    QCOMPARE(bytesOf(*all.log, EventKind::Sent, 1), "hel"s);
    QCOMPARE(marked(*all.log, 1, faultMark).size(), 1U);
    QCOMPARE(marked(*all.log, 2, faultMark).size(), 1U);
}

void TestForwarder::changesBytesTheSameWayEachRun()
{
    const auto run = [](std::uint64_t seed) {
        Forwarding all;
        auto settings = Forwarding::faulty(all.settings(), "to-target:corrupt=10");
        settings.faults.seed = seed;
        if (!all.begin(settings)) {
            return std::string();
        }
        all.client->sendAll(std::string(100, 'x'));
        const bool came =
            QTest::qWaitFor([&] { return all.server->received().size() == 100; }, patience);
        return came && !marked(*all.log, 2, faultMark).empty() ? all.server->received()
                                                               : std::string();
    };
    const std::string once = run(5);
    QCOMPARE(std::count(once.begin(), once.end(), 'x'), std::ptrdiff_t(90));
    QCOMPARE(run(5), once);
    QVERIFY(run(6) != once);
}

void TestForwarder::limitsTheRateOfOneDirectionOnly()
{
    Forwarding all;
    QVERIFY(all.begin(Forwarding::faulty(all.settings(), "to-client:rate=1000")));
    const std::string bytes = pattern(100000);
    all.client->sendAll(bytes);
    all.server->sendAll(bytes);
    QTRY_COMPARE_WITH_TIMEOUT(sizeOf(*all.server), bytes.size(), patience);
    // Many seconds' worth is still on its way: it waits here, and not in the system.
    QVERIFY(sizeOf(*all.client) < bytes.size() / 2);
    all.forwarder.setFaults({});
    QTRY_VERIFY_WITH_TIMEOUT(all.client->received() == bytes, patience);
}

void TestForwarder::tellsEachChangeOfFaults()
{
    Forwarding all;
    const auto settings = Forwarding::faulty(all.settings(), "to-target:delay=5");
    QVERIFY(all.begin(settings));
    QCOMPARE(marked(*all.log, 0, faultMark), std::vector{"to the target: delay 5 ms"s});
    auto faults = settings.faults;
    faults.toClient.set(FaultKind::Stop, 1);
    all.forwarder.setFaults(faults);
    all.forwarder.setFaults(faults);
    all.forwarder.setFaults({});
    QCOMPARE(marked(*all.log, 0, faultMark),
             (std::vector{"to the target: delay 5 ms"s, "to the client: stop reading"s,
                          "to the target: none any more"s, "to the client: none any more"s}));
}

void TestForwarder::rewritesBothDirections()
{
    Forwarding all;
    auto settings = all.settings();
    settings.rewriting = QStringLiteral("to-target:cat=dog\nto-client:matches:([0-9]+)=<$1>");
    QVERIFY(all.begin(settings));
    all.client->sendWithoutDelay();
    all.client->sendAll("a c");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "a "s, patience);
    all.client->sendAll("at");
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "a dog"s, patience);
    all.server->sendAll("12 a3\n");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "<12> a<3>\n"s, patience);
    QCOMPARE(marked(*all.log, 1, rewrittenMark), std::vector{"to the client: in 2 places"s});
    all.client->sendAll("c"); // of which the rest does not come
    QTRY_COMPARE_WITH_TIMEOUT(all.server->received(), "a dogc"s, patience);
}

void TestForwarder::carriesFromALocalSocketToTcp()
{
    const QTemporaryDir folder;
    Forwarding all;
    auto settings = all.settings();
    settings.listen = {.transport = Transport::Local,
                       .path = folder.filePath(QStringLiteral("it.sock"))};
    all.forwarder.start(settings);
    Peer client = LocalPeer::connectedTo(settings.listen.path);
    QVERIFY(QTest::qWaitFor([&] { return all.target.acceptInto(all.server); }, patience));
    client.sendAll("hello");
    client.finish();
    QTRY_VERIFY_WITH_TIMEOUT(all.server->sawFin(), patience);
    QCOMPARE(all.server->received(), "hello"s);
    all.server->sendAll("good day");
    all.server->close();
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.received(), "good day"s);
}

void TestForwarder::carriesFromTcpToALocalSocket()
{
    const QTemporaryDir folder;
    Forwarding all;
    auto settings = all.settings();
    settings.target = {.transport = Transport::Local,
                       .path = folder.filePath(QStringLiteral("it.sock"))};
    LocalPeer listener(SOCK_STREAM | SOCK_NONBLOCK);
    listener.bind(settings.target.path);
    listener.listen(1);
    all.forwarder.start(settings);
    all.client = Peer::connectedTo(all.port());
    all.client->sendAll("hello");
    int accepted = -1;
    QVERIFY(QTest::qWaitFor(
        [&] {
            accepted = ::accept(listener.number(), nullptr, nullptr);
            return accepted >= 0;
        },
        patience));
    Peer server{Descriptor(accepted)};
    QTRY_COMPARE_WITH_TIMEOUT(server.received(), "hello"s, patience);
    server.sendAll("good day");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->received(), "good day"s, patience);
}

void TestForwarder::keepsMessagesApart()
{
    const QTemporaryDir folder;
    Forwarding all;
    auto settings = all.settings();
    settings.listen = {.transport = Transport::LocalSeqPacket,
                       .path = folder.filePath(QStringLiteral("here.sock"))};
    settings.target = {.transport = Transport::LocalSeqPacket,
                       .path = folder.filePath(QStringLiteral("there.sock"))};
    LocalPeer listener(SOCK_SEQPACKET | SOCK_NONBLOCK);
    listener.bind(settings.target.path);
    listener.listen(1);
    all.forwarder.start(settings);
    Peer client = LocalPeer::connectedTo(settings.listen.path, SOCK_SEQPACKET);
    client.sendAll("one");
    client.sendAll("two");
    QTRY_COMPARE_WITH_TIMEOUT(count(*all.log, EventKind::Sent), 2U, patience);
    const auto sent = eventsOf(*all.log, EventKind::Sent);
    QCOMPARE(textOf(sent.front().payload()), "one"s);
    QCOMPARE(textOf(sent.back().payload()), "two"s);
}

void TestForwarder::carriesThroughTlsAndBack()
{
    const QTemporaryDir folder;
    const CertificateFolder certificates(folder.path());
    certificates.sign(QStringLiteral("here"), QStringLiteral("IP:127.0.0.1"));
    Forwarding inner; // TLS to TCP
    auto settings = inner.settings();
    settings.listen.transport = Transport::Tls;
    settings.listenTls.certificateFile = certificates.file(QStringLiteral("here.pem"));
    settings.listenTls.keyFile = certificates.file(QStringLiteral("here.key"));
    inner.forwarder.start(settings);
    Forwarding outer; // TCP to TLS
    settings = outer.settings();
    settings.target = {.transport = Transport::Tls,
                       .host = QStringLiteral("127.0.0.1"),
                       .port = QString::number(inner.port())};
    settings.targetTls.trustFile = certificates.authority();
    outer.forwarder.start(settings);
    outer.client = Peer::connectedTo(outer.port());
    QVERIFY(QTest::qWaitFor([&] { return inner.target.acceptInto(inner.server); }, patience));
    const std::string bytes = pattern(2000000);
    const Background sending([&outer, &bytes] {
        outer.client->sendAll(bytes);
        outer.client->finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(inner.server->sawFin(), patience);
    QVERIFY(inner.server->received() == bytes);
    inner.server->sendAll("good day");
    inner.server->close();
    QTRY_VERIFY_WITH_TIMEOUT(outer.client->sawFin(), patience);
    QCOMPARE(outer.client->received(), "good day"s);
    QCOMPARE(count(*outer.log, EventKind::Secured), 1U);
    QCOMPARE(count(*inner.log, EventKind::Secured), 1U);
    QVERIFY(bytesOf(*outer.log, EventKind::Sent, 2) == bytes); // plain text, on both
}

void TestForwarder::cutsTheClientWhereTheTargetSpeaksNoTls()
{
    Forwarding all;
    auto settings = all.settings();
    settings.target.transport = Transport::Tls;
    QVERIFY(all.begin(settings));
    all.server->sendAll("220 this is no TLS\r\n");
    QTRY_COMPARE_WITH_TIMEOUT(all.client->error(), ECONNRESET, patience);
    QVERIFY(lastError(*all.log).starts_with("TLS_"));
}

QTEST_GUILESS_MAIN(TestForwarder)
#include "tst_forwarder.moc"
