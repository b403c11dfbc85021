#include "netcore/query/filter.h"
#include "netcore/query/needle.h"
#include "tests/support/modeltexts.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

#include <string>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr std::int64_t second = 1000000000;

// 14:30:05.25 of the local time, whatever zone the test runs in.
std::int64_t afternoon()
{
    const QDateTime moment(QDate(2026, 11, 21), QTime(14, 30, 5, 250));
    return moment.toMSecsSinceEpoch() * 1000000;
}

} // namespace

class TestFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void letsThroughWhatItSays_data();
    void letsThroughWhatItSays();
    void tellsWhatIsWrongAndWhere_data();
    void tellsWhatIsWrongAndWhere();
    void letsEverythingThroughWhereNothingIsTyped();
    void readsUnitsOfSizeAndTime_data();
    void readsUnitsOfSizeAndTime();
    void comparesTheTimeOfDay_data();
    void comparesTheTimeOfDay();
    void refusesWhatIsTooLong();
    void refusesWhatIsTooDeep();
    void takesAsManyPartsAsFit();
    void endsSoonWhateverTheExpressionAndTheBytes_data();
    void endsSoonWhateverTheExpressionAndTheBytes();
    void givesUpWithAWord();
    void looksAtTheBeginningOnlyWhereThatIsWanted();
    void proposesWhatMayStandThere_data();
    void proposesWhatMayStandThere();
    void proposesNothingBehindAnError();
    void everyProposalIsUnderstood();

private:
    QString matches(const QString &expression) const;

    std::unique_ptr<EventLog> m_log;
};

void TestFilter::init()
{
    m_log = std::make_unique<EventLog>();
    const std::string binary = "\x0d\x0a\xff\xfe\x00"s + "end";
    const auto at = [](std::int64_t elapsed) {
        return Moment{.time = afternoon() + elapsed, .elapsed = elapsed};
    };
    m_log->append({.kind = EventKind::Listening, .local = "127.0.0.1:9999", .moment = at(0)});
    m_log->append({.kind = EventKind::Accepted,
                   .connection = 1,
                   .local = "127.0.0.1:9999",
                   .peer = "192.168.0.7:50112",
                   .moment = at(second)});
    m_log->append({.kind = EventKind::Received,
                   .connection = 1,
                   .peer = "192.168.0.7:50112",
                   .bytes = 24,
                   .payload = viewOf("GET /hello HTTP/1.1\r\n\r\n!"),
                   .moment = at(3 * second / 2)});
    m_log->append({.kind = EventKind::Sent,
                   .connection = 1,
                   .peer = "192.168.0.7:50112",
                   .bytes = 2000,
                   .payload = viewOf("Größe"),
                   .moment = at(2 * second)});
    m_log->append({.kind = EventKind::Received,
                   .connection = 3,
                   .peer = "[::1]:50113",
                   .bytes = binary.size(),
                   .payload = viewOf(binary),
                   .moment = at(3 * second)});
    m_log->append({.kind = EventKind::Reset, .connection = 3, .moment = at(3 * second + 1)});
    m_log->append({.kind = EventKind::Failed,
                   .connection = 4,
                   .note = "ECONNREFUSED: Connection refused",
                   .moment = at(4 * second)});
    m_log->append({.kind = EventKind::PeerFinished, .connection = 1, .moment = at(60 * second)});
    m_log->append({.kind = EventKind::Note, .note = "hello \"there\"", .moment = at(60 * second)});
}

QString TestFilter::matches(const QString &expression) const
{
    QueryError error;
    const auto filter = Filter::parse(expression, &error);
    if (!filter) {
        return QStringLiteral("%1+%2: %3").arg(error.position).arg(error.length).arg(error.words);
    }
    QString numbers;
    for (EventNumber number = 0; number < m_log->size(); ++number) {
        if (filter->matches(*m_log->at(number))) {
            numbers += QString::number(number);
        }
    }
    return numbers;
}

void TestFilter::letsThroughWhatItSays_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("numbers");
    const auto row = [](const char *expression, const char *numbers) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(numbers);
    };
    row("connection == 3", "45");
    row("connection = 3", "45");
    row("connection != 3", "0123678");
    row("connection < 3", "012378");
    row("connection <= 3", "01234578");
    row("connection>3", "6");
    row("CONNECTION >= 3", "456");
    row("number >= 7", "78");
    row("size > 24", "3");
    row("size == 24", "2");
    row("elapsed > 1.5s", "345678");
    row("elapsed >= 1500 ms", "2345678");
    row("elapsed == 1min", "78");
    row("kind == reset", "5");
    row("kind == peer-finished", "7");
    row("kind != received", "0135678");
    row("kind == NOTE", "8");
    row("direction == in", "24");
    row("direction == received", "24");
    row("direction == out", "3");
    row("direction != out", "01245678");
    row("received", "24");
    row("in", "24");
    row("out", "3");
    row("reset or failed", "56");
    row("note", "8");
    row("note or reset", "58");
    row("(note)", "8");
    row("text contains hello", "2");
    row("text contains \"get /\"", "2");
    row("text contains 'HTTP/1.1'", "2");
    row("text contains Http", "");
    row("text contains größe", "3");
    row("text contains GRÖSSE", "");
    row("text contains Größe", "3");
    row("text contains \"\\r\\n\\r\\n\"", "2");
    row("text == Größe", "3");
    row("text == größe", "");
    row("text != Größe", "01245678");
    row("text matches /get .*http/i", "2");
    row("text matches /get .*http/", "");
    row("text matches \"^GET\"", "2");
    row("text matches GET", "2");
    row("text =~ /^\\r\\n\\xff/", "4");
    row("text matches /a\\/b/", "");
    row("text matches /^!/", "");
    row("text matches /^!/m", "2");
    row("text matches /GET.*!/", "");
    row("text matches /GET.*!/s", "2");
    row("text matches /Gr..e/", "3");
    row("hex contains 0d 0a", "24");
    row("hex contains 0d0aff", "4");
    row("hex contains 0x0d,0x0a , ff", "4");
    row("hex contains \"0d 0a 0d\"", "2");
    row("hex contains 0d 0a and connection == 3", "4");
    row("hex contains ff fe or reset", "45");
    row("hex contains 00", "4");
    row("hex == 0d 0a ff fe 00 65 6e 64", "4");
    row("hex != 0d 0a ff fe 00 65 6e 64", "01235678");
    row("note contains refused", "6");
    row("note contains REFUSED", "6");
    row("note contains Refused", "");
    row("note contains ECONNREFUSED", "6");
    row("note matches /^E[A-Z]+:/", "6");
    row("note == 'hello \"there\"'", "8");
    row("note == \"hello \\\"there\\\"\"", "8");
    row("peer contains 192.168", "123");
    row("peer == [::1]:50113", "4");
    row("peer != [::1]:50113", "01235678");
    row("peer matches /:5011[23]$/", "1234");
    row("local contains :9999", "01");
    row("has data", "234");
    row("has note", "68");
    row("has peer", "1234");
    row("not has data", "015678");
    row("hello", "28");
    row("\"hello\"", "28");
    row("Hello", "");
    row("'there'", "8");
    row("refused", "6");
    row("\"received\"", "");
    row("not received", "0135678");
    row("!received", "0135678");
    row("! ! received", "24");
    row("not (received or sent)", "015678");
    row("received and connection == 3 or failed", "46");
    row("failed or received and connection == 3", "46");
    row("(failed or received) and connection == 3", "4");
    row("received && size < 10 || kind==reset", "45");
    row("received AND NOT hello", "4");
    row("((((received))))", "24");
    row("  received  ", "24");
    row("time >= 14:30 and received", "24");
    row("time == 14:30:07", "3");
    row("time == 2026-11-21T14:30:07", "3");
    row("time == '2026-11-21 14:30:07'", "3");
    row("time > 2026-11-21T14:31:00", "78");
    row("time == 2026-11-21 and reset", "5");
    row("time < 2026-11-21", "");
}

void TestFilter::letsThroughWhatItSays()
{
    QFETCH(QString, expression);
    QFETCH(QString, numbers);
    QCOMPARE(matches(expression), numbers.remove(u' '));
}

void TestFilter::tellsWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *expression, const char *error) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(error);
    };
    row("size >", "6+0: a number is wanted after \"size >\"");
    row("size > big", "7+3: a number is wanted after \"size >\"");
    row("size > 10 apples", "10+6: \"and\" or \"or\" is wanted before this");
    row("size > 10kg", "9+2: this is no unit");
    row("size > 99999999999999999999", "7+20: this number is too big");
    row("size > 9999999999 GiB", "7+10: this number is too big");
    row("connection == 1.5", "15+2: this does not belong to a number");
    row("connection == 3k", "15+1: this does not belong to a number");
    row("connection == -3", "14+2: a number is wanted");
    row("size", "4+0: a comparison (== != < <= > >=) is wanted after \"size\"");
    row("size contains 3", "5+8: a comparison");
    row("elapsed > soon", "10+4: a span of time");
    row("time > 25:00", "7+5: a time such as");
    row("time > 14:61", "7+5: a time such as");
    row("time > noon", "7+4: a time such as");
    row("time > 2026-02-30", "7+10: a time such as");
    row("time > 14:30:05.1234567890", "7+19: a time such as");
    row("kind == rest", "8+4: a kind is wanted after \"kind ==\": created, bound");
    row("kind > reset", "5+1: == or != is wanted after \"kind\"");
    row("kind", "4+0: == or != is wanted");
    row("direction == up", "13+2: \"in\" or \"out\" is wanted");
    row("direction == reset", "13+5: \"in\" or \"out\" is wanted");
    row("text hello", "5+5: \"contains\", \"matches\", == or != is wanted after \"text\"");
    row("text contains", "13+0: a text is wanted after \"text contains\"");
    row("text contains \"\"", "16+0: the text is empty");
    row("text contains \"hel", "14+4: the closing quote is missing");
    row("text contains \"\\q\"", "15+2: only \\n");
    row("\"", "0+1: the closing quote is missing");
    row("''", "2+0: the text is empty");
    row("text matches /(/", "15+1: not a regular expression: missing closing parenthesis");
    row("text matches /a**b/", "16+1: not a regular expression");
    row("text matches /abc", "13+4: the / that ends the regular expression is missing");
    row("text matches /abc\\", "13+5: the / that ends");
    row("text matches /abc/x", "18+1: only i");
    row("text matches \"a[\"", "16+1: not a regular expression");
    row("note =~ [ab", "10+1: not a regular expression: missing terminating ]");
    row("text matches", "12+0: a text is wanted");
    row("hex contains", "12+0: hex digits are wanted after \"hex contains\"");
    row("hex contains 0d0", "15+1: a byte has two hex digits");
    row("hex contains 0d xyz", "16+3: \"and\" or \"or\" is wanted");
    row("hex contains xyz", "13+1: this is no hex digit");
    row("hex contains \"0d zz\"", "17+1: this is no hex digit");
    row("hex matches 00", "4+7: \"contains\", == or != is wanted after \"hex\"");
    row("has", "3+0: \"data\", \"note\" or \"peer\" is wanted");
    row("has cheese", "4+6: \"data\", \"note\" or \"peer\" is wanted");
    row("conection == 3", "0+9: there is no field \"conection\"; there are connection");
    row("hello there", "6+5: \"and\" or \"or\" is wanted before this");
    row("received and", "12+0: a condition is wanted after \"and\"");
    row("received or ", "12+0: a condition is wanted after \"or\"");
    row("and received", "0+3: a condition is wanted before \"and\"");
    row("received and and sent", "13+3: a condition is wanted before \"and\"");
    row("not", "3+0: a condition is wanted after \"not\"");
    row("(received", "0+1: this parenthesis is not closed");
    row("(received sent)", "10+4: \"and\", \"or\" or a closing parenthesis is wanted");
    row("received)", "8+1: this parenthesis closes nothing");
    row("()", "1+1: a condition is wanted here");
    row("== 3", "0+1: a condition is wanted here");
    row("received & sent", "9+1: \"and\" or \"or\" is wanted");
}

void TestFilter::tellsWhatIsWrongAndWhere()
{
    QFETCH(QString, expression);
    QFETCH(QString, error);
    const QString there = matches(expression);
    QVERIFY2(there.startsWith(error), qPrintable(there));
    QVERIFY(isInert(there));
}

void TestFilter::letsEverythingThroughWhereNothingIsTyped()
{
    QVERIFY(Filter().letsAllThrough());
    QVERIFY(Filter::parse(QString())->letsAllThrough());
    QVERIFY(Filter::parse(QStringLiteral(" \t "))->letsAllThrough());
    QCOMPARE(matches(QStringLiteral(" ")), QStringLiteral("012345678"));
    QVERIFY(!Filter::parse(QStringLiteral("in"))->letsAllThrough());
    QCOMPARE(Filter::parse(QStringLiteral(" in"))->expression(), QStringLiteral(" in"));
}

void TestFilter::readsUnitsOfSizeAndTime_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<quint64>("value");
    QTest::newRow("B") << "size == 7B" << quint64(7);
    QTest::newRow("k") << "size == 2k" << quint64(2000);
    QTest::newRow("KiB") << "size == 2 KiB" << quint64(2048);
    QTest::newRow("kib") << "size == 1.5kib" << quint64(1536);
    QTest::newRow("MB") << "size == 1MB" << quint64(1000000);
    QTest::newRow("MiB") << "size == 1 MiB" << quint64(1048576);
    QTest::newRow("GiB") << "size == 4 GiB" << quint64(4294967296);
    QTest::newRow("a time without a unit") << "elapsed == 2" << quint64(2000000000);
    QTest::newRow("ns") << "elapsed == 5ns" << quint64(5);
    QTest::newRow("us") << "elapsed == 5us" << quint64(5000);
    QTest::newRow("µs") << QString::fromUtf8("elapsed == 5 µs") << quint64(5000);
    QTest::newRow("ms") << "elapsed == 0.5ms" << quint64(500000);
    QTest::newRow("h") << "elapsed == 2h" << quint64(7200000000000);
}

void TestFilter::readsUnitsOfSizeAndTime()
{
    QFETCH(QString, condition);
    QFETCH(quint64, value);
    const auto filter = Filter::parse(condition);
    QVERIFY(filter);
    EventLog log;
    for (const quint64 each : {value - 1, value, value + 1}) {
        log.append({.kind = EventKind::Received,
                    .bytes = each,
                    .moment = Moment{.elapsed = static_cast<std::int64_t>(each)}});
    }
    QVERIFY(!filter->matches(*log.at(0)));
    QVERIFY(filter->matches(*log.at(1)));
    QVERIFY(!filter->matches(*log.at(2)));
}

void TestFilter::comparesTheTimeOfDay_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<bool>("there"); // at 14:30:05.250
    QTest::newRow("after a minute") << "time > 14:30" << true;
    QTest::newRow("before the next") << "time < 14:31" << true;
    QTest::newRow("within the minute") << "time == 14:30" << true;
    QTest::newRow("not within another") << "time == 14:31" << false;
    QTest::newRow("not outside of it") << "time != 14:30" << false;
    QTest::newRow("within the second") << "time == 14:30:05" << true;
    QTest::newRow("within the tenth") << "time == 14:30:05.2" << true;
    QTest::newRow("exactly") << "time >= 14:30:05.250" << true;
    QTest::newRow("a little later") << "time >= 14:30:05.250000001" << false;
    QTest::newRow("one digit") << "time > 9:05" << true;
    QTest::newRow("the day") << "time == 2026-11-21" << true;
    QTest::newRow("another day") << "time == 2026-11-20" << false;
}

void TestFilter::comparesTheTimeOfDay()
{
    QFETCH(QString, condition);
    QFETCH(bool, there);
    EventLog log;
    log.append({.moment = Moment{.time = afternoon()}});
    QueryError error;
    const auto filter = Filter::parse(condition, &error);
    QVERIFY2(filter, qPrintable(error.words));
    QCOMPARE(filter->matches(*log.at(0)), there);
}

void TestFilter::refusesWhatIsTooLong()
{
    QString expression = QStringLiteral("in");
    expression += QString(Filter::longest - expression.size(), u' ');
    QVERIFY(Filter::parse(expression));
    expression += u' ';
    QCOMPARE(matches(expression),
             QStringLiteral("4096+1: an expression has no more than 4096 characters"));
}

void TestFilter::refusesWhatIsTooDeep()
{
    const QString open(Filter::deepest, u'(');
    const QString close(Filter::deepest, u')');
    QCOMPARE(matches(open + QStringLiteral("in") + close), QStringLiteral("24"));
    QVERIFY(matches(u'(' + open + QStringLiteral("in") + close + u')')
                .startsWith(QStringLiteral("64+1: no more than 64 levels")));
    QVERIFY(matches(QString(4000, u'!')).startsWith(QStringLiteral("64+1: no more than 64")));
    QVERIFY(matches(QStringLiteral("not ").repeated(1000))
                .startsWith(QStringLiteral("256+3: no more than 64")));
}

void TestFilter::takesAsManyPartsAsFit()
{
    QStringList parts;
    for (int number = 0; number < 340; ++number) {
        parts.append(QStringLiteral("size==%1").arg(1000 + number));
    }
    QCOMPARE(matches(parts.join(QStringLiteral("||"))), QString());
    QCOMPARE(matches(parts.join(QStringLiteral("||"))
                         .replace(QStringLiteral("1339"), QStringLiteral("2000"))),
             QStringLiteral("3"));
}

void TestFilter::endsSoonWhateverTheExpressionAndTheBytes_data()
{
    QTest::addColumn<QString>("expression");
    for (const char *const pattern :
         {"(a+)+$", "(a|aa)+$", "(.*)*[xy]", "a*a*a*a*a*[bc]", "(?:a?){20}a{20}[bc]",
          "([a-z]+)*\\d", "(?=(a+))\\1+b", "(a?){1000}b", "(?R)?a", "((a+)*)*$", ".*.*.*.*[xy]",
          "(?:(?:(?:a{1,9}){1,9}){1,9}){1,9}[bc]"}) {
        QTest::newRow(pattern)
            << QStringLiteral("text matches /%1/").arg(QString::fromUtf8(pattern));
    }
    for (const char *const verbs : {"(*NO_JIT)", "(*LIMIT_MATCH=4000000000)", "(*NO_START_OPT)"}) {
        QTest::newRow(verbs)
            << QStringLiteral("text matches /%1(a+)+$/").arg(QString::fromUtf8(verbs));
    }
}

void TestFilter::endsSoonWhateverTheExpressionAndTheBytes()
{
    QFETCH(QString, expression);
    const std::string payload = std::string(500'000, 'a') + '!';
    m_log->append({.kind = EventKind::Received, .connection = 9, .payload = viewOf(payload)});
    QElapsedTimer timer;
    timer.start();
    matches(expression);
    // Without a bound these would take years; the machine may be slow.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

void TestFilter::givesUpWithAWord()
{
    const std::string payload = std::string(3000, 'a') + '!';
    m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
    const auto filter = Filter::parse(QStringLiteral("text matches /(a+)+$/"));
    Look look;
    QVERIFY(!filter->matches(*m_log->at(m_log->size() - 1), look));
    QCOMPARE(look.gaveUp, std::uint64_t(1));
    QVERIFY(!filter->matches(*m_log->at(0), look));
    QCOMPARE(look.gaveUp, std::uint64_t(1));
}

void TestFilter::looksAtTheBeginningOnlyWhereThatIsWanted()
{
    const std::string payload = std::string(3000, '.') + "needle";
    m_log->append({.kind = EventKind::Received, .payload = viewOf(payload)});
    for (const char *const expression :
         {"needle", "text contains needle", "text matches /needle/", "hex contains 6e 65 65"}) {
        const auto filter = Filter::parse(QString::fromUtf8(expression));
        Look look;
        QVERIFY(filter->matches(*m_log->at(m_log->size() - 1), look));
        look.mostBytes = 3000;
        QVERIFY(!filter->matches(*m_log->at(m_log->size() - 1), look));
    }
}

void TestFilter::proposesWhatMayStandThere_data()
{
    QTest::addColumn<QString>("expression"); // | is the cursor
    QTest::addColumn<QString>("proposals");
    QTest::addColumn<int>("position");
    const auto row = [](const char *expression, const char *proposals, int position) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(proposals)
                                  << position;
    };
    row("con|", "connection connecting connected", 0);
    row("CON|", "connection connecting connected", 0);
    row("p|", "peer peer-finished paused", 0);
    row("received and si|", "size", 13);
    row("received and (not lo|", "local", 18);
    row("received |", "and or", 9);
    row("received a|", "and", 9);
    row("(received |", ") and or", 10);
    row("size |", "== != > >= < <=", 5);
    row("size > |", "", 7);
    row("size > 100 |", "and or", 11);
    row("kind |", "== !=", 5);
    row("kind == re|", "received reset resumed", 8);
    row("kind == re| and size > 3", "received reset resumed", 8);
    row("kind==re|", "received reset resumed", 6);
    row("direction == |", "in out", 13);
    row("text |", "contains matches == !=", 5);
    row("text m|", "matches", 5);
    row("text contains |", "", 14);
    row("text contains \"re|", "", 15);
    row("note |", "contains matches == !=", 5);
    row("note contains x |", "and or", 16);
    row("has |", "data note peer", 4);
    row("has d|", "data", 4);
    row("hello |", "and or", 6);
}

void TestFilter::proposesWhatMayStandThere()
{
    QFETCH(QString, expression);
    QFETCH(QString, proposals);
    QFETCH(int, position);
    const qsizetype cursor = expression.indexOf(u'|');
    expression.remove(cursor, 1);
    const FilterCompletions there = filterCompletions(expression, cursor);
    QStringList texts;
    for (const auto &proposal : there.proposals) {
        texts.append(proposal.text);
        QVERIFY(!proposal.description.isEmpty());
    }
    QCOMPARE(texts.join(u' '), proposals);
    QCOMPARE(there.position, position);
    QCOMPARE(there.position + there.length, cursor);
}

void TestFilter::proposesNothingBehindAnError()
{
    for (const char *const expression :
         {"size > big and co", "hello there re", ") co", "kind > co"}) {
        const QString text = QString::fromUtf8(expression);
        QVERIFY2(filterCompletions(text, text.size()).proposals.isEmpty(), expression);
    }
}

void TestFilter::everyProposalIsUnderstood()
{
    // Each, with what it needs to be whole.
    for (const auto &proposal : filterCompletions(QString(), 0).proposals) {
        const QString text = proposal.text;
        bool understood = false;
        for (const char *const rest :
             {"", " == 1", " == 1:00", " == in", " == reset", " contains 00", " in"}) {
            understood = understood || Filter::parse(text + QString::fromUtf8(rest)).has_value();
        }
        QVERIFY2(understood, qPrintable(text));
    }
}

QTEST_GUILESS_MAIN(TestFilter)

#include "tst_filter.moc"
