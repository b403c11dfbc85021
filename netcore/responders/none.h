#pragma once

#include "netcore/responders/responder.h"

namespace sockyard
{

/// Says nothing by itself: a person answers. When the client finishes, the connection stays half
/// open until the person finishes too.
class None : public Responder
{
public:
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;
};

} // namespace sockyard
