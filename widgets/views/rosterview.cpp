#include "widgets/views/rosterview.h"

#include "widgets/models/rostermodel.h"
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

// Who has left stands back; this chat itself has the colour of what it sends.
class RosterDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        Tone tone = index.data(RosterModel::HereRole).toBool() ? Tone::Plain : Tone::Quiet;
        switch (index.column()) {
        case RosterModel::NameColumn:
            option.font.setBold(true);
            option.textElideMode = Qt::ElideMiddle; // whether it is oneself stands at the end
            if (tone == Tone::Plain) {
                const bool own = index.data(RosterModel::OwnRole).toBool();
                tone = own ? Tone::Sent : Tone::Received;
            }
            break;
        case RosterModel::AddressColumn:
            option.textElideMode = Qt::ElideLeft; // the port tells people of one host apart
            break;
        case RosterModel::HeardColumn:
        case RosterModel::MessagesColumn:
            option.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
            break;
        default:
            break;
        }
        option.palette.setColor(QPalette::Text, toneColor(tone, option.palette));
    }
};

class RosterTable : public RowTable
{
public:
    explicit RosterTable(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
    {
        setObjectName(QStringLiteral("rosterTable"));
        setItemDelegate(new RosterDelegate(this));
        horizontalHeader()->setMinimumSectionSize(10);
    }

    void setModel(QAbstractItemModel *model) override
    {
        RowTable::setModel(model);
        horizontalHeader()->setSectionResizeMode(RosterModel::AddressColumn, QHeaderView::Stretch);
    }

protected:
    void fitColumns() override
    {
        setColumnWidth(RosterModel::NameColumn, fontMetrics().averageCharWidth() * 14);
        setColumnWidth(RosterModel::StateColumn, widthFor(QStringLiteral("joined")));
        setColumnWidth(RosterModel::HeardColumn, widthFor(QStringLiteral("59 min ago")));
        setColumnWidth(RosterModel::MessagesColumn, widthFor(QStringLiteral("10,000")));
    }
};

} // namespace

RosterView::RosterView(RosterModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new QLabel(this))
    , m_table(new RosterTable(this))
{
    m_title->setObjectName(QStringLiteral("rosterTitle"));
    m_table->setModel(model);
    m_table->setPlaceholder(tr("Nobody has been heard yet."));
    showCount(static_cast<int>(model->roster().hereCount()));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);

    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &RosterView::showAges);
    connect(model, &RosterModel::hereCountChanged, this, &RosterView::showCount);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid()) {
                    Q_EMIT chosen(current.data(RosterModel::NumberRole).toULongLong());
                }
            });
}

void RosterView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showAges();
    m_second.start();
}

void RosterView::hideEvent(QHideEvent *event)
{
    m_second.stop();
    QWidget::hideEvent(event);
}

void RosterView::showCount(int count)
{
    m_title->setText(tr("Who is here (%1)").arg(QLocale().toString(count)));
    m_table->setAccessibleName(m_title->text());
}

void RosterView::showAges()
{
    m_model->showAges(QDateTime::currentMSecsSinceEpoch() * nanosecondsPerMillisecond);
}

} // namespace sockyard
