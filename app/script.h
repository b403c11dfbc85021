#pragma once

#include "app/commandline.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace sockyard
{

class Demo;
class MainWindow;
class Page;
class TabScript;

/// Does what the command line asks for, says on standard output and standard error what came of it,
/// and ends the program in order: picture, endpoints, log. Lives as long as the window, on the main
/// thread.
class Script : public QObject
{
    Q_OBJECT

public:
    Script(MainWindow &window, CommandLine commandLine, QObject *parent = nullptr);
    ~Script() override;

    /// Starts the tabs that were asked for.
    void run();
    /// Begins to end the program, for whatever reason. Harmless when it has begun.
    void end();

Q_SIGNALS:
    /// Everything has ended; the program's exit status.
    void finished(int status);

private:
    void open(const QString &fileName);
    void startTabs();
    void runDemo();
    void takeScreenshot();
    void beginAutosave();
    void endAutosave();
    void saveLogs();

    MainWindow &m_window;
    const CommandLine m_commandLine;
    std::vector<std::unique_ptr<TabScript>> m_tabs;
    QList<Page *> m_started; // whose logs are saved at the end
    QTimer m_quit;
    Demo *m_demo = nullptr;
    bool m_demoFailed = false;
    bool m_endedByItself = false; // by --quit-after or as a demo, not by a person
    bool m_fileFailed = false;
    bool m_ending = false;
    bool m_screenshotTaken = false;
};

} // namespace sockyard
