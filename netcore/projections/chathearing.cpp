#include "netcore/projections/chathearing.h"

#include "netcore/codec/chatwires.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// The most that is remembered of each; all are far above what one machine needs.
constexpr std::size_t mostSenders = 64;
constexpr std::size_t mostAliases = 4096;
constexpr std::size_t mostAwaited = 256;
// Names longer than this are not told apart.
constexpr std::size_t longestName = 128;
// A datagram of a sender that was closed may still wait in the receiver's queue for so long. Later,
// the system may have given its port to another program.
constexpr std::int64_t ownAfterClosing = 5000000000; // ns
// An own message that has not come back by then will not.
constexpr std::int64_t longestWayBack = 60000000000; // ns

/// `[fe80::1]:5000` of `[fe80::1%eth0]:5000`.
std::string withoutScope(std::string_view address)
{
    const std::size_t from = address.find('%');
    const std::size_t to = address.find(']');
    if (from == std::string_view::npos || to == std::string_view::npos || to < from) {
        return std::string(address);
    }
    return std::string(address.substr(0, from)) + std::string(address.substr(to));
}

std::size_t hashOf(ByteView bytes)
{
    return qHashBits(bytes.data(), bytes.size(), QHashSeed::globalSeed());
}

} // namespace

ChatHeard ChatHearing::apply(const Event &event)
{
    if (m_probes.apply(event)) {
        return {};
    }
    switch (event.kind()) {
    case EventKind::Connected:
        addSender(event.local(), event.connection());
        return {};
    case EventKind::Closed:
        return closed(event);
    case EventKind::Sent:
    case EventKind::Received:
        return datagram(event);
    default:
        return {};
    }
}

ChatHeard ChatHearing::datagram(const Event &event)
{
    const bool sent = event.kind() == EventKind::Sent;
    ChatHeard heard;
    heard.event = event.number();
    heard.time = event.time();
    heard.elapsed = event.elapsed();
    heard.address = sent ? event.local() : event.peer();
    auto reading = readChatDatagram(event.payload());
    auto *const message = std::get_if<ChatMessage>(&reading);
    if (message == nullptr) {
        ++m_foreign;
        heard.what = ChatHeard::What::Foreign;
        heard.person = heard.address;
        return heard;
    }
    heard.message = std::move(*message);
    if (sent) { // a log may begin after its sender was connected
        addSender(heard.address, event.connection());
    }
    const auto own = ownAt(heard.address, heard.elapsed);
    heard.own = sent || own.has_value();
    heard.address = own.value_or(heard.address);
    heard.person = personAt(heard.address, heard.message.name);
    const auto told = m_copies.copyOf(
        {.sent = sent, .connection = event.connection(), .sender = heard.address}, event.payload(),
        heard.elapsed, {.event = heard.event, .person = heard.person});
    if (told) {
        learn(heard.address, told->person, heard.message.name);
        heard.what = ChatHeard::What::Copy;
        heard.told = told->event;
        heard.person = told->person;
    } else if (sent) {
        sentAnew(heard, event);
    } else {
        receivedAnew(heard, event);
    }
    return heard;
}

void ChatHearing::sentAnew(ChatHeard &heard, const Event &event)
{
    heard.what = ChatHeard::What::Message;
    if (m_awaited.size() == mostAwaited) {
        m_awaited.pop_front();
    }
    m_awaited.push_back({hashOf(event.payload()), heard.elapsed, heard.event});
}

void ChatHearing::receivedAnew(ChatHeard &heard, const Event &event)
{
    heard.what = ChatHeard::What::Message;
    if (!heard.own) {
        return;
    }
    // The oldest that fits: messages come back in the order in which they were said.
    const auto back =
        std::find_if(m_awaited.begin(), m_awaited.end(),
                     [hash = hashOf(event.payload()), now = heard.elapsed](const Awaited &its) {
                         return its.hash == hash && now - its.elapsed <= longestWayBack;
                     });
    if (back != m_awaited.end()) { // otherwise the log does not have its sending any more
        heard.what = ChatHeard::What::HeardBack;
        heard.told = back->event;
        m_awaited.erase(back);
    }
}

void ChatHearing::addSender(std::string_view address, ConnectionId connection)
{
    if (const auto known = m_senders.find(address); known != m_senders.end()) {
        known->second = {connection, std::nullopt};
        return;
    }
    if (m_senders.size() == mostSenders) {
        forgetOneSender();
    }
    m_senders.emplace(address, Sender{connection, std::nullopt});
}

void ChatHearing::forgetOneSender()
{
    m_senders.erase(std::min_element(
        m_senders.begin(), m_senders.end(), [](const auto &one, const auto &other) {
            const bool isClosed = one.second.closed.has_value();
            return isClosed == other.second.closed.has_value()
                       ? one.second.connection < other.second.connection
                       : isClosed;
        }));
}

std::optional<std::string> ChatHearing::ownAt(std::string_view address, std::int64_t elapsed) const
{
    auto sender = m_senders.find(address);
    if (sender == m_senders.end() && address.find('%') != std::string_view::npos) {
        // What left by one interface came in by another, which is its scope here.
        sender = std::find_if(m_senders.begin(), m_senders.end(),
                              [its = withoutScope(address)](const auto &known) {
                                  return withoutScope(known.first) == its;
                              });
    }
    const bool isOwn =
        sender != m_senders.end() &&
        (!sender->second.closed || elapsed - *sender->second.closed <= ownAfterClosing);
    return isOwn ? std::optional(sender->first) : std::nullopt;
}

ChatHeard ChatHearing::closed(const Event &event)
{
    ChatHeard heard;
    const auto its = std::find_if(m_senders.begin(), m_senders.end(), [&event](const auto &sender) {
        return sender.second.connection == event.connection() && !sender.second.closed;
    });
    if (its == m_senders.end()) {
        return heard;
    }
    its->second.closed = event.elapsed();
    const bool anyOpen = std::any_of(m_senders.begin(), m_senders.end(), [](const auto &sender) {
        return !sender.second.closed.has_value();
    });
    if (anyOpen) {
        return heard;
    }
    heard.what = ChatHeard::What::Gone;
    heard.own = true;
    heard.event = event.number();
    heard.time = event.time();
    heard.elapsed = event.elapsed();
    heard.address = its->first;
    const auto alias = m_aliases.find(its->first);
    heard.person = alias == m_aliases.end() ? its->first : alias->second.person;
    return heard;
}

std::string ChatHearing::personAt(std::string_view address, std::string_view name)
{
    const auto alias = m_aliases.find(address);
    if (alias == m_aliases.end()) {
        return std::string(address);
    }
    if (alias->second.name != name.substr(0, longestName)) {
        // Somebody else talks from there now, or only repeated what another one had said.
        m_aliases.erase(alias);
        return std::string(address);
    }
    return alias->second.person;
}

void ChatHearing::learn(std::string_view address, const std::string &person,
                        const std::string &name)
{
    if (address == person) {
        return;
    }
    if (m_aliases.size() == mostAliases) {
        m_aliases.clear(); // those that are still so are learned again with the next message
    }
    m_aliases.insert_or_assign(std::string(address), Alias{person, name.substr(0, longestName)});
}

} // namespace sockyard
