// clazy:excludeall=non-pod-global-static
#include "netcore/codec/chatwires.h"
#include "tests/support/bridgedhosts.h"
#include "tests/support/program.h"
#include "tests/support/runinnetwork.h"
#include "tests/support/savedlines.h"
#include "tests/support/sockettable.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace sockyard;
using namespace sockyard::test;

// The whole program in one chat with scripts that speak as the course's mcc.py does: a receiver
// that shares its port by SO_REUSEPORT alone and joins on the system's choice of interface, and a
// sender that is a process of its own. On one host, and on several.

namespace
{

constexpr quint16 port = 8123;

const auto program = QStringLiteral(SOCKYARD_PROGRAM);
const auto python = QStringLiteral("python3");
const auto ipv4Group = QStringLiteral("225.0.0.250");
const auto ipv6Group = QStringLiteral("ff15:7079:7468:6f6e:6465:6d6f:6d63:6173");

/// Prints what it hears, a JSON array a line: from where, letter, name, text, TTL.
const auto receiverScript = QStringLiteral(R"(
import json, pickle, socket, struct, sys
group = sys.argv[1]
packed = socket.getaddrinfo(group, None)[0]
receiver = socket.socket(packed[0], socket.SOCK_DGRAM)
receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
receiver.bind(("", 8123))
number = socket.inet_pton(packed[0], group)
if packed[0] == socket.AF_INET6:
    receiver.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, number + struct.pack("@I", 0))
    receiver.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
else:
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                        number + struct.pack("=I", socket.INADDR_ANY))
    receiver.setsockopt(socket.IPPROTO_IP, 12, 1)  # IP_RECVTTL
print("ready", flush=True)
while True:
    data, extra, flags, address = receiver.recvmsg(1500, 100)
    letter, *parts = pickle.loads(data)
    hops = struct.unpack("@i", extra[0][2])[0]
    print(json.dumps([address[0].split("%")[0], letter, *[part.decode() for part in parts], hops]),
          flush=True)
)");

/// Sends each line of its input: protocol, letter, name, text.
const auto senderScript = QStringLiteral(R"(
import json, pickle, socket, struct, sys
group = sys.argv[1]
family = socket.getaddrinfo(group, None)[0][0]
sender = socket.socket(family, socket.SOCK_DGRAM)
if family == socket.AF_INET6:
    sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 1)
else:
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
for line in sys.stdin:
    protocol, letter, *parts = json.loads(line)
    parts = [part.encode() for part in parts]
    if parts[0] == parts[-1]:
        parts[-1] = parts[0]  # one object, which the pickle holds once
    sender.sendto(pickle.dumps([letter, *parts], protocol), (group, 8123))
)");

using Words = QStringList; // letter, name and, behind S, a text

/// Names as they are, and texts that each of them says.
const QStringList names = {QStringLiteral("太郎"), QStringLiteral("😀"), QStringLiteral("Ann: B")};

QStringList textsOf(const QString &name)
{
    return {QStringLiteral("hello"),
            QStringLiteral("こんにちは、世界"),
            QStringLiteral("😀👩‍👩‍👧"),
            QString(),
            QStringLiteral("<b>bold</b>\n\x1b[31m"),
            QString(1400, u'x'),
            name};
}

QList<Words> talkOf(const QString &name)
{
    QList<Words> talk = {{QStringLiteral("J"), name}};
    for (const QString &text : textsOf(name)) {
        talk.append({QStringLiteral("S"), name, text});
    }
    talk.append({QStringLiteral("L"), name});
    return talk;
}

QByteArray jsonLine(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact) + '\n';
}

/// What a sender is given to say that in that pickle protocol.
QByteArray asInput(const QList<Words> &talk, int protocol)
{
    QByteArray input;
    for (const Words &words : talk) {
        QJsonArray array = QJsonArray::fromStringList(words);
        array.prepend(protocol);
        input += jsonLine(array);
    }
    return input;
}

Words wordsOf(const ChatMessage &message)
{
    const QString name = QString::fromStdString(message.name);
    switch (message.kind) {
    case ChatMessage::Kind::Joins:
        return {QStringLiteral("J"), name};
    case ChatMessage::Kind::Leaves:
        return {QStringLiteral("L"), name};
    case ChatMessage::Kind::Says:
        return {QStringLiteral("S"), name, QString::fromStdString(message.text)};
    }
    return {};
}

/// What a saved log heard, from all or from one address; what is no message is `?` and its note.
QList<Words> heardIn(const QString &fileName, const QString &from = {})
{
    QList<Words> heard;
    for (const SavedLine &line : linesOf(fileName)) {
        if (line.text("event") != QStringLiteral("received") ||
            (!from.isEmpty() && !line.text("peer").contains(from))) {
            continue;
        }
        const QByteArray data = line.data();
        const ChatReading reading = readChatDatagram(std::as_bytes(std::span(data)));
        const auto *const message = std::get_if<ChatMessage>(&reading);
        heard.append(message == nullptr ? Words{QStringLiteral("?"), line.text("note")}
                                        : wordsOf(*message));
    }
    return heard;
}

} // namespace

class TestChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void pythonHearsSockyard_data();
    void pythonHearsSockyard();
    void sockyardHearsPython_data();
    void sockyardHearsPython();
    void sockyardsHearEachOther_data();
    void sockyardsHearEachOther();
    void threeHostsHearEachOtherOnce_data();
    void threeHostsHearEachOtherOnce();
    void oneReceiverDoesNotTakeThePortFromAnother_data();
    void oneReceiverDoesNotTakeThePortFromAnother();
    void ipv4AndIpv6DoNotHearEachOther();
    void refusesWhatIsNoMessageAndHearsOn();
    void speaksWithAsManyHopsAsItIsTold();
    void botAnswersPython();
    void saysItOnceHoweverManyInterfacesItJoins();

private:
    /// Adds the rows: this machine alone, and two hosts, in both families.
    static void addNetworks();
    /// Makes the network of the row.
    void enterNetwork();
    /// Runs \a work on a host of that network; on this machine where it is alone.
    template <typename Work>
    auto on(int host, Work work)
    {
        return m_hosts ? m_hosts->on(host, work) : work();
    }
    QString file(const QString &name) const { return m_folder->filePath(name); }
    /// Starts the program on a host, and waits until it has joined.
    void startSockyard(int host, Program &sockyard, const QStringList &more);
    void startReceiver(int host, Program &receiver);
    /// Has a script say all that, and waits until whoever is on the ports of \a hearers has read
    /// it.
    void sendAll(int host, const QByteArray &input, const QList<int> &hearers);
    /// What a receiver printed: from where (an empty one is not looked for) came what.
    static QList<Words> heardBy(Program &receiver, const QString &from = {});
    bool hasReadAll(int host);
    void end(Program &sockyard);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<BridgedHosts> m_hosts;
    QString m_group;
    int m_there = 1; ///< the last host of the network
};

void TestChat::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_group = ipv4Group;
}

void TestChat::cleanup()
{
    m_hosts.reset();
}

void TestChat::addNetworks()
{
    QTest::addColumn<int>("hosts"); // 0: this machine, by its lo
    QTest::addColumn<QString>("group");
    QTest::newRow("IPv4 on lo") << 0 << ipv4Group;
    QTest::newRow("IPv4 between hosts") << 2 << ipv4Group;
    QTest::newRow("IPv6 on one host") << 1 << ipv6Group;
    QTest::newRow("IPv6 between hosts") << 2 << ipv6Group;
}

void TestChat::enterNetwork()
{
    QFETCH(const int, hosts);
    QFETCH(const QString, group);
    m_group = group;
    if (hosts > 0) {
        m_hosts = std::make_unique<BridgedHosts>(hosts);
    }
    m_there = std::max(hosts, 1);
}

void TestChat::startSockyard(int host, Program &sockyard, const QStringList &more)
{
    const QString interface = m_hosts ? QStringLiteral("host%1").arg(host) : QStringLiteral("lo");
    const auto everywhere = QStringLiteral("--group-all-interfaces");
    const auto where = more.contains(everywhere)
                           ? QStringList()
                           : QStringList{QStringLiteral("--interface"), interface};
    on(host, [&] {
        sockyard.start(program, QStringList{QStringLiteral("--chat"), m_group} + where + more);
    });
    QTRY_VERIFY2_WITH_TIMEOUT(sockyard.output().contains("chat joined"),
                              sockyard.errors().constData(), patience);
}

void TestChat::startReceiver(int host, Program &receiver)
{
    on(host, [&] { receiver.start(python, {QStringLiteral("-c"), receiverScript, m_group}); });
    QTRY_VERIFY2_WITH_TIMEOUT(receiver.output().startsWith("ready\n"),
                              receiver.errors().constData(), patience);
}

bool TestChat::hasReadAll(int host)
{
    const auto table = m_group == ipv6Group ? QStringLiteral("udp6") : QStringLiteral("udp");
    return on(host, [&table] { return test::hasReadAll(table, port); });
}

void TestChat::sendAll(int host, const QByteArray &input, const QList<int> &hearers)
{
    Program sender;
    on(host, [&] { sender.start(python, {QStringLiteral("-c"), senderScript, m_group}, input); });
    QTRY_VERIFY_WITH_TIMEOUT(sender.hasEnded(), patience);
    QCOMPARE(sender.errors(), QByteArray());
    for (const int hearer : hearers) {
        QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(hearer), patience);
    }
}

QList<Words> TestChat::heardBy(Program &receiver, const QString &from)
{
    QList<Words> heard;
    for (const QString &line : receiver.outputLines().mid(1)) {
        QStringList words;
        const QJsonArray array = QJsonDocument::fromJson(line.toUtf8()).array();
        for (const QJsonValue &value : array) {
            words.append(value.toVariant().toString());
        }
        if (from.isEmpty() || words.constFirst() == from) {
            heard.append(words.mid(1, words.size() - 2));
        }
    }
    return heard;
}

void TestChat::end(Program &sockyard)
{
    sockyard.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(sockyard.hasEnded(), patience);
    QCOMPARE(sockyard.errors(), QByteArray());
    QCOMPARE(sockyard.status(), 0);
}

void TestChat::pythonHearsSockyard_data()
{
    addNetworks();
}

void TestChat::pythonHearsSockyard()
{
    enterNetwork();
    Program receiver;
    startReceiver(m_there, receiver);
    QList<Words> expected;
    for (const QString &name : names) {
        QStringList arguments = {QStringLiteral("--name"), name};
        for (const QString &text : textsOf(name)) {
            arguments += {QStringLiteral("--say"), text};
        }
        Program sockyard;
        startSockyard(1, sockyard, arguments);
        expected += talkOf(name);
        // All but that it leaves.
        QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver).size(), expected.size() - 1, patience);
        end(sockyard);
        QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver).size(), expected.size(), patience);
        QCOMPARE(heardBy(receiver), expected);
    }
}

void TestChat::sockyardHearsPython_data()
{
    addNetworks();
}

void TestChat::sockyardHearsPython()
{
    enterNetwork();
    Program sockyard;
    startSockyard(1, sockyard,
                  {QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--save-log"),
                   file(QStringLiteral("log.jsonl"))});
    QByteArray input;
    QList<Words> expected = {{QStringLiteral("J"), QStringLiteral("Ada")}};
    for (const int protocol : {3, 4, 5}) {
        for (const QString &name : names) {
            input += asInput(talkOf(name), protocol);
            expected += talkOf(name);
        }
    }
    sendAll(m_there, input, {1});
    end(sockyard);
    QCOMPARE(heardIn(file(QStringLiteral("log.jsonl"))), expected);
}

void TestChat::sockyardsHearEachOther_data()
{
    addNetworks();
}

void TestChat::sockyardsHearEachOther()
{
    enterNetwork();
    Program first;
    startSockyard(1, first,
                  {QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--save-log"),
                   file(QStringLiteral("first.jsonl"))});
    const QString name = names.constFirst();
    QStringList arguments = {QStringLiteral("--name"), name, QStringLiteral("--save-log"),
                             file(QStringLiteral("second.jsonl"))};
    for (const QString &text : textsOf(name)) {
        arguments += {QStringLiteral("--say"), text};
    }
    Program second;
    startSockyard(m_there, second, arguments);
    Program third;
    startReceiver(1, third);
    end(second);
    QTRY_VERIFY_WITH_TIMEOUT(heardBy(third).contains(talkOf(name).constLast()), patience);
    QTRY_VERIFY_WITH_TIMEOUT(hasReadAll(1), patience);
    end(first);
    QCOMPARE(heardIn(file(QStringLiteral("first.jsonl"))),
             QList<Words>({{QStringLiteral("J"), QStringLiteral("Ada")}}) + talkOf(name));
    // Its own come back to it, but for the last: nobody is there any more to read it.
    QCOMPARE(heardIn(file(QStringLiteral("second.jsonl"))),
             talkOf(name).mid(0, talkOf(name).size() - 1));
}

void TestChat::threeHostsHearEachOtherOnce_data()
{
    QTest::addColumn<int>("hosts");
    QTest::addColumn<QString>("group");
    QTest::newRow("IPv4") << 3 << ipv4Group;
    QTest::newRow("IPv6") << 3 << ipv6Group;
}

void TestChat::threeHostsHearEachOtherOnce()
{
    enterNetwork();
    const QString address =
        m_group == ipv6Group ? QStringLiteral("fd78::%1") : QStringLiteral("10.78.0.%1");
    Program receiver; // on the third, which is in Python's hands
    startReceiver(3, receiver);
    Program ada;
    startSockyard(1, ada,
                  {QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--save-log"),
                   file(QStringLiteral("1.jsonl"))});
    Program bob;
    startSockyard(2, bob,
                  {QStringLiteral("--name"), QStringLiteral("Bob"), QStringLiteral("--say"),
                   QStringLiteral("hello from two"), QStringLiteral("--save-log"),
                   file(QStringLiteral("2.jsonl"))});
    const QList<Words> bobs = {
        {QStringLiteral("J"), QStringLiteral("Bob")},
        {QStringLiteral("S"), QStringLiteral("Bob"), QStringLiteral("hello from two")}};
    QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver, address.arg(2)), bobs, patience);
    const QList<Words> pythons = talkOf(QStringLiteral("太郎"));
    sendAll(3, asInput(pythons, 4), {1, 2, 3});
    QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver, address.arg(3)), pythons, patience);
    QCOMPARE(heardBy(receiver, address.arg(1)),
             QList<Words>({{QStringLiteral("J"), QStringLiteral("Ada")}}));
    end(ada);
    end(bob);
    const QString ones = file(QStringLiteral("1.jsonl"));
    const QString twos = file(QStringLiteral("2.jsonl"));
    const auto from = [&address](int host) {
        return address.arg(host) +
               (address.startsWith(u'f') ? QStringLiteral("]:") : QStringLiteral(":"));
    };
    QCOMPARE(heardIn(ones, from(2)), bobs);
    QCOMPARE(heardIn(ones, from(3)), pythons);
    QCOMPARE(heardIn(twos, from(3)), pythons);
    QCOMPARE(heardIn(twos, from(2)), bobs); // its own
    // It came later than that Ada joined, and was there when she left.
    QCOMPARE(heardIn(twos, from(1)), QList<Words>({{QStringLiteral("L"), QStringLiteral("Ada")}}));
}

void TestChat::oneReceiverDoesNotTakeThePortFromAnother_data()
{
    QTest::addColumn<bool>("pythonFirst");
    QTest::newRow("Python came first") << true;
    QTest::newRow("Sockyard came first") << false;
}

void TestChat::oneReceiverDoesNotTakeThePortFromAnother()
{
    QFETCH(const bool, pythonFirst);
    Program receiver;
    if (pythonFirst) {
        startReceiver(1, receiver);
    }
    Program sockyard;
    startSockyard(1, sockyard,
                  {QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--save-log"),
                   file(QStringLiteral("log.jsonl"))});
    if (!pythonFirst) {
        startReceiver(1, receiver);
    }
    const QList<Words> talk = talkOf(QStringLiteral("Py"));
    sendAll(1, asInput(talk, 5), {1});
    QTRY_VERIFY_WITH_TIMEOUT(heardBy(receiver).contains(talk.constLast()), patience);
    end(sockyard);
    QCOMPARE(heardIn(file(QStringLiteral("log.jsonl"))).mid(1), talk);
}

void TestChat::ipv4AndIpv6DoNotHearEachOther()
{
    m_hosts = std::make_unique<BridgedHosts>(2);
    const auto log = [this](int number) { return file(QStringLiteral("%1.jsonl").arg(number)); };
    Program four;
    startSockyard(
        1, four,
        {QStringLiteral("--name"), QStringLiteral("Four"), QStringLiteral("--save-log"), log(4)});
    m_group = ipv6Group;
    Program six;
    startSockyard(
        1, six,
        {QStringLiteral("--name"), QStringLiteral("Six"), QStringLiteral("--save-log"), log(6)});
    const QList<Words> sixes = talkOf(QStringLiteral("six"));
    sendAll(2, asInput(sixes, 4), {1});
    m_group = ipv4Group;
    const QList<Words> fours = talkOf(QStringLiteral("four"));
    sendAll(2, asInput(fours, 4), {1});
    end(four);
    end(six);
    QCOMPARE(heardIn(log(4)).mid(1), fours);
    QCOMPARE(heardIn(log(6)).mid(1), sixes);
}

void TestChat::refusesWhatIsNoMessageAndHearsOn()
{
    Program sockyard;
    startSockyard(1, sockyard,
                  {QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--save-log"),
                   file(QStringLiteral("log.jsonl"))});
    const QString proof = file(QStringLiteral("ran"));
    const auto script = QStringLiteral(R"(
import os, pickle, socket, struct, sys
class Program:
    def __reduce__(self): return (os.system, ("touch " + sys.argv[1],))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def send(data): sender.sendto(data, ("225.0.0.250", 8123))
for protocol in range(3): send(pickle.dumps(["J", b"Old"], protocol))
for protocol in range(6): send(pickle.dumps(["S", b"Eve", Program()], protocol))
send(pickle.dumps({"J": b"Eve"}, 4))
send(pickle.dumps(["X", b"Eve"], 4))
send(b"\x80\x04" + b"\x28" * 60000)
send(b"\x80\x04]r\xff\xff\xff\xff" + b"\x94" * 1000)
send(pickle.dumps(["J", b"Cut"], 4)[:-3])
send(b"no message")
send(b"")
send(b"Plain: I am read, too")
)");
    Program eve;
    eve.start(python, {QStringLiteral("-c"), script, proof});
    QTRY_VERIFY_WITH_TIMEOUT(eve.hasEnded(), patience);
    QCOMPARE(eve.errors(), QByteArray());
    const QList<Words> talk = talkOf(QStringLiteral("Ann"));
    sendAll(1, asInput(talk, 4), {1});
    end(sockyard);
    QVERIFY(!QFile::exists(proof));
    const QList<Words> heard = heardIn(file(QStringLiteral("log.jsonl"))).mid(1);
    QStringList notes;
    for (const Words &words : heard) {
        if (words.constFirst() == QStringLiteral("?")) {
            notes.append(words.at(1));
        }
    }
    const QStringList expected = {
        QStringLiteral("protocol 0, "),   QStringLiteral("protocol 1, "),
        QStringLiteral("protocol 2, "),   QStringLiteral("protocol 0, "),
        QStringLiteral("protocol 1, "),   QStringLiteral("protocol 2, "),
        QStringLiteral("opcode GLOBAL"),  QStringLiteral("opcode STACK_GLOBAL"),
        QStringLiteral("STACK_GLOBAL"),   QStringLiteral("opcode EMPTY_DICT"),
        QStringLiteral("'J', 'L'"),       QStringLiteral("opcode MARK"),
        QStringLiteral("MEMOIZE"),        QStringLiteral("cut on the way"),
        QStringLiteral("begins neither"), QStringLiteral("begins neither"),
    };
    QCOMPARE(notes.size(), expected.size());
    for (qsizetype index = 0; index < notes.size(); ++index) {
        QVERIFY2(notes.at(index).contains(expected.at(index)), qPrintable(notes.join(u'\n')));
    }
    QCOMPARE(heard.at(notes.size()), Words({QStringLiteral("S"), QStringLiteral("Plain"),
                                            QStringLiteral("I am read, too")}));
    QCOMPARE(heard.mid(notes.size() + 1), talk);
}

void TestChat::speaksWithAsManyHopsAsItIsTold()
{
    const auto hopsHeard = [](Program &receiver) {
        return QJsonDocument::fromJson(receiver.outputLines().constLast().toUtf8())
            .array()
            .last()
            .toInt();
    };
    m_hosts = std::make_unique<BridgedHosts>(2);
    for (const QString &group : {ipv4Group, ipv6Group}) {
        m_group = group;
        Program receiver;
        startReceiver(2, receiver);
        Program near;
        startSockyard(1, near, {});
        QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver).size(), qsizetype(1), patience);
        QCOMPARE(hopsHeard(receiver), 1);
        end(near);
        Program far;
        startSockyard(1, far, {QStringLiteral("--ttl"), QStringLiteral("7")});
        QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver).size(), qsizetype(3), patience);
        QCOMPARE(hopsHeard(receiver), 7);
        end(far);
    }
}

void TestChat::botAnswersPython()
{
    Program receiver;
    startReceiver(1, receiver);
    Program bot;
    startSockyard(1, bot,
                  {QStringLiteral("--name"), QStringLiteral("Bot"), QStringLiteral("--bot")});
    QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver).size(), qsizetype(1), patience);
    const auto taro = QStringLiteral("太郎");
    sendAll(1,
            asInput({{QStringLiteral("J"), taro},
                     {QStringLiteral("S"), taro, QStringLiteral("hello")},
                     {QStringLiteral("S"), taro, QStringLiteral("数学はどう？")},
                     {QStringLiteral("L"), taro}},
                    4),
            {1});
    const auto said = [&receiver] {
        QStringList texts;
        for (const Words &words : heardBy(receiver)) {
            if (words.size() == 3 && words.at(1) == QStringLiteral("Bot")) {
                texts.append(words.at(2));
            }
        }
        return texts;
    };
    QTRY_COMPARE_WITH_TIMEOUT(said().size(), qsizetype(3), patience);
    QCOMPARE(said().at(0), QStringLiteral("太郎君、こんにちは"));
    QVERIFY(said().at(2).startsWith(taro));
    end(bot);
    QCOMPARE(said().size(), qsizetype(3));
}

void TestChat::saysItOnceHoweverManyInterfacesItJoins()
{
    m_hosts = std::make_unique<BridgedHosts>(2);
    Program receiver;
    startReceiver(2, receiver);
    Program sockyard;
    startSockyard(1, sockyard,
                  {QStringLiteral("--group-all-interfaces"), QStringLiteral("--name"),
                   QStringLiteral("Ann"), QStringLiteral("--say"), QStringLiteral("once")});
    // Behind what was joined first, the other interface has been joined too.
    QTRY_COMPARE_WITH_TIMEOUT(sockyard.output().count("chat joined"), 2, patience);
    end(sockyard);
    const QList<Words> expected = {
        {QStringLiteral("J"), QStringLiteral("Ann")},
        {QStringLiteral("S"), QStringLiteral("Ann"), QStringLiteral("once")},
        {QStringLiteral("L"), QStringLiteral("Ann")}};
    QTRY_COMPARE_WITH_TIMEOUT(heardBy(receiver).size(), expected.size(), patience);
    QCOMPARE(heardBy(receiver), expected);
}

int main(int argc, char **argv)
{
    return runInNetwork<QCoreApplication, TestChat>(argc, argv, enterOwnLoopback);
}

#include "tst_chat.moc"
