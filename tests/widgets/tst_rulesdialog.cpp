#include "tests/support/widgets.h"
#include "widgets/views/rowcolours.h"
#include "widgets/views/rulesdialog.h"
#include "widgets/views/tones.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

#include <cmath>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

const RowRule one = {.name = QStringLiteral("one"), .expression = QStringLiteral("received")};
const RowRule two = {.name = QStringLiteral("two"),
                     .expression = QStringLiteral("sent"),
                     .colour = RowColour::Blue,
                     .enabled = false};

// WCAG 2.1, relative luminance and contrast.
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double light = std::max(luminance(a), luminance(b));
    const double dark = std::min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

QPalette paletteOf(bool dark)
{
    return dark ? QPalette(Qt::white, QColor(0x32, 0x32, 0x32), Qt::gray, Qt::black, Qt::darkGray,
                           Qt::white, QColor(0x1e, 0x1e, 0x1e))
                : QPalette(Qt::black, QColor(0xef, 0xef, 0xef), Qt::white, Qt::gray, Qt::darkGray,
                           Qt::black, Qt::white);
}

} // namespace

class TestRulesDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void beginsWithTheDefaults();
    void showsTheRulesAndTheChosenOne();
    void takesWhatIsTyped();
    void tellsWhatIsWrongWhileOneTypes();
    void takesTheColour();
    void turnsARuleOffAndOn();
    void addsARuleBehindTheChosenOne();
    void removesTheChosenRule();
    void movesTheChosenRule();
    void resetsToTheDefaults();
    void tellsNobodyWhatItIsGiven();
    void stopsNobody();
    void everyToneCanBeReadOnEveryColour_data();
    void everyToneCanBeReadOnEveryColour();

private:
    QTableWidget *table() const { return widgetNamed<QTableWidget>(m_dialog.get(), "rulesTable"); }
    QLineEdit *edit(const char *name) const { return widgetNamed<QLineEdit>(m_dialog.get(), name); }
    QPushButton *button(const char *name) const
    {
        return widgetNamed<QPushButton>(m_dialog.get(), name);
    }
    QString error() const { return widgetNamed<QLabel>(m_dialog.get(), "ruleError")->text(); }
    void clickRow(int row) const;
    QStringList names() const;

    std::unique_ptr<RulesDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_changes;
};

void TestRulesDialog::init()
{
    m_dialog = std::make_unique<RulesDialog>();
    m_dialog->setRules({one, two});
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    m_changes = std::make_unique<QSignalSpy>(m_dialog.get(), &RulesDialog::rulesChanged);
}

void TestRulesDialog::cleanup()
{
    m_changes.reset();
    m_dialog.reset();
}

void TestRulesDialog::clickRow(int row) const
{
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                      table()->visualItemRect(table()->item(row, 1)).center());
}

QStringList TestRulesDialog::names() const
{
    QStringList names;
    for (const RowRule &rule : m_dialog->rules()) {
        names.append(rule.name);
    }
    return names;
}

void TestRulesDialog::beginsWithTheDefaults()
{
    QCOMPARE(RulesDialog().rules(), defaultRowRules());
}

void TestRulesDialog::showsTheRulesAndTheChosenOne()
{
    QCOMPARE(table()->rowCount(), 2);
    QCOMPARE(table()->item(0, 0)->text(), one.name);
    QCOMPARE(table()->item(1, 0)->checkState(), Qt::Unchecked);
    QCOMPARE(table()->item(1, 1)->text(), two.expression);
    QCOMPARE(table()->item(1, 2)->text(), QStringLiteral("Blue"));
    QCOMPARE(edit("ruleNameEdit")->text(), one.name);
    clickRow(1);
    QCOMPARE(edit("ruleNameEdit")->text(), two.name);
    QCOMPARE(edit("ruleExpressionEdit")->text(), two.expression);
    QCOMPARE(m_changes->count(), 0);
}

void TestRulesDialog::takesWhatIsTyped()
{
    clickRow(1);
    type(edit("ruleNameEdit"), QStringLiteral("new name"));
    type(edit("ruleExpressionEdit"), QStringLiteral("size > 3"));
    QCOMPARE(m_dialog->rules().at(1).name, QStringLiteral("new name"));
    QCOMPARE(m_dialog->rules().at(1).expression, QStringLiteral("size > 3"));
    QCOMPARE(m_dialog->rules().at(0), one);
    QCOMPARE(table()->item(1, 1)->text(), QStringLiteral("size > 3"));
    QCOMPARE(m_changes->last().at(0).value<QList<RowRule>>(), m_dialog->rules());
}

void TestRulesDialog::tellsWhatIsWrongWhileOneTypes()
{
    QCOMPARE(error(), QString());
    type(edit("ruleExpressionEdit"), QStringLiteral("size > x"));
    QCOMPARE(error(), QStringLiteral("✗ a number is wanted after \"size >\" (at character 8)"));
    QCOMPARE(table()->item(0, 1)->text(), QStringLiteral("✗ size > x"));
    QCOMPARE(m_dialog->rules().at(0).expression, QStringLiteral("size > x")); // nothing is lost
    QTest::keyClick(edit("ruleExpressionEdit"), Qt::Key_Backspace);
    QTest::keyClicks(edit("ruleExpressionEdit"), QStringLiteral("5"));
    QCOMPARE(error(), QString());
    type(edit("ruleExpressionEdit"), QString());
    QCOMPARE(error(), QStringLiteral("An empty expression colours nothing."));
}

void TestRulesDialog::takesTheColour()
{
    choose(widgetNamed<QComboBox>(m_dialog.get(), "ruleColourBox"), QStringLiteral("Gree"));
    QCOMPARE(m_dialog->rules().at(0).colour, RowColour::Green);
    QCOMPARE(table()->item(0, 2)->text(), QStringLiteral("Green"));
}

void TestRulesDialog::turnsARuleOffAndOn()
{
    clickRow(1);
    table()->setFocus();
    table()->setCurrentCell(1, 0);
    QTest::keyClick(table(), Qt::Key_Space);
    QVERIFY(m_dialog->rules().at(1).enabled);
    QTest::keyClick(table(), Qt::Key_Space);
    QVERIFY(!m_dialog->rules().at(1).enabled);
    QCOMPARE(m_changes->count(), 2);
}

void TestRulesDialog::addsARuleBehindTheChosenOne()
{
    click(button("addRuleButton"));
    QCOMPARE(names(), (QStringList{one.name, QStringLiteral("New rule"), two.name}));
    QCOMPARE(table()->currentRow(), 1);
    QVERIFY(edit("ruleExpressionEdit")->hasFocus());
    QTest::keyClicks(edit("ruleExpressionEdit"), QStringLiteral("failed"));
    QCOMPARE(m_dialog->rules().at(1).expression, QStringLiteral("failed"));
    QTest::keyClick(edit("ruleExpressionEdit"), Qt::Key_Return);
    QCOMPARE(m_dialog->rules().size(), 3); // Enter is no click on anything
}

void TestRulesDialog::removesTheChosenRule()
{
    click(button("removeRuleButton"));
    QCOMPARE(m_dialog->rules(), QList<RowRule>{two});
    QCOMPARE(edit("ruleNameEdit")->text(), two.name);
    click(button("removeRuleButton"));
    QVERIFY(m_dialog->rules().isEmpty());
    QVERIFY(!button("removeRuleButton")->isEnabled());
    QVERIFY(!edit("ruleNameEdit")->isEnabled());
    QCOMPARE(edit("ruleNameEdit")->text(), QString());
    click(button("addRuleButton"));
    QCOMPARE(m_dialog->rules().size(), 1);
}

void TestRulesDialog::movesTheChosenRule()
{
    QVERIFY(!button("upButton")->isEnabled());
    click(button("downButton"));
    QCOMPARE(m_dialog->rules(), (QList<RowRule>{two, one}));
    QCOMPARE(table()->currentRow(), 1);
    QVERIFY(!button("downButton")->isEnabled());
    click(button("upButton"));
    QCOMPARE(m_dialog->rules(), (QList<RowRule>{one, two}));
    QCOMPARE(table()->item(1, 0)->checkState(), Qt::Unchecked);
}

void TestRulesDialog::resetsToTheDefaults()
{
    click(button("resetButton"));
    QCOMPARE(m_dialog->rules(), defaultRowRules());
    QCOMPARE(m_changes->count(), 1);
}

void TestRulesDialog::tellsNobodyWhatItIsGiven()
{
    m_dialog->setRules({two});
    QCOMPARE(m_changes->count(), 0);
    QCOMPARE(m_dialog->rules(), QList<RowRule>{two});
}

void TestRulesDialog::stopsNobody()
{
    QVERIFY(!m_dialog->isModal());
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

void TestRulesDialog::everyToneCanBeReadOnEveryColour_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestRulesDialog::everyToneCanBeReadOnEveryColour()
{
    QFETCH(bool, dark);
    const QPalette palette = paletteOf(dark);
    for (int index = 0; index < rowColourCount; ++index) {
        const QColor behind = rowColour(static_cast<RowColour>(index), palette);
        for (const Tone tone : {Tone::Plain, Tone::Received, Tone::Sent, Tone::Bad, Tone::Quiet}) {
            const double ratio = contrast(toneColor(tone, palette), behind);
            const double least = tone == Tone::Quiet ? 3.0 : 4.5;
            QVERIFY2(ratio >= least, qPrintable(QStringLiteral("colour %1, tone %2: %3")
                                                    .arg(index)
                                                    .arg(static_cast<int>(tone))
                                                    .arg(ratio)));
        }
        QVERIFY(contrast(behind, palette.color(QPalette::Base)) > 1.05);
    }
}

QTEST_MAIN(TestRulesDialog)

#include "tst_rulesdialog.moc"
