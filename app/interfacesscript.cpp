#include "app/interfacesscript.h"

#include "netcore/sockets/interfacechange.h"
#include "netcore/sockets/notemarks.h"
#include "widgets/pages/interfacespage.h"

namespace sockyard
{

InterfacesScript::InterfacesScript(InterfacesPage *page, QObject *parent)
    : TabScript(page, parent)
    , m_page(page)
{
}

void InterfacesScript::start()
{
    if (!m_page->isBusy()) { // it begins by itself when it is shown
        m_page->start();
    }
}

void InterfacesScript::tellAddresses()
{
    const auto interfaces = interfaceDetails();
    for (const InterfaceDetails &interface : interfaces) {
        QString state = interface.stateText();
        state.remove(u',');
        for (const InterfaceAddress &address : interface.addresses) {
            say(QStringLiteral("interface %1 %2 %3").arg(interface.name, address.text(), state));
        }
    }
}

void InterfacesScript::tell(const Event &event)
{
    std::string_view note = event.note();
    if (isFailure(event)) {
        fail(event);
    } else if (event.kind() == EventKind::Note && note.starts_with(watchBeginsMark)) {
        tellAddresses();
    } else if (event.kind() == EventKind::Note && note.starts_with(interfaceMark)) {
        note.remove_prefix(interfaceMark.size());
        const auto change = InterfaceChange::fromText(note);
        if (change && change->sign != InterfaceChange::Sign::There) {
            say(QStringLiteral("interface %1").arg(change->text()));
        }
    }
}

} // namespace sockyard
