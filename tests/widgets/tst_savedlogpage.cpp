#include "netcore/codec/numbereddatagram.h"
#include "netcore/log/export/savefile.h"
#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/models/eventmodel.h"
#include "widgets/pages/savedlogpage.h"
#include "widgets/pages/savedlogview.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/hexview.h"
#include "widgets/views/lifecyclestrip.h"
#include "widgets/views/noticebar.h"
#include "widgets/views/taskbar.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

constexpr int patience = 20000;

LogSlice whole(const std::shared_ptr<const EventLog> &log, const std::string &tab = {})
{
    return {.log = log, .from = log->first(), .to = log->size(), .tab = tab};
}

std::shared_ptr<EventLog> logOfAServer()
{
    auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Created, .note = "socket AF_INET SOCK_STREAM → fd 12"});
    log->append({.kind = EventKind::Bound, .local = "127.0.0.1:9999"});
    log->append({.kind = EventKind::Listening, .local = "127.0.0.1:9999"});
    log->append({.kind = EventKind::Accepted, .connection = 1, .peer = "127.0.0.1:40000"});
    log->append({.kind = EventKind::Received,
                 .connection = 1,
                 .peer = "127.0.0.1:40000",
                 .bytes = 5,
                 .payload = viewOf("hello")});
    return log;
}

std::shared_ptr<EventLog> logOfAClient()
{
    auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Created, .connection = 1, .note = "socket → fd 9"});
    log->append({.kind = EventKind::Connecting, .connection = 1, .peer = "127.0.0.1:9999"});
    log->append({.kind = EventKind::Connected, .connection = 1, .peer = "127.0.0.1:9999"});
    return log;
}

std::shared_ptr<EventLog> logOfAChat()
{
    auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Created, .note = "socket → fd 9"});
    log->append({.kind = EventKind::Joined, .peer = "225.0.0.250:8123", .note = "on lo"});
    return log;
}

std::shared_ptr<EventLog> logOfADatagramSocket()
{
    auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Created, .note = "socket AF_INET SOCK_DGRAM → fd 9"});
    log->append({.kind = EventKind::Bound, .local = "127.0.0.1:9999"});
    for (const std::uint64_t number : {0U, 2U}) { // and 1 is lost
        NumberedDatagram datagram;
        datagram.number = number;
        const std::string bytes = datagram.bytes(NumberedDatagram::leastSize);
        log->append({.kind = EventKind::Received,
                     .local = "127.0.0.1:9999",
                     .peer = "127.0.0.1:40000",
                     .bytes = bytes.size(),
                     .payload = viewOf(bytes)});
    }
    return log;
}

std::shared_ptr<EventLog> logOfInterfaces()
{
    auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Note, .note = "watching begins: 1"});
    log->append({.kind = EventKind::Note, .note = "interface: - eth0: it went down"});
    return log;
}

} // namespace

class TestSavedLogPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_page.reset(); }

    void showsWhatTheLiveTabShowed();
    void showsTheBytesOfTheSelectedEvent();
    void offersNothingThatWouldChangeIt();
    void knowsTheKindOfEndpointByItsCalls_data();
    void knowsTheKindOfEndpointByItsCalls();
    void showsThePeersOfADatagramSocket();
    void showsWhatHappenedToInterfaces();
    void offersATabForEachOneInTheFile();
    void tellsWhatWasLeftOut();
    void tellsThatAFileCannotBeOpened();
    void tellsThatThereIsNothing();
    void showsProgressAndCanBeCancelled();
    void canBeClosedWhileItReads();
    void staysLightWhereTheFileHasManyConnections();
    void showsNamesAsInertText();
    void hasAnAccessibleNameForWhateverCanBeUsed();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("log.jsonl")); }
    void open(const std::vector<LogSlice> &slices)
    {
        QVERIFY(saveFile({slices, file()}).ok);
        openFile(file());
    }
    void write(const QByteArray &content) const
    {
        QFile file(this->file());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void beginToOpen(const QString &fileName, const LogStore::Limits &limits = {})
    {
        m_page = std::make_unique<SavedLogPage>(std::make_shared<LogStore>(limits), fileName);
        m_page->resize(1000, 700);
        m_page->show();
    }
    void openFile(const QString &fileName)
    {
        beginToOpen(fileName);
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->isReading(), patience);
        if (m_page->currentView() != nullptr) {
            QTRY_COMPARE_WITH_TIMEOUT(shownEvents(), m_page->currentView()->sharedLog()->size(),
                                      patience);
        }
    }
    std::uint64_t shownEvents() const
    {
        return static_cast<std::uint64_t>(table("eventTable")->model()->rowCount());
    }
    QTableView *table(const char *name) const
    {
        return widgetNamed<QTableView>(m_page->currentView(), name);
    }
    QString status() const
    {
        return widgetNamed<QLabel>(m_page->currentView(), "statusLabel")->text();
    }
    QString strip() const
    {
        return widgetNamed<LifecycleStrip>(m_page->currentView(), "lifecycleStrip")->text();
    }
    QString notice() const
    {
        const auto *const bar = widgetNamed<NoticeBar>(m_page.get(), "noticeBar");
        return bar->isVisible() ? bar->text() : QString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SavedLogPage> m_page;
};

void TestSavedLogPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestSavedLogPage::showsWhatTheLiveTabShowed()
{
    open({whole(logOfAServer())});
    const QAbstractItemModelTester events(table("eventTable")->model());
    const QAbstractItemModelTester connections(table("connectionTable")->model());
    QCOMPARE(notice(), QString());
    QVERIFY(widgetNamed<QLabel>(m_page.get(), "fileLabel")->text().contains(file()));
    QVERIFY(strip().contains(QStringLiteral("● listen")));
    QVERIFY(strip().contains(QStringLiteral("fd 12")));
    QCOMPARE(shownEvents(), std::uint64_t(5));
    QCOMPARE(textAt(*table("eventTable")->model(), 4, EventModel::DataColumn),
             QStringLiteral("hello"));
    QCOMPARE(table("connectionTable")->model()->rowCount(), 1);
    QVERIFY(status().contains(QStringLiteral("1 connection")));
    QVERIFY(status().contains(QStringLiteral("↓ 5 B")));
    QVERIFY(status().contains(QStringLiteral("5 events")));
    QVERIFY(!widgetNamed<QTabBar>(m_page.get(), "savedTabs")->isVisible());
}

void TestSavedLogPage::showsTheBytesOfTheSelectedEvent()
{
    open({whole(logOfAServer())});
    const QModelIndex index = table("eventTable")->model()->index(4, EventModel::DataColumn);
    QTest::mouseClick(table("eventTable")->viewport(), Qt::LeftButton, {},
                      table("eventTable")->visualRect(index).center());
    const ByteView bytes = widgetNamed<HexView>(m_page.get(), "bytesView")->bytes();
    QCOMPARE(bytes.size(), std::size_t(5));
}

void TestSavedLogPage::offersNothingThatWouldChangeIt()
{
    open({whole(logOfAServer())});
    table("connectionTable")->selectRow(0);
    for (const char *name : {"finishButton", "abortButton"}) {
        QVERIFY(!widgetNamed<QPushButton>(m_page.get(), name)->isVisible());
    }
    QVERIFY(!widgetNamed<QToolButton>(m_page.get(), "clearButton")->isVisible());
    QVERIFY(m_page->findChild<QWidget *>(QStringLiteral("startButton")) == nullptr);
    QVERIFY(m_page->findChild<QWidget *>(QStringLiteral("messageEdit")) == nullptr);
    Q_EMIT table("connectionTable")
        ->customContextMenuRequested(
            table("connectionTable")
                ->visualRect(table("connectionTable")->model()->index(0, 0))
                .center());
    QStringList offered;
    const auto actions = widgetNamed<QMenu>(m_page.get(), "connectionMenu")->actions();
    for (const QAction *action : actions) {
        if (action->isVisible() && !action->isSeparator()) {
            offered.append(action->objectName());
        }
    }
    QCOMPARE(offered, (QStringList{QStringLiteral("followAction"), QStringLiteral("eventsAction"),
                                   QStringLiteral("copyAddressesAction"),
                                   QStringLiteral("copyRowsAction")}));
}

void TestSavedLogPage::knowsTheKindOfEndpointByItsCalls_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("step");
    QTest::newRow("server") << 0 << QStringLiteral("● listen");
    QTest::newRow("client") << 1 << QStringLiteral("● connect");
    QTest::newRow("chat") << 2 << QStringLiteral("● join");
}

void TestSavedLogPage::knowsTheKindOfEndpointByItsCalls()
{
    QFETCH(const int, kind);
    QFETCH(const QString, step);
    open({whole(kind == 0 ? logOfAServer() : kind == 1 ? logOfAClient() : logOfAChat())});
    QVERIFY2(strip().contains(step), qPrintable(strip()));
}

void TestSavedLogPage::showsThePeersOfADatagramSocket()
{
    open({whole(logOfADatagramSocket())});
    const auto *const peers = widgetNamed<QTableView>(m_page.get(), "peersTable");
    QVERIFY(peers->isVisible());
    QVERIFY(!widgetNamed<QTableView>(m_page.get(), "connectionTable")->isVisible());
    QCOMPARE(peers->model()->rowCount(), 1);
    QCOMPARE(textAt(*peers->model(), 0, 0), QStringLiteral("127.0.0.1:40000"));
    const auto *const flow = widgetNamed<QLabel>(m_page.get(), "flowLabel");
    QVERIFY(flow->isVisible());
    QVERIFY2(flow->text().contains(QStringLiteral("2 received, 1 lost")), qPrintable(flow->text()));
    QVERIFY(m_page->currentView()->statusText().startsWith(QStringLiteral("1 peer")));
}

void TestSavedLogPage::showsWhatHappenedToInterfaces()
{
    open({whole(logOfInterfaces())});
    QVERIFY(!m_page->findChild<LifecycleStrip *>()->isVisible()); // there is no socket
    QVERIFY(m_page->currentView()->statusText().contains(QStringLiteral("2 events")));
}

void TestSavedLogPage::offersATabForEachOneInTheFile()
{
    open({whole(logOfAServer(), "server"), whole(logOfAClient(), "client & more")});
    auto *const tabs = widgetNamed<QTabBar>(m_page.get(), "savedTabs");
    QVERIFY(tabs->isVisible());
    QCOMPARE(tabs->count(), 2);
    QCOMPARE(tabs->tabText(1), QStringLiteral("client && more"));
    QCOMPARE(shownEvents(), std::uint64_t(5));
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    QTRY_COMPARE_WITH_TIMEOUT(shownEvents(), std::uint64_t(3), patience);
    QVERIFY(strip().contains(QStringLiteral("● connect")));
}

void TestSavedLogPage::tellsWhatWasLeftOut()
{
    QVERIFY(saveFile({{whole(logOfAServer())}, file()}).ok);
    QFile file(this->file());
    QVERIFY(file.open(QIODevice::Append));
    file.write("something else\n{\"time\":\"2026");
    file.close();
    openFile(this->file());
    QCOMPARE(shownEvents(), std::uint64_t(5));
    QVERIFY(notice().contains(QStringLiteral("Line 6")));
    QVERIFY(notice().contains(QStringLiteral("cut off")));
}

void TestSavedLogPage::tellsThatAFileCannotBeOpened()
{
    openFile(m_folder->filePath(QStringLiteral("none.jsonl")));
    QVERIFY(notice().contains(QStringLiteral("could not be opened")));
    QVERIFY(m_page->currentView() == nullptr);
    m_page->focusEvents(); // harmless
}

void TestSavedLogPage::tellsThatThereIsNothing()
{
    write({});
    openFile(file());
    QVERIFY(notice().contains(QStringLiteral("no events")));
}

void TestSavedLogPage::showsProgressAndCanBeCancelled()
{
    QVERIFY(saveFile({{whole(logOfAServer())}, file()}).ok);
    QFile saved(file());
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QByteArray content = saved.readAll();
    saved.close();
    write(content.repeated(60000));
    // Where so little is kept, reading goes at the pace of the views.
    constexpr std::size_t block = 64U * 1024;
    beginToOpen(file(), {.memory = 2 * block, .block = block});
    auto *const task = widgetNamed<TaskBar>(m_page.get(), "taskBar");
    QTRY_VERIFY_WITH_TIMEOUT(task->isVisible(), patience);
    click(widgetNamed<QPushButton>(task, "taskCancelButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->isReading(), patience);
    QVERIFY(!task->isVisible());
    QVERIFY(m_page->report().cancelled);
    QVERIFY(notice().contains(QStringLiteral("cancelled")));
}

void TestSavedLogPage::canBeClosedWhileItReads()
{
    QVERIFY(saveFile({{whole(logOfAServer())}, file()}).ok);
    QFile saved(file());
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QByteArray content = saved.readAll();
    saved.close();
    write(content.repeated(20000));
    beginToOpen(file());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->currentView() != nullptr, patience);
    m_page.reset();
}

void TestSavedLogPage::staysLightWhereTheFileHasManyConnections()
{
    QByteArray content;
    for (int number = 150000; number > 0; --number) { // in an order that no endpoint makes
        content +=
            R"({"time":"2026-11-21T03:12:17Z","elapsed":1,"event":"accepted","connection":)" +
            QByteArray::number(number) + "}\n";
    }
    write(content);
    openFile(file());
    QVERIFY(notice().isEmpty());
    QCOMPARE(shownEvents(), std::uint64_t(150000));
    QCOMPARE(table("connectionTable")->model()->rowCount(), 5000);
    QVERIFY(status().contains(QLocale().toString(145000)));
}

void TestSavedLogPage::showsNamesAsInertText()
{
    const QString name = m_folder->filePath(QStringLiteral("<b>\u202eevil\n.jsonl"));
    QVERIFY(
        saveFile({{whole(logOfAServer(), "<i>\u202e\n"), whole(logOfAClient(), "client")}, name})
            .ok);
    openFile(name);
    QVERIFY(isInert(widgetNamed<QLabel>(m_page.get(), "fileLabel")->text()));
    QVERIFY(isInert(widgetNamed<QTabBar>(m_page.get(), "savedTabs")->tabText(0)));
}

void TestSavedLogPage::hasAnAccessibleNameForWhateverCanBeUsed()
{
    open({whole(logOfAServer(), "server"), whole(logOfAClient(), "client")});
    const auto widgets = m_page->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->objectName().startsWith(QStringLiteral("qt_")) ||
            (widget->focusPolicy() & Qt::TabFocus) == 0 || !widget->isVisible()) {
            continue;
        }
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const QString name = button != nullptr && widget->accessibleName().isEmpty()
                                 ? button->text()
                                 : widget->accessibleName();
        QVERIFY2(!name.isEmpty(),
                 qPrintable(widget->objectName() + u' ' +
                            QString::fromLatin1(widget->metaObject()->className())));
    }
}

QTEST_MAIN(TestSavedLogPage)
#include "tst_savedlogpage.moc"
