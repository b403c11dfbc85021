#include "netcore/log/eventlog.h"
#include "tests/support/widgets.h"
#include "widgets/views/lifecyclestrip.h"

#include <QHelpEvent>
#include <QSignalSpy>
#include <QToolTip>

using namespace sockyard;
using namespace sockyard::test;

class TestLifecycleStrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhatIsStillToCome();
    void walksThroughTheCallsOfAServer();
    void showsTheCallThatFailed();
    void beginsAgainWithTheNextStart();
    void showsTheDescriptorWhileItIsOpen();
    void explainsACallInAToolTipThatIsNoHtml();
    void saysAllInWordsForScreenReaders();
    void showsCallsWithArgumentsAndResults();
    void showsTheErrorOfTheCallThatFailed();
    void givesUpWhatIsLeastInterestingWhereItIsNarrow();
    void cutsNothingWithoutAnEllipsis();
    void staysWhereItIsWhileCountsGrow();
    void makesHostileTextsVisible();
    void asksForTheEventOfTheCallThatIsClicked();
    void asksForNothingWhereThereIsNoEvent();
    void isMovedThroughByKeys();
    void tellsTheChosenCallWhileItHasTheFocus();
    void paintsWhateverItsSize();

private:
    void apply(const EventData &data);
    void apply(EventKind kind, std::string_view note = {}, ConnectionId connection = 0);
    void startServer();
    int leftOf(const char *call) const { return m_strip->rectOf(QString::fromLatin1(call)).left(); }

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<Lifecycle> m_lifecycle;
    std::unique_ptr<LifecycleStrip> m_strip;
};

void TestLifecycleStrip::init()
{
    m_log = std::make_unique<EventLog>();
    m_lifecycle = std::make_unique<Lifecycle>(Lifecycle::ofTcpServer());
    m_strip = std::make_unique<LifecycleStrip>();
    m_strip->setLifecycle(*m_lifecycle);
    m_strip->resize(900, m_strip->sizeHint().height());
    m_strip->show();
}

void TestLifecycleStrip::cleanup()
{
    QToolTip::hideText();
    m_strip.reset();
}

void TestLifecycleStrip::apply(const EventData &data)
{
    m_log->append(data);
    m_lifecycle->apply(*m_log->at(m_log->size() - 1));
    m_strip->setLifecycle(*m_lifecycle);
}

void TestLifecycleStrip::apply(EventKind kind, std::string_view note, ConnectionId connection)
{
    apply({.kind = kind, .connection = connection, .note = note});
}

void TestLifecycleStrip::startServer()
{
    apply({.kind = EventKind::Created,
           .local = "0.0.0.0:9999",
           .note = "socket AF_INET SOCK_STREAM → fd 12"});
    apply({.kind = EventKind::Bound, .local = "0.0.0.0:9999"});
    apply({.kind = EventKind::Listening, .local = "0.0.0.0:9999", .note = "listen backlog 4096"});
}

void TestLifecycleStrip::showsWhatIsStillToCome()
{
    QCOMPARE(m_strip->text(),
             QStringLiteral("○ socket ─ ○ bind ─ ○ listen ─ ○ accept ─ ○ send/recv ─ ○ close"));
}

void TestLifecycleStrip::walksThroughTheCallsOfAServer()
{
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    QVERIFY(m_strip->text().startsWith(QStringLiteral("● socket ─ ○ bind")));
    apply(EventKind::Bound);
    QVERIFY(m_strip->text().startsWith(QStringLiteral("● socket ─ ● bind ─ ○ listen")));
    apply(EventKind::Listening);
    QVERIFY(m_strip->text().contains(QStringLiteral("● listen ─ ◉ accept ─ ○ send/recv")));
    apply(EventKind::Accepted, "accept → fd 13", 1);
    apply(EventKind::Received, {}, 1);
    QVERIFY(m_strip->text().contains(QStringLiteral("◉ accept ─ ● send/recv ─ ○ close")));
    apply(EventKind::Closed);
    QVERIFY(m_strip->text().contains(QStringLiteral("● accept ─ ● send/recv ─ ● close")));
}

void TestLifecycleStrip::showsTheCallThatFailed()
{
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    apply(EventKind::Failed, "EADDRINUSE: taken");
    QVERIFY(m_strip->text().startsWith(QStringLiteral("● socket ─ ✗ bind ─ ○ listen")));
    apply(EventKind::Closed);
    QVERIFY(m_strip->text().startsWith(QStringLiteral("● socket ─ ✗ bind ─ ○ listen")));
}

void TestLifecycleStrip::beginsAgainWithTheNextStart()
{
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    apply(EventKind::Failed, "EADDRINUSE: taken");
    apply(EventKind::Closed);
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 14");
    QVERIFY(m_strip->text().startsWith(QStringLiteral("● socket ─ ○ bind ─ ○ listen")));
    QVERIFY(m_strip->text().endsWith(QStringLiteral("fd 14")));
}

void TestLifecycleStrip::showsTheDescriptorWhileItIsOpen()
{
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    QVERIFY(m_strip->text().endsWith(QStringLiteral("fd 12")));
    apply(EventKind::Closed);
    QVERIFY(!m_strip->text().contains(QStringLiteral("fd")));
}

void TestLifecycleStrip::explainsACallInAToolTipThatIsNoHtml()
{
    apply(EventKind::Created, "<b>socket</b> → fd 12");
    const QPoint place(3, m_strip->height() / 2);
    QHelpEvent help(QEvent::ToolTip, place, m_strip->mapToGlobal(place));
    QApplication::sendEvent(m_strip.get(), &help);
    QTRY_VERIFY(QToolTip::isVisible());
    QVERIFY(QToolTip::text().contains(QStringLiteral("socket")));
    QVERIFY(QToolTip::text().contains(QStringLiteral("&lt;b&gt;socket&lt;/b&gt;")));
    QVERIFY(!QToolTip::text().contains(QStringLiteral("<b>")));
}

void TestLifecycleStrip::saysAllInWordsForScreenReaders()
{
    startServer();
    QCOMPARE(m_strip->accessibleDescription(),
             QStringLiteral("socket AF_INET SOCK_STREAM → fd 12: done; bind 0.0.0.0:9999: done; "
                            "listen backlog 4096: done; accept: waiting in it now; "
                            "send/recv: not yet; close: not yet"));
    QVERIFY(!m_strip->accessibleName().isEmpty());
}

void TestLifecycleStrip::showsCallsWithArgumentsAndResults()
{
    m_strip->resize(3000, m_strip->height());
    startServer();
    QCOMPARE(m_strip->shownText(),
             QStringLiteral("● socket AF_INET SOCK_STREAM → fd 12 ─ ● bind 0.0.0.0:9999 ─ "
                            "● listen backlog 4096 ─ ◉ accept ─ ○ send/recv ─ ○ close"));
    apply({.kind = EventKind::Accepted,
           .connection = 1,
           .peer = "10.0.0.7:50112",
           .note = "accept → fd 14"});
    QVERIFY(m_strip->shownText().contains(
        QStringLiteral("◉ accept → fd 14 · 10.0.0.7:50112 · 1 so far")));
    apply({.kind = EventKind::Received, .connection = 1, .bytes = 2048});
    QVERIFY(m_strip->shownText().contains(QStringLiteral("● send/recv ↓ 2.0 KiB ↑ 0 B")));
    apply(EventKind::Closed);
    QVERIFY(m_strip->shownText().endsWith(QStringLiteral("● close fd 12")));
}

void TestLifecycleStrip::showsTheErrorOfTheCallThatFailed()
{
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    apply({.kind = EventKind::Failed, .local = "127.0.0.1:80", .note = "EACCES: not permitted"});
    QVERIFY(m_strip->shownText().contains(QStringLiteral("✗ bind 127.0.0.1:80 → EACCES ─")));
    // The last that gives way.
    QStringList seen;
    for (int width = 1200; width > m_strip->sizeHint().width(); width -= 5) {
        m_strip->resize(width, m_strip->height());
        seen.append(m_strip->shownText());
    }
    const QString rest = QStringLiteral(" ─ ○ listen ─ ○ accept ─ ○ send/recv ─ ○ close");
    QVERIFY(seen.contains(QStringLiteral("● socket ─ ✗ bind 127.0.0.1:80 → EACCES") + rest));
    QVERIFY(seen.contains(QStringLiteral("● socket ─ ✗ bind → EACCES") + rest));
    QCOMPARE(seen.constLast(), QStringLiteral("● socket ─ ✗ bind") + rest);
}

void TestLifecycleStrip::givesUpWhatIsLeastInterestingWhereItIsNarrow()
{
    startServer();
    apply({.kind = EventKind::Accepted,
           .connection = 1,
           .peer = "10.0.0.7:50112",
           .note = "accept → fd 14"});
    QStringList seen;
    for (int width = 3000; width > m_strip->sizeHint().width(); --width) {
        m_strip->resize(width, m_strip->height());
        if (!seen.contains(m_strip->shownText())) {
            seen.append(m_strip->shownText());
        }
    }
    const QString rest = QStringLiteral(" ─ ○ send/recv ─ ○ close");
    const QStringList expected = {
        QStringLiteral("● socket AF_INET SOCK_STREAM → fd 12 ─ ● bind 0.0.0.0:9999 ─ ● listen "
                       "backlog 4096 ─ ◉ accept → fd 14 · 10.0.0.7:50112 · 1 so far"),
        QStringLiteral("● socket → fd 12 ─ ● bind 0.0.0.0:9999 ─ ● listen backlog 4096 ─ ◉ accept "
                       "→ fd 14 · 10.0.0.7:50112 · 1 so far"),
        QStringLiteral("● socket → fd 12 ─ ● bind 0.0.0.0:9999 ─ ● listen backlog 4096 ─ ◉ accept "
                       "→ fd 14"),
        QStringLiteral("● socket ─ ● bind 0.0.0.0:9999 ─ ● listen backlog 4096 ─ ◉ accept → fd 14"),
        QStringLiteral("● socket ─ ● bind ─ ● listen backlog 4096 ─ ◉ accept → fd 14"),
        QStringLiteral("● socket ─ ● bind ─ ● listen ─ ◉ accept → fd 14"),
        QStringLiteral("● socket ─ ● bind ─ ● listen ─ ◉ accept"),
    };
    QCOMPARE(seen.size(), expected.size());
    for (int index = 0; index < seen.size(); ++index) {
        QCOMPARE(seen.at(index), expected.at(index) + rest);
    }
}

void TestLifecycleStrip::cutsNothingWithoutAnEllipsis()
{
    startServer();
    for (int width = 40; width < 1200; width += 7) {
        m_strip->resize(width, m_strip->height());
        int left = 0;
        const QStringList texts = m_strip->shownText().split(QStringLiteral(" ─ "));
        int index = 0;
        for (const char *call : {"socket", "bind", "listen", "accept", "send/recv", "close"}) {
            const QRect rect = m_strip->rectOf(QString::fromLatin1(call));
            QVERIFY(rect.left() >= left);
            left = rect.right();
            const QString &text = texts.at(index++);
            const bool whole = text.contains(QLatin1StringView(call));
            QVERIFY2(whole || text.endsWith(u'…') || text.isEmpty(), qPrintable(text));
            QVERIFY(m_strip->fontMetrics().horizontalAdvance(text) <= rect.width());
        }
        QVERIFY(width < 300 || left <= width);
    }
}

void TestLifecycleStrip::staysWhereItIsWhileCountsGrow()
{
    m_strip->resize(3000, m_strip->height());
    startServer();
    apply({.kind = EventKind::Accepted,
           .connection = 1,
           .peer = "127.0.0.1:50112",
           .note = "accept → fd 14"});
    apply({.kind = EventKind::Received, .connection = 1, .bytes = 1000});
    int moves = 0;
    int place = leftOf("close");
    for (int turn = 0; turn < 3000; ++turn) {
        apply({.kind = EventKind::Accepted,
               .connection = 2,
               .peer = turn % 2 == 0 ? "127.0.0.1:5" : "127.0.0.1:50111",
               .note = turn % 3 == 0 ? "accept → fd 9" : "accept → fd 15"});
        apply({.kind = EventKind::Received, .connection = 1, .bytes = 777});
        QVERIFY(leftOf("close") >= place); // never back
        moves += leftOf("close") == place ? 0 : 1;
        place = leftOf("close");
    }
    QVERIFY2(moves <= 8, qPrintable(QString::number(moves))); // as digits come to it
    // The next life begins anew.
    apply(EventKind::Closed);
    startServer();
    QVERIFY(leftOf("close") < place);
}

void TestLifecycleStrip::makesHostileTextsVisible()
{
    m_strip->resize(3000, m_strip->height());
    apply(EventKind::Created, "socket \x1b[31m\u202e\n" + std::string(5000, 'x') + " → fd 12");
    QVERIFY(m_strip->shownText().contains(QStringLiteral("<U+202E>")));
    QVERIFY(m_strip->shownText().contains(u'…'));
    QVERIFY(!m_strip->shownText().contains(u'\n'));
    QVERIFY(m_strip->shownText().size() < 400);
}

void TestLifecycleStrip::asksForTheEventOfTheCallThatIsClicked()
{
    startServer();
    QSignalSpy asked(m_strip.get(), &LifecycleStrip::eventRequested);
    const auto clickOn = [this](const char *call) {
        QTest::mouseClick(m_strip.get(), Qt::LeftButton, {},
                          m_strip->rectOf(QString::fromLatin1(call)).center());
    };
    clickOn("bind");
    QCOMPARE(asked.size(), qsizetype(1));
    QCOMPARE(asked.takeFirst().constFirst().value<EventNumber>(), EventNumber(1));
    clickOn("listen");
    QCOMPARE(asked.takeFirst().constFirst().value<EventNumber>(), EventNumber(2));
    // Pressed on one, released on another: nothing was meant.
    QTest::mousePress(m_strip.get(), Qt::LeftButton, {},
                      m_strip->rectOf(QStringLiteral("bind")).center());
    QTest::mouseRelease(m_strip.get(), Qt::LeftButton, {},
                        m_strip->rectOf(QStringLiteral("listen")).center());
    QTest::mouseClick(m_strip.get(), Qt::RightButton, {},
                      m_strip->rectOf(QStringLiteral("bind")).center());
    QVERIFY(asked.isEmpty());
}

void TestLifecycleStrip::asksForNothingWhereThereIsNoEvent()
{
    startServer();
    const QSignalSpy asked(m_strip.get(), &LifecycleStrip::eventRequested);
    const QRect rect = m_strip->rectOf(QStringLiteral("close"));
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, rect.center());
    QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, {m_strip->width() - 1, 2});
    QTest::keyClick(m_strip.get(), Qt::Key_Return);
    QVERIFY(asked.isEmpty());
}

void TestLifecycleStrip::isMovedThroughByKeys()
{
    startServer();
    QSignalSpy asked(m_strip.get(), &LifecycleStrip::eventRequested);
    const auto askedFor = [&asked] {
        return asked.isEmpty() ? EventNumber(1000)
                               : asked.takeFirst().constFirst().value<EventNumber>();
    };
    const auto press = [this](Qt::Key key) { QTest::keyClick(m_strip.get(), key); };
    press(Qt::Key_Home);
    press(Qt::Key_Return);
    QCOMPARE(askedFor(), EventNumber(0));
    press(Qt::Key_Left); // there is none before it
    press(Qt::Key_Space);
    QCOMPARE(askedFor(), EventNumber(0));
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    press(Qt::Key_Enter);
    QCOMPARE(askedFor(), EventNumber(2));
    apply(EventKind::Closed);
    press(Qt::Key_End);
    press(Qt::Key_Right);
    press(Qt::Key_Return);
    QCOMPARE(askedFor(), EventNumber(3));
    QVERIFY(asked.isEmpty());
}

void TestLifecycleStrip::tellsTheChosenCallWhileItHasTheFocus()
{
    startServer();
    const QString all = m_strip->accessibleDescription();
    m_strip->activateWindow();
    m_strip->setFocus();
    QTRY_VERIFY(m_strip->hasFocus());
    // At first the one that one would ask about.
    QVERIFY(m_strip->accessibleDescription().startsWith(QStringLiteral("accept: waiting")));
    QTest::keyClick(m_strip.get(), Qt::Key_Left);
    QVERIFY(m_strip->accessibleDescription().startsWith(QStringLiteral("listen backlog 4096: ")));
    m_strip->clearFocus();
    QCOMPARE(m_strip->accessibleDescription(), all);
}

void TestLifecycleStrip::paintsWhateverItsSize()
{
    startServer();
    for (const int width : {1, 30, 80, 300, 1000}) {
        m_strip->resize(width, m_strip->height());
        QVERIFY(!m_strip->grab().isNull());
    }
    m_strip->resize(5000, m_strip->height());
    QFont large = m_strip->font();
    large.setPointSize(30);
    const int before = leftOf("bind");
    m_strip->setFont(large);
    QVERIFY(leftOf("bind") > before);
    QVERIFY(!LifecycleStrip().grab().isNull());
}

QTEST_MAIN(TestLifecycleStrip)
#include "tst_lifecyclestrip.moc"
