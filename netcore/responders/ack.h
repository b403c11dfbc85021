#pragma once

#include "netcore/responders/responder.h"

namespace sockyard
{

/// Reads once, at most 1024 bytes, answers the three bytes `ACK`, and closes.
class Ack : public Responder
{
public:
    std::size_t readSize() const override { return 1024; }
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;
};

} // namespace sockyard
