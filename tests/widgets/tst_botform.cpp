#include "tests/support/widgets.h"
#include "widgets/views/botform.h"

#include <QCheckBox>
#include <QSignalSpy>

using namespace sockyard;
using namespace sockyard::test;

class TestBotForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_form.reset(); }

    void beginsAsUsual();
    void isSwitchedByAClick();
    void takesWhatIsTyped();
    void tellsTypedTextsOnlyWhenOnePauses();
    void tellsTheSwitchAtOnceWithAllThatIsTyped();
    void takesAnswersOneALine();
    void countsWhatIsOtherThanUsual();
    void tellsNobodyWhatItIsToldToShow();
    void saysInEveryFieldWhatItIsFor();
    void goesThroughItsFieldsByTab();

private:
    QLineEdit *line(const char *name) const { return widgetNamed<QLineEdit>(m_form.get(), name); }
    QPlainTextEdit *answers() const
    {
        return widgetNamed<QPlainTextEdit>(m_form.get(), "botAnswersEdit");
    }
    QCheckBox *box() const { return widgetNamed<QCheckBox>(m_form.get(), "botBox"); }

    std::unique_ptr<BotForm> m_form;
};

void TestBotForm::init()
{
    m_form = std::make_unique<BotForm>();
    m_form->show();
}

void TestBotForm::beginsAsUsual()
{
    QCOMPARE(m_form->settings(), BotSettings::usual());
    QVERIFY(!m_form->settings().on);
    QCOMPARE(m_form->changedCount(), 0);
    QCOMPARE(line("botKeywordEdit")->text(), QStringLiteral("数学"));
}

void TestBotForm::isSwitchedByAClick()
{
    const QSignalSpy edited(m_form.get(), &BotForm::edited);
    QTest::keyClick(box(), Qt::Key_Space);
    QVERIFY(m_form->settings().on);
    QCOMPARE(edited.size(), qsizetype(1));
    QTest::keyClick(box(), Qt::Key_Space);
    QVERIFY(!m_form->settings().on);
}

void TestBotForm::takesWhatIsTyped()
{
    type(line("botGreetingEdit"), QStringLiteral("Hello, $name!"));
    type(line("botFarewellEdit"), QString());
    type(line("botKeywordEdit"), QStringLiteral("math"));
    const BotSettings settings = m_form->settings();
    QCOMPARE(settings.greeting, QStringLiteral("Hello, $name!"));
    QCOMPARE(settings.farewell, QString());
    QCOMPARE(settings.keyword, QStringLiteral("math"));
}

void TestBotForm::tellsTypedTextsOnlyWhenOnePauses()
{
    QSignalSpy edited(m_form.get(), &BotForm::edited);
    QTest::keyClicks(line("botKeywordEdit"), QStringLiteral("math"));
    QCOMPARE(edited.size(), qsizetype(0));
    QVERIFY(edited.wait());
    QCOMPARE(edited.size(), qsizetype(1));
    QVERIFY(m_form->settings().keyword.endsWith(QStringLiteral("math")));
}

void TestBotForm::tellsTheSwitchAtOnceWithAllThatIsTyped()
{
    QSignalSpy edited(m_form.get(), &BotForm::edited);
    QTest::keyClicks(line("botKeywordEdit"), QStringLiteral("x"));
    QTest::keyClick(box(), Qt::Key_Space);
    QCOMPARE(edited.size(), qsizetype(1));
    QVERIFY(!edited.wait(1000)); // the pause has nothing more to tell
}

void TestBotForm::takesAnswersOneALine()
{
    answers()->selectAll();
    for (const char *line : {"yes", "", " no "}) {
        type(answers(), QString::fromLatin1(line));
        QTest::keyClick(answers(), Qt::Key_Return);
    }
    const QStringList lines{QStringLiteral("yes"), QStringLiteral(" no ")};
    QCOMPARE(m_form->settings().answers, lines);
    answers()->selectAll();
    QTest::keyClick(answers(), Qt::Key_Delete);
    QCOMPARE(m_form->settings().answers, QStringList());
}

void TestBotForm::countsWhatIsOtherThanUsual()
{
    box()->setChecked(true);
    QCOMPARE(m_form->changedCount(), 1);
    type(line("botGreetingEdit"), QStringLiteral("Hello"));
    type(line("botFarewellEdit"), QStringLiteral("Bye"));
    type(line("botKeywordEdit"), QStringLiteral("x"));
    answers()->setPlainText(QStringLiteral("y"));
    QCOMPARE(m_form->changedCount(), 5);
}

void TestBotForm::tellsNobodyWhatItIsToldToShow()
{
    QSignalSpy edited(m_form.get(), &BotForm::edited);
    const BotSettings settings{.on = true,
                               .greeting = QStringLiteral("a"),
                               .farewell = QStringLiteral("b"),
                               .keyword = QStringLiteral("c"),
                               .answers = {QStringLiteral("d"), QStringLiteral("e")}};
    m_form->setSettings(settings);
    QCOMPARE(m_form->settings(), settings);
    QVERIFY(!edited.wait(1000));
}

void TestBotForm::saysInEveryFieldWhatItIsFor()
{
    const QWidgetList fields{box(), line("botGreetingEdit"), line("botFarewellEdit"),
                             line("botKeywordEdit"), answers()};
    for (const QWidget *field : fields) {
        QVERIFY(!field->toolTip().isEmpty());
        QVERIFY(field == box() || !field->accessibleName().isEmpty());
    }
}

void TestBotForm::goesThroughItsFieldsByTab()
{
    QWidget *field = box();
    for (QWidget *next : QWidgetList{line("botGreetingEdit"), line("botFarewellEdit"),
                                     line("botKeywordEdit"), answers()}) {
        do {
            field = field->nextInFocusChain();
        } while ((field->focusPolicy() & Qt::TabFocus) == 0);
        QCOMPARE(field, next);
    }
}

QTEST_MAIN(TestBotForm)
#include "tst_botform.moc"
