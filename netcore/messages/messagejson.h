#pragma once

#include "netcore/messages/message.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace sockyard
{

/// What is wrong with something that was written in JSON, and where.
struct FieldProblem {
    QString field = {}; ///< empty: the thing itself
    QString words = {};
};

/// `{"notation": "text", "text": "hello", "encoding": "UTF-8", "ending": "none"}`
QJsonObject toJson(const Message &message);

/// The names of a message's fields.
QStringList messageFields();
/// Reads such an object; only `text` has to be there. Fields of other names are not looked at.
/// Where something is wrong, \a problem says so.
Message messageFromJson(const QJsonObject &object, std::optional<FieldProblem> *problem);
/// The text of a field, empty where it is not there.
QString textFromJson(const QJsonObject &object, const QString &field,
                     std::optional<FieldProblem> *problem);

} // namespace sockyard
