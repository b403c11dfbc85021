// Each expression is used a few times a run, and the names live as long as the program.
// clazy:excludeall=use-static-qregularexpression
#include "netcore/endpoints/tcpserver.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// Where in its life a connection is cut by the client.
enum class State {
    Accepting,
    Connected,
    HalfALineSent,
    BeingAnswered,
    Finished,
    FinishedAndAnswered,
};

/// What a client gets that sends "hello\n", finishes, and reads to the end. Of a reply that is not
/// here, it is only known that it ends.
QRegularExpression expected(const QString &reply)
{
    static const std::map<QString, QString> patterns = {
        {QStringLiteral("echo"), QStringLiteral("hello\n")},
        {QStringLiteral("ack"), QStringLiteral("ACK")},
        {QStringLiteral("welcome"), QStringLiteral("Welcome to the server!")},
        {QStringLiteral("you-said"), QStringLiteral("You said: hello\n")},
        {QStringLiteral("read-to-end"), QStringLiteral("6 bytes, SHA-256 5891b5b5[0-9a-f]{56}\n")},
        {QStringLiteral("line-echo"), QStringLiteral("hello\n")},
        {QStringLiteral("time"), QStringLiteral("\\w+day, .*-UTC\r\n")},
        {QStringLiteral("chargen"), QStringLiteral(" !\"#\\$%.*\r\n")},
        {QStringLiteral("discard"), QString()},
        {QStringLiteral("none"), QString()},
    };
    const auto found = patterns.find(reply);
    return QRegularExpression(QRegularExpression::anchoredPattern(
                                  found == patterns.end() ? QStringLiteral(".*") : found->second),
                              QRegularExpression::DotMatchesEverythingOption);
}

/// Gives the system whatever it takes; true when it takes nothing more, or the connection is gone.
class Flood
{
public:
    explicit Flood(Peer &peer)
        : m_peer(peer)
    {
    }

    bool isOver()
    {
        const std::string line = std::string(1000, 'x') + '\n';
        std::size_t taken = 0;
        try {
            while (m_offered < most) {
                const std::size_t count = m_peer.offer(line);
                if (count == 0) {
                    break;
                }
                taken += count;
                m_offered += count;
            }
        } catch (const std::system_error &) {
            return true;
        }
        m_refusals = taken > 0 ? 0 : m_refusals + 1;
        return m_refusals > 2;
    }

private:
    static constexpr std::size_t most = 4U * 1024 * 1024;

    Peer &m_peer;
    std::size_t m_offered = 0;
    int m_refusals = 0;
};

} // namespace

Q_DECLARE_METATYPE(State)

class TestServeReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void servesTheNextClientAfterAReset_data();
    void servesTheNextClientAfterAReset();
    void endsWithAClientThatFinishesWithoutAWord_data() { everyReply(); }
    void endsWithAClientThatFinishesWithoutAWord();
    void endsWithAClientThatFinishesAfterThisSide_data() { everyReply(); }
    void endsWithAClientThatFinishesAfterThisSide();
    void endsWhereBothFinishAtOnce_data() { everyReply(); }
    void endsWhereBothFinishAtOnce();
    void stopsInTheMiddleOfEveryReply_data() { everyReply(); }
    void stopsInTheMiddleOfEveryReply();

    void welcomesBeforeAnythingIsSent();
    void youSaidMakesTheNextWaitOneAtATime();
    void youSaidMakesNobodyWaitAllAtOnce();
    void readToEndWaitsAsLongAsTheClientDoes();
    void readToEndAnswersAnEndOrAFirstRead();
    void lineEchoSendsEachLineByItself();
    void discardTakesMuchAndSaysNothing();
    void chargenStopsWhereTheClientDoesNotRead();
    void chargenReadsWhileItSends();
    void chargenSendsEveryLineInOrder_data();
    void chargenSendsEveryLineInOrder();

private:
    static void everyReply();
    /// \a reply may have options behind it: "chargen lines-per-second=0".
    void start(const QString &reply,
               TcpServerSettings::Serving serving = TcpServerSettings::Serving::AllAtOnce);
    Peer connected(int buffers = 0)
    {
        return Peer::connectedTo(m_server->address().port(), Family::Ipv4, buffers);
    }
    bool hasClosed(ConnectionId id) const
    {
        const auto closed = eventsOf(*m_log, EventKind::Closed);
        return std::any_of(closed.begin(), closed.end(),
                           [id](const Event &event) { return event.connection() == id; });
    }
    void bringTo(State state, Peer &client);
    void serveAnother(const QString &reply, ConnectionId id);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
};

void TestServeReplies::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
}

void TestServeReplies::cleanup()
{
    m_server.reset();
    m_log.reset();
    m_folder.reset();
}

void TestServeReplies::everyReply()
{
    QTest::addColumn<QString>("reply");
    for (const ResponderRow &row : responders()) {
        QTest::newRow(row.name) << QString::fromLatin1(row.name);
    }
    QTest::newRow("chargen, fast") << QStringLiteral("chargen lines-per-second=0");
}

void TestServeReplies::start(const QString &reply, TcpServerSettings::Serving serving)
{
    const QStringList words = reply.split(u' ');
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.reply = words.constFirst();
    settings.serving = serving;
    for (const QString &word : words.mid(1)) {
        settings.replyOptions.insert(word.section(u'=', 0, 0), word.section(u'=', 1));
    }
    const ResponderRow *row = responderNamed(settings.reply);
    QVERIFY(row != nullptr);
    for (const ReplyOption &option : row->options) {
        if (option.kind == ReplyOption::Kind::Folder) {
            settings.replyOptions.insert(QString::fromLatin1(option.key), m_folder->path());
        }
    }
    m_server->start(settings);
    QVERIFY2(m_server->isListening(), lastNote(*m_log, EventKind::Failed).c_str());
}

void TestServeReplies::bringTo(State state, Peer &client)
{
    const auto isOver = [this] { return count(*m_log, EventKind::Closed) > 0; };
    if (state == State::Accepting) {
        return; // the loop has not run since it connected
    }
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    if (state == State::HalfALineSent) {
        client.sendAll("half a li");
        QTRY_VERIFY_WITH_TIMEOUT(count(*m_log, EventKind::Received) > 0 || isOver(), patience);
    } else if (state == State::BeingAnswered) {
        Flood flood(client);
        QTRY_VERIFY_WITH_TIMEOUT(flood.isOver(), patience);
    } else if (state == State::Finished) {
        client.sendAll("hello\n");
        client.finish();
    } else if (state == State::FinishedAndAnswered) {
        client.sendAll("hello\n");
        client.finish();
        QTRY_VERIFY_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished) > 0 || isOver(), patience);
    }
}

void TestServeReplies::serveAnother(const QString &reply, ConnectionId id)
{
    Peer client = connected();
    client.sendAll("hello\n");
    if (reply.startsWith(QStringLiteral("chargen"))) {
        QTRY_VERIFY_WITH_TIMEOUT(!client.received().empty(), patience);
    }
    client.finish();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, id).find("peer-finished") != std::string::npos,
                             patience);
    if (reply == QStringLiteral("none")) {
        m_server->finish(QList<ConnectionId>{id}); // it is a person who does
    }
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.error(), 0);
    QVERIFY2(expected(reply.section(u' ', 0, 0))
                 .match(QString::fromLatin1(client.received()))
                 .hasMatch(),
             client.received().substr(0, 1000).c_str());
    QTRY_VERIFY_WITH_TIMEOUT(hasClosed(id), patience);
}

void TestServeReplies::servesTheNextClientAfterAReset_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<State>("state");
    const auto add = [](const char *title, const char *reply) {
        const auto row = [title, reply](const char *when, State state) {
            QTest::addRow("%s, %s", title, when) << QString::fromLatin1(reply) << state;
        };
        row("before it is accepted", State::Accepting);
        row("before a word", State::Connected);
        row("in a line", State::HalfALineSent);
        row("while it is answered", State::BeingAnswered);
        row("behind its end", State::Finished);
        row("behind the answer", State::FinishedAndAnswered);
    };
    for (const ResponderRow &row : responders()) {
        add(row.name, row.name);
    }
    add("chargen, fast", "chargen lines-per-second=0");
}

void TestServeReplies::servesTheNextClientAfterAReset()
{
    QFETCH(const QString, reply);
    QFETCH(const State, state);
    start(reply);
    Peer client = connected();
    bringTo(state, client);
    client.reset();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);
    QVERIFY(m_server->isListening());
    serveAnother(reply, 2);
}

void TestServeReplies::endsWithAClientThatFinishesWithoutAWord()
{
    QFETCH(const QString, reply);
    start(reply);
    Peer client = connected();
    client.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished), std::size_t(1), patience);
    if (reply == QStringLiteral("none")) {
        m_server->finish(QList<ConnectionId>{1});
    }
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.error(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(hasClosed(1), patience);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
    serveAnother(reply, 2);
}

void TestServeReplies::endsWithAClientThatFinishesAfterThisSide()
{
    QFETCH(const QString, reply);
    start(reply);
    Peer client = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    m_server->finish(QList<ConnectionId>{1});
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    client.sendAll("late\n"); // the other way is open
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "late\n"s, patience);
    client.finish();
    QTRY_VERIFY_WITH_TIMEOUT(hasClosed(1), patience);
    QCOMPARE(client.error(), 0);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
    serveAnother(reply, 2);
}

void TestServeReplies::endsWhereBothFinishAtOnce()
{
    QFETCH(const QString, reply);
    start(reply);
    Peer client = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    client.finish();
    m_server->finish(QList<ConnectionId>{1});
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.error(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(hasClosed(1), patience);
    QCOMPARE(count(*m_log, EventKind::Failed), std::size_t(0));
    serveAnother(reply, 2);
}

void TestServeReplies::stopsInTheMiddleOfEveryReply()
{
    QFETCH(const QString, reply);
    start(reply);
    Peer silent = connected();
    Peer talking = connected();
    talking.sendAll("half a li");
    Peer greedy = connected();
    Flood flood(greedy);
    QTRY_VERIFY_WITH_TIMEOUT(flood.isOver(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(3), patience);
    m_server->stop();
    QVERIFY(!m_server->isListening());
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(4), patience);
    start(reply);
    serveAnother(reply, 4);
}

void TestServeReplies::welcomesBeforeAnythingIsSent()
{
    start(QStringLiteral("welcome greeting=\\u{3053}!\\r\\n"));
    Peer client = connected();
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.received(), "\xe3\x81\x93!\r\n"s);
    client.finish();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1), "accepted sent finished peer-finished closed"s,
                              patience);
}

void TestServeReplies::youSaidMakesTheNextWaitOneAtATime()
{
    start(QStringLiteral("you-said"), TcpServerSettings::Serving::OneAtATime);
    Peer first = connected();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Accepted), std::size_t(1), patience);
    Peer second = connected();
    second.sendAll("second\n");
    first.sendAll("fir");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "fir"s, patience);
    QCOMPARE(count(*m_log, EventKind::Accepted), std::size_t(1));
    QCOMPARE(second.received(), ""s);
    first.sendAll("st\n");
    QTRY_VERIFY_WITH_TIMEOUT(first.sawFin(), patience);
    QCOMPARE(first.received(), "You said: first\n"s);
    first.close();
    QTRY_VERIFY_WITH_TIMEOUT(second.sawFin(), patience);
    QCOMPARE(second.received(), "You said: second\n"s);
}

void TestServeReplies::youSaidMakesNobodyWaitAllAtOnce()
{
    start(QStringLiteral("you-said"));
    Peer first = connected();
    first.sendAll("fir");
    Peer second = connected();
    second.sendAll("second\n");
    QTRY_VERIFY_WITH_TIMEOUT(second.sawFin(), patience);
    QCOMPARE(second.received(), "You said: second\n"s);
    QCOMPARE(first.received(), ""s);
    first.sendAll("st\n");
    QTRY_VERIFY_WITH_TIMEOUT(first.sawFin(), patience);
    QCOMPARE(first.received(), "You said: first\n"s);
}

void TestServeReplies::readToEndWaitsAsLongAsTheClientDoes()
{
    start(QStringLiteral("read-to-end"));
    Peer waiting = connected();
    waiting.sendAll("hello\n");
    // Another is served from its beginning to its end, and this one still has no answer.
    serveAnother(QStringLiteral("read-to-end"), 2);
    QCOMPARE(bytesOf(*m_log, EventKind::Received, 1), "hello\n"s);
    QCOMPARE(waiting.received(), ""s);
    waiting.finish();
    QTRY_VERIFY_WITH_TIMEOUT(waiting.sawFin(), patience);
    QVERIFY(waiting.received().starts_with("6 bytes, SHA-256 5891b5b5"));
}

void TestServeReplies::readToEndAnswersAnEndOrAFirstRead()
{
    start(QStringLiteral("read-to-end until=first"));
    Peer client = connected();
    client.sendAll("hello\n"); // and does not finish
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QVERIFY(client.received().starts_with("6 bytes, SHA-256 5891b5b5"));
    client.close();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::Closed), std::size_t(1), patience);

    m_server->stop();
    start(QStringLiteral("read-to-end until=end"));
    const std::string bytes = pattern(5000000);
    Peer much = connected();
    Background sending([&] {
        much.sendAll(bytes);
        much.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QCOMPARE(sending.error(), ""s);
    QTRY_VERIFY_WITH_TIMEOUT(much.sawFin(), patience);
    const QByteArray hash =
        QCryptographicHash::hash(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())),
                                 QCryptographicHash::Sha256);
    QCOMPARE(much.received(), "5000000 bytes, SHA-256 " + hash.toHex().toStdString() + '\n');
}

void TestServeReplies::lineEchoSendsEachLineByItself()
{
    start(QStringLiteral("line-echo"));
    Peer client = connected();
    client.sendAll("one\ntwo\nthr");
    QTRY_COMPARE_WITH_TIMEOUT(client.received(), "one\ntwo\n"s, patience);
    client.sendAll("ee\nend");
    QTRY_COMPARE_WITH_TIMEOUT(client.received(), "one\ntwo\nthree\n"s, patience);
    client.finish();
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.received(), "one\ntwo\nthree\nend"s);
    std::vector<std::string> sent;
    for (const Event &event : eventsOf(*m_log, EventKind::Sent)) {
        sent.push_back(textOf(event.payload()));
    }
    QVERIFY(sent == std::vector<std::string>({"one\n", "two\n", "three\n", "end"}));
}

void TestServeReplies::discardTakesMuchAndSaysNothing()
{
    start(QStringLiteral("discard"));
    const std::string bytes = pattern(5000000);
    Peer client = connected();
    Background sending([&] {
        client.sendAll(bytes);
        client.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QCOMPARE(sending.error(), ""s);
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.received(), ""s);
    QCOMPARE(sumOf(*m_log, EventKind::Received), std::uint64_t(bytes.size()));
    QCOMPARE(count(*m_log, EventKind::Sent), std::size_t(0));
}

void TestServeReplies::chargenStopsWhereTheClientDoesNotRead()
{
    start(QStringLiteral("chargen lines-per-second=0"));
    Peer client = connected(64 * 1024);
    QTRY_VERIFY_WITH_TIMEOUT(!m_server->snapshot().connections.empty(), patience);
    // Somebody else is served from beginning to end meanwhile, and nothing moves here.
    const std::uint64_t before = sumOf(*m_log, EventKind::Sent);
    QVERIFY(before < 32U * 1024 * 1024);
    QVERIFY(m_server->snapshot().connections.front().unsent <= 64U * 1024);
    serveAnother(QStringLiteral("chargen lines-per-second=0"), 2);
    QVERIFY(bytesOf(*m_log, EventKind::Sent, 1).size() <= before + 1024U * 1024);
    QVERIFY(m_server->snapshot().connections.front().unsent <= 64U * 1024);
    // It goes on when the client reads at last.
    QTRY_VERIFY_WITH_TIMEOUT(client.received().size() > before + 1024U * 1024, patience);
}

void TestServeReplies::chargenReadsWhileItSends()
{
    start(QStringLiteral("chargen lines-per-second=1"));
    Peer client = connected();
    QTRY_VERIFY_WITH_TIMEOUT(client.received().size() == 74, patience);
    // The next line is due in a second; what comes is thrown away at once.
    client.sendAll("thank you");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "thank you"s, patience);
    client.finish();
    QTRY_VERIFY_WITH_TIMEOUT(client.sawFin(), patience);
    QCOMPARE(client.received().size() % 74, std::size_t(0));
}

void TestServeReplies::chargenSendsEveryLineInOrder_data()
{
    QTest::addColumn<int>("rate");
    for (const int rate : {0, 5000, 1000000}) {
        QTest::addRow("%d", rate) << rate;
    }
}

void TestServeReplies::chargenSendsEveryLineInOrder()
{
    QFETCH(const int, rate);
    start(QStringLiteral("chargen lines-per-second=%1").arg(rate));
    Peer client = connected();
    QTRY_VERIFY_WITH_TIMEOUT(client.received().size() >= 74U * 2000, patience);
    const std::string &text = client.received();
    for (std::size_t place = 0; place < text.size(); ++place) {
        const std::size_t line = place / 74;
        const std::size_t column = place % 74;
        const char due = column == 72   ? '\r'
                         : column == 73 ? '\n'
                                        : static_cast<char>(' ' + (line + column) % 95);
        if (text[place] != due) {
            QFAIL(qPrintable(QStringLiteral("line %1, column %2").arg(line).arg(column)));
        }
    }
}

QTEST_GUILESS_MAIN(TestServeReplies)
#include "tst_servereplies.moc"
