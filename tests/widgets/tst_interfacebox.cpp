#include "tests/support/widgets.h"
#include "widgets/views/interfacebox.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>

using namespace sockyard;
using namespace sockyard::test;

class TestInterfaceBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_box.reset(); }

    void beginsWithTheLoopbackInterface();
    void offersWhatCanDoMulticastWithItsAddresses();
    void tellsAllOfThemFromTheSystemsChoice();
    void keepsTheChoiceWhileInterfacesComeAndGo();
    void addsAnInterfaceThatMayCome();
    void tellsWhoElseCanHear();
    void asksTheMachineAnewWhenItIsOpened();

private:
    void add(const char *name, const QStringList &addresses, bool up = true, bool multicast = true);
    QStringList rows() const;

    QList<Interface> m_interfaces;
    std::unique_ptr<InterfaceBox> m_box;
};

void TestInterfaceBox::init()
{
    m_interfaces.clear();
    add("lo", {QStringLiteral("127.0.0.1"), QStringLiteral("::1")}, true, false);
    m_interfaces.last().loopback = true;
    add("eth0", {QStringLiteral("192.168.1.5"), QStringLiteral("fe80::5%eth0")});
    add("eth1", {QStringLiteral("10.0.0.1")}, false);
    add("tun0", {QStringLiteral("10.8.0.1")}, true, false);
    add("wlan0", {});
    m_box = std::make_unique<InterfaceBox>(nullptr, [this] { return m_interfaces; });
    new QAbstractItemModelTester(m_box->model(), m_box.get());
    m_box->show();
}

void TestInterfaceBox::add(const char *name, const QStringList &addresses, bool up, bool multicast)
{
    Interface its;
    its.index = static_cast<unsigned>(m_interfaces.size() + 1);
    its.name = QString::fromLatin1(name);
    its.up = up;
    its.multicast = multicast;
    for (const QString &address : addresses) {
        its.addresses.append(QHostAddress(address));
    }
    m_interfaces.append(its);
}

QStringList TestInterfaceBox::rows() const
{
    QStringList result;
    for (int index = 0; index < m_box->count(); ++index) {
        result.append(m_box->itemText(index));
    }
    return result;
}

void TestInterfaceBox::beginsWithTheLoopbackInterface()
{
    QCOMPARE(m_box->interfaceName(), QStringLiteral("lo"));
    QVERIFY(!m_box->isAll());
}

void TestInterfaceBox::offersWhatCanDoMulticastWithItsAddresses()
{
    const QStringList expected{
        QStringLiteral("lo (127.0.0.1, ::1)"), QStringLiteral("eth0 (192.168.1.5, fe80::5)"),
        QStringLiteral("eth1 (down)"),         QStringLiteral("wlan0 (no address)"),
        QStringLiteral("all of them"),         QStringLiteral("system's choice")};
    QCOMPARE(rows(), expected);
}

void TestInterfaceBox::tellsAllOfThemFromTheSystemsChoice()
{
    choose(m_box.get(), QStringLiteral("all of them"));
    QVERIFY(m_box->isAll());
    QCOMPARE(m_box->interfaceName(), QString());
    choose(m_box.get(), QStringLiteral("system"));
    QVERIFY(!m_box->isAll());
    QCOMPARE(m_box->interfaceName(), QString());
    choose(m_box.get(), QStringLiteral("eth1"));
    QCOMPARE(m_box->interfaceName(), QStringLiteral("eth1"));
    m_box->chooseAll();
    QVERIFY(m_box->isAll());
    m_box->setInterfaceName({});
    QCOMPARE(m_box->currentText(), QStringLiteral("system's choice"));
}

void TestInterfaceBox::keepsTheChoiceWhileInterfacesComeAndGo()
{
    for (const QString &text : {QStringLiteral("all of them"), QStringLiteral("system's choice"),
                                QStringLiteral("eth0")}) {
        choose(m_box.get(), text);
        add("eth9", {});
        m_box->showPopup();
        m_box->hidePopup();
        QVERIFY(m_box->currentText().startsWith(text));
    }
    m_interfaces.clear();
    m_box->showPopup();
    m_box->hidePopup();
    QCOMPARE(m_box->currentText(), QStringLiteral("eth0 (not there)"));
}

void TestInterfaceBox::addsAnInterfaceThatMayCome()
{
    m_box->setInterfaceName(QStringLiteral("usb0"));
    QCOMPARE(m_box->currentText(), QStringLiteral("usb0 (not there)"));
    QCOMPARE(m_box->interfaceName(), QStringLiteral("usb0"));
}

void TestInterfaceBox::tellsWhoElseCanHear()
{
    QCOMPARE(m_box->audience(), QString());
    choose(m_box.get(), QStringLiteral("eth0"));
    QVERIFY(m_box->audience().startsWith(QStringLiteral("Everybody in the network of eth0 can")));
    choose(m_box.get(), QStringLiteral("all"));
    QVERIFY(m_box->audience().contains(QStringLiteral("all interfaces")));
    choose(m_box.get(), QStringLiteral("system"));
    QVERIFY(m_box->audience().contains(QStringLiteral("the system chooses")));
    m_box->setInterfaceName(QStringLiteral("%1usb0"));
    QVERIFY(m_box->audience().contains(QStringLiteral("%1usb0")));
}

void TestInterfaceBox::asksTheMachineAnewWhenItIsOpened()
{
    m_interfaces[2].up = true;
    m_box->showPopup();
    QVERIFY(rows().contains(QStringLiteral("eth1 (10.0.0.1)")));
    const int wanted = m_box->fontMetrics().horizontalAdvance(m_box->itemText(1));
    QVERIFY(m_box->view()->viewport()->width() >= wanted);
    m_box->hidePopup();
}

QTEST_MAIN(TestInterfaceBox)
#include "tst_interfacebox.moc"
