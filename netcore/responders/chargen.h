#pragma once

#include "netcore/responders/registry.h"

#include <array>
#include <string_view>

namespace sockyard
{

/// Sends lines of 72 characters for as long as the client is there (RFC 864): the 95 printable
/// ASCII characters in a ring, each line beginning one character later than the one before. What
/// the client says is thrown away; when it finishes, this side closes.
class Chargen : public Responder
{
public:
    static const std::array<ReplyOption, 1> options;
    static PreparedReply prepare(const OptionValues &values);

    /// 0 … 1,000,000 lines a second, spread evenly; 0: as fast as they are taken.
    explicit Chargen(int linesPerSecond = 100);

    bool readsAlways() const override { return true; }
    Reply onAccepted() override;
    Reply onReceived(ByteView bytes) override;
    Reply onTaken() override;
    Reply onPeerFinished() override;

private:
    Reply next();
    void beginBeat();

    const int m_linesPerSecond;
    // A second has so many beats; lines that are due together leave together.
    const int m_beatsPerSecond;
    int m_beat = 0;                     ///< of this second
    std::size_t m_due = 0;              ///< lines of this beat that are still to be sent
    std::chrono::milliseconds m_wait{}; ///< until the next beat
    std::size_t m_line = 0;             ///< in the ring: the next one
};

} // namespace sockyard
