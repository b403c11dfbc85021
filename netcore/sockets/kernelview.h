#pragma once

#include "netcore/sockets/native.h"
#include "netcore/sockets/socketaddress.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace sockyard
{

/// The states of a TCP connection, by RFC 9293 (section 3.3.2).
enum class TcpState {
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
    Closed,
};
inline constexpr int tcpStateCount = 11;

/// What the system's kernel says about one TCP socket at one moment. A value; what the system does
/// not tell, or not of a socket in this state, is absent. Sizes are in bytes, rates in bytes a
/// second. The comments name the field in Linux's tcp_info, see tcp(7).
struct KernelView {
    std::optional<TcpState> state; // tcpi_state
    /// How long it stays in a state that a timer ends (TIME-WAIT; FIN-WAIT-2 after close).
    std::optional<std::chrono::milliseconds> endsIn;

    // The queues.
    /// Received and acknowledged by the system, not yet read by the program (SIOCINQ).
    std::optional<std::uint64_t> unread;
    /// Taken by the system, not yet acknowledged by the peer's system (SIOCOUTQ): what is on its
    /// way and what has not been sent. A FIN is not counted.
    std::optional<std::uint64_t> unacknowledged;
    /// The part of these that has not been sent even once (tcpi_notsent_bytes).
    std::optional<std::uint64_t> notSent;

    // The peer, as this side knows it, and the way there.
    /// How much more the peer's system would take, and how much more this side's would
    /// (tcpi_snd_wnd, tcpi_rcv_wnd).
    std::optional<std::uint64_t> peerWindow;
    std::optional<std::uint64_t> ownWindow;
    /// Smoothed, its mean deviation, and the least that was seen (tcpi_rtt, tcpi_rttvar,
    /// tcpi_min_rtt); absent before the first measurement.
    std::optional<std::chrono::microseconds> roundTrip;
    std::optional<std::chrono::microseconds> roundTripVariation;
    std::optional<std::chrono::microseconds> leastRoundTrip;
    /// What is not acknowledged in that time is sent again (tcpi_rto).
    std::optional<std::chrono::microseconds> retransmitAfter;
    /// Segments that were sent again and are not acknowledged yet (tcpi_retrans), the attempts in a
    /// row that nobody answered (tcpi_retransmits), and all since the beginning
    /// (tcpi_total_retrans).
    std::optional<std::uint32_t> retransmitsInFlight;
    std::optional<std::uint32_t> retransmitsInARow;
    std::optional<std::uint32_t> retransmitsInAll;

    // Congestion control.
    std::optional<std::string> congestionControl; // TCP_CONGESTION: "cubic"
    /// In segments of sendSegment bytes (tcpi_snd_cwnd, tcpi_snd_ssthresh); the threshold is absent
    /// until the first loss sets one.
    std::optional<std::uint32_t> congestionWindow;
    std::optional<std::uint32_t> slowStartThreshold;
    /// The most bytes of data in a segment: that this side sends (tcpi_snd_mss), and that it told
    /// the peer to send (tcpi_advmss).
    std::optional<std::uint32_t> sendSegment;
    std::optional<std::uint32_t> receiveSegment;
    /// At which the peer's system took the bytes of late, and at which this side would send them
    /// (tcpi_delivery_rate, tcpi_pacing_rate).
    std::optional<std::uint64_t> deliveryRate;
    std::optional<std::uint64_t> pacingRate;
    /// How long ago data was last sent or received (tcpi_last_data_sent, tcpi_last_data_recv);
    /// absent where there was none.
    std::optional<std::chrono::milliseconds> lastSent;
    std::optional<std::chrono::milliseconds> lastReceived;

    // A listening socket's alone.
    /// How many clients the system has connected and nobody has accepted, and the most that may
    /// wait so.
    std::optional<std::uint32_t> waiting;
    std::optional<std::uint32_t> mostWaiting;

    /// The congestion window in bytes.
    std::optional<std::uint64_t> congestionBytes() const;
    /// True where bytes wait for nothing but that the peer's program reads: its window has no room
    /// for the next segment, and nothing is on its way that could change that.
    bool peerDoesNotRead() const;
};

/// True where this system tells anything of this; elsewhere the functions below give nothing.
bool hasKernelView();

// None of these blocks; any thread. Each takes a few system calls: twice a second for the one
// connection that a person looks at is what they are made for.

/// What the kernel says about an open TCP socket. Nothing for another kind of descriptor.
std::optional<KernelView> kernelView(native::Handle handle);

/// What the kernel says about the connection between these addresses of this machine and a peer,
/// which may live on though its descriptor is closed (FIN-WAIT-1 to LAST-ACK, TIME-WAIT), or be
/// another program's. TcpState::Closed where it has none; nothing where it cannot be asked.
std::optional<KernelView> kernelViewOf(const SocketAddress &local, const SocketAddress &peer);

/// How many clients wait to be accepted by a listening socket. Nothing for another one.
std::optional<int> waitingClients(native::Handle listener);

} // namespace sockyard
