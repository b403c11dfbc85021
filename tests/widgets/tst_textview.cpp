#include "widgets/views/textview.h"

#include "netcore/projections/piecebytes.h"
#include "netcore/projections/streambytes.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QTest>
#include <QWheelEvent>

#include <string>

using namespace sockyard;
using Range = TextView::Range;

template <>
char *QTest::toString(const Range &range)
{
    return qstrdup(qPrintable(QStringLiteral("%1+%2").arg(range.from).arg(range.length)));
}

namespace
{

struct View : TextView {
    std::string content;

    void fill(const std::string &text)
    {
        content = text;
        setSource(std::make_shared<PieceBytes>(
            nullptr, std::as_bytes(std::span(content.data(), content.size()))));
    }

    void open()
    {
        resize(600, 300);
        show();
        QVERIFY(QTest::qWaitForWindowActive(this));
        setFocus();
        QTRY_VERIFY(hasFocus());
    }

    void press(qint64 offset, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(viewport(), Qt::LeftButton, modifiers, characterRect(offset).center());
    }
    void release(qint64 offset)
    {
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, characterRect(offset).center());
    }
    void drag(qint64 from, qint64 to)
    {
        press(from);
        const QPointF at = characterRect(to).center();
        QMouseEvent move(QEvent::MouseMove, at, viewport()->mapToGlobal(at), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(viewport(), &move);
        release(to);
    }
    QImage picture()
    {
        QImage image(viewport()->size(), QImage::Format_RGB32);
        viewport()->render(&image);
        return image;
    }
};

std::string manyLines(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "line " + std::to_string(i) + '\n';
    }
    return text;
}

} // namespace

class TextViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); }

    void showsLines();
    void showsThePlaceholderWhileEmpty();
    void selectsWhatIsDraggedOver();
    void selectsTheLineOnDoubleClick();
    void takesWholeCharacters();
    void copiesWhatIsSelected();
    void walksByKeys();
    void pagesAndGoesToTheEnds();
    void scrollsByLines();
    void followsTheEndWhileItIsToBeSeen();
    void keepsItsPlaceInTheMiddle();
    void catchesUpWhenItIsShown();
    void showsWhatIsSelectedByProgram();
    void readsAnotherEncoding();
    void marksTheSelection();
    void survivesAnEndlessNarrowing();
    void saysToScreenReadersWhatItShows();
};

void TextViewTest::showsLines()
{
    View view;
    view.open();
    view.fill("GET / HTTP/1.1\r\nHost: 日本\r\n\r\n\xff");
    QCOMPARE(view.shownLines(), QStringList({QStringLiteral("GET / HTTP/1.1\\r\\n"),
                                             QStringLiteral("Host: 日本\\r\\n"),
                                             QStringLiteral("\\r\\n"), QStringLiteral("\\xff")}));
    const QRect narrow = view.characterRect(0);
    const QRect wide = view.characterRect(22);
    QVERIFY(wide.width() > 3 * narrow.width() / 2);
    QVERIFY(wide.y() > narrow.y());
}

void TextViewTest::showsThePlaceholderWhileEmpty()
{
    View view;
    view.open();
    const QImage bare = view.picture();
    view.setPlaceholderText(QStringLiteral("<b>Nothing</b>"));
    QVERIFY(view.picture() != bare);
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view, Qt::Key_End);
    QCOMPARE(view.selectedRange(), Range());
}

void TextViewTest::selectsWhatIsDraggedOver()
{
    View view;
    view.open();
    view.fill("hello world\nsecond line");
    const QSignalSpy changes(&view, &TextView::selectionChanged);
    view.drag(2, 6);
    QCOMPARE(view.selectedRange(), (Range{2, 5}));
    QCOMPARE(changes.count(), 1);
    view.drag(14, 4); // upwards
    QCOMPARE(view.selectedRange(), (Range{4, 10}));
    view.press(8);
    view.release(8);
    QCOMPARE(view.selectedRange().length, qint64(0));
    view.press(13, Qt::ShiftModifier);
    view.release(13);
    QCOMPARE(view.selectedRange(), (Range{8, 6}));
}

void TextViewTest::selectsTheLineOnDoubleClick()
{
    View view;
    view.open();
    view.fill("first\nsecond\nthird");
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, view.characterRect(8).center());
    QCOMPARE(view.selectedRange(), (Range{6, 7}));
}

void TextViewTest::takesWholeCharacters()
{
    View view;
    view.open();
    view.fill("a日本b");
    view.drag(1, 4);
    QCOMPARE(view.selectedRange(), (Range{1, 6}));
    QTest::keyClick(&view, Qt::Key_Home);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(view.selectedRange(), (Range{1, 3}));
    QTest::keyClick(&view, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(view.selectedRange().length, qint64(0));
    QCOMPARE(view.cursorOffset(), qint64(1));
}

void TextViewTest::copiesWhatIsSelected()
{
    View view;
    view.open();
    view.fill("hello 日本\n");
    view.setSelection(6, 6);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("日本"));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {}, Qt::NoModifier);
    QApplication::sendEvent(&view, &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    QTest::mouseClick(menu, Qt::LeftButton, {},
                      menu->actionGeometry(menu->actions().constFirst()).center());
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("e6 97 a5 e6 9c ac"));
}

void TextViewTest::walksByKeys()
{
    View view;
    view.open();
    view.fill("first line\nsec\nthird line");
    const auto press = [&](Qt::Key key) { QTest::keyClick(&view, key); };
    for (int i = 0; i < 7; ++i) {
        press(Qt::Key_Right);
    }
    QCOMPARE(view.cursorOffset(), qint64(7));
    press(Qt::Key_Down); // to the end of a shorter line
    QCOMPARE(view.cursorOffset(), qint64(14));
    press(Qt::Key_Down);
    QCOMPARE(view.cursorOffset(), qint64(18));
    press(Qt::Key_Home);
    QCOMPARE(view.cursorOffset(), qint64(15));
    press(Qt::Key_End);
    QCOMPARE(view.cursorOffset(), qint64(25));
    press(Qt::Key_Up);
    press(Qt::Key_Home);
    press(Qt::Key_End);
    QCOMPARE(view.cursorOffset(), qint64(14)); // before the line's end
    press(Qt::Key_Left);
    QCOMPARE(view.cursorOffset(), qint64(13));
}

void TextViewTest::pagesAndGoesToTheEnds()
{
    View view;
    view.open();
    view.fill(manyLines(10'000));
    QTest::keyClick(&view, Qt::Key_PageDown);
    const qint64 once = view.cursorOffset();
    QVERIFY(once > 50);
    QVERIFY(!view.characterRect(once).isEmpty());
    QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(view.cursorOffset(), qint64(view.content.size()));
    QCOMPARE(view.shownLines().constLast(), QStringLiteral("line 9999\\n"));
    QVERIFY(view.isAtEnd());
    QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(view.selectedRange(), (Range{0, qint64(view.content.size())}));
    QCOMPARE(view.shownLines().constFirst(), QStringLiteral("line 0\\n"));
}

void TextViewTest::scrollsByLines()
{
    View view;
    view.open();
    view.fill(manyLines(10'000));
    QScrollBar *bar = view.verticalScrollBar();
    bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    QCOMPARE(view.shownLines().constFirst(), QStringLiteral("line 1\\n"));
    bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
    QCOMPARE(view.shownLines().constFirst(), QStringLiteral("line 1\\n"));
    QWheelEvent wheel(QPointF(50, 50), view.mapToGlobal(QPointF(50, 50)), {}, {0, -120},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view.viewport(), &wheel);
    QCOMPARE(view.shownLines().constFirst(),
             QStringLiteral("line %1\\n").arg(1 + QApplication::wheelScrollLines()));
    bar->setValue(bar->maximum());
    QCOMPARE(view.shownLines().constLast(), QStringLiteral("line 9999\\n"));
    bar->setValue(bar->maximum() / 2);
    QVERIFY(view.shownLines().constFirst().startsWith(QStringLiteral("line 5")) ||
            view.shownLines().constFirst().startsWith(QStringLiteral("line 4")));
    bar->setValue(0);
    QCOMPARE(view.shownLines().constFirst(), QStringLiteral("line 0\\n"));
}

namespace
{

struct Stream {
    std::shared_ptr<EventLog> log = std::make_shared<EventLog>();
    std::shared_ptr<StreamBytes> bytes =
        std::make_shared<StreamBytes>(log, 1, StreamBytes::Which::Both);

    void receive(const std::string &text)
    {
        log->append({.kind = EventKind::Received,
                     .connection = 1,
                     .bytes = text.size(),
                     .payload = std::as_bytes(std::span(text.data(), text.size()))});
        bytes->extendTo(log->size(), log->size());
    }
};

} // namespace

void TextViewTest::followsTheEndWhileItIsToBeSeen()
{
    View view;
    view.open();
    Stream stream;
    view.setSource(stream.bytes);
    for (int i = 0; i < 3000; ++i) {
        stream.receive("line " + std::to_string(i) + '\n');
        if (i % 10 == 0) {
            view.updateSource();
            QCOMPARE(view.shownLines().constLast(), QStringLiteral("line %1\\n").arg(i));
        }
    }
}

void TextViewTest::keepsItsPlaceInTheMiddle()
{
    View view;
    view.open();
    Stream stream;
    stream.receive(manyLines(2000));
    view.setSource(stream.bytes);
    view.setSelection(5000, 100);
    const QStringList before = view.shownLines();
    for (int i = 0; i < 50; ++i) {
        stream.receive("more\n");
        view.updateSource();
    }
    QCOMPARE(view.shownLines(), before);
    QCOMPARE(view.selectedRange(), (Range{5000, 100}));
}

void TextViewTest::catchesUpWhenItIsShown()
{
    View view;
    view.open();
    Stream stream;
    view.setSource(stream.bytes);
    stream.receive(manyLines(1000));
    view.updateSource();
    view.hide();
    stream.receive("the last one");
    view.updateSource();
    view.show();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QCOMPARE(view.shownLines().constLast(), QStringLiteral("the last one"));
}

void TextViewTest::showsWhatIsSelectedByProgram()
{
    View view;
    view.open();
    view.fill(manyLines(10'000));
    view.setSelection(60'000, 5);
    QCOMPARE(view.selectedRange(), (Range{60'000, 5}));
    QVERIFY(!view.characterRect(60'000).isEmpty());
    view.hide();
    view.setSelection(30'000, 5);
    view.show();
    QVERIFY(!view.characterRect(30'000).isEmpty());
    view.setSelection(qint64(view.content.size()) - 2, 100);
    QCOMPARE(view.selectedRange().length, qint64(2));
    view.setSelection(-5, -5);
    QCOMPARE(view.selectedRange(), (Range{0, 0}));
}

void TextViewTest::readsAnotherEncoding()
{
    View view;
    view.open();
    view.fill("\x93\xfa\x96\x7b");
    QCOMPARE(view.shownLines(), QStringList{QStringLiteral("\\x93\\xfa\\x96{")});
    view.setEncoding(TextEncoding::ShiftJis);
    QCOMPARE(view.shownLines(), QStringList{QStringLiteral("日本")});
    view.copy(CopyForm::Text);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("日本"));
    view.setEncoding(TextEncoding::Latin1);
    QCOMPARE(view.shownLines(), QStringList{QStringLiteral("<U+0093>ú<U+0096>{")});
}

void TextViewTest::marksTheSelection()
{
    View view;
    view.open();
    QPalette palette = view.palette();
    palette.setColor(QPalette::Highlight, Qt::blue);
    view.setPalette(palette);
    view.fill("....日...\n....");
    view.setSelection(5, 4); // a byte of the wide character is enough
    const QImage picture = view.picture();
    const auto isMarked = [&](qint64 offset) {
        const QImage cell = picture.copy(view.characterRect(offset));
        for (int x = 0; x < cell.width(); ++x) { // along its foot, where dots are not
            if (cell.pixelColor(x, cell.height() - 1) == QColor(Qt::blue)) {
                return true;
            }
        }
        return false;
    };
    QVERIFY(!isMarked(3));
    QVERIFY(isMarked(4));
    QVERIFY(isMarked(8));
    QVERIFY(!isMarked(9));
}

void TextViewTest::survivesAnEndlessNarrowing()
{
    View view;
    view.fill(manyLines(100) + std::string(5000, 'x') + "日本");
    view.open();
    for (int width = 600; width > 0; width -= 37) {
        view.resize(width, 20 + width / 3);
        view.picture();
        QTest::keyClick(&view, Qt::Key_PageDown);
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    }
    QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
    QVERIFY(view.isAtEnd());
}

void TextViewTest::saysToScreenReadersWhatItShows()
{
    View view;
    QCOMPARE(view.accessibleName(), QStringLiteral("Text"));
    view.fill("hello");
    QCOMPARE(view.accessibleDescription(), QStringLiteral("Offset 0 of 5"));
    view.setSelection(1, 2);
    QCOMPARE(view.accessibleDescription(), QStringLiteral("Offset 3 of 5, 2 selected"));
}

QTEST_MAIN(TextViewTest)
#include "tst_textview.moc"
