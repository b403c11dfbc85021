#include "netcore/sockets/place.h"

#include <QTest>

using namespace sockyard;

class TestPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPeopleWrite_data();
    void readsWhatPeopleWrite();
    void knowsWhatIsNoPlace_data();
    void knowsWhatIsNoPlace();
};

void TestPlace::readsWhatPeopleWrite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Place>("place");
    const auto row = [](const char *text, const Place &place) {
        QTest::newRow(text) << QString::fromLatin1(text) << place;
    };
    const auto string = [](const char *text) { return QString::fromLatin1(text); };
    row("127.0.0.1:80", {.host = string("127.0.0.1"), .port = string("80")});
    row("[::1]:80", {.host = string("::1"), .port = string("80")});
    row("tls:example.org:443",
        {.transport = Transport::Tls, .host = string("example.org"), .port = string("443")});
    row("tls:[::1]:443",
        {.transport = Transport::Tls, .host = string("::1"), .port = string("443")});
    row("local:/run/it.sock", {.transport = Transport::Local, .path = string("/run/it.sock")});
    row("local:@name", {.transport = Transport::Local, .path = string("@name")});
    row("local:a:b", {.transport = Transport::Local, .path = string("a:b")});
    row("seqpacket:/x", {.transport = Transport::LocalSeqPacket, .path = string("/x")});
    row("[tls]:80", {.host = string("tls"), .port = string("80")});
    row("[local]:80", {.host = string("local"), .port = string("80")});
}

void TestPlace::readsWhatPeopleWrite()
{
    QFETCH(const QString, text);
    QFETCH(const Place, place);
    const auto read = placeIn(text);
    QVERIFY(read);
    QVERIFY(*read == place);
    QCOMPARE(placeText(place), text);
}

void TestPlace::knowsWhatIsNoPlace_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"local:", "seqpacket:", "::1", "tls:::1", "[::1", "a:b:c"}) {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void TestPlace::knowsWhatIsNoPlace()
{
    QFETCH(const QString, text);
    QVERIFY(!placeIn(text));
}

QTEST_GUILESS_MAIN(TestPlace)
#include "tst_place.moc"
