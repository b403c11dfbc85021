#include "widgets/views/savedmessagesdialog.h"

#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/readmessages.h"
#include "widgets/models/messagestore.h"
#include "widgets/models/messagewords.h"
#include "widgets/models/savedmessagesmodel.h"
#include "widgets/views/filedialogs.h"
#include "widgets/views/problemline.h"
#include "widgets/views/savedmessageform.h"
#include "widgets/views/savedmessagestree.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

namespace sockyard
{

namespace
{
constexpr QSize usualSize(680, 460);
constexpr qsizetype longestSuggestion = 40;
} // namespace

SavedMessagesDialog::SavedMessagesDialog(std::shared_ptr<MessageStore> store, QWidget *parent)
    : QDialog(parent)
    , m_store(std::move(store))
    , m_model(new SavedMessagesModel(m_store, this))
    , m_search(new QLineEdit(this))
    , m_tree(new SavedMessagesTree(m_model, this))
    , m_form(new SavedMessageForm(this))
    , m_line(new ProblemLine(this))
    , m_send(addButton("savedSendButton", tr("Send"),
                       tr("Sends the chosen message at once, as a double click or Enter does"),
                       &SavedMessagesDialog::sendCurrent))
    , m_saveWritten(addButton("saveWrittenButton", tr("Save this message…"),
                              tr("Saves what is typed in the page"),
                              &SavedMessagesDialog::saveWritten))
    , m_edit(addButton("savedEditButton", tr("Edit"),
                       tr("Puts the chosen message where messages are typed, to be changed and "
                          "saved back, with its name, folder and note"),
                       &SavedMessagesDialog::edit))
    , m_remove(addButton("savedRemoveButton", tr("Remove"),
                         tr("Removes what is chosen; that can be taken back"),
                         &SavedMessagesDialog::remove))
    , m_addFolder(addButton("savedFolderButton", tr("New folder"),
                            tr("Makes a folder in the one that is chosen"),
                            &SavedMessagesDialog::addFolder))
    , m_import(addButton("savedImportButton", tr("Import…"),
                         tr("Adds the messages of a file: JSON, or Packet Sender's packets.ini "
                            "and JSON"),
                         &SavedMessagesDialog::askImport))
    , m_export(addButton("savedExportButton", tr("Export…"), tr("Writes all messages into a file"),
                         &SavedMessagesDialog::askExport))
    , m_undo(addButton("savedUndoButton", tr("Undo"), tr("Takes the removing back"),
                       &SavedMessagesDialog::undo))
{
    setObjectName(QStringLiteral("savedMessagesDialog"));
    setWindowTitle(tr("Saved messages"));
    setSizeGripEnabled(true);
    m_search->setObjectName(QStringLiteral("savedSearchEdit"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setPlaceholderText(tr("Search in names, notes, messages and folders"));
    m_search->setClearButtonEnabled(true);
    m_line->setObjectName(QStringLiteral("savedLine"));
    m_form->setObjectName(QStringLiteral("savedForm"));
    m_form->hide();
    layOut();
    resize(usualSize);

    connect(m_search, &QLineEdit::textChanged, m_model, &SavedMessagesModel::setSearch);
    // So that Enter sends what was found.
    connect(m_search, &QLineEdit::textChanged, m_tree, &SavedMessagesTree::chooseAnyMessage);
    connect(m_model, &SavedMessagesModel::failed, this, &SavedMessagesDialog::tellProblem);
    connect(m_tree, &SavedMessagesTree::sendRequested, this, &SavedMessagesDialog::send);
    connect(m_tree, &SavedMessagesTree::removeRequested, this, &SavedMessagesDialog::remove);
    connect(m_tree, &SavedMessagesTree::chosen, this, &SavedMessagesDialog::showState);
    connect(m_form, &SavedMessageForm::saveRequested, this, &SavedMessagesDialog::takeForm);
    connect(m_form, &SavedMessageForm::cancelled, this, &SavedMessagesDialog::endForm);
    connect(m_store.get(), &MessageStore::bookChanged, this, &SavedMessagesDialog::showState);
    addKeys(this, [this](int key) {
        if (const auto message = SavedMessagesModel::messageOfKey(m_store->book(), key)) {
            send(*message);
        }
    });
    tellProblem(m_store->trouble());
    showState();
}

SavedMessagesDialog::~SavedMessagesDialog()
{
    // A name that is being typed while all this goes is still taken, and would be told.
    m_tree->disconnect(this);
    m_model->disconnect(this);
    m_store->disconnect(this);
}

QPushButton *SavedMessagesDialog::addButton(const char *name, const QString &text,
                                            const QString &tip, void (SavedMessagesDialog::*act)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(tip);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, act);
    return button;
}

void SavedMessagesDialog::layOut()
{
    auto *top = new QHBoxLayout;
    top->addWidget(m_search, 1);
    top->addWidget(m_saveWritten);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_send, m_edit, m_remove, m_addFolder}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(m_import);
    buttons->addWidget(m_export);
    auto *line = new QHBoxLayout;
    line->addWidget(m_line, 1);
    line->addWidget(m_undo, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_tree, 1);
    layout->addLayout(buttons);
    layout->addWidget(m_form);
    layout->addLayout(line);
}

void SavedMessagesDialog::setSource(Source source)
{
    m_source = std::move(source);
    showState();
}

void SavedMessagesDialog::open()
{
    show(); // it stops nobody
    raise();
    activateWindow();
    m_search->setFocus();
}

void SavedMessagesDialog::addKeys(QWidget *widget, const std::function<void(int)> &act)
{
    for (int key = 1; key <= SavedMessagesModel::keyCount; ++key) {
        auto *shortcut = new QShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(key)), widget);
        connect(shortcut, &QShortcut::activated, widget, [act, key] { act(key); });
    }
}

void SavedMessagesDialog::keyPressEvent(QKeyEvent *event)
{
    const bool inSearch = m_search->hasFocus();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (inSearch && enter) {
        sendCurrent();
    } else if (inSearch && event->key() == Qt::Key_Down) {
        m_tree->setFocus();
    } else {
        QDialog::keyPressEvent(event);
    }
}

void SavedMessagesDialog::showState()
{
    const bool isMessage = m_tree->currentMessage().has_value();
    const bool canSend = m_source != nullptr;
    m_send->setVisible(canSend);
    m_saveWritten->setVisible(canSend);
    m_send->setEnabled(isMessage);
    m_edit->setEnabled(isMessage);
    m_remove->setEnabled(isMessage || m_tree->isFolderChosen());
    m_export->setEnabled(!m_store->book().isEmpty());
    m_undo->setVisible(m_store->canUndo());
}

void SavedMessagesDialog::tellProblem(const QString &problem)
{
    m_line->showProblem(problem);
}

void SavedMessagesDialog::send(qsizetype message)
{
    if (m_source) {
        Q_EMIT sendRequested(m_store->book().messages().at(message).message);
    }
}

void SavedMessagesDialog::sendCurrent()
{
    if (const auto message = m_tree->currentMessage()) {
        send(*message);
    }
}

void SavedMessagesDialog::save(const Message &message)
{
    SavedMessage saved{.folder = m_tree->currentFolder(), .message = message};
    saved.name = messageInShort(message).simplified().left(longestSuggestion);
    m_edited.reset();
    beginForm(saved, tr("%1: %2").arg(notationTitle(message.notation), messageInShort(message)));
}

void SavedMessagesDialog::saveWritten()
{
    save(m_source());
}

void SavedMessagesDialog::edit()
{
    const auto message = m_tree->currentMessage();
    if (!message) {
        return;
    }
    m_edited = m_store->book().messages().at(*message);
    if (m_source) {
        Q_EMIT loadRequested(m_edited->message);
    }
    beginForm(*m_edited, m_source ? tr("Its text is in the page: change it there, then save here.")
                                  : messageInShort(m_edited->message));
}

void SavedMessagesDialog::beginForm(const SavedMessage &message, const QString &words)
{
    open();
    m_form->show();
    m_form->begin(message, m_store->book().folders(), words);
    tellProblem({});
}

void SavedMessagesDialog::takeForm()
{
    SavedMessage saved = m_form->saved();
    QString problem;
    qsizetype place = -1;
    if (m_edited) {
        if (m_source) {
            saved.message = m_source();
        }
        place = m_store->book().messages().indexOf(*m_edited); // it may have moved, or be gone
    }
    problem = m_store->change([&saved, place](MessageBook &book, QString *why) {
        return place < 0 ? book.add(saved, why) : book.change(place, saved, why);
    });
    tellProblem(problem);
    const qsizetype now = m_store->book().messages().lastIndexOf(saved);
    if (now < 0) {
        return; // not saved: what was typed stays
    }
    endForm();
    m_search->clear();
    m_tree->choose(m_model->indexOfMessage(now));
    if (problem.isEmpty()) {
        m_line->showWord(tr("Saved."));
    }
}

void SavedMessagesDialog::endForm()
{
    m_edited.reset();
    m_form->hide();
    m_tree->setFocus();
}

void SavedMessagesDialog::remove()
{
    const auto message = m_tree->currentMessage();
    if (!message && !m_tree->isFolderChosen()) {
        return;
    }
    const FolderPath folder = m_tree->currentFolder();
    const QString words =
        message ? tr("\"%1\" was removed.").arg(m_store->book().messages().at(*message).name)
                : tr("\"%1\" was removed, with all that was in it.").arg(folder.constLast());
    const QString problem =
        m_store->remove([&message, &folder](MessageBook &book, QString * /*problem*/) {
            if (message) {
                book.remove(*message);
            } else {
                book.removeFolder(folder);
            }
            return true;
        });
    if (problem.isEmpty()) {
        m_line->showWord(words);
    } else {
        tellProblem(problem);
    }
}

void SavedMessagesDialog::undo()
{
    tellProblem(m_store->undo());
}

void SavedMessagesDialog::addFolder()
{
    FolderPath folder = m_tree->currentFolder();
    const QString usual = tr("New folder");
    folder.append(usual);
    for (int number = 2; m_store->book().hasFolder(folder); ++number) {
        folder.last() = usual + QStringLiteral(" %1").arg(number);
    }
    m_search->clear();
    const QString problem = m_store->change(
        [&folder](MessageBook &book, QString *why) { return book.addFolder(folder, why); });
    tellProblem(problem);
    const QModelIndex index = m_model->indexOfFolder(folder);
    if (index.isValid()) {
        m_tree->choose(index);
        m_tree->setFocus();
        m_tree->edit(index);
    }
}

void SavedMessagesDialog::askImport()
{
    auto *dialog = makeOpenDialog("importMessagesDialog", tr("Import messages"),
                                  {tr("Messages (*.json *.ini)"), tr("All files (*)")}, this);
    connect(dialog, &QFileDialog::fileSelected, this, &SavedMessagesDialog::importFrom);
    dialog->show();
}

void SavedMessagesDialog::askExport()
{
    auto *dialog = makeSaveDialog("exportMessagesDialog", tr("Export messages"),
                                  {tr("Messages (*.json)"), tr("All files (*)")},
                                  QStringLiteral("messages.json"), this);
    connect(dialog, &QFileDialog::fileSelected, this, &SavedMessagesDialog::exportTo);
    dialog->show();
}

void SavedMessagesDialog::importFrom(const QString &fileName)
{
    const ReadMessages read = readMessages(fileName);
    QString problem = read.problem;
    if (problem.isEmpty()) {
        problem = m_store->change(
            [&read](MessageBook &book, QString *why) { return book.add(read.book, why); });
    }
    const QString name = QFileInfo(fileName).fileName();
    if (!problem.isEmpty()) {
        const QString words = tr("%1 was not imported. %2").arg(name, problem);
        tellProblem(words);
        Q_EMIT failed(words);
        return;
    }
    QString words =
        tr("Messages that were imported from %1: %2").arg(name).arg(read.book.messages().size());
    if (read.skipped > 0) {
        words += QStringLiteral(". ") +
                 tr("Not read: %1. %2").arg(read.skipped).arg(read.reasons.join(u' '));
    }
    m_line->showWord(words);
    Q_EMIT told(words);
}

void SavedMessagesDialog::exportTo(const QString &fileName)
{
    QSaveFile file(fileName);
    const QByteArray json = messageBookToJson(m_store->book());
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit()) {
        const QString words =
            tr("The messages could not be written to %1: %2").arg(fileName, file.errorString());
        tellProblem(words);
        Q_EMIT failed(words);
        return;
    }
    const QString words = tr("The messages were written to %1").arg(fileName);
    m_line->showWord(words);
    Q_EMIT told(words);
}

} // namespace sockyard
