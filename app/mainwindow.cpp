#include "app/mainwindow.h"

#include "app/settingsdialog.h"
#include "app/tabs.h"
#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/pages/interfacespage.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/page.h"
#include "widgets/pages/savedlogpage.h"
#include "widgets/pages/savedlogview.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/views/logview.h"
#include "widgets/views/rowrulesettings.h"
#include "widgets/views/rulesdialog.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QTabBar>
#include <QTabWidget>
#include <QUrl>

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto patience = 2s;
constexpr QSize usualSize(1120, 740);

/// The files of this machine among what is dragged.
QStringList localFiles(const QMimeData *data)
{
    QStringList files;
    const auto urls = data->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile()) {
            files.append(url.toLocalFile());
        }
    }
    return files;
}

} // namespace

MainWindow::MainWindow(IoThread &thread, QWidget *parent)
    : QMainWindow(parent)
    , m_store(thread.store())
    , m_tabs(new QTabWidget(this))
    , m_settings(Settings::load())
{
    setWindowTitle(QStringLiteral("Sockyard"));
    m_tabs->setObjectName(QStringLiteral("tabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    setAcceptDrops(true);
    setCentralWidget(m_tabs);
    for (const TabRow &row : tabs()) {
        Page *const page = row.make(thread, m_tabs);
        page->setObjectName(QString::fromLatin1(row.id));
        const int index = m_tabs->addTab(page, row.titleText());
        for (const auto side : {QTabBar::LeftSide, QTabBar::RightSide}) {
            m_tabs->tabBar()->setTabButton(index, side, nullptr); // an endpoint's tab stays
        }
        connect(page, &Page::shown, this, &MainWindow::checkStopped);
    }
    connectPages();
    makeMenus();
    makeAutosave();
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &MainWindow::closeTab);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::updateActions);
    resize(usualSize);
    if (QGuiApplication::platformName() != QStringLiteral("offscreen")) {
        // A little less than the screen at most: the frame of the window needs some of it.
        resize(usualSize.boundedTo(screen()->availableSize() - QSize(24, 48)));
    }
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &MainWindow::stopped);
    pages().constFirst()->focusForm();
}

MainWindow::~MainWindow() = default;

void MainWindow::connectPages()
{
    auto *const server = page<TcpServerPage>();
    auto *const chat = page<MulticastChatPage>();
    // A server of ours is what one wants to connect to next.
    connect(server, &TcpServerPage::listening, page<TcpClientPage>(), &TcpClientPage::suggest);
    // Where one can be reached is where one wants to listen.
    auto *const interfaces = page<InterfacesPage>();
    connect(interfaces, &InterfacesPage::listenHereRequested, this,
            [this, server](const QString &address) {
                server->suggestAddress(address);
                showPage(server);
            });
    connect(interfaces, &InterfacesPage::chatHereRequested, this,
            [this, chat](const QString &interfaceName) {
                chat->suggestInterface(interfaceName);
                showPage(chat);
            });
}

QList<Page *> MainWindow::pages() const
{
    QList<Page *> pages;
    for (int index = 0; index < m_tabs->count(); ++index) {
        if (auto *const page = qobject_cast<Page *>(m_tabs->widget(index))) {
            pages.append(page);
        }
    }
    return pages;
}

QString MainWindow::idOf(const Page *page) const
{
    return page->objectName();
}

void MainWindow::showPage(Page *page)
{
    m_tabs->setCurrentWidget(page);
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_tabs->currentWidget());
}

void MainWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    QAction *open = file->addAction(tr("&Open saved log…"));
    open->setShortcut(QKeySequence::Open);
    connect(open, &QAction::triggered, this, &MainWindow::openSavedLogs);
    QAction *save = file->addAction(tr("&Save log…"));
    save->setShortcut(QKeySequence::Save);
    connect(save, &QAction::triggered, this, &MainWindow::saveLog);
    QAction *clear = file->addAction(tr("&Clear log"));
    clear->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    connect(clear, &QAction::triggered, this, [this] { currentPage()->clearLog(); });
    m_closeLog = file->addAction(tr("Close saved log"));
    m_closeLog->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_W));
    m_closeLog->setEnabled(false);
    connect(m_closeLog, &QAction::triggered, this, [this] { closeTab(m_tabs->currentIndex()); });
    file->addSeparator();
    QAction *settings = file->addAction(tr("Se&ttings…"));
    settings->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Comma));
    settings->setMenuRole(QAction::PreferencesRole);
    connect(settings, &QAction::triggered, this, &MainWindow::showSettings);
    file->addSeparator();
    QAction *quit = file->addAction(tr("&Quit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);

    QMenu *view = menuBar()->addMenu(tr("&Tab"));
    const auto rows = tabs();
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const int number = static_cast<int>(index);
        QAction *action = view->addAction(rows[index].titleText());
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number + 1)));
        connect(action, &QAction::triggered, this, [this, number] {
            m_tabs->setCurrentIndex(number);
            currentPage()->focusForm();
        });
    }
    view->addSeparator();
    QAction *toggle = view->addAction(tr("&Start or stop"));
    toggle->setShortcut(QKeySequence(Qt::Key_F5));
    connect(toggle, &QAction::triggered, this, [this] { currentPage()->toggle(); });

    m_endpointActions = {clear, toggle};
    makeEventsMenu();

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    QAction *aboutAction = help->addAction(tr("&About Sockyard"));
    aboutAction->setMenuRole(QAction::AboutRole);
    connect(aboutAction, &QAction::triggered, this, &MainWindow::about);
}

SavedLogPage *MainWindow::openSavedLog(const QString &fileName)
{
    const QFileInfo info(fileName);
    const QString name = info.absoluteFilePath();
    for (int index = 0; index < m_tabs->count(); ++index) {
        auto *const there = qobject_cast<SavedLogPage *>(m_tabs->widget(index));
        if (there != nullptr && there->fileName() == name && there->report().error.isEmpty()) {
            m_tabs->setCurrentIndex(index);
            return there;
        }
    }
    auto *const page = new SavedLogPage(m_store, name, m_tabs);
    QString title = fromUtf8(visibleText(info.fileName().toStdString(), 60));
    const int index = m_tabs->addTab(page, title.replace(u'&', QStringLiteral("&&")));
    m_tabs->setCurrentIndex(index);
    return page;
}

void MainWindow::openSavedLogs()
{
    auto *dialog = new QFileDialog(this, tr("Open saved log"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("JSON Lines (*.jsonl)"), tr("All files (*)")});
    dialog->setDirectory(QDir::home());
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &files) {
        for (const QString &file : files) {
            openSavedLog(file);
        }
    });
    dialog->setModal(false);
    dialog->show();
}

void MainWindow::makeAutosave()
{
    std::vector<Autosave::Source> sources;
    const auto all = pages();
    for (const Page *page : all) {
        const SessionBase &session = page->session();
        sources.push_back({idOf(page).toStdString(), session.logToRead()});
    }
    m_autosave = std::make_unique<Autosave>(std::move(sources));
    const auto pageOf = [this](const std::string &tab) {
        return findChild<Page *>(QString::fromStdString(tab));
    };
    connect(m_autosave.get(), &Autosave::failed, this,
            [this, pageOf](const std::string &tab, const QString &text) {
                pageOf(tab)->tellTrouble(text);
                if (m_settingsDialog) {
                    m_settingsDialog->tellAutosave(text);
                }
            });
    connect(m_autosave.get(), &Autosave::told, this,
            [this, pageOf](const std::string &tab, const QString &text) {
                pageOf(tab)->tellNews(text);
                if (m_settingsDialog) {
                    m_settingsDialog->tellAutosave({});
                }
            });
    if (m_settings.autosave) {
        m_autosave->start(m_settings.autosaveSettings());
    }
}

void MainWindow::showSettings()
{
    if (!m_settingsDialog) {
        m_settingsDialog = new SettingsDialog(this);
        m_settingsDialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_settingsDialog, &SettingsDialog::changed, this, &MainWindow::applySettings);
    }
    m_settingsDialog->show();
    m_settingsDialog->raise();
    m_settingsDialog->activateWindow();
}

void MainWindow::applySettings(const Settings &settings)
{
    // What the command line asked for goes on while a person changes something else.
    const bool other = settings.autosave != m_settings.autosave ||
                       settings.autosaveSettings() != m_settings.autosaveSettings();
    m_settings = settings;
    if (!other) {
        return;
    }
    if (settings.autosave) {
        m_autosave->start(settings.autosaveSettings());
    } else {
        m_autosave->stop();
    }
}

void MainWindow::closeTab(int index)
{
    if (auto *const page = qobject_cast<SavedLogPage *>(m_tabs->widget(index))) {
        m_tabs->removeTab(index);
        page->deleteLater();
    }
}

void MainWindow::saveLog()
{
    if (Page *const page = currentPage()) {
        page->saveLogAs();
    } else if (auto *const saved = qobject_cast<SavedLogPage *>(m_tabs->currentWidget())) {
        saved->saveLogAs();
    }
}

LogView *MainWindow::currentLogView() const
{
    if (const Page *const page = currentPage()) {
        return page->logView();
    }
    const auto *const saved = qobject_cast<SavedLogPage *>(m_tabs->currentWidget());
    return saved == nullptr || saved->currentView() == nullptr ? nullptr
                                                               : saved->currentView()->logView();
}

void MainWindow::makeEventsMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Events"));
    auto *rules = new QAction(tr("&Colour rules…"), this);
    connect(rules, &QAction::triggered, this, &MainWindow::showRowRules);
    menu->addAction(rules);
    // The actions are those of the view that is shown. They are in the menu only while it is open:
    // their keys would be those of the whole window otherwise, also while another view is shown.
    connect(menu, &QMenu::aboutToShow, this, [this, menu, rules] {
        if (const LogView *const view = currentLogView()) {
            menu->insertActions(rules, view->menuActions());
            menu->insertSeparator(rules);
        }
    });
    const auto empty = [menu, rules] {
        menu->clear();
        menu->addAction(rules);
    };
    connect(menu, &QMenu::aboutToHide, this, empty, Qt::QueuedConnection);
}

void MainWindow::showRowRules()
{
    if (!m_rulesDialog) {
        m_rulesDialog = new RulesDialog(this);
        m_rulesDialog->setAttribute(Qt::WA_DeleteOnClose);
        m_rulesDialog->setRules(savedRowRules());
        connect(m_rulesDialog, &RulesDialog::rulesChanged, this,
                [this](const QList<RowRule> &rules) {
                    saveRowRules(rules);
                    const auto views = findChildren<LogView *>();
                    for (LogView *view : views) {
                        view->setRowRules(rules);
                    }
                });
    }
    m_rulesDialog->show();
    m_rulesDialog->raise();
    m_rulesDialog->activateWindow();
}

void MainWindow::updateActions()
{
    const bool endpoint = currentPage() != nullptr;
    for (QAction *action : std::as_const(m_endpointActions)) {
        action->setEnabled(endpoint);
    }
    m_closeLog->setEnabled(!endpoint);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const auto files = localFiles(event->mimeData());
    for (const QString &file : files) {
        openSavedLog(file);
    }
    event->acceptProposedAction();
}

void MainWindow::about()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Sockyard"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Sockyard %1").arg(QApplication::applicationVersion()));
    box->setInformativeText(tr("A desktop playground for sockets: every connection and every byte, "
                               "live.\n\nMIT licence."));
    box->setIconPixmap(windowIcon().pixmap(64));
    box->setModal(false);
    box->show();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    Q_EMIT closeRequested();
}

void MainWindow::stopAll()
{
    if (m_stopping) {
        return;
    }
    m_stopping = true;
    for (Page *page : pages()) {
        page->stop();
    }
    m_patience.start(patience);
    checkStopped();
}

void MainWindow::checkStopped()
{
    const auto all = pages();
    if (m_stopping && m_patience.isActive() &&
        std::none_of(all.begin(), all.end(), [](const Page *page) { return page->isBusy(); })) {
        m_patience.stop();
        Q_EMIT stopped();
    }
}

} // namespace sockyard
