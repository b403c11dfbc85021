#include "tests/support/widgets.h"
#include "widgets/models/replyrulesmodel.h"
#include "widgets/views/replyrulesdialog.h"
#include "widgets/views/replyruleseditor.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

using namespace sockyard;
using namespace sockyard::test;

using Model = ReplyRulesModel;

namespace
{

const ReplyRule ping = {.pattern = QStringLiteral("PING"), .answer = QStringLiteral("PONG\\n")};
const ReplyRule quit = {.pattern = QStringLiteral("quit"), .then = ReplyRule::Then::Close};

} // namespace

class TestReplyRulesEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsTheRulesThatAreSet();
    void saysThatThereAreNone();
    void addsARuleAndTypesIt();
    void countsEveryKey();
    void marksWhatIsWrongAndKeepsIt();
    void takesBackWhatWasTypedIntoACell();
    void choosesFromTheKeyboard();
    void takesTheDelay();
    void removesTheChosenRule();
    void movesTheChosenRule();
    void doesAllOfItFromTheKeyboard();
    void keepsWhatItCannotRead();
    void importsBehindWhatIsThere();
    void tellsWhyNothingWasImported();
    void exportsWhatCanBeImported();
    void tellsThatItCouldNotExport();
    void appliesWhatIsRight();
    void keepsWhatWasChangedWhenItIsClosed();
    void stopsNobody();

private:
    QTableView *table() const { return widgetNamed<QTableView>(m_dialog.get(), "replyRulesTable"); }
    QPushButton *button(const char *name) const
    {
        return widgetNamed<QPushButton>(m_dialog.get(), name);
    }
    QString problem() const
    {
        return widgetNamed<QLabel>(m_dialog.get(), "replyRulesProblem")->text();
    }
    QList<ReplyRule> rules() const { return replyRulesFromJson(m_editor->rules()).rules; }
    void clickCell(int row, int column) const;
    template <typename T>
    T *edited(int row, int column) const;
    void chooseFile(const char *dialog, const QString &fileName) const;

    std::unique_ptr<ReplyRulesDialog> m_dialog;
    ReplyRulesEditor *m_editor = nullptr;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<QSignalSpy> m_changes;
};

void TestReplyRulesEditor::init()
{
    m_dialog = std::make_unique<ReplyRulesDialog>();
    m_editor = m_dialog->findChild<ReplyRulesEditor *>();
    m_tester = std::make_unique<QAbstractItemModelTester>(table()->model());
    m_dialog->setRules(replyRulesToJson({ping, quit}));
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    m_changes = std::make_unique<QSignalSpy>(m_editor, &ReplyRulesEditor::rulesChanged);
}

void TestReplyRulesEditor::cleanup()
{
    m_changes.reset();
    m_tester.reset();
    m_dialog.reset();
}

void TestReplyRulesEditor::clickCell(int row, int column) const
{
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                      table()->visualRect(table()->model()->index(row, column)).center());
}

// Begins to edit a cell as a person does who has no mouse.
template <typename T>
T *TestReplyRulesEditor::edited(int row, int column) const
{
    clickCell(row, column);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Return);
    auto *const editor = qobject_cast<T *>(table()->indexWidget(table()->currentIndex()));
    if (editor == nullptr) {
        qFatal("the cell is not edited");
    }
    return editor;
}

void TestReplyRulesEditor::chooseFile(const char *name, const QString &fileName) const
{
    auto *const dialog = widgetNamed<QFileDialog>(m_dialog.get(), name);
    QVERIFY(!dialog->isModal());
    Q_EMIT dialog->fileSelected(fileName);
    dialog->close();
}

void TestReplyRulesEditor::showsTheRulesThatAreSet()
{
    QCOMPARE(rules(), (QList<ReplyRule>{ping, quit}));
    QCOMPARE(table()->model()->rowCount(), 2);
    QVERIFY(table()->isVisible());
    QVERIFY(m_editor->isValid());
    QCOMPARE(problem(), QString());
    QCOMPARE(m_changes->count(), 0);
}

void TestReplyRulesEditor::saysThatThereAreNone()
{
    m_editor->setRules(QString());
    QVERIFY(!table()->isVisible());
    QVERIFY(widgetNamed<QLabel>(m_dialog.get(), "noRulesLabel")->isVisible());
    QVERIFY(!button("removeRuleButton")->isEnabled());
    QVERIFY(m_editor->isValid());
    QCOMPARE(m_editor->rules(), QStringLiteral("[]"));
}

void TestReplyRulesEditor::addsARuleAndTypesIt()
{
    m_editor->setRules(QString());
    click(button("addRuleButton"));
    auto *const pattern = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(pattern != nullptr);
    QTest::keyClicks(pattern, QStringLiteral("PING"));
    QTest::keyClick(pattern, Qt::Key_Tab);
    auto *const answer = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(answer != nullptr && answer != pattern);
    QTest::keyClicks(answer, QStringLiteral("PONG\\n"));
    QTest::keyClick(answer, Qt::Key_Return);
    QCOMPARE(rules(), QList<ReplyRule>{ping});
}

void TestReplyRulesEditor::countsEveryKey()
{
    auto *const pattern = edited<QLineEdit>(0, Model::PatternColumn);
    QTest::keyClick(pattern, Qt::Key_End);
    QTest::keyClicks(pattern, QStringLiteral("!"));
    QCOMPARE(rules().at(0).pattern, QStringLiteral("PING!"));
    QTest::keyClick(pattern, Qt::Key_Home);
    QTest::keyClicks(pattern, QStringLiteral("ab")); // the cursor stays where one types
    QCOMPARE(rules().at(0).pattern, QStringLiteral("abPING!"));
    QCOMPARE(m_changes->count(), 3);
}

void TestReplyRulesEditor::marksWhatIsWrongAndKeepsIt()
{
    auto *const answer = edited<QLineEdit>(1, Model::AnswerColumn);
    QTest::keyClicks(answer, QStringLiteral("x$1"));
    QVERIFY2(problem().startsWith(QStringLiteral("✗ Rule 2, Answer, at character 2: \"$1\": ")),
             qPrintable(problem()));
    QCOMPARE(table()->accessibleDescription(), problem().mid(2));
    QVERIFY(!m_editor->isValid());
    QCOMPARE(rules().at(1).answer, QStringLiteral("x$1"));
    QTest::keyClick(answer, Qt::Key_Return);
    QCOMPARE(rules().at(1).answer, QStringLiteral("x$1"));
    auto *const again = edited<QLineEdit>(1, Model::AnswerColumn);
    QCOMPARE(again->text(), QStringLiteral("x$1"));
    QTest::keyClick(again, Qt::Key_End);
    QTest::keyClick(again, Qt::Key_Backspace);
    QTest::keyClicks(again, QStringLiteral("0"));
    QCOMPARE(problem(), QString());
    QVERIFY(m_editor->isValid());
}

void TestReplyRulesEditor::takesBackWhatWasTypedIntoACell()
{
    auto *const pattern = edited<QLineEdit>(0, Model::PatternColumn);
    QTest::keyClicks(pattern, QStringLiteral("other"));
    QCOMPARE(rules().at(0).pattern, QStringLiteral("other"));
    QTest::keyClick(pattern, Qt::Key_Escape);
    QCOMPARE(rules().at(0), ping);
    QVERIFY(m_dialog->isVisible()); // it was for the cell
}

void TestReplyRulesEditor::choosesFromTheKeyboard()
{
    choose(edited<QComboBox>(0, Model::WhenColumn), QStringLiteral("st"));
    QCOMPARE(rules().at(0).when, ReplyRule::When::StartsWith);
    choose(edited<QComboBox>(0, Model::ThenColumn), QStringLiteral("r"));
    QCOMPARE(rules().at(0).then, ReplyRule::Then::Reset);
}

void TestReplyRulesEditor::takesTheDelay()
{
    auto *const after = edited<QSpinBox>(0, Model::AfterColumn);
    after->selectAll();
    QTest::keyClicks(after, QStringLiteral("250"));
    QCOMPARE(rules().at(0).after, 250);
    QTest::keyClick(after, Qt::Key_Up);
    QCOMPARE(rules().at(0).after, 251);
}

void TestReplyRulesEditor::removesTheChosenRule()
{
    clickCell(0, Model::PatternColumn);
    click(button("removeRuleButton"));
    QCOMPARE(rules(), QList<ReplyRule>{quit});
    click(button("removeRuleButton"));
    QVERIFY(rules().isEmpty());
    QVERIFY(!button("removeRuleButton")->isEnabled());
    QCOMPARE(m_changes->count(), 2);
}

void TestReplyRulesEditor::movesTheChosenRule()
{
    clickCell(0, Model::PatternColumn);
    QVERIFY(!button("upButton")->isEnabled());
    click(button("downButton"));
    QCOMPARE(rules(), (QList<ReplyRule>{quit, ping}));
    QCOMPARE(table()->currentIndex().row(), 1);
    QVERIFY(!button("downButton")->isEnabled());
    click(button("upButton"));
    QCOMPARE(rules(), (QList<ReplyRule>{ping, quit}));
}

void TestReplyRulesEditor::doesAllOfItFromTheKeyboard()
{
    clickCell(0, Model::PatternColumn);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(rules(), (QList<ReplyRule>{quit, ping}));
    QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(rules(), (QList<ReplyRule>{ping, quit}));
    QTest::keyClick(table(), Qt::Key_Delete);
    QCOMPARE(rules(), QList<ReplyRule>{quit});
    QTest::keyClick(table(), Qt::Key_Insert);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("PING"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete); // is the cell's
    QCOMPARE(rules().size(), 2);
    QCOMPARE(rules().at(1).pattern, QStringLiteral("PING"));
}

void TestReplyRulesEditor::keepsWhatItCannotRead()
{
    const QString text = QStringLiteral("[{\"when\": \"was\", \"pattern\": \"x\"}]");
    m_editor->setRules(text);
    QCOMPARE(m_editor->rules(), text);
    QVERIFY(!m_editor->isValid());
    QCOMPARE(problem(),
             QStringLiteral("✗ The rules that are set cannot be read. They are kept until "
                            "you make others. Rule 1, When: wants one of is, "
                            "starts-with, contains, matches."));
    click(button("addRuleButton"));
    QVERIFY(m_editor->isValid());
    QCOMPARE(rules().size(), 1);
}

void TestReplyRulesEditor::importsBehindWhatIsThere()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("rules.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(replyRulesToJson({quit}).toUtf8());
    file.close();
    click(button("importButton"));
    chooseFile("importRulesDialog", file.fileName());
    QCOMPARE(rules(), (QList<ReplyRule>{ping, quit, quit}));
    QCOMPARE(table()->currentIndex().row(), 2);
    QCOMPARE(problem(), QStringLiteral("Rules that were added: 1"));
}

void TestReplyRulesEditor::tellsWhyNothingWasImported()
{
    const QTemporaryDir folder;
    click(button("importButton"));
    chooseFile("importRulesDialog", folder.filePath(QStringLiteral("none.json")));
    QVERIFY2(problem().contains(QStringLiteral("cannot be read")), qPrintable(problem()));
    QFile file(folder.filePath(QStringLiteral("rules.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{}");
    file.close();
    click(button("importButton"));
    chooseFile("importRulesDialog", file.fileName());
    QVERIFY2(problem().startsWith(QStringLiteral("✗ Nothing was imported. The rules are written")),
             qPrintable(problem()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(replyRulesToJson(QList<ReplyRule>(mostReplyRules - 1)).toUtf8());
    file.close();
    click(button("importButton"));
    chooseFile("importRulesDialog", file.fileName());
    QCOMPARE(problem(),
             QStringLiteral("✗ Nothing was imported: there would be more than 1000 rules."));
    QCOMPARE(rules(), (QList<ReplyRule>{ping, quit}));
    QCOMPARE(m_changes->count(), 0);
}

void TestReplyRulesEditor::exportsWhatCanBeImported()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("rules.json"));
    click(button("exportButton"));
    chooseFile("exportRulesDialog", name);
    QString error;
    const auto text = readReplyRulesFile(name, &error);
    QCOMPARE(error, QString());
    QCOMPARE(replyRulesFromJson(*text).rules, rules());
    QCOMPARE(problem(), QStringLiteral("written to ") + name);
}

void TestReplyRulesEditor::tellsThatItCouldNotExport()
{
    click(button("exportButton"));
    chooseFile("exportRulesDialog", QStringLiteral("/nowhere/rules.json"));
    QVERIFY2(problem().startsWith(QStringLiteral("✗ The rules could not be written to /nowhere")),
             qPrintable(problem()));
}

void TestReplyRulesEditor::appliesWhatIsRight()
{
    const QSignalSpy applied(m_dialog.get(), &ReplyRulesDialog::applied);
    QPushButton *const apply = button("applyRulesButton");
    QVERIFY(!apply->isEnabled());
    auto *const answer = edited<QLineEdit>(1, Model::AnswerColumn);
    QTest::keyClicks(answer, QStringLiteral("$"));
    QVERIFY(!apply->isEnabled());
    QTest::keyClicks(answer, QStringLiteral("0"));
    QVERIFY(apply->isEnabled());
    QCOMPARE(m_dialog->rules(), replyRulesToJson({ping, quit}));
    click(apply);
    QCOMPARE(applied.count(), 1);
    QCOMPARE(applied.first().first().toString(), m_editor->rules());
    QCOMPARE(m_dialog->rules(), m_editor->rules());
    QVERIFY(!apply->isEnabled());
}

void TestReplyRulesEditor::keepsWhatWasChangedWhenItIsClosed()
{
    clickCell(0, Model::PatternColumn);
    click(button("removeRuleButton"));
    m_dialog->close();
    m_dialog->show();
    QCOMPARE(rules(), QList<ReplyRule>{quit});
    QVERIFY(button("applyRulesButton")->isEnabled());
    m_dialog->setRules(replyRulesToJson({ping}));
    QCOMPARE(rules(), QList<ReplyRule>{ping});
    QVERIFY(!button("applyRulesButton")->isEnabled());
}

void TestReplyRulesEditor::stopsNobody()
{
    QVERIFY(!m_dialog->isModal());
    QVERIFY(m_dialog->isSizeGripEnabled());
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

QTEST_MAIN(TestReplyRulesEditor)
#include "tst_replyruleseditor.moc"
