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
