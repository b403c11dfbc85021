#pragma once

#include "netcore/messages/savedmessage.h"

#include <QDialog>

#include <functional>
#include <memory>
#include <optional>

class QLineEdit;
class QPushButton;

namespace sockyard
{

class MessageStore;
class ProblemLine;
class SavedMessageForm;
class SavedMessagesModel;
class SavedMessagesTree;

/// The saved messages in a window of their own, which stops nobody: to be searched, sent, ordered,
/// changed, removed (and taken back), imported and exported. They are the same for all tabs; what
/// is sent goes to the page to which this belongs. Main thread.
class SavedMessagesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SavedMessagesDialog(std::shared_ptr<MessageStore> store, QWidget *parent = nullptr);
    ~SavedMessagesDialog() override;

    /// Where a message is written: what is saved from there. Without it nothing is sent either.
    using Source = std::function<Message()>;
    void setSource(Source source);

    void open() override;
    /// Asks for the name under which \a message is saved.
    void save(const Message &message);
    void importFrom(const QString &fileName);
    void exportTo(const QString &fileName);

    /// Alt+1 to Alt+9 in the window of \a widget call \a act with the number.
    static void addKeys(QWidget *widget, const std::function<void(int)> &act);

Q_SIGNALS:
    /// It is to be sent at once.
    void sendRequested(const Message &message);
    /// A person wants to work at it where messages are written.
    void loadRequested(const Message &message);
    /// How an import or an export has ended.
    void told(const QString &words);
    void failed(const QString &words);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QPushButton *addButton(const char *name, const QString &text, const QString &tip,
                           void (SavedMessagesDialog::*act)());
    void layOut();
    void send(qsizetype message);
    void sendCurrent();
    void saveWritten();
    void edit();
    void remove();
    void undo();
    void addFolder();
    void askImport();
    void askExport();
    void beginForm(const SavedMessage &message, const QString &words);
    void takeForm();
    void endForm();
    void showState();
    void tellProblem(const QString &problem);

    const std::shared_ptr<MessageStore> m_store;
    SavedMessagesModel *m_model;
    Source m_source;
    QLineEdit *m_search;
    SavedMessagesTree *m_tree;
    SavedMessageForm *m_form;
    ProblemLine *m_line;
    QPushButton *m_send;
    QPushButton *m_saveWritten;
    QPushButton *m_edit;
    QPushButton *m_remove;
    QPushButton *m_addFolder;
    QPushButton *m_import;
    QPushButton *m_export;
    QPushButton *m_undo;
    std::optional<SavedMessage> m_edited; // as it was; nothing: what the form shows is new
};

} // namespace sockyard
