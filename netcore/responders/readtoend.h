#pragma once

#include "netcore/responders/registry.h"

#include <QCryptographicHash>

#include <array>

namespace sockyard
{

/// Answers how many bytes came and their SHA-256 (FIPS 180-4) on one line, and closes. Keeps no
/// more of them than that.
class ReadToEnd : public Responder
{
public:
    /// What it waits for before it answers.
    enum class Until {
        End,       ///< the client has finished: a client that waits for the answer waits for ever
        FirstRead, ///< anything has come: the answer is about that
    };

    static const std::array<ReplyOption, 1> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit ReadToEnd(Until until = Until::End);

    std::size_t readSize() const override;
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;

private:
    Reply answer();

    const Until m_until;
    QCryptographicHash m_hash;
    std::uint64_t m_count = 0;
    QByteArray m_answer;
};

} // namespace sockyard
