#include "widgets/models/historywalk.h"
#include "widgets/models/messagedrafts.h"

#include <QTest>

using namespace sockyard;

namespace
{

Message text(const QString &words)
{
    return {.text = words};
}

Message in(Notation notation, const QString &words)
{
    return {.notation = notation, .text = words};
}

} // namespace

class TestMessageDrafts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rewritesWhatCanBeWrittenExactly();
    void goesBackToWhatWasTypedAsItWasTyped();
    void takesOverWhatWasTypedOn();
    void showsWhatANotationHadWhereNothingCanBeRewritten();
    void comesBackThroughAFile();
    void keepsEncodingAndEnding();
    void beginsAnewWhereTheMessageIsDoneWith();
    void keepsTheOthersWhereOneIsDoneWith();
    void walksBackAndForth();
    void keepsWhatWasChangedOnTheWalk();
    void comesBackToWhatWasSetAside();
};

void TestMessageDrafts::rewritesWhatCanBeWrittenExactly()
{
    MessageDrafts drafts;
    const Message hex = drafts.switched(text(QStringLiteral("hello")), Notation::Hex);
    QCOMPARE(hex.text.toLower(), QStringLiteral("68 65 6c 6c 6f"));
    QCOMPARE(drafts.switched(hex, Notation::Escapes).text, QStringLiteral("hello"));
}

void TestMessageDrafts::goesBackToWhatWasTypedAsItWasTyped()
{
    MessageDrafts drafts;
    const QString typed = QStringLiteral("0x68,0x65");
    const Message shown = drafts.switched(in(Notation::Hex, typed), Notation::Text);
    QCOMPARE(shown.text, QStringLiteral("he"));
    QCOMPARE(drafts.switched(shown, Notation::Hex).text, typed);
}

void TestMessageDrafts::takesOverWhatWasTypedOn()
{
    MessageDrafts drafts;
    Message shown = drafts.switched(in(Notation::Hex, QStringLiteral("0x68")), Notation::Text);
    shown.text = QStringLiteral("hi");
    QCOMPARE(drafts.switched(shown, Notation::Hex).text.toLower(), QStringLiteral("68 69"));
}

void TestMessageDrafts::showsWhatANotationHadWhereNothingCanBeRewritten()
{
    MessageDrafts drafts;
    const QString macros = QStringLiteral("now: ${time}");
    Message hex = drafts.switched(in(Notation::Escapes, macros), Notation::Hex);
    QCOMPARE(hex.text, QString());
    hex.text = QStringLiteral("00 01");
    QCOMPARE(drafts.switched(hex, Notation::Escapes).text, macros);
    QCOMPARE(drafts.switched(in(Notation::Escapes, macros), Notation::Hex).text,
             QStringLiteral("00 01"));
}

void TestMessageDrafts::comesBackThroughAFile()
{
    MessageDrafts drafts;
    Message file = drafts.switched(text(QStringLiteral("hello")), Notation::File);
    QCOMPARE(file.text, QString());
    file.text = QStringLiteral("/tmp/a");
    const Message shown = drafts.switched(file, Notation::Text);
    QCOMPARE(shown.text, QStringLiteral("hello"));
    QCOMPARE(drafts.switched(shown, Notation::File).text, QStringLiteral("/tmp/a"));
    // To a third notation goes what can be written in it.
    QCOMPARE(drafts.switched(file, Notation::Hex).text.toLower(), QStringLiteral("68 65 6c 6c 6f"));
}

void TestMessageDrafts::keepsEncodingAndEnding()
{
    MessageDrafts drafts;
    Message message = text(QStringLiteral("a"));
    message.encoding = TextEncoding::Latin1;
    message.ending = LineEnding::CrLf;
    const Message shown = drafts.switched(message, Notation::Hex);
    QCOMPARE(shown.text, QStringLiteral("61"));
    QCOMPARE(shown.encoding, TextEncoding::Latin1);
    QCOMPARE(shown.ending, LineEnding::CrLf);
}

void TestMessageDrafts::beginsAnewWhereTheMessageIsDoneWith()
{
    MessageDrafts drafts;
    const Message shown = drafts.switched(text(QStringLiteral("a")), Notation::Hex);
    drafts.forgetShown();
    Message empty = shown;
    empty.text.clear();
    QCOMPARE(drafts.switched(empty, Notation::Text).text, QString());
}

void TestMessageDrafts::keepsTheOthersWhereOneIsDoneWith()
{
    MessageDrafts drafts;
    const QString macros = QStringLiteral("${counter}");
    Message hex = drafts.switched(in(Notation::Escapes, macros), Notation::Hex);
    hex.text = QStringLiteral("00");
    QCOMPARE(drafts.switched(hex, Notation::Hex).text, QStringLiteral("00"));
    drafts.forgetShown(); // the hexadecimal one was sent
    hex.text.clear();
    QCOMPARE(drafts.switched(hex, Notation::Escapes).text, macros);
}

void TestMessageDrafts::walksBackAndForth()
{
    HistoryWalk walk;
    const QList<Message> history{text(QStringLiteral("one")), text(QStringLiteral("two"))};
    const Message typed = text(QStringLiteral("three"));
    QVERIFY(!walk.newer(typed));
    const auto two = walk.older(history, typed);
    QCOMPARE(two->text, QStringLiteral("two"));
    const auto one = walk.older(history, *two);
    QCOMPARE(one->text, QStringLiteral("one"));
    QVERIFY(!walk.older(history, *one));
    QCOMPARE(walk.newer(*one)->text, QStringLiteral("two"));
    QCOMPARE(walk.newer(*two)->text, QStringLiteral("three"));
    QVERIFY(!walk.newer(typed));
}

void TestMessageDrafts::keepsWhatWasChangedOnTheWalk()
{
    HistoryWalk walk;
    const QList<Message> history{text(QStringLiteral("one")), text(QStringLiteral("two"))};
    const auto two = walk.older(history, {});
    const Message changed = text(QStringLiteral("two and more"));
    const auto one = walk.older(history, changed);
    QCOMPARE(walk.newer(*one)->text, changed.text);
    walk.end();
    QCOMPARE(walk.older(history, {})->text, QStringLiteral("two"));
}

void TestMessageDrafts::comesBackToWhatWasSetAside()
{
    HistoryWalk walk;
    const QList<Message> history{text(QStringLiteral("one"))};
    walk.setAside(text(QStringLiteral("half a mess")));
    const auto aside = walk.older(history, text(QStringLiteral("saved")));
    QCOMPARE(aside->text, QStringLiteral("half a mess"));
    QCOMPARE(walk.older(history, *aside)->text, QStringLiteral("one"));
}

QTEST_GUILESS_MAIN(TestMessageDrafts)
#include "tst_messagedrafts.moc"
