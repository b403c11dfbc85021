#pragma once

#include <QComboBox>

namespace sockyard
{

/// A network interface for multicast: one of those there are, or the system's choice. The loopback
/// interface is chosen at first, so that nothing leaves this machine before a person wants it to.
/// The list is made anew each time it is opened.
class InterfaceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit InterfaceBox(QWidget *parent = nullptr);

    /// The interface's name; empty for the system's choice.
    QString interfaceName() const;
    /// A name that is not in the list is added to it: it may come.
    void setInterfaceName(const QString &name);

    void showPopup() override;

private:
    void fill();
};

} // namespace sockyard
