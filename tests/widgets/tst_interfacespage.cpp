#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "tests/support/pythonpeer.h"
#include "tests/support/runinnetwork.h"
#include "widgets/models/interfaceaddressmodel.h"
#include "widgets/models/interfacemodel.h"
#include "widgets/models/listeningmodel.h"
#include "widgets/pages/interfacespage.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/explanationview.h"
#include "widgets/views/logview.h"
#include "widgets/views/reachbar.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

void enterNetwork()
{
    enterOwnNetwork();
    ip("link set lo up");
    setHosts("127.0.0.1 localhost\n10.55.0.1 five.example\n");
}

/// The tab, as a person sees it.
class Hand : public OpenPage<InterfacesPage>
{
public:
    /// The row of that interface; -1 while there is none.
    int rowOf(const QString &name) const
    {
        const QAbstractItemModel &model = table("interfaceTable");
        for (int row = 0; row < model.rowCount(); ++row) {
            if (textAt(model, row, InterfaceModel::NameColumn) == name) {
                return row;
            }
        }
        return -1;
    }
    QString cellOf(const QString &name, int column) const
    {
        return textAt(table("interfaceTable"), rowOf(name), column);
    }
    void chooseInterface(const QString &name) const { clickRow("interfaceTable", rowOf(name)); }
    QStringList addresses() const
    {
        QStringList result;
        const QAbstractItemModel &model = table("addressTable");
        for (int row = 0; row < model.rowCount(); ++row) {
            result.append(textAt(model, row, InterfaceAddressModel::AddressColumn));
        }
        return result;
    }
    QString elided(const char *name) const
    {
        return widgetNamed<ElidedLabel>(page(), name)->text();
    }
    void showListening() const
    {
        widgetNamed<QTabWidget>(page(), "interfacesSide")->setCurrentIndex(1);
    }
    QString answer() const { return widgetNamed<QLabel>(page(), "listeningAnswer")->text(); }
};

} // namespace

// The Interfaces tab, in a network of the test's own.
class TestInterfacesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void watchesFromTheMomentInWhichItIsShown();
    void stopsAndWatchesAgain();
    void marksWhatChanges();
    void keepsWhatIsChosenWhileThingsChange();
    void tellsWhoCanReachThisMachine();
    void explainsWhoReachesAnAddress();
    void copiesAnAddress();
    void offersToListenAndToChat();
    void looksUpANameOnDemand();
    void answersWhoHasAPort();
    void showsWhoListens();
    void saysNothingToAnybody();
    void explainsWhatHappened();
    void showsOnlyInertText();
    void fitsIntoASmallWindow();
};

void TestInterfacesPage::init()
{
    ip("link add d0 type veth peer name far");
    ip("link set far up");
    ip("link set d0 up");
    ip("addr add 10.55.0.1/24 brd + dev d0");
}

void TestInterfacesPage::cleanup()
{
    if (::if_nametoindex("d0") != 0) {
        ip("link del d0");
    }
}

void TestInterfacesPage::watchesFromTheMomentInWhichItIsShown()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    QCOMPARE(hand.buttonText(), QStringLiteral("■ Stop watching"));
    QVERIFY(hand.cellOf(QStringLiteral("lo"), InterfaceModel::StateColumn)
                .startsWith(QStringLiteral("up, running, loopback")));
    QVERIFY(hand.cellOf(QStringLiteral("d0"), InterfaceModel::AddressesColumn)
                .startsWith(QStringLiteral("10.55.0.1/24")));
    QTRY_VERIFY_WITH_TIMEOUT(hand.status().startsWith(QStringLiteral("watching  ·  3 interfaces")),
                             patience);
    hand.chooseInterface(QStringLiteral("d0"));
    QVERIFY(hand.elided("interfaceDetails").startsWith(QStringLiteral("d0:  MTU 1500")));
    QVERIFY(hand.addresses().contains(QStringLiteral("10.55.0.1/24")));
    QCOMPARE(textAt(hand.table("addressTable"), 0, InterfaceAddressModel::NetworkColumn),
             QStringLiteral("netmask 255.255.255.0, broadcast 10.55.0.255"));
}

void TestInterfacesPage::stopsAndWatchesAgain()
{
    const Hand hand;
    QTRY_COMPARE_WITH_TIMEOUT(hand.buttonText(), QStringLiteral("■ Stop watching"), patience);
    hand.pressStart();
    QTRY_COMPARE_WITH_TIMEOUT(hand.buttonText(), QStringLiteral("▶ Watch"), patience);
    QVERIFY(!hand->isBusy());
    hand.pressStart();
    QTRY_COMPARE_WITH_TIMEOUT(hand.buttonText(), QStringLiteral("■ Stop watching"), patience);
}

void TestInterfacesPage::marksWhatChanges()
{
    const Hand hand;
    const auto d0 = QStringLiteral("d0");
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(d0) >= 0, patience);
    QCOMPARE(hand.cellOf(d0, InterfaceModel::ChangeColumn), QString());
    ip("link set d0 mtu 1280");
    QTRY_COMPARE_WITH_TIMEOUT(hand.cellOf(d0, InterfaceModel::ChangeColumn),
                              QStringLiteral("~ its MTU is 1280 now; it was 1500"), patience);
    ip("link del d0");
    QTRY_COMPARE_WITH_TIMEOUT(hand.cellOf(d0, InterfaceModel::StateColumn), QStringLiteral("gone"),
                              patience);
    QVERIFY(hand.status().contains(QStringLiteral("3 changes"))); // and far went with it
    QVERIFY(!hand.dataOf(EventKind::Note).filter(QStringLiteral("- d0: the interface")).isEmpty());
}

void TestInterfacesPage::keepsWhatIsChosenWhileThingsChange()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    hand.chooseInterface(QStringLiteral("d0"));
    ip("addr add 10.55.0.7/24 dev d0");
    QTRY_VERIFY_WITH_TIMEOUT(hand.addresses().contains(QStringLiteral("10.55.0.7/24")), patience);
    QVERIFY(hand.elided("interfaceDetails").startsWith(QStringLiteral("d0:")));
}

void TestInterfacesPage::tellsWhoCanReachThisMachine()
{
    const Hand hand;
    const auto *const bar = hand.page()->findChild<ReachBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(!bar->shownAddresses().isEmpty(), patience);
    QVERIFY(bar->warning().startsWith(QStringLiteral("Who can reach this machine?")));
    QCOMPARE(bar->shownAddresses().constFirst(), QStringLiteral("10.55.0.1 (private)"));
}

void TestInterfacesPage::explainsWhoReachesAnAddress()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    hand.chooseInterface(QStringLiteral("lo"));
    QVERIFY(hand.elided("addressExplanation").startsWith(QStringLiteral("Loopback: ")));
    hand.chooseInterface(QStringLiteral("d0"));
    QVERIFY(hand.elided("addressExplanation").startsWith(QStringLiteral("Private: ")));
}

void TestInterfacesPage::copiesAnAddress()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    hand.chooseInterface(QStringLiteral("d0"));
    hand.press("copyAddressButton");
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("10.55.0.1"));
    QCOMPARE(widgetNamed<QPushButton>(hand.page(), "copyAddressButton")->text(),
             QStringLiteral("Copied"));
}

void TestInterfacesPage::offersToListenAndToChat()
{
    const Hand hand;
    QSignalSpy listens(hand.page(), &InterfacesPage::listenHereRequested);
    QSignalSpy chats(hand.page(), &InterfacesPage::chatHereRequested);
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    hand.chooseInterface(QStringLiteral("d0"));
    hand.press("listenHereButton");
    QCOMPARE(listens.count(), 1);
    QCOMPARE(listens.at(0).at(0).toString(), QStringLiteral("10.55.0.1"));
    hand.press("chatHereButton");
    QCOMPARE(chats.count(), 1);
    QCOMPARE(chats.at(0).at(0).toString(), QStringLiteral("d0"));
    ip("link del d0");
    QTRY_COMPARE_WITH_TIMEOUT(hand.cellOf(QStringLiteral("d0"), InterfaceModel::StateColumn),
                              QStringLiteral("gone"), patience);
    QVERIFY(!hand.canPress("listenHereButton"));
    QVERIFY(!hand.canPress("chatHereButton"));
}

void TestInterfacesPage::looksUpANameOnDemand()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    hand.chooseInterface(QStringLiteral("d0"));
    hand.press("lookUpButton");
    QTRY_COMPARE_WITH_TIMEOUT(
        textAt(hand.table("addressTable"), 0, InterfaceAddressModel::NameColumn),
        QStringLiteral("five.example"), patience);
}

void TestInterfacesPage::answersWhoHasAPort()
{
    PythonPeer peer;
    QVERIFY(peer.start(QStringLiteral("sys.stdin.read()")));
    const Hand hand;
    hand.showListening();
    hand.typeInto("portFilterEdit", peer.port());
    QTRY_VERIFY_WITH_TIMEOUT(hand.answer().contains(QStringLiteral("python3")), patience);
    QCOMPARE(hand.answer(),
             QStringLiteral("Port %1 is taken: python3 (%2) has it, at 127.0.0.1:%1.")
                 .arg(peer.port())
                 .arg(peer.program().processId()));
    peer.program().kill();
    QTRY_COMPARE_WITH_TIMEOUT(
        hand.answer(),
        QStringLiteral("Nobody has port %1 of this machine: it is free.").arg(peer.port()),
        patience);
}

void TestInterfacesPage::showsWhoListens()
{
    const PeerListener listener;
    const Hand hand;
    hand.showListening();
    const QAbstractItemModel &model = hand.table("listeningTable");
    QTRY_VERIFY_WITH_TIMEOUT(model.rowCount() > 0, patience);
    hand.typeInto("portFilterEdit", QString::number(listener.port()));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, patience);
    QCOMPARE(textAt(model, 0, ListeningModel::KindColumn), QStringLiteral("TCP"));
    QVERIFY(
        textAt(model, 0, ListeningModel::ProgramColumn).contains(QStringLiteral("this program")));
}

void TestInterfacesPage::saysNothingToAnybody()
{
    const Hand hand;
    QVERIFY(!hand.page()->findChild<Composer *>()->isVisible());
    QVERIFY(!widgetNamed<LifecycleStrip>(hand.page(), "lifecycleStrip")->isVisible());
}

void TestInterfacesPage::explainsWhatHappened()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    ip("addr del 10.55.0.1/24 dev d0");
    QTRY_VERIFY_WITH_TIMEOUT(
        !hand.dataOf(EventKind::Note).filter(QStringLiteral("was removed")).isEmpty(), patience);
    const auto number = hand->session().log().size() - 1;
    QCOMPARE(hand->logView()->explainEvent(number), QString()); // it is explained
    const auto *const view = hand.page()->findChild<ExplanationView *>();
    QVERIFY(view != nullptr && view->isVisible());
}

void TestInterfacesPage::showsOnlyInertText()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    QCOMPARE(hand.notInert(), QString());
}

void TestInterfacesPage::fitsIntoASmallWindow()
{
    const Hand hand;
    QTRY_VERIFY_WITH_TIMEOUT(hand.rowOf(QStringLiteral("d0")) >= 0, patience);
    const QSize least = hand.page()->minimumSizeHint();
    QVERIFY2(least.width() <= 780 && least.height() <= 500,
             qPrintable(QStringLiteral("%1x%2").arg(least.width()).arg(least.height())));
}

int main(int argc, char **argv)
{
    return runInNetwork<QApplication, TestInterfacesPage>(argc, argv, enterNetwork);
}
#include "tst_interfacespage.moc"
