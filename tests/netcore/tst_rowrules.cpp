#include "netcore/query/rowrules.h"
#include "tests/support/modeltexts.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>

using namespace sockyard;
using namespace sockyard::test;

class TestRowRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatFitsIsRight();
    void theDefaultsColourFailures();
    void comesBackFromTheSettings();
    void givesTheDefaultsWhereTheSettingsAreBad_data();
    void givesTheDefaultsWhereTheSettingsAreBad();
    void looksAtTheBeginningOfAPayloadOnly();
    void isPatientWithNoExpressionForever();
};

namespace
{

std::optional<RowColour> colourOf(RowRules &rules, const EventData &data)
{
    EventLog log;
    log.append(data);
    return rules.colourOf(*log.at(0));
}

} // namespace

void TestRowRules::theFirstThatFitsIsRight()
{
    RowRules rules({{.expression = QStringLiteral("size > 5"), .colour = RowColour::Blue},
                    {.expression = QStringLiteral("sent"), .enabled = false},
                    {.expression = QStringLiteral("size >"), .colour = RowColour::Grey},
                    {.expression = QString(), .colour = RowColour::Grey},
                    {.expression = QStringLiteral("sent"), .colour = RowColour::Green}});
    QCOMPARE(colourOf(rules, {.kind = EventKind::Sent, .bytes = 6}), RowColour::Blue);
    QCOMPARE(colourOf(rules, {.kind = EventKind::Sent, .bytes = 5}), RowColour::Green);
    QCOMPARE(colourOf(rules, {.kind = EventKind::Received, .bytes = 5}), std::nullopt);
    QVERIFY(RowRules().isEmpty());
    QVERIFY(RowRules({{.expression = QStringLiteral("sent"), .enabled = false}}).isEmpty());
}

void TestRowRules::theDefaultsColourFailures()
{
    RowRules rules(defaultRowRules());
    for (int index = 0; index < eventKindCount; ++index) {
        const auto kind = static_cast<EventKind>(index);
        const bool failed = kind == EventKind::Reset || kind == EventKind::Failed ||
                            kind == EventKind::TimedOut || kind == EventKind::Discarded;
        QCOMPARE(colourOf(rules, {.kind = kind}).has_value(), failed);
    }
}

void TestRowRules::comesBackFromTheSettings()
{
    const QList<RowRule> rules = {{.name = QStringLiteral("a \"name\" ä"),
                                   .expression = QStringLiteral("text contains \"\\n\""),
                                   .colour = RowColour::Violet,
                                   .enabled = false},
                                  {.name = QString(), .expression = QStringLiteral("bad (")}};
    QString problem;
    const QString json = rowRulesToJson(rules);
    QVERIFY(!json.contains(u'\n'));
    QCOMPARE(rowRulesFromJson(json, &problem), rules);
    QCOMPARE(problem, QString());
    QCOMPARE(rowRulesFromJson(rowRulesToJson({}), &problem), QList<RowRule>());
    QCOMPARE(rowRulesFromJson(QString(), &problem), defaultRowRules());
    QCOMPARE(problem, QString());
}

void TestRowRules::givesTheDefaultsWhereTheSettingsAreBad_data()
{
    QTest::addColumn<QString>("json");
    QTest::newRow("no JSON") << "][";
    QTest::newRow("no list") << "{}";
    QTest::newRow("a list of something else") << "[1]";
    QTest::newRow("no expression") << R"([{"name":"a","colour":"red","enabled":true}])";
    QTest::newRow("no such colour")
        << R"([{"name":"a","expression":"in","colour":"pink","enabled":true}])";
    QTest::newRow("not yes or no")
        << R"([{"name":"a","expression":"in","colour":"red","enabled":1}])";
    QStringList many(
        101, QStringLiteral(R"({"name":"a","expression":"in","colour":"red","enabled":true})"));
    QTest::newRow("too many") << u'[' + many.join(u',') + u']';
    QTest::newRow("too long") << QString(5'000'000, u' ');
    QTest::newRow("too deep") << QString(100'000, u'[');
}

void TestRowRules::givesTheDefaultsWhereTheSettingsAreBad()
{
    QFETCH(QString, json);
    QString problem;
    QCOMPARE(rowRulesFromJson(json, &problem), defaultRowRules());
    QVERIFY2(problem.startsWith(QStringLiteral("The stored colour rules cannot be read (")),
             qPrintable(problem));
    QCOMPARE(rowRulesFromJson(json), defaultRowRules());
}

void TestRowRules::looksAtTheBeginningOfAPayloadOnly()
{
    RowRules rules({{.expression = QStringLiteral("text contains needle")}});
    const std::string near = std::string(4000, '.') + "needle";
    const std::string far = std::string(5000, '.') + "needle";
    QVERIFY(colourOf(rules, {.payload = viewOf(near)}));
    QVERIFY(!colourOf(rules, {.payload = viewOf(far)}));
}

void TestRowRules::isPatientWithNoExpressionForever()
{
    RowRules rules({{.expression = QStringLiteral("text matches /(a+)+$/")},
                    {.expression = QStringLiteral("received"), .colour = RowColour::Blue}});
    const std::string hostile = std::string(3000, 'a') + '!';
    const std::string fits = "aaa";
    QCOMPARE(colourOf(rules, {.payload = viewOf(fits)}), RowColour::Red);
    for (int turn = 0; turn < 20; ++turn) {
        QCOMPARE(colourOf(rules, {.kind = EventKind::Received, .payload = viewOf(hostile)}),
                 RowColour::Blue);
    }
    QCOMPARE(colourOf(rules, {.payload = viewOf(fits)}), std::nullopt); // no longer asked
}

QTEST_GUILESS_MAIN(TestRowRules)

#include "tst_rowrules.moc"
