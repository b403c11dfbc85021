#include "netcore/responders/registry.h"
#include "netcore/responders/table.h"
#include "tests/support/fixedmacros.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

using When = ReplyRule::When;
using Then = ReplyRule::Then;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

ReplyRule rule(When when, const char *pattern, const char *answer, int after = 0,
               Then then = Then::Keep)
{
    return {.when = when,
            .pattern = QString::fromUtf8(pattern),
            .answer = QString::fromUtf8(answer),
            .after = after,
            .then = then};
}

/// A responder, and a connection that does as it says at once.
class Conversation
{
public:
    explicit Conversation(const QList<ReplyRule> &rules, Table::Settings settings = {})
    {
        auto prepared = std::make_shared<std::vector<PreparedRule>>();
        for (const ReplyRule &one : rules) {
            prepared->push_back(PreparedRule::prepare(one).value());
        }
        m_table = std::make_unique<Table>(std::move(prepared), settings,
                                          ClientFacts{1, "127.0.0.1:9999", "127.0.0.1:50112"},
                                          std::make_unique<FixedMacros>());
    }

    /// What it says to that: `PONG\n`, `(5 ms)` before what waits, `[note]`, `<close>`.
    std::string receive(std::string_view bytes) { return told(m_table->onReceived(viewOf(bytes))); }
    std::string finish() { return told(m_table->onPeerFinished()); }
    /// How often it was asked for more at the last.
    int pieces() const { return m_pieces; }

private:
    std::string told(Reply reply)
    {
        std::string text;
        for (m_pieces = 0;; ++m_pieces) {
            if (reply.after.count() > 0) {
                text += '(' + std::to_string(reply.after.count()) + " ms)";
            }
            if (!reply.note.isEmpty()) {
                text += '[' + reply.note.toStdString() + ']';
            }
            text += textOf(reply.bytes);
            if (reply.then != Reply::Then::More) {
                break;
            }
            reply = m_table->onTaken();
        }
        switch (reply.then) {
        case Reply::Then::Finish:
            return text + "<finish>";
        case Reply::Then::Close:
            return text + "<close>";
        case Reply::Then::Reset:
            return text + "<reset>";
        case Reply::Then::Keep:
        case Reply::Then::More:
            break;
        }
        return text;
    }

    std::unique_ptr<Table> m_table;
    int m_pieces = 0;
};

} // namespace

class TestTableReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersByTheFirstRuleThatFits();
    void answersWithGroupsAndMacros();
    void countsForEachClient();
    void cutsBytesIntoLines();
    void joinsALineThatComesInPieces();
    void answersSeveralMessagesInOrderEachInItsTime();
    void endsAsTheRuleSays();
    void answersWhatIsLeftWhenTheClientFinishes();
    void answersNothingAfterTheEnd();
    void takesWhatOneReceiveGave();
    void takesTheBeginningOfALineThatIsTooLong();
    void leavesTheLongestLineWhole();
    void notesOnceWhatNoRuleFits();
    void saysNothingWhereThatIsChosen();
    void closesWhereThatIsChosen();
    void showsWhatNoRuleFitsAsInertText();
    void tellsThatAnExpressionGaveUpAndStopsAsking();
    void tellsThatAnExpressionIsNotAskedAboutSoMuch();
    void worksInSmallPieces();
    void worksThroughManyMessagesSoon();
    void tellsThatAnAnswerWasCut();
    void hasAnExampleThatWorks();
    void takesItsOptions();
    void readsItsRulesFromAFile();
    void saysWhatIsWrongWithItsRules();
};

void TestTableReply::answersByTheFirstRuleThatFits()
{
    Conversation talk({rule(When::Is, "PING", "PONG\\r\\n"), rule(When::StartsWith, "P", "P…"),
                       rule(When::Contains, "\\xff", "\\x00\\xff"),
                       rule(When::Matches, "^\\d+$", "#")});
    QCOMPARE(talk.receive("PING\n"), "PONG\r\n"s);
    QCOMPARE(talk.receive("PINGS\n"), "P\xe2\x80\xa6"s);
    QCOMPARE(talk.receive("a\xff\n"), "\0\xff"s);
    QCOMPARE(talk.receive("12\n"), "#"s);
}

void TestTableReply::answersWithGroupsAndMacros()
{
    Conversation talk({rule(When::Matches, "^set (\\w+)(=(.*))?", "$1 is <$3>\\n"),
                       rule(When::StartsWith, "", "$0|${peer}|${time}|${random:2}$$")});
    QCOMPARE(talk.receive("set a=$1\\n\n"), "a is <$1\\n>\n"s);
    QCOMPARE(talk.receive("set b\n"), "b is <>\n"s);
    QCOMPARE(talk.receive("x\n"), "x|127.0.0.1:50112|2026-11-21T12:00:01.204+09:00|RR$"s);
}

void TestTableReply::countsForEachClient()
{
    const QList<ReplyRule> rules = {rule(When::Is, "n", "${counter} ${counter},"),
                                    rule(When::StartsWith, "", "-")};
    Conversation one(rules);
    Conversation other(rules);
    QCOMPARE(one.receive("n\nx\nn\n"), "1 1,-2 2,"s);
    QCOMPARE(other.receive("n\n"), "1 1,"s);
}

void TestTableReply::cutsBytesIntoLines()
{
    Conversation talk({rule(When::StartsWith, "", "<$0>")});
    QCOMPARE(talk.receive("a\nb\r\n\n\r\nc\rd\r\r\n"), "<a><b><><><c\rd\r>"s);
    QCOMPARE(talk.receive("\0\n\xff\n"s), "<\0><\xff>"s);
}

void TestTableReply::joinsALineThatComesInPieces()
{
    Conversation talk({rule(When::StartsWith, "", "<$0>")});
    QCOMPARE(talk.receive("a"), ""s);
    QCOMPARE(talk.receive("b"), ""s);
    QCOMPARE(talk.receive("c\r"), ""s);
    QCOMPARE(talk.receive("\nd"), "<abc>"s);
    QCOMPARE(talk.receive("\ne\nf"), "<d><e>"s);
    QCOMPARE(talk.receive("g\n"), "<fg>"s);
}

void TestTableReply::answersSeveralMessagesInOrderEachInItsTime()
{
    Conversation talk({rule(When::Is, "slow", "late\n", 500), rule(When::Is, "fast", "soon\n"),
                       rule(When::Is, "bye", "bye\n", 20, Then::Close)});
    QCOMPARE(talk.receive("slow\nfast\nslow\nfa"), "(500 ms)late\nsoon\n(500 ms)late\n"s);
    QCOMPARE(talk.receive("st\nbye\nfast\n"), "soon\n(20 ms)bye\n<close>"s);
}

void TestTableReply::endsAsTheRuleSays()
{
    const QList<ReplyRule> rules = {rule(When::Is, "f", "F", 0, Then::Finish),
                                    rule(When::Is, "c", "C", 0, Then::Close),
                                    rule(When::Is, "r", "", 0, Then::Reset)};
    QCOMPARE(Conversation(rules).receive("f\nf\n"), "F<finish>"s);
    QCOMPARE(Conversation(rules).receive("c\n"), "C<close>"s);
    QCOMPARE(Conversation(rules).receive("r\n"), "<reset>"s);
}

void TestTableReply::answersWhatIsLeftWhenTheClientFinishes()
{
    const QList<ReplyRule> rules = {rule(When::Is, "f", "F", 0, Then::Finish),
                                    rule(When::StartsWith, "", "<$0>", 5)};
    Conversation rest(rules);
    QCOMPARE(rest.receive("a\nlast"), "(5 ms)<a>"s);
    QCOMPARE(rest.finish(), "(5 ms)<last><close>"s);
    Conversation nothing(rules);
    QCOMPARE(nothing.finish(), "<close>"s);
    Conversation whole(rules);
    QCOMPARE(whole.receive("a\n"), "(5 ms)<a>"s);
    QCOMPARE(whole.finish(), "<close>"s);
    Conversation both(rules);
    QCOMPARE(both.receive("f"), ""s);
    QCOMPARE(both.finish(), "F<close>"s); // nobody has anything to say any more
    Conversation unknown({});
    QCOMPARE(unknown.receive("x"), ""s);
    QCOMPARE(unknown.finish(), "[no rule fits \"x\"]<close>"s);
}

void TestTableReply::answersNothingAfterTheEnd()
{
    Conversation talk({rule(When::StartsWith, "", "F", 0, Then::Finish)});
    QCOMPARE(talk.receive("a\n"), "F<finish>"s);
    QCOMPARE(talk.receive("b\nc"), ""s);
    QCOMPARE(talk.finish(), "<close>"s);
}

void TestTableReply::takesWhatOneReceiveGave()
{
    Conversation talk({rule(When::StartsWith, "", "<$0>")}, {.message = Table::Message::Received});
    QCOMPARE(talk.receive("a\nb\r\n"), "<a\nb\r\n>"s);
    QCOMPARE(talk.receive("c"), "<c>"s);
    QCOMPARE(talk.finish(), "<close>"s);
}

void TestTableReply::takesTheBeginningOfALineThatIsTooLong()
{
    Conversation talk(
        {rule(When::StartsWith, "x", "x"), rule(When::Is, "y", "y"), rule(When::Is, "", "empty")});
    const std::string longest(Table::longestLine, 'x');
    const std::string note =
        "[a line of more than 65536 bytes: its beginning is taken as a message, and the rest as "
        "another]";
    QCOMPARE(talk.receive(longest + "y\ny\n"), note + "xyy");
    QCOMPARE(talk.receive(longest + "y\n"), "xy"s); // is told once
    Conversation endless({rule(When::StartsWith, "", "$0")});
    QCOMPARE(endless.receive(longest.substr(0, 40000)), ""s);
    QCOMPARE(endless.receive(longest), note + longest);
    QCOMPARE(endless.finish(), longest.substr(0, 40000) + "<close>");
    Conversation end({rule(When::StartsWith, "", "<>")});
    QCOMPARE(end.receive(longest + "y"), ""s);
    QCOMPARE(end.finish(), note + "<><><close>");
}

void TestTableReply::leavesTheLongestLineWhole()
{
    const std::string longest(Table::longestLine, 'x');
    for (const char *ending : {"\n", "\r\n"}) {
        for (std::size_t cut = 0; cut <= 2; ++cut) {
            Conversation talk({rule(When::StartsWith, "", "<$0>")});
            const std::string line = longest + ending + "y\n";
            const std::string told = talk.receive(line.substr(0, longest.size() + cut));
            QCOMPARE(told + talk.receive(line.substr(longest.size() + cut)),
                     '<' + longest + "><y>");
        }
    }
}

void TestTableReply::notesOnceWhatNoRuleFits()
{
    Conversation talk({rule(When::Is, "PING", "PONG\n")});
    QCOMPARE(talk.receive("ping\n"), "[no rule fits \"ping\"]"s);
    QCOMPARE(talk.receive("a\nb\nPING\nc\n"),
             "[no rule fits 2 messages, the first of which is \"a\"]PONG\n[no rule fits \"c\"]"s);
    QCOMPARE(talk.receive(std::string(60000, '\n')),
             "[no rule fits 60000 messages, the first of which is \"\"]"s);
}

void TestTableReply::saysNothingWhereThatIsChosen()
{
    Conversation talk({rule(When::Is, "PING", "PONG\n")}, {.otherwise = Table::Otherwise::Nothing});
    QCOMPARE(talk.receive("a\nPING\nb\n"), "PONG\n"s);
    QCOMPARE(talk.finish(), "<close>"s);
}

void TestTableReply::closesWhereThatIsChosen()
{
    Conversation talk({rule(When::Is, "PING", "PONG\n")}, {.otherwise = Table::Otherwise::Close});
    QCOMPARE(talk.receive("PING\nping\nPING\n"), "PONG\n[no rule fits \"ping\"]<close>"s);
    QCOMPARE(talk.receive("PING\n"), ""s);
}

void TestTableReply::showsWhatNoRuleFitsAsInertText()
{
    Conversation talk({});
    QCOMPARE(talk.receive("<b>\x1b[2J\xe2\x80\xae%1%2\n"),
             "[no rule fits \"<b>\\x1b[2J<U+202E>%1%2\"]"s);
    const std::string told = talk.receive(std::string(5000, 'x') + '\n');
    QVERIFY(told.size() < 200);
}

void TestTableReply::tellsThatAnExpressionGaveUpAndStopsAsking()
{
    Conversation talk({rule(When::Is, "x", "x"), rule(When::Matches, "^(a+)+$", "never"),
                       rule(When::StartsWith, "a", "other\n")});
    const std::string hard = std::string(2000, 'a') + "!\n";
    const std::string note =
        "[rule 2 gave up on this message: its expression takes too many steps]other\n";
    QCOMPARE(talk.receive(hard + hard), note + note);
    QCOMPARE(talk.receive("aa\n"), "never"s);
    QCOMPARE(talk.receive(hard), "[rule 2 gave up again: its expression takes too many steps; it "
                                 "is not asked about this client any more]other\n"s);
    QCOMPARE(talk.receive(hard + "aa\n"), "other\nother\n"s);
}

void TestTableReply::tellsThatAnExpressionIsNotAskedAboutSoMuch()
{
    Conversation talk({rule(When::Matches, "a", "found\n"), rule(When::StartsWith, "", "other\n")});
    const std::string line = std::string(Pattern::mostGroupBytes, 'a') + '\n';
    QCOMPARE(talk.receive(line), "found\n"s);
    QCOMPARE(talk.receive('a' + line),
             "[rule 1 does not fit: an expression is asked about messages of up to 4096 bytes "
             "only]other\n"s);
    QCOMPARE(talk.receive('a' + line), "other\n"s);
}

void TestTableReply::worksInSmallPieces()
{
    QList<ReplyRule> rules(mostReplyRules, rule(When::Contains, "ab", "never"));
    rules.last() = rule(When::StartsWith, "", "last");
    Conversation talk(rules);
    QCOMPARE(talk.receive(std::string(4000, 'a') + '\n'), "last"s);
    QVERIFY(talk.pieces() > 20);
    QCOMPARE(talk.receive(std::string(65000, 'a') + '\n'), "last"s);
    QVERIFY(talk.pieces() > 200);
}

void TestTableReply::worksThroughManyMessagesSoon()
{
    Conversation talk({rule(When::Is, "PING", "PONG")});
    std::string much;
    for (int i = 0; i < 30000; ++i) {
        much += "x\n";
    }
    for (int i = 0; i < 10; ++i) { // were all that is left moved for each line, this took minutes
        QCOMPARE(talk.receive(much), "[no rule fits 30000 messages, the first of which is \"x\"]"s);
    }
}

void TestTableReply::tellsThatAnAnswerWasCut()
{
    const QByteArray much = QByteArray("$0").repeated(40);
    Conversation talk({rule(When::StartsWith, "", much.constData())});
    const std::string line(60000, 'x');
    const std::string told = talk.receive(line + '\n');
    QCOMPARE(told, "[rule 1: the answer was cut after 1048576 bytes]" + std::string(1048576, 'x'));
}

void TestTableReply::hasAnExampleThatWorks()
{
    const PreparedReply prepared = responderNamed(QStringLiteral("table"))->prepared({});
    QCOMPARE(prepared.error, QString());
    const auto table = prepared.make({});
    QCOMPARE(textOf(table->onReceived(viewOf("PING\n")).bytes), "PONG\n"s);
    QCOMPARE(textOf(table->onReceived(viewOf("hello Ada\r\n")).bytes), "Hello Ada\n"s);
    const std::string time = textOf(table->onReceived(viewOf("time\n")).bytes);
    QVERIFY(
        QDateTime::fromString(QString::fromStdString(time).trimmed(), Qt::ISODateWithMs).isValid());
    const Reply last = table->onReceived(viewOf("quit\n"));
    QCOMPARE(textOf(last.bytes), "Goodbye\n"s);
    QCOMPARE(last.then, Reply::Then::Close);
}

void TestTableReply::takesItsOptions()
{
    const PreparedReply prepared =
        responderNamed(QStringLiteral("table"))
            ->prepared({{QStringLiteral("rules"),
                         QStringLiteral(R"([{"when":"is","pattern":"a\\nb","answer":"!"}])")},
                        {QStringLiteral("message"), QStringLiteral("received")},
                        {QStringLiteral("otherwise"), QStringLiteral("close")}});
    QCOMPARE(prepared.error, QString());
    const auto table = prepared.make({});
    QCOMPARE(textOf(table->onReceived(viewOf("a\nb")).bytes), "!"s);
    QCOMPARE(table->onReceived(viewOf("a")).then, Reply::Then::Close);
    QVERIFY(responderNamed(QStringLiteral("table"))
                ->prepared({{QStringLiteral("rules"), QStringLiteral("[]")}})
                .make);
}

void TestTableReply::readsItsRulesFromAFile()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("rules.json"));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"([{"when":"starts-with","pattern":"","answer":"from a file"}])");
    file.close();
    const ResponderRow *const row = responderNamed(QStringLiteral("table"));
    const PreparedReply prepared =
        row->prepared({{QStringLiteral("rules"), QStringLiteral("@") + name}});
    QCOMPARE(prepared.error, QString());
    QCOMPARE(textOf(prepared.make({})->onReceived(viewOf("\n")).bytes), "from a file"s);
    const PreparedReply missing =
        row->prepared({{QStringLiteral("rules"), QStringLiteral("@") + name + u'x'}});
    QVERIFY(!missing.make);
    QVERIFY2(missing.error.contains(QStringLiteral("cannot be read")), qPrintable(missing.error));
}

void TestTableReply::saysWhatIsWrongWithItsRules()
{
    const auto error = [](const char *rules) {
        const PreparedReply prepared =
            responderNamed(QStringLiteral("table"))
                ->prepared({{QStringLiteral("rules"), QString::fromUtf8(rules)}});
        return prepared.make ? QStringLiteral("none") : prepared.error;
    };
    QCOMPARE(error("[}"),
             QStringLiteral("rules: at character 2: this is no JSON: object is missing after a "
                            "comma."));
    const char *const second = R"([{"when":"is","pattern":""},{"when":"is","pattern":"\\q"}])";
    QCOMPARE(error(second),
             QStringLiteral("rules: Rule 2, Pattern, at character 1: \"\\q\" is no escape. A "
                            "backslash itself is \\\\."));
}

QTEST_APPLESS_MAIN(TestTableReply)
#include "tst_tablereply.moc"
