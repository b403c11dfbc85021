#include "widgets/models/eventmarks.h"

#include <QSignalSpy>
#include <QTest>

using namespace sockyard;

class TestEventMarks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksAndUnmarks();
    void keepsANoteAndAMarkApart();
    void tellsOnlyWhatHasChanged();
    void keepsANoteOnOneLineAndBounded();
    void walksFromMarkToMark();
    void forgetsWhatIsGone();
    void tellsWhenTheReferenceIsGone();
};

void TestEventMarks::marksAndUnmarks()
{
    EventMarks marks;
    QVERIFY(marks.isEmpty());
    marks.setMarked(3, true);
    QVERIFY(marks.isMarked(3));
    QVERIFY(!marks.isMarked(2));
    QVERIFY(!marks.isEmpty());
    marks.setMarked(3, false);
    QVERIFY(!marks.isMarked(3));
    QVERIFY(marks.isEmpty());
}

void TestEventMarks::keepsANoteAndAMarkApart()
{
    EventMarks marks;
    marks.setNote(3, QStringLiteral("odd"));
    QVERIFY(!marks.isMarked(3));
    QCOMPARE(marks.noteOf(3), QStringLiteral("odd"));
    marks.setMarked(3, true);
    marks.setNote(3, {});
    QVERIFY(marks.isMarked(3));
    QCOMPARE(marks.noteOf(3), QString());
    marks.setNote(3, QStringLiteral("odd again"));
    marks.setMarked(3, false);
    QCOMPARE(marks.noteOf(3), QStringLiteral("odd again"));
    marks.setNote(3, QStringLiteral("  "));
    QVERIFY(marks.isEmpty());
}

void TestEventMarks::tellsOnlyWhatHasChanged()
{
    EventMarks marks;
    const QSignalSpy changed(&marks, &EventMarks::changed);
    const QSignalSpy reference(&marks, &EventMarks::referenceChanged);
    marks.setMarked(3, true);
    marks.setMarked(3, true);
    marks.setNote(4, QStringLiteral("a"));
    marks.setNote(4, QStringLiteral("a"));
    marks.setNote(5, {});
    marks.setMarked(6, false);
    QCOMPARE(changed.size(), qsizetype(2));
    QCOMPARE(changed.at(0).at(0).toULongLong(), 3ULL);
    QCOMPARE(changed.at(1).at(0).toULongLong(), 4ULL);
    marks.setReference(3);
    marks.setReference(3);
    marks.setReference(std::nullopt);
    QCOMPARE(reference.size(), qsizetype(2));
}

void TestEventMarks::keepsANoteOnOneLineAndBounded()
{
    EventMarks marks;
    marks.setNote(1, QStringLiteral(" two\nlines\r\nand\ta tab "));
    QCOMPARE(marks.noteOf(1), QStringLiteral("two lines and a tab"));
    marks.setNote(1, QString(1000000, u'x'));
    QCOMPARE(marks.noteOf(1).size(), qsizetype(EventMarks::longestNote));
}

void TestEventMarks::walksFromMarkToMark()
{
    EventMarks marks;
    QVERIFY(!marks.first());
    QVERIFY(!marks.nextAfter(0));
    QVERIFY(!marks.lastBefore(100));
    marks.setMarked(10, true);
    marks.setNote(20, QStringLiteral("a note counts too"));
    marks.setMarked(30, true);
    QCOMPARE(marks.first(), std::optional<EventNumber>(10));
    QCOMPARE(marks.nextAfter(0), std::optional<EventNumber>(10));
    QCOMPARE(marks.nextAfter(10), std::optional<EventNumber>(20));
    QCOMPARE(marks.nextAfter(25), std::optional<EventNumber>(30));
    QVERIFY(!marks.nextAfter(30));
    QCOMPARE(marks.lastBefore(100), std::optional<EventNumber>(30));
    QCOMPARE(marks.lastBefore(30), std::optional<EventNumber>(20));
    QVERIFY(!marks.lastBefore(10));
}

void TestEventMarks::forgetsWhatIsGone()
{
    EventMarks marks;
    marks.setMarked(10, true);
    marks.setMarked(20, true);
    marks.setReference(20);
    marks.forgetBefore(20);
    QVERIFY(!marks.isMarked(10));
    QVERIFY(marks.isMarked(20));
    QCOMPARE(marks.reference(), std::optional<EventNumber>(20));
}

void TestEventMarks::tellsWhenTheReferenceIsGone()
{
    EventMarks marks;
    marks.setReference(5);
    const QSignalSpy reference(&marks, &EventMarks::referenceChanged);
    marks.forgetBefore(5);
    QVERIFY(reference.isEmpty());
    marks.forgetBefore(6);
    QCOMPARE(reference.size(), qsizetype(1));
    QVERIFY(!marks.reference());
}

QTEST_GUILESS_MAIN(TestEventMarks)
#include "tst_eventmarks.moc"
