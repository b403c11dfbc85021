#include "netcore/explain/explainevent.h"
#include "netcore/projections/connectiontable.h"
#include "netcore/projections/endpointkind.h"
#include "netcore/projections/lifecycle.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/logs.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

/// What the events of a forwarder are folded to, as of a saved log: nothing but their log is there.
class TestForwarderProjections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void knowsAForwarderByItsFirstNote();
    void knowsAForwarderByAPairWhereTheBeginningIsGone();
    void takesAServerForAServer();
    void putsPairsTogether();
    void takesNonsenseForNoPair();
    void runsWhenItListens();
    void runsWhenADatagramSocketIsBound();
    void explainsWhyAClientWasCut_data();
    void explainsWhyAClientWasCut();

private:
    void tell(ConnectionId connection, EventKind kind, const QString &note = {})
    {
        Journal(*m_log, connection).write(kind, note);
    }
    EndpointKind kind() const { return endpointKindOf(*m_log, 0, m_log->size()); }

    std::unique_ptr<EventLog> m_log;
};

void TestForwarderProjections::init()
{
    m_log = std::make_unique<EventLog>();
}

void TestForwarderProjections::knowsAForwarderByItsFirstNote()
{
    tell(0, EventKind::Note, markedNote(forwardMark, QStringLiteral("to 127.0.0.1:80")));
    tell(0, EventKind::Created, QStringLiteral("socket AF_INET SOCK_STREAM → fd 3"));
    tell(0, EventKind::Listening);
    QVERIFY(kind() == EndpointKind::Forwarder);
}

void TestForwarderProjections::knowsAForwarderByAPairWhereTheBeginningIsGone()
{
    tell(1, EventKind::Accepted);
    tell(2, EventKind::Note, markedNote(pairMark, QStringLiteral("1")));
    QVERIFY(kind() == EndpointKind::Forwarder);
}

void TestForwarderProjections::takesAServerForAServer()
{
    tell(1, EventKind::Accepted);
    tell(1, EventKind::Received);
    tell(2, EventKind::Note, markedNote(pairMark, QStringLiteral("1"))); // as nobody wrote it
    QVERIFY(kind() == EndpointKind::TcpServer);
}

void TestForwarderProjections::putsPairsTogether()
{
    tell(1, EventKind::Accepted);
    tell(2, EventKind::Note, markedNote(pairMark, QStringLiteral("1")));
    tell(2, EventKind::Created);
    tell(3, EventKind::Note, markedNote(pairMark, QStringLiteral("1"))); // another attempt
    tell(4, EventKind::Note, markedNote(pairMark, QStringLiteral("0, for 127.0.0.1:5000")));
    ConnectionTable table;
    for (const Event &event : eventsOf(*m_log)) {
        table.apply(event);
    }
    QCOMPARE(table.find(1)->pair, ConnectionId(3));
    QCOMPARE(table.find(2)->pair, ConnectionId(1));
    QCOMPARE(table.find(3)->pair, ConnectionId(1));
    QCOMPARE(table.find(4)->pair, ConnectionId(0)); // of the endpoint itself
}

void TestForwarderProjections::takesNonsenseForNoPair()
{
    ConnectionTable table;
    for (const char *note : {"", "x", "99999999999999999999999", "-1", "7"}) {
        tell(1, EventKind::Note, markedNote(pairMark, QString::fromLatin1(note)));
    }
    for (const Event &event : eventsOf(*m_log)) {
        table.apply(event);
    }
    QCOMPARE(table.rows().size(), std::size_t(1));
    QCOMPARE(table.find(1)->pair, ConnectionId(7)); // which is in no row
}

void TestForwarderProjections::runsWhenItListens()
{
    Lifecycle lifecycle = Lifecycle::ofForwarder();
    tell(0, EventKind::Note, markedNote(forwardMark, QStringLiteral("to 127.0.0.1:80")));
    tell(0, EventKind::Created, QStringLiteral("socket AF_INET SOCK_STREAM → fd 3"));
    tell(0, EventKind::Bound);
    for (const Event &event : eventsOf(*m_log)) {
        lifecycle.apply(event);
    }
    QVERIFY(lifecycle.phase() == Lifecycle::Phase::Starting);
    tell(0, EventKind::Listening);
    lifecycle.apply(eventsOf(*m_log).back());
    QVERIFY(lifecycle.phase() == Lifecycle::Phase::Running);
    tell(1, EventKind::Accepted);
    tell(2, EventKind::Failed, QStringLiteral("ECONNREFUSED: refused"));
    tell(1, EventKind::Reset);
    tell(1, EventKind::Closed);
    tell(2, EventKind::Closed);
    for (const Event &event : eventsOf(*m_log)) {
        if (event.connection() != 0) {
            lifecycle.apply(event);
        }
    }
    QVERIFY(lifecycle.phase() == Lifecycle::Phase::Running); // what befalls a pair does not end it
    QVERIFY(!lifecycle.notice());
}

void TestForwarderProjections::runsWhenADatagramSocketIsBound()
{
    Lifecycle lifecycle = Lifecycle::ofForwarder();
    tell(0, EventKind::Created, QStringLiteral("socket AF_INET SOCK_DGRAM → fd 3"));
    tell(0, EventKind::Bound);
    for (const Event &event : eventsOf(*m_log)) {
        lifecycle.apply(event);
    }
    QVERIFY(lifecycle.phase() == Lifecycle::Phase::Running);
}

void TestForwarderProjections::explainsWhyAClientWasCut_data()
{
    QTest::addColumn<QString>("mark");
    QTest::addColumn<QString>("title");
    const auto row = [](std::string_view mark, const char *title) {
        QTest::newRow(title) << QString::fromUtf8(mark.data(), static_cast<qsizetype>(mark.size()))
                             << QString::fromLatin1(title);
    };
    row(targetMark, "Cut, since the target could not be reached");
    row(carriedMark, "Cut, as the other side was");
    row(faultMark, "Cut by a fault that was asked for");
}

void TestForwarderProjections::explainsWhyAClientWasCut()
{
    QFETCH(const QString, mark);
    QFETCH(const QString, title);
    tell(1, EventKind::Accepted);
    tell(1, EventKind::Reset, mark + QStringLiteral("words"));
    const auto explanation = explainEvent(*m_log, eventsOf(*m_log).back());
    QVERIFY(explanation);
    QCOMPARE(explanation->title, title);
}

QTEST_GUILESS_MAIN(TestForwarderProjections)
#include "tst_forwarderprojections.moc"
