#pragma once

#include "netcore/endpoints/multicastchat.h"
#include "netcore/projections/chathearing.h"
#include "netcore/projections/connectiontable.h"
#include "widgets/pages/page.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace sockyard
{

class ConversationModel;
class ConversationView;
class InterfaceBox;

/// The Multicast Chat tab.
class MulticastChatPage : public Page
{
    Q_OBJECT

public:
    explicit MulticastChatPage(IoThread &thread, QWidget *parent = nullptr);
    ~MulticastChatPage() override;

    /// Fills the form and joins. Without a name or an interface in \a settings, the form keeps its
    /// own.
    void startWith(const MulticastChatSettings &settings);
    void say(const QString &text);
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
    void familyChosen();
    void sayWhatIsTyped();

    Session<MulticastChat> *m_chat; // Page owns it
    ChatHearing m_hearing;
    ConversationModel *m_conversation;
    QLineEdit *m_name;
    QComboBox *m_family;
    QLineEdit *m_group;
    QLineEdit *m_port;
    InterfaceBox *m_interface;
    QSpinBox *m_hops;
    QCheckBox *m_loopBack;
    ConversationView *m_talk;
    QString m_speaker;         // the name under which the group was joined
    ConnectionTable m_sockets; // receiver and senders
    bool m_becameJoined = false;
};

} // namespace sockyard
