#include "widgets/views/connectionview.h"

#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

// Connections that are gone stand back; numbers stand right.
class ConnectionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto state =
            static_cast<ConnectionState>(index.data(ConnectionModel::StateRole).toInt());
        Tone tone = index.data(ConnectionModel::OpenRole).toBool() ? Tone::Plain : Tone::Quiet;
        if (index.column() == ConnectionModel::StateColumn) {
            if (state == ConnectionState::Failed || state == ConnectionState::Reset) {
                tone = Tone::Bad;
            } else if (state == ConnectionState::Open) {
                tone = Tone::Good;
            }
        }
        option->palette.setColor(QPalette::Text, toneColor(tone, option->palette));
        if (index.column() != ConnectionModel::PeerColumn &&
            index.column() != ConnectionModel::StateColumn) {
            option->displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
        // The port at the end tells clients of one host apart.
        option->textElideMode =
            index.column() == ConnectionModel::PeerColumn ? Qt::ElideMiddle : Qt::ElideRight;
    }
};

} // namespace

ConnectionView::ConnectionView(ConnectionModel *model, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new QLabel(title, this))
    , m_table(new QTableView(this))
    , m_placeholder(new QLabel(m_table->viewport()))
    , m_finish(new QPushButton(tr("Finish"), this))
    , m_abort(new QPushButton(tr("Abort"), this))
{
    m_table->setObjectName(QStringLiteral("connectionTable"));
    m_table->setAccessibleName(title);
    m_table->setModel(model);
    m_table->setItemDelegate(new ConnectionDelegate(this));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    fitColumns();

    m_placeholder->setObjectName(QStringLiteral("connectionPlaceholder"));
    m_placeholder->setAlignment(Qt::AlignCenter);
    m_placeholder->setWordWrap(true);
    m_placeholder->setForegroundRole(QPalette::PlaceholderText);
    m_placeholder->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *inside = new QVBoxLayout(m_table->viewport());
    inside->addWidget(m_placeholder);

    m_finish->setObjectName(QStringLiteral("finishButton"));
    m_finish->setToolTip(
        tr("Half-close: FIN goes out after what is queued. Receiving goes on until the peer "
           "finishes too."));
    m_abort->setObjectName(QStringLiteral("abortButton"));
    m_abort->setToolTip(tr("Cut the connection: the peer gets RST, unsent bytes are discarded."));
    for (QPushButton *button : {m_finish, m_abort}) {
        button->setAutoDefault(false);
    }

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_finish);
    buttons->addWidget(m_abort);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        updateActions();
        Q_EMIT selectionChanged();
    });
    connect(m_finish, &QPushButton::clicked, this, [this] {
        if (const auto connection = selected()) {
            Q_EMIT finishRequested(*connection);
        }
    });
    connect(m_abort, &QPushButton::clicked, this, [this] {
        if (const auto connection = selected()) {
            Q_EMIT abortRequested(*connection);
        }
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &ConnectionView::showMenu);
    updateActions();
}

void ConnectionView::fitColumns()
{
    const auto width = [this](const QString &widest) {
        return fontMetrics().horizontalAdvance(widest) + 10;
    };
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(10);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(ConnectionModel::PeerColumn, QHeaderView::Stretch);
    m_table->setColumnWidth(ConnectionModel::NumberColumn, width(QStringLiteral("00")));
    m_table->setColumnWidth(ConnectionModel::StateColumn, width(QStringLiteral("peer finished")));
    m_table->setColumnWidth(ConnectionModel::ReceivedColumn, width(QStringLiteral("00.0 MiB")));
    m_table->setColumnWidth(ConnectionModel::SentColumn, width(QStringLiteral("00.0 MiB")));
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
}

void ConnectionView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitColumns();
    }
}

std::optional<ConnectionId> ConnectionView::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt
                          : std::optional<ConnectionId>(
                                rows.first().data(ConnectionModel::IdRole).toULongLong());
}

void ConnectionView::select(ConnectionId connection)
{
    const int row = m_model->rowOf(connection);
    if (row >= 0) {
        m_table->selectRow(row);
    }
}

void ConnectionView::setPlaceholder(const QString &text)
{
    m_placeholder->setText(text);
}

void ConnectionView::updateActions()
{
    m_placeholder->setVisible(m_model->rowCount() == 0);
    const auto connection = selected();
    const ConnectionRow *row = connection ? m_model->table().find(*connection) : nullptr;
    m_finish->setEnabled(row != nullptr && row->open && row->canBeSentTo());
    m_abort->setEnabled(row != nullptr && row->open);
}

void ConnectionView::showMenu(const QPoint &place)
{
    const QModelIndex index = m_table->indexAt(place);
    const ConnectionRow *row = m_model->rowAt(index.row());
    if (row == nullptr) {
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString peer = fromUtf8(row->peer);
    menu->addAction(tr("Copy address"), this,
                    [peer] { QGuiApplication::clipboard()->setText(peer); });
    menu->addSeparator();
    QAction *finish = menu->addAction(m_finish->text(), m_finish, &QPushButton::click);
    finish->setEnabled(m_finish->isEnabled());
    QAction *abort = menu->addAction(m_abort->text(), m_abort, &QPushButton::click);
    abort->setEnabled(m_abort->isEnabled());
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

} // namespace sockyard
