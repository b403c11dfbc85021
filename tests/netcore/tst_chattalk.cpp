#include "netcore/projections/chathearing.h"
#include "netcore/projections/conversation.h"
#include "netcore/projections/floodlimit.h"
#include "netcore/projections/roster.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/talk.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <memory>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

using What = ChatHeard::What;
constexpr std::int64_t second = 1000000000; // ns

std::string line(const Conversation &conversation)
{
    std::string text;
    for (const ConversationEntry &entry : conversation.entries()) {
        text += entry.own ? (entry.heardBack ? "=" : ">") : "<";
        text += entry.name;
        if (entry.folded > 0) {
            text += " +" + std::to_string(entry.folded) + "\n";
            continue;
        }
        switch (entry.kind) {
        case ChatMessage::Kind::Joins:
            text += " joins\n";
            break;
        case ChatMessage::Kind::Says:
            text += ": " + entry.text + "\n";
            break;
        case ChatMessage::Kind::Leaves:
            text += " leaves\n";
            break;
        }
    }
    return text;
}

/// Who is here in their order, then who left: `Ann@10.0.0.1:5 joined 2, Bob@… left 0`.
std::string line(const Roster &roster)
{
    auto entries = roster.entries();
    std::sort(entries.begin(), entries.end(), [](const auto &one, const auto &other) {
        return one.isHere() == other.isHere() ? one.turn < other.turn : one.isHere();
    });
    std::string text;
    for (const RosterEntry &entry : entries) {
        static const std::array<std::string, 3> states = {"joined", "spoke", "left"};
        text += (text.empty() ? "" : ", ") + (entry.own ? "*"s : ""s) + entry.name.shown() + "@" +
                entry.address + " " + states.at(static_cast<std::size_t>(entry.state)) + " " +
                std::to_string(entry.messages);
    }
    return text;
}

/// A log, heard as it grows.
class HeardTalk : public Talk
{
public:
    explicit HeardTalk(std::size_t mostEntries = 5000, std::size_t mostPeople = 5000)
        : m_conversation(mostEntries)
        , m_roster(mostPeople)
    {
    }

    ChatHeard hear(const Event &event)
    {
        ChatHeard heard = m_hearing.apply(event);
        m_conversation.apply(heard);
        m_roster.apply(heard);
        return heard;
    }
    const ChatHearing &hearing() const { return m_hearing; }
    const Conversation &conversation() const { return m_conversation; }
    Conversation &conversation() { return m_conversation; }
    const Roster &roster() const { return m_roster; }
    std::string said() const { return line(m_conversation); }
    std::string people() const { return line(m_roster); }

private:
    ChatHearing m_hearing;
    Conversation m_conversation;
    Roster m_roster;
};

std::string address(int number)
{
    return "10.0." + std::to_string(number / 250) + "." + std::to_string(number % 250 + 1) +
           ":5000";
}

} // namespace

class TestChatTalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_talk = std::make_unique<HeardTalk>(); }

    void hearsWhoJoinsSpeaksAndLeaves();
    void hearsEveryWireWhateverTheChatItselfWrites();
    void showsAnOwnMessageOnce();
    void knowsAnOwnMessageThatComesInByAnotherInterface();
    void showsAnOwnMessageWhoseSendingTheLogHasLost();
    void marksOwnMessagesInTheirOrder();
    void marksAnOwnMessageThatComesBackBehindAFlood();
    void tellsANamesakeFromItself();
    void knowsItsOwnAddressFromTheMiddleOfALog();
    void anAddressOfAnEarlierRunIsOwnForALittleWhile();
    void saysOnceThatItIsGoneWhenTheLastSenderCloses();
    void countsWhatIsNoMessage();
    void takesNothingOfAProbeForTalk();

    void showsAMessageThatComesOnTwoInterfacesOnce();
    void showsAMessageFromTwoAddressesOfOneSenderOnce();
    void showsWhatIsSaidTwice();
    void showsWhatIsSaidAgainAfterASecond();
    void matchesCopiesWithTheirMessagesWhereTheyOvertakeEachOther();
    void takesTwoWhoSayTheSameForTwo();
    void sendsOnSeveralInterfacesCountAsOne();
    void someoneWithSeveralAddressesIsOnePerson();
    void whoRepeatsAnothersWordsIsNotTakenForThem();

    void aFloodLeavesOneLineThatCounts();
    void aFloodLeavesOthersReadable();
    void whoCalmsDownIsReadAgain();
    void whoGoesOnABitSlowerIsStillFolded();
    void spoofedAddressesAreFoldedTogether();
    void aClassThatJoinsAtOnceIsRead();
    void aFoldedLineThatIsGoneBeginsAnew();
    void aLimitLetsABurstThroughAndThenSoManyASecond();
    void makesHostileNamesVisible();
    void cutsWhatIsTooLong();
    void keepsABoundedNumberOfLines();
    void tellsWhichLinesChanged();
    void knowsNamesThatTwoHave();
    void aNameIsFreeAgainWhenOneOfThemLeaves();

    void knowsWhoIsHere();
    void tellsTwoOfOneNameApartByTheirAddresses();
    void keepsOneWhoTakesAnotherName();
    void whoSpeaksWithoutJoiningIsHereToo();
    void whoComesBackComesLast();
    void marksItselfAndLeavesWhenItCloses();
    void forgetsWhoLeftLongestAgoAndThenWhoWasSilentLongest();
    void neverForgetsItself();
    void holdsNoMoreThanItsBoundUnderAnyAddresses();

private:
    std::unique_ptr<HeardTalk> m_talk;
};

// What is heard.

void TestChatTalk::hearsWhoJoinsSpeaksAndLeaves()
{
    const ChatHeard joined = m_talk->hear(m_talk->received(joins("Ann")));
    QCOMPARE(joined.what, What::Message);
    QCOMPARE(joined.address, std::string(Talk::other));
    QCOMPARE(joined.person, std::string(Talk::other));
    QCOMPARE(joined.time, m_talk->now().time);
    QVERIFY(!joined.own);
    m_talk->hear(m_talk->received(says("Ann", "hello")));
    m_talk->hear(m_talk->received(leaves("Ann")));
    QCOMPARE(m_talk->said(), "<Ann joins\n<Ann: hello\n<Ann leaves\n"s);
}

void TestChatTalk::hearsEveryWireWhateverTheChatItselfWrites()
{
    m_talk->hear(m_talk->received("Ann: hello: all"));
    m_talk->hear(m_talk->received(says("Bob", "hi"), "10.0.0.9:1"));
    QCOMPARE(m_talk->said(), "<Ann: hello: all\n<Bob: hi\n"s);
}

void TestChatTalk::showsAnOwnMessageOnce()
{
    m_talk->hear(m_talk->connected());
    const EventNumber sending = m_talk->hear(m_talk->sent(says("Ann", "hello"))).event;
    QCOMPARE(m_talk->said(), ">Ann: hello\n"s);
    const ChatHeard back = m_talk->hear(m_talk->received(says("Ann", "hello"), Talk::own));
    QCOMPARE(back.what, What::HeardBack);
    QCOMPARE(back.told, sending);
    QCOMPARE(m_talk->said(), "=Ann: hello\n"s);
}

void TestChatTalk::knowsAnOwnMessageThatComesInByAnotherInterface()
{
    constexpr std::string_view here = "[fe80::1%eth0]:40000";
    m_talk->hear(m_talk->connected(here));
    m_talk->hear(m_talk->sent(says("Ann", "hello"), here));
    const ChatHeard back =
        m_talk->hear(m_talk->received(says("Ann", "hello"), "[fe80::1%eth1]:40000"));
    QCOMPARE(back.what, What::HeardBack);
    QCOMPARE(back.person, std::string(here));
    QVERIFY(!m_talk->hear(m_talk->received(says("Ann", "hello"), "[fe80::2%eth0]:40000")).own);
    QVERIFY(!m_talk->hear(m_talk->received(says("Ann", "hello"), "[fe80::1%eth1]:40001")).own);
}

void TestChatTalk::showsAnOwnMessageWhoseSendingTheLogHasLost()
{
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->received(says("Ann", "hello"), Talk::own));
    QCOMPARE(m_talk->said(), ">Ann: hello\n"s);
}

void TestChatTalk::marksOwnMessagesInTheirOrder()
{
    m_talk->hear(m_talk->connected());
    for (int turn = 0; turn < 3; ++turn) {
        m_talk->hear(m_talk->sent(says("Ann", "again")));
    }
    m_talk->hear(m_talk->received(says("Ann", "again"), Talk::own));
    QCOMPARE(m_talk->said(), "=Ann: again\n>Ann: again\n>Ann: again\n"s);
    m_talk->hear(m_talk->received(says("Ann", "again"), Talk::own));
    m_talk->hear(m_talk->received(says("Ann", "again"), Talk::own));
    QCOMPARE(m_talk->said(), "=Ann: again\n=Ann: again\n=Ann: again\n"s);
    m_talk->hear(m_talk->received(says("Ann", "again"), Talk::own)); // a fourth one
    QCOMPARE(m_talk->conversation().entries().size(), std::size_t(4));
}

void TestChatTalk::marksAnOwnMessageThatComesBackBehindAFlood()
{
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->sent(says("Ann", "hello")));
    for (int number = 0; number < 50000; ++number) {
        m_talk->hear(m_talk->received(says("Eve", std::to_string(number)), "10.0.0.66:6"));
    }
    QCOMPARE(m_talk->hear(m_talk->received(says("Ann", "hello"), Talk::own)).what, What::HeardBack);
}

void TestChatTalk::tellsANamesakeFromItself()
{
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->sent(says("Ann", "hello")));
    m_talk->hear(m_talk->received(says("Ann", "hello"), Talk::other));
    QCOMPARE(m_talk->said(), ">Ann: hello\n<Ann: hello\n"s);
}

void TestChatTalk::knowsItsOwnAddressFromTheMiddleOfALog()
{
    m_talk->hear(m_talk->sent(says("Ann", "hello")));
    QCOMPARE(m_talk->hear(m_talk->received(says("Ann", "hello"), Talk::own)).what, What::HeardBack);
}

void TestChatTalk::anAddressOfAnEarlierRunIsOwnForALittleWhile()
{
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->closed());
    m_talk->hear(m_talk->connected("127.0.0.1:40009", 2));
    m_talk->wait(1);
    QVERIFY(m_talk->hear(m_talk->received(says("Ann", "late"), Talk::own)).own);
    m_talk->wait(60); // the port may be another program's by now
    QVERIFY(!m_talk->hear(m_talk->received(says("Eve", "hi"), Talk::own)).own);
    QVERIFY(m_talk->hear(m_talk->received(says("Ann", "now"), "127.0.0.1:40009")).own);
}

void TestChatTalk::saysOnceThatItIsGoneWhenTheLastSenderCloses()
{
    m_talk->hear(m_talk->connected("10.0.0.1:7", 1));
    m_talk->hear(m_talk->connected("10.9.0.1:7", 2));
    QCOMPARE(m_talk->hear(m_talk->closed(1)).what, What::Nothing);
    QCOMPARE(m_talk->hear(m_talk->closed(2)).what, What::Gone);
    QCOMPARE(m_talk->hear(m_talk->closed(0)).what, What::Nothing);
}

void TestChatTalk::countsWhatIsNoMessage()
{
    for (const std::string_view datagram : {"", "no sign", ": nobody", "a:b", "\xff\xfe"}) {
        QCOMPARE(m_talk->hear(m_talk->received(datagram)).what, What::Foreign);
    }
    QCOMPARE(m_talk->hearing().foreignCount(), std::uint64_t(5));
    m_talk->hear(m_talk->tell({.kind = EventKind::Note, .note = "Ann: no datagram"}));
    QCOMPARE(m_talk->said(), ""s);
    QCOMPARE(m_talk->people(), ""s);
}

void TestChatTalk::takesNothingOfAProbeForTalk()
{
    const std::string note = std::string(probeMark) + "eth0";
    m_talk->hear(m_talk->tell({.kind = EventKind::Note, .connection = 9, .note = note}));
    m_talk->hear(m_talk->connected("10.0.0.1:9", 9));
    m_talk->hear(m_talk->sent("Ann: probe", "10.0.0.1:9", 9));
    m_talk->hear(m_talk->received("Ann: probe", "10.0.0.1:9", 9));
    m_talk->hear(m_talk->received("no message", "10.0.0.1:9", 9));
    QCOMPARE(m_talk->hear(m_talk->closed(9)).what, What::Nothing);
    QCOMPARE(m_talk->said(), ""s);
    QCOMPARE(m_talk->hearing().foreignCount(), std::uint64_t(0));
    // Its address has not become one of this chat's own.
    QVERIFY(!m_talk->hear(m_talk->received("Ann: hello", "10.0.0.1:9")).own);
}

// Copies.

void TestChatTalk::showsAMessageThatComesOnTwoInterfacesOnce()
{
    m_talk->hear(m_talk->received(says("Ann", "hello"), "10.0.0.2:5", 0));
    m_talk->wait(0.01);
    const ChatHeard copy = m_talk->hear(m_talk->received(says("Ann", "hello"), "10.0.0.2:5", 2));
    QCOMPARE(copy.what, What::Copy);
    QCOMPARE(copy.told, EventNumber(0));
    QCOMPARE(m_talk->said(), "<Ann: hello\n"s);
}

void TestChatTalk::showsAMessageFromTwoAddressesOfOneSenderOnce()
{
    m_talk->hear(m_talk->received(says("Ann", "hello"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(says("Ann", "hello"), "10.9.0.2:5"));
    m_talk->hear(m_talk->received(says("Ann", "hello"), "[fe80::2]:5", 2));
    QCOMPARE(m_talk->said(), "<Ann: hello\n"s);
}

void TestChatTalk::showsWhatIsSaidTwice()
{
    for (int turn = 0; turn < 3; ++turn) {
        m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 0));
        m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 2));
    }
    QCOMPARE(m_talk->said(), "<Ann: ha\n<Ann: ha\n<Ann: ha\n"s);
}

void TestChatTalk::showsWhatIsSaidAgainAfterASecond()
{
    m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 0));
    m_talk->wait(1.001);
    m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 2));
    QCOMPARE(m_talk->said(), "<Ann: ha\n<Ann: ha\n"s);
}

void TestChatTalk::matchesCopiesWithTheirMessagesWhereTheyOvertakeEachOther()
{
    m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 0));
    m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 0));
    const ChatHeard first = m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 2));
    const ChatHeard next = m_talk->hear(m_talk->received(says("Ann", "ha"), "10.0.0.2:5", 2));
    QCOMPARE(first.told, EventNumber(0));
    QCOMPARE(next.told, EventNumber(1));
    QCOMPARE(m_talk->conversation().entries().size(), std::size_t(2));
}

void TestChatTalk::takesTwoWhoSayTheSameForTwo()
{
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.3:6"));
    m_talk->hear(m_talk->received(says("Bob", "hi"), "10.0.0.4:5"));
    QCOMPARE(m_talk->conversation().entries().size(), std::size_t(3));
}

void TestChatTalk::sendsOnSeveralInterfacesCountAsOne()
{
    m_talk->hear(m_talk->connected("10.0.0.1:7", 1));
    m_talk->hear(m_talk->connected("10.9.0.1:7", 3));
    for (int turn = 0; turn < 2; ++turn) {
        m_talk->hear(m_talk->sent(says("Ann", "hi"), "10.0.0.1:7", 1));
        m_talk->hear(m_talk->sent(says("Ann", "hi"), "10.9.0.1:7", 3));
    }
    QCOMPARE(m_talk->said(), ">Ann: hi\n>Ann: hi\n"s);
    // They come back on both, too.
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.1:7", 0));
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.9.0.1:7", 2));
    QCOMPARE(m_talk->said(), "=Ann: hi\n>Ann: hi\n"s);
    QCOMPARE(m_talk->people(), "*Ann@10.0.0.1:7 spoke 2"s);
}

void TestChatTalk::someoneWithSeveralAddressesIsOnePerson()
{
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(joins("Ann"), "10.9.0.2:5", 2));
    // Now the other one is first.
    const ChatHeard other = m_talk->hear(m_talk->received(says("Ann", "hi"), "10.9.0.2:5", 2));
    QCOMPARE(other.what, What::Message);
    QCOMPARE(other.person, "10.0.0.2:5"s);
    QCOMPARE(other.address, "10.9.0.2:5"s);
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.2:5"));
    QCOMPARE(m_talk->people(), "Ann@10.0.0.2:5 joined 1"s);
}

void TestChatTalk::whoRepeatsAnothersWordsIsNotTakenForThem()
{
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.66:5")); // Eve, from the same port
    m_talk->wait(2);
    m_talk->hear(m_talk->received(says("Eve", "ha"), "10.0.0.66:5"));
    m_talk->hear(m_talk->received(says("Ann", "what?"), "10.0.0.2:5"));
    QCOMPARE(m_talk->people(), "Ann@10.0.0.2:5 spoke 2, Eve@10.0.0.66:5 spoke 1"s);
}

// The conversation.

void TestChatTalk::aFloodLeavesOneLineThatCounts()
{
    for (int number = 0; number < 100000; ++number) {
        m_talk->hear(m_talk->received(says("Eve", "spam " + std::to_string(number))));
        m_talk->wait(1e-5);
    }
    const auto &entries = m_talk->conversation().entries();
    QVERIFY(entries.size() > 10 && entries.size() < 50);
    const ConversationEntry &folded = entries.back();
    QCOMPARE(folded.folded + entries.size() - 1, std::uint64_t(100000));
    QCOMPARE(folded.name, "Eve"s);
    // The event behind it is the first one that is not shown by itself.
    QCOMPARE(folded.event, EventNumber(entries.size() - 1));
    QCOMPARE(m_talk->roster().entries().front().messages, std::uint64_t(100000));
}

void TestChatTalk::aFloodLeavesOthersReadable()
{
    for (int number = 0; number < 100000; ++number) {
        m_talk->hear(m_talk->received(says("Eve", "spam"), "10.0.0.66:6"));
        if (number % 10000 == 0) {
            m_talk->hear(m_talk->received(says("Ann", std::to_string(number)), "10.0.0.2:5"));
        }
        m_talk->wait(1e-5);
    }
    int heard = 0;
    for (const ConversationEntry &entry : m_talk->conversation().entries()) {
        heard += entry.name == "Ann" && entry.folded == 0 ? 1 : 0;
    }
    QCOMPARE(heard, 10);
}

void TestChatTalk::whoCalmsDownIsReadAgain()
{
    for (int number = 0; number < 1000; ++number) {
        m_talk->hear(m_talk->received(says("Eve", "spam")));
    }
    const std::uint64_t folded = m_talk->conversation().entries().back().folded;
    QVERIFY(folded > 0);
    m_talk->wait(10);
    m_talk->hear(m_talk->received(says("Eve", "sorry")));
    QVERIFY(m_talk->said().ends_with("<Eve +" + std::to_string(folded) + "\n<Eve: sorry\n"));
}

void TestChatTalk::whoGoesOnABitSlowerIsStillFolded()
{
    for (int number = 0; number < 1000; ++number) {
        m_talk->hear(m_talk->received(says("Eve", "spam")));
    }
    const std::size_t lines = m_talk->conversation().entries().size();
    for (int number = 0; number < 200; ++number) {
        m_talk->wait(0.1);
        m_talk->hear(m_talk->received(says("Eve", "spam")));
    }
    QCOMPARE(m_talk->conversation().entries().size(), lines);
}

void TestChatTalk::spoofedAddressesAreFoldedTogether()
{
    m_talk->hear(m_talk->received(says("Ann", "before"), "10.99.0.2:5"));
    for (int number = 0; number < 50000; ++number) {
        m_talk->hear(m_talk->received(says("Eve", std::to_string(number)), address(number)));
        m_talk->wait(1e-5);
    }
    const auto &entries = m_talk->conversation().entries();
    QVERIFY(entries.size() < 300);
    QCOMPARE(entries.back().folded + entries.size() - 2, std::uint64_t(50000));
    QVERIFY(entries.back().peer.empty());
    // Who was here before is heard.
    m_talk->hear(m_talk->received(says("Ann", "after"), "10.99.0.2:5"));
    QVERIFY(m_talk->said().ends_with("<Ann: after\n"));
}

void TestChatTalk::aClassThatJoinsAtOnceIsRead()
{
    for (int number = 0; number < 100; ++number) {
        m_talk->hear(m_talk->received(joins(std::to_string(number)), address(number)));
    }
    QCOMPARE(m_talk->conversation().entries().size(), std::size_t(100));
    QCOMPARE(m_talk->conversation().entries().back().folded, std::uint64_t(0));
}

void TestChatTalk::aFoldedLineThatIsGoneBeginsAnew()
{
    HeardTalk talk(10);
    const auto flood = [&talk] {
        for (int number = 0; number < 100; ++number) {
            talk.hear(talk.received(says("Eve", "spam"), "10.0.0.66:6"));
        }
    };
    flood();
    for (int number = 0; number < 20; ++number) {
        talk.hear(talk.received(says("Ann", "hi"), "10.0.0.2:5"));
    }
    talk.conversation().removeOldest(talk.conversation().surplus());
    flood();
    QCOMPARE(talk.conversation().entries().back().folded, std::uint64_t(100));
}

void TestChatTalk::aLimitLetsABurstThroughAndThenSoManyASecond()
{
    FloodLimit limit(3, 1);
    QVERIFY(!limit.isTooMuch(0));
    QVERIFY(!limit.isTooMuch(0));
    QVERIFY(!limit.isTooMuch(0));
    QVERIFY(limit.isTooMuch(0));
    QVERIFY(limit.isTooMuch(second / 10));
    QVERIFY(!limit.isTooMuch(second * 2));
    FloodLimit steady(3, 1);
    for (int turn = 0; turn < 100; ++turn) {
        QVERIFY(!steady.isTooMuch(second * turn));
    }
    QVERIFY(!steady.isTooMuch(0)); // a clock that goes back
}

void TestChatTalk::makesHostileNamesVisible()
{
    m_talk->hear(m_talk->received(says("A\xe2\x80\xae\nb", "<b>x</b>\x1b[31m\xff")));
    const ConversationEntry &entry = m_talk->conversation().entries().front();
    QCOMPARE(entry.name, "A<U+202E>\\nb"s);
    QCOMPARE(entry.text, "<b>x</b>\\x1b[31m\\xff"s);
    QCOMPARE(m_talk->roster().entries().front().name.shown(), "A<U+202E>\\nb"s);
}

void TestChatTalk::cutsWhatIsTooLong()
{
    m_talk->hear(m_talk->received(std::string(30000, 'n') + ": " + std::string(30000, 't')));
    const ConversationEntry &entry = m_talk->conversation().entries().front();
    QVERIFY(entry.name.size() < 200);
    QVERIFY(entry.name.ends_with("…"));
    QVERIFY(entry.text.size() < 5000);
    QVERIFY(entry.text.ends_with("…"));
    QCOMPARE(m_talk->roster().entries().front().name.shown(), entry.name);
}

void TestChatTalk::keepsABoundedNumberOfLines()
{
    HeardTalk talk(10);
    for (int number = 0; number < 25; ++number) {
        talk.wait(1);
        talk.hear(talk.received(says("Bob", std::to_string(number))));
    }
    QCOMPARE(talk.conversation().surplus(), std::size_t(15));
    talk.conversation().removeOldest(talk.conversation().surplus());
    QCOMPARE(talk.conversation().surplus(), std::size_t(0));
    QCOMPARE(talk.conversation().removedCount(), std::uint64_t(15));
    QCOMPARE(talk.conversation().entries().front().text, "15"s);
}

void TestChatTalk::tellsWhichLinesChanged()
{
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->received(says("Bob", "hi")));
    m_talk->hear(m_talk->sent(says("Ann", "one")));
    m_talk->hear(m_talk->sent(says("Ann", "two")));
    m_talk->conversation().takeChanged();
    m_talk->hear(m_talk->received(says("Ann", "two"), Talk::own));
    const auto changed = m_talk->conversation().takeChanged();
    QCOMPARE(changed.first, std::size_t(2));
    QCOMPARE(changed.count, std::size_t(1));
    QCOMPARE(m_talk->conversation().takeChanged().count, std::size_t(0));
}

void TestChatTalk::knowsNamesThatTwoHave()
{
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.2:5"));
    const Conversation &conversation = m_talk->conversation();
    QVERIFY(!conversation.hasNamesakes(conversation.entries().front()));
    m_talk->conversation().takeChanged();
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.3:6"));
    QVERIFY(conversation.hasNamesakes(conversation.entries().front()));
    QVERIFY(conversation.hasNamesakes(conversation.entries().back()));
    QCOMPARE(m_talk->conversation().takeChanged().count, std::size_t(2));
}

void TestChatTalk::aNameIsFreeAgainWhenOneOfThemLeaves()
{
    const Conversation &conversation = m_talk->conversation();
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(leaves("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:6")); // came back with another port
    QVERIFY(!conversation.hasNamesakes(conversation.entries().front()));
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.3:6"));
    QVERIFY(conversation.hasNamesakes(conversation.entries().front()));
    m_talk->hear(m_talk->received(says("Bob", "renamed"), "10.0.0.3:6"));
    QVERIFY(!conversation.hasNamesakes(conversation.entries().front()));
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->sent(says("Ann", "me too")));
    QVERIFY(conversation.hasNamesakes(conversation.entries().front()));
    m_talk->hear(m_talk->closed());
    QVERIFY(!conversation.hasNamesakes(conversation.entries().front()));
}

// The roster.

void TestChatTalk::knowsWhoIsHere()
{
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(joins("Bob"), "10.0.0.3:6"));
    m_talk->wait(5);
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(leaves("Ann"), "10.0.0.2:5"));
    QCOMPARE(m_talk->people(), "Bob@10.0.0.3:6 joined 0, Ann@10.0.0.2:5 left 1"s);
    QCOMPARE(m_talk->roster().hereCount(), std::size_t(1));
    QCOMPARE(m_talk->roster().entries().front().lastHeard, m_talk->now().time);
    QCOMPARE(m_talk->roster().entries().front().lastEvent, EventNumber(3));
}

void TestChatTalk::tellsTwoOfOneNameApartByTheirAddresses()
{
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.3:6"));
    QCOMPARE(m_talk->people(), "Ann@10.0.0.2:5 joined 0, Ann@10.0.0.3:6 joined 0"s);
}

void TestChatTalk::keepsOneWhoTakesAnotherName()
{
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(says("Anna", "I married"), "10.0.0.2:5"));
    QCOMPARE(m_talk->people(), "Anna@10.0.0.2:5 joined 1"s);
}

void TestChatTalk::whoSpeaksWithoutJoiningIsHereToo()
{
    m_talk->hear(m_talk->received(says("Ann", "hi"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(leaves("Bob"), "10.0.0.3:5"));
    QCOMPARE(m_talk->people(), "Ann@10.0.0.2:5 spoke 1, Bob@10.0.0.3:5 left 0"s);
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    QCOMPARE(m_talk->people(), "Ann@10.0.0.2:5 joined 1, Bob@10.0.0.3:5 left 0"s);
}

void TestChatTalk::whoComesBackComesLast()
{
    m_talk->hear(m_talk->received(joins("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(leaves("Ann"), "10.0.0.2:5"));
    m_talk->hear(m_talk->received(joins("Bob"), "10.0.0.3:6"));
    m_talk->hear(m_talk->received(says("Ann", "back"), "10.0.0.2:5"));
    QCOMPARE(m_talk->people(), "Bob@10.0.0.3:6 joined 0, Ann@10.0.0.2:5 spoke 1"s);
}

void TestChatTalk::marksItselfAndLeavesWhenItCloses()
{
    m_talk->hear(m_talk->connected());
    m_talk->hear(m_talk->sent(joins("Me")));
    m_talk->hear(m_talk->received(joins("Me"), Talk::own));
    m_talk->hear(m_talk->sent(says("Me", "hi")));
    m_talk->hear(m_talk->received(says("Me", "hi"), Talk::own));
    QCOMPARE(m_talk->people(), "*Me@127.0.0.1:40000 joined 1"s);
    m_talk->hear(m_talk->closed());
    QCOMPARE(m_talk->people(), "*Me@127.0.0.1:40000 left 1"s);
}

void TestChatTalk::forgetsWhoLeftLongestAgoAndThenWhoWasSilentLongest()
{
    HeardTalk talk(5000, 3);
    talk.hear(talk.received(joins("Ann"), "10.0.0.1:5"));
    talk.hear(talk.received(joins("Bob"), "10.0.0.2:5"));
    talk.hear(talk.received(leaves("Bob"), "10.0.0.2:5"));
    talk.hear(talk.received(leaves("Ann"), "10.0.0.1:5"));
    talk.hear(talk.received(joins("Cyd"), "10.0.0.3:5"));
    talk.hear(talk.received(joins("Dan"), "10.0.0.4:5"));
    QCOMPARE(talk.people(),
             "Cyd@10.0.0.3:5 joined 0, Dan@10.0.0.4:5 joined 0, Ann@10.0.0.1:5 left 0"s);
    talk.hear(talk.received(joins("Eli"), "10.0.0.5:5"));
    talk.hear(talk.received(says("Cyd", "hi"), "10.0.0.3:5"));
    talk.hear(talk.received(joins("Fay"), "10.0.0.6:5"));
    QCOMPARE(talk.people(),
             "Cyd@10.0.0.3:5 joined 1, Eli@10.0.0.5:5 joined 0, Fay@10.0.0.6:5 joined 0"s);
}

void TestChatTalk::neverForgetsItself()
{
    HeardTalk talk(5000, 3);
    talk.hear(talk.connected());
    talk.hear(talk.sent(joins("Me")));
    for (int number = 0; number < 100; ++number) {
        talk.hear(talk.received(joins(std::to_string(number)), address(number)));
    }
    QVERIFY(talk.people().starts_with("*Me@127.0.0.1:40000 joined 0"));
}

void TestChatTalk::holdsNoMoreThanItsBoundUnderAnyAddresses()
{
    HeardTalk talk(5000, 100);
    for (int number = 0; number < 20000; ++number) {
        const std::string name = std::to_string(number);
        talk.hear(talk.received(number % 3 == 0 ? leaves(name) : says(name, "x"), address(number)));
        QVERIFY(talk.roster().entries().size() <= 100);
        QVERIFY(talk.roster().hereCount() <= talk.roster().entries().size());
    }
    QCOMPARE(talk.roster().entries().size(), std::size_t(100));
}

QTEST_APPLESS_MAIN(TestChatTalk)
#include "tst_chattalk.moc"
