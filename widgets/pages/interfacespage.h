#pragma once

#include "netcore/endpoints/interfacemonitor.h"
#include "netcore/projections/interfacehistory.h"
#include "widgets/pages/page.h"

class QTabWidget;

namespace sockyard
{

class InterfacesPane;
class ListeningPane;
class ReachBar;

/// The Interfaces tab: the interfaces and addresses of this machine, live from the moment in which
/// it is first shown, and who listens where.
class InterfacesPage : public Page
{
    Q_OBJECT

public:
    explicit InterfacesPage(IoThread &thread, QWidget *parent = nullptr);
    ~InterfacesPage() override;

    bool isBusy() const override;
    void focusForm() override;
    std::optional<CodeRequest> codeRequest() const override;

Q_SIGNALS:
    /// A person wants to listen at that address of this machine.
    void listenHereRequested(const QString &address);
    /// A person wants to chat on that interface.
    void chatHereRequested(const QString &interfaceName);

protected:
    void showEvent(QShowEvent *event) override;
    void startEndpoint() override;
    QString buttonText(Lifecycle::Phase phase) const override;
    void foldEvent(const Event &event) override;
    void showProjections() override;
    void setFormEnabled(bool enabled) override;
    QString summary() const override;

private:
    void makeSide();
    void look();
    void lookAtSockets();
    void showSnapshot(const InterfaceSnapshot &snapshot);

    Session<InterfaceMonitor> *m_monitor; // Page owns it
    ReachBar *m_reach;
    QTabWidget *m_side;
    InterfacesPane *m_interfaces;
    ListeningPane *m_listening;
    InterfaceHistory m_history;
    InterfaceSnapshot m_snapshot; // as it was shown last
    QTimer m_look;
    QTimer m_socketLook;
    bool m_looks = false;    // and waits for the answer
    bool m_wasShown = false; // in a window
};

} // namespace sockyard
