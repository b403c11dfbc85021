#pragma once

#include "app/commandline.h"
#include "app/tabscript.h"

namespace sockyard
{

class TcpServerPage;

/// The server of --server.
class ServerScript : public TabScript
{
    Q_OBJECT

public:
    ServerScript(TcpServerPage *page, TcpServerSettings settings, QObject *parent = nullptr);

    void start() override;

protected:
    void tell(const Event &event) override;

private:
    TcpServerPage *const m_page;
    const TcpServerSettings m_settings;
};

} // namespace sockyard
