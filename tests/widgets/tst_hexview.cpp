#include "widgets/views/hexview.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QTest>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWindow>

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#ifdef Q_OS_UNIX
#include <sys/mman.h>
#endif

using namespace sockyard;
using Column = HexView::Column;

namespace
{

/// A window as a page has it: something before the view and something behind it.
struct Window : QWidget {
    QLineEdit *before = new QLineEdit;
    HexView *view = new HexView;
    QLineEdit *behind = new QLineEdit;

    Window()
    {
        auto *layout = new QVBoxLayout(this);
        layout->addWidget(before);
        layout->addWidget(view);
        layout->addWidget(behind);
        resize(900, 400);
    }

    void open()
    {
        show();
        QVERIFY(QTest::qWaitForWindowActive(this));
        view->setFocus();
        QTRY_VERIFY(view->hasFocus());
    }

    void fill(const QByteArray &content)
    {
        const auto owner = std::make_shared<const QByteArray>(content);
        view->setBytes(owner, std::as_bytes(std::span(owner->constData(),
                                                      static_cast<std::size_t>(owner->size()))));
    }

    /// Gives the view a viewport of exactly this size, as if it had no scroll bars.
    void resizeView(int width, int height)
    {
        layout()->removeWidget(view);
        view->resize(width + 2 * view->frameWidth(), height + 2 * view->frameWidth());
        QCOMPARE(view->maximumViewportSize(), QSize(width, height));
    }

    // Through the window, as the mouse of a person goes, so that the buttons are right as well.

    QPoint place(QPoint inViewport) const { return view->viewport()->mapTo(this, inViewport); }

    void press(QPoint at, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(windowHandle(), Qt::LeftButton, modifiers, place(at));
    }

    void moveTo(QPoint at) { QTest::mouseMove(windowHandle(), place(at)); }

    void release(QPoint at) { QTest::mouseRelease(windowHandle(), Qt::LeftButton, {}, place(at)); }

    void click(QPoint at, Qt::KeyboardModifiers modifiers = {})
    {
        press(at, modifiers);
        release(at);
    }

    void drag(QPoint from, QPoint to)
    {
        press(from);
        moveTo((from + to) / 2);
        moveTo(to);
        release(to);
    }

    void doubleClick(QPoint at)
    {
        click(at);
        QTest::mouseDClick(windowHandle(), Qt::LeftButton, {}, place(at));
        // What QTest sends ends with the button up.
    }

    QPoint centre(qsizetype offset, Column column) const
    {
        return view->byteRect(offset, column).center();
    }

    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(view, which, modifiers);
    }

    /// What the viewport shows, a pixel for each of its coordinates on every screen.
    QImage picture() const
    {
        QImage image(view->viewport()->size(), QImage::Format_RGB32);
        view->viewport()->render(&image);
        return image;
    }
};

QByteArray text(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

QByteArray counted(int size)
{
    QByteArray bytes(size, '\0');
    std::iota(bytes.begin(), bytes.end(), '\0');
    return bytes;
}

QString clipboardText()
{
    return QGuiApplication::clipboard()->text();
}

void setClipboardText(const QString &content)
{
    QGuiApplication::clipboard()->setText(content);
}

/// Where the selection is: its first byte and its length; (-1, 0) without one.
std::pair<qsizetype, qsizetype> selected(const HexView &view)
{
    const ByteView bytes = view.selectedBytes();
    return bytes.empty() ? std::pair<qsizetype, qsizetype>{-1, 0}
                         : std::pair<qsizetype, qsizetype>{bytes.data() - view.bytes().data(),
                                                           static_cast<qsizetype>(bytes.size())};
}

using Range = std::pair<qsizetype, qsizetype>;
constexpr Range nothing = {-1, 0};

/// The part of a picture that belongs to a byte.
QImage cell(const QImage &picture, const HexView &view, qsizetype offset, Column column)
{
    return picture.copy(view.byteRect(offset, column));
}

bool has(const QImage &image, const QColor &colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == colour) {
                return true;
            }
        }
    }
    return false;
}

int lineHeight(const HexView &view)
{
    return view.byteRect(view.bytesPerLine(), Column::Hex).y() - view.byteRect(0, Column::Hex).y();
}

} // namespace

Q_DECLARE_METATYPE(Range)
Q_DECLARE_METATYPE(Column)

template <>
char *QTest::toString(const Range &range)
{
    return qstrdup(qPrintable(QStringLiteral("%1+%2").arg(range.first).arg(range.second)));
}

class HexViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void keepsTheOwnerOfItsBytesAlive();
    void paintsEachByteInBothColumns();
    void leavesAGapAfterEightBytes();
    void paintsADotForWhatIsNoPrintableAscii();
    void paintsTheSelectionInBothColumns_data();
    void paintsTheSelectionInBothColumns();
    void showsTheCursorWhileFocused();
    void showsThePlaceholderWhileEmpty();
    void ignoresKeysAndCopiesWhileEmpty();

    void selectsWhatIsDraggedOver_data();
    void selectsWhatIsDraggedOver();
    void takesBytesOneByOneWhileDragging();
    void selectsNothingOnClick();
    void unselectsOnClickBehindTheEnd();
    void extendsOnShiftClick_data();
    void extendsOnShiftClick();
    void selectsTheLineOnDoubleClick_data();
    void selectsTheLineOnDoubleClick();
    void extendsByLinesAfterDoubleClick();
    void scrollsWhileDraggedOutside();
    void keepsTheSelectionOnRightClick();

    void movesTheCursor_data();
    void movesTheCursor();
    void extendsWithShiftAndArrows_data();
    void extendsWithShiftAndArrows();
    void collapsesTheSelectionWithoutShift();
    void scrollsToTheCursor();
    void pagesThroughThePayload();
    void leavesOnTab();
    void goesBeforeTheShortcutsOfItsWindow();

    void copiesTheActiveColumn_data();
    void copiesTheActiveColumn();
    void copiesEverythingWithoutSelection();
    void copiesTextThatAnyProgramCanPaste_data();
    void copiesTextThatAnyProgramCanPaste();
    void copiesADumpWithTheOffsetsOfThePayload();
    void refusesToCopyTooMuch();
    void offersItsActionsInAMenu();

    void clampsTheSelection_data();
    void clampsTheSelection();
    void scrollsToWhatIsSelected();
    void tellsChangesOfTheSelectionOnce();
    void forgetsTheSelectionWithTheBytes();

    void putsFewerBytesOnALineWhenNarrow_data();
    void putsFewerBytesOnALineWhenNarrow();
    void isNeverCutOffWithoutAScrollBar();
    void keepsItsPlaceWhenTheLinesChange();
    void scrollsToTheCursorSideways();
    void fitsItsOwnSizeHint();
    void looksOnlyAtTheLinesThatItPaints();
    void showsBytesBeyondFourGibibytes_data();
    void showsBytesBeyondFourGibibytes();
    void beginsWhereTheBytesBegin();
    void showsTheUpperHalfOfLatin1();
    void followsItsFont();
    void saysToScreenReadersWhatItShows();
};

void HexViewTest::initTestCase()
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

void HexViewTest::init()
{
    setClipboardText(QStringLiteral("untouched"));
}

// What it shows

void HexViewTest::keepsTheOwnerOfItsBytesAlive()
{
    const auto make = [] { return std::make_shared<const std::vector<std::byte>>(100); };
    HexView view;
    auto first = make();
    auto second = make();
    const std::weak_ptr<const void> firstLife = first;
    const std::weak_ptr<const void> secondLife = second;

    view.setBytes(first, *first);
    QCOMPARE(view.bytes().data(), first->data());
    first.reset();
    QVERIFY(!firstLife.expired());

    view.setBytes(second, *second);
    second.reset();
    QVERIFY(firstLife.expired());
    QVERIFY(!secondLife.expired());

    view.clear();
    QVERIFY(secondLife.expired());
    QVERIFY(view.bytes().empty());
}

void HexViewTest::paintsEachByteInBothColumns()
{
    Window window;
    window.open();
    window.view->clearFocus(); // no cursor
    QByteArray content(40, 'a');
    window.fill(content);
    const QImage before = window.picture();
    for (const qsizetype changed : {0, 7, 8, 15, 16, 39}) {
        QByteArray other = content;
        other[changed] = 'o';
        window.fill(other);
        const QImage now = window.picture();
        for (qsizetype offset = 0; offset < content.size(); ++offset) {
            for (const Column column : {Column::Hex, Column::Text}) {
                const bool differs = cell(now, *window.view, offset, column) !=
                                     cell(before, *window.view, offset, column);
                QCOMPARE(differs, offset == changed);
            }
        }
    }
}

void HexViewTest::leavesAGapAfterEightBytes()
{
    Window window;
    window.open();
    window.fill(counted(16));
    const auto gapAfter = [&](qsizetype offset, Column column) {
        return window.view->byteRect(offset + 1, column).left() -
               window.view->byteRect(offset, column).right();
    };
    QVERIFY(gapAfter(7, Column::Hex) > gapAfter(6, Column::Hex) + 2);
    QVERIFY(gapAfter(7, Column::Hex) > gapAfter(8, Column::Hex) + 2);
    QCOMPARE(gapAfter(7, Column::Text), 1);
}

void HexViewTest::paintsADotForWhatIsNoPrintableAscii()
{
    Window window;
    window.open();
    window.view->clearFocus();
    const auto look = [&](int value) {
        window.fill(QByteArray(1, static_cast<char>(value)));
        return cell(window.picture(), *window.view, 0, Column::Text);
    };
    const QImage dot = look(0);
    for (int value = 0; value <= 0xff; ++value) {
        QCOMPARE(look(value) == dot, value < 0x20 || value >= 0x7f);
    }
}

void HexViewTest::paintsTheSelectionInBothColumns_data()
{
    QTest::addColumn<bool>("focused");
    QTest::addColumn<Column>("active");
    QTest::newRow("focused, hex") << true << Column::Hex;
    QTest::newRow("focused, text") << true << Column::Text;
    QTest::newRow("elsewhere, hex") << false << Column::Hex;
    QTest::newRow("elsewhere, text") << false << Column::Text;
}

void HexViewTest::paintsTheSelectionInBothColumns()
{
    QFETCH(bool, focused);
    QFETCH(Column, active);
    const Column passive = active == Column::Hex ? Column::Text : Column::Hex;
    Window window;
    QPalette palette = window.palette();
    palette.setColor(QPalette::Active, QPalette::Highlight, Qt::blue);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, Qt::darkGreen);
    palette.setColor(QPalette::Base, Qt::white);
    window.setPalette(palette);
    window.open();
    window.fill(QByteArray(64, '.'));
    window.view->setActiveColumn(active);
    window.view->setSelection(14, 20); // over three lines
    if (!focused) {
        window.before->setFocus();
        QTRY_VERIFY(!window.view->hasFocus());
    }

    const QImage picture = window.picture();
    const QColor highlight = focused ? Qt::blue : Qt::darkGreen;
    for (qsizetype offset = 0; offset < 64; ++offset) {
        const bool inside = offset >= 14 && offset < 34;
        QCOMPARE(has(cell(picture, *window.view, offset, active), highlight), inside);
        // The passive column is paler, but as clearly marked.
        QCOMPARE(has(cell(picture, *window.view, offset, passive), Qt::white), !inside);
        QVERIFY(!has(cell(picture, *window.view, offset, passive), highlight));
    }
}

void HexViewTest::showsTheCursorWhileFocused()
{
    Window window;
    window.open();
    window.fill(QByteArray(64, ' ')); // nothing in the text column but the cursor
    window.click(window.centre(20, Column::Text));
    const QColor ink = window.view->palette().color(QPalette::Text);
    const auto isAt = [&](qsizetype offset) {
        const QRect before = window.view->byteRect(offset, Column::Text).adjusted(-3, 0, 0, 0);
        return has(window.picture().copy(before), ink);
    };
    QVERIFY(isAt(20));
    QVERIFY(!isAt(22));
    window.key(Qt::Key_Right);
    window.key(Qt::Key_Right);
    QVERIFY(isAt(22));
    QVERIFY(!isAt(20));
    window.before->setFocus();
    QVERIFY(!isAt(22));
}

void HexViewTest::showsThePlaceholderWhileEmpty()
{
    Window window;
    window.open();
    const QImage bare = window.picture();
    window.view->setPlaceholderText(QStringLiteral("<b>Select an event</b>"));
    QCOMPARE(window.view->placeholderText(), QStringLiteral("<b>Select an event</b>"));
    const QImage shown = window.picture();
    QVERIFY(shown != bare);
    // It stands in the middle, and nowhere near an edge.
    QVERIFY(shown.copy(shown.rect().adjusted(200, 80, -200, -80)) !=
            bare.copy(bare.rect().adjusted(200, 80, -200, -80)));
    QCOMPARE(shown.copy(0, 0, shown.width(), 60), bare.copy(0, 0, bare.width(), 60));

    window.fill("x");
    const QImage filled = window.picture();
    window.view->setPlaceholderText({});
    QCOMPARE(window.picture(), filled);
}

void HexViewTest::ignoresKeysAndCopiesWhileEmpty()
{
    Window window;
    window.open();
    for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home,
                              Qt::Key_End, Qt::Key_PageUp, Qt::Key_PageDown}) {
        for (const Qt::KeyboardModifiers modifiers :
             {Qt::KeyboardModifiers{}, Qt::KeyboardModifiers{Qt::ShiftModifier},
              Qt::KeyboardModifiers{Qt::ControlModifier}}) {
            window.key(key, modifiers);
        }
    }
    window.key(Qt::Key_A, Qt::ControlModifier);
    window.key(Qt::Key_C, Qt::ControlModifier);
    window.drag({5, 5}, {200, 100});
    window.doubleClick({50, 50});
    window.view->setSelection(3, 4);
    window.view->copyHex();
    window.view->copyText();
    window.view->copyDump();
    QCOMPARE(clipboardText(), QStringLiteral("untouched"));
    QVERIFY(window.view->selectedBytes().empty());
    QCOMPARE(window.view->cursorOffset(), 0);
}

// The mouse

void HexViewTest::selectsWhatIsDraggedOver_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<Range>("expected");
    QTest::newRow("forwards") << 3 << 6 << Range(3, 4);
    QTest::newRow("backwards") << 6 << 3 << Range(3, 4);
    QTest::newRow("over the gap") << 7 << 8 << Range(7, 2);
    QTest::newRow("over lines") << 14 << 50 << Range(14, 37);
    QTest::newRow("up") << 50 << 14 << Range(14, 37);
    QTest::newRow("to the last") << 60 << 99 << Range(60, 40);
}

void HexViewTest::selectsWhatIsDraggedOver()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(Range, expected);
    Window window;
    window.open();
    window.fill(counted(100));
    for (const Column column : {Column::Hex, Column::Text}) {
        window.click(window.centre(0, Column::Hex));
        window.drag(window.centre(from, column), window.centre(to, column));
        QCOMPARE(selected(*window.view), expected);
        QCOMPARE(window.view->activeColumn(), column);
        // Into the other column: the drag stays in the column where it began.
        const Column other = column == Column::Hex ? Column::Text : Column::Hex;
        window.drag(window.centre(from, column), window.centre(from, other));
        QCOMPARE(window.view->activeColumn(), column);
    }
}

void HexViewTest::takesBytesOneByOneWhileDragging()
{
    Window window;
    window.open();
    window.fill(counted(100));
    window.press(window.centre(20, Column::Hex));
    QCOMPARE(selected(*window.view), nothing);
    window.moveTo(window.centre(20, Column::Hex) + QPoint(1, 1)); // a trembling hand
    QCOMPARE(selected(*window.view), nothing);
    window.moveTo(window.centre(21, Column::Hex));
    QCOMPARE(selected(*window.view), Range(20, 2));
    window.moveTo(window.centre(40, Column::Hex));
    QCOMPARE(selected(*window.view), Range(20, 21));
    window.moveTo(window.centre(20, Column::Hex));
    QCOMPARE(selected(*window.view), Range(20, 1));
    window.moveTo(window.centre(18, Column::Hex));
    QCOMPARE(selected(*window.view), Range(18, 3));
    window.release(window.centre(18, Column::Hex));
    window.moveTo(window.centre(50, Column::Hex));
    QCOMPARE(selected(*window.view), Range(18, 3));
}

void HexViewTest::selectsNothingOnClick()
{
    Window window;
    window.open();
    window.fill(counted(100));
    window.view->selectAll();
    window.before->setFocus();
    window.click(window.centre(37, Column::Text));
    QVERIFY(window.view->hasFocus());
    QCOMPARE(selected(*window.view), nothing);
    QCOMPARE(window.view->cursorOffset(), 37);
    QCOMPARE(window.view->activeColumn(), Column::Text);
}

void HexViewTest::unselectsOnClickBehindTheEnd()
{
    Window window;
    window.open();
    window.fill(counted(20));
    window.view->selectAll();
    window.click(window.centre(30, Column::Hex));
    QCOMPARE(selected(*window.view), nothing);
    QCOMPARE(window.view->cursorOffset(), 20);
    window.view->selectAll();
    window.click(window.centre(16 * 8, Column::Hex));
    QCOMPARE(selected(*window.view), nothing);
    QCOMPARE(window.view->cursorOffset(), 20);
    window.drag(window.centre(30, Column::Hex), window.centre(18, Column::Hex));
    QCOMPARE(selected(*window.view), Range(18, 2));
}

void HexViewTest::extendsOnShiftClick_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<Range>("expected");
    QTest::newRow("forwards") << 10 << 20 << Range(10, 11);
    QTest::newRow("backwards") << 20 << 10 << Range(10, 11);
    QTest::newRow("the same") << 10 << 10 << Range(10, 1);
}

void HexViewTest::extendsOnShiftClick()
{
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(Range, expected);
    Window window;
    window.open();
    window.fill(counted(100));
    window.click(window.centre(first, Column::Hex));
    window.click(window.centre(second, Column::Hex), Qt::ShiftModifier);
    QCOMPARE(selected(*window.view), expected);
    window.click(window.centre(60, Column::Hex), Qt::ShiftModifier);
    QCOMPARE(selected(*window.view), Range(first, 61 - first));
}

void HexViewTest::selectsTheLineOnDoubleClick_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<Range>("expected");
    QTest::newRow("first") << 0 << Range(0, 16);
    QTest::newRow("in the middle") << 37 << Range(32, 16);
    QTest::newRow("end of a line") << 47 << Range(32, 16);
    QTest::newRow("last, which is short") << 97 << Range(96, 4);
}

void HexViewTest::selectsTheLineOnDoubleClick()
{
    QFETCH(int, at);
    QFETCH(Range, expected);
    Window window;
    window.open();
    window.fill(counted(100));
    for (const Column column : {Column::Hex, Column::Text}) {
        window.doubleClick(window.centre(at, column));
        QCOMPARE(selected(*window.view), expected);
        QCOMPARE(window.view->activeColumn(), column);
    }
}

void HexViewTest::extendsByLinesAfterDoubleClick()
{
    Window window;
    window.open();
    window.fill(counted(100));
    // As QTest's own double click ends with the button up, its last press is made here.
    const QPoint at = window.view->viewport()->mapTo(&window, window.centre(40, Column::Hex));
    window.click(window.centre(40, Column::Hex));
    const QPoint global = window.mapToGlobal(at);
    QMouseEvent twice(QEvent::MouseButtonDblClick, QPointF(window.centre(40, Column::Hex)),
                      QPointF(global), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.view->viewport(), &twice);
    QCOMPARE(selected(*window.view), Range(32, 16));
    const auto moveTo = [&](qsizetype offset) {
        const QPoint place = window.centre(offset, Column::Hex);
        QMouseEvent move(QEvent::MouseMove, QPointF(place),
                         QPointF(window.view->viewport()->mapToGlobal(place)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.view->viewport(), &move);
    };
    moveTo(70);
    QCOMPARE(selected(*window.view), Range(32, 48));
    moveTo(3);
    QCOMPARE(selected(*window.view), Range(0, 48));
}

void HexViewTest::scrollsWhileDraggedOutside()
{
    Window window;
    window.open();
    window.fill(counted(16 * 60));
    QScrollBar *bar = window.view->verticalScrollBar();
    QVERIFY(bar->maximum() > 10);
    const QPoint below(50, window.view->viewport()->height() + 200);

    window.press(window.centre(2, Column::Hex));
    window.moveTo(below);
    QTRY_COMPARE(bar->value(), bar->maximum());
    QCOMPARE(selected(*window.view).first, 2);
    QTRY_VERIFY(selected(*window.view).second > 16 * 58);
    window.moveTo({50, -200});
    QTRY_COMPARE(bar->value(), 0);
    window.release({50, -200});
}

void HexViewTest::keepsTheSelectionOnRightClick()
{
    Window window;
    window.open();
    window.fill(counted(100));
    window.drag(window.centre(3, Column::Text), window.centre(6, Column::Text));
    QTest::mouseClick(window.windowHandle(), Qt::RightButton, {},
                      window.place(window.centre(50, Column::Hex)));
    QCOMPARE(selected(*window.view), Range(3, 4));
    QCOMPARE(window.view->activeColumn(), Column::Text);
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    QApplication::activePopupWidget()->close();
}

// The keyboard

void HexViewTest::movesTheCursor_data()
{
    using Keys = QVector<QKeyCombination>;
    QTest::addColumn<int>("from");
    QTest::addColumn<Keys>("keys");
    QTest::addColumn<int>("to");
    QTest::newRow("right") << 5 << Keys{Qt::Key_Right} << 6;
    QTest::newRow("left") << 5 << Keys{Qt::Key_Left} << 4;
    QTest::newRow("left at the beginning") << 0 << Keys{Qt::Key_Left} << 0;
    QTest::newRow("right at the end") << 99 << Keys{Qt::Key_Right, Qt::Key_Right} << 100;
    QTest::newRow("right over the line's end") << 15 << Keys{Qt::Key_Right} << 16;
    QTest::newRow("left over the line's beginning") << 16 << Keys{Qt::Key_Left} << 15;
    QTest::newRow("down") << 5 << Keys{Qt::Key_Down} << 21;
    QTest::newRow("up") << 21 << Keys{Qt::Key_Up} << 5;
    QTest::newRow("up in the first line") << 5 << Keys{Qt::Key_Up} << 5;
    QTest::newRow("down in the last line") << 97 << Keys{Qt::Key_Down} << 97;
    QTest::newRow("down to a shorter line") << 90 << Keys{Qt::Key_Down} << 100;
    QTest::newRow("home") << 21 << Keys{Qt::Key_Home} << 16;
    QTest::newRow("home twice") << 21 << Keys{Qt::Key_Home, Qt::Key_Home} << 16;
    QTest::newRow("end") << 21 << Keys{Qt::Key_End} << 32;
    QTest::newRow("end twice") << 21 << Keys{Qt::Key_End, Qt::Key_End} << 32;
    QTest::newRow("end and home") << 21 << Keys{Qt::Key_End, Qt::Key_Home} << 16;
    QTest::newRow("end and down") << 21 << Keys{Qt::Key_End, Qt::Key_Down} << 48;
    QTest::newRow("end of the last line") << 97 << Keys{Qt::Key_End} << 100;
    QTest::newRow("the very end") << 21 << Keys{Qt::CTRL | Qt::Key_End} << 100;
    QTest::newRow("the very end and home")
        << 21 << Keys{Qt::CTRL | Qt::Key_End, Qt::Key_Home} << 96;
    QTest::newRow("the very beginning") << 21 << Keys{Qt::CTRL | Qt::Key_Home} << 0;
}

void HexViewTest::movesTheCursor()
{
    QFETCH(int, from);
    QFETCH(QVector<QKeyCombination>, keys);
    QFETCH(int, to);
    Window window;
    window.open();
    window.fill(counted(100));
    window.click(window.centre(from, Column::Hex));
    for (const QKeyCombination key : keys) {
        window.key(key.key(), key.keyboardModifiers());
    }
    QCOMPARE(window.view->cursorOffset(), to);
    QCOMPARE(selected(*window.view), nothing);
}

void HexViewTest::extendsWithShiftAndArrows_data()
{
    using Keys = QVector<QKeyCombination>;
    QTest::addColumn<Keys>("keys");
    QTest::addColumn<Range>("expected");
    const QKeyCombination right = Qt::SHIFT | Qt::Key_Right;
    const QKeyCombination left = Qt::SHIFT | Qt::Key_Left;
    const QKeyCombination down = Qt::SHIFT | Qt::Key_Down;
    const QKeyCombination up = Qt::SHIFT | Qt::Key_Up;
    const QKeyCombination home = Qt::SHIFT | Qt::Key_Home;
    const QKeyCombination end = Qt::SHIFT | Qt::Key_End;
    QTest::newRow("right") << Keys{right} << Range(37, 1);
    QTest::newRow("right twice") << Keys{right, right} << Range(37, 2);
    QTest::newRow("there and back") << Keys{right, left} << nothing;
    QTest::newRow("left") << Keys{left, left} << Range(35, 2);
    QTest::newRow("over the anchor") << Keys{right, left, left} << Range(36, 1);
    QTest::newRow("down") << Keys{down} << Range(37, 16);
    QTest::newRow("up") << Keys{up} << Range(21, 16);
    QTest::newRow("up beyond the first line") << Keys{up, up, up} << Range(0, 37);
    QTest::newRow("down beyond the last line") << Keys{down, down, down, down} << Range(37, 63);
    QTest::newRow("home") << Keys{home} << Range(32, 5);
    QTest::newRow("end") << Keys{end, end} << Range(37, 11);
    QTest::newRow("to the line's end, home") << Keys{end, home} << Range(32, 5);
    QTest::newRow("right to the line's end, home") << Keys(11, right) + Keys{home} << Range(32, 5);
    QTest::newRow("whole lines") << Keys{Qt::Key_Home, down, down} << Range(32, 32);
    QTest::newRow("to the very end") << Keys{Qt::CTRL | Qt::SHIFT | Qt::Key_End} << Range(37, 63);
    QTest::newRow("to the very beginning")
        << Keys{Qt::CTRL | Qt::SHIFT | Qt::Key_Home} << Range(0, 37);
    QTest::newRow("everything") << Keys{Qt::CTRL | Qt::Key_A} << Range(0, 100);
    QTest::newRow("everything but one") << Keys{Qt::CTRL | Qt::Key_A, left} << Range(0, 99);
}

void HexViewTest::extendsWithShiftAndArrows()
{
    QFETCH(QVector<QKeyCombination>, keys);
    QFETCH(Range, expected);
    Window window;
    window.open();
    window.fill(counted(100));
    window.click(window.centre(37, Column::Hex));
    for (const QKeyCombination key : keys) {
        window.key(key.key(), key.keyboardModifiers());
    }
    QCOMPARE(selected(*window.view), expected);
}

void HexViewTest::collapsesTheSelectionWithoutShift()
{
    Window window;
    window.open();
    window.fill(counted(100));
    window.view->setSelection(10, 22);
    window.key(Qt::Key_Left);
    QCOMPARE(window.view->cursorOffset(), 10);
    QCOMPARE(selected(*window.view), nothing);
    window.view->setSelection(10, 22);
    window.key(Qt::Key_Right);
    QCOMPARE(window.view->cursorOffset(), 32);
    QCOMPARE(selected(*window.view), nothing);
    // The cursor stays where the selection ended: in line 1, not before line 2.
    window.key(Qt::Key_Home);
    QCOMPARE(window.view->cursorOffset(), 16);
}

void HexViewTest::scrollsToTheCursor()
{
    Window window;
    window.open();
    window.fill(counted(16 * 100));
    const QScrollBar *bar = window.view->verticalScrollBar();
    window.key(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(window.view->viewport()->rect().contains(window.centre(1599, Column::Hex)));
    for (int i = 0; i < 99; ++i) {
        window.key(Qt::Key_Up);
        const qsizetype shown = window.view->cursorOffset() - 1;
        QVERIFY(window.view->viewport()->rect().contains(window.centre(shown, Column::Hex)));
    }
    QCOMPARE(bar->value(), 0);
    QCOMPARE(window.view->cursorOffset(), 16);
}

void HexViewTest::pagesThroughThePayload()
{
    Window window;
    window.open();
    window.fill(counted(16 * 100));
    const QScrollBar *bar = window.view->verticalScrollBar();
    const int page = bar->pageStep();
    QVERIFY(page > 5);
    window.click(window.centre(16 + 3, Column::Hex));
    window.key(Qt::Key_PageDown);
    QCOMPARE(bar->value(), page);
    QCOMPARE(window.view->cursorOffset(), (page + 1) * 16 + 3);
    window.key(Qt::Key_PageUp, Qt::ShiftModifier);
    QCOMPARE(bar->value(), 0);
    QCOMPARE(selected(*window.view), Range(16 + 3, page * 16));
    window.key(Qt::Key_PageUp);
    QCOMPARE(window.view->cursorOffset(), 0);
    for (int i = 0; i < 100 / page + 1; ++i) {
        window.key(Qt::Key_PageDown);
    }
    QCOMPARE(window.view->cursorOffset(), 1600);
    QCOMPARE(bar->value(), bar->maximum());
}

void HexViewTest::leavesOnTab()
{
    Window window;
    window.open();
    window.fill(counted(100));
    QTest::keyClick(&window, Qt::Key_Tab);
    QTRY_VERIFY(window.behind->hasFocus());
    QTest::keyClick(&window, Qt::Key_Backtab, Qt::ShiftModifier);
    QTRY_VERIFY(window.view->hasFocus());
    QTest::keyClick(&window, Qt::Key_Backtab, Qt::ShiftModifier);
    QTRY_VERIFY(window.before->hasFocus());
    QCOMPARE(window.view->cursorOffset(), 0);
}

void HexViewTest::goesBeforeTheShortcutsOfItsWindow()
{
    Window window;
    QShortcut shortcut(QKeySequence::Copy, &window);
    const QSignalSpy taken(&shortcut, &QShortcut::activated);
    window.open();
    QTest::keyClick(window.windowHandle(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(taken.count(), 1); // nothing to copy: the window may have it
    window.fill("A");
    QTest::keyClick(window.windowHandle(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(taken.count(), 1);
    QCOMPARE(clipboardText(), QStringLiteral("41"));
}

// Copying

void HexViewTest::copiesTheActiveColumn_data()
{
    QTest::addColumn<Column>("column");
    QTest::addColumn<QString>("expected");
    QTest::newRow("hex") << Column::Hex << QStringLiteral("6c 6c 6f 20 77");
    QTest::newRow("text") << Column::Text << QStringLiteral("llo w");
}

void HexViewTest::copiesTheActiveColumn()
{
    QFETCH(Column, column);
    QFETCH(QString, expected);
    Window window;
    window.open();
    window.fill("hello world");
    window.drag(window.centre(2, column), window.centre(6, column));
    window.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboardText(), expected);
    QCOMPARE(text(window.view->selectedBytes()), QByteArray("llo w"));
}

void HexViewTest::copiesEverythingWithoutSelection()
{
    Window window;
    window.open();
    window.fill("hello");
    window.view->copyHex();
    QCOMPARE(clipboardText(), QStringLiteral("68 65 6c 6c 6f"));
    window.view->copyText();
    QCOMPARE(clipboardText(), QStringLiteral("hello"));
    window.view->copyDump();
    QCOMPARE(clipboardText(), QStringLiteral("00000000  68 65 6c 6c 6f                            "
                                             "        |hello|\n"));
    QVERIFY(window.view->selectedBytes().empty());
}

void HexViewTest::copiesTextThatAnyProgramCanPaste_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("utf-8") << QByteArray("Gr\xc3\xbc\xc3\x9f\x65 \xf0\x9f\x98\x80")
                           << QStringLiteral("Grüße \U0001f600");
    QTest::newRow("line ends") << QByteArray("a\r\nb\n\tc") << QStringLiteral("a\r\nb\n\tc");
    QTest::newRow("nul") << QByteArray("a\0b\0", 4) << QStringLiteral("a\u2400b\u2400");
    QTest::newRow("not utf-8") << QByteArray("caf\xe9!") << QStringLiteral("caf\ufffd!");
    QTest::newRow("cut off") << QByteArray("a\xc3") << QStringLiteral("a\ufffd");
    QTest::newRow("lone continuation") << QByteArray("\x80z") << QStringLiteral("\ufffdz");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfz") << QStringLiteral("\ufeffz");
    QTest::newRow("all of it") << QByteArray("\0\xff\xc3\xbc\0", 5)
                               << QStringLiteral("\u2400\ufffdü\u2400");
}

void HexViewTest::copiesTextThatAnyProgramCanPaste()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    Window window;
    window.fill(bytes);
    window.view->copyText();
    QCOMPARE(clipboardText(), expected);
}

void HexViewTest::copiesADumpWithTheOffsetsOfThePayload()
{
    Window window;
    window.fill(QByteArray(200, 'A'));
    window.view->setSelection(0x2a, 18);
    window.view->copyDump();
    QCOMPARE(clipboardText(),
             QStringLiteral(
                 "0000002a  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41  |AAAAAAAAAAAAAAAA|\n"
                 "0000003a  41 41                                             |AA|\n"));
}

void HexViewTest::refusesToCopyTooMuch()
{
    Window window;
    window.open();
    window.fill(QByteArray(HexView::maximumCopy + 1, 'A'));
    window.view->copyText();
    QCOMPARE(clipboardText(), QStringLiteral("untouched"));
    QTRY_VERIFY(QToolTip::text().contains(QStringLiteral("16")));
    window.view->selectAll();
    window.view->copyDump();
    window.view->copyHex();
    QCOMPARE(clipboardText(), QStringLiteral("untouched"));
    window.view->setSelection(1, HexView::maximumCopy);
    window.view->copyText();
    QCOMPARE(clipboardText().size(), HexView::maximumCopy);
}

void HexViewTest::offersItsActionsInAMenu()
{
    Window window;
    window.open();
    window.fill("hello");
    const auto openMenu = [&]() -> QMenu * {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {}, Qt::NoModifier);
        QApplication::sendEvent(window.view, &event);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    };
    const auto actionOf = [](const QMenu *menu, const QString &name) -> QAction * {
        for (QAction *action : menu->actions()) {
            if (action->text().remove(u'&') == name) {
                return action;
            }
        }
        return nullptr;
    };
    const QVector<std::pair<QString, QString>> expected = {
        {QStringLiteral("Copy as hex"), QStringLiteral("68 65 6c 6c 6f")},
        {QStringLiteral("Copy as text"), QStringLiteral("hello")},
        {QStringLiteral("Copy as dump"), QStringLiteral("|hello|\n")},
    };
    for (const auto &[name, copied] : expected) {
        QMenu *menu = openMenu();
        QVERIFY(menu != nullptr);
        QAction *action = actionOf(menu, name);
        QVERIFY(action != nullptr);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        QTRY_VERIFY(clipboardText().endsWith(copied));
        QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
    }
    QMenu *menu = openMenu();
    QVERIFY(menu != nullptr);
    // The menu key opens it at the cursor.
    const QPoint beginning = window.view->byteRect(0, Column::Hex).bottomLeft();
    const QPoint distance = menu->pos() - window.view->viewport()->mapToGlobal(beginning);
    QVERIFY(distance.manhattanLength() < 10);
    QTest::keyClick(menu, Qt::Key_A);
    QTRY_COMPARE(selected(*window.view), Range(0, 5));
    QTRY_VERIFY(window.view->findChild<QMenu *>() == nullptr); // none is left behind

    window.view->clear();
    menu = openMenu();
    QVERIFY(menu != nullptr);
    for (const QAction *action : menu->actions()) {
        QVERIFY(action->isSeparator() || !action->isEnabled());
    }
    menu->close();
}

// Selecting by program

void HexViewTest::clampsTheSelection_data()
{
    constexpr qsizetype most = std::numeric_limits<qsizetype>::max();
    QTest::addColumn<qsizetype>("from");
    QTest::addColumn<qsizetype>("length");
    QTest::addColumn<Range>("expected");
    QTest::newRow("inside") << qsizetype(10) << qsizetype(5) << Range(10, 5);
    QTest::newRow("all") << qsizetype(0) << qsizetype(100) << Range(0, 100);
    QTest::newRow("nothing") << qsizetype(10) << qsizetype(0) << nothing;
    QTest::newRow("less than nothing") << qsizetype(10) << qsizetype(-5) << nothing;
    QTest::newRow("over the end") << qsizetype(90) << qsizetype(20) << Range(90, 10);
    QTest::newRow("behind the end") << qsizetype(200) << qsizetype(20) << nothing;
    QTest::newRow("before the beginning") << qsizetype(-10) << qsizetype(20) << Range(0, 10);
    QTest::newRow("all before it") << qsizetype(-30) << qsizetype(20) << nothing;
    QTest::newRow("to the end") << qsizetype(40) << most << Range(40, 60);
    QTest::newRow("from far before it") << -most << most << nothing;
}

void HexViewTest::clampsTheSelection()
{
    QFETCH(qsizetype, from);
    QFETCH(qsizetype, length);
    QFETCH(Range, expected);
    Window window;
    window.fill(counted(100));
    window.view->setSelection(from, length);
    QCOMPARE(selected(*window.view), expected);
}

void HexViewTest::scrollsToWhatIsSelected()
{
    Window window;
    window.open();
    window.fill(counted(16 * 1000));
    const auto isShown = [&](qsizetype offset) {
        return window.view->viewport()->rect().contains(window.centre(offset, Column::Hex));
    };
    window.view->setSelection(8000, 100);
    QVERIFY(isShown(8000));
    QVERIFY(isShown(8099));
    window.view->setSelection(15'999, 1);
    QVERIFY(isShown(15'999));
    window.view->setSelection(100, 10'000); // too long: the beginning is what is looked for
    QVERIFY(isShown(100));
}

void HexViewTest::tellsChangesOfTheSelectionOnce()
{
    Window window;
    window.open();
    window.fill(counted(100));
    const QSignalSpy changes(window.view, &HexView::selectionChanged);
    window.click(window.centre(5, Column::Hex));
    window.key(Qt::Key_Right);
    QCOMPARE(changes.count(), 0); // only the cursor moved
    window.view->setSelection(10, 5);
    QCOMPARE(changes.count(), 1);
    window.view->setSelection(10, 5);
    QCOMPARE(changes.count(), 1);
    window.fill("new");
    QCOMPARE(changes.count(), 2);
    window.view->clear();
    QCOMPARE(changes.count(), 2);
}

void HexViewTest::forgetsTheSelectionWithTheBytes()
{
    Window window;
    window.open();
    window.fill(counted(5000));
    window.view->verticalScrollBar()->setValue(100);
    window.click(window.centre(1650, Column::Hex)); // a later Shift+click would go on from here
    window.click(window.centre(1651, Column::Hex), Qt::ShiftModifier);
    QCOMPARE(selected(*window.view), Range(1650, 2));
    // Whoever listens may look at the selection at once.
    connect(window.view->verticalScrollBar(), &QScrollBar::valueChanged, window.view,
            [&] { QVERIFY(window.view->selectedBytes().size() <= window.view->bytes().size()); });
    window.fill("short");
    QVERIFY(window.view->selectedBytes().empty());
    QCOMPARE(window.view->cursorOffset(), 0);
    QCOMPARE(window.view->verticalScrollBar()->value(), 0);
    window.click(window.centre(2, Column::Hex), Qt::ShiftModifier);
    QCOMPARE(selected(*window.view), Range(0, 3));
}

// Its size

void HexViewTest::putsFewerBytesOnALineWhenNarrow_data()
{
    QTest::addColumn<int>("bytesPerLine");
    QTest::addColumn<int>("fewer");
    QTest::newRow("16") << 16 << 8;
    QTest::newRow("8") << 8 << 4;
    QTest::newRow("4") << 4 << 4;
}

void HexViewTest::putsFewerBytesOnALineWhenNarrow()
{
    QFETCH(int, bytesPerLine);
    QFETCH(int, fewer);
    Window window;
    window.open();
    window.fill(counted(32));
    QScrollBar *bar = window.view->horizontalScrollBar();
    int narrowest = 1000;
    for (int width = 1000; width > 0; --width) {
        window.resizeView(width, 300);
        if (window.view->bytesPerLine() < bytesPerLine || bar->maximum() > 0) {
            narrowest = width + 1;
            break;
        }
    }
    QCOMPARE(window.view->bytesPerLine(), fewer);
    QCOMPARE(bar->maximum() > 0, fewer == bytesPerLine);

    window.resizeView(narrowest, 300);
    QCOMPARE(window.view->bytesPerLine(), bytesPerLine);
    QCOMPARE(bar->maximum(), 0);
    // No room is wasted either: the last character is less than one from the edge.
    const QRect last = window.view->byteRect(bytesPerLine - 1, Column::Text);
    QVERIFY(last.right() < narrowest);
    QVERIFY(last.right() + last.width() + 1 >= narrowest);
}

void HexViewTest::isNeverCutOffWithoutAScrollBar()
{
    Window window;
    window.open();
    for (const int size : {1, 16, 100, 300, 70'000}) {
        window.fill(QByteArray(size, 'W'));
        for (int width = 60; width < 800; width += 7) {
            for (const int height : {5, 40, 97, 98, 99, 100, 300}) {
                window.resizeView(width, height);
                QCoreApplication::processEvents(); // scroll bars come and go a moment later
                const HexView &view = *window.view;
                const int perLine = view.bytesPerLine();
                const QRect room = view.viewport()->rect();
                const QRect lastCell = view.byteRect(perLine - 1, Column::Text);
                const int hidden = lastCell.right() - room.right();
                QVERIFY(hidden <= view.horizontalScrollBar()->maximum());
                QCOMPARE(view.horizontalScrollBar()->isVisible(),
                         view.horizontalScrollBar()->maximum() > 0);
                QVERIFY(perLine == 4 || view.horizontalScrollBar()->maximum() == 0);
                const int lines = (size + perLine - 1) / perLine;
                const int whole = std::max(1, room.height() / lineHeight(view));
                QCOMPARE(view.verticalScrollBar()->maximum(), std::max(0, lines - whole));
            }
        }
    }
}

void HexViewTest::keepsItsPlaceWhenTheLinesChange()
{
    Window window;
    window.open();
    window.fill(counted(16 * 500));
    window.resizeView(800, 200);
    QCOMPARE(window.view->bytesPerLine(), 16);
    window.view->verticalScrollBar()->setValue(100);
    window.resizeView(400, 200);
    QCOMPARE(window.view->bytesPerLine(), 8);
    QCOMPARE(window.view->byteRect(1600, Column::Hex).y(), 0);
    window.resizeView(800, 200);
    QCOMPARE(window.view->byteRect(1600, Column::Hex).y(), 0);
}

void HexViewTest::scrollsToTheCursorSideways()
{
    Window window;
    window.open();
    window.fill(counted(16));
    window.resizeView(120, 200);
    QScrollBar *bar = window.view->horizontalScrollBar();
    QVERIFY(bar->maximum() > 0);
    window.view->setActiveColumn(Column::Text);
    window.key(Qt::Key_End);
    QVERIFY(bar->value() > 0);
    QVERIFY(window.view->viewport()->rect().contains(window.centre(3, Column::Text)));
    window.view->setActiveColumn(Column::Hex);
    window.key(Qt::Key_Home);
    QVERIFY(window.view->viewport()->rect().contains(window.centre(0, Column::Hex)));
}

void HexViewTest::fitsItsOwnSizeHint()
{
    HexView view;
    const std::vector<std::byte> bytes(70'000);
    view.setBytes(nullptr, bytes);
    view.resize(view.sizeHint());
    view.show();
    QCOMPARE(view.bytesPerLine(), 16);
    QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    view.resize(view.minimumSizeHint());
    QCOMPARE(view.bytesPerLine(), 4);
    QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    QVERIFY(view.minimumSizeHint().height() < view.sizeHint().height());
}

/// The payload's middle may not even be read: a look at it ends the test program.
void HexViewTest::looksOnlyAtTheLinesThatItPaints()
{
#ifdef Q_OS_UNIX
    constexpr std::size_t size = 100 * 1024 * 1024;
    constexpr std::size_t readable = 64 * 1024;
    void *memory = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    QVERIFY(memory != MAP_FAILED);
    auto *bytes = static_cast<std::byte *>(memory);
    QCOMPARE(mprotect(bytes, readable, PROT_READ | PROT_WRITE), 0);
    QCOMPARE(mprotect(bytes + size - readable, readable, PROT_READ | PROT_WRITE), 0);
    bytes[size - 1] = std::byte{'Z'};
    const std::shared_ptr<const void> owner(memory, [](void *all) { munmap(all, size); });

    Window window;
    window.open();
    window.view->setBytes(owner, ByteView(bytes, size));
    const QImage top = window.picture();
    window.key(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(window.view->cursorOffset(), qsizetype(size));
    const QRect last = window.view->byteRect(size - 1, Column::Text);
    QVERIFY(window.view->viewport()->rect().contains(last));
    QVERIFY(window.picture() != top);
    window.key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(window.view->selectedBytes().size(), size);
    window.click(window.centre(qsizetype(size) - 1, Column::Text));
    window.key(Qt::Key_Right, Qt::ShiftModifier);
    window.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboardText(), QStringLiteral("Z"));
    window.resize(400, 400);
    QTRY_VERIFY(window.view->bytesPerLine() < 16);
    window.picture();
#else
    QSKIP("needs mprotect");
#endif
}

namespace
{

/// So many bytes that are nowhere, each of them a part of its offset.
class FarBytes : public ByteSource
{
public:
    FarBytes(std::uint64_t first, std::uint64_t size)
        : firstByte(first)
        , behindLast(size)
    {
    }
    std::uint64_t first() const override { return firstByte; }
    std::uint64_t size() const override { return behindLast; }
    void visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const override
    {
        visited += to - from;
        std::vector<std::byte> bytes(static_cast<std::size_t>(to - from));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::byte>((from + i) / 16);
        }
        visitor({from, bytes, Direction::Neither, 0});
    }
    std::uint64_t firstByte;
    std::uint64_t behindLast;
    mutable std::uint64_t visited = 0;
};

} // namespace

void HexViewTest::showsBytesBeyondFourGibibytes_data()
{
    QTest::addColumn<qint64>("size");
    QTest::newRow("5 GiB") << (qint64(5) << 30) + 5;
    QTest::newRow("more lines than a scroll bar has") << (qint64(1) << 44) + 5;
}

void HexViewTest::showsBytesBeyondFourGibibytes()
{
    QFETCH(const qint64, size);
    Window window;
    window.open();
    const auto source = std::make_shared<FarBytes>(0, size);
    window.view->setSource(source);
    const auto isShown = [&](qint64 offset) {
        return window.view->viewport()->rect().contains(window.centre(offset, Column::Hex));
    };
    QVERIFY(isShown(0));
    window.key(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(window.view->cursorOffset(), size);
    QVERIFY(isShown(size - 1));
    QVERIFY(window.view->isAtEnd());
    window.key(Qt::Key_Up);
    QCOMPARE(window.view->cursorOffset(), size - 16);

    window.view->setSelection(size / 2, 3);
    QVERIFY(isShown(size / 2));
    QVERIFY(!window.view->isAtEnd());
    window.view->copyHex();
    QVERIFY(clipboardText().size() == 8);
    window.view->copyDump();
    QVERIFY(clipboardText().startsWith(QString::number(size / 2, 16).rightJustified(8, u'0') +
                                       QStringLiteral("  ")));
    const auto before = window.view->cursorOffset();
    for (int i = 0; i < 100; ++i) { // line by line, past what is to be seen
        window.key(Qt::Key_Down);
        QVERIFY(isShown(window.view->cursorOffset()));
    }
    QCOMPARE(window.view->cursorOffset(), before + 1600);

    QScrollBar *bar = window.view->verticalScrollBar();
    bar->setValue(bar->maximum());
    QVERIFY(isShown(size - 1));
    bar->setValue(0);
    QVERIFY(isShown(0));
    window.picture();
    QVERIFY(source->visited < 1'000'000);
}

void HexViewTest::beginsWhereTheBytesBegin()
{
    Window window;
    window.open();
    const auto source = std::make_shared<FarBytes>(0, 100'000);
    window.view->setSource(source);
    window.view->setSelection(50'000, 10);
    const QImage before = window.picture();
    source->firstByte = 20'005;
    window.view->updateSource();
    QCOMPARE(window.picture(), before); // what is to be seen stays where it is
    QCOMPARE(window.view->selectedRange(), (HexView::Range{50'000, 10}));
    window.key(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(window.view->cursorOffset(), qint64(20'005));
    window.key(Qt::Key_Left);
    window.key(Qt::Key_Up);
    window.key(Qt::Key_PageUp);
    QCOMPARE(window.view->cursorOffset(), qint64(20'005));
    window.click(window.centre(20'000, Column::Hex)); // a place of its line where nothing is left
    QCOMPARE(window.view->cursorOffset(), qint64(20'005));
    window.key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(window.view->selectedRange(), (HexView::Range{20'005, 79'995}));
    source->firstByte = 60'000; // more than is to be seen went
    window.view->updateSource();
    QCOMPARE(window.view->selectedRange(), (HexView::Range{60'000, 40'000}));
    source->firstByte = 100'000;
    window.view->updateSource();
    window.picture();
    QCOMPARE(window.view->selectedRange().length, qint64(0));
}

void HexViewTest::showsTheUpperHalfOfLatin1()
{
    Window window;
    window.open();
    window.view->clearFocus();
    window.fill("\xfc");
    const QImage dot = cell(window.picture(), *window.view, 0, Column::Text);
    window.view->setDecoder(TextDecoder(TextEncoding::Latin1));
    QVERIFY(cell(window.picture(), *window.view, 0, Column::Text) != dot);
    window.fill("\x9f"); // a control character
    QCOMPARE(cell(window.picture(), *window.view, 0, Column::Text), dot);
}

void HexViewTest::followsItsFont()
{
    Window window;
    window.open();
    window.fill(counted(100));
    const QRect before = window.view->byteRect(20, Column::Text);
    QFont font = window.view->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    window.view->setFont(font);
    const QRect now = window.view->byteRect(20, Column::Text);
    QVERIFY(now.width() > before.width());
    QVERIFY(now.height() > before.height());
    QVERIFY(now.x() > before.x());
}

void HexViewTest::saysToScreenReadersWhatItShows()
{
    Window window;
    QCOMPARE(window.view->accessibleName(), QStringLiteral("Bytes"));
    QCOMPARE(window.view->focusPolicy(), Qt::StrongFocus);
    window.view->setPlaceholderText(QStringLiteral("No event is selected."));
    QCOMPARE(window.view->accessibleDescription(), QStringLiteral("No event is selected."));
    window.fill(counted(100));
    QCOMPARE(window.view->accessibleDescription(), QStringLiteral("Offset 0 of 100"));
    window.view->setSelection(10, 5);
    QCOMPARE(window.view->accessibleDescription(), QStringLiteral("Offset 15 of 100, 5 selected"));
}

QTEST_MAIN(HexViewTest)
#include "tst_hexview.moc"
