#include "netcore/codec/escapedtext.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/rewrite.h"

#include <QRandomGenerator>
#include <QTest>

using namespace sockyard;

Q_DECLARE_METATYPE(sockyard::Message)
Q_DECLARE_METATYPE(sockyard::Notation)
Q_DECLARE_METATYPE(std::optional<QString>)

namespace
{

ByteView viewOf(const QByteArray &bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

std::optional<QByteArray> bytesOf(const Message &message)
{
    const auto prepared = PreparedMessage::prepare(message);
    return prepared ? prepared->fixedBytes() : std::nullopt;
}

Message escapes(const QString &text)
{
    return {.notation = Notation::Escapes, .text = text};
}

Message hex(const QString &text)
{
    return {.notation = Notation::Hex, .text = text};
}

} // namespace

class TestRewrite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheSameBytesInAnotherNotation_data();
    void writesTheSameBytesInAnotherNotation();
    void keepsTheBytesWhateverTheyAre();
    void makesTheFriendliestMessage_data();
    void makesTheFriendliestMessage();
    void makesAMessageOfAnyBytes();
};

void TestRewrite::writesTheSameBytesInAnotherNotation_data()
{
    QTest::addColumn<Message>("message");
    QTest::addColumn<Notation>("to");
    QTest::addColumn<std::optional<QString>>("text");
    const auto row = [](const char *name, const Message &message, Notation to,
                        const std::optional<QString> &text) {
        QTest::newRow(name) << message << to << text;
    };
    const std::optional<QString> nothing;
    row("text to escapes", {.text = QStringLiteral("a\\b $1\nあ\té")}, Notation::Escapes,
        QStringLiteral("a\\\\b $$1\\nあ\\té"));
    row("text to escapes: what cannot be seen",
        {.text = QStringLiteral("\u202e\u00a0\u0000\u00001")}, Notation::Escapes,
        QStringLiteral("\\u{202e}\\u{a0}\\0\\x001"));
    row("text to escapes: a family", {.text = QStringLiteral("👨\u200d👩")}, Notation::Escapes,
        QStringLiteral("👨\\u{200d}👩"));
    row("text to hex", {.text = QStringLiteral("hé\n"), .ending = LineEnding::CrLf}, Notation::Hex,
        QStringLiteral("68 c3 a9 0a"));
    row("text to itself", {.text = QStringLiteral("a")}, Notation::Text, QStringLiteral("a"));
    row("Latin-1 to escapes", {.text = QStringLiteral("é"), .encoding = TextEncoding::Latin1},
        Notation::Escapes, QStringLiteral("\\xe9"));
    row("Latin-1 to hex", {.text = QStringLiteral("é"), .encoding = TextEncoding::Latin1},
        Notation::Hex, QStringLiteral("e9"));
    row("what Latin-1 does not have",
        {.text = QStringLiteral("あ"), .encoding = TextEncoding::Latin1}, Notation::Hex, nothing);
    row("nothing", {}, Notation::Hex, QString());

    row("escapes to text", escapes(QStringLiteral("a\\n\\t$$\\u{3042}\\\\")), Notation::Text,
        QStringLiteral("a\n\t$あ\\"));
    row("escapes to hex", escapes(QStringLiteral("\\xff$$")), Notation::Hex,
        QStringLiteral("ff 24"));
    row("a carriage return is no text", escapes(QStringLiteral("a\\r\\n")), Notation::Text,
        nothing);
    row("no UTF-8 is no text", escapes(QStringLiteral("\\xff")), Notation::Text, nothing);
    row("what cannot be seen is no text", escapes(QStringLiteral("\\u{200b}")), Notation::Text,
        nothing);
    row("a space that is none is no text", escapes(QStringLiteral("\\u{a0}")), Notation::Text,
        nothing);
    row("macros to text", escapes(QStringLiteral("${time}")), Notation::Text, nothing);
    row("macros to hex", escapes(QStringLiteral("a${counter}")), Notation::Hex, nothing);
    row("macros stay escapes", escapes(QStringLiteral("${time}")), Notation::Escapes,
        QStringLiteral("${time}"));
    row("wrong escapes", escapes(QStringLiteral("\\q")), Notation::Hex, nothing);

    row("hex to text", hex(QStringLiteral("0x68,0x65 0A")), Notation::Text, QStringLiteral("he\n"));
    row("hex to text in UTF-16",
        {.notation = Notation::Hex,
         .text = QStringLiteral("42 30"),
         .encoding = TextEncoding::Utf16LittleEndian},
        Notation::Text, QStringLiteral("あ"));
    row("hex to text in UTF-16, an odd number",
        {.notation = Notation::Hex,
         .text = QStringLiteral("42 30 41"),
         .encoding = TextEncoding::Utf16LittleEndian},
        Notation::Text, nothing);
    row("hex to text in Shift-JIS",
        {.notation = Notation::Hex,
         .text = QStringLiteral("82 a0"),
         .encoding = TextEncoding::ShiftJis},
        Notation::Text, QStringLiteral("あ"));
    row("hex ff is no text", hex(QStringLiteral("ff")), Notation::Text, nothing);
    row("a byte order mark is no text", hex(QStringLiteral("ef bb bf 61")), Notation::Text,
        nothing);
    row("hex to escapes", hex(QStringLiteral("68 0d 0a 00 ff 24")), Notation::Escapes,
        QStringLiteral("h\\r\\n\\0\\xff$$"));
    row("wrong hex", hex(QStringLiteral("6")), Notation::Text, nothing);

    const Message file{.notation = Notation::File, .text = QStringLiteral("/etc/hostname")};
    row("a file to hex", file, Notation::Hex, nothing);
    row("a file stays a file", file, Notation::File, file.text);
    row("text to a file", {.text = QStringLiteral("a")}, Notation::File, nothing);
}

void TestRewrite::writesTheSameBytesInAnotherNotation()
{
    QFETCH(const Message, message);
    QFETCH(const Notation, to);
    QFETCH(const std::optional<QString>, text);
    const auto written = rewritten(message, to);
    QCOMPARE(written.value_or(QStringLiteral("nothing")), text.value_or(QStringLiteral("nothing")));
    if (written && to != Notation::File) {
        Message other = message;
        other.notation = to;
        other.text = *written;
        if (to != message.notation && message.encoding == TextEncoding::Utf8) {
            QCOMPARE(bytesOf(other), bytesOf(message));
        }
    }
}

void TestRewrite::keepsTheBytesWhateverTheyAre()
{
    QRandomGenerator random(5);
    for (int round = 0; round < 500; ++round) {
        QByteArray bytes;
        for (int index = 0; index < round % 40; ++index) {
            bytes += static_cast<char>(random.bounded(256));
        }
        const Message first = hex(QString::fromLatin1(bytes.toHex(' ')));
        QCOMPARE(bytesOf(first), std::optional(bytes));
        const Message second = escapes(*rewritten(first, Notation::Escapes));
        QCOMPARE(bytesOf(second), std::optional(bytes));
        QCOMPARE(*rewritten(second, Notation::Hex), first.text);
    }
}

void TestRewrite::makesTheFriendliestMessage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Message>("message");
    QTest::newRow("nothing") << QByteArray() << Message{};
    QTest::newRow("text") << QByteArray("hello あ") << Message{.text = QStringLiteral("hello あ")};
    QTest::newRow("a line") << QByteArray("hello\n")
                            << Message{.text = QStringLiteral("hello"), .ending = LineEnding::Lf};
    QTest::newRow("a line of the net")
        << QByteArray("hello\r\n")
        << Message{.text = QStringLiteral("hello"), .ending = LineEnding::CrLf};
    QTest::newRow("lines") << QByteArray("a\nb\tc") << Message{.text = QStringLiteral("a\nb\tc")};
    QTest::newRow("an ending alone") << QByteArray("\r\n") << escapes(QStringLiteral("\\r\\n"));
    QTest::newRow("dollars and backslashes are text")
        << QByteArray("$1 \\n") << Message{.text = QStringLiteral("$1 \\n")};
    QTest::newRow("a request") << QByteArray("GET / HTTP/1.1\r\nHost: $x\r\n\r\n")
                               << escapes(
                                      QStringLiteral("GET / HTTP/1.1\\r\\nHost: $$x\\r\\n\\r\\n"));
    QTest::newRow("mostly text") << QByteArray("abc\xff") << escapes(QStringLiteral("abc\\xff"));
    QTest::newRow("hardly text") << QByteArray("ab\xff") << hex(QStringLiteral("61 62 ff"));
    QTest::newRow("zeros") << QByteArray(3, '\0') << hex(QStringLiteral("00 00 00"));
}

void TestRewrite::makesTheFriendliestMessage()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const Message, message);
    const Message made = messageOf(viewOf(bytes));
    QCOMPARE(made.text, message.text);
    QCOMPARE(nameOf(made.notation), nameOf(message.notation));
    QCOMPARE(nameOf(made.ending), nameOf(message.ending));
    QCOMPARE(bytesOf(made), std::optional(bytes));
}

void TestRewrite::makesAMessageOfAnyBytes()
{
    QByteArray all;
    for (int value = 0; value < 256; ++value) {
        const QByteArray one(1, static_cast<char>(value));
        all += one;
        for (const QByteArray &bytes : {one, all, "some text " + one, one + "\n", one + "\r\n"}) {
            QCOMPARE(bytesOf(messageOf(viewOf(bytes))), std::optional(bytes));
        }
    }
    // More than escapes may stand for.
    const QByteArray much = QByteArray("text\r\n").repeated(200000);
    const Message message = messageOf(viewOf(much));
    QCOMPARE(nameOf(message.notation), QStringLiteral("hex"));
    QCOMPARE(bytesOf(message), std::optional(much));
}

QTEST_GUILESS_MAIN(TestRewrite)
#include "tst_rewrite.moc"
