#include "netcore/sockets/kernelview.h"
#include "tests/support/limits.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/kernelpane.h"
#include "widgets/views/replyrulesdialog.h"
#include "widgets/views/rowtable.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// What a person does to clients while they are served, and what they see of it.
class TestServingPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void pausesAClientAndLetsItGoOn();
    void disconnectsTheSelectedClientsInOrder();
    void sendsToSeveralSelectedClients();
    void showsWhatWaitsToBeSent();
    void showsTheKernelsViewOfTheListeningSocket();
    void showsTheKernelsViewOfAClientEvenWhenItIsGone();
    void answersByRulesThatWereEdited();
    void keepsRulesThatAreNotRightYet();
    void servesAFolder();
    void tellsThatThereIsNoFolder();
    void keepsTheOptionsOfAReplyWhileAnotherIsLookedAt();

private:
    void start(const QString &reply);
    std::uint16_t port() const { return m_page->text("portEdit").toUShort(); }
    Peer connected() { return Peer::connectedTo(port()); }
    QString stateAt(int row) const
    {
        return textAt(m_page->connections(), row, ConnectionModel::StateColumn);
    }
    void selectAll() const
    {
        auto *const table = widgetNamed<RowTable>(m_page->page(), "connectionTable");
        table->setFocus();
        QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
    }
    KernelPane *openKernelPane() const
    {
        auto *const button = widgetNamed<QToolButton>(m_page->page(), "kernelButton");
        if (!button->isChecked()) {
            click(button);
        }
        return widgetNamed<KernelPane>(m_page->page(), "kernelPane");
    }

    std::unique_ptr<OpenPage<TcpServerPage>> m_page;
};

void TestServingPage::initTestCase()
{
    raiseDescriptorLimit();
}

void TestServingPage::init()
{
    QSettings().clear();
    m_page = std::make_unique<OpenPage<TcpServerPage>>();
}

void TestServingPage::cleanup()
{
    m_page.reset();
}

void TestServingPage::start(const QString &reply)
{
    m_page->choose("replyBox", reply);
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
}

void TestServingPage::pausesAClientAndLetsItGoOn()
{
    start(QStringLiteral("Echo"));
    Peer peer = connected();
    peer.sendAll("one");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "one"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 1, patience);
    m_page->clickRow("connectionTable", 0);
    m_page->press("pauseButton");
    QTRY_VERIFY_WITH_TIMEOUT(stateAt(0).contains(QStringLiteral("paused")), patience);
    // Flow control: the client can send until the buffers on the way are full, and no more.
    const std::string piece(65536, 'x');
    std::size_t offered = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const std::size_t taken = peer.offer(piece);
            offered += taken;
            return taken == 0;
        }(),
        patience);
    QCOMPARE(m_page->dataOf(EventKind::Received), QStringList{QStringLiteral("one")});
    m_page->press("pauseButton");
    QTRY_VERIFY_WITH_TIMEOUT(!stateAt(0).contains(QStringLiteral("paused")), patience);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), offered + 3, patience);
}

void TestServingPage::disconnectsTheSelectedClientsInOrder()
{
    start(QStringLiteral("None"));
    Peer first = connected();
    Peer second = connected();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 2, patience);
    selectAll();
    m_page->press("disconnectButton");
    QTRY_VERIFY_WITH_TIMEOUT(first.sawFin() && second.sawFin(), patience);
    QCOMPARE(first.error(), 0);
    QCOMPARE(second.error(), 0);
    first.close();
    second.close();
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(0), stateText(ConnectionState::Closed), patience);
    QTRY_COMPARE_WITH_TIMEOUT(stateAt(1), stateText(ConnectionState::Closed), patience);
}

void TestServingPage::sendsToSeveralSelectedClients()
{
    start(QStringLiteral("None"));
    Peer first = connected();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 1, patience);
    Peer second = connected();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 2, patience);
    selectAll();
    Peer third = connected();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 3, patience);
    m_page->say(QStringLiteral("to you two"));
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "to you two"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "to you two"s, patience);
    QCOMPARE(third.received(), ""s);
}

void TestServingPage::showsWhatWaitsToBeSent()
{
    start(QStringLiteral("Echo"));
    Peer peer = Peer::connectedTo(port(), Family::Ipv4, 64 * 1024);
    const std::string piece(65536, 'x');
    // It reads nothing of what comes back.
    QTRY_VERIFY_WITH_TIMEOUT((peer.offer(piece), stateAt(0).contains(QStringLiteral("held"))),
                             patience);
    QVERIFY(textAt(m_page->connections(), 0, ConnectionModel::UnsentColumn)
                .contains(QStringLiteral("KiB")));
    QTRY_VERIFY_WITH_TIMEOUT((peer.received(), !stateAt(0).contains(QStringLiteral("held"))),
                             patience);
}

void TestServingPage::showsTheKernelsViewOfTheListeningSocket()
{
    KernelPane *const pane = openKernelPane();
    start(QStringLiteral("Echo"));
    const QString expected =
        hasKernelView() ? QStringLiteral("LISTEN") : QStringLiteral("not available");
    QTRY_VERIFY2_WITH_TIMEOUT(pane->text().contains(expected), qPrintable(pane->text()), patience);
}

void TestServingPage::showsTheKernelsViewOfAClientEvenWhenItIsGone()
{
    if (!hasKernelView()) {
        return; // showsTheKernelsViewOfTheListeningSocket() says what is seen there
    }
    KernelPane *const pane = openKernelPane();
    start(QStringLiteral("None"));
    Peer peer = connected();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 1, patience);
    m_page->clickRow("connectionTable", 0);
    QTRY_VERIFY_WITH_TIMEOUT(pane->text().contains(QStringLiteral("ESTABLISHED")), patience);
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(pane->text().contains(QStringLiteral("CLOSE-WAIT")), patience);
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(pane->text().contains(QStringLiteral("CLOSED")), patience);

    // Who closes first has the TIME-WAIT.
    Peer other = connected();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->connections().rowCount(), 2, patience);
    m_page->clickRow("connectionTable", 1);
    m_page->press("disconnectButton");
    QTRY_VERIFY_WITH_TIMEOUT(other.sawFin(), patience);
    other.close();
    QTRY_VERIFY_WITH_TIMEOUT(pane->text().contains(QStringLiteral("TIME-WAIT")), patience);
}

void TestServingPage::answersByRulesThatWereEdited()
{
    m_page->choose("replyBox", QStringLiteral("Table"));
    m_page->press("option-rules");
    auto *const dialog = m_page->page()->findChild<ReplyRulesDialog *>();
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), patience);
    auto *const table = dialog->findChild<QTableView *>();
    // The first rule's answer.
    const QModelIndex answer = table->model()->index(0, 2);
    table->setCurrentIndex(answer);
    table->edit(answer);
    auto *const editor = table->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("yes, $0"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(widgetNamed<QPushButton>(dialog, "applyRulesButton")->isEnabled(),
                             patience);
    click(widgetNamed<QPushButton>(dialog, "applyRulesButton"));
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
    Peer peer = connected();
    peer.sendAll("PING\n");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "yes, PING"s, patience);
    peer.sendAll("quit\r\n");
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), "yes, PINGGoodbye\n"s);

    // And they are there the next time.
    m_page.reset();
    m_page = std::make_unique<OpenPage<TcpServerPage>>();
    start(QStringLiteral("Table"));
    Peer again = connected();
    again.sendAll("PING\n");
    QTRY_COMPARE_WITH_TIMEOUT(again.received(), "yes, PING"s, patience);
}

void TestServingPage::keepsRulesThatAreNotRightYet()
{
    m_page->choose("replyBox", QStringLiteral("Table"));
    m_page->press("option-rules");
    auto *const dialog = m_page->page()->findChild<ReplyRulesDialog *>();
    QVERIFY(dialog != nullptr);
    auto *const table = dialog->findChild<QTableView *>();
    const QModelIndex pattern = table->model()->index(1, 1);
    table->setCurrentIndex(pattern);
    table->edit(pattern);
    auto *const editor = table->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("(unclosed"));
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(!widgetNamed<QPushButton>(dialog, "applyRulesButton")->isEnabled());
    dialog->close();
    m_page->press("option-rules");
    QCOMPARE(table->model()->index(1, 1).data().toString(), QStringLiteral("(unclosed"));
    // What was applied before goes on to answer.
    start(QStringLiteral("Table"));
    Peer peer = connected();
    peer.sendAll("hello Ann\n");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "Hello Ann\n"s, patience);
}

void TestServingPage::servesAFolder()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("index.html")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("<p>hi</p>") > 0);
    file.close();
    m_page->choose("replyBox", QStringLiteral("File server"));
    m_page->typeInto("option-folder", folder.path());
    start(QStringLiteral("File server"));
    Peer peer = connected();
    peer.sendAll("GET / HTTP/1.0\r\n\r\n");
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QVERIFY(peer.received().starts_with("HTTP/1.1 200 OK\r\n"));
    QVERIFY(peer.received().ends_with("\r\n\r\n<p>hi</p>"));
}

void TestServingPage::tellsThatThereIsNoFolder()
{
    m_page->choose("replyBox", QStringLiteral("File server"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().contains(QStringLiteral("folder")), patience);
    QVERIFY(m_page->isEditable("option-folder"));
}

void TestServingPage::keepsTheOptionsOfAReplyWhileAnotherIsLookedAt()
{
    m_page->choose("replyBox", QStringLiteral("Welcome"));
    m_page->typeInto("option-greeting", QStringLiteral("\\u{3042}\\n"));
    m_page->choose("replyBox", QStringLiteral("Echo"));
    start(QStringLiteral("Welcome"));
    Peer peer = connected();
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "あ\n"s, patience);
}

QTEST_MAIN(TestServingPage)
#include "tst_servingpage.moc"
