#include "app/argumentwords.h"
#include "app/commandline.h"
#include "netcore/codec/chatwires.h"
#include "netcore/responders/registry.h"

#include <QTemporaryFile>
#include <QTest>

using namespace sockyard;
using Kind = CommandLineResult::Kind;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForNothingWhereNothingIsSaid();
    void understandsWhereAServerListens_data();
    void understandsWhereAServerListens();
    void understandsEveryReply_data();
    void understandsEveryReply();
    void understandsTheOptionsOfAReply();
    void understandsHowClientsAreServed();
    void listsTheReplies_data();
    void listsTheReplies();
    void writesAProgram_data();
    void writesAProgram();
    void refusesWhatNoProgramCanBeOf_data();
    void refusesWhatNoProgramCanBeOf();
    void understandsWhereAClientConnects_data();
    void understandsWhereAClientConnects();
    void understandsAGroup_data();
    void understandsAGroup();
    void understandsHowAChatSpeaks();
    void judgesANameByTheWireOfTheChat();
    void refusesWhatAChatCannotDo_data();
    void refusesWhatAChatCannotDo();
    void keepsANameFromTheWindowSystem();
    void keepsTextsAsTheyAreAndInOrder();
    void understandsWhatAClientSends();
    void understandsHowAClientConnects();
    void refusesWhatAClientCannotDo_data();
    void refusesWhatAClientCannotDo();
    void understandsADatagramSocket();
    void refusesWhatADatagramSocketCannotDo_data();
    void refusesWhatADatagramSocketCannotDo();
    void understandsSeconds_data();
    void understandsSeconds();
    void understandsAForwarder();
    void understandsAllThreeTabsTogether();
    void takesWordsWithoutAnOptionForFiles();
    void refusesWhatItDoesNotUnderstand_data();
    void refusesWhatItDoesNotUnderstand();
    void helpNamesEveryWord();
    void tellsItsVersion();

private:
    static CommandLineResult read(const QString &words)
    {
        return readCommandLine(words.split(u' ', Qt::SkipEmptyParts));
    }
};

void TestCommandLine::asksForNothingWhereNothingIsSaid()
{
    const auto result = readCommandLine({});
    QCOMPARE(result.kind, Kind::Run);
    const CommandLine &line = result.commandLine;
    QVERIFY(!line.server && !line.client && !line.chat && !line.quitAfter && !line.demo);
    QVERIFY(line.saveLog.isEmpty() && line.screenshot.isEmpty());
}

void TestCommandLine::understandsWhereAServerListens_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("port");
    const auto row = [](const char *word, const char *address, const char *port) {
        QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(address)
                            << QString::fromLatin1(port);
    };
    row("127.0.0.1:9999", "127.0.0.1", "9999");
    row("127.0.0.1:0", "127.0.0.1", "0");
    row("0.0.0.0:80", "0.0.0.0", "80");
    row("[::1]:9999", "::1", "9999");
    row("[::]:65535", "::", "65535");
    row("[fe80::1%lo]:1", "fe80::1%lo", "1");
    row("*:7", "*", "7");
    row("localhost:7", "localhost", "7");
}

void TestCommandLine::understandsWhereAServerListens()
{
    QFETCH(const QString, word);
    for (const QStringList &words : {QStringList{QStringLiteral("--server"), word},
                                     QStringList{QStringLiteral("--server=") + word}}) {
        const auto result = readCommandLine(words);
        QCOMPARE(result.text, QString());
        QCOMPARE(result.kind, Kind::Run);
        QVERIFY(result.commandLine.server);
        QTEST(result.commandLine.server->address, "address");
        QTEST(result.commandLine.server->port, "port");
        QCOMPARE(result.commandLine.server->reply, QStringLiteral("echo"));
        // Who names a port wants this one.
        QVERIFY(!result.commandLine.server->anyPortIfTaken);
    }
}

void TestCommandLine::understandsEveryReply_data()
{
    QTest::addColumn<QString>("reply");
    for (const ResponderRow &row : responders()) {
        QVERIFY(QLatin1StringView(row.name) !=
                QLatin1StringView("list")); // which means something else here
        if (row.prepared({}).make) {        // without an option that it needs
            QTest::newRow(row.name) << QString::fromLatin1(row.name);
        }
    }
}

void TestCommandLine::understandsEveryReply()
{
    QFETCH(const QString, reply);
    const auto result = read(QStringLiteral("--server 127.0.0.1:0 --reply ") + reply);
    QCOMPARE(result.kind, Kind::Run);
    QCOMPARE(result.commandLine.server->reply, reply);
}

void TestCommandLine::understandsTheOptionsOfAReply()
{
    const auto result = readCommandLine(
        {QStringLiteral("--server"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--reply"),
         QStringLiteral("ack"), QStringLiteral("--reply-option"),
         QStringLiteral("answer= a=b, \\n"), QStringLiteral("--reply-option=read-size=7")});
    QCOMPARE(result.text, QString());
    const ReplyOptions expected{{QStringLiteral("answer"), QStringLiteral(" a=b, \\n")},
                                {QStringLiteral("read-size"), QStringLiteral("7")}};
    QCOMPARE(result.commandLine.server->replyOptions, expected);
    QCOMPARE(read(QStringLiteral("--server 127.0.0.1:0 --reply ack --reply-option answer="))
                 .commandLine.server->replyOptions,
             (ReplyOptions{{QStringLiteral("answer"), QString()}}));
}

void TestCommandLine::understandsHowClientsAreServed()
{
    const auto usual = read(QStringLiteral("--server 127.0.0.1:0")).commandLine.server;
    const TcpServerSettings settings;
    QCOMPARE(usual->serving, TcpServerSettings::Serving::AllAtOnce);
    QCOMPARE(usual->backlog, settings.backlog);
    QCOMPARE(usual->mostClients, settings.mostClients);
    QCOMPARE(usual->idleLimit, settings.idleLimit);
    QCOMPARE(usual->readSize, settings.readSize);
    QCOMPARE(usual->answerDelay, settings.answerDelay);
    const auto result =
        read(QStringLiteral("--server 127.0.0.1:0 --serve one --backlog 5 --max-clients 2 "
                            "--idle-timeout 30 --read-size 1 --answer-delay 250"));
    QCOMPARE(result.text, QString());
    const auto &server = result.commandLine.server;
    QCOMPARE(server->serving, TcpServerSettings::Serving::OneAtATime);
    QCOMPARE(server->backlog, 5);
    QCOMPARE(server->mostClients, 2);
    QCOMPARE(server->idleLimit, 30);
    QCOMPARE(server->readSize, 1);
    QCOMPARE(server->answerDelay, 250);
    QCOMPARE(read(QStringLiteral("--server 127.0.0.1:0 --serve all")).commandLine.server->serving,
             TcpServerSettings::Serving::AllAtOnce);
}

void TestCommandLine::listsTheReplies_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("alone") << QStringLiteral("--reply list");
    QTest::newRow("in one word") << QStringLiteral("--reply=list");
    QTest::newRow("with a server") << QStringLiteral("--server 127.0.0.1:0 --reply list");
}

void TestCommandLine::listsTheReplies()
{
    QFETCH(const QString, words);
    const auto result = read(words);
    QCOMPARE(result.kind, Kind::Replies);
    QVERIFY(!result.commandLine.server);
    const QStringList lines = result.text.split(u'\n');
    const auto lineThatBegins = [&lines](const QString &beginning) {
        for (const QString &line : lines) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        return QString();
    };
    for (const ResponderRow &row : responders()) {
        const QString reply = lineThatBegins(QString::fromLatin1(row.name) + u' ');
        QVERIFY2(reply.endsWith(row.descriptionText()), row.name);
        for (const ReplyOption &option : row.options) {
            const QString line =
                lineThatBegins(QStringLiteral("    %1=").arg(QString::fromLatin1(option.key)));
            QVERIFY2(!line.isEmpty(), option.key);
        }
    }
    QVERIFY(lines.contains(QStringLiteral("    read-size=1…65536  How many bytes the one read "
                                          "takes at most. Usually \"1024\".")));
}

void TestCommandLine::writesAProgram_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("holds");
    const auto add = [](const char *words, const char *holds) {
        QTest::newRow(words) << QString::fromLatin1(words) << QString::fromLatin1(holds);
    };
    add("--client 127.0.0.1:9998 --send hello --code python", "b\"hello\"");
    add("--client 127.0.0.1:9998 --send hello --code=ruby", "\"hello\"");
    add("--client 127.0.0.1:9998 --send hello --finish --code c", "shutdown(client, SHUT_WR)");
    add("--code shell --server 127.0.0.1:9998 --reply welcome", "TCP4-LISTEN:9998");
    add("--udp 127.0.0.1:9998 --udp-reply echo --code python", "return data");
    add("--udp [::1]:0 --to [::1]:9998 --send a --code c", "LITERAL(\"a\")");
    add("--chat 225.0.0.250 --name Ann --say hi --code python", "TEXT = \"hi\"");
}

void TestCommandLine::writesAProgram()
{
    QFETCH(const QString, words);
    QFETCH(const QString, holds);
    const auto result = read(words);
    QCOMPARE(result.text.isEmpty(), false);
    QCOMPARE(result.kind, Kind::Code);
    QVERIFY2(result.text.contains(holds), qPrintable(result.text));
}

void TestCommandLine::refusesWhatNoProgramCanBeOf_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("error");
    QTest::newRow("unknown") << QStringLiteral("--client 127.0.0.1:1 --code cobol")
                             << QStringLiteral("python, c, ruby, shell");
    QTest::newRow("of nothing") << QStringLiteral("--code c") << QStringLiteral("of what?");
    QTest::newRow("of two") << QStringLiteral("--server 127.0.0.1:1 --client 127.0.0.1:1 --code c")
                            << QStringLiteral("of what?");
    QTest::newRow("wrong client") << QStringLiteral("--client 127.0.0.1:0 --code c")
                                  << QStringLiteral("port 0");
}

void TestCommandLine::refusesWhatNoProgramCanBeOf()
{
    QFETCH(const QString, words);
    QFETCH(const QString, error);
    const auto result = read(words);
    QCOMPARE(result.kind, Kind::Error);
    QVERIFY2(result.text.contains(error), qPrintable(result.text));
}

void TestCommandLine::understandsWhereAClientConnects_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    const auto row = [](const char *word, const char *host, const char *port) {
        QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(host)
                            << QString::fromLatin1(port);
    };
    row("127.0.0.1:9999", "127.0.0.1", "9999");
    row("[::1]:9999", "::1", "9999");
    row("[fe80::1%eth0]:9999", "fe80::1%eth0", "9999");
    row("localhost:80", "localhost", "80");
    row("www.example.org.:80", "www.example.org.", "80");
}

void TestCommandLine::understandsWhereAClientConnects()
{
    QFETCH(const QString, word);
    const auto result = readCommandLine({QStringLiteral("--client"), word});
    QCOMPARE(result.text, QString());
    QVERIFY(result.commandLine.client);
    QTEST(result.commandLine.client->settings.host, "host");
    QTEST(result.commandLine.client->settings.port, "port");
}

void TestCommandLine::understandsAGroup_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("port");
    const auto row = [](const char *word, const char *group, const char *port) {
        QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(group)
                            << QString::fromLatin1(port);
    };
    row("225.0.0.250", "225.0.0.250", "8123");
    row("225.0.0.250:9000", "225.0.0.250", "9000");
    row("[ff02::123]:9000", "ff02::123", "9000");
    row("[ff02::123]", "ff02::123", "8123");
    row("ff02::123", "ff02::123", "8123");
}

void TestCommandLine::understandsAGroup()
{
    QFETCH(const QString, word);
    const auto result = readCommandLine({QStringLiteral("--chat"), word, QStringLiteral("--name"),
                                         QStringLiteral("Ada"), QStringLiteral("--interface"),
                                         QStringLiteral("lo")});
    QCOMPARE(result.text, QString());
    QVERIFY(result.commandLine.chat);
    QTEST(result.commandLine.chat->settings.group, "group");
    QTEST(result.commandLine.chat->settings.port, "port");
    QCOMPARE(result.commandLine.chat->settings.name, QStringLiteral("Ada"));
    QCOMPARE(result.commandLine.chat->settings.interface, QStringLiteral("lo"));
}

void TestCommandLine::understandsHowAChatSpeaks()
{
    const MulticastChatSettings usual;
    const auto plainest = read(QStringLiteral("--chat 225.0.0.250")).commandLine.chat;
    QCOMPARE(plainest->settings.wire, usual.wire);
    QCOMPARE(plainest->settings.hops, usual.hops);
    QCOMPARE(plainest->settings.bot, usual.bot);
    QVERIFY(!plainest->settings.allInterfaces && !plainest->settings.bot.on);
    const auto result = read(QStringLiteral(
        "--chat 225.0.0.250 --wire plain --group-all-interfaces --ttl 0 --bot --say hi"));
    QCOMPARE(result.text, QString());
    const auto &chat = result.commandLine.chat;
    QCOMPARE(chat->settings.wire, QStringLiteral("plain"));
    QVERIFY(chat->settings.allInterfaces);
    QCOMPARE(chat->settings.hops, 0);
    QVERIFY(chat->settings.bot.on);
    QCOMPARE(chat->settings.bot.keyword, usual.bot.keyword);
    QCOMPARE(result.commandLine.chat->says, QStringList{QStringLiteral("hi")});
    for (const ChatWireRow &row : chatWires()) {
        const auto name = QString::fromStdString(std::string(row.name));
        const auto its = read(QStringLiteral("--chat ff02::1 --ttl 255 --wire ") + name);
        QCOMPARE(its.text, QString());
        QCOMPARE(its.commandLine.chat->settings.wire, name);
        QCOMPARE(its.commandLine.chat->settings.hops, 255);
    }
}

void TestCommandLine::judgesANameByTheWireOfTheChat()
{
    QCOMPARE(read(QStringLiteral("--chat 225.0.0.250 --name 太郎 --wire plain"))
                 .commandLine.chat->settings.name,
             QStringLiteral("太郎"));
    const auto result = read(QStringLiteral("--wire plain --chat 225.0.0.250 --name Ada:"));
    QCOMPARE(result.kind, Kind::Error);
    QVERIFY2(result.text.contains(QStringLiteral("--name Ada:")), qPrintable(result.text));
}

void TestCommandLine::refusesWhatAChatCannotDo_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *words, const char *said) {
        QTest::newRow(words) << QString::fromLatin1(words) << QString::fromLatin1(said);
    };
    row("--chat 225.0.0.250 --wire json", "plain"); // which there are
    row("--chat 225.0.0.250 --wire Plain", "no such wire");
    row("--chat 225.0.0.250 --ttl -1", "from 0 to 255");
    row("--chat 225.0.0.250 --ttl 256", "from 0 to 255");
    row("--chat 225.0.0.250 --ttl one", "from 0 to 255");
    row("--chat 225.0.0.250 --interface lo --group-all-interfaces", "one of the two");
    row("--wire plain", "--chat");
    row("--group-all-interfaces", "--chat");
    row("--ttl 1", "--chat");
    row("--bot", "--chat");
}

void TestCommandLine::refusesWhatAChatCannotDo()
{
    QFETCH(const QString, words);
    QFETCH(const QString, said);
    const auto result = read(words);
    QCOMPARE(result.kind, Kind::Error);
    QVERIFY2(result.text.contains(said), qPrintable(result.text));
    QVERIFY(!result.commandLine.chat);
}

void TestCommandLine::keepsANameFromTheWindowSystem()
{
    std::vector<std::string> given{"sockyard", "--name", "Ann",    "--say", "--name",
                                   "--name",   "--",     "--name", "x"};
    std::vector<char *> pointers;
    for (std::string &word : given) {
        pointers.push_back(word.data());
    }
    ArgumentWords arguments(static_cast<int>(pointers.size()), pointers.data());
    const std::vector<std::string> words(arguments.words(), arguments.words() + arguments.count());
    const std::vector<std::string> expected{"sockyard", "--name=Ann", "--say", "--name=--name",
                                            "--",       "--name",     "x"};
    QCOMPARE(words, expected);
    QVERIFY(arguments.words()[arguments.count()] == nullptr);
}

void TestCommandLine::keepsTextsAsTheyAreAndInOrder()
{
    const QStringList texts{QStringLiteral("one"), QStringLiteral(" two  words "),
                            QStringLiteral("h\u00e9llo\n"), QStringLiteral("--demo"), QString()};
    QStringList words{QStringLiteral("--client"), QStringLiteral("127.0.0.1:9"),
                      QStringLiteral("--chat"), QStringLiteral("225.0.0.250")};
    for (const QString &text : texts) {
        words.append(QStringLiteral("--send=") + text);
        words.append(QStringLiteral("--say=") + text);
    }
    const auto result = readCommandLine(words);
    QCOMPARE(result.text, QString());
    QStringList sent;
    for (const Message &message : result.commandLine.client->sends) {
        sent.append(message.text);
    }
    QCOMPARE(sent, texts);
    QCOMPARE(result.commandLine.chat->says, texts);
    QVERIFY(!result.commandLine.demo);
}

void TestCommandLine::understandsWhatAClientSends()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const auto result = readCommandLine(
        {QStringLiteral("--client"), QStringLiteral("127.0.0.1:9"), QStringLiteral("--send-hex"),
         QStringLiteral("68 65"), QStringLiteral("--send"), QStringLiteral("a"),
         QStringLiteral("--send-file"), file.fileName(), QStringLiteral("--send-escapes"),
         QStringLiteral("b\\n${counter}"), QStringLiteral("--send"), QStringLiteral("c"),
         QStringLiteral("--ending"), QStringLiteral("crlf"), QStringLiteral("--finish")});
    QCOMPARE(result.text, QString());
    const auto message = [](Notation notation, const QString &text) {
        return Message{.notation = notation, .text = text, .ending = LineEnding::CrLf};
    };
    QCOMPARE(result.commandLine.client->sends,
             (QList{message(Notation::Hex, QStringLiteral("68 65")),
                    message(Notation::Text, QStringLiteral("a")),
                    message(Notation::File, file.fileName()),
                    message(Notation::Escapes, QStringLiteral("b\\n${counter}")),
                    message(Notation::Text, QStringLiteral("c"))}));
    QVERIFY(result.commandLine.client->finishes);
}

void TestCommandLine::understandsHowAClientConnects()
{
    const auto result = read(QStringLiteral(
        "--client localhost:9 --connect-timeout 0.5 --response-timeout 2 --exchange-timeout 60 "
        "--retry 3 --connections 10 --source [::1]:5000"));
    QCOMPARE(result.text, QString());
    const TcpClientSettings &settings = result.commandLine.client->settings;
    QCOMPARE(settings.connectTimeout, 500);
    QCOMPARE(settings.responseTimeout, 2000);
    QCOMPARE(settings.exchangeTimeout, 60000);
    QCOMPARE(settings.retries, 3);
    QCOMPARE(settings.connections, 10);
    QCOMPARE(settings.source, QStringLiteral("[::1]:5000"));
    const auto usual = read(QStringLiteral("--client localhost:9"));
    QCOMPARE(usual.commandLine.client->settings.connectTimeout, 10000);
    QCOMPARE(usual.commandLine.client->settings.connections, 1);
    QVERIFY(!usual.commandLine.client->finishes);
}

void TestCommandLine::refusesWhatAClientCannotDo_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *words, const char *said) {
        QTest::newRow(words) << QString::fromLatin1(words) << QString::fromLatin1(said);
    };
    row("--client a:1 --send-hex 6", "half a byte");
    row("--client a:1 --send-hex xyz", "--send-hex");
    row("--client a:1 --send-escapes \\q", "no escape");
    row("--client a:1 --send-escapes $5", "--send-escapes");
    row("--client a:1 --send-file /nowhere/at/all", "There is no file");
    row("--client a:1 --send-file /", "no regular file");
    row("--client a:1 --ending cr", "crlf");
    row("--client a:1 --connect-timeout x", "seconds");
    row("--client a:1 --connect-timeout -1", "seconds");
    row("--client a:1 --response-timeout 86401", "86400");
    row("--client a:1 --retry -1", "--retry");
    row("--client a:1 --connections 0", "--connections");
    row("--client a:1 --connections 10001", "--connections");
    row("--send-hex 00", "--client");
    row("--finish", "--client");
    row("--retry 3", "--client");
}

void TestCommandLine::refusesWhatAClientCannotDo()
{
    QFETCH(const QString, words);
    QFETCH(const QString, said);
    const auto result = read(words);
    QCOMPARE(result.kind, Kind::Error);
    QVERIFY2(result.text.contains(said), qPrintable(result.text));
}

void TestCommandLine::understandsADatagramSocket()
{
    const auto result = read(QStringLiteral(
        "--udp 127.0.0.1:7 --to localhost:9 --udp-shared --udp-read-size 4 --udp-reply ack "
        "--udp-reply-option answer=yes --generate 10:0:24"));
    QCOMPARE(result.text, QString());
    const UdpCommand &udp = *result.commandLine.udp;
    QVERIFY(udp.settings.shared);
    QCOMPARE(udp.settings.readSize, 4);
    QCOMPARE(udp.settings.replyOptions.value(QStringLiteral("answer")), QStringLiteral("yes"));
    QVERIFY(udp.generate);
    QCOMPARE(udp.generate->rate, 10);
    QCOMPARE(udp.generate->count, 0);
    QCOMPARE(udp.generate->size, 24);
    const auto usual = read(QStringLiteral("--udp 127.0.0.1:7")).commandLine.udp;
    QVERIFY(usual && !usual->generate && !usual->settings.shared);
    QCOMPARE(usual->settings.readSize, UdpSettings::readSizeRange.usual);
}

void TestCommandLine::refusesWhatADatagramSocketCannotDo_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *words, const char *said) {
        QTest::newRow(words) << QString::fromLatin1(words) << QString::fromLatin1(said);
    };
    row("--udp 127.0.0.1:1 --udp-read-size 0", "--udp-read-size 0");
    row("--udp 127.0.0.1:1 --udp-reply-option answer=x", "nothing without --udp-reply");
    row("--udp 127.0.0.1:1 --udp-reply ack --udp-reply-option answer", "--udp-reply-option answer");
    row("--udp 127.0.0.1:1 --udp-reply ack --udp-reply-option a=1", "--udp-reply ack");
    row("--udp 127.0.0.1:1 --generate 10:0:24", "nothing without --to");
    row("--udp-shared", "nothing without --udp");
    for (const char *plan : {"10", "10:0", "10:0:x", "0:1:100", "10:-1:100", "10:1:3", "10:1:100:1",
                             "10:1:65508", ":::"}) {
        QTest::newRow(plan) << QStringLiteral("--udp 127.0.0.1:1 --to b:2 --generate ") +
                                   QString::fromLatin1(plan)
                            << QStringLiteral("--generate ");
    }
}

void TestCommandLine::refusesWhatADatagramSocketCannotDo()
{
    QFETCH(const QString, words);
    QFETCH(const QString, said);
    const auto result = read(words);
    QCOMPARE(result.kind, Kind::Error);
    QVERIFY2(result.text.contains(said), qPrintable(result.text));
}

void TestCommandLine::understandsSeconds_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("0") << QStringLiteral("0") << qint64(0);
    QTest::newRow("3") << QStringLiteral("3") << qint64(3000);
    QTest::newRow("0.25") << QStringLiteral("0.25") << qint64(250);
}

void TestCommandLine::understandsSeconds()
{
    QFETCH(const QString, word);
    const auto result = read(QStringLiteral("--quit-after ") + word);
    QCOMPARE(result.kind, Kind::Run);
    QVERIFY(result.commandLine.quitAfter);
    QTEST(qint64(result.commandLine.quitAfter->count()), "milliseconds");
}

void TestCommandLine::understandsAForwarder()
{
    using sockyard::FaultKind;
    const auto result =
        read(QStringLiteral("--forward 127.0.0.1:8001=localhost:80 --fault to-target:delay=200 "
                            "--fault to-client:stop=on "
                            "--fault-seed 7 --rewrite to-target:a=b --rewrite to-client:c=d"));
    QCOMPARE(result.text, QString());
    const auto &settings = result.commandLine.forward;
    QVERIFY(settings);
    QCOMPARE(sockyard::forwardedPlacesText(*settings),
             QStringLiteral("127.0.0.1:8001=localhost:80"));
    QCOMPARE(settings->faults.toTarget.value(FaultKind::Delay), 200);
    QCOMPARE(settings->faults.toClient.value(FaultKind::Stop), 1);
    QCOMPARE(settings->faults.seed, std::uint64_t(7));
    QCOMPARE(settings->rewriting, QStringLiteral("to-target:a=b\nto-client:c=d"));
    QVERIFY(!settings->anyPortIfTaken);
}

void TestCommandLine::understandsAllThreeTabsTogether()
{
    const auto result = read(QStringLiteral(
        "--server 127.0.0.1:0 --reply ack --client [::1]:9 --send hello "
        "--chat 225.0.0.250 --say hi --save-log log.jsonl --autosave night --screenshot a.png "
        "--quit-after 1"));
    QCOMPARE(result.text, QString());
    const CommandLine &line = result.commandLine;
    QVERIFY(line.server && line.client && line.chat && line.quitAfter);
    QCOMPARE(line.saveLog, QStringLiteral("log.jsonl"));
    QCOMPARE(line.autosave, QStringLiteral("night"));
    QCOMPARE(line.screenshot, QStringLiteral("a.png"));
    QVERIFY(read(QStringLiteral("--demo")).commandLine.demo);
}

void TestCommandLine::takesWordsWithoutAnOptionForFiles()
{
    QVERIFY(readCommandLine({}).commandLine.files.isEmpty());
    const auto result = read(QStringLiteral("a.jsonl --quit-after 1 ../b.jsonl -- --c.jsonl"));
    QCOMPARE(result.text, QString());
    const QStringList files{QStringLiteral("a.jsonl"), QStringLiteral("../b.jsonl"),
                            QStringLiteral("--c.jsonl")};
    QCOMPARE(result.commandLine.files, files);
}

void TestCommandLine::refusesWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *words) {
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ');
    };
    row("--sever 127.0.0.1:0");
    row("--server");
    row("--server 127.0.0.1");
    row("--server 127.0.0.1:");
    row("--server :9999");
    row("--server 9999");
    row("--server ::1:9999");
    row("--server [::1]");
    row("--server [::1:9999");
    row("--server ::1]:9999");
    row("--server 127.0.0.1:65536");
    row("--server 127.0.0.1:-1");
    row("--server 127.0.0.1:http");
    row("--server 127.0.0.1:0x50");
    row("--server 127.1:80");
    row("--server example:80");
    row("--server 127.0.0.1:0 --reply shout");
    row("--reply echo");
    row("--reply list --nonsense");
    row("--reply-option answer=OK");
    row("--server 127.0.0.1:0 --reply ack --reply-option answer");
    row("--server 127.0.0.1:0 --reply ack --reply-option =OK");
    row("--server 127.0.0.1:0 --reply ack --reply-option answers=OK");
    row("--server 127.0.0.1:0 --reply ack --reply-option Answer=OK");
    row("--server 127.0.0.1:0 --reply ack --reply-option answer=\\x");
    row("--server 127.0.0.1:0 --reply ack --reply-option read-size=0");
    row("--server 127.0.0.1:0 --reply ack --reply-option read-size=65537");
    row("--server 127.0.0.1:0 --reply ack --reply-option read-size=x");
    row("--server 127.0.0.1:0 --reply ack --reply-option read-size=1 --reply-option read-size=2");
    row("--server 127.0.0.1:0 --reply-option answer=OK"); // echo has none
    row("--serve one");
    row("--backlog 5");
    row("--max-clients 5");
    row("--idle-timeout 5");
    row("--read-size 5");
    row("--answer-delay 5");
    row("--server 127.0.0.1:0 --serve two");
    row("--server 127.0.0.1:0 --serve One");
    row("--server 127.0.0.1:0 --backlog 0");
    row("--server 127.0.0.1:0 --backlog 65536");
    row("--server 127.0.0.1:0 --backlog 99999999999");
    row("--server 127.0.0.1:0 --backlog many");
    row("--server 127.0.0.1:0 --max-clients 0");
    row("--server 127.0.0.1:0 --max-clients 1.5");
    row("--server 127.0.0.1:0 --idle-timeout -1");
    row("--server 127.0.0.1:0 --idle-timeout 86401");
    row("--server 127.0.0.1:0 --read-size 0");
    row("--server 127.0.0.1:0 --read-size 1048577");
    row("--server 127.0.0.1:0 --answer-delay 3600001");
    row("--server 127.0.0.1:0 --answer-delay");
    row("--client 127.0.0.1");
    row("--client 127.0.0.1:0");
    row("--client :80");
    row("--chat 225.0.0.250:0");
    row("--client a..b:80");
    row("--client ::1:80");
    row("--client user@host:80");
    row("--send hello");
    row("--chat 225.0.0.250:chat");
    row("--chat group");
    row("--chat 225.0.0.250:65536");
    row("--chat ff02::123:9000:");
    row("--name Ada");
    row("--interface lo");
    row("--say hello");
    row("--quit-after soon");
    row("--quit-after -1");
    row("--quit-after nan");
    row("--quit-after inf");
    row("--quit-after");
    row("--demo --server 127.0.0.1:0");
    row("--demo=yes");
    row("-x");
    QTest::newRow("an empty word") << QStringList{QString()};
    QTest::newRow("an empty server") << QStringList{QStringLiteral("--server"), QString()};
    QTest::newRow("an empty reply")
        << QStringList{QStringLiteral("--server"), QStringLiteral("127.0.0.1:0"),
                       QStringLiteral("--reply"), QString()};
    QTest::newRow("a host with spaces")
        << QStringList{QStringLiteral("--client"), QStringLiteral("two words:80")};
    QTest::newRow("a host of 300 characters")
        << QStringList{QStringLiteral("--client"), QString(300, u'a') + QStringLiteral(":80")};
    QTest::newRow("an empty name")
        << QStringList{QStringLiteral("--chat"), QStringLiteral("225.0.0.250"),
                       QStringLiteral("--name"), QString()};
    QTest::newRow("an empty file name") << QStringList{QStringLiteral("--save-log"), QString()};
    QTest::newRow("an empty folder name") << QStringList{QStringLiteral("--autosave"), QString()};
    QTest::newRow("an empty picture name")
        << QStringList{QStringLiteral("--screenshot"), QString()};
}

void TestCommandLine::refusesWhatItDoesNotUnderstand()
{
    QFETCH(const QStringList, words);
    const auto result = readCommandLine(words);
    QCOMPARE(result.kind, Kind::Error);
    QVERIFY(!result.text.isEmpty());
    // With nothing opened.
    QVERIFY(!result.commandLine.server && !result.commandLine.client && !result.commandLine.chat &&
            !result.commandLine.demo);
}

void TestCommandLine::helpNamesEveryWord()
{
    const auto result = readCommandLine({QStringLiteral("--help")});
    QCOMPARE(result.kind, Kind::Help);
    for (const char *word : {"--server",
                             "--reply",
                             "--reply-option",
                             "--serve",
                             "--backlog",
                             "--max-clients",
                             "--idle-timeout",
                             "--read-size",
                             "--answer-delay",
                             "list",
                             "--client",
                             "--send",
                             "--chat",
                             "--name",
                             "--interface",
                             "--group-all-interfaces",
                             "--wire",
                             "--ttl",
                             "--bot",
                             "--say",
                             "--save-log",
                             "--autosave",
                             "--screenshot",
                             "--quit-after",
                             "--demo",
                             "FILE",
                             "echo",
                             "ack",
                             "none"}) {
        QVERIFY2(result.text.contains(QLatin1StringView(word)), word);
    }
}

void TestCommandLine::tellsItsVersion()
{
    QCOMPARE(readCommandLine({QStringLiteral("--version")}).kind, Kind::Version);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
