#pragma once

#include "app/commandline.h"
#include "app/tabscript.h"

#include <QSet>

namespace sockyard
{

class TcpClientPage;

/// The client of --client. Each connection sends what is to be sent.
class ClientScript : public TabScript
{
    Q_OBJECT

public:
    ClientScript(TcpClientPage *page, ClientCommand command, QObject *parent = nullptr);

    void start() override;
    /// An address or an attempt that failed is made good by one that did not.
    bool hasFailed() const override;

protected:
    void tell(const Event &event) override;

private:
    void sendAll(ConnectionId connection);

    TcpClientPage *const m_page;
    const ClientCommand m_command;
    QSet<ConnectionId> m_connected; // whatever became of them
    bool m_attemptFailed = false;   // to connect
};

} // namespace sockyard
