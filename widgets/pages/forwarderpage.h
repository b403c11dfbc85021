#pragma once

#include "netcore/endpoints/forwarder.h"
#include "widgets/pages/streampage.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace sockyard
{

class FaultsPanel;
class FileField;
class ReachBar;
class RewritingEdit;

/// The Port Forwarder tab.
class ForwarderPage : public StreamPage
{
    Q_OBJECT

public:
    explicit ForwarderPage(IoThread &thread, QWidget *parent = nullptr);
    ~ForwarderPage() override;

    /// Fills the form and starts.
    void startWith(const ForwarderSettings &settings);
    bool isBusy() const override;
    void focusForm() override;
    std::optional<CodeRequest> codeRequest() const override;

Q_SIGNALS:
    /// The forwarder listens now, or receives, as `127.0.0.1:8001`.
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
    std::optional<WatchedSocket> watchedByDefault() const override;
    bool offersTargets() const override;

private:
    void makeFields();
    void connectFields();
    ForwarderSettings settings() const;
    ForwarderSettings::Carries carries() const;
    void showFaults();
    void useFaults();
    void updateReach();
    void showTrust();

    Session<Forwarder> *m_forwarder; // Page owns it
    QComboBox *m_carries;
    QLineEdit *m_listen;
    QLineEdit *m_target;
    FileField *m_trust;
    QWidget *m_trustLine;
    QToolButton *m_more;
    QWidget *m_panel;
    FaultsPanel *m_faults;
    RewritingEdit *m_rewriting;
    ReachBar *m_reach;
    int m_mostConnections;
    int m_idleLimit;
    bool m_portIsOurs = true; // nobody has typed one
    bool m_beganToListen = false;
};

} // namespace sockyard
