#pragma once

#include "netcore/endpoints/tcpclient.h"
#include "netcore/projections/peercertificate.h"
#include "widgets/pages/streampage.h"

class QLineEdit;
class QSpinBox;
class QToolButton;

namespace sockyard
{

class AcceptanceBar;
class ConnectingForm;
class PathEdit;
class PeerBox;
class TlsClientForm;
class TransportBox;

/// The tab of a client of streams: over TCP, TLS, or local.
class TcpClientPage : public StreamPage
{
    Q_OBJECT

public:
    explicit TcpClientPage(IoThread &thread, QWidget *parent = nullptr);
    ~TcpClientPage() override;

    /// Fills the form and connects.
    void startWith(const TcpClientSettings &settings);
    /// Fills the form with a server of this program, unless a person has filled it.
    void suggest(const QString &address, sockyard::Transport transport);
    void send(const Addressees &to, const PreparedMessage &message);
    void finish(const Addressees &to);
    bool isBusy() const override;
    void focusForm() override;
    std::optional<CodeRequest> codeRequest() const override;

protected:
    void startEndpoint() override;
    QString buttonText(Lifecycle::Phase phase) const override;
    void foldEvent(const Event &event) override;
    void showProjections() override;
    void setFormEnabled(bool enabled) override;
    QString summary() const override;
    void command(const Command &command) override;
    void ask(const std::optional<WatchedSocket> &watched, const Answered &answered) override;
    bool offersTargets() const override;

private:
    TcpClientSettings settings() const;
    void startIfIdle();
    void showTransport();
    bool isTls() const;
    QString typedPeer() const;
    void updateAcceptance();
    void suggestHost(const QString &address);
    void showMore();
    QString connectedText() const;

    Session<TcpClient> *m_client; // Page owns it
    TransportBox *m_transport;
    PeerBox *m_host;
    QLineEdit *m_port;
    PathEdit *m_path;
    QWidgetList m_ofIp;    // shown while no path is
    QWidgetList m_ofLocal; // and the other way round
    QSpinBox *m_count;
    QToolButton *m_more;
    ConnectingForm *m_connecting;
    TlsClientForm *m_tls;
    AcceptanceBar *m_acceptance;
    PeerCertificate m_peerCertificate;
    QString m_startedPeer;    // whom the last start was for, as it was typed
    bool m_formIsOurs = true; // nobody has typed in it
    bool m_becameConnected = false;
};

} // namespace sockyard
