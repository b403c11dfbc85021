#include "netcore/code/codelanguage.h"
#include "netcore/code/codequoter.h"
#include "netcore/code/coderequests.h"
#include "netcore/code/codetemplate.h"
#include "netcore/code/codewriter.h"
#include "netcore/code/factsof.h"
#include "netcore/code/socatword.h"
#include "netcore/endpoints/forwardersettings.h"
#include "netcore/endpoints/multicastchatsettings.h"
#include "netcore/endpoints/tcpclientsettings.h"
#include "netcore/endpoints/tcpserversettings.h"
#include "netcore/endpoints/udpsettings.h"

#include <QTest>

using namespace sockyard;

namespace
{

const CodeQuoter &python()
{
    return codeLanguageNamed(QStringLiteral("python"))->quoter();
}

CodeTemplate::Filled filled(const char *text)
{
    CodeFacts facts;
    facts.flags = {{QStringLiteral("yes"), true}, {QStringLiteral("no"), false}};
    facts.places = {{QStringLiteral("text"), QStringLiteral("a\"b ${number}")},
                    {QStringLiteral("number"), qint64{7}},
                    {QStringLiteral("seconds"), 1.5},
                    {QStringLiteral("bytes"), QByteArray("x\0", 2)}};
    facts.lists = {{QStringLiteral("item"), {QByteArray("1"), QByteArray("2")}},
                   {QStringLiteral("none"), {}}};
    facts.sentences = {{QStringLiteral("sentence"), QStringLiteral("It does\nnot.")}};
    return CodeTemplate(QString::fromUtf8(text)).fill(facts, python());
}

/// One of each kind, and one of each that differs in what its templates do.
QList<CodeRequest> manyRequests()
{
    QList<CodeRequest> all{InterfacesCode()};
    for (const Transport transport :
         {Transport::Tcp, Transport::Tls, Transport::Local, Transport::LocalSeqPacket}) {
        for (const bool on : {false, true}) {
            StreamClientCode client;
            client.place = {transport, QStringLiteral("h"), 1,
                            on ? QStringLiteral("@p") : QStringLiteral("p")};
            client.tls.verifies = on;
            client.tls.wantsMore = client.tls.onlyNewest = on;
            client.finishes = client.hasManyConnections = client.triesAgain = on;
            client.setsOptions = on;
            client.connectTimeout = client.responseTimeout = client.exchangeTimeout = on ? 1 : 0;
            if (on) {
                client.messages = {{.text = QStringLiteral("a")},
                                   {.notation = Notation::Hex, .text = QStringLiteral("?")}};
            }
            all.append(client);
            ForwarderCode forwarder;
            forwarder.listen = forwarder.target = client.place;
            forwarder.hasFaults = on;
            all.append(forwarder);
            for (const ResponderRow &row : responders()) {
                StreamServerCode server;
                server.place = client.place;
                server.tls = client.tls;
                server.reply.name = QString::fromLatin1(row.name);
                server.oneAtATime = server.limitsClients = server.limitsIdleness = on;
                server.delaysAnswers = on;
                server.family = on ? CodeFamily::Any : CodeFamily::Ipv6;
                all.append(server);
            }
        }
    }
    for (const bool on : {false, true}) {
        for (const ResponderRow &row : responders()) {
            DatagramCode datagrams;
            datagrams.reply.name = QString::fromLatin1(row.name);
            datagrams.shared = datagrams.broadcast = datagrams.connected = on;
            datagrams.peerHost = on ? QStringLiteral("h") : QString();
            datagrams.family = on ? CodeFamily::Any : CodeFamily::Ipv6;
            all.append(datagrams);
        }
        for (const char *wire : {"mcc", "plain"}) {
            all.append(DatagramForwarderCode{.family = on ? CodeFamily::Any : CodeFamily::Ipv6,
                                             .hasFaults = on});
            ChatCode chat;
            chat.wire = QString::fromLatin1(wire);
            chat.family = on ? CodeFamily::Ipv6 : CodeFamily::Ipv4;
            chat.interface = on ? QStringLiteral("lo") : QString();
            chat.text = on ? QStringLiteral("t") : QString();
            chat.hasBot = chat.onAllInterfaces = on;
            all.append(chat);
        }
    }
    return all;
}

} // namespace

/// How a template becomes a program, and what is asked of a program.
class TestCodeTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsInWhatIsQuoted();
    void leavesOutWhatIsNotSo_data();
    void leavesOutWhatIsNotSo();
    void repeatsForEachOfAList();
    void tellsWhatItDoesNotDo();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void everyTemplateCanBeFilled();
    void noCommentEndsEarly();
    void nothingTypedIsAWordOfSocat();
    void languagesHaveNamesOfTheirOwn();
    void asksForNothingThatCannotBeStarted();
    void asksForWhatWasChosen();
};

void TestCodeTemplate::fillsInWhatIsQuoted()
{
    QCOMPARE(filled("a ${text} ${number}").text, QStringLiteral("a \"a\\\"b ${number}\" 7\n"));
    QCOMPARE(filled("${seconds}${bytes}").text, QStringLiteral("1.5b\"x\\x00\"\n"));
}

void TestCodeTemplate::leavesOutWhatIsNotSo_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("program");
    const auto add = [](const char *text, const char *program) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(program);
    };
    add("%% if yes\na\n%% else\nb\n%% end\nc\n", "a\nc\n");
    add("%% if no\na\n%% else\nb\n%% end\nc\n", "b\nc\n");
    add("%% if not no\na\n%% end\n", "a\n");
    add("%% if no or yes\na\n%% end\n", "a\n");
    add("%% if no or not yes\na\n%% end\n", "");
    add("%% if no\na\n%% elif yes\nb\n%% elif yes\nc\n%% else\nd\n%% end\n", "b\n");
    add("%% if yes\na\n%% elif yes\nb\n%% end\n", "a\n");
    add("%% if no\n%% if yes\na\n%% end\nb\n%% end\n", "");
    add("  %% if yes\n  %% if no\na\n%% else\nb\n%% end\nc\n%% end\n", "b\nc\n");
}

void TestCodeTemplate::leavesOutWhatIsNotSo()
{
    QFETCH(const QString, text);
    QFETCH(const QString, program);
    const auto result = filled(text.toLatin1().constData());
    QCOMPARE(result.error, QString());
    QCOMPARE(result.text, program);
}

void TestCodeTemplate::repeatsForEachOfAList()
{
    QCOMPARE(filled("%% each item\n-${item}\n%% end\n.\n").text,
             QStringLiteral("-b\"1\"\n-b\"2\"\n.\n"));
    QCOMPARE(filled("%% each none\n-${none}\n%% end\n.\n").text, QStringLiteral(".\n"));
    QCOMPARE(filled("%% if no\n%% each item\n-${item}\n%% end\n%% end\n.\n").text,
             QStringLiteral(".\n"));
}

void TestCodeTemplate::tellsWhatItDoesNotDo()
{
    const auto result = filled("%% if yes\n  %% cannot sentence\n%% end\n");
    QCOMPARE(result.text, QStringLiteral("  # It does not.\n"));
    QCOMPARE(result.notes.size(), 1);
    QCOMPARE(filled("%% if no\n%% cannot sentence\n%% end\n").notes.size(), 0);
}

void TestCodeTemplate::refusesWhatItDoesNotKnow_data()
{
    for (const char *text :
         {"${nothing}", "%% if nothing\n%% end", "%% if no\n${nothing}\n%% end",
          "%% each nothing\n%% end", "%% cannot nothing", "%% nothing", "%% if yes", "%% end",
          "%% else", "${item}", "%% each item\n%% else\n%% end"}) {
        QTest::newRow(text);
    }
}

void TestCodeTemplate::refusesWhatItDoesNotKnow()
{
    QVERIFY(!filled(QTest::currentDataTag()).error.isEmpty());
}

void TestCodeTemplate::everyTemplateCanBeFilled()
{
    const auto requests = manyRequests();
    for (const CodeLanguage &language : codeLanguages()) {
        for (const CodeRequest &request : requests) {
            const WrittenProgram written = writeProgram(request, language); // which asserts it
            QVERIFY(!written.text.isEmpty());
            QVERIFY2(!written.text.contains(QStringLiteral("%% ")), qPrintable(written.text));
            QVERIFY(written.fileName.endsWith(u'.' + language.suffix));
        }
    }
}

void TestCodeTemplate::noCommentEndsEarly()
{
    const QString sentence = QStringLiteral("one \n two */ \\ \x1b[2J \u202e end\\");
    for (const CodeLanguage &language : codeLanguages()) {
        const QString comment = language.quoter().comment(sentence, QStringLiteral("  "));
        const QStringList lines = comment.split(u'\n');
        for (const QString &line : lines) {
            QVERIFY2(line.startsWith(QStringLiteral("  #")) ||
                         line.startsWith(QStringLiteral("  //")),
                     qPrintable(comment));
            QVERIFY(!line.contains(u'\x1b') && !line.contains(QChar(0x202e)));
            QVERIFY(language.id != QStringLiteral("c") || !line.endsWith(u'\\'));
        }
    }
}

void TestCodeTemplate::nothingTypedIsAWordOfSocat()
{
    QCOMPARE(socatWord(QStringLiteral("a,exec:x!!b")), QStringLiteral("a\\,exec\\:x\\!\\!b"));
}

void TestCodeTemplate::languagesHaveNamesOfTheirOwn()
{
    for (const CodeLanguage &row : codeLanguages()) {
        QCOMPARE(codeLanguageNamed(row.id), &row);
    }
    QCOMPARE(codeLanguageNamed(QStringLiteral("cobol")), nullptr);
}

void TestCodeTemplate::asksForNothingThatCannotBeStarted()
{
    TcpServerSettings server;
    QVERIFY(codeRequestOf(server));
    server.port = QStringLiteral("port");
    QVERIFY(!codeRequestOf(server));
    server.port = QStringLiteral("1");
    server.address = QStringLiteral("a name");
    QVERIFY(!codeRequestOf(server));
    TcpClientSettings client;
    QVERIFY(codeRequestOf(client, {}, false));
    client.source = QStringLiteral("a name:1");
    QVERIFY(!codeRequestOf(client, {}, false));
    client.source.clear();
    client.port = QStringLiteral("0");
    QVERIFY(!codeRequestOf(client, {}, false));
    client.transport = Transport::Local;
    QVERIFY(!codeRequestOf(client, {}, false)); // no path
    client.path = QStringLiteral("/a");
    QVERIFY(codeRequestOf(client, {}, false)); // which needs no port
    MulticastChatSettings chat;
    QVERIFY(codeRequestOf(chat, {}));
    chat.group = QStringLiteral("10.0.0.1");
    QVERIFY(!codeRequestOf(chat, {}));
    UdpSettings udp;
    QVERIFY(codeRequestOf(udp, {}, {}));
    QVERIFY(!codeRequestOf(udp, QStringLiteral("nobody"), {}));
    ForwarderSettings forwarder;
    QVERIFY(codeRequestOf(forwarder));
    forwarder.target.port.clear();
    QVERIFY(!codeRequestOf(forwarder));
}

void TestCodeTemplate::asksForWhatWasChosen()
{
    TcpServerSettings server;
    server.address = QStringLiteral("*");
    QCOMPARE(std::get<StreamServerCode>(*codeRequestOf(server)).family, CodeFamily::Any);
    TcpClientSettings client;
    client.host = QStringLiteral("[::1]");
    client.source = QStringLiteral("127.0.0.1:5000");
    const auto asked = std::get<StreamClientCode>(*codeRequestOf(client, {}, true));
    QCOMPARE(asked.place.host, QStringLiteral("::1"));
    QCOMPARE(asked.sourceHost, QStringLiteral("127.0.0.1"));
    QCOMPARE(asked.sourcePort, 5000);
    QVERIFY(asked.finishes);
    MulticastChatSettings chat;
    chat.group = QStringLiteral("ff02::1%eth0");
    const auto member = std::get<ChatCode>(*codeRequestOf(chat, QStringLiteral("hi")));
    QCOMPARE(member.group, QStringLiteral("ff02::1"));
    QCOMPARE(member.interface, QStringLiteral("eth0"));
    QCOMPARE(member.family, CodeFamily::Ipv6);
    UdpSettings udp;
    udp.connected = true;
    QVERIFY(!std::get<DatagramCode>(*codeRequestOf(udp, {}, {})).connected); // to nobody
}

QTEST_GUILESS_MAIN(TestCodeTemplate)
#include "tst_codetemplate.moc"
