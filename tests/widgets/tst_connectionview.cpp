#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/rowtable.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

namespace
{
using Ids = QList<ConnectionId>;
constexpr auto everything = ConnectionView::SendTo | ConnectionView::Pause |
                            ConnectionView::Finish | ConnectionView::Disconnect |
                            ConnectionView::Abort;
} // namespace

class TestConnectionView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void showsThePlaceholderWhileThereIsNobody();
    void showsFewColumnsAtFirst();
    void columnsAreChosenInTheHeadersMenu();
    void columnsThatNobodyFillsAreNotOffered();
    void thePeerTakesTheWidthThatIsLeft();
    void aNarrowPeerKeepsItsPort();
    void selectsOneByAClick();
    void selectsMoreByCtrlAndARangeByShift();
    void selectsByTheKeyboard();
    void selectsAllByCtrlA();
    void selectsWhatTheMouseIsDrawnOver();
    void selectsARangeWhoseBeginningIsOutOfView();
    void aClickBesideTheRowsSelectsNobody();
    void tellsOnceWhenTheSelectionChanges();
    void saysNothingWhereARowGoesByItself();
    void keepsTheOthersSelectedWhereOneGoes();
    void asksForThoseOnlyToWhichItCanBeDone_data();
    void asksForThoseOnlyToWhichItCanBeDone();
    void enablesWhatMeansSomethingForOneOfThem();
    void thePauseButtonResumesThoseThatArePaused();
    void offersOnlyWhatThePageCanDo();
    void offersNothingButLookingWhereReadOnly();
    void saysWhatGoesOverTheWire();
    void followsTheStreamOfOne();
    void asksForTheEventsOfSeveral();
    void copiesAddressesAndRows();
    void opensItsMenuByARightClick();
    void filtersAndCounts();
    void escapeShowsAllAgain();
    void saysThatNoConnectionFits();
    void sortsByAClickAndReturnsByTheThird();
    void keepsTheSelectionThroughSortingAndFiltering();

private:
    void apply(EventKind kind, ConnectionId connection);
    void open(ConnectionId from, ConnectionId to);
    void fourStates();
    RowTable *table() const { return widgetNamed<RowTable>(m_view.get(), "connectionTable"); }
    QPoint placeOf(int row) const
    {
        return table()->visualRect(table()->model()->index(row, 1)).center();
    }
    void clickRow(int row, Qt::KeyboardModifiers keys = {}) const
    {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, keys, placeOf(row));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers keys = {}) const
    {
        QTest::keyClick(table(), key, keys);
    }
    void clickHeader(int column) const
    {
        QHeaderView *const header = table()->horizontalHeader();
        const QPoint place(header->sectionViewportPosition(column) +
                               header->sectionSize(column) / 2,
                           header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    }
    QAction *action(const char *name) const
    {
        return m_view->findChild<QAction *>(QString::fromLatin1(name));
    }
    QPushButton *button(const char *name) const
    {
        return widgetNamed<QPushButton>(m_view.get(), name);
    }
    QLineEdit *filter() const { return widgetNamed<QLineEdit>(m_view.get(), "connectionFilter"); }
    QString count() const { return widgetNamed<QLabel>(m_view.get(), "connectionCount")->text(); }
    QStringList header() const;
    Ids shown() const;

    QTemporaryDir m_settings;
    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<ConnectionModel> m_model;
    std::unique_ptr<ConnectionView> m_view;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestConnectionView::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("sockyard-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_connectionview"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
}

void TestConnectionView::init()
{
    QSettings().clear();
    m_log = std::make_unique<EventLog>();
    m_model = std::make_unique<ConnectionModel>(20);
    m_view = std::make_unique<ConnectionView>(m_model.get(), QStringLiteral("Connections"));
    m_view->offer(everything);
    m_view->setUnsentKnown(true);
    m_view->setPlaceholder(QStringLiteral("No client yet."));
    m_tester = std::make_unique<QAbstractItemModelTester>(
        table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_view->resize(360, 400);
    m_view->show();
}

void TestConnectionView::cleanup()
{
    m_tester.reset();
    m_view.reset();
    m_model.reset();
    m_log.reset();
}

void TestConnectionView::apply(EventKind kind, ConnectionId connection)
{
    const std::string peer = "127.0.0.1:" + std::to_string(50000 + connection);
    m_log->append(
        {.kind = kind, .connection = connection, .local = "127.0.0.1:9999", .peer = peer});
    m_model->apply(*m_log->at(m_log->size() - 1));
}

void TestConnectionView::open(ConnectionId from, ConnectionId to)
{
    for (ConnectionId id = from; id <= to; ++id) {
        apply(EventKind::Accepted, id);
    }
    m_model->publish();
    m_view->updateActions();
}

// 1 is open, 2 paused, 3 has been finished by this side, 4 is gone, 5 has finished.
void TestConnectionView::fourStates()
{
    open(1, 5);
    apply(EventKind::Paused, 2);
    apply(EventKind::Finished, 3);
    apply(EventKind::Reset, 4);
    apply(EventKind::Closed, 4);
    apply(EventKind::PeerFinished, 5);
    m_model->publish();
    m_view->updateActions();
}

QStringList TestConnectionView::header() const
{
    QStringList words;
    for (int place = 0; place < table()->model()->columnCount(); ++place) {
        const int column = table()->horizontalHeader()->logicalIndex(place);
        if (!table()->isColumnHidden(column)) {
            words.append(table()->model()->headerData(column, Qt::Horizontal).toString());
        }
    }
    return words;
}

Ids TestConnectionView::shown() const
{
    Ids ids;
    for (int row = 0; row < table()->model()->rowCount(); ++row) {
        ids.append(table()->model()->index(row, 0).data(ConnectionModel::IdRole).toULongLong());
    }
    return ids;
}

void TestConnectionView::showsThePlaceholderWhileThereIsNobody()
{
    QCOMPARE(table()->shownPlaceholder(), QStringLiteral("No client yet."));
    QCOMPARE(count(), QString());
    for (const char *name :
         {"pauseButton", "finishButton", "disconnectButton", "abortButton", "moreButton"}) {
        QVERIFY2(!button(name)->isEnabled(), name);
    }
    open(1, 1);
    QCOMPARE(table()->shownPlaceholder(), QString());
}

void TestConnectionView::showsFewColumnsAtFirst()
{
    const QStringList usual{QStringLiteral("#"), QStringLiteral("Peer"), QStringLiteral("State"),
                            QStringLiteral("↓"), QStringLiteral("↑"),    QStringLiteral("Unsent")};
    QCOMPARE(header(), usual);
}

void TestConnectionView::columnsAreChosenInTheHeadersMenu()
{
    QHeaderView *const head = table()->horizontalHeader();
    const auto openMenu = [&] {
        Q_EMIT head->customContextMenuRequested(QPoint(5, 5));
        return head->findChild<QMenu *>(QStringLiteral("columnsMenu"));
    };
    const auto actionFor = [](const QMenu *menu, const QString &beginning) -> QAction * {
        const auto actions = menu->actions();
        for (QAction *each : actions) {
            if (each->text().startsWith(beginning)) {
                return each;
            }
        }
        return nullptr;
    };
    QMenu *menu = openMenu();
    QVERIFY(!actionFor(menu, QStringLiteral("Since"))->isChecked());
    actionFor(menu, QStringLiteral("Since"))->trigger();
    actionFor(menu, QStringLiteral("Unsent"))->trigger();
    delete menu;
    QVERIFY(header().contains(QStringLiteral("Since")));
    QVERIFY(!header().contains(QStringLiteral("Unsent")));

    // Another table has them too.
    ConnectionView other(m_model.get(), QStringLiteral("Others"));
    other.setUnsentKnown(true);
    other.show();
    const auto *const otherTable = widgetNamed<RowTable>(&other, "connectionTable");
    QVERIFY(!otherTable->isColumnHidden(ConnectionModel::SinceColumn));
    QVERIFY(otherTable->isColumnHidden(ConnectionModel::UnsentColumn));

    menu = openMenu();
    actionFor(menu, QStringLiteral("&Reset"))->trigger();
    delete menu;
    showsFewColumnsAtFirst();
}

void TestConnectionView::columnsThatNobodyFillsAreNotOffered()
{
    m_view->setUnsentKnown(false);
    QVERIFY(!header().contains(QStringLiteral("Unsent")));
    m_view->setReadOnly();
    QHeaderView *const head = table()->horizontalHeader();
    Q_EMIT head->customContextMenuRequested(QPoint(5, 5));
    QStringList offered;
    const auto actions = head->findChild<QMenu *>(QStringLiteral("columnsMenu"))->actions();
    for (const QAction *each : actions) {
        offered.append(each->text());
    }
    const QString words = offered.join(u' ');
    QVERIFY(words.contains(QStringLiteral("Since")));
    QVERIFY(!words.contains(QStringLiteral("/s")));
    QVERIFY(!words.contains(QStringLiteral("Unsent")));
}

void TestConnectionView::thePeerTakesTheWidthThatIsLeft()
{
    open(1, 1);
    const auto width = [this] { return table()->columnWidth(ConnectionModel::PeerColumn); };
    m_view->resize(700, 400);
    QTRY_COMPARE(table()->horizontalHeader()->length(), table()->viewport()->width());
    const int wide = width();
    m_view->resize(600, 400);
    QTRY_COMPARE(width(), wide - 100);
    // Too many for the width: one scrolls.
    QSettings().setValue(
        QStringLiteral("connections/columns"),
        QStringLiteral("number peer state since received sent receiving sending unsent"));
    m_view->hide();
    m_view->resize(360, 400);
    m_view->show();
    QTRY_VERIFY(table()->horizontalScrollBar()->maximum() > 0);
    QVERIFY(width() > 20);
}

void TestConnectionView::aNarrowPeerKeepsItsPort()
{
    for (const char *peer : {"[2001:db8:1111:2222:3333:4444:5555:6666]:56025",
                             "[2001:db8:1111:2222:3333:4444:5555:6666]:56026"}) {
        m_log->append({.kind = EventKind::Accepted,
                       .connection = m_log->size() + 1,
                       .local = "127.0.0.1:9999",
                       .peer = peer});
        m_model->apply(*m_log->at(m_log->size() - 1));
    }
    m_model->publish();
    const auto picture = [this](int row) {
        return table()
            ->viewport()
            ->grab(table()->visualRect(table()->model()->index(row, ConnectionModel::PeerColumn)))
            .toImage();
    };
    QVERIFY(picture(0) != picture(1));
    m_view->resize(900, 400);
    QTRY_VERIFY(table()->columnWidth(ConnectionModel::PeerColumn) > 300);
    QVERIFY(picture(0) != picture(1));
}

void TestConnectionView::selectsOneByAClick()
{
    open(1, 5);
    clickRow(2);
    QCOMPARE(m_view->selected(), (Ids{3}));
    clickRow(0);
    QCOMPARE(m_view->selected(), (Ids{1}));
    m_view->select(4);
    QCOMPARE(m_view->selected(), (Ids{4}));
    m_view->select(77);
    QCOMPARE(m_view->selected(), (Ids{4}));
}

void TestConnectionView::selectsMoreByCtrlAndARangeByShift()
{
    open(1, 8);
    clickRow(1);
    clickRow(4, Qt::ControlModifier);
    QCOMPARE(m_view->selected(), (Ids{2, 5}));
    clickRow(4, Qt::ControlModifier);
    QCOMPARE(m_view->selected(), (Ids{2}));
    clickRow(5);
    clickRow(2, Qt::ShiftModifier);
    QCOMPARE(m_view->selected(), (Ids{3, 4, 5, 6}));
    clickRow(6, Qt::ShiftModifier); // from where one began
    QCOMPARE(m_view->selected(), (Ids{6, 7}));
    clickRow(0, Qt::ControlModifier);
    QCOMPARE(m_view->selected(), (Ids{1, 6, 7}));
    QCOMPARE(count(), QStringLiteral("3 selected"));
}

void TestConnectionView::selectsByTheKeyboard()
{
    open(1, 30);
    table()->setFocus();
    press(Qt::Key_Home);
    QCOMPARE(m_view->selected(), (Ids{1}));
    press(Qt::Key_Down);
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selected(), (Ids{2, 3, 4}));
    press(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selected(), (Ids{2, 3}));
    press(Qt::Key_Down, Qt::ControlModifier);
    press(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(m_view->selected(), (Ids{2, 3})); // one goes there, and chooses it
    press(Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(m_view->selected(), (Ids{2, 3, 5}));
    press(Qt::Key_End);
    QCOMPARE(m_view->selected(), (Ids{30}));
    press(Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(m_view->selected().size(), qsizetype(30));
    press(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_view->selected().size(), qsizetype(30));
}

void TestConnectionView::selectsAllByCtrlA()
{
    open(1, 500);
    table()->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selected().size(), qsizetype(500));
    open(501, 502);
    QCOMPARE(m_view->selected().size(), qsizetype(500)); // nobody chose these
}

void TestConnectionView::selectsWhatTheMouseIsDrawnOver()
{
    open(1, 8);
    QTest::mousePress(table()->viewport(), Qt::LeftButton, {}, placeOf(1));
    QTest::mouseMove(table()->viewport(), placeOf(3));
    QTest::mouseMove(table()->viewport(), placeOf(4));
    QTRY_COMPARE(m_view->selected(), (Ids{2, 3, 4, 5}));
    QTest::mouseMove(table()->viewport(), placeOf(0));
    QTRY_COMPARE(m_view->selected(), (Ids{1, 2}));
    QTest::mouseRelease(table()->viewport(), Qt::LeftButton, {}, placeOf(0));
}

void TestConnectionView::selectsARangeWhoseBeginningIsOutOfView()
{
    open(1, 3000);
    clickRow(1);
    table()->scrollToBottom();
    clickRow(2998, Qt::ShiftModifier);
    QCOMPARE(m_view->selected().size(), qsizetype(2998));
    QCOMPARE(m_view->selected().first(), ConnectionId(2));
    QCOMPARE(m_view->selected().last(), ConnectionId(2999));
}

void TestConnectionView::aClickBesideTheRowsSelectsNobody()
{
    open(1, 3);
    clickRow(1);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                      QPoint(20, table()->viewport()->height() - 2));
    QCOMPARE(m_view->selected(), Ids{});
    QVERIFY(!button("abortButton")->isEnabled());
}

void TestConnectionView::tellsOnceWhenTheSelectionChanges()
{
    open(1, 5);
    const QSignalSpy changed(m_view.get(), &ConnectionView::selectionChanged);
    clickRow(1);
    QCOMPARE(changed.size(), qsizetype(1));
    clickRow(1);
    QCOMPARE(changed.size(), qsizetype(1));
    clickRow(3, Qt::ShiftModifier);
    QCOMPARE(changed.size(), qsizetype(2));
}

void TestConnectionView::saysNothingWhereARowGoesByItself()
{
    open(1, 5);
    clickRow(1);
    const QSignalSpy changed(m_view.get(), &ConnectionView::selectionChanged);
    type(filter(), QStringLiteral(":50003")); // another one
    QCOMPARE(m_view->selected(), Ids{});
    QCOMPARE(changed.size(), qsizetype(0));
    clickRow(0);
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(m_view->selected(), (Ids{3}));
}

void TestConnectionView::keepsTheOthersSelectedWhereOneGoes()
{
    open(1, 60);
    clickRow(2);
    clickRow(4, Qt::ControlModifier);
    clickRow(1, Qt::ControlModifier); // the current one
    const QSignalSpy changed(m_view.get(), &ConnectionView::selectionChanged);
    apply(EventKind::Closed, 2);
    for (ConnectionId id = 10; id <= 40; ++id) {
        apply(EventKind::Closed, id);
    }
    m_model->publish();
    m_view->updateActions();
    QVERIFY(!shown().contains(2));
    QCOMPARE(m_view->selected(), (Ids{3, 5}));
    QCOMPARE(changed.size(), qsizetype(0));
}

void TestConnectionView::asksForThoseOnlyToWhichItCanBeDone_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("told");
    QTest::addColumn<Ids>("ids");
    QTest::newRow("send to") << QByteArray("sendToAction")
                             << QByteArray(SIGNAL(sendToRequested(QList<sockyard::ConnectionId>)))
                             << Ids{1, 2, 5};
    QTest::newRow("pause") << QByteArray("pauseAction")
                           << QByteArray(SIGNAL(pauseRequested(QList<sockyard::ConnectionId>)))
                           << Ids{1, 3};
    QTest::newRow("resume") << QByteArray("resumeAction")
                            << QByteArray(SIGNAL(resumeRequested(QList<sockyard::ConnectionId>)))
                            << Ids{2};
    QTest::newRow("finish") << QByteArray("finishAction")
                            << QByteArray(SIGNAL(finishRequested(QList<sockyard::ConnectionId>)))
                            << Ids{1, 2, 5};
    QTest::newRow("disconnect") << QByteArray("disconnectAction")
                                << QByteArray(
                                       SIGNAL(disconnectRequested(QList<sockyard::ConnectionId>)))
                                << Ids{1, 2, 3, 5};
    QTest::newRow("abort") << QByteArray("abortAction")
                           << QByteArray(SIGNAL(abortRequested(QList<sockyard::ConnectionId>)))
                           << Ids{1, 2, 3, 5};
}

void TestConnectionView::asksForThoseOnlyToWhichItCanBeDone()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, told);
    QFETCH(const Ids, ids);
    fourStates();
    table()->selectAll();
    const QSignalSpy asked(m_view.get(), told.constData());
    QVERIFY(asked.isValid());
    action(name.constData())->trigger();
    QCOMPARE(asked.size(), qsizetype(1));
    QCOMPARE(asked.first().first().value<Ids>(), ids);
}

void TestConnectionView::enablesWhatMeansSomethingForOneOfThem()
{
    fourStates();
    clickRow(3); // gone
    for (const char *name : {"pauseButton", "finishButton", "disconnectButton", "abortButton"}) {
        QVERIFY2(!button(name)->isEnabled(), name);
    }
    QVERIFY(button("moreButton")->isEnabled()); // its address can be copied
    QVERIFY(!action("sendToAction")->isEnabled());
    clickRow(2, Qt::ControlModifier); // has been finished
    QVERIFY(!button("finishButton")->isEnabled());
    QVERIFY(button("pauseButton")->isEnabled());
    QVERIFY(button("abortButton")->isEnabled());
    clickRow(0, Qt::ControlModifier);
    QVERIFY(button("finishButton")->isEnabled());
    apply(EventKind::Reset, 1);
    apply(EventKind::Closed, 1);
    m_model->publish();
    m_view->updateActions();
    QVERIFY(!button("finishButton")->isEnabled());
}

void TestConnectionView::thePauseButtonResumesThoseThatArePaused()
{
    fourStates();
    QPushButton *const pause = button("pauseButton");
    clickRow(0);
    QCOMPARE(pause->text(), QStringLiteral("Pause"));
    const QSignalSpy paused(m_view.get(), &ConnectionView::pauseRequested);
    const QSignalSpy resumed(m_view.get(), &ConnectionView::resumeRequested);
    click(pause);
    QCOMPARE(paused.size(), qsizetype(1));
    QCOMPARE(paused.first().first().value<Ids>(), (Ids{1}));
    clickRow(1);
    QCOMPARE(pause->text(), QStringLiteral("Resume"));
    QVERIFY(pause->toolTip().contains(QStringLiteral("window")));
    click(pause);
    QCOMPARE(resumed.first().first().value<Ids>(), (Ids{2}));
    clickRow(0, Qt::ControlModifier); // one of each: both are in the menu
    QCOMPARE(pause->text(), QStringLiteral("Pause"));
    QVERIFY(action("resumeAction")->isEnabled());
    QCOMPARE(paused.size(), qsizetype(1));
}

void TestConnectionView::offersOnlyWhatThePageCanDo()
{
    fourStates();
    m_view->offer(ConnectionView::Finish);
    clickRow(0);
    QVERIFY(button("finishButton")->isVisible());
    for (const char *name : {"pauseButton", "disconnectButton", "abortButton"}) {
        QVERIFY2(!button(name)->isVisible(), name);
    }
    QVERIFY(!action("sendToAction")->isVisible());
    QVERIFY(!action("abortAction")->isEnabled());
}

void TestConnectionView::offersNothingButLookingWhereReadOnly()
{
    m_view->setReadOnly();
    fourStates();
    clickRow(0);
    for (const char *name : {"pauseButton", "finishButton", "disconnectButton", "abortButton"}) {
        QVERIFY2(!button(name)->isVisible(), name);
    }
    QVERIFY(action("followAction")->isEnabled());
    QVERIFY(action("copyAddressesAction")->isEnabled());
    QVERIFY(!action("abortAction")->isVisible());
}

void TestConnectionView::saysWhatGoesOverTheWire()
{
    fourStates();
    clickRow(0);
    QVERIFY(button("finishButton")->toolTip().startsWith(QStringLiteral("FIN: ")));
    QVERIFY(button("disconnectButton")->toolTip().startsWith(QStringLiteral("FIN: ")));
    QVERIFY(button("abortButton")->toolTip().startsWith(QStringLiteral("RST: ")));
    QVERIFY(button("pauseButton")->toolTip().startsWith(QStringLiteral("Nothing is sent: ")));
}

void TestConnectionView::followsTheStreamOfOne()
{
    fourStates();
    const QSignalSpy followed(m_view.get(), &ConnectionView::followRequested);
    clickRow(3); // a stream may be looked at when it is over
    action("followAction")->trigger();
    QCOMPARE(followed.size(), qsizetype(1));
    QCOMPARE(followed.first().first().value<ConnectionId>(), ConnectionId(4));
    clickRow(0, Qt::ControlModifier);
    QVERIFY(!action("followAction")->isEnabled());
}

void TestConnectionView::asksForTheEventsOfSeveral()
{
    open(1, 100);
    const QSignalSpy asked(m_view.get(), &ConnectionView::eventsRequested);
    clickRow(0);
    clickRow(2, Qt::ControlModifier);
    action("eventsAction")->trigger();
    QCOMPARE(asked.first().first().value<Ids>(), (Ids{1, 3}));
    table()->selectAll();
    QVERIFY(!action("eventsAction")->isEnabled()); // nobody could read such a filter
}

void TestConnectionView::copiesAddressesAndRows()
{
    fourStates();
    clickRow(0);
    clickRow(2, Qt::ControlModifier);
    action("copyAddressesAction")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("127.0.0.1:50001\n127.0.0.1:50003"));
    const QString rows = QStringLiteral("1\t127.0.0.1:50001\topen\t0 B\t0 B\t\n"
                                        "3\t127.0.0.1:50003\tfinished\t0 B\t0 B\t");
    action("copyRowsAction")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), rows);
    QApplication::clipboard()->clear();
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), rows);
}

void TestConnectionView::opensItsMenuByARightClick()
{
    fourStates();
    clickRow(0);
    clickRow(1, Qt::ControlModifier);
    QTest::mouseClick(table()->viewport(), Qt::RightButton, {}, placeOf(1));
    QCOMPARE(m_view->selected(), (Ids{1, 2})); // of those it is the menu
    Q_EMIT table()->customContextMenuRequested(placeOf(1));
    auto *const menu = m_view->findChild<QMenu *>(QStringLiteral("connectionMenu"));
    QVERIFY(menu != nullptr);
    QVERIFY(menu->actions().contains(action("disconnectAction")));
    QVERIFY(menu->toolTipsVisible());
    menu->close();
}

void TestConnectionView::filtersAndCounts()
{
    open(1, 40);
    type(filter(), QStringLiteral("127.0.0.1:5001"));
    QCOMPARE(shown(), (Ids{10, 11, 12, 13, 14, 15, 16, 17, 18, 19}));
    QCOMPARE(count(), QStringLiteral("10 of 40"));
    open(41, 50);
    QCOMPARE(count(), QStringLiteral("10 of 50"));
}

void TestConnectionView::escapeShowsAllAgain()
{
    open(1, 40);
    type(filter(), QStringLiteral("#7"));
    QCOMPARE(shown(), (Ids{7}));
    QTest::keyClick(filter(), Qt::Key_Escape);
    QCOMPARE(filter()->text(), QString());
    QCOMPARE(shown().size(), qsizetype(40));
    QCOMPARE(count(), QString());
}

void TestConnectionView::saysThatNoConnectionFits()
{
    open(1, 4);
    type(filter(), QStringLiteral("reset"));
    QVERIFY(table()->shownPlaceholder().contains(QStringLiteral("filter")));
    QCOMPARE(count(), QStringLiteral("0 of 4"));
    QTest::keyClick(filter(), Qt::Key_Escape);
    QCOMPARE(table()->shownPlaceholder(), QString());
}

void TestConnectionView::sortsByAClickAndReturnsByTheThird()
{
    fourStates();
    clickHeader(ConnectionModel::StateColumn);
    QCOMPARE(shown(), (Ids{1, 2, 5, 3, 4}));
    clickHeader(ConnectionModel::StateColumn);
    QCOMPARE(shown(), (Ids{4, 3, 5, 2, 1}));
    clickHeader(ConnectionModel::StateColumn);
    QCOMPARE(shown(), (Ids{1, 2, 3, 4, 5}));
    QCOMPARE(m_view->selected(), Ids{}); // a header is no row
}

void TestConnectionView::keepsTheSelectionThroughSortingAndFiltering()
{
    fourStates();
    clickRow(0);
    clickRow(4, Qt::ControlModifier);
    const QSignalSpy changed(m_view.get(), &ConnectionView::selectionChanged);
    clickHeader(ConnectionModel::PeerColumn);
    clickHeader(ConnectionModel::PeerColumn);
    QCOMPARE(shown(), (Ids{5, 4, 3, 2, 1}));
    QCOMPARE(m_view->selected(), (Ids{1, 5}));
    type(filter(), QStringLiteral("peer finished"));
    QCOMPARE(m_view->selected(), (Ids{5}));
    QCOMPARE(changed.size(), qsizetype(0));
    QVERIFY(button("finishButton")->isEnabled());
}

QTEST_MAIN(TestConnectionView)
#include "tst_connectionview.moc"
