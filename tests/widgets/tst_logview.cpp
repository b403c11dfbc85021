#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/models/eventmarks.h"
#include "widgets/models/eventmodel.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/eventtable.h"
#include "widgets/views/hexview.h"
#include "widgets/views/logview.h"
#include "widgets/views/throughputstrip.h"

#include <QAction>
#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

constexpr std::int64_t second = 1000000000;
constexpr std::size_t block = 64U * 1024;
const EventLog::Limits small = {.memory = 4 * block, .block = block};

} // namespace

class TestLogView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void foldsWhatItShows();
    void foldsALongLogInParts();
    void aClickInTheStripGoesToThatTime();
    void forgetsTheThroughputOfAClearedLog();
    void keepsTheThroughputOfWhatWasDropped();
    void theStripIsHiddenByAButtonAndStaysSo();
    void goesWhileTheStripHasTheFocus();
    void marksFromTheBytesToo();
    void goesToAnEvent();
    void filtersAsOneTypesAndAsEventsArrive();
    void findsFromEventToEvent();
    void findsOnlyWhatTheFilterShows();
    void findsTheNotesOfAPerson();
    void coloursRowsByRules();
    void followsTheStreamOfTheCurrentConnection();
    void offersItsActionsForAMenu();

private:
    void tell(std::int64_t elapsed, std::string_view payload = "0123456789");
    void showAll() { m_view->showUpTo(m_log->size()); }
    void open();

    QTemporaryDir m_settings;
    std::shared_ptr<EventLog> m_log;
    std::unique_ptr<LogView> m_view;
    ThroughputStrip *m_strip = nullptr;
    EventTable *m_table = nullptr;
};

void TestLogView::initTestCase()
{
    QVERIFY(m_settings.isValid());
    QCoreApplication::setOrganizationName(QStringLiteral("sockyard-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_logview"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void TestLogView::init()
{
    QSettings().clear();
    m_log = std::make_shared<EventLog>(small);
    open();
}

void TestLogView::open()
{
    m_view = std::make_unique<LogView>(m_log);
    m_view->resize(900, 600);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_strip = widgetNamed<ThroughputStrip>(m_view.get(), "throughputStrip");
    m_table = widgetNamed<EventTable>(m_view.get(), "eventTable");
}

void TestLogView::cleanup()
{
    m_view.reset();
    m_log.reset();
}

void TestLogView::tell(std::int64_t elapsed, std::string_view payload)
{
    m_log->append({.kind = EventKind::Received,
                   .connection = 1,
                   .bytes = payload.size(),
                   .payload = viewOf(payload),
                   .moment = Moment{0, elapsed}});
}

void TestLogView::foldsWhatItShows()
{
    tell(0);
    tell(1);
    tell(second);
    m_view->showUpTo(1);
    QVERIFY(m_strip->text().contains(QStringLiteral("received 10 B")));
    showAll();
    QVERIFY(m_strip->text().contains(QStringLiteral("received 20 B in 2 events")));
    showAll();
    QVERIFY(m_strip->text().contains(QStringLiteral("received 20 B in 2 events")));
}

void TestLogView::foldsALongLogInParts()
{
    m_view.reset();
    m_log = std::make_shared<EventLog>();
    open();
    for (int number = 0; number < 200000; ++number) {
        tell(number, {});
    }
    showAll(); // as a file that was read
    QVERIFY(m_strip->text().contains(QLocale().toString(32768)));
    QTRY_VERIFY(m_strip->text().contains(QLocale().toString(200000)));
}

void TestLogView::aClickInTheStripGoesToThatTime()
{
    for (int number = 0; number < 100; ++number) {
        tell(number / 10 * second);
    }
    showAll();
    QTest::mouseClick(m_strip, Qt::LeftButton, {},
                      QPoint(m_strip->width() - 6 - 3 * 3, m_strip->height() / 2));
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(60));
    m_strip->setFocus();
    QTest::keyClick(m_strip, Qt::Key_Home);
    QTest::keyClick(m_strip, Qt::Key_Right);
    QTest::keyClick(m_strip, Qt::Key_Return);
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(10));
}

void TestLogView::forgetsTheThroughputOfAClearedLog()
{
    tell(0);
    showAll();
    m_log->clear();
    m_log->append({.kind = EventKind::Note, .note = "cleared", .moment = Moment{0, second}});
    showAll();
    QVERIFY(m_strip->text().contains(QStringLiteral("received 0 B")));
    QVERIFY(m_strip->text().contains(QStringLiteral("1 event in all")));
    QVERIFY(m_strip->text().contains(QStringLiteral("second 1")));
}

void TestLogView::keepsTheThroughputOfWhatWasDropped()
{
    const std::string payload(1000, 'x');
    int number = 0;
    for (; m_log->droppedEvents() == 0 && number < 10000; ++number) {
        tell(number / 100, payload);
        showAll();
    }
    QVERIFY(m_log->first() > 0);
    showAll();
    QVERIFY(m_strip->text().contains(QLocale().toString(number)));
}

void TestLogView::theStripIsHiddenByAButtonAndStaysSo()
{
    auto *button = widgetNamed<QToolButton>(m_view.get(), "throughputButton");
    QVERIFY(m_strip->isVisible());
    QVERIFY(button->isChecked());
    LogView other(m_log); // another tab
    click(button);
    QVERIFY(!m_strip->isVisible());
    other.show();
    QVERIFY(!widgetNamed<ThroughputStrip>(&other, "throughputStrip")->isVisible());
    open(); // after a restart
    QVERIFY(!m_strip->isVisible());
    click(widgetNamed<QToolButton>(m_view.get(), "throughputButton"));
    QVERIFY(m_strip->isVisible());
}

// The strip looks at its figures when it loses the focus: the address sanitizer looks on.
void TestLogView::goesWhileTheStripHasTheFocus()
{
    tell(0);
    tell(second);
    showAll();
    m_view->activateWindow();
    m_strip->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(m_strip->hasFocus(), 5000);
    m_view.reset();
}

void TestLogView::marksFromTheBytesToo()
{
    tell(0);
    tell(1);
    showAll();
    m_table->selectRow(1);
    auto *bytes = widgetNamed<QWidget>(m_view.get(), "bytesView");
    bytes->setFocus();
    QTest::keyClick(bytes, Qt::Key_M, Qt::ControlModifier);
    QVERIFY(m_table->eventModel()->marks()->isMarked(1));
}

void TestLogView::goesToAnEvent()
{
    for (int number = 0; number < 100; ++number) {
        tell(number);
    }
    showAll();
    m_view->showEventNumber(40);
    QCOMPARE(m_table->currentNumber(), std::optional<EventNumber>(40));
}

void TestLogView::filtersAsOneTypesAndAsEventsArrive()
{
    tell(0, "apple");
    tell(1, "pear");
    tell(2, "apple pie");
    showAll();
    QCOMPARE(m_table->model()->rowCount(), 3);
    QTest::keyClick(m_view.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    auto *const field = widgetNamed<QLineEdit>(m_view.get(), "filterEdit");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("text contains apple"));
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    QCOMPARE(m_view->shownEvents(), std::uint64_t(3));
    tell(3, "plum");
    tell(4, "apples");
    showAll();
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    QVERIFY(widgetNamed<QLabel>(m_view.get(), "filterWords")->text().contains(u'5'));
    QTest::keyClicks(field, QStringLiteral(" and ("));
    QTRY_VERIFY(!widgetNamed<QLabel>(m_view.get(), "filterWords")->text().contains(u'5'));
    QCOMPARE(m_table->model()->rowCount(), 3); // what is no filter changes nothing
    type(field, {});
    QTRY_COMPARE(m_table->model()->rowCount(), 5);
}

void TestLogView::findsFromEventToEvent()
{
    tell(0, "one needle, two needles");
    tell(1, "hay");
    tell(2, "a needle");
    showAll();
    QTest::keyClick(m_table, Qt::Key_F, Qt::ControlModifier);
    auto *const field = widgetNamed<QLineEdit>(m_view.get(), "findEdit");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("needle"));
    auto *const bytes = widgetNamed<HexView>(m_view.get(), "bytesView");
    const auto next = [&](Qt::Key key, Qt::KeyboardModifiers modifiers, EventNumber event,
                          qint64 offset) {
        QTest::keyClick(field, key, modifiers);
        QTRY_COMPARE(m_table->currentNumber(), std::optional(event));
        QTRY_COMPARE(bytes->selectedBytes().size(), std::size_t(6));
        QTRY_COMPARE(bytes->selectedBytes().data() - bytes->bytes().data(), offset);
    };
    next(Qt::Key_Return, {}, 0, 4);
    next(Qt::Key_F3, {}, 0, 16);
    next(Qt::Key_F3, {}, 2, 2);
    next(Qt::Key_F3, {}, 0, 4); // and around
    next(Qt::Key_F3, Qt::ShiftModifier, 2, 2);
    next(Qt::Key_F3, Qt::ShiftModifier, 0, 16);
    QTest::keyClick(field, Qt::Key_Escape);
    QTRY_VERIFY(m_table->hasFocus());
    QTest::keyClick(m_table, Qt::Key_F3); // works from anywhere
    QTRY_COMPARE(m_table->currentNumber(), std::optional<EventNumber>(2));
}

void TestLogView::findsOnlyWhatTheFilterShows()
{
    tell(0, "needle 1");
    tell(1, "needle 2");
    tell(2, "needle 3");
    showAll();
    type(widgetNamed<QLineEdit>(m_view.get(), "filterEdit"), QStringLiteral("number != 1"));
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    QTest::keyClick(m_table, Qt::Key_F, Qt::ControlModifier);
    auto *const field = widgetNamed<QLineEdit>(m_view.get(), "findEdit");
    type(field, QStringLiteral("needle"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(m_table->currentNumber(), std::optional<EventNumber>(0));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(m_table->currentNumber(), std::optional<EventNumber>(2));
}

void TestLogView::findsTheNotesOfAPerson()
{
    tell(0);
    tell(1);
    showAll();
    m_table->eventModel()->marks()->setNote(1, QStringLiteral("the odd packet"));
    QTest::keyClick(m_table, Qt::Key_F, Qt::ControlModifier);
    auto *const field = widgetNamed<QLineEdit>(m_view.get(), "findEdit");
    type(field, QStringLiteral("odd"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(m_table->currentNumber(), std::optional<EventNumber>(1));
}

void TestLogView::coloursRowsByRules()
{
    tell(0, "calm");
    tell(1, "alarm");
    showAll();
    m_view->setRowRules({{.name = QStringLiteral("alarms"),
                          .expression = QStringLiteral("text contains alarm"),
                          .colour = RowColour::Red}});
    QVERIFY(!m_table->colorsOf(*m_log->at(0)).background.isValid());
    QVERIFY(m_table->colorsOf(*m_log->at(1)).background.isValid());
    m_view->setRowRules({});
    QVERIFY(!m_table->colorsOf(*m_log->at(1)).background.isValid());
}

void TestLogView::followsTheStreamOfTheCurrentConnection()
{
    tell(0, "hello ");
    tell(1, "world");
    showAll();
    QVERIFY(m_table->goTo(0));
    QMetaObject::invokeMethod(m_table, "followRequested", Q_ARG(sockyard::ConnectionId, 1));
    auto *const headline = widgetNamed<ElidedLabel>(m_view.get(), "eventHeadline");
    QTRY_VERIFY(headline->text().contains(QStringLiteral("11 B")));
    tell(2, "!");
    showAll();
    QTRY_VERIFY(headline->text().contains(QStringLiteral("12 B")));
}

void TestLogView::offersItsActionsForAMenu()
{
    QStringList names;
    const auto actions = m_view->menuActions();
    for (const QAction *action : actions) {
        names.append(action->objectName());
        QVERIFY(action->isSeparator() || !action->text().isEmpty());
    }
    QVERIFY(names.contains(QStringLiteral("findAction")));
    QVERIFY(names.contains(QStringLiteral("filterAction")));
}

QTEST_MAIN(TestLogView)
#include "tst_logview.moc"
