#pragma once

#include "app/commandline.h"
#include "netcore/log/event.h"
#include "netcore/projections/probeconnections.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <optional>

namespace sockyard
{

class Demo;
class Event;
class MainWindow;
class Page;

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
    void follow(Page *page);
    void tell(Page *page, EventNumber from, EventNumber to);
    void tellServer(const Event &event);
    void tellClient(const Event &event);
    void sendAll(ConnectionId connection);
    void tellUdp(const Event &event);
    void tellChat(const Event &event);
    void tellFailure(const Event &event, bool counts);
    void takeScreenshot();
    void beginAutosave();
    void endAutosave();
    void saveLogs();

    MainWindow &m_window;
    const CommandLine m_commandLine;
    QList<Page *> m_started;
    QTimer m_quit;
    Demo *m_demo = nullptr;
    QSet<ConnectionId> m_connected; // of the client, whatever became of them
    ProbeConnections m_chatProbes;  // that join, and are not the chat
    bool m_hasSpoken = false;       // in the chat
    bool m_attemptFailed = false;   // of the client to connect
    bool m_failed = false;          // what nothing can make good
    bool m_demoFailed = false;
    bool m_endedByItself = false; // by --quit-after or as a demo, not by a person
    bool m_fileFailed = false;
    bool m_ending = false;
    bool m_screenshotTaken = false;
};

} // namespace sockyard
