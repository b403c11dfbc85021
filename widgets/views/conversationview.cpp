#include "widgets/views/conversationview.h"

#include "widgets/models/conversationmodel.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

// Who speaks is what the eye looks for; own lines have a colour of their own.
class ConversationDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() == ConversationModel::NameColumn) {
            const bool own = index.data(ConversationModel::OwnRole).toBool();
            option.font.setBold(true);
            option.palette.setColor(QPalette::Text,
                                    toneColor(own ? Tone::Sent : Tone::Received, option.palette));
        } else if (index.column() == ConversationModel::TimeColumn) {
            option.palette.setColor(QPalette::Text, toneColor(Tone::Quiet, option.palette));
        }
    }
};

class ConversationTable : public RowTable
{
public:
    explicit ConversationTable(QWidget *parent)
        : RowTable(Follow::End, parent)
    {
        setObjectName(QStringLiteral("conversationTable"));
        setItemDelegate(new ConversationDelegate(this));
        horizontalHeader()->setStretchLastSection(true);
    }

protected:
    void fitColumns() override
    {
        setColumnWidth(ConversationModel::TimeColumn, widthFor(QStringLiteral("00:00:00.000")));
        setColumnWidth(ConversationModel::NameColumn, fontMetrics().averageCharWidth() * 16);
    }
};

} // namespace

ConversationView::ConversationView(ConversationModel *model, QWidget *parent)
    : QWidget(parent)
    , m_table(new ConversationTable(this))
{
    auto *title = new QLabel(tr("Conversation"), this);
    m_table->setAccessibleName(title->text());
    m_table->setModel(model);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(m_table, 1);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid()) {
                    Q_EMIT chosen(current.data(ConversationModel::NumberRole).toULongLong());
                }
            });
}

void ConversationView::setPlaceholder(const QString &text)
{
    m_table->setPlaceholder(text);
}

} // namespace sockyard
