#include "tests/support/widgets.h"
#include "widgets/views/composer.h"
#include "widgets/views/messageedit.h"

#include <QClipboard>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>

using namespace sockyard;
using namespace sockyard::test;

class TestComposer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWithEnter_data();
    void sendsWithEnter();
    void sendsWithTheButton();
    void breaksTheLineWithShiftEnter_data();
    void breaksTheLineWithShiftEnter();
    void keepsWhatIsPastedByteForByte_data();
    void keepsWhatIsPastedByteForByte();
    void pastesTextWithoutItsStyle();
    void encodesAsUtf8();
    void addsTheEndingOfChoice_data();
    void addsTheEndingOfChoice();
    void sendsAnEndingAlone();
    void sendsNothingWhereNothingIsTyped();
    void refusesWhileNobodyIsThereAndKeepsTheText();
    void keepsTheTextUntilItIsHandedOn();
    void growsWithItsLinesUpToABound();
    void leavesTheFieldWithTab();
    void offersTargetsOnlyWhereThereAreSome();
    void keepsTheChosenTargetWhileTheListStays();
    void fallsBackToAllWhereTheChosenTargetIsGone();
    void aChatHasNoLineEndings();

private:
    MessageEdit *edit() const { return m_composer->edit(); }
    /// What would go, of messages without macros.
    QByteArray bytes() const
    {
        return m_composer->prepared()->fixedBytes().value_or(QByteArray());
    }
    void paste(const QString &text);

    std::unique_ptr<Composer> m_composer;
    std::unique_ptr<QSignalSpy> m_requests;
};

void TestComposer::init()
{
    m_composer = std::make_unique<Composer>();
    m_composer->resize(700, 60);
    m_composer->setReady(true);
    m_composer->show();
    QVERIFY(QTest::qWaitForWindowActive(m_composer.get()));
    m_requests = std::make_unique<QSignalSpy>(m_composer.get(), &Composer::sendRequested);
}

void TestComposer::cleanup()
{
    m_requests.reset();
    m_composer.reset();
}

void TestComposer::paste(const QString &text)
{
    QApplication::clipboard()->setText(text);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_V, Qt::ControlModifier);
}

void TestComposer::sendsWithEnter_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::newRow("Return") << Qt::Key_Return << Qt::KeyboardModifiers();
    QTest::newRow("Enter of the number pad")
        << Qt::Key_Enter << Qt::KeyboardModifiers(Qt::KeypadModifier);
    QTest::newRow("Ctrl+Return") << Qt::Key_Return << Qt::KeyboardModifiers(Qt::ControlModifier);
}

void TestComposer::sendsWithEnter()
{
    QFETCH(const Qt::Key, key);
    QFETCH(const Qt::KeyboardModifiers, modifiers);
    type(edit(), QStringLiteral("hello"));
    QTest::keyClick(edit(), key, modifiers);
    QCOMPARE(m_requests->size(), qsizetype(1));
    QCOMPARE(bytes(), QByteArrayLiteral("hello"));
}

void TestComposer::sendsWithTheButton()
{
    auto *button = widgetNamed<QPushButton>(m_composer.get(), "sendButton");
    QVERIFY(!button->isEnabled());
    type(edit(), QStringLiteral("hello"));
    QVERIFY(button->isEnabled());
    click(button);
    QCOMPARE(m_requests->size(), qsizetype(1));
}

void TestComposer::breaksTheLineWithShiftEnter_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("Return") << Qt::Key_Return;
    QTest::newRow("Enter of the number pad") << Qt::Key_Enter;
}

void TestComposer::breaksTheLineWithShiftEnter()
{
    QFETCH(const Qt::Key, key);
    type(edit(), QStringLiteral("one"));
    QTest::keyClick(edit(), key, Qt::ShiftModifier);
    type(edit(), QStringLiteral("two"));
    QCOMPARE(m_requests->size(), qsizetype(0));
    QCOMPARE(bytes(), QByteArrayLiteral("one\ntwo"));
}

void TestComposer::keepsWhatIsPastedByteForByte_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QString &text, const QByteArray &bytes) {
        QTest::newRow(name) << text << bytes;
    };
    row("line breaks", QStringLiteral("a\nb\n\nc\n"), QByteArrayLiteral("a\nb\n\nc\n"));
    row("a no-break space", QStringLiteral("a\u00a0b"),
        QByteArrayLiteral("a\xc2\xa0"
                          "b"));
    row("a line separator", QStringLiteral("a\u2028b"),
        QByteArrayLiteral("a\xe2\x80\xa8"
                          "b"));
    row("a tab", QStringLiteral("a\tb"), QByteArrayLiteral("a\tb"));
    row("spaces at both ends", QStringLiteral("  a  "), QByteArrayLiteral("  a  "));
    row("HTML", QStringLiteral("<b>a</b>"), QByteArrayLiteral("<b>a</b>"));
    row("a right to left override", QStringLiteral("\u202eabc"),
        QByteArrayLiteral("\xe2\x80\xae"
                          "abc"));
    row("an emoji", QStringLiteral("\U0001F600"), QByteArrayLiteral("\xf0\x9f\x98\x80"));
}

void TestComposer::keepsWhatIsPastedByteForByte()
{
    QFETCH(const QString, text);
    paste(text);
    QTEST(this->bytes(), "bytes");
    QCOMPARE(m_requests->size(), qsizetype(0));
}

void TestComposer::pastesTextWithoutItsStyle()
{
    auto *data = new QMimeData;
    data->setHtml(QStringLiteral("<b>bold</b> <i>text</i>"));
    data->setText(QStringLiteral("bold text"));
    QApplication::clipboard()->setMimeData(data);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bytes(), QByteArrayLiteral("bold text"));
    QVERIFY(!edit()->currentCharFormat().font().bold());
}

void TestComposer::encodesAsUtf8()
{
    paste(QStringLiteral("h\u00e9llo \u4e16\u754c"));
    QCOMPARE(bytes(), QByteArrayLiteral("h\xc3\xa9llo \xe4\xb8\x96\xe7\x95\x8c"));
}

void TestComposer::addsTheEndingOfChoice_data()
{
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("none") << QStringLiteral("no") << QByteArrayLiteral("hello");
    QTest::newRow("LF") << QStringLiteral("LF") << QByteArrayLiteral("hello\n");
    QTest::newRow("CRLF") << QStringLiteral("CR") << QByteArrayLiteral("hello\r\n");
}

void TestComposer::addsTheEndingOfChoice()
{
    QFETCH(const QString, ending);
    choose(widgetNamed<QComboBox>(m_composer.get(), "endingBox"), ending);
    type(edit(), QStringLiteral("hello"));
    QTEST(this->bytes(), "bytes");
    QCOMPARE(m_composer->text(), QStringLiteral("hello"));
}

void TestComposer::sendsAnEndingAlone()
{
    choose(widgetNamed<QComboBox>(m_composer.get(), "endingBox"), QStringLiteral("LF"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), qsizetype(1));
    QCOMPARE(bytes(), QByteArrayLiteral("\n"));
}

void TestComposer::sendsNothingWhereNothingIsTyped()
{
    const QSignalSpy refusals(m_composer.get(), &Composer::refused);
    QTest::keyClick(edit(), Qt::Key_Return);
    m_composer->setReady(false, QStringLiteral("Connect first."));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), qsizetype(0));
    QCOMPARE(refusals.size(), qsizetype(0));
}

void TestComposer::refusesWhileNobodyIsThereAndKeepsTheText()
{
    m_composer->setReady(false, QStringLiteral("Connect first."));
    const QSignalSpy refusals(m_composer.get(), &Composer::refused);
    type(edit(), QStringLiteral("hello"));
    QVERIFY(!widgetNamed<QPushButton>(m_composer.get(), "sendButton")->isEnabled());
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), qsizetype(0));
    QCOMPARE(refusals.size(), qsizetype(1));
    QCOMPARE(refusals.first().first().toString(), QStringLiteral("Connect first."));
    QCOMPARE(m_composer->text(), QStringLiteral("hello"));
    m_composer->setReady(true);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), qsizetype(1));
}

void TestComposer::keepsTheTextUntilItIsHandedOn()
{
    type(edit(), QStringLiteral("hello"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_composer->text(), QStringLiteral("hello"));
    m_composer->accept();
    QVERIFY(m_composer->text().isEmpty());
}

void TestComposer::growsWithItsLinesUpToABound()
{
    const int one = edit()->height();
    paste(QStringLiteral("1\n2\n3"));
    const int three = edit()->height();
    QVERIFY(three > one);
    paste(QStringLiteral("\n").repeated(100));
    const int most = edit()->height();
    QVERIFY(most > three);
    QVERIFY(most < one * 10);
    m_composer->accept();
    QCOMPARE(edit()->height(), one);
}

void TestComposer::leavesTheFieldWithTab()
{
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Tab);
    QVERIFY(!edit()->hasFocus());
    QVERIFY(m_composer->text().isEmpty());
}

void TestComposer::offersTargetsOnlyWhereThereAreSome()
{
    auto *box = widgetNamed<QComboBox>(m_composer.get(), "targetBox");
    QVERIFY(!box->isVisible());
    m_composer->setTargets({QStringLiteral("All clients")});
    QVERIFY(box->isVisible());
    QCOMPARE(m_composer->target(), 0);
}

void TestComposer::keepsTheChosenTargetWhileTheListStays()
{
    const QStringList targets{QStringLiteral("All clients"), QStringLiteral("Client 1")};
    m_composer->setTargets(targets);
    choose(widgetNamed<QComboBox>(m_composer.get(), "targetBox"), QStringLiteral("Client"));
    QCOMPARE(m_composer->target(), 1);
    m_composer->setTargets(targets);
    QCOMPARE(m_composer->target(), 1);
    m_composer->setTarget(7);
    QCOMPARE(m_composer->target(), 1);
}

void TestComposer::fallsBackToAllWhereTheChosenTargetIsGone()
{
    m_composer->setTargets({QStringLiteral("All clients"), QStringLiteral("Client 1")});
    m_composer->setTarget(1);
    m_composer->setTargets({QStringLiteral("All clients")});
    QCOMPARE(m_composer->target(), 0);
}

void TestComposer::aChatHasNoLineEndings()
{
    choose(widgetNamed<QComboBox>(m_composer.get(), "endingBox"), QStringLiteral("LF"));
    m_composer->setEndingsOffered(false);
    QVERIFY(!widgetNamed<QComboBox>(m_composer.get(), "endingBox")->isVisible());
    type(edit(), QStringLiteral("hello"));
    QCOMPARE(bytes(), QByteArrayLiteral("hello"));
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
