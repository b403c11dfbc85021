#include "widgets/views/sendingrow.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/views/elidedlabel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr int steps = 1000;
constexpr double nanoseconds = 1e9;
constexpr std::size_t mostOfName = 60;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::SendingRow", text);
}

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

double fractionOf(const SendingProgress &job)
{
    return job.total == 0
               ? 0
               : std::min(1.0, static_cast<double>(job.done) / static_cast<double>(job.total));
}

QString fileText(const SendingProgress &job)
{
    QStringList parts;
    const QString name = QString::fromStdString(visibleText(job.name.toStdString(), mostOfName));
    const QString head =
        job.connection == 0 ? name : tr("%1 to connection %2").arg(name).arg(job.connection);
    parts.append(tr("%1 of %2").arg(byteCountText(job.done), byteCountText(job.total)));
    parts.append(tr("%1 %").arg(static_cast<int>(fractionOf(job) * 100)));
    parts.append(tr("%1/s").arg(byteCountText(static_cast<std::uint64_t>(job.perSecond))));
    if (job.perSecond > 0 && job.total > job.done) {
        const double left = static_cast<double>(job.total - job.done) / job.perSecond;
        constexpr double longest = 1e9; // more seconds than anybody waits
        const auto whole = static_cast<std::int64_t>(std::min(left, longest) + 1);
        parts.append(
            tr("%1 left").arg(durationText(whole * static_cast<std::int64_t>(nanoseconds))));
    }
    return head + QStringLiteral(":  ") + parts.join(QStringLiteral(",  "));
}

QString messagesText(const SendingProgress &job)
{
    QStringList parts;
    const bool isSequence = job.kind == SendingProgress::Kind::Sequence;
    const QString done =
        job.total == 0 ? number(job.done) : tr("%1 of %2").arg(number(job.done), number(job.total));
    parts.append(isSequence ? tr("%1 steps").arg(done) : tr("sent %1").arg(done));
    parts.append(tr("failed %1").arg(number(job.failed)));
    parts.append(tr("%1 a second").arg(QLocale().toString(job.perSecond, 'f', 1)));
    const QString head = !isSequence ? tr("Repeating")
                         : job.connection == 0
                             ? tr("Sequence")
                             : tr("Sequence on connection %1").arg(job.connection);
    return head + QStringLiteral(":  ") + parts.join(QStringLiteral(",  "));
}

} // namespace

QString sendingText(const SendingProgress &job)
{
    return job.kind == SendingProgress::Kind::File ? fileText(job) : messagesText(job);
}

SendingRow::SendingRow(QWidget *parent)
    : QWidget(parent)
    , m_text(new ElidedLabel(this, Tone::Plain))
    , m_progress(new QProgressBar(this))
    , m_stop(new QPushButton(this))
{
    m_text->setObjectName(QStringLiteral("sendingText"));
    m_progress->setObjectName(QStringLiteral("sendingProgress"));
    m_progress->setRange(0, steps);
    m_progress->setTextVisible(false);
    m_stop->setObjectName(QStringLiteral("sendingStopButton"));
    m_stop->setAutoDefault(false);
    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(m_job); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->addWidget(m_text, 3);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_stop);
}

void SendingRow::showJob(const SendingProgress &job)
{
    m_job = job;
    const QString text = sendingText(job);
    m_text->setText(text);
    m_progress->setVisible(job.total > 0);
    m_progress->setAccessibleName(text);
    m_progress->setValue(static_cast<int>(fractionOf(job) * steps));
    const bool isFile = job.kind == SendingProgress::Kind::File;
    m_stop->setText(isFile ? tr("Cancel") : tr("Stop"));
    m_stop->setToolTip(isFile ? tr("Sends no more of this file. What was sent stays sent.")
                              : tr("Sends no more of these messages"));
}

} // namespace sockyard
