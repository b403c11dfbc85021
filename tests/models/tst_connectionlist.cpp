#include "tests/support/modeltexts.h"
#include "widgets/models/connectionlist.h"
#include "widgets/models/words.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;

namespace
{
constexpr std::size_t mostClosed = 20;
using Ids = QList<ConnectionId>;
} // namespace

class TestConnectionList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsEverythingInTheOrderOfArrivalAtFirst();
    void filtersByWhatAPersonTypes_data();
    void filtersByWhatAPersonTypes();
    void showsAgainWhatIsNoLongerFiltered();
    void followsAStateThatIsFilteredFor();
    void showsNewConnectionsThatFit();
    void sortsByEachColumn_data();
    void sortsByEachColumn();
    void sortsAddressesByTheirNumbers();
    void returnsToTheOrderOfArrival();
    void offersTheGreatestAmountsFirst();
    void keepsWhatIsSelectedWhereRowsMove();
    void keepsWhatIsSelectedWhereAConnectionComesLate();
    void selectsNobodyElseWhereRowsGo();
    void putsRowsInOrderOnceInAWhileOnly();
    void leavesTheOrderAloneWhereAnotherColumnChanges();
    void losesManySurplusRowsTogether();

private:
    void make(std::chrono::milliseconds interval);
    void apply(EventKind kind, ConnectionId connection, std::size_t bytes = 0,
               std::string_view peer = {});
    void open(ConnectionId connection, std::string_view peer = {});
    void threeStates();
    Ids ids() const;
    Ids selected() const;
    void select(ConnectionId id);

    EventLog m_log;
    std::unique_ptr<ConnectionModel> m_model;
    std::unique_ptr<ConnectionList> m_list;
    std::unique_ptr<QItemSelectionModel> m_selection;
    std::unique_ptr<QAbstractItemModelTester> m_testerOfModel;
    std::unique_ptr<QAbstractItemModelTester> m_testerOfList;
};

void TestConnectionList::make(std::chrono::milliseconds interval)
{
    cleanup();
    m_model = std::make_unique<ConnectionModel>(mostClosed);
    m_list = std::make_unique<ConnectionList>(m_model.get(), nullptr, interval);
    m_selection = std::make_unique<QItemSelectionModel>(m_list.get());
    constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
    m_testerOfModel = std::make_unique<QAbstractItemModelTester>(m_model.get(), fatal);
    m_testerOfList = std::make_unique<QAbstractItemModelTester>(m_list.get(), fatal);
}

void TestConnectionList::init()
{
    make(0ms);
}

void TestConnectionList::cleanup()
{
    m_testerOfList.reset();
    m_testerOfModel.reset();
    m_selection.reset();
    m_list.reset();
    m_model.reset();
}

void TestConnectionList::apply(EventKind kind, ConnectionId connection, std::size_t bytes,
                               std::string_view peer)
{
    const std::string usual = "127.0.0.1:" + std::to_string(50000 + connection);
    const std::string payload(bytes, 'x');
    EventData data = {.kind = kind,
                      .connection = connection,
                      .local = "127.0.0.1:9999",
                      .peer = peer.empty() ? std::string_view(usual) : peer};
    if (carriesData(kind)) {
        data.payload = viewOf(payload);
        data.bytes = bytes;
    }
    m_log.append(data);
    m_model->apply(*m_log.at(m_log.size() - 1));
}

void TestConnectionList::open(ConnectionId connection, std::string_view peer)
{
    apply(EventKind::Accepted, connection, 0, peer);
}

void TestConnectionList::threeStates()
{
    for (ConnectionId id = 1; id <= 12; ++id) {
        open(id, id == 12 ? "[FE80::1%eth0]:7" : "");
    }
    apply(EventKind::Reset, 2);
    apply(EventKind::Closed, 2);
    apply(EventKind::PeerFinished, 3);
    apply(EventKind::Paused, 4);
    apply(EventKind::Finished, 5);
    apply(EventKind::Paused, 5);
    m_model->publish();
    const UnsentBytes held{.connection = 6, .bytes = 70000, .held = true};
    m_model->setUnsent(std::span(&held, 1));
}

Ids TestConnectionList::ids() const
{
    Ids result;
    for (int row = 0; row < m_list->rowCount(); ++row) {
        result.append(m_list->idAt(row));
    }
    return result;
}

Ids TestConnectionList::selected() const
{
    Ids result;
    const QModelIndexList rows = m_selection->selectedRows();
    for (const QModelIndex &each : rows) {
        result.append(m_list->idAt(each.row()));
    }
    std::sort(result.begin(), result.end());
    return result;
}

void TestConnectionList::select(ConnectionId id)
{
    m_selection->select(m_list->index(m_list->rowOf(id), 0),
                        QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void TestConnectionList::showsEverythingInTheOrderOfArrivalAtFirst()
{
    for (ConnectionId id = 1; id <= 5; ++id) {
        open(id);
    }
    QCOMPARE(m_list->rowCount(), 0);
    const QSignalSpy inserted(m_list.get(), &QAbstractItemModel::rowsInserted);
    m_model->publish();
    QCOMPARE(inserted.size(), qsizetype(1));
    QCOMPARE(ids(), (Ids{1, 2, 3, 4, 5}));
    QCOMPARE(textAt(*m_list, 4, ConnectionModel::PeerColumn), QStringLiteral("127.0.0.1:50005"));
    const QSignalSpy changed(m_list.get(), &QAbstractItemModel::dataChanged);
    apply(EventKind::Received, 3, 5);
    m_model->publish();
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.first().first().toModelIndex().row(), 2);
    QCOMPARE(textAt(*m_list, 2, ConnectionModel::ReceivedColumn), QStringLiteral("5 B"));
}

void TestConnectionList::filtersByWhatAPersonTypes_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<Ids>("shown");
    const Ids all{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    QTest::newRow("nothing") << QString() << all;
    QTest::newRow("blanks") << QStringLiteral("  \t ") << all;
    QTest::newRow("an address") << QStringLiteral("127.0.0.1:5")
                                << Ids{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    QTest::newRow("a port") << QStringLiteral(":50007") << Ids{7};
    QTest::newRow("either case") << QStringLiteral("Fe80") << Ids{12};
    QTest::newRow("a state") << QStringLiteral("reset") << Ids{2};
    QTest::newRow("a state in capitals") << QStringLiteral("RESET") << Ids{2};
    QTest::newRow("open ones, paused or not")
        << QStringLiteral("open") << Ids{1, 4, 6, 7, 8, 9, 10, 11, 12};
    QTest::newRow("paused ones in any state") << QStringLiteral("paused") << Ids{4, 5};
    QTest::newRow("their sign") << QStringLiteral("‖") << Ids{4, 5};
    QTest::newRow("held") << QStringLiteral("held") << Ids{6};
    QTest::newRow("two states in one word") << QStringLiteral("finished") << Ids{3, 5};
    QTest::newRow("a number and what stands in an address") << QStringLiteral("10") << Ids{10};
    QTest::newRow("a number alone") << QStringLiteral("#1") << Ids{1};
    QTest::newRow("all words must fit") << QStringLiteral("finished paused") << Ids{5};
    QTest::newRow("nobody") << QStringLiteral("10.0.0.1") << Ids{};
    QTest::newRow("no pattern") << QStringLiteral(".*") << Ids{};
    QTest::newRow("an endless number") << QString(5000, u'9') << Ids{};
}

void TestConnectionList::filtersByWhatAPersonTypes()
{
    QFETCH(const QString, words);
    QFETCH(const Ids, shown);
    threeStates();
    m_list->setFilter(words);
    QCOMPARE(ids(), shown);
    m_list->setFilter({});
    QCOMPARE(m_list->rowCount(), 12);
}

void TestConnectionList::showsAgainWhatIsNoLongerFiltered()
{
    threeStates();
    m_list->setFilter(QStringLiteral("reset"));
    m_list->setFilter(QStringLiteral("peer finished"));
    QCOMPARE(ids(), (Ids{3}));
    QVERIFY(m_list->isFiltered());
    m_list->setFilter({});
    QVERIFY(!m_list->isFiltered());
    QCOMPARE(m_list->rowCount(), 12);
}

void TestConnectionList::followsAStateThatIsFilteredFor()
{
    threeStates();
    m_list->setFilter(QStringLiteral("reset"));
    apply(EventKind::Reset, 9);
    apply(EventKind::Reset, 1);
    m_model->publish();
    QTRY_COMPARE(ids(), (Ids{1, 2, 9}));
    m_list->setFilter(QStringLiteral("paused"));
    apply(EventKind::Resumed, 4);
    m_model->publish();
    QTRY_COMPARE(ids(), (Ids{5}));
}

void TestConnectionList::showsNewConnectionsThatFit()
{
    threeStates();
    m_list->setFilter(QStringLiteral("fe80"));
    open(13);
    open(14, "[fe80::1%eth0]:9");
    open(15);
    m_model->publish();
    QTRY_COMPARE(ids(), (Ids{12, 14}));
}

void TestConnectionList::sortsByEachColumn_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Ids>("up");
    QTest::newRow("#") << int(ConnectionModel::NumberColumn) << Ids{1, 2, 3, 4};
    QTest::newRow("peer") << int(ConnectionModel::PeerColumn) << Ids{4, 2, 1, 3};
    QTest::newRow("state") << int(ConnectionModel::StateColumn) << Ids{3, 4, 1, 2};
    QTest::newRow("since") << int(ConnectionModel::SinceColumn) << Ids{1, 2, 3, 4};
    QTest::newRow("received") << int(ConnectionModel::ReceivedColumn) << Ids{4, 1, 3, 2};
    QTest::newRow("sent") << int(ConnectionModel::SentColumn) << Ids{3, 4, 2, 1};
    QTest::newRow("receiving") << int(ConnectionModel::ReceivedRateColumn) << Ids{4, 1, 3, 2};
    QTest::newRow("sending") << int(ConnectionModel::SentRateColumn) << Ids{3, 4, 2, 1};
    QTest::newRow("unsent") << int(ConnectionModel::UnsentColumn) << Ids{4, 3, 1, 2};
}

void TestConnectionList::sortsByEachColumn()
{
    QFETCH(const int, column);
    QFETCH(const Ids, up);
    open(1, "10.0.0.9:80");
    open(2, "10.0.0.9:79");
    open(3, "10.0.0.10:1");
    open(4, "9.0.0.10:5000");
    apply(EventKind::Received, 1, 999, "10.0.0.9:80");
    apply(EventKind::Received, 2, 2000, "10.0.0.9:79");
    apply(EventKind::Received, 3, 1000, "10.0.0.10:1");
    apply(EventKind::Sent, 1, 30, "10.0.0.9:80");
    apply(EventKind::Sent, 2, 20, "10.0.0.9:79");
    apply(EventKind::Sent, 4, 10, "9.0.0.10:5000");
    apply(EventKind::PeerFinished, 1, 0, "10.0.0.9:80");
    apply(EventKind::Finished, 2, 0, "10.0.0.9:79");
    apply(EventKind::Paused, 4, 0, "9.0.0.10:5000");
    m_model->publish(m_log.at(m_log.size() - 1)->elapsed());
    const std::array unsent = {UnsentBytes{.connection = 2, .bytes = 9},
                               UnsentBytes{.connection = 1, .bytes = 8},
                               UnsentBytes{.connection = 3, .bytes = 7}};
    m_model->setUnsent(unsent);
    m_list->sort(column, Qt::AscendingOrder);
    QCOMPARE(ids(), up);
    m_list->sort(column, Qt::DescendingOrder);
    QCOMPARE(ids(), Ids(up.crbegin(), up.crend()));
}

void TestConnectionList::sortsAddressesByTheirNumbers()
{
    int id = 0;
    for (const char *peer : {"[::1]:9", "127.0.0.1:10000", "", "127.0.0.1:9999", "127.0.0.10:1",
                             "127.0.0.2:1", "127.0.0.1:9999"}) {
        ++id;
        m_log.append({.kind = EventKind::Accepted,
                      .connection = static_cast<ConnectionId>(id),
                      .peer = peer});
        m_model->apply(*m_log.at(m_log.size() - 1));
    }
    m_model->publish();
    m_list->sort(ConnectionModel::PeerColumn, Qt::AscendingOrder);
    QCOMPARE(ids(), (Ids{3, 4, 7, 2, 6, 5, 1})); // the same address: as they came
    m_list->sort(ConnectionModel::PeerColumn, Qt::DescendingOrder);
    QCOMPARE(ids(), (Ids{1, 5, 6, 2, 4, 7, 3}));
}

void TestConnectionList::returnsToTheOrderOfArrival()
{
    threeStates();
    const Ids before = ids();
    m_list->sort(ConnectionModel::StateColumn, Qt::DescendingOrder);
    QVERIFY(ids() != before);
    m_list->sort(-1);
    QCOMPARE(ids(), before);
    m_list->sort(99);
    QCOMPARE(ids(), before);
    open(20);
    m_model->publish();
    QCOMPARE(m_list->idAt(m_list->rowCount() - 1), ConnectionId(20));
}

void TestConnectionList::offersTheGreatestAmountsFirst()
{
    const auto first = [this](int column) {
        return m_list->headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole);
    };
    QCOMPARE(first(ConnectionModel::ReceivedColumn).toInt(), int(Qt::DescendingOrder));
    QCOMPARE(first(ConnectionModel::UnsentColumn).toInt(), int(Qt::DescendingOrder));
    QVERIFY(!first(ConnectionModel::PeerColumn).isValid());
}

void TestConnectionList::keepsWhatIsSelectedWhereRowsMove()
{
    threeStates();
    select(2);
    select(5);
    select(11);
    m_list->sort(ConnectionModel::NumberColumn, Qt::DescendingOrder);
    QCOMPARE(selected(), (Ids{2, 5, 11}));
    m_list->sort(ConnectionModel::StateColumn, Qt::AscendingOrder);
    QCOMPARE(selected(), (Ids{2, 5, 11}));
    m_list->setFilter(QStringLiteral("5000"));
    QCOMPARE(selected(), (Ids{2, 5}));
    m_list->setFilter({});
    QCOMPARE(selected(), (Ids{2, 5}));
    m_list->sort(-1);
    QCOMPARE(selected(), (Ids{2, 5}));
}

void TestConnectionList::keepsWhatIsSelectedWhereAConnectionComesLate()
{
    for (ConnectionId id = 10; id <= 12; ++id) {
        open(id);
    }
    m_model->publish();
    select(12);
    apply(EventKind::Discarded, 5); // its row was removed, or its first events were dropped
    open(13);
    m_model->publish();
    QCOMPARE(ids(), (Ids{5, 10, 11, 12, 13}));
    QCOMPARE(selected(), (Ids{12}));
    m_list->setFilter(QStringLiteral("127"));
    apply(EventKind::Discarded, 7);
    m_model->publish();
    QTRY_COMPARE(ids(), (Ids{5, 7, 10, 11, 12, 13}));
    QCOMPARE(selected(), (Ids{12}));
}

void TestConnectionList::selectsNobodyElseWhereRowsGo()
{
    threeStates();
    m_list->setFilter(QStringLiteral("open"));
    select(8);
    apply(EventKind::Reset, 8);
    m_model->publish();
    QTRY_COMPARE(m_list->rowOf(8), -1);
    QCOMPARE(selected(), Ids{});
}

void TestConnectionList::putsRowsInOrderOnceInAWhileOnly()
{
    make(std::chrono::hours(1));
    for (ConnectionId id = 1; id <= 3; ++id) {
        open(id);
    }
    m_model->publish();
    m_list->sort(ConnectionModel::ReceivedColumn, Qt::DescendingOrder);
    const QSignalSpy moved(m_list.get(), &QAbstractItemModel::layoutChanged);
    for (ConnectionId id = 1; id <= 3; ++id) {
        apply(EventKind::Received, id, id);
        m_model->publish();
    }
    QCOMPARE(moved.size(), qsizetype(0));
    QCOMPARE(textAt(*m_list, 2, ConnectionModel::ReceivedColumn), QStringLiteral("3 B")); // shown
    QCOMPARE(ids(), (Ids{1, 2, 3}));

    make(1ms);
    for (ConnectionId id = 1; id <= 3; ++id) {
        open(id);
        apply(EventKind::Received, id, id);
    }
    m_model->publish();
    m_list->sort(ConnectionModel::ReceivedColumn, Qt::DescendingOrder);
    apply(EventKind::Received, 2, 100);
    m_model->publish();
    QTRY_COMPARE(ids(), (Ids{2, 3, 1}));
    open(4);
    apply(EventKind::Received, 4, 1000);
    m_model->publish();
    QTRY_COMPARE(ids(), (Ids{4, 2, 3, 1}));
}

void TestConnectionList::leavesTheOrderAloneWhereAnotherColumnChanges()
{
    threeStates();
    m_list->sort(ConnectionModel::UnsentColumn, Qt::DescendingOrder);
    const Ids before = ids();
    const QSignalSpy moved(m_list.get(), &QAbstractItemModel::layoutChanged);
    const QSignalSpy changed(m_list.get(), &QAbstractItemModel::dataChanged);
    m_model->publish(1000000000); // rates only
    QCOMPARE(moved.size(), qsizetype(0));
    QCOMPARE(ids(), before);
    apply(EventKind::Sent, 6, 1);
    m_model->publish(2000000000);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(m_list->idAt(0), ConnectionId(6));
}

void TestConnectionList::losesManySurplusRowsTogether()
{
    for (ConnectionId id = 1; id <= 60; ++id) {
        open(id);
    }
    m_model->publish();
    m_list->sort(ConnectionModel::NumberColumn, Qt::DescendingOrder);
    select(1);
    select(2);
    select(60);
    const QSignalSpy removed(m_list.get(), &QAbstractItemModel::rowsRemoved);
    for (ConnectionId id = 2; id <= 60; id += 2) {
        apply(EventKind::Closed, id);
    }
    m_model->publish();
    QCOMPARE(m_list->rowCount(), 30 + int(mostClosed));
    QCOMPARE(removed.size(), qsizetype(1));
    QCOMPARE(selected(), (Ids{1, 60}));
    QCOMPARE(m_list->rowOf(2), -1);
    QTRY_COMPARE(m_list->idAt(0), ConnectionId(60));
    m_list->sort(-1);
    const Ids left = ids();
    QVERIFY(std::is_sorted(left.begin(), left.end()));
    QCOMPARE(left.first(), ConnectionId(1));
}

QTEST_GUILESS_MAIN(TestConnectionList)
#include "tst_connectionlist.moc"
