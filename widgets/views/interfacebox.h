#pragma once

#include "netcore/sockets/interfaces.h"

#include <QComboBox>

#include <functional>

namespace sockyard
{

/// Where a chat joins and speaks: one of the interfaces that can do multicast, with its addresses;
/// all of them; or the system's choice. The loopback interface is chosen at first, so that nothing
/// leaves this machine before a person wants it to. One that is down can be chosen, and says so.
/// The list is made anew each time it is opened. Main thread.
class InterfaceBox : public QComboBox
{
    Q_OBJECT

public:
    /// How the machine's interfaces are asked for.
    using Source = std::function<QList<Interface>()>;

    explicit InterfaceBox(QWidget *parent = nullptr, Source source = interfaces);

    /// The interface's name; empty for all of them and for the system's choice.
    QString interfaceName() const;
    /// A name that is not in the list is added to it: it may come. Empty: the system's choice.
    void setInterfaceName(const QString &name);
    bool isAll() const;
    void chooseAll();

    /// Who else can hear, join and speak there; empty where only this machine can.
    QString audience() const;

    void showPopup() override;

private:
    enum class Choice { One, All, System };

    void fill();
    void offer(const QString &words, Choice choice, const QString &name = {});
    Choice choice() const;
    int placeOf(Choice choice, const QString &name = {}) const;

    const Source m_source;
};

} // namespace sockyard
