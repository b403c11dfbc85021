#include "netcore/messages/messagebookfile.h"
#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/readmessages.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace sockyard;

namespace
{

SavedMessage saved(const QString &name, const FolderPath &folder = {})
{
    return {.name = name, .folder = folder, .message = {.text = QStringLiteral("x")}};
}

void write(const QString &fileName, const QByteArray &bytes)
{
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

QStringList namesIn(const MessageBook &book)
{
    QStringList names;
    for (const SavedMessage &message : book.messages()) {
        names.append(message.name);
    }
    return names;
}

/// `TCP 192.0.2.1:4001 | text "hello" crlf`
QString printed(const SavedMessage &message)
{
    return QStringLiteral("%1 | %2 \"%3\" %4")
        .arg(message.note, nameOf(message.message.notation), message.message.text,
             nameOf(message.message.ending));
}

// As Packet Sender 8 writes its packets.ini with QSettings.
const char packetsIni[] = R"([NAMES]
1\name=WHOIS example
2\name="a, b"
3\name="\x3042"
4\name=group/NTP
5\name=odd
6\name=lost
7\name=@@home
size=7

[WHOIS%20example]
fromIP=You
fromPort=0
hexString="64 6f 6d 61 69 6e 0d 0a "
name=WHOIS example
port=43
repeat=@Variant(\0\0\0\x87\0\0\0\0)
requestPath=
sendResponse=0
tcpOrUdp=TCP
timestamp="Sat, 21 Nov 2026 12:00:01"
toIP=192.0.2.30

[a%2C%20b]
hexString=FF 00 01
name="a, b"
port=5000
tcpOrUdp=UDP
toIP=::1

[%U3042]
hexString=e38182
name="\x3042"
port=443
requestPath=/index?a=1
tcpOrUdp=HTTPS Get
toIP=example.com

[group]
NTP\hexString=
NTP\name=group/NTP
NTP\port=123
NTP\tcpOrUdp=UDP
NTP\toIP=192.0.2.1

[odd]
hexString=68 6
name=odd
tcpOrUdp=TCP
toIP=192.0.2.1
port=1

[%40home]
hexString=0x68 0x69
name=@@home
tcpOrUdp=SSL
toIP=localhost
port=8443
)";

} // namespace

class TestMessageFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsItsOwn();
    void readsPacketsIni();
    void readsWhatQSettingsWrites();
    void readsPacketSendersJson();
    void countsMoreThanItTells();
    void takesHostileIniFilesForWhatTheyAre_data();
    void takesHostileIniFilesForWhatTheyAre();
    void saysWhatCannotBeRead_data();
    void saysWhatCannotBeRead();
    void saysWhyAFileCannotBeRead();
    void keepsTheBook();
    void keepsTheBookInTheFolderForSettings();
    void putsABrokenFileAside();
    void putsAFileAsideThatBrokeMeanwhile();
    void writesOverNothingThatCannotBeRead();
    void twoProgramsKeepEachOthersMessages();
    void waitsForNoOtherProgramLong();
    void takesAMissingFileForNoWishToRemove();
    void saysWhenNothingCanBeWritten();
};

void TestMessageFiles::readsItsOwn()
{
    MessageBook book;
    book.add(saved(QStringLiteral("a"), {QStringLiteral("f")}));
    const ReadMessages read = messagesFromBytes("\n " + messageBookToJson(book));
    QCOMPARE(read.problem, QString());
    QVERIFY(read.format == ReadMessages::Format::Book);
    QCOMPARE(read.book, book);
}

void TestMessageFiles::readsPacketsIni()
{
    for (const bool hasWindowsLines : {false, true}) {
        QByteArray ini = packetsIni;
        if (hasWindowsLines) {
            ini.replace("\n", "\r\n");
        }
        const ReadMessages read = messagesFromBytes(ini);
        QCOMPARE(read.problem, QString());
        QVERIFY(read.format == ReadMessages::Format::PacketSenderIni);
        QCOMPARE(namesIn(read.book),
                 (QStringList{QStringLiteral("WHOIS example"), QStringLiteral("a, b"),
                              QStringLiteral("あ"), QStringLiteral("group/NTP"),
                              QStringLiteral("@home")}));
        QCOMPARE(printed(read.book.messages().at(0)),
                 QStringLiteral("TCP 192.0.2.30:43 | text \"domain\" crlf"));
        QCOMPARE(printed(read.book.messages().at(1)),
                 QStringLiteral("UDP [::1]:5000 | hex \"ff 00 01\" none"));
        QCOMPARE(printed(read.book.messages().at(2)),
                 QStringLiteral("HTTPS Get example.com:443 /index?a=1 | text \"あ\" none"));
        QCOMPARE(printed(read.book.messages().at(3)),
                 QStringLiteral("UDP 192.0.2.1:123 | text \"\" none"));
        QCOMPARE(printed(read.book.messages().at(4)),
                 QStringLiteral("SSL localhost:8443 | text \"hi\" none"));
        QCOMPARE(read.skipped, 2);
        QCOMPARE(read.reasons,
                 (QStringList{QStringLiteral("\"odd\": \"6\" is half a byte: each has two digits."),
                              QStringLiteral("\"lost\": The packet's bytes are missing.")}));
    }
}

void TestMessageFiles::readsWhatQSettingsWrites()
{
    const QTemporaryDir folder;
    const QString fileName = folder.filePath(QStringLiteral("packets.ini"));
    const QStringList names = {QStringLiteral("plain"),
                               QStringLiteral("あ é 😀"),
                               QStringLiteral("a/b/c"),
                               QStringLiteral("x, y; z"),
                               QStringLiteral("@home"),
                               QStringLiteral(" spaced "),
                               QStringLiteral("\"quoted\""),
                               QStringLiteral("100% U3042 %41"),
                               QStringLiteral("a=b [c] #d"),
                               QStringLiteral("line\nbreak\x01"
                                              "1"),
                               QStringLiteral("General"),
                               QStringLiteral("c:\\new")};
    {
        QSettings settings(fileName, QSettings::IniFormat);
        settings.beginWriteArray(QStringLiteral("NAMES"));
        for (int index = 0; index < names.size(); ++index) {
            settings.setArrayIndex(index);
            settings.setValue(QStringLiteral("name"), names.at(index));
        }
        settings.endArray();
        for (const QString &name : names) {
            settings.setValue(name + QStringLiteral("/name"), name);
            settings.setValue(name + QStringLiteral("/hexString"), QStringLiteral("68 69 "));
            settings.setValue(name + QStringLiteral("/port"), 9U);
            settings.setValue(name + QStringLiteral("/repeat"), 1.5F);
            settings.setValue(name + QStringLiteral("/toIP"), name);
        }
    }
    const ReadMessages read = readMessages(fileName);
    QCOMPARE(read.problem, QString());
    QCOMPARE(read.reasons.join(u'\n'), QString());
    QCOMPARE(namesIn(read.book), names);
    for (const SavedMessage &message : read.book.messages()) {
        QCOMPARE(message.message.text, QStringLiteral("hi"));
        QVERIFY2(message.note.contains(message.name.trimmed()), qPrintable(message.note));
    }
}

void TestMessageFiles::readsPacketSendersJson()
{
    const ReadMessages read = messagesFromBytes(R"([
    {
        "asciistring": "ZG9tYWluIGdvb2dsZS5jb21cclxu", "errorstring": "", "fromip": "",
        "fromport": "8041183", "hexstring": "64 6f 0d 0a ", "name": "WHOIS", "port": "43",
        "repeat": 0, "requestpath": "", "sendresponse": "0", "tcporudp": "TCP",
        "toip": "192.0.2.30"
    },
    {"hexstring": "7b 7b 54 49 4d 45 7d 7d", "name": "UDP", "port": 5000, "toip": "::1",
     "tcporudp": "UDP"},
    {"hexstring": "zz", "name": "bad\u202e"},
    {"hexstring": "68", "name": ""},
    {"name": "none"},
    7])");
    QCOMPARE(read.problem, QString());
    QVERIFY(read.format == ReadMessages::Format::PacketSenderJson);
    QCOMPARE(read.book.messages().size(), 2);
    QCOMPARE(printed(read.book.messages().at(0)),
             QStringLiteral("TCP 192.0.2.30:43 | text \"do\" crlf"));
    QCOMPARE(printed(read.book.messages().at(1)),
             QStringLiteral("UDP [::1]:5000 | text \"{{TIME}}\" none"));
    QCOMPARE(read.skipped, 4);
    QCOMPARE(
        read.reasons,
        (QStringList{QStringLiteral("\"bad<U+202E>\": \"z\" is no hexadecimal digit. Bytes are "
                                    "written as 68 65 6c or 0x68, 0x65."),
                     QStringLiteral("\"\": The message has no name."),
                     QStringLiteral("\"none\": The packet's bytes are missing."),
                     QStringLiteral("\"6\": The packet's bytes are missing.")}));
    QCOMPARE(messagesFromBytes("[\n]\n").problem, QString());
}

void TestMessageFiles::countsMoreThanItTells()
{
    const ReadMessages read = messagesFromBytes("[{}" + QByteArray(",1").repeated(99) + "]");
    QCOMPARE(read.skipped, 100);
    QCOMPARE(read.reasons.size(), ReadMessages::mostReasons);
}

void TestMessageFiles::takesHostileIniFilesForWhatTheyAre_data()
{
    QTest::addColumn<QByteArray>("ini");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qsizetype>("skipped");
    const QString size =
        QStringLiteral("The list of names in [NAMES] wants a size from 0 to 5000.");
    QTest::newRow("no size") << QByteArray("[NAMES]\n1\\name=a\n") << size << qsizetype{0};
    QTest::newRow("a huge size") << QByteArray("[NAMES]\nsize=2000000000\n") << size
                                 << qsizetype{0};
    QTest::newRow("a negative size") << QByteArray("[NAMES]\nsize=-1\n") << size << qsizetype{0};
    QTest::newRow("fewer names") << QByteArray("[NAMES]\nsize=3\n") << QString() << qsizetype{3};
    QTest::newRow("an object as a name")
        << QByteArray("[NAMES]\n1\\name=@Variant(\\0\\0\\0\\x11)\nsize=1\n") << QString()
        << qsizetype{1};
    QTest::newRow("a name of slashes")
        << QByteArray("[NAMES]\n1\\name=///\nsize=1\n") << QString() << qsizetype{1};
    QTest::newRow("escapes without an end")
        << QByteArray("[NAMES]\n1\\name=\"\\\nsize=1\n[%U30]\n%=%\n") << QString() << qsizetype{1};
    QTest::newRow("a line that is none")
        << QByteArray("[NAMES]\nhello\n") << QStringLiteral("Line 2 is none of an INI file.")
        << qsizetype{0};
}

void TestMessageFiles::takesHostileIniFilesForWhatTheyAre()
{
    QFETCH(const QByteArray, ini);
    const ReadMessages read = messagesFromBytes(ini);
    QTEST(read.problem, "problem");
    QTEST(read.skipped, "skipped");
    QVERIFY(read.book.isEmpty());
}

void TestMessageFiles::saysWhatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    const QString unknown = QStringLiteral(
        "These are no messages. Messages can be read that this program exported, and "
        "Packet Sender's packets.ini and JSON.");
    QTest::newRow("nothing") << QByteArray() << unknown;
    QTest::newRow("text") << QByteArray("hello") << unknown;
    QTest::newRow("zeros") << QByteArray(1000, '\0') << unknown;
    QTest::newRow("another list") << QByteArray("[1, 2]") << unknown;
    QTest::newRow("another INI file") << QByteArray("[General]\na=b\n") << unknown;
    QTest::newRow("a cut list") << QByteArray("[{\"name\": \"a\"")
                                << QStringLiteral("This is no JSON list of packets.");
    QTest::newRow("deep brackets") << QByteArray("[{\"a\":") + QByteArray(100000, '[')
                                   << QStringLiteral("This is no JSON list of packets.");
    QTest::newRow("too much") << QByteArray(longestMessagesFile + 1, ' ')
                              << QStringLiteral("There are more than 8388608 bytes.");
}

void TestMessageFiles::saysWhatCannotBeRead()
{
    QFETCH(const QByteArray, bytes);
    const ReadMessages read = messagesFromBytes(bytes);
    QTEST(read.problem, "problem");
    QVERIFY(read.book.isEmpty());
}

void TestMessageFiles::saysWhyAFileCannotBeRead()
{
    const QTemporaryDir folder;
    QCOMPARE(readMessages(folder.path()).problem,
             QStringLiteral("\"%1\" is no file.").arg(folder.path()));
    const QString missing = folder.filePath(QStringLiteral("missing"));
    QCOMPARE(readMessages(missing).problem,
             QStringLiteral("\"%1\" cannot be read: No such file or directory.").arg(missing));
#ifndef _WIN32
    QCOMPARE(readMessages(QStringLiteral("/dev/zero")).problem,
             QStringLiteral("\"/dev/zero\" is no file."));
    const QString pipe = folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QCOMPARE(readMessages(pipe).problem, QStringLiteral("\"%1\" is no file.").arg(pipe));
#endif
    const QString large = folder.filePath(QStringLiteral("large"));
    QFile file(large);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(longestMessagesFile + 1));
    QCOMPARE(readMessages(large).problem, QStringLiteral("There are more than 8388608 bytes."));
    const QString good = folder.filePath(QStringLiteral("packets.ini"));
    write(good, packetsIni);
    QCOMPARE(readMessages(good).book.messages().size(), 5);
}

void TestMessageFiles::keepsTheBook()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("new/folder/messages.json"));
    MessageBookFile file(name);
    QString problem = QStringLiteral("old");
    QVERIFY(file.load(&problem).isEmpty());
    QCOMPARE(problem, QString());
    MessageBook book;
    book.add(saved(QStringLiteral("a"), {QStringLiteral("f")}));
    QCOMPARE(file.save(book, &problem), std::optional(book));
    QCOMPARE(problem, QString());
    QCOMPARE(MessageBookFile(name).load(&problem), book);
    QCOMPARE(file.save(MessageBook(), &problem), std::optional(MessageBook()));
    QCOMPARE(MessageBookFile(name).load(&problem), MessageBook());
}

void TestMessageFiles::keepsTheBookInTheFolderForSettings()
{
    QCOMPARE(MessageBookFile().fileName(),
             QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
                 QStringLiteral("/messages.json"));
}

void TestMessageFiles::putsABrokenFileAside()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("messages.json"));
    for (const int number : {1, 2}) {
        const QByteArray broken = "{ broken " + QByteArray::number(number);
        write(name, broken);
        MessageBookFile file(name);
        QString problem;
        QVERIFY(file.load(&problem).isEmpty());
        const QString aside = QStringLiteral("%1.broken-%2").arg(name).arg(number);
        QVERIFY2(problem.startsWith(QStringLiteral("The saved messages could not be read: This is "
                                                   "no JSON: ")) &&
                     problem.endsWith(QStringLiteral(" The file is \"%1\" now.").arg(aside)),
                 qPrintable(problem));
        QCOMPARE(contentOf(aside), broken);
        QVERIFY(!QFileInfo::exists(name));
    }
}

void TestMessageFiles::putsAFileAsideThatBrokeMeanwhile()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("messages.json"));
    MessageBook book;
    book.add(saved(QStringLiteral("a")));
    MessageBookFile file(name);
    QString problem;
    file.load(&problem);
    QVERIFY(file.save(book, &problem));
    write(name, packetsIni); // somebody else's
    QCOMPARE(file.save(book, &problem), std::optional(book));
    QVERIFY2(problem.contains(QStringLiteral("broken-1")), qPrintable(problem));
    QCOMPARE(contentOf(name + QStringLiteral(".broken-1")), QByteArray(packetsIni));
    QCOMPARE(readMessages(name).book, book);
}

void TestMessageFiles::writesOverNothingThatCannotBeRead()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("messages.json"));
    QVERIFY(QDir().mkdir(name));
    MessageBookFile file(name);
    QString problem;
    QVERIFY(file.load(&problem).isEmpty());
    const QString words =
        QStringLiteral("The saved messages cannot be used: \"%1\" is no file.").arg(name);
    QCOMPARE(problem, words);
    QVERIFY(!file.save(MessageBook(), &problem));
    QCOMPARE(problem, words);
    QVERIFY(QFileInfo(name).isDir());
}

void TestMessageFiles::twoProgramsKeepEachOthersMessages()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("messages.json"));
    QString problem;
    MessageBookFile first(name);
    MessageBook book;
    for (const char *const one : {"a", "b", "b", "c"}) {
        book.add(saved(QString::fromLatin1(one)));
    }
    first.load(&problem);
    QVERIFY(first.save(book, &problem));
    MessageBookFile second(name);
    MessageBook other = second.load(&problem);
    QCOMPARE(other, book);

    other.add(saved(QStringLiteral("theirs"), {QStringLiteral("f")}));
    other.remove(1); // one b
    QVERIFY(second.save(other, &problem));
    book.add(saved(QStringLiteral("ours")));
    book.change(3, saved(QStringLiteral("c, changed")));
    const auto both = first.save(book, &problem);
    QVERIFY(both);
    QCOMPARE(namesIn(*both),
             (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c, changed"),
                          QStringLiteral("ours"), QStringLiteral("theirs")}));
    QVERIFY(both->hasFolder({QStringLiteral("f")}));
    QCOMPARE(readMessages(name).book, *both);
    // And back: the second sees what the first did.
    const auto again = second.save(other, &problem);
    QVERIFY(again);
    QStringList names = namesIn(*again);
    names.sort();
    QCOMPARE(names, namesIn(*both));
    // Nothing has happened since.
    QCOMPARE(second.save(*again, &problem), again);
}

void TestMessageFiles::waitsForNoOtherProgramLong()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("messages.json"));
    QLockFile other(name + QStringLiteral(".lock"));
    QVERIFY(other.lock());
    MessageBookFile file(name);
    QString problem;
    file.load(&problem);
    QVERIFY(!file.save(MessageBook(), &problem));
    QCOMPARE(problem,
             QStringLiteral("\"%1\" is being written by another program. Try again.").arg(name));
    QVERIFY(!QFileInfo::exists(name));
    other.unlock();
    QVERIFY(file.save(MessageBook(), &problem));
}

void TestMessageFiles::takesAMissingFileForNoWishToRemove()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("messages.json"));
    QString problem;
    MessageBookFile file(name);
    MessageBook book;
    book.add(saved(QStringLiteral("a")));
    file.load(&problem);
    QVERIFY(file.save(book, &problem));
    QVERIFY(QFile::remove(name));
    QCOMPARE(file.save(book, &problem), std::optional(book));
    QCOMPARE(readMessages(name).book, book);
}

void TestMessageFiles::saysWhenNothingCanBeWritten()
{
    const QTemporaryDir folder;
    const QString inTheWay = folder.filePath(QStringLiteral("file"));
    write(inTheWay, "x");
    MessageBookFile file(inTheWay + QStringLiteral("/messages.json"));
    QString problem;
    QVERIFY(file.load(&problem).isEmpty());
    QVERIFY(!file.save(MessageBook(), &problem));
    QCOMPARE(problem, QStringLiteral("\"%1/messages.json\" cannot be written: its folder lets no "
                                     "file be made.")
                          .arg(inTheWay));
    QCOMPARE(contentOf(inTheWay), QByteArray("x"));
}

QTEST_GUILESS_MAIN(TestMessageFiles)
#include "tst_messagefiles.moc"
