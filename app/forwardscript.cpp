#include "app/forwardscript.h"

#include "widgets/models/words.h"
#include "widgets/pages/forwarderpage.h"

#include <utility>

namespace sockyard
{

ForwardScript::ForwardScript(ForwarderPage *page, ForwarderSettings settings, QObject *parent)
    : TabScript(page, parent)
    , m_page(page)
    , m_settings(std::move(settings))
{
}

void ForwardScript::start()
{
    m_page->startWith(m_settings);
}

void ForwardScript::tell(const Event &event)
{
    const EventKind begins = m_settings.carries == ForwarderSettings::Carries::Datagrams
                                 ? EventKind::Bound
                                 : EventKind::Listening;
    if (event.connection() != 0) {
        return; // what befalls a connection is the client's business
    }
    if (event.kind() == begins) {
        say(QStringLiteral("forwarder listening %1 -> %2")
                .arg(fromUtf8(event.local()), placeText(m_settings.target)));
    } else if (isFailure(event)) {
        fail(event);
    }
}

} // namespace sockyard
