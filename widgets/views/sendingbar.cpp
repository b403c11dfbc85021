#include "widgets/views/sendingbar.h"

#include "widgets/views/elidedlabel.h"
#include "widgets/views/sendingrow.h"

#include <QVBoxLayout>

#include <algorithm>

namespace sockyard
{

SendingBar::SendingBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_more(new ElidedLabel(this))
{
    setObjectName(QStringLiteral("sendingBar"));
    m_more->setObjectName(QStringLiteral("sendingMore"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    m_layout->addWidget(m_more);
    hide();
}

void SendingBar::showProgress(const SendingProgressList &list)
{
    const std::size_t count = std::min(list.size(), mostRows);
    while (m_rows.size() < count) {
        auto *row = new SendingRow(this);
        connect(row, &SendingRow::stopRequested, this, &SendingBar::stopRequested);
        m_layout->insertWidget(static_cast<int>(m_rows.size()), row);
        m_rows.push_back(row);
    }
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        m_rows[index]->setVisible(index < count);
        if (index < count) {
            m_rows[index]->showJob(list[index]);
        }
    }
    const std::size_t beyond = list.size() - count;
    m_more->setText(tr("and %1 more").arg(beyond));
    m_more->setVisible(beyond > 0);
    setVisible(!list.empty());
}

} // namespace sockyard
