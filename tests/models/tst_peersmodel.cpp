#include "tests/support/modeltexts.h"
#include "widgets/models/peersmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace sockyard;
using namespace sockyard::test;

class TestPeersModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsPeersInTheOrderInWhichTheyCame();
    void insertsAllOfABatchAtOnce();
    void changesOnlyWhoDidSomething();
    void tellsHowLongAgoItWas();
    void namesItsColumns();

private:
    void tell(EventKind kind, const std::string &peer, std::uint64_t bytes = 0,
              const std::string &note = {})
    {
        m_log->append({.kind = kind,
                       .local = "127.0.0.1:9999",
                       .peer = peer,
                       .note = note,
                       .bytes = bytes,
                       .moment = Moment{.time = 1000, .elapsed = 1000}});
        m_model->apply(m_log->at(m_log->size() - 1).value());
    }
    /// The rows as one text: address, received, sent.
    QString rows() const
    {
        QStringList lines;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            lines.append(textAt(*m_model, row, PeersModel::AddressColumn) + u' ' +
                         textAt(*m_model, row, PeersModel::ReceivedColumn) + u'/' +
                         textAt(*m_model, row, PeersModel::SentColumn));
        }
        return lines.join(QStringLiteral(", "));
    }

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<PeersModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestPeersModel::init()
{
    m_log = std::make_unique<EventLog>();
    m_model = std::make_unique<PeersModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestPeersModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_log.reset();
}

void TestPeersModel::showsPeersInTheOrderInWhichTheyCame()
{
    tell(EventKind::Received, "10.0.0.2:5000", 5);
    tell(EventKind::Sent, "10.0.0.1:5000", 7);
    tell(EventKind::Received, "10.0.0.2:5000", 3);
    QCOMPARE(m_model->rowCount(), 0); // not before publish()
    m_model->publish();
    QCOMPARE(rows(), QStringLiteral("10.0.0.2:5000 2/0, 10.0.0.1:5000 0/1"));
    const QModelIndex first = m_model->index(0, 0);
    QCOMPARE(first.data(PeersModel::PeerRole).toString(), QStringLiteral("10.0.0.2:5000"));
    QCOMPARE(first.data(PeersModel::NumberRole).toULongLong(), 2ULL);
    QVERIFY(first.data(Qt::ToolTipRole).toString().contains(QStringLiteral("8 B")));
    QVERIFY(!first.data(PeersModel::FailedRole).toBool());
    tell(EventKind::Failed, "10.0.0.2:5000", 0, "ECONNREFUSED: x");
    m_model->publish();
    QVERIFY(m_model->index(0, 0).data(PeersModel::FailedRole).toBool());
}

void TestPeersModel::insertsAllOfABatchAtOnce()
{
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (int port = 1; port <= 1000; ++port) {
        tell(EventKind::Received, "10.0.0.1:" + std::to_string(port));
    }
    m_model->publish();
    m_model->publish();
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(m_model->rowCount(), 1000);
}

void TestPeersModel::changesOnlyWhoDidSomething()
{
    tell(EventKind::Received, "10.0.0.1:1");
    tell(EventKind::Received, "10.0.0.1:2");
    m_model->publish();
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    tell(EventKind::Received, "10.0.0.1:2");
    m_model->publish();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 1);
}

void TestPeersModel::tellsHowLongAgoItWas()
{
    constexpr qint64 second = 1000000000; // ns
    tell(EventKind::Received, "10.0.0.1:1");
    m_model->publish();
    m_model->showAges(1000 + 3 * second);
    QCOMPARE(textAt(*m_model, 0, PeersModel::HeardColumn), QStringLiteral("3 s ago"));
}

void TestPeersModel::namesItsColumns()
{
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QVERIFY(!m_model->headerData(column, Qt::Horizontal).toString().isEmpty());
        QVERIFY(!m_model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestPeersModel)
#include "tst_peersmodel.moc"
