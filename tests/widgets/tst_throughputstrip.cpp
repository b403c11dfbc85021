#include "tests/support/widgets.h"
#include "widgets/views/throughputstrip.h"

#include <QHelpEvent>
#include <QSignalSpy>
#include <QToolTip>

#include <utility>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

constexpr std::int64_t second = 1000000000;

// Counts how often it is painted.
class CountedStrip : public ThroughputStrip
{
public:
    using ThroughputStrip::ThroughputStrip;
    int paintings = 0;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        ++paintings;
        ThroughputStrip::paintEvent(event);
    }
};

} // namespace

class TestThroughputStrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysThatThereIsNothingYet();
    void doesNothingWhileThereIsNothing();
    void saysTheFiguresOfTheLastWholeSecond();
    void aClickTellsWhichEventHappenedThen();
    void aClickBesideTheBarsTellsNothing();
    void isUsedByKeys();
    void keepsTheChosenSecondWhileTimeGoesOn();
    void showsTheLastWholeSecondAgainWhenOneGoesElsewhere();
    void explainsASecondInAToolTip();
    void paintsItselfAFewTimesASecondAtMost();
    void drawsReceivedAboveAndSentBelow();

private:
    void tell(std::int64_t elapsed, EventKind kind, std::uint64_t bytes);
    /// Ten seconds; in each two events, of which one received ten times its number.
    void tellTenSeconds();
    QPoint barFromEnd(int count) const
    {
        return {m_strip->width() - 5 - 3 * (count - 1), m_strip->height() / 2};
    }

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<Throughput> m_throughput;
    std::unique_ptr<CountedStrip> m_strip;
};

void TestThroughputStrip::init()
{
    m_log = std::make_unique<EventLog>();
    m_throughput = std::make_unique<Throughput>();
    m_strip = std::make_unique<CountedStrip>(*m_throughput);
    m_strip->resize(700, m_strip->sizeHint().height());
    m_strip->show();
    QVERIFY(QTest::qWaitForWindowActive(m_strip.get()));
}

void TestThroughputStrip::cleanup()
{
    QToolTip::hideText();
    m_strip.reset();
}

void TestThroughputStrip::tell(std::int64_t elapsed, EventKind kind, std::uint64_t bytes)
{
    m_log->append({.kind = kind, .bytes = bytes, .moment = Moment{0, elapsed}});
    m_throughput->apply(m_log->at(m_log->size() - 1).value());
    m_strip->refresh();
}

void TestThroughputStrip::tellTenSeconds()
{
    for (int number = 0; number < 10; ++number) {
        tell(number * second, EventKind::Note, 0);
        tell(number * second + 1, EventKind::Received, static_cast<std::uint64_t>(number) * 10);
    }
}

void TestThroughputStrip::saysThatThereIsNothingYet()
{
    QCOMPARE(m_strip->text(), QStringLiteral("No events yet"));
    QCOMPARE(m_strip->accessibleDescription(), m_strip->text());
    QVERIFY(!m_strip->accessibleName().isEmpty());
    QVERIFY(!m_strip->grab().isNull());
}

void TestThroughputStrip::doesNothingWhileThereIsNothing()
{
    const QSignalSpy clicked(m_strip.get(), &ThroughputStrip::timeClicked);
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, barFromEnd(1));
    for (const auto key :
         {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End, Qt::Key_Return}) {
        QTest::keyClick(m_strip.get(), key);
    }
    QVERIFY(clicked.isEmpty());
}

void TestThroughputStrip::saysTheFiguresOfTheLastWholeSecond()
{
    tell(59 * second, EventKind::Received, 1);
    tell(61 * second, EventKind::Received, 2048);
    tell(61 * second, EventKind::Sent, 5);
    tell(61 * second, EventKind::Closed, 0);
    tell(62 * second, EventKind::Received, 1); // there will be more in this one
    QCOMPARE(m_strip->text(),
             QStringLiteral("second 1:01 of the log, ↓ received 2.0 KiB in 1 event, ↑ sent 5 B in "
                            "1 event, 3 events in all"));
    QTRY_COMPARE(m_strip->accessibleDescription(), m_strip->text());
}

void TestThroughputStrip::aClickTellsWhichEventHappenedThen()
{
    tellTenSeconds();
    const QSignalSpy clicked(m_strip.get(), &ThroughputStrip::timeClicked);
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, barFromEnd(1));
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, barFromEnd(4));
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, barFromEnd(10));
    QCOMPARE(clicked.size(), qsizetype(3));
    QCOMPARE(clicked.at(0).at(0).toULongLong(), 18ULL);
    QCOMPARE(clicked.at(1).at(0).toULongLong(), 12ULL);
    QCOMPARE(clicked.at(2).at(0).toULongLong(), 0ULL);
}

void TestThroughputStrip::aClickBesideTheBarsTellsNothing()
{
    tellTenSeconds();
    const QSignalSpy clicked(m_strip.get(), &ThroughputStrip::timeClicked);
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, barFromEnd(11)); // before the log began
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, QPoint(10, 10));
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, QPoint(m_strip->width() - 1, 10));
    QVERIFY(clicked.isEmpty());
}

void TestThroughputStrip::isUsedByKeys()
{
    tellTenSeconds();
    m_strip->setFocus();
    const QSignalSpy clicked(m_strip.get(), &ThroughputStrip::timeClicked);
    const auto enter = [&] {
        QTest::keyClick(m_strip.get(), Qt::Key_Return);
        return clicked.last().at(0).toULongLong();
    };
    QCOMPARE(enter(), 18ULL); // the last second, where none is chosen
    QTest::keyClick(m_strip.get(), Qt::Key_Left);
    QTest::keyClick(m_strip.get(), Qt::Key_Left);
    QVERIFY(m_strip->text().contains(QStringLiteral("received 80 B")));
    QCOMPARE(m_strip->accessibleDescription(), m_strip->text());
    QCOMPARE(enter(), 16ULL);
    QTest::keyClick(m_strip.get(), Qt::Key_Right);
    QTest::keyClick(m_strip.get(), Qt::Key_Right);
    QTest::keyClick(m_strip.get(), Qt::Key_Right);
    QCOMPARE(enter(), 18ULL);
    QTest::keyClick(m_strip.get(), Qt::Key_Home);
    QCOMPARE(enter(), 0ULL);
    QTest::keyClick(m_strip.get(), Qt::Key_Left);
    QCOMPARE(enter(), 0ULL);
    QTest::keyClick(m_strip.get(), Qt::Key_PageDown);
    QCOMPARE(enter(), 18ULL);
    QTest::keyClick(m_strip.get(), Qt::Key_PageUp);
    QCOMPARE(enter(), 0ULL);
    QTest::keyClick(m_strip.get(), Qt::Key_End);
    QCOMPARE(enter(), 18ULL);
}

void TestThroughputStrip::keepsTheChosenSecondWhileTimeGoesOn()
{
    tellTenSeconds();
    m_strip->setFocus();
    QTest::keyClick(m_strip.get(), Qt::Key_Left);
    QTest::keyClick(m_strip.get(), Qt::Key_Left);
    const QString text = m_strip->text();
    tell(15 * second, EventKind::Received, 1);
    QCOMPARE(m_strip->text(), text);
    // Until it has gone out of view.
    tell(1000 * second, EventKind::Received, 7);
    tell(1001 * second, EventKind::Received, 1);
    QVERIFY(m_strip->text().contains(QStringLiteral("received 7 B")));
}

void TestThroughputStrip::showsTheLastWholeSecondAgainWhenOneGoesElsewhere()
{
    tellTenSeconds();
    m_strip->setFocus();
    QTest::keyClick(m_strip.get(), Qt::Key_Home);
    QVERIFY(m_strip->text().contains(QStringLiteral("received 0 B")));
    m_strip->clearFocus();
    QVERIFY(m_strip->text().contains(QStringLiteral("received 80 B")));
}

void TestThroughputStrip::explainsASecondInAToolTip()
{
    tellTenSeconds();
    const QPoint place = barFromEnd(2);
    QHelpEvent help(QEvent::ToolTip, place, m_strip->mapToGlobal(place));
    QApplication::sendEvent(m_strip.get(), &help);
    QVERIFY(QToolTip::text().contains(QStringLiteral("received 80 B in 1 event")));
    QHelpEvent beside(QEvent::ToolTip, QPoint(1, 1), m_strip->mapToGlobal(QPoint(1, 1)));
    QApplication::sendEvent(m_strip.get(), &beside);
    QTRY_VERIFY(!QToolTip::isVisible());
}

void TestThroughputStrip::paintsItselfAFewTimesASecondAtMost()
{
    tellTenSeconds();
    QTRY_VERIFY(m_strip->accessibleDescription().contains(QStringLiteral("80 B")));
    QCoreApplication::sendPostedEvents();
    const int before = m_strip->paintings;
    for (int number = 0; number < 1000; ++number) {
        tell(10 * second + number, EventKind::Received, 1);
    }
    QTRY_VERIFY(m_strip->paintings > before);
    QCOMPARE(m_strip->paintings, before + 1);
}

void TestThroughputStrip::drawsReceivedAboveAndSentBelow()
{
    const auto columnOf = [this] {
        const QImage image = m_strip->grab().toImage();
        const int x = barFromEnd(1).x() - 1; // the gap is at the right of a bar
        const QColor empty = image.pixelColor(x - 30, 2);
        const int middle = image.height() / 2;
        return std::pair(image.pixelColor(x, middle - 4) != empty,
                         image.pixelColor(x, middle + 4) != empty);
    };
    tell(0, EventKind::Received, 1024);
    QCOMPARE(columnOf(), std::pair(true, false));
    tell(second, EventKind::Sent, 1024);
    QCOMPARE(columnOf(), std::pair(false, true));
    tell(2 * second, EventKind::Closed, 0);
    QCOMPARE(columnOf(), std::pair(false, false));
}

QTEST_MAIN(TestThroughputStrip)
#include "tst_throughputstrip.moc"
