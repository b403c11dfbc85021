#include "widgets/views/conversationview.h"

#include "widgets/models/conversationmodel.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"
#include "widgets/views/wholemessage.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

constexpr qsizetype longestTip = 1000; // characters; the bytes beside show the rest
// A tool tip is broken between words only; a longer one would make it as wide as the screen.
constexpr int longestWord = 60;
constexpr int cellMargin = 6;      // left and right of a cell's text, together
constexpr QChar breakHere(0x200b); // ZERO WIDTH SPACE

QString cutAndBreakable(const QString &text)
{
    QString result = text.left(longestTip);
    int length = 0;
    for (qsizetype index = 0; index < result.size(); ++index) {
        length = result.at(index).isSpace() ? 0 : length + 1;
        if (length > longestWord && !result.at(index).isLowSurrogate()) {
            result.insert(index, breakHere);
            length = 0;
        }
    }
    return text.size() > longestTip ? result + u'…' : result;
}

// Who speaks is what the eye looks for; own lines have a colour of their own. What nobody said, but
// is told of them, stands back.
class ConversationDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isFolded = index.data(ConversationModel::FoldedRole).toULongLong() > 0;
        const bool isSaid = !isFolded && index.data(ConversationModel::SaysRole).toBool();
        option.font.setItalic(isFolded);
        if (index.column() == ConversationModel::NameColumn) {
            option.textElideMode = Qt::ElideMiddle; // signs and ports stand at the end
        }
        if (!isSaid || index.column() == ConversationModel::TimeColumn) {
            option.palette.setColor(QPalette::Text, toneColor(Tone::Quiet, option.palette));
        } else if (index.column() == ConversationModel::NameColumn) {
            const bool own = index.data(ConversationModel::OwnRole).toBool();
            option.font.setBold(true);
            option.palette.setColor(QPalette::Text,
                                    toneColor(own ? Tone::Sent : Tone::Received, option.palette));
        }
    }

    // A message that is longer than its row can be read there too.
    QString tip(const QModelIndex &index) const override
    {
        const QString from = RowDelegate::tip(index);
        return index.column() == ConversationModel::MessageColumn
                   ? cutAndBreakable(index.data().toString()) + u'\n' + from
                   : from;
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
        setContextMenuPolicy(Qt::CustomContextMenu);
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
    , m_whole(new WholeMessage(this))
{
    auto *title = new QLabel(tr("Conversation"), this);
    m_table->setAccessibleName(title->text());
    m_table->setModel(model);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_whole);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ConversationView::showChosen);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ConversationView::showMenu);
}

void ConversationView::showChosen(const QModelIndex &current)
{
    const QString message =
        current.siblingAtColumn(ConversationModel::MessageColumn).data().toString();
    const int width = m_table->columnWidth(ConversationModel::MessageColumn) - cellMargin;
    m_whole->showMessage(m_table->fontMetrics().horizontalAdvance(message) > width ? message
                                                                                   : QString());
    if (current.isValid()) {
        Q_EMIT chosen(current.data(ConversationModel::NumberRole).toULongLong());
    }
}

void ConversationView::showMenu(const QPoint &place)
{
    const QModelIndex current = m_table->currentIndex();
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("conversationMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu, &current](const char *name, const QString &text) {
        QAction *const action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setEnabled(current.isValid());
        return action;
    };
    connect(add("copyRowAction", tr("&Copy row")), &QAction::triggered, m_table,
            &RowTable::copyRow);
    connect(add("copyTextAction", tr("Copy &message")), &QAction::triggered, this,
            &ConversationView::copyMessage);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void ConversationView::copyMessage()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid()) {
        QGuiApplication::clipboard()->setText(
            current.siblingAtColumn(ConversationModel::MessageColumn).data().toString());
    }
}

void ConversationView::setPlaceholder(const QString &text)
{
    m_table->setPlaceholder(text);
}

} // namespace sockyard
