#include "widgets/models/messagestore.h"

#include <QSettings>

#include <utility>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView historyKey("composer/history");
} // namespace

std::shared_ptr<MessageStore> MessageStore::shared()
{
    static std::weak_ptr<MessageStore> present;
    auto store = present.lock();
    if (!store) {
        store = std::make_shared<MessageStore>();
        present = store;
    }
    return store;
}

MessageStore::MessageStore(const QString &bookFileName, QObject *parent)
    : QObject(parent)
    , m_history(MessageHistory::fromJson(QSettings().value(historyKey).toByteArray())
                    .value_or(MessageHistory()))
    , m_file(bookFileName)
    , m_book(m_file.load(&m_trouble))
{
}

void MessageStore::remember(const Message &message)
{
    m_history.add(message);
    QSettings().setValue(historyKey, m_history.toJson());
}

QString MessageStore::change(const Change &change)
{
    MessageBook book = m_book;
    QString problem;
    if (!change(book, &problem)) {
        return problem;
    }
    m_before.reset();
    return put(std::move(book));
}

QString MessageStore::remove(const Change &change)
{
    MessageBook before = m_book;
    QString problem = this->change(change);
    if (m_book != before) {
        m_before = std::move(before);
    }
    return problem;
}

QString MessageStore::undo()
{
    return m_before ? put(*std::exchange(m_before, std::nullopt)) : QString();
}

QString MessageStore::put(MessageBook book)
{
    m_book = std::move(book);
    QString problem;
    if (auto written = m_file.save(m_book, &problem)) {
        m_book = std::move(*written); // with what another program saved
    }
    Q_EMIT bookChanged();
    return problem;
}

} // namespace sockyard
