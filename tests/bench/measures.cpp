#include "tests/bench/measures.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <thread>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 4> peers = {"127.0.0.1:50001", "127.0.0.1:50002",
                                                   "127.0.0.1:50003", "127.0.0.1:50004"};

} // namespace

std::shared_ptr<EventLog> spillingLog(const std::string &folder, std::uint64_t mebibytes)
{
    EventLog::Limits limits;
    limits.file = (mebibytes << 21U) + limits.memory;
    limits.folder = folder;
    return std::make_shared<EventLog>(limits);
}

std::shared_ptr<EventLog> logInMemory(std::uint64_t mebibytes)
{
    EventLog::Limits limits;
    limits.memory += static_cast<std::size_t>(mebibytes << 21U);
    return std::make_shared<EventLog>(limits);
}

void waitForRoom(const EventLog &log)
{
    while (!log.hasRoom()) {
        std::this_thread::sleep_for(1ms);
    }
}

void appendReceived(EventLog &log, EventNumber number, ByteView payload)
{
    const auto index = static_cast<std::size_t>(number % peers.size());
    log.append({.kind = EventKind::Received,
                .connection = index + 1,
                .local = "127.0.0.1:9999",
                .peer = peers.at(index),
                .bytes = payload.size(),
                .payload = payload});
}

bool fill(EventLog &log, EventNumber events, ByteView payload)
{
    const EventNumber end = log.size() + events;
    for (EventNumber next = log.size(); next < end; ++next) {
        waitForRoom(log);
        appendReceived(log, next, payload);
    }
    return log.first() == 0;
}

std::vector<std::byte> textPayload(std::size_t size)
{
    constexpr std::string_view line =
        "2026-03-01T12:00:01.204Z device-17 status=ready temperature=21.50 C; "
        "GET /status HTTP/1.1, Host: 127.0.0.1:9999, Accept: text/plain\r\n";
    std::vector<std::byte> payload(size);
    for (std::size_t index = 0; index < size; ++index) {
        payload[index] = static_cast<std::byte>(line[index % line.size()]);
    }
    return payload;
}

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

int complain(const std::string &what)
{
    std::fprintf(stderr, "bench_log: %s\n", what.c_str());
    return 1;
}

} // namespace sockyard::bench
