#pragma once

#include "netcore/projections/interfacehistory.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace sockyard
{

class ElidedLabel;
class InterfaceAddressModel;
class InterfaceModel;
class RowTable;

/// The interfaces of this machine, what has changed about them, and the addresses of the one that
/// is chosen, each with what it is good for and what can be done with it. Main thread.
class InterfacesPane : public QWidget
{
    Q_OBJECT

public:
    explicit InterfacesPane(QWidget *parent = nullptr);

    void showInterfaces(const QList<InterfaceDetails> &interfaces, const InterfaceHistory &history);
    void focusList();

Q_SIGNALS:
    /// A person wants to listen at that address.
    void listenHereRequested(const QString &address);
    /// A person wants to chat on that interface.
    void chatHereRequested(const QString &interfaceName);
    /// A person wants to know what that address is called.
    void nameRequested(const QString &address);

private:
    QPushButton *addButton(const char *name, const QString &text, const QString &tip);
    void layOut();
    void showChosen();
    void showAddress();
    void copyAddress();
    QString chosenAddress() const;
    QString chosenInterface() const;

    InterfaceModel *m_interfaces;
    InterfaceAddressModel *m_addresses;
    InterfaceHistory m_history; // as it was shown last
    RowTable *m_list;
    ElidedLabel *m_details;
    RowTable *m_addressList;
    ElidedLabel *m_explanation;
    QPushButton *m_copy;
    QPushButton *m_listen;
    QPushButton *m_chat;
    QPushButton *m_name;
    QTimer m_copied; // while the button says so
};

} // namespace sockyard
