#include "netcore/endpoints/tcpserver.h"
#include "netcore/sockets/hints.h"
#include "netcore/sockets/kerneltable.h"
#include "netcore/sockets/listeners.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <sstream>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

SocketAddress at(const char *host, quint16 port)
{
    return SocketAddress(QHostAddress(QString::fromLatin1(host)), port);
}

QStringList textsOf(const QList<SocketAddress> &addresses)
{
    QStringList texts;
    for (const SocketAddress &address : addresses) {
        texts.append(QString::fromStdString(address.text()));
    }
    return texts;
}

/// A port of which nothing is known but that nobody listens on it now.
quint16 freePort()
{
    return PeerListener().port();
}

} // namespace

class TestListeners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhoListensOnAPort_data();
    void findsWhoListensOnAPort();
    void findsNobodyOnAFreePort();
    void takesNoConnectionForAListener();
    void readsNoLineAfterTheListeners();
    void passesOverWhatIsNoAddress();

    void saysWhatToConnectToInstead_data();
    void saysWhatToConnectToInstead();
    void knowsNothingAboutOtherMachines();
    void looksAtTheMachineItself();
    void saysWhoHasTheAddress_data();
    void saysWhoHasTheAddress();
    void saysWhoHasThePortOfADatagramSocket();
    void aServerTellsWhoHasItsAddress();
};

void TestListeners::findsWhoListensOnAPort_data()
{
    QTest::addColumn<bool>("ipv6");
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << false << QStringLiteral("127.0.0.1:");
    QTest::newRow("IPv6") << true << QStringLiteral("[::1]:");
}

void TestListeners::findsWhoListensOnAPort()
{
    QFETCH(const bool, ipv6);
    QFETCH(const QString, host);
    const PeerListener listener(ipv6 ? Family::Ipv6 : Family::Ipv4);
    const auto found = listenersOn(listener.port());
    QVERIFY(found);
    QVERIFY2(textsOf(*found).contains(host + QString::number(listener.port())),
             qPrintable(textsOf(*found).join(u' ')));
}

void TestListeners::findsNobodyOnAFreePort()
{
    const auto found = listenersOn(freePort());
    QVERIFY(found);
    QVERIFY(found->isEmpty());
}

void TestListeners::takesNoConnectionForAListener()
{
    PeerListener listener;
    const Peer client = Peer::connectedTo(listener.port());
    const auto found = listenersOn(client.localPort());
    QVERIFY(found);
    QVERIFY(found->isEmpty());
}

void TestListeners::readsNoLineAfterTheListeners()
{
    const std::string word =
        QSysInfo::ByteOrder == QSysInfo::LittleEndian ? "0100007F" : "7F000001";
    const std::string listens = " 0: " + word + ":1234 00000000:0000 0A 0:0 00:0 x\n";
    const std::string connected = " 1: " + word + ":1234 " + word + ":ABCD 01 0:0 00:0 x\n";
    std::istringstream table("  sl  local_address rem_address   st\n" + listens + listens +
                             connected + listens + "the rest\n");
    QCOMPARE(textsOf(listenersInTable(table, 0x1234)),
             QStringList(QStringLiteral("127.0.0.1:4660")));
    std::string rest;
    std::getline(table, rest);
    QVERIFY(rest.starts_with(" 0: ")); // the line after the first connection is still there
}

void TestListeners::passesOverWhatIsNoAddress()
{
    for (const char *local : {"", "x", "0100007F", "0100007F:", "0100007F:12345", "0100:1234",
                              "0100007G:1234", ":1234", "0100007F0100007F:1234"}) {
        std::istringstream table("header\n 0: "s + local + " 00000000:0000 0A 0:0 00:0 x\n");
        QVERIFY2(listenersInTable(table, 0x1234).isEmpty(), local);
    }
    std::istringstream empty;
    QVERIFY(listenersInTable(empty, 0x1234).isEmpty());
}

void TestListeners::saysWhatToConnectToInstead_data()
{
    QTest::addColumn<SocketAddress>("refused");
    QTest::addColumn<QList<SocketAddress>>("listeners");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<QHostAddress>>("others");
    QTest::addColumn<QString>("hint");
    const QList<QHostAddress> none;
    const QList<QHostAddress> ipv4{QHostAddress(QHostAddress::LocalHost)};
    QTest::newRow("nobody") << at("127.0.0.1", 9999) << QList<SocketAddress>() << QString() << none
                            << QStringLiteral("nothing on this machine listens on port 9999.");
    QTest::newRow("IPv6 only") << at("127.0.0.1", 9999) << QList{at("::1", 9999)} << QString()
                               << none
                               << QStringLiteral(
                                      "something listens on port 9999 of this machine, but only at "
                                      "[::1]:9999 and not at 127.0.0.1: connect to ::1.");
    QTest::newRow("all of IPv6 only")
        << at("127.0.0.1", 9999) << QList{at("::", 9999)} << QString() << none
        << QStringLiteral("something listens on port 9999 of this machine, but only at [::]:9999 "
                          "and not at 127.0.0.1: connect to ::1.");
    QTest::newRow("all of IPv4 only")
        << at("::1", 9999) << QList{at("0.0.0.0", 9999)} << QString() << none
        << QStringLiteral("something listens on port 9999 of this machine, but only at "
                          "0.0.0.0:9999 and not at ::1: connect to 127.0.0.1.");
    QTest::newRow("the name has another address")
        << at("::1", 9999) << QList{at("127.0.0.1", 9999)} << QStringLiteral("localhost") << ipv4
        << QStringLiteral("localhost also has the address 127.0.0.1, and something listens on port "
                          "9999 there: connect to 127.0.0.1.");
    QTest::newRow("the name has another address, and that is no help")
        << at("::1", 9999) << QList{at("127.0.0.2", 9999)} << QStringLiteral("localhost") << ipv4
        << QStringLiteral("something listens on port 9999 of this machine, but only at "
                          "127.0.0.2:9999 and not at ::1: connect to 127.0.0.2.");
    QTest::newRow("since then") << at("127.0.0.1", 9999) << QList{at("0.0.0.0", 9999)} << QString()
                                << none
                                << QStringLiteral("by now something listens at 127.0.0.1, port "
                                                  "9999: try again.");
    QTest::newRow("IPv4 in IPv6") << at("127.0.0.1", 9999) << QList{at("::ffff:127.0.0.1", 9999)}
                                  << QString() << none
                                  << QStringLiteral("by now something listens at 127.0.0.1, port "
                                                    "9999: try again.");
}

void TestListeners::saysWhatToConnectToInstead()
{
    QFETCH(const SocketAddress, refused);
    QFETCH(const QList<SocketAddress>, listeners);
    QFETCH(const QString, name);
    QFETCH(const QList<QHostAddress>, others);
    QFETCH(const QString, hint);
    QCOMPARE(refusedHint(refused, listeners, name, others), hint);
}

void TestListeners::knowsNothingAboutOtherMachines()
{
    const PeerListener listener;
    QCOMPARE(connectHint(at("203.0.113.1", listener.port()), {}, {}), QString());
}

void TestListeners::looksAtTheMachineItself()
{
    const quint16 port = freePort();
    QCOMPARE(connectHint(at("127.0.0.1", port), {}, {}),
             QStringLiteral("nothing on this machine listens on port %1.").arg(port));
    const PeerListener listener(Family::Ipv4);
    const QHostAddress other(QHostAddress::LocalHost);
    QCOMPARE(connectHint(at("::1", listener.port()), QStringLiteral("localhost"), {other}),
             QStringLiteral("localhost also has the address 127.0.0.1, and something listens on "
                            "port %1 there: connect to 127.0.0.1.")
                 .arg(listener.port()));
    // An address of somebody else is no help, whoever listens on all of ours.
    QVERIFY(connectHint(at("::1", listener.port()), QStringLiteral("name"),
                        {QHostAddress(QStringLiteral("203.0.113.1"))})
                .startsWith(QStringLiteral("something listens on port")));
}

void TestListeners::saysWhoHasTheAddress_data()
{
    QTest::addColumn<SocketAddress>("address");
    QTest::addColumn<QList<SocketAddress>>("listeners");
    QTest::addColumn<QString>("beginning");
    QTest::newRow("the same") << at("127.0.0.1", 9999) << QList{at("127.0.0.1", 9999)}
                              << QStringLiteral("127.0.0.1:9999 is listened on already");
    QTest::newRow("one of all") << at("0.0.0.0", 9999)
                                << QList{at("127.0.0.1", 9999), at("127.0.0.2", 9999)}
                                << QStringLiteral("127.0.0.1:9999, 127.0.0.2:9999 is listened on");
    QTest::newRow("all") << at("127.0.0.1", 9999) << QList{at("0.0.0.0", 9999)}
                         << QStringLiteral("0.0.0.0:9999 is listened on already");
    QTest::newRow("all of both") << at("127.0.0.1", 9999) << QList{at("::", 9999)}
                                 << QStringLiteral("[::]:9999 is listened on already");
    QTest::newRow("all of the other family")
        << at("::1", 9999) << QList{at("0.0.0.0", 9999)}
        << QStringLiteral("nothing listens there: port 9999 is held");
    QTest::newRow("another") << at("127.0.0.1", 9999) << QList{at("127.0.0.2", 9999)}
                             << QStringLiteral("nothing listens there: port 9999 is held");
    QTest::newRow("nobody") << at("127.0.0.1", 9999) << QList<SocketAddress>()
                            << QStringLiteral("nothing listens there: port 9999 is held");
}

void TestListeners::saysWhoHasTheAddress()
{
    QFETCH(const SocketAddress, address);
    QFETCH(const QList<SocketAddress>, listeners);
    QFETCH(const QString, beginning);
    const QString hint = inUseHint(address, listeners);
    QVERIFY2(hint.startsWith(beginning), qPrintable(hint));
}

void TestListeners::saysWhoHasThePortOfADatagramSocket()
{
    const auto hint = udpInUseHint(at("127.0.0.1", 9), {at("0.0.0.0", 9), at("127.0.0.2", 9)});
    QVERIFY2(hint.startsWith(QStringLiteral("0.0.0.0:9 is bound already")), qPrintable(hint));
    QVERIFY(udpInUseHint(at("127.0.0.1", 9), {at("127.0.0.2", 9)}).isEmpty());
    QVERIFY(udpInUseHint(at("127.0.0.1", 9), {}).isEmpty());
    QVERIFY(udpBindHint(at("127.0.0.1", 0)).isEmpty()); // any free one
}

void TestListeners::aServerTellsWhoHasItsAddress()
{
    const PeerListener holder;
    const auto log = std::make_shared<EventLog>();
    TcpServer server(log);
    TcpServerSettings settings;
    settings.port = QString::number(holder.port());
    server.start(settings);
    QCOMPARE(lastError(*log), "EADDRINUSE"s);
    QCOMPARE(lastNote(*log, EventKind::Note),
             "hint: 127.0.0.1:" + std::to_string(holder.port()) +
                 " is listened on already, by this program or by another one.");
}

QTEST_GUILESS_MAIN(TestListeners)
#include "tst_listeners.moc"
