#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/models/eventmarks.h"
#include "widgets/models/words.h"
#include "widgets/views/eventtable.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolTip>

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
    void initTestCase();
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
    void turnsPagesByKeys();
    void goesToTopAndEndWithControlToo();
    void choosesTheRowThatIsClicked();
    void typingDoesNotSearch();
    void showsTheLastRowWhole();
    void keepsItsPlaceWhenItGrows();
    void nothingCoversTheRows();
    void paintsOnlyTheRowsInView();
    void isATableForScreenReaders();
    void goesToAnEvent();
    void goesToTheNextEventWhereAFilterHidesOne();
    void keepsTheCurrentEventThroughAFilter();
    void keepsLookingAtTheSamePlaceThroughAFilter();
    void followsTheEndOfAFilter();
    void showsTheUsualColumnsAtFirst();
    void columnsAreChosenInAMenu();
    void theLastColumnStays();
    void columnsAreMovedAndResizedAndStaySo();
    void columnsAreResetInAMenu();
    void columnsAreSharedByTables();
    void copiesWhatIsShown();
    void timeIsChosenInAMenuAndStaysSo();
    void controlTCountsTimeFromARow();
    void theReferenceIsForgottenInAMenu();
    void offersToSendAndToSaveWhatCarriesData();
    void offersToSendNothingWhereNobodyListens();
    void controlMMarksARow();
    void goesFromMarkToMarkByKeys();
    void skipsMarksThatAFilterHides();
    void aNoteIsWrittenInTheTable();
    void escapeLeavesANoteAsItWas();
    void goingElsewhereKeepsANote();
    void aNoteStaysInViewWhileRowsArrive();
    void aNoteOnAnEventThatIsGoneIsDropped();
    void showsMarksAndNotesInTheirRow();
    void paintsARowAgainThatHasChanged();
    void toolTipsAreNoHtml();
    void theMenuOfARowAsksForMore();
    void theMenuQuotesWhatAnybodyChose();
    void theMenuOpensByKey();
    void rulesColourRows();
    void offersNothingWithoutACurrentRow();

private:
    QMenu *openMenu(const char *name, QWidget *over, QPoint place);
    QMenu *openRowMenu(int row);
    QMenu *openHeaderMenu();
    static QAction *actionIn(const QMenu *menu, const QString &text);
    static QMenu *menuIn(const QMenu *menu, const QString &text);
    /// What the columns are called, from left to right.
    QStringList titles() const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    QLineEdit *noteEdit() const
    {
        return m_table->findChild<QLineEdit *>(QStringLiteral("noteEdit"));
    }
    bool isWritingANote() const { return noteEdit() != nullptr && noteEdit()->isVisible(); }
    QString timeAt(int row) const { return textAt(*m_model, row, EventModel::TimeColumn); }
    QTemporaryDir m_settings;

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

void TestEventTable::initTestCase()
{
    QVERIFY(m_settings.isValid());
    QCoreApplication::setOrganizationName(QStringLiteral("sockyard-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_eventtable"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void TestEventTable::init()
{
    QSettings().clear();
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

void TestEventTable::turnsPagesByKeys()
{
    append(200);
    m_table->selectRow(100);
    m_table->grab();
    const int page = m_table->verticalScrollBar()->pageStep();
    QVERIFY(page > 3);
    press(Qt::Key_PageDown);
    QCOMPARE(m_table->currentIndex().row(), 100 + page);
    press(Qt::Key_PageUp);
    press(Qt::Key_PageUp);
    QCOMPARE(m_table->currentIndex().row(), 100 - page);
    press(Qt::Key_Home);
    press(Qt::Key_PageUp);
    QCOMPARE(m_table->currentIndex().row(), 0);
    press(Qt::Key_End);
    press(Qt::Key_PageDown);
    QCOMPARE(m_table->currentIndex().row(), 199);
}

void TestEventTable::goesToTopAndEndWithControlToo()
{
    append(200);
    press(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(199));
    QCOMPARE(m_table->selectionModel()->selectedRows().size(), qsizetype(1));
    press(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(0));
    QCOMPARE(topNumber(), EventNumber(0));
    QCOMPARE(m_table->selectionModel()->selectedRows().constFirst().row(), 0);
}

void TestEventTable::choosesTheRowThatIsClicked()
{
    append(200);
    scrollUpTo(70);
    for (const int row : {70, 71, 75}) {
        const QRect place = m_table->visualRect(m_model->index(row, EventModel::PeerColumn));
        QCOMPARE(m_table->indexAt(place.center()).row(), row);
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, place.center());
        QCOMPARE(m_table->currentIndex().row(), row);
        QVERIFY(m_table->selectionModel()->isRowSelected(row));
    }
    QCOMPARE(topNumber(), EventNumber(70)); // nothing moves under the mouse
    QVERIFY(!m_table->indexAt(QPoint(5, -3)).isValid() ||
            m_table->indexAt(QPoint(5, -3)).row() == 69);
}

void TestEventTable::typingDoesNotSearch()
{
    // That would format each of ten million rows.
    append(200);
    m_table->selectRow(0);
    QTest::keyClicks(m_table.get(), QStringLiteral("1"));
    QCOMPARE(m_table->currentIndex().row(), 0);
}

void TestEventTable::showsTheLastRowWhole()
{
    append(200);
    const int height = m_table->viewport()->height();
    QVERIFY(height % m_table->rowHeightInPixels() != 0); // or this tests nothing
    const QRect last = m_table->visualRect(m_model->index(199, EventModel::TimeColumn));
    QCOMPARE(last.bottom(), height - 1);
    const QModelIndex first = m_table->indexAt(QPoint(5, 0));
    QVERIFY(m_table->visualRect(first).top() < 0);
    // Few rows begin at the top.
    m_log->clear();
    append(2);
    QCOMPARE(m_table->visualRect(m_model->index(0, EventModel::TimeColumn)).top(), 0);
}

void TestEventTable::keepsItsPlaceWhenItGrows()
{
    append(200);
    m_table->resize(800, 400);
    m_table->grab();
    QVERIFY(m_table->isAtBottom());
    QCOMPARE(bottomNumber(), EventNumber(199));
    scrollUpTo(50);
    m_table->resize(800, 250);
    m_table->grab();
    QCOMPARE(topNumber(), EventNumber(50));
}

void TestEventTable::nothingCoversTheRows()
{
    append(200);
    for (const QPoint place : {QPoint(1, 1), QPoint(50, 5), QPoint(400, 100)}) {
        QCOMPARE(m_table->childAt(m_table->viewport()->mapTo(m_table.get(), place)),
                 m_table->viewport());
    }
    QCOMPARE(m_table->viewport()->x(), m_table->horizontalHeader()->x());
    QCOMPARE(m_table->viewport()->width(), m_table->horizontalHeader()->width());
    QCOMPARE(m_table->viewport()->y(), m_table->horizontalHeader()->geometry().bottom() + 1);
}

void TestEventTable::paintsOnlyTheRowsInView()
{
    QSet<EventNumber> asked;
    m_table->setColorRule([&asked](const Event &event) {
        asked.insert(event.number());
        return std::nullopt;
    });
    append(20000, 1);
    QVERIFY(!asked.isEmpty());
    QVERIFY(asked.size() <= m_table->viewport()->height() / m_table->rowHeightInPixels() + 2);
    asked.clear();
    const int row = m_model->rowCount() / 2;
    m_table->verticalScrollBar()->setValue(row);
    m_table->grab();
    QVERIFY(asked.contains(m_model->numberAt(row)));
    QVERIFY(asked.size() <= m_table->viewport()->height() / m_table->rowHeightInPixels() + 2);
}

void TestEventTable::isATableForScreenReaders()
{
    append(30);
    QAccessibleInterface *const interface = QAccessible::queryAccessibleInterface(m_table.get());
    QVERIFY(interface != nullptr);
    QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Events"));
    QVERIFY(interface->tableInterface() != nullptr);
    QCOMPARE(interface->tableInterface()->rowCount(), 30);
    QAccessibleInterface *const cell =
        interface->tableInterface()->cellAt(29, EventModel::BytesColumn);
    QVERIFY(cell != nullptr);
    QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("100"));
    QVERIFY(m_table->viewport()->rect().contains(
        m_table->viewport()->mapFromGlobal(cell->rect().center())));
}

void TestEventTable::goesToAnEvent()
{
    append(200);
    QVERIFY(m_table->goTo(50));
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(50));
    m_table->grab();
    QVERIFY(topNumber() < 50); // one sees what was before
    QVERIFY(bottomNumber() > 50);
    const EventNumber top = topNumber();
    QVERIFY(m_table->goTo(52));
    QCOMPARE(topNumber(), top); // it is in view already
    QVERIFY(m_table->goTo(100000));
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(199));
    m_model->beginFilter();
    QVERIFY(!m_table->goTo(50));
}

void TestEventTable::goesToTheNextEventWhereAFilterHidesOne()
{
    append(20);
    m_model->beginFilter();
    m_model->appendMatches({3, 9});
    QVERIFY(m_table->goTo(4));
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(9));
}

void TestEventTable::keepsTheCurrentEventThroughAFilter()
{
    append(200);
    m_table->goTo(120);
    m_model->beginFilter();
    QVERIFY(!m_table->currentEvent());
    m_model->appendMatches({10, 20});
    QVERIFY(!m_table->currentEvent());
    m_model->appendMatches({100, 120, 130});
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(120));
    m_model->appendMatches({140});
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(120));
    m_model->endFilter();
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(120));
    m_table->grab();
    QVERIFY(topNumber() <= 120 && bottomNumber() >= 120);
    // Also where the filter in between did not let it through.
    m_model->beginFilter();
    m_model->appendMatches({1});
    m_model->endFilter();
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(120));
}

void TestEventTable::keepsLookingAtTheSamePlaceThroughAFilter()
{
    append(200);
    m_model->beginFilter();
    std::vector<EventNumber> matches;
    for (EventNumber number = 0; number < 200; number += 5) {
        matches.push_back(number);
    }
    m_model->appendMatches(matches);
    m_table->verticalScrollBar()->setValue(4);
    m_table->grab();
    QCOMPARE(topNumber(), EventNumber(20));
    m_model->endFilter();
    m_table->grab();
    QCOMPARE(topNumber(), EventNumber(20));
}

void TestEventTable::followsTheEndOfAFilter()
{
    append(200);
    m_model->beginFilter();
    for (EventNumber number = 0; number < 200; number += 20) {
        m_model->appendMatches({number, number + 5, number + 10});
        QVERIFY(m_table->isAtBottom());
    }
    m_table->grab();
    QCOMPARE(bottomNumber(), EventNumber(190));
    m_model->endFilter();
    m_table->grab();
    QVERIFY(m_table->isAtBottom());
    QCOMPARE(bottomNumber(), EventNumber(199));
}

// Columns.

QMenu *TestEventTable::openMenu(const char *name, QWidget *over, QPoint place)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, over->mapToGlobal(place));
    QApplication::sendEvent(over, &event);
    return m_table->findChild<QMenu *>(QString::fromLatin1(name));
}

QMenu *TestEventTable::openHeaderMenu()
{
    return openMenu("columnsMenu", m_table->horizontalHeader()->viewport(), QPoint(5, 5));
}

QMenu *TestEventTable::openRowMenu(int row)
{
    m_table->scrollTo(m_model->index(row, EventModel::TimeColumn));
    const QPoint place = m_table->visualRect(m_model->index(row, EventModel::TimeColumn)).center();
    QTest::mouseClick(m_table->viewport(), Qt::RightButton, {}, place);
    return openMenu("eventMenu", m_table->viewport(), place);
}

QAction *TestEventTable::actionIn(const QMenu *menu, const QString &text)
{
    const auto actions = menu->actions();
    for (QAction *action : actions) {
        if (action->text().remove(u'&').startsWith(text)) {
            return action;
        }
    }
    qFatal("there is no action \"%s\"", qPrintable(text));
}

QMenu *TestEventTable::menuIn(const QMenu *menu, const QString &text)
{
    const auto actions = menu->actions();
    for (const QAction *action : actions) {
        if (action->menu() != nullptr && action->text().remove(u'&').startsWith(text)) {
            return action->menu();
        }
    }
    qFatal("there is no menu \"%s\"", qPrintable(text));
}

QStringList TestEventTable::titles() const
{
    QStringList result;
    for (int place = 0; place < EventModel::ColumnCount; ++place) {
        const int column = m_table->horizontalHeader()->logicalIndex(place);
        if (!m_table->isColumnHidden(column)) {
            result.append(m_model->headerData(column, Qt::Horizontal).toString());
        }
    }
    return result;
}

void TestEventTable::showsTheUsualColumnsAtFirst()
{
    QCOMPARE(titles(), QStringLiteral("Time Δ Peer Event Bytes Data").split(u' '));
}

void TestEventTable::columnsAreChosenInAMenu()
{
    append(3);
    QMenu *menu = openHeaderMenu();
    QVERIFY(menu->isVisible());
    QVERIFY(actionIn(menu, QStringLiteral("Peer"))->isChecked());
    QVERIFY(!actionIn(menu, QStringLiteral("Number"))->isChecked());
    actionIn(menu, QStringLiteral("Number"))->trigger();
    actionIn(menu, QStringLiteral("Peer"))->trigger();
    actionIn(menu, QStringLiteral("Connection"))->trigger();
    QCOMPARE(titles(), QStringLiteral("Number Time Δ Connection Event Bytes Data").split(u' '));
    delete menu;
    QVERIFY(actionIn(openHeaderMenu(), QStringLiteral("Number"))->isChecked());
}

void TestEventTable::theLastColumnStays()
{
    const auto columns = {EventModel::TimeColumn, EventModel::DeltaColumn, EventModel::PeerColumn,
                          EventModel::EventColumn, EventModel::BytesColumn};
    for (const int column : columns) {
        m_table->showColumn(column, false);
    }
    QVERIFY(!actionIn(openHeaderMenu(), QStringLiteral("Data"))->isEnabled());
    m_table->showColumn(EventModel::DataColumn, false);
    QCOMPARE(titles(), QStringList{QStringLiteral("Data")});
}

void TestEventTable::columnsAreMovedAndResizedAndStaySo()
{
    QHeaderView *const header = m_table->horizontalHeader();
    const int width = m_table->columnWidth(EventModel::PeerColumn);
    // The border at the right of the peer is dragged, then its title to the left.
    const int border = header->sectionViewportPosition(EventModel::PeerColumn) + width - 1;
    QTest::mousePress(header->viewport(), Qt::LeftButton, {}, QPoint(border, 5));
    QTest::mouseMove(header->viewport(), QPoint(border + 20, 5));
    QTest::mouseMove(header->viewport(), QPoint(border + 57, 5));
    QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, QPoint(border + 57, 5));
    QCOMPARE(m_table->columnWidth(EventModel::PeerColumn), width + 57);
    header->moveSection(header->visualIndex(EventModel::PeerColumn), 0);
    const QStringList moved = QStringLiteral("Peer Time Δ Event Bytes Data").split(u' ');
    QCOMPARE(titles(), moved);

    // As after a restart.
    m_table = std::make_unique<EventTable>();
    m_table->setEventModel(m_model.get());
    m_table->resize(800, 300);
    m_table->show();
    QCOMPARE(titles(), moved);
    QCOMPARE(m_table->columnWidth(EventModel::PeerColumn), width + 57);
    // The one that takes what is left is the last that is shown.
    m_table->showColumn(EventModel::DataColumn, false);
    QVERIFY(m_table->columnWidth(EventModel::BytesColumn) > 100);
}

void TestEventTable::columnsAreResetInAMenu()
{
    m_table->showColumn(EventModel::NumberColumn, true);
    m_table->showColumn(EventModel::PeerColumn, false);
    m_table->horizontalHeader()->resizeSection(EventModel::TimeColumn, 300);
    actionIn(openHeaderMenu(), QStringLiteral("Reset columns"))->trigger();
    QCOMPARE(titles(), QStringLiteral("Time Δ Peer Event Bytes Data").split(u' '));
    QVERIFY(m_table->columnWidth(EventModel::TimeColumn) < 200);
    QCOMPARE(EventColumns::fromText(QSettings().value(QStringLiteral("events/columns")).toString()),
             EventColumns());
}

void TestEventTable::columnsAreSharedByTables()
{
    EventTable other;
    other.setEventModel(m_model.get());
    m_table->showColumn(EventModel::NumberColumn, true);
    m_table->chooseTimeStyle(EventModel::TimeStyle::Elapsed);
    other.show(); // its tab is chosen
    QVERIFY(!other.isColumnHidden(EventModel::NumberColumn));
    QCOMPARE(m_model->timeStyle(), EventModel::TimeStyle::Elapsed);
}

void TestEventTable::copiesWhatIsShown()
{
    append(3);
    for (const int column : {EventModel::TimeColumn, EventModel::DeltaColumn,
                             EventModel::PeerColumn, EventModel::DataColumn}) {
        m_table->showColumn(column, false);
    }
    m_table->horizontalHeader()->moveSection(
        m_table->horizontalHeader()->visualIndex(EventModel::BytesColumn), 0);
    m_table->selectRow(1);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("100\t↓ received"));
    QApplication::clipboard()->clear();
    actionIn(openRowMenu(1), QStringLiteral("Copy row"))->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("100\t↓ received"));
}

// Times, marks and notes.

void TestEventTable::timeIsChosenInAMenuAndStaysSo()
{
    append(3);
    QMenu *menu = openHeaderMenu();
    QVERIFY(actionIn(menuIn(menu, QStringLiteral("Time")), QStringLiteral("Clock"))->isChecked());
    actionIn(menuIn(menu, QStringLiteral("Time")), QStringLiteral("Since the log began"))
        ->trigger();
    QCOMPARE(timeAt(1), elapsedText(m_log->at(1)->elapsed()));
    m_table.reset();
    m_model->setTimeStyle(EventModel::TimeStyle::Clock);
    m_table = std::make_unique<EventTable>();
    m_table->setEventModel(m_model.get());
    QCOMPARE(timeAt(1), elapsedText(m_log->at(1)->elapsed()));
}

void TestEventTable::controlTCountsTimeFromARow()
{
    append(5);
    m_table->selectRow(2);
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(timeAt(2), QStringLiteral("*REF*"));
    QCOMPARE(timeAt(4), elapsedText(m_log->at(4)->elapsed() - m_log->at(2)->elapsed()));
    m_table->selectRow(3);
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(timeAt(3), QStringLiteral("*REF*"));
    QCOMPARE(timeAt(4), elapsedText(m_log->at(4)->elapsed() - m_log->at(3)->elapsed()));
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(timeAt(3), clockText(m_log->at(3)->time())); // as it was before
    QVERIFY(!QSettings().contains(
        QStringLiteral("events/time"))); // a reference does not outlive its log
}

void TestEventTable::theReferenceIsForgottenInAMenu()
{
    append(5);
    const auto times = [this] { return menuIn(openRowMenu(2), QStringLiteral("Time")); };
    const QString sinceReference = QStringLiteral("Since the time reference");
    QVERIFY(!actionIn(times(), sinceReference)->isEnabled());
    delete m_table->findChild<QMenu *>(QStringLiteral("eventMenu"));
    actionIn(openRowMenu(2), QStringLiteral("Time reference"))->trigger();
    delete m_table->findChild<QMenu *>(QStringLiteral("eventMenu"));
    QVERIFY(actionIn(times(), sinceReference)->isChecked());
    actionIn(times(), QStringLiteral("Clock"))->trigger(); // the reference stays
    QCOMPARE(timeAt(1), clockText(m_log->at(1)->time()));
    QCOMPARE(timeAt(2), QStringLiteral("*REF*"));
    delete m_table->findChild<QMenu *>(QStringLiteral("eventMenu"));
    actionIn(times(), QStringLiteral("Forget"))->trigger();
    QCOMPARE(timeAt(2), clockText(m_log->at(2)->time()));
}

void TestEventTable::offersToSendAndToSaveWhatCarriesData()
{
    append(2);
    m_log->append({.kind = EventKind::Closed, .connection = 1});
    m_model->showUpTo(m_log->size());
    m_table->setSendAgainOffered(true);
    QStringList wanted;
    connect(m_table.get(), &EventTable::sendAgainRequested, this, [&wanted](const Event &event) {
        wanted.append(QStringLiteral("send %1").arg(event.number()));
    });
    connect(m_table.get(), &EventTable::saveAsMessageRequested, this,
            [&wanted](const Event &event) {
                wanted.append(QStringLiteral("save %1").arg(event.number()));
            });
    const QMenu *menu = openRowMenu(1);
    actionIn(menu, QStringLiteral("Send again"))->trigger();
    actionIn(menu, QStringLiteral("Save as message"))->trigger();
    QCOMPARE(wanted, (QStringList{QStringLiteral("send 1"), QStringLiteral("save 1")}));
    delete menu;
    menu = openRowMenu(2);
    QVERIFY(!actionIn(menu, QStringLiteral("Send again"))->isEnabled());
    QVERIFY(!actionIn(menu, QStringLiteral("Save as message"))->isEnabled());
}

void TestEventTable::offersToSendNothingWhereNobodyListens()
{
    append(2);
    const QMenu *const menu = openRowMenu(1);
    QVERIFY(menu->findChild<QAction *>(QStringLiteral("sendAgainAction")) == nullptr);
    QVERIFY(actionIn(menu, QStringLiteral("Save as message"))->isEnabled());
}

void TestEventTable::controlMMarksARow()
{
    append(5);
    m_table->selectRow(2);
    press(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(m_model->marks()->isMarked(2));
    QVERIFY(actionIn(openRowMenu(2), QStringLiteral("Mark"))->isChecked());
    delete m_table->findChild<QMenu *>(QStringLiteral("eventMenu"));
    QVERIFY(!actionIn(openRowMenu(3), QStringLiteral("Mark"))->isChecked());
    m_table->selectRow(2);
    press(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(!m_model->marks()->isMarked(2));
}

void TestEventTable::goesFromMarkToMarkByKeys()
{
    append(200);
    m_model->marks()->setMarked(20, true);
    m_model->marks()->setNote(90, QStringLiteral("odd"));
    m_model->marks()->setMarked(150, true);
    const auto jump = [this](Qt::Key key) {
        press(key, Qt::ControlModifier | Qt::ShiftModifier);
        return m_table->currentNumber().value_or(0);
    };
    QCOMPARE(jump(Qt::Key_N), EventNumber(20)); // from the beginning, where no row is current
    QCOMPARE(jump(Qt::Key_N), EventNumber(90));
    QCOMPARE(jump(Qt::Key_N), EventNumber(150));
    QCOMPARE(jump(Qt::Key_N), EventNumber(150));
    QCOMPARE(jump(Qt::Key_B), EventNumber(90));
    QCOMPARE(jump(Qt::Key_B), EventNumber(20));
    QCOMPARE(jump(Qt::Key_B), EventNumber(20));
}

void TestEventTable::skipsMarksThatAFilterHides()
{
    append(200);
    for (const EventNumber number : {20U, 90U, 150U}) {
        m_model->marks()->setMarked(number, true);
    }
    m_model->beginFilter();
    m_model->appendMatches({1, 20, 100, 150});
    m_table->selectRow(1);
    press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(150));
    press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(20));
}

void TestEventTable::aNoteIsWrittenInTheTable()
{
    append(5);
    m_table->selectRow(2);
    press(Qt::Key_F2);
    QVERIFY(isWritingANote());
    QVERIFY(noteEdit()->hasFocus());
    QTest::keyClicks(noteEdit(), QStringLiteral("the odd one"));
    press(Qt::Key_Return);
    QCOMPARE(m_model->marks()->noteOf(2), QStringLiteral("the odd one"));
    QVERIFY(!isWritingANote());
    QVERIFY(m_table->hasFocus());
    QCOMPARE(m_table->currentIndex().row(), 2);
    // Again, to change it.
    press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(m_table->findChildren<QLineEdit *>().size(), qsizetype(1));
    QCOMPARE(noteEdit()->text(), QStringLiteral("the odd one"));
    press(Qt::Key_Delete);
    press(Qt::Key_Return);
    QVERIFY(m_model->marks()->isEmpty());
}

void TestEventTable::escapeLeavesANoteAsItWas()
{
    append(5);
    m_model->marks()->setNote(2, QStringLiteral("as it was"));
    m_table->selectRow(2);
    press(Qt::Key_F2);
    QTest::keyClicks(noteEdit(), QStringLiteral("something else"));
    press(Qt::Key_Escape);
    QVERIFY(!isWritingANote());
    QVERIFY(m_table->hasFocus());
    QCOMPARE(m_model->marks()->noteOf(2), QStringLiteral("as it was"));
}

void TestEventTable::goingElsewhereKeepsANote()
{
    append(5);
    m_table->selectRow(2);
    press(Qt::Key_F2);
    QTest::keyClicks(noteEdit(), QStringLiteral("nothing typed is lost"));
    m_table->setFocus();
    QVERIFY(!isWritingANote());
    QCOMPARE(m_model->marks()->noteOf(2), QStringLiteral("nothing typed is lost"));
}

void TestEventTable::aNoteStaysInViewWhileRowsArrive()
{
    append(50);
    m_table->selectRow(49);
    press(Qt::Key_F2);
    QTest::keyClicks(noteEdit(), QStringLiteral("about "));
    append(500); // the table follows its end
    QVERIFY(isWritingANote());
    QVERIFY(m_table->viewport()->rect().contains(noteEdit()->geometry()));
    QTest::keyClicks(noteEdit(), QStringLiteral("that one"));
    press(Qt::Key_Return);
    QCOMPARE(m_model->marks()->noteOf(49), QStringLiteral("about that one"));
}

void TestEventTable::aNoteOnAnEventThatIsGoneIsDropped()
{
    append(5);
    m_table->selectRow(2);
    press(Qt::Key_F2);
    QTest::keyClicks(noteEdit(), QStringLiteral("too late"));
    m_log->clear();
    append(1);
    press(Qt::Key_Return);
    QVERIFY(m_model->marks()->isEmpty());
    QVERIFY(!isWritingANote());
}

void TestEventTable::showsMarksAndNotesInTheirRow()
{
    append(5);
    const auto rowImage = [this](int row) {
        const QRect first = m_table->visualRect(m_model->index(row, EventModel::TimeColumn));
        return m_table->viewport()
            ->grab(QRect(0, first.top(), m_table->viewport()->width(), first.height()))
            .toImage();
    };
    const QImage plain = rowImage(2);
    const QImage neighbour = rowImage(3);
    m_model->marks()->setMarked(2, true);
    const QImage marked = rowImage(2);
    QVERIFY(marked != plain);
    QVERIFY(marked.pixelColor(1, 1) != plain.pixelColor(1, 1)); // by colour, and by sign
    m_model->marks()->setNote(2, QStringLiteral("odd"));
    QVERIFY(rowImage(2) != marked);
    QCOMPARE(rowImage(3), neighbour);
    // Whichever column is the last has the sign.
    m_table->showColumn(EventModel::DataColumn, false);
    QVERIFY(m_table->carriesSigns(EventModel::BytesColumn));
}

void TestEventTable::paintsARowAgainThatHasChanged()
{
    append(200);
    scrollUpTo(50);
    QSet<EventNumber> painted;
    m_table->setColorRule([&painted](const Event &event) {
        painted.insert(event.number());
        return std::nullopt;
    });
    m_model->marks()->setMarked(51, true); // enables the actions that go to it
    QTRY_VERIFY(painted.contains(51));
    m_table->grab(); // all that was put off is done
    QCoreApplication::processEvents();
    painted.clear();
    m_model->marks()->setMarked(52, true);
    m_model->marks()->setMarked(150, true); // out of view
    QTRY_COMPARE(painted, QSet<EventNumber>{52});
    m_model->setTimeStyle(EventModel::TimeStyle::Elapsed);
    QTRY_VERIFY(painted.contains(50) && painted.contains(55));
}

void TestEventTable::toolTipsAreNoHtml()
{
    append(1);
    m_model->marks()->setNote(0, QStringLiteral("<b>bold</b> & more"));
    const QPoint place = m_table->visualRect(m_model->index(0, EventModel::DataColumn)).center();
    QHelpEvent help(QEvent::ToolTip, place, m_table->viewport()->mapToGlobal(place));
    QApplication::sendEvent(m_table->viewport(), &help);
    QVERIFY(QToolTip::text().contains(QStringLiteral("&lt;b&gt;bold&lt;/b&gt; &amp; more")));
    QToolTip::hideText();
}

// The menu of a row.

void TestEventTable::theMenuOfARowAsksForMore()
{
    m_log->append({.kind = EventKind::Created, .note = "socket"});
    m_log->append({.kind = EventKind::PeerFinished, .connection = 3, .peer = "127.0.0.1:5"});
    append(1);
    const QSignalSpy follow(m_table.get(), &EventTable::followRequested);
    const QSignalSpy filter(m_table.get(), &EventTable::filterRequested);
    QMenu *menu = openRowMenu(1);
    QVERIFY(menu->isVisible());
    QCOMPARE(m_table->currentIndex().row(), 1);
    actionIn(menu, QStringLiteral("Follow"))->trigger();
    QCOMPARE(follow.size(), qsizetype(1));
    QCOMPARE(follow.at(0).at(0).toULongLong(), 3ULL);
    const QMenu *by = menuIn(menu, QStringLiteral("Filter by"));
    for (const QString &text : {QStringLiteral("This connection"), QStringLiteral("This peer"),
                                QStringLiteral("This kind")}) {
        actionIn(by, text)->trigger();
    }
    QCOMPARE(filter.size(), qsizetype(3));
    QCOMPARE(filter.at(0).at(0).toString(), QStringLiteral("connection == 3"));
    QCOMPARE(filter.at(1).at(0).toString(), QStringLiteral("peer == \"127.0.0.1:5\""));
    QCOMPARE(filter.at(2).at(0).toString(), QStringLiteral("kind == peer-finished"));
    delete menu;
    // The endpoint itself has no stream and no peer.
    menu = openRowMenu(0);
    QVERIFY(!actionIn(menu, QStringLiteral("Follow"))->isEnabled());
    QCOMPARE(menuIn(menu, QStringLiteral("Filter by"))->actions().size(), qsizetype(2));
}

void TestEventTable::theMenuQuotesWhatAnybodyChose()
{
    m_log->append({.kind = EventKind::Note, .connection = 1, .peer = "a\"b\\c & d"});
    append(1);
    const QSignalSpy filter(m_table.get(), &EventTable::filterRequested);
    actionIn(menuIn(openRowMenu(0), QStringLiteral("Filter by")), QStringLiteral("This peer"))
        ->trigger();
    QCOMPARE(filter.at(0).at(0).toString(), QStringLiteral("peer == \"a\\\"b\\\\c & d\""));
}

void TestEventTable::theMenuOpensByKey()
{
    append(5);
    m_table->selectRow(3);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(0, 0), QPoint(0, 0));
    QApplication::sendEvent(m_table->viewport(), &event);
    const auto *menu = m_table->findChild<QMenu *>(QStringLiteral("eventMenu"));
    QVERIFY(menu != nullptr && menu->isVisible());
    QVERIFY(actionIn(menuIn(menu, QStringLiteral("Columns")), QStringLiteral("Data"))->isChecked());
}

void TestEventTable::rulesColourRows()
{
    append(5);
    const auto colorAt = [this](int row) {
        const QRect first = m_table->visualRect(m_model->index(row, EventModel::TimeColumn));
        return m_table->viewport()->grab().toImage().pixelColor(1, first.top() + 1);
    };
    const QColor usual = colorAt(2);
    m_table->setColorRule([](const Event &event) -> std::optional<EventTable::RowColors> {
        if (event.number() != 2) {
            return std::nullopt;
        }
        return EventTable::RowColors{.text = Qt::white, .background = QColor(Qt::darkBlue)};
    });
    QCOMPARE(colorAt(2), QColor(Qt::darkBlue));
    QCOMPARE(colorAt(3), usual);
    m_model->marks()->setMarked(2, true); // the sign says it
    QCOMPARE(colorAt(2), QColor(Qt::darkBlue));
    m_table->setColorRule({});
    QVERIFY(colorAt(2) != QColor(Qt::darkBlue));
}

void TestEventTable::offersNothingWithoutACurrentRow()
{
    for (const auto key : {Qt::Key_M, Qt::Key_T}) {
        press(key, Qt::ControlModifier);
    }
    press(Qt::Key_F2);
    press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(m_model->marks()->isEmpty());
    QVERIFY(!isWritingANote());
    const QMenu *menu = openMenu("eventMenu", m_table->viewport(), QPoint(50, 50));
    QVERIFY(!actionIn(menu, QStringLiteral("Mark"))->isEnabled());
    QVERIFY(!actionIn(menu, QStringLiteral("Follow"))->isEnabled());
    QVERIFY(actionIn(menu, QStringLiteral("Columns"))->isEnabled());
}

QTEST_MAIN(TestEventTable)
#include "tst_eventtable.moc"
