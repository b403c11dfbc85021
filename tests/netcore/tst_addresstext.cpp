#include "netcore/endpoints/listenaddress.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/socketaddress.h"
#include "tests/support/teststrings.h"

#include <QTest>

using namespace sockyard;

class TestAddressText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsHostAndPort_data();
    void splitsHostAndPort();
    void parsesPorts_data();
    void parsesPorts();
    void parsesAddresses_data();
    void parsesAddresses();
    void judgesHostNames_data();
    void judgesHostNames();
    void tellsWhatIsNoPortInFewWords();
    void knowsWhereAServerMayListen_data();
    void knowsWhereAServerMayListen();
    void writesSocketAddresses_data();
    void writesSocketAddresses();
    void aScopeOfNoInterfaceGivesNoAddress();
    void comparesSocketAddresses();
    void knowsTheAddressesOfGroups();
};

void TestAddressText::splitsHostAndPort_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    const auto good = [](const char *text, const char *host, const char *port) {
        QTest::newRow(text) << QString::fromLatin1(text) << true << QString::fromLatin1(host)
                            << QString::fromLatin1(port);
    };
    const auto bad = [](const char *text) {
        QTest::newRow(text) << QString::fromLatin1(text) << false << QString() << QString();
    };
    good("localhost:80", "localhost", "80");
    good("127.0.0.1:9999", "127.0.0.1", "9999");
    good("[::1]:80", "::1", "80");
    good("[fe80::1%eth0]:80", "fe80::1%eth0", "80");
    good("[::1]", "::1", "");
    good("[::1]:", "::1", "");
    good("localhost", "localhost", "");
    good("localhost:", "localhost", "");
    good(":80", "", "80");
    good("", "", "");
    good("[]:80", "", "80");
    good("host:seven", "host", "seven"); // not judged yet
    good("[host]:80", "host", "80");
    bad("::1");
    bad("::1:80");
    bad("fe80::1%eth0");
    bad("a:b:c");
    bad("[::1");
    bad("[::1:80");
    bad("::1]:80");
    bad("[::1]80");
    bad("[::1] :80");
    bad("host]:80");
}

void TestAddressText::splitsHostAndPort()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    const auto parts = splitHostAndPort(text);
    QCOMPARE(parts.has_value(), good);
    if (parts) {
        QTEST(parts->host, "host");
        QTEST(parts->port, "port");
    }
}

void TestAddressText::parsesPorts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("port"); // -1: none
    const auto row = [](const char *text, int port) {
        QTest::newRow(text) << QString::fromUtf8(text) << port;
    };
    row("0", 0);
    row("1", 1);
    row("80", 80);
    row("00080", 80);
    row("65535", 65535);
    row("  9999 ", 9999);
    row("65536", -1);
    row("99999", -1);
    row("000080", -1);
    row("184467440737095516169999", -1);
    row("", -1);
    row(" ", -1);
    row("-1", -1);
    row("+80", -1);
    row("0x50", -1);
    row("80.", -1);
    row("8 0", -1);
    row("8,080", -1);
    row("http", -1);
    row("1e3", -1);
    row("٨٠", -1);   // Arabic-Indic digits
    row("８０", -1); // full-width digits
}

void TestAddressText::parsesPorts()
{
    QFETCH(const QString, text);
    QFETCH(const int, port);
    const auto parsed = parsePort(text);
    QCOMPARE(parsed ? int(*parsed) : -1, port);
}

void TestAddressText::parsesAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address"); // empty: none
    const auto row = [](const char *text, const char *address) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(address);
    };
    row("127.0.0.1", "127.0.0.1");
    row(" 127.0.0.1\t", "127.0.0.1");
    row("0.0.0.0", "0.0.0.0");
    row("255.255.255.255", "255.255.255.255");
    row("::", "::");
    row("::1", "::1");
    row("0:0:0:0:0:0:0:1", "::1");
    row("FE80::1", "fe80::1");
    row("fe80::1%lo", "fe80::1%lo");
    row("::ffff:127.0.0.1", "::ffff:127.0.0.1");
    row("225.0.0.250", "225.0.0.250");
    row("", "");
    row("1", "");
    row("127.1", "");
    row("127.0.1", "");
    row("127.0.0.1.1", "");
    row("127.0.0.256", "");
    row("127.0.0.-1", "");
    row("127.0.0.1:80", "");
    row("[::1]", "");
    row(":::", "");
    row("::1::", "");
    row("12345::", "");
    row("localhost", "");
    row("127.0.0.a", "");
    row("*", "");
}

void TestAddressText::parsesAddresses()
{
    QFETCH(const QString, text);
    QFETCH(const QString, address);
    const auto parsed = parseAddress(text);
    QCOMPARE(parsed ? parsed->toString() : QString(), address);
}

void TestAddressText::judgesHostNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("plausible");
    const auto row = [](const char *title, const QString &name, bool plausible) {
        QTest::newRow(title) << name << plausible;
    };
    row("a word", QStringLiteral("localhost"), true);
    row("a name with dots", QStringLiteral("www.example.org"), true);
    row("a full name with its dot", QStringLiteral("www.example.org."), true);
    row("a name with an underscore", QStringLiteral("_http._tcp.example"), true);
    row("a name in another script", QStringLiteral("bücher.example"), true);
    row("63 characters", QString(63, u'a'), true);
    row("64 characters", QString(64, u'a'), false);
    row("253 characters", QStringLiteral("abcdefg.").repeated(31) + QStringLiteral("abcde"), true);
    row("254 characters", QStringLiteral("abcdefg.").repeated(31) + QStringLiteral("abcdef"),
        false);
    row("nothing", QString(), false);
    row("a dot", QStringLiteral("."), false);
    row("two dots", QStringLiteral("a..b"), false);
    row("a dot before", QStringLiteral(".a"), false);
    row("a space", QStringLiteral("a b"), false);
    row("a no-break space", QStringLiteral("a\u00a0b"), false);
    row("a NUL", QStringLiteral("a") + QChar(u'\0'), false);
    row("an escape", QStringLiteral("a\u001b[31m"), false);
    row("a path", QStringLiteral("a/b"), false);
    row("a port", QStringLiteral("a:80"), false);
    row("a user", QStringLiteral("root@a"), false);
    row("brackets", QStringLiteral("[a]"), false);
}

void TestAddressText::judgesHostNames()
{
    QFETCH(const QString, name);
    QFETCH(const bool, plausible);
    QCOMPARE(isPlausibleHostName(name), plausible);
}

void TestAddressText::tellsWhatIsNoPortInFewWords()
{
    QVERIFY(badPortText(QStringLiteral("http")).startsWith(QStringLiteral("EINVAL: ")));
    QVERIFY(badPortText(QStringLiteral("http")).contains(QStringLiteral("http")));
    QVERIFY(badPortText(QString(100000, u'9')).size() < 200);
    QVERIFY(badPortText(QStringLiteral("%1")).contains(QStringLiteral("%1")));
}

void TestAddressText::knowsWhereAServerMayListen_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host"); // empty: nowhere
    QTest::addColumn<bool>("both");
    const auto row = [](const char *text, const char *host, bool both = false) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(host) << both;
    };
    row("127.0.0.1", "127.0.0.1");
    row("localhost", "127.0.0.1");
    row("LocalHost ", "127.0.0.1");
    row("0.0.0.0", "0.0.0.0");
    row("::", "::");
    row("*", "::", true);
    row(" * ", "::", true);
    row("::1", "::1");
    row("", "");
    row("**", "");
    row("any", "");
    row("example.org", "");
}

void TestAddressText::knowsWhereAServerMayListen()
{
    QFETCH(const QString, text);
    QFETCH(const QString, host);
    QFETCH(const bool, both);
    const auto parsed = parseListenAddress(text);
    QCOMPARE(parsed ? parsed->host.toString() : QString(), host);
    QCOMPARE(parsed && parsed->families == Listener::Families::Both, both);
}

void TestAddressText::writesSocketAddresses_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<std::string>("text");
    const auto row = [](const char *host, int port, const char *text) {
        QTest::newRow(text) << QString::fromLatin1(host) << port << std::string(text);
    };
    row("127.0.0.1", 9999, "127.0.0.1:9999");
    row("0.0.0.0", 0, "0.0.0.0:0");
    row("255.255.255.255", 65535, "255.255.255.255:65535");
    row("::1", 1, "[::1]:1");
    row("::", 0, "[::]:0");
    row("fe80::1%lo", 80, "[fe80::1%lo]:80");
    row("fe80::1%1", 81, "[fe80::1%lo]:81");
    row("ff02::7:7", 8123, "[ff02::7:7]:8123");
    row("::ffff:127.0.0.1", 80, "[::ffff:127.0.0.1]:80");
}

void TestAddressText::writesSocketAddresses()
{
    QFETCH(const QString, host);
    QFETCH(const int, port);
    QFETCH(const std::string, text);
    const QHostAddress before(host);
    const SocketAddress address(before, static_cast<quint16>(port));
    QCOMPARE(address.text(), text);
    QCOMPARE(address.port(), static_cast<quint16>(port));
    QVERIFY(address.family() != SocketAddress::Family::None);
    // And back again.
    const auto parts = splitHostAndPort(QString::fromStdString(address.text()));
    QVERIFY(parts);
    const SocketAddress again(QHostAddress(parts->host), parsePort(parts->port).value());
    QVERIFY(again == address);
    QCOMPARE(address.host().protocol(), before.protocol());
}

void TestAddressText::aScopeOfNoInterfaceGivesNoAddress()
{
    const SocketAddress address(QHostAddress(QStringLiteral("fe80::1%nowhere0")), 80);
    QCOMPARE(address.family(), SocketAddress::Family::None);
    QCOMPARE(address.text(), std::string());
    QCOMPARE(address.port(), quint16(0));
    QVERIFY(address.host().isNull());
    QVERIFY(SocketAddress() == SocketAddress());
    QCOMPARE(SocketAddress(QHostAddress(), 80).family(), SocketAddress::Family::None);
}

void TestAddressText::comparesSocketAddresses()
{
    const QHostAddress here(QStringLiteral("127.0.0.1"));
    const QHostAddress there(QStringLiteral("127.0.0.2"));
    QVERIFY(SocketAddress(here, 80) == SocketAddress(here, 80));
    QVERIFY(!(SocketAddress(here, 80) == SocketAddress(here, 81)));
    QVERIFY(!(SocketAddress(here, 80) == SocketAddress(there, 80)));
    QVERIFY(!(SocketAddress(here, 80) == SocketAddress(QHostAddress(QStringLiteral("::1")), 80)));
}

void TestAddressText::knowsTheAddressesOfGroups()
{
    for (const char *group : {"225.0.0.250:8123", "224.0.0.0:0", "239.255.255.255:65535",
                              "[ff02::1]:8123", "[ff15::7079]:1"}) {
        QVERIFY2(isGroupAddress(group), group);
    }
    for (const char *other :
         {"127.0.0.1:8123", "240.0.0.1:1", "[fe80::1]:1", "225.0.0.250", "ff02::1", ""}) {
        QVERIFY2(!isGroupAddress(other), other);
    }
}

QTEST_APPLESS_MAIN(TestAddressText)
#include "tst_addresstext.moc"
