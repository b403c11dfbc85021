#include "netcore/session.h"

#include "netcore/storagewords.h"

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto frame = 16ms;
// What the views may take of a frame; batches shrink and grow to fit.
constexpr qint64 leastMilliseconds = 3;
constexpr qint64 mostMilliseconds = 6;
constexpr EventNumber smallestBatch = 256;
constexpr EventNumber largestBatch = 16384;

} // namespace

SessionBase::SessionBase(IoThread &thread, std::shared_ptr<EventLog> log, Factory factory,
                         QObject *parent)
    : QObject(parent)
    , m_thread(thread)
    , m_log(std::move(log))
    , m_endpoint(std::make_shared<std::unique_ptr<Endpoint>>())
    , m_reader(*m_log,
               // On the I/O thread: nothing but a post to our own.
               [this] {
                   QMetaObject::invokeMethod(this, &SessionBase::scheduleReading,
                                             Qt::QueuedConnection);
               })
    , m_batch(smallestBatch * 8)
{
    m_thread.post([endpoint = m_endpoint, itsLog = m_log, factory = std::move(factory)] {
        *endpoint = factory(itsLog);
    });
    m_log->setListener(
        {.roomAgain = [this] { postToEndpoint([](Endpoint &endpoint) { endpoint.resume(); }); },
         .troubled =
             [this](const StorageTrouble &trouble) {
                 // A note, not a failure: the endpoint goes on.
                 report(EventKind::Note, storageWords(trouble));
             }});
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &SessionBase::readOn);
    m_sinceFrame.start();
    scheduleReading();
}

SessionBase::~SessionBase()
{
    m_log->setListener({});
    m_thread.post([endpoint = m_endpoint] { endpoint->reset(); });
}

void SessionBase::postToEndpoint(std::function<void(Endpoint &)> command)
{
    m_thread.post([endpoint = m_endpoint, command = std::move(command)] { command(**endpoint); });
}

void SessionBase::stop()
{
    postToEndpoint([](Endpoint &endpoint) { endpoint.stop(); });
}

void SessionBase::report(EventKind kind, const QString &note)
{
    postToEndpoint([kind, note](Endpoint &endpoint) { endpoint.report(kind, note); });
}

void SessionBase::clearLog()
{
    postToEndpoint([](Endpoint &endpoint) { endpoint.clearLog(); });
}

void SessionBase::scheduleReading()
{
    if (!m_frame.isActive()) {
        const auto wait = frame - std::chrono::milliseconds(m_sinceFrame.elapsed());
        m_frame.start(std::max(std::chrono::milliseconds(0), wait));
    }
}

void SessionBase::readOn()
{
    m_sinceFrame.start();
    const EventNumber from = m_reader.position();
    const EventNumber to = std::min(m_log->size(), from + m_batch);
    if (from < to) {
        Q_EMIT eventsArrived(from, to);
        const qint64 taken = m_sinceFrame.elapsed();
        if (taken > mostMilliseconds) {
            m_batch = std::max(smallestBatch, m_batch / 2);
        } else if (taken < leastMilliseconds && to - from == m_batch) {
            m_batch = std::min(largestBatch, m_batch * 2);
        }
        m_reader.advance(to);
    }
    if (!m_reader.wakeWhenMore()) {
        scheduleReading();
    }
}

} // namespace sockyard
