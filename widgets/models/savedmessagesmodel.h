#pragma once

#include "netcore/messages/messagebook.h"

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <vector>

namespace sockyard
{

class MessageStore;

/// The saved messages as a tree: in each folder its folders, then its messages. It follows the
/// store; after a change of the book all indexes are new. Messages and folders are renamed by
/// editing their name, and moved by dragging. Main thread.
class SavedMessagesModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, MessageColumn, KeyColumn, ColumnCount };

    /// So many messages have keys of their own: those that come first, as the whole tree is read.
    static constexpr int keyCount = 9;

    explicit SavedMessagesModel(std::shared_ptr<MessageStore> store, QObject *parent = nullptr);
    ~SavedMessagesModel() override;

    /// Shows only messages that have these words, and the folders around them. No words: all.
    void setSearch(const QString &words);

    /// The place in the book of the message there; nothing for a folder.
    std::optional<qsizetype> messageAt(const QModelIndex &index) const;
    /// The folder there, or the one around the message there; empty for an invalid index.
    FolderPath folderAt(const QModelIndex &index) const;
    QModelIndex indexOfMessage(qsizetype message) const;
    QModelIndex indexOfFolder(const FolderPath &folder) const;
    /// The message with that key, 1 to keyCount, whatever is searched for.
    static std::optional<qsizetype> messageOfKey(const MessageBook &book, int key);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

Q_SIGNALS:
    /// A change was not done, or could not be written, for that reason.
    void failed(const QString &problem);

private:
    struct Node;

    const Node *nodeAt(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node) const;
    void rebuild();
    bool fill(Node &node, const QList<qsizetype> &wanted) const;
    bool rename(const Node &node, const QString &name);
    QVariant shown(const Node &node, int column) const;
    QString tip(const Node &node) const;
    bool tell(const QString &problem);

    const std::shared_ptr<MessageStore> m_store;
    QString m_search;
    std::unique_ptr<Node> m_root;
    QList<qsizetype> m_keys; // messages that have one, in order
};

} // namespace sockyard
