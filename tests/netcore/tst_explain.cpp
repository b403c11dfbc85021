#include "netcore/endpoints/tcpclient.h"
#include "netcore/endpoints/tcpserver.h"
#include "netcore/explain/explainevent.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/sockets/systemerror.h"
#include "tests/support/limits.h"
#include "tests/support/logs.h"
#include "tests/support/modeltexts.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QElapsedTimer>
#include <QTest>

#include <cerrno>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;
using Side = Explanation::Side;

namespace
{

/// The first part that is missing, or that still has a place for a word; empty where all is well.
QString flawOf(const Explanation &explanation)
{
    const QStringList parts{explanation.title,
                            explanation.whatHappened,
                            explanation.whoDidIt,
                            explanation.causes.join(u'\n'),
                            explanation.nextSteps.join(u'\n'),
                            explanation.standard,
                            sideText(explanation.side)};
    for (const QString &part : parts) {
        if (part.isEmpty() || part.contains(QStringLiteral("%1"))) {
            return QStringLiteral("\"%1\" of \"%2\"").arg(part, explanation.title);
        }
    }
    return {};
}

/// A log that a test writes, as it may come from a file.
struct Story {
    EventLog log;

    Story &add(EventKind kind, const std::string &note = {}, ConnectionId connection = 1)
    {
        const bool carries = carriesData(kind) || kind == EventKind::Discarded;
        log.append({.kind = kind,
                    .connection = connection,
                    .local = connection == 0 ? "" : "127.0.0.1:50112",
                    .peer = connection == 0 ? "" : "127.0.0.1:9999",
                    .note = note,
                    .bytes = carries ? 5U : 0U,
                    .payload = carries ? viewOf(std::string_view("hello")) : ByteView()});
        return *this;
    }
    /// Of a chat's socket: the group is the peer of what it says and joins, somebody else that of
    /// what it hears.
    Story &addInGroup(EventKind kind, const std::string &note = {}, std::string_view payload = {})
    {
        log.append({.kind = kind,
                    .connection = 1,
                    .local = "192.168.1.5:40000",
                    .peer = kind == EventKind::Received ? "192.168.1.7:40000" : "225.0.0.250:8123",
                    .note = note,
                    .bytes = payload.size(),
                    .payload = viewOf(payload)});
        return *this;
    }
    /// Of the last event.
    std::optional<Explanation> explanation() const
    {
        return explainEvent(log, *log.at(log.size() - 1));
    }
    QString title() const
    {
        const auto its = explanation();
        return its ? its->title : QStringLiteral("nothing");
    }
};

} // namespace

class TestExplain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void explainsARefusedConnection();
    void explainsASourceThatIsNotOfThisMachine();
    void explainsANetworkThatIsNotThere();
    void explainsAnAddressInUse();
    void explainsAnAddressOfAnotherMachine();
    void explainsTooManyOpenFiles();
    void explainsALinkLocalAddressWithoutItsInterface();
    void explainsUnreadDataThatCutsTheConnection();
    void explainsAResetInMidConversation();
    void explainsAResetOutOfTheBlue();
    void explainsABrokenPipe();
    void explainsAnEndBeforeAnAnswer();
    void tellsWhoFinishedFirst();
    void explainsAnEndThatThePeerDidNotShare();
    void tellsOurResetFromThePeers();
    void explainsAClientTooMany();
    void explainsAServerThatStops();

    void explainsWhatALogTells_data();
    void explainsWhatALogTells();
    void knowsAnExplanationForEveryError_data();
    void knowsAnExplanationForEveryError();
    void explainsEveryEndAndEveryOddState();
    void explainsWhatHappensInAGroup_data();
    void explainsWhatHappensInAGroup();
    void explainsOddDatagrams();
    void explainsWhatHappensToInterfaces_data();
    void explainsWhatHappensToInterfaces();
    void tellsADatagramThatCameBackFromOneThatDidNot();
    void looksForNoDatagramWithoutEnd();
    void saysNothingAboutWhatGoesWell_data();
    void saysNothingAboutWhatGoesWell();
    void takesANoteForNoFailure();
    void findsTheHintOfItsOwnAttempt();
    void claimsNothingAboutWhatItDidNotSee();
    void isFastInALongLog();
    void makesWhatOthersChoseInert();
    void knowsNumbersAndNamesOfErrors();

private:
    void say(const char *text) { m_client->send({}, PreparedMessage::ofBytes(QByteArray(text))); }

    void startClient(quint16 port, const QString &host = QStringLiteral("127.0.0.1"));
    void connectToPeer();
    bool hasEvent(EventKind kind) const { return count(*m_log, kind) > 0; }
    Explanation explained(EventKind kind) const;

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpClient> m_client;
    std::optional<PeerListener> m_listener;
    std::optional<Peer> m_peer;
};

void TestExplain::init()
{
    m_log = std::make_shared<EventLog>();
    m_client = std::make_unique<TcpClient>(m_log);
    m_listener.emplace();
}

void TestExplain::cleanup()
{
    m_client.reset();
    m_peer.reset();
    m_listener.reset();
}

void TestExplain::startClient(quint16 port, const QString &host)
{
    TcpClientSettings settings;
    settings.host = host;
    settings.port = QString::number(port);
    m_client->start(settings);
}

void TestExplain::connectToPeer()
{
    startClient(m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(m_peer), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Connected), patience);
}

Explanation TestExplain::explained(EventKind kind) const
{
    auto events = eventsOf(*m_log, kind);
    // The end of a client's run is not what these tests ask about.
    std::erase_if(events, [](const Event &event) {
        return event.kind() == EventKind::Closed && event.note().starts_with("nothing goes on");
    });
    const auto its = events.empty() ? std::nullopt : explainEvent(*m_log, events.back());
    if (!its) {
        throw std::runtime_error("there is nothing to be explained");
    }
    const QString flaw = flawOf(*its);
    if (!flaw.isEmpty()) {
        throw std::runtime_error(flaw.toStdString());
    }
    return *its;
}

void TestExplain::explainsARefusedConnection()
{
    const quint16 port = m_listener->port();
    m_listener.reset();
    startClient(port);
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Failed), patience);
    const Explanation its = explained(EventKind::Failed);
    QCOMPARE(its.title, QStringLiteral("Connection refused"));
    QCOMPARE(its.side, Side::Peer);
    QVERIFY(its.whatHappened.contains(QStringLiteral("127.0.0.1:%1").arg(port)));
    QCOMPARE(its.errorName, QStringLiteral("ECONNREFUSED"));
    QCOMPARE(its.errorNumber, std::optional(ECONNREFUSED));
    QCOMPARE(its.errorText(),
             QStringLiteral("ECONNREFUSED, error %1 on this system").arg(ECONNREFUSED));
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Closed), patience);
    QCOMPARE(explained(EventKind::Closed).title, QStringLiteral("Closed after it had failed"));
    QTRY_COMPARE_WITH_TIMEOUT(m_log->at(m_log->size() - 1)->connection(), ConnectionId(0),
                              patience);
    QCOMPARE(explainEvent(*m_log, *m_log->at(m_log->size() - 1))->title,
             QStringLiteral("Nothing goes on any more"));
}

void TestExplain::explainsASourceThatIsNotOfThisMachine()
{
    TcpClientSettings settings;
    settings.port = QString::number(m_listener->port());
    settings.source = QStringLiteral("203.0.113.1"); // nobody's (RFC 5737)
    m_client->start(settings);
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Failed), patience);
    QCOMPARE(explained(EventKind::Failed).title, QStringLiteral("No address to connect from"));
}

void TestExplain::explainsANetworkThatIsNotThere()
{
    // A connection to a broadcast address goes nowhere, and the system says so by itself.
    startClient(m_listener->port(), QStringLiteral("127.255.255.255"));
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Failed), patience);
    QCOMPARE(lastError(*m_log), "ENETUNREACH"s);
    QCOMPARE(explained(EventKind::Failed).title, QStringLiteral("Network unreachable"));
    QCOMPARE(explained(EventKind::Failed).side, Side::System);
}

void TestExplain::explainsAnAddressInUse()
{
    TcpServer server(m_log);
    TcpServerSettings settings;
    settings.port = QString::number(m_listener->port());
    server.start(settings);
    const Explanation its = explained(EventKind::Failed);
    QCOMPARE(its.title, QStringLiteral("Address in use"));
    QCOMPARE(its.errorNumber, std::optional(EADDRINUSE));
    QVERIFY2(its.hint.startsWith(
                 QStringLiteral("127.0.0.1:%1 is listened on already").arg(m_listener->port())),
             qPrintable(its.hint));
}

void TestExplain::explainsAnAddressOfAnotherMachine()
{
    TcpServer server(m_log);
    TcpServerSettings settings;
    settings.address = QStringLiteral("203.0.113.1");
    settings.port = QStringLiteral("0");
    server.start(settings);
    QCOMPARE(explained(EventKind::Failed).title, QStringLiteral("Not an address of this machine"));
    QCOMPARE(explained(EventKind::Failed).errorNumber, std::optional(EADDRNOTAVAIL));
}

void TestExplain::explainsTooManyOpenFiles()
{
    const ScopedLimit limit(RLIMIT_NOFILE, static_cast<rlim_t>(nextDescriptor()));
    startClient(m_listener->port());
    QCOMPARE(lastError(*m_log), "EMFILE"s);
    QCOMPARE(explained(EventKind::Failed).title,
             QStringLiteral("Too many open files in this program"));
    QCOMPARE(explained(EventKind::Failed).side, Side::ThisSide);
}

void TestExplain::explainsALinkLocalAddressWithoutItsInterface()
{
    startClient(m_listener->port(), QStringLiteral("fe80::1"));
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Failed), patience);
    QCOMPARE(lastError(*m_log), "EINVAL"s);
    QVERIFY(lastNote(*m_log, EventKind::Failed).find("%eth0") != std::string::npos);
    const Explanation its = explained(EventKind::Failed);
    QCOMPARE(its.title, QStringLiteral("The interface of a link-local address is missing"));
    QVERIFY(its.nextSteps.constFirst().contains(QStringLiteral("fe80::1%eth0")));
}

void TestExplain::explainsUnreadDataThatCutsTheConnection()
{
    connectToPeer();
    say("hello");
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*m_log, EventKind::Sent), std::uint64_t(5), patience);
    m_peer->close(); // with these bytes unread
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Closed), patience);
    const Explanation its = explained(EventKind::Reset);
    QCOMPARE(its.title, QStringLiteral("Cut before an answer, perhaps with unread data"));
    QCOMPARE(its.side, Side::Peer);
    QCOMPARE(its.errorNumber, std::optional(ECONNRESET));
    QVERIFY(its.causes.constFirst().contains(QStringLiteral("unread")));
}

void TestExplain::explainsAResetInMidConversation()
{
    connectToPeer();
    say("hello");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "hello"s, patience);
    m_peer->sendAll("well");
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(*m_log, EventKind::Received), std::uint64_t(4), patience);
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Reset), patience);
    QCOMPARE(explained(EventKind::Reset).title, QStringLiteral("Reset by the peer"));
    QVERIFY(explained(EventKind::Reset).whatHappened.contains(QStringLiteral("is lost")));
}

void TestExplain::explainsAResetOutOfTheBlue()
{
    connectToPeer();
    m_peer->reset();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Reset), patience);
    QCOMPARE(explained(EventKind::Reset).title, QStringLiteral("Reset by the peer"));
    QVERIFY(explained(EventKind::Reset).whatHappened.contains(QStringLiteral("had sent nothing")));
}

void TestExplain::explainsABrokenPipe()
{
    connectToPeer();
    m_peer->close();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::PeerFinished), patience);
    say("the first seems to go well"); // and is answered by a reset
    say("the second does not");
    QCOMPARE(lastError(*m_log), "EPIPE"s);
    const Explanation its = explained(EventKind::Failed);
    QCOMPARE(its.title, QStringLiteral("Broken pipe"));
    QCOMPARE(its.side, Side::Peer);
    QCOMPARE(explained(EventKind::Discarded).title, QStringLiteral("Bytes that never left"));
}

void TestExplain::explainsAnEndBeforeAnAnswer()
{
    connectToPeer();
    say("hello");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "hello"s, patience);
    m_peer->close();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::PeerFinished), patience);
    QCOMPARE(explained(EventKind::PeerFinished).title, QStringLiteral("Closed before an answer"));
    QCOMPARE(explained(EventKind::PeerFinished).side, Side::Peer);
    m_client->stop();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Closed), patience);
    QCOMPARE(explained(EventKind::Closed).title, QStringLiteral("Closed before an answer"));
}

void TestExplain::tellsWhoFinishedFirst()
{
    connectToPeer();
    m_client->finish({});
    QCOMPARE(explained(EventKind::Finished).title,
             QStringLiteral("This side has finished sending"));
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    say("too late");
    QCOMPARE(explained(EventKind::Discarded).title,
             QStringLiteral("Not sent: this side had finished"));
    m_peer->finish();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Closed), patience);
    QCOMPARE(explained(EventKind::PeerFinished).title, QStringLiteral("Both sides have finished"));
    QCOMPARE(explained(EventKind::Closed).title,
             QStringLiteral("Closed in order, this side first"));

    m_peer.reset();
    m_log->clear();
    connectToPeer();
    m_peer->finish();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::PeerFinished), patience);
    QCOMPARE(explained(EventKind::PeerFinished).title,
             QStringLiteral("The peer has finished sending"));
    m_client->finish({});
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Closed), patience);
    QCOMPARE(explained(EventKind::Finished).title, QStringLiteral("Both sides have finished"));
    QCOMPARE(explained(EventKind::Closed).title, QStringLiteral("Closed in order, the peer first"));
}

void TestExplain::explainsAnEndThatThePeerDidNotShare()
{
    connectToPeer();
    m_client->stop(); // and the peer keeps its side open
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Closed), patience);
    QCOMPARE(explained(EventKind::Closed).title,
             QStringLiteral("Closed without the end of the peer"));
    QCOMPARE(explained(EventKind::Closed).side, Side::ThisSide);
}

void TestExplain::tellsOurResetFromThePeers()
{
    connectToPeer();
    m_client->abort({});
    QCOMPARE(explained(EventKind::Reset).title, QStringLiteral("Cut by this side"));
    QCOMPARE(explained(EventKind::Reset).side, Side::ThisSide);
    QVERIFY(explained(EventKind::Reset).errorText().isEmpty());

    m_peer.reset();
    m_log->clear();
    connectToPeer();
    m_peer->close();
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::PeerFinished), patience);
    say("is somebody there?");
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Reset), patience);
    QCOMPARE(explained(EventKind::Reset).title, QStringLiteral("Cut after the peer had finished"));
    QCOMPARE(explained(EventKind::Reset).side, Side::Peer);
}

void TestExplain::explainsAClientTooMany()
{
    TcpServer server(m_log);
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.mostClients = 1;
    server.start(settings);
    QCOMPARE(explained(EventKind::Listening).title,
             QStringLiteral("Listening for this machine only"));
    const auto port =
        QString::fromStdString(std::string(eventsOf(*m_log, EventKind::Listening).back().local()))
            .section(u':', -1)
            .toUShort();
    const Peer first = Peer::connectedTo(port);
    const Peer second = Peer::connectedTo(port);
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(EventKind::Reset), patience);
    QCOMPARE(explained(EventKind::Reset).title,
             QStringLiteral("Refused: as many clients as are wanted"));
    QCOMPARE(explained(EventKind::Reset).side, Side::ThisSide);
}

void TestExplain::explainsAServerThatStops()
{
    TcpServer server(m_log);
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.address = QStringLiteral("0.0.0.0");
    server.start(settings);
    QCOMPARE(explained(EventKind::Listening).title, QStringLiteral("Listening on all addresses"));
    server.stop();
    QCOMPARE(explained(EventKind::Closed).title, QStringLiteral("The server listens no more"));
}

void TestExplain::explainsWhatALogTells_data()
{
    using enum EventKind;
    QTest::addColumn<QList<EventKind>>("before");
    QTest::addColumn<EventKind>("kind");
    QTest::addColumn<std::string>("note");
    QTest::addColumn<QString>("title");
    QTest::addColumn<Side>("side");
    const QList<EventKind> connecting{Created, Connecting};
    const QList<EventKind> connected{Created, Connecting, Connected};
    const QList<EventKind> asked{Created, Connecting, Connected, Sent};
    QTest::newRow("connection time-out")
        << connecting << TimedOut << "connection time-out: no answer within 10 s"s
        << QStringLiteral("No connection in the time that was allowed") << Side::ThisSide;
    QTest::newRow("response time-out")
        << asked << TimedOut << "response time-out: no byte within 5 s"s
        << QStringLiteral("No answer in the time that was allowed") << Side::Peer;
    QTest::newRow("exchange time-out")
        << asked << TimedOut << "exchange time-out: not over within 30 s"s
        << QStringLiteral("The whole exchange took longer than was allowed") << Side::Peer;
    QTest::newRow("the system's time-out")
        << connecting << TimedOut << "ETIMEDOUT: no answer"s
        << QStringLiteral("The system gave up waiting for a connection") << Side::Network;
    QTest::newRow("the peer is silent")
        << asked << TimedOut << "ETIMEDOUT: no longer"s
        << QStringLiteral("The peer no longer answers") << Side::Network;
    QTest::newRow("host unreachable") << connecting << Failed << "EHOSTUNREACH: x"s
                                      << QStringLiteral("Host unreachable") << Side::Network;
    QTest::newRow("permission to connect")
        << connecting << Failed << "EACCES: x"s
        << QStringLiteral("The system does not permit this connection") << Side::System;
    QTest::newRow("permission to bind") << QList{Created} << Failed << "EACCES: x"s
                                        << QStringLiteral("Permission denied") << Side::System;
    QTest::newRow("no port left") << connecting << Failed << "EADDRNOTAVAIL: x"s
                                  << QStringLiteral("No local address fits") << Side::System;
    QTest::newRow("cut while connecting")
        << connecting << Failed << "ECONNRESET: x"s
        << QStringLiteral("Cut while the connection was being made") << Side::Peer;
    QTest::newRow("reset by an old log's name")
        << connected << Reset << "ECONNABORTED: x"s << QStringLiteral("Reset by the peer")
        << Side::Peer;
    QTest::newRow("given up") << connecting << Closed << ""s
                              << QStringLiteral("Given up before the connection was made")
                              << Side::ThisSide;
    QTest::newRow("not connected") << QList<EventKind>() << Discarded << "not connected"s
                                   << QStringLiteral("Not sent: not connected") << Side::ThisSide;
    QTest::newRow("paused") << connected << Paused << ""s
                            << QStringLiteral("Paused: nothing is received") << Side::ThisSide;
    QTest::newRow("resumed") << connected << Resumed << ""s << QStringLiteral("Receiving goes on")
                             << Side::ThisSide;
    QTest::newRow("idle") << connected << Note << "idle: no byte for 60 s, closed by this side"s
                          << QStringLiteral("Closed because it was idle") << Side::ThisSide;
}

void TestExplain::explainsWhatALogTells()
{
    QFETCH(const QList<EventKind>, before);
    QFETCH(const EventKind, kind);
    QFETCH(const std::string, note);
    Story story;
    for (const EventKind earlier : before) {
        story.add(earlier);
        story.add(EventKind::Failed, "EPIPE: of another connection", 2);
    }
    story.add(kind, note);
    QTEST(story.title(), "title");
    QTEST(story.explanation()->side, "side");
    QCOMPARE(flawOf(*story.explanation()), QString());
}

void TestExplain::knowsAnExplanationForEveryError_data()
{
    QTest::addColumn<QString>("name");
    for (const std::string_view name : errorNames()) {
        QTest::newRow(name.data()) << QString::fromUtf8(name.data(), qsizetype(name.size()));
    }
    for (const char *name : {"EAI_NONAME", "EAI_FAIL", "EAI_AGAIN"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestExplain::knowsAnExplanationForEveryError()
{
    QFETCH(const QString, name);
    using enum EventKind;
    const std::string note = name.toStdString() + ": some words";
    for (const auto &before : {QList<EventKind>(), QList{Created}, QList{Created, Bound},
                               QList{Created, Bound, Listening}, QList{Created, Bound, Joined},
                               QList{Created, Connecting}, QList{Created, Connecting, Connected},
                               QList{Accepted, Received, PeerFinished}}) {
        for (const ConnectionId connection : {0, 1}) {
            Story story;
            for (const EventKind earlier : before) {
                story.add(earlier, {}, connection);
            }
            story.add(Failed, note, connection);
            const auto its = story.explanation();
            QVERIFY(its);
            QCOMPARE(flawOf(*its), QString());
            QCOMPARE(its->errorName, name);
            QVERIFY(its->errorNumber);
        }
    }
}

void TestExplain::explainsEveryEndAndEveryOddState()
{
    using enum EventKind;
    for (const EventKind kind : {Listening, PeerFinished, Finished, Reset, TimedOut, Failed,
                                 Discarded, Paused, Resumed, Closed}) {
        Story story;
        story.add(kind); // even where nothing is known about what was before
        QVERIFY2(story.explanation(), eventKindName(kind).data());
        QCOMPARE(flawOf(*story.explanation()), QString());
    }
}

void TestExplain::explainsWhatHappensInAGroup_data()
{
    using enum EventKind;
    QTest::addColumn<QList<EventKind>>("before");
    QTest::addColumn<EventKind>("kind");
    QTest::addColumn<std::string>("note");
    QTest::addColumn<std::string>("payload");
    QTest::addColumn<QString>("title");
    QTest::addColumn<Side>("side");
    const QList member{Created, Bound, Joined};
    const QList sender{Created, Connected};
    const auto row = [](const char *name, const QList<EventKind> &before, EventKind kind,
                        const std::string &note, const std::string &payload, const char *title,
                        Side side) {
        QTest::newRow(name) << before << kind << note << payload << QString::fromLatin1(title)
                            << side;
    };
    row("joined", {Created, Bound}, Joined, "on lo", "", "The group is joined", Side::ThisSide);
    row("left", member, Left, "on lo", "", "The group is left", Side::ThisSide);
    row("a pickle that calls", member, Received, "no chat message: …",
        "\x80\x03"
        "cposix\nsystem\n",
        "A pickle that is no message", Side::Peer);
    row("no message", member, Received, "no chat message: …", "hello",
        "A datagram that is no message", Side::Peer);
    row("no message at all", member, Received, "no chat message: …", "",
        "A datagram that is no message", Side::Peer);
    row("not heard", sender, Sent, "", "hello", "Sent to the group, and not heard here",
        Side::Nobody);
    row("went down", member, Failed, "ENETDOWN: x", "", "The chat's interface is down",
        Side::System);
    row("went down after a message", {Created, Bound, Joined, Received}, Failed, "ENETDOWN: x", "",
        "The chat's interface is down", Side::System);
    row("went away", member, Failed, "ENODEV: x", "", "The chat's interface has gone away",
        Side::System);
    row("lost its address", member, Failed, "EADDRNOTAVAIL: x", "",
        "The chat's interface has lost its address", Side::System);
    row("no interface", {Created, Bound}, Failed, "ENODEV: x", "", "The interface is not there",
        Side::System);
    row("no address", {Created, Bound}, Failed, "EADDRNOTAVAIL: x", "",
        "The interface has no address for this group", Side::System);
    row("too many groups", {Created, Bound}, Failed, "ENOBUFS: x", "", "Too many groups are joined",
        Side::System);
    row("no route", sender, Failed, "ENETUNREACH: x", "", "No route to the group", Side::System);
    row("firewall", sender, Failed, "EPERM: x", "", "A firewall keeps the message here",
        Side::System);
    row("dropped", member, Note, "dropped: 5 datagrams", "", "Datagrams were dropped here",
        Side::ThisSide);
}

void TestExplain::explainsWhatHappensInAGroup()
{
    QFETCH(const QList<EventKind>, before);
    QFETCH(const EventKind, kind);
    QFETCH(const std::string, note);
    QFETCH(const std::string, payload);
    Story story;
    for (const EventKind earlier : before) {
        story.addInGroup(earlier);
    }
    story.addInGroup(kind, note, payload);
    QTEST(story.title(), "title");
    QTEST(story.explanation()->side, "side");
    QCOMPARE(flawOf(*story.explanation()), QString());
}

void TestExplain::explainsOddDatagrams()
{
    using enum EventKind;
    Story empty;
    empty.add(Created).add(Bound).add(Received, "empty: x");
    QCOMPARE(empty.title(), QStringLiteral("An empty datagram"));
    QCOMPARE(flawOf(*empty.explanation()), QString());
    Story cut;
    cut.add(Created).add(Bound).add(Received, "truncated: x");
    QCOMPARE(cut.title(), QStringLiteral("A datagram that was cut"));
    QVERIFY(cut.explanation()->side == Side::ThisSide);
    QCOMPARE(flawOf(*cut.explanation()), QString());
}

void TestExplain::explainsWhatHappensToInterfaces_data()
{
    QTest::addColumn<std::string>("note");
    QTest::addColumn<QString>("title");
    const auto row = [](const char *note, const char *title) {
        QTest::newRow(note) << std::string(note) << QString::fromLatin1(title);
    };
    row("interface: - eth0: it went down", "An interface, or a part of it, is gone");
    row("interface: + eth0: it went up", "An interface has more than before");
    row("interface: ~ eth0: its MTU is 1400 now", "An interface is other than before");
    row("interface: = eth0: up", "nothing");
    row("name: 10.0.0.1 ! nobody knows", "An address without a name");
    row("name: 10.0.0.1 = host.example", "nothing");
}

void TestExplain::explainsWhatHappensToInterfaces()
{
    QFETCH(const std::string, note);
    QFETCH(const QString, title);
    Story story;
    story.add(EventKind::Note, note, 0);
    QCOMPARE(story.title(), title);
    if (const auto its = story.explanation()) {
        QCOMPARE(flawOf(*its), QString());
    }
}

void TestExplain::tellsADatagramThatCameBackFromOneThatDidNot()
{
    using enum EventKind;
    Story story;
    story.addInGroup(Sent, {}, "one").addInGroup(Sent, {}, "two").addInGroup(Sent, {}, "");
    story.addInGroup(Received, {}, "two").addInGroup(Received, {}, "on");
    QVERIFY(explainEvent(story.log, *story.log.at(0)));
    QVERIFY(!explainEvent(story.log, *story.log.at(1)));
    QVERIFY(explainEvent(story.log, *story.log.at(2)));
    Story stream; // nothing comes back from a peer that is none
    stream.add(Accepted).add(Sent);
    QVERIFY(!stream.explanation());
}

void TestExplain::looksForNoDatagramWithoutEnd()
{
    using enum EventKind;
    Story story;
    story.addInGroup(Sent, {}, "one");
    for (int i = 0; i < 200'000; ++i) {
        story.addInGroup(Received, {}, "other");
    }
    QElapsedTimer timer;
    timer.start();
    QVERIFY(explainEvent(story.log, *story.log.at(0)));
    QVERIFY2(timer.elapsed() < 1000, "a click waits for this");
}

void TestExplain::saysNothingAboutWhatGoesWell_data()
{
    using enum EventKind;
    QTest::addColumn<EventKind>("kind");
    for (const EventKind kind :
         {Created, Bound, Accepted, Connecting, Connected, Sent, Received, Note}) {
        QTest::newRow(eventKindName(kind).data()) << kind;
    }
}

void TestExplain::saysNothingAboutWhatGoesWell()
{
    QFETCH(const EventKind, kind);
    Story story;
    story.add(kind, carriesData(kind) ? "" : "some words");
    QVERIFY(!story.explanation());
}

void TestExplain::takesANoteForNoFailure()
{
    Story story;
    story.add(EventKind::Note, "ENOSPC: the disk is full", 0);
    QVERIFY(!story.explanation());
}

void TestExplain::findsTheHintOfItsOwnAttempt()
{
    using enum EventKind;
    Story story;
    story.add(Created).add(Connecting).add(Failed, "ECONNREFUSED: x"); // 2
    story.add(Created, {}, 2).add(Note, "hint: of another", 2);
    story.add(Note, "hint: try ::1").add(Closed);
    story.add(Created).add(Note, "hint: of the next attempt");
    QCOMPARE(explainEvent(story.log, *story.log.at(2))->hint, QStringLiteral("try ::1"));
    QVERIFY(explainEvent(story.log, *story.log.at(6))->hint.isEmpty());
}

void TestExplain::claimsNothingAboutWhatItDidNotSee()
{
    using enum EventKind;
    Story whole;
    whole.add(Accepted).add(Sent).add(PeerFinished);
    QCOMPARE(whole.title(), QStringLiteral("Closed before an answer"));
    Story part;
    part.add(Sent).add(PeerFinished); // what came before is gone
    QCOMPARE(part.title(), QStringLiteral("The peer has finished sending"));
}

void TestExplain::isFastInALongLog()
{
    using enum EventKind;
    Story story;
    story.add(Accepted).add(Received).add(Sent);
    for (int i = 0; i < 200'000; ++i) {
        story.add(Received, {}, 2);
    }
    story.add(PeerFinished);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(story.title(), QStringLiteral("The peer has finished sending"));
    QVERIFY2(timer.elapsed() < 1000, "a click waits for this");
}

void TestExplain::makesWhatOthersChoseInert()
{
    EventLog log;
    log.append({.kind = EventKind::PeerFinished,
                .connection = 1,
                .peer = "evil\n\x1b[2J\xe2\x80\xae%1:9999",
                .note = "x"});
    const auto its = explainEvent(log, *log.at(0));
    QVERIFY(its);
    QVERIFY(isInert(its->whatHappened));
    QVERIFY(its->whatHappened.contains(QStringLiteral("evil\\n\\x1b")));
}

void TestExplain::knowsNumbersAndNamesOfErrors()
{
    for (const std::string_view name : errorNames()) {
        QVERIFY2(errorNumber(name), name.data());
        QCOMPARE(errorNumber(SystemError{*errorNumber(name)}.name()), errorNumber(name));
    }
    QCOMPARE(errorNumber("ECONNREFUSED"), std::optional(ECONNREFUSED));
    QVERIFY(!errorNumber("ENOSUCHNAME"));
    QVERIFY(!errorNumber(""));
}

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
