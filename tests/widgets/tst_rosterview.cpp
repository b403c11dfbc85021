#include "netcore/projections/chathearing.h"
#include "tests/support/modeltexts.h"
#include "tests/support/talk.h"
#include "tests/support/widgets.h"
#include "widgets/models/rostermodel.h"
#include "widgets/models/words.h"
#include "widgets/views/rosterview.h"
#include "widgets/views/rowtable.h"

#include <QDateTime>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace sockyard;
using namespace sockyard::test;

class TestRosterView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysThatNobodyWasHeard();
    void countsThoseWhoAreHere();
    void tellsTheLastEventOfWhomIsChosen();
    void saysNothingWhileThoseWhoAreChosenSpeakOn();
    void keepsTheChosenOneWhereTheyMove();
    void tellsTheirAgesWhileOneSeesThem();
    void itsTitleIsItsAccessibleName();

private:
    void hear(const std::string &datagram, std::string_view peer = Talk::other)
    {
        m_model->apply(m_hearing.apply(m_talk->received(datagram, peer)));
        m_model->publish();
    }
    RowTable *table() const { return widgetNamed<RowTable>(m_view.get(), "rosterTable"); }
    QString title() const { return widgetNamed<QLabel>(m_view.get(), "rosterTitle")->text(); }
    void clickRow(int row) const
    {
        QTest::mouseClick(
            table()->viewport(), Qt::LeftButton, {},
            table()->visualRect(m_model->index(row, RosterModel::NameColumn)).center());
    }

    std::unique_ptr<Talk> m_talk;
    ChatHearing m_hearing;
    std::unique_ptr<RosterModel> m_model;
    std::unique_ptr<RosterView> m_view;
};

void TestRosterView::init()
{
    m_talk = std::make_unique<Talk>();
    m_hearing = {};
    m_model = std::make_unique<RosterModel>();
    m_view = std::make_unique<RosterView>(m_model.get());
    m_view->resize(420, 200);
    m_view->show();
}

void TestRosterView::cleanup()
{
    m_view.reset();
    m_model.reset();
    m_talk.reset();
}

void TestRosterView::saysThatNobodyWasHeard()
{
    QVERIFY(!table()->shownPlaceholder().isEmpty());
    QCOMPARE(title(), QStringLiteral("Who is here (0)"));
    hear(joins("Ann"));
    QCOMPARE(table()->shownPlaceholder(), QString());
}

void TestRosterView::countsThoseWhoAreHere()
{
    hear(joins("Ann"), "10.0.0.2:1");
    hear(says("Bob", "hi"), "10.0.0.3:2");
    QCOMPARE(title(), QStringLiteral("Who is here (2)"));
    hear(leaves("Ann"), "10.0.0.2:1");
    QCOMPARE(title(), QStringLiteral("Who is here (1)"));
    QCOMPARE(m_model->rowCount(), 2); // who left is still told
}

void TestRosterView::tellsTheLastEventOfWhomIsChosen()
{
    const QSignalSpy chosen(m_view.get(), &RosterView::chosen);
    hear(joins("Ann"), "10.0.0.2:1");
    hear(joins("Bob"), "10.0.0.3:2");
    hear(says("Ann", "hi"), "10.0.0.2:1");
    clickRow(0);
    QCOMPARE(chosen.size(), qsizetype(1));
    QCOMPARE(chosen.last().first().value<EventNumber>(), EventNumber(2));
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(chosen.last().first().value<EventNumber>(), EventNumber(1));
}

void TestRosterView::saysNothingWhileThoseWhoAreChosenSpeakOn()
{
    hear(joins("Ann"));
    clickRow(0);
    const QSignalSpy chosen(m_view.get(), &RosterView::chosen);
    hear(says("Ann", "hi"));
    QCOMPARE(chosen.size(), qsizetype(0));
}

void TestRosterView::keepsTheChosenOneWhereTheyMove()
{
    hear(joins("Ann"), "10.0.0.2:1");
    hear(joins("Bob"), "10.0.0.3:2");
    clickRow(0);
    const QSignalSpy chosen(m_view.get(), &RosterView::chosen);
    hear(leaves("Ann"), "10.0.0.2:1");
    QCOMPARE(table()->currentIndex().row(), 1);
    QVERIFY(textAt(*m_model, 1, RosterModel::NameColumn) == QStringLiteral("Ann"));
    QVERIFY(table()->selectionModel()->isRowSelected(1));
    QCOMPARE(chosen.size(), qsizetype(0)); // nobody chose anything
}

void TestRosterView::tellsTheirAgesWhileOneSeesThem()
{
    hear(joins("Ann"));
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QTRY_VERIFY(!changed.isEmpty()); // by itself
    const std::int64_t age =
        QDateTime::currentMSecsSinceEpoch() * 1000000 - m_talk->now().time; // years
    QCOMPARE(textAt(*m_model, 0, RosterModel::HeardColumn), agoText(age));
    m_view->hide();
    m_model->showAges(m_talk->now().time);
    QCOMPARE(textAt(*m_model, 0, RosterModel::HeardColumn), agoText(0));
    m_view->show(); // at once, not only with the next second
    QCOMPARE(textAt(*m_model, 0, RosterModel::HeardColumn), agoText(age));
}

void TestRosterView::itsTitleIsItsAccessibleName()
{
    hear(joins("Ann"));
    QCOMPARE(table()->accessibleName(), title());
}

QTEST_MAIN(TestRosterView)
#include "tst_rosterview.moc"
