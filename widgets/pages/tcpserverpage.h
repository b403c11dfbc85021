#pragma once

#include "netcore/endpoints/tcpserver.h"
#include "widgets/pages/streampage.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace sockyard
{

class AddressBox;
class ElidedLabel;
class NoticeBar;
class PathEdit;
class ReachBar;
class ReplyChooser;
class ServingForm;
class TlsServerForm;
class TransportBox;

/// The tab of a server of streams: over TCP, TLS, or local.
class TcpServerPage : public StreamPage
{
    Q_OBJECT

public:
    explicit TcpServerPage(IoThread &thread, QWidget *parent = nullptr);
    ~TcpServerPage() override;

    /// Fills the form and starts.
    void startWith(const TcpServerSettings &settings);
    /// Puts the address into the form. While the server runs, that is told instead.
    void suggestAddress(const QString &address);
    bool isBusy() const override;
    void focusForm() override;
    std::optional<CodeRequest> codeRequest() const override;

Q_SIGNALS:
    /// The server listens now, as `127.0.0.1:9999` or `local:/run/it.sock`.
    void listening(const QString &address, sockyard::Transport transport);

protected:
    void startEndpoint() override;
    QString buttonText(Lifecycle::Phase phase) const override;
    void foldEvent(const Event &event) override;
    void showProjections() override;
    void setFormEnabled(bool enabled) override;
    QString summary() const override;
    void command(const Command &command) override;
    void ask(const std::optional<WatchedSocket> &watched, const Answered &answered) override;
    void showSnapshot(const EndpointSnapshot &snapshot) override;
    std::optional<WatchedSocket> watchedByDefault() const override;

private:
    TcpServerSettings settings() const;
    void showReply();
    void showTransport();
    void startIfIdle();
    void showMore();
    void showHowToTrust();
    void showWaiting(std::optional<int> waiting);
    void updateReach();

    Session<TcpServer> *m_server; // Page owns it
    TransportBox *m_transport;
    AddressBox *m_address;
    QLineEdit *m_port;
    PathEdit *m_path;
    QWidgetList m_ofIp;    // shown while no path is
    QWidgetList m_ofLocal; // and the other way round
    std::unique_ptr<ReplyChooser> m_reply;
    QComboBox *m_serving;
    QToolButton *m_more;
    ElidedLabel *m_about;
    ServingForm *m_numbers;
    TlsServerForm *m_tls;
    NoticeBar *m_trustNotice;
    std::string m_howToTrust; // the certificate that this server made itself
    QString m_shownTrust;
    ReachBar *m_reach;
    ElidedLabel *m_waiting;
    int m_waitingClients = 0;
    bool m_portIsOurs = true; // nobody has typed one
    bool m_beganToListen = false;
};

} // namespace sockyard
