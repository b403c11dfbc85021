#pragma once

#include "netcore/log/eventlog.h"

#include <string>
#include <string_view>

namespace sockyard
{

/// One event, and what the log tells of its connection before it: what an explanation is chosen by.
/// A value. What others chose is in it as the log has it.
struct EventStory {
    /// How far the connection had come before the event.
    enum class Stage { None, Created, Bound, Listening, Connecting, Open, Joined };

    /// Reads back from \a event as far as its connection's beginning, but not without end.
    static EventStory of(const EventLog &log, const Event &event);

    EventKind kind = EventKind::Note;
    /// Of the endpoint itself, and not of one of its connections.
    bool isOfEndpoint = false;
    /// The system's error name with which the note begins; may be empty.
    std::string error;
    std::string note;
    std::string local;
    std::string peer;
    /// What the machine knew about it, told in one of the next events; mostly empty.
    std::string hint;
    /// Its peer is a multicast group.
    bool isToGroup = false;
    /// Its bytes begin as a Python pickle does.
    bool isPickle = false;
    /// One of the next events received the very bytes that this one sent.
    bool cameBack = false;

    // Before the event.
    /// False where the beginning is not in the log, or too far back: more may have happened.
    bool isWhole = false;
    Stage stage = Stage::None;
    bool hasJoined = false; ///< a group
    bool hasSent = false;
    bool hasReceived = false;
    bool isFinished = false;
    bool peerFinished = false;
    /// Which of the two was first, where both have finished.
    bool peerFinishedFirst = false;
    bool hasFailed = false; ///< a call did, or time ran out
    bool isCutByPeer = false;
    bool isCutHere = false;

    bool isError(std::string_view name) const { return error == name; }
    bool isErrorAt(std::string_view name, Stage when) const
    {
        return error == name && stage == when;
    }
    bool isKind(EventKind its) const { return kind == its; }
    bool noteBegins(std::string_view words) const { return note.starts_with(words); }
    /// This side has asked for something and nothing at all has come back.
    bool isWithoutAnswer() const { return isWhole && hasSent && !hasReceived; }

private:
    void addEarlier(const Event &event);
};

} // namespace sockyard
