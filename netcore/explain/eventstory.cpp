#include "netcore/explain/eventstory.h"

#include "netcore/log/eventcursor.h"
#include "netcore/projections/errorname.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// Of all connections: as many as a person can wait for.
constexpr EventNumber mostBefore = 20'000;
// A hint is written at once.
constexpr EventNumber mostAfter = 64;
// What was sent to a group comes back at once, if at all.
constexpr EventNumber mostUntilHeard = 2'000;

EventStory::Stage stageAfter(EventKind kind)
{
    switch (kind) {
    case EventKind::Created:
        return EventStory::Stage::Created;
    case EventKind::Bound:
        return EventStory::Stage::Bound;
    case EventKind::Listening:
        return EventStory::Stage::Listening;
    case EventKind::Connecting:
        return EventStory::Stage::Connecting;
    case EventKind::Accepted:
    case EventKind::Connected:
    case EventKind::Secured:
    case EventKind::Sent:
    case EventKind::Received:
        return EventStory::Stage::Open;
    case EventKind::Joined:
        return EventStory::Stage::Joined;
    default:
        return EventStory::Stage::None;
    }
}

bool isFailure(EventKind kind)
{
    return kind == EventKind::Failed || kind == EventKind::TimedOut || kind == EventKind::Reset;
}

bool isBeginning(EventKind kind)
{
    return kind == EventKind::Created || kind == EventKind::Accepted;
}

/// PROTO and a number, which is how pickles begin since protocol 2.
bool beginsAsPickle(ByteView bytes)
{
    constexpr std::byte proto{0x80};
    constexpr std::byte newest{5};
    return bytes.size() > 1 && bytes[0] == proto && bytes[1] <= newest;
}

/// Whether one of the next events, on any connection, received the same bytes.
bool isHeardAfter(const EventLog &log, const Event &event)
{
    EventCursor cursor(log);
    const EventNumber end = std::min(log.size(), event.number() + 1 + mostUntilHeard);
    for (EventNumber number = event.number() + 1; number < end; ++number) {
        const Event *next = cursor.at(number);
        if (next != nullptr && next->kind() == EventKind::Received &&
            std::ranges::equal(next->payload(), event.payload())) {
            return true;
        }
    }
    return false;
}

/// The sentence of a hint about \a event; empty where none follows.
std::string hintAfter(const EventLog &log, const Event &event)
{
    EventCursor cursor(log);
    const EventNumber end = std::min(log.size(), event.number() + 1 + mostAfter);
    for (EventNumber number = event.number() + 1; number < end; ++number) {
        const Event *next = cursor.at(number);
        if (next == nullptr || next->connection() != event.connection()) {
            continue;
        }
        if (isBeginning(next->kind())) {
            break; // of another attempt
        }
        if (next->kind() == EventKind::Note && next->note().starts_with(hintMark)) {
            return std::string(next->note().substr(hintMark.size()));
        }
    }
    return {};
}

} // namespace

EventStory EventStory::of(const EventLog &log, const Event &event)
{
    EventStory story;
    story.kind = event.kind();
    story.isOfEndpoint = event.connection() == 0;
    story.note = event.note();
    if (isFailure(event.kind())) {
        story.error = errorNameIn(event.note()); // other notes may begin with anything
    }
    story.local = event.local();
    story.peer = event.peer();
    story.isToGroup = isGroupAddress(event.peer());
    story.isPickle = beginsAsPickle(event.payload());
    story.cameBack = story.isToGroup && story.isKind(EventKind::Sent) && isHeardAfter(log, event);
    EventCursor cursor(log);
    const EventNumber first =
        std::max(log.first(), event.number() - std::min(event.number(), mostBefore));
    for (EventNumber number = event.number(); number > first && !story.isWhole;) {
        const Event *earlier = cursor.at(--number);
        if (earlier != nullptr && earlier->connection() == event.connection()) {
            if (story.isOfEndpoint && earlier->kind() == EventKind::Closed) {
                break; // of the time before
            }
            story.addEarlier(*earlier);
        }
    }
    if (!story.error.empty()) {
        story.hint = hintAfter(log, event);
    }
    return story;
}

void EventStory::addEarlier(const Event &event)
{
    if (stage == Stage::None) {
        stage = stageAfter(event.kind());
    }
    isWhole = isBeginning(event.kind());
    switch (event.kind()) {
    case EventKind::Joined:
        hasJoined = true;
        break;
    case EventKind::Sent:
        hasSent = true;
        break;
    case EventKind::Received:
        hasReceived = true;
        break;
    case EventKind::Finished:
        isFinished = true;
        peerFinishedFirst = false; // the walk goes back: what comes later was first
        break;
    case EventKind::PeerFinished:
        peerFinished = true;
        peerFinishedFirst = true;
        break;
    case EventKind::Reset:
        (errorNameIn(event.note()).empty() ? isCutHere : isCutByPeer) = true;
        break;
    case EventKind::Failed:
    case EventKind::TimedOut:
        hasFailed = true;
        break;
    default:
        break;
    }
}

} // namespace sockyard
