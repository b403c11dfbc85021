#pragma once

#include "netcore/responders/responder.h"

namespace sockyard
{

/// Throws away whatever comes until the client finishes, then closes (RFC 863). Never answers.
class Discard : public Responder
{
public:
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;
};

} // namespace sockyard
