#include "widgets/models/savedmessagesmodel.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/messagestore.h"
#include "widgets/models/messagewords.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

namespace sockyard
{

namespace
{

QString mimeType()
{
    return QStringLiteral("application/x-sockyard-saved-message");
}

/// One line, as a file may hold anything.
QString inOneLine(const QString &text)
{
    return QString::fromStdString(visibleText(text.toStdString()));
}

/// The messages in the order of the tree, as many as have keys.
void appendKeys(const MessageBook &book, const FolderPath &folder, QList<qsizetype> &keys)
{
    const auto folders = book.foldersIn(folder);
    for (const FolderPath &inner : folders) {
        appendKeys(book, inner, keys);
    }
    for (const qsizetype message : book.messagesIn(folder)) {
        if (keys.size() < SavedMessagesModel::keyCount) {
            keys.append(message);
        }
    }
}

QList<qsizetype> keysOf(const MessageBook &book)
{
    QList<qsizetype> keys;
    appendKeys(book, {}, keys);
    return keys;
}

} // namespace

struct SavedMessagesModel::Node {
    Node *parent = nullptr;
    int row = 0;
    qsizetype message = -1; // in the book; -1: a folder
    FolderPath folder;      // of a folder: itself
    std::vector<std::unique_ptr<Node>> children;

    bool isFolder() const { return message < 0; }
    Node &add(qsizetype ofMessage, const FolderPath &inFolder)
    {
        auto child = std::make_unique<Node>();
        child->parent = this;
        child->row = static_cast<int>(children.size());
        child->message = ofMessage;
        child->folder = inFolder;
        children.push_back(std::move(child));
        return *children.back();
    }
    const Node *find(qsizetype wantedMessage, const FolderPath &wantedFolder) const
    {
        for (const auto &child : children) {
            const bool isIt = child->isFolder() ? wantedMessage < 0 && child->folder == wantedFolder
                                                : child->message == wantedMessage;
            if (isIt) {
                return child.get();
            }
            if (const Node *const found = child->find(wantedMessage, wantedFolder)) {
                return found;
            }
        }
        return nullptr;
    }
};

SavedMessagesModel::SavedMessagesModel(std::shared_ptr<MessageStore> store, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(std::move(store))
{
    connect(m_store.get(), &MessageStore::bookChanged, this, &SavedMessagesModel::rebuild);
    rebuild();
}

SavedMessagesModel::~SavedMessagesModel() = default;

void SavedMessagesModel::setSearch(const QString &words)
{
    if (words != m_search) {
        m_search = words;
        rebuild();
    }
}

void SavedMessagesModel::rebuild()
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_keys = keysOf(m_store->book());
    fill(*m_root, m_store->book().find(m_search));
    endResetModel();
}

bool SavedMessagesModel::fill(Node &node, const QList<qsizetype> &wanted) const
{
    const bool all = m_search.trimmed().isEmpty();
    const auto folders = m_store->book().foldersIn(node.folder);
    for (const FolderPath &folder : folders) {
        Node &child = node.add(-1, folder);
        if (!fill(child, wanted) && !all) {
            node.children.pop_back(); // a folder without what is looked for
        }
    }
    const auto messages = m_store->book().messagesIn(node.folder);
    for (const qsizetype message : messages) {
        if (all || std::binary_search(wanted.begin(), wanted.end(), message)) {
            node.add(message, node.folder);
        }
    }
    return !node.children.empty();
}

const SavedMessagesModel::Node *SavedMessagesModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const Node *>(index.constInternalPointer()) : m_root.get();
}

QModelIndex SavedMessagesModel::indexOf(const Node *node) const
{
    return node == nullptr || node == m_root.get() ? QModelIndex()
                                                   : createIndex(node->row, 0, node);
}

std::optional<qsizetype> SavedMessagesModel::messageAt(const QModelIndex &index) const
{
    const Node *const node = nodeAt(index);
    return node->isFolder() ? std::nullopt : std::optional(node->message);
}

FolderPath SavedMessagesModel::folderAt(const QModelIndex &index) const
{
    return nodeAt(index)->folder;
}

QModelIndex SavedMessagesModel::indexOfMessage(qsizetype message) const
{
    return message < 0 ? QModelIndex() : indexOf(m_root->find(message, {}));
}

QModelIndex SavedMessagesModel::indexOfFolder(const FolderPath &folder) const
{
    return indexOf(m_root->find(-1, folder));
}

std::optional<qsizetype> SavedMessagesModel::messageOfKey(const MessageBook &book, int key)
{
    const QList<qsizetype> keys = keysOf(book);
    return key >= 1 && key <= keys.size() ? std::optional(keys.at(key - 1)) : std::nullopt;
}

QModelIndex SavedMessagesModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column,
                       nodeAt(parent)->children.at(static_cast<std::size_t>(row)).get());
}

QModelIndex SavedMessagesModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(nodeAt(index)->parent) : QModelIndex();
}

int SavedMessagesModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeAt(parent)->children.size());
}

int SavedMessagesModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

Qt::ItemFlags SavedMessagesModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index) | Qt::ItemIsDropEnabled;
    if (!index.isValid()) {
        return flags;
    }
    flags |= Qt::ItemIsDragEnabled;
    if (index.column() == NameColumn) {
        flags |= Qt::ItemIsEditable;
    }
    if (!nodeAt(index)->isFolder()) {
        flags |= Qt::ItemNeverHasChildren;
    }
    return flags;
}

QVariant SavedMessagesModel::shown(const Node &node, int column) const
{
    if (node.isFolder()) {
        return column == NameColumn ? inOneLine(node.folder.constLast()) : QString();
    }
    const SavedMessage &saved = m_store->book().messages().at(node.message);
    switch (column) {
    case NameColumn:
        return inOneLine(saved.name);
    case MessageColumn:
        return messageInShort(saved.message);
    case KeyColumn: {
        const qsizetype key = m_keys.indexOf(node.message);
        return key < 0 ? QString() : tr("Alt+%1").arg(key + 1);
    }
    default:
        return {};
    }
}

QString SavedMessagesModel::tip(const Node &node) const
{
    if (node.isFolder()) {
        return {};
    }
    const SavedMessage &saved = m_store->book().messages().at(node.message);
    QStringList lines{
        tr("%1, %2").arg(notationTitle(saved.message.notation), endingTitle(saved.message.ending)),
        messageInShort(saved.message)};
    if (!saved.note.isEmpty()) {
        lines.append(saved.note);
    }
    return QStringLiteral("<qt>%1</qt>")
        .arg(lines.join(u'\n').toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

QVariant SavedMessagesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Node &node = *nodeAt(index);
    switch (role) {
    case Qt::DisplayRole:
        return shown(node, index.column());
    case Qt::EditRole:
        return index.column() != NameColumn ? shown(node, index.column())
               : node.isFolder()            ? node.folder.constLast()
                                            : m_store->book().messages().at(node.message).name;
    case Qt::ToolTipRole:
        return tip(node);
    default:
        return {};
    }
}

bool SavedMessagesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || index.column() != NameColumn || role != Qt::EditRole) {
        return false;
    }
    return rename(*nodeAt(index), value.toString().trimmed());
}

bool SavedMessagesModel::rename(const Node &node, const QString &name)
{
    if (node.isFolder()) {
        const FolderPath folder = node.folder;
        return tell(m_store->change([&folder, &name](MessageBook &book, QString *problem) {
            return book.renameFolder(folder, name, problem);
        }));
    }
    const qsizetype message = node.message;
    SavedMessage renamed = m_store->book().messages().at(message);
    renamed.name = name;
    return tell(m_store->change([message, &renamed](MessageBook &book, QString *problem) {
        return book.change(message, renamed, problem);
    }));
}

bool SavedMessagesModel::tell(const QString &problem)
{
    if (!problem.isEmpty()) {
        Q_EMIT failed(problem);
    }
    return problem.isEmpty();
}

QVariant SavedMessagesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return QAbstractItemModel::headerData(section, orientation, role);
    }
    switch (section) {
    case NameColumn:
        return tr("Name");
    case MessageColumn:
        return tr("Message");
    case KeyColumn:
        return tr("Key");
    default:
        return {};
    }
}

QStringList SavedMessagesModel::mimeTypes() const
{
    return {mimeType()};
}

QMimeData *SavedMessagesModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty()) {
        return nullptr;
    }
    const Node &node = *nodeAt(indexes.constFirst());
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << static_cast<qint64>(node.message) << node.folder;
    auto *data = new QMimeData;
    data->setData(mimeType(), bytes);
    return data;
}

bool SavedMessagesModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row,
                                      int /*column*/, const QModelIndex &parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(mimeType())) {
        return false;
    }
    qint64 message = -1;
    FolderPath folder;
    const QByteArray bytes = data->data(mimeType());
    QDataStream stream(bytes);
    stream >> message >> folder;
    // Upon a message means in front of it, as between messages.
    const Node *place = nodeAt(parent);
    if (!place->isFolder()) {
        row = place->row;
        place = place->parent;
    }
    const FolderPath target = place->folder;
    const Node *const before = row >= 0 && row < static_cast<int>(place->children.size())
                                   ? place->children[static_cast<std::size_t>(row)].get()
                                   : nullptr;
    if (message >= 0) {
        if (message >= m_store->book().messages().size()) {
            return false; // it went while it was dragged
        }
        // In front of a folder is in front of all messages.
        const auto inTarget = m_store->book().messagesIn(target);
        const qsizetype next = before == nullptr     ? -1
                               : !before->isFolder() ? before->message
                               : inTarget.isEmpty()  ? -1
                                                     : inTarget.constFirst();
        return tell(m_store->change([message, target, next](MessageBook &book, QString *problem) {
            return book.move(message, target, next, problem);
        }));
    }
    const QString next =
        before != nullptr && before->isFolder() ? before->folder.constLast() : QString();
    return m_store->book().hasFolder(folder) &&
           tell(m_store->change([folder, target, next](MessageBook &book, QString *problem) {
               return book.moveFolder(folder, target, next, problem);
           }));
}

} // namespace sockyard
