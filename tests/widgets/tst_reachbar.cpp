#include "netcore/iothread.h"
#include "tests/support/peer.h"
#include "tests/support/widgets.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/reachbar.h"

#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

using namespace sockyard;
using namespace sockyard::test;

class TestReachBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void takesNoRoomWhereOnlyThisMachineReachesTheServer();
    void tellsPrivateAddressesFromPublicOnes();
    void tellsThatThereIsNoAddress();
    void tellsOneAddressAsItIs();
    void showsAddressesWithThePort();
    void remarksOnLinkLocalAddresses();
    void copiesAnAddressByItsButton();
    void copiesAnAddressByKeys();
    void saysCopiedWithoutMoving();
    void putsWhatHasNoRoomIntoAMenu();
    void showsAtMostSix();
    void cutsNothingWithoutAnEllipsis();
    void followsTheMachine();
    void showsHostileNamesAsTheyAre();
    void followsTheFormOfThePage();

private:
    void offer(const QStringList &addresses);
    void listen(const char *host, std::optional<quint16> port = 9999);
    QList<QToolButton *> copyButtons() const;
    QList<QAction *> menuActions() const
    {
        return widgetNamed<QToolButton>(m_bar, "moreAddressesButton")->menu()->actions();
    }
    QString clipboard() const { return QApplication::clipboard()->text(); }

    QList<Interface> m_interfaces;
    std::unique_ptr<QWidget> m_window;
    ReachBar *m_bar = nullptr;
};

void TestReachBar::init()
{
    m_interfaces.clear();
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_bar = new ReachBar(m_window.get(), [this] { return m_interfaces; });
    layout->addWidget(m_bar);
    layout->addStretch();
    m_window->resize(3000, 300);
    m_window->show();
    offer({QStringLiteral("127.0.0.1"), QStringLiteral("192.168.1.5"), QStringLiteral("10.0.0.7")});
    QApplication::clipboard()->clear();
}

void TestReachBar::cleanup()
{
    m_window.reset();
}

void TestReachBar::offer(const QStringList &addresses)
{
    Interface interface;
    interface.name = QStringLiteral("eth0");
    interface.up = true;
    for (const QString &address : addresses) {
        interface.addresses.append(QHostAddress(address));
    }
    m_interfaces = {interface};
}

void TestReachBar::listen(const char *host, std::optional<quint16> port)
{
    m_bar->setAddress(QHostAddress(QString::fromLatin1(host)), Listener::Families::One, port);
}

QList<QToolButton *> TestReachBar::copyButtons() const
{
    QList<QToolButton *> result;
    const auto all = m_bar->findChildren<QToolButton *>(QStringLiteral("copyAddressButton"));
    for (QToolButton *button : all) {
        if (button->isVisible()) {
            result.append(button);
        }
    }
    return result;
}

void TestReachBar::takesNoRoomWhereOnlyThisMachineReachesTheServer()
{
    QVERIFY(!m_bar->isVisible());
    listen("0.0.0.0");
    QVERIFY(m_bar->isVisible());
    listen("127.0.0.1");
    QVERIFY(!m_bar->isVisible());
    listen("::");
    QVERIFY(m_bar->isVisible());
    listen("::1");
    QVERIFY(!m_bar->isVisible());
    listen("192.168.1.5");
    QVERIFY(m_bar->isVisible());
    m_bar->putAway();
    QVERIFY(!m_bar->isVisible());
}

void TestReachBar::tellsPrivateAddressesFromPublicOnes()
{
    listen("0.0.0.0");
    QVERIFY(m_bar->warning().startsWith(QStringLiteral("Everybody who can reach this machine can "
                                                       "connect to this server.")));
    QVERIFY(m_bar->warning().contains(QStringLiteral("are private")));
    QVERIFY(!m_bar->warning().contains(QStringLiteral("internet")));
    const QColor calm = m_bar->palette().color(QPalette::Window);
    offer({QStringLiteral("192.168.1.5"), QStringLiteral("203.0.113.9")});
    listen("0.0.0.0");
    QVERIFY(m_bar->warning().contains(QStringLiteral("203.0.113.9 is a public address")));
    QVERIFY(m_bar->warning().contains(QStringLiteral("dangerous")));
    QVERIFY(m_bar->palette().color(QPalette::Window) != calm);
    offer({QStringLiteral("203.0.113.8"), QStringLiteral("203.0.113.9")});
    listen("0.0.0.0");
    QVERIFY(m_bar->warning().contains(QStringLiteral("2 of its addresses are public")));
    QCOMPARE(m_bar->accessibleName(), m_bar->warning());
}

void TestReachBar::tellsThatThereIsNoAddress()
{
    offer({QStringLiteral("127.0.0.1")});
    listen("0.0.0.0");
    QVERIFY(m_bar->isVisible());
    QVERIFY(m_bar->warning().contains(QStringLiteral("no address")));
    QVERIFY(m_bar->shownAddresses().isEmpty());
    QVERIFY(copyButtons().isEmpty());
}

void TestReachBar::tellsOneAddressAsItIs()
{
    listen("192.168.1.5");
    QCOMPARE(m_bar->shownAddresses(), QStringList{QStringLiteral("192.168.1.5:9999 (private)")});
    QVERIFY(m_bar->warning().contains(QStringLiteral("Its address is private")));
}

void TestReachBar::showsAddressesWithThePort()
{
    listen("0.0.0.0");
    QCOMPARE(m_bar->shownAddresses(), (QStringList{QStringLiteral("192.168.1.5:9999 (private)"),
                                                   QStringLiteral("10.0.0.7:9999 (private)")}));
    listen("0.0.0.0", {});
    QCOMPARE(m_bar->shownAddresses(), (QStringList{QStringLiteral("192.168.1.5 (private)"),
                                                   QStringLiteral("10.0.0.7 (private)")}));
    offer({QStringLiteral("2001:db8::1")});
    listen("::", 80);
    QCOMPARE(m_bar->shownAddresses(), QStringList{QStringLiteral("[2001:db8::1]:80 (public)")});
}

void TestReachBar::remarksOnLinkLocalAddresses()
{
    offer({QStringLiteral("fe80::1%eth0")});
    listen("::");
    QCOMPARE(m_bar->shownAddresses().size(), qsizetype(1));
    const QString words = m_bar->shownAddresses().constFirst();
    QVERIFY(words.startsWith(QStringLiteral("[fe80::1%eth0]:9999 (link-local; ")));
    QVERIFY(words.contains(QStringLiteral("an interface of its own")));
    click(copyButtons().constFirst());
    QCOMPARE(clipboard(), QStringLiteral("[fe80::1%eth0]:9999"));
}

void TestReachBar::copiesAnAddressByItsButton()
{
    listen("0.0.0.0");
    QCOMPARE(copyButtons().size(), qsizetype(2));
    QCOMPARE(copyButtons().at(1)->accessibleName(), QStringLiteral("Copy 10.0.0.7:9999"));
    click(copyButtons().at(1));
    QCOMPARE(clipboard(), QStringLiteral("10.0.0.7:9999"));
    click(copyButtons().at(0));
    QCOMPARE(clipboard(), QStringLiteral("192.168.1.5:9999"));
}

void TestReachBar::copiesAnAddressByKeys()
{
    listen("0.0.0.0");
    m_window->activateWindow();
    QToolButton *const button = copyButtons().at(0);
    button->setFocus();
    QTRY_VERIFY(button->hasFocus());
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(clipboard(), QStringLiteral("192.168.1.5:9999"));
    QTest::keyClick(button, Qt::Key_Tab);
    QVERIFY(copyButtons().at(1)->hasFocus());
}

void TestReachBar::saysCopiedWithoutMoving()
{
    listen("0.0.0.0");
    QToolButton *const button = copyButtons().at(0);
    QToolButton *const other = copyButtons().at(1);
    const QRect place = button->geometry();
    const QPoint otherPlace = other->mapTo(m_bar, QPoint());
    click(button);
    QCOMPARE(button->text(), QStringLiteral("Copied"));
    QCOMPARE(button->accessibleDescription(), QStringLiteral("Copied 192.168.1.5:9999"));
    button->parentWidget()->layout()->activate();
    QCOMPARE(button->geometry(), place);
    QCOMPARE(other->mapTo(m_bar, QPoint()), otherPlace);
    click(other); // one at a time says so
    QCOMPARE(button->text(), QStringLiteral("Copy"));
    QCOMPARE(other->text(), QStringLiteral("Copied"));
    QTRY_COMPARE(other->text(), QStringLiteral("Copy"));
    QVERIFY(other->accessibleDescription().isEmpty());
}

void TestReachBar::putsWhatHasNoRoomIntoAMenu()
{
    QStringList addresses;
    for (int number = 1; number <= 5; ++number) {
        addresses.append(QStringLiteral("192.168.100.%1").arg(100 + number));
    }
    offer(addresses);
    listen("0.0.0.0");
    QCOMPARE(m_bar->shownAddresses().size(), qsizetype(5));
    auto *const more = widgetNamed<QToolButton>(m_bar, "moreAddressesButton");
    QVERIFY(!more->isVisible());
    const int height = m_bar->height();
    m_window->resize(700, 300);
    const auto shown = m_bar->shownAddresses().size();
    QVERIFY(shown >= 1 && shown < 5);
    QVERIFY(more->isVisible());
    QCOMPARE(more->text(), QStringLiteral("%1 more").arg(5 - shown));
    QVERIFY(more->geometry().right() < m_bar->width());
    QCOMPARE(menuActions().size(), 5 - shown);
    QCOMPARE(m_bar->furtherAddresses().size(), 5 - shown);
    menuActions().constLast()->trigger();
    QCOMPARE(clipboard(), QStringLiteral("192.168.100.105:9999"));
    QCOMPARE(more->text(), QStringLiteral("Copied"));
    QTRY_COMPARE(more->text(), QStringLiteral("%1 more").arg(5 - shown));
    QVERIFY(m_bar->height() <= 2 * height);
}

void TestReachBar::showsAtMostSix()
{
    QStringList addresses;
    for (int number = 1; number <= 14; ++number) {
        addresses.append(QStringLiteral("10.0.0.%1").arg(number));
    }
    offer(addresses);
    listen("0.0.0.0");
    QCOMPARE(m_bar->shownAddresses().size(), qsizetype(6));
    QCOMPARE(widgetNamed<QToolButton>(m_bar, "moreAddressesButton")->text(),
             QStringLiteral("8 more"));
}

void TestReachBar::cutsNothingWithoutAnEllipsis()
{
    offer({QStringLiteral("fd00:1234:5678:9abc:def0:1234:5678:9abc"), QStringLiteral("fd00::2")});
    listen("::");
    for (int width = 900; width > 150; width -= 10) {
        m_window->resize(width, 300);
        const QString words = m_bar->shownAddresses().constFirst();
        QVERIFY(words.endsWith(u')') || words.endsWith(u'…'));
        QVERIFY(copyButtons().constFirst()->isVisible());
    }
    m_window->resize(900, 300);
    QVERIFY(m_bar->shownAddresses().constFirst().endsWith(QStringLiteral("(private)")));
}

void TestReachBar::followsTheMachine()
{
    listen("0.0.0.0");
    QCOMPARE(m_bar->shownAddresses().size(), qsizetype(2));
    offer({QStringLiteral("203.0.113.9")});
    QTRY_COMPARE_WITH_TIMEOUT(m_bar->shownAddresses(),
                              QStringList{QStringLiteral("203.0.113.9:9999 (public)")}, patience);
    QVERIFY(m_bar->warning().contains(QStringLiteral("public")));
    // What one is about to press is not pulled away while nothing changed.
    click(copyButtons().constFirst());
    QCOMPARE(copyButtons().constFirst()->text(), QStringLiteral("Copied"));
    m_window->hide();
    offer({QStringLiteral("10.0.0.1")});
    m_window->show();
    QCOMPARE(m_bar->shownAddresses(), QStringList{QStringLiteral("10.0.0.1:9999 (private)")});
}

void TestReachBar::showsHostileNamesAsTheyAre()
{
    m_interfaces[0].name = QStringLiteral("<b>eth</b>");
    listen("0.0.0.0");
    const auto labels = m_bar->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        QVERIFY(!label->text().contains(u'<'));
        QVERIFY(!label->toolTip().contains(QStringLiteral("<b>")));
    }
}

void TestReachBar::followsTheFormOfThePage()
{
    IoThread thread;
    TcpServerPage page(thread);
    page.show();
    const auto *const bar = widgetNamed<ReachBar>(&page, "reachBar");
    auto *const port = widgetNamed<QLineEdit>(&page, "portEdit");
    type(widgetNamed<QComboBox>(&page, "addressBox")->lineEdit(), QStringLiteral("192.168.77.1"));
    type(port, QStringLiteral("0"));
    QCOMPARE(bar->shownAddresses(), QStringList{QStringLiteral("192.168.77.1 (private)")});
    port->setText(QStringLiteral("43211"));
    QCOMPARE(bar->shownAddresses(), QStringList{QStringLiteral("192.168.77.1:43211 (private)")});
    type(port, QStringLiteral("nonsense"));
    QCOMPARE(bar->shownAddresses(), QStringList{QStringLiteral("192.168.77.1 (private)")});
}

QTEST_MAIN(TestReachBar)
#include "tst_reachbar.moc"
