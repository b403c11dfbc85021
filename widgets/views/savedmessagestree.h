#pragma once

#include "netcore/messages/savedmessage.h"

#include <QSet>
#include <QTreeView>

#include <optional>

namespace sockyard
{

class SavedMessagesModel;

/// The tree of saved messages: a double click or Enter sends one, F2 renames, Delete removes, and
/// what is dragged moves. What was chosen and which folders are closed stays when the book changes.
/// It sends and removes nothing itself. Main thread.
class SavedMessagesTree : public QTreeView
{
    Q_OBJECT

public:
    explicit SavedMessagesTree(SavedMessagesModel *model, QWidget *parent = nullptr);

    /// The place in the book of the chosen message; nothing where it is a folder, or nothing.
    std::optional<qsizetype> currentMessage() const;
    /// The chosen folder, or the one around the chosen message.
    FolderPath currentFolder() const;
    bool isFolderChosen() const;
    void choose(const QModelIndex &index);
    /// The first message that is shown, where none is chosen.
    void chooseAnyMessage();

Q_SIGNALS:
    void sendRequested(qsizetype message);
    void removeRequested();
    void chosen();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void rememberPlace();
    void findPlaceAgain();
    void sendCurrent();
    void noteFolder(const QModelIndex &index, bool closed);

    SavedMessagesModel *m_model;
    QSet<FolderPath> m_closed;
    // While the model is new: what was chosen.
    std::optional<qsizetype> m_message;
    FolderPath m_folder;
    bool m_isFilling = false;
};

} // namespace sockyard
