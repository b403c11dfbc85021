#include "netcore/codec/mccwire.h"
#include "netcore/codec/pickleopcodes.h"
#include "tests/support/program.h"
#include "tests/support/teststrings.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

// The chat's datagrams held against Python's own pickle.

namespace
{

constexpr int patience = 60000;

/// What stands between the pickles and the lines of hexadecimal numbers that go to and fro: of each
/// datagram the letter, the name and the text.
const auto preparation = QStringLiteral(R"(
import io, pickle, random, resource, sys

def line(message):
    return " ".join([message[0]] + [part.hex() or "-" for part in message[1:]])

names = ["Ann", "", "太郎", "😀😀", "é" * 50, "a: b", "<b>x</b>", "x" * 300]
texts = ["hello", "", "こんにちは、太郎君", "😀", "\n\0\x1b[31m", "Ann", "x" * 1400, "x" * 255, "x" * 256]

def messages():
    chance = random.Random(1)
    for name in names:
        name = name.encode()
        yield ["J", name]
        yield ["L", name]
        yield ["S", name, name]                    # one object
        yield ["S", name, bytes(bytearray(name))]  # two equal ones
        for text in texts:
            yield ["S", name, text.encode()]
    for _ in range(200):
        letters = [chr(chance.choice([0x20, 0x3040, 0x4e00, 0x1f600]) + chance.randrange(80))
                   for _ in range(chance.randrange(300))]
        cut = chance.randrange(len(letters) + 1)
        yield ["S", "".join(letters[:cut]).encode(), "".join(letters[cut:]).encode()]
)");

std::string fromHex(const QByteArray &word)
{
    return word == "-" ? std::string() : QByteArray::fromHex(word).toStdString();
}

QByteArray toHex(std::string_view bytes)
{
    return bytes.empty() ? QByteArrayLiteral("-")
                         : QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex();
}

QByteArray letterOf(ChatMessage::Kind kind)
{
    switch (kind) {
    case ChatMessage::Kind::Joins:
        return QByteArrayLiteral("J");
    case ChatMessage::Kind::Leaves:
        return QByteArrayLiteral("L");
    case ChatMessage::Kind::Says:
        return QByteArrayLiteral("S");
    }
    return {};
}

/// As Python's line() writes it.
QByteArray lineOf(const ChatMessage &message)
{
    QByteArray line = letterOf(message.kind) + ' ' + toHex(message.name);
    if (message.kind == ChatMessage::Kind::Says) {
        line += ' ' + toHex(message.text);
    }
    return line;
}

/// The line of a message, or the number of why it is none.
QByteArray lineOf(const ChatReading &reading)
{
    if (const auto *const message = std::get_if<ChatMessage>(&reading)) {
        return lineOf(*message);
    }
    const auto &refusal = std::get<ChatRefusal>(reading);
    return refusal.pickle && refusal.pickle->what == PickleFault::What::OldProtocol ? "old"
                                                                                    : "refused";
}

ChatReading decoded(const std::string &datagram)
{
    return MccWire().decode(std::as_bytes(std::span(datagram)));
}

/// What Python makes of these lines.
QList<QByteArray> linesFromPython(const QString &script, const QByteArray &input = {})
{
    Program python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), preparation + script}, input);
    if (!QTest::qWaitFor([&python] { return python.hasEnded(); }, patience)) {
        return {"Python goes on for ever"};
    }
    if (python.status() != 0) {
        return {python.errors()};
    }
    QList<QByteArray> lines = python.output().split('\n');
    lines.removeLast();
    return lines;
}

/// A datagram with a few bytes changed, taken out, put in or said twice.
std::string changed(std::string datagram, QRandomGenerator &random)
{
    constexpr std::string_view opcodes = "(.BCX]aehjlqr\x80\x8c\x8d\x8e\x94\x95\0\1\2SJ";
    for (auto times = random.bounded(1, 4); times > 0; --times) {
        const auto place =
            static_cast<std::size_t>(random.bounded(static_cast<quint32>(datagram.size())));
        const char byte =
            opcodes[static_cast<std::size_t>(random.bounded(static_cast<quint32>(opcodes.size())))];
        switch (random.bounded(4)) {
        case 0:
            datagram[place] = byte;
            break;
        case 1:
            datagram.insert(place, 1, byte);
            break;
        case 2:
            datagram.erase(place, 1);
            break;
        default:
            datagram.insert(place, datagram.substr(place, 3));
            break;
        }
        if (datagram.empty()) {
            datagram = "\x80";
        }
    }
    return datagram;
}

} // namespace

class TestPythonPickle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPythonWrites();
    void writesWhatPythonReadsAndWouldWrite();
    void takesNothingOtherwiseThanPythonDoes();
    void knowsTheOpcodesOfPython();
};

void TestPythonPickle::readsWhatPythonWrites()
{
    const auto lines = linesFromPython(QStringLiteral(R"(
for message in messages():
    for protocol in range(6):
        print(protocol, pickle.dumps(message, protocol).hex(), line(message))
)"));
    QVERIFY2(lines.size() > 1000, lines.constFirst().constData());
    for (const QByteArray &line : lines) {
        const qsizetype begin = line.indexOf(' ') + 1;
        const qsizetype end = line.indexOf(' ', begin);
        const bool isOld = line.at(0) < '3';
        QCOMPARE(lineOf(decoded(fromHex(line.mid(begin, end - begin)))),
                 isOld ? QByteArrayLiteral("old") : line.mid(end + 1));
    }
}

void TestPythonPickle::writesWhatPythonReadsAndWouldWrite()
{
    const auto wanted = linesFromPython(QStringLiteral(R"(
for message in messages():
    print(pickle.dumps([message[0]] + [bytes(bytearray(part)) for part in message[1:]], 3).hex(),
          line(message))
)"));
    QVERIFY2(wanted.size() > 200, wanted.constFirst().constData());
    QByteArray ours;
    for (const QByteArray &line : wanted) {
        const qsizetype end = line.indexOf(' ');
        const ChatReading reading = decoded(fromHex(line.left(end)));
        const auto written = MccWire().encode(std::get<ChatMessage>(reading)).value_or("");
        ours += toHex(written) + '\n';
        const QList<QByteArray> words = line.split(' ');
        // Of an empty string, and of one of one byte, Python has one object only.
        if (words.size() < 4 || words.at(2).size() > 2 || words.at(3).size() > 2) {
            QCOMPARE(toHex(written), line.left(end));
        }
    }
    const auto read = linesFromPython(QStringLiteral(R"(
for datagram in sys.stdin:
    print(datagram.strip(), line(pickle.loads(bytes.fromhex(datagram))))
)"),
                                      ours);
    QCOMPARE(read.size(), wanted.size());
    for (qsizetype index = 0; index < read.size(); ++index) {
        QCOMPARE(read.at(index).mid(read.at(index).indexOf(' ')),
                 wanted.at(index).mid(wanted.at(index).indexOf(' ')));
    }
}

void TestPythonPickle::takesNothingOtherwiseThanPythonDoes()
{
    const std::array<std::string, 5> seeds = {
        "\x80\3]q\0(X\1\0\0\0Sq\1C\3Annq\2h\2e."s,
        "\x80\3]q\0(X\1\0\0\0Jq\1C\3Annq\2e."s,
        "\x80\4\x95\x11\0\0\0\0\0\0\0]\x94(\x8c\1S\x94\x43\3Ann\x94h\2e."s,
        "\x80\4]\x8c\1Sa\x8e\1\0\0\0\0\0\0\0Aa\x43\0a."s,
        "\x80\3(\x8c\1SC\1Ar\0\0\0\1j\0\0\0\1l."s,
    };
    QRandomGenerator random(1);
    QByteArray input;
    QList<QByteArray> taken;
    for (int count = 0; count < 100000; ++count) {
        const auto &seed = seeds.at(random.bounded(static_cast<quint32>(seeds.size())));
        const std::string datagram = changed(seed, random);
        const ChatReading reading = decoded(datagram);
        if (const auto *const message = std::get_if<ChatMessage>(&reading)) {
            taken.append(lineOf(*message));
            input += toHex(datagram) + '\n';
        }
    }
    QVERIFY(taken.size() > 1000);
    // The memo of Python's unpickler is a table from 0 to the highest number that is put into it:
    // one that memory is not enough for is a datagram that would be its end.
    const auto lines = linesFromPython(QStringLiteral(R"(
resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))
class Harmless(pickle.Unpickler):
    def find_class(self, module, name): raise pickle.UnpicklingError(name)
for datagram in sys.stdin:
    try:
        print(line(Harmless(io.BytesIO(bytes.fromhex(datagram))).load()))
    except MemoryError:
        print("memory")
    except Exception as error:
        print(datagram.strip(), repr(error))
)"),
                                       input);
    QCOMPARE(lines.size(), taken.size());
    for (qsizetype index = 0; index < lines.size(); ++index) {
        if (lines.at(index) != "memory") {
            QCOMPARE(taken.at(index), lines.at(index));
        }
    }
}

void TestPythonPickle::knowsTheOpcodesOfPython()
{
    const auto lines = linesFromPython(QStringLiteral(R"(
import pickletools
names = {opcode.code: opcode.name for opcode in pickletools.opcodes}
for code in range(256):
    print(names.get(chr(code), "-"))
)"));
    QCOMPARE(lines.size(), qsizetype(256));
    for (int code = 0; code < 256; ++code) {
        const PickleOpcode *const opcode = pickleOpcode(static_cast<std::uint8_t>(code));
        const std::string_view name = opcode == nullptr ? "-" : opcode->name;
        QCOMPARE(name, std::string_view(lines.at(code).constData()));
    }
}

QTEST_GUILESS_MAIN(TestPythonPickle)
#include "tst_pythonpickle.moc"
