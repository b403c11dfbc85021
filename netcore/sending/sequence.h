#pragma once

#include "netcore/sending/outbox.h"
#include "netcore/sending/sendingprogress.h"
#include "netcore/sending/sendplan.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sockyard
{

/// Several messages, one after the other, on one connection. A step begins when the system has
/// taken the message before it; then comes its wait, then the answer, of which bytes count that
/// came since the message before, also during the wait. They are looked at in windows of 4 KiB that
/// overlap by half. Owned by the courier, on whose thread it lives; it must not be used after its
/// outbox's end.
class Sequence : public QObject
{
    Q_OBJECT

public:
    /// Of the received bytes so many are kept, and looked at together.
    static constexpr std::size_t mostKept = Pattern::mostGroupBytes;

    Sequence(std::shared_ptr<const SequencePlan> plan, Outbox &outbox, QObject *parent = nullptr);

    ConnectionId connection() const { return m_outbox.journal().connection(); }
    void start();
    /// Bytes came on its connection. Nothing is sent before this returns.
    void received(ByteView bytes);
    /// The log has room again.
    void resume() { m_turn.start(); }
    /// Ends it, with a note that says where and \a why. It says nothing more.
    void stop(const QString &why);
    SendingProgress progress() const;

Q_SIGNALS:
    /// It is over, in one way or the other; the last signal.
    void ended();

private:
    enum class Phase {
        Taking,  ///< until the system has taken what was sent
        Waiting, ///< the step's time
        Looking, ///< for the answer
    };

    /// What fits an answer: copies, as the window slides on.
    struct Found {
        std::string window;
        Pattern::Groups groups;
    };

    const SequenceStep &step() const { return m_plan->steps[m_step]; }
    bool isOver() const;
    void advance();
    void timeOut();
    void look();
    bool sendMessage();
    void goToNextStep();
    void end(EventKind kind, const QString &words);

    const std::shared_ptr<const SequencePlan> m_plan;
    Outbox &m_outbox;
    QTimer m_timer; // a step's wait, or its patience
    QTimer m_turn;  // so that nothing is sent while others are told of received bytes
    std::string m_window;
    std::optional<Found> m_found;
    Phase m_phase = Phase::Taking;
    std::size_t m_step = 0;
    std::uint64_t m_done = 0;
    bool m_hasEnded = false;
};

} // namespace sockyard
