#include "netcore/responders/chargen.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::size_t ring = '~' - ' ' + 1; // 95 characters, and as many different lines
constexpr std::size_t lineSize = 72 + 2;    // with CRLF
constexpr std::size_t mostLines = 9 * ring; // 63,270 bytes a reply
constexpr int mostBeats = 100;              // a second: a timer is no better than that everywhere

std::string madeLines(std::size_t count)
{
    std::string lines;
    lines.reserve(count * lineSize);
    for (std::size_t line = 0; line < count; ++line) {
        for (std::size_t column = 0; column < lineSize - 2; ++column) {
            lines += static_cast<char>(' ' + (line + column) % ring);
        }
        lines += "\r\n";
    }
    return lines;
}

/// So many lines in a row, at most mostLines, from one of the ring.
ByteView linesFrom(std::size_t line, std::size_t count)
{
    static const std::string lines = madeLines(mostLines + ring); // the same for all clients
    return std::as_bytes(std::span(lines).subspan(line * lineSize, count * lineSize));
}

} // namespace

constinit const std::array<ReplyOption, 1> Chargen::options = {
    ReplyOption{.key = "lines-per-second",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Lines a second"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "How many lines each client is sent in a second. "
                                                 "0 is as many as it takes."),
                .kind = ReplyOption::Kind::Number,
                .usual = "100",
                .least = 0,
                .most = 1000000}};

PreparedReply Chargen::prepare(const OptionValues &values)
{
    return {[linesPerSecond = values.number("lines-per-second")](const ClientFacts & /*client*/) {
        return std::make_unique<Chargen>(linesPerSecond);
    }};
}

Chargen::Chargen(int linesPerSecond)
    : m_linesPerSecond(linesPerSecond)
    , m_beatsPerSecond(std::min(linesPerSecond, mostBeats))
{
}

Reply Chargen::onAccepted()
{
    return next();
}

Reply Chargen::onTaken()
{
    return next();
}

Reply Chargen::next()
{
    std::chrono::milliseconds after{0};
    if (m_linesPerSecond == 0) {
        m_due = mostLines;
    } else if (m_due == 0) {
        after = m_wait;
        beginBeat();
    }
    const std::size_t count = std::min(m_due, mostLines);
    const ByteView lines = linesFrom(m_line, count);
    m_due -= count;
    m_line = (m_line + count) % ring;
    return {.bytes = lines, .then = Reply::Then::More, .after = after};
}

void Chargen::beginBeat()
{
    // Of something that a second has, this beat's part: over a second nothing is lost by rounding.
    const auto share = [this](std::int64_t whole) {
        return whole * (m_beat + 1) / m_beatsPerSecond - whole * m_beat / m_beatsPerSecond;
    };
    m_due = static_cast<std::size_t>(share(m_linesPerSecond));
    m_wait = std::chrono::milliseconds(share(1000));
    m_beat = (m_beat + 1) % m_beatsPerSecond;
}

Reply Chargen::onReceived(ByteView /*bytes*/)
{
    return {};
}

Reply Chargen::onPeerFinished()
{
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
