#include "netcore/log/export/savefile.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/logsaver.h"
#include "widgets/views/logview.h"
#include "widgets/views/savebutton.h"
#include "widgets/views/taskbar.h"

#include <QFileDialog>
#include <QMenu>
#include <QProgressBar>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace sockyard;
using namespace sockyard::test;

/// What a person does to take a log away, in the page of a server.
class TestSaveLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void offersOnlyWhatThereIs();
    void opensItsMenuByTheKeyboard();
    void savesTheConnectionOfTheSelectedEvent();
    void savesOneDirectionAsBareBytes();
    void savesWhatTheFilterShows();
    void writesTheFormatThatIsChosen_data();
    void writesTheFormatThatIsChosen();
    void givesTheNameTheEndingOfTheChosenFormat();
    void showsProgressOfWhatTakesLong();
    void leavesNoFileWhenCancelled();
    void refusesASecondSavingMeanwhile();

private:
    QString file(const char *name) const { return m_folder->filePath(QLatin1StringView(name)); }
    QStringList filesThere() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden);
    }
    QByteArray contentOf(const char *name) const
    {
        QFile content(file(name));
        return content.open(QIODevice::ReadOnly) ? content.readAll() : QByteArray();
    }
    SaveButton *button() const { return widgetNamed<SaveButton>(m_page->page(), "saveButton"); }
    QAction *action(const char *name) const
    {
        return button()->menu()->findChild<QAction *>(QLatin1StringView(name));
    }
    TaskBar *task() const { return widgetNamed<TaskBar>(m_page->page(), "taskBar"); }
    /// Opens the menu by the Down key and chooses an action as a person does.
    QFileDialog *choosePart(const char *name);
    /// Types a file's name into the dialog and presses Enter.
    void typeName(QFileDialog *dialog, const QString &fileName);
    /// A part whose saving waits, at its first event, until m_gate is opened.
    LogPart waitingPart();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenPage<TcpServerPage>> m_page;
    std::unique_ptr<Peer> m_first;
    std::unique_ptr<Peer> m_second;
    QSemaphore m_gate;
};

void TestSaveLog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_page = std::make_unique<OpenPage<TcpServerPage>>();
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
    const std::uint16_t port = m_page->text("portEdit").toUShort();
    m_first = std::make_unique<Peer>(Peer::connectedTo(port));
    m_first->sendAll("first");
    QTRY_COMPARE_WITH_TIMEOUT(m_first->received(), std::string("first"), patience);
    m_second = std::make_unique<Peer>(Peer::connectedTo(port));
    m_second->sendAll("second");
    QTRY_COMPARE_WITH_TIMEOUT(m_second->received(), std::string("second"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Sent).size(), qsizetype(2), patience);
}

void TestSaveLog::cleanup()
{
    m_gate.release(1000000);
    m_page.reset();
    m_gate.acquire(m_gate.available());
}

QFileDialog *TestSaveLog::choosePart(const char *name)
{
    button()->setFocus();
    QTest::keyClick(button(), Qt::Key_Down);
    QMenu *const menu = button()->menu();
    menu->setActiveAction(action(name));
    QTest::keyClick(menu, Qt::Key_Return);
    auto *const dialog = widgetNamed<QFileDialog>(m_page->page(), "saveDialog");
    dialog->setDirectory(m_folder->path());
    return dialog;
}

void TestSaveLog::typeName(QFileDialog *dialog, const QString &fileName)
{
    const QSignalSpy saved(m_page->page(), &Page::saved);
    auto *const name = widgetNamed<QLineEdit>(dialog, "fileNameEdit");
    type(name, fileName);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    QVERIFY2(saved.first().at(1).toBool(), qPrintable(m_page->notice()));
}

LogPart TestSaveLog::waitingPart()
{
    LogPart part;
    part.choice.wants = [this](const Event &) {
        m_gate.acquire();
        return true;
    };
    return part;
}

void TestSaveLog::offersOnlyWhatThereIs()
{
    QVERIFY(action("saveEverything")->isEnabled());
    QVERIFY(!action("saveFiltered")->isEnabled());
    m_page->eventTable()->clearSelection();
    m_page->eventTable()->setCurrentIndex({});
    for (const char *name : {"saveConnection", "saveReceived", "saveSent"}) {
        QVERIFY(!action(name)->isEnabled());
    }
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    for (const char *name : {"saveConnection", "saveReceived", "saveSent"}) {
        QVERIFY(action(name)->isEnabled());
        QVERIFY(action(name)->text().contains(u'2'));
    }
}

void TestSaveLog::opensItsMenuByTheKeyboard()
{
    button()->setFocus();
    QTest::keyClick(button(), Qt::Key_Down);
    QTRY_VERIFY(button()->menu()->isVisible());
    QTest::keyClick(button()->menu(), Qt::Key_Escape);
    QTRY_VERIFY(!button()->menu()->isVisible());
    QTest::keyClick(button(), Qt::Key_Space); // everything
    QVERIFY(!widgetNamed<QFileDialog>(m_page->page(), "saveDialog")->isModal());
}

void TestSaveLog::savesTheConnectionOfTheSelectedEvent()
{
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    typeName(choosePart("saveConnection"), QStringLiteral("second.jsonl"));
    const QByteArray content = contentOf("second.jsonl");
    QCOMPARE(content.count("\"connection\":2,"), content.count('\n'));
    QVERIFY(content.contains("\"event\":\"accepted\""));
    QVERIFY(content.contains(QByteArray("second").toBase64()));
}

void TestSaveLog::savesOneDirectionAsBareBytes()
{
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Received));
    QFileDialog *const dialog = choosePart("saveReceived");
    QCOMPARE(dialog->nameFilters().size(), qsizetype(2)); // it can be nothing else
    QVERIFY(widgetNamed<QLineEdit>(dialog, "fileNameEdit")
                ->text()
                .endsWith(QStringLiteral("-connection-2-received.bin")));
    typeName(dialog, QStringLiteral("bytes.csv")); // whatever it is called
    QCOMPARE(contentOf("bytes.csv"), QByteArrayLiteral("second"));
}

void TestSaveLog::savesWhatTheFilterShows()
{
    QVERIFY(!action("saveFiltered")->isEnabled());
    auto *const filter = widgetNamed<QLineEdit>(m_page->page(), "filterEdit");
    type(filter, QStringLiteral("sent"));
    QTRY_VERIFY_WITH_TIMEOUT(action("saveFiltered")->isEnabled(), patience);
    typeName(choosePart("saveFiltered"), QStringLiteral("sent.jsonl"));
    QCOMPARE(contentOf("sent.jsonl").count('\n'), qsizetype(2));
    QCOMPARE(contentOf("sent.jsonl").count("\"event\":\"sent\""), qsizetype(2));
    QVERIFY(m_page->notice().contains(QStringLiteral("events: 2")));
    type(filter, {});
    QTRY_VERIFY_WITH_TIMEOUT(!action("saveFiltered")->isEnabled(), patience);
}

void TestSaveLog::writesTheFormatThatIsChosen_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    const auto csv = QStringLiteral("Comma-separated values (*.csv)");
    const auto packets = QStringLiteral("Packets for Wireshark (*.pcapng)");
    QTest::newRow("by the filter") << csv << QStringLiteral("a.log") << QByteArray("time,elapsed,");
    QTest::newRow("by the ending") << csv << QStringLiteral("a.jsonl") << QByteArray("{\"time\":");
    QTest::newRow("packets") << packets << QStringLiteral("a.pcapng")
                             << QByteArray("\x0a\x0d\x0d\x0a");
    QTest::newRow("by nothing") << QStringLiteral("All files (*)") << QStringLiteral("a.log")
                                << QByteArray("{\"time\":");
}

void TestSaveLog::writesTheFormatThatIsChosen()
{
    QFETCH(const QString, filter);
    QFETCH(const QString, name);
    QFETCH(const QByteArray, begin);
    QFileDialog *const dialog = choosePart("saveEverything");
    dialog->selectNameFilter(filter);
    typeName(dialog, name);
    QVERIFY(contentOf(name.toLatin1().constData()).startsWith(begin));
}

void TestSaveLog::givesTheNameTheEndingOfTheChosenFormat()
{
    QFileDialog *const dialog = choosePart("saveEverything");
    choose(widgetNamed<QComboBox>(dialog, "fileTypeCombo"), QStringLiteral("Text"));
    QCOMPARE(dialog->defaultSuffix(), QStringLiteral("txt"));
    typeName(dialog, QStringLiteral("report"));
    QCOMPARE(filesThere(), QStringList(QStringLiteral("report.txt")));
    QVERIFY(contentOf("report.txt").contains("received"));
}

void TestSaveLog::showsProgressOfWhatTakesLong()
{
    const QSignalSpy saved(m_page->page(), &Page::saved);
    m_page->page()->saver()->save(file("slow.jsonl"), waitingPart());
    QVERIFY(!task()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(task()->isVisible(), patience);
    QVERIFY(widgetNamed<QLabel>(task(), "taskText")->text().contains(file("slow.jsonl")));
    auto *const progress = widgetNamed<QProgressBar>(task(), "taskProgress");
    QCOMPARE(progress->value(), 0);
    m_gate.release(5);
    QTRY_VERIFY_WITH_TIMEOUT(progress->value() > 0, patience);
    QVERIFY(progress->value() < progress->maximum());
    QVERIFY(filesThere().size() <= 1); // only the one that has no name yet
    m_gate.release(1000);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    QVERIFY(saved.first().at(1).toBool());
    QVERIFY(!task()->isVisible());
    QCOMPARE(filesThere(), QStringList(QStringLiteral("slow.jsonl")));
}

void TestSaveLog::leavesNoFileWhenCancelled()
{
    const QSignalSpy saved(m_page->page(), &Page::saved);
    m_page->page()->saver()->save(file("slow.pcapng"), waitingPart());
    QTRY_VERIFY_WITH_TIMEOUT(task()->isVisible(), patience);
    click(widgetNamed<QPushButton>(task(), "taskCancelButton"));
    m_gate.release(1);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    QVERIFY(!saved.first().at(1).toBool());
    QVERIFY(!task()->isVisible());
    QVERIFY2(m_page->notice().contains(QStringLiteral("cancelled")), qPrintable(m_page->notice()));
    QVERIFY(m_page->notice().contains(file("slow.pcapng")));
    QVERIFY(filesThere().isEmpty());
    QVERIFY(m_page->dataOf(EventKind::Note).isEmpty()); // a person knows; the log need not
    // The next one is not cancelled.
    m_page->page()->saveLog(file("next.jsonl"));
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(2), patience);
    QVERIFY(saved.last().at(1).toBool());
}

void TestSaveLog::refusesASecondSavingMeanwhile()
{
    const QSignalSpy saved(m_page->page(), &Page::saved);
    m_page->page()->saver()->save(file("slow.jsonl"), waitingPart());
    m_page->page()->saveLog(file("other.jsonl"));
    QVERIFY(m_page->notice().contains(QStringLiteral("already")));
    m_gate.release(1000);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), qsizetype(1), patience);
    QCOMPARE(filesThere(), QStringList(QStringLiteral("slow.jsonl")));
}

QTEST_MAIN(TestSaveLog)
#include "tst_savelog.moc"
