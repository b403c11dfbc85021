#include "netcore/messages/messagebook.h"
#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/messagehistory.h"
#include "netcore/messages/readmessages.h"

#include <QTest>

using namespace sockyard;

namespace
{

FolderPath path(const char *text)
{
    return QString::fromUtf8(text).split(u'/', Qt::SkipEmptyParts);
}

SavedMessage saved(const char *name, const char *folder = "", const char *text = "x",
                   const char *note = "")
{
    return {.name = QString::fromUtf8(name),
            .folder = path(folder),
            .message = {.text = QString::fromUtf8(text)},
            .note = QString::fromUtf8(note)};
}

/// `Lamps/Kitchen: On, Off` and the like, in the book's order.
QStringList printed(const MessageBook &book)
{
    QStringList lines;
    const auto print = [&](const FolderPath &folder) {
        QStringList names;
        for (const qsizetype index : book.messagesIn(folder)) {
            names.append(book.messages().at(index).name);
        }
        lines.append(folder.join(u'/') + QStringLiteral(": ") + names.join(QStringLiteral(", ")));
    };
    print({});
    for (const FolderPath &folder : book.folders()) {
        print(folder);
    }
    return lines;
}

MessageBook lamps()
{
    MessageBook book;
    book.add(saved("Ping", "", "PING", "is it there?"));
    book.add(saved("On", "Lamps/Kitchen", "on\n"));
    book.add(saved("Off", "Lamps/Kitchen", "off\n", "at night"));
    book.add(saved("All", "Lamps", "all"));
    book.addFolder(path("Empty"));
    return book;
}

QString problemIn(const QByteArray &json)
{
    const ReadMessageBook read = messageBookFromJson(json);
    return read.book.isEmpty() ? read.problem : QStringLiteral("not empty");
}

QByteArray book(const QByteArray &messages)
{
    return R"({"sockyard-messages": 1, "messages": [)" + messages + "]}";
}

Message typed(const QString &text)
{
    return {.text = text};
}

} // namespace

class TestMessageBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsMessagesInFoldersInOrder();
    void makesTheFoldersOfAMessage();
    void changesAndRemoves();
    void movesMessages();
    void renamesFoldersWithAllThatIsInThem();
    void movesFoldersWithAllThatIsInThem();
    void removesFoldersWithAllThatIsInThem();
    void findsMessagesByWords();
    void takesInAnotherBook();
    void saysWhatCannotBeKept();
    void hasBounds();
    void doesNothingByHalf();
    void printsWhatItReads();
    void takesTheUsualForWhatIsNotThere();
    void saysWhatIsNoBook_data();
    void saysWhatIsNoBook();
    void everyBookFitsIntoAFile();
    void remembersEachMessageOnce();
    void forgetsTheOldest();
    void remembersNothingLongOrEmpty();
    void keepsTheHistoryAsJson();
    void takesNoOtherJsonForAHistory_data();
    void takesNoOtherJsonForAHistory();
};

void TestMessageBook::keepsMessagesInFoldersInOrder()
{
    QCOMPARE(printed(lamps()),
             (QStringList{QStringLiteral(": Ping"), QStringLiteral("Lamps: All"),
                          QStringLiteral("Lamps/Kitchen: On, Off"), QStringLiteral("Empty: ")}));
    QCOMPARE(lamps().foldersIn({}), (QList<FolderPath>{path("Lamps"), path("Empty")}));
    QCOMPARE(lamps().foldersIn(path("Lamps")), (QList<FolderPath>{path("Lamps/Kitchen")}));
    QVERIFY(lamps().hasFolder({}) && !lamps().hasFolder(path("Kitchen")));
    QVERIFY(MessageBook().isEmpty() && !lamps().isEmpty());
}

void TestMessageBook::makesTheFoldersOfAMessage()
{
    MessageBook book;
    QVERIFY(book.add(saved("a", "x/y/z")));
    QCOMPARE(book.folders(), (QList<FolderPath>{path("x"), path("x/y"), path("x/y/z")}));
    QVERIFY(book.add(saved("a", "x/y/z"))); // names need not be different
    QCOMPARE(book.folders().size(), 3);
    QCOMPARE(book.messages().size(), 2);
}

void TestMessageBook::changesAndRemoves()
{
    MessageBook book = lamps();
    QVERIFY(book.change(1, saved("Light", "Cellar")));
    QCOMPARE(printed(book),
             (QStringList{QStringLiteral(": Ping"), QStringLiteral("Lamps: All"),
                          QStringLiteral("Lamps/Kitchen: Off"), QStringLiteral("Empty: "),
                          QStringLiteral("Cellar: Light")}));
    book.remove(0);
    QCOMPARE(book.messages().first(), saved("Light", "Cellar"));
}

void TestMessageBook::movesMessages()
{
    MessageBook book = lamps();
    QVERIFY(book.move(0, path("Lamps/Kitchen"), 2)); // in front of Off
    QCOMPARE(printed(book).at(2), QStringLiteral("Lamps/Kitchen: On, Ping, Off"));
    QVERIFY(book.move(2, path("Lamps/Kitchen"), 0));
    QCOMPARE(printed(book).at(2), QStringLiteral("Lamps/Kitchen: Off, On, Ping"));
    QVERIFY(book.move(0, path("Lamps/Kitchen")));
    QCOMPARE(printed(book).at(2), QStringLiteral("Lamps/Kitchen: On, Ping, Off"));
    QVERIFY(book.move(1, path("Lamps/Kitchen"), 1)); // where it is
    QCOMPARE(printed(book).at(2), QStringLiteral("Lamps/Kitchen: On, Ping, Off"));
}

void TestMessageBook::renamesFoldersWithAllThatIsInThem()
{
    MessageBook book = lamps();
    QVERIFY(book.renameFolder(path("Lamps"), QStringLiteral("Lights")));
    QCOMPARE(printed(book),
             (QStringList{QStringLiteral(": Ping"), QStringLiteral("Lights: All"),
                          QStringLiteral("Lights/Kitchen: On, Off"), QStringLiteral("Empty: ")}));
    QString problem;
    QVERIFY(!book.renameFolder(path("Lights"), QStringLiteral("Empty"), &problem));
    QCOMPARE(problem, QStringLiteral("There is a folder \"Empty\" already."));
    QVERIFY(!book.renameFolder(path("Lights"), QStringLiteral(" "), &problem));
    QCOMPARE(problem, QStringLiteral("The folder has no name."));
    QVERIFY(book.renameFolder(path("Lights"), QStringLiteral("Lights")));
}

void TestMessageBook::movesFoldersWithAllThatIsInThem()
{
    MessageBook book = lamps();
    book.addFolder(path("Last"));
    QVERIFY(book.moveFolder(path("Lamps"), path("Empty")));
    QCOMPARE(printed(book),
             (QStringList{QStringLiteral(": Ping"), QStringLiteral("Empty: "),
                          QStringLiteral("Last: "), QStringLiteral("Empty/Lamps: All"),
                          QStringLiteral("Empty/Lamps/Kitchen: On, Off")}));
    QVERIFY(book.moveFolder(path("Empty/Lamps"), {}, QStringLiteral("Last")));
    QCOMPARE(book.foldersIn({}), (QList<FolderPath>{path("Empty"), path("Lamps"), path("Last")}));
    QVERIFY(book.moveFolder(path("Empty"), {}));
    QCOMPARE(book.foldersIn({}), (QList<FolderPath>{path("Lamps"), path("Last"), path("Empty")}));

    const MessageBook before = book;
    QString problem;
    QVERIFY(!book.moveFolder(path("Lamps"), path("Lamps/Kitchen"), {}, &problem));
    QCOMPARE(problem, QStringLiteral("A folder cannot lie in itself."));
    book.addFolder(path("Last/Lamps"));
    QVERIFY(!book.moveFolder(path("Lamps"), path("Last"), {}, &problem));
    QCOMPARE(problem, QStringLiteral("There is a folder \"Lamps\" already."));
    book.removeFolder(path("Last/Lamps"));
    QCOMPARE(book, before);
    // Too deep with what is in it.
    QVERIFY(!book.moveFolder(path("Lamps"), path("1/2/3/4/5/6/7"), {}, &problem));
    QCOMPARE(problem, QStringLiteral("No more than 8 folders can lie within each other."));
    QCOMPARE(book, before);
}

void TestMessageBook::removesFoldersWithAllThatIsInThem()
{
    MessageBook book = lamps();
    book.removeFolder(path("Lamps"));
    QCOMPARE(printed(book), (QStringList{QStringLiteral(": Ping"), QStringLiteral("Empty: ")}));
}

void TestMessageBook::findsMessagesByWords()
{
    const MessageBook book = lamps();
    QCOMPARE(book.find(QStringLiteral("ping")), QList<qsizetype>{0});
    QCOMPARE(book.find(QStringLiteral("THERE?")), QList<qsizetype>{0});
    QCOMPARE(book.find(QStringLiteral("kitchen")), (QList<qsizetype>{1, 2}));
    QCOMPARE(book.find(QStringLiteral(" kitchen  NIGHT ")), QList<qsizetype>{2});
    QCOMPARE(book.find(QStringLiteral("off")), QList<qsizetype>{2});
    QCOMPARE(book.find(QStringLiteral("nothing")), QList<qsizetype>{});
    QCOMPARE(book.find(QStringLiteral("  ")).size(), 4);
}

void TestMessageBook::takesInAnotherBook()
{
    MessageBook book = lamps();
    MessageBook other;
    other.addFolder(path("More"));
    other.add(saved("Dim", "Lamps"));
    other.add(saved("Ping"));
    QVERIFY(book.add(other));
    QCOMPARE(printed(book),
             (QStringList{QStringLiteral(": Ping, Ping"), QStringLiteral("Lamps: All, Dim"),
                          QStringLiteral("Lamps/Kitchen: On, Off"), QStringLiteral("Empty: "),
                          QStringLiteral("More: ")}));
}

void TestMessageBook::saysWhatCannotBeKept()
{
    SavedMessage message = saved("a");
    QCOMPARE(MessageBook::problemOf(message), QString());
    message.name = QStringLiteral(" ");
    QCOMPARE(MessageBook::problemOf(message), QStringLiteral("The message has no name."));
    message.name = QString(MessageBook::longestName + 1, u'a');
    QCOMPARE(MessageBook::problemOf(message),
             QStringLiteral("The name is longer than 200 characters."));
    message = saved("a");
    message.note = QString(MessageBook::longestNote + 1, u'a');
    QCOMPARE(MessageBook::problemOf(message),
             QStringLiteral("The note is longer than 4096 characters."));
    message = saved("a");
    message.message.text = QString(MessageBook::longestText + 1, u'a');
    QCOMPARE(MessageBook::problemOf(message),
             QStringLiteral("The message is longer than 262144 characters. Keep it in a file, and "
                            "send that."));
    message = saved("a");
    message.message.text = QString(QChar(0xd83d));
    QCOMPARE(MessageBook::problemOf(message),
             QStringLiteral("There is half a character in it, which no file can hold."));
    message = saved("a", "1/2/3/4/5/6/7/8/9");
    QCOMPARE(MessageBook::problemOf(message),
             QStringLiteral("No more than 8 folders can lie within each other."));
    message.folder = {QString()};
    QCOMPARE(MessageBook::problemOf(message), QStringLiteral("The folder has no name."));
}

void TestMessageBook::hasBounds()
{
    QString problem;
    MessageBook many;
    for (qsizetype number = 0; number < MessageBook::mostMessages; ++number) {
        QVERIFY(many.add(saved("a")));
    }
    QVERIFY(!many.add(saved("a"), &problem));
    QCOMPARE(problem, QStringLiteral("No more than 5000 messages can be kept."));

    MessageBook folders;
    for (qsizetype number = 0; number < MessageBook::mostFolders; ++number) {
        QVERIFY(folders.addFolder({QString::number(number)}));
    }
    QVERIFY(!folders.add(saved("a", "new"), &problem));
    QCOMPARE(problem, QStringLiteral("No more than 500 folders can be kept."));
    QVERIFY(folders.add(saved("a", "7")));

    MessageBook full;
    const QByteArray text(MessageBook::longestText - 1, 'a');
    for (int number = 0; number < 4; ++number) {
        QVERIFY(full.add(saved("a", "", text.constData())));
    }
    const QString words =
        QStringLiteral("All messages together have no more than 1048576 characters. Keep long ones "
                       "in files.");
    QVERIFY(!full.add(saved("a", "", ""), &problem));
    QCOMPARE(problem, words);
    QVERIFY(!full.addFolder(path("f"), &problem));
    QCOMPARE(problem, words);
    QVERIFY(!full.change(0, saved("ab", "", text.constData()), &problem));
    QCOMPARE(problem, words);
    full.remove(0);
    QVERIFY(full.add(saved("a", "f", "")));
    QVERIFY(full.renameFolder(path("f"), QStringLiteral("folder")));
}

void TestMessageBook::doesNothingByHalf()
{
    MessageBook many;
    for (qsizetype number = 0; number < MessageBook::mostMessages; ++number) {
        many.add(saved("a"));
    }
    MessageBook book = lamps();
    QVERIFY(!book.add(many));
    QCOMPARE(book, lamps());
    QVERIFY(!book.change(0, saved(" ", "New")));
    QVERIFY(!book.move(0, path("1/2/3/4/5/6/7/8/9")));
    QVERIFY(!book.addFolder(path("1/2/3/4/5/6/7/8/9")));
    QCOMPARE(book, lamps());
}

void TestMessageBook::printsWhatItReads()
{
    MessageBook book = lamps();
    book.add({.name = QStringLiteral("あ \"q\" \\ / \u202e"),
              .folder = {QStringLiteral("a/b"), QStringLiteral("ö")},
              .message = {.notation = Notation::Hex,
                          .text = QStringLiteral("68\n\u0001"),
                          .encoding = TextEncoding::ShiftJis,
                          .ending = LineEnding::CrLf},
              .note = QStringLiteral("two\nlines")});
    book.add({.name = QStringLiteral("f"),
              .message = {.notation = Notation::File, .text = QStringLiteral("/tmp/x")}});
    const QByteArray json = messageBookToJson(book);
    const ReadMessageBook read = messageBookFromJson(json);
    QCOMPARE(read.problem, QString());
    QCOMPARE(read.book, book);
    QCOMPARE(messageBookToJson(read.book), json);
    QCOMPARE(json.count('\n'), 2 + book.messages().size() + 1);
    QCOMPARE(messageBookFromJson(messageBookToJson({})).book, MessageBook());
}

void TestMessageBook::takesTheUsualForWhatIsNotThere()
{
    const ReadMessageBook read = messageBookFromJson(book(R"({"name": "a", "text": "b"})"));
    QCOMPARE(read.problem, QString());
    QCOMPARE(read.book.messages(), QList<SavedMessage>{saved("a", "", "b")});
}

void TestMessageBook::saysWhatIsNoBook_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &json, const char *words) {
        QTest::newRow(name) << json << QString::fromUtf8(words);
    };
    row("nothing", "", "This is no JSON: illegal value, at byte 0.");
    row("a list", "[]",
        R"(Messages are written in braces, as {"sockyard-messages": 1, "messages": […]}.)");
    row("no version", "{}",
        "\"sockyard-messages\" wants the number 1. Another one is written by another version of "
        "this program.");
    row("a later version", R"({"sockyard-messages": 2})",
        "\"sockyard-messages\" wants the number 1. Another one is written by another version of "
        "this program.");
    row("a foreign field", R"({"sockyard-messages": 1, "x\u202e": 1})",
        "\"x<U+202E>\" is no field. There are sockyard-messages, folders, messages.");
    row("no list", R"({"sockyard-messages": 1, "messages": {}})",
        "\"messages\" wants a list in brackets.");
    row("no folder", R"({"sockyard-messages": 1, "folders": [["a"], "b"]})",
        "Folder 2: wants names in brackets, as [\"Lamps\"].");
    row("a folder without a name", R"({"sockyard-messages": 1, "folders": [[""]]})",
        "Folder 1: The folder has no name.");
    row("no message", book("7"), "Message 1: a message is written in braces, as {\"name\": …}.");
    row("no text", book(R"({"name": "a", "text": "b"}, {"name": "a"})"),
        "Message 2, text: is missing.");
    row("no name", book(R"({"text": "a"})"), "Message 1: The message has no name.");
    row("a name that is none", book(R"({"name": 1, "text": "a"})"),
        "Message 1, name: wants a text in quotation marks.");
    row("no notation", book(R"({"name": "a", "text": "a", "notation": "Text"})"),
        "Message 1, notation: wants one of text, escapes, hex, file.");
    row("no ending", book(R"({"name": "a", "text": "a", "ending": null})"),
        "Message 1, ending: wants one of none, lf, crlf.");
    row("no encoding", book(R"({"name": "a", "text": "a", "encoding": "EBCDIC"})"),
        "Message 1, encoding: wants one of UTF-8, Latin-1, UTF-16 LE, UTF-16 BE, Shift-JIS, "
        "EUC-JP.");
    row("no folder of a message", book(R"({"name": "a", "text": "a", "folder": "b"})"),
        "Message 1, folder: wants names in brackets, as [\"Lamps\"].");
    row("a foreign field of a message", book(R"({"name": "a", "text": "a", "to": "b"})"),
        "Message 1: \"to\" is no field. There are name, folder, note, notation, text, encoding, "
        "ending.");
    row("half a character", book(R"({"name": "a", "text": "\ud83d"})"),
        "Message 1, text: has half a character in it.");
}

void TestMessageBook::saysWhatIsNoBook()
{
    QFETCH(const QByteArray, json);
    QTEST(problemIn(json), "words");
}

void TestMessageBook::everyBookFitsIntoAFile()
{
    // The worst: as many as there can be, of characters that JSON writes with six.
    MessageBook book;
    const qsizetype each = MessageBook::mostUnits / MessageBook::mostMessages;
    for (qsizetype number = 0; number < MessageBook::mostMessages; ++number) {
        SavedMessage message = saved("a", "1/2/3/4/5/6/7/8", "", "");
        message.message.encoding = TextEncoding::Utf16LittleEndian;
        message.message.notation = Notation::Escapes;
        message.message.text = QString(each - 11, QChar(1));
        if (!book.add(message)) {
            break;
        }
    }
    QVERIFY(book.messages().size() > MessageBook::mostMessages * 9 / 10);
    const QByteArray json = messageBookToJson(book);
    QVERIFY2(json.size() <= longestMessagesFile, QByteArray::number(json.size()).constData());
    QCOMPARE(messagesFromBytes(json).book, book);
}

void TestMessageBook::remembersEachMessageOnce()
{
    MessageHistory history;
    const Message a = typed(QStringLiteral("a"));
    const Message b = typed(QStringLiteral("b"));
    Message ended = a;
    ended.ending = LineEnding::Lf;
    for (const Message &message : {a, b, a, ended, b, b}) {
        history.add(message);
    }
    QCOMPARE(history.messages(), (QList<Message>{a, ended, b}));
}

void TestMessageBook::forgetsTheOldest()
{
    MessageHistory history;
    for (int number = 0; number < 250; ++number) {
        history.add(typed(QString::number(number)));
    }
    QCOMPARE(history.messages().size(), MessageHistory::mostMessages);
    QCOMPARE(history.messages().first().text, QStringLiteral("50"));
    QCOMPARE(history.messages().last().text, QStringLiteral("249"));
}

void TestMessageBook::remembersNothingLongOrEmpty()
{
    MessageHistory history;
    history.add({});
    history.add(typed(QString(MessageHistory::longestText + 1, u'a')));
    history.add(typed(QString(QChar(0xd83d))));
    QVERIFY(history.messages().isEmpty());
    history.add(typed(QString(MessageHistory::longestText, u'a')));
    history.add({.notation = Notation::File, .text = QStringLiteral("/tmp/x")});
    QCOMPARE(history.messages().size(), 2);
}

void TestMessageBook::keepsTheHistoryAsJson()
{
    MessageHistory history;
    QCOMPARE(MessageHistory::fromJson(history.toJson()), std::optional(history));
    history.add(typed(QStringLiteral("あ\n\u0001\"")));
    history.add({.notation = Notation::File, .text = QStringLiteral("/tmp/x")});
    history.add(
        {.text = QStringLiteral("a"), .encoding = TextEncoding::EucJp, .ending = LineEnding::CrLf});
    QCOMPARE(MessageHistory::fromJson(history.toJson()), std::optional(history));
}

void TestMessageBook::takesNoOtherJsonForAHistory_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("[{");
    QTest::newRow("no list") << QByteArray("{}");
    QTest::newRow("no messages") << QByteArray("[1]");
    QTest::newRow("a foreign ending") << QByteArray(R"([{"text": "a", "ending": "cr"}])");
}

void TestMessageBook::takesNoOtherJsonForAHistory()
{
    QFETCH(const QByteArray, json);
    QCOMPARE(MessageHistory::fromJson(json), std::nullopt);
}

QTEST_GUILESS_MAIN(TestMessageBook)
#include "tst_messagebook.moc"
