#include "app/serverscript.h"

#include "widgets/models/words.h"
#include "widgets/pages/tcpserverpage.h"

#include <utility>

namespace sockyard
{

ServerScript::ServerScript(TcpServerPage *page, TcpServerSettings settings, QObject *parent)
    : TabScript(page, parent)
    , m_page(page)
    , m_settings(std::move(settings))
{
}

void ServerScript::start()
{
    m_page->startWith(m_settings);
}

void ServerScript::tell(const Event &event)
{
    if (event.kind() == EventKind::Listening) {
        say(QStringLiteral("server listening %1").arg(fromUtf8(event.local())));
    } else if (isFailure(event) && event.connection() == 0) {
        fail(event);
    }
}

} // namespace sockyard
