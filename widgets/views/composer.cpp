#include "widgets/views/composer.h"

#include "netcore/messages/rewrite.h"
#include "widgets/models/bytespreview.h"
#include "widgets/models/messagestore.h"
#include "widgets/models/savedmessagesmodel.h"
#include "widgets/views/bytesline.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/messagefield.h"
#include "widgets/views/repeatbar.h"
#include "widgets/views/savedmessagesdialog.h"
#include "widgets/views/sendingbar.h"
#include "widgets/views/sequencedialog.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sockyard
{

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_store(MessageStore::shared())
    , m_target(new QComboBox(this))
    , m_field(new MessageField(this))
    , m_send(new QPushButton(tr("Send"), this))
    , m_more(new QToolButton(this))
    , m_saved(new QToolButton(this))
    , m_line(new BytesLine(this))
    , m_repeat(new RepeatBar(this))
    , m_sending(new SendingBar(this))
{
    m_target->setObjectName(QStringLiteral("targetBox"));
    m_target->setAccessibleName(tr("Send to"));
    m_target->setToolTip(tr("Who gets the message"));
    m_target->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_target->hide();
    m_repeat->setObjectName(QStringLiteral("repeatBar"));
    m_repeat->hide();
    makeButtons();
    layOut();
    connectField();
    addSavedKeys();
    connect(m_repeat, &RepeatBar::startRequested, this, &Composer::repeat);
    connect(m_repeat, &RepeatBar::stopRequested, this,
            [this] { stop(SendingProgress::Kind::Repeat); });
    connect(m_sending, &SendingBar::stopRequested, this, &Composer::stopRequested);
    showState();
}

Composer::~Composer() = default;

void Composer::makeButtons()
{
    m_send->setObjectName(QStringLiteral("sendButton"));
    m_send->setAutoDefault(false);
    connect(m_send, &QPushButton::clicked, this, &Composer::submit);

    m_more->setObjectName(QStringLiteral("moreButton"));
    m_more->setText(QStringLiteral("⋯"));
    m_more->setAccessibleName(tr("Repeat or sequence"));
    m_more->setToolTip(tr("Send again and again, or several messages one after the other"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->hide();
    auto *menu = new QMenu(m_more);
    m_repeatAction = menu->addAction(tr("&Repeat"));
    m_repeatAction->setObjectName(QStringLiteral("repeatAction"));
    m_repeatAction->setCheckable(true);
    connect(m_repeatAction, &QAction::toggled, m_repeat, &QWidget::setVisible);
    QAction *const sequence = menu->addAction(tr("&Sequence…"));
    sequence->setObjectName(QStringLiteral("sequenceAction"));
    connect(sequence, &QAction::triggered, this, &Composer::openSequence);
    m_more->setMenu(menu);

    m_saved->setObjectName(QStringLiteral("savedButton"));
    m_saved->setText(QStringLiteral("★"));
    m_saved->setAccessibleName(tr("Saved messages"));
    m_saved->setToolTip(tr("Saved messages: Alt+1 to Alt+9 send the first nine"));
    connect(m_saved, &QToolButton::clicked, this, &Composer::openSaved);
    for (QToolButton *button : {m_more, m_saved}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMinimumHeight(m_send->sizeHint().height());
    }
}

void Composer::layOut()
{
    auto *row = new QHBoxLayout;
    for (QWidget *part : {static_cast<QWidget *>(m_target), static_cast<QWidget *>(m_field),
                          static_cast<QWidget *>(m_send), static_cast<QWidget *>(m_more),
                          static_cast<QWidget *>(m_saved)}) {
        row->addWidget(part, part == m_field ? 1 : 0, Qt::AlignBottom);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addWidget(m_line);
    layout->addWidget(m_repeat);
    layout->addWidget(m_sending);
}

void Composer::connectField()
{
    connect(m_field, &MessageField::submitted, this, [this] {
        if (!isNothing()) { // an empty datagram takes a click: Enter is pressed too easily
            submit();
        }
    });
    connect(m_field, &MessageField::changed, this, &Composer::showState);
    connect(m_field, &MessageField::olderWanted, this, &Composer::goToOlder);
    connect(m_field, &MessageField::newerWanted, this, &Composer::goToNewer);
    connect(m_field, &MessageField::told, this, &Composer::told);
}

void Composer::addSavedKeys()
{
    SavedMessagesDialog::addKeys(this, [this](int key) {
        const auto place = SavedMessagesModel::messageOfKey(m_store->book(), key);
        if (place) {
            sendNow(m_store->book().messages().at(*place).message);
        } else {
            Q_EMIT refused(tr("No message is saved for Alt+%1 yet.").arg(key));
        }
    });
}

// What a page sets.

void Composer::setTargets(const QStringList &targets)
{
    QStringList present;
    for (int index = 0; index < m_target->count(); ++index) {
        present.append(m_target->itemText(index));
    }
    if (targets != present) {
        const int index = m_target->currentIndex();
        m_target->clear();
        m_target->addItems(targets);
        m_target->setCurrentIndex(index >= 0 && index < targets.size() ? index : 0);
    }
    m_target->setVisible(!targets.isEmpty());
}

int Composer::target() const
{
    return m_target->currentIndex();
}

void Composer::setTarget(int index)
{
    if (index < m_target->count()) {
        m_target->setCurrentIndex(index);
    }
}

void Composer::setEndingsOffered(bool offered)
{
    m_field->setEndingsOffered(offered);
}

void Composer::setEmptyOffered(bool offered)
{
    m_emptyOffered = offered;
    showState();
}

void Composer::setNotationsOffered(bool offered)
{
    m_field->setNotationsOffered(offered);
}

void Composer::setPlansOffered(bool offered)
{
    m_more->setVisible(offered);
    m_repeatAction->setChecked(m_repeatAction->isChecked() && offered);
}

void Composer::setPlaceholder(const QString &text)
{
    m_field->setPlaceholder(text);
}

void Composer::setReady(bool ready, const QString &why)
{
    if (ready != m_ready || why != m_why) {
        m_ready = ready;
        m_why = why;
        showState();
    }
}

// The message.

MessageEdit *Composer::edit() const
{
    return m_field->edit();
}

Message Composer::message() const
{
    return m_now ? *m_now : m_field->message();
}

QString Composer::text() const
{
    return message().text;
}

std::optional<PreparedMessage> Composer::prepared()
{
    return m_now ? PreparedMessage::prepare(*m_now) : m_field->prepared();
}

void Composer::setMessage(const Message &message)
{
    const auto offered = asOffered(message);
    if (!offered) {
        Q_EMIT refused(tr("Only text can be sent here."));
        return;
    }
    m_walk.setAside(m_field->message());
    showMessage(offered);
    edit()->setFocus();
}

void Composer::accept()
{
    m_store->remember(message());
    if (!m_now) {
        m_walk.end();
        m_field->clear();
    }
}

std::optional<Message> Composer::asOffered(const Message &message) const
{
    if (m_field->notationsOffered()) {
        return message;
    }
    const auto text = message.notation == Notation::Text ? std::optional(message.text)
                                                         : rewritten(message, Notation::Text);
    // Text alone is sent here, so that its ending is a part of it.
    return text ? std::optional(
                      Message{.text = *text + QString::fromLatin1(bytesOf(message.ending))})
                : std::nullopt;
}

// Sending.

QString Composer::whyNot()
{
    if (!m_field->prepared()) {
        return m_field->problem().words;
    }
    return m_ready ? QString() : m_why;
}

bool Composer::isNothing() const
{
    const auto &prepared = m_field->prepared();
    return m_field->isEmpty() || (prepared && prepared->fixedBytes() == QByteArray());
}

void Composer::submit()
{
    if (isNothing() && !m_emptyOffered) {
        return;
    }
    const QString why = whyNot();
    if (why.isEmpty()) {
        Q_EMIT sendRequested();
    } else {
        Q_EMIT refused(why);
    }
}

void Composer::sendNow(const Message &message)
{
    const auto offered = asOffered(message);
    MessageProblem problem;
    if (!offered) {
        problem.words = tr("Only text can be sent here.");
    } else if (!PreparedMessage::prepare(*offered, &problem) || m_ready) {
        // what is wrong with it is told first
    } else {
        problem.words = m_why;
    }
    if (!problem.words.isEmpty()) {
        Q_EMIT refused(problem.words);
        return;
    }
    m_now = offered;
    Q_EMIT sendRequested();
    m_now.reset();
}

void Composer::repeat()
{
    const QString why = whyNot();
    const auto &prepared = m_field->prepared();
    if (!why.isEmpty() || !prepared) {
        Q_EMIT refused(why);
        return;
    }
    m_store->remember(m_field->message());
    Q_EMIT repeatRequested({.message = *prepared,
                            .interval = m_repeat->interval(),
                            .jitter = m_repeat->jitter(),
                            .times = m_repeat->times()});
}

void Composer::startSequence(const SequencePlan &plan)
{
    if (m_ready) {
        Q_EMIT sequenceRequested(plan);
    } else {
        Q_EMIT refused(m_why);
    }
}

void Composer::stop(SendingProgress::Kind kind)
{
    for (const SendingProgress &job : SendingProgressList(m_progress)) {
        if (job.kind == kind) {
            Q_EMIT stopRequested(job);
        }
    }
}

void Composer::showProgress(const SendingProgressList &list)
{
    m_progress = list;
    m_sending->showProgress(list);
    const auto runs = [&list](SendingProgress::Kind kind) {
        return std::any_of(list.begin(), list.end(),
                           [kind](const SendingProgress &job) { return job.kind == kind; });
    };
    m_repeat->setRunning(runs(SendingProgress::Kind::Repeat));
    if (m_sequenceDialog) {
        m_sequenceDialog->setRunning(runs(SendingProgress::Kind::Sequence));
    }
}

// What was sent before.

void Composer::goToOlder()
{
    QList<Message> history;
    for (const Message &message : m_store->history().messages()) {
        if (const auto offered = asOffered(message)) {
            history.append(*offered);
        }
    }
    showMessage(m_walk.older(history, m_field->message()));
}

void Composer::goToNewer()
{
    showMessage(m_walk.newer(m_field->message()));
}

void Composer::showMessage(const std::optional<Message> &message)
{
    if (message) {
        m_field->setMessage(*message);
    }
}

// What was saved.

SavedMessagesDialog *Composer::savedDialog()
{
    if (!m_savedDialog) {
        m_savedDialog = new SavedMessagesDialog(m_store, this);
        m_savedDialog->setSource([this] { return m_field->message(); });
        connect(m_savedDialog, &SavedMessagesDialog::sendRequested, this, &Composer::sendNow);
        connect(m_savedDialog, &SavedMessagesDialog::loadRequested, this, &Composer::setMessage);
        connect(m_savedDialog, &SavedMessagesDialog::told, this, &Composer::told);
        connect(m_savedDialog, &SavedMessagesDialog::failed, this, &Composer::refused);
    }
    return m_savedDialog;
}

void Composer::openSaved()
{
    savedDialog()->open();
}

void Composer::save(const Message &message)
{
    savedDialog()->save(message);
}

void Composer::openSequence()
{
    if (!m_sequenceDialog) {
        m_sequenceDialog = new SequenceDialog(m_store, this);
        m_sequenceDialog->setReady(m_ready, m_why);
        connect(m_sequenceDialog, &SequenceDialog::startRequested, this, &Composer::startSequence);
        connect(m_sequenceDialog, &SequenceDialog::stopRequested, this,
                [this] { stop(SendingProgress::Kind::Sequence); });
        showProgress(m_progress);
    }
    m_sequenceDialog->open();
}

// What is shown.

void Composer::showState()
{
    const bool nothing = m_field->isEmpty();
    QString why;
    if (!m_ready) {
        why = m_why;
    } else if (nothing && !m_emptyOffered) {
        why = tr("Type a message first");
    } else if (m_field->isJudged()) {
        why = m_field->problem().words;
        const auto &prepared = m_field->judged();
        if (prepared && prepared->fixedBytes() == QByteArray() && !m_emptyOffered) {
            why = tr("Type a message first");
        }
    }
    m_send->setEnabled(why.isEmpty());
    m_send->setToolTip(!why.isEmpty()         ? why.toHtmlEscaped()
                       : edit()->isEnlarged() ? tr("Ctrl+Enter sends, Enter breaks the line")
                                              : tr("Enter sends, Shift+Enter breaks the line"));
    const bool isFile = m_field->notation() == Notation::File;
    m_repeat->setReady(why.isEmpty() && !isFile,
                       why.isEmpty() ? tr("A file is not repeated: choose another notation.")
                                     : why);
    if (m_sequenceDialog) {
        m_sequenceDialog->setReady(m_ready, m_why);
    }
    showBytes();
}

void Composer::showBytes()
{
    if (m_field->isEmpty() && m_emptyOffered) {
        m_line->showWord(tr("Nothing is typed yet: an empty datagram. ↑ brings back what was sent "
                            "before."));
    } else if (m_field->isEmpty()) {
        m_line->showWord(tr("Nothing is typed yet. ↑ brings back what was sent before."));
    } else if (!m_field->isJudged()) {
        const int characters = edit()->document()->characterCount() - 1;
        m_line->showWord(tr("%1 characters: the bytes are shown when you pause")
                             .arg(QLocale().toString(characters)));
    } else if (const auto &prepared = m_field->judged()) {
        m_line->showBytes(previewOf(*prepared));
    } else {
        m_line->showProblem(m_field->problem().words);
    }
}

} // namespace sockyard
