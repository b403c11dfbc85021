#include "netcore/log/export/autosave.h"
#include "netcore/log/saved/savedlogreader.h"
#include "tests/support/limits.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace
{

constexpr int patience = 30000;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

struct Content {
    std::vector<std::string> notes;
    SavedLogReport report;
};

Content contentOf(const QString &fileName)
{
    Content content;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        content.report.error = file.errorString();
        return content;
    }
    SavedLogReader reader(file);
    for (auto step = reader.next(); step != SavedLogReader::Step::End; step = reader.next()) {
        if (step == SavedLogReader::Step::Event) {
            content.notes.push_back(reader.event().note);
        }
    }
    content.report = reader.report();
    return content;
}

} // namespace

class TestAutosave : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGXFSZ, SIG_IGN); } // past the limit is then EFBIG
    void init();
    void cleanup();

    void writesWhatHappensAsItHappens();
    void beginsWithWhatIsThere();
    void makesNoFileBeforeThereIsSomething();
    void writesEachLogIntoItsOwnFile();
    void filesAreForTheUserAlone();
    void beginsANewFileAtTheSizeLimit();
    void writesALineThatIsLongerThanTheLimit();
    void beginsANewFileAtTheTimeLimit();
    void neverWritesOverAFileThatIsThere();
    void keepsTheLogFromDroppingWhatIsNotWritten();
    void writesTheRestWhenItEnds();
    void goesOnWithOtherSettingsWithoutTellingAnythingTwice();
    void stopsAndStartsAgain();
    void tellsThatTheFolderIsMissingAndGoesOnWhenItIsThere();
    void tellsThatAFolderIsAFile();
    void tellsThatTheDiskIsFullAndKeepsWholeLines();
    void tellsThatAFileWasRemoved();
    void letsTheEndpointGoOnWhereNothingCanBeWritten();
    void staysWholeWhereTheLogIsCleared();
    void canBeReadWhileItGrows();

private:
    void begin(const AutosaveSettings &settings)
    {
        if (!m_autosave) {
            m_autosave = std::make_unique<Autosave>(
                std::vector<Autosave::Source>{{"server", m_log}, {"client", m_other}});
            m_log->setListener({.roomAgain = [this] { ++m_resumed; }, .troubled = {}});
            m_failed = std::make_unique<QSignalSpy>(m_autosave.get(), &Autosave::failed);
            m_told = std::make_unique<QSignalSpy>(m_autosave.get(), &Autosave::told);
        }
        m_autosave->start(settings);
    }
    AutosaveSettings usual() const
    {
        AutosaveSettings settings;
        settings.folder = m_folder->path();
        return settings;
    }
    QStringList files(const QString &part = QStringLiteral("server")) const
    {
        return QDir(m_folder->path())
            .entryList({QStringLiteral("sockyard-*-%1-*.jsonl").arg(part)}, QDir::Files,
                       QDir::Name);
    }
    QString path(const QString &name) const { return m_folder->filePath(name); }
    /// Of all files of the server, one after the other.
    std::vector<std::string> notes() const
    {
        std::vector<std::string> all;
        const auto names = files();
        for (const QString &name : names) {
            const Content content = contentOf(path(name));
            all.insert(all.end(), content.notes.begin(), content.notes.end());
        }
        return all;
    }
    void note(const std::string &text) const
    {
        m_log->append({.kind = EventKind::Note, .note = text});
    }
    static std::vector<std::string> numbers(int from, int to)
    {
        std::vector<std::string> all;
        for (int number = from; number < to; ++number) {
            all.push_back(std::to_string(number));
        }
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<EventLog> m_log;
    std::shared_ptr<EventLog> m_other;
    std::unique_ptr<Autosave> m_autosave;
    std::unique_ptr<QSignalSpy> m_failed;
    std::unique_ptr<QSignalSpy> m_told;
    std::atomic<int> m_resumed = 0;
};

void TestAutosave::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_log = std::make_shared<EventLog>();
    m_other = std::make_shared<EventLog>();
    m_resumed = 0;
}

void TestAutosave::cleanup()
{
    m_failed.reset();
    m_told.reset();
    m_autosave.reset();
}

void TestAutosave::writesWhatHappensAsItHappens()
{
    begin(usual());
    for (int number = 0; number < 3; ++number) {
        note(std::to_string(number));
        QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, number + 1), patience);
    }
    QCOMPARE(files().size(), 1);
    QVERIFY(contentOf(path(files().constFirst())).report.isWhole());
    QVERIFY(m_failed->isEmpty());
}

void TestAutosave::beginsWithWhatIsThere()
{
    note("0");
    note("1");
    begin(usual());
    QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, 2), patience);
}

void TestAutosave::makesNoFileBeforeThereIsSomething()
{
    begin(usual());
    m_autosave.reset();
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestAutosave::writesEachLogIntoItsOwnFile()
{
    note("here");
    m_other->append({.kind = EventKind::Note, .note = "there"});
    begin(usual());
    QTRY_COMPARE_WITH_TIMEOUT(files(QStringLiteral("client")).size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(path(files(QStringLiteral("client")).constFirst())).notes,
                              std::vector<std::string>{"there"}, patience);
    QTRY_COMPARE_WITH_TIMEOUT(notes(), std::vector<std::string>{"here"}, patience);
}

void TestAutosave::filesAreForTheUserAlone()
{
    note("0");
    begin(usual());
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patience);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!QFileInfo(path(files().constFirst())).permissions().testAnyFlags(others));
}

void TestAutosave::beginsANewFileAtTheSizeLimit()
{
    AutosaveSettings settings = usual();
    settings.sizeLimit = 1000;
    begin(settings);
    for (int number = 0; number < 100; ++number) {
        note(std::to_string(number));
    }
    QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, 100), patience); // in the order of their names
    const auto names = files();
    QVERIFY(names.size() > 10);
    for (const QString &name : names) {
        QVERIFY(QFileInfo(path(name)).size() <= 1000);
        QVERIFY(contentOf(path(name)).report.isWhole());
    }
    QVERIFY(QFileInfo(path(names.constFirst())).size() > 700); // filled
}

void TestAutosave::writesALineThatIsLongerThanTheLimit()
{
    AutosaveSettings settings = usual();
    settings.sizeLimit = 1000;
    const std::string big(5000, 'x');
    note("0");
    note(big);
    note("1");
    begin(settings);
    const std::vector<std::string> all{"0", big, "1"};
    QTRY_COMPARE_WITH_TIMEOUT(notes(), all, patience);
    QCOMPARE(files().size(), 3);
}

void TestAutosave::beginsANewFileAtTheTimeLimit()
{
    AutosaveSettings settings = usual();
    settings.timeLimit = 100ms;
    begin(settings);
    int number = 0;
    while (files().size() < 3 && number < 1000) {
        note(std::to_string(number++));
        QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, number), patience);
    }
    QVERIFY(files().size() >= 3);
}

void TestAutosave::neverWritesOverAFileThatIsThere()
{
    note("0");
    begin(usual());
    QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, 1), patience);
    // Another program of the same second has the next names.
    const QString first = files().constFirst();
    for (const int number : {2, 3}) {
        QFile other(path(
            QString(first).replace(QStringLiteral("-0001."),
                                   QStringLiteral("-%1.").arg(number, 4, 10, QLatin1Char('0')))));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("mine");
    }
    AutosaveSettings small = usual();
    small.sizeLimit = 1;
    m_autosave->start(small);
    note("1");
    QTRY_VERIFY_WITH_TIMEOUT(notes().size() == 2, patience);
    int mine = 0;
    const auto names = files();
    for (const QString &name : names) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        mine += file.readAll() == "mine" ? 1 : 0;
    }
    QCOMPARE(mine, 2);
}

void TestAutosave::keepsTheLogFromDroppingWhatIsNotWritten()
{
    constexpr std::size_t block = 64U * 1024;
    m_log = std::make_shared<EventLog>(EventLog::Limits{.memory = 4 * block, .block = block});
    begin(usual());
    note("first");
    QTRY_COMPARE_WITH_TIMEOUT(notes().size(), std::size_t(1), patience);
    const std::string big(10000, 'x');
    for (int number = 0; number < 500; ++number) {
        // As an endpoint does: it stops reading where there is no room, until it is resumed.
        QTRY_VERIFY_WITH_TIMEOUT(m_log->hasRoom(), patience);
        note(big);
    }
    QTRY_COMPARE_WITH_TIMEOUT(notes().size(), std::size_t(501), patience);
    QVERIFY(m_log->first() > 0);
    QVERIFY(m_failed->isEmpty());
}

void TestAutosave::writesTheRestWhenItEnds()
{
    begin(usual());
    for (int number = 0; number < 20000; ++number) {
        note(std::to_string(number));
    }
    m_autosave.reset();
    QCOMPARE(notes(), numbers(0, 20000));
}

void TestAutosave::goesOnWithOtherSettingsWithoutTellingAnythingTwice()
{
    begin(usual());
    for (int number = 0; number < 200; ++number) {
        note(std::to_string(number));
        AutosaveSettings other = usual();
        other.sizeLimit = static_cast<std::uint64_t>(5000 + number);
        if (number % 10 == 0) {
            m_autosave->start(other);
        }
    }
    m_autosave.reset();
    auto all = notes();
    std::sort(all.begin(), all.end());
    auto wanted = numbers(0, 200);
    std::sort(wanted.begin(), wanted.end());
    QCOMPARE(all, wanted); // each of them, and none twice
}

void TestAutosave::stopsAndStartsAgain()
{
    begin(usual());
    note("0");
    const QSignalSpy stopped(m_autosave.get(), &Autosave::stopped);
    m_autosave->stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), qsizetype(1), patience);
    note("1");
    begin(usual());
    note("2");
    QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, 3), patience);
}

void TestAutosave::tellsThatTheFolderIsMissingAndGoesOnWhenItIsThere()
{
    AutosaveSettings settings = usual();
    settings.folder = path(QStringLiteral("later"));
    begin(settings);
    note("0");
    QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), qsizetype(2), patience); // one a log
    QVERIFY(m_failed->at(0).at(1).toString().contains(QStringLiteral("no such folder")));
    note("1");
    QVERIFY(QDir().mkpath(settings.folder));
    QTRY_COMPARE_WITH_TIMEOUT(m_told->size(), qsizetype(1), patience);
    QCOMPARE(m_failed->size(), qsizetype(2));
    const QDir folder(settings.folder);
    QCOMPARE(contentOf(folder.filePath(folder.entryList(QDir::Files).constFirst())).notes,
             numbers(0, 2)); // nothing was lost
}

void TestAutosave::tellsThatAFolderIsAFile()
{
    AutosaveSettings settings = usual();
    settings.folder = path(QStringLiteral("file"));
    QFile file(settings.folder);
    QVERIFY(file.open(QIODevice::WriteOnly));
    begin(settings);
    QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), qsizetype(2), patience);
}

void TestAutosave::tellsThatTheDiskIsFullAndKeepsWholeLines()
{
    begin(usual());
    note("0");
    QTRY_COMPARE_WITH_TIMEOUT(notes(), numbers(0, 1), patience);
    {
        const ScopedLimit limit(RLIMIT_FSIZE, 2000);
        for (int number = 1; number < 100; ++number) {
            note(std::to_string(number));
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), qsizetype(1), patience);
        QVERIFY(contentOf(path(files().constFirst())).report.isWhole());
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_told->size(), qsizetype(1), patience);
    QCOMPARE(notes(), numbers(0, 100));
    const auto names = files();
    for (const QString &name : names) {
        QVERIFY(contentOf(path(name)).report.isWhole());
    }
}

void TestAutosave::tellsThatAFileWasRemoved()
{
    begin(usual());
    note("0");
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patience);
    QVERIFY(QFile::remove(path(files().constFirst())));
    int number = 0;
    const auto goOn = [this, &number] {
        note(std::to_string(++number));
        return !m_failed->isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(goOn(), patience);
    QVERIFY(m_failed->at(0).at(1).toString().contains(QStringLiteral("was removed")));
    QTRY_COMPARE_WITH_TIMEOUT(m_told->size(), qsizetype(1), patience);
    QTRY_COMPARE_WITH_TIMEOUT(notes().empty() ? ""s : notes().back(), std::to_string(number),
                              patience);
}

void TestAutosave::letsTheEndpointGoOnWhereNothingCanBeWritten()
{
    constexpr std::size_t block = 64U * 1024;
    m_log = std::make_shared<EventLog>(EventLog::Limits{.memory = 4 * block, .block = block});
    AutosaveSettings settings = usual();
    settings.folder = path(QStringLiteral("later"));
    begin(settings);
    QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), qsizetype(2), patience);
    const std::string big(10000, 'x');
    for (int number = 0; number < 200; ++number) {
        QTRY_VERIFY_WITH_TIMEOUT(m_log->hasRoom(), patience);
        note(big);
    }
    QVERIFY(m_resumed > 0);
    QVERIFY(QDir().mkpath(settings.folder));
    QTRY_COMPARE_WITH_TIMEOUT(m_told->size(), qsizetype(1), patience);
    QVERIFY(m_told->at(0).at(1).toString().contains(QStringLiteral("could not be saved: ")));
}

void TestAutosave::staysWholeWhereTheLogIsCleared()
{
    begin(usual());
    for (int round = 0; round < 50; ++round) {
        for (int number = 0; number < 100; ++number) {
            note("x");
        }
        m_log->clear();
    }
    note("last");
    m_autosave.reset();
    QCOMPARE(notes().back(), "last"s);
    QVERIFY(contentOf(path(files().constFirst())).report.isWhole());
}

void TestAutosave::canBeReadWhileItGrows()
{
    begin(usual());
    const std::string bytes(100000, '\x7f');
    std::size_t most = 0;
    for (int number = 0; number < 300; ++number) {
        m_log->append(
            {.kind = EventKind::Received, .bytes = bytes.size(), .payload = viewOf(bytes)});
        if (number % 20 == 0 && !files().isEmpty()) {
            const Content content = contentOf(path(files().constFirst()));
            QVERIFY(content.notes.size() >= most);
            QCOMPARE(content.report.refused, std::uint64_t(0));
            most = content.notes.size();
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(notes().size(), std::size_t(300), patience);
}

QTEST_GUILESS_MAIN(TestAutosave)
#include "tst_autosave.moc"
