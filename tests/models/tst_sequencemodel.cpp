#include "tests/support/modeltexts.h"
#include "widgets/models/sequencemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

using Model = SequenceModel;

namespace
{

const WrittenStep login = {
    .wait = 20, .message = {.text = QStringLiteral("login"), .ending = LineEnding::CrLf}};
const WrittenStep answer = {
    .answer = QStringLiteral("token (\\w+)"),
    .atMost = 700,
    .message = {.notation = Notation::Escapes, .text = QStringLiteral("use $1\\n")}};

} // namespace

class TestSequenceModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryField();
    void takesWhatIsTyped();
    void refusesWhatNoEditorGives();
    void marksTheCellThatIsWrong();
    void allowsGroupsOnlyBehindAnAnswer();
    void tellsTheFirstThingToMend();
    void addsRemovesAndMoves();
    void showsInertText();
    void makesAPlanOfItsSteps();
    void keepsItsStepsAsText();
    void readsNothingThatIsNoSequence_data();
    void readsNothingThatIsNoSequence();
};

void TestSequenceModel::showsEveryField()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    model.setSteps({login, answer});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(textAt(model, 0, Model::WaitColumn), QStringLiteral("20 ms"));
    QCOMPARE(textAt(model, 0, Model::AtMostColumn), QString()); // for no answer
    QCOMPARE(textAt(model, 0, Model::NotationColumn), QStringLiteral("Text"));
    QCOMPARE(textAt(model, 0, Model::MessageColumn), QStringLiteral("login"));
    QCOMPARE(textAt(model, 0, Model::EndingColumn), QStringLiteral("CRLF"));
    QCOMPARE(textAt(model, 1, Model::AnswerColumn), QStringLiteral("token (\\w+)"));
    QCOMPARE(textAt(model, 1, Model::AtMostColumn), QStringLiteral("700 ms"));
    QCOMPARE(textAt(model, 1, Model::NotationColumn), QStringLiteral("Escapes"));
}

void TestSequenceModel::takesWhatIsTyped()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    model.setSteps({login});
    const QSignalSpy edits(&model, &Model::edited);
    QVERIFY(model.setData(model.index(0, Model::WaitColumn), 7));
    QVERIFY(model.setData(model.index(0, Model::AnswerColumn), QStringLiteral("a+")));
    QVERIFY(model.setData(model.index(0, Model::AtMostColumn), 8));
    QVERIFY(model.setData(model.index(0, Model::NotationColumn), static_cast<int>(Notation::Hex)));
    QVERIFY(model.setData(model.index(0, Model::MessageColumn), QStringLiteral("61")));
    QVERIFY(model.setData(model.index(0, Model::EndingColumn), static_cast<int>(LineEnding::Lf)));
    const WrittenStep wanted = {.wait = 7,
                                .answer = QStringLiteral("a+"),
                                .atMost = 8,
                                .message = {.notation = Notation::Hex,
                                            .text = QStringLiteral("61"),
                                            .ending = LineEnding::Lf}};
    QCOMPARE(model.steps(), QList<WrittenStep>{wanted});
    QCOMPARE(edits.size(), qsizetype(6));
    QVERIFY(model.setData(model.index(0, Model::WaitColumn), 7)); // nothing new
    QCOMPARE(edits.size(), qsizetype(6));
}

void TestSequenceModel::refusesWhatNoEditorGives()
{
    Model model;
    model.setSteps({login});
    QVERIFY(!model.setData(model.index(0, Model::WaitColumn), -1));
    QVERIFY(!model.setData(model.index(0, Model::WaitColumn), SequenceStep::mostWait + 1));
    QVERIFY(!model.setData(model.index(0, Model::NotationColumn), notationCount));
    QVERIFY(!model.setData(model.index(0, Model::EndingColumn), 3));
    QVERIFY(
        !model.setData(model.index(0, Model::MessageColumn), QStringLiteral("x"), Qt::DisplayRole));
    QCOMPARE(model.steps(), QList<WrittenStep>{login});
}

void TestSequenceModel::marksTheCellThatIsWrong()
{
    Model model;
    WrittenStep wrong = login;
    wrong.answer = QStringLiteral("(");
    wrong.message.notation = Notation::Hex;
    model.setSteps({wrong, WrittenStep()});
    const auto problemAt = [&model](int row, int column) {
        return model.index(row, column).data(Model::ProblemRole).toString();
    };
    QVERIFY(!problemAt(0, Model::AnswerColumn).isEmpty());
    QVERIFY(!problemAt(0, Model::MessageColumn).isEmpty());
    QVERIFY(problemAt(0, Model::WaitColumn).isEmpty());
    QVERIFY(problemAt(1, Model::MessageColumn).contains(QStringLiteral("does nothing")));
    model.setData(model.index(1, Model::WaitColumn), 5);
    QVERIFY(problemAt(1, Model::MessageColumn).isEmpty());
}

void TestSequenceModel::allowsGroupsOnlyBehindAnAnswer()
{
    QCOMPARE(answer.problemOf(WrittenStep::Field::Message), QString());
    WrittenStep without = answer;
    without.answer.clear();
    QVERIFY(!without.problemOf(WrittenStep::Field::Message).isEmpty());
    WrittenStep beyond = answer;
    beyond.message.text = QStringLiteral("$2");
    QVERIFY(!beyond.problemOf(WrittenStep::Field::Message).isEmpty());
}

void TestSequenceModel::tellsTheFirstThingToMend()
{
    Model model;
    model.setSteps({login, answer});
    QCOMPARE(model.firstProblem(), QString());
    model.setData(model.index(1, Model::AnswerColumn), QStringLiteral("["));
    QVERIFY(model.firstProblem().startsWith(QStringLiteral("Step 2: ")));
}

void TestSequenceModel::addsRemovesAndMoves()
{
    Model model;
    const QAbstractItemModelTester tester(&model);
    model.insert(0, answer);
    model.insert(0, login);
    QCOMPARE(model.steps(), (QList<WrittenStep>{login, answer}));
    model.swapWithNext(0);
    QCOMPARE(model.steps(), (QList<WrittenStep>{answer, login}));
    model.remove(0);
    QCOMPARE(model.steps(), QList<WrittenStep>{login});
}

void TestSequenceModel::showsInertText()
{
    Model model;
    WrittenStep step = login;
    step.answer = QStringLiteral("\u202eabc\n");
    step.message.text = QStringLiteral("a\r\n\u2066b");
    model.setSteps({step});
    QVERIFY(isInert(textAt(model, 0, Model::AnswerColumn)));
    QVERIFY(isInert(textAt(model, 0, Model::MessageColumn)));
}

void TestSequenceModel::makesAPlanOfItsSteps()
{
    const auto first = login.prepared();
    QVERIFY(first);
    QCOMPARE(first->wait, std::chrono::milliseconds(20));
    QVERIFY(!first->answer);
    QCOMPARE(first->message->fixedBytes(), QByteArray("login\r\n"));
    const auto second = answer.prepared();
    QVERIFY(second);
    QCOMPARE(second->answer->text, answer.answer);
    QCOMPARE(second->answer->atMost, std::chrono::milliseconds(700));
    QCOMPARE(second->answer->pattern.groupCount(), 1);
    const WrittenStep pause{.wait = 3};
    QVERIFY(!pause.prepared()->message);
    QVERIFY(!WrittenStep().prepared());
}

void TestSequenceModel::keepsItsStepsAsText()
{
    const QList<WrittenStep> steps{login, answer, WrittenStep()};
    QCOMPARE(stepsFromJson(stepsToJson(steps)), std::optional(steps));
}

void TestSequenceModel::readsNothingThatIsNoSequence_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("an object") << QByteArray("{}");
    QTest::newRow("a number") << QByteArray("[1]");
    QTest::newRow("too long a wait")
        << QByteArray(R"([{"text": "a", "wait": 99999999, "answer": "", "atMost": 1}])");
}

void TestSequenceModel::readsNothingThatIsNoSequence()
{
    QFETCH(const QByteArray, json);
    QVERIFY(!stepsFromJson(json));
}

QTEST_GUILESS_MAIN(TestSequenceModel)
#include "tst_sequencemodel.moc"
