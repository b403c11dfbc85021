#include "netcore/chat/chatcopies.h"

#include "netcore/chat/texthash.h"

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::int64_t longestDelay = 1000000000; // ns
constexpr std::size_t shelfCount = 1024;

} // namespace

bool ChatCopies::Message::hasComeBy(std::uint32_t way) const
{
    const auto *const end = ways.begin() + wayCount;
    return std::find(ways.begin(), end, way) != end;
}

std::optional<ChatCopies::Told> ChatCopies::copyOf(const Way &way, ByteView payload,
                                                   std::int64_t elapsed, const Told &told)
{
    if (m_shelves.empty()) {
        m_shelves.resize(shelfCount);
    }
    const std::size_t colon = way.sender.rfind(':');
    const std::string_view host = way.sender.substr(0, colon);
    const std::string_view port =
        colon == std::string_view::npos ? std::string_view() : way.sender.substr(colon);
    const std::size_t bytes = qHashBits(payload.data(), payload.size(), QHashSeed::globalSeed());
    const std::size_t key = qHashMulti(bytes, TextHash()(port), payload.size(), way.sent);
    const auto its = static_cast<std::uint32_t>(qHashMulti(TextHash()(host), way.connection));

    Shelf &shelf = m_shelves[key % shelfCount];
    // From the oldest on: copies come in the order of their messages.
    for (std::size_t step = 0; step < shelf.messages.size(); ++step) {
        Message &message = shelf.messages.at((shelf.next + step) % shelf.messages.size());
        const std::int64_t delay = elapsed - message.elapsed;
        if (message.wayCount == 0 || message.key != key || delay < 0 || delay > longestDelay ||
            message.hasComeBy(its)) {
            continue;
        }
        if (message.wayCount < mostWays) {
            message.ways.at(message.wayCount++) = its;
        }
        return message.told;
    }
    Message &message = shelf.messages.at(shelf.next);
    shelf.next = (shelf.next + 1) % shelf.messages.size();
    message.key = key;
    message.elapsed = elapsed;
    message.told = told;
    message.ways.front() = its;
    message.wayCount = 1;
    return std::nullopt;
}

} // namespace sockyard
