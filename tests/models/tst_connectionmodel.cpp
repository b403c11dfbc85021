#include "tests/support/modeltexts.h"
#include "tests/support/teststrings.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{
constexpr std::size_t mostClosed = 20;
} // namespace

class TestConnectionModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsAConnectionFromItsBeginningToItsEnd();
    void insertsAllNewRowsOfABatchAtOnce();
    void tellsOnceWhichRowsChanged();
    void leavesTheEndpointItselfOut();
    void removesTheOldestClosedRowsBeyondTheBound();
    void keepsOpenRowsHoweverManyThereAre();
    void keepsItsOrderWhereAConnectionComesLate();
    void findsRowsByNumberAndNumbersByRow();
    void tellsRatesWhichFallWithTime();
    void tellsNoRatesWhereNobodyTellsTheTime();
    void saysWhoIsPausedAndWhoIsHeld();
    void tellsWhatWaitsToBeSent();
    void tellsOnlyTheRowsForWhichAnotherNumberWaits();
    void removesScatteredRowsTogether();
    void saysInAToolTipBothAddressesAndTheDescriptor();
    void namesItsColumns();

private:
    void apply(EventKind kind, ConnectionId connection, std::string_view text = {});
    void open(ConnectionId connection);
    QList<quint64> ids() const;

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<ConnectionModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestConnectionModel::init()
{
    m_log = std::make_unique<EventLog>();
    m_model = std::make_unique<ConnectionModel>(mostClosed);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void TestConnectionModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_log.reset();
}

void TestConnectionModel::apply(EventKind kind, ConnectionId connection, std::string_view text)
{
    const std::string peer = "127.0.0.1:" + std::to_string(50000 + connection);
    EventData data = {
        .kind = kind, .connection = connection, .local = "127.0.0.1:9999", .peer = peer};
    if (carriesData(kind)) {
        data.payload = viewOf(text);
        data.bytes = text.size();
    } else {
        data.note = text;
    }
    m_log->append(data);
    m_model->apply(*m_log->at(m_log->size() - 1));
}

void TestConnectionModel::open(ConnectionId connection)
{
    apply(EventKind::Accepted, connection, "accept → fd " + std::to_string(connection + 10));
}

QList<quint64> TestConnectionModel::ids() const
{
    QList<quint64> result;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        result.append(m_model->index(row, 0).data(ConnectionModel::IdRole).toULongLong());
    }
    return result;
}

void TestConnectionModel::showsAConnectionFromItsBeginningToItsEnd()
{
    open(1);
    QCOMPARE(m_model->rowCount(), 0); // not yet published
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::NumberColumn), QStringLiteral("1"));
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::PeerColumn), QStringLiteral("127.0.0.1:50001"));
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::StateColumn), stateText(ConnectionState::Open));
    QVERIFY(m_model->index(0, 0).data(ConnectionModel::OpenRole).toBool());

    apply(EventKind::Received, 1, "hello");
    apply(EventKind::Sent, 1, std::string(2048, 'x'));
    apply(EventKind::PeerFinished, 1);
    m_model->publish();
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::ReceivedColumn), QStringLiteral("5 B"));
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::SentColumn), QStringLiteral("2.0 KiB"));
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::StateColumn),
             stateText(ConnectionState::PeerFinished));

    apply(EventKind::Finished, 1);
    apply(EventKind::Closed, 1);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 1); // it stays to be looked at
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::StateColumn), stateText(ConnectionState::Closed));
    QVERIFY(!m_model->index(0, 0).data(ConnectionModel::OpenRole).toBool());
}

void TestConnectionModel::insertsAllNewRowsOfABatchAtOnce()
{
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (ConnectionId id = 1; id <= 1000; ++id) {
        open(id);
    }
    m_model->publish();
    QCOMPARE(inserted.size(), qsizetype(1));
    QCOMPARE(m_model->rowCount(), 1000);
    m_model->publish();
    QCOMPARE(inserted.size(), qsizetype(1));
}

void TestConnectionModel::tellsOnceWhichRowsChanged()
{
    for (ConnectionId id = 1; id <= 10; ++id) {
        open(id);
    }
    m_model->publish();
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    apply(EventKind::Received, 7, "b");
    apply(EventKind::Received, 4, "a");
    apply(EventKind::Received, 4, "a");
    open(11);
    m_model->publish();
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 3);
    QVERIFY(changed.first().at(1).toModelIndex().row() >= 6);
    QVERIFY(changed.first().at(1).toModelIndex().row() <= 9);
    m_model->publish();
    QCOMPARE(changed.size(), qsizetype(1));
}

void TestConnectionModel::leavesTheEndpointItselfOut()
{
    apply(EventKind::Created, 0, "socket AF_INET SOCK_STREAM → fd 12");
    apply(EventKind::Listening, 0);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(m_model->table().anyOpen());
}

void TestConnectionModel::removesTheOldestClosedRowsBeyondTheBound()
{
    open(1); // stays open
    open(2);
    open(3);
    apply(EventKind::Closed, 3);
    open(4); // stays open
    for (ConnectionId id = 5; id <= 60; ++id) {
        open(id);
        apply(EventKind::Closed, id);
        m_model->publish();
        QVERIFY(static_cast<std::size_t>(m_model->rowCount()) <= 3 + mostClosed + mostClosed / 10);
    }
    apply(EventKind::Closed, 2);
    m_model->publish();
    const auto left = ids();
    QVERIFY(left.contains(1));
    QVERIFY(!left.contains(3));
    QVERIFY(left.contains(4));
    QVERIFY(!left.contains(5));
    QVERIFY(left.contains(60));
    QVERIFY(std::is_sorted(left.begin(), left.end()));
    QCOMPARE(m_model->table().removedCount() + static_cast<std::uint64_t>(left.size()),
             std::uint64_t(60));
    for (const quint64 id : left) {
        QCOMPARE(m_model->rowOf(id), static_cast<int>(left.indexOf(id)));
    }
}

void TestConnectionModel::keepsOpenRowsHoweverManyThereAre()
{
    for (ConnectionId id = 1; id <= mostClosed * 5; ++id) {
        open(id);
    }
    m_model->publish();
    QCOMPARE(static_cast<std::size_t>(m_model->rowCount()), mostClosed * 5);
}

void TestConnectionModel::keepsItsOrderWhereAConnectionComesLate()
{
    for (ConnectionId id = 10; id <= 12; ++id) {
        open(id);
    }
    m_model->publish();
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    // Its row was removed as surplus, or its first events were dropped: a late word about it.
    apply(EventKind::Discarded, 5, "no longer connected");
    m_model->publish();
    QCOMPARE(ids(), (QList<quint64>{5, 10, 11, 12}));
    // Whoever keeps what was shown has to hear that every row after it is another one now.
    QCOMPARE(inserted.size(), qsizetype(1));
    const int row = inserted.first().at(1).toInt();
    if (row != 0) {
        QCOMPARE(changed.size(), qsizetype(1));
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 0);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 2);
    }
}

void TestConnectionModel::findsRowsByNumberAndNumbersByRow()
{
    open(3);
    open(8);
    m_model->publish();
    QCOMPARE(m_model->rowOf(3), 0);
    QCOMPARE(m_model->rowOf(8), 1);
    QCOMPARE(m_model->rowOf(4), -1);
    QCOMPARE(m_model->rowAt(1)->id, ConnectionId(8));
    QVERIFY(m_model->rowAt(-1) == nullptr);
    QVERIFY(m_model->rowAt(2) == nullptr);
}

void TestConnectionModel::tellsRatesWhichFallWithTime()
{
    constexpr std::int64_t second = 1000000000;
    const std::string payload(2048, 'x');
    const auto receive = [&](ConnectionId id, std::int64_t elapsed) {
        m_log->append({.kind = EventKind::Received,
                       .connection = id,
                       .bytes = payload.size(),
                       .payload = viewOf(payload),
                       .moment = Moment{.time = 0, .elapsed = elapsed}});
        m_model->apply(*m_log->at(m_log->size() - 1));
    };
    for (ConnectionId id = 1; id <= 5; ++id) {
        open(id);
    }
    receive(2, 10 * second);
    receive(4, 10 * second);
    m_model->publish(10 * second);
    QCOMPARE(textAt(*m_model, 1, ConnectionModel::ReceivedRateColumn), QStringLiteral("2.0 KiB"));
    QCOMPARE(textAt(*m_model, 1, ConnectionModel::SentRateColumn), QString());
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::ReceivedRateColumn), QString());

    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->publish(10 * second + 1); // too soon to be looked at again
    QCOMPARE(changed.size(), qsizetype(0));
    m_model->publish(11 * second + second / 2);
    QCOMPARE(textAt(*m_model, 1, ConnectionModel::ReceivedRateColumn), QStringLiteral("1.0 KiB"));
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.last().at(0).toModelIndex(),
             m_model->index(1, ConnectionModel::ReceivedRateColumn));
    QCOMPARE(changed.last().at(1).toModelIndex(),
             m_model->index(3, ConnectionModel::SentRateColumn));
    m_model->publish(13 * second);
    QCOMPARE(textAt(*m_model, 1, ConnectionModel::ReceivedRateColumn), QString());
    QCOMPARE(changed.size(), qsizetype(2)); // that they are gone
    m_model->publish(14 * second);
    QCOMPARE(changed.size(), qsizetype(2));
}

void TestConnectionModel::tellsNoRatesWhereNobodyTellsTheTime()
{
    open(1);
    apply(EventKind::Received, 1, "hello");
    m_model->publish();
    QCOMPARE(textAt(*m_model, 0, ConnectionModel::ReceivedRateColumn), QString());
}

void TestConnectionModel::saysWhoIsPausedAndWhoIsHeld()
{
    for (ConnectionId id = 1; id <= 4; ++id) {
        open(id);
    }
    apply(EventKind::Paused, 1);
    apply(EventKind::Finished, 2);
    apply(EventKind::Paused, 2);
    apply(EventKind::PeerFinished, 4);
    m_model->publish();
    const std::array unsent = {UnsentBytes{.connection = 1, .bytes = 1, .held = true},
                               UnsentBytes{.connection = 3, .bytes = 1, .held = true},
                               UnsentBytes{.connection = 4, .bytes = 1, .held = true}};
    m_model->setUnsent(unsent);
    const auto state = [this](int row) {
        return textAt(*m_model, row, ConnectionModel::StateColumn);
    };
    QCOMPARE(state(0), QStringLiteral("‖ paused"));
    QCOMPARE(state(1), QStringLiteral("‖ finished"));
    QCOMPARE(state(2), QStringLiteral("◌ held"));
    QCOMPARE(state(3), QStringLiteral("◌ peer finished"));
    const auto tip = [this](int row) {
        return m_model->index(row, 0).data(Qt::ToolTipRole).toString();
    };
    QVERIFY(tip(0).contains(QStringLiteral("Paused: ")));
    QVERIFY(tip(2).contains(QStringLiteral("Held: ")));
    QVERIFY(!tip(2).contains(QStringLiteral("Paused: ")));
    QVERIFY(m_model->index(0, 0).data(ConnectionModel::PausedRole).toBool());
    QVERIFY(!m_model->index(1, 0).data(ConnectionModel::HeldRole).toBool());
    QVERIFY(m_model->index(2, 0).data(ConnectionModel::HeldRole).toBool());
    apply(EventKind::Resumed, 1);
    apply(EventKind::Closed, 3);
    m_model->publish();
    m_model->setUnsent({});
    QCOMPARE(state(0), stateText(ConnectionState::Open));
    QCOMPARE(state(2), stateText(ConnectionState::Closed));
}

void TestConnectionModel::tellsWhatWaitsToBeSent()
{
    for (ConnectionId id = 1; id <= 3; ++id) {
        open(id);
    }
    apply(EventKind::Closed, 3);
    m_model->publish();
    const auto unsent = [this](int row) {
        return textAt(*m_model, row, ConnectionModel::UnsentColumn);
    };
    QCOMPARE(unsent(0), QString()); // not known
    const std::array waits = {UnsentBytes{.connection = 3, .bytes = 9},
                              UnsentBytes{.connection = 2, .bytes = 2048},
                              UnsentBytes{.connection = 77, .bytes = 5}}; // not yet told of
    m_model->setUnsent(waits);
    QCOMPARE(unsent(0), QStringLiteral("0 B"));
    QCOMPARE(unsent(1), QStringLiteral("2.0 KiB"));
    QCOMPARE(unsent(2), QString()); // it is gone
    m_model->setUnsent({});
    QCOMPARE(unsent(1), QStringLiteral("0 B"));
}

void TestConnectionModel::tellsOnlyTheRowsForWhichAnotherNumberWaits()
{
    for (ConnectionId id = 1; id <= 10; ++id) {
        open(id);
    }
    m_model->publish();
    std::vector<UnsentBytes> waits = {{.connection = 3, .bytes = 1},
                                      {.connection = 5, .bytes = 1},
                                      {.connection = 7, .bytes = 1}};
    m_model->setUnsent(waits);
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setUnsent(waits);
    QCOMPARE(changed.size(), qsizetype(0));
    waits[1].bytes = 2;
    m_model->setUnsent(waits);
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.last().at(0).toModelIndex().row(), 4);
    QCOMPARE(changed.last().at(1).toModelIndex().row(), 4);
    waits.erase(waits.begin());
    waits.push_back({.connection = 9, .bytes = 1});
    m_model->setUnsent(waits);
    QCOMPARE(changed.last().at(0).toModelIndex().row(), 2);
    QCOMPARE(changed.last().at(1).toModelIndex().row(), 8);
}

void TestConnectionModel::removesScatteredRowsTogether()
{
    for (ConnectionId id = 1; id <= 60; ++id) {
        open(id);
    }
    for (ConnectionId id = 1; id <= 60; id += 2) {
        apply(EventKind::Closed, id);
    }
    const QSignalSpy gone(m_model.get(), &ConnectionModel::aboutToGo);
    m_model->publish();
    QCOMPARE(gone.size(), qsizetype(1));
    const auto which = gone.first().first().value<std::vector<ConnectionId>>();
    QCOMPARE(which.size(), std::size_t(10));
    QVERIFY(std::is_sorted(which.begin(), which.end()));
    QCOMPARE(m_model->rowCount(), 50);
    QVERIFY(!ids().contains(which.front()));
}

void TestConnectionModel::saysInAToolTipBothAddressesAndTheDescriptor()
{
    open(2);
    m_model->publish();
    const QString tip = m_model->index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY(tip.contains(QStringLiteral("127.0.0.1:9999")));
    QVERIFY(tip.contains(QStringLiteral("127.0.0.1:50002")));
    QVERIFY(tip.contains(QStringLiteral("fd 12")));
}

void TestConnectionModel::namesItsColumns()
{
    QSet<QString> names;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        names.insert(m_model->headerData(column, Qt::Horizontal).toString());
    }
    QCOMPARE(names.size(), qsizetype(ConnectionModel::ColumnCount));
    QVERIFY(!names.contains(QString()));
}

QTEST_GUILESS_MAIN(TestConnectionModel)
#include "tst_connectionmodel.moc"
