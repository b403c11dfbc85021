#include "tests/support/widgets.h"
#include "widgets/models/messagestore.h"
#include "widgets/views/bytesline.h"
#include "widgets/views/composer.h"
#include "widgets/views/messageedit.h"

#include <QAction>
#include <QClipboard>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QToolButton>

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

    void showsTheBytesThatWillGo();
    void tellsWhatIsWrongAndSendsNothing();
    void bringsBackWhatWasSent();
    void comesBackToWhatWasBeingTyped();
    void keepsTheHistoryForOtherComposers();
    void aChatBringsBackTextOnly();
    void sendsASavedMessageByItsKey();
    void tellsWhereAKeyHasNoMessage();
    void sendsAMessageAtOnceAndKeepsWhatIsTyped();
    void refusesToSendAtOnceWhileNobodyIsThere();
    void asksForANameToSaveUnder();
    void offersPlansWhereTheyAreObeyed();
    void repeatsWhatIsTyped();
    void repeatsNoFile();
    void stopsWhatIsRepeated();
    void saysWhatEnterDoesInSeveralLines();
    void fitsIntoASmallWindow();

private:
    MessageEdit *edit() const { return m_composer->edit(); }
    /// What would go, of messages without macros.
    QByteArray bytes() const { return m_composer->prepared()->fixedBytes().value_or(QByteArray()); }
    void paste(const QString &text);
    BytesLine *line() const { return m_composer->findChild<BytesLine *>(); }
    void send(const QString &text)
    {
        type(edit(), text);
        QTest::keyClick(edit(), Qt::Key_Return);
        m_composer->accept();
    }
    static void save(const SavedMessage &saved)
    {
        MessageStore::shared()->change(
            [&saved](MessageBook &book, QString *problem) { return book.add(saved, problem); });
    }

    std::unique_ptr<Composer> m_composer;
    std::unique_ptr<QSignalSpy> m_requests;
};

void TestComposer::init()
{
    QSettings().clear();
    QFile::remove(MessageBookFile::usualFileName());
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

void TestComposer::showsTheBytesThatWillGo()
{
    QVERIFY(line()->text().contains(QStringLiteral("Nothing is typed")));
    type(edit(), QStringLiteral("hello"));
    QVERIFY(line()->text().contains(QStringLiteral("5 bytes")));
    QVERIFY(line()->text().contains(QStringLiteral("68 65 6c 6c 6f")));
    choose(widgetNamed<QComboBox>(m_composer.get(), "endingBox"), QStringLiteral("CRLF"));
    QVERIFY(line()->text().contains(QStringLiteral("7 bytes")));
    QVERIFY(line()->text().endsWith(QStringLiteral("0d 0a")));
}

void TestComposer::tellsWhatIsWrongAndSendsNothing()
{
    const QSignalSpy refusals(m_composer.get(), &Composer::refused);
    choose(widgetNamed<QComboBox>(m_composer.get(), "notationBox"), QStringLiteral("Hex"));
    type(edit(), QStringLiteral("6g"));
    QVERIFY(line()->text().startsWith(u'✗'));
    QVERIFY(!widgetNamed<QPushButton>(m_composer.get(), "sendButton")->isEnabled());
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), qsizetype(0));
    QCOMPARE(refusals.size(), qsizetype(1));
    QVERIFY(line()->text().contains(refusals.first().first().toString()));
    QCOMPARE(m_composer->text(), QStringLiteral("6g"));
}

void TestComposer::bringsBackWhatWasSent()
{
    send(QStringLiteral("one"));
    choose(widgetNamed<QComboBox>(m_composer.get(), "notationBox"), QStringLiteral("Hex"));
    send(QStringLiteral("00"));
    QTest::keyClick(edit(), Qt::Key_Up);
    QCOMPARE(bytes(), QByteArray(1, 0));
    QTest::keyClick(edit(), Qt::Key_Up);
    QCOMPARE(m_composer->message(), (Message{.text = QStringLiteral("one")}));
}

void TestComposer::comesBackToWhatWasBeingTyped()
{
    send(QStringLiteral("one"));
    type(edit(), QStringLiteral("half a mess"));
    QTest::keyClick(edit(), Qt::Key_Up);
    QCOMPARE(m_composer->text(), QStringLiteral("one"));
    QTest::keyClick(edit(), Qt::Key_Down);
    QCOMPARE(m_composer->text(), QStringLiteral("half a mess"));
    m_composer->setMessage({.text = QStringLiteral("a saved one")});
    QTest::keyClick(edit(), Qt::Key_Up);
    QCOMPARE(m_composer->text(), QStringLiteral("half a mess"));
}

void TestComposer::keepsTheHistoryForOtherComposers()
{
    send(QStringLiteral("one"));
    m_requests.reset();
    m_composer = std::make_unique<Composer>(); // after a restart too
    m_composer->show();
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Up);
    QCOMPARE(m_composer->text(), QStringLiteral("one"));
}

void TestComposer::aChatBringsBackTextOnly()
{
    const auto store = MessageStore::shared();
    store->remember({.text = QStringLiteral("one"), .ending = LineEnding::Lf});
    store->remember({.notation = Notation::Escapes, .text = QStringLiteral("${time}")});
    m_composer->setNotationsOffered(false);
    m_composer->setEndingsOffered(false);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Up);
    QCOMPARE(m_composer->message(), (Message{.text = QStringLiteral("one\n")}));
}

void TestComposer::sendsASavedMessageByItsKey()
{
    save({.name = QStringLiteral("On"), .message = {.text = QStringLiteral("on")}});
    save({.name = QStringLiteral("Off"),
          .message = {.notation = Notation::Hex, .text = QStringLiteral("ff")}});
    type(edit(), QStringLiteral("typed"));
    QByteArray sent;
    connect(m_composer.get(), &Composer::sendRequested, this, [this, &sent] {
        sent = bytes();
        m_composer->accept();
    });
    QTest::keyClick(edit(), Qt::Key_2, Qt::AltModifier);
    QCOMPARE(sent, QByteArray("\xff"));
    QCOMPARE(m_composer->text(), QStringLiteral("typed"));
}

void TestComposer::tellsWhereAKeyHasNoMessage()
{
    const QSignalSpy refusals(m_composer.get(), &Composer::refused);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_9, Qt::AltModifier);
    QCOMPARE(m_requests->size(), qsizetype(0));
    QVERIFY(refusals.first().first().toString().contains(QStringLiteral("Alt+9")));
}

void TestComposer::sendsAMessageAtOnceAndKeepsWhatIsTyped()
{
    type(edit(), QStringLiteral("typed"));
    QString sent;
    connect(m_composer.get(), &Composer::sendRequested, this, [this, &sent] {
        sent = m_composer->text();
        m_composer->accept();
    });
    m_composer->sendNow({.text = QStringLiteral("again")});
    QCOMPARE(sent, QStringLiteral("again"));
    QCOMPARE(m_composer->text(), QStringLiteral("typed"));
    QTest::keyClick(edit(), Qt::Key_Up); // it counts as sent
    QCOMPARE(m_composer->text(), QStringLiteral("again"));
}

void TestComposer::refusesToSendAtOnceWhileNobodyIsThere()
{
    const QSignalSpy refusals(m_composer.get(), &Composer::refused);
    m_composer->setReady(false, QStringLiteral("Connect first."));
    m_composer->sendNow({.text = QStringLiteral("again")});
    m_composer->sendNow({.notation = Notation::Hex, .text = QStringLiteral("x")});
    QCOMPARE(m_requests->size(), qsizetype(0));
    QCOMPARE(refusals.first().first().toString(), QStringLiteral("Connect first."));
    QVERIFY(refusals.last().first().toString() != QStringLiteral("Connect first."));
}

void TestComposer::asksForANameToSaveUnder()
{
    m_composer->save({.text = QStringLiteral("keep me")});
    type(widgetNamed<QLineEdit>(m_composer.get(), "savedNameEdit"), QStringLiteral("Kept"));
    click(widgetNamed<QPushButton>(m_composer.get(), "savedSaveButton"));
    const auto store = MessageStore::shared();
    QCOMPARE(store->book().messages().size(), qsizetype(1));
    QCOMPARE(store->book().messages().constFirst().name, QStringLiteral("Kept"));
    QCOMPARE(store->book().messages().constFirst().message.text, QStringLiteral("keep me"));
}

void TestComposer::offersPlansWhereTheyAreObeyed()
{
    auto *more = widgetNamed<QToolButton>(m_composer.get(), "moreButton");
    QVERIFY(!more->isVisible());
    m_composer->setPlansOffered(true);
    QVERIFY(more->isVisible());
    auto *bar = widgetNamed<QWidget>(m_composer.get(), "repeatBar");
    QVERIFY(!bar->isVisible());
    widgetNamed<QAction>(m_composer.get(), "repeatAction")->trigger();
    QVERIFY(bar->isVisible());
}

void TestComposer::repeatsWhatIsTyped()
{
    m_composer->setPlansOffered(true);
    widgetNamed<QAction>(m_composer.get(), "repeatAction")->trigger();
    auto *button = widgetNamed<QPushButton>(m_composer.get(), "repeatButton");
    QVERIFY(!button->isEnabled()); // there is nothing to repeat
    type(edit(), QStringLiteral("ping"));
    widgetNamed<QSpinBox>(m_composer.get(), "repeatInterval")->setValue(5);
    widgetNamed<QSpinBox>(m_composer.get(), "repeatJitter")->setValue(9);
    widgetNamed<QSpinBox>(m_composer.get(), "repeatTimes")->setValue(3);
    std::optional<RepeatPlan> plan;
    connect(m_composer.get(), &Composer::repeatRequested, this,
            [&plan](const RepeatPlan &wanted) { plan.emplace(wanted); });
    click(button);
    QVERIFY(plan);
    QCOMPARE(plan->message.fixedBytes(), QByteArray("ping"));
    QCOMPARE(plan->interval, std::chrono::milliseconds(5));
    QCOMPARE(plan->jitter, std::chrono::milliseconds(5)); // no more than the interval
    QCOMPARE(plan->times, 3);
    QCOMPARE(m_composer->text(), QStringLiteral("ping"));
}

void TestComposer::repeatsNoFile()
{
    m_composer->setPlansOffered(true);
    m_composer->setMessage(
        {.notation = Notation::File, .text = QCoreApplication::applicationFilePath()});
    auto *button = widgetNamed<QPushButton>(m_composer.get(), "repeatButton");
    QVERIFY(widgetNamed<QPushButton>(m_composer.get(), "sendButton")->isEnabled());
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(QStringLiteral("file")));
}

void TestComposer::stopsWhatIsRepeated()
{
    m_composer->setPlansOffered(true);
    widgetNamed<QAction>(m_composer.get(), "repeatAction")->trigger();
    int stops = 0;
    connect(m_composer.get(), &Composer::stopRequested, this, [&stops](const SendingProgress &job) {
        QCOMPARE(job.kind, SendingProgress::Kind::Repeat);
        ++stops;
    });
    m_composer->showProgress({{.kind = SendingProgress::Kind::Repeat, .done = 4, .perSecond = 2}});
    auto *button = widgetNamed<QPushButton>(m_composer.get(), "repeatButton");
    QVERIFY(button->text().contains(QStringLiteral("Stop")));
    click(button);
    click(widgetNamed<QPushButton>(m_composer.get(), "sendingStopButton"));
    QCOMPARE(stops, 2);
    m_composer->showProgress({});
    QVERIFY(button->text().contains(QStringLiteral("Start")));
}

void TestComposer::saysWhatEnterDoesInSeveralLines()
{
    auto *send = widgetNamed<QPushButton>(m_composer.get(), "sendButton");
    type(edit(), QStringLiteral("a"));
    QVERIFY(send->toolTip().startsWith(QStringLiteral("Enter sends")));
    click(widgetNamed<QToolButton>(m_composer.get(), "enlargeButton"));
    QVERIFY(send->toolTip().startsWith(QStringLiteral("Ctrl+Enter sends")));
    QVERIFY(edit()->hasFocus());
}

void TestComposer::fitsIntoASmallWindow()
{
    m_composer->setTargets({QStringLiteral("All clients"), QStringLiteral("Client 1")});
    m_composer->setPlansOffered(true);
    QVERIFY(m_composer->minimumSizeHint().width() < 900);
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
