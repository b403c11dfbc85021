#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/projections/probeconnections.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sockyard
{

/// One socket call in an endpoint's life. Its texts come from the log as they are: what others
/// chose has not been made visible in them, and they have no bound but the log's own.
struct LifecycleStep {
    std::string_view label; ///< the call's name
    bool happened = false;
    bool waiting = false; ///< the endpoint waits in it now
    bool failed = false;
    std::string arguments = {}; ///< `127.0.0.1:9999`, `backlog 4096`; empty where none is known
    std::string result = {};    ///< `fd 14`, `port 43211`, `EACCES`; empty where there is none
    std::string from = {};      ///< accept: the peer of the last
    std::uint64_t count = 0;    ///< how often it succeeded
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    std::string detail = {}; ///< what its last event noted
    std::optional<EventNumber> event = {};

    /// The last call with its arguments and its result: `bind 127.0.0.1:0 → port 43211`,
    /// `accept → fd 14`, `connect 127.0.0.1:9 → ECONNREFUSED`.
    std::string call() const;
};

/// What a person should be told about an endpoint, in the words of its log.
struct Notice {
    enum class Severity { Information, Error };

    Severity severity = Severity::Information;
    std::string text;
    EventNumber event = 0;
};

/// How far an endpoint has come, folded from its log. A value of one thread.
class Lifecycle
{
public:
    enum class Phase {
        Idle,
        Starting, ///< a connection or a name is waited for
        Running,  ///< listening, connected, joined
    };

    struct Rules;
    struct StepRule;

    static Lifecycle ofTcpServer();
    static Lifecycle ofTcpClient();
    static Lifecycle ofMulticastChat();
    static Lifecycle ofUdp();
    /// Of streams or of datagrams.
    static Lifecycle ofForwarder();
    /// Of what has no socket, and so no steps: it runs from the note that it watches to its end.
    static Lifecycle ofInterfaceMonitor();

    void apply(const Event &event);

    Phase phase() const { return m_phase; }
    std::span<const LifecycleStep> steps() const { return m_steps; }
    /// How often it has begun. The steps are those of the last time.
    std::uint64_t starts() const { return m_starts; }
    /// The endpoint's own descriptor, while it is open.
    std::optional<int> descriptor() const { return m_descriptor; }
    /// Where it listens or is connected, as the last event had it.
    const std::string &local() const { return m_local; }
    const std::string &peer() const { return m_peer; }
    /// The last failure, or other thing to know, since the last start.
    const std::optional<Notice> &notice() const { return m_notice; }
    /// The notice that a person has seen is put away.
    void dismissNotice() { m_notice.reset(); }

private:
    explicit Lifecycle(const Rules &rules);

    void begin();
    /// The step of TLS is there from the first word about it on, until it begins anew.
    void showSecuring();
    const StepRule &ruleOf(std::size_t index) const;
    std::size_t waitsWhenRunning() const;
    void applyPhase(const Event &event);
    void applyEndpointPhase(const Event &event);
    void applyRunPhase(const Event &event);
    void forgetStepsAfter(std::size_t index);
    void applySteps(const Event &event, Phase before);
    void applyCall(std::size_t index, const Event &event);
    void applyArguments(std::size_t index, const Event &event);
    void applyNotice(const Event &event);
    void markFailure(const Event &event, Phase before);
    std::size_t failedStep(const Event &event, Phase before) const;
    void updateWaiting();

    const Rules *m_rules;
    ProbeConnections m_probes; // which are no part of it
    Phase m_phase = Phase::Idle;
    std::uint64_t m_starts = 0;
    bool m_hasDatagrams = false; // its own socket
    bool m_isInRun = false;      // of an endpoint that has runs, see Rules
    std::size_t m_connected = 0;
    std::map<ConnectionId, bool> m_sockets; // of such a one: whether each open one is connected
    std::vector<LifecycleStep> m_steps;
    bool m_showsSecuring = false;
    std::optional<int> m_descriptor;
    std::string m_wanted; // where it was to be bound
    std::string m_local;
    std::string m_peer;
    std::optional<Notice> m_notice;
};

} // namespace sockyard
