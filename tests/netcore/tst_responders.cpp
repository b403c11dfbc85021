#include "netcore/responders/ack.h"
#include "netcore/responders/echo.h"
#include "netcore/responders/none.h"
#include "netcore/responders/registry.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QDir>
#include <QSet>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

} // namespace

class TestResponders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void echoReturnsEveryByteAndClosesAtTheEnd();
    void echoCopiesNothing();
    void ackAnswersOnceAndCloses();
    void noneSaysNothing();
    void theFirstRowIsTheDefaultOfAServer();
    void theRowsStandInTheOrderOfTheCourse();
    void everyRowHasItsOwnNameAndWords();
    void everyRowMakesAFreshResponder();
    void everyOptionHasItsOwnKeyAndWords();
    void everyChoiceIsUnderstood();
    void anUnknownNameHasNoRow();
};

void TestResponders::echoReturnsEveryByteAndClosesAtTheEnd()
{
    Echo echo;
    QVERIFY(echo.onAccepted().bytes.empty());
    for (const std::string &bytes : {"hello"s, "\0\xff\r\n"s, std::string(100000, 'x'), ""s}) {
        const Reply reply = echo.onReceived(viewOf(bytes));
        QCOMPARE(textOf(reply.bytes), bytes);
        QCOMPARE(reply.then, Reply::Then::Keep);
    }
    const Reply end = echo.onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestResponders::echoCopiesNothing()
{
    Echo echo;
    const ByteView bytes = viewOf("shared");
    QCOMPARE(echo.onReceived(bytes).bytes.data(), bytes.data());
}

void TestResponders::ackAnswersOnceAndCloses()
{
    Ack ack;
    QCOMPARE(ack.readSize(), std::size_t(1024));
    QVERIFY(ack.onAccepted().bytes.empty());
    const Reply reply = ack.onReceived(viewOf("hello"));
    QCOMPARE(textOf(reply.bytes), "ACK"s);
    QCOMPARE(reply.then, Reply::Then::Close);
    const Reply end = Ack().onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestResponders::noneSaysNothing()
{
    None none;
    for (const Reply &reply :
         {none.onAccepted(), none.onReceived(viewOf("hello")), none.onPeerFinished()}) {
        QVERIFY(reply.bytes.empty());
        QCOMPARE(reply.then, Reply::Then::Keep); // a person ends it
    }
}

void TestResponders::theFirstRowIsTheDefaultOfAServer()
{
    QCOMPARE(QString::fromLatin1(responders().front().name), QStringLiteral("echo"));
}

void TestResponders::theRowsStandInTheOrderOfTheCourse()
{
    QStringList names;
    for (const ResponderRow &row : responders()) {
        names.append(QString::fromLatin1(row.name));
    }
    QCOMPARE(names.constLast(), QStringLiteral("none"));
    qsizetype last = -1;
    for (const char *name : {"echo", "ack", "welcome", "you-said", "read-to-end", "line-echo",
                             "time", "chargen", "discard", "none"}) {
        const qsizetype place = names.indexOf(QLatin1StringView(name));
        QVERIFY2(place > last, name);
        last = place;
    }
}

void TestResponders::everyRowHasItsOwnNameAndWords()
{
    QSet<QString> names;
    QSet<QString> titles;
    for (const ResponderRow &row : responders()) {
        const QString name = QString::fromLatin1(row.name);
        QVERIFY(!name.isEmpty());
        QCOMPARE(name, name.toLower()); // it is typed on the command line
        QVERIFY(!name.contains(u' '));
        QVERIFY(!row.titleText().isEmpty());
        QVERIFY(row.descriptionText().endsWith(u'.'));
        QVERIFY(row.pointText().endsWith(u'.'));
        QCOMPARE(responderNamed(name), &row);
        names.insert(name);
        titles.insert(row.titleText());
    }
    QCOMPARE(static_cast<std::size_t>(names.size()), responders().size());
    QCOMPARE(static_cast<std::size_t>(titles.size()), responders().size());
}

void TestResponders::everyRowMakesAFreshResponder()
{
    for (const ResponderRow &row : responders()) {
        ReplyOptions chosen;
        for (const ReplyOption &option : row.options) {
            if (option.kind == ReplyOption::Kind::Folder) {
                chosen.insert(QString::fromLatin1(option.key), QDir::tempPath());
            }
        }
        const PreparedReply prepared = row.prepared(chosen);
        QCOMPARE(prepared.error, QString());
        const auto one = prepared.make({});
        const auto other = prepared.make({});
        QVERIFY(one);
        QVERIFY(one != other);
        QVERIFY(one->readSize() > 0);
    }
}

void TestResponders::everyOptionHasItsOwnKeyAndWords()
{
    for (const ResponderRow &row : responders()) {
        QSet<QString> keys;
        for (const ReplyOption &option : row.options) {
            const QString key = QString::fromLatin1(option.key);
            QCOMPARE(key, key.toLower());
            QVERIFY(!key.contains(u' ') && !key.contains(u'='));
            QVERIFY(!option.titleText().isEmpty());
            QVERIFY(option.descriptionText().endsWith(u'.'));
            QVERIFY2(!keys.contains(key), option.key);
            keys.insert(key);
        }
    }
}

void TestResponders::everyChoiceIsUnderstood()
{
    for (const ResponderRow &row : responders()) {
        for (const ReplyOption &option : row.options) {
            const QString key = QString::fromLatin1(option.key);
            for (const ReplyOption::Choice &choice : option.choices) {
                QVERIFY(!ReplyOption::titleTextOf(choice).isEmpty());
                QVERIFY(row.prepared({{key, QString::fromLatin1(choice.name)}}).make);
            }
            if (option.kind == ReplyOption::Kind::Choice) {
                QVERIFY(!row.prepared({{key, QStringLiteral("no such")}}).make);
            }
        }
    }
}

void TestResponders::anUnknownNameHasNoRow()
{
    QCOMPARE(responderNamed(QStringLiteral("shout")), nullptr);
    QCOMPARE(responderNamed(QString()), nullptr);
    QCOMPARE(responderNamed(QStringLiteral("Echo")), nullptr);
}

QTEST_APPLESS_MAIN(TestResponders)
#include "tst_responders.moc"
