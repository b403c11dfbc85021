#include "widgets/pages/savedlogpage.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/pages/savedlogview.h"
#include "widgets/views/logsaver.h"
#include "widgets/views/logview.h"
#include "widgets/views/noticebar.h"
#include "widgets/views/taskbar.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace sockyard
{

SavedLogPage::SavedLogPage(std::shared_ptr<LogStore> store, const QString &fileName,
                           QWidget *parent)
    : QWidget(parent)
    , m_fileName(fileName)
    , m_job(new SavedLogJob([its = std::move(store)] { return std::make_shared<EventLog>(its); },
                            this))
    , m_name(new QLabel(this))
    , m_notice(new NoticeBar(NoticeBar::Closable::Yes, this))
    , m_task(new TaskBar(this))
    , m_saver(new LogSaver(nullptr, m_task, this))
    , m_tabs(new QTabBar(this))
    , m_views(new QStackedWidget(this))
{
    // A file's name is anybody's, as is what stands in it.
    const QString shownName =
        fromUtf8(visibleText(QDir::toNativeSeparators(fileName).toStdString()));
    m_name->setObjectName(QStringLiteral("fileLabel"));
    m_name->setTextFormat(Qt::PlainText);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setText(tr("Saved log, read-only: %1").arg(shownName));
    m_notice->setObjectName(QStringLiteral("noticeBar"));
    m_tabs->setObjectName(QStringLiteral("savedTabs"));
    m_tabs->setAccessibleName(tr("Tabs in this file"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->hide();

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_name);
    layout->addWidget(m_notice);
    layout->addWidget(m_task);
    layout->addWidget(m_tabs);
    layout->addWidget(m_views, 1);

    connect(m_tabs, &QTabBar::currentChanged, m_views, &QStackedWidget::setCurrentIndex);
    connect(m_task, &TaskBar::cancelRequested, m_job, &SavedLogJob::cancel);
    connect(m_saver, &LogSaver::told, this,
            [this](const QString &text) { m_notice->tell(NoticeBar::Kind::Information, text); });
    connect(m_saver, &LogSaver::failed, this,
            [this](const QString &text) { m_notice->tell(NoticeBar::Kind::Error, text); });
    connect(m_job, &SavedLogJob::tabFound, this, &SavedLogPage::addLog);
    connect(m_job, &SavedLogJob::progressed, m_task, &TaskBar::setProgress);
    connect(m_job, &SavedLogJob::finished, this, &SavedLogPage::showReport);
    m_task->setObjectName(QStringLiteral("taskBar"));
    m_task->begin(tr("Reading"));
    m_job->start(fileName);
}

SavedLogPage::~SavedLogPage()
{
    delete m_job; // before the views over the logs that it writes
}

SavedLogView *SavedLogPage::currentView() const
{
    return static_cast<SavedLogView *>(m_views->currentWidget());
}

void SavedLogPage::focusEvents()
{
    if (currentView() != nullptr) {
        currentView()->logView()->setFocus();
    }
}

void SavedLogPage::addLog(const std::string &tab, const std::shared_ptr<EventLog> &log)
{
    auto *const view = new SavedLogView(log, m_views);
    connect(view->logView(), &LogView::saveRequested, this,
            [this, log](const LogPart &part) { saveAs(log, part); });
    m_views->addWidget(view);
    QString title = tab.empty() ? tr("(no tab)") : fromUtf8(visibleText(tab, 40));
    m_tabs->addTab(title.replace(u'&', QStringLiteral("&&")));
    m_tabs->setVisible(m_tabs->count() > 1);
}

void SavedLogPage::saveAs(const std::shared_ptr<const EventLog> &log, const LogPart &part)
{
    if (isReading()) {
        m_notice->tell(NoticeBar::Kind::Information,
                       tr("The file is still being read: it can be saved when all is there."));
        return;
    }
    m_saver->setLog(log);
    m_saver->saveAs(part);
}

void SavedLogPage::saveLogAs()
{
    if (currentView() != nullptr) {
        saveAs(currentView()->sharedLog(), {});
    }
}

void SavedLogPage::showReport(const SavedLogReport &report)
{
    m_report = report;
    m_task->end();
    const QString text = reportText(report);
    if (!text.isEmpty()) {
        m_notice->tell(report.error.isEmpty() ? NoticeBar::Kind::Warning : NoticeBar::Kind::Error,
                       text);
    }
    Q_EMIT finished();
}

} // namespace sockyard
