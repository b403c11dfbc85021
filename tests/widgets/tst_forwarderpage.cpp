#include "tests/support/datagrampeer.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/pages/forwarderpage.h"
#include "widgets/views/faultspanel.h"
#include "widgets/views/rowtable.h"

#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestForwarderPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhatToDoFirst();
    void forwardsAfterAClickAndShowsThePair();
    void startsByEnterAndTakesAPortAlone();
    void keepsWhatIsTypedWhereItIsNoPlace();
    void finishesOneSideOfAPair();
    void cutsAPair();
    void setsAFaultWhileItRunsAndTakesItAway();
    void showsFaultsThatAreInForceWhileFolded();
    void offersTheFaultsOfWhatIsCarried();
    void tellsWhatIsWrongWithARuleWhileItIsTyped();
    void rewritesAsTyped();
    void forwardsDatagrams();
    void fitsIntoASmallWindow();
    void reachesEveryFieldByTab();

private:
    void start();
    bool connectPair();
    std::uint16_t port() const { return m_page->text("listenEdit").section(u':', -1).toUShort(); }
    QToolButton *faultsButton() const
    {
        return widgetNamed<QToolButton>(m_page->page(), "faultsButton");
    }
    void setFault(const QString &direction, const QString &kind, int value);

    std::unique_ptr<OpenPage<ForwarderPage>> m_page;
    std::unique_ptr<PeerListener> m_target;
    std::optional<Peer> m_client;
    std::optional<Peer> m_server;
};

void TestForwarderPage::init()
{
    m_page = std::make_unique<OpenPage<ForwarderPage>>();
    m_target = std::make_unique<PeerListener>();
}

void TestForwarderPage::cleanup()
{
    m_client.reset();
    m_server.reset();
    m_page.reset();
}

void TestForwarderPage::start()
{
    m_page->typeInto("listenEdit", QStringLiteral("127.0.0.1:0"));
    m_page->typeInto("targetEdit", QStringLiteral("127.0.0.1:%1").arg(m_target->port()));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(port() != 0, patience);
}

bool TestForwarderPage::connectPair()
{
    m_client = Peer::connectedTo(port());
    return QTest::qWaitFor([this] { return m_target->acceptInto(m_server); }, patience) &&
           QTest::qWaitFor(
               [this] { return m_page->status().contains(QStringLiteral("2 connections")); },
               patience);
}

void TestForwarderPage::setFault(const QString &direction, const QString &kind, int value)
{
    if (!faultsButton()->isChecked()) {
        click(faultsButton());
    }
    m_page->choose("faultDirectionBox", direction);
    m_page->choose("faultKindBox", kind);
    widgetNamed<QSpinBox>(m_page->page(), "faultValueBox")->setValue(value);
    m_page->press("faultSetButton");
}

void TestForwarderPage::saysWhatToDoFirst()
{
    QVERIFY(m_page->status().startsWith(QStringLiteral("stopped")));
    QVERIFY(m_page->strip().startsWith(QStringLiteral("○ socket")));
    QVERIFY(widgetNamed<RowTable>(m_page->page(), "connectionTable")
                ->shownPlaceholder()
                .startsWith(QStringLiteral("Nobody yet")));
    QCOMPARE(m_page->text("listenEdit"), QStringLiteral("127.0.0.1:8001")); // nobody else can
    QCOMPARE(faultsButton()->text(), QStringLiteral("Faults ▾"));
}

void TestForwarderPage::forwardsAfterAClickAndShowsThePair()
{
    const QSignalSpy listening(m_page->page(), &ForwarderPage::listening);
    start();
    QCOMPARE(listening.size(), 1);
    QVERIFY(connectPair());
    m_client->sendAll("hello");
    QTRY_COMPARE_WITH_TIMEOUT(m_server->received(), "hello"s, patience);
    m_server->sendAll("good day");
    QTRY_COMPARE_WITH_TIMEOUT(m_client->received(), "good day"s, patience);
    const auto &list = m_page->connections();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Sent).size(), 2, patience);
    QCOMPARE(list.rowCount(), 2);
    QCOMPARE(textAt(list, 0, ConnectionModel::NumberColumn), QStringLiteral("1 ⇄ 2"));
    QCOMPARE(textAt(list, 1, ConnectionModel::NumberColumn), QStringLiteral("2 ⇄ 1"));
    QVERIFY(m_page->strip().contains(QStringLiteral("connect")));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_client->sawFin(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->sawFin(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->buttonText(), QStringLiteral("▶ Start forwarder"), patience);
}

void TestForwarderPage::startsByEnterAndTakesAPortAlone()
{
    m_page->typeInto("listenEdit", QStringLiteral("0"));
    m_page->typeInto("targetEdit", QString::number(m_target->port()));
    m_page->pressEnterIn("targetEdit");
    QTRY_VERIFY_WITH_TIMEOUT(port() != 0, patience);
    QVERIFY(m_page->text("listenEdit").startsWith(QStringLiteral("127.0.0.1:")));
    QVERIFY(connectPair());
}

void TestForwarderPage::keepsWhatIsTypedWhereItIsNoPlace()
{
    m_page->typeInto("listenEdit", QStringLiteral("over there"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().contains(QStringLiteral("over there")), patience);
    QCOMPARE(m_page->text("listenEdit"), QStringLiteral("over there"));
    QVERIFY(m_page->isEditable("listenEdit"));
}

void TestForwarderPage::finishesOneSideOfAPair()
{
    start();
    QVERIFY(connectPair());
    m_page->clickRow("connectionTable", 1);
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_server->sawFin(), patience);
    QVERIFY(!m_client->sawFin());
}

void TestForwarderPage::cutsAPair()
{
    start();
    QVERIFY(connectPair());
    m_page->clickRow("connectionTable", 0);
    m_page->press("abortButton");
    QTRY_COMPARE_WITH_TIMEOUT(m_client->error(), ECONNRESET, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->error(), ECONNRESET, patience);
}

void TestForwarderPage::setsAFaultWhileItRunsAndTakesItAway()
{
    start();
    QVERIFY(connectPair());
    setFault(QStringLiteral("to the target"), QStringLiteral("Stop reading"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->dataOf(EventKind::Note)
                                     .join(u' ')
                                     .contains(QStringLiteral("to the target: stop reading")) ||
                                 m_page->lastRowOf(EventKind::Note) >= 0,
                             patience);
    m_client->sendAll("held");
    m_server->sendAll("not held");
    QTRY_COMPARE_WITH_TIMEOUT(m_client->received(), "not held"s, patience);
    QVERIFY(m_server->received().empty());
    QCOMPARE(faultsButton()->text(), QStringLiteral("⚠ Faults: 1 ▴"));
    click(widgetNamed<QToolButton>(m_page->page(), "fault:to-target:stop"));
    QTRY_COMPARE_WITH_TIMEOUT(m_server->received(), "held"s, patience);
    QCOMPARE(faultsButton()->text(), QStringLiteral("Faults ▴"));
}

void TestForwarderPage::showsFaultsThatAreInForceWhileFolded()
{
    setFault(QStringLiteral("to the client"), QStringLiteral("Delay"), 200);
    setFault(QStringLiteral("to the target"), QStringLiteral("Pieces"), 1);
    click(faultsButton());
    QVERIFY(!widgetNamed<QWidget>(m_page->page(), "faultsPanel")->isVisible());
    QCOMPARE(faultsButton()->text(), QStringLiteral("⚠ Faults: 2 ▾"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("delay 200 ms")), patience);
    click(faultsButton());
    m_page->press("noFaultsButton");
    QCOMPARE(faultsButton()->text(), QStringLiteral("Faults ▴"));
    QVERIFY(!m_page->canPress("noFaultsButton"));
}

void TestForwarderPage::offersTheFaultsOfWhatIsCarried()
{
    const auto *const kinds = widgetNamed<QComboBox>(m_page->page(), "faultKindBox");
    QVERIFY(kinds->findText(QStringLiteral("Pieces")) >= 0);
    QVERIFY(kinds->findText(QStringLiteral("Drop")) < 0);
    m_page->choose("carriesBox", QStringLiteral("UDP"));
    QVERIFY(kinds->findText(QStringLiteral("Pieces")) < 0);
    QVERIFY(kinds->findText(QStringLiteral("Drop")) >= 0);
}

void TestForwarderPage::tellsWhatIsWrongWithARuleWhileItIsTyped()
{
    click(faultsButton());
    auto *const edit = widgetNamed<QPlainTextEdit>(m_page->page(), "rewritingEdit");
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("to-nobody:a=b"));
    const auto *const problem = widgetNamed<QLabel>(m_page->page(), "rewritingProblem");
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QStringLiteral("is no rule")));
    edit->selectAll();
    QTest::keyClicks(edit, QStringLiteral("to-target:a=b"));
    QVERIFY(!problem->isVisible());
    QCOMPARE(faultsButton()->text(), QStringLiteral("⚠ Faults: 1 ▴"));
}

void TestForwarderPage::rewritesAsTyped()
{
    click(faultsButton());
    auto *const edit = widgetNamed<QPlainTextEdit>(m_page->page(), "rewritingEdit");
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("to-target:cat=dog"));
    start();
    QVERIFY(connectPair());
    m_client->sendAll("a cat!");
    QTRY_COMPARE_WITH_TIMEOUT(m_server->received(), "a dog!"s, patience);
}

void TestForwarderPage::forwardsDatagrams()
{
    DatagramPeer target;
    DatagramPeer client;
    m_page->choose("carriesBox", QStringLiteral("UDP"));
    m_page->typeInto("listenEdit", QStringLiteral("127.0.0.1:0"));
    m_page->typeInto("targetEdit", QString::fromStdString(target.address()));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(port() != 0, patience);
    client.sendTo(port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(target.received(), std::vector{"hello"s}, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 1, patience);
    m_page->pressStart();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->buttonText(), QStringLiteral("▶ Start forwarder"), patience);
}

void TestForwarderPage::fitsIntoASmallWindow()
{
    setFault(QStringLiteral("to the client"), QStringLiteral("Delay"), 200);
    setFault(QStringLiteral("to the target"), QStringLiteral("Corrupt 1 in"), 2000000000);
    setFault(QStringLiteral("to the target"), QStringLiteral("Finish after"), 2000000000);
    setFault(QStringLiteral("to the client"), QStringLiteral("Finish after"), 2000000000);
    QVERIFY2(m_page->page()->minimumSizeHint().width() <= 780,
             qPrintable(QString::number(m_page->page()->minimumSizeHint().width())));
    QVERIFY2(m_page->page()->minimumSizeHint().height() <= 520,
             qPrintable(QString::number(m_page->page()->minimumSizeHint().height())));
}

void TestForwarderPage::reachesEveryFieldByTab()
{
    QVERIFY(m_page->becomesActive());
    click(faultsButton());
    m_page->page()->focusForm();
    QStringList names;
    for (int key = 0; key < 12; ++key) {
        QVERIFY2(QApplication::focusWidget() != nullptr, qPrintable(names.join(u' ')));
        names.append(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    for (const char *name :
         {"listenEdit", "targetEdit", "faultsButton", "faultDirectionBox", "faultKindBox",
          "faultValueBox", "faultSetButton", "seedBox", "rewritingEdit"}) {
        QVERIFY2(names.contains(QLatin1StringView(name)), name);
    }
}

QTEST_MAIN(TestForwarderPage)
#include "tst_forwarderpage.moc"
