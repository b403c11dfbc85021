#include "app/tabs.h"

#include "widgets/pages/forwarderpage.h"
#include "widgets/pages/interfacespage.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/pages/udppage.h"

#include <QCoreApplication>

#include <array>

namespace sockyard
{

namespace
{

template <typename T>
Page *make(IoThread &thread, QWidget *parent)
{
    return new T(thread, parent);
}

// THE list of tabs.
constexpr std::array rows = {
    TabRow{"server", QT_TRANSLATE_NOOP("sockyard::Tabs", "TCP Server"), make<TcpServerPage>},
    TabRow{"client", QT_TRANSLATE_NOOP("sockyard::Tabs", "TCP Client"), make<TcpClientPage>},
    TabRow{"chat", QT_TRANSLATE_NOOP("sockyard::Tabs", "Multicast Chat"), make<MulticastChatPage>},
    TabRow{"udp", QT_TRANSLATE_NOOP("sockyard::Tabs", "UDP"), make<UdpPage>},
    TabRow{"forward", QT_TRANSLATE_NOOP("sockyard::Tabs", "Port Forwarder"), make<ForwarderPage>},
    TabRow{"interfaces", QT_TRANSLATE_NOOP("sockyard::Tabs", "Interfaces"), make<InterfacesPage>},
};

} // namespace

QString TabRow::titleText() const
{
    return QCoreApplication::translate("sockyard::Tabs", title);
}

std::span<const TabRow> tabs()
{
    return rows;
}

} // namespace sockyard
