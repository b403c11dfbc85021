#pragma once

#include "netcore/endpoints/tcpserver.h"
#include "widgets/pages/page.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace sockyard
{

class AddressBox;
class ConnectionModel;
class ConnectionView;
class ElidedLabel;
class KernelPane;
class ReachBar;
class ReplyOptionsForm;
class ServingForm;

/// The TCP Server tab.
class TcpServerPage : public Page
{
    Q_OBJECT

public:
    explicit TcpServerPage(IoThread &thread, QWidget *parent = nullptr);
    ~TcpServerPage() override;

    /// Fills the form and starts.
    void startWith(const TcpServerSettings &settings);
    bool isBusy() const override;
    void focusForm() override;

Q_SIGNALS:
    /// The server listens now, as `127.0.0.1:9999`.
    void listening(const QString &address);

protected:
    void startEndpoint() override;
    QString buttonText(Lifecycle::Phase phase) const override;
    void foldEvent(const Event &event) override;
    void showProjections() override;
    void setFormEnabled(bool enabled) override;
    QString summary() const override;

private:
    // What a person wants of clients, and what does it.
    using Request = void (ConnectionView::*)(const QList<ConnectionId> &clients);
    using Command = void (TcpServer::*)(const QList<ConnectionId> &clients);

    void obey(Request request, Command command);
    TcpServerSettings settings() const;
    const ResponderRow &reply() const;
    void chooseReply(const ReplyOptions &options);
    void keepOptions();
    void showMore();
    void send();
    void updateTargets();
    bool isOpen(ConnectionId id) const;
    QList<ConnectionId> openAddressees() const;
    QString addresseesText() const;
    void publishConnections();
    void targetSelected();
    QWidget *makeSide();
    void look();
    std::optional<WatchedSocket> watched() const;
    void showKernel(const WatchedSocket &watched, const std::optional<KernelView> &view);
    void showSnapshot(const EndpointSnapshot &snapshot);
    void showWaiting(std::optional<int> waiting);
    void updateReach();

    Session<TcpServer> *m_server; // Page owns it
    ConnectionModel *m_connections;
    AddressBox *m_address;
    QLineEdit *m_port;
    QComboBox *m_reply;
    QComboBox *m_serving;
    QToolButton *m_more;
    ElidedLabel *m_about;
    ReplyOptionsForm *m_options;
    const ResponderRow *m_shownReply = nullptr; // whose options these are
    QTimer m_keep;
    bool m_unkept = false; // they were changed and are not in the settings yet
    ServingForm *m_numbers;
    ReachBar *m_reach;
    ConnectionView *m_list;
    ElidedLabel *m_waiting;
    QToolButton *m_kernelButton;
    KernelPane *m_kernel;
    QTimer m_look;
    bool m_looks = false; // the endpoint was asked and has not answered yet
    int m_waitingClients = 0;
    QList<ConnectionId> m_addressees; // the second of the targets
    bool m_portIsOurs = true;         // nobody has typed one
    bool m_beganToListen = false;
};

} // namespace sockyard
