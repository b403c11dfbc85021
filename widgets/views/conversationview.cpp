#include "widgets/views/conversationview.h"

#include "widgets/models/conversationmodel.h"
#include "widgets/views/tones.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

// Who speaks is what the eye looks for; own lines have a colour of their own.
class ConversationDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const bool own = index.data(ConversationModel::OwnRole).toBool();
        if (index.column() == ConversationModel::NameColumn) {
            option->font.setBold(true);
            option->palette.setColor(QPalette::Text,
                                     toneColor(own ? Tone::Sent : Tone::Received, option->palette));
        } else if (index.column() == ConversationModel::TimeColumn) {
            option->palette.setColor(QPalette::Text, toneColor(Tone::Quiet, option->palette));
        }
    }
};

} // namespace

ConversationView::ConversationView(ConversationModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(new QTableView(this))
    , m_placeholder(new QLabel(m_table->viewport()))
{
    auto *title = new QLabel(tr("Conversation"), this);
    m_table->setObjectName(QStringLiteral("conversationTable"));
    m_table->setAccessibleName(title->text());
    m_table->setModel(model);
    m_table->setItemDelegate(new ConversationDelegate(this));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    fitColumns();

    m_placeholder->setAlignment(Qt::AlignCenter);
    m_placeholder->setWordWrap(true);
    m_placeholder->setForegroundRole(QPalette::PlaceholderText);
    m_placeholder->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *inside = new QVBoxLayout(m_table->viewport());
    inside->addWidget(m_placeholder);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(m_table, 1);

    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar *bar = m_table->verticalScrollBar();
        m_wasAtBottom = bar->value() >= bar->maximum();
    });
    connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
        updatePlaceholder();
        if (m_wasAtBottom) {
            m_table->scrollToBottom();
        }
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid()) {
                    Q_EMIT chosen(current.data(ConversationModel::NumberRole).toULongLong());
                }
            });
    updatePlaceholder();
}

void ConversationView::setPlaceholder(const QString &text)
{
    m_placeholder->setText(text);
}

void ConversationView::updatePlaceholder()
{
    m_placeholder->setVisible(m_model->rowCount() == 0);
}

void ConversationView::fitColumns()
{
    m_table->setColumnWidth(ConversationModel::TimeColumn,
                            fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.000")) + 12);
    m_table->setColumnWidth(ConversationModel::NameColumn, fontMetrics().averageCharWidth() * 16);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 7);
}

void ConversationView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitColumns();
    }
}

} // namespace sockyard
