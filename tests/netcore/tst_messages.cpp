#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/textencoder.h"
#include "tests/support/fixedmacros.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace sockyard;
using namespace sockyard::test;

Q_DECLARE_METATYPE(sockyard::Message)
Q_DECLARE_METATYPE(sockyard::TextEncoding)

namespace
{

QByteArray bytesOf(const Message &message)
{
    MessageProblem problem;
    const auto prepared = PreparedMessage::prepare(message, &problem);
    if (!prepared) {
        qWarning() << problem.words;
        return "refused";
    }
    FixedMacros macros;
    return prepared->bytes({.peer = "127.0.0.1:9999"}, macros);
}

MessageProblem problemOf(const Message &message)
{
    MessageProblem problem;
    return PreparedMessage::prepare(message, &problem) ? MessageProblem() : problem;
}

Message file(const QString &name)
{
    return {.notation = Notation::File, .text = name};
}

const QChar highSurrogate = QChar(0xd83d);
const QChar lowSurrogate = QChar(0xde00);

} // namespace

class TestMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void becomesBytes_data();
    void becomesBytes();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void isFixedWithoutMacros();
    void refusesMoreThanWouldBeSent();
    void usesTheGroupsOfAnAnswer();
    void namesAFile();
    void saysWhyAFileCannotBeSent();
    void writesAsciiAlikeInEveryEncoding_data();
    void writesAsciiAlikeInEveryEncoding();
    void writesJapanese_data();
    void writesJapanese();
    void findsTheFirstCharacterThatCannotBeWritten();
    void findsHalfACharacterInEveryEncoding();
    void encodesLongTextsQuickly();
    void knowsNamesInBothDirections();
};

void TestMessages::becomesBytes_data()
{
    QTest::addColumn<Message>("message");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const Message &message, const QByteArray &bytes) {
        QTest::newRow(name) << message << bytes;
    };
    row("nothing", {}, "");
    row("text", {.text = QStringLiteral("a\\n$1あ")}, "a\\n$1\xe3\x81\x82");
    row("line breaks stay", {.text = QStringLiteral("a\nb\r\nc\r")}, "a\nb\r\nc\r");
    row("an ending", {.text = QStringLiteral("a"), .ending = LineEnding::CrLf}, "a\r\n");
    row("nothing but the ending", {.ending = LineEnding::Lf}, "\n");
    row("Latin-1", {.text = QStringLiteral("ö"), .encoding = TextEncoding::Latin1}, "\xf6");
    row("UTF-16 LE",
        {.text = QStringLiteral("aあ"),
         .encoding = TextEncoding::Utf16LittleEndian,
         .ending = LineEnding::CrLf},
        QByteArray("a\0\x42\x30\r\0\n\0", 8));
    row("UTF-16 BE",
        {.text = QStringLiteral("😀"),
         .encoding = TextEncoding::Utf16BigEndian,
         .ending = LineEnding::Lf},
        QByteArray("\xd8\x3d\xde\x00\0\n", 6));
    row("a byte order mark is a character",
        {.text = QString(QChar(0xfeff)), .encoding = TextEncoding::Utf8}, "\xef\xbb\xbf");
    row("escapes",
        {.notation = Notation::Escapes,
         .text = QStringLiteral(R"(あ\n\r\t\0\x80\u{3042}\\$$)"),
         .ending = LineEnding::Lf},
        QByteArray("\xe3\x81\x82\n\r\t\0\x80\xe3\x81\x82\\$\n", 14));
    row("escapes know no encoding",
        {.notation = Notation::Escapes,
         .text = QStringLiteral("ö"),
         .encoding = TextEncoding::Latin1,
         .ending = LineEnding::CrLf},
        "\xc3\xb6\r\n");
    row("macros",
        {.notation = Notation::Escapes,
         .text = QStringLiteral("${peer} ${counter} ${random:2}"),
         .ending = LineEnding::CrLf},
        "127.0.0.1:9999 1 RR\r\n");
    row("hex",
        {.notation = Notation::Hex,
         .text = QStringLiteral("68 0x65"),
         .encoding = TextEncoding::Utf16LittleEndian,
         .ending = LineEnding::Lf},
        "he\n");
}

void TestMessages::becomesBytes()
{
    QFETCH(const Message, message);
    QTEST(bytesOf(message), "bytes");
}

void TestMessages::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<Message>("message");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<qsizetype>("length");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const Message &message, qsizetype position,
                        qsizetype length, const QString &words) {
        QTest::newRow(name) << message << position << length << words;
    };
    const QString other =
        QStringLiteral("Latin-1 cannot write this character. Choose another encoding.");
    const QString half = QStringLiteral("This is half a character, which cannot be sent.");
    row("Latin-1", {.text = QStringLiteral("öあ"), .encoding = TextEncoding::Latin1}, 1, 1, other);
    row("Latin-1, two units", {.text = QStringLiteral("a😀"), .encoding = TextEncoding::Latin1}, 1,
        2, other);
    row("half a character", {.text = QStringLiteral("ab") + highSurrogate}, 2, 1, half);
    row("the other half", {.text = lowSurrogate + QStringLiteral("ab")}, 0, 1, half);
    row("half a character in escapes",
        {.notation = Notation::Escapes, .text = u'a' + QString(highSurrogate) + u'b'}, 1, 1, half);
    row("an escape behind two units",
        {.notation = Notation::Escapes, .text = QStringLiteral("😀あ\\q")}, 3, 2,
        QStringLiteral("\"\\q\" is no escape. A backslash itself is \\\\."));
    row("a macro", {.notation = Notation::Escapes, .text = QStringLiteral("あ${nix}")}, 1, 6,
        QStringLiteral("\"${nix}\" is no macro. There are ${time}, ${counter}, ${random:N} and "
                       "${peer}."));
    row("hex", {.notation = Notation::Hex, .text = QStringLiteral("68 あ")}, 3, 1,
        QStringLiteral("\"あ\" is no hexadecimal digit. Bytes are written as 68 65 6c or 0x68, "
                       "0x65."));
    row("hex, two units", {.notation = Notation::Hex, .text = QStringLiteral("68😀")}, 2, 2,
        QStringLiteral("\"😀\" is no hexadecimal digit. Bytes are written as 68 65 6c or 0x68, "
                       "0x65."));
    row("hex, half a character",
        {.notation = Notation::Hex, .text = QStringLiteral("68") + highSurrogate}, 2, 1, {});
}

void TestMessages::saysWhatIsWrongAndWhere()
{
    QFETCH(const Message, message);
    QFETCH(const QString, words);
    const MessageProblem problem = problemOf(message);
    QTEST(problem.position, "position");
    QTEST(problem.length, "length");
    QVERIFY(!problem.words.isEmpty());
    if (!words.isEmpty()) {
        QCOMPARE(problem.words, words);
    }
}

void TestMessages::isFixedWithoutMacros()
{
    const auto plain = PreparedMessage::prepare({.notation = Notation::Escapes,
                                                 .text = QStringLiteral("a\\n$$"),
                                                 .ending = LineEnding::Lf});
    QVERIFY(plain && plain->isFixed());
    QCOMPARE(plain->fixedBytes(), std::optional<QByteArray>("a\n$\n"));
    const auto macros = PreparedMessage::prepare(
        {.notation = Notation::Escapes, .text = QStringLiteral("${counter}")});
    QVERIFY(macros && !macros->isFixed());
    QVERIFY(!macros->fixedBytes());
}

void TestMessages::refusesMoreThanWouldBeSent()
{
    const qsizetype most = static_cast<qsizetype>(MacroText::mostBytes);
    Message message{.notation = Notation::Escapes, .text = QString(most, u'a')};
    QVERIFY(PreparedMessage::prepare(message));
    message.text += u'a';
    QCOMPARE(problemOf(message).words,
             QStringLiteral("This stands for more than 1048576 bytes. Send it as a file."));
    message.text = QStringLiteral("${random:65536}").repeated(17);
    QVERIFY(!PreparedMessage::prepare(message));
}

void TestMessages::usesTheGroupsOfAnAnswer()
{
    const Message message{.notation = Notation::Escapes, .text = QStringLiteral("$1")};
    QVERIFY(!PreparedMessage::prepare(message));
    const auto prepared = PreparedMessage::prepare(message, nullptr, 1);
    QVERIFY(prepared);
    FixedMacros macros;
    const std::string found = "abc";
    const ByteView group = std::as_bytes(std::span(found));
    QCOMPARE(prepared->bytes({.groups = {&group, 1}}, macros), QByteArray("abc"));
}

void TestMessages::namesAFile()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("あ b"));
    QFile made(name);
    QVERIFY(made.open(QIODevice::WriteOnly));
    Message message = file(name);
    message.ending = LineEnding::CrLf;
    const auto prepared = PreparedMessage::prepare(message);
    QVERIFY(prepared && prepared->isFile() && !prepared->isFixed());
    QCOMPARE(prepared->fileName(), name);
    QCOMPARE(prepared->ending(), QByteArray("\r\n"));
    QVERIFY(!prepared->fixedBytes());
}

void TestMessages::saysWhyAFileCannotBeSent()
{
    const QTemporaryDir folder;
    QCOMPARE(problemOf(file({})).words, QStringLiteral("Choose a file."));
    const QString missing = folder.filePath(QStringLiteral("nothing"));
    QCOMPARE(problemOf(file(missing)).words,
             QStringLiteral("There is no file \"%1\".").arg(missing));
    QCOMPARE(problemOf(file(folder.path())).words,
             QStringLiteral("\"%1\" is no regular file.").arg(folder.path()));
    QCOMPARE(problemOf(file(folder.filePath(QStringLiteral("a\u202eb")))).words,
             QStringLiteral("There is no file \"%1\".")
                 .arg(folder.filePath(QStringLiteral("a<U+202E>b"))));
#ifndef _WIN32
    QCOMPARE(problemOf(file(QStringLiteral("/dev/zero"))).words,
             QStringLiteral("\"/dev/zero\" is no regular file."));
    const QString pipe = folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QCOMPARE(problemOf(file(pipe)).words, QStringLiteral("\"%1\" is no regular file.").arg(pipe));
    const QString closed = folder.filePath(QStringLiteral("closed"));
    QFile made(closed);
    QVERIFY(made.open(QIODevice::WriteOnly));
    QVERIFY(made.setPermissions({}));
    if (geteuid() != 0) { // who may read everything
        QCOMPARE(problemOf(file(closed)).words,
                 QStringLiteral("\"%1\" may not be read.").arg(closed));
    }
#endif
}

void TestMessages::writesAsciiAlikeInEveryEncoding_data()
{
    QTest::addColumn<TextEncoding>("encoding");
    for (const TextEncoding encoding :
         {TextEncoding::Utf8, TextEncoding::Latin1, TextEncoding::ShiftJis, TextEncoding::EucJp}) {
        QTest::newRow(encodingName(encoding).toLatin1().constData()) << encoding;
    }
}

void TestMessages::writesAsciiAlikeInEveryEncoding()
{
    QFETCH(const TextEncoding, encoding);
    QByteArray all;
    for (char character = 0; character < 0x7f; ++character) {
        all += character;
    }
    all += '\x7f';
    const EncodedText text = encoded(QString::fromLatin1(all), encoding);
    QCOMPARE(text.position, -1);
    QCOMPARE(text.bytes, all);
    QCOMPARE(decoded(all, encoding), QString::fromLatin1(all));
}

void TestMessages::writesJapanese_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<TextEncoding>("encoding");
    QTest::addColumn<QByteArray>("bytes");
    const QString text = QStringLiteral("日本、ｱあ");
    QTest::newRow("Shift-JIS") << text << TextEncoding::ShiftJis
                               << QByteArray("\x93\xfa\x96\x7b\x81\x41\xb1\x82\xa0");
    QTest::newRow("EUC-JP") << text << TextEncoding::EucJp
                            << QByteArray("\xc6\xfc\xcb\xdc\xa1\xa2\x8e\xb1\xa4\xa2");
    QTest::newRow("a byte that looks like a backslash")
        << QStringLiteral("表") << TextEncoding::ShiftJis << QByteArray("\x95\\");
}

void TestMessages::writesJapanese()
{
    QFETCH(const QString, text);
    QFETCH(const TextEncoding, encoding);
    QFETCH(const QByteArray, bytes);
    const EncodedText written = encoded(text, encoding);
    QCOMPARE(written.position, -1);
    QCOMPARE(written.bytes, bytes);
    QCOMPARE(decoded(bytes, encoding), text);
}

void TestMessages::findsTheFirstCharacterThatCannotBeWritten()
{
    // The place is searched for by halves: every place has to be found.
    const QString other = QStringLiteral("한😀");
    for (const TextEncoding encoding : {TextEncoding::ShiftJis, TextEncoding::EucJp}) {
        for (const QString &bad : {other.left(1), other.mid(1)}) {
            for (qsizetype place = 0; place < 9; ++place) {
                QString text = QStringLiteral("日a本bあcｱd");
                text.insert(place, bad);
                text += bad;
                const EncodedText written = encoded(text, encoding);
                QCOMPARE(written.position, place);
                QCOMPARE(written.length, bad.size());
                QCOMPARE(decoded(written.bytes, encoding), text.left(place));
            }
        }
    }
}

void TestMessages::findsHalfACharacterInEveryEncoding()
{
    for (const TextEncoding encoding : availableEncodings()) {
        for (const QChar half : {highSurrogate, lowSurrogate}) {
            const EncodedText written = encoded(QStringLiteral("ab") + half + u'c', encoding);
            QCOMPARE(written.position, 2);
            QCOMPARE(written.length, 1);
        }
    }
}

void TestMessages::encodesLongTextsQuickly()
{
    const QString text = QStringLiteral("日本語abc\n").repeated(150000);
    QBENCHMARK_ONCE
    {
        for (const TextEncoding encoding : availableEncodings()) {
            QCOMPARE(encoded(text + u'é', encoding).position >= text.size() ||
                         encoding == TextEncoding::Latin1 ||
                         encoded(text + u'é', encoding).position == -1,
                     true);
        }
    }
}

void TestMessages::knowsNamesInBothDirections()
{
    for (const TextEncoding encoding : availableEncodings()) {
        QCOMPARE(encodingNamed(encodingName(encoding)), std::optional(encoding));
        QCOMPARE(encodingNamed(encodingName(encoding).toLower()), std::optional(encoding));
    }
    QCOMPARE(encodingNamed(QStringLiteral("EBCDIC")), std::nullopt);
    QCOMPARE(availableEncodings().size(), std::size_t{6}); // this Qt has ICU
    for (int index = 0; index < notationCount; ++index) {
        const auto notation = static_cast<Notation>(index);
        QCOMPARE(notationNamed(nameOf(notation)), std::optional(notation));
    }
    QCOMPARE(notationNamed(QStringLiteral("Text")), std::nullopt);
    for (const LineEnding ending : {LineEnding::None, LineEnding::Lf, LineEnding::CrLf}) {
        QCOMPARE(lineEndingNamed(nameOf(ending)), std::optional(ending));
    }
    QCOMPARE(lineEndingNamed(QStringLiteral("cr")), std::nullopt);
}

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
