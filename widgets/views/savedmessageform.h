#pragma once

#include "netcore/messages/savedmessage.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace sockyard
{

class ElidedLabel;

/// Where a person gives a message that is saved its name, its folder and a note. Saves nothing
/// itself. Main thread.
class SavedMessageForm : public QWidget
{
    Q_OBJECT

public:
    explicit SavedMessageForm(QWidget *parent = nullptr);

    /// Shows these; \a folders can be chosen, and others typed. \a words say where the message
    /// comes from.
    void begin(const SavedMessage &message, const QList<FolderPath> &folders, const QString &words);
    /// The message with what was typed.
    SavedMessage saved() const;
    /// As a person reads and types it: `Lamps / Kitchen`.
    static QString folderText(const FolderPath &folder);

Q_SIGNALS:
    void saveRequested();
    void cancelled();

private:
    FolderPath folder() const;

    QLineEdit *m_name;
    QComboBox *m_folder;
    QLineEdit *m_note;
    ElidedLabel *m_words;
    SavedMessage m_message;
};

} // namespace sockyard
