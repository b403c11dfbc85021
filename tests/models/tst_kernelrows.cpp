#include "tests/support/kernelviews.h"
#include "widgets/models/kernelrows.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;

namespace
{

QStringList namesOf(const KernelView &view)
{
    QStringList names;
    for (const KernelRow &row : kernelRows(view)) {
        names.append(row.name);
    }
    return names;
}

KernelRow rowOf(const KernelView &view, const QString &name)
{
    const auto rows = kernelRows(view);
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&name](const KernelRow &each) { return each.name == name; });
    return row == rows.end() ? KernelRow() : *row;
}

QString remarksOf(const KernelView &view)
{
    QString text;
    for (const KernelRemark &remark : kernelRemarks(view)) {
        text += kernelSign(remark.mark) + u' ' + remark.text + u'\n';
    }
    return text;
}

} // namespace

class TestKernelRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUnknownSocketHasNoRows();
    void everyRowIsExplained();
    void aCalmConnectionHasNoMarks();
    void anOpenConnectionKeepsItsRows();
    void numbersHaveUnits();
    void tellsThatThisProgramDoesNotRead();
    void tellsThatThePeerDoesNotRead();
    void bytesOnTheirWayAreNothingToTell();
    void tellsThatNobodyAnswers();
    void earlierRetransmitsAreWorthALook();
    void aListenerTellsWhoWaits();
    void whatIsLeftOfTimeWaitIsToldInSeconds();
    void textHoldsEverything();
};

void TestKernelRows::anUnknownSocketHasNoRows()
{
    QVERIFY(kernelRows({}).empty());
    QVERIFY(kernelRemarks({}).empty());
    QCOMPARE(kernelText({}), QString());
}

void TestKernelRows::everyRowIsExplained()
{
    KernelView view = calmView();
    view.waiting = 1;
    view.mostWaiting = 5;
    view.endsIn = 1s;
    QSet<QString> names;
    QSet<QString> explanations;
    const auto rows = kernelRows(view);
    for (const KernelRow &row : rows) {
        QVERIFY2(!row.value.isEmpty(), qPrintable(row.name));
        QVERIFY2(row.explanation.endsWith(u'.'), qPrintable(row.name));
        names.insert(row.name);
        explanations.insert(row.explanation);
    }
    QCOMPARE(names.size(), static_cast<qsizetype>(rows.size()));
    QCOMPARE(explanations.size(), static_cast<qsizetype>(rows.size()));
}

void TestKernelRows::aCalmConnectionHasNoMarks()
{
    for (const KernelRow &row : kernelRows(calmView())) {
        QVERIFY2(row.mark == KernelRow::Mark::None, qPrintable(row.name));
    }
    QVERIFY(kernelRemarks(calmView()).empty());
}

void TestKernelRows::anOpenConnectionKeepsItsRows()
{
    const KernelView before = calmView();
    KernelView after = before;
    after.lastSent = 1s;
    after.lastReceived = 1s;
    after.slowStartThreshold = 7;
    after.deliveryRate = 1000;
    after.pacingRate = 1000;
    after.unread = 5;
    after.retransmitsInAll = 3;
    QCOMPARE(namesOf(after), namesOf(before));
    QCOMPARE(rowOf(before, QStringLiteral("Last sent")).value, QStringLiteral("nothing yet"));
    QCOMPARE(rowOf(before, QStringLiteral("Slow-start threshold")).value,
             QStringLiteral("none yet"));
    KernelView unmeasured = before;
    unmeasured.roundTrip.reset();
    QCOMPARE(rowOf(unmeasured, QStringLiteral("Round trip")).value,
             QStringLiteral("not measured yet"));
}

void TestKernelRows::numbersHaveUnits()
{
    KernelView view = calmView();
    view.lastReceived = 1500ms;
    view.slowStartThreshold = 1;
    view.deliveryRate = 2048;
    QCOMPARE(rowOf(view, QStringLiteral("Round trip")).value, QStringLiteral("1.2 ms ± 300.0 µs"));
    QCOMPARE(rowOf(view, QStringLiteral("Congestion window")).value,
             QStringLiteral("10 segments, 14.1 KiB"));
    QCOMPARE(rowOf(view, QStringLiteral("Slow-start threshold")).value,
             QStringLiteral("1 segment"));
    QCOMPARE(rowOf(view, QStringLiteral("Delivery rate")).value, QStringLiteral("2.0 KiB/s"));
    QCOMPARE(rowOf(view, QStringLiteral("Last received")).value, QStringLiteral("1.50 s ago"));
    view.lastReceived = 0ms;
    QCOMPARE(rowOf(view, QStringLiteral("Last received")).value, QStringLiteral("just now"));
    QCOMPARE(rowOf(view, QStringLiteral("MSS")).value, QStringLiteral("↑ 1448 B  ↓ 1460 B"));
}

void TestKernelRows::tellsThatThisProgramDoesNotRead()
{
    KernelView view = calmView();
    view.unread = 5;
    QCOMPARE(rowOf(view, QStringLiteral("Unread here")).mark, KernelRow::Mark::Look);
    QCOMPARE(remarksOf(view), QStringLiteral("⚠ This program does not read: 5 B wait for it.\n"));
}

void TestKernelRows::tellsThatThePeerDoesNotRead()
{
    KernelView view = calmView();
    view.unacknowledged = 100000;
    view.notSent = 100000;
    view.peerWindow = 0;
    QVERIFY(view.peerDoesNotRead());
    QVERIFY(remarksOf(view).startsWith(QStringLiteral("⚠ The peer does not read:")));
    view.peerWindow = 1447; // no room for a segment: RFC 9293, 3.8.6.2.1
    QVERIFY(view.peerDoesNotRead());
    view.peerWindow = 1448;
    QVERIFY(!view.peerDoesNotRead());
    view.notSent = 10;
    view.unacknowledged = 10;
    view.peerWindow = 9;
    QVERIFY(view.peerDoesNotRead());
    view.peerWindow = 10;
    QVERIFY(!view.peerDoesNotRead());
    view.peerWindow.reset(); // an old kernel does not say
    QVERIFY(!view.peerDoesNotRead());
}

void TestKernelRows::bytesOnTheirWayAreNothingToTell()
{
    KernelView view = calmView();
    view.unacknowledged = 100000;
    QVERIFY(kernelRemarks(view).empty());
    view.notSent = 50000; // more will leave when these are acknowledged
    view.peerWindow = 0;
    QVERIFY(kernelRemarks(view).empty());
}

void TestKernelRows::tellsThatNobodyAnswers()
{
    KernelView view = calmView();
    view.unacknowledged = 5;
    view.retransmitsInARow = 3;
    view.retransmitsInFlight = 1;
    view.retransmitsInAll = 4;
    const KernelRow row = rowOf(view, QStringLiteral("Retransmits"));
    QCOMPARE(row.value, QStringLiteral("4, 3 in a row"));
    QCOMPARE(row.mark, KernelRow::Mark::Bad);
    QVERIFY(remarksOf(view).startsWith(QStringLiteral("✗ The peer's system does not answer")));
    view.retransmitsInARow = 0;
    QCOMPARE(rowOf(view, QStringLiteral("Retransmits")).value, QStringLiteral("4, 1 on the way"));
    QVERIFY(remarksOf(view).startsWith(QStringLiteral("⚠ Segments were lost")));
}

void TestKernelRows::earlierRetransmitsAreWorthALook()
{
    KernelView view = calmView();
    view.retransmitsInAll = 1;
    const KernelRow row = rowOf(view, QStringLiteral("Retransmits"));
    QCOMPARE(row.value, QStringLiteral("1"));
    QCOMPARE(row.mark, KernelRow::Mark::Look);
    QVERIFY(kernelRemarks(view).empty()); // it is over
}

void TestKernelRows::aListenerTellsWhoWaits()
{
    KernelView view;
    view.state = TcpState::Listen;
    view.waiting = 0;
    view.mostWaiting = 5;
    QCOMPARE(namesOf(view), QStringList({QStringLiteral("Waiting clients"),
                                         QStringLiteral("Most that may wait")}));
    QCOMPARE(remarksOf(view), QString());
    view.waiting = 4;
    QVERIFY(remarksOf(view).startsWith(kernelSign(KernelRow::Mark::Look)));
    view.waiting = 6; // Linux lets one more in
    QVERIFY(remarksOf(view).startsWith(kernelSign(KernelRow::Mark::Bad)));
    QCOMPARE(rowOf(view, QStringLiteral("Waiting clients")).mark, KernelRow::Mark::Bad);
}

void TestKernelRows::whatIsLeftOfTimeWaitIsToldInSeconds()
{
    KernelView view;
    view.state = TcpState::TimeWait;
    view.endsIn = 53001ms;
    view.unacknowledged = 0;
    QCOMPARE(rowOf(view, QStringLiteral("Gone in")).value, QStringLiteral("54 s"));
    QCOMPARE(namesOf(view).size(), qsizetype(2));
}

void TestKernelRows::textHoldsEverything()
{
    KernelView view = calmView();
    view.state = TcpState::CloseWait;
    view.unread = 5;
    const QString text = kernelText(view);
    QVERIFY(text.startsWith(QStringLiteral("TCP state: CLOSE-WAIT\n")));
    for (const KernelRow &row : kernelRows(view)) {
        QVERIFY(text.contains(u'\n' + row.name + QStringLiteral(": ") + row.value + u'\n'));
    }
    QVERIFY(text.endsWith(QStringLiteral("\n⚠ This program does not read: 5 B wait for it.\n")));
}

QTEST_GUILESS_MAIN(TestKernelRows)
#include "tst_kernelrows.moc"
