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
class ReachBar;
class ReplyChooser;
class ServingForm;

/// The TCP Server tab.
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
    void command(const Command &command) override;
    void ask(const std::optional<WatchedSocket> &watched, const Answered &answered) override;
    void showSnapshot(const EndpointSnapshot &snapshot) override;
    std::optional<WatchedSocket> watchedByDefault() const override;

private:
    TcpServerSettings settings() const;
    void showReply();
    void showMore();
    void showWaiting(std::optional<int> waiting);
    void updateReach();

    Session<TcpServer> *m_server; // Page owns it
    AddressBox *m_address;
    QLineEdit *m_port;
    std::unique_ptr<ReplyChooser> m_reply;
    QComboBox *m_serving;
    QToolButton *m_more;
    ElidedLabel *m_about;
    ServingForm *m_numbers;
    ReachBar *m_reach;
    ElidedLabel *m_waiting;
    int m_waitingClients = 0;
    bool m_portIsOurs = true; // nobody has typed one
    bool m_beganToListen = false;
};

} // namespace sockyard
