#include "netcore/code/codelanguage.h"
#include "tests/support/pages.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/pages/udppage.h"
#include "widgets/views/codepane.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/logview.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;

/// The program beside the events: how it is opened, that it follows the page, how it is taken away.
class TestCodePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void opensByItsButtonAndByItsKey();
    void isThereInTheMenuOfEvents();
    void staysOpenForTheNextPage();
    void keepsTheLanguageForTheNextPage();
    void followsTheFormAndTheMessage();
    void saysWhatIsMissingWhereThePageCannotStart();
    void tellsWhatTheProgramDoesNotDo();
    void isThereInEveryPage();
    void doesNotScrollBackWhileOneReads();
    void copiesAllOfItOrWhatIsSelected();
    void savesUnderANameOfTheLanguage();
    void tellsThatItCouldNotBeSaved();
    void givesWayToAnExplanation();
    void leavesRoomInASmallWindow();

private:
    template <typename T>
    T *open()
    {
        auto page = std::make_unique<T>(*m_thread);
        page->resize(800, 560);
        page->show();
        T *const opened = page.get();
        m_page = std::move(page);
        return QTest::qWaitForWindowActive(opened) ? opened : nullptr;
    }
    QString program() const { return widgetNamed<CodePane>(m_page.get(), "codePane")->program(); }
    QPlainTextEdit *text() const { return widgetNamed<QPlainTextEdit>(m_page.get(), "codeText"); }
    void pressCode() const { click(widgetNamed<QToolButton>(m_page.get(), "codeButton")); }
    void choose(const char *language) const
    {
        auto *const box = widgetNamed<QComboBox>(m_page.get(), "codeLanguageBox");
        const int index = box->findText(QString::fromLatin1(language));
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }

    std::unique_ptr<IoThread> m_thread;
    std::unique_ptr<Page> m_page;
};

void TestCodePane::init()
{
    QSettings().clear();
    m_thread = std::make_unique<IoThread>();
}

void TestCodePane::cleanup()
{
    m_page.reset();
    m_thread.reset();
    QSettings().clear();
}

void TestCodePane::opensByItsButtonAndByItsKey()
{
    QVERIFY(open<TcpClientPage>());
    QVERIFY(!text()->isVisible());
    pressCode();
    QVERIFY(text()->isVisible());
    QVERIFY(!widgetNamed<HexView>(m_page.get(), "bytesView")->isVisible()); // which it replaces
    QTest::keyClick(text(), Qt::Key_F6);
    QVERIFY(!text()->isVisible());
    QVERIFY(widgetNamed<HexView>(m_page.get(), "bytesView")->isVisible());
    QTest::keyClick(m_page.get(), Qt::Key_F6);
    QVERIFY(text()->isVisible());
}

void TestCodePane::isThereInTheMenuOfEvents()
{
    QVERIFY(open<TcpClientPage>());
    const auto actions = m_page->logView()->menuActions();
    const auto *const action = m_page->findChild<QAction *>(QStringLiteral("codeAction"));
    QVERIFY(actions.contains(action));
}

void TestCodePane::staysOpenForTheNextPage()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    QVERIFY(open<TcpServerPage>());
    QVERIFY(text()->isVisible());
    pressCode();
    QVERIFY(open<TcpClientPage>());
    QVERIFY(!text()->isVisible());
}

void TestCodePane::keepsTheLanguageForTheNextPage()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    QVERIFY(program().contains(QStringLiteral("python3")));
    choose("Ruby");
    QVERIFY(program().contains(QStringLiteral("env ruby")));
    QVERIFY(open<TcpServerPage>());
    QTRY_VERIFY(program().contains(QStringLiteral("env ruby")));
}

void TestCodePane::followsTheFormAndTheMessage()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    QVERIFY(program().contains(QStringLiteral("9999")));
    const PageHand hand(m_page.get());
    hand.typeInto("portEdit", QStringLiteral("4711"));
    QTRY_VERIFY(program().contains(QStringLiteral("4711")));
    QVERIFY(!program().contains(QStringLiteral("9999")));
    type(hand.messageEdit(), QStringLiteral("good \"morning\""));
    QTRY_VERIFY(program().contains(QStringLiteral("b\"good \\\"morning\\\"\"")));
    QCOMPARE(text()->toPlainText(), program());
}

void TestCodePane::saysWhatIsMissingWhereThePageCannotStart()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    PageHand(m_page.get()).typeInto("portEdit", QStringLiteral("many"));
    QTRY_VERIFY(program().isEmpty());
    QVERIFY(text()->toPlainText().contains(QStringLiteral("as soon as")));
    QVERIFY(!widgetNamed<QPushButton>(m_page.get(), "codeCopyButton")->isEnabled());
    QVERIFY(!widgetNamed<QPushButton>(m_page.get(), "codeSaveButton")->isEnabled());
}

void TestCodePane::tellsWhatTheProgramDoesNotDo()
{
    QVERIFY(open<TcpServerPage>());
    pressCode();
    auto *const notes = widgetNamed<ElidedLabel>(m_page.get(), "codeNotes");
    QCOMPARE(notes->text(), QString());
    auto *const reply = widgetNamed<QComboBox>(m_page.get(), "replyBox");
    reply->setCurrentIndex(reply->findData(QStringLiteral("files")));
    QTRY_VERIFY(notes->text().contains(QStringLiteral("echoes in its place")));
}

void TestCodePane::isThereInEveryPage()
{
    QVERIFY(open<TcpServerPage>());
    pressCode();
    QTRY_VERIFY(program().contains(QStringLiteral("listen")));
    QVERIFY(open<UdpPage>());
    QTRY_VERIFY(program().contains(QStringLiteral("recvfrom")));
    QVERIFY(open<MulticastChatPage>());
    QTRY_VERIFY(program().contains(QStringLiteral("225.0.0.250")));
}

void TestCodePane::doesNotScrollBackWhileOneReads()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    text()->verticalScrollBar()->setValue(20);
    PageHand(m_page.get()).typeInto("portEdit", QStringLiteral("4711"));
    QTRY_VERIFY(program().contains(QStringLiteral("4711")));
    QCOMPARE(text()->verticalScrollBar()->value(), 20);
}

void TestCodePane::copiesAllOfItOrWhatIsSelected()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    click(widgetNamed<QPushButton>(m_page.get(), "codeCopyButton"));
    QCOMPARE(QApplication::clipboard()->text(), program());
    QApplication::clipboard()->setText(QStringLiteral("something else"));
    text()->setFocus();
    QTest::keyClick(text(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), program());
    QTextCursor cursor(text()->document());
    cursor.movePosition(QTextCursor::EndOfLine, QTextCursor::KeepAnchor);
    text()->setTextCursor(cursor);
    QTest::keyClick(text(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), program().section(u'\n', 0, 0));
}

void TestCodePane::savesUnderANameOfTheLanguage()
{
    QVERIFY(open<TcpServerPage>());
    pressCode();
    choose("C");
    click(widgetNamed<QPushButton>(m_page.get(), "codeSaveButton"));
    const QPointer<QFileDialog> dialog =
        m_page->findChild<QFileDialog *>(QStringLiteral("saveCodeDialog"));
    QVERIFY(dialog);
    QVERIFY(dialog->selectedFiles().constFirst().endsWith(QStringLiteral("server.c")));
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("mine.c"));
    Q_EMIT dialog->fileSelected(name);
    QFile file(name);
    QVERIFY(file.open(QFile::ReadOnly));
    QCOMPARE(QString::fromUtf8(file.readAll()), program());
}

void TestCodePane::tellsThatItCouldNotBeSaved()
{
    QVERIFY(open<TcpServerPage>());
    pressCode();
    auto *const pane = widgetNamed<CodePane>(m_page.get(), "codePane");
    const QSignalSpy failed(pane, &CodePane::failed);
    pane->saveTo(QStringLiteral("/nowhere/server.py"));
    QCOMPARE(failed.size(), 1);
    QVERIFY(widgetNamed<NoticeBar>(m_page.get(), "noticeBar")->isVisible());
}

void TestCodePane::givesWayToAnExplanation()
{
    QVERIFY(open<TcpClientPage>());
    pressCode();
    const PageHand hand(m_page.get());
    hand.typeInto("portEdit", QStringLiteral("1"));
    hand.pressStart();
    // Refused, of which the notice offers an explanation.
    auto *const notice = widgetNamed<NoticeBar>(m_page.get(), "noticeBar");
    QTRY_VERIFY(notice->isVisible());
    Q_EMIT notice->actionRequested();
    QVERIFY(!text()->isVisible());
}

void TestCodePane::leavesRoomInASmallWindow()
{
    QVERIFY(open<TcpClientPage>());
    const QSize before = m_page->minimumSizeHint();
    pressCode();
    const QSize with = m_page->minimumSizeHint();
    QVERIFY2(with.width() <= std::max(before.width(), 780),
             qPrintable(QString::number(with.width())));
    QVERIFY2(with.height() <= std::max(before.height(), 540),
             qPrintable(QString::number(with.height())));
    QVERIFY(text()->height() > text()->fontMetrics().lineSpacing() * 3);
}

QTEST_MAIN(TestCodePane)
#include "tst_codepane.moc"
