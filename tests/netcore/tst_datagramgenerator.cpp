#include "netcore/codec/numbereddatagram.h"
#include "netcore/endpoints/udpendpoint.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/datagrampeer.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <span>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

// As many as wait in the buffer of a peer that does not read for a while.
constexpr int few = 200;

/// An endpoint that is bound to a free port of loopback, with its log, and a peer.
struct Udp {
    Udp()
    {
        UdpSettings settings;
        settings.port = QStringLiteral("0");
        endpoint.start(settings);
    }

    QString target() const { return QString::fromStdString(peer.address()); }
    std::size_t notes(std::string_view mark) const
    {
        const auto all = eventsOf(*log, EventKind::Note);
        return static_cast<std::size_t>(
            std::count_if(all.begin(), all.end(),
                          [mark](const Event &event) { return event.note().starts_with(mark); }));
    }

    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    UdpEndpoint endpoint{log};
    DatagramPeer peer;
};

std::vector<NumberedDatagram> numbered(const std::vector<std::string> &datagrams)
{
    std::vector<NumberedDatagram> result;
    for (const std::string &datagram : datagrams) {
        result.push_back(
            NumberedDatagram::in(std::as_bytes(std::span(datagram))).value_or(NumberedDatagram()));
    }
    return result;
}

} // namespace

class TestDatagramGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsAsManyAsAreWanted();
    void sendsNoFasterThanWanted();
    void sendsUntilItIsStopped();
    void sendsToWhomWasHeardLast();
    void endsWithItsSocket();
    void endsWhereTheSystemTakesNoMore();
    void takesThePlaceOfTheOneBefore();
    void refusesWhatCannotBe();
};

void TestDatagramGenerator::sendsAsManyAsAreWanted()
{
    Udp udp;
    udp.endpoint.generate(udp.target(), {.rate = 100000, .count = few, .size = 100});
    QTRY_COMPARE_WITH_TIMEOUT(udp.peer.received().size(), std::size_t(few), patience);
    const auto datagrams = numbered(udp.peer.received());
    for (std::size_t index = 0; index < datagrams.size(); ++index) {
        QCOMPARE(datagrams[index].number, index);
        QCOMPARE(datagrams[index].stream, datagrams[0].stream);
        QVERIFY(index == 0 || datagrams[index].sentAt >= datagrams[index - 1].sentAt);
        QCOMPARE(udp.peer.received()[index].size(), 100U);
    }
    QCOMPARE(udp.notes(generatorBeginsMark), 1U);
    QTRY_COMPARE_WITH_TIMEOUT(udp.notes(generatorEndsMark), 1U, patience);
    QCOMPARE(count(*udp.log, EventKind::Sent), std::size_t(few));
}

void TestDatagramGenerator::sendsNoFasterThanWanted()
{
    Udp udp;
    const auto begin = std::chrono::steady_clock::now();
    udp.endpoint.generate(udp.target(), {.rate = 100, .count = 21, .size = 24});
    QTRY_COMPARE_WITH_TIMEOUT(udp.notes(generatorEndsMark), 1U, patience);
    // The first goes at once, the last 20 intervals later.
    QVERIFY(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(199));
    QCOMPARE(udp.peer.received().size(), 21U);
}

void TestDatagramGenerator::sendsUntilItIsStopped()
{
    Udp udp;
    udp.endpoint.generate(udp.target(), {.rate = 200, .count = 0, .size = 24});
    QTRY_VERIFY_WITH_TIMEOUT(udp.peer.received().size() > 10, patience);
    udp.endpoint.stopGenerator();
    udp.endpoint.stopGenerator();
    QCOMPARE(udp.notes(generatorEndsMark), 1U);
    const std::size_t sent = count(*udp.log, EventKind::Sent);
    QTRY_COMPARE_WITH_TIMEOUT(udp.peer.received().size(), sent, patience);
    QVERIFY(lastNote(*udp.log, EventKind::Note).find(std::to_string(sent)) != std::string::npos);
}

void TestDatagramGenerator::sendsToWhomWasHeardLast()
{
    Udp udp;
    udp.endpoint.generate({}, {.rate = 1000, .count = 3, .size = 24});
    QCOMPARE(lastError(*udp.log), "EINVAL"s); // nobody yet
    const std::string local(eventsOf(*udp.log, EventKind::Bound).front().local());
    udp.peer.sendTo(static_cast<std::uint16_t>(std::stoi(local.substr(local.rfind(':') + 1))),
                    "hello");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 1U, patience);
    udp.endpoint.generate({}, {.rate = 1000, .count = 3, .size = 24});
    QTRY_COMPARE_WITH_TIMEOUT(udp.peer.received().size(), 3U, patience);
}

void TestDatagramGenerator::endsWithItsSocket()
{
    Udp udp;
    udp.endpoint.generate(udp.target(), {.rate = 1000, .count = 0, .size = 24});
    udp.endpoint.stop();
    QCOMPARE(udp.notes(generatorEndsMark), 1U);
    QVERIFY(eventsOf(*udp.log).back().kind() == EventKind::Closed);
}

void TestDatagramGenerator::endsWhereTheSystemTakesNoMore()
{
    Udp udp;
    udp.endpoint.generate(QStringLiteral("127.255.255.255:9"),
                          {.rate = 1000, .count = 0, .size = 24});
    QCOMPARE(udp.notes(generatorEndsMark), 1U);
    QCOMPARE(count(*udp.log, EventKind::Failed), 1U); // and not for each that was due
    QCOMPARE(lastError(*udp.log), "EACCES"s);
}

void TestDatagramGenerator::takesThePlaceOfTheOneBefore()
{
    Udp udp;
    udp.endpoint.generate(udp.target(), {.rate = 1, .count = 0, .size = 24});
    udp.endpoint.generate(udp.target(), {.rate = 1000, .count = 5, .size = 24});
    QTRY_COMPARE_WITH_TIMEOUT(udp.notes(generatorEndsMark), 2U, patience);
    QCOMPARE(udp.peer.received().size(), 6U);
    const auto datagrams = numbered(udp.peer.received());
    QVERIFY(datagrams.front().stream != datagrams.back().stream);
}

void TestDatagramGenerator::refusesWhatCannotBe()
{
    for (const GeneratorPlan plan : {GeneratorPlan{.rate = 0}, GeneratorPlan{.count = -1},
                                     GeneratorPlan{.size = 23}, GeneratorPlan{.size = 65508}}) {
        Udp udp;
        udp.endpoint.generate(udp.target(), plan);
        QCOMPARE(lastError(*udp.log), "EINVAL"s);
        QCOMPARE(udp.notes(generatorBeginsMark), 0U);
        udp.endpoint.stop();
        udp.endpoint.generate(udp.target(), {});
        QCOMPARE(count(*udp.log, EventKind::Failed), 2U);
    }
}

QTEST_GUILESS_MAIN(TestDatagramGenerator)
#include "tst_datagramgenerator.moc"
