#include "netcore/chat/chatwords.h"
#include "netcore/codec/chatwires.h"
#include "tests/support/teststrings.h"

#include <QSet>
#include <QTest>

using namespace sockyard;
using namespace std::string_literals;

namespace
{

QString wordsOf(std::string_view datagram)
{
    const ChatReading reading = readChatDatagram(std::as_bytes(std::span(datagram)));
    const auto *const refusal = std::get_if<ChatRefusal>(&reading);
    return refusal == nullptr ? QString() : chatRefusalWords(*refusal);
}

} // namespace

class ChatWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sayWhyADatagramIsNoMessage_data();
    void sayWhyADatagramIsNoMessage();
    void areDifferentForEachFault();
    void nameEachWire();
    void sayWhyANameCannotBeCarried_data();
    void sayWhyANameCannotBeCarried();
    void haveNothingAgainstGoodNames();
};

void ChatWordsTest::sayWhyADatagramIsNoMessage_data()
{
    QTest::addColumn<std::string>("datagram");
    QTest::addColumn<QString>("piece");
    const auto row = [](const char *name, const std::string &datagram, const char *piece) {
        QTest::newRow(name) << datagram << QString::fromUtf8(piece);
    };
    row("anything", "hello", "begins neither as a Python pickle nor as NAME: TEXT");
    row("nothing", {}, "begins neither");
    row("a call", "\x80\3](cos\nsystem\n", "at byte 4 the opcode GLOBAL asks for an object");
    row("an old protocol", "\x80\2].", "protocol 2, in which bytes are written as a call");
    row("the oldest protocol", "(lp0\nVJ\np1\na.", "protocol 0, in which");
    row("a future protocol", "\x80\6].", "protocol 6; protocols 3 to 5 are read");
    row("a number", "\x80\4K\1.", "at byte 2 the opcode BININT1 is for data that no message holds");
    row("no opcode", "\x80\4\xfe", "at byte 2 stands 0xfe");
    row("a part", "\x80\4]", "has no end");
    row("a length", "\x80\4]C\x63x.", "at byte 3 the opcode SHORT_BINBYTES announces 99 bytes");
    row("an empty memo", "\x80\4]h\7.", "the opcode BINGET asks for number 7 of the memo");
    row("an opcode alone", "\x80\4"s + "a.",
        "at byte 2 the opcode APPEND does not find what it works on");
    row("two lists", "\x80\4]].", "a list in a list");
    row("no list", "\x80\4\x8c\1J.", "something that is no list");
    row("a flood", "\x80\4" + std::string(100, '('), "more of it than a message needs");
    row("an unknown letter", "\x80\4](\x8c\1Xe.", "begins with none of 'J', 'L' and 'S'");
    row("no text", "\x80\4](\x8c\1SC\1Ae.", "byte 9 is where this list differs");
}

void ChatWordsTest::sayWhyADatagramIsNoMessage()
{
    QFETCH(const std::string, datagram);
    QFETCH(const QString, piece);
    const QString words = wordsOf(datagram);
    QVERIFY2(words.contains(piece), qPrintable(words));
    QVERIFY2(words.startsWith(QStringLiteral("no chat message: ")), qPrintable(words));
    QVERIFY2(!words.contains(u'%'), qPrintable(words));
}

void ChatWordsTest::areDifferentForEachFault()
{
    QSet<QString> all;
    for (int what = 0; what <= static_cast<int>(PickleFault::What::TooMuch); ++what) {
        all.insert(
            chatRefusalWords({ChatRefusal::Why::BadPickle, 0,
                              PickleFault{static_cast<PickleFault::What>(what), 0, "X", 0}}));
    }
    QCOMPARE(all.size(), static_cast<int>(PickleFault::What::TooMuch) + 1);
    QVERIFY(!all.contains(QString()));
}

void ChatWordsTest::nameEachWire()
{
    QSet<QString> titles;
    for (const ChatWireRow &row : chatWires()) {
        const auto name =
            QString::fromUtf8(row.name.data(), static_cast<qsizetype>(row.name.size()));
        titles.insert(wireTitle(name));
        QVERIFY2(wireTitle(name) != name, qPrintable(name));
        QVERIFY2(!wireWords(name).isEmpty(), qPrintable(name));
        QVERIFY2(badNameWords(QStringLiteral("A\nB"), name).startsWith(QStringLiteral("\"A\\nB\"")),
                 qPrintable(name));
    }
    QCOMPARE(titles.size(), static_cast<qsizetype>(chatWires().size()));
    QCOMPARE(wireTitle(QStringLiteral("mcc")), QStringLiteral("mcc (Python pickle)"));
    QCOMPARE(wireTitle(QStringLiteral("smoke")), QStringLiteral("smoke"));
    QCOMPARE(wireWords(QStringLiteral("smoke")), QString());
}

void ChatWordsTest::sayWhyANameCannotBeCarried_data()
{
    QTest::addColumn<QString>("wire");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("piece");
    const auto row = [](const char *title, const char *wire, const QString &name,
                        const char *piece) {
        QTest::newRow(title) << QString::fromUtf8(wire) << name << QString::fromUtf8(piece);
    };
    const auto missing = "who is speaking?";
    row("none", "mcc", QString(), missing);
    row("spaces", "mcc", QStringLiteral(" \u3000\n"), missing);
    row("none, plain", "plain", QString(), missing);
    row("a bell", "mcc", QStringLiteral("A\aB"), "\"A\\x07B\" cannot be a name here");
    row("an ending colon", "plain", QStringLiteral("Ada:"), "a colon at its end");
    row("no such wire", "smoke", QStringLiteral("Ada"), "no wire \"smoke\"");
}

void ChatWordsTest::sayWhyANameCannotBeCarried()
{
    QFETCH(const QString, wire);
    QFETCH(const QString, name);
    QFETCH(const QString, piece);
    const QString words = badNameWords(name, wire);
    QVERIFY2(words.contains(piece), qPrintable(words));
}

void ChatWordsTest::haveNothingAgainstGoodNames()
{
    QCOMPARE(badNameWords(QStringLiteral("太郎: 先生:"), QStringLiteral("mcc")), QString());
    QCOMPARE(badNameWords(QStringLiteral(" Ada\n"), QStringLiteral("mcc")), QString());
    QCOMPARE(badNameWords(QStringLiteral("太郎"), QStringLiteral("plain")), QString());
}

QTEST_APPLESS_MAIN(ChatWordsTest)
#include "tst_chatwords.moc"
