#include "netcore/log/eventlog.h"
#include "tests/support/widgets.h"
#include "widgets/views/lifecyclestrip.h"

#include <QHelpEvent>
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

private:
    void apply(EventKind kind, std::string_view note = {}, ConnectionId connection = 0);

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

void TestLifecycleStrip::apply(EventKind kind, std::string_view note, ConnectionId connection)
{
    m_log->append({.kind = kind, .connection = connection, .note = note});
    m_lifecycle->apply(*m_log->at(m_log->size() - 1));
    m_strip->setLifecycle(*m_lifecycle);
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
    apply(EventKind::Created, "socket AF_INET SOCK_STREAM → fd 12");
    QCOMPARE(m_strip->accessibleDescription(), m_strip->text());
    QVERIFY(!m_strip->accessibleName().isEmpty());
}

QTEST_MAIN(TestLifecycleStrip)
#include "tst_lifecyclestrip.moc"
