#include "netcore/query/pattern.h"
#include "tests/support/modeltexts.h"

#include <QTest>

#include <string>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

Q_DECLARE_METATYPE(std::string)

namespace
{

/// What the groups found, one behind the other; `-` for a group that took no part.
QString found(const Pattern &pattern, std::string_view text, Look &look)
{
    const auto groups = pattern.groups(viewOf(text), look);
    if (!groups) {
        return QStringLiteral("no");
    }
    QStringList texts = {QStringLiteral("yes")};
    for (const auto &group : *groups) {
        texts.append(group ? QString::fromUtf8(text.substr(group->offset, group->length))
                           : QStringLiteral("-"));
    }
    return texts.join(u'|');
}

} // namespace

class TestPatternGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsGroups_data();
    void findsGroups();
    void countsGroups();
    void takesBytesThatAreNoText();
    void refusesWhatIsNoExpression_data();
    void refusesWhatIsNoExpression();
    void givesUpSoon_data();
    void givesUpSoon();
    void walksThroughAllThatItLooksAt();
};

void TestPatternGroups::findsGroups_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("groups");
    const auto row = [](const char *expression, const std::string &text, const char *groups) {
        QTest::addRow("%s in %s", expression, text.c_str())
            << QString::fromUtf8(expression) << text << QString::fromUtf8(groups);
    };
    row("hello (.*)", "hello Ada", "yes|Ada");
    row("hello (.*)", "oh, hello Ada", "yes|Ada"); // anywhere
    row("^hello (.*)$", "oh, hello Ada", "no");
    row("hello", "hello", "yes");
    row("", "", "yes");
    row("", "x", "yes");
    row("(a)|(b)", "xb", "yes|-|b");
    row("a|b(c)", "bc", "yes|c");
    row("(a)(b)?(c)", "ac", "yes|a|-|c");
    row("()", "abc", "yes|");
    row("(\\w+) (\\d+)", "set 12", "yes|set|12");
    row("(?<name>\\w)(\\w)", "ab", "yes|a|b");
    row("(.)\\1", "abccd", "yes|c");
    row("(あ+)(.)", "xああ😀y", "yes|ああ|😀");
    row("^b(.)", "a\nbc", "no");
    row("(?m)^b(.)", "a\nbc", "yes|c");
    row("(?x)(a) # a comment (", "a", "yes|a");
    row("\\Qa)(", "xa)(", "yes");
    row("a(?0)", "", "");
    row("(\\((?:\\w|(?1))*\\))", "f(a(b)c)", "yes|(a(b)c)");
    row("(?i)PING(.)", "ping!", "yes|!");
    row("\\Aa", "ba", "no");
    row("(*COMMIT)b", "ab", "no");
}

void TestPatternGroups::findsGroups()
{
    QFETCH(QString, expression);
    QFETCH(std::string, text);
    QFETCH(QString, groups);
    QueryError error;
    const auto pattern = Pattern::parse(expression, Pattern::WithGroups, &error);
    if (groups.isEmpty()) {
        QVERIFY(!pattern);
        QCOMPARE(error.words, QStringLiteral("the whole expression cannot be called again here; a "
                                             "group can, as (?1)"));
        QCOMPARE(expression.mid(error.position), QStringLiteral("(?0)"));
        return;
    }
    QVERIFY2(pattern.has_value(), qPrintable(error.words));
    Look look;
    QCOMPARE(found(*pattern, text, look), groups);
    QCOMPARE(look.gaveUp, std::uint64_t(0));
}

void TestPatternGroups::countsGroups()
{
    const auto count = [](const char *expression) {
        return Pattern::parse(QString::fromLatin1(expression), Pattern::WithGroups)->groupCount();
    };
    QCOMPARE(count("abc"), 0);
    QCOMPARE(count("(a)(?:b)(c(d))"), 3);
    QCOMPARE(count("(?|(a)|(b))"), 1);
}

void TestPatternGroups::takesBytesThatAreNoText()
{
    const auto pattern = Pattern::parse(QStringLiteral("\\xff(.*)\\x00"), Pattern::WithGroups);
    const std::string text = "\xfe\xff\xe3\x81\x82\xc3\0z"s;
    Look look;
    const auto groups = pattern->groups(viewOf(text), look);
    QVERIFY(groups.has_value());
    QCOMPARE(groups->at(0), (std::optional<ByteMatch>({.offset = 2, .length = 4})));
}

void TestPatternGroups::refusesWhatIsNoExpression_data()
{
    QTest::addColumn<QString>("expression");
    QTest::newRow("open") << QStringLiteral("(a");
    QTest::newRow("closed from outside") << QStringLiteral("a)(?:b");
    QTest::newRow("a way out") << QStringLiteral("a)|(b");
    QTest::newRow("a bound of one's own") << QStringLiteral("(*LIMIT_MATCH=9)a");
    QTest::newRow("an open class") << QStringLiteral("[a");
    QTest::newRow("the whole again") << QStringLiteral("a(?R)?");
    QTest::newRow("the whole again, named") << QStringLiteral("a\\g<0>?");
    QTest::newRow("too long") << QString(Pattern::longest + 1, u'a');
}

void TestPatternGroups::refusesWhatIsNoExpression()
{
    QFETCH(QString, expression);
    QueryError error;
    QVERIFY(!Pattern::parse(expression, Pattern::WithGroups, &error));
    QVERIFY(!error.words.isEmpty());
    QVERIFY(error.position + error.length <= expression.size());
}

void TestPatternGroups::givesUpSoon_data()
{
    QTest::addColumn<QString>("expression");
    for (const char *expression :
         {"^(a+)+$", "(a|aa)+b?[xy]", "(?:a(?=.*b)|.)*[xy]", "[ab]*[ab]*[xy]", "(?:[^b]*+b|.)*[xy]",
          "^(([a-z])+.)+[A-Z]([a-z])+$", "(?1)?(a*)*[xy]"}) {
        QTest::newRow(expression) << QString::fromLatin1(expression);
    }
}

// Where no bound is effective, these take from seconds to years.
void TestPatternGroups::givesUpSoon()
{
    QFETCH(QString, expression);
    const auto pattern = Pattern::parse(expression, Pattern::WithGroups);
    QVERIFY(pattern.has_value());
    Look look;
    const std::string text = std::string(Pattern::mostGroupBytes - 1, 'a') + '!';
    QVERIFY(!pattern->groups(viewOf(text), look));
    QCOMPARE(look.gaveUp, std::uint64_t(1));
}

void TestPatternGroups::walksThroughAllThatItLooksAt()
{
    const std::string text = std::string(Pattern::mostGroupBytes - 4, 'a') + "x 12";
    Look look;
    for (const char *expression : {"x (\\d+)", "(?i)X (\\d+)$", "[xy] (\\w*)"}) {
        const auto pattern = Pattern::parse(QString::fromLatin1(expression), Pattern::WithGroups);
        QCOMPARE(found(*pattern, text, look), QStringLiteral("yes|12"));
        QCOMPARE(found(*pattern, text + "34", look), QStringLiteral("yes|12")); // and no further
    }
    QCOMPARE(look.gaveUp, std::uint64_t(0));
}

QTEST_APPLESS_MAIN(TestPatternGroups)
#include "tst_patterngroups.moc"
