#pragma once

#include "netcore/responders/responder.h"

namespace sockyard
{

/// Returns every byte unchanged until the client finishes, then closes.
class Echo : public Responder
{
public:
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;
};

} // namespace sockyard
