#include "netcore/responders/lineecho.h"
#include "netcore/responders/lines.h"
#include "netcore/responders/yousaid.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QTest>

#include <numeric>
#include <vector>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// Cuts it into pieces of that size.
std::vector<std::string> pieces(const std::string &text, std::size_t size)
{
    std::vector<std::string> result;
    for (std::size_t place = 0; place < text.size(); place += size) {
        result.push_back(text.substr(place, size));
    }
    return result;
}

PreparedReply prepared(const char *name, const ReplyOptions &options = {})
{
    return responderNamed(QString::fromLatin1(name))->prepared(options);
}

/// The answers to one receive, one by one, asked for as an endpoint asks.
std::vector<std::string> answers(Responder &responder, const std::string &bytes)
{
    std::vector<std::string> result;
    Reply reply = responder.onReceived(viewOf(bytes));
    for (;;) {
        if (!reply.bytes.empty()) {
            result.push_back(textOf(reply.bytes));
        }
        if (reply.then != Reply::Then::More) {
            return result;
        }
        reply = responder.onTaken();
    }
}

std::string joined(const std::vector<std::string> &texts)
{
    return std::accumulate(texts.begin(), texts.end(), std::string());
}

using Texts = std::vector<std::string>;

} // namespace

Q_DECLARE_METATYPE(Texts)

class TestLineReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineEndsBehindItsNewline_data();
    void aLineEndsBehindItsNewline();

    void youSaidAnswersOneLineAndCloses_data();
    void youSaidAnswersOneLineAndCloses();
    void youSaidWaitsForTheNewline();
    void youSaidAnswersALineThatTheEndEnds();
    void youSaidSaysNothingToAClientThatSaidNothing();
    void youSaidAnswersALineThatIsTooLongAsFarAsItCame_data();
    void youSaidAnswersALineThatIsTooLongAsFarAsItCame();
    void youSaidHasAPrefixOfOnesOwn();

    void lineEchoAnswersEachLine_data();
    void lineEchoAnswersEachLine();
    void lineEchoAnswersEachLineHoweverItArrives_data();
    void lineEchoAnswersEachLineHoweverItArrives();
    void lineEchoAnswersAnUnfinishedLineAtTheEnd();
    void lineEchoClosesWithoutAWordWhereNothingIsLeft();
    void lineEchoTakesTheEndWordOfTheClientForALine();
    void lineEchoAnswersALongLineInPieces();
    void lineEchoAnswersVeryManyLinesInOne();
};

void TestLineReplies::aLineEndsBehindItsNewline_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::size_t>("length");
    QTest::newRow("nothing") << ""s << std::size_t(0);
    QTest::newRow("no newline") << "hello"s << std::size_t(0);
    QTest::newRow("an empty line") << "\n"s << std::size_t(1);
    QTest::newRow("LF") << "hello\nworld\n"s << std::size_t(6);
    QTest::newRow("CRLF") << "hello\r\nworld"s << std::size_t(7);
    QTest::newRow("CR ends nothing") << "hello\rworld"s << std::size_t(0);
    QTest::newRow("NUL ends nothing") << "a\0b\n"s << std::size_t(4);
    QTest::newRow("one byte short") << std::string(longestLine - 1, 'x') << std::size_t(0);
    QTest::newRow("as long as may be") << std::string(longestLine - 1, 'x') + '\n' << longestLine;
    QTest::newRow("too long") << std::string(longestLine, 'x') + '\n' << longestLine;
}

void TestLineReplies::aLineEndsBehindItsNewline()
{
    QFETCH(const std::string, text);
    QFETCH(const std::size_t, length);
    QCOMPARE(firstLineLength(text), length);
}

void TestLineReplies::youSaidAnswersOneLineAndCloses_data()
{
    QTest::addColumn<std::string>("received");
    QTest::addColumn<std::string>("answer");
    QTest::newRow("a line") << "hello\n"s
                            << "You said: hello\n"s;
    QTest::newRow("CRLF") << "hello\r\n"s
                          << "You said: hello\r\n"s;
    QTest::newRow("an empty line") << "\n"s
                                   << "You said: \n"s;
    QTest::newRow("two lines") << "one\ntwo\n"s
                               << "You said: one\n"s;
    QTest::newRow("no text") << "\0\xff\x1b[31m\n"s
                             << "You said: \0\xff\x1b[31m\n"s;
}

void TestLineReplies::youSaidAnswersOneLineAndCloses()
{
    QFETCH(const std::string, received);
    QFETCH(const std::string, answer);
    YouSaid youSaid;
    QVERIFY(youSaid.onAccepted().isNothing());
    const Reply reply = youSaid.onReceived(viewOf(received));
    QCOMPARE(textOf(reply.bytes), answer);
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestLineReplies::youSaidWaitsForTheNewline()
{
    YouSaid youSaid;
    for (const char *piece : {"h", "el", "lo"}) {
        QVERIFY(youSaid.onReceived(viewOf(piece)).isNothing());
    }
    const Reply reply = youSaid.onReceived(viewOf("\nmore"));
    QCOMPARE(textOf(reply.bytes), "You said: hello\n"s);
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestLineReplies::youSaidAnswersALineThatTheEndEnds()
{
    YouSaid youSaid;
    QVERIFY(youSaid.onReceived(viewOf("hello")).isNothing());
    const Reply reply = youSaid.onPeerFinished();
    QCOMPARE(textOf(reply.bytes), "You said: hello"s);
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestLineReplies::youSaidSaysNothingToAClientThatSaidNothing()
{
    const Reply reply = YouSaid().onPeerFinished();
    QVERIFY(reply.bytes.empty());
    QCOMPARE(reply.then, Reply::Then::Close);
}

void TestLineReplies::youSaidAnswersALineThatIsTooLongAsFarAsItCame_data()
{
    QTest::addColumn<std::size_t>("pieceSize");
    for (const std::size_t size :
         {std::size_t(1), std::size_t(1000), longestLine, 4 * longestLine}) {
        QTest::addRow("%zu", size) << size;
    }
}

void TestLineReplies::youSaidAnswersALineThatIsTooLongAsFarAsItCame()
{
    QFETCH(const std::size_t, pieceSize);
    YouSaid youSaid;
    std::string answer;
    for (const std::string &piece : pieces(std::string(4 * longestLine, 'x'), pieceSize)) {
        const Reply reply = youSaid.onReceived(viewOf(piece));
        if (!reply.isNothing()) {
            QCOMPARE(reply.then, Reply::Then::Close);
            answer = textOf(reply.bytes);
            break;
        }
    }
    QVERIFY(answer == "You said: " + std::string(longestLine, 'x'));
}

void TestLineReplies::youSaidHasAPrefixOfOnesOwn()
{
    const auto key = QStringLiteral("prefix");
    const auto own = prepared("you-said", {{key, QStringLiteral("\\u{3042}:\\t")}}).make({});
    QCOMPARE(textOf(own->onReceived(viewOf("hi\n")).bytes), "\xe3\x81\x82:\thi\n"s);
    const auto empty = prepared("you-said", {{key, QString()}}).make({});
    QCOMPARE(textOf(empty->onReceived(viewOf("hi\n")).bytes), "hi\n"s);
    QVERIFY(!prepared("you-said", {{key, QStringLiteral("\\q")}}).make);
}

void TestLineReplies::lineEchoAnswersEachLine_data()
{
    QTest::addColumn<std::string>("received");
    QTest::addColumn<Texts>("expected");
    QTest::newRow("one") << "hello\n"s << Texts{"hello\n"};
    QTest::newRow("two at once") << "one\ntwo\n"s << Texts{"one\n", "two\n"};
    QTest::newRow("empty ones") << "\n\n\r\n"s << Texts{"\n", "\n", "\r\n"};
    QTest::newRow("not the unfinished one") << "one\ntw"s << Texts{"one\n"};
    QTest::newRow("nothing yet") << "on"s << Texts{};
    QTest::newRow("no text") << "\0\xff\n"s << Texts{"\0\xff\n"s};
}

void TestLineReplies::lineEchoAnswersEachLine()
{
    QFETCH(const std::string, received);
    QFETCH(const Texts, expected);
    LineEcho lineEcho;
    QVERIFY(lineEcho.onAccepted().isNothing());
    QVERIFY(answers(lineEcho, received) == expected);
}

void TestLineReplies::lineEchoAnswersEachLineHoweverItArrives_data()
{
    QTest::addColumn<std::size_t>("pieceSize");
    for (const std::size_t size : {1U, 2U, 3U, 5U, 7U, 100U}) {
        QTest::addRow("%zu", size) << size;
    }
}

void TestLineReplies::lineEchoAnswersEachLineHoweverItArrives()
{
    QFETCH(const std::size_t, pieceSize);
    LineEcho lineEcho;
    Texts all;
    for (const std::string &piece : pieces("one\ntwo and\r\n\nthree\nend", pieceSize)) {
        const Texts some = answers(lineEcho, piece);
        all.insert(all.end(), some.begin(), some.end());
    }
    QVERIFY(all == Texts({"one\n", "two and\r\n", "\n", "three\n"}));
    const Reply end = lineEcho.onPeerFinished();
    QCOMPARE(textOf(end.bytes), "end"s);
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestLineReplies::lineEchoAnswersAnUnfinishedLineAtTheEnd()
{
    LineEcho lineEcho;
    QVERIFY(answers(lineEcho, "bye").empty());
    const Reply end = lineEcho.onPeerFinished();
    QCOMPARE(textOf(end.bytes), "bye"s);
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestLineReplies::lineEchoClosesWithoutAWordWhereNothingIsLeft()
{
    LineEcho lineEcho;
    QVERIFY(answers(lineEcho, "bye\n") == Texts({"bye\n"}));
    const Reply end = lineEcho.onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);
}

void TestLineReplies::lineEchoTakesTheEndWordOfTheClientForALine()
{
    LineEcho lineEcho;
    const Reply reply = lineEcho.onReceived(viewOf(".quit\n"));
    QCOMPARE(textOf(reply.bytes), ".quit\n"s);
    QCOMPARE(reply.then, Reply::Then::Keep); // it is the client that ends
}

void TestLineReplies::lineEchoAnswersALongLineInPieces()
{
    LineEcho lineEcho;
    const std::string line = std::string(3 * longestLine + 5, 'x') + "\nnext\n";
    Texts all;
    for (const std::string &piece : pieces(line, 50000)) {
        for (std::string &answer : answers(lineEcho, piece)) {
            QVERIFY(answer.size() <= longestLine);
            all.push_back(std::move(answer));
        }
    }
    QCOMPARE(all.size(), std::size_t(5));
    QCOMPARE(all.front().size(), longestLine);
    QCOMPARE(all.back(), "next\n"s);
    QVERIFY(joined(all) == line);
}

void TestLineReplies::lineEchoAnswersVeryManyLinesInOne()
{
    LineEcho lineEcho;
    const std::string lines(60000, '\n');
    for (int time = 0; time < 2; ++time) {
        const Texts all = answers(lineEcho, lines);
        QCOMPARE(all.size(), std::size_t(LineEcho::mostAnswers) + 1);
        QCOMPARE(all.front(), "\n"s);
        QVERIFY(joined(all) == lines);
    }
    QVERIFY(lineEcho.onPeerFinished().bytes.empty());
}

QTEST_APPLESS_MAIN(TestLineReplies)
#include "tst_linereplies.moc"
