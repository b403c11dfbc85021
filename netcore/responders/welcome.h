#pragma once

#include "netcore/responders/registry.h"

#include <array>

namespace sockyard
{

/// Sends its greeting as soon as the client is there, before anything is received, and closes.
class Welcome : public Responder
{
public:
    static const std::array<ReplyOption, 1> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit Welcome(std::string greeting = "Welcome to the server!");

    Reply onAccepted() override;
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;

private:
    const std::string m_greeting;
};

} // namespace sockyard
