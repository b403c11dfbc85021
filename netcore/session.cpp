#include "netcore/session.h"

#include "netcore/storagewords.h"

namespace sockyard
{

SessionBase::SessionBase(IoThread &thread, std::shared_ptr<EventLog> log, Factory factory,
                         QObject *parent)
    : QObject(parent)
    , m_thread(thread)
    , m_log(std::move(log))
    , m_endpoint(std::make_shared<std::unique_ptr<Endpoint>>())
    , m_follower(m_log)
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
    connect(&m_follower, &LogFollower::eventsArrived, this, &SessionBase::eventsArrived);
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

} // namespace sockyard
