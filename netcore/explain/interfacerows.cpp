#include "netcore/explain/explanationrow.h"
#include "netcore/sockets/notemarks.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;

/// A note about an interface with that sign, see InterfaceChange.
bool isChange(const EventStory &story, char sign)
{
    const std::string_view note = story.note;
    return story.isKind(EventKind::Note) && note.starts_with(interfaceMark) &&
           note.substr(interfaceMark.size()).starts_with(sign);
}

/// An address was looked up, and has no name.
bool isNameless(const EventStory &story)
{
    return story.isKind(EventKind::Note) && story.noteBegins(addressNameMark) &&
           story.note.find(" ! ") != std::string::npos;
}

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return isChange(story, '-'); },
     .side = Side::System,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An interface, or a part of it, is gone"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "This machine lost what the note names: an interface, its carrier, or one of its "
         "addresses. No socket is told. A server that is bound to an address that is gone stays "
         "open and hears nobody; a connection over it stalls until somebody's time is over."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "This machine, or whoever pulled the cable."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The cable is out, or the Wi-Fi is out of reach.\n"
                                 "The lease of an address is over, or another network was joined.\n"
                                 "A tunnel (VPN), a container or a virtual machine ended.\n"
                                 "An administrator switched the interface off."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Restart servers that were bound to that address on one that "
                                    "this machine has now.\n"
                                    "Bind servers to all addresses where addresses come and go."),
     .standard = "RFC 4862; RFC 2131"},
    {.fits = [](const EventStory &story) { return isChange(story, '+'); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An interface has more than before"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "This machine has what the note names: a new interface, a carrier, or an address more. "
         "Servers that listen on all addresses are reached there at once; others must be started "
         "on it."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This machine."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A cable was plugged in, or a Wi-Fi joined.\n"
                                 "A router or a DHCP server gave an address; of IPv6 a machine has "
                                 "several, and temporary ones come every day.\n"
                                 "A tunnel (VPN), a container or a virtual machine began."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Look in the list from how far away the address is reached."),
     .standard = "RFC 4862; RFC 8981; RFC 2131"},
    {.fits = [](const EventStory &story) { return isChange(story, '~'); },
     .side = Side::System,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An interface is other than before"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The note says what is other. A smaller MTU means that larger packets are cut into "
         "fragments, or refused as EMSGSIZE. A deprecated address serves what exists, and no new "
         "connection begins from it."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "This machine."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "An administrator or a program changed it.\n"
                                 "The time of an address is nearly over."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Where datagrams are lost since then, send smaller ones."),
     .standard = "RFC 4862; RFC 8201"},
    {.fits = isNameless,
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "An address without a name"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "The address was looked up, and nobody who was asked knows a name for it. That is no "
         "fault: names lead to addresses, and the way back is kept apart and often left out."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Whoever the addresses of that network belong to."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The address is private, and no name server knows it.\n"
                                 "Nobody wrote a PTR record for it.\n"
                                 "No name server was reached."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Use the address itself.\n"
                                    "For this machine alone, write a name into its hosts file."),
     .standard = "RFC 1035, section 3.5; RFC 3596"},
});

} // namespace

std::span<const ExplanationRow> interfaceRows()
{
    return rows;
}

} // namespace sockyard
