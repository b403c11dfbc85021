#include "app/clientscript.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/pages/tcpclientpage.h"

#include <utility>

namespace sockyard
{

ClientScript::ClientScript(TcpClientPage *page, ClientCommand command, QObject *parent)
    : TabScript(page, parent)
    , m_page(page)
    , m_command(std::move(command))
{
}

void ClientScript::start()
{
    m_page->startWith(m_command.settings);
}

bool ClientScript::hasFailed() const
{
    return TabScript::hasFailed() ||
           (m_attemptFailed && m_connected.size() < m_command.settings.connections);
}

void ClientScript::tell(const Event &event)
{
    const bool isTls = m_command.settings.transport == Transport::Tls;
    if (event.kind() == (isTls ? EventKind::Secured : EventKind::Connected)) {
        m_connected.insert(event.connection());
        say(QStringLiteral("client connected %1 -> %2")
                .arg(fromUtf8(event.local()), fromUtf8(event.peer())));
        if (isTls) {
            say(QStringLiteral("client secured %1").arg(fromUtf8(visibleText(event.note()))));
        }
        sendAll(event.connection());
    } else if (isFailure(event) || event.kind() == EventKind::Reset) {
        if (m_connected.contains(event.connection())) {
            fail(event);
        } else {
            m_attemptFailed = true;
            complain(fromUtf8(event.note()));
        }
    }
}

void ClientScript::sendAll(ConnectionId connection)
{
    const Addressees to = QList<ConnectionId>{connection};
    for (const Message &message : m_command.sends) {
        MessageProblem problem;
        if (const auto prepared = PreparedMessage::prepare(message, &problem)) {
            m_page->send(to, *prepared);
        } else { // a file that is gone since the command line was read
            fail(problem.words);
        }
    }
    if (m_command.finishes) {
        m_page->finish(to);
    }
}

} // namespace sockyard
