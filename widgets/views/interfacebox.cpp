#include "widgets/views/interfacebox.h"

#include "netcore/sockets/interfaces.h"

#include <algorithm>

namespace sockyard
{

InterfaceBox::InterfaceBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("interfaceBox"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    fill();
    const auto all = interfaces();
    const auto loopback =
        std::find_if(all.begin(), all.end(), [](const Interface &its) { return its.loopback; });
    if (loopback != all.end()) {
        setInterfaceName(loopback->name);
    }
}

void InterfaceBox::fill()
{
    const QString present = interfaceName();
    clear();
    const auto all = interfaces();
    for (const Interface &interface : all) {
        if (!interface.multicast && !interface.loopback) {
            continue;
        }
        QString words = interface.addresses.isEmpty() ? tr("no address")
                                                      : interface.addresses.first().toString();
        if (!interface.up) {
            words = tr("down");
        }
        addItem(tr("%1 (%2)").arg(interface.name, words), interface.name);
    }
    addItem(tr("system's choice"), QString());
    setInterfaceName(present);
}

QString InterfaceBox::interfaceName() const
{
    return currentData().toString();
}

void InterfaceBox::setInterfaceName(const QString &name)
{
    if (findData(name) < 0) {
        addItem(tr("%1 (not there)").arg(name), name);
    }
    setCurrentIndex(findData(name));
}

void InterfaceBox::showPopup()
{
    fill();
    QComboBox::showPopup();
}

} // namespace sockyard
