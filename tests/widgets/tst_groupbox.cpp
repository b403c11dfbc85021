#include "tests/support/widgets.h"
#include "widgets/views/groupbox.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QSettings>
#include <QSignalSpy>

using namespace sockyard;
using namespace sockyard::test;

namespace
{
const auto ipv4Group = QStringLiteral("225.0.0.250");
const auto ipv6Group = QStringLiteral("ff15:7079:7468:6f6e:6465:6d6f:6d63:6173");
} // namespace

class TestGroupBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_box.reset(); }

    void beginsWithTheGroupsOfTheCourse();
    void takesAChosenGroupWithoutTheWordsBesideIt();
    void keepsWhatIsTypedAsItIsTyped();
    void tellsWhoPutAnotherGroupIn();
    void offersTheRecentGroupsNewestFirst();
    void keepsTheRecentGroupsForTheNextTime();
    void keepsTheCoursesGroupsOnce();
    void keepsNoMoreThanSoMany();
    void leavesTheFieldAloneWhileAGroupIsKept();
    void showsTheWholeOfALongGroupInItsList();

private:
    QStringList rows() const;
    void open();
    QLineEdit *field() const { return m_box->lineEdit(); }

    std::unique_ptr<GroupBox> m_box;
};

void TestGroupBox::init()
{
    QSettings().clear();
    open();
}

void TestGroupBox::open()
{
    m_box = std::make_unique<GroupBox>();
    new QAbstractItemModelTester(m_box->model(), m_box.get());
    m_box->show();
}

QStringList TestGroupBox::rows() const
{
    QStringList result;
    for (int index = 0; index < m_box->count(); ++index) {
        result.append(m_box->itemText(index));
    }
    return result;
}

void TestGroupBox::beginsWithTheGroupsOfTheCourse()
{
    QCOMPARE(m_box->group(), ipv4Group);
    const QStringList both{ipv4Group + QStringLiteral(" (IPv4)"),
                           ipv6Group + QStringLiteral(" (IPv6)")};
    QCOMPARE(rows(), both);
}

void TestGroupBox::takesAChosenGroupWithoutTheWordsBesideIt()
{
    m_box->setFocus();
    QTest::keyClick(m_box.get(), Qt::Key_Down); // from nothing chosen to the first
    QTest::keyClick(m_box.get(), Qt::Key_Down);
    QCOMPARE(m_box->group(), ipv6Group);
    QCOMPARE(field()->cursorPosition(), 0);
    QTest::keyClick(m_box.get(), Qt::Key_Up);
    QCOMPARE(m_box->group(), ipv4Group);
}

void TestGroupBox::keepsWhatIsTypedAsItIsTyped()
{
    for (const QString &text : {QStringLiteral("ff02::1%eth0"), QStringLiteral("225.0.0.25"),
                                QStringLiteral("<b>no group</b>"), QStringLiteral(" ")}) {
        type(field(), text);
        QCOMPARE(m_box->group(), text);
    }
}

void TestGroupBox::tellsWhoPutAnotherGroupIn()
{
    const QSignalSpy changed(m_box.get(), &GroupBox::groupChanged);
    const QSignalSpy edited(m_box.get(), &GroupBox::edited);
    const QSignalSpy submitted(m_box.get(), &GroupBox::submitted);
    m_box->setGroup(QStringLiteral("239.1.2.3"));
    QVERIFY(!changed.isEmpty());
    QVERIFY(edited.isEmpty()); // by no person
    QTest::keyClicks(field(), QStringLiteral("4"));
    QCOMPARE(edited.size(), qsizetype(1));
    QTest::keyClick(m_box.get(), Qt::Key_Down);
    QCOMPARE(edited.size(), qsizetype(2));
    QVERIFY(submitted.isEmpty());
    QTest::keyClick(m_box.get(), Qt::Key_Return);
    QCOMPARE(submitted.size(), qsizetype(1));
}

void TestGroupBox::offersTheRecentGroupsNewestFirst()
{
    m_box->remember(QStringLiteral("239.1.2.3"));
    m_box->remember(QStringLiteral(" ff02::123 "));
    m_box->remember(QStringLiteral("239.1.2.3"));
    const QStringList recent{QStringLiteral("239.1.2.3"), QStringLiteral("ff02::123")};
    QCOMPARE(rows().mid(2), recent);
}

void TestGroupBox::keepsTheRecentGroupsForTheNextTime()
{
    m_box->remember(QStringLiteral("239.1.2.3"));
    open();
    QCOMPARE(rows().mid(2), QStringList{QStringLiteral("239.1.2.3")});
}

void TestGroupBox::keepsTheCoursesGroupsOnce()
{
    m_box->remember(ipv4Group);
    m_box->remember(ipv6Group);
    QCOMPARE(m_box->count(), 2);
}

void TestGroupBox::keepsNoMoreThanSoMany()
{
    for (int number = 0; number < 2 * GroupBox::mostGroups; ++number) {
        m_box->remember(QStringLiteral("239.1.2.%1").arg(number));
    }
    QCOMPARE(m_box->count(), 2 + GroupBox::mostGroups);
    QCOMPARE(m_box->itemText(2), QStringLiteral("239.1.2.%1").arg(2 * GroupBox::mostGroups - 1));
}

void TestGroupBox::leavesTheFieldAloneWhileAGroupIsKept()
{
    type(field(), QStringLiteral("239.9.9.9"));
    m_box->remember(QStringLiteral("239.1.2.3"));
    QCOMPARE(m_box->group(), QStringLiteral("239.9.9.9"));
}

void TestGroupBox::showsTheWholeOfALongGroupInItsList()
{
    m_box->showPopup();
    const int wanted = m_box->fontMetrics().horizontalAdvance(m_box->itemText(1));
    QVERIFY(m_box->view()->viewport()->width() >= wanted);
    m_box->hidePopup();
}

QTEST_MAIN(TestGroupBox)
#include "tst_groupbox.moc"
