#include "netcore/endpoints/udpendpoint.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/datagrampeer.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

PreparedMessage textMessage(const QByteArray &bytes)
{
    return PreparedMessage::ofBytes(bytes);
}

/// An endpoint with its log.
struct Udp {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    UdpEndpoint endpoint{log};

    /// On a free port of loopback unless \a settings say otherwise.
    void start(UdpSettings settings = {})
    {
        if (settings.port == UdpSettings().port) {
            settings.port = QStringLiteral("0");
        }
        endpoint.start(settings);
    }
    std::string local() const
    {
        const auto bound = eventsOf(*log, EventKind::Bound);
        return bound.empty() ? std::string() : std::string(bound.back().local());
    }
    std::uint16_t port() const
    {
        const std::string its = local();
        return static_cast<std::uint16_t>(std::stoi(its.substr(its.rfind(':') + 1)));
    }
};

UdpSettings replying(const char *reply)
{
    UdpSettings settings;
    settings.reply = QString::fromLatin1(reply);
    return settings;
}

QString toText(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

class TestUdpEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isBoundUntilItIsStopped();
    void receivesFromAnybodyAndTellsWho();
    void sendsToAnAddressThatIsGiven();
    void looksUpTheNameOfWhomToSendTo();
    void answersWhomItHeardLast();
    void sendsToNobodyBeforeItHasHeardAnybody();
    void speaksIpv6();
    void takesBothFamiliesOnOneSocket();
    void refusesAnAddressOfTheOtherFamily();
    void tellsAnEmptyDatagram();
    void sendsAnEmptyDatagram();
    void tellsATruncatedDatagram();
    void takesAFreePortWhereTheUsualOneIsTaken();
    void failsWhereThePortIsTaken();
    void sharesItsPortWhereAskedTo();
    void tellsThatThePortOfItsPeerIsClosed();
    void hearsNobodyButItsPeerWhenConnected();
    void tellsHowMuchGoesInOnePacket_data();
    void tellsHowMuchGoesInOnePacket();
    void readsAPathMtuAsItWasWritten();
    void needsTheSwitchToBroadcast();
    void tellsThatAMessageIsTooLong();
    void doesNotSendFiles();
    void answersEachDatagramWithOne_data();
    void answersEachDatagramWithOne();
    void answersByAnotherReplyFromNowOn();
    void answersLaterWhereTheReplySaysSo();
    void offersNoReplyThatNeedsAStream();
    void doesNotAnswerItself();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
};

void TestUdpEndpoint::isBoundUntilItIsStopped()
{
    Udp udp;
    udp.start();
    QCOMPARE(story(*udp.log, 0), "created bound"s);
    QVERIFY(udp.port() != 0);
    udp.start();
    QCOMPARE(lastError(*udp.log), "EINVAL"s);
    udp.endpoint.stop();
    udp.endpoint.stop();
    QCOMPARE(story(*udp.log, 0), "created bound failed closed"s);
    udp.start(); // and once more
    QCOMPARE(story(*udp.log, 0), "created bound failed closed created bound"s);
}

void TestUdpEndpoint::receivesFromAnybodyAndTellsWho()
{
    Udp udp;
    udp.start();
    DatagramPeer one;
    DatagramPeer other;
    one.sendTo(udp.port(), "hello");
    other.sendTo(udp.port(), "good day");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 2U, patience);
    const auto received = eventsOf(*udp.log, EventKind::Received);
    QCOMPARE(std::string(received[0].peer()), one.address());
    QCOMPARE(textOf(received[0].payload()), "hello"s);
    QCOMPARE(std::string(received[1].peer()), other.address());
    QCOMPARE(std::string(received[1].local()), udp.local());
    QVERIFY(received[1].note().empty());
}

void TestUdpEndpoint::sendsToAnAddressThatIsGiven()
{
    Udp udp;
    udp.start();
    DatagramPeer peer;
    udp.endpoint.sendTo(toText(peer.address()), textMessage("hello"));
    udp.endpoint.sendTo(toText(peer.address()), textMessage("again"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), (std::vector{"hello"s, "again"s}), patience);
    const auto sent = eventsOf(*udp.log, EventKind::Sent);
    QCOMPARE(sent.size(), 2U);
    QCOMPARE(std::string(sent[0].peer()), peer.address());
    QCOMPARE(sent[0].bytes(), 5U);
}

void TestUdpEndpoint::looksUpTheNameOfWhomToSendTo()
{
    Udp udp;
    udp.start();
    DatagramPeer peer;
    udp.endpoint.sendTo(QStringLiteral("localhost:%1").arg(peer.port()), textMessage("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"hello"s}, patience);
}

void TestUdpEndpoint::answersWhomItHeardLast()
{
    Udp udp;
    udp.start();
    DatagramPeer one;
    DatagramPeer other;
    one.sendTo(udp.port(), "I was first");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 1U, patience);
    other.sendTo(udp.port(), "and I last");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 2U, patience);
    udp.endpoint.send(textMessage("you"));
    QTRY_COMPARE_WITH_TIMEOUT(other.received(), std::vector{"you"s}, patience);
    QVERIFY(one.received().empty());
}

void TestUdpEndpoint::sendsToNobodyBeforeItHasHeardAnybody()
{
    Udp udp;
    udp.endpoint.send(textMessage("too early"));
    udp.start();
    udp.endpoint.send(textMessage("hello"));
    QCOMPARE(count(*udp.log, EventKind::Discarded), 2U);
    QCOMPARE(sumOf(*udp.log, EventKind::Discarded), 14U);
    QCOMPARE(count(*udp.log, EventKind::Sent), 0U);
}

void TestUdpEndpoint::speaksIpv6()
{
    Udp udp;
    UdpSettings settings;
    settings.address = QStringLiteral("::1");
    udp.start(settings);
    DatagramPeer peer(Family::Ipv6);
    udp.endpoint.sendTo(toText(peer.address()), textMessage("hello"));
    peer.sendTo(udp.port(), "six");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 1U, patience);
    QCOMPARE(peer.received(), std::vector{"hello"s});
}

void TestUdpEndpoint::takesBothFamiliesOnOneSocket()
{
    Udp udp;
    UdpSettings settings;
    settings.address = QStringLiteral("*");
    udp.start(settings);
    DatagramPeer four;
    DatagramPeer six(Family::Ipv6);
    four.sendTo(udp.port(), "four");
    six.sendTo(udp.port(), "six");
    udp.endpoint.sendTo(toText(four.address()), textMessage("to four"));
    udp.endpoint.sendTo(toText(six.address()), textMessage("to six"));
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 2U, patience);
    QTRY_COMPARE_WITH_TIMEOUT(four.received(), std::vector{"to four"s}, patience);
    QTRY_COMPARE_WITH_TIMEOUT(six.received(), std::vector{"to six"s}, patience);
    // One peer has one name in the log, whichever way a datagram goes.
    const auto sent = eventsOf(*udp.log, EventKind::Sent);
    const auto received = eventsOf(*udp.log, EventKind::Received);
    QCOMPARE(sent.front().peer(), received.front().peer());
}

void TestUdpEndpoint::refusesAnAddressOfTheOtherFamily()
{
    Udp udp;
    udp.start();
    udp.endpoint.sendTo(QStringLiteral("[::1]:9"), textMessage("hello"));
    QCOMPARE(lastError(*udp.log), "EAFNOSUPPORT"s);
    QCOMPARE(sumOf(*udp.log, EventKind::Discarded), 5U);
}

void TestUdpEndpoint::tellsAnEmptyDatagram()
{
    Udp udp;
    udp.start();
    DatagramPeer peer;
    peer.sendTo(udp.port(), "");
    peer.sendTo(udp.port(), "behind it");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 2U, patience);
    const auto received = eventsOf(*udp.log, EventKind::Received);
    QCOMPARE(received[0].bytes(), 0U);
    QVERIFY(received[0].note().starts_with(emptyMark));
    QVERIFY(received[1].note().empty());
}

void TestUdpEndpoint::sendsAnEmptyDatagram()
{
    Udp udp;
    udp.start();
    DatagramPeer peer;
    udp.endpoint.sendTo(toText(peer.address()), textMessage({}));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{""s}, patience);
    QVERIFY(eventsOf(*udp.log, EventKind::Sent).front().note().starts_with(emptyMark));
}

void TestUdpEndpoint::tellsATruncatedDatagram()
{
    Udp udp;
    UdpSettings settings;
    settings.readSize = 4;
    udp.start(settings);
    DatagramPeer peer;
    peer.sendTo(udp.port(), "abcdef");
    peer.sendTo(udp.port(), "abcd");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 2U, patience);
    const auto received = eventsOf(*udp.log, EventKind::Received);
    QCOMPARE(textOf(received[0].payload()), "abcd"s);
    QVERIFY(received[0].note().starts_with(truncatedMark));
    QCOMPARE(textOf(received[1].payload()), "abcd"s);
    QVERIFY(received[1].note().empty());
}

void TestUdpEndpoint::takesAFreePortWhereTheUsualOneIsTaken()
{
    const DatagramPeer taken;
    Udp udp;
    UdpSettings settings;
    settings.port = QString::number(taken.port());
    settings.anyPortIfTaken = true;
    udp.start(settings);
    QCOMPARE(story(*udp.log, 0), "created failed note bound"s);
    QVERIFY(udp.port() != taken.port());
}

void TestUdpEndpoint::failsWhereThePortIsTaken()
{
    const DatagramPeer taken;
    Udp udp;
    UdpSettings settings;
    settings.port = QString::number(taken.port());
    udp.start(settings);
    QCOMPARE(story(*udp.log, 0), "created failed note closed"s);
    QCOMPARE(lastError(*udp.log), "EADDRINUSE"s);
    const std::string hint = lastNote(*udp.log, EventKind::Note);
    QVERIFY2(hint.starts_with("hint: " + taken.address() + " is bound already"), hint.c_str());
}

void TestUdpEndpoint::sharesItsPortWhereAskedTo()
{
    Udp one;
    UdpSettings settings;
    settings.shared = true;
    one.start(settings);
    Udp other;
    settings.port = QString::number(one.port());
    other.start(settings);
    QCOMPARE(story(*other.log, 0), "created bound"s);
    QCOMPARE(other.port(), one.port());
}

void TestUdpEndpoint::tellsThatThePortOfItsPeerIsClosed()
{
    DatagramPeer peer;
    const std::string address = peer.address();
    peer.close();
    Udp udp;
    UdpSettings settings;
    settings.connected = true;
    settings.peer = toText(address);
    udp.start(settings);
    QVERIFY(story(*udp.log, 0).starts_with("created bound connecting connected"));
    udp.endpoint.send(textMessage("is anybody there?"));
    QTRY_COMPARE_WITH_TIMEOUT(lastError(*udp.log), "ECONNREFUSED"s, patience);
    const auto failed = eventsOf(*udp.log, EventKind::Failed);
    QCOMPARE(std::string(failed.front().peer()), address);
    // The system took it: that nobody has it is known only later.
    QCOMPARE(sumOf(*udp.log, EventKind::Sent), 17U);
    udp.endpoint.send(textMessage("again"));
    QCOMPARE(sumOf(*udp.log, EventKind::Sent), 22U);
    QCOMPARE(count(*udp.log, EventKind::Discarded), 0U);
}

void TestUdpEndpoint::hearsNobodyButItsPeerWhenConnected()
{
    DatagramPeer peer;
    DatagramPeer stranger;
    Udp udp;
    UdpSettings settings;
    settings.connected = true;
    settings.peer = QStringLiteral("localhost:%1").arg(peer.port());
    udp.start(settings);
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Connected), 1U, patience);
    stranger.sendTo(udp.port(), "let me in");
    peer.sendTo(udp.port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 1U, patience);
    QCOMPARE(bytesOf(*udp.log, EventKind::Received, 0), "hello"s);
    udp.endpoint.send(textMessage("and to you"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"and to you"s}, patience);
}

void TestUdpEndpoint::tellsHowMuchGoesInOnePacket_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("peer");
    QTest::addColumn<std::string>("beginning");
    // Loopback takes packets longer than any can be.
    QTest::newRow("IPv4") << QStringLiteral("127.0.0.1") << QStringLiteral("127.0.0.1:9")
                          << "path MTU: 65535 65507: up to 65507 bytes"s;
    QTest::newRow("IPv6") << QStringLiteral("::1") << QStringLiteral("[::1]:9")
                          << "path MTU: 65536 65488: up to 65488 bytes"s;
    QTest::newRow("IPv4 within IPv6") << QStringLiteral("*") << QStringLiteral("127.0.0.1:9")
                                      << "path MTU: 65535 65507: up to 65507 bytes"s;
}

void TestUdpEndpoint::tellsHowMuchGoesInOnePacket()
{
    QFETCH(const QString, address);
    QFETCH(const QString, peer);
    QFETCH(const std::string, beginning);
    UdpSettings settings;
    settings.address = address;
    settings.connected = true;
    settings.peer = peer;
    Udp udp;
    udp.start(settings);
    const std::string note = lastNote(*udp.log, EventKind::Note);
    QVERIFY2(note.starts_with(beginning), note.c_str());
}

void TestUdpEndpoint::readsAPathMtuAsItWasWritten()
{
    const PathMtu mtu = PathMtu::of(1500, SocketAddress::Family::Ipv4);
    QCOMPARE(mtu.payload, 1472);
    QCOMPARE(PathMtu::of(1280, SocketAddress::Family::Ipv6).payload, 1232);
    QCOMPARE(PathMtu::of(10, SocketAddress::Family::Ipv4).payload, 0);
    QCOMPARE(PathMtu::fromText(mtu.text().toStdString()), std::optional(mtu));
    for (const char *text : {"", "1500", "1500 ", "1500 1472", "1500:1472: x", "x 1472: x",
                             "-1 5: x", "99999999999 5: x", " 1500 1472: x"}) {
        QVERIFY2(!PathMtu::fromText(text), text);
    }
}

void TestUdpEndpoint::needsTheSwitchToBroadcast()
{
    const auto target = QStringLiteral("127.255.255.255:9");
    Udp udp;
    udp.start();
    udp.endpoint.sendTo(target, textMessage("all"));
    QCOMPARE(lastError(*udp.log), "EACCES"s);
    QCOMPARE(sumOf(*udp.log, EventKind::Discarded), 3U);
    udp.endpoint.setBroadcast(true);
    udp.endpoint.sendTo(target, textMessage("all"));
    QCOMPARE(sumOf(*udp.log, EventKind::Sent), 3U);
    udp.endpoint.setBroadcast(false);
    udp.endpoint.sendTo(target, textMessage("all"));
    QCOMPARE(sumOf(*udp.log, EventKind::Sent), 3U);
    udp.endpoint.stop();
    UdpSettings settings;
    settings.broadcast = true;
    udp.start(settings);
    udp.endpoint.sendTo(target, textMessage("all"));
    QCOMPARE(sumOf(*udp.log, EventKind::Sent), 6U);
}

void TestUdpEndpoint::tellsThatAMessageIsTooLong()
{
    DatagramPeer peer;
    Udp udp;
    udp.start();
    udp.endpoint.sendTo(toText(peer.address()), textMessage(QByteArray(65508, 'x')));
    QCOMPARE(lastError(*udp.log), "EMSGSIZE"s);
    QCOMPARE(sumOf(*udp.log, EventKind::Discarded), 65508U);
    udp.endpoint.sendTo(toText(peer.address()), textMessage(QByteArray(65507, 'x')));
    QCOMPARE(sumOf(*udp.log, EventKind::Sent), 65507U);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{std::string(65507, 'x')}, patience);
}

void TestUdpEndpoint::doesNotSendFiles()
{
    DatagramPeer peer;
    Udp udp;
    udp.start();
    const auto file = PreparedMessage::prepare(
        {.notation = Notation::File, .text = QCoreApplication::applicationFilePath()});
    QVERIFY(file.has_value());
    udp.endpoint.sendTo(toText(peer.address()), *file);
    QCOMPARE(lastError(*udp.log), "EINVAL"s);
    QCOMPARE(count(*udp.log, EventKind::Discarded), 1U);
    QCOMPARE(count(*udp.log, EventKind::Sent), 0U);
}

void TestUdpEndpoint::answersEachDatagramWithOne_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QString>("answers");
    QTest::newRow("echo") << QStringLiteral("echo") << QStringLiteral("one|two\nlines|");
    QTest::newRow("ack") << QStringLiteral("ack") << QStringLiteral("ACK|ACK|");
    // There is no more of a datagram: its last line is whole.
    QTest::newRow("you said") << QStringLiteral("you-said")
                              << QStringLiteral("You said: one|You said: two\n|");
    QTest::newRow("discard") << QStringLiteral("discard") << QString();
    QTest::newRow("none") << QStringLiteral("none") << QString();
}

void TestUdpEndpoint::answersEachDatagramWithOne()
{
    QFETCH(const QString, reply);
    QFETCH(const QString, answers);
    Udp udp;
    udp.start(replying(reply.toLatin1().constData()));
    DatagramPeer peer;
    peer.sendTo(udp.port(), "one");
    peer.sendTo(udp.port(), "two\nlines");
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Received), 2U, patience);
    const auto expected = static_cast<std::size_t>(answers.count(u'|'));
    QTRY_COMPARE_WITH_TIMEOUT(count(*udp.log, EventKind::Sent), expected, patience);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), expected, patience);
    QString text;
    for (const std::string &answer : peer.received()) {
        text += toText(answer) + u'|';
    }
    QCOMPARE(text, answers);
}

void TestUdpEndpoint::answersByAnotherReplyFromNowOn()
{
    Udp udp;
    udp.start();
    DatagramPeer peer;
    udp.endpoint.setReply(QStringLiteral("ack"), {});
    peer.sendTo(udp.port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"ACK"s}, patience);
    udp.endpoint.setReply(QStringLiteral("no such"), {});
    QCOMPARE(lastError(*udp.log), "EINVAL"s);
}

void TestUdpEndpoint::answersLaterWhereTheReplySaysSo()
{
    UdpSettings settings = replying("table");
    settings.replyOptions.insert(
        QStringLiteral("rules"),
        QStringLiteral(R"([{"when":"is","pattern":"now","answer":"yes","after":1,"then":"keep"},
                           {"when":"is","pattern":"later","answer":"no","after":60000,"then":"keep"}])"));
    Udp udp;
    udp.start(settings);
    QCOMPARE(story(*udp.log, 0), "created bound"s);
    DatagramPeer peer;
    peer.sendTo(udp.port(), "later");
    peer.sendTo(udp.port(), "now");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"yes"s}, patience);
    udp.endpoint.stop();
    const auto discarded = eventsOf(*udp.log, EventKind::Discarded);
    QCOMPARE(discarded.size(), 1U);
    QCOMPARE(std::string(discarded.front().peer()), peer.address());
}

void TestUdpEndpoint::offersNoReplyThatNeedsAStream()
{
    Udp udp;
    udp.start(replying("http"));
    QCOMPARE(lastError(*udp.log), "EINVAL"s);
    QCOMPARE(count(*udp.log, EventKind::Created), 0U);
}

void TestUdpEndpoint::doesNotAnswerItself()
{
    for (const char *const address : {"127.0.0.1", "0.0.0.0", "*"}) {
        Udp udp;
        UdpSettings settings = replying("echo");
        settings.address = QString::fromLatin1(address);
        udp.start(settings);
        udp.endpoint.sendTo(QStringLiteral("127.0.0.1:%1").arg(udp.port()), textMessage("me"));
        udp.endpoint.sendTo(QStringLiteral("127.0.0.1:%1").arg(udp.port()), textMessage("me"));
        DatagramPeer peer;
        peer.sendTo(udp.port(), "other");
        QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"other"s}, patience);
        QCOMPARE(count(*udp.log, EventKind::Received), 3U);
        QCOMPARE(count(*udp.log, EventKind::Sent), 3U);
        QCOMPARE(count(*udp.log, EventKind::Note), 1U); // and not for each
    }
}

void TestUdpEndpoint::refusesWhatCannotBe_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("port");
    QTest::addColumn<QString>("peer");
    QTest::addColumn<int>("readSize");
    QTest::newRow("a word for an address")
        << QStringLiteral("here") << QStringLiteral("1") << QString() << 1024;
    QTest::newRow("a port too high")
        << QStringLiteral("127.0.0.1") << QStringLiteral("65536") << QString() << 1024;
    QTest::newRow("a peer that is not named")
        << QStringLiteral("127.0.0.1") << QStringLiteral("0") << QStringLiteral("") << 1024;
    QTest::newRow("a peer without a port")
        << QStringLiteral("127.0.0.1") << QStringLiteral("0") << QStringLiteral("::1") << 1024;
    QTest::newRow("a peer on port 0") << QStringLiteral("127.0.0.1") << QStringLiteral("0")
                                      << QStringLiteral("127.0.0.1:0") << 1024;
    QTest::newRow("a peer with a space")
        << QStringLiteral("127.0.0.1") << QStringLiteral("0") << QStringLiteral("a b:9") << 1024;
    QTest::newRow("nothing is read")
        << QStringLiteral("127.0.0.1") << QStringLiteral("0") << QString() << 0;
}

void TestUdpEndpoint::refusesWhatCannotBe()
{
    QFETCH(const QString, address);
    QFETCH(const QString, port);
    QFETCH(const QString, peer);
    QFETCH(const int, readSize);
    UdpSettings settings;
    settings.address = address;
    settings.port = port;
    settings.connected = !peer.isNull();
    settings.peer = peer;
    settings.readSize = readSize;
    Udp udp;
    udp.start(settings);
    QCOMPARE(story(*udp.log, 0), "failed"s);
    QCOMPARE(lastError(*udp.log), "EINVAL"s);
    udp.endpoint.stop(); // nothing is there to be stopped
    QCOMPARE(story(*udp.log, 0), "failed"s);
}

QTEST_GUILESS_MAIN(TestUdpEndpoint)
#include "tst_udpendpoint.moc"
