// Each expression is used once a run, and the names live as long as the program.
// clazy:excludeall=non-pod-global-static,use-static-qregularexpression
#include "tests/support/clientprogram.h"
#include "tests/support/pythonpeer.h"
#include "tests/support/savedlines.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard::test;

namespace
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
constexpr int patience = 120000;

constexpr qint64 mebibyte = 1024 * 1024;
// The log's memory is 128 MiB; what it cannot keep waits for the disk.
constexpr qint64 mostMemory = 300 * mebibyte;

const auto program = QStringLiteral(SOCKYARD_PROGRAM);

/// Only where it is wished for: it takes minutes, and room on the disk.
bool wantsLongRows()
{
    return qEnvironmentVariableIsSet("SOCKYARD_LONG");
}

/// The most memory that a process had so far, in bytes; 0 where it is gone.
qint64 peakMemory(qint64 process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QRegularExpression peak(QStringLiteral("VmHWM:\\s+(\\d+) kB"));
    return peak.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong() * 1024;
}

// Both print what they moved: how many bytes, and their hash.

const auto readsAll = QStringLiteral(R"(
peer = server.accept()[0]
count, sum = 0, hashlib.sha256()
while data := peer.recv(1 << 20):
    count += len(data)
    sum.update(data)
print(count, sum.hexdigest(), flush=True)
)");

const auto sendsMuch = QStringLiteral(R"(
import random
peer = server.accept()[0]
sum, block = hashlib.sha256(), bytearray(random.randbytes(1 << 20))
for number in range(int(sys.argv[1])):
    block[:8] = number.to_bytes(8, "big")
    sum.update(block)
    peer.sendall(block)
peer.shutdown(socket.SHUT_WR)
print(len(block) * int(sys.argv[1]), sum.hexdigest(), flush=True)
peer.recv(1)
)");

} // namespace

/// Many bytes in either direction: none is lost or changed, and memory stays what it is.
class TestClientBulk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void sendsALargeFileWhole_data();
    void sendsALargeFileWhole();
    void receivesMuch_data();
    void receivesMuch();

private:
    QString file(const char *name) const { return m_folder->filePath(QLatin1StringView(name)); }
    static void end(ClientProgram &client);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestClientBulk::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestClientBulk::end(ClientProgram &client)
{
    QTRY_VERIFY_WITH_TIMEOUT(client.hasReadAll(), patience);
    const qint64 peak = peakMemory(client.program().processId());
    qInfo("peak memory: %lld MiB", peak / mebibyte);
    QVERIFY(peak > 0);
    QVERIFY(peak < mostMemory);
    client.program().terminate();
    QTRY_VERIFY_WITH_TIMEOUT(client.program().hasEnded(), patience);
    QCOMPARE(client.program().errors(), QByteArray());
    QCOMPARE(client.program().status(), 0);
}

void TestClientBulk::sendsALargeFileWhole_data()
{
    QTest::addColumn<qint64>("mebibytes");
    QTest::newRow("256 MiB") << qint64(256);
    if (wantsLongRows()) {
        QTest::newRow("2 GiB") << qint64(2048);
    }
}

void TestClientBulk::sendsALargeFileWhole()
{
    QFETCH(const qint64, mebibytes);
    QFile large(file("large"));
    QVERIFY(large.open(QIODevice::WriteOnly));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(mebibyte, '\0');
    for (qint64 number = 0; number < mebibytes; ++number) {
        block.replace(0, 8, QByteArray::number(number).rightJustified(8));
        hash.addData(block);
        QCOMPARE(large.write(block), mebibyte);
    }
    large.close();
    PythonPeer server;
    QVERIFY(server.start(readsAll));
    ClientProgram client(program);
    client.start(server.port(),
                 {QStringLiteral("--send-file"), large.fileName(), QStringLiteral("--finish")});
    const auto whole = QStringLiteral("%1 %2").arg(QString::number(mebibytes * mebibyte),
                                                   QString::fromLatin1(hash.result().toHex()));
    QTRY_COMPARE_WITH_TIMEOUT(server.lines(), QStringList{whole}, patience);
    end(client);
}

void TestClientBulk::receivesMuch_data()
{
    QTest::addColumn<qint64>("mebibytes");
    QTest::newRow("256 MiB") << qint64(256);
    if (wantsLongRows()) {
        QTest::newRow("1 GiB") << qint64(1024);
    }
}

void TestClientBulk::receivesMuch()
{
    QFETCH(const qint64, mebibytes);
    PythonPeer server;
    QVERIFY(server.start(sendsMuch, {QString::number(mebibytes)}));
    ClientProgram client(program, file("log.jsonl"));
    client.start(server.port(), {});
    QTRY_COMPARE_WITH_TIMEOUT(server.lines().size(), qsizetype(1), patience);
    end(client);
    qint64 count = 0;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    forEachLine(file("log.jsonl"), [&count, &hash](const SavedLine &line) {
        if (line.text("event") == QStringLiteral("received")) {
            const QByteArray data = line.data();
            count += data.size();
            hash.addData(data);
        }
    });
    QCOMPARE(count, mebibytes * mebibyte);
    QCOMPARE(server.lines().constFirst(),
             QStringLiteral("%1 %2").arg(QString::number(count),
                                         QString::fromLatin1(hash.result().toHex())));
}

QTEST_GUILESS_MAIN(TestClientBulk)
#include "tst_clientbulk.moc"
