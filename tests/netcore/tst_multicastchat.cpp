#include "netcore/codec/chatwires.h"
#include "netcore/endpoints/multicastchat.h"
#include "netcore/sockets/datagramsocket.h"
#include "tests/support/logs.h"
#include "tests/support/member.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// A chat with its log.
struct Chat {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    std::unique_ptr<MulticastChat> endpoint = std::make_unique<MulticastChat>(log);
    QString wire = QStringLiteral("plain");
    BotSettings bot = BotSettings::usual();

    void start(const QString &name, const Group &group)
    {
        MulticastChatSettings settings;
        settings.name = name;
        settings.group = QString::fromStdString(group.address);
        settings.port = QString::number(group.port);
        settings.interface = QStringLiteral("lo");
        settings.wire = wire;
        settings.bot = bot;
        endpoint->start(settings);
    }
    /// What it heard, one datagram a line.
    std::string heard() const
    {
        std::string text;
        for (const Event &event : eventsOf(*log, EventKind::Received)) {
            text += textOf(event.payload()) + "\n";
        }
        return text;
    }
};

/// Its answer holds its keyword.
BotSettings talkativeBot()
{
    BotSettings settings;
    settings.on = true;
    settings.keyword = QStringLiteral("mathematics");
    settings.answers = QStringList{QStringLiteral("mathematics is hard, $name")};
    return settings;
}

MulticastChatSettings goodSettings()
{
    MulticastChatSettings settings;
    settings.name = QStringLiteral("Ada");
    settings.group = QStringLiteral("239.255.77.1");
    settings.port = QStringLiteral("8123");
    settings.interface = QStringLiteral("lo");
    settings.wire = QStringLiteral("plain");
    return settings;
}

} // namespace

Q_DECLARE_METATYPE(sockyard::MulticastChatSettings)

// IPv4 on `lo`. What lo cannot do is in tst_namespaces.
class TestMulticastChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void twoChatsHearEachOtherAndThemselves();
    void hearersKnowASenderByItsAddress();
    void sharesItsPortWithAPlainSocket_data();
    void sharesItsPortWithAPlainSocket();
    void hearsNoOtherGroupOnTheSamePort();
    void tellsEveryStepInOrder();
    void leavesAndJoinsAgain();
    void sendsTheLongestDatagramAndRefusesALongerOne();
    void receivesWhatIsNoChatMessage();
    void saysWhatIsWrongWithWhatIsNoMessage();
    void announcesThatItComesAndGoes();
    void botAnswersOthersAndNeverItself();
    void twoBotsComeToAnEnd();
    void botIsSwitchedOffWhileItRuns();
    void refusesAMessageThatOthersWouldNotRead();
    void holdsBackWhileTheLogHasNoRoom();
    void discardsWhatIsSaidBeforeJoining();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void refusesToJoinTwice();

private:
    std::uint8_t m_lastGroup = 0;
    std::unique_ptr<Group> m_group;
};

void TestMulticastChat::init()
{
    m_group = std::make_unique<Group>(++m_lastGroup); // what is late for one test is not heard
}

void TestMulticastChat::twoChatsHearEachOtherAndThemselves()
{
    Chat ada;
    Chat bob;
    ada.start(QStringLiteral("Ada"), *m_group);
    bob.start(QStringLiteral("Bob"), *m_group);
    ada.endpoint->say(QStringLiteral("hello"));
    const std::string hello = "Ada: hello\n";
    QTRY_COMPARE_WITH_TIMEOUT(bob.heard(), hello, patience);
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), hello, patience);
    bob.endpoint->say(QStringLiteral("grüß dich: Ada"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), hello + "Bob: gr\xc3\xbc\xc3\x9f dich: Ada\n", patience);
    QTRY_COMPARE_WITH_TIMEOUT(bob.heard(), ada.heard(), patience);
}

void TestMulticastChat::hearersKnowASenderByItsAddress()
{
    Chat ada;
    Chat bob;
    ada.start(QStringLiteral("Ada"), *m_group);
    bob.start(QStringLiteral("Bob"), *m_group);
    const std::string own(eventsOf(*ada.log, EventKind::Connected).front().local());
    QVERIFY(own.starts_with("127.0.0.1:"));
    ada.endpoint->say(QStringLiteral("it is me"));
    QTRY_COMPARE_WITH_TIMEOUT(count(*bob.log, EventKind::Received), std::size_t(1), patience);
    QCOMPARE(eventsOf(*bob.log, EventKind::Received).front().peer(), own);
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Received), std::size_t(1), patience);
    QCOMPARE(eventsOf(*ada.log, EventKind::Received).front().peer(), own);
    const Event sent = eventsOf(*ada.log, EventKind::Sent).front();
    QCOMPARE(sent.connection(), ConnectionId(1));
    QCOMPARE(sent.peer(), m_group->address + ":" + std::to_string(m_group->port));
}

void TestMulticastChat::sharesItsPortWithAPlainSocket_data()
{
    QTest::addColumn<int>("option");
    QTest::addColumn<bool>("chatFirst");
    QTest::newRow("SO_REUSEPORT, bound before") << SO_REUSEPORT << false;
    QTest::newRow("SO_REUSEPORT, bound after") << SO_REUSEPORT << true;
    QTest::newRow("SO_REUSEADDR, bound before") << SO_REUSEADDR << false;
    QTest::newRow("SO_REUSEADDR, bound after") << SO_REUSEADDR << true;
}

void TestMulticastChat::sharesItsPortWithAPlainSocket()
{
    QFETCH(const int, option);
    QFETCH(const bool, chatFirst);
    Chat ada;
    std::unique_ptr<GroupMember> plain;
    if (chatFirst) {
        ada.start(QStringLiteral("Ada"), *m_group);
        plain = std::make_unique<GroupMember>(*m_group, option);
    } else {
        plain = std::make_unique<GroupMember>(*m_group, option);
        ada.start(QStringLiteral("Ada"), *m_group);
    }
    QCOMPARE(count(*ada.log, EventKind::Failed), std::size_t(0));
    ada.endpoint->say(QStringLiteral("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(plain->heard(), std::vector<std::string>{"Ada: hello"}, patience);
    plain->say("Py: hi");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Ada: hello\nPy: hi\n"s, patience);
}

void TestMulticastChat::hearsNoOtherGroupOnTheSamePort()
{
    Chat ada;
    ada.start(QStringLiteral("Ada"), *m_group);
    Group others(200);
    others.port = m_group->port;
    GroupMember other(others); // so that the machine takes what is sent to that group
    GroupMember same(*m_group);
    other.say("Eve: to the other group");
    same.say("Bob: to this group");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Bob: to this group\n"s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!other.heard().empty(), patience);
}

void TestMulticastChat::tellsEveryStepInOrder()
{
    Chat ada;
    ada.start(QStringLiteral("Ada"), *m_group);
    QCOMPARE(story(*ada.log, 0), "created bound joined"s);
    QCOMPARE(story(*ada.log, 1), "created connected"s);
    const Event joined = eventsOf(*ada.log, EventKind::Joined).front();
    QCOMPARE(joined.peer(), m_group->address + ":" + std::to_string(m_group->port));
    QVERIFY(joined.note().find("lo") != std::string_view::npos);
    QCOMPARE(joined.number(), ada.log->size() - 1); // who sees it can speak at once
    ada.endpoint->stop();
    QCOMPARE(story(*ada.log, 0), "created bound joined left closed"s);
    QCOMPARE(story(*ada.log, 1), "created connected closed"s);
    ada.endpoint->stop();
    QCOMPARE(count(*ada.log, EventKind::Closed), std::size_t(2));
}

void TestMulticastChat::leavesAndJoinsAgain()
{
    Chat ada;
    GroupMember other(*m_group);
    ada.start(QStringLiteral("Ada"), *m_group);
    ada.endpoint->stop();
    other.say("Bob: nobody hears this");
    ada.endpoint->say(QStringLiteral("nor that"));
    QCOMPARE(count(*ada.log, EventKind::Discarded), std::size_t(1));
    ada.start(QStringLiteral("Ada"), *m_group);
    QCOMPARE(story(*ada.log, 2), "created connected"s);
    other.say("Bob: but this");
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Bob: but this\n"s, patience);
}

void TestMulticastChat::sendsTheLongestDatagramAndRefusesALongerOne()
{
    Chat ada;
    GroupMember other(*m_group);
    const auto name = QStringLiteral("Ada");
    ada.start(name, *m_group);
    const QString longest(DatagramSocket::maximumPayload - 5, u'x');
    const QString tooLong = longest + u'x';
    QCOMPARE(MulticastChat::datagramSize(name, longest, QStringLiteral("plain")),
             DatagramSocket::maximumPayload);
    ada.endpoint->say(tooLong);
    QCOMPARE(lastError(*ada.log), "EMSGSIZE"s);
    const auto discarded = eventsOf(*ada.log, EventKind::Discarded);
    QCOMPARE(discarded.size(), std::size_t(1));
    QCOMPARE(discarded.front().bytes(), std::uint64_t(DatagramSocket::maximumPayload + 1));
    QCOMPARE(count(*ada.log, EventKind::Sent), std::size_t(0));
    ada.endpoint->say(longest);
    ada.endpoint->say(QStringLiteral("and a short one"));
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Received), std::size_t(2), patience);
    QTRY_COMPARE_WITH_TIMEOUT(other.heard().size(), std::size_t(2), patience);
    QVERIFY(other.heard().front() == "Ada: " + longest.toStdString());
    QVERIFY(ada.heard() == "Ada: " + longest.toStdString() + "\nAda: and a short one\n");
}

void TestMulticastChat::receivesWhatIsNoChatMessage()
{
    Chat ada;
    GroupMember other(*m_group);
    ada.start(QStringLiteral("Ada"), *m_group);
    const std::vector<std::string> datagrams = {"", "\0\xff\xfe"s, "no colon", "end"};
    for (const std::string &datagram : datagrams) {
        other.say(datagram);
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Received), datagrams.size(), patience);
    const auto received = eventsOf(*ada.log, EventKind::Received);
    for (std::size_t index = 0; index < datagrams.size(); ++index) {
        QCOMPARE(textOf(received[index].payload()), datagrams[index]);
        QCOMPARE(received[index].bytes(), std::uint64_t(datagrams[index].size()));
    }
}

void TestMulticastChat::saysWhatIsWrongWithWhatIsNoMessage()
{
    Chat ada;
    GroupMember other(*m_group);
    ada.start(QStringLiteral("Ada"), *m_group);
    other.say("no message");
    other.say("Bob: a message");
    other.say("\x80\x04\x63os\nsystem\n."s); // a pickle that calls
    QTRY_COMPARE_WITH_TIMEOUT(count(*ada.log, EventKind::Received), std::size_t(3), patience);
    const auto received = eventsOf(*ada.log, EventKind::Received);
    QVERIFY(received.at(0).note().starts_with("no chat message: "));
    QVERIFY(received.at(1).note().empty());
    QVERIFY(received.at(2).note().find("GLOBAL") != std::string_view::npos);
}

void TestMulticastChat::announcesThatItComesAndGoes()
{
    Chat ada;
    ada.wire = QStringLiteral("mcc");
    GroupMember other(*m_group);
    ada.start(QStringLiteral("Ada"), *m_group);
    QCOMPARE(story(*ada.log, 1), "created connected sent"s);
    QTRY_COMPARE_WITH_TIMEOUT(other.heard().size(), std::size_t(1), patience);
    ada.endpoint->stop();
    QTRY_COMPARE_WITH_TIMEOUT(other.heard().size(), std::size_t(2), patience);
    const auto read = [&other](std::size_t index) {
        return std::get<ChatMessage>(
            readChatDatagram(std::as_bytes(std::span(other.heard().at(index)))));
    };
    QVERIFY((read(0) == ChatMessage{ChatMessage::Kind::Joins, "Ada", {}}));
    QVERIFY((read(1) == ChatMessage{ChatMessage::Kind::Leaves, "Ada", {}}));
}

void TestMulticastChat::botAnswersOthersAndNeverItself()
{
    Chat bot;
    bot.bot = talkativeBot();
    GroupMember other(*m_group);
    bot.start(QStringLiteral("Bot"), *m_group);
    bot.endpoint->say(QStringLiteral("I say mathematics myself"));
    other.say("Bob: what is mathematics?");
    const std::string talk = "Bot: I say mathematics myself\nBob: what is mathematics?\n"
                             "Bot: mathematics is hard, Bob\n";
    QTRY_COMPARE_WITH_TIMEOUT(bot.heard(), talk, patience);
    other.say("Bob: end");
    QTRY_COMPARE_WITH_TIMEOUT(bot.heard(), talk + "Bob: end\n", patience);
    // The answer stands behind what it answers to.
    const auto events = eventsOf(*bot.log);
    const auto isAnswer = [](const Event &event) {
        return event.kind() == EventKind::Sent &&
               textOf(event.payload()).starts_with("Bot: mathematics");
    };
    const auto answer = std::find_if(events.begin(), events.end(), isAnswer);
    QVERIFY(std::any_of(events.begin(), answer, [](const Event &event) {
        return textOf(event.payload()).starts_with("Bob: what");
    }));
}

void TestMulticastChat::twoBotsComeToAnEnd()
{
    Chat one;
    Chat two;
    one.bot = talkativeBot();
    two.bot = talkativeBot();
    one.start(QStringLiteral("One"), *m_group);
    two.start(QStringLiteral("Two"), *m_group);
    one.endpoint->say(QStringLiteral("mathematics!"));
    QTRY_VERIFY_WITH_TIMEOUT(lastNote(*one.log, EventKind::Note).starts_with("the bot falls") ||
                                 lastNote(*two.log, EventKind::Note).starts_with("the bot falls"),
                             patience);
    QVERIFY(count(*one.log, EventKind::Sent) <= 1 + ChatBot::mostToOne);
}

void TestMulticastChat::botIsSwitchedOffWhileItRuns()
{
    Chat bot;
    GroupMember other(*m_group);
    bot.start(QStringLiteral("Bot"), *m_group);
    bot.endpoint->setBot(talkativeBot());
    other.say("Bob: mathematics 1");
    QTRY_COMPARE_WITH_TIMEOUT(other.heard().size(), std::size_t(2), patience);
    bot.endpoint->setBot(BotSettings::usual());
    other.say("Bob: mathematics 2");
    other.say("Bob: end");
    QTRY_COMPARE_WITH_TIMEOUT(count(*bot.log, EventKind::Received), std::size_t(4), patience);
    QCOMPARE(count(*bot.log, EventKind::Sent), std::size_t(1));
}

void TestMulticastChat::refusesAMessageThatOthersWouldNotRead()
{
    Chat ada;
    ada.wire = QStringLiteral("mcc");
    ada.start(QStringLiteral("Ada"), *m_group);
    ada.endpoint->say(QString(1500, u'x'));
    QCOMPARE(lastError(*ada.log), "EMSGSIZE"s);
    QCOMPARE(count(*ada.log, EventKind::Discarded), std::size_t(1));
    ada.endpoint->say(QString(1400, u'x'));
    QCOMPARE(count(*ada.log, EventKind::Sent), std::size_t(2)); // that it joins, and this
}

void TestMulticastChat::holdsBackWhileTheLogHasNoRoom()
{
    constexpr std::size_t block = 256U * 1024;
    Chat ada;
    ada.log = std::make_shared<EventLog>(EventLog::Limits{.memory = 2 * block, .block = block});
    ada.endpoint = std::make_unique<MulticastChat>(ada.log);
    EventLog::Reader reader(*ada.log, [] {});
    GroupMember other(*m_group);
    ada.start(QStringLiteral("Ada"), *m_group);
    const std::string datagram = "Bob: " + std::string(20000, 'x');
    QTRY_VERIFY_WITH_TIMEOUT((other.say(datagram), !ada.log->hasRoom()), patience);
    QVERIFY(ada.log->memory() < 4 * block);
    ada.log->setListener({.roomAgain =
                              [this, &ada] {
                                  QMetaObject::invokeMethod(
                                      this, [&ada] { ada.endpoint->resume(); },
                                      Qt::QueuedConnection);
                              },
                          .troubled = {}});
    reader.advance(ada.log->size());
    QVERIFY(ada.log->hasRoom());
    other.say("Bob: end");
    const auto lastHeard = [&ada] {
        return eventsOf(*ada.log, EventKind::Received).back().bytes();
    };
    QTRY_COMPARE_WITH_TIMEOUT(
        [&] {
            reader.advance(ada.log->size());
            return lastHeard();
        }(),
        std::uint64_t(8), patience);
}

void TestMulticastChat::discardsWhatIsSaidBeforeJoining()
{
    Chat ada;
    ada.endpoint->say(QStringLiteral("hello?"));
    QCOMPARE(story(*ada.log, 0), "discarded"s);
    ada.endpoint->resume();
    ada.endpoint->stop();
    QCOMPARE(ada.log->size(), EventNumber(1));
}

void TestMulticastChat::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<MulticastChatSettings>("settings");
    QTest::addColumn<std::string>("error");
    const auto row = [](const char *name, QString MulticastChatSettings::*field,
                        const QString &value, const char *error = "EINVAL") {
        MulticastChatSettings settings = goodSettings();
        settings.*field = value;
        QTest::newRow(name) << settings << std::string(error);
    };
    row("no name", &MulticastChatSettings::name, QString());
    row("only spaces for a name", &MulticastChatSettings::name, QStringLiteral("  "));
    row("a name with the sign after it", &MulticastChatSettings::name, QStringLiteral("A: B"));
    row("a name that ends in a colon", &MulticastChatSettings::name, QStringLiteral("A:"));
    row("a name of two lines", &MulticastChatSettings::name, QStringLiteral("A\nB"));
    row("a long bad name", &MulticastChatSettings::name, QStringLiteral("A: B").repeated(30000));
    row("no group", &MulticastChatSettings::group, QString());
    row("a word for a group", &MulticastChatSettings::group, QStringLiteral("friends"));
    row("an address of one machine", &MulticastChatSettings::group, QStringLiteral("127.0.0.1"));
    row("just below the groups", &MulticastChatSettings::group, QStringLiteral("223.255.255.255"));
    row("just above the groups", &MulticastChatSettings::group, QStringLiteral("240.0.0.0"));
    row("broadcast", &MulticastChatSettings::group, QStringLiteral("255.255.255.255"));
    row("no IPv6 group", &MulticastChatSettings::group, QStringLiteral("fe80::1"));
    row("no port", &MulticastChatSettings::port, QString());
    row("port 0", &MulticastChatSettings::port, QStringLiteral("0"));
    row("port 65536", &MulticastChatSettings::port, QStringLiteral("65536"));
    row("a word for a port", &MulticastChatSettings::port, QStringLiteral("chat"));
    row("an interface that is not there", &MulticastChatSettings::interface,
        QStringLiteral("nowhere0"), "ENODEV");
    row("an interface number that is not there", &MulticastChatSettings::interface,
        QStringLiteral("4000000"), "ENODEV");
    const auto hops = [](const char *name, int value) {
        MulticastChatSettings settings = goodSettings();
        settings.hops = value;
        QTest::newRow(name) << settings << "EINVAL"s;
    };
    hops("hops below 0", -1);
    hops("hops above 255", 256);
}

void TestMulticastChat::refusesWhatMakesNoSense()
{
    QFETCH(const MulticastChatSettings, settings);
    QFETCH(const std::string, error);
    Chat ada;
    ada.endpoint->start(settings);
    QCOMPARE(story(*ada.log, 0), "failed"s);
    QCOMPARE(ada.log->size(), EventNumber(1));
    QCOMPARE(lastError(*ada.log), error);
    QVERIFY(lastNote(*ada.log, EventKind::Failed).size() < 1000);
    ada.start(QStringLiteral("Ada"), *m_group); // and it is ready for better ones
    QCOMPARE(count(*ada.log, EventKind::Joined), std::size_t(1));
}

void TestMulticastChat::refusesToJoinTwice()
{
    Chat ada;
    ada.start(QStringLiteral("Ada"), *m_group);
    ada.start(QStringLiteral("Eve"), *m_group);
    QCOMPARE(lastError(*ada.log), "EINVAL"s);
    QCOMPARE(count(*ada.log, EventKind::Joined), std::size_t(1));
    ada.endpoint->say(QStringLiteral("still me"));
    QTRY_COMPARE_WITH_TIMEOUT(ada.heard(), "Ada: still me\n"s, patience);
}

QTEST_GUILESS_MAIN(TestMulticastChat)
#include "tst_multicastchat.moc"
