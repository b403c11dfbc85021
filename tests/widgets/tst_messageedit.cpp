#include "tests/support/widgets.h"
#include "widgets/views/messageedit.h"

#include <QClipboard>
#include <QDropEvent>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

using namespace sockyard;
using namespace sockyard::test;

class TestMessageEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsEveryCharacter_data();
    void keepsEveryCharacter();
    void copiesWhatIsThere();
    void breaksALineThatEndsOtherwise();
    void canBeUndone();
    void breaksTheLineWithEnterWhereItIsEnlarged();
    void isTallerWhereItIsEnlarged();
    void wantsOlderAndNewerOnlyAtItsEdges();
    void leavesAllKeysToAnInputMethod();
    void marksWhatIsWrong();
    void marksAPlaceBehindLineBreaksOfTwoCharacters();
    void takesDroppedFiles();
    void insertsADroppedText();
    void pastesAFileWhereFilesAreTaken();

private:
    static void drop(QMimeData *mime, MessageEdit *edit)
    {
        QDragEnterEvent enter(QPoint(4, 4), Qt::CopyAction | Qt::MoveAction, mime, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(edit->viewport(), &enter);
        QDropEvent event(QPointF(4, 4), Qt::CopyAction | Qt::MoveAction, mime, Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(edit->viewport(), &event);
    }

    std::unique_ptr<MessageEdit> m_edit;
};

void TestMessageEdit::init()
{
    m_edit = std::make_unique<MessageEdit>();
    m_edit->resize(400, 30);
    m_edit->show();
    QVERIFY(QTest::qWaitForWindowActive(m_edit.get()));
    m_edit->setFocus();
}

void TestMessageEdit::cleanup()
{
    m_edit.reset();
}

void TestMessageEdit::keepsEveryCharacter_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("CRLF") << QStringLiteral("a\r\nb\r\n\r\n");
    QTest::newRow("CR") << QStringLiteral("a\rb\r");
    QTest::newRow("CR and LF in turn") << QStringLiteral("\n\r\n\r\r\n\n");
    QTest::newRow("a paragraph separator") << QStringLiteral("a\u2029b");
    QTest::newRow("a line separator") << QStringLiteral("a\u2028b");
    QTest::newRow("noncharacters") << QStringLiteral("a\ufdd0b\ufdd1c");
    QTest::newRow("no-break spaces") << QStringLiteral("\u00a0a\u202fb");
    QTest::newRow("an object's stand-in") << QStringLiteral("a\ufffcb");
    QTest::newRow("a zero") << QStringLiteral("a") + QChar(0) + QStringLiteral("b");
    QTest::newRow("nothing") << QString();
}

void TestMessageEdit::keepsEveryCharacter()
{
    QFETCH(const QString, text);
    m_edit->setMessage(QStringLiteral("what was there"));
    m_edit->setMessage(text);
    QCOMPARE(m_edit->message(), text);
}

void TestMessageEdit::copiesWhatIsThere()
{
    const QString text = QStringLiteral("a\r\nb\rc\nd");
    m_edit->setMessage(text);
    QTest::keyClick(m_edit.get(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_edit.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), text);
    QTest::keyClick(m_edit.get(), Qt::Key_Delete);
    QTest::keyClick(m_edit.get(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_edit->message(), text);
    QVERIFY(!QApplication::clipboard()->mimeData()->hasHtml());
}

void TestMessageEdit::breaksALineThatEndsOtherwise()
{
    m_edit->setMessage(QStringLiteral("ab\r\nc"));
    m_edit->moveCursor(QTextCursor::Start);
    QTest::keyClick(m_edit.get(), Qt::Key_Right);
    QTest::keyClick(m_edit.get(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_edit->message(), QStringLiteral("a\nb\r\nc"));
}

void TestMessageEdit::canBeUndone()
{
    type(m_edit.get(), QStringLiteral("typed"));
    m_edit->setMessage(QStringLiteral("one\r\ntwo"));
    QTest::keyClick(m_edit.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_edit->message(), QStringLiteral("typed"));
}

void TestMessageEdit::breaksTheLineWithEnterWhereItIsEnlarged()
{
    const QSignalSpy submits(m_edit.get(), &MessageEdit::submitted);
    m_edit->setEnlarged(true);
    type(m_edit.get(), QStringLiteral("one"));
    QTest::keyClick(m_edit.get(), Qt::Key_Return);
    type(m_edit.get(), QStringLiteral("two"));
    QCOMPARE(submits.size(), qsizetype(0));
    QCOMPARE(m_edit->message(), QStringLiteral("one\ntwo"));
    QTest::keyClick(m_edit.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(submits.size(), qsizetype(1));
}

void TestMessageEdit::isTallerWhereItIsEnlarged()
{
    const int one = m_edit->height();
    m_edit->setEnlarged(true);
    QVERIFY(m_edit->height() > 4 * one);
    m_edit->setEnlarged(false);
    QCOMPARE(m_edit->height(), one);
}

void TestMessageEdit::wantsOlderAndNewerOnlyAtItsEdges()
{
    const QSignalSpy older(m_edit.get(), &MessageEdit::olderWanted);
    const QSignalSpy newer(m_edit.get(), &MessageEdit::newerWanted);
    m_edit->setMessage(QStringLiteral("one\ntwo")); // the cursor is at its end
    QTest::keyClick(m_edit.get(), Qt::Key_Up);
    QCOMPARE(older.size(), qsizetype(0));
    QTest::keyClick(m_edit.get(), Qt::Key_Up);
    QCOMPARE(older.size(), qsizetype(1));
    QTest::keyClick(m_edit.get(), Qt::Key_Up, Qt::ShiftModifier); // this selects
    QCOMPARE(older.size(), qsizetype(1));
    m_edit->moveCursor(QTextCursor::Start);
    QTest::keyClick(m_edit.get(), Qt::Key_Down);
    QCOMPARE(newer.size(), qsizetype(0));
    QTest::keyClick(m_edit.get(), Qt::Key_Down);
    QCOMPARE(newer.size(), qsizetype(1));
}

void TestMessageEdit::leavesAllKeysToAnInputMethod()
{
    const QSignalSpy submits(m_edit.get(), &MessageEdit::submitted);
    const QSignalSpy older(m_edit.get(), &MessageEdit::olderWanted);
    QInputMethodEvent composing(QStringLiteral("にほん"), {});
    QApplication::sendEvent(m_edit.get(), &composing);
    QTest::keyClick(m_edit.get(), Qt::Key_Up);
    QTest::keyClick(m_edit.get(), Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClick(m_edit.get(), Qt::Key_Return);
    QTest::keyClick(m_edit.get(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(submits.size(), qsizetype(0));
    QCOMPARE(older.size(), qsizetype(0));
    QCOMPARE(m_edit->message(), QString());
    QInputMethodEvent done;
    done.setCommitString(QStringLiteral("日本"));
    QApplication::sendEvent(m_edit.get(), &done);
    QCOMPARE(m_edit->message(), QStringLiteral("日本"));
    QTest::keyClick(m_edit.get(), Qt::Key_Return);
    QCOMPARE(submits.size(), qsizetype(1));
}

void TestMessageEdit::marksWhatIsWrong()
{
    m_edit->setMessage(QStringLiteral("abc"));
    m_edit->markProblem(1, 1);
    QCOMPARE(m_edit->extraSelections().size(), qsizetype(1));
    const auto mark = m_edit->extraSelections().constFirst();
    QCOMPARE(mark.cursor.selectedText(), QStringLiteral("b"));
    QCOMPARE(mark.format.underlineStyle(), QTextCharFormat::WaveUnderline);
    m_edit->markProblem(3, 0); // something is missing at the end
    QCOMPARE(m_edit->extraSelections().constFirst().cursor.selectedText(), QStringLiteral("c"));
    m_edit->markProblem(-1, 0);
    QCOMPARE(m_edit->extraSelections().size(), qsizetype(0));
}

void TestMessageEdit::marksAPlaceBehindLineBreaksOfTwoCharacters()
{
    m_edit->setMessage(QStringLiteral("a\r\nb\r\ncd"));
    m_edit->markProblem(7, 1);
    QCOMPARE(m_edit->extraSelections().constFirst().cursor.selectedText(), QStringLiteral("d"));
}

void TestMessageEdit::takesDroppedFiles()
{
    const QSignalSpy files(m_edit.get(), &MessageEdit::filesGiven);
    m_edit->setFilesTaken(true);
    QMimeData mime;
    mime.setUrls(
        {QUrl::fromLocalFile(QStringLiteral("/a")), QUrl::fromLocalFile(QStringLiteral("/b"))});
    drop(&mime, m_edit.get());
    QCOMPARE(files.size(), qsizetype(1));
    QCOMPARE(files.first().first().toStringList(),
             (QStringList{QStringLiteral("/a"), QStringLiteral("/b")}));
    QCOMPARE(m_edit->message(), QString());
}

void TestMessageEdit::insertsADroppedText()
{
    QMimeData mime;
    mime.setText(QStringLiteral("one\r\ntwo"));
    mime.setHtml(QStringLiteral("<b>one</b>"));
    drop(&mime, m_edit.get());
    QCOMPARE(m_edit->message(), QStringLiteral("one\r\ntwo"));
}

void TestMessageEdit::pastesAFileWhereFilesAreTaken()
{
    const QSignalSpy files(m_edit.get(), &MessageEdit::filesGiven);
    auto *mime = new QMimeData;
    mime->setUrls({QUrl::fromLocalFile(QStringLiteral("/a"))});
    QApplication::clipboard()->setMimeData(mime);
    QTest::keyClick(m_edit.get(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(files.size(), qsizetype(0)); // here files are text
    m_edit->setMessage({});
    m_edit->setFilesTaken(true);
    QTest::keyClick(m_edit.get(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(files.size(), qsizetype(1));
    QCOMPARE(m_edit->message(), QString());
}

QTEST_MAIN(TestMessageEdit)
#include "tst_messageedit.moc"
