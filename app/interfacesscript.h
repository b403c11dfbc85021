#pragma once

#include "app/tabscript.h"

namespace sockyard
{

class InterfacesPage;

/// The interfaces of --interfaces: a line for each address that there is, and then one for each
/// change.
class InterfacesScript : public TabScript
{
    Q_OBJECT

public:
    explicit InterfacesScript(InterfacesPage *page, QObject *parent = nullptr);

    void start() override;

protected:
    void tell(const Event &event) override;

private:
    static void tellAddresses();

    InterfacesPage *const m_page;
};

} // namespace sockyard
