#include "widgets/views/addressbox.h"

#include "netcore/sockets/interfaces.h"

#include <QCompleter>

namespace sockyard
{

AddressBox::AddressBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("addressBox"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(24);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    fill();
    setAddress(QStringLiteral("127.0.0.1"));
    // A chosen row leaves its address in the field, not the words beside it.
    connect(this, &QComboBox::activated, this,
            [this](int index) { setEditText(itemData(index).toString()); });
}

void AddressBox::fill()
{
    const QString present = currentText();
    clear();
    const auto offer = [this](const QString &address, const QString &words) {
        addItem(QStringLiteral("%1   %2").arg(address, words), address);
    };
    const auto all = interfaces();
    offer(QStringLiteral("127.0.0.1"), tr("only this machine"));
    offer(QStringLiteral("::1"), tr("only this machine, IPv6"));
    for (const Interface &interface : all) {
        for (const QHostAddress &address : interface.addresses) {
            if (address != QHostAddress(QHostAddress::LocalHost) &&
                address != QHostAddress(QHostAddress::LocalHostIPv6)) {
                offer(address.toString(),
                      interface.up ? interface.name : tr("%1, which is down").arg(interface.name));
            }
        }
    }
    offer(QStringLiteral("0.0.0.0"), tr("all IPv4 addresses"));
    offer(QStringLiteral("::"), tr("all IPv6 addresses"));
    offer(QStringLiteral("*"), tr("all addresses, IPv4 and IPv6"));
    setEditText(present);
}

QString AddressBox::address() const
{
    return currentText().section(u' ', 0, 0, QString::SectionSkipEmpty);
}

void AddressBox::setAddress(const QString &address)
{
    setEditText(address);
}

void AddressBox::showPopup()
{
    fill();
    const int index = findData(address());
    if (index >= 0) {
        const QString text = currentText();
        setCurrentIndex(index);
        setEditText(text);
    }
    QComboBox::showPopup();
}

} // namespace sockyard
