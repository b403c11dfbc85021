#include "netcore/explain/explainevent.h"
#include "netcore/log/eventlog.h"
#include "netcore/sockets/notemarks.h"

#include <QTest>

using namespace sockyard;

namespace
{

using Kinds = QList<int>;

/// A log with these events of a local connection, the last of which has the note.
QString titleOf(const Kinds &kinds, const std::string &note)
{
    EventLog log;
    for (qsizetype index = 0; index < kinds.size(); ++index) {
        const bool isLast = index + 1 == kinds.size();
        log.append({.kind = static_cast<EventKind>(kinds.at(index)),
                    .connection = 1,
                    .local = "local:/run/own.sock",
                    .peer = "local:/run/it.sock",
                    .note = isLast ? std::string_view(note) : std::string_view()});
    }
    const auto its = explainEvent(log, *log.at(log.size() - 1));
    return its ? its->title : QStringLiteral("nothing");
}

} // namespace

/// What a local socket's events mean, where that is another thing than with TCP.
class TestExplainLocal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void explainsWhatALogTells_data();
    void explainsWhatALogTells();
    void saysTheSameOfTcpAsBefore();
};

void TestExplainLocal::explainsWhatALogTells_data()
{
    QTest::addColumn<Kinds>("kinds");
    QTest::addColumn<QByteArray>("note");
    QTest::addColumn<QString>("title");
    const auto row = [](const char *note, const QList<EventKind> &kinds, const char *title) {
        Kinds numbers;
        for (const EventKind kind : kinds) {
            numbers.append(static_cast<int>(kind));
        }
        QTest::newRow(title) << numbers << QByteArray(note) << QString::fromLatin1(title);
    };
    using Kind = EventKind;
    row("EADDRINUSE: x", {Kind::Created, Kind::Failed}, "Something is at this path already");
    row("ENOENT: x", {Kind::Created, Kind::Failed}, "The folder is not there");
    row("EACCES: x", {Kind::Created, Kind::Failed}, "No file can be made there");
    row("ENOENT: x", {Kind::Created, Kind::Connecting, Kind::Failed},
        "There is no file at this path");
    row("ECONNREFUSED: x", {Kind::Created, Kind::Connecting, Kind::Failed},
        "A file, and nobody behind it");
    row("EACCES: x", {Kind::Created, Kind::Connecting, Kind::Failed},
        "The file does not let this user in");
    row("EPROTOTYPE: x", {Kind::Created, Kind::Connecting, Kind::Failed},
        "A socket of another type");
    row("ENAMETOOLONG: x", {Kind::Failed}, "The path is too long");
    row("EMSGSIZE: x", {Kind::Accepted, Kind::Failed}, "Too long for one message");
    row("ECONNRESET: x", {Kind::Accepted, Kind::Reset}, "The peer closed with bytes unread");
    row("EPIPE: x", {Kind::Accepted, Kind::Failed}, "The peer has closed");
    row("aborted", {Kind::Accepted, Kind::Reset}, "Cut by this side");
    row("x", {Kind::Accepted, Kind::PeerFinished}, "The peer sends no more");
    row("", {Kind::Accepted, Kind::Finished}, "This side sends no more");
    row("stale: x", {Kind::Created, Kind::Note}, "A file that was left behind");
    row("peer: x", {Kind::Accepted, Kind::Note}, "Who is at the other end");
    row("empty: x", {Kind::Accepted, Kind::Received}, "An empty message");
    row("truncated: x", {Kind::Accepted, Kind::Received}, "A message that was cut");
}

void TestExplainLocal::explainsWhatALogTells()
{
    QFETCH(const Kinds, kinds);
    QFETCH(const QByteArray, note);
    QFETCH(const QString, title);
    QCOMPARE(titleOf(kinds, note.toStdString()), title);
}

void TestExplainLocal::saysTheSameOfTcpAsBefore()
{
    EventLog log;
    log.append({.kind = EventKind::Accepted, .connection = 1, .peer = "127.0.0.1:5000"});
    log.append({.kind = EventKind::Reset,
                .connection = 1,
                .peer = "127.0.0.1:5000",
                .note = "ECONNRESET: x"});
    const auto its = explainEvent(log, *log.at(1));
    QVERIFY(its);
    QVERIFY(its->title != QStringLiteral("The peer closed with bytes unread"));
}

QTEST_GUILESS_MAIN(TestExplainLocal)
#include "tst_explainlocal.moc"
