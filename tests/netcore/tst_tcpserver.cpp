#include "netcore/endpoints/tcpserver.h"
#include "tests/support/logs.h"

#include <QTcpSocket>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

class TestTcpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void echoesEverythingToAClientThatFinishesAndReadsOn();

private:
    quint16 listen(const QString &reply = QStringLiteral("echo"));

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<TcpServer> m_server;
};

void TestTcpServer::init()
{
    m_log = std::make_shared<EventLog>();
    m_server = std::make_unique<TcpServer>(m_log);
}

void TestTcpServer::cleanup()
{
    m_server.reset();
}

quint16 TestTcpServer::listen(const QString &reply)
{
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    settings.reply = reply;
    m_server->start(settings);
    return m_server->address().port();
}

void TestTcpServer::echoesEverythingToAClientThatFinishesAndReadsOn()
{
    const quint16 port = listen();
    QVERIFY(port != 0);
    // A Qt socket on this thread cannot half-close: a StreamSocket of our own is the peer.
    EventLog clientLog;
    StreamSocket client(Journal(clientLog, 1));
    const QByteArray sent(3000000, 'x');
    qsizetype got = 0;
    connect(&client, &StreamSocket::received, this,
            [&got](ByteView bytes) { got += static_cast<qsizetype>(bytes.size()); });
    client.connectTo(SocketAddress(QHostAddress(QHostAddress::LocalHost), port));
    client.send(sent);
    client.finish();
    QTRY_COMPARE(got, sent.size());
    QTRY_COMPARE(story(*m_log, 1),
                 "accepted received sent received sent peer-finished finished closed");
}

QTEST_GUILESS_MAIN(TestTcpServer)
#include "tst_tcpserver.moc"
