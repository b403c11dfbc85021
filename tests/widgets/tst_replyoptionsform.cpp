#include "netcore/responders/registry.h"
#include "netcore/responders/replyrules.h"
#include "tests/support/widgets.h"
#include "widgets/pages/replyoptionsettings.h"
#include "widgets/views/replyoptionsform.h"
#include "widgets/views/replyrulesdialog.h"
#include "widgets/views/replyruleseditor.h"

#include <QPushButton>
#include <QSettings>

using namespace sockyard;
using namespace sockyard::test;

class TestReplyOptionsForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhatIsUsualInsteadOfWhatCannotBe();
    void takesNoListForAText();
    void takesALongText();
    void keepsRulesThatAreNotAppliedWhenAnotherReplyIsChosen();
    void takesOtherRulesThatAreGiven();

private:
    void choose(const char *reply, const ReplyOptions &chosen = {}) const;
    QPushButton *button(const char *name) const
    {
        return widgetNamed<QPushButton>(m_form.get(), name);
    }

    std::unique_ptr<ReplyOptionsForm> m_form;
};

void TestReplyOptionsForm::init()
{
    QSettings().clear();
    m_form = std::make_unique<ReplyOptionsForm>();
}

void TestReplyOptionsForm::cleanup()
{
    m_form.reset();
}

void TestReplyOptionsForm::choose(const char *reply, const ReplyOptions &chosen) const
{
    m_form->setOptions(responderNamed(QString::fromLatin1(reply))->options, chosen);
    m_form->show();
}

void TestReplyOptionsForm::showsWhatIsUsualInsteadOfWhatCannotBe()
{
    const QString key = QStringLiteral("read-size");
    for (const char *text : {"lots", "", "0", "99999999", "-1", "1.5"}) {
        choose("ack", {{key, QString::fromLatin1(text)}});
        QCOMPARE(m_form->chosen().value(key), QStringLiteral("1024"));
    }
    choose("ack", {{key, QStringLiteral(" 7 ")}});
    QCOMPARE(m_form->chosen().value(key), QStringLiteral("7"));
    choose("table", {{QStringLiteral("message"), QStringLiteral("letter")},
                     {QStringLiteral("otherwise"), QStringLiteral("close")}});
    QCOMPARE(m_form->chosen().value(QStringLiteral("message")), QStringLiteral("line"));
    QCOMPARE(m_form->chosen().value(QStringLiteral("otherwise")), QStringLiteral("close"));
}

void TestReplyOptionsForm::takesNoListForAText()
{
    const QString key = QStringLiteral("server/replies/welcome/greeting");
    QSettings().setValue(key, QStringList{QStringLiteral("a"), QStringLiteral("b")});
    QVERIFY(savedReplyOptions(QStringLiteral("welcome")).isEmpty());
    QSettings().setValue(key, QStringLiteral("a, b"));
    QCOMPARE(savedReplyOptions(QStringLiteral("welcome")).value(QStringLiteral("greeting")),
             QStringLiteral("a, b"));
}

void TestReplyOptionsForm::takesALongText()
{
    const QString body(60000, u'x'); // from the command line
    choose("http", {{QStringLiteral("body"), body}});
    QCOMPARE(m_form->chosen().value(QStringLiteral("body")), body);
    QString error;
    const OptionValues tooLong(
        responderNamed(QStringLiteral("http"))->options,
        {{QStringLiteral("body"), QString(ReplyOption::longestText + 1, u'x')}}, &error);
    QVERIFY2(error.startsWith(QStringLiteral("body: ")), qPrintable(error));
}

void TestReplyOptionsForm::keepsRulesThatAreNotAppliedWhenAnotherReplyIsChosen()
{
    choose("table");
    QTest::mouseClick(button("option-rules"), Qt::LeftButton);
    auto *dialog = m_form->findChild<ReplyRulesDialog *>();
    QVERIFY(dialog->isVisible());
    QTest::mouseClick(widgetNamed<QAbstractButton>(dialog, "addRuleButton"), Qt::LeftButton);
    QVERIFY(dialog->isWindowModified());
    const QString typed = dialog->findChild<ReplyRulesEditor *>()->rules();
    const QString applied = m_form->chosen().value(QStringLiteral("rules"));
    QVERIFY(typed != applied);

    choose("echo");
    QVERIFY(!dialog->isVisible()); // they are the rules of another reply
    QVERIFY(m_form->chosen().isEmpty());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

    choose("table");
    QCOMPARE(m_form->chosen().value(QStringLiteral("rules")), applied);
    QTest::mouseClick(button("option-rules"), Qt::LeftButton);
    dialog = m_form->findChild<ReplyRulesDialog *>();
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->isWindowModified());
    QCOMPARE(dialog->findChild<ReplyRulesEditor *>()->rules(), typed);
}

void TestReplyOptionsForm::takesOtherRulesThatAreGiven()
{
    choose("table");
    const QString rules = QStringLiteral("[{\"when\":\"is\",\"pattern\":\"a\"}]");
    choose("table", {{QStringLiteral("rules"), rules}});
    QCOMPARE(m_form->chosen().value(QStringLiteral("rules")), rules);
    QTest::mouseClick(button("option-rules"), Qt::LeftButton);
    auto *const editor = m_form->findChild<ReplyRulesEditor *>();
    QCOMPARE(replyRulesFromJson(editor->rules()).rules.size(), 1);
}

QTEST_MAIN(TestReplyOptionsForm)
#include "tst_replyoptionsform.moc"
