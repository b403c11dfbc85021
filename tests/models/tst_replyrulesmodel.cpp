#include "tests/support/modeltexts.h"
#include "widgets/models/replyrulesmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

using Model = ReplyRulesModel;

namespace
{

const ReplyRule ping = {
    .pattern = QStringLiteral("PING"), .answer = QStringLiteral("PONG\\n"), .after = 5};
const ReplyRule hello = {.when = ReplyRule::When::Matches,
                         .pattern = QStringLiteral("hello (.*)"),
                         .answer = QStringLiteral("Hello $1"),
                         .then = ReplyRule::Then::Close};

} // namespace

class TestReplyRulesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryField();
    void takesWhatIsTyped();
    void refusesWhatNoEditorGives();
    void marksTheCellThatIsWrong();
    void tellsTheFirstThingToMend();
    void addsRemovesAndMoves();
    void showsInertText();
    void namesItsColumns();
};

void TestReplyRulesModel::showsEveryField()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    model.setRules({ping, hello});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(textAt(model, 0, Model::WhenColumn), QStringLiteral("is"));
    QCOMPARE(textAt(model, 0, Model::PatternColumn), QStringLiteral("PING"));
    QCOMPARE(textAt(model, 0, Model::AnswerColumn), QStringLiteral("PONG\\n"));
    QCOMPARE(textAt(model, 0, Model::AfterColumn), QStringLiteral("5 ms"));
    QCOMPARE(textAt(model, 1, Model::WhenColumn), QStringLiteral("matches"));
    QCOMPARE(textAt(model, 1, Model::ThenColumn), QStringLiteral("close"));
}

void TestReplyRulesModel::takesWhatIsTyped()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    model.setRules({ping});
    const QSignalSpy edits(&model, &Model::edited);
    QVERIFY(model.setData(model.index(0, Model::WhenColumn), 2));
    QVERIFY(model.setData(model.index(0, Model::PatternColumn), QStringLiteral("x")));
    QVERIFY(model.setData(model.index(0, Model::AnswerColumn), QStringLiteral("$0")));
    QVERIFY(model.setData(model.index(0, Model::AfterColumn), 3600000));
    QVERIFY(model.setData(model.index(0, Model::ThenColumn), 3));
    QCOMPARE(edits.count(), 5);
    QVERIFY(model.setData(model.index(0, Model::ThenColumn), 3));
    QCOMPARE(edits.count(), 5); // nothing new
    QCOMPARE(model.rules(), QList<ReplyRule>({{.when = ReplyRule::When::Contains,
                                               .pattern = QStringLiteral("x"),
                                               .answer = QStringLiteral("$0"),
                                               .after = 3600000,
                                               .then = ReplyRule::Then::Reset}}));
}

void TestReplyRulesModel::refusesWhatNoEditorGives()
{
    Model model;
    model.setRules({ping});
    QVERIFY(!model.setData(model.index(0, Model::WhenColumn), 4));
    QVERIFY(!model.setData(model.index(0, Model::ThenColumn), -1));
    QVERIFY(!model.setData(model.index(0, Model::AfterColumn), 3600001));
    QVERIFY(!model.setData(QModelIndex(), 1));
    QCOMPARE(model.rules(), QList<ReplyRule>{ping});
}

void TestReplyRulesModel::marksTheCellThatIsWrong()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    model.setRules({ping});
    const QModelIndex answer = model.index(0, Model::AnswerColumn);
    QVERIFY(model.setData(answer, QStringLiteral("<b>$1")));
    QVERIFY(answer.data(Model::ProblemRole)
                .toString()
                .startsWith(QStringLiteral("\"$1\": the pattern has no such group.")));
    QVERIFY(!answer.data(Qt::ToolTipRole).toString().contains(u'<'));
    QCOMPARE(answer.data(Qt::EditRole).toString(), QStringLiteral("<b>$1")); // nothing is lost
    for (const int column : {Model::WhenColumn, Model::PatternColumn, Model::AfterColumn}) {
        QCOMPARE(model.index(0, column).data(Model::ProblemRole).toString(), QString());
    }
    // What the answer may hold depends on the pattern.
    model.setData(model.index(0, Model::WhenColumn), 3);
    model.setData(model.index(0, Model::PatternColumn), QStringLiteral("(x)"));
    QCOMPARE(answer.data(Model::ProblemRole).toString(), QString());
}

void TestReplyRulesModel::tellsTheFirstThingToMend()
{
    Model model;
    model.setRules({ping, {.pattern = QStringLiteral("\\q")}, {.answer = QStringLiteral("$")}});
    QCOMPARE(model.firstProblem()->rule, qsizetype(1));
    model.remove(1);
    QCOMPARE(model.firstProblem()->rule, qsizetype(1));
    QCOMPARE(*model.firstProblem()->field, ReplyRule::Field::Answer);
    model.remove(1);
    QVERIFY(!model.firstProblem());
}

void TestReplyRulesModel::addsRemovesAndMoves()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy edits(&model, &Model::edited);
    model.insert(0, {ping});
    model.insert(0, {hello, hello});
    QCOMPARE(model.rules(), (QList<ReplyRule>{hello, hello, ping}));
    model.swapWithNext(1);
    QCOMPARE(model.rules(), (QList<ReplyRule>{hello, ping, hello}));
    model.remove(0);
    QCOMPARE(model.rules(), (QList<ReplyRule>{ping, hello}));
    QCOMPARE(edits.count(), 4);
    model.insert(0, {});
    QCOMPARE(edits.count(), 4);
    QVERIFY(model.hasRoomFor(mostReplyRules - 2));
    QVERIFY(!model.hasRoomFor(mostReplyRules - 1));
}

void TestReplyRulesModel::showsInertText()
{
    Model model;
    model.setRules({{.pattern = QStringLiteral("a\n") + QChar(0x202e),
                     .answer = QString(100000, QChar(0x1b))}});
    QVERIFY(isInert(textAt(model, 0, Model::PatternColumn)));
    QVERIFY(isInert(textAt(model, 0, Model::AnswerColumn)));
    QVERIFY(textAt(model, 0, Model::AnswerColumn).size() < 5000);
    QVERIFY(isInert(model.index(0, Model::AnswerColumn).data(Qt::ToolTipRole).toString()));
}

void TestReplyRulesModel::namesItsColumns()
{
    const Model model;
    for (int column = 0; column < Model::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
        QVERIFY(
            model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().endsWith(u'.'));
    }
}

QTEST_APPLESS_MAIN(TestReplyRulesModel)
#include "tst_replyrulesmodel.moc"
