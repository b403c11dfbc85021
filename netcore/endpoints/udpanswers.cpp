#include "netcore/endpoints/udpanswers.h"

#include "netcore/responders/datagramanswer.h"
#include "netcore/sockets/bytes.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Of answers that are not due yet.
constexpr std::size_t mostWaiting = 1024;

} // namespace

UdpAnswers::UdpAnswers(QObject *parent)
    : QObject(parent)
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &UdpAnswers::answerHeard);
    m_delay.setSingleShot(true);
    m_delay.setTimerType(Qt::PreciseTimer);
    connect(&m_delay, &QTimer::timeout, this, &UdpAnswers::answerWaiting);
}

void UdpAnswers::hear(const SocketAddress &sender, ByteView datagram, const Journal &journal)
{
    if (m_reply.make) {
        m_heard.push_back({sender,
                           QByteArray(reinterpret_cast<const char *>(datagram.data()),
                                      static_cast<qsizetype>(datagram.size())),
                           journal});
        m_turn.start();
    }
}

void UdpAnswers::answerHeard()
{
    for (const Heard &heard : std::exchange(m_heard, {})) {
        const Journal &journal = heard.journal;
        const DatagramAnswer answer =
            answerTo(viewOf(heard.datagram), m_reply,
                     {journal.connection(), journal.local(), journal.peer()});
        for (const QString &note : answer.notes) {
            journal.write(EventKind::Note, note);
        }
        if (answer.bytes.isEmpty()) {
            continue;
        }
        if (answer.after.count() <= 0) {
            Q_EMIT due(heard.sender, answer.bytes);
        } else if (m_waiting.size() < mostWaiting) {
            m_waiting.emplace(Clock::now() + answer.after,
                              Waiting{heard.sender, answer.bytes, journal});
        } else {
            journal.discarded(viewOf(answer.bytes), tr("too many answers wait for their time"));
        }
    }
    waitForNext();
}

void UdpAnswers::answerWaiting()
{
    while (!m_waiting.empty() && m_waiting.begin()->first <= Clock::now()) {
        const Waiting first = m_waiting.extract(m_waiting.begin()).mapped();
        Q_EMIT due(first.peer, first.answer);
    }
    waitForNext();
}

void UdpAnswers::waitForNext()
{
    if (!m_waiting.empty()) {
        const auto left = m_waiting.begin()->first - Clock::now();
        m_delay.start(std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(left)));
    }
}

void UdpAnswers::stop()
{
    m_turn.stop();
    m_delay.stop();
    m_heard.clear();
    for (const auto &[when, waiting] : std::exchange(m_waiting, {})) {
        waiting.journal.discarded(viewOf(waiting.answer),
                                  tr("the answer was not due yet, and will not be sent"));
    }
}

} // namespace sockyard
