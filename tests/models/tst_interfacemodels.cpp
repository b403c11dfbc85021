#include "netcore/sockets/notemarks.h"
#include "tests/support/modeltexts.h"
#include "widgets/models/interfaceaddressmodel.h"
#include "widgets/models/interfacemodel.h"
#include "widgets/models/interfacewords.h"
#include "widgets/models/listeningmodel.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QSignalSpy>
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

InterfaceDetails interface(unsigned index, const QString &name,
                           const QList<InterfaceAddress> &addresses = {})
{
    InterfaceDetails result;
    result.index = index;
    result.name = name;
    result.up = true;
    result.running = true;
    result.mtu = 1500;
    result.addresses = addresses;
    return result;
}

BoundSocket tcp(const QString &host, quint16 port, quint64 inode)
{
    BoundSocket result;
    result.address = SocketAddress(QHostAddress(host), port);
    result.inode = inode;
    return result;
}

/// All cells of a row, with bars between them.
QString rowText(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) {
        cells.append(textAt(model, row, column));
    }
    return cells.join(u'|');
}

QStringList rowTexts(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        rows.append(rowText(model, row));
    }
    return rows;
}

/// A model under the tester.
template <typename Model>
struct Tested {
    Model model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

/// What a log tells of interfaces and addresses.
class Story
{
public:
    void tell(std::string_view mark, const QString &text)
    {
        const std::string note = markedNote(mark, text).toStdString();
        m_log.append({.kind = EventKind::Note, .note = note});
        history.apply(m_log.at(m_log.size() - 1).value());
    }
    InterfaceHistory history;

private:
    EventLog m_log;
};

} // namespace

// The lists of the Interfaces tab.
class TestInterfaceModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsInterfacesAndWhatTheyAre();
    void marksWhatHappened();
    void keepsAnInterfaceThatWentAway();
    void showsOneThatCameBackOnce();
    void tellsOnlyWhatHasChanged();
    void showsTheAddressesOfAnInterface();
    void showsWhatAnAddressIsCalled();
    void saysHowFarAnAddressCarries_data();
    void saysHowFarAnAddressCarries();
    void showsWhoListens();
    void saysWhoseIsUnknown();
    void findsAPort();
    void findsProgramsAddressesAndPaths();
    void showsAProgramOfAnOddNameAsItIs();
    void keepsRowsThatStay();
    void namesItsColumns();
};

void TestInterfaceModels::showsInterfacesAndWhatTheyAre()
{
    Tested<InterfaceModel> its;
    InterfaceDetails loopback = interface(1, QStringLiteral("lo"));
    loopback.loopback = true;
    InterfaceDetails down = interface(3, QStringLiteral("eth1"));
    down.up = false;
    its.model.show({down, loopback,
                    interface(2, QStringLiteral("eth0"),
                              {address(QStringLiteral("10.0.0.1"), 8),
                               address(QStringLiteral("fe80::1%eth0"), 64)})},
                   {});
    QCOMPARE(rowTexts(its.model),
             (QStringList{QStringLiteral("lo|up, running, loopback||"),
                          QStringLiteral("eth0|up, running|10.0.0.1/8, fe80::1/64|"),
                          QStringLiteral("eth1|down||")}));
    QVERIFY(its.model.index(2, 0).data(InterfaceModel::DownRole).toBool());
    QVERIFY(!its.model.index(1, 0).data(InterfaceModel::ChangedRole).toBool());
}

void TestInterfaceModels::marksWhatHappened()
{
    Tested<InterfaceModel> its;
    Story story;
    story.tell(interfaceMark, QStringLiteral("~ eth0: its MTU is 9000 now"));
    story.tell(interfaceMark, QStringLiteral("+ eth0: it went up"));
    its.model.show({interface(2, QStringLiteral("eth0"))}, story.history);
    QCOMPARE(rowText(its.model, 0), QStringLiteral("eth0|up, running||+ it went up"));
    QVERIFY(its.model.index(0, 0).data(InterfaceModel::ChangedRole).toBool());
    QVERIFY(its.model.index(0, 0)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("~ its MTU is 9000 now")));
}

void TestInterfaceModels::keepsAnInterfaceThatWentAway()
{
    Tested<InterfaceModel> its;
    Story story;
    its.model.show({interface(1, QStringLiteral("lo")), interface(2, QStringLiteral("eth0"))}, {});
    story.tell(interfaceMark, QStringLiteral("- eth0: the interface went away"));
    its.model.show({interface(1, QStringLiteral("lo"))}, story.history);
    QCOMPARE(rowTexts(its.model),
             (QStringList{QStringLiteral("lo|up, running||"),
                          QStringLiteral("eth0|gone||- the interface went away")}));
    QVERIFY(its.model.index(1, 0).data(InterfaceModel::GoneRole).toBool());
    story.tell(watchBeginsMark, QStringLiteral("again")); // and what went before is forgotten
    its.model.show({interface(1, QStringLiteral("lo"))}, story.history);
    QCOMPARE(its.model.rowCount(), 1);
}

void TestInterfaceModels::showsOneThatCameBackOnce()
{
    Tested<InterfaceModel> its;
    Story story;
    its.model.show({interface(2, QStringLiteral("eth0"))}, {});
    story.tell(interfaceMark, QStringLiteral("- eth0: the interface went away"));
    its.model.show({}, story.history);
    QCOMPARE(its.model.rowCount(), 1);
    its.model.show({interface(7, QStringLiteral("eth0"))}, story.history); // it has another index
    QCOMPARE(its.model.rowCount(), 1);
    QVERIFY(!its.model.index(0, 0).data(InterfaceModel::GoneRole).toBool());
}

void TestInterfaceModels::tellsOnlyWhatHasChanged()
{
    Tested<InterfaceModel> its;
    const QList<InterfaceDetails> before{interface(1, QStringLiteral("lo")),
                                         interface(2, QStringLiteral("eth0"))};
    its.model.show(before, {});
    const QSignalSpy changed(&its.model, &QAbstractItemModel::dataChanged);
    const QSignalSpy inserted(&its.model, &QAbstractItemModel::rowsInserted);
    its.model.show(before, {});
    QCOMPARE(changed.count(), 0);
    QList<InterfaceDetails> now = before;
    now[1].up = false;
    its.model.show(now, {});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(inserted.count(), 0);
}

void TestInterfaceModels::showsTheAddressesOfAnInterface()
{
    Tested<InterfaceAddressModel> its;
    InterfaceAddress ipv4 = address(QStringLiteral("192.168.1.5"), 24);
    ipv4.netmask = QHostAddress(QStringLiteral("255.255.255.0"));
    ipv4.broadcast = QHostAddress(QStringLiteral("192.168.1.255"));
    InterfaceAddress temporary = address(QStringLiteral("2001:db8::7"), 64);
    temporary.temporary = true;
    InterfaceAddress old = address(QStringLiteral("fd00::7"), 64);
    old.deprecated = true;
    its.model.show({ipv4, temporary, old, address(QStringLiteral("fe80::1%eth0"), 64)}, {});
    QCOMPARE(
        rowTexts(its.model),
        (QStringList{QStringLiteral(
                         "192.168.1.5/24|private|netmask 255.255.255.0, broadcast 192.168.1.255|"),
                     QStringLiteral("2001:db8::7/64|public|temporary|"),
                     QStringLiteral("fd00::7/64|private|deprecated|"),
                     QStringLiteral("fe80::1/64|link-local||")}));
    // As a program takes it: of which interface it is belongs to it.
    QCOMPARE(its.model.index(3, 0).data(InterfaceAddressModel::AddressRole).toString(),
             QStringLiteral("fe80::1%eth0"));
    QVERIFY(its.model.index(2, 0).data(InterfaceAddressModel::DeprecatedRole).toBool());
}

void TestInterfaceModels::showsWhatAnAddressIsCalled()
{
    Tested<InterfaceAddressModel> its;
    Story story;
    story.tell(addressNameMark, QStringLiteral("10.0.0.1 = host.example"));
    story.tell(addressNameMark, QStringLiteral("10.0.0.2 ! nobody knows"));
    its.model.show({address(QStringLiteral("10.0.0.1"), 8), address(QStringLiteral("10.0.0.2"), 8),
                    address(QStringLiteral("10.0.0.3"), 8)},
                   story.history);
    const auto nameAt = [&its](int row) {
        return textAt(its.model, row, InterfaceAddressModel::NameColumn);
    };
    QCOMPARE(nameAt(0), QStringLiteral("host.example"));
    QCOMPARE(nameAt(1), QStringLiteral("(no name)"));
    QCOMPARE(nameAt(2), QString());
}

void TestInterfaceModels::saysHowFarAnAddressCarries_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("standard");
    const auto row = [](const char *its, const char *words, const char *standard) {
        QTest::newRow(its) << QString::fromLatin1(its) << QString::fromLatin1(words)
                           << QString::fromLatin1(standard);
    };
    row("127.0.0.1", "this machine only", "RFC 1122");
    row("::1", "this machine only", "RFC 4291");
    row("169.254.1.1", "link-local", "RFC 3927");
    row("fe80::1", "link-local", "RFC 4007");
    row("192.168.1.5", "private", "RFC 1918");
    row("fd00::5", "private", "RFC 4193");
    row("203.0.113.9", "public", "firewall");
}

void TestInterfaceModels::saysHowFarAnAddressCarries()
{
    QFETCH(const QString, address);
    QFETCH(const QString, words);
    QFETCH(const QString, standard);
    QCOMPARE(reachText(QHostAddress(address)), words);
    QVERIFY(reachExplanation(QHostAddress(address)).contains(standard));
}

void TestInterfaceModels::showsWhoListens()
{
    Tested<ListeningModel> its;
    BoundSocket server = tcp(QStringLiteral("127.0.0.1"), 8080, 1);
    server.owners = {{1, 42, QStringLiteral("python3")}, {1, 43, QStringLiteral("python3")}};
    server.user = 1000;
    server.userName = QStringLiteral("ada");
    BoundSocket udp = tcp(QStringLiteral("::1"), 53, 2);
    udp.kind = BoundSocket::Kind::Udp;
    udp.peer = SocketAddress(QHostAddress(QStringLiteral("::1")), 5000);
    udp.user = 77; // who has no name
    udp.owners = {{2, QCoreApplication::applicationPid(), QStringLiteral("sockyard")}};
    BoundSocket local;
    local.kind = BoundSocket::Kind::LocalStream;
    local.path = QStringLiteral("@name");
    local.inode = 3;
    its.model.show({server, udp, local});
    QCOMPARE(rowTexts(its.model),
             (QStringList{QStringLiteral("TCP|127.0.0.1:8080|python3 (42), python3 (43)|ada"),
                          QStringLiteral("UDP|[::1]:53, connected to [::1]:5000|sockyard (%1, this "
                                         "program)|77")
                              .arg(QCoreApplication::applicationPid()),
                          QStringLiteral("local|@name|unknown|")}));
    QVERIFY(its.model.index(1, 0).data(ListeningModel::OwnRole).toBool());
    QVERIFY(!its.model.index(0, 0).data(ListeningModel::OwnRole).toBool());
}

void TestInterfaceModels::saysWhoseIsUnknown()
{
    Tested<ListeningModel> its;
    its.model.show({tcp(QStringLiteral("0.0.0.0"), 22, 1)});
    QVERIFY(its.model.index(0, 0).data(ListeningModel::UnknownRole).toBool());
    QVERIFY(its.model.index(0, 0)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("administrator")));
    its.model.setFilter(QStringLiteral("22"));
    QVERIFY(its.model.answer().contains(QStringLiteral("a program that this user may not know")));
}

void TestInterfaceModels::findsAPort()
{
    Tested<ListeningModel> its;
    BoundSocket server = tcp(QStringLiteral("127.0.0.1"), 9999, 1);
    server.owners = {{1, 42, QStringLiteral("python3")}};
    its.model.show({tcp(QStringLiteral("127.0.0.1"), 99, 2), server});
    QCOMPARE(its.model.answer(), QString()); // nobody has asked
    its.model.setFilter(QStringLiteral(" 9999 "));
    QCOMPARE(its.model.rowCount(), 1);
    QCOMPARE(its.model.answer(),
             QStringLiteral("Port 9999 is taken: python3 (42) has it, at 127.0.0.1:9999."));
    its.model.setFilter(QStringLiteral("99"));
    QCOMPARE(its.model.rowCount(), 1); // and not what only begins so
    its.model.setFilter(QStringLiteral("7"));
    QCOMPARE(its.model.answer(), QStringLiteral("Nobody has port 7 of this machine: it is free."));
    its.model.show({tcp(QStringLiteral("127.0.0.1"), 7, 3), tcp(QStringLiteral("::1"), 7, 4)});
    QVERIFY(its.model.answer().startsWith(QStringLiteral("Port 7 is taken by 2 sockets: ")));
    its.model.setFilter({});
    QCOMPARE(its.model.rowCount(), 2);
}

void TestInterfaceModels::findsProgramsAddressesAndPaths()
{
    Tested<ListeningModel> its;
    BoundSocket server = tcp(QStringLiteral("192.0.2.1"), 80, 1);
    server.owners = {{1, 42, QStringLiteral("nginx")}};
    server.userName = QStringLiteral("www-data");
    BoundSocket local;
    local.kind = BoundSocket::Kind::LocalDatagram;
    local.path = QStringLiteral("/run/log");
    local.inode = 2;
    its.model.show({server, local});
    for (const char *filter : {"NGINX", "192.0.2", "www", "42"}) {
        its.model.setFilter(QString::fromLatin1(filter));
        QCOMPARE(its.model.rowCount(), filter == std::string_view("42") ? 0 : 1); // that is a port
    }
    its.model.setFilter(QStringLiteral("/run"));
    QCOMPARE(rowTexts(its.model), QStringList(QStringLiteral("local datagrams|/run/log|unknown|")));
}

void TestInterfaceModels::showsAProgramOfAnOddNameAsItIs()
{
    Tested<ListeningModel> its;
    BoundSocket server = tcp(QStringLiteral("127.0.0.1"), 80, 1);
    server.owners = {{1, 42, QStringLiteral("%1 %2")}};
    its.model.show({server});
    QCOMPARE(textAt(its.model, 0, ListeningModel::ProgramColumn), QStringLiteral("%1 %2 (42)"));
}

void TestInterfaceModels::keepsRowsThatStay()
{
    Tested<ListeningModel> its;
    const auto socket = [](quint16 port) { return tcp(QStringLiteral("127.0.0.1"), port, port); };
    its.model.show({socket(1), socket(3), socket(5)});
    const QPersistentModelIndex third = its.model.index(2, 0);
    const QPersistentModelIndex first = its.model.index(0, 0);
    its.model.show({socket(2), socket(4), socket(5)});
    QCOMPARE(third.row(), 2);
    QVERIFY(!first.isValid());
    QCOMPARE(rowTexts(its.model).size(), qsizetype(3));
    its.model.show({socket(5), socket(4), socket(2)}); // in any order
    QCOMPARE(textAt(its.model, 0, ListeningModel::PlaceColumn), QStringLiteral("127.0.0.1:5"));
    QCOMPARE(textAt(its.model, 2, ListeningModel::PlaceColumn), QStringLiteral("127.0.0.1:2"));
    its.model.show({});
    QCOMPARE(its.model.rowCount(), 0);
}

void TestInterfaceModels::namesItsColumns()
{
    const InterfaceModel interfaces;
    const InterfaceAddressModel addresses;
    const ListeningModel listening;
    for (const QAbstractItemModel *model :
         std::initializer_list<const QAbstractItemModel *>{&interfaces, &addresses, &listening}) {
        for (int column = 0; column < model->columnCount(); ++column) {
            QVERIFY(!model->headerData(column, Qt::Horizontal).toString().isEmpty());
            QVERIFY(
                !model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestInterfaceModels)
#include "tst_interfacemodels.moc"
