#include "netcore/messages/messagehistory.h"

#include "netcore/messages/messagejson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sockyard
{

void MessageHistory::add(const Message &message)
{
    // Half a surrogate pair would come back from a file as another message.
    if (message.text.isEmpty() || message.text.size() > longestText ||
        !message.text.isValidUtf16()) {
        return;
    }
    m_messages.removeOne(message);
    m_messages.append(message);
    if (m_messages.size() > mostMessages) {
        m_messages.removeFirst();
    }
}

QByteArray MessageHistory::toJson() const
{
    QJsonArray array;
    for (const Message &message : m_messages) {
        array.append(sockyard::toJson(message));
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

std::optional<MessageHistory> MessageHistory::fromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray() || document.array().size() > mostMessages) {
        return std::nullopt;
    }
    MessageHistory history;
    const QJsonArray array = document.array();
    for (const QJsonValue value : array) {
        std::optional<FieldProblem> problem;
        const Message message = messageFromJson(value.toObject(), &problem);
        if (problem) {
            return std::nullopt;
        }
        history.add(message);
    }
    return history;
}

} // namespace sockyard
