#include "netcore/codec/numbereddatagram.h"
#include "tests/support/datagrampeer.h"
#include "tests/support/logs.h"
#include "tests/support/pages.h"
#include "tests/support/teststrings.h"
#include "widgets/models/peersmodel.h"
#include "widgets/pages/udppage.h"
#include "widgets/views/elidedlabel.h"

#include <QCheckBox>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestUdpPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void bindsByAClickAndHearsAPeer();
    void sendsToWhomIsNamed();
    void answersWhomItHeardLast();
    void answersThePeerThatIsChosen();
    void echoesWhereAskedTo();
    void answersByAnotherReplyWhileItIsBound();
    void offersOnlyRepliesThatAnswerDatagrams();
    void keepsAMessageWithoutAnybodyToSendItTo();
    void keepsAMessageThatIsTooLong();
    void sendsAnEmptyDatagramByAClickOnly();
    void tellsThatNobodyHasThePortOfItsPeer();
    void warnsOfBroadcasts();
    void warnsWhereOthersCanSend();
    void refusesWhatMakesNoSenseAndKeepsWhatIsTyped();
    void closesAndBindsAgain();
    void sendsNumberedDatagrams();
    void tellsWhatIsMissingOfNumberedOnes();
    void showsHostileDatagramsAsInertText();

private:
    void bind();
    std::uint16_t port() const { return m_page->text("portEdit").toUShort(); }
    const QAbstractItemModel &peers() const { return m_page->table("peersTable"); }
    QComboBox *targetBox() const { return widgetNamed<QComboBox>(m_page->page(), "targetBox"); }
    QCheckBox *checkBox(const char *name) const
    {
        return widgetNamed<QCheckBox>(m_page->page(), name);
    }
    bool isBound() const { return m_page->status().startsWith(QStringLiteral("bound")); }

    std::unique_ptr<OpenPage<UdpPage>> m_page;
};

void TestUdpPage::init()
{
    QSettings().clear();
    m_page = std::make_unique<OpenPage<UdpPage>>();
}

void TestUdpPage::cleanup()
{
    m_page.reset();
}

void TestUdpPage::bind()
{
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isBound(), patience);
}

void TestUdpPage::bindsByAClickAndHearsAPeer()
{
    const QString bindWord = m_page->buttonText();
    bind();
    QVERIFY(m_page->buttonText() != bindWord);
    QVERIFY(m_page->strip().startsWith(QStringLiteral("● socket ─ ● bind ─ ○ connect ─ ◉")));
    QVERIFY(port() != 0); // the one that the system chose is shown
    QVERIFY(!m_page->isEditable("portEdit"));
    DatagramPeer peer;
    peer.sendTo(port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(peers().rowCount(), 1, patience);
    QCOMPARE(textAt(peers(), 0, PeersModel::AddressColumn), QString::fromStdString(peer.address()));
    QCOMPARE(textAt(peers(), 0, PeersModel::ReceivedColumn), QStringLiteral("1"));
    QCOMPARE(m_page->dataOf(EventKind::Received), QStringList(QStringLiteral("hello")));
    QVERIFY(m_page->status().contains(QStringLiteral("1 peer")));
}

void TestUdpPage::sendsToWhomIsNamed()
{
    DatagramPeer peer;
    bind();
    m_page->typeInto("toEdit", QString::fromStdString(peer.address()));
    QCOMPARE(targetBox()->currentText(),
             QStringLiteral("To ") + QString::fromStdString(peer.address()));
    m_page->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"hello"s}, patience);
    QCOMPARE(m_page->messageEdit()->toPlainText(), QString());
}

void TestUdpPage::answersWhomItHeardLast()
{
    DatagramPeer peer;
    bind();
    peer.sendTo(port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(peers().rowCount(), 1, patience);
    m_page->say(QStringLiteral("and to you"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"and to you"s}, patience);
}

void TestUdpPage::answersThePeerThatIsChosen()
{
    DatagramPeer one;
    DatagramPeer other;
    bind();
    one.sendTo(port(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(peers().rowCount(), 1, patience);
    other.sendTo(port(), "other");
    QTRY_COMPARE_WITH_TIMEOUT(peers().rowCount(), 2, patience);
    m_page->clickRow("peersTable", 0);
    QCOMPARE(m_page->shownBytes(), "one"s);
    m_page->say(QStringLiteral("you"));
    QTRY_COMPARE_WITH_TIMEOUT(one.received(), std::vector{"you"s}, patience);
    QVERIFY(other.received().empty());
}

void TestUdpPage::echoesWhereAskedTo()
{
    DatagramPeer peer;
    m_page->choose("replyBox", QStringLiteral("Echo"));
    bind();
    peer.sendTo(port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"hello"s}, patience);
}

void TestUdpPage::answersByAnotherReplyWhileItIsBound()
{
    DatagramPeer peer;
    bind();
    m_page->choose("replyBox", QStringLiteral("ACK"));
    peer.sendTo(port(), "hello");
    QTRY_COMPARE_WITH_TIMEOUT(count(m_page->page()->session().log(), EventKind::Received), 1U,
                              patience);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), std::vector{"ACK"s}, patience);
}

void TestUdpPage::offersOnlyRepliesThatAnswerDatagrams()
{
    const auto *const box = widgetNamed<QComboBox>(m_page->page(), "replyBox");
    QVERIFY(box->findData(QStringLiteral("echo")) >= 0);
    QVERIFY(box->findData(QStringLiteral("http")) < 0);
    QCOMPARE(box->currentData().toString(), QStringLiteral("none"));
}

void TestUdpPage::keepsAMessageWithoutAnybodyToSendItTo()
{
    bind();
    m_page->say(QStringLiteral("hello"));
    QVERIFY(m_page->notice().contains(QStringLiteral("Nobody has been heard yet")));
    m_page->typeInto("toEdit", QStringLiteral("127.0.0.1"));
    m_page->press("sendButton");
    QVERIFY(m_page->notice().startsWith(QStringLiteral("EINVAL")));
    QCOMPARE(m_page->messageEdit()->toPlainText(), QStringLiteral("hello"));
    QCOMPARE(count(m_page->page()->session().log(), EventKind::Sent), 0U);
}

void TestUdpPage::keepsAMessageThatIsTooLong()
{
    DatagramPeer peer;
    bind();
    m_page->typeInto("toEdit", QString::fromStdString(peer.address()));
    const QString text(65508, u'x');
    m_page->sayPasted(text);
    QVERIFY(m_page->notice().startsWith(QStringLiteral("EMSGSIZE")));
    QCOMPARE(m_page->messageEdit()->toPlainText().size(), text.size());
}

void TestUdpPage::sendsAnEmptyDatagramByAClickOnly()
{
    DatagramPeer peer;
    bind();
    m_page->typeInto("toEdit", QString::fromStdString(peer.address()));
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    m_page->say(QStringLiteral("first"));
    m_page->press("sendButton");
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), (std::vector{"first"s, ""s}), patience);
}

void TestUdpPage::tellsThatNobodyHasThePortOfItsPeer()
{
    DatagramPeer peer;
    const QString address = QString::fromStdString(peer.address());
    peer.close();
    m_page->typeInto("toEdit", address);
    click(widgetNamed<QToolButton>(m_page->page(), "udpButton"));
    checkBox("connectBox")->click();
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("connected to ") + address),
                             patience);
    QVERIFY(!targetBox()->isVisible()); // there is one peer
    QVERIFY(!m_page->isEditable("toEdit"));
    const auto *const about = widgetNamed<ElidedLabel>(m_page->page(), "aboutLabel");
    QTRY_VERIFY_WITH_TIMEOUT(about->text().contains(QStringLiteral("(path MTU 65,535)")), patience);
    m_page->say(QStringLiteral("hello"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("ECONNREFUSED")), patience);
    QVERIFY(isBound()); // and may be heard once it is there
}

void TestUdpPage::warnsOfBroadcasts()
{
    const auto *const bar = widgetNamed<NoticeBar>(m_page->page(), "broadcastBar");
    QVERIFY(!bar->isVisible());
    bind();
    click(widgetNamed<QToolButton>(m_page->page(), "udpButton"));
    m_page->typeInto("toEdit", QStringLiteral("127.255.255.255:9"));
    m_page->say(QStringLiteral("all"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EACCES")), patience);
    checkBox("broadcastBox")->click(); // also while it is bound
    QVERIFY(bar->isVisible());
    m_page->say(QStringLiteral("all"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Sent), QStringList(QStringLiteral("all")),
                              patience);
}

void TestUdpPage::warnsWhereOthersCanSend()
{
    const auto *const warning = widgetNamed<QLabel>(m_page->page(), "reachWarning");
    QVERIFY(!warning->isVisible());
    auto *const box = widgetNamed<QComboBox>(m_page->page(), "addressBox");
    type(box->lineEdit(), QStringLiteral("0.0.0.0"));
    QTRY_VERIFY_WITH_TIMEOUT(warning->isVisible(), patience);
    QVERIFY(warning->text().contains(QStringLiteral("can send to this port")));
}

void TestUdpPage::refusesWhatMakesNoSenseAndKeepsWhatIsTyped()
{
    m_page->typeInto("portEdit", QStringLiteral("many"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EINVAL")), patience);
    QCOMPARE(m_page->text("portEdit"), QStringLiteral("many"));
    QVERIFY(m_page->isEditable("portEdit"));
    QVERIFY(!m_page->page()->isBusy());
}

void TestUdpPage::closesAndBindsAgain()
{
    bind();
    QVERIFY(m_page->page()->isBusy());
    const QString first = m_page->text("portEdit");
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(!isBound(), patience);
    QVERIFY(!m_page->page()->isBusy());
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isBound(), patience);
    QCOMPARE(m_page->text("portEdit"), first);
}

void TestUdpPage::sendsNumberedDatagrams()
{
    DatagramPeer peer;
    click(widgetNamed<QToolButton>(m_page->page(), "udpButton"));
    QVERIFY(!m_page->canPress("generateButton"));
    bind();
    m_page->press("generateButton");
    QVERIFY(m_page->notice().contains(QStringLiteral("Nobody has been heard yet")));
    m_page->typeInto("toEdit", QString::fromStdString(peer.address()));
    widgetNamed<QSpinBox>(m_page->page(), "countBox")->setValue(0); // without end
    widgetNamed<QSpinBox>(m_page->page(), "rateBox")->setValue(1000);
    const auto *const button = widgetNamed<QPushButton>(m_page->page(), "generateButton");
    const QString sendWord = button->text();
    m_page->press("generateButton");
    QTRY_VERIFY_WITH_TIMEOUT(peer.received().size() > 10, patience);
    QTRY_VERIFY_WITH_TIMEOUT(button->text() != sendWord, patience);
    m_page->press("generateButton");
    QTRY_COMPARE_WITH_TIMEOUT(button->text(), sendWord, patience);
}

void TestUdpPage::tellsWhatIsMissingOfNumberedOnes()
{
    const auto *const label = widgetNamed<QLabel>(m_page->page(), "flowLabel");
    DatagramPeer peer;
    bind();
    QVERIFY(!label->isVisible());
    for (const std::uint64_t number : {0, 1, 4, 3, 3}) {
        peer.sendTo(port(), NumberedDatagram{.stream = 1, .number = number}.bytes(64));
    }
    QTRY_VERIFY_WITH_TIMEOUT(label->text().contains(QStringLiteral(
                                 "4 received, 1 lost, 1 out of order, 1 there twice, jitter ")),
                             patience);
    QVERIFY(label->isVisible());
    QVERIFY(label->text().contains(QString::fromStdString(peer.address())));
}

void TestUdpPage::showsHostileDatagramsAsInertText()
{
    DatagramPeer peer;
    bind();
    peer.sendTo(port(), hostileBytes());
    peer.sendTo(port(), "");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received).size(), 2, patience);
    m_page->clickRow("peersTable", 0);
    QCOMPARE(m_page->notInert(), QString());
}

QTEST_MAIN(TestUdpPage)
#include "tst_udppage.moc"
