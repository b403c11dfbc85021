#include "netcore/query/findjob.h"

#include "netcore/log/eventcursor.h"

#include <QtConcurrent>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

namespace sockyard
{

namespace
{

constexpr std::chrono::milliseconds between{100}; // progress
constexpr unsigned eventsBetween = 64;            // looks at the clock
constexpr std::size_t bytesBetween = 1024U * 1024;

constexpr std::size_t farthest = std::numeric_limits<std::size_t>::max();

using Direction = FindRequest::Direction;

// The places of one of the two ways: from where one is to the end, and from the other end to there.
struct Range {
    FindPlace low;
    FindPlace high; // not in it
};

Range rangeOf(const FindRequest &request, bool wrapped)
{
    const FindPlace begin = {};
    const FindPlace end = {.event = request.end};
    const FindPlace from = std::min(request.from, end);
    return (request.direction == Direction::Forwards) != wrapped
               ? Range{.low = from, .high = end}
               : Range{.low = begin, .high = from};
}

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::optional<FindHit> searchPart(const FindRequest &request, const FindPlace &part, ByteView bytes,
                                  const Range &range, Look &look)
{
    // The offsets of this part that lie in the range.
    const auto offsetOf = [&part](const FindPlace &place) {
        if (place.event != part.event || place.part != part.part) {
            return place < part ? 0 : farthest;
        }
        return place.offset;
    };
    const std::size_t low = offsetOf(range.low);
    const std::size_t high = offsetOf(range.high);
    if (low >= high) {
        return std::nullopt;
    }
    const auto match = request.direction == Direction::Forwards
                           ? request.needle.first(bytes, low, look)
                           : request.needle.last(bytes, high, look);
    if (!match || match->offset < low || match->offset >= high) {
        return std::nullopt;
    }
    FindHit hit;
    hit.place = part;
    hit.place.offset = match->offset;
    hit.length = match->length;
    return hit;
}

std::optional<FindHit> searchEvent(const FindRequest &request, const Event &event,
                                   const Range &range, Look &look)
{
    std::array<FindPart, 3> parts = {FindPart::Payload, FindPart::Note, FindPart::Remark};
    if (request.direction == Direction::Backwards) {
        std::reverse(parts.begin(), parts.end());
    }
    if (!request.filter.matches(event, look)) {
        return std::nullopt;
    }
    const std::uint64_t gaveUp = look.gaveUp;
    std::optional<FindHit> hit;
    for (const FindPart part : parts) {
        if (part != FindPart::Payload && request.needle.kind() == Needle::Kind::Hex) {
            continue;
        }
        const FindPlace place = {.event = event.number(), .part = part};
        switch (part) {
        case FindPart::Payload:
            hit = searchPart(request, place, event.payload(), range, look);
            break;
        case FindPart::Note:
            hit = searchPart(request, place, viewOf(event.note()), range, look);
            break;
        case FindPart::Remark:
            if (request.remarks) {
                const auto remark = request.remarks->find(event.number());
                if (remark != request.remarks->end()) {
                    const std::string text = remark->second.toStdString();
                    hit = searchPart(request, place, viewOf(text), range, look);
                }
            }
            break;
        }
        if (hit) {
            break;
        }
    }
    look.gaveUp = std::min(look.gaveUp, gaveUp + 1); // events are counted, not windows
    return hit;
}

} // namespace

FindJob::FindJob(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
    connect(&m_watcher, &QFutureWatcher<State>::finished, this, &FindJob::takeStep);
}

FindJob::~FindJob()
{
    end(); // and the pool waits for its thread, which looks at m_cancelled all the time
}

FindJob::State FindJob::search(const FindRequest &request, State state,
                               const std::atomic<bool> *cancelled)
{
    const auto until = std::chrono::steady_clock::now() + between;
    const bool forwards = request.direction == Direction::Forwards;
    EventCursor cursor(*request.log);
    Look look;
    look.cancelled = cancelled;
    look.gaveUp = state.gaveUp;
    unsigned events = 0;
    std::size_t bytes = 0;
    for (;;) {
        const Range range = rangeOf(request, state.wrapped);
        // Events [low, high) of this way; the one that both ways share is looked at in both.
        const EventNumber first = request.log->first();
        const EventNumber low = std::max(range.low.event, first);
        const FindPlace wholeEvents = {.event = range.high.event};
        const EventNumber high = wholeEvents < range.high ? range.high.event + 1 : range.high.event;
        state.at = forwards ? std::max(state.at, low) : std::min(state.at, high);
        if (forwards ? state.at >= high : state.at <= low) {
            if (state.wrapped) {
                state.done = true;
                break;
            }
            state.wrapped = true;
            state.at = forwards ? 0 : std::numeric_limits<EventNumber>::max();
            continue;
        }
        const EventNumber number = forwards ? state.at++ : --state.at;
        const Event *const event = cursor.at(number);
        if (event != nullptr) {
            state.hit = searchEvent(request, *event, range, look);
            if (state.hit) {
                state.hit->wrapped = state.wrapped;
                state.done = true;
                break;
            }
            bytes += event->payload().size();
        }
        if (++events >= eventsBetween || bytes >= bytesBetween) {
            events = 0;
            bytes = 0;
            if (cancelled->load(std::memory_order_relaxed) ||
                std::chrono::steady_clock::now() >= until) {
                break;
            }
        }
    }
    state.gaveUp = look.gaveUp;
    return state;
}

double FindJob::fraction(const FindRequest &request, const State &state)
{
    const EventNumber first = std::min(request.log->first(), request.end);
    const EventNumber all = std::max<EventNumber>(request.end - first, 1);
    const EventNumber at = std::clamp(state.at, first, request.end);
    const EventNumber from = std::clamp(request.from.event, first, request.end);
    // The way around is a ring of all events.
    const EventNumber gone = request.direction == Direction::Forwards
                                 ? (state.wrapped ? request.end - from + (at - first) : at - from)
                                 : (state.wrapped ? from - first + (request.end - at) : from - at);
    return std::clamp(static_cast<double>(gone) / static_cast<double>(all), 0.0, 1.0);
}

void FindJob::start(const FindRequest &request)
{
    end();
    m_request = std::make_shared<const FindRequest>(request);
    State state;
    state.at = request.direction == Direction::Forwards
                   ? 0
                   : std::numeric_limits<EventNumber>::max(); // as far as the range goes
    step(state);
}

void FindJob::cancel()
{
    if (isRunning()) {
        end();
        Q_EMIT cancelled();
    }
}

void FindJob::end()
{
    if (m_cancelled) {
        m_cancelled->store(true, std::memory_order_relaxed);
        m_cancelled.reset();
    }
    m_watcher.setFuture({}); // what is still under way is told to nobody
    m_request.reset();
}

void FindJob::step(const State &state)
{
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_watcher.setFuture(
        QtConcurrent::run(&m_pool, [request = m_request, state, cancelled = m_cancelled] {
            return search(*request, state, cancelled.get());
        }));
}

void FindJob::takeStep()
{
    const QFuture<State> future = m_watcher.future();
    if (m_request == nullptr || future.resultCount() == 0) {
        return;
    }
    const State state = future.result();
    m_watcher.setFuture({}); // a result is taken once
    if (!state.done) {
        const std::shared_ptr<const FindRequest> mine = m_request;
        Q_EMIT progressed(fraction(*m_request, state));
        if (mine == m_request) { // nobody cancelled or started another one
            step(state);
        }
        return;
    }
    end();
    if (state.hit) {
        Q_EMIT found(*state.hit);
    } else {
        Q_EMIT notFound(state.gaveUp);
    }
}

} // namespace sockyard
