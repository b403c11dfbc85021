#pragma once

#include "netcore/log/export/networkaddress.h"
#include "netcore/log/export/outputbuffer.h"

namespace sockyard
{

/// An IP packet with one TCP segment (RFC 9293) or one UDP datagram (RFC 768) in it, made up from
/// what a program sent or received. IPv4 (RFC 791) where both addresses are, else IPv6 (RFC 8200).
/// All checksums are right. Plain data; it shows bytes that someone else owns.
struct Packet {
    enum class Protocol : std::uint8_t { Tcp = 6, Udp = 17 };
    enum Flag : std::uint8_t { Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16 };

    Protocol protocol = Protocol::Tcp;
    NetworkAddress from;
    NetworkAddress to;
    std::uint8_t flags = 0;     ///< TCP only, as are both numbers
    std::uint32_t sequence = 0; ///< of the first byte
    std::uint32_t acknowledgement = 0;
    ByteView payload = {};

    /// The most bytes that a packet between such addresses can carry.
    static std::size_t maximumPayload(Protocol protocol, bool ipv4);

    /// How many bytes appendTo() appends.
    std::size_t size() const;
    void appendTo(OutputBuffer &out) const;

private:
    bool isIpv4() const { return from.isIpv4() && to.isIpv4(); }
    std::size_t transportHeader() const;
    char *putIpv4(char *at, std::size_t transportLength) const;
    char *putIpv6(char *at, std::size_t transportLength) const;
    char *putTransport(char *at, std::size_t transportLength) const;
    std::uint8_t hops() const;
};

} // namespace sockyard
