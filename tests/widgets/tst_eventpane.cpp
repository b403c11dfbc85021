#include "widgets/views/elidedlabel.h"
#include "widgets/views/eventpane.h"

#include "tests/support/widgets.h"
#include "widgets/views/hexview.h"
#include "widgets/views/textview.h"
#include "widgets/views/tones.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QStyleFactory>
#include <QTest>
#include <QToolButton>

#include <string>

using namespace sockyard;
using test::widgetNamed;

namespace
{

ByteView view(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// A pane over a log that a test writes.
struct Pane : EventPane {
    explicit Pane(const std::shared_ptr<EventLog> &theLog = std::make_shared<EventLog>())
        : EventPane(theLog)
        , log(theLog)
    {
    }

    EventNumber add(EventKind kind, ConnectionId connection, std::string_view bytes)
    {
        log->append({.kind = kind,
                     .connection = connection,
                     .local = "127.0.0.1:9999",
                     .peer = "127.0.0.1:50112",
                     .bytes = bytes.size(),
                     .payload = view(bytes)});
        return log->size() - 1;
    }
    void showAll() { showUpTo(log->size()); }
    void selectEvent(EventNumber number) { setEvent(log->at(number)); }
    void choose(const char *content)
    {
        choose(widgetNamed<QComboBox>(this, "contentBox"), QString::fromLatin1(content));
    }
    /// By the arrow keys, as letters that are typed soon after others belong to the same word.
    static void choose(QComboBox *box, const QString &beginning)
    {
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        while (!box->currentText().startsWith(beginning)) {
            const int row = box->currentIndex();
            QTest::keyClick(box, Qt::Key_Down);
            QVERIFY(box->currentIndex() > row);
        }
    }
    QString headline() const { return widgetNamed<ElidedLabel>(this, "eventHeadline")->text(); }
    qint64 size() const { return static_cast<qint64>(bytesView()->source()->size()); }
    void open()
    {
        resize(900, 300);
        show();
        QVERIFY(QTest::qWaitForWindowActive(this));
    }
    QImage hexPicture() const
    {
        QImage image(bytesView()->viewport()->size(), QImage::Format_RGB32);
        bytesView()->viewport()->render(&image);
        return image;
    }
    void copyAs(const QString &name) const
    {
        const auto actions = widgetNamed<QToolButton>(this, "copyAsButton")->menu()->actions();
        for (QAction *action : actions) {
            if (action->text().remove(u'&') == name) {
                action->trigger();
                return;
            }
        }
        QFAIL("no such form");
    }

    std::shared_ptr<EventLog> log;
};

bool has(const QImage &image, const QRect &part, const QColor &colour)
{
    for (int y = std::max(0, part.top()); y <= std::min(image.height() - 1, part.bottom()); ++y) {
        for (int x = std::max(0, part.left()); x <= std::min(image.width() - 1, part.right());
             ++x) {
            if (image.pixelColor(x, y) == colour) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

class EventPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); }

    void showsOneEvent();
    void showsWhatAConnectionReceivedSentOrBoth();
    void keepsTheChoiceForAnotherEvent();
    void keepsTheStreamWhenItsEventGoes();
    void keepsTheStreamForAnEventOfTheEndpoint();
    void showsWhereTheEventStandsInTheStream();
    void growsWhileItFollows();
    void staysWherePeopleRead();
    void keepsTheSelectionWhileItGrows();
    void tellsDirectionsApartByColourAndSign_data();
    void tellsDirectionsApartByColourAndSign();
    void linksTheSelectionBothWays();
    void showsMatchesOfTheEvent();
    void tellsHowManyBytesAreGone();
    void survivesThatSelectedBytesGo();
    void survivesThatTheLogIsCleared();
    void copiesInEveryForm();
    void refusesToCopyTooMuchOfAStream();
    void showsJapaneseText();
    void showsALongStreamAtOnce();
    void showsALongPayloadAtOnce();
};

void EventPaneTest::showsOneEvent()
{
    Pane pane;
    pane.open();
    pane.selectEvent(pane.add(EventKind::Received, 3, "hello"));
    QCOMPARE(pane.headline(), QStringLiteral("↓ received · connection 3 · 127.0.0.1:50112 → "
                                             "127.0.0.1:9999 · 5 B"));
    QCOMPARE(pane.bytesView()->bytes().size(), 5U);
    pane.setEvent(std::nullopt);
    QCOMPARE(pane.headline(), QString());
    QCOMPARE(pane.size(), qint64(0));
}

void EventPaneTest::showsWhatAConnectionReceivedSentOrBoth()
{
    Pane pane;
    pane.open();
    pane.add(EventKind::Received, 3, "question");
    pane.add(EventKind::Received, 4, "another");
    const EventNumber answer = pane.add(EventKind::Sent, 3, "ok");
    pane.showAll();
    pane.selectEvent(answer);
    pane.choose("Rec");
    QCOMPARE(pane.headline(), QStringLiteral("connection 3 · ↓ received · 8 B"));
    QCOMPARE(pane.size(), qint64(8));
    pane.choose("Sent");
    QCOMPARE(pane.headline(), QStringLiteral("connection 3 · ↑ sent · 2 B"));
    pane.choose("Both");
    QCOMPARE(pane.headline(), QStringLiteral("connection 3 · ↓ received and ↑ sent · 10 B"));
    test::click(widgetNamed<QToolButton>(&pane, "textButton"));
    QVERIFY(pane.textView()->isVisible());
    QCOMPARE(pane.textView()->shownLines(),
             QStringList({QStringLiteral("question"), QStringLiteral("ok")}));
    pane.choose("This");
    QCOMPARE(pane.size(), qint64(2));
}

void EventPaneTest::keepsTheChoiceForAnotherEvent()
{
    Pane pane;
    pane.open();
    const EventNumber one = pane.add(EventKind::Received, 1, "one");
    const EventNumber two = pane.add(EventKind::Received, 2, "number two");
    pane.showAll();
    pane.selectEvent(one);
    pane.choose("Both");
    QCOMPARE(pane.size(), qint64(3));
    pane.selectEvent(two);
    QCOMPARE(pane.size(), qint64(10));
    QVERIFY(pane.headline().startsWith(QStringLiteral("connection 2")));
}

void EventPaneTest::keepsTheStreamWhenItsEventGoes()
{
    Pane pane;
    pane.open();
    pane.selectEvent(pane.add(EventKind::Received, 1, "one"));
    pane.showAll();
    pane.choose("Both");
    pane.setEvent(std::nullopt);
    QCOMPARE(pane.size(), qint64(3));
    pane.choose("Rec");
    QCOMPARE(pane.size(), qint64(3));
    pane.choose("This");
    QCOMPARE(pane.size(), qint64(0));
}

void EventPaneTest::keepsTheStreamForAnEventOfTheEndpoint()
{
    Pane pane;
    pane.open();
    const EventNumber listening = pane.add(EventKind::Listening, 0, {});
    pane.selectEvent(pane.add(EventKind::Received, 1, "one"));
    pane.showAll();
    pane.choose("Both");
    pane.selectEvent(listening);
    QVERIFY(pane.headline().startsWith(QStringLiteral("connection 1")));
}

void EventPaneTest::showsWhereTheEventStandsInTheStream()
{
    Pane pane;
    pane.open();
    EventNumber middle = 0;
    for (int i = 0; i < 2000; ++i) {
        const EventNumber number = pane.add(EventKind::Received, 1, "0123456789");
        middle = i == 1000 ? number : middle;
    }
    pane.showAll();
    pane.selectEvent(middle);
    pane.choose("Both");
    QCOMPARE(pane.bytesView()->selectedRange(), (HexView::Range{10'000, 10}));
    const QRect shown = pane.bytesView()->byteRect(10'000, HexView::Column::Hex);
    QVERIFY(pane.bytesView()->viewport()->rect().contains(shown));
    pane.selectEvent(middle + 1);
    QCOMPARE(pane.bytesView()->selectedRange(), (HexView::Range{10'010, 10}));
}

void EventPaneTest::growsWhileItFollows()
{
    Pane pane;
    pane.open();
    pane.follow(7);
    QCOMPARE(widgetNamed<QComboBox>(&pane, "contentBox")->currentText(), QStringLiteral("Both"));
    QCOMPARE(pane.size(), qint64(0));
    for (int i = 0; i < 500; ++i) {
        pane.add(i % 2 == 0 ? EventKind::Received : EventKind::Sent, 7, "some bytes");
        pane.showAll();
        QCOMPARE(pane.size(), qint64(10 * (i + 1)));
        const QRect last = pane.bytesView()->byteRect(pane.size() - 1, HexView::Column::Hex);
        QVERIFY(pane.bytesView()->viewport()->rect().contains(last));
    }
    test::click(widgetNamed<QToolButton>(&pane, "textButton"));
    pane.add(EventKind::Received, 7, "the end");
    pane.showAll();
    QCOMPARE(pane.textView()->shownLines().constLast(), QStringLiteral("the end"));
    QVERIFY(pane.textView()->isAtEnd());
}

void EventPaneTest::staysWherePeopleRead()
{
    Pane pane;
    pane.open();
    for (int i = 0; i < 1000; ++i) {
        pane.add(EventKind::Received, 1, "0123456789abcdef");
    }
    pane.showAll();
    pane.follow(1);
    QVERIFY(pane.bytesView()->isAtEnd());
    QTest::keyClick(pane.bytesView(), Qt::Key_Home, Qt::ControlModifier);
    const QImage before = pane.hexPicture();
    for (int i = 0; i < 10; ++i) {
        pane.add(EventKind::Received, 1, "0123456789abcdef");
        pane.showAll();
    }
    QCOMPARE(pane.hexPicture(), before);
    QTest::keyClick(pane.bytesView(), Qt::Key_End, Qt::ControlModifier);
    pane.add(EventKind::Received, 1, "0123456789abcdef");
    pane.showAll();
    QVERIFY(pane.bytesView()->isAtEnd());
}

void EventPaneTest::keepsTheSelectionWhileItGrows()
{
    Pane pane;
    pane.open();
    pane.add(EventKind::Received, 1, "0123456789");
    pane.showAll();
    pane.follow(1);
    pane.bytesView()->setSelection(3, 4);
    for (int i = 0; i < 100; ++i) {
        pane.add(EventKind::Received, 1, "0123456789");
        pane.showAll();
    }
    QCOMPARE(pane.bytesView()->selectedRange(), (HexView::Range{3, 4}));
    QCOMPARE(pane.textView()->selectedRange(), (TextView::Range{3, 4}));
}

void EventPaneTest::tellsDirectionsApartByColourAndSign_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void EventPaneTest::tellsDirectionsApartByColourAndSign()
{
    QFETCH(const bool, dark);
    Pane pane;
    QPalette palette(dark ? QColor(40, 40, 40) : QColor(240, 240, 240));
    palette.setColor(QPalette::Base, dark ? Qt::black : Qt::white);
    palette.setColor(QPalette::Text, dark ? Qt::white : Qt::black);
    pane.setPalette(palette);
    pane.open();
    pane.add(EventKind::Received, 1, std::string(16, '\xee'));
    pane.add(EventKind::Sent, 1, std::string(16, '\xee'));
    pane.showAll();
    pane.follow(1);
    HexView *hex = pane.bytesView();
    hex->clearFocus();
    QFont font = hex->font();
    font.setPixelSize(30); // so that strokes have whole pixels
    hex->setFont(font);
    pane.resize(2500, 300);
    QCOMPARE(hex->bytesPerLine(), 16);
    const QImage picture = pane.hexPicture();
    const QColor received = toneColor(Tone::Received, palette);
    const QColor sent = toneColor(Tone::Sent, palette);
    const QRect first = hex->byteRect(2, HexView::Column::Hex);
    const QRect second = hex->byteRect(18, HexView::Column::Hex);
    QVERIFY(has(picture, first, received));
    QVERIFY(!has(picture, first, sent));
    QVERIFY(has(picture, second, sent));
    QVERIFY(!has(picture, second, received));
    // The signs stand before the first digits.
    const QRect gutter = QRect(0, 0, hex->byteRect(0, HexView::Column::Hex).left(), first.height());
    QVERIFY(has(picture, gutter, received));
    QVERIFY(has(picture, gutter.translated(0, first.height()), sent));
}

void EventPaneTest::linksTheSelectionBothWays()
{
    Pane pane;
    pane.open();
    pane.selectEvent(pane.add(EventKind::Received, 1, "hello 日本 world"));
    HexView *hex = pane.bytesView();
    TextView *text = pane.textView();
    const QPoint from = hex->byteRect(2, HexView::Column::Hex).center();
    QTest::mousePress(hex->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseRelease(hex->viewport(), Qt::LeftButton, {}, from);
    QTest::keyClick(hex, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(hex, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(text->selectedRange(), (TextView::Range{2, 2}));
    test::click(widgetNamed<QToolButton>(&pane, "textButton"));
    QCOMPARE(text->selectedRange(), (TextView::Range{2, 2}));
    text->setFocus();
    QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, text->characterRect(6).center());
    QTest::keyClick(text, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(hex->selectedRange(), (HexView::Range{6, 3}));
    QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(hex->selectedRange(), (HexView::Range{0, 18}));
}

void EventPaneTest::showsMatchesOfTheEvent()
{
    Pane pane;
    pane.open();
    pane.add(EventKind::Received, 1, "before ");
    const EventNumber number = pane.add(EventKind::Received, 1, "needle in hay");
    pane.showAll();
    pane.selectEvent(number);
    pane.showMatch(0, 6);
    QCOMPARE(pane.bytesView()->selectedRange(), (HexView::Range{0, 6}));
    pane.choose("Rec");
    pane.showMatch(10, 3);
    QCOMPARE(pane.bytesView()->selectedRange(), (HexView::Range{17, 3}));
    QCOMPARE(pane.textView()->selectedRange(), (TextView::Range{17, 3}));
}

namespace
{

std::shared_ptr<EventLog> smallLog()
{
    return std::make_shared<EventLog>(EventLog::Limits{.memory = 256 * 1024, .block = 64 * 1024});
}

} // namespace

void EventPaneTest::tellsHowManyBytesAreGone()
{
    Pane pane(smallLog());
    pane.open();
    pane.follow(1);
    while (pane.log->first() == 0) {
        pane.add(EventKind::Received, 1, std::string(1024, 'x'));
        pane.showAll();
    }
    QVERIFY2(pane.headline().contains(QStringLiteral("are gone")), qPrintable(pane.headline()));
    QTest::keyClick(pane.bytesView(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(pane.bytesView()->cursorOffset(), qint64(pane.log->first() * 1024));
    QTest::keyClick(pane.bytesView(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(pane.bytesView()->selectedRange().length,
             qint64((pane.log->size() - pane.log->first()) * 1024));
    Pane late(pane.log);
    late.showAll();
    late.follow(1);
    QVERIFY(late.headline().contains(QStringLiteral("older events were gone before")));
}

void EventPaneTest::survivesThatSelectedBytesGo()
{
    Pane pane(smallLog());
    pane.open();
    pane.selectEvent(pane.add(EventKind::Received, 1, std::string(1000, 'a')));
    pane.showAll();
    pane.choose("Both");
    QCOMPARE(pane.bytesView()->selectedRange().length, qint64(1000));
    for (const char *button : {"textButton", "hexButton"}) {
        test::click(widgetNamed<QToolButton>(&pane, button));
        for (int i = 0; i < 1000; ++i) {
            pane.add(EventKind::Sent, 1, std::string(1000, 'b'));
            if (i % 10 == 0) {
                pane.showAll();
                pane.grab();
            }
        }
    }
    QVERIFY(pane.log->first() > 0);
    QCOMPARE(pane.bytesView()->selectedRange().length, qint64(0));
    QTest::keyClick(pane.bytesView(), Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(pane.bytesView(), Qt::Key_Up);
    pane.choose("This");
    QCOMPARE(pane.size(), qint64(1000)); // an event that is shown is kept
}

void EventPaneTest::survivesThatTheLogIsCleared()
{
    Pane pane;
    pane.open();
    pane.selectEvent(pane.add(EventKind::Received, 1, "hello"));
    pane.showAll();
    pane.choose("Both");
    pane.log->clear();
    pane.setEvent(std::nullopt);
    pane.showAll();
    pane.grab();
    QCOMPARE(pane.bytesView()->selectedRange().length, qint64(0));
    pane.add(EventKind::Received, 1, "again");
    pane.showAll();
    pane.grab();
    pane.copyAs(QStringLiteral("text"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("again"));
}

void EventPaneTest::copiesInEveryForm()
{
    Pane pane;
    pane.open();
    pane.selectEvent(pane.add(EventKind::Received, 1, "hello"));
    const QVector<std::pair<QString, QString>> expected = {
        {QStringLiteral("hex"), QStringLiteral("68 65 6c 6c 6f")},
        {QStringLiteral("text"), QStringLiteral("hello")},
        {QStringLiteral("dump"), QStringLiteral("00000000  68 65 6c 6c 6f                        "
                                                "            |hello|\n")},
        {QStringLiteral("C array"), QStringLiteral("const unsigned char bytes[5] = {\n    0x68, "
                                                   "0x65, 0x6c, 0x6c, 0x6f,\n};\n")},
        {QStringLiteral("Python bytes"), QStringLiteral("b'hello'")},
        {QStringLiteral("base64"), QStringLiteral("aGVsbG8=")},
    };
    for (const char *button : {"hexButton", "textButton"}) {
        test::click(widgetNamed<QToolButton>(&pane, button));
        for (const auto &[name, copied] : expected) {
            pane.copyAs(name);
            QCOMPARE(QGuiApplication::clipboard()->text(), copied);
        }
    }
    pane.textView()->setSelection(1, 3);
    pane.copyAs(QStringLiteral("Python bytes"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("b'ell'"));
}

void EventPaneTest::refusesToCopyTooMuchOfAStream()
{
    Pane pane;
    pane.open();
    const std::string chunk(512 * 1024, 'x');
    for (int i = 0; i < 34; ++i) {
        pane.add(EventKind::Received, 1, chunk);
    }
    pane.showAll();
    pane.follow(1);
    QGuiApplication::clipboard()->setText(QStringLiteral("untouched"));
    pane.copyAs(QStringLiteral("base64"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("untouched"));
    pane.bytesView()->setSelection(512 * 1024 - 1, 3); // over the border of two events
    pane.copyAs(QStringLiteral("text"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("xxx"));
}

void EventPaneTest::showsJapaneseText()
{
    Pane pane;
    pane.open();
    const EventNumber number = pane.add(EventKind::Received, 1, "\x93\xfa\x96\x7b\x8c\xea");
    pane.selectEvent(number);
    test::click(widgetNamed<QToolButton>(&pane, "textButton"));
    Pane::choose(widgetNamed<QComboBox>(&pane, "encodingBox"), QStringLiteral("Shift"));
    QCOMPARE(pane.textView()->shownLines(), QStringList{QStringLiteral("日本語")});
    pane.copyAs(QStringLiteral("text"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("日本語"));
    Pane::choose(widgetNamed<QComboBox>(&pane, "encodingBox"), QStringLiteral("EUC"));
    pane.selectEvent(pane.add(EventKind::Received, 1, "\xc6\xfc\xcb\xdc\xb8\xec"));
    QCOMPARE(pane.textView()->shownLines(), QStringList{QStringLiteral("日本語")});
}

/// The window is not held up while the index is made, and what is found shows on the way.
void EventPaneTest::showsALongStreamAtOnce()
{
    Pane pane;
    for (int i = 0; i < 300'000; ++i) {
        pane.add(i % 3 == 0 ? EventKind::Sent : EventKind::Received, i % 2 == 0 ? 1 : 2,
                 "abcdefgh\n");
    }
    pane.open();
    pane.showAll();
    pane.follow(1);
    QTRY_VERIFY(pane.headline().contains(QStringLiteral("1.3 MiB")) &&
                !pane.headline().contains(QStringLiteral("reading")));
    QCOMPARE(pane.size(), qint64(1'350'000));
    QVERIFY(pane.bytesView()->isAtEnd());
    test::click(widgetNamed<QToolButton>(&pane, "textButton"));
    QCOMPARE(pane.textView()->shownLines().constLast(), QStringLiteral("abcdefgh\\n"));
}

void EventPaneTest::showsALongPayloadAtOnce()
{
    Pane pane;
    const std::string all = "begin" + std::string(10 * 1024 * 1024, '\xe3') + "end";
    pane.open();
    pane.bytesView()->setBytes(nullptr, view(all));
    pane.textView()->setSource(pane.bytesView()->source());
    test::click(widgetNamed<QToolButton>(&pane, "textButton"));
    QVERIFY(pane.textView()->shownLines().constFirst().startsWith(QStringLiteral("begin\\xe3")));
    QTest::keyClick(pane.textView(), Qt::Key_End, Qt::ControlModifier);
    QVERIFY(pane.textView()->shownLines().constLast().endsWith(QStringLiteral("end")));
}

QTEST_MAIN(EventPaneTest)
#include "tst_eventpane.moc"
