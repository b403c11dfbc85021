#include "netcore/endpoints/chatfacts.h"

#include "netcore/codec/visibletext.h"
#include "netcore/endpoints/chatplan.h"
#include "netcore/log/eventcursor.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <set>
#include <variant>

namespace sockyard
{

namespace
{

// What one attempt to join leaves behind, and some examinations after it.
constexpr EventNumber mostReadBack = 1000;
// An interface's name as a person typed it; longer ones are none.
constexpr qsizetype longestName = 100;

/// The words of the last failure, where the group was not joined since. Empty where there is none.
QString lastFailureIn(const EventLog &log)
{
    QString words;
    std::set<ConnectionId> probes; // their failures are the doctor's
    EventCursor cursor(log);
    const EventNumber end = log.size();
    for (EventNumber number = std::max(log.first(), end - std::min(end, mostReadBack));
         number < end; ++number) {
        const Event *const event = cursor.at(number);
        if (event == nullptr || probes.contains(event->connection())) {
            continue;
        }
        if (event->kind() == EventKind::Note && event->note().starts_with(probeMark)) {
            probes.insert(event->connection());
        } else if (event->kind() == EventKind::Joined) {
            words.clear();
        } else if (event->kind() == EventKind::Failed) {
            words = QString::fromStdString(visibleText(event->note()));
        }
    }
    return words;
}

void addLines(MulticastFacts &facts, const ChatState &state)
{
    for (const ChatLineState &its : state.lines) {
        LineFacts line;
        line.interface.index = its.interfaceIndex;
        line.interface.name = its.interfaceName;
        line.joined = its.joined;
        line.lastFailure = its.lastFailure;
        facts.lines.append(line);
    }
    if (!state.lines.isEmpty()) {
        facts.bound = QString::fromStdString(state.lines.constFirst().receiver.text());
    }
}

void addWishes(MulticastFacts &facts, const MulticastChatSettings &settings)
{
    QString name = settings.interface.trimmed().left(longestName);
    if (name.isEmpty()) {
        name = facts.group.host().scopeId();
    }
    facts.allInterfaces = settings.allInterfaces;
    facts.chosenBySystem = !settings.allInterfaces && name.isEmpty();
    if (settings.allInterfaces || name.isEmpty()) {
        return;
    }
    LineFacts line;
    line.interface.name = name;
    line.interface = interfaceNamed(name).value_or(line.interface);
    facts.lines.append(line);
}

} // namespace

MulticastFacts chatFacts(const ChatState &state, const MulticastChatSettings &settings,
                         const EventLog &log)
{
    MulticastFacts facts;
    if (!state.running) {
        const auto group = ChatPlan::groupIn(settings);
        if (const auto *const words = std::get_if<QString>(&group)) {
            facts.problem = *words;
            return facts;
        }
        facts.group = std::get<SocketAddress>(group);
        facts.hops = settings.hops;
        facts.loopBack = settings.loopBack;
        facts.lastFailure = lastFailureIn(log);
        addWishes(facts, settings);
        return facts;
    }
    facts.group = state.group;
    facts.joined = true;
    facts.allInterfaces = state.allInterfaces;
    facts.chosenBySystem = state.chosenBySystem;
    facts.hops = state.hops;
    facts.loopBack = state.loopBack;
    facts.sent = state.sent;
    facts.heardBack = state.heard.own;
    facts.heardOfThisMachine = state.heard.thisMachine;
    facts.heardOfOtherHosts = state.heard.otherHosts;
    addLines(facts, state);
    return facts;
}

} // namespace sockyard
