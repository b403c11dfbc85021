#pragma once

#include "netcore/endpoints/multicastchat.h"
#include "netcore/projections/connectiontable.h"
#include "widgets/pages/page.h"

class QLineEdit;
class QToolButton;

namespace sockyard
{

class ChatForm;
class ChatSide;
class DoctorModel;
class DoctorPane;
class ElidedLabel;
class GroupBox;
class InterfaceBox;

/// The Multicast Chat tab. Name, group, port, wire and what the bot says are kept for the next
/// time.
class MulticastChatPage : public Page
{
    Q_OBJECT

public:
    explicit MulticastChatPage(IoThread &thread, QWidget *parent = nullptr);
    ~MulticastChatPage() override;

    /// Fills the form and joins. Without a name or an interface in \a settings, the form keeps its
    /// own. None of it is kept for the next time.
    void startWith(const MulticastChatSettings &settings);
    /// Chooses the interface in the form. While a group is joined, that is told instead.
    void suggestInterface(const QString &name);
    /// False where that is too long for the wire: then nothing is said, and the page tells why.
    bool say(const QString &text);
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
    void makeFields();
    void connectFields();
    void fillForm(const MulticastChatSettings &settings);
    MulticastChatSettings settings() const;
    void startIfIdle();
    void showMore();
    void showScope();
    void showAudience();
    void setBot(const BotSettings &bot);
    void sayWhatIsTyped();
    void examine();
    void greetTheJoined();

    Session<MulticastChat> *m_chat; // Page owns it
    QLineEdit *m_name;
    GroupBox *m_group;
    QLineEdit *m_port;
    InterfaceBox *m_interface;
    QToolButton *m_more;
    ElidedLabel *m_scope;
    ChatForm *m_speaking;
    NoticeBar *m_audience;
    DoctorModel *m_findings;
    DoctorPane *m_doctor;
    ChatSide *m_side;
    MulticastChatSettings m_joined; // what the present run was started with
    ConnectionTable m_sockets;      // receivers and senders
    bool m_becameJoined = false;
    bool m_isOfAPerson = true; // what is in the form, and not of the command line
};

} // namespace sockyard
