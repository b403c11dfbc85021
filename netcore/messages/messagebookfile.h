#pragma once

#include "netcore/messages/messagebook.h"

#include <QString>

#include <optional>

namespace sockyard
{

/// The file in which a person's saved messages stay. Two programs may have it open: each writes
/// only while it holds the lock beside the file, and takes over what the other wrote since it read
/// last (messages and folders that were added are added here, those that were removed are removed
/// where they are unchanged here), so that neither loses the other's work. A message that both
/// changed is there in both versions; the order is the one here. A file that is no book of messages
/// is never written over: it gets another name. Belongs to one thread.
class MessageBookFile
{
public:
    /// Reads and writes nothing yet.
    explicit MessageBookFile(const QString &fileName = usualFileName());

    /// In QStandardPaths::AppConfigLocation.
    static QString usualFileName();
    const QString &fileName() const { return m_fileName; }

    /// The book in the file; where there is no file, an empty one. \a problem says what a person
    /// should know of a file that could not be read; it is empty where all is well.
    MessageBook load(QString *problem);
    /// Writes \a book, and gives back what is in the file now: the book with what another program
    /// wrote meanwhile. Nothing where it could not be written; \a problem then says why. It also
    /// says where a file had to get another name first. Waits for another program's writing, a
    /// tenth of a second at most.
    std::optional<MessageBook> save(const MessageBook &book, QString *problem);

private:
    /// What is in the file; an empty book where there is none, or where it is no book and was put
    /// aside. Nothing where it can be neither read nor put aside.
    std::optional<MessageBook> read(QString *problem);
    bool putAside();

    QString m_fileName;
    QString m_aside;        // the name that a broken file got
    MessageBook m_lastSeen; // in the file
};

} // namespace sockyard
