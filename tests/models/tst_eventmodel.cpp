#include "netcore/codec/visibletext.h"
#include "tests/support/modeltexts.h"
#include "tests/support/teststrings.h"
#include "widgets/models/eventmarks.h"
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
    void tellsBehindBytesWhatIsToBeSaidOfThem();
    void showsHostileBytesAsInertTextOnOneLine_data();
    void showsHostileBytesAsInertTextOnOneLine();
    void showsHostileNotesAsInertTextOnOneLine_data();
    void showsHostileNotesAsInertTextOnOneLine();
    void cutsALongPayloadWithASign();
    void explainsTimesAndPeersInToolTips();
    void hasNothingOutsideOfItsRows();
    void namesItsColumns();
    void numbersEventsAndConnections();
    void showsOnlyWhatAFilterLetThrough();
    void addsMatchesInOneBatchEach();
    void ignoresMatchesThatAreGoneOrOutOfOrder();
    void ignoresMatchesWithoutAFilter();
    void takesFilteredRowsAwayThatTheLogDropped();
    void takesAllFilteredRowsAwayAfterAClear();
    void showsAllAgainAfterAFilter();
    void findsTheRowOfAnEvent();
    void findsTheRowOfAnEventThatAFilterLetThrough();
    void findsTheNearestRow();
    void tellsTheTimeSinceTheRowAboveInAFilter();
    void showsTimeAsOneChooses();
    void showsTimeSinceAReference();
    void countsFromTheBeginningWithoutAReference();
    void forgetsAReferenceThatIsGone();
    void namesTheTimeThatItShows();
    void tellsOfMarksAndNotes();
    void showsNotesAsInertText();
    void updatesTheRowThatIsMarked();
    void forgetsMarksOfEventsThatAreGone();

private:
    void drop();
    QString timeAt(int row) const { return textAt(*m_model, row, EventModel::TimeColumn); }
    /// The numbers of all rows, as text.
    QString rows() const;

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

void TestEventModel::tellsBehindBytesWhatIsToBeSaidOfThem()
{
    const std::string bytes = "just bytes";
    m_log->append({.kind = EventKind::Received,
                   .note = "no message",
                   .bytes = bytes.size(),
                   .payload = viewOf(bytes)});
    showAll();
    QCOMPARE(textAt(*m_model, 0, EventModel::DataColumn),
             QStringLiteral("just bytes (no message)"));
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
    QVERIFY(time.contains(elapsedText(m_log->at(0)->elapsed())));
    QCOMPARE(QDateTime::fromString(time.section(u' ', 0, 0), Qt::ISODateWithMs).toMSecsSinceEpoch(),
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

void TestEventModel::drop()
{
    const EventNumber end = m_log->size();
    for (int number = 0; m_log->first() < end && number < 10000; ++number) {
        append(EventKind::Received, std::string(1000, 'x'));
    }
}

QString TestEventModel::rows() const
{
    QStringList numbers;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        numbers.append(QString::number(m_model->numberAt(row)));
    }
    return numbers.join(u' ');
}

void TestEventModel::numbersEventsAndConnections()
{
    append(EventKind::Created, {}, 0);
    append(EventKind::Received, "a", 7);
    showAll();
    QCOMPARE(textAt(*m_model, 0, EventModel::NumberColumn), QStringLiteral("0"));
    QCOMPARE(textAt(*m_model, 1, EventModel::NumberColumn), QStringLiteral("1"));
    QCOMPARE(textAt(*m_model, 0, EventModel::ConnectionColumn), QString()); // the endpoint itself
    QCOMPARE(textAt(*m_model, 1, EventModel::ConnectionColumn), QStringLiteral("7"));
    QCOMPARE(textAt(*m_model, 1, EventModel::LocalColumn), QStringLiteral("127.0.0.1:9999"));
}

void TestEventModel::showsOnlyWhatAFilterLetThrough()
{
    for (int number = 0; number < 10; ++number) {
        append(EventKind::Received, std::to_string(number));
    }
    showAll();
    m_model->beginFilter();
    QVERIFY(m_model->isFiltered());
    QCOMPARE(m_model->rowCount(), 0);
    m_model->appendMatches({2, 3, 5});
    m_model->appendMatches({7});
    QCOMPARE(rows(), QStringLiteral("2 3 5 7"));
    QCOMPARE(textAt(*m_model, 2, EventModel::DataColumn), QStringLiteral("5"));
    QCOMPARE(m_model->index(3, 0).data(EventModel::NumberRole).toULongLong(), 7ULL);
    QCOMPARE(m_model->eventAt(3)->number(), EventNumber(7));
    QVERIFY(!m_model->eventAt(4));
    // What arrives is shown when the filter has let it through, and not before.
    append(EventKind::Received, "more");
    showAll();
    QCOMPARE(m_model->rowCount(), 4);
    m_model->appendMatches({10});
    QCOMPARE(rows(), QStringLiteral("2 3 5 7 10"));
    QCOMPARE(m_model->matches().size(), std::uint64_t(5));
    // The next filter begins with nothing.
    m_model->beginFilter();
    QCOMPARE(m_model->rowCount(), 0);
}

void TestEventModel::addsMatchesInOneBatchEach()
{
    for (int number = 0; number < 10; ++number) {
        append(EventKind::Received, "x");
    }
    showAll();
    m_model->beginFilter();
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->appendMatches({1, 4, 6});
    m_model->appendMatches({});
    m_model->appendMatches({8, 9});
    QCOMPARE(inserted.size(), qsizetype(2));
    QCOMPARE(inserted.at(1).at(1).toInt(), 3);
    QCOMPARE(inserted.at(1).at(2).toInt(), 4);
}

void TestEventModel::ignoresMatchesThatAreGoneOrOutOfOrder()
{
    append(EventKind::Received, "soon gone");
    showAll();
    drop();
    showAll();
    const EventNumber first = m_log->first();
    m_model->beginFilter();
    m_model->appendMatches({0, 1, first - 1, first, first + 3});
    m_model->appendMatches({first, first + 3, first + 4});
    m_model->appendMatches({first + 2});
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->numberAt(0), first);
    QCOMPARE(m_model->numberAt(2), first + 4);
}

void TestEventModel::ignoresMatchesWithoutAFilter()
{
    append(EventKind::Received, "x");
    showAll();
    m_model->appendMatches({0});
    m_model->endFilter();
    QCOMPARE(rows(), QStringLiteral("0"));
    QVERIFY(m_model->matches().isEmpty());
}

void TestEventModel::takesFilteredRowsAwayThatTheLogDropped()
{
    m_model->beginFilter();
    const QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    EventNumber looked = 0;
    for (int turn = 0; turn < 300; ++turn) {
        for (int number = 0; number < 5; ++number) {
            append(EventKind::Received, std::string(500, 'x'));
        }
        showAll();
        std::vector<EventNumber> matches;
        for (; looked < m_log->size(); ++looked) {
            if (looked % 3 == 0) {
                matches.push_back(looked);
            }
        }
        m_model->appendMatches(matches);
        QVERIFY(m_model->rowCount() > 0);
        QCOMPARE(m_model->numberAt(0), (m_log->first() + 2) / 3 * 3);
        QCOMPARE(m_model->eventAt(0)->number(), m_model->numberAt(0));
        QCOMPARE(m_model->numberAt(m_model->rowCount() - 1), (m_log->size() - 1) / 3 * 3);
    }
    QVERIFY(m_log->droppedEvents() > 0);
    QVERIFY(!removed.isEmpty());
    for (const auto &arguments : removed) {
        QCOMPARE(arguments.at(1).toInt(), 0);
    }
}

void TestEventModel::takesAllFilteredRowsAwayAfterAClear()
{
    append(EventKind::Received, "before");
    append(EventKind::Received, "before");
    showAll();
    m_model->beginFilter();
    m_model->appendMatches({0, 1});
    m_log->clear();
    append(EventKind::Note, "the log was cleared");
    showAll();
    QCOMPARE(m_model->rowCount(), 0);
    m_model->appendMatches({2});
    QCOMPARE(rows(), QStringLiteral("2"));
}

void TestEventModel::showsAllAgainAfterAFilter()
{
    for (int number = 0; number < 4; ++number) {
        append(EventKind::Received, "x");
    }
    m_model->showUpTo(2);
    m_model->beginFilter();
    m_model->appendMatches({1});
    m_model->showUpTo(4);
    m_model->endFilter();
    QVERIFY(!m_model->isFiltered());
    QCOMPARE(rows(), QStringLiteral("0 1 2 3"));
    QVERIFY(m_model->matches().isEmpty());
}

void TestEventModel::findsTheRowOfAnEvent()
{
    QVERIFY(!m_model->rowOf(0));
    append(EventKind::Received, "soon gone");
    showAll();
    QCOMPARE(m_model->rowOf(0), std::optional(0));
    QVERIFY(!m_model->rowOf(1));
    drop();
    showAll();
    QVERIFY(!m_model->rowOf(m_log->first() - 1));
    QCOMPARE(m_model->rowOf(m_log->first()), std::optional(0));
    QCOMPARE(m_model->rowOf(m_log->size() - 1), std::optional(m_model->rowCount() - 1));
    QVERIFY(!m_model->rowOf(m_log->size()));
}

void TestEventModel::findsTheRowOfAnEventThatAFilterLetThrough()
{
    for (int number = 0; number < 10; ++number) {
        append(EventKind::Received, "x");
    }
    showAll();
    m_model->beginFilter();
    QVERIFY(!m_model->rowOf(3));
    m_model->appendMatches({3, 8});
    QCOMPARE(m_model->rowOf(3), std::optional(0));
    QVERIFY(!m_model->rowOf(4));
    QCOMPARE(m_model->rowOf(8), std::optional(1));
    QVERIFY(!m_model->rowOf(9));
    QVERIFY(!m_model->rowOf(1000000));
}

void TestEventModel::findsTheNearestRow()
{
    QCOMPARE(m_model->rowAtOrAfter(0), -1);
    append(EventKind::Received, "soon gone");
    showAll();
    drop();
    showAll();
    const EventNumber first = m_log->first();
    QCOMPARE(m_model->rowAtOrAfter(0), 0);
    QCOMPARE(m_model->rowAtOrAfter(first + 5), 5);
    QCOMPARE(m_model->rowAtOrAfter(m_log->size() + 100), m_model->rowCount() - 1);
    m_model->beginFilter();
    QCOMPARE(m_model->rowAtOrAfter(first), -1);
    m_model->appendMatches({first + 2, first + 4});
    QCOMPARE(m_model->rowAtOrAfter(0), 0);
    QCOMPARE(m_model->rowAtOrAfter(first + 2), 0);
    QCOMPARE(m_model->rowAtOrAfter(first + 3), 1);
    QCOMPARE(m_model->rowAtOrAfter(first + 5), 1);
}

void TestEventModel::tellsTheTimeSinceTheRowAboveInAFilter()
{
    for (int number = 0; number < 10; ++number) {
        append(EventKind::Received, "x");
    }
    showAll();
    m_model->beginFilter();
    m_model->appendMatches({2, 9});
    QVERIFY(textAt(*m_model, 0, EventModel::DeltaColumn).isEmpty());
    QCOMPARE(textAt(*m_model, 1, EventModel::DeltaColumn),
             durationText(m_log->at(9)->elapsed() - m_log->at(2)->elapsed()));
}

void TestEventModel::showsTimeAsOneChooses()
{
    append(EventKind::Created);
    append(EventKind::Bound);
    showAll();
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QCOMPARE(timeAt(1), clockText(m_log->at(1)->time()));
    m_model->setTimeStyle(EventModel::TimeStyle::Elapsed);
    QCOMPARE(timeAt(1), elapsedText(m_log->at(1)->elapsed()));
    m_model->setTimeStyle(EventModel::TimeStyle::SinceAbove);
    QCOMPARE(timeAt(0), QString());
    QCOMPARE(timeAt(1), durationText(m_log->at(1)->elapsed() - m_log->at(0)->elapsed()));
    m_model->setTimeStyle(EventModel::TimeStyle::SinceAbove);
    QCOMPARE(changed.size(), qsizetype(2));
}

void TestEventModel::showsTimeSinceAReference()
{
    append(EventKind::Created);
    append(EventKind::Bound);
    append(EventKind::Listening);
    showAll();
    m_model->marks()->setReference(1);
    QCOMPARE(timeAt(1), QStringLiteral("*REF*")); // whatever the others show
    QCOMPARE(timeAt(0), clockText(m_log->at(0)->time()));
    m_model->setTimeStyle(EventModel::TimeStyle::SinceReference);
    QCOMPARE(timeAt(0), elapsedText(m_log->at(0)->elapsed() - m_log->at(1)->elapsed()));
    QCOMPARE(timeAt(1), QStringLiteral("*REF*"));
    QCOMPARE(timeAt(2), elapsedText(m_log->at(2)->elapsed() - m_log->at(1)->elapsed()));
    // It counts from there even where a filter does not let it through.
    m_model->beginFilter();
    m_model->appendMatches({2});
    QCOMPARE(timeAt(0), elapsedText(m_log->at(2)->elapsed() - m_log->at(1)->elapsed()));
}

void TestEventModel::countsFromTheBeginningWithoutAReference()
{
    append(EventKind::Created);
    showAll();
    m_model->setTimeStyle(EventModel::TimeStyle::SinceReference);
    m_model->marks()->setReference(0);
    m_model->marks()->setReference(std::nullopt);
    QCOMPARE(timeAt(0), elapsedText(m_log->at(0)->elapsed()));
}

void TestEventModel::forgetsAReferenceThatIsGone()
{
    append(EventKind::Created);
    showAll();
    m_model->marks()->setReference(0);
    drop();
    showAll();
    QVERIFY(!m_model->marks()->reference());
}

void TestEventModel::namesTheTimeThatItShows()
{
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::headerDataChanged);
    QSet<QString> titles;
    for (const auto style : {EventModel::TimeStyle::Elapsed, EventModel::TimeStyle::SinceAbove,
                             EventModel::TimeStyle::SinceReference, EventModel::TimeStyle::Clock}) {
        m_model->setTimeStyle(style);
        titles.insert(m_model->headerData(EventModel::TimeColumn, Qt::Horizontal).toString());
    }
    QCOMPARE(titles.size(), qsizetype(4));
    QCOMPARE(changed.size(), qsizetype(4));
}

void TestEventModel::tellsOfMarksAndNotes()
{
    append(EventKind::Received, "a");
    append(EventKind::Received, "b");
    showAll();
    m_model->marks()->setMarked(1, true);
    m_model->marks()->setNote(1, QStringLiteral("the odd one"));
    QVERIFY(!m_model->index(0, 0).data(EventModel::MarkedRole).toBool());
    QVERIFY(m_model->index(1, 0).data(EventModel::MarkedRole).toBool());
    QCOMPARE(m_model->index(1, 0).data(EventModel::NoteRole).toString(),
             QStringLiteral("the odd one"));
    QCOMPARE(textAt(*m_model, 1, EventModel::NoteColumn), QStringLiteral("the odd one"));
    QCOMPARE(textAt(*m_model, 0, EventModel::NoteColumn), QString());
    for (int column = 0; column < EventModel::ColumnCount; ++column) {
        const QString tip = m_model->index(1, column).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QStringLiteral("marked")));
        QVERIFY(tip.contains(QStringLiteral("the odd one")));
    }
    const QString spoken =
        m_model->index(1, EventModel::DataColumn).data(Qt::AccessibleTextRole).toString();
    QCOMPARE(spoken, QStringLiteral("b, marked, note: the odd one"));
}

void TestEventModel::showsNotesAsInertText()
{
    append(EventKind::Received, "a");
    showAll();
    m_model->marks()->setNote(0, QStringLiteral("a\u202e\u0007b"));
    QVERIFY(isInert(textAt(*m_model, 0, EventModel::NoteColumn)));
    QVERIFY(isInert(m_model->index(0, EventModel::DataColumn).data(Qt::ToolTipRole).toString()));
}

void TestEventModel::updatesTheRowThatIsMarked()
{
    append(EventKind::Received, "a");
    append(EventKind::Received, "b");
    append(EventKind::Received, "c");
    showAll();
    m_model->beginFilter();
    m_model->appendMatches({0, 2});
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->marks()->setMarked(1, true); // not shown
    QCOMPARE(changed.size(), qsizetype(0));
    m_model->marks()->setMarked(2, true);
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 1);
}

void TestEventModel::forgetsMarksOfEventsThatAreGone()
{
    append(EventKind::Received, "a");
    showAll();
    m_model->marks()->setMarked(0, true);
    drop();
    showAll();
    QVERIFY(m_model->marks()->isEmpty());
}

QTEST_GUILESS_MAIN(TestEventModel)
#include "tst_eventmodel.moc"
