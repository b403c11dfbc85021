#pragma once

#include "netcore/messages/savedmessage.h"

#include <QList>
#include <QString>

namespace sockyard
{

/// The messages that a person keeps, and the folders they lie in, both in the order that the person
/// gave them. A value.
///
/// Messages are known by their place in messages(); several may have the same name. Folders are
/// known by their path, so there is one of each; the folder of every message is there. The bounds
/// keep a book within what a file may hold (see messagebookjson.h). What a function cannot do it
/// does not do in part: it returns false, and \a problem, where it is given, says why.
class MessageBook
{
public:
    static constexpr qsizetype mostMessages = 5000;
    static constexpr qsizetype mostFolders = 500;
    /// So many folders within each other.
    static constexpr qsizetype deepestFolder = 8;
    /// In UTF-16 units; of folders too.
    static constexpr qsizetype longestName = 200;
    static constexpr qsizetype longestNote = 4096;
    static constexpr qsizetype longestText = 256 * 1024;
    /// All names, notes, texts and paths together, in UTF-16 units.
    static constexpr qsizetype mostUnits = 1024 * 1024;

    /// Why no book can hold it; empty where one can. Whether the message can be sent is not looked
    /// at.
    static QString problemOf(const SavedMessage &message);
    /// The same of a folder's name.
    static QString problemOfFolderName(const QString &name);

    bool isEmpty() const { return m_messages.isEmpty() && m_folders.isEmpty(); }
    const QList<SavedMessage> &messages() const { return m_messages; }
    /// The places of those that lie in \a folder itself.
    QList<qsizetype> messagesIn(const FolderPath &folder) const;
    /// The places of those that have every word (separated by white space) in their name, note,
    /// text or path, in any case of letters. No word: all.
    QList<qsizetype> find(const QString &words) const;

    /// All of them, each behind the one around it.
    const QList<FolderPath> &folders() const { return m_folders; }
    /// Those that lie in \a parent itself.
    QList<FolderPath> foldersIn(const FolderPath &parent) const;
    bool hasFolder(const FolderPath &folder) const;

    /// Puts it behind the others. Its folder is made where it is not there.
    bool add(const SavedMessage &message, QString *problem = nullptr);
    /// Puts everything of \a other behind what is there.
    bool add(const MessageBook &other, QString *problem = nullptr);
    /// Puts \a message in the place of the one at \a index, which is there.
    bool change(qsizetype index, const SavedMessage &message, QString *problem = nullptr);
    /// \a index is there.
    void remove(qsizetype index);
    /// Puts the message at \a index into \a folder, in front of the message at \a before, or behind
    /// all where \a before is -1. Both count as they are now.
    bool move(qsizetype index, const FolderPath &folder, qsizetype before = -1,
              QString *problem = nullptr);

    /// Makes the folder, and those around it, where they are not there.
    bool addFolder(const FolderPath &folder, QString *problem = nullptr);
    /// Gives it another name, which no folder beside it has.
    bool renameFolder(const FolderPath &folder, const QString &name, QString *problem = nullptr);
    /// Puts it, with all that is in it, into \a parent, which is not in it, in front of that
    /// folder's child \a before, or behind all where \a before is empty.
    bool moveFolder(const FolderPath &folder, const FolderPath &parent, const QString &before = {},
                    QString *problem = nullptr);
    /// With all that is in it.
    void removeFolder(const FolderPath &folder);

    friend bool operator==(const MessageBook &, const MessageBook &) = default;

private:
    /// What is to be added fits.
    bool hasRoom(qsizetype messages, const QList<FolderPath> &folders, qsizetype units,
                 QString *problem) const;
    bool putPath(const FolderPath &from, const FolderPath &to, QString *problem);
    /// Those of \a folder and those around it that are not there.
    QList<FolderPath> missing(const FolderPath &folder) const;
    void count();

    QList<SavedMessage> m_messages;
    QList<FolderPath> m_folders;
    qsizetype m_units = 0; // of all of them
};

} // namespace sockyard
