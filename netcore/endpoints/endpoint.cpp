#include "netcore/endpoints/endpoint.h"

#include "netcore/sockets/journal.h"

namespace sockyard
{

Endpoint::Endpoint(std::shared_ptr<EventLog> log)
    : m_log(std::move(log))
{
}

void Endpoint::clearLog()
{
    const quint64 count = m_log->size() - m_log->first();
    m_log->clear();
    Journal(*m_log, 0).write(EventKind::Note,
                             tr("the log was cleared; events before: %1").arg(count));
    resume();
}

void Endpoint::report(EventKind kind, const QString &note)
{
    Journal(*m_log, 0).write(kind, note);
}

void Endpoint::refuse(const QString &words)
{
    report(EventKind::Failed, words);
}

} // namespace sockyard
