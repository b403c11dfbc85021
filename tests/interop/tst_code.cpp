#include "netcore/code/codelanguage.h"
#include "netcore/code/coderequest.h"
#include "netcore/codec/chatwires.h"
#include "netcore/endpoints/tcpserver.h"
#include "tests/support/datagrampeer.h"
#include "tests/support/farmember.h"
#include "tests/support/locallistener.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/tlsfiles.h"
#include "tests/support/writtencode.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// What a program might take for its own.
QByteArrayList hostileTexts()
{
    return {QByteArray("\"quoted\" 'twice' `touch x`"),
            QByteArray("back\\slash \\n \\\\"),
            QByteArray("two\nlines\r\n\n"),
            QByteArray("a\0b\0", 4),
            QByteArray("$(touch x)${PATH}$HOME"),
            QByteArray("#{system('touch x')}#$0#@a"),
            QByteArray("*/ system(\"touch x\"); /* // ?\?/ ?\?' %s%n%%d"),
            QByteArray("END\n)\nEND"),
            QByteArray("\xff\xfe\x80 1\xff"
                       "2",
                       7),
            QByteArray("-n --help"),
            QByteArray("日本語 🦜 \xe2\x80\xae"),
            QByteArray("\x1b]0;x\x07"),
            QByteArray("\"\"\" ''' {0} %(x)s \\u0041")};
}

Message messageOf(const QByteArray &bytes)
{
    return {.notation = Notation::Hex, .text = QString::fromLatin1(bytes.toHex())};
}

/// A port that is free just now, for what cannot tell which one it took.
std::uint16_t freePort(Family family = Family::Ipv4)
{
    const PeerListener listener(family);
    return listener.port();
}

} // namespace

/// Programs that are written for a request, run for real: what they do is looked at, never their
/// text.
class TestCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void programIsPrintedWithoutADisplay();
    void clientSendsEveryByteAsItIs_data() { languages(); }
    void clientSendsEveryByteAsItIs();
    void clientSendsALongMessage_data() { languages(); }
    void clientSendsALongMessage();
    void clientShowsWhatComesBack_data() { languagesAndFamilies(); }
    void clientShowsWhatComesBack();
    void clientDoesNotFinishUnlessItIsToldTo_data() { languages(); }
    void clientDoesNotFinishUnlessItIsToldTo();
    void clientWaitsNoLongerThanItMay_data();
    void clientWaitsNoLongerThanItMay();
    void clientTakesNoNameForCode_data() { languages(); }
    void clientTakesNoNameForCode();
    void serverAnswersAsItsReplySays_data();
    void serverAnswersAsItsReplySays();
    void serverListensOnIpv6_data() { languages(); }
    void serverListensOnIpv6();
    void serverTakesOneAfterTheOther_data() { languages(); }
    void serverTakesOneAfterTheOther();
    void clientSpeaksToALocalSocket_data() { localSockets(); }
    void clientSpeaksToALocalSocket();
    void serverListensOnALocalSocket_data() { localSockets(); }
    void serverListensOnALocalSocket();
    void clientAndServerSpeakTls_data() { languages(); }
    void clientAndServerSpeakTls();
    void clientTrustsNoStranger_data() { languages(); }
    void clientTrustsNoStranger();
    void datagramsAreSentAsTheyAre_data() { languages(); }
    void datagramsAreSentAsTheyAre();
    void datagramsAreAnswered_data();
    void datagramsAreAnswered();
    void chatJoinsSpeaksAndLeaves_data();
    void chatJoinsSpeaksAndLeaves();
    void chatRunsNothingThatItHears_data() { languages(); }
    void chatRunsNothingThatItHears();
    void forwarderPassesBothDirectionsAndTheEnd_data() { languages(); }
    void forwarderPassesBothDirectionsAndTheEnd();
    void forwarderKeepsPeersApart_data() { languages(); }
    void forwarderKeepsPeersApart();
    void interfacesAreTold_data() { languages(); }
    void interfacesAreTold();

private:
    static void languages();
    static void languagesAndFamilies();
    static void localSockets();
    static StreamServerCode server(const char *reply);
    void serve(const QString &reply, const QString &address = QStringLiteral("127.0.0.1"));
    StreamClientCode client() const;

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
};

void TestCode::init()
{
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
}

void TestCode::cleanup()
{
    m_server.reset();
    m_log.reset();
}

void TestCode::languages()
{
    QTest::addColumn<QString>("language");
    for (const CodeLanguage &row : codeLanguages()) {
        QTest::newRow(row.id.data()) << QString(row.id);
    }
}

void TestCode::languagesAndFamilies()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("host");
    for (const CodeLanguage &row : codeLanguages()) {
        for (const char *host : {"127.0.0.1", "::1", "localhost"}) {
            QTest::addRow("%s %s", row.id.data(), host)
                << QString(row.id) << QString::fromLatin1(host);
        }
    }
}

void TestCode::serve(const QString &reply, const QString &address)
{
    TcpServerSettings settings;
    settings.address = address;
    settings.port = QStringLiteral("0");
    settings.reply = reply;
    m_server->start(settings);
    QVERIFY(m_server->isListening());
}

StreamClientCode TestCode::client() const
{
    StreamClientCode code;
    code.place.host = QStringLiteral("127.0.0.1");
    code.place.port = m_server->isListening() ? m_server->address().port() : 0;
    code.connectTimeout = patience;
    return code;
}

void TestCode::programIsPrintedWithoutADisplay()
{
    serve(QStringLiteral("echo"));
    const QString port = QString::number(m_server->address().port());
    Program printing;
    printing.start(QStringLiteral("env"),
                   {QStringLiteral("-u"), QStringLiteral("DISPLAY"),
                    QStringLiteral("QT_QPA_PLATFORM=xcb"), QStringLiteral(SOCKYARD_PROGRAM),
                    QStringLiteral("--client"), QStringLiteral("127.0.0.1:") + port,
                    QStringLiteral("--send"), QStringLiteral("hello"), QStringLiteral("--finish"),
                    QStringLiteral("--code"), QStringLiteral("python")});
    QTRY_VERIFY_WITH_TIMEOUT(printing.hasEnded(), patience);
    QCOMPARE(printing.status(), 0);
    QCOMPARE(printing.errors(), QByteArray());
    Program running;
    running.start(QStringLiteral("python3"), {QStringLiteral("-")}, printing.output());
    QTRY_VERIFY_WITH_TIMEOUT(running.hasEnded(), patience);
    QCOMPARE(running.output(), QByteArray("b'hello'\n"));
}

void TestCode::clientSendsEveryByteAsItIs()
{
    QFETCH(const QString, language);
    serve(QStringLiteral("read-to-end"));
    StreamClientCode code = client();
    code.finishes = true;
    QByteArray all;
    for (const QByteArray &text : hostileTexts()) {
        code.messages.append(messageOf(text));
        all += text;
    }
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QVERIFY2(written.program().errors().isEmpty(), written.program().errors().constData());
    QCOMPARE(written.program().status(), 0);
    QCOMPARE(QByteArray::fromStdString(bytesOf(*m_log, EventKind::Received, 1)), all);
    const QByteArray hash = QCryptographicHash::hash(all, QCryptographicHash::Sha256).toHex();
    QVERIFY2(written.program().output().contains(hash), written.program().output().constData());
    QCOMPARE(written.strangers(), QStringList());
    QCOMPARE(written.written().notes, QStringList());
}

void TestCode::clientSendsALongMessage()
{
    QFETCH(const QString, language);
    serve(QStringLiteral("read-to-end"));
    StreamClientCode code = client();
    code.finishes = true;
    const QByteArray bytes = QByteArray::fromStdString(pattern(65536));
    code.messages = {messageOf(bytes)};
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QVERIFY2(written.program().errors().isEmpty(), written.program().errors().constData());
    QVERIFY(QByteArray::fromStdString(bytesOf(*m_log, EventKind::Received, 1)) == bytes);
}

void TestCode::clientShowsWhatComesBack()
{
    QFETCH(const QString, language);
    QFETCH(const QString, host);
    serve(QStringLiteral("echo"), host);
    StreamClientCode code = client();
    code.place.host = host;
    code.finishes = true;
    code.messages = {{.text = QStringLiteral("hello\x1b[2J")}};
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QCOMPARE(written.program().status(), 0);
    QVERIFY2(written.program().output().contains("hello"), written.program().output().constData());
    QVERIFY(!written.program().output().contains('\x1b')); // which a terminal would obey
}

void TestCode::clientDoesNotFinishUnlessItIsToldTo()
{
    QFETCH(const QString, language);
    serve(QStringLiteral("echo"));
    StreamClientCode code = client();
    code.messages = {{.text = QStringLiteral("one")}, {.text = QStringLiteral("two")}};
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Sent, 1) == "onetwo", patience);
    QVERIFY(!written.program().hasEnded());
    QCOMPARE(count(*m_log, EventKind::PeerFinished), std::size_t(0));
    m_server->stop();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QVERIFY(written.program().output().contains("two"));
}

void TestCode::clientWaitsNoLongerThanItMay_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("forAnswer");
    for (const CodeLanguage &row : codeLanguages()) {
        if (row.id != QStringLiteral("shell")) { // which says that it cannot
            QTest::addRow("%s response", row.id.data()) << QString(row.id) << true;
        }
        QTest::addRow("%s exchange", row.id.data()) << QString(row.id) << false;
    }
}

void TestCode::clientWaitsNoLongerThanItMay()
{
    QFETCH(const QString, language);
    QFETCH(const bool, forAnswer);
    serve(QStringLiteral("none"));
    StreamClientCode code = client();
    (forAnswer ? code.responseTimeout : code.exchangeTimeout) = 1500;
    code.messages = {{.text = QStringLiteral("hello")}};
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1) == "hello", patience);
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    if (language != QStringLiteral("shell")) {
        QCOMPARE(written.program().status(), 1);
        QVERIFY(written.program().errors().startsWith("client: "));
    }
}

void TestCode::clientTakesNoNameForCode()
{
    QFETCH(const QString, language);
    StreamClientCode code = client();
    code.place.port = 9;
    code.connectTimeout = 2000;
    for (const char *host : {"$(touch${IFS}x)", "`touch${IFS}x`", "\";system('touch\\x20x');\"",
                             "#{File.write('x','')}", "-e", "';touch${IFS}x;'", "a\\"}) {
        code.place.host = QString::fromLatin1(host);
        WrittenCode written(code, language);
        written.start();
        QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
        QVERIFY(!written.program().errors().isEmpty()); // there is no such host
        QCOMPARE(written.strangers(), QStringList());
    }
}

void TestCode::serverAnswersAsItsReplySays_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("reply");
    QTest::addColumn<ReplyOptions>("options");
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<QByteArray>("hears"); // an expression
    const auto key = [](const char *text) { return QString::fromLatin1(text); };
    const QByteArray hostile("$(touch x)#{1}%s\"'\\\0*/?\?/\xff-", 27);
    const QString typed = QStringLiteral("$(touch x)#{1}%s\"'\\\\\\0*/?\?/\\xff-");
    const QByteArray hostilePattern =
        QRegularExpression::escape(QString::fromLatin1(hostile)).toLatin1();
    for (const CodeLanguage &row : codeLanguages()) {
        const auto add = [&row](const char *reply, const ReplyOptions &options,
                                const QByteArray &says, const QByteArray &hears) {
            QTest::addRow("%s %s %d", row.id.data(), reply, int(options.size()))
                << QString(row.id) << QString::fromLatin1(reply) << options << says << hears;
        };
        add("echo", {}, "hello", "hello");
        add("ack", {}, "hello", "ACK");
        add("ack", {{key("answer"), typed}}, "hello", hostilePattern);
        add("welcome", {}, "", "Welcome to the server!");
        add("welcome", {{key("greeting"), typed}}, "", hostilePattern);
        add("http", {}, "GET /test HTTP/1.1\r\nHost: a\r\n\r\n",
            "HTTP/1.1 200 OK\r\n(?s:.*)Content-Length: 5\r\n(?s:.*)\r\n\r\nHello");
        add("http", {{key("body"), typed}}, "GET /test HTTP/1.1\r\nHost: a\r\n\r\n",
            "HTTP/1.1 200 OK\r\n(?s:.*)Content-Length: 27\r\n(?s:.*)\r\n\r\n" + hostilePattern);
        add("http", {{key("path"), key("/other")}}, "GET /test HTTP/1.1\r\nHost: a\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\n(?s:.*)");
        add("you-said", {}, "hello\nyou", "You said: hello\n");
        add("you-said", {{key("prefix"), typed}}, "hello\n", hostilePattern + "hello\n");
        add("read-to-end", {}, "hello",
            "5 bytes, SHA-256 " +
                QCryptographicHash::hash("hello", QCryptographicHash::Sha256).toHex() + "\n");
        add("line-echo", {}, "one\ntwo\n", "one\ntwo\n");
        add("time", {}, "", "\\w+, \\w+ \\d+, \\d{4} \\d\\d:\\d\\d:\\d\\d-UTC\r\n");
        add("time", {{key("format"), key("iso")}}, "",
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\r\n");
        add("discard", {}, "hello", "");
        add("none", {}, "hello", "");
        add("table", {}, "hello", "hello"); // echo in its place, as the program says
    }
}

void TestCode::serverAnswersAsItsReplySays()
{
    QFETCH(const QString, language);
    QFETCH(const QString, reply);
    QFETCH(const ReplyOptions, options);
    QFETCH(const QByteArray, says);
    QFETCH(const QByteArray, hears);
    StreamServerCode code;
    code.place.host = QStringLiteral("127.0.0.1");
    code.place.port = freePort();
    code.reply = {reply, options};
    code.backlog = 5;
    code.readSize = 4096;
    const auto port = static_cast<std::uint16_t>(code.place.port);
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(Peer::connectError(port, Family::Ipv4) == 0, patience);
    for (int time = 0; time < 2; ++time) { // and the next client as well
        Peer peer = Peer::connectedTo(port);
        peer.sendAll(says.toStdString());
        peer.finish();
        QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin() || peer.error() != 0, patience);
        const QRegularExpression expected(
            QRegularExpression::anchoredPattern(QString::fromLatin1(hears)));
        const QString answer = QString::fromLatin1(QByteArray::fromStdString(peer.received()));
        QVERIFY2(expected.match(answer).hasMatch(), qPrintable(answer));
    }
    QVERIFY(!written.program().hasEnded());
    QCOMPARE(written.strangers(), QStringList());
    QCOMPARE(!written.written().notes.isEmpty(), reply == QStringLiteral("table"));
}

void TestCode::serverListensOnIpv6()
{
    QFETCH(const QString, language);
    StreamServerCode code;
    code.place.host = QStringLiteral("::1");
    code.family = CodeFamily::Ipv6;
    code.place.port = freePort(Family::Ipv6);
    code.reply = {QStringLiteral("echo"), {}};
    code.backlog = 5;
    code.readSize = 4096;
    const auto port = static_cast<std::uint16_t>(code.place.port);
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(Peer::connectError(port, Family::Ipv6) == 0, patience);
    Peer peer = Peer::connectedTo(port, Family::Ipv6);
    peer.sendAll("hello");
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin() || peer.error() != 0, patience);
    QCOMPARE(peer.received(), "hello"s);
}

void TestCode::serverTakesOneAfterTheOther()
{
    QFETCH(const QString, language);
    StreamServerCode code;
    code.place.host = QStringLiteral("127.0.0.1");
    code.place.port = freePort();
    code.reply = {QStringLiteral("echo"), {}};
    code.oneAtATime = true;
    code.backlog = 5;
    code.readSize = 4096;
    const auto port = static_cast<std::uint16_t>(code.place.port);
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(Peer::connectError(port, Family::Ipv4) == 0, patience);
    Peer first = Peer::connectedTo(port);
    first.sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "first"s, patience);
    Peer second = Peer::connectedTo(port);
    second.sendAll("second");
    second.finish();
    first.sendAll(" more");
    QTRY_COMPARE_WITH_TIMEOUT(first.received(), "first more"s, patience);
    QCOMPARE(second.received(), ""s); // it waits in the backlog
    first.finish();
    QTRY_COMPARE_WITH_TIMEOUT(second.received(), "second"s, patience);
}

StreamServerCode TestCode::server(const char *reply)
{
    StreamServerCode code;
    code.place.host = QStringLiteral("127.0.0.1");
    code.place.port = freePort();
    code.reply = {QString::fromLatin1(reply), {}};
    code.backlog = 5;
    code.readSize = 65536;
    return code;
}

void TestCode::localSockets()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("keepsMessages");
    for (const CodeLanguage &row : codeLanguages()) {
        QTest::addRow("%s file", row.id.data()) << QString(row.id) << QStringLiteral("s") << false;
        QTest::addRow("%s hostile", row.id.data())
            << QString(row.id) << QStringLiteral("a,b'\"!!;$(touch x)`#{1} \\%s(日)") << false;
#ifdef Q_OS_LINUX
        QTest::addRow("%s abstract", row.id.data())
            << QString(row.id)
            << QStringLiteral("@sockyard, test:%1").arg(QCoreApplication::applicationPid())
            << false;
        QTest::addRow("%s packets", row.id.data())
            << QString(row.id) << QStringLiteral("s") << true;
#endif
    }
}

void TestCode::clientSpeaksToALocalSocket()
{
    QFETCH(const QString, language);
    QFETCH(const QString, path);
    QFETCH(const bool, keepsMessages);
    StreamClientCode code;
    code.place.transport = keepsMessages ? Transport::LocalSeqPacket : Transport::Local;
    code.place.path = path;
    code.finishes = true;
    code.messages = {messageOf(hostileTexts().join())};
    WrittenCode written(code, language);
    const QString place =
        path.startsWith(u'@') ? path : written.path(path); // it runs in that folder
    const LocalListener listener(place.toStdString(), keepsMessages);
    written.start();
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(listener.acceptInto(peer), patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin(), patience);
    QCOMPARE(QByteArray::fromStdString(peer->received()), hostileTexts().join());
    peer->sendAll("late");
    peer->close();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QVERIFY(written.program().output().contains("late"));
    QVERIFY(!written.strangers().contains(QStringLiteral("x")));
}

void TestCode::serverListensOnALocalSocket()
{
    QFETCH(const QString, language);
    QFETCH(const QString, path);
    QFETCH(const bool, keepsMessages);
    StreamServerCode code = server("echo");
    code.place = {.transport = keepsMessages ? Transport::LocalSeqPacket : Transport::Local,
                  .path = path};
    WrittenCode written(code, language);
    const QString place = path.startsWith(u'@') ? path : written.path(path);
    written.start();
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(connectLocallyInto(peer, place.toStdString(), keepsMessages),
                             patience);
    peer->sendAll("one");
    QTRY_COMPARE_WITH_TIMEOUT(peer->received(), "one"s, patience);
    peer->finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin(), patience);
    QVERIFY(!written.strangers().contains(QStringLiteral("x")));
}

void TestCode::clientAndServerSpeakTls()
{
    QFETCH(const QString, language);
    const TlsFiles files;
    StreamServerCode code = server("you-said");
    code.place.transport = Transport::Tls;
    code.tls = {.certificateFile = files.certificate(), .keyFile = files.key()};
    WrittenCode answering(code, language);
    answering.start();
    const auto port = static_cast<std::uint16_t>(code.place.port);
    QTRY_VERIFY_WITH_TIMEOUT(Peer::connectError(port, Family::Ipv4) == 0, patience);
    // A client of each language, so that none is tried against its own library alone.
    for (const CodeLanguage &row : codeLanguages()) {
        StreamClientCode asking = client();
        asking.place = code.place;
        asking.place.host = QStringLiteral("localhost");
        asking.family = CodeFamily::Ipv4;
        asking.tls.trustFile = files.certificate();
        asking.messages = {{.text = QStringLiteral("over TLS\n")}};
        WrittenCode written(asking, row.id);
        written.start();
        QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
        const QByteArray output = written.program().output(); // perhaps in two pieces
        QVERIFY2(output.contains("You said: ") && output.contains("over TLS"),
                 qPrintable(row.id + QString::fromUtf8(written.program().errors()) +
                            QString::fromUtf8(answering.program().errors())));
    }
}

void TestCode::clientTrustsNoStranger()
{
    QFETCH(const QString, language);
    const TlsFiles files;
    StreamServerCode code = server("you-said");
    code.place.transport = Transport::Tls;
    code.tls = {.certificateFile = files.certificate(), .keyFile = files.key()};
    WrittenCode answering(code, QStringLiteral("c"));
    answering.start();
    const auto port = static_cast<std::uint16_t>(code.place.port);
    QTRY_VERIFY_WITH_TIMEOUT(Peer::connectError(port, Family::Ipv4) == 0, patience);
    StreamClientCode asking = client();
    asking.place = code.place;
    asking.family = CodeFamily::Ipv4;
    asking.messages = {{.text = QStringLiteral("secret\n")}};
    // Its certificate is nobody's whom the system trusts; then, it is for another name.
    for (const bool trusts : {false, true}) {
        asking.tls.trustFile = trusts ? files.certificate() : QString();
        asking.tls.serverName = trusts ? QStringLiteral("elsewhere.example") : QString();
        WrittenCode written(asking, language);
        written.start();
        QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
        QVERIFY2(!written.program().output().contains("secret"),
                 written.program().output().constData());
        QVERIFY(!written.program().errors().isEmpty());
    }
    // Who is told to looks away, and says so.
    asking.tls = {.verifies = false};
    WrittenCode written(asking, language);
    QCOMPARE(written.written().notes.size(), 1);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QVERIFY(written.program().output().contains("secret"));
}

void TestCode::datagramsAreSentAsTheyAre()
{
    QFETCH(const QString, language);
    for (const bool connected : {false, true}) {
        DatagramPeer peer;
        DatagramCode code;
        code.host = QStringLiteral("127.0.0.1");
        code.port = 0;
        code.peerHost = QStringLiteral("localhost");
        code.peerPort = peer.port();
        code.connected = connected;
        code.broadcast = true;
        code.readSize = 65536;
        std::vector<std::string> all;
        for (const QByteArray &text : hostileTexts()) {
            code.messages.append(messageOf(text));
            all.push_back(text.toStdString());
        }
        if (language != QStringLiteral("shell")) { // which says that it cannot
            code.messages.append(Message());
            all.emplace_back();
        }
        WrittenCode written(code, language);
        written.start();
        QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), all.size(), patience);
        QCOMPARE(peer.received(), all);
        peer.sendTo(peer.senderPort(), "back\x1b");
        QTRY_VERIFY_WITH_TIMEOUT(written.program().output().contains("back"), patience);
        QVERIFY(!written.program().output().contains('\x1b'));
        QCOMPARE(written.strangers(), QStringList());
    }
}

void TestCode::datagramsAreAnswered_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QByteArray>("hears");
    for (const CodeLanguage &row : codeLanguages()) {
        const auto add = [&row](const char *reply, const QByteArray &hears) {
            QTest::addRow("%s %s", row.id.data(), reply)
                << QString(row.id) << QString::fromLatin1(reply) << hears;
        };
        add("echo", "hello");
        add("ack", "ACK");
        add("you-said", "You said: hello\n");
        add("time", "\\w+, \\w+ \\d+, \\d{4} \\d\\d:\\d\\d:\\d\\d-UTC\r\n");
    }
}

void TestCode::datagramsAreAnswered()
{
    QFETCH(const QString, language);
    QFETCH(const QString, reply);
    QFETCH(const QByteArray, hears);
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        DatagramPeer peer(family);
        DatagramCode code;
        const bool isIpv6 = family == Family::Ipv6;
        code.host = isIpv6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1");
        code.family = isIpv6 ? CodeFamily::Ipv6 : CodeFamily::Ipv4;
        code.port = DatagramPeer(family).port(); // free just now
        code.shared = true;
        code.reply = {reply, {}};
        code.readSize = 65536;
        WrittenCode written(code, language);
        written.start();
        // It is asked until it is there.
        const auto asked = [&peer, &code] {
            peer.sendTo(static_cast<std::uint16_t>(code.port), "hello");
            return !peer.received().empty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(asked(), patience);
        const QRegularExpression expected(
            QRegularExpression::anchoredPattern(QString::fromLatin1(hears)));
        const QString answer = QString::fromStdString(peer.received().front());
        QVERIFY2(expected.match(answer).hasMatch(), qPrintable(answer));
    }
}

void TestCode::chatJoinsSpeaksAndLeaves_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("wire");
    QTest::addColumn<QString>("group");
    for (const CodeLanguage &row : codeLanguages()) {
        for (const ChatWireRow &wire : chatWires()) {
            for (const char *group : {"239.255.77.91", "ff15::77:91"}) {
                QTest::addRow("%s %s %s", row.id.data(), wire.name.data(), group)
                    << QString(row.id) << QString::fromLatin1(wire.name.data())
                    << QString::fromLatin1(group);
            }
        }
    }
}

void TestCode::chatJoinsSpeaksAndLeaves()
{
    QFETCH(const QString, language);
    QFETCH(const QString, wire);
    QFETCH(const QString, group);
    ChatCode code;
    code.group = group;
    code.family = group.contains(u':') ? CodeFamily::Ipv6 : CodeFamily::Ipv4;
    code.port = DatagramPeer().port(); // free just now
    code.interface = QStringLiteral("lo");
    code.name = QStringLiteral("太郎\"$(touch x)#{1}\\");
    code.wire = wire;
    code.text = QStringLiteral("数学 '%s' `touch x` \n*/ 🦜");
    FarMember member(group.toStdString(), static_cast<std::uint16_t>(code.port), "lo");
    WrittenCode written(code, language);
    written.start();
    using Kind = ChatMessage::Kind;
    const auto heard = [&member, &code](Kind kind) {
        const ChatMessage message{kind, code.name.toStdString(),
                                  kind == Kind::Says ? code.text.toStdString() : std::string()};
        for (const HeardDatagram &datagram : member.heard()) {
            const ChatReading reading = readChatDatagram(std::as_bytes(std::span(datagram.bytes)));
            const auto *const said = std::get_if<ChatMessage>(&reading);
            if (said != nullptr && *said == message) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(heard(Kind::Says), patience);
    const bool tellsOfJoining = wire == QStringLiteral("mcc");
    QCOMPARE(heard(Kind::Joins), tellsOfJoining);
    const auto answer = chatWireNamed(wire.toStdString())->encode({Kind::Says, "Ann", "back\x1b"});
    member.say(*answer);
    QTRY_VERIFY_WITH_TIMEOUT(written.program().output().contains("back"), patience);
    QVERIFY(!written.program().output().contains('\x1b'));
    if (tellsOfJoining) {
        written.interrupt();
        QTRY_VERIFY_WITH_TIMEOUT(heard(Kind::Leaves), patience);
        QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    }
    QCOMPARE(written.strangers(), QStringList());
}

void TestCode::chatRunsNothingThatItHears()
{
    QFETCH(const QString, language);
    ChatCode code;
    code.group = QStringLiteral("239.255.77.92");
    code.port = DatagramPeer().port(); // free just now
    code.interface = QStringLiteral("lo");
    code.name = QStringLiteral("Ann");
    code.wire = QStringLiteral("mcc");
    FarMember member(code.group.toStdString(), static_cast<std::uint16_t>(code.port), "lo");
    WrittenCode written(code, language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(!member.heard().empty(), patience); // it has joined
    member.say("cos\nsystem\n(S'touch x'\ntR.");   // unpickled, this would run the command
    member.say("\x80\x04]\x94(\x8c\x01S\x94hce."); // the memo's 99th, which is none
    member.say("`touch x`$(touch x)\n#{system('touch x')}");
    const auto message =
        chatWires().front().wire().encode({ChatMessage::Kind::Says, "Bob", "the end"});
    member.say(*message);
    QTRY_VERIFY_WITH_TIMEOUT(written.program().output().contains("the end"), patience);
    QVERIFY(!written.program().hasEnded());
    QCOMPARE(written.strangers(), QStringList());
}

void TestCode::forwarderPassesBothDirectionsAndTheEnd()
{
    QFETCH(const QString, language);
    serve(QStringLiteral("read-to-end"));
    ForwarderCode code;
    code.listen.host = QStringLiteral("127.0.0.1");
    code.listen.port = freePort();
    code.target.host = QStringLiteral("localhost");
    code.target.port = m_server->address().port();
    WrittenCode written(code, language);
    written.start();
    const auto port = static_cast<std::uint16_t>(code.listen.port);
    QTRY_VERIFY_WITH_TIMEOUT(Peer::connectError(port, Family::Ipv4) == 0, patience);
    Peer peer = Peer::connectedTo(port);
    const std::string bytes = pattern(300000);
    Background sending([&] {
        peer.sendAll(bytes);
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(sending.isDone(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QVERIFY(QByteArray::fromStdString(peer.received()).startsWith("300000 bytes, SHA-256 "));
}

void TestCode::forwarderKeepsPeersApart()
{
    QFETCH(const QString, language);
    DatagramPeer target;
    std::array<DatagramPeer, 2> peers;
    DatagramForwarderCode code;
    code.host = QStringLiteral("127.0.0.1");
    code.port = DatagramPeer().port(); // free just now
    code.targetHost = QStringLiteral("127.0.0.1");
    code.targetPort = target.port();
    WrittenCode written(code, language);
    written.start();
    for (DatagramPeer &peer : peers) {
        const std::string question = "from " + std::to_string(peer.port());
        // It is asked until it is there.
        const auto isAsked = [&] {
            peer.sendTo(static_cast<std::uint16_t>(code.port), question);
            return !target.received().empty() && target.received().back() == question;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isAsked(), patience);
        target.sendTo(target.senderPort(), "answer to " + std::to_string(peer.port()));
    }
    for (DatagramPeer &peer : peers) {
        QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), std::size_t(1), patience);
        QCOMPARE(peer.received().front(), "answer to " + std::to_string(peer.port()));
    }
}

void TestCode::interfacesAreTold()
{
    QFETCH(const QString, language);
    WrittenCode written(InterfacesCode(), language);
    written.start();
    QTRY_VERIFY_WITH_TIMEOUT(written.program().hasEnded(), patience);
    QVERIFY(written.program().output().contains("127.0.0.1"));
}

QTEST_GUILESS_MAIN(TestCode)
#include "tst_code.moc"
