#pragma once

#include "netcore/forwarding/rewriting.h"
#include "netcore/forwarding/streamfaults.h"
#include "netcore/sockets/streamsocket.h"

#include <QObject>
#include <QTimer>

namespace sockyard
{

/// One direction of a forwarded pair: what one socket receives the other sends, rewritten and with
/// faults where these are wanted, and straight from the log's memory where they are not. While more
/// than mostOwed bytes wait to be sent, nothing is received. Owned by ForwardedPair, on whose
/// thread it lives, and outlived by both sockets.
class ForwardedDirection : public QObject
{
    Q_OBJECT

public:
    /// What a side that does not read may cost, but for one receive.
    static constexpr std::size_t mostOwed = 512U * 1024;

    ForwardedDirection(ForwardDirection direction, StreamSocket &from, StreamSocket &to,
                       const std::shared_ptr<const RewriteRules> &rules, std::uint64_t seed,
                       QObject *parent = nullptr);

    /// Both are connected: what comes goes on.
    void begin();
    void setFaults(const Faults &faults);
    /// A person has the receiving stop, and go on.
    void setPaused(bool on);
    /// One of them is gone: nothing goes on, and what waits here is told as Discarded.
    void giveUp();
    /// What was received and has not been given to the system yet.
    std::size_t owed() const;
    /// The sender has finished, which its socket tells by itself unless it is closed by that.
    void end();

Q_SIGNALS:
    /// The receiver is to be told the end: FIN, behind everything that waits for it.
    void finishWanted();
    /// A fault wants both cut; \a why is for the log.
    void cutWanted(const QString &why);

private:
    void take(ByteView bytes);
    void send(ByteView bytes);
    void carryOn();
    bool sendNext(FaultTime now);
    void rewrite(FaultTime now);
    void pass(ByteView bytes, FaultTime now);
    void finish();
    void updateReceiving();
    void waitForNext(FaultTime now);
    void note(std::string_view mark, const QString &words) const;

    const ForwardDirection m_direction;
    StreamSocket &m_from;
    StreamSocket &m_to;
    Rewriting m_rewriting;
    StreamFaults m_faults;
    QTimer m_due;
    bool m_begun = false;
    bool m_paused = false;
    bool m_ended = false;
    bool m_finished = false;
};

} // namespace sockyard
