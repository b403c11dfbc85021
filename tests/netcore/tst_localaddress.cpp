#include "netcore/log/export/networkaddress.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/localpath.h"
#include "netcore/sockets/socketaddress.h"

#include <QTest>

#include <cstring>

using namespace sockyard;

class TestLocalAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAndReadsPaths_data();
    void writesAndReadsPaths();
    void showsWhatCannotBeRead();
    void saysWhyThereIsNone_data();
    void saysWhyThereIsNone();
    void takesTheLongestPath();
    void knowsASocketWithoutAName();
    void isNoAddressOfIp();
};

void TestLocalAddress::writesAndReadsPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *path, const char *text) {
        QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(text);
    };
    row("/run/it.sock", "local:/run/it.sock");
    row("/tmp/a:b c", "local:/tmp/a:b c");
    row("/tmp/größe", "local:/tmp/größe");
    row("/tmp/back\\slash", "local:/tmp/back\\\\slash");
    row("/tmp/line\nend", "local:/tmp/line\\nend");
    row(".hidden", "local:.hidden");
#ifdef Q_OS_LINUX
    row("@name", "local:@name");
    row("@/with/slash", "local:@/with/slash");
#endif
}

void TestLocalAddress::writesAndReadsPaths()
{
    QFETCH(const QString, path);
    QFETCH(const QString, text);
    const SocketAddress address = SocketAddress::local(path);
    QCOMPARE(address.family(), SocketAddress::Family::Local);
    QCOMPARE(address.path(), path.toStdString());
    QCOMPARE(address.isAbstract(), path.startsWith(u'@'));
    QCOMPARE(QString::fromStdString(address.text()), text);
    QVERIFY(parseSocketAddress(text) == address);
}

void TestLocalAddress::showsWhatCannotBeRead()
{
    // A name in the current folder could else be taken for words.
    QCOMPARE(SocketAddress::local(QStringLiteral("name")).text(), std::string("local:./name"));
    // From a program that fills its name up with NUL, and from one that knows no UTF-8.
    SocketAddress address = SocketAddress::local(QStringLiteral("/abcd"));
    std::memcpy(static_cast<char *>(address.data()) + 3, "\xff\x1b[1m", 4);
    QCOMPARE(address.text(), std::string("local:/\\xff\\x1b[1"));
    QVERIFY(!parseSocketAddress(QStringLiteral("local:pid 12")));
    QVERIFY(!parseSocketAddress(QStringLiteral("local:")));
    QVERIFY(!parseSocketAddress(QStringLiteral("local:/bad\\escape")));
}

void TestLocalAddress::saysWhyThereIsNone_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QString &path, const char *words) {
        QTest::newRow(name) << path << QString::fromLatin1(words);
    };
    row("empty", {}, "a path is missing");
    row("NUL", QStringLiteral("/a") + QChar(0) + u'b', "NUL");
    row("too long", u'/' + QString(static_cast<qsizetype>(longestLocalPath), u'x'), "at most");
    // Counted are bytes.
    row("too long in UTF-8", u'/' + QString(60, QChar(0xe9)), "121 bytes");
    row("only an @", QStringLiteral("@"), "@");
}

void TestLocalAddress::saysWhyThereIsNone()
{
    QFETCH(const QString, path);
    QFETCH(const QString, words);
    QVERIFY2(localPathProblem(path).contains(words), qPrintable(localPathProblem(path)));
    QCOMPARE(SocketAddress::local(path).family(), SocketAddress::Family::None);
}

void TestLocalAddress::takesTheLongestPath()
{
    const QString path = u'/' + QString(static_cast<qsizetype>(longestLocalPath) - 1, u'x');
    QVERIFY(localPathProblem(path).isEmpty());
    QCOMPARE(SocketAddress::local(path).path().size(), longestLocalPath);
}

void TestLocalAddress::knowsASocketWithoutAName()
{
    SocketAddress address = SocketAddress::local(QStringLiteral("/x"));
    address.setSize(2); // as Linux gives it: the family, and no more
    QCOMPARE(address.family(), SocketAddress::Family::Local);
    QCOMPARE(address.path(), std::string());
    QVERIFY(!address.isAbstract());
    QCOMPARE(address.text(), std::string("local:"));
    QVERIFY(address.host().isNull());
    QCOMPARE(address.port(), quint16(0));
}

void TestLocalAddress::isNoAddressOfIp()
{
    QVERIFY(!NetworkAddress::parse("local:/run/it.sock"));
    QVERIFY(!NetworkAddress::parse("local:/127.0.0.1:80"));
    QVERIFY(!NetworkAddress::parse("local:127.0.0.1:80"));
    QVERIFY(!NetworkAddress::parse("local:[::1]:80"));
    QVERIFY(!NetworkAddress::parse("local:"));
    const SocketAddress here = SocketAddress::local(QStringLiteral("/a"));
    QVERIFY(here.hasSameHostAs(SocketAddress::local(QStringLiteral("/a"))));
    QVERIFY(!here.hasSameHostAs(SocketAddress::local(QStringLiteral("/b"))));
    QVERIFY(!here.hasSameHostAs(SocketAddress(QHostAddress(QHostAddress::LocalHost), 1)));
}

QTEST_GUILESS_MAIN(TestLocalAddress)
#include "tst_localaddress.moc"
