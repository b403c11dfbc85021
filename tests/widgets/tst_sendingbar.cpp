#include "tests/support/widgets.h"
#include "widgets/views/sendingbar.h"
#include "widgets/views/sendingrow.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace sockyard;
using namespace sockyard::test;

class TestSendingBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isThereOnlyWhileSomethingIsSent();
    void tellsHowFarAFileIs();
    void tellsWhatARepeatSentAndFailed();
    void showsInertNames();
    void endsTheJobWhoseButtonIsClicked();
    void boundsItsLines();
};

void TestSendingBar::isThereOnlyWhileSomethingIsSent()
{
    SendingBar bar;
    QVERIFY(bar.isHidden());
    bar.showProgress({{.kind = SendingProgress::Kind::Repeat, .done = 1}});
    QVERIFY(!bar.isHidden());
    bar.showProgress({});
    QVERIFY(bar.isHidden());
}

void TestSendingBar::tellsHowFarAFileIs()
{
    const QString text = sendingText({.connection = 3,
                                      .name = QStringLiteral("film.mkv"),
                                      .done = 512 * 1024,
                                      .total = 2048 * 1024,
                                      .perSecond = 512.0 * 1024});
    QVERIFY(text.startsWith(QStringLiteral("film.mkv to connection 3:")));
    QVERIFY(text.contains(QStringLiteral("25 %")));
    QVERIFY(text.contains(QStringLiteral("512.0 KiB/s")));
    QVERIFY(text.contains(QStringLiteral("left")));
    // Nothing is known of how long it takes while nothing moves.
    QVERIFY(
        !sendingText({.name = QStringLiteral("a"), .total = 5}).contains(QStringLiteral("left")));
}

void TestSendingBar::tellsWhatARepeatSentAndFailed()
{
    const QString text = sendingText({.kind = SendingProgress::Kind::Repeat,
                                      .done = 42,
                                      .total = 100,
                                      .failed = 1,
                                      .perSecond = 99.84});
    QVERIFY(text.contains(QStringLiteral("sent 42 of 100")));
    QVERIFY(text.contains(QStringLiteral("failed 1")));
    QVERIFY(text.contains(QStringLiteral("99.8 a second")));
    const QString endless = sendingText({.kind = SendingProgress::Kind::Repeat, .done = 42});
    QVERIFY(endless.contains(QStringLiteral("sent 42,")));
}

void TestSendingBar::showsInertNames()
{
    const QString text = sendingText({.name = QStringLiteral("a\u202e\nb"), .total = 5});
    QVERIFY(!text.contains(QChar(0x202e)));
    QVERIFY(!text.contains(u'\n'));
}

void TestSendingBar::endsTheJobWhoseButtonIsClicked()
{
    SendingBar bar;
    bar.show();
    QList<ConnectionId> stopped;
    connect(&bar, &SendingBar::stopRequested, &bar,
            [&stopped](const SendingProgress &job) { stopped.append(job.connection); });
    bar.showProgress({{.connection = 1, .total = 9}, {.connection = 2, .total = 9}});
    const auto buttons = bar.findChildren<QPushButton *>(QStringLiteral("sendingStopButton"));
    QCOMPARE(buttons.size(), qsizetype(2));
    click(buttons.at(1));
    QCOMPARE(stopped, QList<ConnectionId>{2});
}

void TestSendingBar::boundsItsLines()
{
    SendingBar bar;
    bar.show();
    bar.showProgress(SendingProgressList(1000, {.total = 9}));
    QCOMPARE(static_cast<std::size_t>(bar.findChildren<SendingRow *>().size()),
             SendingBar::mostRows);
    QVERIFY(widgetNamed<QWidget>(&bar, "sendingMore")->isVisible());
}

QTEST_MAIN(TestSendingBar)
#include "tst_sendingbar.moc"
