#include "netcore/projections/lifecycle.h"

#include "netcore/projections/descriptor.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

// Whose events count: those of the endpoint itself, or those of its connections too.
enum class Scope { Endpoint, All };

struct StepRule {
    std::string_view label;
    std::vector<EventKind> kinds;
    Scope scope;
};

constexpr std::size_t none = static_cast<std::size_t>(-1);

} // namespace

struct Lifecycle::Rules {
    std::vector<StepRule> steps;
    Scope scope;                   // of phase and failures
    std::size_t waitsWhenStarting; // the step it waits in then
    std::size_t waitsWhenRunning;
    Scope notices; // whose failures a person is told in the page
};

namespace
{

bool isFailure(EventKind kind)
{
    return kind == EventKind::Failed || kind == EventKind::TimedOut || kind == EventKind::Reset;
}

bool counts(const Event &event, Scope scope)
{
    return scope == Scope::All || event.connection() == 0;
}

} // namespace

Lifecycle Lifecycle::ofTcpServer()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::Endpoint},
                  {"bind", {EventKind::Bound}, Scope::Endpoint},
                  {"listen", {EventKind::Listening}, Scope::Endpoint},
                  {"accept", {EventKind::Accepted}, Scope::All},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"close", {EventKind::Closed}, Scope::Endpoint}},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = 3,
        .notices = Scope::Endpoint, // what befalls a client is told in its row
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofTcpClient()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::All},
                  {"connect", {EventKind::Connected}, Scope::All},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"shutdown", {EventKind::Finished}, Scope::All},
                  {"close", {EventKind::Closed}, Scope::All}},
        .scope = Scope::All,
        .waitsWhenStarting = 1,
        .waitsWhenRunning = 2,
        .notices = Scope::All,
    };
    return Lifecycle(rules);
}

Lifecycle Lifecycle::ofMulticastChat()
{
    static const Rules rules = {
        .steps = {{"socket", {EventKind::Created}, Scope::Endpoint},
                  {"bind", {EventKind::Bound}, Scope::Endpoint},
                  {"join", {EventKind::Joined}, Scope::Endpoint},
                  {"send/recv", {EventKind::Sent, EventKind::Received}, Scope::All},
                  {"leave", {EventKind::Left}, Scope::Endpoint},
                  {"close", {EventKind::Closed}, Scope::Endpoint}},
        .scope = Scope::Endpoint,
        .waitsWhenStarting = none,
        .waitsWhenRunning = 3,
        .notices = Scope::All,
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

void Lifecycle::begin()
{
    for (LifecycleStep &step : m_steps) {
        step = LifecycleStep{.label = step.label};
    }
    m_descriptor.reset();
    m_local.clear();
    m_peer.clear();
    m_notice.reset();
    m_phase = Phase::Starting;
}

void Lifecycle::apply(const Event &event)
{
    applyPhase(event);
    applySteps(event);
    applyNotice(event);
    updateWaiting();
}

void Lifecycle::applyPhase(const Event &event)
{
    if (!counts(event, m_rules->scope)) {
        return;
    }
    switch (event.kind()) {
    case EventKind::Created:
    case EventKind::Connecting:
        if (m_phase == Phase::Idle) {
            begin();
        }
        break;
    case EventKind::Listening:
    case EventKind::Joined:
    case EventKind::Connected:
        m_phase = Phase::Running;
        m_notice.reset(); // of an attempt that does not matter any more
        break;
    case EventKind::Failed:
        if (event.connection() == 0 && m_phase == Phase::Starting && !m_descriptor) {
            m_phase = Phase::Idle; // before there was a socket: nothing will be closed
        }
        break;
    case EventKind::Closed:
        m_phase = Phase::Idle;
        m_descriptor.reset();
        break;
    default:
        break;
    }
    if (event.kind() == EventKind::Created) {
        m_descriptor = descriptorIn(event.note());
    }
    if (!event.local().empty()) {
        m_local = event.local();
    }
    if (!event.peer().empty()) {
        m_peer = event.peer();
    }
}

void Lifecycle::applySteps(const Event &event)
{
    if (isFailure(event.kind()) && counts(event, m_rules->scope)) {
        markFailure(event);
        return;
    }
    for (std::size_t index = 0; index < m_steps.size(); ++index) {
        const StepRule &rule = m_rules->steps[index];
        if (counts(event, rule.scope) &&
            std::find(rule.kinds.begin(), rule.kinds.end(), event.kind()) != rule.kinds.end()) {
            LifecycleStep &step = m_steps[index];
            step.happened = true;
            step.failed = false;
            if (!carriesData(event.kind())) {
                step.detail = event.note();
            }
            step.event = event.number();
            return;
        }
    }
}

void Lifecycle::markFailure(const Event &event)
{
    if (m_phase == Phase::Idle) {
        return;
    }
    auto failed = m_steps.end();
    if (m_phase == Phase::Starting) {
        failed = std::find_if(m_steps.begin(), m_steps.end(),
                              [](const LifecycleStep &step) { return !step.happened; });
    } else if (m_rules->waitsWhenRunning != none) {
        failed = m_steps.begin() + static_cast<std::ptrdiff_t>(m_rules->waitsWhenRunning);
    }
    if (failed != m_steps.end()) {
        failed->failed = true;
        failed->detail = event.note();
        failed->event = event.number();
    }
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
    }
}

void Lifecycle::updateWaiting()
{
    const std::size_t waiting = m_phase == Phase::Running    ? m_rules->waitsWhenRunning
                                : m_phase == Phase::Starting ? m_rules->waitsWhenStarting
                                                             : none;
    for (std::size_t index = 0; index < m_steps.size(); ++index) {
        m_steps[index].waiting = index == waiting && !m_steps[index].failed;
    }
}

} // namespace sockyard
