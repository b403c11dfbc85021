#pragma once

#include "netcore/log/event.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard
{

/// Tells copies of a chat's datagrams from others. Who talks on several interfaces sends each
/// message once on each, from one port number; who listens on several hears it as often. A datagram
/// is a copy of an earlier one where both have the same bytes and the same sender's port, the
/// earlier one came at most a second before, and no datagram of that message has come this way
/// before.
///
/// A value of one thread. Its memory is bounded: it remembers the last few thousand messages, and a
/// flood makes it forget earlier. A look-up costs the same however many they are.
class ChatCopies
{
public:
    /// How a datagram came, or went.
    struct Way {
        bool sent = false;           ///< by this side; those are told from what is received
        ConnectionId connection = 0; ///< of the socket
        std::string_view sender;     ///< the sender's address, with its port
    };
    /// The message as it was told.
    struct Told {
        EventNumber event = 0;
        std::string person;
    };

    /// The message of which this datagram, which came at \a elapsed (see Event::elapsed()), is a
    /// copy: the oldest that fits. Otherwise it is remembered as the first of a message, with what
    /// \a told says, and the result is empty.
    std::optional<Told> copyOf(const Way &way, ByteView payload, std::int64_t elapsed,
                               const Told &told);

private:
    // Of one message: more ways than these are not told apart.
    static constexpr std::size_t mostWays = 12;
    struct Message {
        std::size_t key = 0;
        std::int64_t elapsed = 0;
        Told told;
        std::array<std::uint32_t, mostWays> ways = {}; // hashes
        std::size_t wayCount = 0;                      // 0: nothing is remembered here

        bool hasComeBy(std::uint32_t way) const;
    };
    // Messages whose keys lead to one place; a new one takes the place of the oldest.
    struct Shelf {
        std::array<Message, 8> messages;
        std::size_t next = 0;
    };

    std::vector<Shelf> m_shelves; // none before the first message
};

} // namespace sockyard
