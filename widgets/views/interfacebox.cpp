#include "widgets/views/interfacebox.h"

#include "netcore/sockets/interfaces.h"

namespace sockyard
{

InterfaceBox::InterfaceBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("interfaceBox"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    fill();
}

void InterfaceBox::fill()
{
    const QString present = interfaceName();
    clear();
    addItem(tr("system's choice"), QString());
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
