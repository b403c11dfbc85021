#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/views/findbar.h"

#include <QAction>
#include <QCheckBox>
#include <QProgressBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

using namespace sockyard;
using namespace sockyard::test;

using Direction = FindRequest::Direction;

class TestFindBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void looksForwardsAndBackwards();
    void looksByItsActionsFromElsewhere();
    void looksForWhatIsChosen();
    void takesNoticeOfCaseOnlyWhereThatIsWanted();
    void tellsWhatIsWrongWhileOneTypes();
    void looksForNothingWhereThereIsAnError();
    void asksForATextWhereThereIsNone();
    void tellsHowItEnded();
    void showsProgressAndCancels();
    void closesWithEscape();
    void cancelsWhenItIsClosed();
    void selectsItsTextWhenItIsOpened();
    void findsInALogWhenItIsWired();

private:
    QLineEdit *edit() const { return widgetNamed<QLineEdit>(m_bar, "findEdit"); }
    void press(const char *button) const { click(widgetNamed<QToolButton>(m_bar, button)); }
    void chooseKind(Needle::Kind kind) const
    {
        auto *const box = widgetNamed<QComboBox>(m_bar, "findKindBox");
        QTest::keyClick(box, Qt::Key_Home);
        for (int row = 0; row < static_cast<int>(kind); ++row) {
            QTest::keyClick(box, Qt::Key_Down);
        }
    }
    /// Whether the needle that was asked for last is found in \a text.
    bool wasAskedFor(std::string_view text) const;

    std::unique_ptr<QWidget> m_window;
    FindBar *m_bar = nullptr;
    QList<Direction> m_asked;
    std::optional<Needle> m_needle;
};

void TestFindBar::init()
{
    m_asked.clear();
    m_needle.reset();
    m_window = std::make_unique<QWidget>();
    m_window->resize(1000, 80);
    m_bar = new FindBar;
    auto *const layout = new QVBoxLayout(m_window.get());
    layout->addWidget(new QLineEdit);
    layout->addWidget(m_bar);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    connect(m_bar, &FindBar::findRequested, this,
            [this](const Needle &needle, Direction direction) {
                m_needle = needle;
                m_asked.append(direction);
            });
}

void TestFindBar::cleanup()
{
    m_window.reset();
}

bool TestFindBar::wasAskedFor(std::string_view text) const
{
    Look look;
    return m_needle && m_needle->first(viewOf(text), 0, look).has_value();
}

void TestFindBar::looksForwardsAndBackwards()
{
    type(edit(), QStringLiteral("hello"));
    QVERIFY(m_asked.isEmpty());
    QTest::keyClick(edit(), Qt::Key_Return);
    QTest::keyClick(edit(), Qt::Key_Return, Qt::ShiftModifier);
    press("findNextButton");
    press("findPreviousButton");
    QCOMPARE(m_asked, (QList<Direction>{Direction::Forwards, Direction::Backwards,
                                        Direction::Forwards, Direction::Backwards}));
    QVERIFY(wasAskedFor("say Hello"));
}

void TestFindBar::looksByItsActionsFromElsewhere()
{
    QWidget window;
    window.addAction(m_bar->nextAction());
    window.addAction(m_bar->previousAction());
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    m_bar->setText(QStringLiteral("hello"));
    QTest::keyClick(&window, Qt::Key_F3);
    QTest::keyClick(&window, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(m_asked, (QList<Direction>{Direction::Forwards, Direction::Backwards}));
}

void TestFindBar::looksForWhatIsChosen()
{
    type(edit(), QStringLiteral("0a"));
    press("findNextButton");
    QVERIFY(wasAskedFor("x0A"));
    QVERIFY(!wasAskedFor("\n"));
    chooseKind(Needle::Kind::Hex);
    press("findNextButton");
    QVERIFY(!wasAskedFor("x0A"));
    QVERIFY(wasAskedFor("\n"));
    chooseKind(Needle::Kind::Pattern);
    type(edit(), QStringLiteral("^a.c$"));
    press("findNextButton");
    QVERIFY(wasAskedFor("x\nABC"));
}

void TestFindBar::takesNoticeOfCaseOnlyWhereThatIsWanted()
{
    auto *const box = widgetNamed<QCheckBox>(m_bar, "findCaseBox");
    type(edit(), QStringLiteral("hello"));
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QVERIFY(box->isChecked());
    press("findNextButton");
    QVERIFY(!wasAskedFor("Hello"));
    QVERIFY(wasAskedFor("hello"));
    chooseKind(Needle::Kind::Hex);
    QVERIFY(!box->isEnabled());
}

void TestFindBar::tellsWhatIsWrongWhileOneTypes()
{
    chooseKind(Needle::Kind::Hex);
    type(edit(), QStringLiteral("0d xx"));
    QCOMPARE(m_bar->words(), QStringLiteral("this is no hex digit (at character 4)"));
    type(edit(), QStringLiteral("0d 0a"));
    QCOMPARE(m_bar->words(), QString());
    chooseKind(Needle::Kind::Pattern);
    type(edit(), QStringLiteral("(a"));
    QVERIFY(m_bar->words().startsWith(QStringLiteral("not a regular expression: ")));
    type(edit(), QString());
    QCOMPARE(m_bar->words(), QString());
}

void TestFindBar::looksForNothingWhereThereIsAnError()
{
    chooseKind(Needle::Kind::Hex);
    type(edit(), QStringLiteral("0d x"));
    QTest::keyClick(edit(), Qt::Key_Return);
    press("findPreviousButton");
    QVERIFY(m_asked.isEmpty());
    QVERIFY(!m_bar->words().isEmpty());
}

void TestFindBar::asksForATextWhereThereIsNone()
{
    m_bar->hide();
    m_bar->nextAction()->trigger();
    QVERIFY(m_bar->isVisible());
    QVERIFY(m_asked.isEmpty());
}

void TestFindBar::tellsHowItEnded()
{
    type(edit(), QStringLiteral("hello"));
    press("findNextButton");
    m_bar->showFound({});
    QCOMPARE(m_bar->words(), QString());
    m_bar->showFound({.place = {}, .wrapped = true});
    QCOMPARE(m_bar->words(), QStringLiteral("went on from the beginning"));
    press("findPreviousButton");
    m_bar->showFound({.place = {}, .wrapped = true});
    QCOMPARE(m_bar->words(), QStringLiteral("went on from the end"));
    m_bar->showNotFound(0);
    QCOMPARE(m_bar->words(), QStringLiteral("not found"));
    m_bar->showNotFound(3);
    QVERIFY(m_bar->words().startsWith(QStringLiteral("not found; in 3 events")));
    type(edit(), QStringLiteral("other"));
    QCOMPARE(m_bar->words(), QString());
}

void TestFindBar::showsProgressAndCancels()
{
    auto *const progress = widgetNamed<QProgressBar>(m_bar, "findProgress");
    QSignalSpy cancelled(m_bar, &FindBar::cancelRequested);
    QVERIFY(!progress->isVisible());
    m_bar->showProgress(0.25);
    QVERIFY(progress->isVisible());
    QCOMPARE(progress->value(), 250);
    press("findCancelButton");
    QCOMPARE(cancelled.count(), 1);
    m_bar->showCancelled();
    QVERIFY(!progress->isVisible());
    QVERIFY(!widgetNamed<QToolButton>(m_bar, "findCancelButton")->isVisible());
    QCOMPARE(m_bar->words(), QStringLiteral("cancelled"));
}

void TestFindBar::closesWithEscape()
{
    QSignalSpy closed(m_bar, &FindBar::closed);
    QSignalSpy cancelled(m_bar, &FindBar::cancelRequested);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(closed.count(), 1);
    QCOMPARE(cancelled.count(), 0);
    QVERIFY(!m_bar->isVisible());
    m_bar->open();
    press("findCloseButton");
    QCOMPARE(closed.count(), 2);
}

void TestFindBar::cancelsWhenItIsClosed()
{
    QSignalSpy cancelled(m_bar, &FindBar::cancelRequested);
    m_bar->showProgress(0.25);
    press("findCloseButton");
    QCOMPARE(cancelled.count(), 1);
}

void TestFindBar::selectsItsTextWhenItIsOpened()
{
    type(edit(), QStringLiteral("hello"));
    m_bar->hide();
    m_bar->open();
    QCOMPARE(edit()->selectedText(), QStringLiteral("hello"));
    QTRY_VERIFY(edit()->hasFocus());
}

void TestFindBar::findsInALogWhenItIsWired()
{
    const auto log = std::make_shared<EventLog>();
    log->append({.kind = EventKind::Received, .payload = viewOf("one two one")});
    FindJob job;
    FindPlace place;
    connect(m_bar, &FindBar::findRequested, &job, [&](const Needle &needle, Direction direction) {
        job.start({.log = log,
                   .needle = needle,
                   .direction = direction,
                   .from = place,
                   .end = log->size()});
    });
    connect(&job, &FindJob::found, m_bar, &FindBar::showFound);
    connect(&job, &FindJob::notFound, m_bar, &FindBar::showNotFound);
    connect(&job, &FindJob::found, this, [&](const FindHit &hit) {
        place = hit.place;
        place.offset += hit.length;
    });
    type(edit(), QStringLiteral("ONE"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(place.offset, std::size_t(3));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(place.offset, std::size_t(11));
    QCOMPARE(m_bar->words(), QString());
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(m_bar->words(), QStringLiteral("went on from the beginning"));
    QCOMPARE(place.offset, std::size_t(3));
    type(edit(), QStringLiteral("four"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(m_bar->words(), QStringLiteral("not found"));
}

QTEST_MAIN(TestFindBar)

#include "tst_findbar.moc"
