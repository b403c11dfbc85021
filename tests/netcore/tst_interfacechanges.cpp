#include "netcore/log/eventlog.h"
#include "netcore/projections/interfacehistory.h"
#include "netcore/sockets/interfacechange.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/modeltexts.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

InterfaceAddress address(const QString &text, int prefixLength)
{
    InterfaceAddress result;
    result.address = QHostAddress(text);
    result.prefixLength = prefixLength;
    return result;
}

InterfaceDetails ethernet()
{
    InterfaceDetails result;
    result.index = 2;
    result.name = QStringLiteral("eth0");
    result.up = true;
    result.running = true;
    result.multicast = true;
    result.mtu = 1500;
    result.hardwareAddress = QStringLiteral("52:54:00:00:00:01");
    result.addresses = {address(QStringLiteral("192.168.1.5"), 24)};
    return result;
}

QStringList textsOf(const QList<InterfaceChange> &changes)
{
    QStringList texts;
    for (const InterfaceChange &change : changes) {
        texts.append(change.text());
    }
    return texts;
}

/// What is told where the interface from ethernet() becomes \a now.
QString toldOf(const InterfaceDetails &now)
{
    return textsOf(changesBetween({ethernet()}, {now})).join(u'\n');
}

} // namespace

// What happened to an interface between two looks, and what a log tells of it.
class TestInterfaceChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsNothingWhereNothingHappened();
    void tellsOfAnInterfaceThatCame();
    void tellsOfAnInterfaceThatWentAway();
    void tellsUpAndDownAndTheCarrier();
    void tellsOfAddresses();
    void tellsOfTheMtuTheHardwareAddressAndTheName();
    void saysWhatAnInterfaceIs();
    void readsWhatItWrites();
    void takesNothingElseForAChange_data();
    void takesNothingElseForAChange();
    void showsHostileTextAsInertText();
    void foldsWhatHappenedSinceTheWatchingBegan();
    void remembersNoMoreThanItMust();
    void remembersWhatAddressesAreCalled();
};

void TestInterfaceChanges::tellsNothingWhereNothingHappened()
{
    QVERIFY(changesBetween({ethernet()}, {ethernet()}).isEmpty());
    QVERIFY(changesBetween({}, {}).isEmpty());
}

void TestInterfaceChanges::tellsOfAnInterfaceThatCame()
{
    QCOMPARE(textsOf(changesBetween({}, {ethernet()})),
             (QStringList{QStringLiteral("+ eth0: the interface came: up, running, multicast"),
                          QStringLiteral("+ eth0: the address 192.168.1.5/24 was added")}));
}

void TestInterfaceChanges::tellsOfAnInterfaceThatWentAway()
{
    QCOMPARE(textsOf(changesBetween({ethernet()}, {})),
             QStringList(QStringLiteral("- eth0: the interface went away")));
}

void TestInterfaceChanges::tellsUpAndDownAndTheCarrier()
{
    InterfaceDetails now = ethernet();
    now.running = false;
    QVERIFY(toldOf(now).startsWith(QStringLiteral("- eth0: it lost its carrier")));
    now.up = false; // and that is all: without it there is no carrier either
    QCOMPARE(toldOf(now),
             QStringLiteral("- eth0: it went down: nothing is sent or received there"));
    QCOMPARE(textsOf(changesBetween({now}, {ethernet()})),
             QStringList(QStringLiteral("+ eth0: it went up")));
    InterfaceDetails without = ethernet();
    without.running = false;
    QCOMPARE(textsOf(changesBetween({now}, {without})),
             QStringList(QStringLiteral("+ eth0: it went up, and has no carrier yet")));
    QCOMPARE(textsOf(changesBetween({without}, {ethernet()})),
             QStringList(QStringLiteral("+ eth0: it has its carrier again")));
}

void TestInterfaceChanges::tellsOfAddresses()
{
    InterfaceDetails now = ethernet();
    now.addresses = {address(QStringLiteral("fe80::1%eth0"), 64)};
    QCOMPARE(toldOf(now), QStringLiteral("- eth0: the address 192.168.1.5/24 was removed\n"
                                         "+ eth0: the address fe80::1/64 was added"));
    now = ethernet();
    now.addresses.first().deprecated = true;
    QVERIFY(toldOf(now).startsWith(QStringLiteral("~ eth0: the address 192.168.1.5/24 is depr")));
}

void TestInterfaceChanges::tellsOfTheMtuTheHardwareAddressAndTheName()
{
    InterfaceDetails now = ethernet();
    now.mtu = 1400;
    QCOMPARE(toldOf(now), QStringLiteral("~ eth0: its MTU is 1400 now; it was 1500"));
    now = ethernet();
    now.hardwareAddress = QStringLiteral("52:54:00:00:00:02");
    QVERIFY(toldOf(now).contains(QStringLiteral("52:54:00:00:00:02 now")));
    now = ethernet();
    now.name = QStringLiteral("wan");
    QCOMPARE(toldOf(now), QStringLiteral("~ wan: this is its name now; it was eth0"));
}

void TestInterfaceChanges::saysWhatAnInterfaceIs()
{
    QCOMPARE(presenceOf(ethernet()).text(),
             QStringLiteral("= eth0: up, running, multicast, MTU 1500, 192.168.1.5/24"));
    InterfaceDetails tunnel;
    tunnel.name = QStringLiteral("tun0");
    tunnel.pointToPoint = true;
    QCOMPARE(presenceOf(tunnel).text(), QStringLiteral("= tun0: down, point to point"));
}

void TestInterfaceChanges::readsWhatItWrites()
{
    for (const auto sign : {InterfaceChange::Sign::There, InterfaceChange::Sign::Added,
                            InterfaceChange::Sign::Removed, InterfaceChange::Sign::Changed}) {
        const InterfaceChange change{sign, QStringLiteral("Local Area 2"),
                                     QStringLiteral("the address fe80::1/64: gone")};
        QCOMPARE(InterfaceChange::fromText(change.text().toStdString()), std::optional(change));
    }
}

void TestInterfaceChanges::takesNothingElseForAChange_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "+", "+ ", "+ eth0", "+ eth0:", "+ : words", "* eth0: words",
                             "+eth0: words", "eth0: words"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestInterfaceChanges::takesNothingElseForAChange()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!InterfaceChange::fromText(text.toStdString()));
}

void TestInterfaceChanges::showsHostileTextAsInertText()
{
    const auto change = InterfaceChange::fromText("+ \x1b[31m\xe2\x80\xae: \xff\x07\xe2\x80\xa8");
    QVERIFY(change);
    QVERIFY(isInert(change->interfaceName));
    QVERIFY(isInert(change->sentence));
    const auto name = AddressName::fromText("1.2.3.4 = \x1b[31m\xe2\x80\xae\xff");
    QVERIFY(name);
    QVERIFY(isInert(name->words));
}

namespace
{

bool tell(EventLog &log, InterfaceHistory &history, std::string_view mark, const QString &text,
          ConnectionId connection = 0)
{
    const std::string note = markedNote(mark, text).toStdString();
    log.append({.kind = EventKind::Note, .connection = connection, .note = note});
    return history.apply(log.at(log.size() - 1).value());
}

} // namespace

void TestInterfaceChanges::foldsWhatHappenedSinceTheWatchingBegan()
{
    EventLog log;
    InterfaceHistory history;
    const auto eth0 = QStringLiteral("eth0");
    QVERIFY(tell(log, history, watchBeginsMark, QStringLiteral("1 interface")));
    QVERIFY(!tell(log, history, interfaceMark, presenceOf(ethernet()).text()));
    QVERIFY(history.changesOf(eth0).isEmpty()); // it was there, and that is no change
    QVERIFY(tell(log, history, interfaceMark, QStringLiteral("~ eth0: its MTU is 9000 now")));
    QVERIFY(tell(log, history, interfaceMark, QStringLiteral("- lo: it went down")));
    QVERIFY(!tell(log, history, interfaceMark, QStringLiteral("- lo: it went down"), 1));
    QVERIFY(!tell(log, history, interfaceMark, QStringLiteral("nonsense")));
    QVERIFY(!tell(log, history, hintMark, QStringLiteral("- lo: it went down")));
    QCOMPARE(textsOf(history.changesOf(eth0)),
             QStringList(QStringLiteral("~ eth0: its MTU is 9000 now")));
    QCOMPARE(history.changeCount(), 2ULL);
    QVERIFY(tell(log, history, watchBeginsMark, QStringLiteral("again")));
    QVERIFY(history.changesOf(eth0).isEmpty());
    QCOMPARE(history.changeCount(), 0ULL);
    QCOMPARE(history.beginnings(), 2ULL);
}

void TestInterfaceChanges::remembersNoMoreThanItMust()
{
    EventLog log;
    InterfaceHistory history;
    for (int number = 0; number < 100; ++number) {
        tell(log, history, interfaceMark, QStringLiteral("~ eth0: change %1").arg(number));
    }
    const auto changes = history.changesOf(QStringLiteral("eth0"));
    QVERIFY(changes.size() < 100);
    QCOMPARE(changes.constLast().sentence, QStringLiteral("change 99"));
    QCOMPARE(history.changeCount(), 100ULL);
    for (int number = 0; number < 5000; ++number) {
        tell(log, history, interfaceMark, QStringLiteral("~ if%1: changed").arg(number));
    }
    QVERIFY(!history.changesOf(QStringLiteral("if1")).isEmpty());
    QVERIFY(history.changesOf(QStringLiteral("if4999")).isEmpty());
}

void TestInterfaceChanges::remembersWhatAddressesAreCalled()
{
    EventLog log;
    InterfaceHistory history;
    const AddressName name{QStringLiteral("192.0.2.1"), true, QStringLiteral("host.example")};
    const AddressName none{QStringLiteral("fe80::1%eth0"), false, QStringLiteral("nobody knows")};
    QVERIFY(tell(log, history, addressNameMark, name.text()));
    QVERIFY(tell(log, history, addressNameMark, none.text()));
    QVERIFY(!tell(log, history, addressNameMark, QStringLiteral("192.0.2.2")));
    QCOMPARE(history.nameOf(name.address)->words, QStringLiteral("host.example"));
    QVERIFY(history.nameOf(name.address)->hasName);
    QVERIFY(!history.nameOf(none.address)->hasName);
    QVERIFY(!history.nameOf(QStringLiteral("192.0.2.2")));
}

QTEST_GUILESS_MAIN(TestInterfaceChanges)
#include "tst_interfacechanges.moc"
