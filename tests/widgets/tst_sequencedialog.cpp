#include "tests/support/widgets.h"
#include "widgets/models/messagestore.h"
#include "widgets/models/sequencemodel.h"
#include "widgets/views/sequencedialog.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

using namespace sockyard;
using namespace sockyard::test;

class TestSequenceDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWhatWasTyped();
    void marksWhatIsWrongAndSendsNothing();
    void addsDuplicatesMovesAndRemoves();
    void takesASavedMessage();
    void saysWhyItCannotBegin();
    void stopsWhatRuns();
    void keepsItsStepsOverARestart();

private:
    QPushButton *button(const char *name) const
    {
        return widgetNamed<QPushButton>(m_dialog.get(), name);
    }
    QTableView *table() const { return widgetNamed<QTableView>(m_dialog.get(), "sequenceTable"); }
    QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    /// Into the cell, as a person would.
    void typeInto(int row, int column, const QString &text)
    {
        table()->setFocus();
        table()->setCurrentIndex(table()->model()->index(row, column));
        QTest::keyClick(table(), Qt::Key_Return);
        QWidget *const editor = QApplication::focusWidget();
        QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
    }
    void addStep(const QString &message)
    {
        click(button("addRuleButton"));
        QTest::keyClicks(QApplication::focusWidget(), message);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    void make()
    {
        m_dialog = std::make_unique<SequenceDialog>(m_store);
        m_dialog->setReady(true, {});
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        connect(m_dialog.get(), &SequenceDialog::startRequested, this,
                [this](const SequencePlan &plan) { m_plans.append(plan); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<MessageStore> m_store;
    std::unique_ptr<SequenceDialog> m_dialog;
    QList<SequencePlan> m_plans;
};

void TestSequenceDialog::init()
{
    QSettings().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_shared<MessageStore>(m_folder->filePath(QStringLiteral("book.json")));
    m_plans.clear();
    make();
}

void TestSequenceDialog::cleanup()
{
    m_dialog.reset();
    m_store.reset();
    m_folder.reset();
}

void TestSequenceDialog::sendsWhatWasTyped()
{
    addStep(QStringLiteral("login"));
    addStep(QStringLiteral("use"));
    typeInto(1, SequenceModel::AnswerColumn, QStringLiteral("ok (.*)"));
    typeInto(0, SequenceModel::WaitColumn, QStringLiteral("40"));
    widgetNamed<QSpinBox>(m_dialog.get(), "sequenceTimes")->setValue(2);
    click(button("sequenceStartButton"));
    QCOMPARE(m_plans.size(), qsizetype(1));
    const SequencePlan &plan = m_plans.constFirst();
    QCOMPARE(plan.times, 2);
    QCOMPARE(plan.steps.size(), std::size_t(2));
    QCOMPARE(plan.steps[0].wait, std::chrono::milliseconds(40));
    QCOMPARE(plan.steps[0].message->fixedBytes(), QByteArray("login"));
    QCOMPARE(plan.steps[1].answer->text, QStringLiteral("ok (.*)"));
}

void TestSequenceDialog::marksWhatIsWrongAndSendsNothing()
{
    addStep(QStringLiteral("login"));
    typeInto(0, SequenceModel::AnswerColumn, QStringLiteral("("));
    QVERIFY(!button("sequenceStartButton")->isEnabled());
    QVERIFY(widgetNamed<QLabel>(m_dialog.get(), "sequenceProblem")
                ->text()
                .startsWith(QStringLiteral("✗ Step 1")));
    typeInto(0, SequenceModel::AnswerColumn, QStringLiteral("()"));
    QVERIFY(button("sequenceStartButton")->isEnabled());
}

void TestSequenceDialog::addsDuplicatesMovesAndRemoves()
{
    addStep(QStringLiteral("a"));
    addStep(QStringLiteral("b"));
    click(button("duplicateButton"));
    QCOMPARE(cell(2, SequenceModel::MessageColumn), QStringLiteral("b"));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(cell(0, SequenceModel::MessageColumn), QStringLiteral("b"));
    click(button("removeRuleButton"));
    QCOMPARE(table()->model()->rowCount(), 2);
    QCOMPARE(cell(0, SequenceModel::MessageColumn), QStringLiteral("a"));
}

void TestSequenceDialog::takesASavedMessage()
{
    const SavedMessage saved{.name = QStringLiteral("On & on"),
                             .message = {.notation = Notation::Hex,
                                         .text = QStringLiteral("01"),
                                         .ending = LineEnding::Lf}};
    m_store->change(
        [&saved](MessageBook &book, QString *problem) { return book.add(saved, problem); });
    auto *menu = widgetNamed<QMenu>(m_dialog.get(), "savedMenu");
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().constFirst()->text(), QStringLiteral("On && on"));
    menu->actions().constFirst()->trigger();
    QCOMPARE(cell(0, SequenceModel::NotationColumn), QStringLiteral("Hex"));
    QCOMPARE(cell(0, SequenceModel::MessageColumn), QStringLiteral("01"));
    QCOMPARE(cell(0, SequenceModel::EndingColumn), QStringLiteral("LF"));
}

void TestSequenceDialog::saysWhyItCannotBegin()
{
    auto *start = button("sequenceStartButton");
    QVERIFY(!start->isEnabled());
    QVERIFY(start->toolTip().contains(QStringLiteral("step")));
    addStep(QStringLiteral("a"));
    QVERIFY(start->isEnabled());
    m_dialog->setReady(false, QStringLiteral("Connect first."));
    QVERIFY(!start->isEnabled());
    QCOMPARE(start->toolTip(), QStringLiteral("Connect first."));
}

void TestSequenceDialog::stopsWhatRuns()
{
    int stops = 0;
    connect(m_dialog.get(), &SequenceDialog::stopRequested, this, [&stops] { ++stops; });
    m_dialog->setRunning(true);
    click(button("sequenceStartButton"));
    QCOMPARE(stops, 1);
    QCOMPARE(m_plans.size(), qsizetype(0));
}

void TestSequenceDialog::keepsItsStepsOverARestart()
{
    addStep(QStringLiteral("a"));
    widgetNamed<QSpinBox>(m_dialog.get(), "sequenceTimes")->setValue(0);
    make();
    QCOMPARE(cell(0, SequenceModel::MessageColumn), QStringLiteral("a"));
    QCOMPARE(widgetNamed<QSpinBox>(m_dialog.get(), "sequenceTimes")->value(), 0);
}

QTEST_MAIN(TestSequenceDialog)
#include "tst_sequencedialog.moc"
