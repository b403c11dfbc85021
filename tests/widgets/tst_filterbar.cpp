#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/views/filterbar.h"

#include <QAbstractItemView>
#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>

using namespace sockyard;
using namespace sockyard::test;

class TestFilterBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void appliesWhatIsTypedAMomentAfterTheLastKey();
    void appliesAtOnceWithEnter();
    void saysNothingTwice();
    void keepsTheFilterWhileWhatIsTypedIsNone();
    void tellsWhatIsWrongAndWhere();
    void selectsWhatIsWrongWithEnter();
    void clearsWithEscape();
    void isDismissedWithEscapeWhereItIsEmpty();
    void proposesWhileOneTypes();
    void putsAProposalWhereTheCursorIs();
    void proposesOnRequest();
    void offersWhatWasUsedBefore();
    void countsWhileAFilterIsInForce();
    void showsItsProgress();
    void tellsWhatItCouldNotDecide();
    void explainsItself();
    void takesAnExpressionFromElsewhere();
    void showsWhatIsTypedAsInertText();

private:
    QLineEdit *edit() const { return widgetNamed<QLineEdit>(m_bar.get(), "filterEdit"); }
    QString words() const { return edit()->accessibleDescription(); }
    QAbstractItemView *popup() const;
    QStringList proposals() const;
    QStringList changes() const;

    std::unique_ptr<FilterBar> m_bar;
    std::unique_ptr<QSignalSpy> m_changes;
};

void TestFilterBar::init()
{
    m_bar = std::make_unique<FilterBar>();
    m_bar->resize(900, 40);
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
    m_changes = std::make_unique<QSignalSpy>(m_bar.get(), &FilterBar::filterChanged);
}

void TestFilterBar::cleanup()
{
    m_changes.reset();
    m_bar.reset();
}

QAbstractItemView *TestFilterBar::popup() const
{
    const auto tops = QApplication::topLevelWidgets();
    for (QWidget *widget : tops) {
        if (widget->objectName() == QStringLiteral("filterProposals")) {
            return qobject_cast<QAbstractItemView *>(widget);
        }
    }
    return nullptr;
}

QStringList TestFilterBar::proposals() const
{
    QStringList texts;
    const QAbstractItemView *const view = popup();
    if (view == nullptr || !view->isVisible()) {
        return texts;
    }
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        texts.append(view->model()->index(row, 0).data().toString().section(u' ', 0, 0));
    }
    return texts;
}

QStringList TestFilterBar::changes() const
{
    QStringList expressions;
    for (const auto &call : *m_changes) {
        expressions.append(call.at(0).value<Filter>().expression());
    }
    return expressions;
}

void TestFilterBar::appliesWhatIsTypedAMomentAfterTheLastKey()
{
    type(edit(), QStringLiteral("reset"));
    QCOMPARE(changes(), QStringList());
    QTRY_COMPARE(changes(), QStringList{QStringLiteral("reset")});
    QCOMPARE(m_bar->filter().expression(), QStringLiteral("reset"));
    QTest::keyClicks(edit(), QStringLiteral(" or failed"));
    QTRY_COMPARE(m_bar->filter().expression(), QStringLiteral("reset or failed"));
}

void TestFilterBar::appliesAtOnceWithEnter()
{
    type(edit(), QStringLiteral("received "));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(changes(), QStringList{QStringLiteral("received ")});
}

void TestFilterBar::saysNothingTwice()
{
    type(edit(), QStringLiteral("received "));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTest::keyClicks(edit(), QStringLiteral("  "));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_changes->count(), 1);
}

void TestFilterBar::keepsTheFilterWhileWhatIsTypedIsNone()
{
    m_bar->setText(QStringLiteral("received"));
    type(edit(), QStringLiteral("size > "));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_bar->filter().expression(), QStringLiteral("received"));
    QCOMPARE(m_changes->count(), 1);
    QTest::keyClicks(edit(), QStringLiteral("3"));
    QTRY_COMPARE(m_bar->filter().expression(), QStringLiteral("size > 3"));
    QCOMPARE(words(), QStringLiteral("0 of 0"));
}

void TestFilterBar::tellsWhatIsWrongAndWhere()
{
    type(edit(), QStringLiteral("size > big"));
    QTRY_COMPARE(words(), QStringLiteral("✗ a number is wanted after \"size >\" (at character 8)"));
    QVERIFY(widgetNamed<QLabel>(m_bar.get(), "filterWords")->text().startsWith(u'✗'));
    type(edit(), QStringLiteral("size >"));
    QTRY_COMPARE(words(), QStringLiteral("✗ a number is wanted after \"size >\""));
    type(edit(), QStringLiteral("size > 4"));
    QTRY_COMPARE(words(), QStringLiteral("0 of 0"));
    QCOMPARE(edit()->text(), QStringLiteral("size > 4")); // marking changes no text
}

void TestFilterBar::selectsWhatIsWrongWithEnter()
{
    type(edit(), QStringLiteral("size > big and received "));
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(edit()->selectedText(), QStringLiteral("big"));
}

void TestFilterBar::clearsWithEscape()
{
    m_bar->setText(QStringLiteral("received"));
    QSignalSpy dismissed(m_bar.get(), &FilterBar::dismissed);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(edit()->text(), QString());
    QVERIFY(m_bar->filter().letsAllThrough());
    QCOMPARE(changes(), (QStringList{QStringLiteral("received"), QString()}));
    QCOMPARE(words(), QString());
    QCOMPARE(dismissed.count(), 0);
}

void TestFilterBar::isDismissedWithEscapeWhereItIsEmpty()
{
    QSignalSpy dismissed(m_bar.get(), &FilterBar::dismissed);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(dismissed.count(), 1);
    QCOMPARE(m_changes->count(), 0);
}

void TestFilterBar::proposesWhileOneTypes()
{
    type(edit(), QStringLiteral("con"));
    QCOMPARE(proposals(), (QStringList{QStringLiteral("connection"), QStringLiteral("connecting"),
                                       QStringLiteral("connected")}));
    QTest::keyClicks(edit(), QStringLiteral("nection"));
    QCOMPARE(proposals(), QStringList());
    QTest::keyClicks(edit(), QStringLiteral(" "));
    QCOMPARE(proposals(), QStringList());
    type(edit(), QStringLiteral("kind == re"));
    QCOMPARE(proposals(), (QStringList{QStringLiteral("received"), QStringLiteral("reset"),
                                       QStringLiteral("resumed")}));
}

void TestFilterBar::putsAProposalWhereTheCursorIs()
{
    type(edit(), QStringLiteral("kind ==  and size > 3"));
    edit()->setCursorPosition(8);
    QTest::keyClicks(edit(), QStringLiteral("re"));
    QVERIFY(!proposals().isEmpty());
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Return);
    QCOMPARE(edit()->text(), QStringLiteral("kind == reset and size > 3"));
    QCOMPARE(edit()->cursorPosition(), 14);
    QTRY_COMPARE(m_bar->filter().expression(), QStringLiteral("kind == reset and size > 3"));

    type(edit(), QStringLiteral("pee"));
    QTest::mouseClick(popup()->viewport(), Qt::LeftButton, {},
                      popup()->visualRect(popup()->model()->index(0, 0)).center());
    QCOMPARE(edit()->text(), QStringLiteral("peer "));
}

void TestFilterBar::proposesOnRequest()
{
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(proposals().contains(QStringLiteral("connection")));
    popup()->hide();
    type(edit(), QStringLiteral("has "));
    QTest::keyClick(edit(), Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(proposals(),
             (QStringList{QStringLiteral("data"), QStringLiteral("note"), QStringLiteral("peer")}));
}

void TestFilterBar::offersWhatWasUsedBefore()
{
    QSignalSpy changed(m_bar.get(), &FilterBar::historyChanged);
    for (const char *const expression : {"received ", "sent ", "size > ", "received ", "reset "}) {
        type(edit(), QString::fromUtf8(expression));
        QTest::keyClick(edit(), Qt::Key_Return);
    }
    const QStringList history{QStringLiteral("reset"), QStringLiteral("received"),
                              QStringLiteral("sent")};
    QCOMPARE(m_bar->history(), history);
    QCOMPARE(changed.count(), 4);
    QTest::keyClick(edit(), Qt::Key_Down);
    QCOMPARE(proposals(), history);
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Return);
    QCOMPARE(edit()->text(), QStringLiteral("received"));
    QCOMPARE(m_bar->filter().expression(), QStringLiteral("received"));
}

void TestFilterBar::countsWhileAFilterIsInForce()
{
    m_bar->setCounts(5, 10);
    QCOMPARE(words(), QString());
    m_bar->setText(QStringLiteral("received"));
    m_bar->setCounts(1234, 10'000'000);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_bar->setCounts(1234, 10'000'000);
    QLocale::setDefault(QLocale::system());
    QCOMPARE(words(), QStringLiteral("1,234 of 10,000,000"));
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(words(), QString());
}

void TestFilterBar::showsItsProgress()
{
    auto *const progress = widgetNamed<QProgressBar>(m_bar.get(), "filterProgress");
    QVERIFY(!progress->isVisible());
    m_bar->setText(QStringLiteral("received"));
    m_bar->setProgress(0.5);
    QVERIFY(progress->isVisible());
    QCOMPARE(progress->value(), 500);
    m_bar->clearProgress();
    QVERIFY(!progress->isVisible());
}

void TestFilterBar::tellsWhatItCouldNotDecide()
{
    m_bar->setText(QStringLiteral("text matches /a+/"));
    m_bar->setGaveUp(2);
    QVERIFY2(words().contains(QStringLiteral("2 not decided")), qPrintable(words()));
    m_bar->setText(QStringLiteral("received"));
    QVERIFY(!words().contains(QStringLiteral("not decided")));
}

void TestFilterBar::explainsItself()
{
    auto *const help = widgetNamed<QToolButton>(m_bar.get(), "filterHelpButton");
    click(help);
    QVERIFY(QToolTip::isVisible());
    QVERIFY(QToolTip::text().contains(QStringLiteral("hex contains 0d 0a")));
    QToolTip::hideText();
}

void TestFilterBar::takesAnExpressionFromElsewhere()
{
    m_bar->setText(QStringLiteral("connection == 3"));
    QCOMPARE(changes(), QStringList{QStringLiteral("connection == 3")});
    QCOMPARE(edit()->text(), QStringLiteral("connection == 3"));
    m_bar->edit();
    QCOMPARE(edit()->selectedText(), QStringLiteral("connection == 3"));
}

void TestFilterBar::showsWhatIsTypedAsInertText()
{
    type(edit(), QStringLiteral("<b>x</b> == 3"));
    QTRY_VERIFY(words().contains(QStringLiteral("wanted")));
    const auto *const label = widgetNamed<QLabel>(m_bar.get(), "filterWords");
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(!label->toolTip().contains(u'<'));
}

QTEST_MAIN(TestFilterBar)

#include "tst_filterbar.moc"
