#include "app/tabscripts.h"

#include "app/chatscript.h"
#include "app/clientscript.h"
#include "app/forwardscript.h"
#include "app/interfacesscript.h"
#include "app/mainwindow.h"
#include "app/serverscript.h"
#include "app/udpscript.h"
#include "widgets/pages/forwarderpage.h"
#include "widgets/pages/interfacespage.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"
#include "widgets/pages/udppage.h"

namespace sockyard
{
std::vector<std::unique_ptr<TabScript>> tabScripts(const MainWindow &window,
                                                   const CommandLine &commandLine)
{
    std::vector<std::unique_ptr<TabScript>> scripts;
    if (commandLine.server) {
        scripts.push_back(
            std::make_unique<ServerScript>(window.page<TcpServerPage>(), *commandLine.server));
    }
    if (commandLine.client) {
        scripts.push_back(
            std::make_unique<ClientScript>(window.page<TcpClientPage>(), *commandLine.client));
    }
    if (commandLine.chat) {
        scripts.push_back(
            std::make_unique<ChatScript>(window.page<MulticastChatPage>(), *commandLine.chat));
    }
    if (commandLine.udp) {
        scripts.push_back(std::make_unique<UdpScript>(window.page<UdpPage>(), *commandLine.udp));
    }
    if (commandLine.forward) {
        scripts.push_back(
            std::make_unique<ForwardScript>(window.page<ForwarderPage>(), *commandLine.forward));
    }
    if (commandLine.interfaces) {
        scripts.push_back(std::make_unique<InterfacesScript>(window.page<InterfacesPage>()));
    }
    return scripts;
}

} // namespace sockyard
