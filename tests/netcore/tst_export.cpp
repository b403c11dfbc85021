#include "netcore/log/export/jsonlines.h"
#include "netcore/log/export/savefile.h"
#include "tests/support/limits.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <numeric>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::string lineOf(const EventData &data, std::string_view tab = {})
{
    EventLog log;
    log.append(data);
    return jsonLine(log.at(0).value(), tab).toStdString();
}

QJsonObject objectOf(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

LogSlice whole(const std::shared_ptr<const EventLog> &log, const std::string &tab = {})
{
    return {.log = log, .from = log->first(), .to = log->size(), .tab = tab};
}

} // namespace

class TestExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void aLineHasItsKeysInTheirOrder();
    void aLineOfBytesHasDataAndRarelyANote();
    void aLineNamesItsTabWhereThereAreSeveral();
    void aLineTellsTheTimeInUtc();
    void aLineKeepsEveryByte();
    void aLineEscapesWhatJsonDemands();
    void aLineKeepsBigCounts();
    void savesALog();
    void savesAPartOfALog();
    void savesNothingAsAnEmptyFile();
    void savesSeveralLogsInTheOrderOfTime();
    void countsWhatTheLogHasDroppedMeanwhile();
    void replacesAnEarlierFile();
    void leavesTheEarlierFileWhereTheDiskIsFull();
    void leavesNoFileWhereTheDiskIsFull();
    void leavesTheEarlierFileWhenCancelled();
    void tellsThatAFolderDoesNotExist();
    void refusesWhatIsNoRegularFile_data();
    void refusesWhatIsNoRegularFile();

private:
    QStringList filesThere() const;
    QString file() const { return m_folder->filePath(QStringLiteral("log.jsonl")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestExport::initTestCase()
{
    std::signal(SIGXFSZ, SIG_IGN); // writing past the limit is then an error, EFBIG
}

void TestExport::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

QStringList TestExport::filesThere() const
{
    return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
}

void TestExport::aLineHasItsKeysInTheirOrder()
{
    const std::string line = lineOf({.kind = EventKind::PeerFinished,
                                     .connection = 3,
                                     .local = "127.0.0.1:9999",
                                     .peer = "[::1]:50112",
                                     .note = "a note"});
    static const QRegularExpression format(
        QStringLiteral(R"(^\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z","elapsed":\d+\.\d{9},)"
                       R"("event":"peer-finished","connection":3,"local":"127\.0\.0\.1:9999",)"
                       R"("peer":"\[::1\]:50112","bytes":0,"note":"a note"\}\n$)"));
    QVERIFY2(format.match(QString::fromStdString(line)).hasMatch(), line.c_str());
}

void TestExport::aLineOfBytesHasDataAndRarelyANote()
{
    for (const auto kind : {EventKind::Sent, EventKind::Received}) {
        const std::string line =
            lineOf({.kind = kind, .connection = 1, .bytes = 5, .payload = viewOf("hello")});
        const QString name = QString::fromUtf8(eventKindName(kind).data());
        QVERIFY(line.ends_with("\"connection\":1,\"local\":\"\",\"peer\":\"\",\"bytes\":5,"
                               "\"data\":\"aGVsbG8=\"}\n"));
        const QJsonObject object = objectOf(QByteArray::fromStdString(line));
        QCOMPARE(object.value(QStringLiteral("event")).toString(), name);
        QVERIFY(!object.contains(QStringLiteral("note")));
    }
    const std::string refused = lineOf({.kind = EventKind::Received,
                                        .note = "no chat message",
                                        .bytes = 5,
                                        .payload = viewOf("hello")});
    QVERIFY(refused.ends_with("\"bytes\":5,\"data\":\"aGVsbG8=\",\"note\":\"no chat message\"}\n"));
    const std::string discarded = lineOf({.kind = EventKind::Discarded,
                                          .note = "not connected",
                                          .bytes = 5,
                                          .payload = viewOf("hello")});
    QVERIFY(discarded.ends_with("\"bytes\":5,\"note\":\"not connected\"}\n"));
}

void TestExport::aLineNamesItsTabWhereThereAreSeveral()
{
    QVERIFY(lineOf({}, "TCP \"Server\"").find(",\"tab\":\"TCP \\\"Server\\\"\",\"event\":") !=
            std::string::npos);
    QVERIFY(lineOf({}).find("\"tab\"") == std::string::npos);
}

void TestExport::aLineTellsTheTimeInUtc()
{
    EventLog log;
    log.append({});
    const Event event = log.at(0).value();
    const QJsonObject object = objectOf(jsonLine(event));
    const QString text = object.value(QStringLiteral("time")).toString();
    // Qt knows milliseconds; the rest is compared as digits.
    const QDateTime expected = QDateTime::fromMSecsSinceEpoch(event.time() / 1000000, Qt::UTC);
    QCOMPARE(text.left(23), expected.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")));
    QCOMPARE(text.mid(23), QStringLiteral("%1Z").arg(event.time() % 1000000, 6, 10, QChar(u'0')));
    QCOMPARE(object.value(QStringLiteral("elapsed")).toDouble(), double(event.elapsed()) / 1e9);
}

void TestExport::aLineKeepsEveryByte()
{
    std::string all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    for (std::size_t length = 0; length <= all.size(); ++length) {
        const std::string bytes = all.substr(0, length);
        const std::string line =
            lineOf({.kind = EventKind::Received, .bytes = bytes.size(), .payload = viewOf(bytes)});
        const QJsonObject object = objectOf(QByteArray::fromStdString(line));
        const QByteArray data = object.value(QStringLiteral("data")).toString().toLatin1();
        QCOMPARE(QByteArray::fromBase64(data).toStdString(), bytes);
    }
}

void TestExport::aLineEscapesWhatJsonDemands()
{
    std::string note = "\"\\/ gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x99 <b>";
    for (char control = 0; control < 0x20; ++control) {
        note += control;
    }
    note += "\x7f";
    const std::string line = lineOf({.kind = EventKind::Note, .note = note});
    QCOMPARE(std::count(line.begin(), line.end(), '\n'), 1); // one event, one line
    QVERIFY(line.find("\\u0000\\u0001") != std::string::npos);
    QVERIFY(line.find("\\t\\n\\u000b\\u000c\\r") != std::string::npos);
    const QJsonObject object = objectOf(QByteArray::fromStdString(line));
    QCOMPARE(object.value(QStringLiteral("note")).toString().toStdString(), note);
}

void TestExport::aLineKeepsBigCounts()
{
    const std::string line = lineOf({.kind = EventKind::Discarded,
                                     .connection = 18446744073709551615U,
                                     .bytes = 18446744073709551615U});
    QVERIFY(line.find("\"connection\":18446744073709551615,") != std::string::npos);
    QVERIFY(line.find("\"bytes\":18446744073709551615,") != std::string::npos);
}

void TestExport::savesALog()
{
    const auto log = std::make_shared<EventLog>();
    for (int number = 0; number < 5000; ++number) {
        log->append({.kind = EventKind::Note, .note = std::to_string(number)});
    }
    const SaveResult result = saveFile({.slices = {whole(log)}, .fileName = file()});
    QVERIFY2(result.ok, qPrintable(result.error));
    QCOMPARE(result.events, std::uint64_t(5000));
    QCOMPARE(result.missing, std::uint64_t(0));
    const QByteArray content = contentOf(file());
    QVERIFY(content.endsWith('\n'));
    const auto lines = content.chopped(1).split('\n');
    QCOMPARE(lines.size(), 5000);
    for (qsizetype number = 0; number < lines.size(); ++number) {
        QCOMPARE(objectOf(lines[number]).value(QStringLiteral("note")).toString(),
                 QString::number(number));
    }
    QCOMPARE(filesThere().size(), 1);
}

void TestExport::savesAPartOfALog()
{
    const auto log = std::make_shared<EventLog>();
    for (int number = 0; number < 10; ++number) {
        log->append({.kind = EventKind::Note, .note = std::to_string(number)});
    }
    const SaveResult result =
        saveFile({.slices = {{.log = log, .from = 3, .to = 5}}, .fileName = file()});
    QVERIFY(result.ok);
    QCOMPARE(result.events, std::uint64_t(2));
    const QByteArray content = contentOf(file());
    QVERIFY(content.contains("\"note\":\"3\""));
    QVERIFY(content.contains("\"note\":\"4\""));
    QVERIFY(!content.contains("\"note\":\"5\""));
}

void TestExport::savesNothingAsAnEmptyFile()
{
    const SaveResult result =
        saveFile({.slices = {whole(std::make_shared<EventLog>())}, .fileName = file()});
    QVERIFY(result.ok);
    QCOMPARE(result.events, std::uint64_t(0));
    QVERIFY(QFile::exists(file()));
    QCOMPARE(contentOf(file()), QByteArray());
}

void TestExport::savesSeveralLogsInTheOrderOfTime()
{
    const auto first = std::make_shared<EventLog>();
    const auto second = std::make_shared<EventLog>();
    const auto third = std::make_shared<EventLog>();
    for (int number = 0; number < 1000; ++number) {
        EventLog &log = number % 3 == 0 ? *first : *second;
        log.append({.kind = EventKind::Note, .note = std::to_string(number)});
    }
    const SaveResult result =
        saveFile({.slices = {whole(second, "two"), whole(first, "one"), whole(third, "three")},
                  .fileName = file()});
    QVERIFY(result.ok);
    QCOMPARE(result.events, std::uint64_t(1000));
    const auto lines = contentOf(file()).chopped(1).split('\n');
    QCOMPARE(lines.size(), 1000);
    QHash<QString, int> last;
    QString before;
    for (const QByteArray &line : lines) {
        const QJsonObject object = objectOf(line);
        const QString time = object.value(QStringLiteral("time")).toString();
        QVERIFY(before <= time);
        before = time;
        const QString tab = object.value(QStringLiteral("tab")).toString();
        const int number = object.value(QStringLiteral("note")).toString().toInt();
        QCOMPARE(tab, number % 3 == 0 ? QStringLiteral("one") : QStringLiteral("two"));
        QVERIFY(number > last.value(tab, -1)); // each log in its own order
        last.insert(tab, number);
    }
}

void TestExport::countsWhatTheLogHasDroppedMeanwhile()
{
    constexpr std::size_t block = 64U * 1024;
    const auto log =
        std::make_shared<EventLog>(EventLog::Limits{.memory = 4 * block, .block = block});
    for (int number = 0; number < 3000; ++number) {
        log->append({.kind = EventKind::Note, .note = std::string(500, 'x')});
    }
    const std::uint64_t dropped = log->first();
    QVERIFY(dropped > 0);
    const SaveResult result =
        saveFile({.slices = {{.log = log, .from = 10, .to = 3000}}, .fileName = file()});
    QVERIFY(result.ok);
    QCOMPARE(result.missing, dropped - 10);
    QCOMPARE(result.events, 3000 - dropped);
    QCOMPARE(static_cast<std::uint64_t>(contentOf(file()).count('\n')), result.events);
    // All of it gone.
    const SaveResult none =
        saveFile({.slices = {{.log = log, .from = 0, .to = 5}}, .fileName = file()});
    QVERIFY(none.ok);
    QCOMPARE(none.missing, std::uint64_t(5));
    QCOMPARE(none.events, std::uint64_t(0));
}

void TestExport::replacesAnEarlierFile()
{
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "first"});
    QVERIFY(saveFile({.slices = {whole(log)}, .fileName = file()}).ok);
    log->clear();
    log->append({.kind = EventKind::Note, .note = "second"});
    QVERIFY(saveFile({.slices = {whole(log)}, .fileName = file()}).ok);
    QVERIFY(!contentOf(file()).contains("first"));
    QVERIFY(contentOf(file()).contains("second"));
}

void TestExport::leavesTheEarlierFileWhereTheDiskIsFull()
{
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "small"});
    QVERIFY(saveFile({.slices = {whole(log)}, .fileName = file()}).ok);
    const QByteArray before = contentOf(file());
    for (int number = 0; number < 1000; ++number) {
        log->append({.kind = EventKind::Note, .note = std::string(1000, 'x')});
    }
    SaveResult result;
    {
        const ScopedLimit limit(RLIMIT_FSIZE, 100000);
        result = saveFile({.slices = {whole(log)}, .fileName = file()});
    }
    QVERIFY(!result.ok);
    QVERIFY(!result.error.isEmpty());
    QCOMPARE(contentOf(file()), before);
    QCOMPARE(filesThere().size(), 1); // nor is there any rest
}

void TestExport::leavesNoFileWhereTheDiskIsFull()
{
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "it is the end that does not fit"});
    SaveResult result;
    {
        const ScopedLimit limit(RLIMIT_FSIZE, 20);
        result = saveFile({.slices = {whole(log)}, .fileName = file()});
    }
    QVERIFY(!result.ok);
    QVERIFY(!result.error.isEmpty());
    QVERIFY(filesThere().isEmpty());
}

void TestExport::leavesTheEarlierFileWhenCancelled()
{
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "first"});
    QVERIFY(saveFile({.slices = {whole(log)}, .fileName = file()}).ok);
    const QByteArray before = contentOf(file());
    log->append({.kind = EventKind::Note, .note = "second"});
    SaveProgress progress;
    progress.cancelled = true;
    const SaveResult result = saveFile({.slices = {whole(log)}, .fileName = file()}, &progress);
    QVERIFY(!result.ok);
    QVERIFY(!result.error.isEmpty());
    QCOMPARE(contentOf(file()), before);
    QCOMPARE(filesThere().size(), 1);
    SaveProgress goOn;
    QVERIFY(saveFile({.slices = {whole(log)}, .fileName = file()}, &goOn).ok);
}

void TestExport::tellsThatAFolderDoesNotExist()
{
    const auto log = std::make_shared<EventLog>();
    const SaveResult result =
        saveFile({.slices = {whole(log)},
                  .fileName = m_folder->filePath(QStringLiteral("no/such/log.jsonl"))});
    QVERIFY(!result.ok);
    QVERIFY(!result.error.isEmpty());
    QVERIFY(filesThere().isEmpty());
    QVERIFY(!saveFile({.slices = {whole(log)}, .fileName = QString()}).ok);
}

void TestExport::refusesWhatIsNoRegularFile_data()
{
    QTest::addColumn<QString>("fileName");
    QTest::newRow("a device") << QStringLiteral("/dev/full");
    QTest::newRow("a folder") << QStringLiteral("/tmp");
}

void TestExport::refusesWhatIsNoRegularFile()
{
    QFETCH(const QString, fileName);
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "x"});
    const SaveResult result = saveFile({.slices = {whole(log)}, .fileName = fileName});
    QVERIFY(!result.ok);
    QVERIFY(result.error.contains(fileName));
}

QTEST_APPLESS_MAIN(TestExport)
#include "tst_export.moc"
