// bench_yard server REPLY [KEY=VALUE…] | forward PORT | chat GROUP PORT: Sockyard's own window,
// opened as main() opens it with the settings in the configuration, with that tab started and in
// front, and with a meter in its event loop. The options are those of the reply; a forwarder's
// target is that port of this machine.
//
// It prints `READY ADDRESS`, and then obeys standard input, a line each:
//   begin           measure from here; prints OK
//   feed EVENTS MIB so many events with so many bytes come into the log (of a server), and a person
//                   works at the window meanwhile; prints OK
//   visit TIMES     a person works at the table of clients until the next report, which waits until
//                   they have done everything so many times; prints OK
//   send FILE       a server sends the file to the client that came since, or will; prints OK
//   repeat MS TIMES a server sends it a byte every MS milliseconds, so many times; prints OK
//   report EVENTS   wait until at least so many events have come since, and then no more for a
//                   moment, and all are shown; prints the figures in one line, `name=value …`
//   quit, or the end of input
// It never runs longer than ten minutes.
#include "app/mainwindow.h"
#include "app/settings.h"
#include "netcore/iothread.h"
#include "netcore/log/eventcursor.h"
#include "netcore/storagewords.h"
#include "tests/bench/clientsperson.h"
#include "tests/bench/descriptors.h"
#include "tests/bench/feeder.h"
#include "tests/bench/holdmeter.h"
#include "tests/bench/person.h"
#include "tests/bench/process.h"
#include "tests/bench/talkshown.h"
#include "widgets/pages/forwarderpage.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/tcpserverpage.h"

#include <QApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>

namespace
{

using namespace sockyard;
using namespace sockyard::bench;
using namespace std::chrono_literals;

constexpr auto longestRun = 10min;
constexpr auto longestReport = 240s;
constexpr auto checkInterval = 20ms;
constexpr std::int64_t quiet = 300000000;   // ns without an event: nothing more is coming
constexpr std::int64_t painting = 50000000; // ns after the last batch in which it is painted

void say(const std::string &line)
{
    std::fputs((line + '\n').c_str(), stdout);
    std::fflush(stdout);
}

std::int64_t elapsedOf(const EventLog &log, EventNumber number)
{
    const auto event = log.at(number);
    return event ? event->elapsed() : 0;
}

/// Watches one page's log, and answers the commands.
class Bench : public QObject
{
public:
    explicit Bench(Page &page)
        : m_page(page)
        , m_log(page.session().log())
        , m_person(page)
        , m_visitor(page)
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_page, &Page::shown, this, &Bench::noteShown);
        connect(&m_input, &QSocketNotifier::activated, this, &Bench::obey);
        m_check.setInterval(checkInterval);
        connect(&m_check, &QTimer::timeout, this, &Bench::check);
        QTimer::singleShot(longestRun, this, [] { QCoreApplication::exit(1); });
    }

private:
    void noteShown(EventNumber, EventNumber to)
    {
        commandServer();
        m_shownAt = steadyNow();
        // How far the window was behind the sockets when it had shown all that there was.
        if (to == m_log.size() && to > m_begin) {
            m_behind = std::max(m_behind, m_shownAt - m_logBegan - elapsedOf(m_log, to - 1));
        }
    }

    void obey()
    {
        char bytes[256];
        const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0) {
            QCoreApplication::quit();
            return;
        }
        m_line.append(bytes, static_cast<std::size_t>(count));
        for (auto end = m_line.find('\n'); end != std::string::npos; end = m_line.find('\n')) {
            const std::string command = m_line.substr(0, end);
            m_line.erase(0, end + 1);
            if (command == "begin") {
                begin();
            } else if (command.starts_with("feed ")) {
                feed(command.substr(5));
            } else if (command.starts_with("visit ")) {
                m_visits = std::stoi(command.substr(6));
                m_visitor.begin();
                say("OK");
            } else if (command.starts_with("send ")) {
                sendFile(command.substr(5));
            } else if (command.starts_with("repeat ")) {
                repeat(command.substr(7));
            } else if (command.starts_with("report ")) {
                m_wanted = m_begin + std::stoull(command.substr(7));
                m_asked = steadyNow();
                m_check.start();
            } else {
                QCoreApplication::quit();
            }
        }
    }

    void begin()
    {
        m_begin = m_log.size();
        m_processor = processorSeconds();
        m_behind = 0;
        if (const auto event = m_log.at(m_begin - 1)) {
            // The steady clock's reading when the log began, by way of the other clock.
            const auto now = std::chrono::system_clock::now().time_since_epoch();
            m_logBegan = steadyNow() - (std::chrono::nanoseconds(now).count() - event->time()) -
                         event->elapsed();
        }
        m_beganAt = steadyNow();
        m_meter.begin();
        say("OK");
    }

    void check()
    {
        const EventNumber size = m_log.size();
        const std::int64_t now = steadyNow();
        if (size != m_seen) {
            m_seen = size;
            m_seenAt = now;
        }
        const bool all = size >= m_wanted && now - m_seenAt > quiet;
        const bool shown = m_page.session().arrived() == size;
        const bool visited = !m_visitor.isAtWork() || m_visitor.rounds() >= m_visits;
        if ((all && shown && visited) ||
            now - m_asked > std::chrono::nanoseconds(longestReport).count()) {
            m_check.stop();
            lookAndReport(size);
        }
    }

    /// What waits to be sent is in no event.
    void lookAndReport(EventNumber size)
    {
        if (auto *session = dynamic_cast<Session<TcpServer> *>(&m_page.session())) {
            session->ask([](const TcpServer &server) { return server.snapshot(); }, this,
                         [this, size](const EndpointSnapshot &snapshot) {
                             report(size, snapshot.connections);
                         });
        } else {
            report(size, {});
        }
    }

    void feed(const std::string &numbers)
    {
        std::size_t after = 0;
        const EventNumber events = std::stoull(numbers, &after);
        const std::uint64_t bytes = std::stoull(numbers.substr(after)) << 20U;
        auto &session = static_cast<Session<TcpServer> &>(m_page.session());
        session.post([events, bytes](TcpServer &server) {
            new Feeder(server.log(), events, bytes, &server); // NOLINT: the server's own
        });
        m_person.begin();
        say("OK");
    }

    void sendFile(const std::string &name)
    {
        const auto message = PreparedMessage::prepare(
            {.notation = Notation::File, .text = QString::fromStdString(name)});
        if (message) {
            m_command = [message](TcpServer &server) { server.send({}, *message); };
            commandServer();
            say("OK");
        }
    }

    void repeat(const std::string &numbers)
    {
        std::size_t after = 0;
        const std::chrono::milliseconds interval(std::stoi(numbers, &after));
        const RepeatPlan plan{.message = PreparedMessage::ofBytes("x"),
                              .interval = interval,
                              .times = std::stoi(numbers.substr(after))};
        m_command = [plan](TcpServer &server) { server.repeat({}, plan); };
        commandServer();
        say("OK");
    }

    /// As soon as there is somebody to be sent to.
    void commandServer()
    {
        if (m_command && kept(m_log.size()).accepted > 0) {
            static_cast<Session<TcpServer> &>(m_page.session()).post(std::exchange(m_command, {}));
        }
    }

    /// What of the events since begin() the log still has.
    struct Kept {
        std::uint64_t events = 0;
        std::uint64_t bytes = 0;
        std::uint64_t received = 0;
        std::uint64_t receivedBytes = 0;
        std::uint64_t sent = 0;
        std::uint64_t sentBytes = 0;
        std::int64_t firstSent = 0;
        std::int64_t lastSent = 0;
        std::uint64_t failed = 0;
        std::uint64_t accepted = 0;
        std::int64_t lastAccepted = 0;
        std::int64_t lastReceived = 0;
    };

    Kept kept(EventNumber end) const
    {
        Kept kept;
        EventCursor events(m_log);
        for (EventNumber number = std::max(m_begin, m_log.first()); number < end; ++number) {
            const Event *event = events.at(number);
            if (event == nullptr) {
                continue;
            }
            ++kept.events;
            if (carriesData(event->kind())) {
                kept.bytes += event->payload().size();
            }
            if (event->kind() == EventKind::Accepted) {
                ++kept.accepted;
                kept.lastAccepted = event->time();
            } else if (event->kind() == EventKind::Received) {
                ++kept.received;
                kept.receivedBytes += event->bytes();
                kept.lastReceived = event->time();
            } else if (event->kind() == EventKind::Sent) {
                kept.firstSent = kept.sent++ == 0 ? event->time() : kept.firstSent;
                kept.lastSent = event->time();
                kept.sentBytes += event->bytes();
            } else if (event->kind() == EventKind::Failed) {
                ++kept.failed;
            }
        }
        return kept;
    }

    void report(EventNumber size, const std::vector<EndpointSnapshot::Connection> &clients)
    {
        // What a person does at a table goes on when nothing new comes.
        const std::int64_t end = m_visitor.isAtWork() ? steadyNow() : m_shownAt + painting;
        m_person.stop();
        m_visitor.stop();
        const HoldMeter::Figures held = m_meter.figures(end);
        const double processor = processorSeconds() - m_processor;
        const Memory memory = memoryNow();
        const auto seconds = static_cast<double>(m_seenAt - m_beganAt) / 1e9;
        const double logged = static_cast<double>(m_log.store().memory()) / 1048576;
        const Kept kept = this->kept(size);
        const TalkShown talk = talkShownBy(m_page);
        std::uint64_t unsent = 0;
        std::uint64_t mostUnsent = 0;
        for (const EndpointSnapshot::Connection &client : clients) {
            unsent += client.unsent;
            mostUnsent = std::max(mostUnsent, client.unsent);
        }
        if (const auto trouble = m_log.store().trouble()) {
            std::fprintf(stderr, "bench_yard: %s\n", qUtf8Printable(storageWords(*trouble)));
        }
        // Those that the log dropped tell nothing more of themselves.
        const EventNumber first = m_log.first();
        const std::uint64_t dropped = first > m_begin ? first - m_begin : 0;
        const auto field = [](const char *name, auto value) {
            return std::string(name) + '=' + std::to_string(value) + ' ';
        };
        say(field("events", size - m_begin) + field("received", kept.received + dropped) +
            field("failed", kept.failed) + field("shown", m_page.session().arrived() - m_begin) +
            field("dropped", dropped) + field("first", first) +
            field("dropped_bytes", m_log.droppedBytes()) + field("kept_events", kept.events) +
            field("kept_received", kept.received) + field("kept_bytes", kept.bytes) +
            field("sent", kept.sent) + field("first_sent", kept.firstSent) +
            field("last_sent", kept.lastSent) + field("received_bytes", kept.receivedBytes) +
            field("sent_bytes", kept.sentBytes) + field("unsent_bytes", unsent) +
            field("unsent_most", mostUnsent) + field("accepted", kept.accepted) +
            field("last_accepted", kept.lastAccepted) + field("last_received", kept.lastReceived) +
            field("behind", static_cast<double>(m_behind) / 1e6) + field("seconds", seconds) +
            field("processor", processor) + field("resident", memory.resident) +
            field("anonymous", memory.anonymous) + field("logged", logged) +
            field("descriptors", openDescriptors()) + field("visits", m_visitor.rounds()) +
            field("sorts", m_visitor.sorts()) + field("choices", m_visitor.filters()) +
            field("held_longest", held.longest) + field("held_99", held.percentile) +
            field("work_longest", held.longestWork) + field("work_99", held.percentileWork) +
            field("own_longest", held.longestOwn) + field("own_99", held.percentileOwn) +
            field("samples", held.samples) + field("filters", m_person.filters()) +
            field("finds", m_person.finds()) + field("people", talk.people) +
            field("said", talk.said) + field("lines", talk.lines) + field("folded", talk.folded) +
            field("readable", talk.readable));
    }

    Page &m_page;
    const EventLog &m_log;
    Person m_person;
    ClientsPerson m_visitor;
    QSocketNotifier m_input;
    QTimer m_check;
    HoldMeter m_meter;
    std::string m_line;
    std::function<void(TcpServer &)> m_command; // that waits for a client
    int m_visits = 0;
    EventNumber m_begin = 0;
    EventNumber m_wanted = 0;
    EventNumber m_seen = 0;
    std::int64_t m_seenAt = 0;
    std::int64_t m_asked = 0;
    std::int64_t m_shownAt = 0;
    std::int64_t m_logBegan = 0;
    std::int64_t m_behind = 0;
    std::int64_t m_beganAt = 0;
    double m_processor = 0;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication::setApplicationName(QStringLiteral("sockyard"));
    QCoreApplication::setOrganizationName(QStringLiteral("Sockyard"));
    raiseDescriptorLimit();
    QApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);

    IoThread thread(std::make_shared<LogStore>(Settings::load().storageLimits()));
    MainWindow window(thread);
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&window, &MainWindow::stopped, &application, &QCoreApplication::quit);
    Page *page = nullptr;
    std::function<void()> start;
    if (words.value(0) == QStringLiteral("server") && words.size() >= 2) {
        auto *server = window.page<TcpServerPage>();
        TcpServerSettings settings;
        settings.port = QStringLiteral("0");
        settings.reply = words.at(1);
        for (const QString &option : words.mid(2)) {
            settings.replyOptions.insert(option.section(u'=', 0, 0), option.section(u'=', 1));
        }
        QObject::connect(server, &TcpServerPage::listening, server, [](const QString &address) {
            say(std::string("READY ") + address.toStdString());
        });
        start = [server, settings] { server->startWith(settings); };
        page = server;
    } else if (words.value(0) == QStringLiteral("forward") && words.size() == 2) {
        auto *forwarder = window.page<ForwarderPage>();
        ForwarderSettings settings;
        settings.listen.port = QStringLiteral("0");
        settings.target.port = words.at(1);
        QObject::connect(
            forwarder, &ForwarderPage::listening, forwarder,
            [](const QString &address) { say(std::string("READY ") + address.toStdString()); });
        start = [forwarder, settings] { forwarder->startWith(settings); };
        page = forwarder;
    } else if (words.value(0) == QStringLiteral("chat") && words.size() == 3) {
        auto *chat = window.page<MulticastChatPage>();
        MulticastChatSettings settings;
        settings.name = QStringLiteral("bench");
        settings.group = words.at(1);
        settings.port = words.at(2);
        settings.interface = QStringLiteral("lo");
        const std::string address =
            settings.group.toStdString() + ':' + settings.port.toStdString();
        QObject::connect(chat, &Page::shown, chat, [chat, address, told = false]() mutable {
            if (!told && chat->lifecycle().phase() == Lifecycle::Phase::Running) {
                told = true;
                say("READY " + address);
            }
        });
        start = [chat, settings] { chat->startWith(settings); };
        page = chat;
    } else {
        std::fputs("usage: bench_yard server REPLY [KEY=VALUE...] | forward PORT | chat GROUP "
                   "PORT\n",
                   stderr);
        return 2;
    }
    window.showPage(page);
    window.show();
    const Bench bench(*page);
    start();
    return QApplication::exec();
}
