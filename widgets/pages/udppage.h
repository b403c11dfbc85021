#pragma once

#include "netcore/endpoints/udpendpoint.h"
#include "netcore/projections/datagramflows.h"
#include "widgets/pages/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace sockyard
{

class AddressBox;
class ElidedLabel;
class GeneratorForm;
class PathEdit;
class PeersModel;
class ReachBar;
class ReplyOptionsForm;
class UdpForm;

/// The tab of a datagram socket: of UDP, or a local one.
class UdpPage : public Page
{
    Q_OBJECT

public:
    explicit UdpPage(IoThread &thread, QWidget *parent = nullptr);
    ~UdpPage() override;

    /// Fills the form and binds; \a to is HOST:PORT, whom the composer sends to, or empty.
    void startWith(const UdpSettings &settings, const QString &to);
    /// Sends to whom startWith() named.
    void send(const PreparedMessage &message);
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
    /// Whom the composer sends to, in the order in which its box offers them.
    enum class Target { LastHeard, Typed, Selected };

    void makeFields();
    void connectFields();
    UdpSettings settings() const;
    const ResponderRow &reply() const;
    void chooseReply(const ReplyOptions &options);
    void keepOptions();
    void useReply();
    bool isLocal() const;
    void showTransport();
    void showMore();
    void showWarning();
    void updateReach();
    void updateTargets();
    void selectPeer(const QString &peer, EventNumber event);
    void sendWhatIsTyped();
    Target target() const;
    /// Why nothing can be sent to \a target, or not this message; empty where it can.
    QString whyNot(Target target) const;
    QString whyNot(Target target, const PreparedMessage &message) const;
    void generate(const GeneratorPlan &plan);
    void showFlow();
    void sendTo(Target target, const PreparedMessage &message);
    QString textOf(Target target) const;
    bool isConnected() const;

    Session<UdpEndpoint> *m_udp; // Page owns it
    QComboBox *m_transport;
    AddressBox *m_address;
    QLineEdit *m_port;
    PathEdit *m_path;
    QWidgetList m_ofIp;    // shown while no path is
    QWidgetList m_ofLocal; // and the other way round
    QLineEdit *m_to;
    QComboBox *m_reply;
    QToolButton *m_more;
    ElidedLabel *m_about;
    ReplyOptionsForm *m_options;
    UdpForm *m_form;
    GeneratorForm *m_generator;
    ReachBar *m_reach;
    NoticeBar *m_warning;
    PeersModel *m_peers;
    QLabel *m_flow;
    DatagramFlows m_flows;
    const ResponderRow *m_shownReply = nullptr; // whose options these are
    QTimer m_keep;
    bool m_unkept = false;    // the options were changed and are not in the settings yet
    QString m_selected;       // the peer that was chosen in the list
    bool m_portIsOurs = true; // nobody has typed one
    bool m_becameBound = false;
    bool m_generates = false;
    bool m_hasHeard = false; // somebody, since it was bound
};

} // namespace sockyard
