#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace sockyard::test;

namespace
{

/// How long a QTRY_… may wait on a machine that is busy with other things, in milliseconds.
constexpr int patience = 30000;

} // namespace

/// The replies `http` and `files` of the built program, against curl and Python's http.client.
class TestHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void curlGetsHello_data();
    void curlGetsHello();
    void curlsBodiesAreReadToTheirEnd_data();
    void curlsBodiesAreReadToTheirEnd();
    void curlUsesOneConnectionForTwoRequests();
    void curlIsToldThatThisIsNotHttps();
    void curlReadsAFolder();
    void curlGoesOnWithAHalfFile();
    void curlLeavesNoFolder();
    void pythonsClientUnderstandsEveryAnswer();

private:
    void startServer(const QStringList &reply);
    QString url(const char *path) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(QLatin1StringView(path));
    }
    QString file(const char *name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    void write(const char *name, const QByteArray &bytes) const;
    /// Runs a program to its end, which is as expected.
    void run(const QString &name, const QStringList &arguments, int status = 0);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Program> m_server;
    QByteArray m_output; // of what was run last
    quint16 m_port = 0;
};

void TestHttp::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("root/sub")));
    m_server = std::make_unique<Program>();
}

void TestHttp::cleanup()
{
    m_server->terminate();
    QTRY_VERIFY_WITH_TIMEOUT(m_server->hasEnded(), patience);
    QCOMPARE(m_server->errors(), QByteArray());
    m_server.reset();
    m_folder.reset();
}

void TestHttp::startServer(const QStringList &reply)
{
    m_server->start(QStringLiteral(SOCKYARD_PROGRAM),
                    QStringList{QStringLiteral("--server"), QStringLiteral("127.0.0.1:0"),
                                QStringLiteral("--reply")} +
                        reply);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->output().endsWith('\n'), patience);
    static const QRegularExpression listening(
        QStringLiteral("^server listening 127\\.0\\.0\\.1:(\\d+)$"));
    const auto match = listening.match(m_server->outputLines().constLast());
    QVERIFY2(match.hasMatch(), m_server->output().constData());
    m_port = match.captured(1).toUShort();
}

void TestHttp::write(const char *name, const QByteArray &bytes) const
{
    QFile target(file(name));
    QVERIFY(target.open(QIODevice::WriteOnly));
    QCOMPARE(target.write(bytes), bytes.size());
}

void TestHttp::run(const QString &name, const QStringList &arguments, int status)
{
    const QStringList before = name == QStringLiteral("curl")
                                   ? QStringList{QStringLiteral("--noproxy"), QStringLiteral("*"),
                                                 QStringLiteral("--silent"),
                                                 QStringLiteral("--max-time"), QStringLiteral("20")}
                                   : QStringList();
    Program program;
    program.start(name, before + arguments);
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    m_output = program.output();
    QVERIFY2(program.status() == status, program.errors() + m_output);
}

void TestHttp::curlGetsHello_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray hello = "Hello|200|5|text/plain; charset=utf-8";
    QTest::newRow("GET") << QStringList() << hello;
    QTest::newRow("HTTP/1.0") << QStringList{QStringLiteral("--http1.0")} << hello;
    QTest::newRow("a body with GET") << QStringList{QStringLiteral("-X"), QStringLiteral("GET"),
                                                    QStringLiteral("-d"), QStringLiteral("hogehge")}
                                     << hello;
    QTest::newRow("POST") << QStringList{QStringLiteral("-d"), QStringLiteral("hogehge"),
                                         QStringLiteral("-o"), QStringLiteral("/dev/null")}
                          << QByteArray("|405|66|text/plain; charset=utf-8");
}

void TestHttp::curlGetsHello()
{
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, expected);
    startServer({QStringLiteral("http")});
    run(QStringLiteral("curl"),
        options + QStringList{QStringLiteral("-w"),
                              QStringLiteral("|%{http_code}|%{size_download}|%{content_type}"),
                              url("/test")});
    QCOMPARE(m_output, expected);
}

void TestHttp::curlsBodiesAreReadToTheirEnd_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("with their length") << QStringList();
    QTest::newRow("chunked") << QStringList{QStringLiteral("-H"),
                                            QStringLiteral("Transfer-Encoding: chunked")};
    QTest::newRow("without waiting")
        << QStringList{QStringLiteral("-H"), QStringLiteral("Expect:")};
    QTest::newRow("waiting to continue")
        << QStringList{QStringLiteral("-H"), QStringLiteral("Expect: 100-continue")};
    QTest::newRow("HTTP/1.0") << QStringList{QStringLiteral("--http1.0")};
}

void TestHttp::curlsBodiesAreReadToTheirEnd()
{
    QFETCH(const QStringList, options);
    startServer({QStringLiteral("http")});
    write("body", QByteArray(5000000, 'x'));
    run(QStringLiteral("curl"),
        options + QStringList{QStringLiteral("--data-binary"), QStringLiteral("@") + file("body"),
                              QStringLiteral("-o"), QStringLiteral("/dev/null"),
                              QStringLiteral("-w"), QStringLiteral("%{http_code} %{size_upload}"),
                              url("/")});
    QVERIFY2(m_output.startsWith("404 5000"),
             m_output.constData()); // chunks have lines of their own
}

void TestHttp::curlUsesOneConnectionForTwoRequests()
{
    startServer({QStringLiteral("http")});
    run(QStringLiteral("curl"),
        {QStringLiteral("-w"), QStringLiteral("%{num_connects} "), url("/test"), url("/test")});
    QCOMPARE(m_output, QByteArray("Hello1 Hello0 "));
}

void TestHttp::curlIsToldThatThisIsNotHttps()
{
    startServer({QStringLiteral("http")});
    run(QStringLiteral("curl"),
        {QStringLiteral("--insecure"),
         url("/test").replace(QStringLiteral("http:"), QStringLiteral("https:"))},
        35); // CURLE_SSL_CONNECT_ERROR, and not a time-out
}

void TestHttp::curlReadsAFolder()
{
    write("root/sub/日本 語.txt", "こんにちは");
    write("root/large.bin", QByteArray(3000000, 'x'));
    startServer({QStringLiteral("files"), QStringLiteral("--reply-option"),
                 QStringLiteral("folder=") + file("root")});
    run(QStringLiteral("curl"), {QStringLiteral("-L"), url("/sub")});
    QVERIFY2(m_output.contains("<a href=\"%E6%97%A5%E6%9C%AC%20%E8%AA%9E.txt\">日本 語.txt</a>"),
             m_output.constData());
    run(QStringLiteral("curl"), {url("/sub/%E6%97%A5%E6%9C%AC%20%E8%AA%9E.txt")});
    QCOMPARE(m_output, QByteArray("こんにちは"));
    run(QStringLiteral("curl"), {url("/large.bin")});
    QVERIFY(m_output == QByteArray(3000000, 'x'));
    run(QStringLiteral("curl"), {QStringLiteral("-I"), url("/large.bin")});
    QVERIFY(m_output.contains("Content-Length: 3000000\r\n"));
}

void TestHttp::curlGoesOnWithAHalfFile()
{
    write("root/digits.txt", "0123456789");
    write("half", "0123");
    startServer({QStringLiteral("files"), QStringLiteral("--reply-option"),
                 QStringLiteral("folder=") + file("root")});
    run(QStringLiteral("curl"), {QStringLiteral("-r"), QStringLiteral("2-4"), url("/digits.txt")});
    QCOMPARE(m_output, QByteArray("234"));
    run(QStringLiteral("curl"), {QStringLiteral("-C"), QStringLiteral("-"), QStringLiteral("-o"),
                                 file("half"), url("/digits.txt")});
    QFile half(file("half"));
    QVERIFY(half.open(QIODevice::ReadOnly));
    QCOMPARE(half.readAll(), QByteArray("0123456789"));
}

void TestHttp::curlLeavesNoFolder()
{
    write("secret.txt", "outside");
    startServer({QStringLiteral("files"), QStringLiteral("--reply-option"),
                 QStringLiteral("folder=") + file("root")});
    for (const char *path : {"/../secret.txt", "/%2e%2e/secret.txt", "/sub/..%2f..%2fsecret.txt"}) {
        run(QStringLiteral("curl"), {QStringLiteral("--path-as-is"), QStringLiteral("-w"),
                                     QStringLiteral("%{http_code}"), url(path)});
        QVERIFY(m_output.endsWith("404"));
        QVERIFY(!m_output.contains("outside"));
    }
}

void TestHttp::pythonsClientUnderstandsEveryAnswer()
{
    startServer({QStringLiteral("http")});
    run(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral(R"(
import http.client, sys
connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=20)
def ask(method, path, **more):
    connection.request(method, path, **more)
    answer = connection.getresponse()
    print(method, path, answer.status, len(answer.read()), answer.getheader('Allow'))
ask('GET', '/test')
ask('HEAD', '/test')
ask('GET', '/other')
ask('POST', '/test', body='x' * 100000)
ask('PUT', '/', body=iter([b'a' * 70000, b'b']), encode_chunked=True)
ask('OPTIONS', '*')
ask('BREW', '/test')
ask('GET', '/test', headers={'X-%d' % n: 'y' * 200 for n in range(900)})
ask('GET', '/test', headers={'X': 'y' * 65500})
ask('GET', '/test', headers={'Connection': 'close'})
)"),
                                    QString::number(m_port)});
    QCOMPARE(m_output, QByteArray("GET /test 200 5 None\n"
                                  "HEAD /test 200 0 None\n"
                                  "GET /other 404 46 None\n"
                                  "POST /test 405 66 GET, HEAD\n"
                                  "PUT / 404 46 None\n"
                                  "OPTIONS * 204 0 GET, HEAD, OPTIONS\n"
                                  "BREW /test 501 59 None\n"
                                  "GET /test 200 5 None\n"
                                  "GET /test 200 5 None\n"
                                  "GET /test 200 5 None\n"));
}

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
