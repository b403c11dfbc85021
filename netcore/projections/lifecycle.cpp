#include "netcore/projections/lifecycle.h"

#include "netcore/projections/descriptor.h"
#include "netcore/projections/errorname.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

// Whose events count: those of the endpoint itself, or those of its connections too.
enum class Scope { Endpoint, Connections, All };

// Where the log keeps the arguments of a call.
enum class Arguments {
    None,
    Note,       // `listen backlog 4096`
    Local,      // bind(2)
    Peer,       // connect(2)
    Group,      // of a membership, and in the note on which interface
    Descriptor, // close(2)
    Agreement,  // of TLS: what comes of it is the version
    Writing,    // shutdown(2) is only ever asked to end this direction
};

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr std::string_view arrow = "→ ";

/// A note such as `socket AF_INET SOCK_STREAM → fd 12` or `→ fd 12` taken apart; nothing in it
/// where the note is about something else.
struct CallWords {
    std::string_view arguments;
    std::string_view result;
};

CallWords callIn(std::string_view note, std::string_view label)
{
    if (note.substr(0, label.size()) == label && note.substr(label.size(), 1) == " ") {
        note.remove_prefix(label.size() + 1);
    } else if (note.substr(0, arrow.size()) != arrow) {
        return {};
    }
    CallWords words;
    const std::size_t end = note.rfind(arrow);
    if (end != std::string_view::npos) {
        words.result = note.substr(end + arrow.size());
    }
    words.arguments = note.substr(0, end);
    words.arguments = words.arguments.substr(0, words.arguments.find_last_not_of(' ') + 1);
    return words;
}

std::string_view errorIn(const Event &event)
{
    const std::string_view name = errorNameIn(event.note());
    return name.empty() && event.kind() == EventKind::Reset ? "RST" : name;
}

/// `43211` of `127.0.0.1:43211`.
std::string_view portIn(std::string_view address)
{
    return address.substr(address.rfind(':') + 1);
}

} // namespace

struct Lifecycle::StepRule {
    std::string_view label;
    std::vector<EventKind> kinds; // it succeeded
    Scope scope;
    Arguments arguments = Arguments::None;
    std::optional<EventKind> begun = {}; // it goes on in the background
};

struct Lifecycle::Rules {
    std::vector<StepRule> steps;
    Scope scope;                   // of phase and failures
    std::size_t waitsWhenStarting; // the step it waits in then
    std::size_t waitsWhenRunning;
    Scope notices; // whose failures a person is told in the page
    /// It begins with Connecting of the endpoint itself and ends with its Closed; between them
    /// sockets come and go. Where it has no runs, it goes by its own socket.
    bool hasRuns = false;
    /// A datagram socket needs no more than that: nobody connects to it.
    bool runsWhenBound = false;
    /// Where the step of TLS stands, if a run turns out to have one.
    std::size_t securingStep = none;
    /// It needs no socket: a note that begins so is enough.
    std::string_view runningMark = {};
};

namespace
{

bool isFailure(EventKind kind)
{
    return kind == EventKind::Failed || kind == EventKind::TimedOut || kind == EventKind::Reset;
}

bool isAboutTls(const Event &event)
{
    return event.kind() == EventKind::Secured ||
           (event.kind() == EventKind::Note && event.note().substr(0, tlsMark.size()) == tlsMark);
}

bool counts(const Event &event, Scope scope)
{
    return scope == Scope::All || (event.connection() == 0) == (scope == Scope::Endpoint);
}

} // namespace

std::string LifecycleStep::call() const
{
    std::string text(label);
    if (!arguments.empty()) {
        text += ' ' + arguments;
    }
    if (!result.empty()) {
        text += ' ' + std::string(arrow) + result;
    }
    return text;
}

Lifecycle Lifecycle::ofTcpServer()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::Endpoint, Arguments::Note},
                  {"bind", {EventKind::Bound}, Scope::Endpoint, Arguments::Local},
                  {"listen", {EventKind::Listening}, Scope::Endpoint, Arguments::Note},
                  {"accept", {EventKind::Accepted}, Scope::All},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"close", {EventKind::Closed}, Scope::Endpoint, Arguments::Descriptor}},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = 3,
        .notices = Scope::Endpoint, // what befalls a client is told in its row
        .securingStep = 4,
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofTcpClient()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::All, Arguments::Note},
                  {"connect",
                   {EventKind::Connected},
                   Scope::All,
                   Arguments::Peer,
                   EventKind::Connecting},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"shutdown", {EventKind::Finished}, Scope::All, Arguments::Writing},
                  {"close", {EventKind::Closed}, Scope::Connections, Arguments::Descriptor}},
        .scope = Scope::All,
        .waitsWhenStarting = 1,
        .waitsWhenRunning = 2,
        .notices = Scope::All,
        .hasRuns = true,
        .securingStep = 2,
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofMulticastChat()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::Endpoint, Arguments::Note},
                  {"bind", {EventKind::Bound}, Scope::Endpoint, Arguments::Local},
                  {"join", {EventKind::Joined}, Scope::Endpoint, Arguments::Group},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"leave", {EventKind::Left}, Scope::Endpoint, Arguments::Group},
                  {"close", {EventKind::Closed}, Scope::Endpoint, Arguments::Descriptor}},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = 3,
        .notices = Scope::All,
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofUdp()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::Endpoint, Arguments::Note},
                  {"bind", {EventKind::Bound}, Scope::Endpoint, Arguments::Local},
                  {"connect",
                   {EventKind::Connected},
                   Scope::Endpoint,
                   Arguments::Peer,
                   EventKind::Connecting},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"close", {EventKind::Closed}, Scope::Endpoint, Arguments::Descriptor}},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = 3,
        .notices = Scope::All,
        .runsWhenBound = true,
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofForwarder()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::Endpoint, Arguments::Note},
                  {"bind", {EventKind::Bound}, Scope::Endpoint, Arguments::Local},
                  {"listen", {EventKind::Listening}, Scope::Endpoint, Arguments::Note},
                  {"accept", {EventKind::Accepted}, Scope::Connections},
                  {"connect", {EventKind::Connected}, Scope::Connections, Arguments::Peer},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"close", {EventKind::Closed}, Scope::Endpoint, Arguments::Descriptor}},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = 3,
        .notices = Scope::Endpoint, // what befalls a connection is told in its row
        .runsWhenBound = true,
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofInterfaceMonitor()
{
    static const Rules rules = {
        .steps = {},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = none,
        .notices = Scope::Endpoint,
        .runningMark = watchBeginsMark,
    };
    return Lifecycle(rules);
}

Lifecycle::Lifecycle(const Rules &rules)
    : m_rules(&rules)
{
    for (const StepRule &rule : rules.steps) {
        LifecycleStep step;
        step.label = rule.label;
        m_steps.push_back(std::move(step));
    }
}

const Lifecycle::StepRule &Lifecycle::ruleOf(std::size_t index) const
{
    static const StepRule securing = {
        "TLS", {EventKind::Secured}, Scope::All, Arguments::Agreement};
    if (m_showsSecuring && index == m_rules->securingStep) {
        return securing;
    }
    return m_rules->steps[m_showsSecuring && index > m_rules->securingStep ? index - 1 : index];
}

std::size_t Lifecycle::waitsWhenRunning() const
{
    const std::size_t index = m_rules->waitsWhenRunning;
    return m_showsSecuring && index >= m_rules->securingStep ? index + 1 : index;
}

void Lifecycle::showSecuring()
{
    m_steps.insert(m_steps.begin() + static_cast<std::ptrdiff_t>(m_rules->securingStep),
                   LifecycleStep{.label = "TLS"});
    m_showsSecuring = true;
}

void Lifecycle::begin()
{
    if (m_showsSecuring) {
        m_steps.erase(m_steps.begin() + static_cast<std::ptrdiff_t>(m_rules->securingStep));
        m_showsSecuring = false;
    }
    for (LifecycleStep &step : m_steps) {
        step = LifecycleStep{.label = step.label};
    }
    m_descriptor.reset();
    m_wanted.clear();
    m_local.clear();
    m_peer.clear();
    m_notice.reset();
    m_phase = Phase::Starting;
    ++m_starts;
}

void Lifecycle::apply(const Event &event)
{
    if (m_probes.apply(event)) {
        return;
    }
    const Phase before = m_phase;
    applyPhase(event);
    if (!m_showsSecuring && m_rules->securingStep != none && isAboutTls(event)) {
        showSecuring();
    }
    applySteps(event, before);
    applyNotice(event);
    updateWaiting();
    if (event.kind() == EventKind::Closed && counts(event, m_rules->scope)) {
        m_descriptor.reset(); // which the step was to name
    }
}

void Lifecycle::applyEndpointPhase(const Event &event)
{
    switch (event.kind()) {
    case EventKind::Created:
        if (m_phase == Phase::Idle) {
            begin();
        }
        break;
    case EventKind::Note:
        if (!m_rules->runningMark.empty() && event.note().starts_with(m_rules->runningMark)) {
            begin();
            m_phase = Phase::Running;
        }
        break;
    case EventKind::Bound:
        if (!m_rules->runsWhenBound || !m_hasDatagrams) {
            break;
        }
        [[fallthrough]];
    case EventKind::Listening:
    case EventKind::Connected:
    case EventKind::Joined:
        m_phase = Phase::Running;
        m_notice.reset(); // of an attempt that does not matter any more
        break;
    case EventKind::Connecting:
        m_phase = Phase::Starting;
        break;
    case EventKind::Failed:
        if (m_phase == Phase::Starting && !m_descriptor) {
            m_phase = Phase::Idle; // before there was a socket: nothing will be closed
        }
        break;
    case EventKind::Closed:
        m_phase = Phase::Idle;
        break;
    default:
        break;
    }
}

void Lifecycle::applyRunPhase(const Event &event)
{
    const auto socket = m_sockets.find(event.connection());
    switch (event.kind()) {
    case EventKind::Connecting:
    case EventKind::Created:
        if (m_phase == Phase::Idle) {
            begin();
        }
        if (event.connection() == 0) {
            m_isInRun = true;
        } else if (event.kind() == EventKind::Created) {
            m_sockets[event.connection()] = false;
        }
        break;
    case EventKind::Connected:
        if (socket == m_sockets.end() || socket->second) {
            return;
        }
        if (m_phase == Phase::Starting) {
            // What befell attempts before does not matter any more.
            m_notice.reset();
            forgetStepsAfter(m_rules->waitsWhenStarting);
        }
        socket->second = true;
        ++m_connected;
        break;
    case EventKind::Closed:
        if (event.connection() == 0) {
            m_isInRun = false;
        } else if (socket != m_sockets.end()) {
            m_connected -= socket->second ? 1 : 0;
            m_sockets.erase(socket);
        }
        break;
    default:
        return;
    }
    m_phase = m_connected > 0                   ? Phase::Running
              : m_isInRun || !m_sockets.empty() ? Phase::Starting
                                                : Phase::Idle;
}

void Lifecycle::forgetStepsAfter(std::size_t index)
{
    for (++index; index < m_steps.size(); ++index) {
        m_steps[index] = LifecycleStep{.label = m_steps[index].label};
    }
}

void Lifecycle::applyPhase(const Event &event)
{
    if (!counts(event, m_rules->scope)) {
        return;
    }
    if (m_rules->hasRuns) {
        applyRunPhase(event);
    } else {
        applyEndpointPhase(event);
    }
    if (event.kind() == EventKind::Created) {
        m_descriptor = descriptorIn(event.note());
        m_hasDatagrams = event.note().find("SOCK_DGRAM") != std::string_view::npos;
        m_wanted = event.local();
    }
    if (!event.local().empty()) {
        m_local = event.local();
    }
    if (!event.peer().empty()) {
        m_peer = event.peer();
    }
}

void Lifecycle::applySteps(const Event &event, Phase before)
{
    if (isFailure(event.kind()) && counts(event, m_rules->scope)) {
        markFailure(event, before);
        return;
    }
    if (m_rules->hasRuns && event.kind() == EventKind::Closed && m_phase == Phase::Running) {
        return; // others are connected: the endpoint is not there yet
    }
    for (std::size_t index = 0; index < m_steps.size(); ++index) {
        const StepRule &rule = ruleOf(index);
        if (!counts(event, rule.scope)) {
            continue;
        }
        if (std::find(rule.kinds.begin(), rule.kinds.end(), event.kind()) != rule.kinds.end()) {
            applyCall(index, event);
            return;
        }
        if (rule.begun == event.kind()) {
            applyArguments(index, event);
            m_steps[index].event = event.number();
            return;
        }
    }
}

void Lifecycle::applyCall(std::size_t index, const Event &event)
{
    LifecycleStep &step = m_steps[index];
    if (!step.happened || step.failed) {
        step.detail.clear();
        step.result.clear();
    }
    step.happened = true;
    step.failed = false;
    ++step.count;
    step.event = event.number();
    switch (event.kind()) {
    case EventKind::Sent:
        step.bytesSent += event.bytes();
        return;
    case EventKind::Received:
        step.bytesReceived += event.bytes();
        return;
    case EventKind::Accepted:
        step.from = event.peer();
        break;
    default:
        break;
    }
    step.detail = event.note();
    step.result = callIn(event.note(), step.label).result;
    applyArguments(index, event);
}

void Lifecycle::applyArguments(std::size_t index, const Event &event)
{
    const StepRule &rule = ruleOf(index);
    std::string &arguments = m_steps[index].arguments;
    switch (rule.arguments) {
    case Arguments::None:
        break;
    case Arguments::Note:
        arguments = callIn(event.note(), rule.label).arguments;
        break;
    case Arguments::Local:
        arguments = event.local();
        if (event.kind() == EventKind::Bound && portIn(m_wanted) == "0" &&
            portIn(event.local()) != "0") {
            arguments = m_wanted;
            m_steps[index].result = "port " + std::string(portIn(event.local()));
        }
        break;
    case Arguments::Peer:
        arguments = event.peer();
        break;
    case Arguments::Group:
        arguments = event.peer();
        if (!isFailure(event.kind()) && !event.note().empty()) {
            arguments += arguments.empty() ? "" : " ";
            arguments += event.note();
        }
        break;
    case Arguments::Descriptor:
        arguments = m_descriptor ? "fd " + std::to_string(*m_descriptor) : std::string();
        break;
    case Arguments::Writing:
        arguments = "SHUT_WR";
        break;
    case Arguments::Agreement:
        m_steps[index].result = event.note().substr(0, event.note().find(' '));
        break;
    }
}

void Lifecycle::markFailure(const Event &event, Phase before)
{
    const std::size_t failed = failedStep(event, before);
    if (failed == none) {
        return;
    }
    if (before == Phase::Idle) {
        begin(); // and at once the end of it
        m_phase = Phase::Idle;
    }
    LifecycleStep &step = m_steps[failed];
    step.failed = true;
    step.result = errorIn(event);
    step.detail = event.note();
    step.event = event.number();
    if (before == Phase::Starting) {
        applyArguments(failed, event);
    }
}

std::size_t Lifecycle::failedStep(const Event &event, Phase before) const
{
    if (m_showsSecuring && errorNameIn(event.note()).starts_with("TLS_")) {
        return m_rules->securingStep;
    }
    if (m_rules->hasRuns && before != Phase::Idle && event.connection() != 0) {
        const auto socket = m_sockets.find(event.connection());
        if (socket == m_sockets.end()) {
            return 0; // there was none for it
        }
        return socket->second ? waitsWhenRunning() : m_rules->waitsWhenStarting;
    }
    switch (before) {
    case Phase::Idle:
        // Who knows where it was to be bound or connected has asked for a socket; others were
        // refused before any call.
        return event.connection() != 0 || !event.local().empty() ? 0 : none;
    case Phase::Starting: {
        if (event.connection() == 0 && m_rules->waitsWhenStarting != none) {
            return m_rules->waitsWhenStarting; // the name could not be resolved
        }
        const auto next = std::find_if(m_steps.begin(), m_steps.end(),
                                       [](const LifecycleStep &step) { return !step.happened; });
        return next == m_steps.end() ? none : static_cast<std::size_t>(next - m_steps.begin());
    }
    case Phase::Running:
        return waitsWhenRunning();
    }
    return none;
}

void Lifecycle::applyNotice(const Event &event)
{
    const bool own = counts(event, m_rules->notices);
    if (isFailure(event.kind()) && own) {
        m_notice = Notice{Notice::Severity::Error, std::string(event.note()), event.number()};
    } else if (event.kind() == EventKind::PeerFinished && own) {
        m_notice = Notice{Notice::Severity::Information, std::string(event.note()), event.number()};
    } else if (event.kind() == EventKind::Discarded && own && !m_notice) {
        m_notice = Notice{Notice::Severity::Error,
                          std::to_string(event.bytes()) + " B: " + std::string(event.note()),
                          event.number()};
    } else if (event.kind() == EventKind::Joined && own) {
        m_notice.reset(); // of an interface that is of use again
    }
}

void Lifecycle::updateWaiting()
{
    const std::size_t waiting = m_phase == Phase::Running    ? waitsWhenRunning()
                                : m_phase == Phase::Starting ? m_rules->waitsWhenStarting
                                                             : none;
    for (std::size_t index = 0; index < m_steps.size(); ++index) {
        m_steps[index].waiting = index == waiting && !m_steps[index].failed;
    }
}

} // namespace sockyard
