#pragma once

#include "app/commandline.h"
#include "app/tabscript.h"

namespace sockyard
{

class UdpPage;

/// The UDP socket of --udp.
class UdpScript : public TabScript
{
    Q_OBJECT

public:
    UdpScript(UdpPage *page, UdpCommand command, QObject *parent = nullptr);

    void start() override;

protected:
    void tell(const Event &event) override;

private:
    UdpPage *const m_page;
    const UdpCommand m_command;
};

} // namespace sockyard
