#include "netcore/log/export/jsonlines.h"
#include "netcore/log/export/savefile.h"
#include "netcore/log/saved/savedlogjob.h"
#include "netcore/log/saved/savedlogreader.h"
#include "tests/support/logs.h"

#include <QBuffer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <random>

#include <sys/stat.h>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr int patience = 20000;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// A line that tells an event, with \a changed put in the place of \a was.
QByteArray line(const QByteArray &was = {}, const QByteArray &changed = {})
{
    QByteArray text = R"({"time":"2026-11-21T03:12:17.123456789Z","elapsed":1.000000002,)"
                      R"("event":"received","connection":3,"local":"127.0.0.1:9999",)"
                      R"("peer":"[::1]:50112","bytes":5,"data":"aGVsbG8="})";
    if (!was.isEmpty() && !text.contains(was)) {
        qFatal("the line has no %s", was.constData());
    }
    return was.isEmpty() ? text : text.replace(was, changed);
}

struct Outcome {
    SavedLogReport report;
    std::vector<std::string> tabs;
    std::vector<SavedEvent> events;
};

Outcome read(const QByteArray &content)
{
    QBuffer buffer;
    buffer.setData(content);
    buffer.open(QIODevice::ReadOnly);
    SavedLogReader reader(buffer);
    Outcome outcome;
    for (auto step = reader.next(); step != SavedLogReader::Step::End; step = reader.next()) {
        if (step == SavedLogReader::Step::Event) {
            outcome.events.push_back(reader.event());
        }
    }
    outcome.report = reader.report();
    outcome.tabs = reader.tabs();
    return outcome;
}

LogSlice whole(const std::shared_ptr<const EventLog> &log, const std::string &tab = {})
{
    return {.log = log, .from = log->first(), .to = log->size(), .tab = tab};
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a job has read, and how that ended.
class Opened : public QObject
{
public:
    explicit Opened(const QString &fileName)
        : Opened(fileName, [] { return std::make_shared<EventLog>(); })
    {
    }
    Opened(const QString &fileName, SavedLogJob::LogFactory factory)
        : job(std::move(factory))
    {
        connect(&job, &SavedLogJob::tabFound, this,
                [this](const std::string &tab, const std::shared_ptr<EventLog> &log) {
                    slices.push_back({.log = log, .from = 0, .to = 0, .tab = tab});
                });
        connect(&job, &SavedLogJob::progressed, this, [this](double fraction) {
            rising = rising && fraction > progress;
            progress = fraction;
        });
        connect(&job, &SavedLogJob::finished, this, [this](const SavedLogReport &its) {
            for (LogSlice &slice : slices) {
                slice.to = slice.log->size();
            }
            report = its;
        });
        job.start(fileName);
    }

    std::vector<LogSlice> slices;
    std::optional<SavedLogReport> report;
    double progress = 0;
    bool rising = true;
    SavedLogJob job; // the first to go
};

} // namespace

class TestSavedLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void readsEveryKeyOfALine();
    void takesKeysInAnyOrderAndIgnoresUnknownOnes();
    void readsWhatTimesMayLookLike_data();
    void readsWhatTimesMayLookLike();
    void readsWhateverTheSaverEscapes();
    void readsEveryByte();
    void readsTheEndsOfNumbers();
    void refusesALine_data();
    void refusesALine();
    void goesOnAfterALineThatIsWrong();
    void tellsTheFirstRefusalsAndCountsTheRest();
    void refusesALineThatIsTooLong_data();
    void refusesALineThatIsTooLong();
    void readsTheLongestLineThatIsEverWritten();
    void tellsALastLineThatIsCutOff();
    void takesALastLineWithoutItsEnd();
    void takesLinesThatEndAsOnWindows();
    void refusesMoreTabsThanThereMayBe();
    void readsRandomBytesInBoundedMemory_data();
    void readsRandomBytesInBoundedMemory();
    void staysTheSameThroughSavingAndOpening();
    void opensWhatWasSavedOfSeveralTabs();
    void tellsWhatCannotBeOpened_data();
    void tellsWhatCannotBeOpened();
    void tellsThatThereIsNoSuchFile();
    void tellsThatAFileMayNotBeRead();
    void waitsForReadersWhereTheLogIsFull();
    void stopsWhenCancelled();
    void stopsWhenDeleted();
    void readsQuickly();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("log.jsonl")); }
    void write(const QByteArray &content) const
    {
        QFile file(this->file());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSavedLog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestSavedLog::readsEveryKeyOfALine()
{
    const Outcome outcome = read(line(R"("event")", R"("tab":"server","event")") + '\n');
    QVERIFY(outcome.report.isWhole());
    QCOMPARE(outcome.report.events, std::uint64_t(1));
    const SavedEvent &event = outcome.events.at(0);
    QCOMPARE(event.kind, EventKind::Received);
    QCOMPARE(event.connection, ConnectionId(3));
    QCOMPARE(event.moment.time, std::int64_t(1795230737123456789));
    QCOMPARE(event.moment.elapsed, std::int64_t(1000000002));
    QCOMPARE(event.local, "127.0.0.1:9999"s);
    QCOMPARE(event.peer, "[::1]:50112"s);
    QCOMPARE(event.bytes, std::uint64_t(5));
    QCOMPARE(textOf(event.payload), "hello"s);
    QCOMPARE(event.tab, "server"s);
    QCOMPARE(outcome.tabs, std::vector<std::string>{"server"});
}

void TestSavedLog::takesKeysInAnyOrderAndIgnoresUnknownOnes()
{
    const Outcome outcome = read(
        "{\"note\":\"\\u00e9\\ud83d\\ude00\",\"extra\":{\"a\":[1,-2.5e+7,{\"b\":null}]},"
        " \"event\" : \"note\" ,\"elapsed\":0,\t\"time\":\"1970-01-01T00:00:00Z\", \"z\":false}\n");
    QCOMPARE(outcome.events.size(), std::size_t(1));
    QCOMPARE(outcome.events.at(0).note, "\xc3\xa9\xf0\x9f\x98\x80"s);
    QCOMPARE(outcome.events.at(0).moment.time, std::int64_t(0));
    QVERIFY(outcome.report.isWhole());
}

void TestSavedLog::readsWhatTimesMayLookLike_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("nanoseconds");
    const auto row = [](const char *text, qint64 nanoseconds) {
        QTest::newRow(text) << QByteArray(text) << nanoseconds;
    };
    row("1970-01-01T00:00:00Z", 0);
    row("1970-01-01t00:00:01z", 1000000000);
    row("1970-01-01 00:00:01.5Z", 1500000000);
    row("1970-01-01T09:00:00+09:00", 0);
    row("1969-12-31T23:30:00-00:30", 0);
    row("1969-12-31T23:59:59.999999999Z", -1);
    row("2016-12-31T23:59:60Z", 1483228800000000000);
    row("2024-02-29T00:00:00.0000000019Z", 1709164800000000001);
    row("2262-04-11T23:47:15.999999999Z", 9223372035999999999);
    row("1700-01-01T00:00:00Z", -8520336000000000000);
}

void TestSavedLog::readsWhatTimesMayLookLike()
{
    QFETCH(const QByteArray, text);
    const Outcome outcome = read(line("2026-11-21T03:12:17.123456789Z", text));
    QCOMPARE(outcome.events.size(), std::size_t(1));
    QTEST(qint64(outcome.events.at(0).moment.time), "nanoseconds");
}

void TestSavedLog::readsWhateverTheSaverEscapes()
{
    std::string note = "\"\\/ gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x99 <b> \x7f\xe2\x80\xae";
    for (char control = 0; control < 0x20; ++control) {
        note += control;
    }
    EventLog log;
    log.append({.kind = EventKind::Failed, .note = note});
    const Outcome outcome = read(jsonLine(log.at(0).value(), "a \"tab\"\n"));
    QCOMPARE(outcome.events.at(0).note, note);
    QCOMPARE(outcome.events.at(0).tab, "a \"tab\"\n"s);
}

void TestSavedLog::readsEveryByte()
{
    std::string all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    for (std::size_t length = 0; length <= all.size(); ++length) {
        const std::string bytes = all.substr(all.size() - length);
        EventLog log;
        log.append({.kind = EventKind::Sent, .bytes = length, .payload = viewOf(bytes)});
        const Outcome outcome = read(jsonLine(log.at(0).value()));
        QCOMPARE(outcome.report.events, std::uint64_t(1));
        QCOMPARE(textOf(outcome.events.at(0).payload), bytes);
    }
}

void TestSavedLog::readsTheEndsOfNumbers()
{
    const QByteArray note = R"({"time":"2026-11-21T03:12:17Z","elapsed":9223372035.999999999,)"
                            R"("event":"discarded","connection":18446744073709551615,)"
                            R"("bytes":18446744073709551615,"note":""})";
    const Outcome outcome = read(note);
    QCOMPARE(outcome.events.size(), std::size_t(1));
    QCOMPARE(outcome.events.at(0).connection, ConnectionId(18446744073709551615U));
    QCOMPARE(outcome.events.at(0).bytes, std::uint64_t(18446744073709551615U));
    QCOMPARE(outcome.events.at(0).moment.elapsed, std::int64_t(9223372035999999999));
}

void TestSavedLog::refusesALine_data()
{
    using Kind = LineFault::Kind;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("key");
    const auto row = [](const char *name, const QByteArray &text, Kind kind, const char *key = "") {
        QTest::newRow(name) << text << static_cast<int>(kind) << QByteArray(key);
    };
    const QByteArray time = "2026-11-21T03:12:17.123456789Z";
    row("words", "hello", Kind::NotAnObject);
    row("a number", "5", Kind::NotAnObject);
    row("an array", "[]", Kind::NotAnObject);
    row("two objects", line() + ' ' + line(), Kind::NotAnObject);
    row("a comma too much", line("=\"}", "=\",}"), Kind::NotAnObject);
    row("no comma", line(",\"local\"", "\"local\""), Kind::NotAnObject);
    row("no colon", line("\"local\":", "\"local\""), Kind::NotAnObject);
    row("no quotes", line("\"local\":", "local:"), Kind::NotAnObject);
    row("a raw control", line("127.0.0.1", "127\t0.0.1"), Kind::NotAnObject);
    row("a NUL", QByteArray("{\"a\0b\":1}", 9), Kind::NotAnObject);
    row("an unknown escape", line("127.", "127\\x2e"), Kind::NotAnObject);
    row("an unknown value", line("\"local\"", R"("x":nul,"local")"), Kind::NotAnObject);
    row("half a pair", line("\"local\"", R"("x":"\ud800","local")"), Kind::NotAnObject);
    row("the wrong half first", line("\"local\"", R"("x":"\udc00\ud800","local")"),
        Kind::NotAnObject);
    row("too deep",
        line("\"local\"", "\"x\":" + QByteArray(50, '[') + QByteArray(50, ']') + ",\"local\""),
        Kind::NotAnObject);
    row("much too deep", QByteArray("{\"x\":") + QByteArray(500000, '['), Kind::NotAnObject);
    row("not UTF-8", line("127.", "127\xff"), Kind::NotUtf8);
    row("overlong", line("127.", "127\xc0\xae"), Kind::NotUtf8);
    row("a surrogate", line("127.", "127\xed\xa0\x80"), Kind::NotUtf8);
    row("beyond the last character", line("127.", "127\xf4\x90\x80\x80"), Kind::NotUtf8);
    row("half a character", "{\"x\":\"\xe2\x82\"}", Kind::NotUtf8);
    row("nothing", "{}", Kind::KeyMissing, "time");
    row("no elapsed", line("\"elapsed\":1.000000002,", ""), Kind::KeyMissing, "elapsed");
    row("no event", line("\"event\":\"received\",", ""), Kind::KeyMissing, "event");
    row("no data", line(",\"data\":\"aGVsbG8=\"", ""), Kind::KeyMissing, "data");
    row("a key twice", line("\"local\"", "\"peer\":\"\",\"local\""), Kind::KeyTwice, "peer");
    row("a key twice in other letters", line("\"local\"", "\"\\u0070eer\":\"\",\"local\""),
        Kind::KeyTwice, "peer");
    row("no such event", line("received", "receive"), Kind::UnknownEvent, "event");
    row("an event with a capital", line("received", "Received"), Kind::UnknownEvent, "event");
    row("a number for an event", line("\"received\"", "7"), Kind::BadValue, "event");
    row("null for a peer", line("\"[::1]:50112\"", "null"), Kind::BadValue, "peer");
    row("markup in a peer", line("[::1]:50112", "<b>x</b>"), Kind::BadValue, "peer");
    row("a direction in a peer", line("[::1]:50112", "\xe2\x80\xae"), Kind::BadValue, "peer");
    row("a control in a peer", line("[::1]:50112", "\\u001b[31m"), Kind::BadValue, "peer");
    row("a long peer", line("[::1]:50112", QByteArray(256, '1')), Kind::TextTooLong, "peer");
    row("a long tab", line("\"event\"", "\"tab\":\"" + QByteArray(256, 'x') + "\",\"event\""),
        Kind::TextTooLong, "tab");
    row("a long note", line("\"event\"", "\"note\":\"" + QByteArray(16385, 'x') + "\",\"event\""),
        Kind::TextTooLong, "note");
    row("a text for a connection", line("\"connection\":3", "\"connection\":\"3\""), Kind::BadValue,
        "connection");
    row("a connection below 0", line("\"connection\":3", "\"connection\":-3"), Kind::BadValue,
        "connection");
    row("half a connection", line("\"connection\":3", "\"connection\":3.5"), Kind::BadValue,
        "connection");
    row("a connection with an exponent", line("\"connection\":3", "\"connection\":3e2"),
        Kind::BadValue, "connection");
    row("a connection out of range",
        line("\"connection\":3", "\"connection\":18446744073709551616"), Kind::BadValue,
        "connection");
    row("a number with a 0 before", line("\"connection\":3", "\"connection\":03"),
        Kind::NotAnObject);
    row("an elapsed below 0", line("1.000000002", "-1.5"), Kind::BadValue, "elapsed");
    row("an elapsed out of range", line("1.000000002", "9223372036.9"), Kind::BadValue, "elapsed");
    row("an elapsed with an exponent", line("1.000000002", "1e3"), Kind::BadValue, "elapsed");
    row("an elapsed without a fraction", line("1.000000002", "1."), Kind::NotAnObject);
    row("no time", line(time, ""), Kind::BadValue, "time");
    row("a date alone", line(time, "2026-11-21"), Kind::BadValue, "time");
    row("no offset", line(time, "2026-11-21T03:12:17"), Kind::BadValue, "time");
    row("an offset without a colon", line(time, "2026-11-21T03:12:17+0900"), Kind::BadValue,
        "time");
    row("an offset out of range", line(time, "2026-11-21T03:12:17+24:00"), Kind::BadValue, "time");
    row("month 13", line(time, "2026-13-21T03:12:17Z"), Kind::BadValue, "time");
    row("month 0", line(time, "2026-00-21T03:12:17Z"), Kind::BadValue, "time");
    row("a day that is not there", line(time, "2026-02-29T03:12:17Z"), Kind::BadValue, "time");
    row("hour 24", line(time, "2026-11-21T24:00:00Z"), Kind::BadValue, "time");
    row("minute 60", line(time, "2026-11-21T03:60:00Z"), Kind::BadValue, "time");
    row("second 61", line(time, "2026-11-21T03:12:61Z"), Kind::BadValue, "time");
    row("a fraction of nothing", line(time, "2026-11-21T03:12:17.Z"), Kind::BadValue, "time");
    row("more behind a time", line(time, time + "Z"), Kind::BadValue, "time");
    row("a time too late", line(time, "2262-04-11T23:47:16Z"), Kind::BadValue, "time");
    row("a time too early", line(time, "0001-01-01T00:00:00Z"), Kind::BadValue, "time");
    row("a year of five digits", line(time, "12026-11-21T03:12:17Z"), Kind::BadValue, "time");
    row("data that are not base64", line("aGVsbG8=", "aGVsbG8*"), Kind::BadBase64, "data");
    row("another alphabet", line("aGVsbG8=", "-_VsbG8="), Kind::BadBase64, "data");
    row("white space in data", line("aGVsbG8=", "aGVs bG8"), Kind::BadBase64, "data");
    row("no padding", line("aGVsbG8=", "aGVsbG8"), Kind::BadBase64, "data");
    row("too much padding", line("aGVsbG8=", "aGVsbG8=="), Kind::BadBase64, "data");
    row("nothing but padding", line("aGVsbG8=", "===="), Kind::BadBase64, "data");
    row("padding in between", line("aGVsbG8=", "aG==bG8="), Kind::BadBase64, "data");
    row("bits of no byte", line("aGVsbG8=", "aGVsbG9="), Kind::BadBase64, "data");
    row("bytes that are too few", line("\"bytes\":5", "\"bytes\":4"), Kind::BytesDoNotFit, "bytes");
    row("bytes that are too many", line("\"bytes\":5", "\"bytes\":6"), Kind::BytesDoNotFit,
        "bytes");
    row("no bytes", line("\"bytes\":5,", ""), Kind::BytesDoNotFit, "bytes");
    row("data of another event", line("received", "closed"), Kind::DataUnwanted, "data");
}

void TestSavedLog::refusesALine()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, kind);
    QFETCH(const QByteArray, key);
    const Outcome outcome = read(line() + '\n' + text + '\n' + line() + '\n');
    QCOMPARE(outcome.report.refused, std::uint64_t(1));
    const auto &refusal = outcome.report.refusals.at(0);
    QCOMPARE(refusal.line, std::uint64_t(2));
    QCOMPARE(static_cast<int>(refusal.fault.kind), kind);
    QCOMPARE(QByteArray(refusal.fault.key.data(), static_cast<int>(refusal.fault.key.size())), key);
    QCOMPARE(outcome.events.size(), std::size_t(2)); // the others are not touched
    QVERIFY(!faultText(refusal.fault).isEmpty());
}

void TestSavedLog::goesOnAfterALineThatIsWrong()
{
    const Outcome outcome = read("\n" + line() + "\nx\n\n" + line() + "\n{\n");
    QCOMPARE(outcome.report.events, std::uint64_t(2));
    QCOMPARE(outcome.report.refused, std::uint64_t(2));
    QCOMPARE(outcome.report.refusals.at(0).line, std::uint64_t(3));
    QCOMPARE(outcome.report.refusals.at(1).line, std::uint64_t(6));
    QVERIFY(outcome.report.error.isEmpty());
    QVERIFY(!outcome.report.truncated); // it has an end
}

void TestSavedLog::tellsTheFirstRefusalsAndCountsTheRest()
{
    QByteArray content = line() + '\n';
    for (int number = 0; number < 5000; ++number) {
        content += "x\n";
    }
    const Outcome outcome = read(content + line());
    QCOMPARE(outcome.report.refused, std::uint64_t(5000));
    QCOMPARE(outcome.report.refusals.size(), SavedLogReport::mostRefusals);
    QCOMPARE(outcome.events.size(), std::size_t(2));
    const QString text = reportText(outcome.report);
    QVERIFY(text.contains(QLocale().toString(5000)));
    QVERIFY(text.contains(QStringLiteral("Line 2: not an object of JSON.")));
}

void TestSavedLog::refusesALineThatIsTooLong_data()
{
    QTest::addColumn<int>("length");
    QTest::newRow("by one byte") << static_cast<int>(longestSavedLine) + 1;
    QTest::newRow("by a chunk") << static_cast<int>(longestSavedLine) + 300000;
    QTest::newRow("by far") << 20 * 1000 * 1000;
}

void TestSavedLog::refusesALineThatIsTooLong()
{
    QFETCH(const int, length);
    for (const char fill : {'x', ' '}) {
        const QByteArray longLine = '{' + QByteArray(length - 1, fill);
        const Outcome outcome = read(line() + '\n' + longLine + '\n' + line() + '\n');
        QCOMPARE(outcome.events.size(), std::size_t(2));
        QCOMPARE(outcome.report.refused, std::uint64_t(1));
        QCOMPARE(outcome.report.refusals.at(0).line, std::uint64_t(2));
        QCOMPARE(outcome.report.refusals.at(0).fault.kind, LineFault::Kind::TooLong);
        // At the end of the file.
        const Outcome last = read(line() + '\n' + longLine);
        QCOMPARE(last.events.size(), std::size_t(1));
        QVERIFY(!last.report.isWhole());
    }
}

void TestSavedLog::readsTheLongestLineThatIsEverWritten()
{
    EventLog log;
    const std::string bytes(log.maximumPayload(), '\xff');
    log.append({.kind = EventKind::Received,
                .local = std::string(255, '1'),
                .peer = std::string(255, '1'),
                .bytes = bytes.size(),
                .payload = viewOf(bytes)});
    log.append({.kind = EventKind::Note, .note = std::string(16384, '\x01')});
    const Outcome outcome =
        read(jsonLine(log.at(0).value(), "server") + jsonLine(log.at(1).value()));
    QCOMPARE(outcome.report.events, std::uint64_t(2));
    QCOMPARE(outcome.events.at(0).payload.size(), bytes.size());
}

void TestSavedLog::tellsALastLineThatIsCutOff()
{
    const QByteArray last = line();
    for (qsizetype length = 1; length < last.size(); ++length) {
        const Outcome outcome = read(line() + '\n' + last.left(length));
        QVERIFY(outcome.report.truncated);
        QCOMPARE(outcome.report.refused, std::uint64_t(0));
        QCOMPARE(outcome.events.size(), std::size_t(1));
    }
    QVERIFY(reportText(read(line() + "\n{").report).contains(QStringLiteral("cut off")));
    QVERIFY(read("{\"time\":\"20").report.truncated); // the very first
}

void TestSavedLog::takesALastLineWithoutItsEnd()
{
    const Outcome outcome = read(line() + '\n' + line());
    QCOMPARE(outcome.events.size(), std::size_t(2));
    QVERIFY(outcome.report.isWhole());
}

void TestSavedLog::takesLinesThatEndAsOnWindows()
{
    const Outcome outcome = read("\xef\xbb\xbf" + line() + "\r\n\r\n" + line() + "\r\n");
    QCOMPARE(outcome.events.size(), std::size_t(2));
    QVERIFY(outcome.report.isWhole());
}

void TestSavedLog::refusesMoreTabsThanThereMayBe()
{
    QByteArray content;
    for (int number = 0; number < 20; ++number) {
        for (int twice = 0; twice < 2; ++twice) {
            content +=
                line(R"("event")", "\"tab\":\"" + QByteArray::number(number) + "\",\"event\"") +
                '\n';
        }
    }
    const Outcome outcome = read(content);
    QCOMPARE(outcome.tabs.size(), mostSavedTabs);
    QCOMPARE(outcome.tabs.at(15), "15"s);
    QCOMPARE(outcome.report.refused, std::uint64_t(8));
    QCOMPARE(outcome.report.refusals.at(0).fault.kind, LineFault::Kind::TooManyTabs);
}

void TestSavedLog::readsRandomBytesInBoundedMemory_data()
{
    QTest::addColumn<QByteArray>("alphabet");
    QByteArray all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    QTest::newRow("any byte") << all;
    QTest::newRow("signs of JSON") << QByteArray("{}[]\":,\\u0e-. \n");
    QTest::newRow("one endless line") << QByteArray("{\"x\":[1, ");
}

void TestSavedLog::readsRandomBytesInBoundedMemory()
{
    QFETCH(const QByteArray, alphabet);
    std::minstd_rand random(1); // the same every time
    QByteArray content = line() + '\n';
    while (content.size() < 8 * 1000 * 1000) {
        content += alphabet.at(static_cast<qsizetype>(random() % unsigned(alphabet.size())));
    }
    const Outcome outcome = read(content + '\n' + line() + '\n');
    QVERIFY(outcome.report.refused > 0);
    QCOMPARE(outcome.events.size(), std::size_t(2));
    QCOMPARE(outcome.report.refusals.size() <= SavedLogReport::mostRefusals, true);
}

void TestSavedLog::staysTheSameThroughSavingAndOpening()
{
    const auto log = std::make_shared<EventLog>();
    std::string all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    for (int kind = 0; kind < eventKindCount; ++kind) {
        const auto its = static_cast<EventKind>(kind);
        for (const char *note : {"", "socket AF_INET SOCK_STREAM → fd 12", "\"\\\x01"}) {
            const bool data = carriesData(its);
            log->append({.kind = its,
                         .connection = static_cast<ConnectionId>(kind),
                         .local = "127.0.0.1:1",
                         .peer = kind % 2 == 0 ? "[fe80::1%eth0]:65535" : "",
                         .note = note,
                         .bytes = data                          ? all.size()
                                  : its == EventKind::Discarded ? 77U
                                                                : 0U,
                         .payload = data ? viewOf(all) : ByteView()});
        }
    }
    log->append({.kind = EventKind::Sent, .bytes = 0}); // an empty datagram
    QVERIFY(saveFile({{whole(log)}, file()}).ok);
    Opened opened(file());
    QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience);
    QVERIFY2(opened.report->isWhole(), qPrintable(reportText(*opened.report)));
    QCOMPARE(opened.report->events, log->size());
    QCOMPARE(opened.slices.size(), std::size_t(1));
    QCOMPARE(opened.slices.at(0).tab, std::string());
    QCOMPARE(opened.progress, 1.0);
    QVERIFY(opened.rising);
    const EventLog &same = *opened.slices.at(0).log;
    for (EventNumber number = 0; number < log->size(); ++number) {
        QCOMPARE(same.at(number)->note(), log->at(number)->note());
    }
    const QString again = m_folder->filePath(QStringLiteral("again.jsonl"));
    QVERIFY(saveFile({opened.slices, again}).ok);
    QCOMPARE(contentOf(again), contentOf(file()));
    QVERIFY(!contentOf(again).isEmpty());
}

void TestSavedLog::opensWhatWasSavedOfSeveralTabs()
{
    std::vector<LogSlice> slices;
    const std::vector<std::string> names = {"server", "client", "chat"};
    std::vector<std::shared_ptr<EventLog>> logs;
    for (int number = 0; number < 3; ++number) {
        logs.push_back(std::make_shared<EventLog>());
    }
    for (std::size_t number = 0; number < 3000; ++number) {
        logs[number % 7 % 3]->append({.kind = EventKind::Note, .note = std::to_string(number)});
    }
    for (std::size_t number = 0; number < 3; ++number) {
        slices.push_back(whole(logs[number], names[number]));
    }
    QVERIFY(saveFile({slices, file()}).ok);
    Opened opened(file());
    QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience);
    QVERIFY(opened.report->isWhole());
    QCOMPARE(opened.slices.size(), std::size_t(3));
    for (std::size_t number = 0; number < 3; ++number) {
        QCOMPARE(opened.slices[number].tab, names[number]); // as they came
        QCOMPARE(opened.slices[number].to, logs[number]->size());
    }
    const QString again = m_folder->filePath(QStringLiteral("again.jsonl"));
    QVERIFY(saveFile({opened.slices, again}).ok);
    QCOMPARE(contentOf(again), contentOf(file()));
}

void TestSavedLog::tellsWhatCannotBeOpened_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("no events");
    QTest::newRow("empty lines") << QByteArray("\n\n \r\n") << QStringLiteral("no events");
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\x00\x00\x00\x00\x00", 8)
                          << QStringLiteral("compressed");
    QTest::newRow("text") << QByteArray("Dear reader,\nthis is a letter.\n")
                          << QStringLiteral("not a saved log");
    QTest::newRow("pcapng") << QByteArray("\x0a\x0d\x0d\x0a\x1c\0\0\0M<+\x1a\x01\0\0\0", 16)
                            << QStringLiteral("not a saved log");
    QTest::newRow("much else") << QByteArray("0 1 2\n").repeated(100000)
                               << QStringLiteral("not a saved log");
    QTest::newRow("other JSON Lines")
        << QByteArray("{\"a\":1}\n{\"a\":2}\n") << QStringLiteral("not a saved log");
    QByteArray wide;
    for (const char c : line()) {
        wide += c;
        wide += '\0';
    }
    QTest::newRow("UTF-16") << wide << QStringLiteral("not a saved log");
}

void TestSavedLog::tellsWhatCannotBeOpened()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, words);
    write(content);
    Opened opened(file());
    QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience);
    QVERIFY2(reportText(*opened.report).contains(words), qPrintable(reportText(*opened.report)));
    QVERIFY(opened.slices.empty());
    QVERIFY(opened.report->refused <= 1000); // it does not read on for ever
}

void TestSavedLog::tellsThatThereIsNoSuchFile()
{
    const QString pipe = m_folder->filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
    const auto errorOf = [](const QString &name) {
        Opened opened(name);
        [&opened] { QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience); }();
        return opened.report ? opened.report->error : QString();
    };
    QVERIFY(errorOf(m_folder->filePath(QStringLiteral("none.jsonl"))).contains(u"No such file"));
    QVERIFY(errorOf(m_folder->path()).contains(u"folder"));
    QVERIFY(errorOf(pipe).contains(u"regular file"));
    QVERIFY(errorOf(QStringLiteral("/dev/zero")).contains(u"regular file"));
    QVERIFY(!errorOf(QString()).isEmpty());
}

void TestSavedLog::tellsThatAFileMayNotBeRead()
{
    // The administrator may read everything; what the kernel keeps from everybody he may not.
    Opened opened(QStringLiteral("/proc/self/mem"));
    QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience);
    QVERIFY(!opened.report->error.isEmpty());
}

void TestSavedLog::waitsForReadersWhereTheLogIsFull()
{
    constexpr std::size_t block = 64U * 1024;
    QByteArray content;
    for (int number = 0; number < 3000; ++number) {
        content += line("aGVsbG8=", QByteArray(1000, 'A')).replace("\"bytes\":5", "\"bytes\":750");
        content += '\n';
    }
    write(content);
    std::unique_ptr<EventLog::Reader> reader;
    Opened opened(file(), [] {
        return std::make_shared<EventLog>(EventLog::Limits{.memory = 4 * block, .block = block});
    });
    connect(&opened.job, &SavedLogJob::tabFound, this,
            [&reader](const std::string &, const std::shared_ptr<EventLog> &log) {
                reader = std::make_unique<EventLog::Reader>(*log, [] {});
            });
    QTRY_VERIFY_WITH_TIMEOUT(reader != nullptr, patience);
    const EventLog &log = *opened.slices.at(0).log;
    QTRY_VERIFY_WITH_TIMEOUT(!log.hasRoom(), patience);
    QCOMPARE(log.first(), EventNumber(0)); // nothing went that was not read
    EventNumber seen = 0;
    while (!opened.report || seen < log.size()) {
        QTRY_VERIFY_WITH_TIMEOUT(log.size() > seen || opened.report, patience);
        for (; seen < log.size(); ++seen) {
            QVERIFY(log.at(seen));
        }
        reader->advance(seen);
    }
    QCOMPARE(seen, EventNumber(3000));
    QVERIFY(log.memory() < 8 * block);
    reader.reset();
}

void TestSavedLog::stopsWhenCancelled()
{
    write((line() + '\n').repeated(400000));
    Opened opened(file());
    QTRY_VERIFY_WITH_TIMEOUT(!opened.slices.empty(), patience);
    opened.job.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience);
    QVERIFY(opened.report->cancelled);
    QVERIFY(!opened.report->isWhole());
    QVERIFY(reportText(*opened.report).contains(QStringLiteral("cancelled")));
    QVERIFY(!opened.job.isRunning());
}

void TestSavedLog::stopsWhenDeleted()
{
    write((line() + '\n').repeated(200000));
    for (int delay = 0; delay < 5; ++delay) {
        SavedLogJob job;
        job.start(file());
        QTest::qWait(delay); // at any place of its work
    }
}

void TestSavedLog::readsQuickly()
{
    const auto log = std::make_shared<EventLog>();
    const std::string bytes(65536, '\xa5');
    for (int number = 0; number < 1024; ++number) {
        log->append({.kind = EventKind::Received,
                     .connection = 1,
                     .local = "127.0.0.1:9999",
                     .peer = "127.0.0.1:40000",
                     .bytes = bytes.size(),
                     .payload = viewOf(bytes)});
    }
    QVERIFY(saveFile({{whole(log)}, file()}).ok);
    QBENCHMARK_ONCE
    {
        Opened opened(file());
        QTRY_VERIFY_WITH_TIMEOUT(opened.report, patience);
        QCOMPARE(opened.report->events, std::uint64_t(1024));
    }
}

QTEST_GUILESS_MAIN(TestSavedLog)
#include "tst_savedlog.moc"
