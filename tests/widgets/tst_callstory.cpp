#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"

using namespace sockyard;
using namespace sockyard::test;

/// The calls in the strip of a page, and the events that they lead to.
class TestCallStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void tellsEachCallOfAServer();
    void tellsTheCallThatFailed();
    void tellsTheCallsOfAClient();
    void showsTheEventOfTheCallThatIsClicked();
    void showsTheEventOfTheCallThatIsChosenByKeys();
    void isReachedByTheTabKey();
    void saysThatTheFilterHidesTheEvent();
    void saysThatTheEventIsForgotten();

private:
    void start() const;
    std::uint16_t port() const { return m_page->text("portEdit").toUShort(); }
    LifecycleStrip *strip() const
    {
        return widgetNamed<LifecycleStrip>(m_page->page(), "lifecycleStrip");
    }
    void clickOn(const char *call) const
    {
        QTest::mouseClick(strip(), Qt::LeftButton, {},
                          strip()->rectOf(QString::fromLatin1(call)).center());
    }
    std::optional<EventKind> currentKind() const
    {
        const auto event = m_page->eventTable()->currentEvent();
        return event ? std::optional(event->kind()) : std::nullopt;
    }

    std::unique_ptr<OpenPage<TcpServerPage>> m_page;
};

void TestCallStory::init()
{
    m_page = std::make_unique<OpenPage<TcpServerPage>>();
    m_page->page()->resize(2500, 700);
}

void TestCallStory::cleanup()
{
    m_page.reset();
}

void TestCallStory::start() const
{
    m_page->typeInto("portEdit", QStringLiteral("0"));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->status().contains(QStringLiteral("listening on")), patience);
}

void TestCallStory::tellsEachCallOfAServer()
{
    start();
    const auto has = [this](const QString &text) { return strip()->shownText().contains(text); };
    const QString descriptor = strip()->text().section(QStringLiteral("fd "), 1);
    QVERIFY(has(QStringLiteral("● socket AF_INET SOCK_STREAM → fd %1 ─").arg(descriptor)));
    QVERIFY(has(QStringLiteral("● bind 127.0.0.1:0 → port %1 ─").arg(port())));
    QVERIFY(has(QStringLiteral("● listen backlog 4096 ─ ◉ accept ─")));
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_VERIFY_WITH_TIMEOUT(has(QStringLiteral("● send/recv ↓ 5 B ↑ 5 B")), patience);
    QVERIFY(has(QStringLiteral("◉ accept → fd ")));
    QVERIFY(has(QStringLiteral(" · 127.0.0.1:%1 · 1 so far").arg(peer.localPort())));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(has(QStringLiteral("● close fd %1").arg(descriptor)), patience);
}

void TestCallStory::tellsTheCallThatFailed()
{
    const PeerListener other;
    m_page->typeInto("portEdit", QString::number(other.port()));
    m_page->pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->notice().isEmpty(), patience);
    QVERIFY(strip()->shownText().contains(
        QStringLiteral("✗ bind 127.0.0.1:%1 → EADDRINUSE ─ ○ listen").arg(other.port())));
    clickOn("bind");
    QCOMPARE(currentKind(), std::optional(EventKind::Failed));
}

void TestCallStory::tellsTheCallsOfAClient()
{
    PeerListener other;
    OpenPage<TcpClientPage> client;
    client.page()->resize(2500, 700);
    client.typeInto("hostEdit", QStringLiteral("127.0.0.1"));
    client.typeInto("portEdit", QString::number(other.port()));
    client.pressStart();
    const auto *const its = widgetNamed<LifecycleStrip>(client.page(), "lifecycleStrip");
    const auto words = QStringLiteral("● connect 127.0.0.1:%1 → fd ").arg(other.port());
    QTRY_VERIFY_WITH_TIMEOUT(its->shownText().contains(words), patience);
    client.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(its->shownText().contains(QStringLiteral("● shutdown SHUT_WR ─ ● "
                                                                      "close fd ")),
                             patience);
}

void TestCallStory::showsTheEventOfTheCallThatIsClicked()
{
    start();
    Peer peer = Peer::connectedTo(port());
    peer.sendAll("hello");
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Sent) > 0, patience);
    const std::pair<const char *, EventKind> calls[] = {{"socket", EventKind::Created},
                                                        {"bind", EventKind::Bound},
                                                        {"listen", EventKind::Listening},
                                                        {"accept", EventKind::Accepted},
                                                        {"send/recv", EventKind::Sent}};
    for (const auto &[call, kind] : calls) {
        clickOn(call);
        QCOMPARE(currentKind(), std::optional(kind));
    }
    clickOn("close"); // which has no event yet
    QCOMPARE(currentKind(), std::optional(EventKind::Sent));
    QVERIFY(m_page->notice().isEmpty());
}

void TestCallStory::showsTheEventOfTheCallThatIsChosenByKeys()
{
    start();
    strip()->setFocus();
    QTest::keyClick(strip(), Qt::Key_Home);
    QTest::keyClick(strip(), Qt::Key_Right);
    QTest::keyClick(strip(), Qt::Key_Return);
    QCOMPARE(currentKind(), std::optional(EventKind::Bound));
}

void TestCallStory::isReachedByTheTabKey()
{
    QVERIFY(m_page->becomesActive());
    auto *const button = widgetNamed<QPushButton>(m_page->page(), "startButton");
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Tab);
    QVERIFY(strip()->hasFocus());
}

void TestCallStory::saysThatTheFilterHidesTheEvent()
{
    start();
    auto *const filter = widgetNamed<QLineEdit>(m_page->page(), "filterEdit");
    type(filter, QStringLiteral("kind == listening"));
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->events().rowCount(), 1, patience);
    clickOn("bind");
    QVERIFY(m_page->notice().startsWith(QStringLiteral("The filter hides this event.")));
    QCOMPARE(currentKind(), std::optional(EventKind::Listening));
    type(filter, QStringLiteral("kind == reset"));
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->events().rowCount(), 0, patience);
    clickOn("bind");
    QCOMPARE(m_page->notice(), QStringLiteral("The filter hides this event."));
}

void TestCallStory::saysThatTheEventIsForgotten()
{
    start();
    m_page->page()->clearLog();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->events().rowCount(), 1, patience);
    clickOn("bind");
    QVERIFY(m_page->notice().startsWith(QStringLiteral("This event is not in the log any more.")));
}

QTEST_MAIN(TestCallStory)
#include "tst_callstory.moc"
