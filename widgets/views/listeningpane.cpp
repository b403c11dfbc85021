#include "widgets/views/listeningpane.h"

#include "widgets/models/listeningmodel.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

constexpr int longestFilter = 200;

class ListeningDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        Tone tone = Tone::Plain;
        if (index.column() == ListeningModel::ProgramColumn) {
            tone = index.data(ListeningModel::UnknownRole).toBool() ? Tone::Quiet
                   : index.data(ListeningModel::OwnRole).toBool()   ? Tone::Sent
                                                                    : Tone::Plain;
        } else if (index.column() == ListeningModel::PlaceColumn) {
            option.textElideMode = Qt::ElideMiddle; // a port or a name stands at the end
        }
        option.palette.setColor(QPalette::Text, toneColor(tone, option.palette));
    }
};

class ListeningTable : public RowTable
{
public:
    explicit ListeningTable(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
    {
        setObjectName(QStringLiteral("listeningTable"));
        setItemDelegate(new ListeningDelegate(this));
        horizontalHeader()->setMinimumSectionSize(10);
        horizontalHeader()->setStretchLastSection(true);
    }

protected:
    void fitColumns() override
    {
        setColumnWidth(ListeningModel::KindColumn, widthFor(QStringLiteral("TCP 00")));
        setColumnWidth(ListeningModel::PlaceColumn, widthFor(QStringLiteral("127.0.0.1:99999 00")));
        setColumnWidth(ListeningModel::ProgramColumn,
                       widthFor(QStringLiteral("sockyard (999999)")));
    }
};

} // namespace

ListeningPane::ListeningPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ListeningModel(this))
    , m_filter(new QLineEdit(this))
    , m_answer(new QLabel(this))
    , m_table(new ListeningTable(this))
{
    m_filter->setObjectName(QStringLiteral("portFilterEdit"));
    m_filter->setAccessibleName(tr("Port, address, program or user"));
    m_filter->setPlaceholderText(tr("Who has port …? Or an address, a program, a user"));
    m_filter->setToolTip(tr("Digits are a port; other text is looked for in addresses, paths, "
                            "programs and users."));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaxLength(longestFilter);
    m_answer->setObjectName(QStringLiteral("listeningAnswer"));
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_answer->hide();
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Who listens on this machine"));
    m_table->setPlaceholder(tr("The system is being asked."));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_filter);
    layout->addWidget(m_answer);
    layout->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        showAnswer();
    });
}

void ListeningPane::showSockets(const std::optional<QList<BoundSocket>> &sockets)
{
    m_isKnown = sockets.has_value();
    m_model->show(sockets.value_or(QList<BoundSocket>()));
    m_table->setPlaceholder(
        m_isKnown ? tr("Nobody.") : tr("This system does not tell programs who listens where."));
    showAnswer();
}

void ListeningPane::showAnswer()
{
    const QString answer = m_isKnown ? m_model->answer() : QString();
    m_answer->setText(answer);
    m_answer->setVisible(!answer.isEmpty());
}

} // namespace sockyard
