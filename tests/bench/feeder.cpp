#include "tests/bench/feeder.h"

#include <array>
#include <string_view>

namespace sockyard::bench
{

namespace
{
constexpr int mostPerTurn = 512;
constexpr std::array<std::string_view, 4> peers = {"127.0.0.1:50001", "127.0.0.1:50002",
                                                   "127.0.0.1:50003", "127.0.0.1:50004"};
} // namespace

Feeder::Feeder(EventLog &log, EventNumber events, std::uint64_t bytes, QObject *endpoint)
    : QObject(endpoint)
    , m_log(log)
    , m_left(events)
    , m_payload(bytes / events, std::byte('x'))
{
    connect(&m_timer, &QTimer::timeout, this, &Feeder::feed);
    m_timer.start();
}

void Feeder::feed()
{
    for (int turn = 0; turn < mostPerTurn && m_log.hasRoom(); ++turn) {
        if (m_left == 0) {
            m_timer.stop();
            deleteLater();
            return;
        }
        const auto index = static_cast<std::size_t>(--m_left % peers.size());
        m_log.append({.kind = EventKind::Received,
                      .connection = index + 1,
                      .local = "127.0.0.1:9999",
                      .peer = peers.at(index),
                      .bytes = m_payload.size(),
                      .payload = m_payload});
    }
    m_timer.setInterval(m_log.hasRoom() ? 0 : 1);
}

} // namespace sockyard::bench
