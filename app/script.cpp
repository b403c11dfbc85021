#include "app/script.h"

#include "app/demo.h"
#include "app/mainwindow.h"
#include "app/printline.h"
#include "app/tabscript.h"
#include "app/tabscripts.h"
#include "netcore/log/export/savefile.h"
#include "widgets/models/words.h"
#include "widgets/pages/page.h"
#include "widgets/pages/savedlogpage.h"

#include <QDir>
#include <QPixmap>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// A picture without --quit-after and --demo: time enough for what was asked for to be seen.
constexpr auto pictureDelay = 1s;

} // namespace

Script::Script(MainWindow &window, CommandLine commandLine, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_commandLine(std::move(commandLine))
{
    m_quit.setSingleShot(true);
    m_quit.setTimerType(Qt::PreciseTimer);
    connect(&m_quit, &QTimer::timeout, this, [this] {
        m_endedByItself = true;
        end();
    });
    connect(&m_window, &MainWindow::closeRequested, this, &Script::end);
    connect(&m_window, &MainWindow::stopped, this, &Script::endAutosave);
    connect(&m_window.autosave(), &Autosave::failed, this,
            [this](const std::string & /*tab*/, const QString &text) {
                m_fileFailed = true;
                printLine(stderr, text);
            });
    connect(&m_window.autosave(), &Autosave::begun, this,
            [](const std::string &tab, const QString &fileName) {
                printLine(stdout, QStringLiteral("autosave %1 %2").arg(fromUtf8(tab), fileName));
            });
}

Script::~Script() = default;

void Script::run()
{
    if (m_commandLine.quitAfter) {
        m_quit.start(*m_commandLine.quitAfter);
    } else if (!m_commandLine.screenshot.isEmpty() && !m_commandLine.demo) {
        QTimer::singleShot(pictureDelay, this, &Script::takeScreenshot);
    }
    if (!m_commandLine.autosave.isEmpty()) {
        beginAutosave();
    }
    startTabs();
    for (const QString &file : m_commandLine.files) {
        open(file);
    }
    if (m_commandLine.demo) {
        runDemo();
    }
}

void Script::startTabs()
{
    m_tabs = tabScripts(m_window, m_commandLine);
    for (const auto &tab : m_tabs) {
        m_started.append(tab->page());
        if (tab == m_tabs.front()) {
            m_window.showPage(tab->page());
        }
        tab->start();
    }
}

void Script::runDemo()
{
    m_started = m_window.pages();
    m_demo = new Demo(m_window, this);
    connect(m_demo, &Demo::told, this, [](const QString &line) { printLine(stdout, line); });
    connect(m_demo, &Demo::finished, this, [this](bool ok, const QString &why) {
        m_demoFailed = !ok;
        if (!ok) {
            printLine(stderr, why);
        }
        takeScreenshot();
        if (!m_commandLine.quitAfter) {
            m_endedByItself = true;
            end();
        }
    });
    m_demo->start();
}

void Script::open(const QString &fileName)
{
    const SavedLogPage *const page = m_window.openSavedLog(fileName);
    connect(page, &SavedLogPage::finished, this, [this, page, fileName] {
        const SavedLogReport &report = page->report();
        const QString text = reportText(report);
        if (!text.isEmpty()) {
            printLine(stderr, QStringLiteral("%1: %2").arg(fileName, text));
        }
        if (report.error.isEmpty()) {
            printLine(stdout, QStringLiteral("opened %1 %2").arg(fileName).arg(report.events));
        } else {
            m_fileFailed = true;
        }
    });
}

void Script::takeScreenshot()
{
    if (m_commandLine.screenshot.isEmpty() || m_screenshotTaken) {
        return;
    }
    m_screenshotTaken = true;
    if (!m_window.grab().save(m_commandLine.screenshot)) {
        m_fileFailed = true;
        printLine(stderr, tr("the picture could not be saved as %1").arg(m_commandLine.screenshot));
    }
}

void Script::end()
{
    if (m_ending) {
        return;
    }
    takeScreenshot();
    m_ending = true;
    for (const auto &tab : m_tabs) {
        tab->silence();
    }
    m_window.hide();
    m_window.stopAll();
}

void Script::beginAutosave()
{
    AutosaveSettings settings = m_window.settings().autosaveSettings();
    settings.folder = QDir(m_commandLine.autosave).absolutePath();
    m_window.autosave().start(settings);
}

void Script::endAutosave()
{
    Autosave &autosave = m_window.autosave();
    if (!autosave.settings()) {
        saveLogs();
        return;
    }
    connect(&autosave, &Autosave::stopped, this, &Script::saveLogs);
    autosave.stop(); // when it has written the last of it
}

void Script::saveLogs()
{
    if (!m_commandLine.saveLog.isEmpty()) {
        std::vector<LogSlice> slices;
        for (const Page *page : std::as_const(m_started)) {
            const auto log = page->session().sharedLog();
            slices.push_back(
                {log, log->first(), log->size(), m_window.idOf(page).toStdString(), {}});
        }
        const SaveResult result = saveFile({.slices = slices, .fileName = m_commandLine.saveLog});
        if (!result.ok) {
            m_fileFailed = true;
            printLine(stderr, tr("the log could not be saved as %1: %2")
                                  .arg(m_commandLine.saveLog, result.error));
        }
        const QStringList remarks = result.remarks();
        for (const QString &remark : remarks) {
            printLine(stderr, tr("saved as %1; %2").arg(m_commandLine.saveLog, remark));
        }
        for (const LogSlice &slice : slices) {
            if (result.ok && slice.log->droppedEvents() > 0) {
                printLine(stderr, tr("saved as %1; events of the tab \"%2\" that the log no longer "
                                     "kept: %3 (%4)")
                                      .arg(m_commandLine.saveLog, QString::fromStdString(slice.tab),
                                           QString::number(slice.log->droppedEvents()),
                                           byteCountText(slice.log->droppedBytes())));
            }
        }
    }
    const bool failed =
        m_demoFailed ||
        std::any_of(m_tabs.begin(), m_tabs.end(), [](const auto &tab) { return tab->hasFailed(); });
    Q_EMIT finished((m_endedByItself && failed) || m_fileFailed ? 1 : 0);
}

} // namespace sockyard
