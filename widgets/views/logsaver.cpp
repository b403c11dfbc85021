#include "widgets/views/logsaver.h"

#include "netcore/log/export/exportformats.h"
#include "widgets/views/taskbar.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>

#include <algorithm>

namespace sockyard
{

namespace
{

/// The format whose filter that is; null for all files.
const ExportFormat *formatOf(const QString &filter)
{
    const auto formats = exportFormats();
    const auto format =
        std::find_if(formats.begin(), formats.end(),
                     [&filter](const ExportFormat &row) { return row.dialogFilter() == filter; });
    return format == formats.end() ? nullptr : &*format;
}

QString suffixOf(const QString &filter)
{
    const ExportFormat *const format = formatOf(filter);
    return format == nullptr ? QString() : QString::fromLatin1(format->suffix);
}

} // namespace

LogSaver::LogSaver(std::shared_ptr<const EventLog> log, TaskBar *task, QWidget *parent)
    : QObject(parent)
    , m_log(std::move(log))
    , m_task(task)
    , m_window(parent)
{
    connect(&m_job, &SaveJob::finished, this, &LogSaver::finish);
    connect(&m_job, &SaveJob::progressed, m_task, &TaskBar::setProgress);
    connect(m_task, &TaskBar::cancelRequested, &m_job, &SaveJob::cancel);
}

void LogSaver::saveAs(const LogPart &part)
{
    auto *dialog = new QFileDialog(m_window, tr("Save log"));
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const ExportFormat &format : exportFormats()) {
        if (format.isRaw == part.isRaw) {
            filters.append(format.dialogFilter());
        }
    }
    filters.append(tr("All files (*)"));
    dialog->setNameFilters(filters);
    const QString suffix = suffixOf(filters.constFirst());
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        if (!suffixOf(filter).isEmpty()) {
            dialog->setDefaultSuffix(suffixOf(filter));
        }
    });
    dialog->setDirectory(QDir::home());
    QString name =
        QDateTime::currentDateTime().toString(QStringLiteral("'sockyard-'yyyy-MM-dd-HHmmss"));
    if (!part.name.isEmpty()) {
        name += u'-' + part.name;
    }
    dialog->selectFile(name + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, dialog, part, log = m_log](const QString &file) {
                setLog(log); // another may have been looked at meanwhile
                const ExportFormat *format = exportFormatOfEnding(file);
                if (format == nullptr) {
                    format = formatOf(dialog->selectedNameFilter());
                }
                save(file, part, part.isRaw ? exportFormatNamed(u"raw") : format);
            });
    dialog->setModal(false);
    dialog->show();
}

void LogSaver::save(const QString &fileName, const LogPart &part, const ExportFormat *format)
{
    if (m_job.isRunning()) {
        Q_EMIT told(tr("The log is being saved already."));
        return;
    }
    m_task->begin(tr("Saving %1").arg(fileName));
    m_job.start(
        {.slices =
             {{.log = m_log, .from = m_log->first(), .to = m_log->size(), .choice = part.choice}},
         .fileName = fileName,
         .format = format});
}

void LogSaver::finish(const QString &fileName, const SaveResult &result)
{
    m_task->end();
    if (result.ok) {
        QString text = tr("saved as %1; events: %2").arg(fileName, QString::number(result.events));
        const QStringList remarks = result.remarks();
        for (const QString &remark : remarks) {
            text += QStringLiteral("; ") + remark;
        }
        Q_EMIT told(text);
    } else if (result.cancelled) {
        Q_EMIT told(tr("saving was cancelled; nothing was written as %1").arg(fileName));
    } else {
        Q_EMIT failed(tr("the log could not be saved as %1: %2").arg(fileName, result.error));
    }
    Q_EMIT saved(fileName, result.ok);
}

} // namespace sockyard
