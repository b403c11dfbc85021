#include "netcore/endpoints/tcpclient.h"
#include "netcore/sockets/addressorder.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTemporaryFile>
#include <QTest>

#include <array>
#include <set>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// Several addresses, several connections, time-outs, another try, and what is chosen of a socket.
class TestClientConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void ordersAddressesByFamilyInTurn_data();
    void ordersAddressesByFamilyInTurn();
    void triesTheNextAddressWhereOneIsRefused();
    void triesTheNextAddressBesideOneThatIsSilent();
    void tellsWhyEachAddressFailed();

    void connectsManyClientsAtOnce();
    void talksToOneOfManyOrToAll();
    void saysWhatWasSaidEarlyOnEachConnection();
    void discardsEarlyWordsWhereNobodyIsThere();
    void refusesNumbersOutOfRange_data();
    void refusesNumbersOutOfRange();

    void connectionTimeOut();
    void responseTimeOut();
    void responseTimeOutIsOverWithTheFirstByte();
    void exchangeTimeOutEndsATalk();
    void exchangeTimeOutEndsAnAttempt();

    void triesAgainWithGrowingWaits();
    void triesAgainUntilSomebodyListens();
    void givesUpBetweenTwoTries();
    void connectsAgainWhenThePeerCloses();
    void connectsAgainWhenThePeerResets();
    void doesNotConnectAgainWhenAPersonEndsIt_data();
    void doesNotConnectAgainWhenAPersonEndsIt();

    void bindsToTheSource_data();
    void bindsToTheSource();
    void refusesSources_data();
    void refusesSources();
    void tellsThatTheSourceCannotBeBound();
    void takesOneFamilyOnly();
    void setsOptions_data();
    void setsOptions();
    void lingersWithoutHoldingUp();

    void pausesAndGoesOn();
    void tellsWhatIsLostBeforeTheRunEnds();
    void snapshotTellsWhatWaits();

private:
    TcpClientSettings settings() const;
    void say(const QByteArray &bytes, const Addressees &to = {});

    std::unique_ptr<PeerListener> m_listener;
    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpClient> m_client;
};

void TestClientConnections::init()
{
    m_listener = std::make_unique<PeerListener>();
    m_log = std::make_shared<EventLog>();
    m_client = std::make_unique<TcpClient>(m_log);
}

void TestClientConnections::cleanup()
{
    m_client.reset();
    m_log.reset();
}

TcpClientSettings TestClientConnections::settings() const
{
    TcpClientSettings settings;
    settings.port = QString::number(m_listener->port());
    return settings;
}

void TestClientConnections::say(const QByteArray &bytes, const Addressees &to)
{
    m_client->send(to, PreparedMessage::ofBytes(bytes));
}

void TestClientConnections::ordersAddressesByFamilyInTurn_data()
{
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QStringList>("ordered");
    const auto row = [](const char *name, const char *given, const char *ordered) {
        QTest::newRow(name) << QString::fromLatin1(given).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(ordered).split(u' ', Qt::SkipEmptyParts);
    };
    row("none", "", "");
    row("one", "127.0.0.1", "127.0.0.1");
    row("IPv6 first", "::1 ::2 127.0.0.1 127.0.0.2", "::1 127.0.0.1 ::2 127.0.0.2");
    row("IPv4 first", "127.0.0.1 ::1 127.0.0.2", "127.0.0.1 ::1 127.0.0.2");
    row("more of one", "::1 ::2 ::3 127.0.0.1", "::1 127.0.0.1 ::2 ::3");
    row("twice the same", "127.0.0.1 127.0.0.1 ::1", "127.0.0.1 ::1");
}

void TestClientConnections::ordersAddressesByFamilyInTurn()
{
    QFETCH(const QStringList, given);
    QFETCH(const QStringList, ordered);
    const auto addresses = [](const QStringList &texts) {
        QList<QHostAddress> list;
        for (const QString &text : texts) {
            list.append(QHostAddress(text));
        }
        return list;
    };
    QCOMPARE(connectingOrder(addresses(given)), addresses(ordered));
}

void TestClientConnections::triesTheNextAddressWhereOneIsRefused()
{
    ConnectionId last = 0;
    const auto next = [this, &last] { return Journal(*m_log, ++last); };
    const SocketAddress refused(QHostAddress(QStringLiteral("127.0.0.2")), m_listener->port());
    const SocketAddress open(QHostAddress(QStringLiteral("127.0.0.1")), m_listener->port());
    AddressRace race(next, {refused, open}, {});
    bool won = false;
    connect(&race, &AddressRace::won, this, [&won] { won = true; });
    race.begin();
    QTRY_VERIFY_WITH_TIMEOUT(won, patience);
    QCOMPARE(story(*m_log, 1), "created connecting failed closed"s);
    QCOMPARE(story(*m_log, 2), "created connecting connected"s);
    QCOMPARE(race.failures().size(), std::size_t(1));
    QCOMPARE(race.failures().front().error.name(), "ECONNREFUSED"s);
    QVERIFY(race.takeWinner()->isConnected());
}

void TestClientConnections::triesTheNextAddressBesideOneThatIsSilent()
{
    const SilentPort silent;
    ConnectionId last = 0;
    const auto next = [this, &last] { return Journal(*m_log, ++last); };
    const QHostAddress here(QHostAddress::LocalHost);
    AddressRace race(
        next, {SocketAddress(here, silent.port()), SocketAddress(here, m_listener->port())}, {});
    bool won = false;
    connect(&race, &AddressRace::won, this, [&won] { won = true; });
    race.begin();
    QCOMPARE(story(*m_log, 1), "created connecting"s);
    QTRY_VERIFY_WITH_TIMEOUT(won, patience);
    QCOMPARE(story(*m_log, 1), "created connecting closed"s); // with no word of a failure
    QCOMPARE(story(*m_log, 2), "created connecting connected"s);
    QVERIFY(lastNote(*m_log, EventKind::Closed).find("not needed any more") != std::string::npos);
    const auto began = eventsOf(*m_log, EventKind::Created);
    QVERIFY(began.at(1).elapsed() - began.at(0).elapsed() >= 200'000'000); // it had its time
}

void TestClientConnections::tellsWhyEachAddressFailed()
{
    // Whatever localhost is here, nobody listens: one address may be all, and then one event is.
    const quint16 port = m_listener->port();
    m_listener.reset();
    TcpClientSettings wanted;
    wanted.host = QStringLiteral("localhost");
    wanted.port = QString::number(port);
    m_client->start(wanted);
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
    const auto failures = eventsOf(*m_log, EventKind::Failed);
    const auto attempts = count(*m_log, EventKind::Created);
    QCOMPARE(failures.size(), attempts == 1 ? std::size_t(1) : attempts + 1);
    if (attempts > 1) {
        const std::string summary(failures.back().note());
        QVERIFY(summary.starts_with("ECONNREFUSED: "));
        QVERIFY(summary.find("127.0.0.1:" + std::to_string(port) + " (ECONNREFUSED)") !=
                std::string::npos);
    }
}

void TestClientConnections::connectsManyClientsAtOnce()
{
    TcpClientSettings wanted = settings();
    wanted.connections = 10;
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(10), patience);
    // None waited for another.
    QCOMPARE(story(*m_log, 10), "created connecting connected"s);
    const auto events = eventsOf(*m_log);
    QCOMPARE(events.at(10).kind(), EventKind::Connecting); // nobody is connected yet
    m_client->abort({});
    QCOMPARE(count(*m_log, EventKind::Closed), std::size_t(11));
    QCOMPARE(story(*m_log, 0), "connecting closed"s);
}

void TestClientConnections::talksToOneOfManyOrToAll()
{
    TcpClientSettings wanted = settings();
    wanted.connections = 2;
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(2), patience);
    std::optional<Peer> first;
    std::optional<Peer> second;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(first), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(second), patience);
    say(QByteArrayLiteral("all,"));
    say(QByteArrayLiteral("two"), QList<ConnectionId>{2});
    QTRY_COMPARE_WITH_TIMEOUT((std::set{first->received(), second->received()}),
                              (std::set{"all,"s, "all,two"s}), patience);
    m_client->finish(QList<ConnectionId>{1});
    QTRY_VERIFY_WITH_TIMEOUT(first->sawFin() != second->sawFin(), patience);
    m_client->disconnectFrom(QList<ConnectionId>{2});
    QTRY_VERIFY_WITH_TIMEOUT(first->sawFin() && second->sawFin(), patience);
}

void TestClientConnections::saysWhatWasSaidEarlyOnEachConnection()
{
    TcpClientSettings wanted = settings();
    wanted.connections = 3;
    m_client->start(wanted);
    say(QByteArrayLiteral("early"));
    m_client->finish({});
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Finished), std::size_t(3), patience);
    for (ConnectionId id = 1; id <= 3; ++id) {
        QCOMPARE(bytesOf(*m_log, EventKind::Sent, id), "early"s);
    }
}

void TestClientConnections::discardsEarlyWordsWhereNobodyIsThere()
{
    TcpClientSettings wanted = settings();
    wanted.connections = 2;
    m_listener.reset();
    m_client->start(wanted);
    say(QByteArrayLiteral("early"));
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
    QCOMPARE(sumOf(*m_log, EventKind::Discarded), std::uint64_t(10));
}

void TestClientConnections::refusesNumbersOutOfRange_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("value");
    QTest::newRow("no connection") << 0 << 0;
    QTest::newRow("too many") << 0 << 10001;
    QTest::newRow("a negative time-out") << 1 << -1;
    QTest::newRow("a response time-out of a week") << 2 << 7 * 24 * 3600 * 1000;
    QTest::newRow("a negative exchange time-out") << 3 << -5;
    QTest::newRow("negative retries") << 4 << -1;
    QTest::newRow("no wait") << 5 << 0;
    QTest::newRow("TTL 0") << 6 << 0;
    QTest::newRow("TTL 256") << 6 << 256;
}

void TestClientConnections::refusesNumbersOutOfRange()
{
    QFETCH(const int, which);
    QFETCH(const int, value);
    TcpClientSettings wanted = settings();
    const std::array fields = {&wanted.connections,     &wanted.connectTimeout,
                               &wanted.responseTimeout, &wanted.exchangeTimeout,
                               &wanted.retries,         &wanted.retryWait};
    if (which < static_cast<int>(fields.size())) {
        *fields.at(static_cast<std::size_t>(which)) = value;
    } else {
        wanted.options.insert(SocketOption::HopLimit, value);
    }
    m_client->start(wanted);
    QCOMPARE(story(*m_log, 0), "failed"s);
    QCOMPARE(lastError(*m_log), "EINVAL"s);
}

void TestClientConnections::connectionTimeOut()
{
    const SilentPort silent;
    TcpClientSettings wanted = settings();
    wanted.port = QString::number(silent.port());
    wanted.connectTimeout = 150;
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting closed"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting timed-out closed"s);
    QVERIFY(lastNote(*m_log, EventKind::TimedOut)
                .starts_with("connection time-out: the handshake was not done within 0.15 s"));
    const auto events = eventsOf(*m_log);
    QVERIFY(eventsOf(*m_log, EventKind::TimedOut).front().elapsed() - events.front().elapsed() >=
            140'000'000);
}

void TestClientConnections::responseTimeOut()
{
    TcpClientSettings wanted = settings();
    wanted.responseTimeout = 100;
    m_client->start(wanted);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    say(QByteArrayLiteral("anybody?"));
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin(), patience);
    peer->close();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting closed"s, patience);
    QCOMPARE(story(*m_log, 1),
             "created connecting connected sent timed-out finished peer-finished closed"s);
    QVERIFY(lastNote(*m_log, EventKind::TimedOut).starts_with("response time-out: "));
}

void TestClientConnections::responseTimeOutIsOverWithTheFirstByte()
{
    TcpClientSettings wanted = settings();
    wanted.responseTimeout = 300;
    wanted.exchangeTimeout = 900;
    m_client->start(wanted);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    peer->sendAll(".");
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::TimedOut), std::size_t(1), patience);
    QVERIFY(lastNote(*m_log, EventKind::TimedOut).starts_with("exchange time-out: "));
}

void TestClientConnections::exchangeTimeOutEndsATalk()
{
    TcpClientSettings wanted = settings();
    wanted.exchangeTimeout = 200;
    wanted.reconnect = true; // not after this side's own end
    m_client->start(wanted);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin(), patience);
    peer->close();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting closed"s, patience);
    QVERIFY(lastNote(*m_log, EventKind::TimedOut).find("not answered at all") != std::string::npos);
}

void TestClientConnections::exchangeTimeOutEndsAnAttempt()
{
    const SilentPort silent;
    TcpClientSettings wanted = settings();
    wanted.port = QString::number(silent.port());
    wanted.exchangeTimeout = 100;
    wanted.retries = 5;
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting closed"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting timed-out closed"s);
    QVERIFY(lastNote(*m_log, EventKind::TimedOut).starts_with("exchange time-out: "));
}

void TestClientConnections::triesAgainWithGrowingWaits()
{
    TcpClientSettings wanted = settings();
    wanted.retries = 3;
    wanted.retryWait = 20;
    m_listener.reset();
    m_client->start(wanted);
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
    QCOMPARE(count(*m_log, EventKind::Created), std::size_t(4));
    std::vector<std::string> notes;
    for (const Event &event : eventsOf(*m_log, EventKind::Note)) {
        if (event.connection() == 0) {
            notes.emplace_back(event.note());
        }
    }
    QCOMPARE(notes,
             (std::vector{"trying again in 0.02 s (1 of 3)"s, "trying again in 0.04 s (2 of 3)"s,
                          "trying again in 0.08 s (3 of 3)"s}));
    const auto began = eventsOf(*m_log, EventKind::Created);
    QVERIFY(began.at(3).elapsed() - began.at(2).elapsed() >= 70'000'000);
}

void TestClientConnections::triesAgainUntilSomebodyListens()
{
    const std::uint16_t port = m_listener->port();
    TcpClientSettings wanted = settings();
    wanted.retries = 1000;
    wanted.retryWait = 5;
    m_listener.reset();
    m_client->start(wanted);
    say(QByteArrayLiteral("hello"));
    QTRY_VERIFY_WITH_TIMEOUT(count(*m_log, EventKind::Failed) >= 2, patience);
    m_listener = std::make_unique<PeerListener>(Family::Ipv4, port);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(peer->received(), "hello"s, patience);
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
}

void TestClientConnections::givesUpBetweenTwoTries()
{
    TcpClientSettings wanted = settings();
    wanted.retries = 5;
    wanted.retryWait = 3600 * 1000;
    m_listener.reset();
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting note"s, patience);
    m_client->stop();
    QCOMPARE(story(*m_log, 0), "connecting note closed"s);
}

void TestClientConnections::connectsAgainWhenThePeerCloses()
{
    TcpClientSettings wanted = settings();
    wanted.reconnect = true;
    wanted.retryWait = 5;
    m_client->start(wanted);
    for (int turn = 0; turn < 3; ++turn) {
        std::optional<Peer> peer;
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
        peer->sendAll("bye");
        peer->close();
    }
    QTRY_COMPARE_WITH_TIMEOUT(
        story(*m_log, 3), "created connecting connected received peer-finished finished closed"s,
        patience);
    QCOMPARE(story(*m_log, 0), "connecting note"s);
    m_client->stop();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
}

void TestClientConnections::connectsAgainWhenThePeerResets()
{
    TcpClientSettings wanted = settings();
    wanted.reconnect = true;
    wanted.retryWait = 5;
    m_client->start(wanted);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    peer->reset();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(2), patience);
    QCOMPARE(story(*m_log, 1), "created connecting connected reset closed"s);
}

void TestClientConnections::doesNotConnectAgainWhenAPersonEndsIt_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("disconnect") << 0;
    QTest::newRow("abort") << 1;
    QTest::newRow("finish") << 2;
}

void TestClientConnections::doesNotConnectAgainWhenAPersonEndsIt()
{
    QFETCH(const int, how);
    TcpClientSettings wanted = settings();
    wanted.reconnect = true;
    wanted.retryWait = 5;
    m_client->start(wanted);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    if (how == 0) {
        m_client->disconnectFrom({});
    } else if (how == 1) {
        m_client->abort({});
    } else {
        m_client->finish({});
    }
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin() || peer->error() != 0, patience);
    peer->close();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting closed"s, patience);
}

void TestClientConnections::bindsToTheSource_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("begins");
    QTest::newRow("an address") << QStringLiteral("127.0.0.3") << QStringLiteral("127.0.0.3:");
    QTest::newRow("an address and port 0")
        << QStringLiteral("127.0.0.3:0") << QStringLiteral("127.0.0.3:");
    QTest::newRow("a port") << QStringLiteral(":PORT") << QStringLiteral("127.0.0.1:PORT");
    QTest::newRow("both") << QStringLiteral(" 127.0.0.4:PORT ") << QStringLiteral("127.0.0.4:PORT");
}

void TestClientConnections::bindsToTheSource()
{
    QFETCH(QString, source);
    QFETCH(QString, begins);
    const QString port = QString::number(PeerListener().port()); // free at this moment
    TcpClientSettings wanted = settings();
    wanted.source = source.replace(QStringLiteral("PORT"), port);
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    QCOMPARE(story(*m_log, 1), "created bound connecting connected"s);
    const auto local = std::string(eventsOf(*m_log, EventKind::Connected).front().local());
    QVERIFY(local.starts_with(begins.replace(QStringLiteral("PORT"), port).toStdString()));
    // The same port once more, while the system still remembers the last connection there.
    m_client->stop();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
    m_client->start(wanted);
    QTRY_VERIFY_WITH_TIMEOUT(
        count(*m_log, EventKind::Connected) == 2 || lastError(*m_log) == "EADDRNOTAVAIL", patience);
}

void TestClientConnections::refusesSources_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("connections");
    const auto row = [](const char *name, const char *source, int connections = 1) {
        QTest::newRow(name) << QString::fromLatin1(source) << connections;
    };
    row("a name", "localhost");
    row("a bad port", "127.0.0.1:99999");
    row("a port that is no number", "127.0.0.1:x");
    row("IPv6 to IPv4", "::1");
    row("IPv6 to IPv4 with a port", "[::1]:5000");
    row("an unknown interface", "fe80::1%nowhere0");
    row("brackets without an end", "[::1");
    row("one port for two", "127.0.0.1:5000", 2);
}

void TestClientConnections::refusesSources()
{
    QFETCH(const QString, source);
    QFETCH(const int, connections);
    TcpClientSettings wanted = settings();
    wanted.source = source;
    wanted.connections = connections;
    m_client->start(wanted);
    QCOMPARE(story(*m_log, 0), "failed"s);
    QCOMPARE(lastError(*m_log), "EINVAL"s);
}

void TestClientConnections::tellsThatTheSourceCannotBeBound()
{
    TcpClientSettings wanted = settings();
    wanted.source = QStringLiteral("203.0.113.1"); // nobody's (RFC 5737)
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 0), "connecting closed"s, patience);
    QCOMPARE(story(*m_log, 1), "created failed closed"s);
    QCOMPARE(lastError(*m_log), "EADDRNOTAVAIL"s);
}

void TestClientConnections::takesOneFamilyOnly()
{
    TcpClientSettings wanted = settings();
    wanted.host = QStringLiteral("localhost");
    wanted.family = TcpClientSettings::Family::Ipv4;
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    QCOMPARE(count(*m_log, EventKind::Created), std::size_t(1)); // ::1 was not even tried
    m_client->stop();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
    wanted.host = QStringLiteral("127.0.0.1");
    wanted.family = TcpClientSettings::Family::Ipv6;
    m_client->start(wanted);
    QCOMPARE(lastError(*m_log), "EINVAL"s);
}

void TestClientConnections::setsOptions_data()
{
    QTest::addColumn<SocketOption>("option");
    QTest::addColumn<int>("value");
    QTest::addColumn<QString>("note");
    const auto row = [](SocketOption option, int value, const char *note) {
        QTest::addRow("%s %d", socketOptionRow(option).systemName, value)
            << option << value << QString::fromUtf8(note);
    };
    row(SocketOption::NoDelay, 1, "setsockopt TCP_NODELAY on");
    row(SocketOption::NoDelay, 0, "setsockopt TCP_NODELAY off");
    row(SocketOption::KeepAlive, 1, "setsockopt SO_KEEPALIVE on");
    row(SocketOption::HopLimit, 3, "setsockopt IP_TTL 3");
    row(SocketOption::SendBuffer, 20000, "setsockopt SO_SNDBUF 20000 B");
    row(SocketOption::ReceiveBuffer, 20000, "setsockopt SO_RCVBUF 20000 B");
    row(SocketOption::Linger, 2, "setsockopt SO_LINGER 2 s");
    row(SocketOption::Linger, -1, "setsockopt SO_LINGER off");
}

void TestClientConnections::setsOptions()
{
    QFETCH(const SocketOption, option);
    QFETCH(const int, value);
    QFETCH(const QString, note);
    TcpClientSettings wanted = settings();
    wanted.options.insert(option, value);
    m_client->start(wanted);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    QCOMPARE(story(*m_log, 1), "created note connecting connected"s);
    QVERIFY(lastNote(*m_log, EventKind::Note).starts_with(note.toStdString()));
    QVERIFY(defaultSocketOptions().contains(option));
}

void TestClientConnections::lingersWithoutHoldingUp()
{
    TcpClientSettings wanted = settings();
    wanted.options.insert(SocketOption::Linger, 600);
    m_client->start(wanted);
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    // More than the system takes, to a peer that does not read: close(2) would wait ten minutes.
    say(QByteArray(16 * 1024 * 1024, 'x'));
    m_client.reset();
    QVERIFY(peer->received().size() < std::size_t(16 * 1024 * 1024));
}

void TestClientConnections::pausesAndGoesOn()
{
    m_client->start(settings());
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    m_client->pause({});
    peer->sendAll("waits");
    say(QByteArrayLiteral("said meanwhile"));
    QTRY_COMPARE_WITH_TIMEOUT(peer->received(), "said meanwhile"s, patience);
    QCOMPARE(count(*m_log, EventKind::Received), std::size_t(0));
    m_client->unpause({});
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "waits"s, patience);
    QCOMPARE(story(*m_log, 1), "created connecting connected paused sent resumed received"s);
}

void TestClientConnections::tellsWhatIsLostBeforeTheRunEnds()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(qint64(64) * 1024 * 1024));
    m_client->start(settings());
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    const auto message =
        PreparedMessage::prepare({.notation = Notation::File, .text = file.fileName()});
    m_client->send({}, message.value());
    QTRY_VERIFY_WITH_TIMEOUT(count(*m_log, EventKind::Sent) > 0, patience);
    peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 0).ends_with("closed"), patience);
    QVERIFY(count(*m_log, EventKind::Discarded) > 0);
    QCOMPARE(sumOf(*m_log, EventKind::Sent) + sumOf(*m_log, EventKind::Discarded),
             std::uint64_t(64) * 1024 * 1024);
    QVERIFY(lastNote(*m_log, EventKind::Discarded).ends_with("the connection is gone"));
    const Event last = eventsOf(*m_log).back();
    QCOMPARE(last.kind(), EventKind::Closed);
    QCOMPARE(last.connection(), ConnectionId(0));
}

void TestClientConnections::snapshotTellsWhatWaits()
{
    m_client->start(settings());
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Connected), std::size_t(1), patience);
    QVERIFY(m_client->snapshot().connections.empty());
    say(QByteArray(32 * 1024 * 1024, 'x'));
    const EndpointSnapshot snapshot = m_client->snapshot(WatchedSocket{.id = 1});
    QCOMPARE(snapshot.connections.size(), std::size_t(1));
    QVERIFY(snapshot.connections.front().unsent > 0);
    QCOMPARE(snapshot.kernel.has_value(), hasKernelView());
}

QTEST_GUILESS_MAIN(TestClientConnections)
#include "tst_clientconnections.moc"
