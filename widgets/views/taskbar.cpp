#include "widgets/views/taskbar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto patience = 500ms;
constexpr int steps = 1000;

} // namespace

TaskBar::TaskBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_progress(new QProgressBar(this))
{
    m_text->setObjectName(QStringLiteral("taskText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long name may be cut
    m_progress->setObjectName(QStringLiteral("taskProgress"));
    m_progress->setRange(0, steps);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("taskCancelButton"));
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &TaskBar::cancel);
    m_cancel = cancel;
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 3, 0);
    layout->addWidget(m_text, 2);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &QWidget::show);
    hide();
}

void TaskBar::begin(const QString &text)
{
    m_text->setText(text);
    m_text->setToolTip(text.toHtmlEscaped());
    m_progress->setAccessibleName(text);
    m_progress->setValue(0);
    m_cancel->setEnabled(true);
    m_patience.start();
}

void TaskBar::setProgress(double fraction)
{
    m_progress->setValue(static_cast<int>(std::clamp(fraction, 0.0, 1.0) * steps));
}

void TaskBar::end()
{
    m_patience.stop();
    hide();
}

void TaskBar::cancel()
{
    m_cancel->setEnabled(false); // once is enough
    Q_EMIT cancelRequested();
}

} // namespace sockyard
