#include "netcore/responders/files.h"
#include "netcore/responders/http.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// Everything that a responder does until it is the client's turn again.
struct Done {
    std::string bytes;
    Reply::Then then = Reply::Then::Keep;
    QStringList notes;
    std::size_t largest = 0; ///< piece
};

void follow(Responder &responder, Reply reply, Done &done)
{
    for (;;) {
        done.bytes += textOf(reply.bytes);
        done.largest = std::max(done.largest, reply.bytes.size());
        done.then = reply.then;
        if (!reply.note.isEmpty()) {
            done.notes.append(reply.note);
        }
        if (reply.then != Reply::Then::More) {
            return;
        }
        reply = responder.onTaken();
    }
}

Done talk(Responder &responder, std::string_view bytes)
{
    Done done;
    follow(responder, responder.onReceived(viewOf(bytes)), done);
    return done;
}

/// The date of every answer differs: checked, and taken out.
std::string withoutDates(const std::string &bytes)
{
    static const QRegularExpression date(QStringLiteral(
        "Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n"));
    return QString::fromStdString(bytes).remove(date).toStdString();
}

bool holds(const std::string &text, std::string_view piece)
{
    return text.find(piece) != std::string::npos;
}

std::string statusLine(const std::string &bytes)
{
    return bytes.substr(0, bytes.find("\r\n"));
}

std::string content(const std::string &bytes)
{
    const auto end = bytes.find("\r\n\r\n");
    return end == std::string::npos ? "no end of the head" : bytes.substr(end + 4);
}

std::string fieldOf(const std::string &bytes, std::string_view name)
{
    const std::string head = bytes.substr(0, bytes.find("\r\n\r\n") + 2);
    const auto begin = head.find("\r\n"s.append(name).append(": "));
    if (begin == std::string::npos) {
        return "none";
    }
    const auto value = begin + 4 + name.size();
    return head.substr(value, head.find("\r\n", value) - value);
}

std::string get(std::string_view path, std::string_view fields = {},
                std::string_view method = "GET")
{
    return std::string(method)
               .append(" ")
               .append(path)
               .append(" HTTP/1.1\r\nHost: a\r\n")
               .append(fields) +
           "\r\n";
}

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
                          "Content-Length: 5\r\n";

} // namespace

class TestHttpReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void httpGreetsAtItsPath();
    void httpKnowsOnePathOnly_data();
    void httpKnowsOnePathOnly();
    void httpAnswersEveryMethodByTheRules_data();
    void httpAnswersEveryMethodByTheRules();
    void httpKeepsAConnectionAsItsVersionSays_data();
    void httpKeepsAConnectionAsItsVersionSays();
    void httpAnswersPipelinedRequestsInOrder();
    void httpReadsABodyToItsEnd();
    void httpTellsAClientThatWaitsToContinue();
    void httpRefusesInPlainWordsAndCloses_data();
    void httpRefusesInPlainWordsAndCloses();
    void httpEndsInOrder();
    void httpHasOptions();
    void httpPreparesNoPathWithoutASlash();
    void aThousandRequestsInOnePieceAreAnswered();

    void filesServesAFile();
    void filesKnowsMediaTypes_data();
    void filesKnowsMediaTypes();
    void filesSendsALargeFileInPieces();
    void filesServesRanges_data();
    void filesServesRanges();
    void filesServesIndexOrAList();
    void filesRedirectsFoldersToThemselves();
    void filesNotesNoMoreOfALongPathThanAPersonReads();
    void filesNeverLeavesItsFolder_data();
    void filesNeverLeavesItsFolder();
    void filesServesOnlyWhatWasChangedSince();
    void filesAllowsReadingOnly();
    void filesCutsWhatBecameShorter();
    void filesHoldsNoFileOpenWhileItWaits();
    void filesNeedsAFolder();

private:
    void write(const QString &name, const QByteArray &bytes) const;
    std::unique_ptr<Responder> files() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestHttpReplies::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("root/sub")));
    write(QStringLiteral("../secret.txt"), "outside");
    write(QStringLiteral("a.txt"), "0123456789");
}

void TestHttpReplies::cleanup()
{
    m_folder.reset();
}

void TestHttpReplies::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(m_folder->filePath(QStringLiteral("root/") + name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

std::unique_ptr<Responder> TestHttpReplies::files() const
{
    const auto prepared =
        responderNamed(QStringLiteral("files"))
            ->prepared({{QStringLiteral("folder"), m_folder->filePath(QStringLiteral("root"))}});
    return prepared.make ? prepared.make({}) : nullptr;
}

void TestHttpReplies::httpGreetsAtItsPath()
{
    Http http;
    QVERIFY(http.onAccepted().isNothing());
    const Done done = talk(http, get("/test"));
    QVERIFY(done.bytes != withoutDates(done.bytes));
    QCOMPARE(withoutDates(done.bytes), hello + "\r\nHello");
    QCOMPARE(done.then, Reply::Then::Keep);
    QCOMPARE(done.notes, QStringList());
}

void TestHttpReplies::httpKnowsOnePathOnly_data()
{
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("status");
    QTest::newRow("the path") << "/test"s
                              << "HTTP/1.1 200 OK"s;
    QTest::newRow("with a query") << "/test?a=b"s
                                  << "HTTP/1.1 200 OK"s;
    QTest::newRow("written otherwise") << "/te%73t"s
                                       << "HTTP/1.1 200 OK"s;
    QTest::newRow("in absolute form") << "http://localhost:8890/test"s
                                      << "HTTP/1.1 200 OK"s;
    for (const char *other : {"/", "/test/", "/Test", "/testing", "//test", "/a/../test"}) {
        QTest::newRow(other) << std::string(other) << "HTTP/1.1 404 Not Found"s;
    }
}

void TestHttpReplies::httpKnowsOnePathOnly()
{
    QFETCH(const std::string, target);
    QFETCH(const std::string, status);
    Http http;
    const Done done = talk(http, get(target));
    QCOMPARE(statusLine(done.bytes), status);
    QCOMPARE(fieldOf(done.bytes, "Content-Length"), std::to_string(content(done.bytes).size()));
    QCOMPARE(done.then, Reply::Then::Keep);
}

void TestHttpReplies::httpAnswersEveryMethodByTheRules_data()
{
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("status");
    QTest::addColumn<std::string>("allow");
    const auto row = [](std::string_view method, std::string_view path, const char *status,
                        const char *allow) {
        QTest::newRow((std::string(method) + " " + std::string(path)).c_str())
            << get(path, {}, method) << std::string(status) << std::string(allow);
    };
    for (const char *method : {"POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"}) {
        row(method, "/test", "HTTP/1.1 405 Method Not Allowed", "GET, HEAD");
        row(method, "/", "HTTP/1.1 404 Not Found", "none");
    }
    row("BREW", "/test", "HTTP/1.1 501 Not Implemented", "none");
    row("get", "/test", "HTTP/1.1 501 Not Implemented", "none");
    row("CONNECT", "localhost:80", "HTTP/1.1 501 Not Implemented", "none");
    row("OPTIONS", "*", "HTTP/1.1 204 No Content", "GET, HEAD, OPTIONS");
}

void TestHttpReplies::httpAnswersEveryMethodByTheRules()
{
    QFETCH(const std::string, request);
    QFETCH(const std::string, status);
    QFETCH(const std::string, allow);
    Http http;
    const Done done = talk(http, request);
    QCOMPARE(statusLine(done.bytes), status);
    QCOMPARE(fieldOf(done.bytes, "Allow"), allow);
    QCOMPARE(done.then, Reply::Then::Keep);
    const bool isEmpty = status.find("204") != std::string::npos;
    QCOMPARE(fieldOf(done.bytes, "Content-Length"),
             isEmpty ? "none"s : std::to_string(content(done.bytes).size()));
    // A HEAD of the same says the same, without the content.
    const Done head = talk(http, get("/test", {}, "HEAD"));
    QCOMPARE(withoutDates(head.bytes), hello + "\r\n");
}

void TestHttpReplies::httpKeepsAConnectionAsItsVersionSays_data()
{
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("connection");
    QTest::addColumn<bool>("closes");
    QTest::newRow("1.1") << get("/test") << "none"s << false;
    QTest::newRow("1.1, close") << get("/test", "Connection: close\r\n") << "close"s << true;
    QTest::newRow("1.0") << "GET /test HTTP/1.0\r\n\r\n"s
                         << "close"s << true;
    QTest::newRow("1.0, keep-alive") << "GET /test HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"s
                                     << "keep-alive"s << false;
    QTest::newRow("1.0, both") << "GET /test HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n"s
                               << "close"s << true;
}

void TestHttpReplies::httpKeepsAConnectionAsItsVersionSays()
{
    QFETCH(const std::string, request);
    QFETCH(const std::string, connection);
    QFETCH(const bool, closes);
    Http http;
    // What follows a request with which the connection ends is not answered any more.
    const Done done = talk(http, request + request);
    QCOMPARE(fieldOf(done.bytes, "Connection"), connection);
    QCOMPARE(done.then, closes ? Reply::Then::Close : Reply::Then::Keep);
    QCOMPARE(QByteArray::fromStdString(done.bytes).count("Hello"), closes ? 1 : 2);
}

void TestHttpReplies::httpAnswersPipelinedRequestsInOrder()
{
    const std::string requests = get("/test") + get("/") + get("/test", {}, "HEAD") +
                                 get("/test", "Content-Length: 3\r\n", "POST") + "abc" +
                                 get("/test", "Connection: close\r\n");
    std::string all;
    for (std::size_t piece : {requests.size(), std::size_t(1), std::size_t(7)}) {
        Http http;
        Done done;
        for (std::size_t begin = 0; begin < requests.size(); begin += piece) {
            follow(http, http.onReceived(viewOf(std::string_view(requests).substr(begin, piece))),
                   done);
        }
        QCOMPARE(done.then, Reply::Then::Close);
        const std::string answers = withoutDates(done.bytes);
        QVERIFY(answers.starts_with(hello + "\r\nHelloHTTP/1.1 404 Not Found\r\n"));
        QVERIFY(answers.ends_with(hello + "Connection: close\r\n\r\nHello"));
        QVERIFY(all.empty() || answers == all);
        all = answers;
    }
    const QByteArray statuses = QByteArray::fromStdString(all);
    QCOMPARE(statuses.count("HTTP/1.1 "), 5);
    QVERIFY(statuses.indexOf("404") < statuses.indexOf("405"));
}

void TestHttpReplies::httpReadsABodyToItsEnd()
{
    Http http;
    QVERIFY(http.onReceived(viewOf(get("/x", "Content-Length: 10000000\r\n", "POST"))).isNothing());
    const std::string piece(100000, 'x');
    for (int count = 0; count < 99; ++count) {
        QVERIFY(http.onReceived(viewOf(piece)).isNothing());
    }
    QCOMPARE(statusLine(talk(http, piece).bytes), "HTTP/1.1 404 Not Found"s);
    QCOMPARE(withoutDates(talk(http, get("/test")).bytes), hello + "\r\nHello");
}

void TestHttpReplies::httpTellsAClientThatWaitsToContinue()
{
    Http http;
    const Done wait = talk(http, get("/", "Content-Length: 3\r\nExpect: 100-continue\r\n", "POST"));
    QCOMPARE(wait.bytes, "HTTP/1.1 100 Continue\r\n\r\n"s);
    QCOMPARE(wait.then, Reply::Then::Keep);
    QCOMPARE(statusLine(talk(http, "abc").bytes), "HTTP/1.1 404 Not Found"s);
    const Done both =
        talk(http, get("/", "Content-Length: 3\r\nExpect: 100-continue\r\n", "POST") + "abc");
    QVERIFY(both.bytes.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n"));
}

void TestHttpReplies::httpRefusesInPlainWordsAndCloses_data()
{
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("status");
    QTest::addColumn<QString>("words");
    QTest::newRow("no version") << "GET /test\n"s
                                << "HTTP/1.1 400 Bad Request"s
                                << QStringLiteral("It is: GET /test HTTP/1.1");
    QTest::newRow("no host") << "GET /test HTTP/1.1\n\n"s
                             << "HTTP/1.1 400 Bad Request"s << QStringLiteral("Host: localhost");
    QTest::newRow("two lengths") << get("/", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                                        "POST") +
                                        get("/test")
                                 << "HTTP/1.1 400 Bad Request"s
                                 << QStringLiteral("exclude each other");
    QTest::newRow("a long path") << "GET /"s + std::string(10000, 'a')
                                 << "HTTP/1.1 414 URI Too Long"s << QStringLiteral("8192");
    QTest::newRow("a long field") << get("/", std::string(70000, 'a'))
                                  << "HTTP/1.1 431 Request Header Fields Too Large"s
                                  << QStringLiteral("65536");
    QTest::newRow("HTTP/2") << "PRI * HTTP/2.0\r\n\r\n"s
                            << "HTTP/1.1 505 HTTP Version Not Supported"s
                            << QStringLiteral("HTTP/1.1 and HTTP/1.0");
    QTest::newRow("TLS") << "\x16\x03\x01"s
                         << "HTTP/1.1 400 Bad Request"s << QStringLiteral("TLS (https)");
}

void TestHttpReplies::httpRefusesInPlainWordsAndCloses()
{
    QFETCH(const std::string, request);
    QFETCH(const std::string, status);
    QFETCH(const QString, words);
    Http http;
    const Done done = talk(http, request);
    QCOMPARE(statusLine(done.bytes), status);
    QCOMPARE(fieldOf(done.bytes, "Connection"), "close"s);
    QCOMPARE(fieldOf(done.bytes, "Content-Type"), "text/plain; charset=utf-8"s);
    QCOMPARE(fieldOf(done.bytes, "Content-Length"), std::to_string(content(done.bytes).size()));
    QVERIFY(QString::fromStdString(content(done.bytes)).contains(words));
    QCOMPARE(done.then, Reply::Then::Close);
    QCOMPARE(done.notes.size(), 1);
    QVERIFY2(done.notes.constFirst().contains(words), qPrintable(done.notes.constFirst()));
    QVERIFY(!holds(done.bytes, "Hello"));
    QVERIFY(http.onReceived(viewOf(get("/test"))).isNothing());
}

void TestHttpReplies::httpEndsInOrder()
{
    Http silent;
    const Reply end = silent.onPeerFinished();
    QVERIFY(end.bytes.empty());
    QCOMPARE(end.then, Reply::Then::Close);

    Http answered;
    talk(answered, get("/test"));
    QVERIFY(answered.onPeerFinished().bytes.empty());

    Http half;
    QVERIFY(half.onReceived(viewOf("GET /test HTTP/1.0\r\n")).isNothing());
    Done done;
    follow(half, half.onPeerFinished(), done);
    QCOMPARE(statusLine(done.bytes), "HTTP/1.1 400 Bad Request"s);
    QVERIFY(holds(done.bytes, "empty line"));
    QCOMPARE(done.then, Reply::Then::Close);
}

void TestHttpReplies::httpHasOptions()
{
    const auto *row = responderNamed(QStringLiteral("http"));
    const auto prepared = row->prepared({{QStringLiteral("path"), QStringLiteral("/\\u{3042} b")},
                                         {QStringLiteral("body"), QStringLiteral("\\x00\\n")}});
    QCOMPARE(prepared.error, QString());
    const auto http = prepared.make({});
    const Done done = talk(*http, get("/%e3%81%82%20b"));
    QCOMPARE(content(done.bytes), "\0\n"s);
    QCOMPARE(fieldOf(done.bytes, "Content-Length"), "2"s);
    QCOMPARE(statusLine(talk(*http, get("/test")).bytes), "HTTP/1.1 404 Not Found"s);
}

void TestHttpReplies::httpPreparesNoPathWithoutASlash()
{
    const auto *row = responderNamed(QStringLiteral("http"));
    for (const char *path : {"", "test"}) {
        const auto prepared = row->prepared({{QStringLiteral("path"), QString::fromLatin1(path)}});
        QVERIFY(!prepared.make);
        QVERIFY(prepared.error.contains(QStringLiteral("begin with a slash")));
    }
}

void TestHttpReplies::aThousandRequestsInOnePieceAreAnswered()
{
    Http http;
    std::string requests;
    for (int count = 0; count < 1000; ++count) {
        requests += get("/test");
    }
    const Done done = talk(http, requests);
    QCOMPARE(QByteArray::fromStdString(done.bytes).count("\r\n\r\nHello"), 1000);
    QCOMPARE(done.then, Reply::Then::Keep);
    QVERIFY(done.largest < 1000); // one answer a piece: a client that does not read costs no more
}

void TestHttpReplies::filesServesAFile()
{
    const auto server = files();
    QVERIFY(server);
    const Done done = talk(*server, get("/a.txt"));
    QCOMPARE(statusLine(done.bytes), "HTTP/1.1 200 OK"s);
    QCOMPARE(content(done.bytes), "0123456789"s);
    QCOMPARE(fieldOf(done.bytes, "Content-Length"), "10"s);
    QCOMPARE(fieldOf(done.bytes, "Content-Type"), "text/plain; charset=utf-8"s);
    QCOMPARE(fieldOf(done.bytes, "X-Content-Type-Options"), "nosniff"s);
    QCOMPARE(fieldOf(done.bytes, "Accept-Ranges"), "bytes"s);
    QVERIFY(fieldOf(done.bytes, "Last-Modified").ends_with(" GMT"));
    QCOMPARE(done.then, Reply::Then::Keep);
    QCOMPARE(done.notes,
             QStringList{QStringLiteral("200, 10 B, text/plain; charset=utf-8: /a.txt")});
    const Done head = talk(*server, get("/a.txt", {}, "HEAD"));
    QCOMPARE(withoutDates(head.bytes) + "0123456789", withoutDates(done.bytes));
    write(QStringLiteral("日本 語.txt"), "あ");
    QCOMPARE(content(talk(*server, get("/%E6%97%A5%E6%9C%AC%20%E8%AA%9E.txt?x=1")).bytes),
             "\xe3\x81\x82"s);
    write(QStringLiteral("empty.txt"), "");
    QCOMPARE(fieldOf(talk(*server, get("/empty.txt")).bytes, "Content-Length"), "0"s);
}

void TestHttpReplies::filesKnowsMediaTypes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<std::string>("type");
    QTest::newRow("html") << QStringLiteral("a.html") << QByteArray("x") << "text/html"s;
    QTest::newRow("css") << QStringLiteral("a.css") << QByteArray("x")
                         << "text/css; charset=utf-8"s;
    QTest::newRow("png") << QStringLiteral("A.PNG") << QByteArray("x") << "image/png"s;
    QTest::newRow("svg") << QStringLiteral("a.svg") << QByteArray("x") << "image/svg+xml"s;
    QTest::newRow("json") << QStringLiteral("a.json") << QByteArray("{}") << "application/json"s;
    QTest::newRow("pdf") << QStringLiteral("a.pdf") << QByteArray("x") << "application/pdf"s;
    QTest::newRow("text in UTF-8")
        << QStringLiteral("a.txt") << QByteArray("\xe3\x81\x82") << "text/plain; charset=utf-8"s;
    QTest::newRow("text in Shift JIS")
        << QStringLiteral("a.txt") << QByteArray("\x82\xa0") << "text/plain"s;
    QTest::newRow("a character across the first 4 KiB")
        << QStringLiteral("a.txt") << QByteArray(4095, 'a') + "\xe3\x81\x82"
        << "text/plain; charset=utf-8"s;
    QTest::newRow("unknown") << QStringLiteral("a.sockyard") << QByteArray("<script>")
                             << "application/octet-stream"s;
    QTest::newRow("no ending") << QStringLiteral("thing") << QByteArray("<script>")
                               << "application/octet-stream"s;
}

void TestHttpReplies::filesKnowsMediaTypes()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QFETCH(const std::string, type);
    write(name, bytes);
    const Done done = talk(*files(), get("/" + name.toStdString()));
    QCOMPARE(fieldOf(done.bytes, "Content-Type"), type);
    QCOMPARE(content(done.bytes), bytes.toStdString());
}

void TestHttpReplies::filesSendsALargeFileInPieces()
{
    QByteArray bytes;
    for (int index = 0; index < 300000; ++index) {
        bytes += QByteArray::number(index);
    }
    write(QStringLiteral("large.bin"), bytes);
    const auto server = files();
    const Done done = talk(*server, get("/large.bin") + get("/a.txt"));
    QVERIFY(done.largest <= HttpResponder::pieceSize + 1024);
    const QByteArray all = QByteArray::fromStdString(done.bytes);
    const qsizetype begin = all.indexOf("\r\n\r\n") + 4;
    QVERIFY(all.mid(begin, bytes.size()) == bytes);
    QVERIFY(all.mid(begin + bytes.size()).startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(all.endsWith("0123456789"));
    QCOMPARE(done.notes.size(), 2);
}

void TestHttpReplies::filesServesRanges_data()
{
    QTest::addColumn<std::string>("fields");
    QTest::addColumn<std::string>("status");
    QTest::addColumn<std::string>("range");
    QTest::addColumn<std::string>("bytes");
    const auto part = "HTTP/1.1 206 Partial Content"s;
    const auto whole = "HTTP/1.1 200 OK"s;
    const auto none = "HTTP/1.1 416 Range Not Satisfiable"s;
    QTest::newRow("from, to") << "Range: bytes=2-4\r\n"s << part << "bytes 2-4/10"s
                              << "234"s;
    QTest::newRow("from") << "Range: bytes=7-\r\n"s << part << "bytes 7-9/10"s
                          << "789"s;
    QTest::newRow("last") << "Range: bytes=-2\r\n"s << part << "bytes 8-9/10"s
                          << "89"s;
    QTest::newRow("beyond") << "Range: bytes=10-\r\n"s << none << "bytes */10"s
                            << ""s;
    QTest::newRow("several") << "Range: bytes=0-1,3-4\r\n"s << whole << "none"s
                             << "0123456789"s;
    QTest::newRow("nonsense") << "Range: bytes=x\r\n"s << whole << "none"s
                              << "0123456789"s;
    QTest::newRow("twice") << "Range: bytes=0-1\r\nRange: bytes=0-1\r\n"s << whole << "none"s
                           << "0123456789"s;
    QTest::newRow("of another one")
        << "Range: bytes=2-4\r\nIf-Range: \"tag\"\r\n"s << whole << "none"s
        << "0123456789"s;
    QTest::newRow("of an older one")
        << "Range: bytes=2-4\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n"s << whole << "none"s
        << "0123456789"s;
    QTest::newRow("of this one")
        << "Range: bytes=2-4\r\nIf-Range: Mon, 05 Nov 2001 08:49:37 GMT\r\n"s << part
        << "bytes 2-4/10"s
        << "234"s;
}

void TestHttpReplies::filesServesRanges()
{
    QFETCH(const std::string, fields);
    QFETCH(const std::string, status);
    QFETCH(const std::string, range);
    QFETCH(const std::string, bytes);
    QFile file(m_folder->filePath(QStringLiteral("root/a.txt")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime(QDate(2001, 11, 5), QTime(8, 49, 37), Qt::UTC),
                             QFileDevice::FileModificationTime));
    file.close();
    const auto server = files();
    const Done done = talk(*server, get("/a.txt", fields));
    QCOMPARE(statusLine(done.bytes), status);
    QCOMPARE(fieldOf(done.bytes, "Content-Range"), range);
    QCOMPARE(fieldOf(done.bytes, "Content-Length"), std::to_string(content(done.bytes).size()));
    if (!bytes.empty()) {
        QCOMPARE(content(done.bytes), bytes);
    }
    // Ranges are for GET alone.
    const Done head = talk(*server, get("/a.txt", fields, "HEAD"));
    QCOMPARE(statusLine(head.bytes), "HTTP/1.1 200 OK"s);
    QCOMPARE(fieldOf(head.bytes, "Content-Length"), "10"s);
}

void TestHttpReplies::filesServesIndexOrAList()
{
    const auto server = files();
    write(QStringLiteral("sub/<b>.txt"), "x");
    write(QStringLiteral("sub/日本.txt"), "x");
    Done done = talk(*server, get("/sub/"));
    QCOMPARE(fieldOf(done.bytes, "Content-Type"), "text/html; charset=utf-8"s);
    QVERIFY(holds(content(done.bytes), "&lt;b&gt;.txt</a>"));
    QVERIFY(holds(content(done.bytes), "%E6%97%A5%E6%9C%AC.txt"));
    QVERIFY(!holds(content(done.bytes), "<b>"));
    QCOMPARE(done.notes, QStringList{QStringLiteral("200, a list of 2 names: /sub/")});
    done = talk(*server, get("/"));
    QVERIFY(holds(content(done.bytes), "<a href=\"sub/\">sub/</a>"));
    write(QStringLiteral("sub/index.html"), "<p>index");
    QCOMPARE(content(talk(*server, get("/sub/")).bytes), "<p>index"s);
    QCOMPARE(fieldOf(talk(*server, get("/sub/")).bytes, "Content-Type"), "text/html"s);
    // An index that leads out is none.
    QVERIFY(QFile::link(m_folder->filePath(QStringLiteral("secret.txt")),
                        m_folder->filePath(QStringLiteral("root/index.html"))));
    QVERIFY(holds(content(talk(*server, get("/")).bytes), "index.html</a>"));
    const Done head = talk(*server, get("/", {}, "HEAD"));
    QCOMPARE(content(head.bytes), ""s);
    QCOMPARE(fieldOf(head.bytes, "Content-Length"),
             std::to_string(content(talk(*server, get("/")).bytes).size()));
}

void TestHttpReplies::filesRedirectsFoldersToThemselves()
{
    const auto server = files();
    const Done done = talk(*server, get("/sub?a=\xe3\x81\x82"));
    QCOMPARE(statusLine(done.bytes), "HTTP/1.1 301 Moved Permanently"s);
    QCOMPARE(fieldOf(done.bytes, "Location"), "/sub/?a=%E3%81%82"s);
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("root/\\\\host/x y")));
    QCOMPARE(fieldOf(talk(*server, get("/\\\\host")).bytes, "Location"), "/%5C%5Chost/"s);
    QCOMPARE(fieldOf(talk(*server, get("/%5c%5chost/x%20y")).bytes, "Location"),
             "/%5C%5Chost/x%20y/"s);
    // Never to another host.
    for (const char *path : {"//sub", "//sub/", "//", "//host/%2e%2e", "/%2fsub", "/%2Fhost/.."}) {
        const Done other = talk(*server, get(path));
        QCOMPARE(statusLine(other.bytes), "HTTP/1.1 404 Not Found"s);
        QCOMPARE(fieldOf(other.bytes, "Location"), "none"s);
    }
}

void TestHttpReplies::filesNotesNoMoreOfALongPathThanAPersonReads()
{
    const auto server = files();
    const Done done = talk(*server, get("/" + std::string(8000, 'x')));
    QCOMPARE(statusLine(done.bytes), "HTTP/1.1 404 Not Found"s);
    QCOMPARE(done.notes.size(), 1);
    QVERIFY2(done.notes.constFirst().size() < 400, qPrintable(done.notes.constFirst()));
    QVERIFY(done.notes.constFirst().endsWith(u'…'));
}

void TestHttpReplies::filesNeverLeavesItsFolder_data()
{
    QTest::addColumn<std::string>("path");
    for (const char *path : {"/../secret.txt",
                             "/%2e%2e/secret.txt",
                             "/..%2fsecret.txt",
                             "/%2e%2e%2fsecret.txt",
                             "/sub/../../secret.txt",
                             "/..%5csecret.txt",
                             "/..\\secret.txt",
                             "/%252e%252e/secret.txt",
                             "/a.txt%00",
                             "/a.txt%00.html",
                             "/%00",
                             "//etc/passwd",
                             "/%2fetc/passwd",
                             "/out.txt",
                             "/way/secret.txt",
                             "/..",
                             "/../",
                             "/.",
                             "/./a.txt",
                             "/a.txt/",
                             "/sub/%2e%2e/a.txt",
                             "/%c0%ae%c0%ae/secret.txt",
                             "/C:/secret.txt",
                             "/a.txt::$DATA",
                             "/dev",
                             "/pipe"}) {
        QTest::newRow(path) << std::string(path);
    }
    QTest::newRow("absolute form") << "http://a/../secret.txt"s;
}

void TestHttpReplies::filesNeverLeavesItsFolder()
{
    QFETCH(const std::string, path);
    QVERIFY(QFile::link(m_folder->filePath(QStringLiteral("secret.txt")),
                        m_folder->filePath(QStringLiteral("root/out.txt"))));
    QVERIFY(QFile::link(m_folder->path(), m_folder->filePath(QStringLiteral("root/way"))));
    QVERIFY(
        QFile::link(QStringLiteral("/dev/zero"), m_folder->filePath(QStringLiteral("root/dev"))));
    const auto server = files();
    const Done done = talk(*server, get(path));
    QCOMPARE(statusLine(done.bytes), "HTTP/1.1 404 Not Found"s);
    QVERIFY(!holds(content(done.bytes), "outside"));
    QCOMPARE(done.notes.size(), 1);
    QVERIFY(done.notes.constFirst().startsWith(QStringLiteral("404, ")));
}

void TestHttpReplies::filesServesOnlyWhatWasChangedSince()
{
    const auto server = files();
    const std::string date = fieldOf(talk(*server, get("/a.txt")).bytes, "Last-Modified");
    const auto status = [&](const std::string &fields) {
        const Done done = talk(*server, get("/a.txt", fields));
        return statusLine(done.bytes).substr(9, 3) + (content(done.bytes).empty() ? " empty" : "");
    };
    QCOMPARE(status("If-Modified-Since: " + date + "\r\n"), "304 empty"s);
    QCOMPARE(status("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "200"s);
    QCOMPARE(status("If-Modified-Since: yesterday\r\n"), "200"s);
    QCOMPARE(status("If-None-Match: \"a\"\r\nIf-Modified-Since: " + date + "\r\n"), "200"s);
    QCOMPARE(status("If-None-Match: *\r\n"), "304 empty"s);
    QCOMPARE(status("If-Unmodified-Since: " + date + "\r\n"), "200"s);
    QCOMPARE(status("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "412"s);
    QCOMPARE(status("If-Match: \"a\"\r\n"), "412"s);
    QCOMPARE(status("If-Match: *\r\n"), "200"s);
    const Done done = talk(*server, get("/a.txt", "If-None-Match: *\r\n"));
    QCOMPARE(fieldOf(done.bytes, "Content-Length"), "none"s);
    QCOMPARE(fieldOf(done.bytes, "Last-Modified"), date);
}

void TestHttpReplies::filesAllowsReadingOnly()
{
    const auto server = files();
    for (const char *method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
        const Done done = talk(*server, get("/a.txt", "Content-Length: 1\r\n", method) + "x");
        QCOMPARE(statusLine(done.bytes), "HTTP/1.1 405 Method Not Allowed"s);
        QCOMPARE(fieldOf(done.bytes, "Allow"), "GET, HEAD"s);
    }
    QCOMPARE(content(talk(*server, get("/a.txt")).bytes), "0123456789"s);
}

void TestHttpReplies::filesCutsWhatBecameShorter()
{
    write(QStringLiteral("large.bin"), QByteArray(1000000, 'x'));
    const auto server = files();
    const Reply first = server->onReceived(viewOf(get("/large.bin")));
    QCOMPARE(first.then, Reply::Then::More);
    QVERIFY(QFile::resize(m_folder->filePath(QStringLiteral("root/large.bin")), 300000));
    Done done;
    follow(*server, server->onTaken(), done);
    QCOMPARE(done.then, Reply::Then::Reset);
    QCOMPARE(done.bytes, ""s);
    QCOMPARE(done.notes.size(), 1);
    QVERIFY(done.notes.constFirst().contains(QStringLiteral("is cut")));
}

void TestHttpReplies::filesHoldsNoFileOpenWhileItWaits()
{
    const auto descriptors = [] {
        return QDir(QStringLiteral("/proc/self/fd"))
            .entryList(QDir::NoDotAndDotDot | QDir::System | QDir::Files)
            .size();
    };
    const auto server = files();
    talk(*server, get("/a.txt"));
    const auto before = descriptors();
    for (const char *path : {"/a.txt", "/", "/sub", "/nothing", "/.."}) {
        talk(*server, get(path));
        talk(*server, get(path, {}, "HEAD"));
        QCOMPARE(descriptors(), before);
    }
}

void TestHttpReplies::filesNeedsAFolder()
{
    const auto *row = responderNamed(QStringLiteral("files"));
    const auto folderOf = [](const QString &path) {
        return ReplyOptions{{QStringLiteral("folder"), path}};
    };
    QVERIFY(row->prepared({}).error.contains(QStringLiteral("choose the folder")));
    const auto nowhere = row->prepared(folderOf(m_folder->filePath(QStringLiteral("nowhere"))));
    QVERIFY(!nowhere.make);
    QVERIFY(nowhere.error.contains(QStringLiteral("No such file or directory")));
    const auto file = row->prepared(folderOf(m_folder->filePath(QStringLiteral("secret.txt"))));
    QVERIFY(!file.make);
    QVERIFY(file.error.contains(QStringLiteral("Not a directory")));
}

QTEST_APPLESS_MAIN(TestHttpReplies)
#include "tst_httpreplies.moc"
