#include "netcore/messages/messagebookfile.h"

#include "netcore/messages/messagebookjson.h"
#include "netcore/messages/messagejson.h"
#include "netcore/messages/readmessages.h"

#include <QCoreApplication>
#include <QDir>
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
    constexpr int longestWait = 2000; // milliseconds; another program writes for a moment only
    problem->clear();
    QDir().mkpath(QFileInfo(m_fileName).absolutePath());
    QLockFile lock(m_fileName + QStringLiteral(".lock"));
    if (!lock.tryLock(longestWait)) {
        *problem = tr("\"%1\" is locked by another program.").arg(shownInWords(m_fileName));
        return std::nullopt;
    }
    const auto there = read(problem);
    if (!there) {
        return std::nullopt;
    }
    const auto result = merged(book, m_lastSeen, *there, problem);
    if (!result) {
        return std::nullopt;
    }
    QSaveFile file(m_fileName);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly) || file.write(messageBookToJson(*result)) < 0 ||
        !file.commit()) {
        *problem =
            tr("\"%1\" cannot be written: %2.").arg(shownInWords(m_fileName), file.errorString());
        return std::nullopt;
    }
    m_lastSeen = *result;
    return result;
}

/// What is in the file; an empty book where there is none, or where it is no book and was put
/// aside. Nothing where it can be neither read nor put aside.
std::optional<MessageBook> MessageBookFile::read(QString *problem)
{
    if (!QFileInfo::exists(m_fileName)) {
        return MessageBook();
    }
    ReadMessages read = readMessages(m_fileName);
    if (read.problem.isEmpty() && read.format == ReadMessages::Format::Book) {
        return read.book;
    }
    *problem = read.problem;
    return std::nullopt;
}

} // namespace sockyard
