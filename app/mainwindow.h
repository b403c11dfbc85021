#pragma once

#include "app/settings.h"
#include "netcore/iothread.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <memory>

class QTabWidget;

namespace sockyard
{

class LogView;
class Page;
class RulesDialog;
class SavedLogPage;
class SettingsDialog;

/// The window: a tab for each row of the list of tabs, one for each saved log that was opened, and
/// the menus. Owns the pages. When it is
/// closed it hides at once, lets every endpoint stop in order for a moment, and says when that is
/// done.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(IoThread &thread, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// The pages of endpoints.
    QList<Page *> pages() const;
    /// The page of that type.
    template <typename PageType>
    PageType *page() const
    {
        return findChild<PageType *>();
    }
    /// The id of a page's row in the list of tabs.
    QString idOf(const Page *page) const;
    void showPage(Page *page);

    /// Opens a saved log in a tab of its own, and shows it. One that is open already is shown.
    SavedLogPage *openSavedLog(const QString &fileName);
    /// Asks for files, without stopping anything, and opens them.
    void openSavedLogs();

    /// Writes the logs of all endpoints as they grow, as the settings say or as it is told.
    Autosave &autosave() const { return *m_autosave; }
    const Settings &settings() const { return m_settings; }
    void showSettings();

    /// Stops every endpoint, and emits stopped() when all have, or after two seconds.
    void stopAll();

Q_SIGNALS:
    void closeRequested();
    void stopped();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void connectPages();
    void makeMenus();
    void makeEventsMenu();
    void saveLog();
    void showRowRules();
    /// The view of the log that is shown, or null.
    LogView *currentLogView() const;
    /// The page of an endpoint that is shown, or null.
    Page *currentPage() const;
    void closeTab(int index);
    void makeAutosave();
    void applySettings(const Settings &settings);
    void updateActions();
    void checkStopped();
    void about();

    const std::shared_ptr<LogStore> m_store; // of saved logs too
    QTabWidget *m_tabs;
    QAction *m_closeLog = nullptr;
    QList<QAction *> m_endpointActions; // for the page of an endpoint that is shown
    Settings m_settings;
    std::unique_ptr<Autosave> m_autosave;
    QPointer<SettingsDialog> m_settingsDialog;
    QPointer<RulesDialog> m_rulesDialog;
    QTimer m_patience;
    bool m_stopping = false;
};

} // namespace sockyard
