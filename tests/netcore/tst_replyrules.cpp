#include "netcore/responders/preparedrule.h"
#include "netcore/responders/replyrules.h"
#include "tests/support/logs.h"
#include "tests/support/modeltexts.h"
#include "tests/support/teststrings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifndef _WIN32
#include <sys/stat.h>
#endif

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

using When = ReplyRule::When;
using Then = ReplyRule::Then;

namespace
{

QString problemIn(const QString &json)
{
    const ReadReplyRules read = replyRulesFromJson(json);
    return read.problem ? read.problem->text() : QString();
}

QStringList problemsIn(const ReplyRule &rule)
{
    QStringList texts;
    for (const RuleProblem &problem : PreparedRule::problemsOf(rule, 0)) {
        texts.append(problem.text());
    }
    return texts;
}

} // namespace

class TestReplyRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void takesTheUsualForWhatIsNotThere();
    void readsNothingAsNoRules();
    void printsWhatItReads();
    void saysWhatIsNoTable_data();
    void saysWhatIsNoTable();
    void hasABoundOfRules();
    void saysWhatAPersonHasToMend_data();
    void saysWhatAPersonHasToMend();
    void pointsAtTheMistakeInCharacters();
    void fits_data();
    void fits();
    void findsTheGroups();
    void asksNoExpressionAboutTooMuch();
    void readsAFile();
    void saysWhyAFileCannotBeRead();
};

void TestReplyRules::readsEveryField()
{
    const ReadReplyRules read = replyRulesFromJson(QStringLiteral(
        R"json([{"when": "is", "pattern": "PING", "answer": "PONG\\r\\n", "after": 5, "then": "keep"},
            {"then":"finish","when":"starts-with","pattern":"あ","answer":"","after":3600000},
            {"when":"contains","pattern":"","then":"close"},
            {"when":"matches","pattern":"(.*)","answer":"$1","then":"reset"}])json"));
    QVERIFY(!read.problem);
    QCOMPARE(read.rules,
             (QList<ReplyRule>{
                 {When::Is, QStringLiteral("PING"), QStringLiteral("PONG\\r\\n"), 5, Then::Keep},
                 {When::StartsWith, QStringLiteral("あ"), QString(), 3600000, Then::Finish},
                 {When::Contains, QString(), QString(), 0, Then::Close},
                 {When::Matches, QStringLiteral("(.*)"), QStringLiteral("$1"), 0, Then::Reset},
             }));
}

void TestReplyRules::takesTheUsualForWhatIsNotThere()
{
    const QString json = QStringLiteral(R"([{"when":"is","pattern":"x"}])");
    QCOMPARE(replyRulesFromJson(json).rules, QList<ReplyRule>{{.pattern = QStringLiteral("x")}});
}

void TestReplyRules::readsNothingAsNoRules()
{
    for (const char *text : {"", " \n", "[]", " [ ] "}) {
        const ReadReplyRules read = replyRulesFromJson(QString::fromLatin1(text));
        QVERIFY(!read.problem);
        QVERIFY(read.rules.isEmpty());
    }
}

void TestReplyRules::printsWhatItReads()
{
    const QList<ReplyRule> rules = {
        {When::Is, QStringLiteral("\"%1\\"), QStringLiteral("あ😀\n%2"), 1, Then::Keep},
        {When::Matches, QStringLiteral("^(a|b)\\d$"), QStringLiteral("<&>\t$1"), 0, Then::Reset},
        {When::StartsWith, QString(QChar(0x202e)), QString(), 3600000, Then::Finish},
    };
    const QString json = replyRulesToJson(rules);
    const ReadReplyRules read = replyRulesFromJson(json);
    QCOMPARE(read.rules, rules);
    QCOMPARE(replyRulesToJson(read.rules), json);
    QCOMPARE(json.count(u'\n'), 2); // a rule a line
    QCOMPARE(replyRulesToJson({}), QStringLiteral("[]"));
    const QString first = QStringLiteral(
        R"([{"when": "is", "pattern": "\"%1\\", "answer": "あ😀\n%2", "after": 1, "then": "keep"},)");
    QVERIFY2(json.startsWith(first), qPrintable(json));
}

void TestReplyRules::saysWhatIsNoTable_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *json, const char *words) {
        QTest::newRow(json) << QString::fromUtf8(json) << QString::fromUtf8(words);
    };
    const char *const after =
        "Rule 1, After: wants a whole number of milliseconds from 0 to 3600000.";
    row("[{\"when\":\"あ\",]", "at character 14: this is no JSON: unterminated object.");
    row("{}", "The rules are written in brackets, as [{\"when\": …}, …].");
    row("[1]", "Rule 1: a rule is written in braces, as {\"when\": …}.");
    row(R"([{"when":"is","pattern":""},{"when":"is"}])", "Rule 2, Pattern: is missing.");
    row(R"([{"pattern":"x"}])", "Rule 1, When: is missing.");
    row(R"([{"when":"IS","pattern":"x"}])",
        "Rule 1, When: wants one of is, starts-with, contains, matches.");
    row(R"([{"when":0,"pattern":"x"}])",
        "Rule 1, When: wants one of is, starts-with, contains, matches.");
    row(R"([{"when":"is","pattern":1}])", "Rule 1, Pattern: wants a text in quotation marks.");
    row(R"([{"when":"is","pattern":null}])", "Rule 1, Pattern: wants a text in quotation marks.");
    row(R"([{"when":"is","pattern":"","answer":[]}])",
        "Rule 1, Answer: wants a text in quotation marks.");
    row(R"([{"when":"is","pattern":"\ud800"}])",
        "Rule 1, Pattern: has half a character in it; bytes are written as \\xHH.");
    row(R"([{"when":"is","pattern":"","then":"go"}])",
        "Rule 1, Then: wants one of keep, finish, close, reset.");
    row(R"([{"when":"is","pattern":"","after":-1}])", after);
    row(R"([{"when":"is","pattern":"","after":1.5}])", after);
    row(R"([{"when":"is","pattern":"","after":3600001}])", after);
    row(R"([{"when":"is","pattern":"","after":1e300}])", after);
    row(R"([{"when":"is","pattern":"","after":"5"}])", after);
    row(R"([{"when":"is","pattern":"","delay":5}])",
        "Rule 1: \"delay\" is no field. There are when, pattern, answer, after, then.");
}

void TestReplyRules::saysWhatIsNoTable()
{
    QFETCH(QString, json);
    QFETCH(QString, words);
    QCOMPARE(problemIn(json), words);
    QVERIFY(replyRulesFromJson(json).rules.isEmpty());
}

void TestReplyRules::hasABoundOfRules()
{
    QList<ReplyRule> rules(mostReplyRules);
    QCOMPARE(replyRulesFromJson(replyRulesToJson(rules)).rules.size(), mostReplyRules);
    rules.append(ReplyRule());
    QCOMPARE(problemIn(replyRulesToJson(rules)),
             QStringLiteral("There are 1001 rules; no more than 1000 can be used."));
    QCOMPARE(problemIn(QString(longestReplyRules + 1, u' ')),
             QStringLiteral("The rules have more than 8388608 characters."));
    QVERIFY(!problemIn(QString(100000, u'[')).isEmpty());
}

void TestReplyRules::saysWhatAPersonHasToMend_data()
{
    QTest::addColumn<ReplyRule>("rule");
    QTest::addColumn<QStringList>("problems");
    const auto row = [](const char *name, const ReplyRule &rule, const QStringList &problems) {
        QTest::newRow(name) << rule << problems;
    };
    const QString group =
        QStringLiteral("the pattern has no such group. Groups are the parentheses of an expression "
                       "in a rule that matches; $0 is the whole message.");
    row("nothing", {}, {});
    row("longest", {.pattern = QString(4096, u'x'), .answer = QString(65536, u'x')}, {});
    row("too long", {.pattern = QString(1366, u'あ'), .answer = QString(65537, u'x')},
        {QStringLiteral("Rule 1, Pattern: has more than 4096 bytes."),
         QStringLiteral("Rule 1, Answer: has more than 65536 bytes.")});
    row("escape", {.pattern = QStringLiteral("ab\\q")},
        {QStringLiteral("Rule 1, Pattern, at character 3: \"\\q\" is no escape. A backslash itself "
                        "is \\\\.")});
    row("no macro in a pattern", {.pattern = QStringLiteral("${time}$1")}, {});
    row("expression", {.when = When::Matches, .pattern = QStringLiteral("a(")},
        {QStringLiteral("Rule 1, Pattern, at character 3: not a regular expression: missing "
                        "closing parenthesis.")});
    row("macro", {.answer = QStringLiteral("x${date}")},
        {QStringLiteral("Rule 1, Answer, at character 2: \"${date}\" is no macro. There are "
                        "${time}, ${counter}, ${random:N} and ${peer}.")});
    row("no groups", {.answer = QStringLiteral("$1")},
        {QStringLiteral("Rule 1, Answer, at character 1: \"$1\": ") + group});
    row("the message", {.answer = QStringLiteral("$0")}, {});
    row("groups",
        {.when = When::Matches, .pattern = QStringLiteral("(a)"), .answer = QStringLiteral("$1$2")},
        {QStringLiteral("Rule 1, Answer, at character 3: \"$2\": ") + group});
    row("groups of what is wrong",
        {.when = When::Matches, .pattern = QStringLiteral("(a"), .answer = QStringLiteral("$1")},
        {QStringLiteral("Rule 1, Pattern, at character 3: not a regular expression: missing "
                        "closing parenthesis.")});
    row("delay", {.after = -1},
        {QStringLiteral("Rule 1, After: wants a whole number of milliseconds from 0 to 3600000.")});
}

void TestReplyRules::saysWhatAPersonHasToMend()
{
    QFETCH(ReplyRule, rule);
    QFETCH(QStringList, problems);
    QCOMPARE(problemsIn(rule), problems);
    QCOMPARE(PreparedRule::prepare(rule).has_value(), problems.isEmpty());
}

void TestReplyRules::pointsAtTheMistakeInCharacters()
{
    const QString text = QStringLiteral("あ😀\\い!");
    const auto problems = PreparedRule::problemsOf({.pattern = text, .answer = text}, 4);
    QCOMPARE(problems.size(), 2);
    for (const RuleProblem &problem : problems) {
        QCOMPARE(problem.rule, qsizetype(4));
        QCOMPARE(text.mid(problem.position, problem.length), QStringLiteral("\\い"));
    }
}

void TestReplyRules::fits_data()
{
    QTest::addColumn<When>("when");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<bool>("expected");
    const auto row = [](When when, const char *pattern, const QByteArray &message, bool expected) {
        QTest::addRow("%s %s: %s", qPrintable(ReplyRule::nameOf(when)), pattern,
                      message.constData())
            << when << QString::fromUtf8(pattern) << message << expected;
    };
    row(When::Is, "PING", "PING", true);
    row(When::Is, "PING", "PING ", false);
    row(When::Is, "PING", "ping", false);
    row(When::Is, "", "", true);
    row(When::Is, "", "x", false);
    row(When::Is, "\\x00\\xff", QByteArray("\0\xff", 2), true);
    row(When::Is, "あ", "\xe3\x81\x82", true);
    row(When::StartsWith, "GET ", "GET /", true);
    row(When::StartsWith, "GET ", "GET", false);
    row(When::StartsWith, "", "", true);
    row(When::StartsWith, "\\u{3042}", "あい", true);
    row(When::Contains, "\\r\\n\\r\\n", "a\r\n\r\nb", true);
    row(When::Contains, "\\r\\n\\r\\n", "a\r\n", false);
    row(When::Contains, "", "", true);
    row(When::Contains, ".*", "abc", false);
    row(When::Matches, "^\\d+$", "123", true);
    row(When::Matches, "^\\d+$", "12a", false);
    row(When::Matches, "\\d", "a1b", true);
}

void TestReplyRules::fits()
{
    QFETCH(When, when);
    QFETCH(QString, pattern);
    QFETCH(QByteArray, message);
    QFETCH(bool, expected);
    const auto rule = PreparedRule::prepare({.when = when, .pattern = pattern});
    QVERIFY(rule.has_value());
    std::vector<ByteView> groups;
    QCOMPARE(rule->fit(std::as_bytes(std::span(message)), groups) == PreparedRule::Fit::Yes,
             expected);
}

void TestReplyRules::findsTheGroups()
{
    const auto rule = PreparedRule::prepare(
        {.when = When::Matches, .pattern = QStringLiteral("^(\\w+)(-)? (.*)")});
    std::vector<ByteView> groups;
    QCOMPARE(rule->fit(viewOf("set あ!"), groups), PreparedRule::Fit::Yes);
    QCOMPARE(groups.size(), std::size_t(3));
    QCOMPARE(textOf(groups[0]), "set"s);
    QVERIFY(groups[1].empty());
    QCOMPARE(textOf(groups[2]), "あ!"s);
}

void TestReplyRules::asksNoExpressionAboutTooMuch()
{
    const auto rule =
        PreparedRule::prepare({.when = When::Matches, .pattern = QStringLiteral("x")});
    std::vector<ByteView> groups;
    const std::string message(Pattern::mostGroupBytes, 'x');
    QCOMPARE(rule->fit(viewOf(message), groups), PreparedRule::Fit::Yes);
    QCOMPARE(rule->fit(viewOf(message + 'x'), groups), PreparedRule::Fit::TooLong);
    const auto hard =
        PreparedRule::prepare({.when = When::Matches, .pattern = QStringLiteral("^(x+)+$")});
    QCOMPARE(hard->fit(viewOf(message.substr(1) + '!'), groups), PreparedRule::Fit::GaveUp);
}

void TestReplyRules::readsAFile()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("rules.json"));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\xef\xbb\xbf[{\"when\":\"is\",\"pattern\":\"あ\"}]\r\n"); // as some editors save
    file.close();
    QString error;
    const auto text = readReplyRulesFile(name, &error);
    QCOMPARE(error, QString());
    QCOMPARE(replyRulesFromJson(*text).rules, QList<ReplyRule>{{.pattern = QStringLiteral("あ")}});
}

void TestReplyRules::saysWhyAFileCannotBeRead()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("rules.json"));
    QString error;
    QVERIFY(!readReplyRulesFile(name, &error));
    QVERIFY2(error.contains(QStringLiteral("cannot be read: No such file")), qPrintable(error));
    QVERIFY(!readReplyRulesFile(folder.path(), &error));
    QVERIFY2(error.endsWith(QStringLiteral("is no file.")), qPrintable(error));
#ifndef _WIN32
    const QString pipe = folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(!readReplyRulesFile(pipe, &error)); // would wait for ever
    QVERIFY2(error.endsWith(QStringLiteral("is no file.")), qPrintable(error));
#endif
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\xff\xfe");
    file.close();
    QVERIFY(!readReplyRulesFile(name, &error));
    QVERIFY2(error.endsWith(QStringLiteral("is no text in UTF-8.")), qPrintable(error));
    QVERIFY(file.resize(longestReplyRules + 1));
    QVERIFY(!readReplyRulesFile(name, &error));
    QVERIFY2(error.endsWith(QStringLiteral("has more than 8388608 bytes.")), qPrintable(error));
}

QTEST_APPLESS_MAIN(TestReplyRules)
#include "tst_replyrules.moc"
