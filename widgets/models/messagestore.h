#pragma once

#include "netcore/messages/messagebookfile.h"
#include "netcore/messages/messagehistory.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace sockyard
{

/// What a person sent before and what a person saved, for all tabs, kept over restarts: the history
/// in the settings, the book in a file of its own. Main thread.
class MessageStore : public QObject
{
    Q_OBJECT

public:
    /// The one that all composers share; it lives as long as one of them holds it.
    static std::shared_ptr<MessageStore> shared();

    explicit MessageStore(const QString &bookFileName = MessageBookFile::usualFileName(),
                          QObject *parent = nullptr);

    const MessageHistory &history() const { return m_history; }
    /// It was sent.
    void remember(const Message &message);

    const MessageBook &book() const { return m_book; }
    /// A change of the book; false, with the reason, where it cannot be done.
    using Change = std::function<bool(MessageBook &book, QString *problem)>;
    /// Does it and writes the file. Empty where all went well; else what a person should know: why
    /// it was not done, or was done and could not be written.
    QString change(const Change &change);
    /// The same, and undo() can take it back, until the next change.
    QString remove(const Change &change);
    bool canUndo() const { return m_before.has_value(); }
    QString undo();
    /// What a person should know of the file, since it was read; mostly nothing.
    const QString &trouble() const { return m_trouble; }

Q_SIGNALS:
    void bookChanged();

private:
    QString put(MessageBook book);

    QString m_trouble;
    MessageHistory m_history;
    MessageBookFile m_file;
    MessageBook m_book;
    std::optional<MessageBook> m_before;
};

} // namespace sockyard
