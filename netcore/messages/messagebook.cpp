#include "netcore/messages/messagebook.h"

#include "netcore/messages/shownwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::MessageBook", text);
}

bool refused(QString *problem, const QString &words)
{
    if (problem != nullptr) {
        *problem = words;
    }
    return false;
}

/// \a path is \a folder, or lies in it.
bool isWithin(const FolderPath &path, const FolderPath &folder)
{
    return path.size() >= folder.size() && std::equal(folder.begin(), folder.end(), path.begin());
}

FolderPath parentOf(const FolderPath &folder)
{
    return folder.mid(0, folder.size() - 1);
}

qsizetype unitsOf(const FolderPath &path)
{
    qsizetype count = 0;
    for (const QString &name : path) {
        count += name.size();
    }
    return count;
}

qsizetype unitsOf(const SavedMessage &message)
{
    return message.name.size() + message.note.size() + message.message.text.size() +
           unitsOf(message.folder);
}

qsizetype unitsOf(const QList<FolderPath> &folders)
{
    qsizetype count = 0;
    for (const FolderPath &folder : folders) {
        count += unitsOf(folder);
    }
    return count;
}

QString problemOfPath(const FolderPath &path)
{
    if (path.size() > MessageBook::deepestFolder) {
        return tr("No more than %1 folders can lie within each other.")
            .arg(MessageBook::deepestFolder);
    }
    for (const QString &name : path) {
        if (QString problem = MessageBook::problemOfFolderName(name); !problem.isEmpty()) {
            return problem;
        }
    }
    return {};
}

bool hasWord(const SavedMessage &message, const QString &word)
{
    return message.name.contains(word, Qt::CaseInsensitive) ||
           message.note.contains(word, Qt::CaseInsensitive) ||
           message.message.text.contains(word, Qt::CaseInsensitive) ||
           std::any_of(message.folder.begin(), message.folder.end(), [&word](const QString &name) {
               return name.contains(word, Qt::CaseInsensitive);
           });
}

} // namespace

QString MessageBook::problemOf(const SavedMessage &message)
{
    if (message.name.trimmed().isEmpty()) {
        return tr("The message has no name.");
    }
    if (message.name.size() > longestName) {
        return tr("The name is longer than %1 characters.").arg(longestName);
    }
    if (message.note.size() > longestNote) {
        return tr("The note is longer than %1 characters.").arg(longestNote);
    }
    if (message.message.text.size() > longestText) {
        return tr("The message is longer than %1 characters. Keep it in a file, and send that.")
            .arg(longestText);
    }
    if (!message.name.isValidUtf16() || !message.note.isValidUtf16() ||
        !message.message.text.isValidUtf16()) {
        return tr("There is half a character in it, which no file can hold.");
    }
    return problemOfPath(message.folder);
}

QString MessageBook::problemOfFolderName(const QString &name)
{
    if (name.trimmed().isEmpty()) {
        return tr("The folder has no name.");
    }
    if (name.size() > longestName) {
        return tr("The folder's name is longer than %1 characters.").arg(longestName);
    }
    if (!name.isValidUtf16()) {
        return tr("There is half a character in it, which no file can hold.");
    }
    return {};
}

QList<qsizetype> MessageBook::messagesIn(const FolderPath &folder) const
{
    QList<qsizetype> places;
    for (qsizetype index = 0; index < m_messages.size(); ++index) {
        if (m_messages.at(index).folder == folder) {
            places.append(index);
        }
    }
    return places;
}

QList<qsizetype> MessageBook::find(const QString &words) const
{
    const QStringList wanted = words.simplified().split(u' ', Qt::SkipEmptyParts);
    QList<qsizetype> places;
    for (qsizetype index = 0; index < m_messages.size(); ++index) {
        const SavedMessage &message = m_messages.at(index);
        if (std::all_of(wanted.begin(), wanted.end(),
                        [&message](const QString &word) { return hasWord(message, word); })) {
            places.append(index);
        }
    }
    return places;
}

QList<FolderPath> MessageBook::foldersIn(const FolderPath &parent) const
{
    QList<FolderPath> children;
    std::copy_if(m_folders.begin(), m_folders.end(), std::back_inserter(children),
                 [&parent](const FolderPath &folder) { return parentOf(folder) == parent; });
    return children;
}

bool MessageBook::hasFolder(const FolderPath &folder) const
{
    return folder.isEmpty() || m_folders.contains(folder);
}

bool MessageBook::add(const SavedMessage &message, QString *problem)
{
    if (const QString words = problemOf(message); !words.isEmpty()) {
        return refused(problem, words);
    }
    const auto folders = missing(message.folder);
    if (!hasRoom(1, folders, unitsOf(message), problem)) {
        return false;
    }
    m_folders.append(folders);
    m_messages.append(message);
    m_units += unitsOf(folders) + unitsOf(message);
    return true;
}

bool MessageBook::add(const MessageBook &other, QString *problem)
{
    MessageBook next = *this;
    for (const FolderPath &folder : other.m_folders) {
        if (!next.addFolder(folder, problem)) {
            return false;
        }
    }
    for (const SavedMessage &message : other.m_messages) {
        if (!next.add(message, problem)) {
            return false;
        }
    }
    *this = std::move(next);
    return true;
}

bool MessageBook::change(qsizetype index, const SavedMessage &message, QString *problem)
{
    if (const QString words = problemOf(message); !words.isEmpty()) {
        return refused(problem, words);
    }
    const auto folders = missing(message.folder);
    const qsizetype more = unitsOf(message) - unitsOf(m_messages.at(index));
    if (!hasRoom(0, folders, more, problem)) {
        return false;
    }
    m_folders.append(folders);
    m_messages[index] = message;
    m_units += unitsOf(folders) + more;
    return true;
}

void MessageBook::remove(qsizetype index)
{
    m_units -= unitsOf(m_messages.at(index));
    m_messages.removeAt(index);
}

bool MessageBook::move(qsizetype index, const FolderPath &folder, qsizetype before,
                       QString *problem)
{
    SavedMessage message = m_messages.at(index);
    message.folder = folder;
    if (!change(index, message, problem)) {
        return false;
    }
    const qsizetype place = before < 0 ? m_messages.size() : before;
    m_messages.move(index, place > index ? place - 1 : place);
    return true;
}

bool MessageBook::addFolder(const FolderPath &folder, QString *problem)
{
    if (const QString words = problemOfPath(folder); !words.isEmpty()) {
        return refused(problem, words);
    }
    const auto folders = missing(folder);
    if (!hasRoom(0, folders, 0, problem)) {
        return false;
    }
    m_folders.append(folders);
    m_units += unitsOf(folders);
    return true;
}

bool MessageBook::renameFolder(const FolderPath &folder, const QString &name, QString *problem)
{
    MessageBook next = *this;
    if (!next.putPath(folder, parentOf(folder) + QStringList(name), problem)) {
        return false;
    }
    *this = std::move(next);
    return true;
}

bool MessageBook::moveFolder(const FolderPath &folder, const FolderPath &parent,
                             const QString &before, QString *problem)
{
    if (isWithin(parent, folder)) {
        return refused(problem, tr("A folder cannot lie in itself."));
    }
    const FolderPath path = parent + QStringList(folder.last());
    MessageBook next = *this;
    if (!next.addFolder(parent, problem) || !next.putPath(folder, path, problem)) {
        return false;
    }
    // Only the order among its new neighbours is seen, so it may stand behind all.
    const auto inner =
        std::stable_partition(next.m_folders.begin(), next.m_folders.end(),
                              [&path](const FolderPath &one) { return !isWithin(one, path); });
    const auto place = std::find(next.m_folders.begin(), inner, parent + QStringList(before));
    std::rotate(place, inner, next.m_folders.end());
    *this = std::move(next);
    return true;
}

void MessageBook::removeFolder(const FolderPath &folder)
{
    m_folders.removeIf([&folder](const FolderPath &one) { return isWithin(one, folder); });
    m_messages.removeIf(
        [&folder](const SavedMessage &one) { return isWithin(one.folder, folder); });
    count();
}

bool MessageBook::hasRoom(qsizetype messages, const QList<FolderPath> &folders, qsizetype units,
                          QString *problem) const
{
    if (m_messages.size() + messages > mostMessages) {
        return refused(problem, tr("No more than %1 messages can be kept.").arg(mostMessages));
    }
    if (m_folders.size() + folders.size() > mostFolders) {
        return refused(problem, tr("No more than %1 folders can be kept.").arg(mostFolders));
    }
    if (m_units + units + unitsOf(folders) > mostUnits) {
        return refused(problem, tr("All messages together have no more than %1 characters. Keep "
                                   "long ones in files.")
                                    .arg(mostUnits));
    }
    return true;
}

/// What was not done in part is judged at the end: this is called on a copy.
bool MessageBook::putPath(const FolderPath &from, const FolderPath &to, QString *problem)
{
    if (from == to) {
        return true;
    }
    if (hasFolder(to)) {
        return refused(problem,
                       tr("There is a folder \"%1\" already.").arg(shownInWords(to.last())));
    }
    for (FolderPath &folder : m_folders) {
        if (isWithin(folder, from)) {
            folder = to + folder.mid(from.size());
            if (const QString words = problemOfPath(folder); !words.isEmpty()) {
                return refused(problem, words);
            }
        }
    }
    for (SavedMessage &message : m_messages) {
        if (isWithin(message.folder, from)) {
            message.folder = to + message.folder.mid(from.size());
        }
    }
    count();
    return hasRoom(0, {}, 0, problem);
}

QList<FolderPath> MessageBook::missing(const FolderPath &folder) const
{
    QList<FolderPath> folders;
    for (FolderPath around = folder; !hasFolder(around); around = parentOf(around)) {
        folders.prepend(around);
    }
    return folders;
}

void MessageBook::count()
{
    m_units = unitsOf(m_folders);
    for (const SavedMessage &message : m_messages) {
        m_units += unitsOf(message);
    }
}

} // namespace sockyard
