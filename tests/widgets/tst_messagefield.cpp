#include "tests/support/widgets.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/messagefield.h"

#include <QClipboard>
#include <QFileDialog>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;

class TestMessageField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void makesBytesOfEachNotation_data();
    void makesBytesOfEachNotation();
    void marksAnErrorAtItsPlaceWhileOneTypes();
    void losesNothingBetweenNotations();
    void writesInTheEncodingOfChoice();
    void marksWhatTheEncodingCannotWrite();
    void offersEncodingsForTextOnly();
    void keepsPastedLineBreaks();
    void choosesAFileWithoutStoppingAnything();
    void takesTheFirstOfSeveralFilesAndSaysSo();
    void seesAFileThatHasGone();
    void judgesALongTextWhenOnePauses();
    void showsAMessageWithAllThatBelongsToIt();
    void isTextAloneWhereNothingElseIsOffered();

private:
    MessageEdit *edit() const { return m_field->edit(); }
    QComboBox *box(const char *name) const { return widgetNamed<QComboBox>(m_field.get(), name); }
    QByteArray bytes() const
    {
        const auto &prepared = m_field->prepared();
        return prepared ? prepared->fixedBytes().value_or(QByteArray()) : QByteArray();
    }

    std::unique_ptr<MessageField> m_field;
};

void TestMessageField::init()
{
    m_field = std::make_unique<MessageField>();
    m_field->resize(800, 40);
    m_field->show();
    QVERIFY(QTest::qWaitForWindowActive(m_field.get()));
}

void TestMessageField::cleanup()
{
    m_field.reset();
}

void TestMessageField::makesBytesOfEachNotation_data()
{
    QTest::addColumn<QString>("notation");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("wanted");
    QTest::newRow("text") << QStringLiteral("Text") << QStringLiteral("a\\n") << QByteArray("a\\n");
    QTest::newRow("escapes") << QStringLiteral("Escapes") << QStringLiteral("a\\n\\xff")
                             << QByteArray("a\n\xff");
    QTest::newRow("hex") << QStringLiteral("Hex") << QStringLiteral("61, 0x0a")
                         << QByteArray("a\n");
}

void TestMessageField::makesBytesOfEachNotation()
{
    QFETCH(const QString, notation);
    QFETCH(const QString, text);
    QFETCH(const QByteArray, wanted);
    choose(box("notationBox"), notation);
    type(edit(), text);
    QCOMPARE(bytes(), wanted);
}

void TestMessageField::marksAnErrorAtItsPlaceWhileOneTypes()
{
    choose(box("notationBox"), QStringLiteral("Escapes"));
    type(edit(), QStringLiteral("ok \\q"));
    QVERIFY(!m_field->prepared());
    QVERIFY(!m_field->problem().words.isEmpty());
    QCOMPARE(edit()->extraSelections().size(), qsizetype(1));
    QCOMPARE(edit()->extraSelections().constFirst().cursor.selectedText(), QStringLiteral("\\q"));
    QTest::keyClick(edit(), Qt::Key_Backspace);
    type(edit(), QStringLiteral("n"));
    QVERIFY(m_field->prepared());
    QCOMPARE(edit()->extraSelections().size(), qsizetype(0));
}

void TestMessageField::losesNothingBetweenNotations()
{
    choose(box("notationBox"), QStringLiteral("Hex"));
    type(edit(), QStringLiteral("0x68 0x65"));
    choose(box("notationBox"), QStringLiteral("Text"));
    QCOMPARE(edit()->message(), QStringLiteral("he"));
    choose(box("notationBox"), QStringLiteral("File"));
    QCOMPARE(edit()->message(), QString());
    choose(box("notationBox"), QStringLiteral("Hex"));
    QCOMPARE(edit()->message(), QStringLiteral("0x68 0x65"));
}

void TestMessageField::writesInTheEncodingOfChoice()
{
    choose(box("messageEncodingBox"), QStringLiteral("UTF-16 BE"));
    choose(box("endingBox"), QStringLiteral("LF"));
    type(edit(), QStringLiteral("a"));
    QCOMPARE(bytes(), QByteArray("\0a\0\n", 4));
}

void TestMessageField::marksWhatTheEncodingCannotWrite()
{
    choose(box("messageEncodingBox"), QStringLiteral("Latin-1"));
    edit()->setMessage(QStringLiteral("a日"));
    QVERIFY(!m_field->prepared());
    QCOMPARE(edit()->extraSelections().constFirst().cursor.selectedText(), QStringLiteral("日"));
    choose(box("messageEncodingBox"), QStringLiteral("UTF-8"));
    QVERIFY(m_field->prepared());
}

void TestMessageField::offersEncodingsForTextOnly()
{
    QVERIFY(box("messageEncodingBox")->isVisible());
    choose(box("notationBox"), QStringLiteral("Hex"));
    QVERIFY(!box("messageEncodingBox")->isVisible());
}

void TestMessageField::keepsPastedLineBreaks()
{
    QApplication::clipboard()->setText(QStringLiteral("GET / HTTP/1.1\r\n\r\n"));
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bytes(), QByteArray("GET / HTTP/1.1\r\n\r\n"));
}

void TestMessageField::choosesAFileWithoutStoppingAnything()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    choose(box("notationBox"), QStringLiteral("File"));
    click(widgetNamed<QToolButton>(m_field.get(), "chooseFileButton"));
    auto *dialog = widgetNamed<QFileDialog>(m_field.get(), "sendFileDialog");
    QVERIFY(!dialog->isModal());
    Q_EMIT dialog->filesSelected({file.fileName()});
    QVERIFY(m_field->prepared());
    QVERIFY(m_field->prepared()->isFile());
    dialog->close();
}

void TestMessageField::takesTheFirstOfSeveralFilesAndSaysSo()
{
    const QSignalSpy told(m_field.get(), &MessageField::told);
    Q_EMIT edit()->filesGiven({QStringLiteral("/a"), QStringLiteral("/b")});
    QCOMPARE(m_field->message().notation, Notation::File);
    QCOMPARE(m_field->message().text, QDir::toNativeSeparators(QStringLiteral("/a")));
    QCOMPARE(told.size(), qsizetype(1));
}

void TestMessageField::seesAFileThatHasGone()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    m_field->setMessage({.notation = Notation::File, .text = file.fileName()});
    QVERIFY(m_field->judged());
    QVERIFY(file.remove());
    QVERIFY(!m_field->prepared());
    QVERIFY(!m_field->problem().words.isEmpty());
}

void TestMessageField::judgesALongTextWhenOnePauses()
{
    edit()->setMessage(QString(200000, u'a'));
    QVERIFY(!m_field->isJudged());
    QTRY_VERIFY(m_field->isJudged());
    QCOMPARE(bytes().size(), qsizetype(200000));
    type(edit(), QStringLiteral("b"));
    QVERIFY(!m_field->isJudged());
    QCOMPARE(bytes().size(), qsizetype(200001)); // who wants to send gets it judged
}

void TestMessageField::showsAMessageWithAllThatBelongsToIt()
{
    const Message message{.text = QStringLiteral("a\r\nb"),
                          .encoding = TextEncoding::Latin1,
                          .ending = LineEnding::CrLf};
    m_field->setMessage(message);
    QCOMPARE(m_field->message(), message);
    const Message hex{.notation = Notation::Hex, .text = QStringLiteral("00")};
    m_field->setMessage(hex);
    QCOMPARE(m_field->message(), hex);
    QCOMPARE(box("notationBox")->currentText(), QStringLiteral("Hex"));
}

void TestMessageField::isTextAloneWhereNothingElseIsOffered()
{
    choose(box("notationBox"), QStringLiteral("Hex"));
    m_field->setNotationsOffered(false);
    m_field->setEndingsOffered(false);
    QCOMPARE(m_field->message().notation, Notation::Text);
    for (const char *name : {"notationBox", "messageEncodingBox", "endingBox"}) {
        QVERIFY(!box(name)->isVisible());
    }
}

QTEST_MAIN(TestMessageField)
#include "tst_messagefield.moc"
