#pragma once

#include "netcore/sockets/kernelview.h"

namespace sockyard::test
{

/// An open connection on which all is as it should be.
inline KernelView calmView()
{
    using namespace std::chrono_literals;
    KernelView view;
    view.state = TcpState::Established;
    view.unread = 0;
    view.unacknowledged = 0;
    view.notSent = 0;
    view.peerWindow = 65536;
    view.ownWindow = 65536;
    view.roundTrip = 1200us;
    view.roundTripVariation = 300us;
    view.leastRoundTrip = 1ms;
    view.retransmitAfter = 204ms;
    view.retransmitsInFlight = 0;
    view.retransmitsInARow = 0;
    view.retransmitsInAll = 0;
    view.congestionControl = "cubic";
    view.congestionWindow = 10;
    view.sendSegment = 1448;
    view.receiveSegment = 1460;
    return view;
}

} // namespace sockyard::test
