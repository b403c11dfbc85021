#pragma once

#include "netcore/query/filter.h"
#include "netcore/query/needle.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>

#include <map>
#include <tuple>

namespace sockyard
{

/// What of an event is looked through, in this order.
enum class FindPart {
    Payload,
    Note,
    Remark, ///< what a person wrote to the event
};

/// A place in a log: behind all that comes before it, before the byte at that offset of that part
/// of the event. Notes and remarks are UTF-8.
struct FindPlace {
    EventNumber event = 0;
    FindPart part = FindPart::Payload;
    std::size_t offset = 0;

    friend bool operator<(const FindPlace &a, const FindPlace &b)
    {
        return std::tie(a.event, a.part, a.offset) < std::tie(b.event, b.part, b.offset);
    }
};

/// Something that was found.
struct FindHit {
    FindPlace place = {};
    std::size_t length = 0;
    bool wrapped = false; ///< the end of the log came between
};

/// What is looked for, where.
struct FindRequest {
    enum class Direction { Forwards, Backwards };

    std::shared_ptr<const EventLog> log;
    Needle needle;
    Direction direction = Direction::Forwards;
    /// Forwards the hit begins here or later, backwards before. After a hit one goes on forwards
    /// from its end, backwards from its begin.
    FindPlace from;
    EventNumber end = 0; ///< events before this one
    Filter filter = {};  ///< only events that it lets through, as only these are shown
    /// Looked through beside the log; may be null. Nobody may change it any more.
    std::shared_ptr<const std::map<EventNumber, QString>> remarks = {};
};

/// Looks for a needle in a log, in the background: from a place on to the log's end, then from the
/// other end to that place. Hex bytes are looked for in payloads, text and regular expressions in
/// notes and remarks too. Main thread; the log may grow, drop events or be cleared meanwhile.
/// Every start() is answered by found(), notFound() or cancelled(), unless another one comes first.
class FindJob : public QObject
{
    Q_OBJECT

public:
    explicit FindJob(QObject *parent = nullptr);
    ~FindJob() override;

    bool isRunning() const { return m_request != nullptr; }

public Q_SLOTS:
    /// A search that runs ends without a word.
    void start(const sockyard::FindRequest &request);
    void cancel();

Q_SIGNALS:
    void found(const sockyard::FindHit &hit);
    /// \a gaveUp is on how many events a regular expression took too many steps.
    void notFound(std::uint64_t gaveUp);
    void cancelled();
    /// From 0 to 1; about ten times a second.
    void progressed(double fraction);

private:
    struct State {
        bool wrapped = false;
        EventNumber at = 0; // the next event to be looked at; backwards the one before it
        std::uint64_t gaveUp = 0;
        std::optional<FindHit> hit;
        bool done = false;
    };

    static State search(const FindRequest &request, State state,
                        const std::atomic<bool> *cancelled);
    static double fraction(const FindRequest &request, const State &state);
    void step(const State &state);
    void takeStep();
    void end();

    QThreadPool m_pool; // one thread
    std::shared_ptr<const FindRequest> m_request;
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    QFutureWatcher<State> m_watcher;
};

} // namespace sockyard
