#include "netcore/messages/messagejson.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::MessageJson", text);
}

QString notationField()
{
    return QStringLiteral("notation");
}

QString textField()
{
    return QStringLiteral("text");
}

QString encodingField()
{
    return QStringLiteral("encoding");
}

QString endingField()
{
    return QStringLiteral("ending");
}

void fail(std::optional<FieldProblem> *problem, const QString &field, const QString &words)
{
    if (!*problem) { // the first is told
        *problem = FieldProblem{field, words};
    }
}

QString notationNames()
{
    QStringList names;
    for (int index = 0; index < notationCount; ++index) {
        names.append(nameOf(static_cast<Notation>(index)));
    }
    return names.join(QStringLiteral(", "));
}

QString encodingNames()
{
    QStringList names;
    for (const TextEncoding encoding : availableEncodings()) {
        names.append(encodingName(encoding));
    }
    return names.join(QStringLiteral(", "));
}

QString endingNames()
{
    const QStringList names = {nameOf(LineEnding::None), nameOf(LineEnding::Lf),
                               nameOf(LineEnding::CrLf)};
    return names.join(QStringLiteral(", "));
}

/// The value of a field that has one of some names, or \a usual where it is not there.
template <typename Value, typename Named>
Value choice(const QJsonObject &object, const QString &field, Value usual, Named named,
             const QString &names, std::optional<FieldProblem> *problem)
{
    if (!object.contains(field)) {
        return usual;
    }
    const QJsonValue value = object.value(field);
    const auto found = value.isString() ? named(value.toString()) : std::nullopt;
    if (!found) {
        fail(problem, field, tr("wants one of %1.").arg(names));
    }
    return found.value_or(usual);
}

} // namespace

QJsonObject toJson(const Message &message)
{
    return {{notationField(), nameOf(message.notation)},
            {textField(), message.text},
            {encodingField(), encodingName(message.encoding)},
            {endingField(), nameOf(message.ending)}};
}

QStringList messageFields()
{
    return {notationField(), textField(), encodingField(), endingField()};
}

Message messageFromJson(const QJsonObject &object, std::optional<FieldProblem> *problem)
{
    Message message;
    message.notation =
        choice(object, notationField(), message.notation, notationNamed, notationNames(), problem);
    if (!object.contains(textField())) {
        fail(problem, textField(), tr("is missing."));
    }
    message.text = textFromJson(object, textField(), problem);
    message.encoding =
        choice(object, encodingField(), message.encoding, encodingNamed, encodingNames(), problem);
    message.ending =
        choice(object, endingField(), message.ending, lineEndingNamed, endingNames(), problem);
    return message;
}

QString textFromJson(const QJsonObject &object, const QString &field,
                     std::optional<FieldProblem> *problem)
{
    const QJsonValue value = object.value(field);
    QString text = value.toString();
    if (!value.isString() && !value.isUndefined()) {
        fail(problem, field, tr("wants a text in quotation marks."));
    } else if (!text.isValidUtf16()) {
        fail(problem, field, tr("has half a character in it."));
    }
    return text;
}

} // namespace sockyard
