#pragma once

#include "netcore/responders/registry.h"

#include <array>

namespace sockyard
{

/// Reads once, answers, and closes: unless a person says otherwise at most 1024 bytes, and the
/// three bytes `ACK`.
class Ack : public Responder
{
public:
    static const std::array<ReplyOption, 2> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit Ack(std::string answer = "ACK", std::size_t readSize = 1024);

    std::size_t readSize() const override { return m_readSize; }
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;

private:
    const std::string m_answer;
    const std::size_t m_readSize;
};

} // namespace sockyard
