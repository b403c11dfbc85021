#include "netcore/messages/messagebook.h"

#include "netcore/messages/messagejson.h"

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

QString problemOfPath(const FolderPath &path)
{
    if (path.size() > MessageBook::deepestFolder) {
        return tr("No more than %1 folders can lie within each other.")
            .arg(MessageBook::deepestFolder);
    }
    for (const QString &name : path) {
        if (const QString problem = MessageBook::problemOfFolderName(name); !problem.isEmpty()) {
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
    MessageBook next = *this;
    if (!next.addFolder(message.folder, problem)) {
        return false;
    }
    next.m_messages.append(message);
    return take(std::move(next), problem);
}

bool MessageBook::add(const MessageBook &other, QString *problem)
{
    MessageBook next = *this;
    for (const FolderPath &folder : other.m_folders) {
        if (!next.addFolder(folder, problem)) {
            return false;
        }
    }
    next.m_messages.append(other.m_messages); // each was judged before
    return take(std::move(next), problem);
}

bool MessageBook::change(qsizetype index, const SavedMessage &message, QString *problem)
{
    if (const QString words = problemOf(message); !words.isEmpty()) {
        return refused(problem, words);
    }
    MessageBook next = *this;
    if (!next.addFolder(message.folder, problem)) {
        return false;
    }
    next.m_messages[index] = message;
    return take(std::move(next), problem);
}

void MessageBook::remove(qsizetype index)
{
    m_messages.removeAt(index);
}

bool MessageBook::move(qsizetype index, const FolderPath &folder, qsizetype before,
                       QString *problem)
{
    MessageBook next = *this;
    if (!next.addFolder(folder, problem)) {
        return false;
    }
    next.m_messages[index].folder = folder;
    const qsizetype place = before < 0 ? m_messages.size() : before;
    next.m_messages.move(index, place > index ? place - 1 : place);
    return take(std::move(next), problem);
}

bool MessageBook::addFolder(const FolderPath &folder, QString *problem)
{
    if (hasFolder(folder)) {
        return true;
    }
    if (const QString words = problemOfPath(folder); !words.isEmpty()) {
        return refused(problem, words);
    }
    MessageBook next = *this;
    for (qsizetype depth = 1; depth <= folder.size(); ++depth) {
        if (const FolderPath around = folder.mid(0, depth); !next.hasFolder(around)) {
            next.m_folders.append(around);
        }
    }
    return take(std::move(next), problem);
}

bool MessageBook::renameFolder(const FolderPath &folder, const QString &name, QString *problem)
{
    if (const QString words = problemOfFolderName(name); !words.isEmpty()) {
        return refused(problem, words);
    }
    MessageBook next = *this;
    return next.putPath(folder, parentOf(folder) + QStringList(name), problem) &&
           take(std::move(next), problem);
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
    // Behind all, or in front of one: only the order among its new neighbours is seen.
    QList<FolderPath> moved;
    std::copy_if(next.m_folders.begin(), next.m_folders.end(), std::back_inserter(moved),
                 [&path](const FolderPath &one) { return isWithin(one, path); });
    next.m_folders.removeIf([&path](const FolderPath &one) { return isWithin(one, path); });
    const qsizetype found =
        before.isEmpty() ? -1 : next.m_folders.indexOf(parent + QStringList(before));
    qsizetype place = found < 0 ? next.m_folders.size() : found;
    for (const FolderPath &one : moved) {
        next.m_folders.insert(place, one);
        ++place;
    }
    return take(std::move(next), problem);
}

void MessageBook::removeFolder(const FolderPath &folder)
{
    m_folders.removeIf([&folder](const FolderPath &one) { return isWithin(one, folder); });
    m_messages.removeIf(
        [&folder](const SavedMessage &one) { return isWithin(one.folder, folder); });
}

bool MessageBook::putPath(const FolderPath &from, const FolderPath &to, QString *problem)
{
    if (from == to) {
        return true;
    }
    if (hasFolder(to)) {
        return refused(problem,
                       tr("There is a folder \"%1\" already.").arg(shownInWords(to.last())));
    }
    const auto renamed = [&from, &to](const FolderPath &path) {
        return isWithin(path, from) ? to + path.mid(from.size()) : path;
    };
    for (FolderPath &folder : m_folders) {
        folder = renamed(folder);
    }
    for (SavedMessage &message : m_messages) {
        message.folder = renamed(message.folder);
    }
    return true;
}

bool MessageBook::take(MessageBook &&next, QString *problem)
{
    if (next.m_messages.size() > mostMessages) {
        return refused(problem, tr("No more than %1 messages can be kept.").arg(mostMessages));
    }
    if (next.m_folders.size() > mostFolders) {
        return refused(problem, tr("No more than %1 folders can be kept.").arg(mostFolders));
    }
    if (std::any_of(next.m_folders.begin(), next.m_folders.end(),
                    [](const FolderPath &folder) { return folder.size() > deepestFolder; })) {
        return refused(problem,
                       tr("No more than %1 folders can lie within each other.").arg(deepestFolder));
    }
    if (next.units() > mostUnits) {
        return refused(problem, tr("All messages together have no more than %1 characters. Keep "
                                   "long ones in files.")
                                    .arg(mostUnits));
    }
    *this = std::move(next);
    return true;
}

qsizetype MessageBook::units() const
{
    qsizetype count = 0;
    for (const SavedMessage &message : m_messages) {
        count += unitsOf(message);
    }
    for (const FolderPath &folder : m_folders) {
        count += unitsOf(folder);
    }
    return count;
}

} // namespace sockyard
