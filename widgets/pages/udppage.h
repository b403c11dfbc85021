#pragma once

#include "netcore/endpoints/udpendpoint.h"
#include "netcore/sockets/pathmtu.h"
#include "widgets/pages/page.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace sockyard
{

class AddressBox;
class DatagramSide;
class ElidedLabel;
class GeneratorForm;
class PathEdit;
class ReachBar;
class ReplyChooser;
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
    /// Sends numbered datagrams to whom the composer would.
    void generate(const GeneratorPlan &plan);
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

private:
    /// Whom the composer sends to, in the order in which its box offers them.
    enum class Target { LastHeard, Typed, Selected };

    void makeFields();
    void connectFields();
    UdpSettings settings() const;
    void showReply();
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
    void showLimit();
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
    std::unique_ptr<ReplyChooser> m_reply;
    QToolButton *m_more;
    ElidedLabel *m_about;
    UdpForm *m_form;
    GeneratorForm *m_generator;
    ReachBar *m_reach;
    NoticeBar *m_warning;
    DatagramSide *m_side;
    std::optional<PathMtu> m_pathMtu; // of the connected peer
    QString m_selected;               // the peer that was chosen in the list
    bool m_portIsOurs = true;         // nobody has typed one
    bool m_becameBound = false;
    bool m_generates = false;
    bool m_hasHeard = false; // somebody, since it was bound
};

} // namespace sockyard
