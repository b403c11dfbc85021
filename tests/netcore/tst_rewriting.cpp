#include "netcore/forwarding/rewriting.h"
#include "tests/support/fixedmacros.h"
#include "tests/support/logs.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

Rewriting rewritingOf(const QString &rules, ForwardDirection direction = ForwardDirection::ToTarget)
{
    return {std::make_shared<const RewriteRules>(std::get<RewriteRules>(rewriteRulesIn(rules))),
            direction, "127.0.0.1:5000", std::make_unique<FixedMacros>()};
}

/// Everything that goes on at that time.
QByteArray outAt(Rewriting &rewriting, FaultTime now)
{
    QByteArray all;
    while (true) {
        const QByteArray piece = rewriting.next(now);
        if (piece.isEmpty()) {
            return all;
        }
        all += piece;
    }
}

/// What becomes of \a text, in pieces of that size.
QByteArray rewritten(Rewriting &rewriting, std::string_view text, std::size_t piece)
{
    QByteArray all;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        rewriting.take(viewOf(text.substr(at, piece)), 0ms);
        all += outAt(rewriting, 0ms);
    }
    rewriting.finish();
    return all + outAt(rewriting, 0ms);
}

} // namespace

class TestRewriting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWrongWithARule_data();
    void saysWhatIsWrongWithARule();
    void namesTheLineThatIsWrong();
    void replacesWhatItFinds_data();
    void replacesWhatItFinds();
    void goesByItsDirection();
    void holdsNoMoreThanTheBeginningOfAPattern();
    void letsTheBeginningOfAPatternGoAfterAWhile();
    void holdsALineForAnExpression();
    void holdsNoLineThatIsTooLong();
    void growsByPiecesOnly();
    void findsManyMatchesOfSeveralRulesInTime();
    void countsWhatItReplaced();
};

void TestRewriting::saysWhatIsWrongWithARule_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *rule, const char *words) {
        QTest::newRow(rule) << QString::fromUtf8(rule) << QString::fromUtf8(words);
    };
    row("hello=HELLO", "to-target:PATTERN=REPLACEMENT");
    row("to-target:hello", "to-target:PATTERN=REPLACEMENT");
    row("to-nobody:hello=x", "to-target:PATTERN=REPLACEMENT");
    row("to-target:=x", "nothing that could be found");
    row("to-target:matches:=x", "nothing that could be found");
    row("to-target:a\\q=x", "Pattern");
    row("to-target:a=\\q", "Answer");
    row("to-target:a=$1", "Answer");
    row("to-target:matches:(=x", "Pattern");
    row("to-target:matches:(a)=$2", "Answer");
}

void TestRewriting::saysWhatIsWrongWithARule()
{
    QFETCH(const QString, rule);
    QFETCH(const QString, words);
    const auto read = RewriteRule::in(rule);
    QVERIFY(std::holds_alternative<QString>(read));
    const QString said = std::get<QString>(read);
    QVERIFY2(said.contains(words), qPrintable(said));
}

void TestRewriting::namesTheLineThatIsWrong()
{
    const auto read = rewriteRulesIn(QStringLiteral("to-target:a=b\n\nnonsense\n"));
    QVERIFY(std::get<QString>(read).startsWith(QStringLiteral("Line 3: ")));
    QCOMPARE(std::get<RewriteRules>(rewriteRulesIn({})).size(), std::size_t(0));
}

void TestRewriting::replacesWhatItFinds_data()
{
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *rules, const QByteArray &text,
                        const QByteArray &expected) {
        QTest::newRow(name) << QString::fromUtf8(rules) << text << expected;
    };
    row("nothing", "to-target:cat=dog", "a bird", "a bird");
    row("once", "to-target:cat=dog", "a cat!", "a dog!");
    row("each", "to-target:aa=b", "aaaaa", "bba");
    row("longer", "to-target:a=bigger", "aXa", "biggerXbigger");
    row("away", "to-target:secret=", "a secret.", "a .");
    row("escapes", "to-target:\\x00\\xff=\\r\\n", QByteArray("a\0\377b", 4), "a\r\nb");
    row("an equals sign", "to-target:a\\x3db=c=d", "a=b", "c=d");
    row("not again", "to-target:a=aa", "aa", "aaaa");
    row("the first rule of two", "to-target:ab=1\nto-target:a=2", "abac", "12c");
    row("what comes first", "to-target:bc=1\nto-target:ab=2", "abc", "2c");
    row("a match of its own", "to-target:b=[$0]", "abc", "a[b]c");
    row("peer", "to-target:me=${peer}", "me", "127.0.0.1:5000");
    row("a word", "to-target:contains:matches:=x", "matches:", "x");
    row("an expression", "to-target:matches:[0-9]+=<$0>", "a1b22c\n", "a<1>b<22>c\n");
    row("groups", "to-target:matches:(\\w+)@(\\w+)=$2 at $1", "me@home\n", "home at me\n");
    row("line by line", "to-target:matches:^GET=PUT", "GET /GET\nGET\n", "PUT /GET\nPUT\n");
    row("no empty match", "to-target:matches:x*=y", "abxxc\n", "abyc\n");
}

void TestRewriting::replacesWhatItFinds()
{
    QFETCH(const QString, rules);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, expected);
    for (std::size_t piece = 1; piece <= static_cast<std::size_t>(text.size()); ++piece) {
        Rewriting rewriting = rewritingOf(rules);
        QCOMPARE(
            rewritten(rewriting, {text.constData(), static_cast<std::size_t>(text.size())}, piece),
            expected);
        QCOMPARE(rewriting.held(), std::size_t(0));
    }
}

void TestRewriting::goesByItsDirection()
{
    const QString rules = QStringLiteral("to-target:a=b\nto-client:c=d");
    Rewriting toTarget = rewritingOf(rules, ForwardDirection::ToTarget);
    QCOMPARE(rewritten(toTarget, "ac", 2), QByteArray("bc"));
    Rewriting toClient = rewritingOf(rules, ForwardDirection::ToClient);
    QCOMPARE(rewritten(toClient, "ac", 2), QByteArray("ad"));
    QVERIFY(!toClient.isNothing());
    QVERIFY(rewritingOf(QStringLiteral("to-target:a=b"), ForwardDirection::ToClient).isNothing());
    QVERIFY(Rewriting(nullptr, ForwardDirection::ToClient, {}, nullptr).isNothing());
}

void TestRewriting::holdsNoMoreThanTheBeginningOfAPattern()
{
    Rewriting rewriting = rewritingOf(QStringLiteral("to-target:hello=x"));
    rewriting.take(viewOf("oh, hel"), 0ms);
    QCOMPARE(outAt(rewriting, 0ms), QByteArray("oh, "));
    QCOMPARE(rewriting.held(), std::size_t(3));
    rewriting.take(viewOf("p"), 1ms);
    QCOMPARE(outAt(rewriting, 1ms), QByteArray("help"));
    QVERIFY(!rewriting.due());
}

void TestRewriting::letsTheBeginningOfAPatternGoAfterAWhile()
{
    Rewriting rewriting = rewritingOf(QStringLiteral("to-target:hello=x"));
    rewriting.take(viewOf("h"), 50ms);
    QVERIFY(outAt(rewriting, 249ms).isEmpty());
    QCOMPARE(rewriting.due(), std::optional<FaultTime>(250ms));
    QCOMPARE(outAt(rewriting, 250ms), QByteArray("h"));
}

void TestRewriting::holdsALineForAnExpression()
{
    Rewriting rewriting = rewritingOf(QStringLiteral("to-target:matches:a+=x"));
    rewriting.take(viewOf("a\naa"), 0ms);
    QCOMPARE(outAt(rewriting, 0ms), QByteArray("x\n"));
    rewriting.take(viewOf("a\n"), 0ms);
    QCOMPARE(outAt(rewriting, 0ms), QByteArray("x\n"));
}

void TestRewriting::holdsNoLineThatIsTooLong()
{
    Rewriting rewriting = rewritingOf(QStringLiteral("to-target:matches:a=b"));
    const std::string bytes(Rewriting::longestLine, 'x');
    rewriting.take(viewOf(bytes), 0ms);
    QCOMPARE(outAt(rewriting, 0ms).size(), static_cast<qsizetype>(bytes.size()));
}

void TestRewriting::growsByPiecesOnly()
{
    const qsizetype growth = 60000;
    Rewriting rewriting = rewritingOf(QStringLiteral("to-target:a=") + QString(growth, u'b'));
    const std::string bytes(100, 'a');
    rewriting.take(viewOf(bytes), 0ms);
    qsizetype all = 0;
    int pieces = 0;
    for (QByteArray piece = rewriting.next(0ms); !piece.isEmpty(); piece = rewriting.next(0ms)) {
        QVERIFY(piece.size() < static_cast<qsizetype>(Rewriting::mostAtOnce) + growth);
        all += piece.size();
        ++pieces;
    }
    QCOMPARE(all, 100 * growth);
    QVERIFY(pieces > 10);
}

void TestRewriting::findsManyMatchesOfSeveralRulesInTime()
{
    // Were each looked for anew behind each match, these would be gigabytes.
    Rewriting rewriting =
        rewritingOf(QStringLiteral("to-target:never=1\nto-target:nowhere=2\nto-target:a=b"));
    const std::string bytes(256 * 1024, 'a');
    rewriting.take(viewOf(bytes), 0ms);
    rewriting.finish();
    QCOMPARE(outAt(rewriting, 0ms), QByteArray(256 * 1024, 'b'));
}

void TestRewriting::countsWhatItReplaced()
{
    Rewriting rewriting = rewritingOf(QStringLiteral("to-target:a=b"));
    rewriting.take(viewOf("banana"), 0ms);
    outAt(rewriting, 0ms);
    QCOMPARE(rewriting.takeReplaced(), std::uint64_t(3));
    QCOMPARE(rewriting.takeReplaced(), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestRewriting)
#include "tst_rewriting.moc"
