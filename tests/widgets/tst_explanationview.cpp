#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/eventpane.h"
#include "widgets/views/explanationview.h"
#include "widgets/views/textview.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

Explanation example()
{
    Explanation its;
    its.title = QStringLiteral("Connection refused");
    its.whatHappened = QStringLiteral("<b>Nobody</b> listens &amp; 接続が拒否されました.");
    its.side = Explanation::Side::Peer;
    its.whoDidIt = QStringLiteral("Its system.");
    its.causes = {QStringLiteral("The first cause."), QStringLiteral("The second cause.")};
    its.nextSteps = {QStringLiteral("Try again.")};
    its.hint = QStringLiteral("nothing listens on port 9.");
    its.errorName = QStringLiteral("ECONNREFUSED");
    its.errorNumber = 111;
    its.standard = QStringLiteral("connect(2)");
    return its;
}

/// A pane over a log that a test writes.
struct Pane : EventPane {
    explicit Pane(const std::shared_ptr<EventLog> &theLog = std::make_shared<EventLog>())
        : EventPane(theLog)
        , log(theLog)
    {
        resize(700, 400);
        show();
    }

    /// Adds an event and selects it.
    void select(EventKind kind, std::string_view note, std::string_view bytes = {})
    {
        log->append({.kind = kind,
                     .connection = 1,
                     .local = "127.0.0.1:50112",
                     .peer = "127.0.0.1:9999",
                     .note = note,
                     .bytes = bytes.size(),
                     .payload = viewOf(bytes)});
        showUpTo(log->size());
        setEvent(log->at(log->size() - 1));
    }
    ExplanationView *explanation() const
    {
        return widgetNamed<ExplanationView>(this, "explanationView");
    }
    QString words() const { return explanation()->toPlainText(); }
    QToolButton *button(const char *name) const { return widgetNamed<QToolButton>(this, name); }

    std::shared_ptr<EventLog> log;
};

} // namespace

class TestExplanationView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryPartUnderItsHeading();
    void leavesOutWhatThereIsNot();
    void takesNothingForMarkup();
    void isSelectedByMouseAndKeyboardAndCopiedAsText();
    void beginsAtTheTopEachTime();
    void letsTabGoOn();
    void followsThePalette_data();
    void followsThePalette();

    void standsInPlaceOfBytesThatAreNotThere();
    void leavesBytesWhereTheyAre();
    void explainsBytesThatNeverLeftOnDemand();
    void comesBackFromTheStream();

    void isOneClickFromTheNotice();
    void isNotOfferedForWhatWasTyped();
};

void TestExplanationView::showsEveryPartUnderItsHeading()
{
    ExplanationView view;
    view.setExplanation(example());
    QCOMPARE(view.toPlainText().split(u'\n'),
             QStringList({QStringLiteral("Connection refused"), QStringLiteral("What happened"),
                          QStringLiteral("<b>Nobody</b> listens &amp; 接続が拒否されました."),
                          QStringLiteral("On this machine"),
                          QStringLiteral("Nothing listens on port 9."),
                          QStringLiteral("Who did it: the peer"), QStringLiteral("Its system."),
                          QStringLiteral("Usual causes"), QStringLiteral("The first cause."),
                          QStringLiteral("The second cause."), QStringLiteral("What to try next"),
                          QStringLiteral("Try again."), QStringLiteral("The system's error"),
                          QStringLiteral("ECONNREFUSED, error 111 on this system"),
                          QStringLiteral("To read on"), QStringLiteral("connect(2)")}));
}

void TestExplanationView::leavesOutWhatThereIsNot()
{
    ExplanationView view;
    Explanation its = example();
    its.hint.clear();
    its.errorName.clear();
    its.errorNumber.reset();
    view.setExplanation(its);
    QVERIFY(!view.toPlainText().contains(QStringLiteral("On this machine")));
    QVERIFY(!view.toPlainText().contains(QStringLiteral("The system's error")));
    QVERIFY(view.toPlainText().contains(QStringLiteral("What to try next")));
}

void TestExplanationView::takesNothingForMarkup()
{
    ExplanationView view;
    Explanation its = example();
    its.title = QStringLiteral("<h1>big</h1><img src=\"/etc/hostname\">");
    view.setExplanation(its);
    QVERIFY(view.toPlainText().startsWith(its.title));
}

void TestExplanationView::isSelectedByMouseAndKeyboardAndCopiedAsText()
{
    ExplanationView view;
    view.setExplanation(example());
    view.resize(500, 300);
    view.show();
    const QPoint onFirstWord = view.cursorRect().center() + QPoint(10, 0);
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, onFirstWord);
    QCOMPARE(view.textCursor().selectedText(), QStringLiteral("Connection"));
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), view.toPlainText());
    QVERIFY(!QApplication::clipboard()->mimeData()->hasHtml());
    QTest::keyClicks(&view, QStringLiteral("typed"));
    QVERIFY(!view.toPlainText().contains(QStringLiteral("typed")));
}

void TestExplanationView::beginsAtTheTopEachTime()
{
    ExplanationView view;
    view.setExplanation(example());
    view.resize(300, 120);
    view.show();
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    QVERIFY(view.verticalScrollBar()->value() > 0);
    view.setExplanation(example());
    QCOMPARE(view.verticalScrollBar()->value(), 0);
}

void TestExplanationView::letsTabGoOn()
{
    QWidget window;
    auto *view = new ExplanationView(&window);
    auto *next = new QLineEdit(&window);
    view->setExplanation(example());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Tab);
    QVERIFY(next->hasFocus());
}

void TestExplanationView::followsThePalette_data()
{
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::newRow("light") << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("dark") << QColor(30, 30, 30) << QColor(240, 240, 240);
}

void TestExplanationView::followsThePalette()
{
    QFETCH(const QColor, base);
    QFETCH(const QColor, text);
    ExplanationView view;
    view.setExplanation(example(), QStringLiteral("ECONNREFUSED: a note"));
    view.resize(500, 400);
    view.show();
    QPalette palette = view.palette(); // changed while it is shown, as a person does
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, text);
    view.setPalette(palette);
    const QImage picture = view.viewport()->grab().toImage();
    int ink = 0;
    int paper = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor colour = picture.pixelColor(x, y);
            ink += colour == text ? 1 : 0;
            paper += colour == base ? 1 : 0;
        }
    }
    QVERIFY(ink > 100); // strokes of letters
    QVERIFY(paper > ink);
}

void TestExplanationView::standsInPlaceOfBytesThatAreNotThere()
{
    Pane pane;
    pane.select(EventKind::Connecting, {});
    QVERIFY(!pane.explanation()->isVisible());
    pane.select(EventKind::Failed, "ECONNREFUSED: connection refused by 127.0.0.1:9999.");
    QVERIFY(pane.explanation()->isVisible());
    QVERIFY(pane.words().startsWith(QStringLiteral(
        "Connection refused\nECONNREFUSED: connection refused by 127.0.0.1:9999.\nWhat happened")));
    auto *note = widgetNamed<QLabel>(&pane, "eventNote");
    QVERIFY(!note->isVisible()); // it is in the explanation
    QVERIFY(pane.words().contains(QStringLiteral("ECONNREFUSED, error ")));
    QVERIFY(!pane.bytesView()->isVisible());
    QVERIFY(!pane.button("hexButton")->isEnabled());
    QVERIFY(!pane.button("explainButton")->isVisible()); // there is nothing else to see
    pane.setEvent(std::nullopt);
    QVERIFY(!pane.explanation()->isVisible());
    QVERIFY(pane.button("hexButton")->isEnabled());
}

void TestExplanationView::leavesBytesWhereTheyAre()
{
    Pane pane;
    pane.select(EventKind::Failed, "EPIPE: broken pipe");
    click(pane.button("textButton")); // it cannot be clicked now
    pane.select(EventKind::Received, {}, "hello");
    QVERIFY(!pane.explanation()->isVisible());
    QVERIFY(pane.bytesView()->isVisible());
    click(pane.button("textButton"));
    QVERIFY(pane.textView()->isVisible());
    pane.select(EventKind::Failed, "EPIPE: broken pipe");
    QVERIFY(pane.explanation()->isVisible());
    pane.select(EventKind::Sent, {}, "hello");
    QVERIFY(pane.textView()->isVisible()); // as it was chosen before
}

void TestExplanationView::explainsBytesThatNeverLeftOnDemand()
{
    Pane pane;
    pane.select(EventKind::Discarded, "not connected", "hello");
    QVERIFY(pane.bytesView()->isVisible());
    QVERIFY(widgetNamed<QLabel>(&pane, "eventNote")->isVisible());
    QVERIFY(pane.button("explainButton")->isVisible());
    click(pane.button("explainButton"));
    QVERIFY(pane.explanation()->isVisible());
    QVERIFY(pane.words().startsWith(QStringLiteral("Not sent: not connected")));
    click(pane.button("explainButton"));
    QVERIFY(pane.bytesView()->isVisible());
}

void TestExplanationView::comesBackFromTheStream()
{
    Pane pane;
    pane.select(EventKind::Received, {}, "hello");
    pane.select(EventKind::Closed, {});
    QVERIFY(pane.explanation()->isVisible());
    pane.follow(1);
    QVERIFY(!pane.explanation()->isVisible());
    QVERIFY(pane.button("hexButton")->isEnabled());
    pane.explain();
    QVERIFY(pane.explanation()->isVisible());
    QVERIFY(pane.words().startsWith(QStringLiteral("Closed")));
}

void TestExplanationView::isOneClickFromTheNotice()
{
    const PeerListener holder;
    OpenPage<TcpServerPage> page;
    page.typeInto("portEdit", QString::number(holder.port()));
    page.pressStart();
    QTRY_VERIFY_WITH_TIMEOUT(page.notice().startsWith(QStringLiteral("EADDRINUSE")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(page.lastRowOf(EventKind::Closed) >= 0, patience);
    click(widgetNamed<QToolButton>(page.page(), "noticeAction"));
    const auto *view = widgetNamed<ExplanationView>(page.page(), "explanationView");
    QVERIFY(view->isVisible());
    QVERIFY(view->toPlainText().startsWith(QStringLiteral("Address in use")));
    QVERIFY(view->toPlainText().contains(
        QStringLiteral("127.0.0.1:%1 is listened on already").arg(holder.port())));
    QVERIFY(view->height() > page->height() / 5); // room to read
    QVERIFY(page.notInert().isEmpty());
}

void TestExplanationView::isNotOfferedForWhatWasTyped()
{
    NoticeBar bar(NoticeBar::Closable::Yes);
    bar.tell(NoticeBar::Kind::Error, QStringLiteral("text"), QStringLiteral("Explain"));
    auto *action = widgetNamed<QToolButton>(&bar, "noticeAction");
    QVERIFY(action->isVisible());
    QCOMPARE(action->text(), QStringLiteral("Explain"));
    bar.tell(NoticeBar::Kind::Error, QStringLiteral("a message was left out"));
    QVERIFY(!action->isVisible());
}

QTEST_MAIN(TestExplanationView)
#include "tst_explanationview.moc"
