#include "netcore/endpoints/streamendpoint.h"

#include "netcore/sockets/journal.h"
#include "netcore/tls/tlscontext.h"

#include <utility>

namespace sockyard
{

StreamEndpoint::StreamEndpoint(std::shared_ptr<EventLog> log, const Courier::Words &words)
    : Endpoint(std::move(log))
    , m_courier(this->log(), words)
{
}

void StreamEndpoint::send(const Addressees &to, const PreparedMessage &message)
{
    m_courier.send(to, message);
}

void StreamEndpoint::finish(const Addressees &to)
{
    m_courier.finish(idsOf(to));
}

void StreamEndpoint::repeat(const Addressees &to, const RepeatPlan &plan)
{
    m_courier.repeat(to, plan);
}

void StreamEndpoint::play(const Addressees &to, const SequencePlan &plan)
{
    m_courier.play(to, plan);
}

void StreamEndpoint::stopSending(const Addressees &to)
{
    m_courier.stopSending(to);
}

void StreamEndpoint::stopSending(const SendingProgress &job)
{
    m_courier.stop(job);
}

void StreamEndpoint::tellTls(const Journal &journal, const TlsContext &tls)
{
    for (const QString &remark : tls.remarks()) {
        journal.write(EventKind::Note, remark);
    }
}

} // namespace sockyard
