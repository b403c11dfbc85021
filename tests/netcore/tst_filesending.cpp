#include "netcore/sending/filereading.h"
#include "tests/support/carried.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestFileSending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsABigFileWhole();
    void sendsAnEmptyFile();
    void readsAFileThatSaysThatItIsEmpty();
    void holdsLittleOfAFileThatNobodyReads();
    void holdsLessOfEachOfManyFiles();
    void waitsForRoomInTheLog();
    void cancelsInTheMiddle();
    void cancelsWhatWaitsToo();
    void goesOnAfterACancelledFile();
    void discardsTheRestWhenThisSideCloses();
    void discardsTheRestWhenThePeerResets();
    void reportsAFileThatVanished();
    void reportsAFileThatBecameShorter();
    void sendsWhatWasThereOfAFileThatGrows();
    void reportsAFileThatCannotBeRead();
    void refusesWhatIsNoRegularFile_data();
    void refusesWhatIsNoRegularFile();
    void showsHowFarItIs();
    void showsAnOddNameInert();

private:
    QString made(const QString &name, const std::string &bytes);
    /// A message whose file is there; what became of it later is another thing.
    PreparedMessage sent(const QString &name) { return message(name, Notation::File); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Carried> m_all;
};

void TestFileSending::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_all = std::make_unique<Carried>();
}

void TestFileSending::cleanup()
{
    m_all.reset();
    m_folder.reset();
}

QString TestFileSending::made(const QString &name, const std::string &bytes)
{
    QFile file(m_folder->filePath(name));
    [&] {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes.data(), static_cast<qint64>(bytes.size())),
                 static_cast<qint64>(bytes.size()));
    }();
    return file.fileName();
}

void TestFileSending::sendsABigFileWhole()
{
    const std::string bytes = pattern(64U * 1024 * 1024 + 1);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected();
    m_all->courier.send({}, sent(name));
    m_all->courier.finish({1});
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QCOMPARE(peer.error(), 0);
    const auto hash = [](const std::string &text) {
        return QCryptographicHash::hash(QByteArrayView(text.data(), std::ssize(text)),
                                        QCryptographicHash::Sha256);
    };
    QCOMPARE(hash(peer.received()), hash(bytes));
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(m_all->log, EventKind::Sent), std::uint64_t(bytes.size()),
                              patience);
    const std::string size = QLocale().toString(qulonglong(bytes.size())).toStdString();
    QCOMPARE(m_all->notes(1), "sending the file \"big\", " + size +
                                  " bytes\nsent the file \"big\": " + size + " bytes\n");
}

void TestFileSending::sendsAnEmptyFile()
{
    const QString name = made(QStringLiteral("empty"), "");
    Peer peer = m_all->connected();
    m_all->courier.send({}, message(name, Notation::File, LineEnding::Lf));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "\n"s, patience);
    QCOMPARE(m_all->notes(1), "sending the file \"empty\"\nsent the file \"empty\": 0 bytes\n"s);
}

void TestFileSending::readsAFileThatSaysThatItIsEmpty()
{
    Peer peer = m_all->connected();
    m_all->courier.send({}, sent(QStringLiteral("/proc/version")));
    m_all->courier.finish({1});
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QVERIFY(peer.received().starts_with("Linux version"));
}

void TestFileSending::holdsLittleOfAFileThatNobodyReads()
{
    const std::string bytes = pattern(32U * 1024 * 1024);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    std::size_t moved = 0;
    QTRY_VERIFY_WITH_TIMEOUT(std::exchange(moved, m_all->socket(1).movedBytes()) ==
                                     m_all->socket(1).movedBytes() &&
                                 m_all->socket(1).unsent() > 0,
                             patience);
    QVERIFY(m_all->socket(1).unsent() <= FileBlocks::Bounds().block);
    QVERIFY(moved < bytes.size());
    // It reads after all.
    Background reading([&peer] { peer.readToEnd(); });
    m_all->courier.finish({1});
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(peer.received() == bytes);
}

void TestFileSending::holdsLessOfEachOfManyFiles()
{
    FileReading reading;
    const FileBlocks::Bounds usual = reading.bounds();
    for (int file = 0; file < 10000; ++file) {
        reading.fileBegan();
    }
    QVERIFY(reading.bounds().block * reading.bounds().ahead * 10000 < 256UL * 1024 * 1024);
    for (int file = 0; file < 10000; ++file) {
        reading.fileEnded();
    }
    QCOMPARE(reading.bounds().block, usual.block);
}

void TestFileSending::waitsForRoomInTheLog()
{
    constexpr std::size_t mebibyte = 1024U * 1024;
    m_all =
        std::make_unique<Carried>(EventLog::Limits{.memory = 4 * mebibyte, .block = 256U * 1024});
    EventLog &log = m_all->log;
    const std::string bytes = pattern(16 * mebibyte);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected();
    EventLog::Reader reader(log, [] {});
    m_all->courier.send({}, sent(name));
    m_all->courier.finish({1});
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(!log.hasRoom(), patience);
    const std::uint64_t held = m_all->socket(1).movedBytes();
    QVERIFY(held < bytes.size());
    const auto goOn = [&] {
        reader.advance(log.size());
        m_all->courier.resume();
        return reading.isDone();
    };
    QTRY_VERIFY_WITH_TIMEOUT(goOn(), patience);
    QVERIFY(peer.received() == bytes);
}

void TestFileSending::cancelsInTheMiddle()
{
    const std::string bytes = pattern(32U * 1024 * 1024);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    m_all->courier.stopSending();
    QVERIFY(m_all->courier.progress().empty());
    QCOMPARE(count(m_all->log, EventKind::Discarded), std::size_t(1));
    QVERIFY(lastNote(m_all->log, EventKind::Discarded).ends_with("cancelled"));
    m_all->courier.finish({1});
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(bytes.starts_with(peer.received()));
    QCOMPARE(peer.received().size() + sumOf(m_all->log, EventKind::Discarded), bytes.size());
    // Of what was not sent the log keeps the beginning.
    const Event discarded = eventsOf(m_all->log, EventKind::Discarded).front();
    const std::string kept = textOf(discarded.payload());
    QVERIFY(!kept.empty());
    QCOMPARE(kept, bytes.substr(peer.received().size(), kept.size()));
}

void TestFileSending::cancelsWhatWaitsToo()
{
    const QString name = made(QStringLiteral("big"), pattern(32U * 1024 * 1024));
    const QString next = made(QStringLiteral("next"), "next");
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    m_all->courier.send({}, sent(next));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    m_all->courier.stopSending(QList<ConnectionId>{2});
    QCOMPARE(count(m_all->log, EventKind::Discarded), std::size_t(0)); // another one
    m_all->courier.stopSending(QList<ConnectionId>{1});
    QCOMPARE(count(m_all->log, EventKind::Discarded), std::size_t(2));
    QCOMPARE(lastNote(m_all->log, EventKind::Discarded),
             "the file \"next\" was not sent: cancelled"s);
}

void TestFileSending::goesOnAfterACancelledFile()
{
    const QString name = made(QStringLiteral("big"), pattern(32U * 1024 * 1024));
    Peer peer = m_all->connected(64 * 1024);
    QSignalSpy done(&m_all->courier, &Courier::allDone);
    m_all->courier.send({}, sent(name));
    m_all->courier.send({}, message(QStringLiteral("behind it")));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    m_all->courier.stopSending();
    m_all->courier.finish({1});
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(peer.received().ends_with("behind it"));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience);
}

void TestFileSending::discardsTheRestWhenThisSideCloses()
{
    const std::string bytes = pattern(32U * 1024 * 1024);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    m_all->courier.send({}, message(QStringLiteral("behind it")));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    m_all->courier.discardWaiting({1});
    m_all->socket(1).close();
    Background reading([&peer] {
        peer.readToEnd();
        peer.close();
    });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(bytes.starts_with(peer.received()));
    QCOMPARE(peer.received().size() + sumOf(m_all->log, EventKind::Discarded), bytes.size() + 9);
    QTRY_COMPARE_WITH_TIMEOUT(count(m_all->log, EventKind::Closed), std::size_t(1), patience);
}

void TestFileSending::discardsTheRestWhenThePeerResets()
{
    const std::string bytes = pattern(32U * 1024 * 1024);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    peer.reset();
    QTRY_COMPARE_WITH_TIMEOUT(count(m_all->log, EventKind::Closed), std::size_t(1), patience);
    QCOMPARE(count(m_all->log, EventKind::Reset), std::size_t(1));
    QCOMPARE(sumOf(m_all->log, EventKind::Sent) + sumOf(m_all->log, EventKind::Discarded),
             std::uint64_t(bytes.size()));
    QVERIFY(m_all->courier.progress().empty());
}

void TestFileSending::reportsAFileThatVanished()
{
    const QString name = made(QStringLiteral("file"), "bytes");
    const PreparedMessage message = sent(name);
    QVERIFY(QFile::remove(name));
    Peer peer = m_all->connected();
    m_all->courier.send({}, message);
    m_all->courier.send({}, test::message(QStringLiteral("behind it")));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "behind it"s, patience);
    QCOMPARE(lastError(m_all->log), "ENOENT"s);
}

void TestFileSending::reportsAFileThatBecameShorter()
{
    const QString name = made(QStringLiteral("file"), pattern(32U * 1024 * 1024));
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, message(name, Notation::File, LineEnding::Lf));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    QVERIFY(QFile::resize(name, 1000));
    m_all->courier.finish({1});
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    // No ending follows what is no whole file.
    QVERIFY(pattern(32U * 1024 * 1024).starts_with(peer.received()));
    const std::string words = lastNote(m_all->log, EventKind::Failed);
    QVERIFY2(words.find("became shorter") != std::string::npos, words.c_str());
    const std::string count = QLocale().toString(qulonglong(peer.received().size())).toStdString();
    QVERIFY2(words.find(count + " bytes were sent") != std::string::npos, words.c_str());
}

void TestFileSending::sendsWhatWasThereOfAFileThatGrows()
{
    const std::string bytes = pattern(8U * 1024 * 1024);
    const QString name = made(QStringLiteral("file"), bytes);
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    QFile file(name);
    QVERIFY(file.open(QIODevice::Append));
    file.write("more");
    file.close();
    m_all->courier.finish({1});
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(peer.received() == bytes);
}

void TestFileSending::reportsAFileThatCannotBeRead()
{
    Peer peer = m_all->connected();
    m_all->courier.send({}, sent(QStringLiteral("/proc/self/mem"))); // nothing is at address 0
    QTRY_COMPARE_WITH_TIMEOUT(lastError(m_all->log), "EIO"s, patience);
    QVERIFY(lastNote(m_all->log, EventKind::Failed).ends_with("0 bytes of it were sent."));
}

void TestFileSending::refusesWhatIsNoRegularFile_data()
{
    QTest::addColumn<bool>("isFolder");
    QTest::newRow("a folder") << true;
    QTest::newRow("a pipe") << false;
}

void TestFileSending::refusesWhatIsNoRegularFile()
{
    QFETCH(const bool, isFolder);
    // It was a file when it was chosen.
    const QString name = made(QStringLiteral("file"), "bytes");
    const PreparedMessage message = sent(name);
    QVERIFY(QFile::remove(name));
    const std::string path = name.toStdString();
    QCOMPARE(isFolder ? ::mkdir(path.c_str(), 0700) : ::mkfifo(path.c_str(), 0600), 0);
    Peer peer = m_all->connected();
    m_all->courier.send({}, message);
    QTRY_COMPARE_WITH_TIMEOUT(lastError(m_all->log), "EINVAL"s, patience);
    QCOMPARE(sumOf(m_all->log, EventKind::Sent), std::uint64_t(0));
}

void TestFileSending::showsHowFarItIs()
{
    const std::string bytes = pattern(32U * 1024 * 1024);
    const QString name = made(QStringLiteral("big"), bytes);
    Peer peer = m_all->connected(64 * 1024);
    m_all->courier.send({}, sent(name));
    const auto progress = [this] {
        const auto list = m_all->courier.progress();
        return list.empty() ? SendingProgress() : list.front();
    };
    QTRY_VERIFY_WITH_TIMEOUT(m_all->socket(1).unsent() > 0, patience);
    QCOMPARE(progress().kind, SendingProgress::Kind::File);
    QCOMPARE(progress().connection, ConnectionId(1));
    QCOMPARE(progress().name, QStringLiteral("big"));
    QCOMPARE(progress().total, std::uint64_t(bytes.size()));
    QCOMPARE(progress().done, sumOf(m_all->log, EventKind::Sent));
    QVERIFY(progress().perSecond > 0);
    Background reading([&peer] { peer.readToEnd(); });
    m_all->courier.finish({1});
    QTRY_VERIFY_WITH_TIMEOUT(m_all->courier.progress().empty(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
}

void TestFileSending::showsAnOddNameInert()
{
    const QString name = made(QStringLiteral("a\nb\u202ec"), "bytes");
    Peer peer = m_all->connected();
    m_all->courier.send({}, sent(name));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "bytes"s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->notes(1).find("\"a\\nb<U+202E>c\"") != std::string::npos,
                             patience);
}

QTEST_GUILESS_MAIN(TestFileSending)
#include "tst_filesending.moc"
