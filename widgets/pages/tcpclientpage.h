#pragma once

#include "netcore/endpoints/tcpclient.h"
#include "widgets/pages/page.h"

class QLineEdit;

namespace sockyard
{

class ConnectionModel;
class ConnectionView;

/// The TCP Client tab.
class TcpClientPage : public Page
{
    Q_OBJECT

public:
    explicit TcpClientPage(IoThread &thread, QWidget *parent = nullptr);
    ~TcpClientPage() override;

    /// Fills the form and connects.
    void startWith(const TcpClientSettings &settings);
    /// Fills the form with a server of this program, unless a person has filled it.
    void suggest(const QString &address);
    void send(const QByteArray &bytes);
    bool isBusy() const override;
    void focusForm() override;

protected:
    void startEndpoint() override;
    QString buttonText(Lifecycle::Phase phase) const override;
    void foldEvent(const Event &event) override;
    void showProjections() override;
    void setFormEnabled(bool enabled) override;
    QString summary() const override;

private:
    void publishConnections();

    Session<TcpClient> *m_client; // Page owns it
    ConnectionModel *m_connections;
    QLineEdit *m_host;
    QLineEdit *m_port;
    ConnectionView *m_list;
    QTimer m_tick;            // rates fall while nothing happens
    bool m_formIsOurs = true; // nobody has typed in it
    bool m_becameConnected = false;
};

} // namespace sockyard
