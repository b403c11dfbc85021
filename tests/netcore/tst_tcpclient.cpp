#include "netcore/endpoints/tcpclient.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestTcpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void connectsSendsAndReceives_data();
    void connectsSendsAndReceives();
    void connectsToAName();
    void tellsThatNobodyListens();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void refusesToStartTwice();
    void connectsAgainUnderANewNumber();
    void givesUpWhileResolving();
    void givesUpWhileConnecting();
    void goesAwayWhileResolving();
    void sendsWhatWasSaidBeforeItWasConnected();
    void discardsWhatIsSaidWhenItIsNotConnected();
    void sendsOnAfterThePeerHasFinished();
    void receivesOnAfterItHasFinished();
    void reportsPeerThatResets();
    void disconnectSendsTheQueueFirst();
    void abortResetsThePeer();
    void keepsNulsAndBytesThatAreNoText();

private:
    void start(const QString &host = QStringLiteral("127.0.0.1"));
    void say(const QByteArray &bytes);
    // Connected, and the other end of it.
    Peer connectedPeer();

    std::unique_ptr<PeerListener> m_listener;
    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpClient> m_client;
};

void TestTcpClient::init()
{
    m_listener = std::make_unique<PeerListener>();
    m_log = std::make_shared<EventLog>();
    m_client = std::make_unique<TcpClient>(m_log);
}

void TestTcpClient::cleanup()
{
    m_client.reset();
    m_log.reset();
}

void TestTcpClient::start(const QString &host)
{
    TcpClientSettings settings;
    settings.host = host;
    settings.port = QString::number(m_listener->port());
    m_client->start(settings);
}

void TestTcpClient::say(const QByteArray &bytes)
{
    m_client->send({}, PreparedMessage::ofBytes(bytes));
}

Peer TestTcpClient::connectedPeer()
{
    std::optional<Peer> peer;
    [&] {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
        QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    }();
    return std::move(peer.value());
}

void TestTcpClient::connectsSendsAndReceives_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("ipv6");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *host, bool ipv6, const char *shown) {
        QTest::newRow(host) << QString::fromLatin1(host) << ipv6 << QString::fromLatin1(shown);
    };
    row("127.0.0.1", false, "127.0.0.1");
    row(" 127.0.0.1 ", false, "127.0.0.1");
    row("::1", true, "[::1]");
    row("[::1]", true, "[::1]");
    row("0:0:0:0:0:0:0:1", true, "[::1]");
    row("::1%lo", true, "[::1%lo]");
    row("::1%1", true, "[::1%lo]");
}

void TestTcpClient::connectsSendsAndReceives()
{
    QFETCH(const QString, host);
    QFETCH(const bool, ipv6);
    QFETCH(const QString, shown);
    if (ipv6) {
        m_listener = std::make_unique<PeerListener>(Family::Ipv6);
    }
    start(host);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    say(QByteArrayLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(peer->received(), "hello"s, patience);
    peer->sendAll("welcome");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "welcome"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting connected sent received"s);
    QCOMPARE(story(*m_log, 0), "connecting"s);
    const Event connected = eventsOf(*m_log, EventKind::Connected).front();
    const std::string port = ":" + std::to_string(m_listener->port());
    // The scope of an address that needs none is the system's to keep or to drop.
    QVERIFY(connected.peer() == shown.toStdString() + port || connected.peer() == "[::1]" + port);
    QVERIFY(!connected.local().empty());
}

void TestTcpClient::connectsToAName()
{
    start(QStringLiteral("localhost"));
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    QCOMPARE(story(*m_log, 0), "connecting note"s);
    const Event resolving = m_log->at(0).value();
    QCOMPARE(resolving.peer(), "localhost:" + std::to_string(m_listener->port()));
    QVERIFY(lastNote(*m_log, EventKind::Note).find("127.0.0.1") != std::string::npos);
    // Where localhost has an IPv6 address too, nobody listens there: the next one was tried.
    const Event connected = eventsOf(*m_log, EventKind::Connected).front();
    QCOMPARE(connected.peer(), "127.0.0.1:" + std::to_string(m_listener->port()));
}

void TestTcpClient::tellsThatNobodyListens()
{
    TcpClientSettings settings;
    settings.port = QString::number(m_listener->port());
    m_listener.reset();
    m_client->start(settings);
    say(QByteArrayLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting discarded closed"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting failed closed note"s);
    QVERIFY(lastNote(*m_log, EventKind::Note).starts_with("hint: "));
    QCOMPARE(lastError(*m_log), "ECONNREFUSED"s);
    QCOMPARE(sumOf(*m_log, EventKind::Discarded), std::uint64_t(5));
    const std::string where = "127.0.0.1:" + settings.port.toStdString();
    QVERIFY(lastNote(*m_log, EventKind::Failed).find(where) != std::string::npos);
}

void TestTcpClient::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    const auto row = [](const char *name, const QString &host, const QString &port) {
        QTest::newRow(name) << host << port;
    };
    const auto host = QStringLiteral("127.0.0.1");
    const auto port = QStringLiteral("9999");
    row("no host", QString(), port);
    row("only spaces for a host", QStringLiteral("   "), port);
    row("a host with a space", QStringLiteral("local host"), port);
    row("a host with a tab", QStringLiteral("local\thost"), port);
    row("a host with a line break", QStringLiteral("local\nhost"), port);
    row("a host with a NUL", QStringLiteral("local") + QChar(u'\0') + QStringLiteral("host"), port);
    row("a host of 300 characters", QString(300, u'a'), port);
    row("a long host with dots", QStringLiteral("abcdefghi.").repeated(30), port);
    row("a label of 64 characters", QString(64, u'a') + QStringLiteral(".test"), port);
    row("a host with an empty label", QStringLiteral("a..b"), port);
    row("a host of a hundred thousand characters", QString(100000, u'a'), port);
    row("a URL", QStringLiteral("http://localhost/"), port);
    row("a host with its port", QStringLiteral("localhost:80"), port);
    row("empty brackets", QStringLiteral("[]"), port);
    row("a scope of no interface", QStringLiteral("fe80::1%nowhere0"), port);
    row("no port", host, QString());
    row("port 0", host, QStringLiteral("0"));
    row("port 70000", host, QStringLiteral("70000"));
    row("a word for a port", host, QStringLiteral("abc"));
    row("a negative port", host, QStringLiteral("-80"));
    row("a port with a fraction", host, QStringLiteral("80.0"));
    row("a port in other digits", host, QStringLiteral("٨٠"));
}

void TestTcpClient::refusesWhatMakesNoSense()
{
    QFETCH(const QString, host);
    QFETCH(const QString, port);
    TcpClientSettings settings;
    settings.host = host;
    settings.port = port;
    m_client->start(settings);
    QCOMPARE(m_log->size(), EventNumber(1));
    QCOMPARE(story(*m_log, 0), "failed"s);
    QCOMPARE(lastError(*m_log), "EINVAL"s);
    QVERIFY(lastNote(*m_log, EventKind::Failed).size() < 1000);
    start(); // and it is ready for better ones
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
}

void TestTcpClient::refusesToStartTwice()
{
    Peer peer = connectedPeer();
    start();
    QCOMPARE(lastError(*m_log), "EINVAL"s);
    say(QByteArrayLiteral("unharmed"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "unharmed"s, patience);
}

void TestTcpClient::connectsAgainUnderANewNumber()
{
    Peer peer = connectedPeer();
    m_client->abort({});
    start();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 2), "created connecting connected"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting connected reset closed"s);
}

void TestTcpClient::givesUpWhileResolving()
{
    start(QStringLiteral("localhost"));
    m_client->stop();
    QCOMPARE(story(*m_log, 0), "connecting closed"s);
    const EventNumber before = m_log->size();
    // The answer that comes now belongs to nobody; the next attempt gets its own.
    start(QStringLiteral("localhost"));
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    QCOMPARE(m_log->at(before)->kind(), EventKind::Connecting);
    QCOMPARE(count(*m_log, EventKind::Note), std::size_t(1));
}

void TestTcpClient::givesUpWhileConnecting()
{
    start();
    m_client->stop();
    QCOMPARE(story(*m_log, 1), "created connecting closed"s);
    start();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 2), "created connecting connected"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting closed"s);
}

void TestTcpClient::goesAwayWhileResolving()
{
    start(QStringLiteral("localhost"));
    m_client.reset();
    QCOMPARE(story(*m_log, 0), "connecting"s);
    m_client = std::make_unique<TcpClient>(m_log);
    start(QStringLiteral("localhost"));
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
}

void TestTcpClient::sendsWhatWasSaidBeforeItWasConnected()
{
    start();
    say(QByteArrayLiteral("early"));
    m_client->finish({});
    QCOMPARE(story(*m_log, 1), "created connecting"s);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin(), patience);
    QCOMPARE(peer->received(), "early"s);
    QCOMPARE(story(*m_log, 1), "created connecting connected sent finished"s);
}

void TestTcpClient::discardsWhatIsSaidWhenItIsNotConnected()
{
    say(QByteArrayLiteral("hello?"));
    const auto discarded = eventsOf(*m_log, EventKind::Discarded);
    QCOMPARE(discarded.size(), std::size_t(1));
    QCOMPARE(discarded.front().bytes(), std::uint64_t(6));
    QCOMPARE(textOf(discarded.front().payload()), "hello?"s);
    m_client->finish({});
    m_client->abort({});
    m_client->stop();
    m_client->resume();
    QCOMPARE(m_log->size(), EventNumber(1));
}

void TestTcpClient::sendsOnAfterThePeerHasFinished()
{
    Peer peer = connectedPeer();
    peer.sendAll("my last words");
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished), std::size_t(1), patience);
    say(QByteArrayLiteral("I hear you"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "I hear you"s, patience);
    QVERIFY(!peer.sawFin());
    m_client->finish({});
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(story(*m_log, 1),
             "created connecting connected received peer-finished sent finished closed"s);
}

void TestTcpClient::receivesOnAfterItHasFinished()
{
    Peer peer = connectedPeer();
    m_client->finish({});
    say(QByteArrayLiteral("too late"));
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    peer.sendAll("a long answer");
    peer.close();
    QTRY_COMPARE_WITH_TIMEOUT(
        story(*m_log, 1),
        "created connecting connected finished discarded received peer-finished closed"s, patience);
    QCOMPARE(bytesOf(*m_log, EventKind::Received, 1), "a long answer"s);
}

void TestTcpClient::reportsPeerThatResets()
{
    Peer peer = connectedPeer();
    peer.reset();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1), "created connecting connected reset closed"s,
                              patience);
    QVERIFY(lastNote(*m_log, EventKind::Reset).starts_with("ECONNRESET: "));
}

void TestTcpClient::disconnectSendsTheQueueFirst()
{
    const std::string bytes = pattern(8000000);
    Peer peer = connectedPeer();
    say(QByteArray::fromStdString(bytes));
    m_client->stop();
    Background reading([&peer] {
        peer.readToEnd();
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 1).ends_with("finished peer-finished closed"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(peer.received() == bytes);
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
}

void TestTcpClient::abortResetsThePeer()
{
    Peer peer = connectedPeer();
    m_client->abort({});
    QTRY_COMPARE_WITH_TIMEOUT(peer.error(), ECONNRESET, patience);
    QCOMPARE(story(*m_log, 1), "created connecting connected reset closed"s);
}

void TestTcpClient::keepsNulsAndBytesThatAreNoText()
{
    const std::string bytes = "\0\xff\xc3\x28\0\r\n"s;
    Peer peer = connectedPeer();
    say(QByteArray::fromStdString(bytes));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), bytes, patience);
    peer.sendAll(bytes);
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), bytes, patience);
    QCOMPARE(bytesOf(*m_log, EventKind::Sent, 1), bytes);
}

QTEST_GUILESS_MAIN(TestTcpClient)
#include "tst_tcpclient.moc"
