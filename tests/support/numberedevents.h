#pragma once

#include "netcore/log/eventlog.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>

// Events that any reader can check, for the tests of storage: plain C++20.
namespace sockyard::test
{

inline ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

inline std::string textOf(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// Bytes that differ from place to place, and from seed to seed.
inline std::string pattern(std::size_t size, std::size_t seed)
{
    std::string bytes(size, '\0');
    for (std::size_t index = 0; index < size; ++index) {
        bytes[index] = static_cast<char>((index * 31 + index / 251 + seed * 7) & 0xffU);
    }
    return bytes;
}

/// The content of an event follows from its number, so that any reader can check it.
inline std::string payloadOf(EventNumber number)
{
    return pattern(number * 7 % 400, number);
}

inline void expectWhole(const Event &event)
{
    ASSERT_EQ(event.connection(), event.number());
    ASSERT_EQ(event.bytes(), event.payload().size());
    ASSERT_TRUE(textOf(event.payload()) == payloadOf(event.number()));
    ASSERT_EQ(event.peer(), "peer " + std::to_string(event.number() % 20));
    ASSERT_EQ(event.note(), "note " + std::to_string(event.number()));
}

inline void appendNumbered(EventLog &log, EventNumber number)
{
    const std::string payload = payloadOf(number);
    const std::string peer = "peer " + std::to_string(number % 20);
    const std::string note = "note " + std::to_string(number);
    if (number % 2 == 0) {
        const auto buffer = log.receiveBuffer(400, 4000);
        std::memcpy(buffer.data(), payload.data(), payload.size());
        log.append({.kind = EventKind::Received,
                    .connection = number,
                    .peer = peer,
                    .note = note,
                    .bytes = payload.size(),
                    .payload = buffer.first(payload.size())});
        return;
    }
    log.append({.kind = EventKind::Received,
                .connection = number,
                .peer = peer,
                .note = note,
                .bytes = payload.size(),
                .payload = viewOf(payload)});
}

} // namespace sockyard::test
