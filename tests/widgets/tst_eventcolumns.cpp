#include "widgets/views/eventcolumns.h"

#include <QTest>

using namespace sockyard;

class TestEventColumns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheUsualOnesAtFirst();
    void isTheSameAfterItWasWritten();
    void keepsTheLastColumnThatIsShown();
    void survivesWhatAnyVersionWrote_data();
    void survivesWhatAnyVersionWrote();
};

void TestEventColumns::showsTheUsualOnesAtFirst()
{
    QCOMPARE(EventColumns().toText(),
             QStringLiteral("!number time delta !connection !local peer event bytes !note data"));
}

void TestEventColumns::isTheSameAfterItWasWritten()
{
    EventColumns columns;
    columns.setShown(EventModel::NoteColumn, true);
    columns.setShown(EventModel::DeltaColumn, false);
    columns.setWidth(EventModel::PeerColumn, 321);
    columns.move(EventModel::NoteColumn, 0);
    QVERIFY(columns != EventColumns());
    QCOMPARE(EventColumns::fromText(columns.toText()), columns);
    QCOMPARE(columns.columns().first().column, int(EventModel::NoteColumn));
    QCOMPARE(columns.width(EventModel::PeerColumn), 321);
}

void TestEventColumns::keepsTheLastColumnThatIsShown()
{
    EventColumns columns;
    for (int column = 0; column < EventModel::DataColumn; ++column) {
        QVERIFY(columns.setShown(column, false));
    }
    QVERIFY(!columns.setShown(EventModel::DataColumn, false));
    QVERIFY(columns.isShown(EventModel::DataColumn));
}

void TestEventColumns::survivesWhatAnyVersionWrote_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kept");
    const QString usual = EventColumns().toText();
    QTest::newRow("nothing") << QString() << usual;
    QTest::newRow("nonsense") << QStringLiteral("= ! =9 !! \n x") << usual;
    QTest::newRow("all hidden")
        << QStringLiteral("!number !time !delta !connection !local !peer !event !bytes !note !data")
        << usual;
    QTest::newRow("a column of a later version")
        << QStringLiteral("data colour=3 time")
        << QStringLiteral("data time !number delta !connection !local peer event bytes !note");
    QTest::newRow("a column twice")
        << QStringLiteral("time data time")
        << QStringLiteral("data !number time delta !connection !local peer event bytes !note");
    QTest::newRow("widths that are none")
        << QStringLiteral("time=-5 delta=x peer=1 event=999999999 bytes=99999999999999")
        << QStringLiteral("time delta peer=16 event=4096 bytes !number !connection !local !note "
                          "data");
    QTest::newRow("too much") << QStringLiteral("time ").repeated(100000) << QString();
}

void TestEventColumns::survivesWhatAnyVersionWrote()
{
    QFETCH(const QString, text);
    QFETCH(const QString, kept);
    const EventColumns columns = EventColumns::fromText(text);
    QCOMPARE(columns.columns().size(), qsizetype(EventModel::ColumnCount));
    QVERIFY(columns.shownCount() > 0);
    if (!kept.isEmpty()) {
        QCOMPARE(columns.toText(), kept);
    }
}

QTEST_GUILESS_MAIN(TestEventColumns)
#include "tst_eventcolumns.moc"
