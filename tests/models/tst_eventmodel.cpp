#include "netcore/codec/visibletext.h"
#include "tests/support/modeltexts.h"
#include "tests/support/teststrings.h"
#include "widgets/models/eventmodel.h"
#include "widgets/models/words.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr std::size_t block = 64U * 1024;
const EventLog::Limits small = {.memory = 4 * block, .block = block};

} // namespace

class TestEventModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsEventsInBatchesOldestFirst();
    void showsNothingTwice();
    void takesRowsAwayThatTheLogDropped();
    void skipsWhatWasDroppedBeforeItWasShown();
    void rowsWhoseEventWasDroppedAMomentAgoAreBlank();
    void showsOnlyTheNoteAfterAClear();
    void showsNothingAfterAClearUntilToldOfMore();
    void numbersItsRowsAsTheLogDoes();
    void tellsTheTimeSinceTheEventBefore();
    void tellsTheTimeSinceAnEventThatIsNotShown();
    void countsBytesOnlyWhereBytesAre();
    void showsHostileBytesAsInertTextOnOneLine_data();
    void showsHostileBytesAsInertTextOnOneLine();
    void showsHostileNotesAsInertTextOnOneLine_data();
    void showsHostileNotesAsInertTextOnOneLine();
    void cutsALongPayloadWithASign();
    void explainsTimesAndPeersInToolTips();
    void hasNothingOutsideOfItsRows();
    void namesItsColumns();

private:
    void append(EventKind kind, std::string_view text = {}, ConnectionId connection = 1);
    void showAll() { m_model->showUpTo(m_log->size()); }

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<EventModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestEventModel::init()
{
    m_log = std::make_shared<EventLog>(small);
    m_model = std::make_unique<EventModel>(m_log);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void TestEventModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_log.reset();
}

void TestEventModel::append(EventKind kind, std::string_view text, ConnectionId connection)
{
    EventData data = {.kind = kind,
                      .connection = connection,
                      .local = "127.0.0.1:9999",
                      .peer = "127.0.0.1:50112"};
    if (carriesData(kind)) {
        data.payload = viewOf(text);
        data.bytes = text.size();
    } else {
        data.note = text;
    }
    m_log->append(data);
}

void TestEventModel::showsEventsInBatchesOldestFirst()
{
    for (const std::string_view text : {"one", "two", "three", "four", "five"}) {
        append(EventKind::Received, text);
    }
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QCOMPARE(m_model->rowCount(), 0);
    m_model->showUpTo(3);
    QCOMPARE(m_model->rowCount(), 3);
    m_model->showUpTo(5);
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(inserted.size(), qsizetype(2));
    QCOMPARE(inserted.at(0).at(1).toInt(), 0);
    QCOMPARE(inserted.at(0).at(2).toInt(), 2);
    QCOMPARE(inserted.at(1).at(1).toInt(), 3);
    QCOMPARE(inserted.at(1).at(2).toInt(), 4);
    QCOMPARE(textAt(*m_model, 0, EventModel::DataColumn), QStringLiteral("one"));
    QCOMPARE(textAt(*m_model, 4, EventModel::DataColumn), QStringLiteral("five"));
    QCOMPARE(textAt(*m_model, 4, EventModel::EventColumn), eventText(EventKind::Received));
    QCOMPARE(textAt(*m_model, 4, EventModel::PeerColumn), QStringLiteral("127.0.0.1:50112"));
    QCOMPARE(textAt(*m_model, 4, EventModel::TimeColumn), clockText(m_log->at(4)->time()));
    QCOMPARE(m_model->index(4, 0).data(EventModel::KindRole).toInt(),
             static_cast<int>(EventKind::Received));
}

void TestEventModel::showsNothingTwice()
{
    append(EventKind::Created);
    showAll();
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    const QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    showAll();
    m_model->showUpTo(0);
    QCOMPARE(inserted.size(), qsizetype(0));
    QCOMPARE(removed.size(), qsizetype(0));
    QCOMPARE(m_model->rowCount(), 1);
}

void TestEventModel::takesRowsAwayThatTheLogDropped()
{
    const std::string payload(500, 'x');
    const QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    for (int turn = 0; turn < 500; ++turn) {
        for (int number = 0; number < 3; ++number) {
            append(EventKind::Received, payload);
        }
        showAll();
        QCOMPARE(m_model->firstNumber(), m_log->first());
        QCOMPARE(static_cast<EventNumber>(m_model->rowCount()), m_log->size() - m_log->first());
        QVERIFY(m_model->eventAt(0));
        QCOMPARE(m_model->eventAt(0)->number(), m_log->first());
        QCOMPARE(m_model->eventAt(m_model->rowCount() - 1)->number(), m_log->size() - 1);
    }
    QVERIFY(m_log->droppedEvents() > 0);
    int sum = 0;
    for (const auto &arguments : removed) {
        QCOMPARE(arguments.at(1).toInt(), 0); // always the oldest
        sum += arguments.at(2).toInt() + 1;
    }
    QCOMPARE(static_cast<std::uint64_t>(sum), m_log->droppedEvents());
}

void TestEventModel::skipsWhatWasDroppedBeforeItWasShown()
{
    append(EventKind::Created);
    showAll();
    for (int number = 0; number < 1000; ++number) {
        append(EventKind::Received, std::string(1000, 'x'));
    }
    QVERIFY(m_log->first() > 1);
    // A batch may end before the first event that is still there.
    m_model->showUpTo(2);
    QVERIFY(m_model->rowCount() <= 1);
    showAll();
    QCOMPARE(m_model->firstNumber(), m_log->first());
    QCOMPARE(static_cast<EventNumber>(m_model->rowCount()), m_log->size() - m_log->first());
}

void TestEventModel::rowsWhoseEventWasDroppedAMomentAgoAreBlank()
{
    append(EventKind::Received, "soon gone");
    showAll();
    for (int number = 0; number < 1000; ++number) {
        append(EventKind::Received, std::string(1000, 'x'));
    }
    QVERIFY(!m_log->at(0));
    QCOMPARE(m_model->rowCount(), 1); // nobody has told the views yet
    QVERIFY(!m_model->eventAt(0));
    for (int column = 0; column < EventModel::ColumnCount; ++column) {
        QVERIFY(!m_model->index(0, column).data().isValid());
        QVERIFY(!m_model->index(0, column).data(Qt::ToolTipRole).isValid());
    }
    QCOMPARE(m_model->index(0, 0).data(EventModel::NumberRole).toULongLong(), 0ULL);
}

void TestEventModel::showsOnlyTheNoteAfterAClear()
{
    for (int number = 0; number < 10; ++number) {
        append(EventKind::Received, "before");
    }
    showAll();
    m_log->clear();
    append(EventKind::Note, "the log was cleared");
    showAll();
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(textAt(*m_model, 0, EventModel::DataColumn), QStringLiteral("the log was cleared"));
    append(EventKind::Received, "after");
    showAll();
    QCOMPARE(m_model->rowCount(), 2);
}

void TestEventModel::showsNothingAfterAClearUntilToldOfMore()
{
    append(EventKind::Received, "before");
    showAll();
    m_log->clear();
    showAll();
    QCOMPARE(m_model->rowCount(), 0);
}

void TestEventModel::numbersItsRowsAsTheLogDoes()
{
    for (int number = 0; number < 1000; ++number) {
        append(EventKind::Received, std::string(1000, 'x'));
    }
    showAll();
    QVERIFY(m_log->first() > 0);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QCOMPARE(m_model->index(row, 0).data(EventModel::NumberRole).toULongLong(),
                 m_log->first() + static_cast<EventNumber>(row));
    }
}

void TestEventModel::tellsTheTimeSinceTheEventBefore()
{
    append(EventKind::Created);
    append(EventKind::Bound);
    showAll();
    QVERIFY(textAt(*m_model, 0, EventModel::DeltaColumn).isEmpty());
    QCOMPARE(textAt(*m_model, 1, EventModel::DeltaColumn),
             durationText(m_log->at(1)->elapsed() - m_log->at(0)->elapsed()));
}

void TestEventModel::tellsTheTimeSinceAnEventThatIsNotShown()
{
    for (int number = 0; number < 1000; ++number) {
        append(EventKind::Received, std::string(1000, 'x'));
    }
    showAll();
    // Nobody knows any more when that was.
    QVERIFY(textAt(*m_model, 0, EventModel::DeltaColumn).isEmpty());
    QVERIFY(!textAt(*m_model, 1, EventModel::DeltaColumn).isEmpty());
}

void TestEventModel::countsBytesOnlyWhereBytesAre()
{
    append(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    append(EventKind::Received, "hello");
    append(EventKind::Sent, "hi");
    m_log->append({.kind = EventKind::Discarded, .note = "not sent", .bytes = 7});
    append(EventKind::Closed);
    showAll();
    QStringList bytes;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        bytes.append(textAt(*m_model, row, EventModel::BytesColumn));
    }
    QCOMPARE(bytes, (QStringList{QString(), QStringLiteral("5"), QStringLiteral("2"),
                                 QStringLiteral("7"), QString()}));
    QCOMPARE(textAt(*m_model, 3, EventModel::DataColumn), QStringLiteral("not sent"));
}

void TestEventModel::showsHostileBytesAsInertTextOnOneLine_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const std::string &bytes, const char *shown) {
        QTest::newRow(name) << bytes << QString::fromUtf8(shown);
    };
    row("NUL", "a\0b"s, "a\\0b");
    row("lines", "a\r\nb\n"s, "a\\r\\nb\\n");
    row("invalid UTF-8", "a\xff\xc3(b"s, "a\\xff\\xc3(b");
    row("HTML", "<b>bold</b><img src=x>"s, "<b>bold</b><img src=x>");
    row("ANSI", "\x1b[31mred\x1b[0m\x07"s, "\\x1b[31mred\\x1b[0m\\x07");
    row("right to left override",
        "\xe2\x80\xae"
        "gpj.exe",
        "<U+202E>gpj.exe");
    row("line separator",
        "a\xe2\x80\xa8"
        "b",
        "a<U+2028>b");
    row("zero width",
        "a\xe2\x80\x8b"
        "b\xef\xbb\xbf",
        "a<U+200B>b<U+FEFF>");
    row("C1 control",
        "a\xc2\x9b"
        "31m",
        "a<U+009B>31m");
}

void TestEventModel::showsHostileBytesAsInertTextOnOneLine()
{
    QFETCH(const std::string, bytes);
    append(EventKind::Received, bytes);
    showAll();
    QTEST(textAt(*m_model, 0, EventModel::DataColumn), "shown");
    for (int column = 0; column < EventModel::ColumnCount; ++column) {
        QVERIFY(isInert(textAt(*m_model, 0, column)));
    }
    QVERIFY(!m_model->index(0, EventModel::DataColumn).data(Qt::ToolTipRole).isValid());
}

void TestEventModel::showsHostileNotesAsInertTextOnOneLine_data()
{
    showsHostileBytesAsInertTextOnOneLine_data();
}

void TestEventModel::showsHostileNotesAsInertTextOnOneLine()
{
    QFETCH(const std::string, bytes);
    append(EventKind::Failed, bytes);
    showAll();
    QVERIFY(isInert(textAt(*m_model, 0, EventModel::DataColumn)));
    QVERIFY(!textAt(*m_model, 0, EventModel::DataColumn).isEmpty());
}

void TestEventModel::cutsALongPayloadWithASign()
{
    append(EventKind::Received, std::string(1000, 'x'));
    showAll();
    const QString shown = textAt(*m_model, 0, EventModel::DataColumn);
    QVERIFY(shown.startsWith(QStringLiteral("xxxx")));
    QVERIFY(shown.endsWith(u'…'));
    QVERIFY(shown.size() < 1000);
    QCOMPARE(textAt(*m_model, 0, EventModel::BytesColumn), QStringLiteral("1000"));
}

void TestEventModel::explainsTimesAndPeersInToolTips()
{
    append(EventKind::Received, "hello", 3);
    m_log->append({.kind = EventKind::Note, .note = "of nobody"});
    showAll();
    const auto tip = [this](int row, int column) {
        return m_model->index(row, column).data(Qt::ToolTipRole).toString();
    };
    const QString time = tip(0, EventModel::TimeColumn);
    QCOMPARE(QDateTime::fromString(time, Qt::ISODateWithMs).toMSecsSinceEpoch(),
             m_log->at(0)->time() / 1000000);
    QVERIFY(tip(0, EventModel::PeerColumn).contains(QStringLiteral("connection 3")));
    QVERIFY(tip(0, EventModel::PeerColumn).contains(QStringLiteral("127.0.0.1:9999")));
    QVERIFY(tip(1, EventModel::PeerColumn).isEmpty());
}

void TestEventModel::hasNothingOutsideOfItsRows()
{
    append(EventKind::Created);
    showAll();
    QVERIFY(!m_model->eventAt(-1));
    QVERIFY(!m_model->eventAt(1));
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 0);
    QCOMPARE(m_model->columnCount(m_model->index(0, 0)), 0);
}

void TestEventModel::namesItsColumns()
{
    QSet<QString> names;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        names.insert(m_model->headerData(column, Qt::Horizontal).toString());
    }
    QCOMPARE(names.size(), qsizetype(EventModel::ColumnCount));
    QVERIFY(!names.contains(QString()));
    QVERIFY(!m_model->headerData(0, Qt::Vertical).isValid());
    QVERIFY(!m_model->headerData(EventModel::ColumnCount, Qt::Horizontal).isValid());
}

QTEST_GUILESS_MAIN(TestEventModel)
#include "tst_eventmodel.moc"
