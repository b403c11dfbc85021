#include "netcore/log/export/packet.h"

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::size_t ipv4Header = 20;
constexpr std::size_t ipv6Header = 40;
constexpr std::size_t tcpHeader = 20;
constexpr std::size_t udpHeader = 8;
// A SYN says that segments of any size are welcome (RFC 9293 and RFC 2675 section 5.1), and scales
// the window (RFC 7323) by 14, the most there is: no amount of bytes on their way is more than it.
constexpr std::array<std::uint8_t, 8> synOptions = {2, 4, 0xff, 0xff, 3, 3, 14, 0};
constexpr std::uint16_t window = 65535;
constexpr std::size_t largestLength = 65535; // both families have 16 bits for it

char *put8(char *at, unsigned value)
{
    *at = static_cast<char>(value);
    return at + 1;
}

char *put16(char *at, std::size_t value)
{
    return put8(put8(at, static_cast<unsigned>(value >> 8 & 0xff)),
                static_cast<unsigned>(value & 0xff));
}

char *put32(char *at, std::uint32_t value)
{
    return put16(put16(at, value >> 16), value & 0xffff);
}

/// The Internet checksum's sum (RFC 1071): it comes out right in the machine's own order of bytes,
/// where the result is stored in that order, too.
std::uint64_t sumOf(const void *bytes, std::size_t size)
{
    const auto *at = static_cast<const char *>(bytes);
    std::uint64_t sum = 0;
    for (; size >= 8; at += 8, size -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        sum += (word & 0xffffffff) + (word >> 32);
    }
    std::uint64_t rest = 0;
    if (size > 0) {
        std::memcpy(&rest, at, size);
    }
    return sum + (rest & 0xffffffff) + (rest >> 32);
}

std::uint16_t folded(std::uint64_t sum)
{
    while (sum > 0xffff) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<std::uint16_t>(~sum);
}

void putChecksum(char *at, std::uint64_t sum, bool zeroMeansNone)
{
    std::uint16_t checksum = folded(sum);
    if (zeroMeansNone && checksum == 0) {
        checksum = 0xffff;
    }
    std::memcpy(at, &checksum, sizeof checksum);
}

} // namespace

std::size_t Packet::maximumPayload(Protocol protocol, bool ipv4)
{
    return largestLength - (ipv4 ? ipv4Header : 0) -
           (protocol == Protocol::Tcp ? tcpHeader : udpHeader);
}

std::size_t Packet::transportHeader() const
{
    return protocol == Protocol::Udp ? udpHeader
           : (flags & Syn) != 0      ? tcpHeader + synOptions.size()
                                     : tcpHeader;
}

std::size_t Packet::size() const
{
    return (isIpv4() ? ipv4Header : ipv6Header) + transportHeader() + payload.size();
}

// Nobody knows how far the packet had come. A group's packets stay in their network, except that
// multicast DNS demands all hops (RFC 6762 section 11).
std::uint8_t Packet::hops() const
{
    constexpr std::array<std::uint8_t, 4> mdns = {224, 0, 0, 251};
    if (!to.isMulticast()) {
        return 64;
    }
    return to.isIpv4() && std::equal(mdns.begin(), mdns.end(), to.bytes.begin() + 12) ? 255 : 1;
}

char *Packet::putIpv4(char *at, std::size_t transportLength) const
{
    char *const begin = at;
    at = put16(at, 0x4500);
    at = put16(at, ipv4Header + transportLength);
    at = put16(at, 0);
    at = put16(at, 0x4000); // not to be fragmented, so that it needs no identification (RFC 6864)
    at = put8(at, hops());
    at = put8(at, static_cast<unsigned>(protocol));
    char *const checksum = at;
    at = put16(at, 0);
    for (const NetworkAddress *address : {&from, &to}) {
        std::memcpy(at, &address->bytes[12], 4);
        at += 4;
    }
    putChecksum(checksum, sumOf(begin, ipv4Header), false);
    return at;
}

char *Packet::putIpv6(char *at, std::size_t transportLength) const
{
    at = put32(at, 0x60000000);
    at = put16(at, transportLength);
    at = put8(at, static_cast<unsigned>(protocol));
    at = put8(at, hops());
    for (const NetworkAddress *address : {&from, &to}) {
        std::memcpy(at, address->bytes.data(), address->bytes.size());
        at += address->bytes.size();
    }
    return at;
}

char *Packet::putTransport(char *at, std::size_t transportLength) const
{
    char *const begin = at;
    char *checksum = nullptr;
    at = put16(at, from.port);
    at = put16(at, to.port);
    if (protocol == Protocol::Udp) {
        at = put16(at, transportLength);
        checksum = at;
        at = put16(at, 0);
    } else {
        at = put32(at, sequence);
        at = put32(at, acknowledgement);
        at = put8(at, static_cast<unsigned>(transportHeader() / 4 << 4));
        at = put8(at, flags);
        at = put16(at, window);
        checksum = at;
        at = put16(at, 0);
        at = put16(at, 0);
        if ((flags & Syn) != 0) {
            std::memcpy(at, synOptions.data(), synOptions.size());
            at += synOptions.size();
        }
    }
    std::array<char, 4> pseudo = {}; // the rest of the pseudo header is the same for both families
    put16(put16(pseudo.data(), transportLength), static_cast<unsigned>(protocol));
    const std::size_t skipped = isIpv4() ? 12 : 0;
    const std::uint64_t sum =
        sumOf(&from.bytes[skipped], 16 - skipped) + sumOf(&to.bytes[skipped], 16 - skipped) +
        sumOf(pseudo.data(), pseudo.size()) + sumOf(begin, static_cast<std::size_t>(at - begin)) +
        sumOf(payload.data(), payload.size());
    putChecksum(checksum, sum, protocol == Protocol::Udp);
    return at;
}

void Packet::appendTo(OutputBuffer &out) const
{
    const std::size_t transportLength = transportHeader() + payload.size();
    char *at = out.extend(size());
    at = isIpv4() ? putIpv4(at, transportLength) : putIpv6(at, transportLength);
    at = putTransport(at, transportLength);
    if (!payload.empty()) {
        std::memcpy(at, payload.data(), payload.size());
    }
}

} // namespace sockyard
