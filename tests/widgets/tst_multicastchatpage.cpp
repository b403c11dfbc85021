#include "netcore/codec/chatwires.h"
#include "netcore/sockets/datagramsocket.h"
#include "tests/support/logs.h"
#include "tests/support/member.h"
#include "tests/support/ownnetwork.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "tests/support/runinnetwork.h"
#include "tests/support/teststrings.h"
#include "widgets/models/conversationmodel.h"
#include "widgets/models/rostermodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/views/doctorpane.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/interfacebox.h"

#include <QApplication>
#include <QCheckBox>
#include <QInputMethodEvent>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestMulticastChatPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void joinsByAClickAndHearsItselfOnce();
    void joinsByEnterInTheGroup();
    void isHeardByAScriptAndHearsIt();
    void hearsASecondWindow();
    void leavesAndJoinsAgain();
    void refusesWhatMakesNoSenseAndKeepsWhatIsTyped_data();
    void refusesWhatMakesNoSenseAndKeepsWhatIsTyped();
    void refusesAnInterfaceThatIsNotThere();
    void joinsTheGroupThatIsChosen();
    void tellsTheScopeOfAGroupAsItIsTyped();
    void tellsWhoElseCanHear();
    void speaksTheWireThatIsChosen();
    void joinsOnAllInterfaces();
    void countsWhatIsOtherThanUsual();
    void switchesTheBotWhileItTalks();
    void beginsWithWhatWasUsedTheLastTime();
    void keepsNothingOfTheCommandLine();
    void keepsAMessageThatIsTooLong();
    void keepsAMessageThatIsTooLongForReadersOfTheWire();
    void saysAMessageThatJustFits();
    void sendsNothingThatAnInputMethodStillComposes();
    void showsWhoIsHere();
    void tellsWhyNothingIsHeardAlsoBeforeItJoins();
    void examinesTheChatThatRuns();
    void goesThroughItsFieldsByTab();
    void keepsTheMessageWhileNotJoined();
    void showsHostileMessagesAsInertTextEverywhere();
    void countsDatagramsThatAreNoMessages();
    void showsTheEventOfALineThatIsClicked();
    void goesAwayWhileOthersTalk();

private:
    void fill(OpenPage<MulticastChatPage> &page, const QString &name) const;
    void join();
    bool isJoined() const { return m_page->status().startsWith(QStringLiteral("joined")); }
    const QAbstractItemModel &talk() const { return m_page->table("conversationTable"); }
    std::optional<std::string> lastSent() const;
    bool wrote(const char *beginning) const;
    QString saidAt(int row) const { return textAt(talk(), row, ConversationModel::MessageColumn); }

    std::unique_ptr<Group> m_group;
    std::unique_ptr<OpenPage<MulticastChatPage>> m_page;
};

void TestMulticastChatPage::init()
{
    QSettings().clear();
    m_group = std::make_unique<Group>(std::uint8_t(31));
    m_page = std::make_unique<OpenPage<MulticastChatPage>>();
}

void TestMulticastChatPage::cleanup()
{
    m_page.reset();
    m_group.reset();
}

void TestMulticastChatPage::fill(OpenPage<MulticastChatPage> &page, const QString &name) const
{
    page.typeInto("nameEdit", name);
    page.typeInto("groupEdit", QString::fromStdString(m_group->address));
    page.typeInto("portEdit", QString::number(m_group->port));
    page.choose("interfaceBox", QStringLiteral("lo"));
    page.choose("wireBox", QStringLiteral("plain")); // which a test reads as it stands
}

/// Whether a note of the log begins so.
bool TestMulticastChatPage::wrote(const char *beginning) const
{
    const auto notes = eventsOf(m_page->page()->session().log(), EventKind::Note);
    return std::any_of(notes.begin(), notes.end(), [beginning](const Event &event) {
        return event.note().starts_with(beginning);
    });
}

std::optional<std::string> TestMulticastChatPage::lastSent() const
{
    const EventLog &log = m_page->page()->session().log();
    for (EventNumber number = log.size(); number > 0; --number) {
        const auto event = log.at(number - 1);
        if (event && event->kind() == EventKind::Sent) {
            return textOf(event->payload());
        }
    }
    return std::nullopt;
}

void TestMulticastChatPage::join()
{
    fill(*m_page, QStringLiteral("Ada"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
}

void TestMulticastChatPage::joinsByAClickAndHearsItselfOnce()
{
    const QString joinWord = m_page->buttonText();
    join();
    QVERIFY(m_page->buttonText() != joinWord);
    QVERIFY(m_page->strip().startsWith(QStringLiteral("● socket ─ ● bind ─ ● join ─ ◉ send/recv")));
    QVERIFY(m_page->status().contains(QString::fromStdString(m_group->address)));
    QVERIFY(!m_page->isEditable("groupEdit"));
    m_page->say(QStringLiteral("hello: all"));
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(talk().index(0, 0).data(ConversationModel::HeardBackRole).toBool(),
                             patience);
    QCOMPARE(talk().rowCount(), 1);
    QCOMPARE(saidAt(0), QStringLiteral("hello: all"));
    QVERIFY(textAt(talk(), 0, ConversationModel::NameColumn).startsWith(QStringLiteral("Ada")));
    QCOMPARE(m_page->dataOf(EventKind::Sent), QStringList{QStringLiteral("Ada: hello: all")});
    QCOMPARE(m_page->dataOf(EventKind::Received), QStringList{QStringLiteral("Ada: hello: all")});
    QVERIFY(m_page->messageEdit()->message().isEmpty());
}

void TestMulticastChatPage::joinsByEnterInTheGroup()
{
    fill(*m_page, QStringLiteral("Ada"));
    m_page->pressEnterIn("groupEdit");
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
}

void TestMulticastChatPage::isHeardByAScriptAndHearsIt()
{
    GroupMember member(*m_group);
    join();
    m_page->sayPasted(QStringLiteral("h\u00e9llo"));
    QTRY_COMPARE_WITH_TIMEOUT(member.heard(), std::vector{"Ada: h\xc3\xa9llo"s}, patience);
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    member.say("Bob: hi Ada");
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 2, patience);
    QCOMPARE(textAt(talk(), 1, ConversationModel::NameColumn), QStringLiteral("Bob"));
    QCOMPARE(saidAt(1), QStringLiteral("hi Ada"));
    QVERIFY(!talk().index(1, 0).data(ConversationModel::OwnRole).toBool());
}

void TestMulticastChatPage::hearsASecondWindow()
{
    OpenPage<MulticastChatPage> other;
    fill(other, QStringLiteral("Bob"));
    other.pressStart();
    join();
    QTRY_VERIFY_WITH_TIMEOUT(other.status().startsWith(QStringLiteral("joined")), patience);
    m_page->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(other.table("conversationTable").rowCount(), 1, patience);
    other.say(QStringLiteral("hi"));
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 2, patience);
    QCOMPARE(textAt(talk(), 1, ConversationModel::NameColumn), QStringLiteral("Bob"));
}

void TestMulticastChatPage::leavesAndJoinsAgain()
{
    join();
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().startsWith(QStringLiteral("not joined")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->page()->isBusy(), patience);
    QCOMPARE(m_page->dataOf(EventKind::Left).size(), qsizetype(1));
    QVERIFY(m_page->isEditable("groupEdit"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
    m_page->say(QStringLiteral("back again"));
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(talk().index(0, 0).data(ConversationModel::HeardBackRole).toBool(),
                             patience);
}

void TestMulticastChatPage::refusesWhatMakesNoSenseAndKeepsWhatIsTyped_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("typed");
    const auto row = [](const char *name, const char *field, const QString &typed) {
        QTest::newRow(name) << QByteArray(field) << typed;
    };
    row("no multicast address", "groupEdit", QStringLiteral("192.168.1.1"));
    row("past the groups", "groupEdit", QStringLiteral("240.0.0.1"));
    row("no multicast address of IPv6", "groupEdit", QStringLiteral("fe80::1"));
    row("a name for a group", "groupEdit", QStringLiteral("<b>group</b>"));
    row("no group", "groupEdit", QString());
    row("no port", "portEdit", QString());
    row("port 0", "portEdit", QStringLiteral("0"));
    row("a word for a port", "portEdit", QStringLiteral("chat"));
    row("no name", "nameEdit", QString());
    row("only spaces for a name", "nameEdit", QStringLiteral("   "));
    row("a name with a separator", "nameEdit", QStringLiteral("Ada: Bob"));
    row("a name with a colon at its end", "nameEdit", QStringLiteral("Ada:"));
}

void TestMulticastChatPage::refusesWhatMakesNoSenseAndKeepsWhatIsTyped()
{
    QFETCH(const QByteArray, field);
    QFETCH(const QString, typed);
    fill(*m_page, QStringLiteral("Ada"));
    m_page->typeInto(field.constData(), typed);
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("EINVAL: ")), patience);
    QCOMPARE(m_page->text(field.constData()), typed);
    QVERIFY(m_page->isEditable(field.constData()));
    QVERIFY(m_page->status().startsWith(QStringLiteral("not joined")));
    QCOMPARE(m_page->notInert(), QString());
    join();
    QVERIFY(m_page->notice().isEmpty());
}

void TestMulticastChatPage::refusesAnInterfaceThatIsNotThere()
{
    MulticastChatSettings settings;
    settings.name = QStringLiteral("Ada");
    settings.group = QString::fromStdString(m_group->address);
    settings.port = QString::number(m_group->port);
    settings.interface = QStringLiteral("nowhere0");
    m_page->page()->startWith(settings);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->notice().startsWith(QStringLiteral("ENODEV: ")), patience);
    QVERIFY(m_page->notice().contains(QStringLiteral("nowhere0")));
    // It stays chosen, as it may come.
    QVERIFY(widgetNamed<QComboBox>(m_page->page(), "interfaceBox")
                ->currentText()
                .contains(QStringLiteral("nowhere0")));
    QCOMPARE(m_page->dataOf(EventKind::Joined), QStringList());
    join();
    QVERIFY(m_page->notice().isEmpty());
}

void TestMulticastChatPage::joinsTheGroupThatIsChosen()
{
    QCOMPARE(m_page->text("groupEdit"), QStringLiteral("225.0.0.250"));
    QCOMPARE(m_page->text("portEdit"), QStringLiteral("8123"));
    auto *const box = widgetNamed<QComboBox>(m_page->page(), "groupBox");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QTest::keyClick(box, Qt::Key_Down);
    QVERIFY(m_page->text("groupEdit").startsWith(QStringLiteral("ff15:")));
    QTest::keyClick(box, Qt::Key_Up);
    QCOMPARE(m_page->text("groupEdit"), QStringLiteral("225.0.0.250"));
    m_page->typeInto("portEdit", QString::number(m_group->port));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
    QVERIFY(m_page->status().contains(QStringLiteral("225.0.0.250")));
    QVERIFY(!box->isEnabled());
}

void TestMulticastChatPage::tellsTheScopeOfAGroupAsItIsTyped()
{
    const auto *const scope = widgetNamed<ElidedLabel>(m_page->page(), "scopeLabel");
    QVERIFY(scope->text().contains(QStringLiteral("who is on an IPv6 group does not hear it")));
    for (const char *noGroup : {"192.168.1.1", "fe80::1", "", "group"}) {
        m_page->typeInto("groupEdit", QString::fromLatin1(noGroup));
        QVERIFY(scope->text().startsWith(u'✗'));
        QVERIFY(scope->text().contains(QStringLiteral("ff00::/8")));
    }
    m_page->typeInto("groupEdit", QStringLiteral("ff05::123"));
    QVERIFY(scope->text().contains(QStringLiteral("who is on an IPv4 group does not hear it")));
    QVERIFY(!scope->text().contains(u'✗'));
    const QString near = scope->text();
    widgetNamed<QSpinBox>(m_page->page(), "hopsBox")->setValue(9);
    QVERIFY(scope->text() != near);
}

void TestMulticastChatPage::tellsWhoElseCanHear()
{
    const auto *const bar = widgetNamed<NoticeBar>(m_page->page(), "audienceBar");
    QVERIFY(!bar->isVisible());
    m_page->choose("interfaceBox", QStringLiteral("all of them"));
    QVERIFY(bar->isVisible());
    QVERIFY(bar->text().contains(QStringLiteral("Nothing is encrypted")));
    QVERIFY(!bar->text().contains(QStringLiteral("routers")));
    widgetNamed<QSpinBox>(m_page->page(), "hopsBox")->setValue(5);
    QVERIFY(bar->text().contains(QStringLiteral("up to 4 routers")));
    m_page->choose("interfaceBox", QStringLiteral("lo"));
    QVERIFY(!bar->isVisible());
}

void TestMulticastChatPage::speaksTheWireThatIsChosen()
{
    fill(*m_page, QStringLiteral("Ada"));
    for (const ChatWireRow &row : chatWires()) {
        m_page->choose("wireBox", fromUtf8(row.name));
        m_page->pressStart();
        QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
        QVERIFY(!widgetNamed<QComboBox>(m_page->page(), "wireBox")->isEnabled());
        m_page->say(fromUtf8(row.name));
        const ChatMessage said{ChatMessage::Kind::Says, "Ada", std::string(row.name)};
        QTRY_VERIFY_WITH_TIMEOUT(lastSent() == row.wire().encode(said), patience);
        m_page->pressStart();
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->page()->isBusy(), patience);
    }
}

void TestMulticastChatPage::joinsOnAllInterfaces()
{
    fill(*m_page, QStringLiteral("Ada"));
    m_page->choose("interfaceBox", QStringLiteral("all of them"));
    widgetNamed<QSpinBox>(m_page->page(), "hopsBox")->setValue(0); // nothing leaves this machine
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
    m_page->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
}

void TestMulticastChatPage::countsWhatIsOtherThanUsual()
{
    const auto *const more = widgetNamed<QToolButton>(m_page->page(), "speakingButton");
    const auto *const form = widgetNamed<QWidget>(m_page->page(), "chatForm");
    QVERIFY(!form->isVisible());
    QVERIFY(!more->text().contains(QStringLiteral("changed")));
    click(widgetNamed<QToolButton>(m_page->page(), "speakingButton"));
    QVERIFY(form->isVisible());
    QTest::keyClick(widgetNamed<QSpinBox>(m_page->page(), "hopsBox"), Qt::Key_Up);
    QTest::keyClick(widgetNamed<QCheckBox>(m_page->page(), "loopBackBox"), Qt::Key_Space);
    QTest::keyClick(widgetNamed<QCheckBox>(m_page->page(), "botBox"), Qt::Key_Space);
    QVERIFY(more->text().contains(QStringLiteral("3 changed")));
}

void TestMulticastChatPage::switchesTheBotWhileItTalks()
{
    GroupMember member(*m_group);
    join();
    auto *const box = widgetNamed<QCheckBox>(m_page->page(), "botBox");
    QVERIFY(box->isEnabled());
    m_page->typeInto("botKeywordEdit", QStringLiteral("math"));
    auto *const answers = widgetNamed<QPlainTextEdit>(m_page->page(), "botAnswersEdit");
    answers->selectAll();
    type(answers, QStringLiteral("Draw it, $name"));
    member.say("Bob: math?");
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    QTest::keyClick(box, Qt::Key_Space);
    m_page->say(QStringLiteral("the bot is on")); // behind the command that switches it
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 2, patience);
    member.say("Bob: math?");
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 4, patience);
    QCOMPARE(saidAt(3), QStringLiteral("Draw it, Bob"));
}

void TestMulticastChatPage::beginsWithWhatWasUsedTheLastTime()
{
    fill(*m_page, QStringLiteral("Ada"));
    m_page->choose("interfaceBox", QStringLiteral("all of them"));
    m_page->typeInto("botKeywordEdit", QStringLiteral("math"));
    QTest::keyClick(widgetNamed<QCheckBox>(m_page->page(), "botBox"), Qt::Key_Space);
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
    const OpenPage<MulticastChatPage> next;
    QCOMPARE(next.text("nameEdit"), QStringLiteral("Ada"));
    QCOMPARE(next.text("groupEdit"), QString::fromStdString(m_group->address));
    QCOMPARE(next.text("portEdit"), QString::number(m_group->port));
    QCOMPARE(widgetNamed<QComboBox>(next.page(), "wireBox")->currentData().toString(),
             QStringLiteral("plain"));
    QCOMPARE(next.text("botKeywordEdit"), QStringLiteral("math"));
    QCOMPARE(widgetNamed<QComboBox>(next.page(), "groupBox")->itemText(2),
             QString::fromStdString(m_group->address));
    // Nothing is said to others before somebody wants it.
    QVERIFY(!widgetNamed<QCheckBox>(next.page(), "botBox")->isChecked());
    QCOMPARE(widgetNamed<InterfaceBox>(next.page(), "interfaceBox")->interfaceName(),
             QStringLiteral("lo"));
}

void TestMulticastChatPage::keepsNothingOfTheCommandLine()
{
    MulticastChatSettings settings;
    settings.name = QStringLiteral("Demo");
    settings.group = QString::fromStdString(m_group->address);
    settings.port = QString::number(m_group->port);
    settings.interface = QStringLiteral("lo");
    m_page->page()->startWith(settings);
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
    const OpenPage<MulticastChatPage> next;
    QVERIFY(next.text("nameEdit") != QStringLiteral("Demo"));
    QCOMPARE(next.text("groupEdit"), QStringLiteral("225.0.0.250"));
}

void TestMulticastChatPage::keepsAMessageThatIsTooLong()
{
    join();
    const QString text(DatagramSocket::maximumPayload, u'x');
    m_page->sayPasted(text);
    QVERIFY(m_page->notice().startsWith(QStringLiteral("EMSGSIZE: ")));
    QCOMPARE(m_page->messageEdit()->message(), text);
    // Without its end it goes.
    QTest::keyClick(m_page->messageEdit(), Qt::Key_A, Qt::ControlModifier);
    m_page->say(QStringLiteral("shorter"));
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    QCOMPARE(saidAt(0), QStringLiteral("shorter"));
}

void TestMulticastChatPage::keepsAMessageThatIsTooLongForReadersOfTheWire()
{
    const ChatWireRow &row = chatWires().front();
    const auto most = static_cast<qsizetype>(row.wire().longestDatagram());
    fill(*m_page, QStringLiteral("Ada"));
    m_page->choose("wireBox", fromUtf8(row.name));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(isJoined(), patience);
    const qsizetype around =
        MulticastChat::datagramSize(QStringLiteral("Ada"), QString(most / 2, u'x'),
                                    fromUtf8(row.name)) -
        most / 2;
    const QString text(most - around + 1, u'x');
    m_page->sayPasted(text);
    QVERIFY(m_page->notice().startsWith(QStringLiteral("EMSGSIZE: ")));
    QCOMPARE(m_page->messageEdit()->message(), text);
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Backspace); // one less fits
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    const ChatMessage fits{ChatMessage::Kind::Says, "Ada", text.chopped(1).toStdString()};
    QTRY_VERIFY_WITH_TIMEOUT(lastSent() == row.wire().encode(fits), patience);
    QVERIFY(m_page->messageEdit()->message().isEmpty());
}

void TestMulticastChatPage::saysAMessageThatJustFits()
{
    join();
    const QString text(DatagramSocket::maximumPayload - 5, u'x'); // "Ada: "
    m_page->sayPasted(text);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Received) >= 0, patience);
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    QCOMPARE(m_page->shownBytes(), "Ada: " + text.toStdString());
    QVERIFY(m_page->notice().isEmpty());
}

void TestMulticastChatPage::sendsNothingThatAnInputMethodStillComposes()
{
    join();
    MessageEdit *const edit = m_page->messageEdit();
    edit->setFocus();
    QInputMethodEvent composing(QStringLiteral("こんにちは"), {});
    QApplication::sendEvent(edit, &composing);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(edit->message(), QString());
    QInputMethodEvent committed;
    committed.setCommitString(QStringLiteral("今日は"));
    QApplication::sendEvent(edit, &committed);
    QCOMPARE(edit->message(), QStringLiteral("今日は"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    QCOMPARE(saidAt(0), QStringLiteral("今日は"));
    QCOMPARE(lastSent(), "Ada: 今日は"s);
}

void TestMulticastChatPage::showsWhoIsHere()
{
    GroupMember member(*m_group);
    join();
    member.say("Bob: hi Ada");
    const QAbstractItemModel &roster = m_page->table("rosterTable");
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    const auto isHere = [&roster](const QString &name) {
        for (int row = 0; row < roster.rowCount(); ++row) {
            if (textAt(roster, row, RosterModel::NameColumn).startsWith(name)) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isHere(QStringLiteral("Bob")), patience);
    m_page->clickRow("rosterTable", 0);
    QCOMPARE(m_page->shownBytes(), "Bob: hi Ada"s);
}

void TestMulticastChatPage::tellsWhyNothingIsHeardAlsoBeforeItJoins()
{
    fill(*m_page, QStringLiteral("Ada"));
    const auto *const pane = widgetNamed<DoctorPane>(m_page->page(), "doctorPane");
    QVERIFY(!pane->isVisible());
    auto *const button = widgetNamed<QToolButton>(m_page->page(), "doctorButton");
    click(button);
    QTRY_VERIFY_WITH_TIMEOUT(pane->isVisible(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(wrote("doctor: end"), patience);
    QCOMPARE(talk().rowCount(), 0);
    click(widgetNamed<QToolButton>(m_page->page(), "doctorClose"));
    QVERIFY(!pane->isVisible());
    QVERIFY(m_page->isEditable("groupEdit")); // it has joined nothing
}

void TestMulticastChatPage::examinesTheChatThatRuns()
{
    join();
    click(widgetNamed<QToolButton>(m_page->page(), "doctorButton"));
    QTRY_VERIFY_WITH_TIMEOUT(wrote("doctor: end"), patience);
    QVERIFY(wrote("doctor: ok probe")); // on lo it comes back
    QVERIFY(isJoined());
    QCOMPARE(talk().rowCount(), 0); // probes are no talk
}

void TestMulticastChatPage::goesThroughItsFieldsByTab()
{
    click(widgetNamed<QToolButton>(m_page->page(), "speakingButton"));
    QWidget *field = widgetNamed<QWidget>(m_page->page(), "nameEdit");
    for (const char *name :
         {"groupBox", "portEdit", "interfaceBox", "speakingButton", "startButton", "hopsBox",
          "loopBackBox", "wireBox", "botBox", "botGreetingEdit", "botFarewellEdit",
          "botKeywordEdit", "botAnswersEdit"}) {
        do {
            field = field->nextInFocusChain();
        } while ((field->focusPolicy() & Qt::TabFocus) == 0 || field->focusProxy() != nullptr);
        QCOMPARE(field->objectName(), QString::fromLatin1(name));
        QVERIFY2(!field->toolTip().isEmpty() || field->objectName() == u"startButton", name);
    }
}

void TestMulticastChatPage::keepsTheMessageWhileNotJoined()
{
    m_page->say(QStringLiteral("hello?"));
    QVERIFY(!m_page->notice().isEmpty());
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral("hello?"));
    join();
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
}

void TestMulticastChatPage::showsHostileMessagesAsInertTextEverywhere()
{
    GroupMember member(*m_group);
    join();
    const std::string hostile =
        chatWires()
            .front()
            .wire()
            .encode({ChatMessage::Kind::Says, hostileBytes(), hostileBytes()})
            .value_or(std::string());
    QVERIFY(!hostile.empty());
    member.say(hostile);
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    m_page->clickRow("conversationTable", 0);
    m_page->page()->grab();
    QCOMPARE(m_page->notInert(), QString());
    QCOMPARE(m_page->shownBytes(), hostile);
}

void TestMulticastChatPage::countsDatagramsThatAreNoMessages()
{
    GroupMember member(*m_group);
    join();
    member.say("no message");
    member.say("");
    member.say("Bob: a message");
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 1, patience);
    QVERIFY(m_page->status().contains(QStringLiteral("2 datagrams")));
    QCOMPARE(m_page->dataOf(EventKind::Received).size(), qsizetype(3)); // seen all the same
}

void TestMulticastChatPage::showsTheEventOfALineThatIsClicked()
{
    GroupMember member(*m_group);
    join();
    for (int number = 0; number < 10; ++number) {
        member.say("Bob: " + std::to_string(number));
    }
    QTRY_COMPARE_WITH_TIMEOUT(talk().rowCount(), 10, patience);
    m_page->clickRow("conversationTable", 3);
    QCOMPARE(m_page->shownBytes(), "Bob: 3"s);
}

void TestMulticastChatPage::goesAwayWhileOthersTalk()
{
    join();
    std::atomic<bool> enough = false;
    Background load([this, &enough] {
        GroupMember member(*m_group);
        while (!enough) {
            member.say("Bob: bla");
        }
    });
    QTRY_VERIFY_WITH_TIMEOUT(m_page->events().rowCount() > 500, patience);
    m_page.reset();
    enough = true;
    QTRY_VERIFY_WITH_TIMEOUT(load.isDone(), patience);
    QCOMPARE(load.error(), std::string());
}

int main(int argc, char **argv)
{
    // Some chats are on all interfaces.
    return runInNetwork<QApplication, TestMulticastChatPage>(argc, argv, enterOwnLoopback);
}

#include "tst_multicastchatpage.moc"
