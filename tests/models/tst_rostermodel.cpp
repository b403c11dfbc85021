#include "netcore/projections/chathearing.h"
#include "tests/support/modeltexts.h"
#include "tests/support/talk.h"
#include "widgets/models/rostermodel.h"
#include "widgets/models/words.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace sockyard;
using namespace sockyard::test;

namespace
{
constexpr qint64 second = 1000000000; // ns
} // namespace

class TestRosterModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhoIsHere();
    void showsThoseWhoLeftAtTheEnd();
    void insertsAllOfABatchAtOnce();
    void insertsNewcomersBeforeThoseWhoLeft();
    void keepsTheSelectedOneWhereRowsMove();
    void forgetsTheSelectedOneWithTheirEntry();
    void changesOnlyWhatWasHeard();
    void tellsHowLongAgoTheyWereHeard();
    void tellsTimesInWords_data();
    void tellsTimesInWords();
    void marksItself();
    void tellsHowManyAreHere();
    void showsAThousandPeople();
    void survivesACrowdThatComesAndGoes();
    void showsHostileNamesAsInertText();
    void namesItsColumns();

private:
    void hear(const Event &event) { m_model->apply(m_hearing->apply(event)); }
    void hear(const std::string &datagram, int host) { hear(m_talk->received(datagram, at(host))); }
    static std::string at(int host)
    {
        return "10.0." + std::to_string(host / 250) + "." + std::to_string(host % 250 + 1) + ":" +
               std::to_string(5000 + host);
    }
    QStringList names() const
    {
        QStringList result;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            result.append(textAt(*m_model, row, RosterModel::NameColumn));
        }
        return result;
    }

    std::unique_ptr<Talk> m_talk;
    std::unique_ptr<ChatHearing> m_hearing;
    std::unique_ptr<RosterModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestRosterModel::init()
{
    m_talk = std::make_unique<Talk>();
    m_hearing = std::make_unique<ChatHearing>();
    m_model = std::make_unique<RosterModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void TestRosterModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_hearing.reset();
    m_talk.reset();
}

void TestRosterModel::showsWhoIsHere()
{
    hear(joins("Ann"), 1);
    QCOMPARE(m_model->rowCount(), 0); // not yet published
    m_model->publish();
    hear(says("Ann", "hi"), 1);
    hear(says("Bob", "hi"), 2);
    m_model->publish();
    QCOMPARE(names(), QStringList({QStringLiteral("Ann"), QStringLiteral("Bob")}));
    QCOMPARE(textAt(*m_model, 0, RosterModel::AddressColumn), QString::fromStdString(at(1)));
    QCOMPARE(textAt(*m_model, 0, RosterModel::StateColumn), QStringLiteral("joined"));
    QCOMPARE(textAt(*m_model, 1, RosterModel::StateColumn), QStringLiteral("spoke"));
    QCOMPARE(textAt(*m_model, 0, RosterModel::MessagesColumn), QStringLiteral("1"));
    QCOMPARE(m_model->index(0, 0).data(RosterModel::NumberRole).toULongLong(), 1ULL);
    QVERIFY(m_model->index(0, 0).data(RosterModel::HereRole).toBool());
}

void TestRosterModel::showsThoseWhoLeftAtTheEnd()
{
    for (const char *name : {"Ann", "Bob", "Cyd"}) {
        hear(joins(name), name[0]);
    }
    m_model->publish();
    hear(leaves("Ann"), 'A');
    m_model->publish();
    QCOMPARE(names().join(u' '), QStringLiteral("Bob Cyd Ann"));
    QVERIFY(!m_model->index(2, 0).data(RosterModel::HereRole).toBool());
    hear(joins("Ann"), 'A');
    hear(leaves("Bob"), 'B');
    m_model->publish();
    QCOMPARE(names().join(u' '), QStringLiteral("Cyd Ann Bob"));
}

void TestRosterModel::insertsAllOfABatchAtOnce()
{
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (int host = 0; host < 100; ++host) {
        hear(joins(std::to_string(host)), host);
    }
    m_model->publish();
    QCOMPARE(inserted.size(), qsizetype(1));
    QCOMPARE(m_model->rowCount(), 100);
}

void TestRosterModel::insertsNewcomersBeforeThoseWhoLeft()
{
    hear(joins("Ann"), 1);
    hear(leaves("Ann"), 1);
    m_model->publish();
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    hear(joins("Bob"), 2);
    m_model->publish();
    QCOMPARE(inserted.size(), qsizetype(1));
    QCOMPARE(names().join(u' '), QStringLiteral("Bob Ann"));
}

void TestRosterModel::keepsTheSelectedOneWhereRowsMove()
{
    for (const char *name : {"Ann", "Bob", "Cyd"}) {
        hear(joins(name), name[0]);
    }
    m_model->publish();
    const QPersistentModelIndex ann = m_model->index(0, RosterModel::NameColumn);
    const QPersistentModelIndex cyd = m_model->index(2, RosterModel::NameColumn);
    hear(leaves("Ann"), 'A');
    hear(joins("Dan"), 'D');
    m_model->publish();
    QCOMPARE(ann.row(), 3);
    QCOMPARE(ann.data().toString(), QStringLiteral("Ann"));
    QCOMPARE(cyd.row(), 1);
    QCOMPARE(cyd.data().toString(), QStringLiteral("Cyd"));
}

void TestRosterModel::forgetsTheSelectedOneWithTheirEntry()
{
    constexpr int most = 5000;
    for (int host = 0; host < most; ++host) {
        hear(joins(std::to_string(host)), host);
    }
    m_model->publish();
    const QPersistentModelIndex first = m_model->index(0, 0);
    const QPersistentModelIndex second = m_model->index(1, 0);
    hear(joins("one more"), most);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), most);
    QVERIFY(!first.isValid());
    QCOMPARE(second.row(), 0);
    QCOMPARE(textAt(*m_model, most - 1, RosterModel::NameColumn), QStringLiteral("one more"));
}

void TestRosterModel::changesOnlyWhatWasHeard()
{
    for (int host = 0; host < 10; ++host) {
        hear(joins(std::to_string(host)), host);
    }
    m_model->publish();
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->publish();
    QCOMPARE(changed.size(), qsizetype(0));
    hear(says("3", "hi"), 3);
    hear(says("4", "hi"), 4);
    m_model->publish();
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.front().at(0).toModelIndex().row(), 3);
    QCOMPARE(changed.front().at(1).toModelIndex().row(), 4);
}

void TestRosterModel::tellsHowLongAgoTheyWereHeard()
{
    hear(joins("Ann"), 1);
    m_talk->wait(60);
    hear(joins("Bob"), 2);
    m_model->publish();
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->showAges(m_talk->now().time + 3 * second);
    QCOMPARE(textAt(*m_model, 0, RosterModel::HeardColumn), agoText(63 * second));
    QCOMPARE(textAt(*m_model, 1, RosterModel::HeardColumn), agoText(3 * second));
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.front().at(0).toModelIndex().column(), int(RosterModel::HeardColumn));
    QCOMPARE(changed.front().at(1).toModelIndex().column(), int(RosterModel::HeardColumn));
}

void TestRosterModel::tellsTimesInWords_data()
{
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("a clock that was set back") << -5 * second << QStringLiteral("now");
    QTest::newRow("less than a second") << second - 1 << QStringLiteral("now");
    QTest::newRow("seconds") << 3 * second << QStringLiteral("3 s ago");
    QTest::newRow("nearly a minute") << 60 * second - 1 << QStringLiteral("59 s ago");
    QTest::newRow("minutes") << 125 * second << QStringLiteral("2 min ago");
    QTest::newRow("hours") << 5 * 3600 * second << QStringLiteral("5 h ago");
    QTest::newRow("days") << 49 * 3600 * second << QStringLiteral("2 d ago");
}

void TestRosterModel::tellsTimesInWords()
{
    QFETCH(const qint64, nanoseconds);
    QFETCH(const QString, words);
    QCOMPARE(agoText(nanoseconds), words);
}

void TestRosterModel::marksItself()
{
    hear(m_talk->connected());
    hear(m_talk->sent(joins("Me")));
    hear(m_talk->received(joins("Me"), Talk::own));
    hear(joins("Me"), 1); // a namesake
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 2);
    QVERIFY(m_model->index(0, 0).data(RosterModel::OwnRole).toBool());
    QVERIFY(!m_model->index(1, 0).data(RosterModel::OwnRole).toBool());
    QVERIFY(names().first() != names().last()); // told apart in words too
}

void TestRosterModel::tellsHowManyAreHere()
{
    const QSignalSpy counted(m_model.get(), &RosterModel::hereCountChanged);
    hear(joins("Ann"), 1);
    hear(joins("Bob"), 2);
    m_model->publish();
    QCOMPARE(counted.size(), qsizetype(1));
    QCOMPARE(counted.last().first().toInt(), 2);
    hear(says("Bob", "hi"), 2);
    m_model->publish();
    QCOMPARE(counted.size(), qsizetype(1));
    hear(leaves("Bob"), 2);
    m_model->publish();
    QCOMPARE(counted.last().first().toInt(), 1);
}

void TestRosterModel::showsAThousandPeople()
{
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    for (int turn = 0; turn < 10; ++turn) {
        for (int host = 0; host < 1000; ++host) {
            hear(says("pupil " + std::to_string(host), std::to_string(turn)), host);
        }
        m_talk->wait(2);
        m_model->publish();
    }
    QCOMPARE(m_model->rowCount(), 1000);
    QVERIFY(changed.size() <= 10);
    QCOMPARE(textAt(*m_model, 999, RosterModel::MessagesColumn), QStringLiteral("10"));
}

void TestRosterModel::survivesACrowdThatComesAndGoes()
{
    for (int number = 0; number < 30000; ++number) {
        const int host = number * 7919 % 9000;
        const std::string name = std::to_string(host);
        hear(number % 3 == 0   ? leaves(name)
             : number % 5 == 0 ? joins(name)
                               : says(name, std::to_string(number)),
             host);
        if (number % 997 == 0) {
            m_model->publish();
        }
    }
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 5000);
    // First all who are here, then all who left.
    bool isHere = true;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const bool its = m_model->index(row, 0).data(RosterModel::HereRole).toBool();
        QVERIFY(isHere || !its);
        isHere = its;
    }
}

void TestRosterModel::showsHostileNamesAsInertText()
{
    hear(joins("<b>A</b>\n\x1b[31m\xe2\x80\xaegpj\xff"), 1);
    hear(joins(std::string(65000, 'n')), 2);
    hear(joins(""), 3);
    m_model->publish();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        for (int column = 0; column < RosterModel::ColumnCount; ++column) {
            const QString text = textAt(*m_model, row, column);
            QVERIFY2(isInert(text) && !text.isEmpty() && text.size() < 200, qPrintable(text));
        }
        QVERIFY(!m_model->index(row, 0).data(Qt::ToolTipRole).toString().contains(u'<'));
    }
    QVERIFY(names().at(1).endsWith(u'…'));
}

void TestRosterModel::namesItsColumns()
{
    QSet<QString> titles;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        titles.insert(m_model->headerData(column, Qt::Horizontal).toString());
        QVERIFY(!m_model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }
    QCOMPARE(titles.size(), qsizetype(RosterModel::ColumnCount));
    QVERIFY(!titles.contains(QString()));
}

QTEST_GUILESS_MAIN(TestRosterModel)
#include "tst_rostermodel.moc"
