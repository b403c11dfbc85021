#include "netcore/projections/chathearing.h"
#include "tests/support/modeltexts.h"
#include "tests/support/talk.h"
#include "tests/support/widgets.h"
#include "widgets/models/conversationmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/conversationview.h"
#include "widgets/views/rowtable.h"

#include <QAction>
#include <QClipboard>
#include <QHelpEvent>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <memory>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestConversationView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsThePlaceholderWhileNothingWasSaid();
    void tellsTheEventOfALineThatIsChosen();
    void aFoldedLineLeadsToTheFirstOfWhatItCounts();
    void followsTheNewestAndStaysWhereOneReads();
    void aLongMessageCanBeReadInItsTip();
    void aLongMessageIsShownWholeWhenItIsChosen();
    void aTipIsInert();
    void aTipIsNoWiderThanOneCanRead();
    void copiesTheLine();
    void copiesTheMessageAlone();
    void linesThatNobodySaidLookOtherwise();

private:
    void hear(const Event &event) { m_model->apply(m_hearing.apply(event)); }
    void say(const std::string &name, const std::string &text)
    {
        m_talk->wait(1);
        hear(m_talk->received(says(name, text)));
        m_model->publish();
    }
    RowTable *table() const { return widgetNamed<RowTable>(m_view.get(), "conversationTable"); }
    QPoint placeOf(int row, int column = ConversationModel::MessageColumn) const
    {
        return table()->visualRect(m_model->index(row, column)).center();
    }
    void clickRow(int row) const
    {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, placeOf(row));
    }
    QString tipOf(int row) const
    {
        const QPoint place = placeOf(row);
        QHelpEvent help(QEvent::ToolTip, place, table()->viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(table()->viewport(), &help);
        return QToolTip::text();
    }
    QImage imageOf(int row) const
    {
        const QRect place =
            table()->visualRect(m_model->index(row, ConversationModel::MessageColumn));
        return table()->viewport()->grab(place).toImage();
    }
    void openMenu() const { Q_EMIT table()->customContextMenuRequested(placeOf(0)); }

    std::unique_ptr<Talk> m_talk;
    ChatHearing m_hearing;
    std::unique_ptr<ConversationModel> m_model;
    std::unique_ptr<ConversationView> m_view;
};

void TestConversationView::init()
{
    m_talk = std::make_unique<Talk>();
    m_hearing = {};
    m_model = std::make_unique<ConversationModel>();
    m_view = std::make_unique<ConversationView>(m_model.get());
    m_view->resize(420, 300);
    m_view->show();
}

void TestConversationView::cleanup()
{
    QToolTip::hideText();
    m_view.reset();
    m_model.reset();
    m_talk.reset();
}

void TestConversationView::showsThePlaceholderWhileNothingWasSaid()
{
    m_view->setPlaceholder(QStringLiteral("Nothing yet."));
    QCOMPARE(table()->shownPlaceholder(), QStringLiteral("Nothing yet."));
    say("Ann", "hi");
    QCOMPARE(table()->shownPlaceholder(), QString());
}

void TestConversationView::tellsTheEventOfALineThatIsChosen()
{
    const QSignalSpy chosen(m_view.get(), &ConversationView::chosen);
    say("Ann", "one");
    say("Ann", "two");
    clickRow(1);
    QCOMPARE(chosen.size(), qsizetype(1));
    QCOMPARE(chosen.last().first().value<EventNumber>(), EventNumber(1));
    QTest::keyClick(table(), Qt::Key_Up);
    QCOMPARE(chosen.last().first().value<EventNumber>(), EventNumber(0));
}

void TestConversationView::aFoldedLineLeadsToTheFirstOfWhatItCounts()
{
    for (int number = 0; number < 1000; ++number) {
        hear(m_talk->received(says("Eve", std::to_string(number))));
    }
    m_model->publish();
    const QSignalSpy chosen(m_view.get(), &ConversationView::chosen);
    const int last = m_model->rowCount() - 1;
    clickRow(last);
    QCOMPARE(chosen.last().first().value<EventNumber>(), static_cast<EventNumber>(last));
    // It stays chosen while it counts on.
    hear(m_talk->received(says("Eve", "more")));
    m_model->publish();
    QCOMPARE(table()->currentIndex().row(), last);
    QCOMPARE(chosen.size(), qsizetype(1));
}

void TestConversationView::followsTheNewestAndStaysWhereOneReads()
{
    for (int number = 0; number < 100; ++number) {
        say("Ann", std::to_string(number));
    }
    QVERIFY(table()->isAtBottom());
    table()->scrollTo(m_model->index(10, 0), QAbstractItemView::PositionAtTop);
    say("Ann", "more");
    QCOMPARE(table()->topRow(), 10);
}

void TestConversationView::aLongMessageCanBeReadInItsTip()
{
    const std::string text = "a long story that does not fit into its row, as most stories do not, "
                             "but that somebody wants to read to its end, THE END";
    say("Ann", text);
    QVERIFY(tipOf(0).contains(QString::fromStdString(text)));
    QVERIFY(tipOf(0).contains(fromUtf8(Talk::other)));
}

void TestConversationView::aLongMessageIsShownWholeWhenItIsChosen()
{
    const std::string text = "<b>a</b> " + std::string(500, 'x') + " the end";
    say("Ann", "short");
    say("Ann", text);
    m_view->show();
    const auto *const whole = widgetNamed<QPlainTextEdit>(m_view.get(), "wholeMessage");
    QVERIFY(!whole->isVisible());
    clickRow(1);
    QVERIFY(whole->isVisible());
    QCOMPARE(whole->toPlainText(), QString::fromStdString(text));
    QVERIFY(whole->isReadOnly());
    clickRow(0);
    QVERIFY(!whole->isVisible());
}

void TestConversationView::aTipIsInert()
{
    say("<b>Ann</b>", "<img src='http://example.org/'>\x1b[31m\xe2\x80\xae&lt;");
    const QString tip = tipOf(0);
    // What it shows is what is written there, with nothing taken for HTML but our own.
    QVERIFY2(!tip.contains(QStringLiteral("<img")), qPrintable(tip));
    QVERIFY2(tip.contains(QStringLiteral("&lt;img")), qPrintable(tip));
    QVERIFY2(tip.contains(QStringLiteral("&amp;lt;")), qPrintable(tip));
    QVERIFY(!tip.contains(QChar(0x202e)));
}

void TestConversationView::aTipIsNoWiderThanOneCanRead()
{
    say("Ann", std::string(4000, 'x'));
    const QString tip = tipOf(0);
    QVERIFY(tip.size() < 1500);
    QVERIFY(!tip.contains(QString(100, u'x')));
    QVERIFY(tip.contains(u'…'));
}

void TestConversationView::copiesTheLine()
{
    say("Ann", "hi there");
    clickRow(0);
    QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(),
             clockText(m_talk->now().time) + QStringLiteral("\tAnn\thi there"));
}

void TestConversationView::copiesTheMessageAlone()
{
    say("Ann", "hi there");
    QTest::mouseClick(table()->viewport(), Qt::RightButton, {}, placeOf(0));
    openMenu();
    auto *const menu = m_view->findChild<QMenu *>(QStringLiteral("conversationMenu"));
    QVERIFY(menu != nullptr);
    menu->findChild<QAction *>(QStringLiteral("copyTextAction"))->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("hi there"));
    menu->close();
}

void TestConversationView::linesThatNobodySaidLookOtherwise()
{
    say("Ann", "joins"); // says that word
    hear(m_talk->received(joins("Ann")));
    m_model->publish();
    QCOMPARE(textAt(*m_model, 0, ConversationModel::MessageColumn),
             textAt(*m_model, 1, ConversationModel::MessageColumn));
    QVERIFY(imageOf(0) != imageOf(1));
}

QTEST_MAIN(TestConversationView)
#include "tst_conversationview.moc"
