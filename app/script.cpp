#include "app/script.h"

#include "app/demo.h"
#include "app/mainwindow.h"
#include "netcore/log/export/savefile.h"
#include "widgets/models/words.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/savedlogpage.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/pages/udppage.h"

#include <QDir>
#include <QPixmap>

#include <chrono>
#include <cstdio>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// A picture without --quit-after and --demo: time enough for what was asked for to be seen.
constexpr auto pictureDelay = 1s;

void print(FILE *file, const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
    std::fflush(file); // a script may be waiting for this line
}

bool isFailure(const Event &event)
{
    return event.kind() == EventKind::Failed || event.kind() == EventKind::TimedOut;
}

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
                print(stderr, text);
            });
    connect(&m_window.autosave(), &Autosave::begun, this,
            [](const std::string &tab, const QString &fileName) {
                print(stdout, QStringLiteral("autosave %1 %2").arg(fromUtf8(tab), fileName));
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
    if (m_commandLine.server) {
        auto *page = m_window.page<TcpServerPage>();
        follow(page);
        page->startWith(*m_commandLine.server);
    }
    if (m_commandLine.client) {
        auto *page = m_window.page<TcpClientPage>();
        follow(page);
        page->startWith(m_commandLine.client->settings);
    }
    if (m_commandLine.udp) {
        auto *page = m_window.page<UdpPage>();
        follow(page);
        page->startWith(m_commandLine.udp->settings, m_commandLine.udp->to);
    }
    if (m_commandLine.chat) {
        auto *page = m_window.page<MulticastChatPage>();
        follow(page);
        page->startWith(*m_commandLine.chat);
    }
    for (const QString &file : m_commandLine.files) {
        open(file);
    }
    if (m_commandLine.demo) {
        m_started = m_window.pages();
        m_demo = new Demo(m_window, this);
        connect(m_demo, &Demo::told, this, [](const QString &line) { print(stdout, line); });
        connect(m_demo, &Demo::finished, this, [this](bool ok, const QString &why) {
            m_demoFailed = !ok;
            if (!ok) {
                print(stderr, why);
            }
            takeScreenshot();
            if (!m_commandLine.quitAfter) {
                m_endedByItself = true;
                end();
            }
        });
        m_demo->start();
    }
}

void Script::open(const QString &fileName)
{
    const SavedLogPage *const page = m_window.openSavedLog(fileName);
    connect(page, &SavedLogPage::finished, this, [this, page, fileName] {
        const SavedLogReport &report = page->report();
        const QString text = reportText(report);
        if (!text.isEmpty()) {
            print(stderr, QStringLiteral("%1: %2").arg(fileName, text));
        }
        if (report.error.isEmpty()) {
            print(stdout, QStringLiteral("opened %1 %2").arg(fileName).arg(report.events));
        } else {
            m_fileFailed = true;
        }
    });
}

void Script::follow(Page *page)
{
    if (m_started.isEmpty()) {
        m_window.showPage(page);
    }
    m_started.append(page);
    connect(page, &Page::shown, this,
            [this, page](EventNumber from, EventNumber to) { tell(page, from, to); });
}

void Script::tell(Page *page, EventNumber from, EventNumber to)
{
    for (EventNumber number = from; number < to && !m_ending; ++number) {
        const auto event = page->session().log().at(number);
        if (!event || carriesData(event->kind())) {
            continue;
        }
        if (qobject_cast<TcpServerPage *>(page) != nullptr) {
            tellServer(*event);
        } else if (qobject_cast<TcpClientPage *>(page) != nullptr) {
            tellClient(*event);
        } else if (qobject_cast<UdpPage *>(page) != nullptr) {
            tellUdp(*event);
        } else {
            tellChat(*event);
        }
    }
}

void Script::tellFailure(const Event &event, bool counts)
{
    print(stderr, fromUtf8(event.note()));
    m_failed = m_failed || counts;
}

void Script::tellServer(const Event &event)
{
    if (event.kind() == EventKind::Listening) {
        print(stdout, QStringLiteral("server listening %1").arg(fromUtf8(event.local())));
    } else if (isFailure(event) && event.connection() == 0) {
        tellFailure(event, true);
    }
}

void Script::tellClient(const Event &event)
{
    if (event.kind() == EventKind::Connected) {
        m_connected.insert(event.connection());
        print(stdout, QStringLiteral("client connected %1 -> %2")
                          .arg(fromUtf8(event.local()), fromUtf8(event.peer())));
        sendAll(event.connection());
    } else if (isFailure(event) || event.kind() == EventKind::Reset) {
        const bool wasConnected = m_connected.contains(event.connection());
        m_attemptFailed = m_attemptFailed || !wasConnected;
        tellFailure(event, wasConnected);
    }
}

void Script::sendAll(ConnectionId connection)
{
    auto *const page = m_window.page<TcpClientPage>();
    const Addressees to = QList<ConnectionId>{connection};
    for (const Message &message : m_commandLine.client->sends) {
        MessageProblem problem;
        if (const auto prepared = PreparedMessage::prepare(message, &problem)) {
            page->send(to, *prepared);
        } else { // a file that is gone since the command line was read
            m_failed = true;
            print(stderr, problem.words);
        }
    }
    if (m_commandLine.client->finishes) {
        page->finish(to);
    }
}

void Script::tellUdp(const Event &event)
{
    const bool connects = m_commandLine.udp->settings.connected;
    if (event.kind() == EventKind::Bound) {
        print(stdout, QStringLiteral("udp bound %1").arg(fromUtf8(event.local())));
    } else if (event.kind() == EventKind::Connected) {
        print(stdout, QStringLiteral("udp connected %1 -> %2")
                          .arg(fromUtf8(event.local()), fromUtf8(event.peer())));
    } else if (isFailure(event)) {
        tellFailure(event, true);
    }
    if (event.kind() == (connects ? EventKind::Connected : EventKind::Bound)) {
        for (const Message &message : m_commandLine.udp->sends) {
            // It was judged when the command line was read, and no file can have gone since.
            m_window.page<UdpPage>()->send(PreparedMessage::prepare(message).value());
        }
    }
}

void Script::tellChat(const Event &event)
{
    if (m_chatProbes.apply(event)) {
        return;
    }
    if (event.kind() == EventKind::Joined) {
        print(stdout, QStringLiteral("chat joined %1 %2")
                          .arg(fromUtf8(event.peer()), fromUtf8(event.note())));
        // It joins once on each interface, and again on one that was gone.
        if (!std::exchange(m_hasSpoken, true)) {
            for (const QString &text : m_commandLine.says) {
                m_window.page<MulticastChatPage>()->say(text);
            }
        }
    } else if (isFailure(event)) {
        tellFailure(event, true);
    }
}

void Script::takeScreenshot()
{
    if (m_commandLine.screenshot.isEmpty() || m_screenshotTaken) {
        return;
    }
    m_screenshotTaken = true;
    if (!m_window.grab().save(m_commandLine.screenshot)) {
        m_fileFailed = true;
        print(stderr, tr("the picture could not be saved as %1").arg(m_commandLine.screenshot));
    }
}

void Script::end()
{
    if (m_ending) {
        return;
    }
    takeScreenshot();
    m_ending = true;
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
            print(stderr, tr("the log could not be saved as %1: %2")
                              .arg(m_commandLine.saveLog, result.error));
        }
        const QStringList remarks = result.remarks();
        for (const QString &remark : remarks) {
            print(stderr, tr("saved as %1; %2").arg(m_commandLine.saveLog, remark));
        }
        for (const LogSlice &slice : slices) {
            if (result.ok && slice.log->droppedEvents() > 0) {
                print(stderr, tr("saved as %1; events of the tab \"%2\" that the log no longer "
                                 "kept: %3 (%4)")
                                  .arg(m_commandLine.saveLog, QString::fromStdString(slice.tab),
                                       QString::number(slice.log->droppedEvents()),
                                       byteCountText(slice.log->droppedBytes())));
            }
        }
    }
    // An address or an attempt that failed is made good by one that did not.
    const bool clientFailed =
        m_attemptFailed && m_connected.size() < m_commandLine.client->settings.connections;
    const bool failed = m_failed || clientFailed || m_demoFailed;
    Q_EMIT finished((m_endedByItself && failed) || m_fileFailed ? 1 : 0);
}

} // namespace sockyard
