#include "netcore/projections/connectiontable.h"
#include "netcore/projections/counters.h"
#include "netcore/projections/descriptor.h"
#include "netcore/projections/lifecycle.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

using enum EventKind;

/// A log written by hand, and folded as it grows.
template <typename Projection>
class Story
{
public:
    explicit Story(Projection projection)
        : m_projection(std::move(projection))
    {
    }

    const Projection &operator*() const { return m_projection; }
    const Projection *operator->() const { return &m_projection; }
    Projection *operator->() { return &m_projection; }

    void tell(const EventData &data)
    {
        const EventNumber from = m_log.size();
        m_log.append(data);
        for (EventNumber number = from; number < m_log.size(); ++number) {
            m_projection.apply(m_log.at(number).value());
        }
    }
    void tell(EventKind kind, ConnectionId connection, std::string_view note = {})
    {
        tell({.kind = kind, .connection = connection, .note = note});
    }
    void tellBytes(EventKind kind, ConnectionId connection, std::string_view payload,
                   std::string_view local = {}, std::string_view peer = {})
    {
        tell({.kind = kind,
              .connection = connection,
              .local = local,
              .peer = peer,
              .bytes = payload.size(),
              .payload = std::as_bytes(std::span(payload))});
    }

private:
    EventLog m_log;
    Projection m_projection;
};

/// The steps as one line: `*` happened, `?` waiting, `!` failed.
std::string line(const Lifecycle &lifecycle)
{
    std::string text;
    for (const LifecycleStep &step : lifecycle.steps()) {
        text += text.empty() ? "" : " ";
        text += step.happened ? "*" : "";
        text += step.waiting ? "?" : "";
        text += step.failed ? "!" : "";
        text += step.label;
    }
    return text;
}

/// What was called, in order: `socket AF_INET SOCK_STREAM → fd 12, bind 127.0.0.1:9999`.
std::string calls(const Lifecycle &lifecycle)
{
    std::string text;
    for (const LifecycleStep &step : lifecycle.steps()) {
        if (step.happened || step.failed || step.waiting) {
            text += text.empty() ? "" : ", ";
            text += step.failed ? "!" : "";
            text += step.call();
        }
    }
    return text;
}

/// The rows as one line: number, state, bytes received / sent / discarded.
std::string line(const ConnectionTable &table)
{
    static const std::array<std::string, 7> states = {
        "connecting", "open", "peer-finished", "finished", "closed", "reset", "failed"};
    std::string text;
    for (const ConnectionRow &row : table.rows()) {
        text += text.empty() ? "" : ", ";
        text += std::to_string(row.id) + " " + states.at(static_cast<std::size_t>(row.state)) +
                " " + std::to_string(row.bytesReceived) + "/" + std::to_string(row.bytesSent) +
                "/" + std::to_string(row.bytesDiscarded);
    }
    return text;
}

} // namespace

class TestProjections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheDescriptorOfANote_data();
    void findsTheDescriptorOfANote();
    void countersAddUpWhatWasMoved();

    void lifecycleOfAServer();
    void lifecycleOfAServerWhosePortIsTaken();
    void lifecycleOfAServerThatTakesAnotherPort();
    void lifecycleOfAServerTellsNoTroubleOfItsClients();
    void lifecycleOfAServerThatRefuses();
    void lifecycleOfAClient();
    void lifecycleOfAClientThatIsRefused();
    void lifecycleOfAClientThatTriesASecondAddress();
    void lifecycleOfAClientWhoseNameIsUnknown();
    void lifecycleOfAClientThatGivesUpWhileResolving();
    void lifecycleOfAClientThatIsReset();
    void lifecycleOfAChat();
    void lifecycleOfAChatThatCannotJoin();
    void lifecycleOfAChatWhoseMessageIsTooLong();
    void lifecycleBeginsAnew();
    void lifecycleTellsTheCallsOfAServer();
    void lifecycleTellsThePortThatTheSystemChose();
    void lifecycleTellsWhichCallFailed_data();
    void lifecycleTellsWhichCallFailed();
    void lifecycleTellsTheCallsOfAClient();
    void lifecycleTellsTheCallsOfAChat();
    void lifecycleTellsThatThereWasNoSocket();
    void lifecycleTakesNoWordsForArguments();
    void aNoticeIsPutAwayWhenItWasSeen();
    void discardedBytesAreANotice();

    void tableFollowsEachConnection();
    void tableFollowsBothHalfCloses();
    void tableKeepsWhyAConnectionEnded();
    void tableLeavesTheEndpointItselfOut();
    void tableTellsWhichRowsChanged();
    void tableFindsItsSurplus();
    void tableKeepsOpenRowsAmongTheSurplus();
    void tableTellsHowFastEachConnectionIs();
    void tableKnowsWhoCanBePaused();
    void tableRemovesManyRangesAtOnce();
    void rateFallsToNothing();
    void rateBearsAnyTime();
    void tableOfALogWithoutItsBeginning();
};

void TestProjections::findsTheDescriptorOfANote_data()
{
    QTest::addColumn<std::string>("note");
    QTest::addColumn<int>("descriptor"); // -1: none
    QTest::newRow("socket") << "socket AF_INET SOCK_STREAM → fd 12"s << 12;
    QTest::newRow("accept") << "accept → fd 0"s << 0;
    QTest::newRow("the last of two") << "→ fd 3 dup → fd 4"s << 4;
    QTest::newRow("a large one") << "→ fd 2147483647"s << 2147483647;
    QTest::newRow("too large") << "→ fd 2147483648"s << -1;
    QTest::newRow("nothing") << ""s << -1;
    QTest::newRow("no number") << "accept → fd "s << -1;
    QTest::newRow("a word") << "accept → fd x"s << -1;
    QTest::newRow("more behind it") << "accept → fd 12 or so"s << -1;
    QTest::newRow("no arrow") << "fd 12"s << -1;
}

void TestProjections::findsTheDescriptorOfANote()
{
    QFETCH(const std::string, note);
    QFETCH(const int, descriptor);
    QCOMPARE(descriptorIn(note).value_or(-1), descriptor);
}

void TestProjections::countersAddUpWhatWasMoved()
{
    Story story{Counters()};
    story.tellBytes(Received, 1, "12345");
    story.tellBytes(Received, 2, "123");
    story.tellBytes(Sent, 1, "1");
    story.tell({.kind = Discarded, .connection = 1, .bytes = 6000000000});
    story.tell(Closed, 1);
    QCOMPARE(story->bytesReceived, std::uint64_t(8));
    QCOMPARE(story->bytesSent, std::uint64_t(1));
    QCOMPARE(story->bytesDiscarded, std::uint64_t(6000000000));
}

void TestProjections::lifecycleOfAServer()
{
    Story story(Lifecycle::ofTcpServer());
    QCOMPARE(line(*story), "socket bind listen accept send/recv close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    story.tell(Created, 0, "socket AF_INET SOCK_STREAM → fd 12");
    QCOMPARE(story->phase(), Lifecycle::Phase::Starting);
    QCOMPARE(story->descriptor(), std::optional(12));
    story.tell({.kind = Bound, .local = "127.0.0.1:9999"});
    story.tell({.kind = Listening, .local = "127.0.0.1:9999", .note = "listen backlog 4096"});
    QCOMPARE(line(*story), "*socket *bind *listen ?accept send/recv close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Running);
    QCOMPARE(story->local(), "127.0.0.1:9999"s);
    QCOMPARE(story->steps()[2].detail, "listen backlog 4096"s);
    QCOMPARE(story->steps()[2].event, std::optional(EventNumber(2)));
    story.tell(Accepted, 1, "accept → fd 13");
    story.tellBytes(Received, 1, "hello");
    QCOMPARE(line(*story), "*socket *bind *listen *?accept *send/recv close"s);
    QCOMPARE(story->descriptor(), std::optional(12)); // its own, not the client's
    story.tell(Closed, 1);
    QCOMPARE(story->phase(), Lifecycle::Phase::Running);
    story.tell(Closed, 0);
    QCOMPARE(line(*story), "*socket *bind *listen *accept *send/recv *close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QVERIFY(!story->descriptor());
    QVERIFY(!story->notice());
}

void TestProjections::lifecycleOfAServerWhosePortIsTaken()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Created, 0, "socket AF_INET SOCK_STREAM → fd 12");
    story.tell(Failed, 0, "EADDRINUSE: taken");
    QCOMPARE(line(*story), "*socket !bind listen accept send/recv close"s);
    QCOMPARE(story->steps()[1].detail, "EADDRINUSE: taken"s);
    story.tell(Closed, 0);
    QCOMPARE(line(*story), "*socket !bind listen accept send/recv *close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QVERIFY(story->notice());
    QCOMPARE(story->notice()->text, "EADDRINUSE: taken"s);
    QCOMPARE(story->notice()->severity, Notice::Severity::Error);
    QCOMPARE(story->notice()->event, EventNumber(1));
}

void TestProjections::lifecycleOfAServerThatTakesAnotherPort()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Created, 0, "→ fd 12");
    story.tell(Failed, 0, "EADDRINUSE: taken");
    story.tell(Closed, 0);
    story.tell(Note, 0, "any free one is asked for");
    story.tell(Created, 0, "→ fd 12");
    story.tell(Bound, 0);
    story.tell(Listening, 0);
    QCOMPARE(line(*story), "*socket *bind *listen ?accept send/recv close"s);
    QVERIFY(!story->notice()); // it does not matter any more
}

void TestProjections::lifecycleOfAServerTellsNoTroubleOfItsClients()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Created, 0, "→ fd 12");
    story.tell(Bound, 0);
    story.tell(Listening, 0);
    story.tell(Accepted, 1);
    story.tell(Reset, 1, "ECONNRESET: cut");
    story.tell(Failed, 1, "EPIPE: gone");
    story.tell({.kind = Discarded, .connection = 1, .note = "gone", .bytes = 5});
    QVERIFY(!story->notice());
    QCOMPARE(line(*story), "*socket *bind *listen *?accept send/recv close"s);
    story.tell(Failed, 0, "EMFILE: no more descriptors");
    QCOMPARE(story->notice()->text, "EMFILE: no more descriptors"s);
    QCOMPARE(line(*story), "*socket *bind *listen *!accept send/recv close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Running);
    story.tell(Accepted, 2);
    QCOMPARE(line(*story), "*socket *bind *listen *?accept send/recv close"s);
}

void TestProjections::lifecycleOfAServerThatRefuses()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Failed, 0, "EINVAL: no port");
    QCOMPARE(line(*story), "socket bind listen accept send/recv close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QCOMPARE(story->notice()->text, "EINVAL: no port"s);
}

void TestProjections::lifecycleOfAClient()
{
    Story story(Lifecycle::ofTcpClient());
    QCOMPARE(line(*story), "socket connect send/recv shutdown close"s);
    story.tell(Created, 1, "socket AF_INET SOCK_STREAM → fd 9");
    story.tell({.kind = Connecting, .connection = 1, .peer = "127.0.0.1:80"});
    QCOMPARE(line(*story), "*socket ?connect send/recv shutdown close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Starting);
    QCOMPARE(story->descriptor(), std::optional(9));
    story.tell(
        {.kind = Connected, .connection = 1, .local = "127.0.0.1:5", .peer = "127.0.0.1:80"});
    QCOMPARE(line(*story), "*socket *connect ?send/recv shutdown close"s);
    QCOMPARE(story->local(), "127.0.0.1:5"s);
    QCOMPARE(story->peer(), "127.0.0.1:80"s);
    story.tellBytes(Sent, 1, "x");
    story.tell(Finished, 1);
    story.tell(PeerFinished, 1);
    QCOMPARE(line(*story), "*socket *connect *?send/recv *shutdown close"s);
    story.tell(Closed, 1);
    QCOMPARE(line(*story), "*socket *connect *send/recv *shutdown *close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
}

void TestProjections::lifecycleOfAClientThatIsRefused()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell(Created, 1, "→ fd 9");
    story.tell(Connecting, 1);
    story.tell(Failed, 1, "ECONNREFUSED: nobody listens");
    story.tell(Closed, 1);
    QCOMPARE(line(*story), "*socket !connect send/recv shutdown *close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QCOMPARE(story->notice()->text, "ECONNREFUSED: nobody listens"s);
}

void TestProjections::lifecycleOfAClientThatTriesASecondAddress()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell(Connecting, 0, "resolving localhost");
    QCOMPARE(story->phase(), Lifecycle::Phase::Starting);
    story.tell(Note, 0, "localhost has the addresses ::1, 127.0.0.1");
    story.tell(Created, 1, "→ fd 9");
    story.tell(Connecting, 1);
    story.tell(Failed, 1, "ECONNREFUSED: nobody listens");
    story.tell(Closed, 1);
    story.tell(Created, 2, "→ fd 10");
    story.tell(Connecting, 2);
    story.tell(Connected, 2);
    QCOMPARE(line(*story), "*socket *connect ?send/recv shutdown close"s);
    QCOMPARE(story->descriptor(), std::optional(10));
    QVERIFY(!story->notice());
}

void TestProjections::lifecycleOfAClientWhoseNameIsUnknown()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell(Connecting, 0, "resolving nobody.test");
    QCOMPARE(line(*story), "socket ?connect send/recv shutdown close"s);
    story.tell(Failed, 0, "EAI_NONAME: no such host");
    QCOMPARE(story->phase(), Lifecycle::Phase::Starting); // it may be tried again
    story.tell(Closed, 0);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QCOMPARE(story->notice()->text, "EAI_NONAME: no such host"s);
    story.tell(Created, 1, "→ fd 9"); // the next attempt
    QCOMPARE(story->phase(), Lifecycle::Phase::Starting);
    QVERIFY(!story->notice());
}

void TestProjections::lifecycleOfAClientThatGivesUpWhileResolving()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell(Connecting, 0, "resolving slow.test");
    story.tell(Closed, 0, "given up");
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QVERIFY(!story->notice());
}

void TestProjections::lifecycleOfAClientThatIsReset()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell(Created, 1, "→ fd 9");
    story.tell(Connecting, 1);
    story.tell(Connected, 1);
    story.tell(Reset, 1, "ECONNRESET: cut");
    QCOMPARE(line(*story), "*socket *connect !send/recv shutdown close"s);
    story.tell(Closed, 1);
    QCOMPARE(story->notice()->text, "ECONNRESET: cut"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
}

void TestProjections::lifecycleOfAChat()
{
    Story story(Lifecycle::ofMulticastChat());
    QCOMPARE(line(*story), "socket bind join send/recv leave close"s);
    story.tell(Created, 0, "socket AF_INET SOCK_DGRAM → fd 7");
    story.tell(Bound, 0);
    story.tell(Created, 1, "socket AF_INET SOCK_DGRAM → fd 8");
    story.tell(Connected, 1);
    QCOMPARE(story->phase(), Lifecycle::Phase::Starting);
    QCOMPARE(story->descriptor(), std::optional(7));
    story.tell(Joined, 0, "on lo");
    QCOMPARE(line(*story), "*socket *bind *join ?send/recv leave close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Running);
    story.tellBytes(Sent, 1, "Ada: hello");
    QCOMPARE(line(*story), "*socket *bind *join *?send/recv leave close"s);
    story.tell(Failed, 2, "ENETDOWN: the interface vb went down");
    QVERIFY(story->notice());
    story.tell(Joined, 2, "on vb");
    QVERIFY(!story->notice()); // it is of use again
    story.tell(Closed, 1);
    QCOMPARE(story->phase(), Lifecycle::Phase::Running);
    story.tell(Left, 0);
    story.tell(Closed, 0);
    QCOMPARE(line(*story), "*socket *bind *join *send/recv *leave *close"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
}

void TestProjections::lifecycleOfAChatThatCannotJoin()
{
    Story story(Lifecycle::ofMulticastChat());
    story.tell(Created, 0, "→ fd 7");
    story.tell(Bound, 0);
    story.tell(Failed, 0, "ENODEV: no route");
    QCOMPARE(line(*story), "*socket *bind !join send/recv leave close"s);
    story.tell(Closed, 0);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QCOMPARE(story->notice()->text, "ENODEV: no route"s);
}

void TestProjections::lifecycleOfAChatWhoseMessageIsTooLong()
{
    Story story(Lifecycle::ofMulticastChat());
    story.tell(Created, 0, "→ fd 7");
    story.tell(Bound, 0);
    story.tell(Joined, 0);
    story.tell(Failed, 1, "EMSGSIZE: too long");
    story.tell({.kind = Discarded, .connection = 1, .note = "not sent", .bytes = 70000});
    QCOMPARE(story->phase(), Lifecycle::Phase::Running);
    QCOMPARE(story->notice()->text, "EMSGSIZE: too long"s); // the reason, not what came of it
    QCOMPARE(story->descriptor(), std::optional(7));
}

void TestProjections::lifecycleBeginsAnew()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Created, 0, "→ fd 12");
    story.tell({.kind = Bound, .local = "127.0.0.1:9999"});
    story.tell(Listening, 0);
    story.tell(Accepted, 1);
    story.tell(Failed, 0, "EMFILE: no more");
    story.tell(Closed, 0);
    QCOMPARE(story->local(), "127.0.0.1:9999"s); // what was stays to be seen
    story.tell(Created, 0, "→ fd 14");
    QCOMPARE(line(*story), "*socket bind listen accept send/recv close"s);
    QCOMPARE(story->descriptor(), std::optional(14));
    QCOMPARE(story->local(), ""s);
    QVERIFY(!story->notice());
}

void TestProjections::lifecycleTellsTheCallsOfAServer()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(
        {.kind = Created, .local = "0.0.0.0:9999", .note = "socket AF_INET SOCK_STREAM → fd 12"});
    story.tell({.kind = Bound, .local = "0.0.0.0:9999", .note = "words, → and more"});
    story.tell({.kind = Listening, .local = "0.0.0.0:9999", .note = "listen backlog 4096"});
    QCOMPARE(calls(*story), "socket AF_INET SOCK_STREAM → fd 12, bind 0.0.0.0:9999, "
                            "listen backlog 4096, accept"s);
    story.tell({.kind = Accepted, .connection = 1, .peer = "10.0.0.1:5", .note = "accept → fd 14"});
    story.tell({.kind = Accepted, .connection = 2, .peer = "10.0.0.2:6", .note = "accept → fd 15"});
    const LifecycleStep &accept = story->steps()[3];
    QCOMPARE(accept.call(), "accept → fd 15"s);
    QCOMPARE(accept.from, "10.0.0.2:6"s);
    QCOMPARE(accept.count, std::uint64_t(2));
    QCOMPARE(accept.event, std::optional(EventNumber(4)));
    story.tellBytes(Received, 1, "hello");
    story.tellBytes(Sent, 2, "hi");
    story.tellBytes(Received, 2, "x");
    const LifecycleStep &moved = story->steps()[4];
    QCOMPARE(moved.bytesReceived, std::uint64_t(6));
    QCOMPARE(moved.bytesSent, std::uint64_t(2));
    QCOMPARE(moved.count, std::uint64_t(3));
    QCOMPARE(moved.event, std::optional(EventNumber(7)));
    story.tell(Closed, 0);
    QCOMPARE(story->steps()[5].call(), "close fd 12"s);
    QCOMPARE(story->starts(), std::uint64_t(1));
    story.tell(Created, 0, "socket AF_INET SOCK_STREAM → fd 12");
    QCOMPARE(calls(*story), "socket AF_INET SOCK_STREAM → fd 12"s);
    QCOMPARE(story->steps()[3].count, std::uint64_t(0));
    QCOMPARE(story->steps()[4].bytesSent, std::uint64_t(0));
    QCOMPARE(story->starts(), std::uint64_t(2));
}

void TestProjections::lifecycleTellsThePortThatTheSystemChose()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell({.kind = Created, .local = "[::1]:0", .note = "→ fd 12"});
    story.tell({.kind = Bound, .local = "[::1]:43211"});
    QCOMPARE(story->steps()[1].call(), "bind [::1]:0 → port 43211"s);
    story.tell(Closed, 0);
    story.tell({.kind = Created, .local = "[::1]:80", .note = "→ fd 12"});
    story.tell({.kind = Bound, .local = "[::1]:80"});
    QCOMPARE(story->steps()[1].call(), "bind [::1]:80"s);
}

void TestProjections::lifecycleTellsWhichCallFailed_data()
{
    QTest::addColumn<EventKind>("kind");
    QTest::addColumn<std::string>("note");
    QTest::addColumn<std::string>("result");
    QTest::newRow("by name") << Failed << "EACCES: not permitted"s
                             << "EACCES"s;
    QTest::newRow("a number") << Failed << "E12345: odd"s
                              << "E12345"s;
    QTest::newRow("a time-out") << TimedOut << "ETIMEDOUT: no answer"s
                                << "ETIMEDOUT"s;
    QTest::newRow("aborted") << Reset << "aborted by this side: the peer gets RST"s
                             << "RST"s;
    QTest::newRow("words") << Failed << "no name: here"s
                           << ""s;
    QTest::newRow("one letter") << Failed << "A: here"s
                                << ""s;
    QTest::newRow("nothing else") << Failed << "EACCES"s
                                  << ""s;
    QTest::newRow("nothing") << Failed << ""s
                             << ""s;
}

void TestProjections::lifecycleTellsWhichCallFailed()
{
    QFETCH(const EventKind, kind);
    QFETCH(const std::string, note);
    QFETCH(const std::string, result);
    Story story(Lifecycle::ofTcpServer());
    story.tell({.kind = Created, .local = "127.0.0.1:80", .note = "→ fd 12"});
    story.tell({.kind = kind, .local = "127.0.0.1:80", .note = note});
    QVERIFY(story->steps()[1].failed);
    QCOMPARE(story->steps()[1].arguments, "127.0.0.1:80"s);
    QCOMPARE(story->steps()[1].result, result);
    QCOMPARE(story->steps()[1].detail, note);
    QCOMPARE(story->steps()[1].event, std::optional(EventNumber(1)));
}

void TestProjections::lifecycleTellsTheCallsOfAClient()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell({.kind = Connecting, .peer = "localhost:80", .note = "resolving localhost"});
    QCOMPARE(calls(*story), "connect localhost:80"s);
    story.tell(Created, 1, "socket AF_INET SOCK_STREAM → fd 9");
    story.tell({.kind = Connecting, .connection = 1, .peer = "127.0.0.1:80"});
    QCOMPARE(calls(*story), "socket AF_INET SOCK_STREAM → fd 9, connect 127.0.0.1:80"s);
    QCOMPARE(story->steps()[1].event, std::optional(EventNumber(2)));
    story.tell(
        {.kind = Connected, .connection = 1, .peer = "127.0.0.1:80", .note = "connect → fd 9"});
    QCOMPARE(story->steps()[1].call(), "connect 127.0.0.1:80 → fd 9"s);
    story.tell(Finished, 1);
    story.tell({.kind = Reset, .connection = 1, .peer = "127.0.0.1:80", .note = "ECONNRESET: cut"});
    story.tell(Closed, 1);
    QCOMPARE(calls(*story), "socket AF_INET SOCK_STREAM → fd 9, connect 127.0.0.1:80 → fd 9, "
                            "!send/recv → ECONNRESET, shutdown SHUT_WR, close fd 9"s);
    story.tell(Closed, 0);
    story.tell({.kind = Connecting, .peer = "nobody.test:80", .note = "resolving nobody.test"});
    story.tell({.kind = Failed, .peer = "nobody.test:80", .note = "EAI_NONAME: no such host"});
    QCOMPARE(calls(*story), "!connect nobody.test:80 → EAI_NONAME"s);
}

void TestProjections::lifecycleTellsTheCallsOfAChat()
{
    Story story(Lifecycle::ofMulticastChat());
    story.tell(Created, 0, "socket AF_INET SOCK_DGRAM → fd 7");
    story.tell({.kind = Bound, .local = "0.0.0.0:8123", .note = "shared"});
    story.tell({.kind = Joined, .peer = "225.0.0.250:8123", .note = "on lo"});
    story.tell({.kind = Left, .peer = "225.0.0.250:8123", .note = "on lo"});
    story.tell(Closed, 0);
    QCOMPARE(calls(*story), "socket AF_INET SOCK_DGRAM → fd 7, bind 0.0.0.0:8123, "
                            "join 225.0.0.250:8123 on lo, leave 225.0.0.250:8123 on lo, "
                            "close fd 7"s);
}

void TestProjections::lifecycleTellsThatThereWasNoSocket()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Created, 0, "socket AF_INET SOCK_STREAM → fd 12");
    story.tell(Closed, 0);
    story.tell({.kind = Failed, .local = "127.0.0.1:80", .note = "EMFILE: no more"});
    QCOMPARE(calls(*story), "!socket → EMFILE"s);
    QCOMPARE(story->phase(), Lifecycle::Phase::Idle);
    QCOMPARE(story->notice()->text, "EMFILE: no more"s);

    Story client(Lifecycle::ofTcpClient());
    client.tell({.kind = Failed, .connection = 1, .peer = "127.0.0.1:80", .note = "EMFILE: none"});
    client.tell(Closed, 1);
    QCOMPARE(client->phase(), Lifecycle::Phase::Idle);
    QVERIFY(client->steps()[0].failed);
}

void TestProjections::lifecycleTakesNoWordsForArguments()
{
    Story story(Lifecycle::ofTcpServer());
    for (const char *note : {"", "socket", "socket ", "sockets of mine", "→ fd 3", "<b>socket</b>",
                             "socket → ", "socket  → fd 3"}) {
        story.tell(Created, 0, note);
        QCOMPARE(story->steps()[0].arguments, ""s);
        story.tell(Closed, 0);
    }
    story.tell(Created, 0, "socket of mine");
    QCOMPARE(story->steps()[0].call(), "socket of mine"s);
}

void TestProjections::aNoticeIsPutAwayWhenItWasSeen()
{
    Story story(Lifecycle::ofTcpServer());
    story.tell(Failed, 0, "EINVAL: no port");
    QVERIFY(story->notice());
    story->dismissNotice();
    QVERIFY(!story->notice());
    story.tell(Failed, 0, "EINVAL: no address");
    QCOMPARE(story->notice()->text, "EINVAL: no address"s);
}

void TestProjections::discardedBytesAreANotice()
{
    Story story(Lifecycle::ofTcpClient());
    story.tell({.kind = Discarded, .note = "not connected", .bytes = 6});
    QVERIFY(story->notice());
    QVERIFY(story->notice()->text.find("6 B") != std::string::npos);
    QVERIFY(story->notice()->text.find("not connected") != std::string::npos);
}

void TestProjections::tableFollowsEachConnection()
{
    Story story{ConnectionTable()};
    story.tell({.kind = Accepted,
                .connection = 1,
                .local = "127.0.0.1:9999",
                .peer = "127.0.0.1:5",
                .note = "accept → fd 13"});
    story.tell(Accepted, 2, "accept → fd 14");
    story.tellBytes(Received, 1, "hello", "127.0.0.1:9999", "127.0.0.1:5");
    story.tellBytes(Sent, 1, "hi", "127.0.0.1:9999", "127.0.0.1:5");
    story.tell({.kind = Discarded, .connection = 2, .bytes = 7});
    QCOMPARE(line(*story), "1 open 5/2/0, 2 open 0/0/7"s);
    QCOMPARE(story->openCount(), std::size_t(2));
    const ConnectionRow *row = story->find(1);
    QVERIFY(row != nullptr);
    QCOMPARE(row->descriptor, 13);
    QCOMPARE(row->local, "127.0.0.1:9999"s);
    QCOMPARE(row->peer, "127.0.0.1:5"s);
    QVERIFY(row->open);
    QVERIFY(row->since > 0);
    QVERIFY(row->canBeSentTo());
    story.tell(Closed, 1);
    QCOMPARE(line(*story), "1 closed 5/2/0, 2 open 0/0/7"s);
    QCOMPARE(story->openCount(), std::size_t(1));
    QVERIFY(!story->find(1)->canBeSentTo());
    QCOMPARE(story->find(3), nullptr);
    QCOMPARE(story->find(0), nullptr);
}

void TestProjections::tableFollowsBothHalfCloses()
{
    Story story{ConnectionTable()};
    story.tell(Created, 1, "→ fd 3");
    story.tell(Connecting, 1);
    QCOMPARE(line(*story), "1 connecting 0/0/0"s);
    QVERIFY(!story->find(1)->canBeSentTo());
    story.tell(Connected, 1);
    story.tell(PeerFinished, 1);
    QCOMPARE(line(*story), "1 peer-finished 0/0/0"s);
    QVERIFY(story->find(1)->canBeSentTo());
    story.tell(Finished, 1);
    QCOMPARE(line(*story), "1 finished 0/0/0"s);
    story.tell(Accepted, 2);
    story.tell(Finished, 2);
    story.tell(PeerFinished, 2);
    QCOMPARE(line(*story), "1 finished 0/0/0, 2 finished 0/0/0"s);
    QVERIFY(!story->find(2)->canBeSentTo());
}

void TestProjections::tableKeepsWhyAConnectionEnded()
{
    Story story{ConnectionTable()};
    story.tell(Accepted, 1);
    story.tell(Reset, 1);
    story.tell(Closed, 1);
    story.tell(Created, 2);
    story.tell(Connecting, 2);
    story.tell(TimedOut, 2);
    story.tell(Closed, 2);
    story.tell(Created, 3);
    story.tell(Failed, 3);
    story.tell(Closed, 3);
    QCOMPARE(line(*story), "1 reset 0/0/0, 2 failed 0/0/0, 3 failed 0/0/0"s);
    QCOMPARE(story->openCount(), std::size_t(0));
    story.tell({.kind = Discarded, .connection = 1, .bytes = 4}); // to who is gone
    QCOMPARE(story->find(1)->bytesDiscarded, std::uint64_t(4));
    QCOMPARE(story->openCount(), std::size_t(0));
}

void TestProjections::tableLeavesTheEndpointItselfOut()
{
    Story story{ConnectionTable()};
    QVERIFY(!story->anyOpen());
    story.tell(Created, 0);
    story.tell(Listening, 0);
    QVERIFY(story->rows().empty());
    QVERIFY(story->anyOpen());
    story.tell(Accepted, 1);
    story.tell(Closed, 0);
    QVERIFY(story->anyOpen());
    story.tell(Closed, 1);
    QVERIFY(!story->anyOpen());
}

void TestProjections::tableTellsWhichRowsChanged()
{
    Story story{ConnectionTable()};
    QCOMPARE(story->takeChanged().count, std::size_t(0));
    for (ConnectionId id = 1; id <= 10; ++id) {
        story.tell(Accepted, id);
    }
    auto changed = story->takeChanged();
    QCOMPARE(changed.first, std::size_t(0));
    QCOMPARE(changed.count, std::size_t(10));
    QCOMPARE(story->takeChanged().count, std::size_t(0));
    story.tell(Created, 0); // no row
    QCOMPARE(story->takeChanged().count, std::size_t(0));
    story.tell(Closed, 8);
    story.tell(Closed, 3);
    story.tell(Closed, 5);
    changed = story->takeChanged();
    QCOMPARE(changed.first, std::size_t(2));
    QCOMPARE(changed.count, std::size_t(6)); // from 3 to 8
    story.tellBytes(Received, 10, "x");
    changed = story->takeChanged();
    QCOMPARE(changed.first, std::size_t(9));
    QCOMPARE(changed.count, std::size_t(1));
}

void TestProjections::tableFindsItsSurplus()
{
    Story story{ConnectionTable(100)};
    for (ConnectionId id = 1; id <= 110; ++id) {
        story.tell(Accepted, id);
        story.tell(Closed, id);
    }
    QVERIFY(story->surplus().empty()); // a tenth more may be there
    story.tell(Accepted, 111);
    story.tell(Closed, 111);
    const auto surplus = story->surplus();
    QCOMPARE(surplus.size(), std::size_t(1));
    QCOMPARE(surplus.front().first, std::size_t(0));
    QCOMPARE(surplus.front().count, std::size_t(11));
    story->remove(surplus.front());
    QCOMPARE(story->rows().size(), std::size_t(100));
    QCOMPARE(story->rows().front().id, ConnectionId(12));
    QCOMPARE(story->removedCount(), std::uint64_t(11));
    QVERIFY(story->surplus().empty());
    QCOMPARE(story->find(11), nullptr);
    QVERIFY(story->find(111) != nullptr);
    QCOMPARE(story->takeChanged().count, std::size_t(0));
}

void TestProjections::tableKeepsOpenRowsAmongTheSurplus()
{
    Story story{ConnectionTable(10)};
    for (ConnectionId id = 1; id <= 40; ++id) {
        story.tell(Accepted, id);
        if (id % 5 != 0) {
            story.tell(Closed, id);
        }
    }
    QCOMPARE(story->openCount(), std::size_t(8));
    for (const auto &range : story->surplus()) {
        story->remove(range); // in this order the indexes stay right
    }
    QCOMPARE(story->rows().size() - story->openCount(), std::size_t(10));
    QCOMPARE(story->openCount(), std::size_t(8));
    for (ConnectionId id = 5; id <= 40; id += 5) {
        QVERIFY(story->find(id) != nullptr);
        QVERIFY(story->find(id)->open);
    }
    QCOMPARE(story->removedCount(), std::uint64_t(22));
    QVERIFY(story->find(39) != nullptr); // the youngest stay
    QCOMPARE(story->find(1), nullptr);
}

void TestProjections::tableTellsHowFastEachConnectionIs()
{
    constexpr std::int64_t second = 1000000000;
    Story story{ConnectionTable()};
    story.tell(Accepted, 1);
    const std::string kilobyte(1000, 'x');
    // 1000 bytes in each quarter of a second received, a tenth of that sent.
    for (std::int64_t quarter = 0; quarter < 12; ++quarter) {
        const Moment moment{.time = 0, .elapsed = quarter * second / 4};
        story.tell({.kind = Received,
                    .connection = 1,
                    .bytes = 1000,
                    .payload = std::as_bytes(std::span(kilobyte)),
                    .moment = moment});
        story.tell({.kind = Sent,
                    .connection = 1,
                    .bytes = 100,
                    .payload = std::as_bytes(std::span(kilobyte)).first(100),
                    .moment = moment});
    }
    const ConnectionRow &row = story->rows().front();
    QCOMPARE(row.receivedRate.at(3 * second), std::uint64_t(4000));
    QCOMPARE(row.sentRate.at(3 * second), std::uint64_t(400));
    QCOMPARE(row.receivedRate.at(3 * second - 1), std::uint64_t(4000));
}

void TestProjections::tableKnowsWhoCanBePaused()
{
    Story story{ConnectionTable()};
    story.tell(Created, 1);
    story.tell(Connecting, 1);
    QVERIFY(!story->find(1)->canBePaused()); // nothing is received yet
    story.tell(Connected, 1);
    QVERIFY(story->find(1)->canBePaused());
    story.tell(Paused, 1);
    QVERIFY(!story->find(1)->canBePaused());
    QVERIFY(story->find(1)->paused);
    story.tell(Resumed, 1);
    story.tell(Finished, 1);
    QVERIFY(story->find(1)->canBePaused()); // the peer may still send
    story.tell(Paused, 1);
    story.tell(Closed, 1);
    QVERIFY(!story->find(1)->paused);
    QVERIFY(!story->find(1)->canBePaused());
    story.tell(Accepted, 2);
    story.tell(PeerFinished, 2);
    QVERIFY(!story->find(2)->canBePaused()); // nothing more comes
}

void TestProjections::tableRemovesManyRangesAtOnce()
{
    Story story{ConnectionTable(10)};
    for (ConnectionId id = 1; id <= 60; ++id) {
        story.tell(Accepted, id);
    }
    for (ConnectionId id = 1; id <= 60; id += 2) {
        story.tell(Closed, id);
    }
    const auto surplus = story->surplus();
    QVERIFY(surplus.size() > 10);
    story->remove(surplus);
    QCOMPARE(story->rows().size(), std::size_t(40));
    QCOMPARE(story->removedCount(), std::uint64_t(20));
    QCOMPARE(story->openCount(), std::size_t(30));
    QCOMPARE(story->find(39), nullptr);
    for (const ConnectionId id : {2, 40, 41, 59, 60}) {
        QVERIFY(story->find(id) != nullptr);
    }
    QVERIFY(story->surplus().empty());
    QCOMPARE(story->takeChanged().count, std::size_t(0));
}

void TestProjections::rateFallsToNothing()
{
    constexpr std::int64_t second = 1000000000;
    Rate rate;
    QCOMPARE(rate.at(0), std::uint64_t(0));
    rate.add(5 * second + second / 2, 1000);
    QCOMPARE(rate.at(5 * second + second / 2), std::uint64_t(1000)); // at once
    QCOMPARE(rate.at(6 * second), std::uint64_t(1000));
    QCOMPARE(rate.at(6 * second + second / 4), std::uint64_t(750));
    QCOMPARE(rate.at(7 * second - 1), std::uint64_t(0));
    QCOMPARE(rate.at(7 * second), std::uint64_t(0));
    QCOMPARE(rate.at(1000 * second), std::uint64_t(0));
    rate.add(1000 * second, 7);
    QCOMPARE(rate.at(1000 * second), std::uint64_t(7)); // and nothing of what was before
}

void TestProjections::rateBearsAnyTime()
{
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    constexpr auto highest = std::numeric_limits<std::int64_t>::max();
    Rate rate;
    rate.add(lowest, 5);
    rate.add(highest, std::numeric_limits<std::uint64_t>::max());
    rate.add(0, 1); // no clock goes back: counts as the time before
    rate.at(lowest);
    rate.at(highest);
    QCOMPARE(rate.at(0), std::uint64_t(0));
}

void TestProjections::tableOfALogWithoutItsBeginning()
{
    Story story{ConnectionTable()};
    story.tellBytes(Received, 7, "the accept was dropped");
    story.tell(Closed, 7);
    story.tellBytes(Received, 3, "an older one");
    QCOMPARE(story->rows().size(), std::size_t(2));
    QCOMPARE(story->rows().front().id, ConnectionId(3)); // ordered by number
    QCOMPARE(story->find(7)->state, ConnectionState::Closed);
    QCOMPARE(story->find(7)->descriptor, -1);
    QCOMPARE(story->openCount(), std::size_t(0));
}

QTEST_APPLESS_MAIN(TestProjections)
#include "tst_projections.moc"
