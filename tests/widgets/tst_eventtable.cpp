#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/views/eventtable.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

constexpr std::size_t block = 64U * 1024;
const EventLog::Limits small = {.memory = 8 * block, .block = block};

} // namespace

class TestEventTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsTheNewestWhileOneStaysAtTheBottom();
    void staysWhereOneHasScrolledUp();
    void followsAgainWhenOneComesBackToTheBottom();
    void showsTheNewestWhileOldRowsAreDropped();
    void staysWhereOneHasScrolledUpWhileOldRowsAreDropped();
    void showsTheOldestThatIsLeftWhenWhatOneLooksAtIsDropped();
    void keepsTheCurrentEventWhileOldRowsAreDropped();
    void tellsWhenTheCurrentEventIsDropped();
    void startsAgainAtTheBottomAfterAClear();
    void copiesTheCurrentRow();
    void walksThroughTheRowsByKeys();

private:
    /// Adds events and shows them as one batch.
    void append(int count, std::size_t size = 100);
    EventNumber topNumber() const;
    EventNumber bottomNumber() const;
    EventNumber numberAt(int y) const;
    void scrollUpTo(EventNumber number);

    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<EventModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<EventTable> m_table;
};

void TestEventTable::init()
{
    m_log = std::make_shared<EventLog>(small);
    m_model = std::make_unique<EventModel>(m_log);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_table = std::make_unique<EventTable>();
    m_table->setEventModel(m_model.get());
    m_table->resize(800, 300);
    m_table->show();
    QVERIFY(QTest::qWaitForWindowActive(m_table.get()));
}

void TestEventTable::cleanup()
{
    m_table.reset();
    m_tester.reset();
    m_model.reset();
    m_log.reset();
}

void TestEventTable::append(int count, std::size_t size)
{
    const std::string payload(size, 'x');
    for (int number = 0; number < count; ++number) {
        m_log->append({.kind = EventKind::Received,
                       .connection = 1,
                       .bytes = size,
                       .payload = viewOf(payload)});
    }
    m_model->showUpTo(m_log->size());
    m_table->grab(); // what a person sees: all that was put off is done
}

EventNumber TestEventTable::numberAt(int y) const
{
    return m_table->indexAt(QPoint(5, y)).data(EventModel::NumberRole).toULongLong();
}

EventNumber TestEventTable::topNumber() const
{
    return numberAt(2);
}

EventNumber TestEventTable::bottomNumber() const
{
    const QModelIndex last = m_table->indexAt(QPoint(5, m_table->viewport()->height() - 2));
    return last.isValid() ? last.data(EventModel::NumberRole).toULongLong() : m_log->size() - 1;
}

void TestEventTable::scrollUpTo(EventNumber number)
{
    m_table->scrollTo(m_model->index(static_cast<int>(number - m_model->firstNumber()), 0),
                      QAbstractItemView::PositionAtTop);
    m_table->grab();
    QCOMPARE(topNumber(), number);
}

void TestEventTable::showsTheNewestWhileOneStaysAtTheBottom()
{
    for (int turn = 0; turn < 10; ++turn) {
        append(20);
        QVERIFY(m_table->isAtBottom());
        QCOMPARE(bottomNumber(), m_log->size() - 1);
    }
    QVERIFY(topNumber() > 0);
}

void TestEventTable::staysWhereOneHasScrolledUp()
{
    append(200);
    for (int turn = 0; turn < 5; ++turn) {
        QTest::keyClick(m_table.get(), Qt::Key_PageUp);
    }
    m_table->grab();
    const EventNumber top = topNumber();
    QVERIFY(top < 180);
    for (int turn = 0; turn < 10; ++turn) {
        append(20);
        QCOMPARE(topNumber(), top);
    }
}

void TestEventTable::followsAgainWhenOneComesBackToTheBottom()
{
    append(200);
    scrollUpTo(50);
    append(20);
    QTest::keyClick(m_table.get(), Qt::Key_End);
    m_table->grab();
    QVERIFY(m_table->isAtBottom());
    append(20);
    QCOMPARE(bottomNumber(), m_log->size() - 1);
}

void TestEventTable::showsTheNewestWhileOldRowsAreDropped()
{
    for (int turn = 0; turn < 100; ++turn) {
        append(20, 1000);
        QVERIFY(m_table->isAtBottom());
        QCOMPARE(bottomNumber(), m_log->size() - 1);
    }
    QVERIFY(m_log->droppedEvents() > 0);
}

void TestEventTable::staysWhereOneHasScrolledUpWhileOldRowsAreDropped()
{
    append(600, 1000);
    const EventNumber place = m_log->size() - 20;
    scrollUpTo(place);
    int drops = 0;
    for (EventNumber first = m_log->first(); first <= place && drops < 100;) {
        QCOMPARE(topNumber(), place);
        append(5, 1000);
        drops += m_log->first() > first ? 1 : 0;
        first = m_log->first();
    }
    QVERIFY(drops > 1);
}

void TestEventTable::showsTheOldestThatIsLeftWhenWhatOneLooksAtIsDropped()
{
    append(200, 1000);
    scrollUpTo(m_log->first() + 3);
    for (int turn = 0; turn < 50; ++turn) {
        append(20, 1000);
    }
    QCOMPARE(topNumber(), m_log->first());
    QVERIFY(!m_table->isAtBottom());
}

void TestEventTable::keepsTheCurrentEventWhileOldRowsAreDropped()
{
    append(200, 1000);
    m_table->selectRow(m_model->rowCount() - 1);
    QVERIFY(m_table->currentEvent());
    const EventNumber number = m_table->currentEvent()->number();
    const std::uint64_t dropped = m_log->droppedEvents();
    for (int turn = 0; m_log->droppedEvents() == dropped && turn < 1000; ++turn) {
        append(5, 1000);
    }
    QVERIFY(m_log->droppedEvents() > dropped);
    QVERIFY(m_table->currentEvent());
    QCOMPARE(m_table->currentEvent()->number(), number);
}

void TestEventTable::tellsWhenTheCurrentEventIsDropped()
{
    append(50);
    m_table->selectRow(0);
    const QSignalSpy changes(m_table.get(), &EventTable::currentEventChanged);
    append(1000, 1000);
    QVERIFY(!changes.isEmpty());
    // Nobody has chosen its neighbour.
    QVERIFY(!m_table->currentEvent());
    QVERIFY(m_table->selectionModel()->selectedRows().isEmpty());
    QVERIFY(m_table->isAtBottom());
}

void TestEventTable::startsAgainAtTheBottomAfterAClear()
{
    append(200);
    scrollUpTo(50);
    m_log->clear();
    append(1);
    QCOMPARE(m_model->rowCount(), 1);
    append(100);
    QVERIFY(m_table->isAtBottom());
    QCOMPARE(bottomNumber(), m_log->size() - 1);
}

void TestEventTable::copiesTheCurrentRow()
{
    append(3);
    m_table->selectRow(1);
    QTest::keyClick(m_table.get(), Qt::Key_C, Qt::ControlModifier);
    const QStringList cells = QApplication::clipboard()->text().split(u'\t');
    const QList<int> columns = {EventModel::TimeColumn,  EventModel::DeltaColumn,
                                EventModel::PeerColumn,  EventModel::EventColumn,
                                EventModel::BytesColumn, EventModel::DataColumn};
    QCOMPARE(cells.size(), columns.size());
    for (int place = 0; place < columns.size(); ++place) {
        QCOMPARE(cells.at(place), textAt(*m_model, 1, columns.at(place)));
    }
}

void TestEventTable::walksThroughTheRowsByKeys()
{
    append(10);
    m_table->selectRow(4);
    QTest::keyClick(m_table.get(), Qt::Key_Down);
    QCOMPARE(m_table->currentEvent()->number(), EventNumber(5));
    QTest::keyClick(m_table.get(), Qt::Key_Up);
    QTest::keyClick(m_table.get(), Qt::Key_Up);
    QCOMPARE(m_table->currentEvent()->number(), EventNumber(3));
    QTest::keyClick(m_table.get(), Qt::Key_End);
    QCOMPARE(m_table->currentEvent()->number(), EventNumber(9));
    QTest::keyClick(m_table.get(), Qt::Key_Home);
    QCOMPARE(m_table->currentEvent()->number(), EventNumber(0));
}

QTEST_MAIN(TestEventTable)
#include "tst_eventtable.moc"
