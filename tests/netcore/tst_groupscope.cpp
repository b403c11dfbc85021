#include "netcore/chat/groupscope.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "tests/support/teststrings.h"

#include <QTest>

using namespace sockyard;

Q_DECLARE_METATYPE(sockyard::GroupScope)

class GroupScopeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadFromTheAddress_data();
    void isReadFromTheAddress();
    void isSaidInWords_data();
    void isSaidInWords();
    void warnsOfGroupsForChosenSenders_data();
    void warnsOfGroupsForChosenSenders();
    void saysWhatIsNoGroup_data();
    void saysWhatIsNoGroup();
    void hasNothingAgainstGroups_data();
    void hasNothingAgainstGroups();
    void knowsTheGroupsOfTheCourse();
};

void GroupScopeTest::isReadFromTheAddress_data()
{
    QTest::addColumn<GroupScope>("scope");
    const auto row = [](const char *group, GroupScope scope) { QTest::newRow(group) << scope; };
    row("ff01::1", GroupScope::Interface);
    row("ff02::1", GroupScope::Link);
    row("ff12::1", GroupScope::Link); // a flag before it
    row("ff03::1", GroupScope::Realm);
    row("ff04::1", GroupScope::Admin);
    row("ff05::1", GroupScope::Site);
    row("ff15:7079:7468:6f6e:6465:6d6f:6d63:6173", GroupScope::Site);
    row("ff08::1", GroupScope::Organisation);
    row("ff0e::1", GroupScope::Global);
    row("ff00::1", GroupScope::Unassigned);
    row("ff06::1", GroupScope::Unassigned);
    row("ff0d::1", GroupScope::Unassigned);
    row("ff0f::1", GroupScope::Unassigned);
    row("224.0.0.0", GroupScope::Link);
    row("224.0.0.255", GroupScope::Link);
    row("224.0.1.0", GroupScope::ByHops);
    row("225.0.0.250", GroupScope::ByHops);
    row("232.1.2.3", GroupScope::ByHops);
    row("238.255.255.255", GroupScope::ByHops);
    row("239.0.0.0", GroupScope::Administrative);
    row("239.191.255.255", GroupScope::Administrative);
    row("239.192.0.0", GroupScope::Organisation);
    row("239.195.255.255", GroupScope::Organisation);
    row("239.196.0.0", GroupScope::Administrative);
    row("239.254.255.255", GroupScope::Administrative);
    row("239.255.0.0", GroupScope::Local);
    row("239.255.255.255", GroupScope::Local);
}

void GroupScopeTest::isReadFromTheAddress()
{
    QFETCH(const GroupScope, scope);
    QCOMPARE(groupScope(QHostAddress(QLatin1StringView(QTest::currentDataTag()))), scope);
}

void GroupScopeTest::isSaidInWords_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<int>("hops");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *group, int hops, const char *words) {
        QTest::addRow("%s, %d", group, hops)
            << QString::fromUtf8(group) << hops << QString::fromUtf8(words);
    };
    row("225.0.0.250", 0, "as far as the TTL goes. With a TTL of 0 nothing leaves this machine.");
    row("225.0.0.250", 1, "as far as the TTL goes. With a TTL of 1 it stays on this link.");
    row("225.0.0.250", 9, "With a TTL of 9 it passes 8 routers at most.");
    row("224.0.0.1", 255, "Scope: this link; no router passes it on.");
    row("224.0.0.1", 0, "With a TTL of 0 nothing leaves this machine.");
    row("239.255.1.1", 2, "Scope: local");
    row("ff01::1", 0, "Scope: this machine.");
    row("ff02::1", 255, "Scope: this link; no router passes it on.");
    row("ff15::1", 1, "Scope: this site. With a hop limit of 1 it stays on this link.");
    row("ff15::1", 255, "With a hop limit of 255 it passes 254 routers at most.");
    row("ff0e::1", 0, "With a hop limit of 0 nothing leaves this machine.");
    row("ff0e::1", 5, "the whole internet");
}

void GroupScopeTest::isSaidInWords()
{
    QFETCH(const QString, group);
    QFETCH(const int, hops);
    QFETCH(const QString, words);
    const QString said = groupScopeWords(QHostAddress(group), hops);
    QVERIFY2(said.contains(words), qPrintable(said));
    QVERIFY2(said.startsWith(QStringLiteral("Scope: ")), qPrintable(said));
}

void GroupScopeTest::warnsOfGroupsForChosenSenders_data()
{
    QTest::addColumn<bool>("chosen");
    QTest::newRow("232.0.0.1") << true;
    QTest::newRow("232.255.255.255") << true;
    QTest::newRow("231.255.255.255") << false;
    QTest::newRow("233.0.0.0") << false;
    QTest::newRow("ff35::1") << true;
    QTest::newRow("ff3e::8000:1") << true;
    QTest::newRow("ff3e:30:2001:db8::1") << false; // made of a prefix (RFC 3306)
    QTest::newRow("ff15::1") << false;
}

void GroupScopeTest::warnsOfGroupsForChosenSenders()
{
    QFETCH(const bool, chosen);
    const QHostAddress group(QLatin1StringView(QTest::currentDataTag()));
    QCOMPARE(isSourceSpecific(group), chosen);
    QCOMPARE(groupScopeWords(group, 1).contains(QStringLiteral("chosen senders")), chosen);
}

void GroupScopeTest::saysWhatIsNoGroup_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("piece");
    QTest::newRow("nothing") << QString() << QStringLiteral("a group is missing");
    QTest::newRow("spaces") << QStringLiteral("  ") << QStringLiteral("a group is missing");
    for (const char *const typed : {"127.0.0.1", "223.255.255.255", "240.0.0.0", "255.255.255.255",
                                    "fe80::1", "::1", "friends", "225.0.0", "225.0.0.250:8123"}) {
        QTest::newRow(typed)
            << QString::fromUtf8(typed)
            << QStringLiteral("\"%1\" is no multicast group").arg(QString::fromUtf8(typed));
    }
    QTest::newRow("what cannot be seen")
        << QStringLiteral("a\u202eb") << QStringLiteral("\"a<U+202E>b\" is no");
}

void GroupScopeTest::saysWhatIsNoGroup()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, piece);
    const QString words = badGroupWords(typed);
    QVERIFY2(words.contains(piece), qPrintable(words));
    QVERIFY2(badGroupWords(QString(60000, u'x')).size() < 300, qPrintable(words));
}

void GroupScopeTest::hasNothingAgainstGroups_data()
{
    QTest::addColumn<QString>("group");
    for (const char *const group : {"224.0.0.0", "239.255.255.255", " 225.0.0.250 ", "ff00::",
                                    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "FF15::1"}) {
        QTest::newRow(group) << QString::fromUtf8(group);
    }
}

void GroupScopeTest::hasNothingAgainstGroups()
{
    QFETCH(const QString, group);
    QCOMPARE(badGroupWords(group), QString());
}

void GroupScopeTest::knowsTheGroupsOfTheCourse()
{
    QCOMPARE(courseGroups().size(), std::size_t(2));
    for (const CourseGroup &its : courseGroups()) {
        QCOMPARE(badGroupWords(QString(its.group)), QString());
        QCOMPARE(SocketAddress(QHostAddress(QString(its.group)), 1).family(), its.family);
    }
    QCOMPARE(QString(courseGroups().front().group), MulticastChatSettings().group);
}

QTEST_APPLESS_MAIN(GroupScopeTest)
#include "tst_groupscope.moc"
