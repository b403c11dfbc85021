#include "widgets/views/peersview.h"

#include "widgets/models/peersmodel.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr std::int64_t nanosecondsPerMillisecond = 1000000;

class PeersDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() == PeersModel::AddressColumn) {
            option.textElideMode = Qt::ElideLeft; // the port tells those of one host apart
            const bool failed = index.data(PeersModel::FailedRole).toBool();
            option.palette.setColor(QPalette::Text,
                                    toneColor(failed ? Tone::Bad : Tone::Plain, option.palette));
        } else {
            option.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
    }
};

class PeersTable : public RowTable
{
public:
    explicit PeersTable(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
    {
        setObjectName(QStringLiteral("peersTable"));
        setItemDelegate(new PeersDelegate(this));
        horizontalHeader()->setMinimumSectionSize(10);
    }

    void setModel(QAbstractItemModel *model) override
    {
        RowTable::setModel(model);
        horizontalHeader()->setSectionResizeMode(PeersModel::AddressColumn, QHeaderView::Stretch);
    }

protected:
    void fitColumns() override
    {
        for (const int column : {PeersModel::ReceivedColumn, PeersModel::SentColumn}) {
            setColumnWidth(column, widthFor(QStringLiteral("1,000,000")));
        }
        setColumnWidth(PeersModel::HeardColumn, widthFor(QStringLiteral("59 min ago")));
    }
};

} // namespace

PeersView::PeersView(PeersModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new QLabel(this))
    , m_table(new PeersTable(this))
{
    m_title->setObjectName(QStringLiteral("peersTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_table->setModel(model);
    showCount();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);

    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &PeersView::showAges);
    connect(model, &QAbstractItemModel::rowsInserted, this, &PeersView::showCount);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid()) {
                    Q_EMIT chosen(current.data(PeersModel::PeerRole).toString(),
                                  current.data(PeersModel::NumberRole).toULongLong());
                }
            });
}

void PeersView::setPlaceholder(const QString &text)
{
    m_table->setPlaceholder(text);
}

void PeersView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showAges();
    m_second.start();
}

void PeersView::hideEvent(QHideEvent *event)
{
    m_second.stop();
    QWidget::hideEvent(event);
}

void PeersView::showCount()
{
    m_title->setText(tr("Peers (%1)").arg(QLocale().toString(m_model->rowCount())));
    m_table->setAccessibleName(m_title->text());
    showAges();
}

void PeersView::showAges()
{
    m_model->showAges(QDateTime::currentMSecsSinceEpoch() * nanosecondsPerMillisecond);
}

} // namespace sockyard
