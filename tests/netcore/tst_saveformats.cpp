#include "netcore/log/export/savefile.h"
#include "netcore/log/export/savejob.h"
#include "tests/support/limits.h"
#include "tests/support/logs.h"
#include "tests/support/program.h"
#include "tests/support/teststrings.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <numeric>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr int patience = 30000;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// Payloads at which a writer may stumble.
std::vector<std::string> oddPayloads()
{
    std::string all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    std::vector<std::string> payloads = {"", "a", "=1+1", "\r\n\"',;\t"s, "0", "1e5", all};
    for (std::size_t length = 1; length < 20; ++length) {
        payloads.push_back(all.substr(all.size() - length));
    }
    std::string large;
    while (large.size() < 300000) {
        large += all;
    }
    payloads.push_back(large);
    return payloads;
}

/// Notes, of people and of other programs, that a file must bring back as they were.
std::vector<std::string> oddNotes()
{
    return {"",
            "a note",
            "=HYPERLINK(\"http://127.0.0.1/\")",
            "+1",
            "-1",
            "@SUM(1)",
            "\tx",
            "\rx",
            "'quoted'",
            "a, \"b\"; c",
            "two\r\nlines\nof it",
            "gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x99 \xe6\x97\xa5\xe6\x9c\xac",
            "<b>bold</b>"};
}

} // namespace

/// Each format, as other programs read it; and the job that writes them in the background.
class TestSaveFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void isListedOnce();
    void isChosenByTheEnding_data();
    void isChosenByTheEnding();
    void pythonReadsBackEveryByteAndNote_data();
    void pythonReadsBackEveryByteAndNote();
    void csvHasItsColumnsAndLineEnds();
    void csvLetsNoSpreadsheetCompute();
    void textIsWhatOneWouldPaste();
    void textIsInert();
    void textShowsCharactersThatLieInTwoEvents();
    void rawHasOnlyTheBytesOfOneDirection();
    void savesWhatAPredicateWants_data();
    void savesWhatAPredicateWants();
    void savesWhatAFilterLetThrough_data();
    void savesWhatAFilterLetThrough();
    void isWholeOfAnEmptyLog_data();
    void isWholeOfAnEmptyLog();
    void leavesWhatWasThereWhereTheDiskIsFull_data();
    void leavesWhatWasThereWhereTheDiskIsFull();
    void saysWhatIsInTheWay_data();
    void saysWhatIsInTheWay();
    void tellsHowFarItIs();
    void cancels();
    void endsWhenItIsDeleted();

private:
    QString file(const QString &name) const { return m_folder->filePath(name); }
    QString fileOf(const ExportFormat &format) const
    {
        return file(QStringLiteral("log.") + QLatin1StringView(format.suffix));
    }
    QByteArray contentOf(const QString &fileName) const
    {
        QFile content(fileName);
        return content.open(QIODevice::ReadOnly) ? content.readAll() : QByteArray();
    }
    QStringList filesThere() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }
    LogSlice whole() const { return {.log = m_log, .from = m_log->first(), .to = m_log->size()}; }
    QByteArray saved(const char *format, const LogSlice &slice);
    void appendSome(int count);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<EventLog> m_log;
    SaveResult m_result;
};

void TestSaveFormats::initTestCase()
{
    std::signal(SIGXFSZ, SIG_IGN); // writing past the limit is then an error, EFBIG
}

void TestSaveFormats::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_log = std::make_shared<EventLog>();
}

QByteArray TestSaveFormats::saved(const char *format, const LogSlice &slice)
{
    const QString name = file(QStringLiteral("saved"));
    m_result = saveFile({.slices = {slice},
                         .fileName = name,
                         .format = exportFormatNamed(QString::fromLatin1(format))});
    return m_result.ok ? contentOf(name) : m_result.error.toUtf8();
}

void TestSaveFormats::appendSome(int count)
{
    for (int number = 0; number < count; ++number) {
        m_log->append({.kind = number % 2 == 0 ? EventKind::Received : EventKind::Sent,
                       .connection = static_cast<ConnectionId>(1 + number % 3),
                       .local = "127.0.0.1:7777",
                       .peer = "127.0.0.1:50112",
                       .bytes = 5,
                       .payload = viewOf("hello")});
    }
}

void TestSaveFormats::isListedOnce()
{
    QSet<QString> ids;
    QSet<QString> suffixes;
    for (const ExportFormat &format : exportFormats()) {
        ids.insert(QString::fromLatin1(format.id));
        suffixes.insert(QString::fromLatin1(format.suffix));
        QCOMPARE(exportFormatNamed(QString::fromLatin1(format.id)), &format);
        QVERIFY(format.dialogFilter().endsWith(
            QStringLiteral(" (*.%1)").arg(QLatin1StringView(format.suffix))));
        QVERIFY(format.make() != nullptr);
    }
    QCOMPARE(ids.size(), qsizetype(5));
    QCOMPARE(suffixes.size(), qsizetype(5));
    QCOMPARE(exportFormatNamed(u"none"), nullptr);
}

void TestSaveFormats::isChosenByTheEnding_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    for (const char *row : {"log.jsonl jsonl", "log.csv csv", "log.txt text", "log.pcapng pcapng",
                            "/a.csv/log.PCAPNG pcapng", "log jsonl", "log.json jsonl",
                            "log.bin jsonl", "a.csv/log jsonl"}) {
        const QStringList words = QString::fromLatin1(row).split(u' ');
        QTest::newRow(row) << words[0] << words[1];
    }
}

void TestSaveFormats::isChosenByTheEnding()
{
    QFETCH(const QString, name);
    QFETCH(const QString, id);
    QCOMPARE(QString::fromLatin1(exportFormatFor(name).id), id);
}

void TestSaveFormats::pythonReadsBackEveryByteAndNote_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("reader");
    QTest::newRow("JSON Lines") << QStringLiteral("jsonl") << QStringLiteral(R"(
import base64, json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8", newline="")]
for row in rows:
    row["data"] = base64.b64decode(row["data"], validate=True) if "data" in row else b""
    row.setdefault("note", "")
)");
    QTest::newRow("CSV") << QStringLiteral("csv") << QStringLiteral(R"(
import csv, sys
csv.field_size_limit(10_000_000)
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline=""), strict=True))
for row in rows:
    assert None not in row and None not in row.values()
    row["data"] = bytes.fromhex(row["data"][2:])
    row["note"] = row["note"].removeprefix("'")
    row["connection"], row["bytes"] = int(row["connection"]), int(row["bytes"])
    row["elapsed"] = float(row["elapsed"])
)");
}

void TestSaveFormats::pythonReadsBackEveryByteAndNote()
{
    QFETCH(const QString, format);
    QFETCH(const QString, reader);
    QByteArray expected;
    const auto expect = [&expected](EventKind kind, std::string_view bytes) {
        const auto name = eventKindName(kind);
        expected += QByteArray(name.data(), qsizetype(name.size())) + " 7 [::1]:7777 [::1]:1 " +
                    QByteArray(bytes.data(), qsizetype(bytes.size())).toHex() + '\n';
    };
    for (const std::string &payload : oddPayloads()) {
        for (const auto kind : {EventKind::Sent, EventKind::Received}) {
            m_log->append({.kind = kind,
                           .connection = 7,
                           .local = "[::1]:7777",
                           .peer = "[::1]:1",
                           .bytes = payload.size(),
                           .payload = viewOf(payload)});
            expect(kind, payload);
        }
    }
    for (const std::string &note : oddNotes()) {
        m_log->append({.kind = EventKind::Note,
                       .connection = 7,
                       .local = "[::1]:7777",
                       .peer = "[::1]:1",
                       .note = note});
        expect(EventKind::Note, note);
    }
    const QString name = file(QStringLiteral("log"));
    QVERIFY(
        saveFile({.slices = {whole()}, .fileName = name, .format = exportFormatNamed(format)}).ok);
    Program python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), reader + QStringLiteral(R"(
import datetime
for row in rows:
    assert row["bytes"] == len(row["data"])
    assert 0 <= row["elapsed"] < 100
    datetime.datetime.strptime(row["time"][:26], "%Y-%m-%dT%H:%M:%S.%f")
    print(row["event"], row["connection"], row["local"], row["peer"],
          (row["data"] or row["note"].encode()).hex())
)"),
                                             name});
    QTRY_VERIFY_WITH_TIMEOUT(python.hasEnded(), patience);
    QCOMPARE(python.errors(), QByteArray());
    QVERIFY(python.output() == expected);
}

void TestSaveFormats::csvHasItsColumnsAndLineEnds()
{
    m_log->append({.kind = EventKind::Received,
                   .connection = 3,
                   .local = "127.0.0.1:7777",
                   .peer = "127.0.0.1:50112",
                   .bytes = 2,
                   .payload = viewOf("\x01\xff"),
                   .moment = Moment{.time = 1700000000123456789, .elapsed = 61000000005}});
    m_log->append({.kind = EventKind::Note,
                   .note = "one, \"two\"",
                   .moment = Moment{.time = -1, .elapsed = -1}});
    m_log->append({.kind = EventKind::Received,
                   .note = "no chat message",
                   .bytes = 1,
                   .payload = viewOf("x"),
                   .moment = Moment{.time = 0, .elapsed = 0}});
    LogSlice slice = whole();
    slice.tab = "server";
    QCOMPARE(saved("csv", slice),
             QByteArrayLiteral(
                 "time,elapsed,tab,event,connection,local,peer,bytes,note,data\r\n"
                 "2023-11-14T22:13:20.123456789Z,61.000000005,server,received,3,127.0.0.1:7777,"
                 "127.0.0.1:50112,2,,0x01ff\r\n"
                 "1969-12-31T23:59:59.999999999Z,-0.000000001,server,note,0,,,0,"
                 "\"one, \"\"two\"\"\",\r\n"
                 "1970-01-01T00:00:00.000000000Z,0.000000000,server,received,0,,,1,"
                 "no chat message,0x78\r\n"));
}

void TestSaveFormats::csvLetsNoSpreadsheetCompute()
{
    for (const std::string &note : oddNotes()) {
        m_log->append({.kind = EventKind::Note, .peer = "=example.org:80", .note = note});
    }
    const QByteArray content = saved("csv", whole());
    static const QRegularExpression risky(QStringLiteral("(^|,)\"?[=+@\t\r-]"),
                                          QRegularExpression::MultilineOption);
    const auto lines = content.split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray row = line.endsWith('\r') ? line.chopped(1) : line;
        QVERIFY2(!risky.match(QString::fromUtf8(row)).hasMatch(), row.constData());
    }
    QVERIFY(content.contains(",'=example.org:80,"));
    QVERIFY(content.contains(",\"'=HYPERLINK(\"\"http://127.0.0.1/\"\")\","));
}

void TestSaveFormats::textIsWhatOneWouldPaste()
{
    const auto tell = [this](EventKind kind, std::string_view text, std::int64_t at) {
        const bool data = carriesData(kind);
        m_log->append({.kind = kind,
                       .connection = 1,
                       .local = "127.0.0.1:7777",
                       .peer = "127.0.0.1:50112",
                       .note = data ? std::string_view() : text,
                       .bytes = data ? text.size() : 0,
                       .payload = data ? viewOf(text) : ByteView(),
                       .moment = Moment{.time = 1700000000123456789 + at, .elapsed = at}});
    };
    tell(EventKind::Accepted, "accept → fd 9", 0);
    tell(EventKind::Received, "GET / HTTP/1.1\r\nHost: \xe6\x97\xa5\xe6\x9c\xac\r\n\r\n", 1000000);
    tell(EventKind::Sent, "\x01\x02\xff"s, 2000000);
    tell(EventKind::Sent, "x", 1000000000);
    const QByteArray zone = qgetenv("TZ");
    qputenv("TZ", "UTC");
    tzset();
    const QByteArray text = saved("text", whole());
    zone.isNull() ? qunsetenv("TZ") : qputenv("TZ", zone);
    tzset();
    QCOMPARE(QString::fromUtf8(text),
             QString::fromUtf8("2023-11-14 (UTC)\n"
                               "22:13:20.123  #1  ● accepted  127.0.0.1:50112  accept → fd 9\n"
                               "22:13:20.124  #1  ↓ received  127.0.0.1:50112  32 bytes\n"
                               "    GET / HTTP/1.1\\r\\n\n"
                               "    Host: 日本\\r\\n\n"
                               "    \\r\\n\n"
                               "22:13:20.125  #1  ↑ sent  127.0.0.1:50112  3 bytes\n"
                               "    00000000  01 02 ff                                          "
                               "|...|\n"
                               "22:13:21.123  #1  ↑ sent  127.0.0.1:50112  1 byte\n"
                               "    x\n"));
}

void TestSaveFormats::textIsInert()
{
    const std::string hostile = "<b>\xe2\x80\xae"
                                "gpj\xe2\x80\xa8\xc2\x9b"
                                "31m";
    m_log->append({.kind = EventKind::Received,
                   .peer = hostile,
                   .bytes = hostile.size(),
                   .payload = viewOf(hostile)});
    m_log->append({.kind = EventKind::Note, .note = hostile + "\x1b[31m\r\n\x07"});
    for (const char *escape : {"\x1b[31m", "\x07", "\x7f", "a\0b"}) {
        m_log->append({.kind = EventKind::Sent, .bytes = 5, .payload = viewOf(escape)});
    }
    const QString text = QString::fromUtf8(saved("text", whole()));
    QVERIFY(text.contains(QStringLiteral("<U+202E>")));
    for (const QChar character : text) {
        QVERIFY(character == u'\n' || (character.unicode() >= 0x20 && character.unicode() != 0x7f));
        QVERIFY(character.category() != QChar::Other_Format);
        QVERIFY(character.category() != QChar::Separator_Line);
        QVERIFY(character.unicode() < 0x80 || character.unicode() > 0x9f);
    }
}

void TestSaveFormats::textShowsCharactersThatLieInTwoEvents()
{
    const std::string text = "abc\xe6\x97\xa5\xe6\x9c\xac"; // three bytes a character
    for (const std::string &part : {text.substr(0, 7), text.substr(7), "\x9c\xac"s}) {
        m_log->append({.kind = EventKind::Received, .bytes = part.size(), .payload = viewOf(part)});
    }
    const QByteArray content = saved("text", whole());
    QVERIFY(content.contains("    abc\xe6\x97\xa5\\xe6\n"));
    QVERIFY(content.contains("00000000  9c ac")); // no text by itself
}

void TestSaveFormats::rawHasOnlyTheBytesOfOneDirection()
{
    for (const char *text : {"one ", "two ", "three"}) {
        for (const ConnectionId id : {1U, 2U}) {
            for (const auto kind : {EventKind::Received, EventKind::Sent, EventKind::Discarded}) {
                const std::string bytes = text + (id == 1 ? ""s : "of another "s) +
                                          (kind == EventKind::Received ? "in "s : "out "s);
                m_log->append({.kind = kind,
                               .connection = id,
                               .bytes = bytes.size(),
                               .payload = viewOf(bytes)});
            }
        }
    }
    LogSlice slice = whole();
    slice.choice = EventChoice::ofStream(1, EventKind::Received);
    QCOMPARE(saved("raw", slice), QByteArrayLiteral("one in two in threein "));
    QCOMPARE(m_result.events, std::uint64_t(3));
    slice.choice = EventChoice::ofStream(1, EventKind::Sent);
    QCOMPARE(saved("raw", slice), QByteArrayLiteral("one out two out threeout "));
}

void TestSaveFormats::savesWhatAPredicateWants_data()
{
    QTest::addColumn<QString>("format");
    for (const ExportFormat &format : exportFormats()) {
        QTest::newRow(format.id) << QString::fromLatin1(format.id);
    }
}

void TestSaveFormats::savesWhatAPredicateWants()
{
    QFETCH(const QString, format);
    appendSome(3000);
    LogSlice slice = whole();
    const QByteArray all = saved(format.toLatin1().constData(), slice);
    QCOMPARE(m_result.events, std::uint64_t(3000));
    slice.choice = EventChoice::ofConnection(2);
    const QByteArray some = saved(format.toLatin1().constData(), slice);
    QCOMPARE(m_result.events, std::uint64_t(1000));
    QVERIFY(some.size() > all.size() / 4 && some.size() < all.size() / 2);
    slice.choice.wants = [](const Event &) { return false; };
    QVERIFY(saved(format.toLatin1().constData(), slice).size() < 1000); // what frames no event
    QVERIFY(m_result.ok);
    QCOMPARE(m_result.events, std::uint64_t(0));
}

void TestSaveFormats::savesWhatAFilterLetThrough_data()
{
    savesWhatAPredicateWants_data();
}

void TestSaveFormats::savesWhatAFilterLetThrough()
{
    QFETCH(const QString, format);
    appendSome(3000);
    const auto only = std::make_shared<EventSet>();
    for (const EventNumber number : {3U, 4U, 1000U, 2000U, 2999U}) {
        only->append(number);
    }
    LogSlice slice = whole();
    slice.choice.only = only;
    const QByteArray bySet = saved(format.toLatin1().constData(), slice);
    QCOMPARE(m_result.events, std::uint64_t(5));
    QCOMPARE(m_result.missing, std::uint64_t(0));
    slice.choice = {.wants = [&only](const Event &event) { return only->contains(event.number()); },
                    .only = {}};
    QVERIFY(saved(format.toLatin1().constData(), slice) == bySet);
    // Both at once, of a part of the log.
    slice.choice = EventChoice::ofStream(2, EventKind::Received);
    slice.choice.only = only;
    slice.from = 4;
    slice.to = 2999;
    saved(format.toLatin1().constData(), slice);
    QCOMPARE(m_result.events, std::uint64_t(2)); // 4 and 1000
}

void TestSaveFormats::isWholeOfAnEmptyLog_data()
{
    savesWhatAPredicateWants_data();
}

void TestSaveFormats::isWholeOfAnEmptyLog()
{
    QFETCH(const QString, format);
    saved(format.toLatin1().constData(), whole());
    QVERIFY(m_result.ok);
    QCOMPARE(m_result.events, std::uint64_t(0));
    QCOMPARE(filesThere().size(), qsizetype(1));
}

void TestSaveFormats::leavesWhatWasThereWhereTheDiskIsFull_data()
{
    savesWhatAPredicateWants_data();
}

void TestSaveFormats::leavesWhatWasThereWhereTheDiskIsFull()
{
    QFETCH(const QString, format);
    appendSome(10);
    const QByteArray before = saved(format.toLatin1().constData(), whole());
    QVERIFY(m_result.ok);
    const std::string large(1000, 'x');
    for (int number = 0; number < 4000; ++number) {
        m_log->append({.kind = EventKind::Received,
                       .connection = 1,
                       .local = "127.0.0.1:7777",
                       .peer = "127.0.0.1:50112",
                       .bytes = large.size(),
                       .payload = viewOf(large)});
    }
    for (const rlim_t limit : {100000U, 1500000U, 3900000U}) {
        {
            const ScopedLimit full(RLIMIT_FSIZE, limit);
            saved(format.toLatin1().constData(), whole());
        }
        QVERIFY(!m_result.ok);
        QVERIFY(!m_result.cancelled);
        QVERIFY(m_result.error.contains(QStringLiteral("could not be written: ")));
        QVERIFY(contentOf(file(QStringLiteral("saved"))) == before);
        QCOMPARE(filesThere().size(), qsizetype(1));
    }
}

void TestSaveFormats::saysWhatIsInTheWay_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("words");
    QTest::newRow("a device") << QStringLiteral("/dev/full") << QStringLiteral("no regular file");
    QTest::newRow("a folder") << QStringLiteral("/tmp") << QStringLiteral("no regular file");
    QTest::newRow("no folder") << QStringLiteral("/no/such/log.csv")
                               << QStringLiteral("there is no folder /no/such");
    QTest::newRow("a file as a folder")
        << QStringLiteral("/etc/passwd/log.csv") << QStringLiteral("/etc/passwd is no folder");
    QTest::newRow("no name") << QString() << QStringLiteral("name is missing");
    QTest::newRow("a folder of the system")
        << QStringLiteral("/proc/log.csv") << QStringLiteral("could not be written: ");
}

void TestSaveFormats::saysWhatIsInTheWay()
{
    QFETCH(const QString, name);
    QFETCH(QString, words);
    words.replace(QStringLiteral("no regular"), QStringLiteral("not a regular"));
    const SaveResult result = saveFile({.slices = {whole()}, .fileName = name});
    QVERIFY(!result.ok);
    QVERIFY2(result.error.contains(words), qPrintable(result.error));
}

void TestSaveFormats::tellsHowFarItIs()
{
    appendSome(1000);
    SaveJob job;
    const QSignalSpy progressed(&job, &SaveJob::progressed);
    const QSignalSpy finished(&job, &SaveJob::finished);
    QSemaphore gate;
    LogSlice slice = whole();
    slice.choice.wants = [&gate](const Event &event) {
        if (event.number() == 500) {
            gate.acquire();
        }
        return true;
    };
    job.start({.slices = {slice}, .fileName = file(QStringLiteral("log.csv"))});
    QVERIFY(job.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!progressed.isEmpty() && progressed.last().first().toDouble() >= 0.49,
                             patience);
    QVERIFY(progressed.last().first().toDouble() <= 0.51);
    QVERIFY(finished.isEmpty());
    gate.release();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), qsizetype(1), patience);
    QVERIFY(!job.isRunning());
    QCOMPARE(contentOf(file(QStringLiteral("log.csv"))).count('\n'), qsizetype(1001));
}

void TestSaveFormats::cancels()
{
    appendSome(1000);
    SaveJob job;
    const QSignalSpy finished(&job, &SaveJob::finished);
    job.cancel(); // nothing yet: harmless
    QSemaphore gate;
    LogSlice slice = whole();
    slice.choice.wants = [&gate](const Event &) {
        gate.acquire();
        return true;
    };
    job.start({.slices = {slice}, .fileName = file(QStringLiteral("log.csv"))});
    job.cancel();
    gate.release();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), qsizetype(1), patience);
    const auto result = finished.first().at(1).value<SaveResult>();
    QVERIFY(result.cancelled);
    QVERIFY(!result.ok);
    QVERIFY(filesThere().isEmpty());
}

void TestSaveFormats::endsWhenItIsDeleted()
{
    appendSome(1000);
    auto job = std::make_unique<SaveJob>();
    QSemaphore gate;
    LogSlice slice = whole();
    slice.choice.wants = [&gate](const Event &) {
        gate.tryAcquire(1, 20); // so slowly that it cannot be done by now
        return true;
    };
    job->start({.slices = {slice}, .fileName = file(QStringLiteral("log.csv"))});
    job.reset();
    QVERIFY(filesThere().isEmpty());
}

QTEST_GUILESS_MAIN(TestSaveFormats)
#include "tst_saveformats.moc"
