#include "widgets/views/connectionview.h"

#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

// Connections that are gone stand back; numbers stand right.
class ConnectionDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int column = index.column();
        Tone tone = index.data(ConnectionModel::OpenRole).toBool() ? Tone::Plain : Tone::Quiet;
        if (column == ConnectionModel::StateColumn) {
            const auto state =
                static_cast<ConnectionState>(index.data(ConnectionModel::StateRole).toInt());
            if (state == ConnectionState::Failed || state == ConnectionState::Reset) {
                tone = Tone::Bad;
            } else if (state == ConnectionState::Open) {
                tone = Tone::Good;
            }
        } else if (column == ConnectionModel::PeerColumn) {
            option.textElideMode = Qt::ElideMiddle; // the port tells clients of one host apart
        } else {
            option.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
        option.palette.setColor(QPalette::Text, toneColor(tone, option.palette));
    }
};

class ConnectionRows : public RowTable
{
public:
    explicit ConnectionRows(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
    {
        setObjectName(QStringLiteral("connectionTable"));
        setItemDelegate(new ConnectionDelegate(this));
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setContextMenuPolicy(Qt::CustomContextMenu);
    }

protected:
    void fitColumns() override
    {
        horizontalHeader()->setMinimumSectionSize(10);
        horizontalHeader()->setSectionResizeMode(ConnectionModel::PeerColumn, QHeaderView::Stretch);
        setColumnWidth(ConnectionModel::NumberColumn, widthFor(QStringLiteral("00")));
        setColumnWidth(ConnectionModel::StateColumn, widthFor(QStringLiteral("peer finished")));
        setColumnWidth(ConnectionModel::ReceivedColumn, widthFor(QStringLiteral("00.0 MiB")));
        setColumnWidth(ConnectionModel::SentColumn, widthFor(QStringLiteral("00.0 MiB")));
    }
};

} // namespace

ConnectionView::ConnectionView(ConnectionModel *model, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(new ConnectionRows(this))
    , m_finish(new QPushButton(tr("Finish"), this))
    , m_abort(new QPushButton(tr("Abort"), this))
{
    m_table->setAccessibleName(title);
    m_table->setModel(model);

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
    layout->addWidget(new QLabel(title, this));
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

std::optional<ConnectionId> ConnectionView::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt
                          : std::optional<ConnectionId>(
                                rows.constFirst().data(ConnectionModel::IdRole).toULongLong());
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
    m_table->setPlaceholder(text);
}

void ConnectionView::setReadOnly()
{
    m_readOnly = true;
    m_finish->hide();
    m_abort->hide();
}

void ConnectionView::updateActions()
{
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
    if (m_readOnly) {
        menu->popup(m_table->viewport()->mapToGlobal(place));
        return;
    }
    menu->addSeparator();
    QAction *finish = menu->addAction(m_finish->text(), m_finish, &QPushButton::click);
    finish->setEnabled(m_finish->isEnabled());
    QAction *abort = menu->addAction(m_abort->text(), m_abort, &QPushButton::click);
    abort->setEnabled(m_abort->isEnabled());
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

} // namespace sockyard
