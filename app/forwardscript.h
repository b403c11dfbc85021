#pragma once

#include "app/commandline.h"
#include "app/tabscript.h"

namespace sockyard
{

class ForwarderPage;

/// The port forwarder of --forward.
class ForwardScript : public TabScript
{
    Q_OBJECT

public:
    ForwardScript(ForwarderPage *page, ForwarderSettings settings, QObject *parent = nullptr);

    void start() override;

protected:
    void tell(const Event &event) override;

private:
    ForwarderPage *const m_page;
    const ForwarderSettings m_settings;
};

} // namespace sockyard
