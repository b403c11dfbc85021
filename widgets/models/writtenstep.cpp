#include "widgets/models/writtenstep.h"

#include "netcore/messages/messagejson.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sockyard
{

namespace
{

constexpr QLatin1StringView waitName("wait");
constexpr QLatin1StringView answerName("answer");
constexpr QLatin1StringView atMostName("atMost");

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::WrittenStep", text);
}

bool isTime(int milliseconds)
{
    return milliseconds >= 0 && milliseconds <= SequenceStep::mostWait;
}

} // namespace

bool WrittenStep::hasMessage() const
{
    return !message.text.isEmpty() || message.ending != LineEnding::None;
}

std::optional<Pattern> WrittenStep::pattern(QString *problem) const
{
    QueryError error;
    auto pattern = Pattern::parse(answer, Pattern::WithGroups, &error);
    if (!pattern) {
        *problem = error.words;
    }
    return pattern;
}

QString WrittenStep::problemOf(Field field) const
{
    QString problem;
    switch (field) {
    case Field::Answer:
        if (!answer.isEmpty()) {
            pattern(&problem);
        }
        return problem;
    case Field::Message: {
        if (!hasMessage()) {
            return wait == 0 && answer.isEmpty()
                       ? tr("This step does nothing. Give it a message, a wait or an answer to "
                            "wait for.")
                       : QString();
        }
        const auto groups = answer.isEmpty() ? std::nullopt : pattern(&problem);
        MessageProblem wrong;
        PreparedMessage::prepare(message, &wrong,
                                 groups ? groups->groupCount() : MacroText::noMessage);
        return wrong.words;
    }
    case Field::Notation:
    case Field::Wait:
    case Field::AtMost:
    case Field::Ending:
        break;
    }
    return {};
}

std::optional<SequenceStep> WrittenStep::prepared() const
{
    for (int field = 0; field < fieldCount; ++field) {
        if (!problemOf(static_cast<Field>(field)).isEmpty()) {
            return std::nullopt;
        }
    }
    SequenceStep step;
    step.wait = std::chrono::milliseconds(wait);
    int groups = MacroText::noMessage;
    if (!answer.isEmpty()) {
        QString problem;
        auto parsed = pattern(&problem);
        groups = parsed->groupCount();
        step.answer =
            SequenceStep::Answer{std::move(*parsed), answer, std::chrono::milliseconds(atMost)};
    }
    if (hasMessage()) {
        step.message = PreparedMessage::prepare(message, nullptr, groups);
    }
    return step;
}

QByteArray stepsToJson(const QList<WrittenStep> &steps)
{
    QJsonArray array;
    for (const WrittenStep &step : steps) {
        QJsonObject object = toJson(step.message);
        object.insert(waitName, step.wait);
        object.insert(answerName, step.answer);
        object.insert(atMostName, step.atMost);
        array.append(object);
    }
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

std::optional<QList<WrittenStep>> stepsFromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonArray array = document.array();
    if (!document.isArray() || array.size() > SequencePlan::mostSteps) {
        return std::nullopt;
    }
    QList<WrittenStep> steps;
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        std::optional<FieldProblem> problem;
        WrittenStep step;
        step.message = messageFromJson(object, &problem);
        step.wait = object.value(waitName).toInt(-1);
        step.answer = textFromJson(object, answerName, &problem);
        step.atMost = object.value(atMostName).toInt(-1);
        if (problem || !isTime(step.wait) || !isTime(step.atMost)) {
            return std::nullopt;
        }
        steps.append(step);
    }
    return steps;
}

} // namespace sockyard
