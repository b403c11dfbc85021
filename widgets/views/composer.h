#pragma once

#include "netcore/messages/preparedmessage.h"
#include "netcore/sending/sendingprogress.h"
#include "netcore/sending/sendplan.h"
#include "widgets/models/historywalk.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>

class QAction;
class QComboBox;
class QPushButton;
class QToolButton;

namespace sockyard
{

class BytesLine;
class MessageEdit;
class MessageField;
class MessageStore;
class RepeatBar;
class SavedMessagesDialog;
class SendingBar;
class SequenceDialog;

/// Where a person writes what is to be sent: to whom (where there is a choice), the message, and
/// Send; below it the bytes that will go, or what is wrong. Up and down bring back what was sent
/// before; saved messages, repeating and sequences are a click away. What was typed stays until it
/// was handed on. It sends nothing itself. Main thread.
///
/// Wiring: at sendRequested() a page hands prepared() on and calls accept(), or says why not. At
/// repeatRequested() and sequenceRequested() it hands the plan on. showProgress() is told what the
/// endpoint is sending, as often as one likes; stopRequested() ends one of these.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);
    ~Composer() override;

    /// Offers targets; the first is "all". Without any, the box is hidden.
    void setTargets(const QStringList &targets);
    int target() const;
    /// An index that is not offered changes nothing.
    void setTarget(int index);
    /// A chat message has no line ending.
    void setEndingsOffered(bool offered);
    /// A datagram may be empty: then so may a message, and Send is there for it. Enter in an empty
    /// field sends nothing.
    void setEmptyOffered(bool offered);
    /// A chat message is text and nothing else.
    void setNotationsOffered(bool offered);
    /// Whether messages can be repeated and sent in sequences; at first they cannot.
    void setPlansOffered(bool offered);
    void setPlaceholder(const QString &text);
    /// Whether there is somebody to send to; while not, \a why says what to do first.
    void setReady(bool ready, const QString &why = {});

    /// What is to be sent: what is typed, or, while sendRequested() is emitted for another one
    /// (see sendNow()), that.
    Message message() const;
    /// Its text, without an ending.
    QString text() const;
    /// The same, ready to be sent; nothing where it is wrong.
    std::optional<PreparedMessage> prepared();
    MessageEdit *edit() const;

    /// Puts a message into the field; what was typed there comes back with the up key.
    void setMessage(const Message &message);
    /// Has a message sent at once; what is typed stays.
    void sendNow(const Message &message);
    /// Asks for the name under which that message is saved.
    void save(const Message &message);
    /// The message was handed on: what was typed goes into the history, and the field is empty.
    void accept();

    void showProgress(const SendingProgressList &list);

Q_SIGNALS:
    /// A person wants the message sent. Followed by accept() where it was handed on.
    void sendRequested();
    /// Sending was tried and cannot be done; \a why says what to do about it.
    void refused(const QString &why);
    /// Something that a person should know, such as how an import ended.
    void told(const QString &words);
    void repeatRequested(const sockyard::RepeatPlan &plan);
    void sequenceRequested(const sockyard::SequencePlan &plan);
    /// What is being sent for longer is to end. Its connection is 0 for all, and its progress that
    /// of when a person clicked.
    void stopRequested(const sockyard::SendingProgress &job);

private:
    void makeButtons();
    void layOut();
    void connectField();
    void addSavedKeys();
    void submit();
    bool isNothing() const;
    void request();
    QString whyNot();
    std::optional<Message> asOffered(const Message &message) const;
    void goToOlder();
    void goToNewer();
    void showMessage(const std::optional<Message> &message);
    void repeat();
    void stop(SendingProgress::Kind kind);
    void startSequence(const SequencePlan &plan);
    SavedMessagesDialog *savedDialog();
    void openSaved();
    void openSequence();
    void showState();
    void showBytes();

    const std::shared_ptr<MessageStore> m_store;
    QComboBox *m_target;
    MessageField *m_field;
    QPushButton *m_send;
    QToolButton *m_more;
    QAction *m_repeatAction = nullptr;
    QToolButton *m_saved;
    BytesLine *m_line;
    RepeatBar *m_repeat;
    SendingBar *m_sending;
    QPointer<SavedMessagesDialog> m_savedDialog;
    QPointer<SequenceDialog> m_sequenceDialog;
    HistoryWalk m_walk;
    std::optional<Message> m_now; // what is sent instead of what is typed
    SendingProgressList m_progress;
    bool m_ready = false;
    bool m_emptyOffered = false;
    QString m_why;
};

} // namespace sockyard
