#include "widgets/views/taskbar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace sockyard
{

TaskBar::TaskBar(QWidget *parent)
    : QFrame(parent)
    , m_words(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("taskBar"));
    m_words->setTextFormat(Qt::PlainText);
    m_progress->setRange(0, 1000);
    m_progress->setFormat(QStringLiteral("%p %"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_cancel->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 3, 3);
    layout->addWidget(m_words);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &TaskBar::cancelRequested);
    hide();
}

void TaskBar::begin(const QString &words)
{
    m_words->setText(words);
    m_progress->setAccessibleName(words);
    m_progress->setValue(0);
    show();
}

void TaskBar::setProgress(int permille)
{
    m_progress->setValue(permille);
}

void TaskBar::end()
{
    hide();
}

} // namespace sockyard
