#pragma once

#include "netcore/code/coderequest.h"
#include "netcore/messages/message.h"
#include "netcore/projections/counters.h"
#include "netcore/projections/lifecycle.h"
#include "netcore/session.h"

#include <QList>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QVBoxLayout;

namespace sockyard
{

class CodePane;
class Composer;
class LifecycleStrip;
class LogSaver;
class LogView;
class NoticeBar;
class TaskBar;

/// What every tab is: an address form with one big button, the lifecycle strip, a side list beside
/// the table of events and the bytes of the selected one, the composer, and a line that sums up. A
/// page adds what is its own to these storeys, and folds the events into its own projections. An
/// endpoint without a socket has no strip, and one that sends nothing no composer.
///
/// Data flows one way: a click becomes a command to the session; what is shown comes from the log.
class Page : public QWidget
{
    Q_OBJECT

public:
    ~Page() override;

    SessionBase &session() const { return *m_session; }
    const Lifecycle &lifecycle() const { return m_lifecycle; }
    /// True while a descriptor of the endpoint is open.
    virtual bool isBusy() const = 0;

    /// What the big button does.
    void toggle();
    /// Starts with what the form says.
    void start();
    void stop();
    void clearLog();
    /// Asks for a name and a format, without stopping anything, and saves the log there.
    void saveLogAs();
    /// The ending of the name chooses the format.
    void saveLog(const QString &fileName);
    LogSaver *saver() const { return m_saver; }
    LogView *logView() const { return m_view; }
    /// Puts the cursor where one would type first.
    virtual void focusForm() = 0;

    /// What a program has to do that does what this page is set to now; nothing where it cannot be
    /// started so.
    virtual std::optional<CodeRequest> codeRequest() const { return std::nullopt; }
    QString statusText() const;
    /// Tells, in the page and by a note in the log, what befell the log elsewhere. The endpoint
    /// goes on as before.
    void tellTrouble(const QString &text);
    void tellNews(const QString &text);
    /// Makes that event the current one, so that its bytes are shown. Where it cannot be shown,
    /// that is told.
    void showEventNumber(EventNumber number);

Q_SIGNALS:
    /// The page has folded and shown these events.
    void shown(sockyard::EventNumber from, sockyard::EventNumber to);
    /// A saving that was asked for has ended.
    void saved(const QString &fileName, bool ok);

protected:
    Page(std::unique_ptr<SessionBase> session, Lifecycle lifecycle, QWidget *parent);

    // For the constructors of pages: what goes into the storeys.
    /// Gives the label that it puts before the field, to be hidden with it.
    QWidget *addToForm(const QString &label, QWidget *field, const QString &tip);
    void addToForm(QWidget *field);
    /// The big button comes last in the form.
    void finishForm();
    /// Tab goes from storey to storey, as one reads. To be called again where fields were replaced.
    void orderTabs();
    /// Under the form: what a person should know before pressing the button.
    void addUnderForm(QWidget *widget);
    void setSide(QWidget *side, int width);
    Composer *composer() const { return m_composer; }
    /// What is typed in the composer; nothing where nothing is.
    QList<Message> typedMessages() const;
    /// Of an endpoint that sends nothing: there is no composer storey.
    void hideComposer();

    /// The words of a button that opens and shuts what few people change, with how much of it is
    /// other than usual: that does not hide.
    static QString moreText(bool isOpen, int changed);
    /// Tells in the page, without an event: about what was typed, mostly.
    void tellError(const QString &text);
    /// The last storey is shown anew, soon: something in summary() has changed without an event.
    void showStatus();

    // What a page says of itself.
    virtual void startEndpoint() = 0;
    virtual QString buttonText(Lifecycle::Phase phase) const = 0;
    virtual void foldEvent(const Event &event) = 0;
    /// After a batch of events, and once at the beginning: views, composer and form follow the
    /// projections.
    virtual void showProjections() = 0;
    /// Whether the form can be edited.
    virtual void setFormEnabled(bool enabled) = 0;
    /// The endpoint's part of the last storey: "listening on 127.0.0.1:9999 · 1 client".
    virtual QString summary() const = 0;

private:
    void fold(EventNumber from, EventNumber to);
    void showAll();
    void showNotice();
    void explainNotice();
    void tell(const QString &text);
    void connectComposer();
    void connectCode();

    std::unique_ptr<SessionBase> m_session;
    Lifecycle m_lifecycle;
    Counters m_counters;
    std::optional<EventNumber> m_shownNotice; // of the log
    bool m_noticeIsOfLog = false;             // and not of what was typed or saved
    bool m_awaitsStart = false;               // start was posted and no event has come yet

    QWidget *m_form;
    QPushButton *m_button;
    QVBoxLayout *m_underForm;
    LifecycleStrip *m_strip;
    NoticeBar *m_notice;
    TaskBar *m_task;
    LogSaver *m_saver;
    QSplitter *m_middle;
    LogView *m_view;
    CodePane *m_code;
    Composer *m_composer;
    QLabel *m_status;
    QTimer m_statusPause;
};

} // namespace sockyard
