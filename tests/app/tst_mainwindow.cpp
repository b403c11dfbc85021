#include "app/mainwindow.h"
#include "app/tabs.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"
#include "widgets/pages/interfacespage.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/savedlogpage.h"
#include "widgets/pages/savedlogview.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/addressbox.h"
#include "widgets/views/interfacebox.h"

#include <QFileDialog>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>

#include <deque>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// They come first, and saved logs behind them.
int endpointTabs()
{
    return static_cast<int>(tabs().size());
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); } // never the user's settings
    void init();
    void cleanup();

    void hasATabForEachRowOfTheList();
    void goesToATabByItsKey();
    void offersInTheMenusWhatCanBeDone();
    void startsAndStopsByAKey();
    void goesFromAnAddressToTheServerAndTheChat();
    void asksForAFileNameByAKey();
    void clearsTheLogOfThePageThatIsShown();
    void suggestsTheServersPortToTheClient();
    void keepsWhatWasTypedInTheClient();
    void echoesWithThreeClicksAndOneWord();
    void findsInTheTabThatIsShown();
    void tabGoesFromStoreyToStorey_data();
    void tabGoesFromStoreyToStorey();
    void hasAnAccessibleNameForWhateverCanBeUsed();
    void stopsAtOnceWhereNothingRuns();
    void stopsEverythingWhileAFloodGoesOn();
    void stopsAlthoughAPeerNeverFinishes();
    void closingAsksAndHidesNothingByItself();
    void tellsAboutItselfWithoutStoppingAnything();
    void fitsASmallScreen();
    void asksForASavedLogByAKey();
    void opensASavedLogInATabOfItsOwn();
    void closesASavedLogAndNothingElse();
    void opensWhatIsDroppedOnIt();
    void stopsWhileASavedLogIsRead();

private:
    QAction *action(const QString &text) const;
    PageHand server() const { return PageHand(m_window->page<TcpServerPage>()); }
    PageHand client() const { return PageHand(m_window->page<TcpClientPage>()); }
    QTabWidget *tabWidget() const { return widgetNamed<QTabWidget>(m_window.get(), "tabs"); }
    void writeLog(const QString &fileName, int lines) const;
    void startServer(const QString &reply = QStringLiteral("Echo"));

    std::unique_ptr<IoThread> m_thread;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_thread = std::make_unique<IoThread>();
    m_window = std::make_unique<MainWindow>(*m_thread);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_thread.reset();
}

QAction *TestMainWindow::action(const QString &text) const
{
    const auto menus = m_window->menuBar()->actions();
    for (const QAction *menu : menus) {
        const auto actions = menu->menu()->actions();
        for (QAction *candidate : actions) {
            if (candidate->text().remove(u'&').startsWith(text)) {
                return candidate;
            }
        }
    }
    qFatal("no menu has \"%s\"", qPrintable(text));
}

void TestMainWindow::startServer(const QString &reply)
{
    m_window->showPage(m_window->page<TcpServerPage>());
    server().choose("replyBox", reply);
    server().typeInto("portEdit", QStringLiteral("0"));
    server().pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(server().status().contains(QStringLiteral("listening on")), patience);
}

void TestMainWindow::writeLog(const QString &fileName, int lines) const
{
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray line = R"({"time":"2026-11-21T03:12:17Z","elapsed":1,"event":"note",)"
                            R"("connection":0,"note":"from a file"})"
                            "\n";
    QVERIFY(file.write(line.repeated(lines)) > 0);
}

void TestMainWindow::hasATabForEachRowOfTheList()
{
    QCOMPARE(static_cast<std::size_t>(tabWidget()->count()), tabs().size());
    for (int index = 0; index < tabWidget()->count(); ++index) {
        const TabRow &row = tabs()[static_cast<std::size_t>(index)];
        QCOMPARE(tabWidget()->tabText(index), row.titleText());
        QCOMPARE(m_window->idOf(m_window->pages().at(index)), QString::fromLatin1(row.id));
    }
    QCOMPARE(tabWidget()->currentIndex(), 0);
}

void TestMainWindow::goesToATabByItsKey()
{
    for (const int index : {2, 1, 0, 2}) {
        const auto key = static_cast<Qt::Key>(Qt::Key_1 + index);
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
        QTRY_COMPARE(tabWidget()->currentIndex(), index);
        // One can type at once.
        QTRY_VERIFY(tabWidget()->currentWidget()->isAncestorOf(QApplication::focusWidget()));
    }
}

void TestMainWindow::offersInTheMenusWhatCanBeDone()
{
    for (const char *text :
         {"Open saved log", "Save log", "Clear log", "Quit", "Start or stop", "About"}) {
        QVERIFY(action(QString::fromLatin1(text))->isEnabled());
    }
    for (const TabRow &row : tabs()) {
        QVERIFY(!action(row.titleText())->shortcut().isEmpty());
    }
    QSet<QKeySequence> keys;
    int count = 0;
    const auto menus = m_window->menuBar()->actions();
    for (const QAction *menu : menus) {
        const auto actions = menu->menu()->actions();
        for (const QAction *its : actions) {
            if (!its->shortcut().isEmpty()) {
                keys.insert(its->shortcut());
                ++count;
            }
        }
    }
    QCOMPARE(keys.size(), qsizetype(count)); // each its own
}

void TestMainWindow::goesFromAnAddressToTheServerAndTheChat()
{
    auto *const interfaces = m_window->page<InterfacesPage>();
    m_window->showPage(interfaces);
    const auto *const list = widgetNamed<QTableView>(interfaces, "interfaceTable");
    QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(widgetNamed<QPushButton>(interfaces, "listenHereButton")->isEnabled(),
                             patience);
    QCOMPARE(textAt(*list->model(), 0, 0), QStringLiteral("lo")); // which is chosen at first
    click(widgetNamed<QPushButton>(interfaces, "listenHereButton"));
    QCOMPARE(tabWidget()->currentWidget(), m_window->page<TcpServerPage>());
    QCOMPARE(m_window->page<TcpServerPage>()->findChild<AddressBox *>()->address(),
             QStringLiteral("127.0.0.1"));
    m_window->showPage(interfaces);
    click(widgetNamed<QPushButton>(interfaces, "chatHereButton"));
    QCOMPARE(tabWidget()->currentWidget(), m_window->page<MulticastChatPage>());
    QCOMPARE(m_window->page<MulticastChatPage>()->findChild<InterfaceBox *>()->interfaceName(),
             QStringLiteral("lo"));
    // A server that runs goes on, and that is told.
    m_window->showPage(m_window->page<TcpServerPage>());
    server().typeInto("portEdit", QStringLiteral("0"));
    server().pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(server().status().contains(QStringLiteral("listening on")), patience);
    m_window->showPage(interfaces);
    click(widgetNamed<QPushButton>(interfaces, "listenHereButton"));
    QVERIFY(server().notice().contains(QStringLiteral("Stop it first")));
}

void TestMainWindow::startsAndStopsByAKey()
{
    server().typeInto("portEdit", QStringLiteral("0"));
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(server().status().contains(QStringLiteral("listening on")), patience);
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(server().status().contains(QStringLiteral("stopped")), patience);
}

void TestMainWindow::asksForAFileNameByAKey()
{
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(m_window->findChild<QWidget *>(QStringLiteral("saveDialog")) != nullptr);
    widgetNamed<QWidget>(m_window.get(), "saveDialog")->close();
}

void TestMainWindow::clearsTheLogOfThePageThatIsShown()
{
    startServer();
    const int before = server().events().rowCount();
    m_window->showPage(m_window->page<TcpClientPage>());
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(client().events().rowCount(), 1, patience); // the note that says so
    QCOMPARE(server().events().rowCount(), before);
}

void TestMainWindow::suggestsTheServersPortToTheClient()
{
    startServer();
    QCOMPARE(client().text("hostEdit"), QStringLiteral("127.0.0.1"));
    QCOMPARE(client().text("portEdit"), server().text("portEdit"));
}

void TestMainWindow::keepsWhatWasTypedInTheClient()
{
    m_window->showPage(m_window->page<TcpClientPage>());
    client().typeInto("portEdit", QStringLiteral("12345"));
    startServer();
    QCOMPARE(client().text("portEdit"), QStringLiteral("12345"));
}

void TestMainWindow::echoesWithThreeClicksAndOneWord()
{
    server().pressStart(); // on 9999, or on any free port
    QTRY_VERIFY_WITH_TIMEOUT(server().status().contains(QStringLiteral("listening on")), patience);
    QTest::mouseClick(tabWidget()->tabBar(), Qt::LeftButton, {},
                      tabWidget()->tabBar()->tabRect(1).center());
    client().pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(client().messageEdit()->hasFocus(), patience);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("hello"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(client().dataOf(EventKind::Received),
                              QStringList{QStringLiteral("hello")}, patience);
    // The pages do not look at their logs in the same moment.
    QTRY_COMPARE_WITH_TIMEOUT(server().dataOf(EventKind::Received),
                              QStringList{QStringLiteral("hello")}, patience);
}

void TestMainWindow::findsInTheTabThatIsShown()
{
    for (const int index : {0, 1, 2, 0}) {
        tabWidget()->setCurrentIndex(index);
        QWidget *const page = tabWidget()->currentWidget();
        auto *const field = widgetNamed<QLineEdit>(page, "findEdit");
        QVERIFY(!field->isVisible());
        QTest::keyClick(page, Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!field->isVisible(), patience);
        QTest::keyClick(page, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(widgetNamed<QLineEdit>(page, "filterEdit")->hasFocus(), patience);
    }
}

void TestMainWindow::tabGoesFromStoreyToStorey_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QStringList>("order");
    const auto names = [](const char *text) { return QString::fromLatin1(text).split(u' '); };
    // The buttons that can do nothing yet are left out.
    QTest::newRow("server")
        << 0
        << names("addressBox portEdit replyBox servingBox numbersButton startButton "
                 "lifecycleStrip connectionTable connectionFilter kernelButton "
                 "filterEdit filterHelpButton codeButton throughputButton clearButton "
                 "saveButton throughputStrip "
                 "eventTable bytesView contentBox "
                 "hexButton encodingBox copyAsButton targetBox notationBox "
                 "messageEncodingBox messageEdit enlargeButton endingBox moreButton savedButton");
    QTest::newRow("client")
        << 1
        << names("hostBox portEdit connectionsBox connectingButton startButton lifecycleStrip "
                 "connectionTable connectionFilter kernelButton filterEdit "
                 "filterHelpButton "
                 "codeButton throughputButton clearButton "
                 "saveButton throughputStrip eventTable bytesView contentBox hexButton "
                 "encodingBox copyAsButton notationBox messageEncodingBox messageEdit "
                 "enlargeButton endingBox moreButton savedButton");
    QTest::newRow("chat")
        << 2
        << names("nameEdit groupBox portEdit interfaceBox speakingButton startButton "
                 "lifecycleStrip conversationTable rosterTable doctorButton filterEdit "
                 "filterHelpButton "
                 "codeButton throughputButton clearButton "
                 "saveButton throughputStrip eventTable bytesView contentBox hexButton "
                 "encodingBox copyAsButton messageEdit enlargeButton savedButton");
    QTest::newRow("udp")
        << 3
        << names("addressBox portEdit toEdit replyBox udpButton startButton lifecycleStrip "
                 "peersTable filterEdit filterHelpButton "
                 "codeButton throughputButton clearButton "
                 "saveButton throughputStrip eventTable bytesView contentBox hexButton "
                 "encodingBox copyAsButton targetBox notationBox messageEncodingBox messageEdit "
                 "enlargeButton endingBox savedButton");
}

void TestMainWindow::tabGoesFromStoreyToStorey()
{
    QFETCH(const int, index);
    QFETCH(const QStringList, order);
    tabWidget()->setCurrentIndex(index);
    m_window->pages().at(index)->focusForm();
    const auto nameOfFocus = [] {
        const QWidget *widget = QApplication::focusWidget();
        return widget == nullptr ? QString() : widget->objectName();
    };
    QStringList walked{nameOfFocus()};
    for (qsizetype step = 1; step < order.size(); ++step) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        walked.append(nameOfFocus());
    }
    QCOMPARE(walked, order);
    for (qsizetype step = order.size() - 2; step >= 0; --step) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(nameOfFocus(), order.at(step));
    }
}

void TestMainWindow::hasAnAccessibleNameForWhateverCanBeUsed()
{
    const auto pages = m_window->pages();
    for (const Page *page : pages) {
        const auto widgets = page->findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const bool part = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                              qobject_cast<QComboBox *>(widget->parentWidget()) != nullptr ||
                              qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) != nullptr;
            if (part || widget->window() != m_window.get() ||
                (widget->focusPolicy() & Qt::TabFocus) == 0) {
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
}

void TestMainWindow::stopsAtOnceWhereNothingRuns()
{
    const QSignalSpy stopped(m_window.get(), &MainWindow::stopped);
    m_window->stopAll();
    QCOMPARE(stopped.size(), qsizetype(1));
    m_window->stopAll();
    QCOMPARE(stopped.size(), qsizetype(1));
}

void TestMainWindow::stopsEverythingWhileAFloodGoesOn()
{
    startServer();
    std::atomic<bool> enough = false;
    const std::uint16_t port = server().text("portEdit").toUShort();
    std::deque<Background> load;
    for (int number = 0; number < 4; ++number) {
        load.emplace_back([port, &enough] {
            Peer peer = Peer::connectedTo(port);
            const std::string bytes = pattern(65536);
            while (!enough && peer.error() == 0 && !peer.sawFin()) {
                peer.offer(bytes);
            }
        });
    }
    QTRY_VERIFY_WITH_TIMEOUT(server().events().rowCount() > 500, patience);
    const QSignalSpy stopped(m_window.get(), &MainWindow::stopped);
    m_window->close();
    m_window->stopAll();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), qsizetype(1), patience);
    m_window.reset(); // while the peers go on
    m_thread.reset();
    enough = true;
    for (const Background &one : load) {
        QTRY_VERIFY_WITH_TIMEOUT(one.isDone(), patience);
    }
    QCOMPARE(Peer::connectError(port, Family::Ipv4), ECONNREFUSED);
}

void TestMainWindow::stopsAlthoughAPeerNeverFinishes()
{
    startServer(QStringLiteral("None"));
    const Peer peer = Peer::connectedTo(server().text("portEdit").toUShort());
    QTRY_VERIFY_WITH_TIMEOUT(server().status().contains(QStringLiteral("1 client")), patience);
    const QSignalSpy stopped(m_window.get(), &MainWindow::stopped);
    m_window->stopAll();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), qsizetype(1), patience);
}

void TestMainWindow::closingAsksAndHidesNothingByItself()
{
    const QSignalSpy asked(m_window.get(), &MainWindow::closeRequested);
    action(QStringLiteral("Quit"))->trigger();
    QCOMPARE(asked.size(), qsizetype(1));
}

void TestMainWindow::tellsAboutItselfWithoutStoppingAnything()
{
    action(QStringLiteral("About"))->trigger();
    auto *box = m_window->findChild<QMessageBox *>();
    QVERIFY(box != nullptr);
    QVERIFY(!box->isModal());
    QCOMPARE(box->textFormat(), Qt::PlainText);
    startServer();
    box->close();
}

void TestMainWindow::fitsASmallScreen()
{
    const QSize small(800, 600);
    m_window->resize(small);
    for (int index = 0; index < tabWidget()->count(); ++index) {
        tabWidget()->setCurrentIndex(index);
        m_window->grab();
        const QString wide = QStringLiteral("tab %1: %2").arg(index).arg(m_window->size().width());
        QVERIFY2(m_window->size() == small, qPrintable(wide));
    }
}

void TestMainWindow::asksForASavedLogByAKey()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a.jsonl"));
    writeLog(name, 1);
    QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY(m_window->findChild<QFileDialog *>(QStringLiteral("openDialog")) != nullptr);
    auto *const dialog = widgetNamed<QFileDialog>(m_window.get(), "openDialog");
    QVERIFY(!dialog->isModal());
    Q_EMIT dialog->filesSelected({name});
    dialog->close();
    QTRY_VERIFY(m_window->findChild<SavedLogPage *>() != nullptr);
}

void TestMainWindow::opensASavedLogInATabOfItsOwn()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a & b.jsonl"));
    writeLog(name, 3);
    SavedLogPage *const page = m_window->openSavedLog(name);
    QCOMPARE(tabWidget()->currentWidget(), page);
    QCOMPARE(tabWidget()->tabText(endpointTabs()), QStringLiteral("a && b.jsonl"));
    QTRY_VERIFY_WITH_TIMEOUT(!page->isReading(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(page->currentView()->statusText().contains(QStringLiteral("3 events")),
                             patience);
    QCOMPARE(m_window->pages().size(), qsizetype(tabs().size())); // of endpoints only
    QCOMPARE(m_window->openSavedLog(name), page);                 // not a second time
    QCOMPARE(tabWidget()->count(), endpointTabs() + 1);
    // What is for an endpoint is not for a file.
    for (const char *text : {"Clear log", "Start or stop"}) {
        QVERIFY(!action(QString::fromLatin1(text))->isEnabled());
    }
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_COMPARE(tabWidget()->currentIndex(), 0);
    QVERIFY(action(QStringLiteral("Clear log"))->isEnabled());
}

void TestMainWindow::closesASavedLogAndNothingElse()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a.jsonl"));
    writeLog(name, 1);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabWidget()->count(), endpointTabs());
    for (int index = 0; index < endpointTabs(); ++index) {
        Q_EMIT tabWidget()->tabCloseRequested(index);
    }
    QCOMPARE(tabWidget()->count(), endpointTabs());
    const QPointer<SavedLogPage> page = m_window->openSavedLog(name);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE(tabWidget()->count(), endpointTabs());
    QTRY_VERIFY(page.isNull());
    // By the cross on its tab.
    m_window->openSavedLog(name);
    QWidget *cross = nullptr;
    for (const auto side : {QTabBar::LeftSide, QTabBar::RightSide}) {
        QVERIFY(tabWidget()->tabBar()->tabButton(0, side) == nullptr);
        cross = cross != nullptr ? cross : tabWidget()->tabBar()->tabButton(endpointTabs(), side);
    }
    QVERIFY(cross != nullptr);
    click(cross);
    QTRY_COMPARE(tabWidget()->count(), endpointTabs());
}

void TestMainWindow::opensWhatIsDroppedOnIt()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a.jsonl"));
    writeLog(name, 1);
    QMimeData data;
    data.setUrls({QUrl(QStringLiteral("http://127.0.0.1/a.jsonl"))});
    QDragEnterEvent foreign({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    foreign.ignore();
    QApplication::sendEvent(m_window.get(), &foreign);
    QVERIFY(!foreign.isAccepted());
    data.setUrls({QUrl::fromLocalFile(name)});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QTRY_COMPARE(tabWidget()->count(), endpointTabs() + 1);
}

void TestMainWindow::stopsWhileASavedLogIsRead()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("a.jsonl"));
    writeLog(name, 300000);
    const SavedLogPage *const page = m_window->openSavedLog(name);
    QVERIFY(page->isReading());
    const QSignalSpy stopped(m_window.get(), &MainWindow::stopped);
    m_window->stopAll();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), qsizetype(1), patience);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
