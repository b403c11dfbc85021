#include "tests/bench/clientsperson.h"

#include "widgets/models/connectionmodel.h"
#include "widgets/pages/page.h"

#include <QAbstractItemModel>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>

#include <chrono>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr auto pause = 40ms; // as a key that is held down repeats
constexpr int roundOfSteps = 100;

} // namespace

ClientsPerson::ClientsPerson(Page &page)
    : m_table(page.findChild<QTableView *>(QStringLiteral("connectionTable")))
    , m_filter(page.findChild<QLineEdit *>(QStringLiteral("connectionFilter")))
{
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &ClientsPerson::act);
    if (m_table != nullptr) {
        connect(m_table->model(), &QAbstractItemModel::layoutChanged, this, [this] { ++m_sorts; });
    }
}

void ClientsPerson::begin()
{
    m_step = 0;
    m_rounds = 0;
    m_sorts = 0;
    m_filters = 0;
    m_timer.start();
}

void ClientsPerson::stop()
{
    m_timer.stop();
}

void ClientsPerson::act()
{
    if (m_table == nullptr || m_filter == nullptr) {
        return;
    }
    switch (m_step) {
    case 15:
        sort(ConnectionModel::ReceivedColumn, Qt::DescendingOrder);
        break;
    case 25:
        sort(ConnectionModel::PeerColumn, Qt::AscendingOrder);
        break;
    case 35:
        sort(ConnectionModel::PeerColumn, Qt::DescendingOrder);
        break;
    case 45:
        type(QStringLiteral(":"));
        break;
    case 47:
        type(QStringLiteral(":4"));
        break;
    case 49:
        type(QStringLiteral(":4 o"));
        break;
    case 51:
        type(QStringLiteral(":4 op"));
        break;
    case 55:
        type(QStringLiteral("paused")); // nobody is
        break;
    case 60:
        type(QString());
        break;
    case 65:
        sort(-1, Qt::AscendingOrder);
        break;
    case 75:
        m_table->selectAll();
        break;
    case 85:
        m_table->clearSelection();
        break;
    default:
        scroll();
    }
    if (++m_step == roundOfSteps) {
        m_step = 0;
        ++m_rounds;
    }
}

void ClientsPerson::scroll()
{
    QScrollBar *const bar = m_table->verticalScrollBar();
    if (m_step == 0) {
        bar->setValue(bar->minimum());
    } else if (m_step % 2 == 0) {
        bar->setValue(bar->value() + bar->pageStep());
    } else {
        bar->setValue(std::uniform_int_distribution(bar->minimum(), bar->maximum())(m_random));
    }
}

// What a click on the header does.
void ClientsPerson::sort(int column, Qt::SortOrder order)
{
    m_table->horizontalHeader()->setSortIndicator(column, order);
}

void ClientsPerson::type(const QString &filter)
{
    const int before = m_table->model()->rowCount();
    m_filter->setText(filter);
    m_filters += m_table->model()->rowCount() != before ? 1 : 0;
}

} // namespace sockyard::bench
