#include "netcore/messages/messagebookfile.h"

#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/readmessages.h"
#include "netcore/messages/shownwords.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::MessageBookFile", text);
}

/// Those of \a from that \a without does not have; each of \a without takes away one.
template <typename Value>
QList<Value> difference(const QList<Value> &from, const QList<Value> &without)
{
    QList<Value> rest = without;
    QList<Value> left;
    for (const Value &value : from) {
        if (const qsizetype found = rest.indexOf(value); found >= 0) {
            rest.removeAt(found);
        } else {
            left.append(value);
        }
    }
    return left;
}

/// \a ours with what happened between \a before and \a theirs; nothing where a book cannot hold it.
std::optional<MessageBook> merged(const MessageBook &ours, const MessageBook &before,
                                  const MessageBook &theirs, QString *problem)
{
    MessageBook book = ours;
    for (const SavedMessage &removed : difference(before.messages(), theirs.messages())) {
        if (const qsizetype index = book.messages().lastIndexOf(removed); index >= 0) {
            book.remove(index);
        }
    }
    for (const FolderPath &removed : difference(before.folders(), theirs.folders())) {
        if (book.messagesIn(removed).isEmpty() && book.foldersIn(removed).isEmpty()) {
            book.removeFolder(removed);
        }
    }
    for (const FolderPath &added : difference(theirs.folders(), before.folders())) {
        if (!book.addFolder(added, problem)) {
            return std::nullopt;
        }
    }
    for (const SavedMessage &added : difference(theirs.messages(), before.messages())) {
        if (!book.add(added, problem)) {
            return std::nullopt;
        }
    }
    return book;
}

} // namespace

MessageBookFile::MessageBookFile(const QString &fileName)
    : m_fileName(fileName)
{
}

QString MessageBookFile::usualFileName()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
        .filePath(QStringLiteral("messages.json"));
}

MessageBook MessageBookFile::load(QString *problem)
{
    problem->clear();
    m_lastSeen = read(problem).value_or(MessageBook());
    return m_lastSeen;
}

std::optional<MessageBook> MessageBookFile::save(const MessageBook &book, QString *problem)
{
    constexpr int longestWait = 100; // milliseconds; to write takes a few
    problem->clear();
    QDir().mkpath(QFileInfo(m_fileName).absolutePath());
    QLockFile lock(m_fileName + QStringLiteral(".lock"));
    if (!lock.tryLock(longestWait)) {
        const QString name = shownFileName(m_fileName);
        *problem = lock.error() == QLockFile::LockFailedError
                       ? tr("\"%1\" is being written by another program. Try again.").arg(name)
                       : tr("\"%1\" cannot be written: its folder lets no file be made.").arg(name);
        return std::nullopt;
    }
    const bool isThere = QFileInfo::exists(m_fileName);
    const auto there = read(problem);
    if (!there) {
        return std::nullopt;
    }
    // A file that is gone or had to be put aside is nobody's wish to remove every message.
    const bool canBeCompared = isThere && problem->isEmpty();
    QString words;
    auto result = merged(book, canBeCompared ? m_lastSeen : MessageBook(), *there, &words);
    if (!result) {
        *problem = words;
        return std::nullopt;
    }
    QSaveFile file(m_fileName);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly) || file.write(messageBookToJson(*result)) < 0 ||
        !file.commit()) {
        *problem =
            tr("\"%1\" cannot be written: %2.").arg(shownFileName(m_fileName), file.errorString());
        return std::nullopt;
    }
    m_lastSeen = *result;
    return result;
}

std::optional<MessageBook> MessageBookFile::read(QString *problem)
{
    if (!QFileInfo::exists(m_fileName)) {
        return MessageBook();
    }
    ReadMessages read = readMessages(m_fileName);
    if (read.problem.isEmpty() && read.format == ReadMessages::Format::Book) {
        return read.book;
    }
    const QString name = shownFileName(m_fileName);
    const QString words =
        read.problem.isEmpty() ? tr("\"%1\" is no file of this program.").arg(name) : read.problem;
    if (!read.wasRead || !putAside()) {
        *problem = tr("The saved messages cannot be used: %1").arg(words);
        return std::nullopt;
    }
    *problem = tr("The saved messages could not be read: %1 The file is \"%2\" now.")
                   .arg(words, shownFileName(m_aside));
    return MessageBook();
}

bool MessageBookFile::putAside()
{
    constexpr int mostNames = 1000;
    for (int number = 1; number <= mostNames; ++number) {
        m_aside = QStringLiteral("%1.broken-%2").arg(m_fileName).arg(number);
        if (!QFileInfo::exists(m_aside)) {
            return QFile::rename(m_fileName, m_aside); // which writes over nothing
        }
    }
    return false;
}

} // namespace sockyard
