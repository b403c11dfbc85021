#pragma once

#include "netcore/messages/message.h"
#include "netcore/sending/sendplan.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace sockyard
{

/// A step of a sequence as a person wrote it, right or wrong. A value.
struct WrittenStep {
    enum class Field { Wait, Answer, AtMost, Notation, Message, Ending };
    static constexpr int fieldCount = static_cast<int>(Field::Ending) + 1;

    int wait = 0;        ///< milliseconds, 0 to SequenceStep::mostWait
    QString answer = {}; ///< a regular expression; empty: no answer is waited for
    int atMost = 5000;   ///< milliseconds, for the answer
    Message message = {};

    /// What is wrong with that field, in words; empty where nothing is.
    QString problemOf(Field field) const;
    /// Nothing where something is wrong.
    std::optional<SequenceStep> prepared() const;

    friend bool operator==(const WrittenStep &, const WrittenStep &) = default;

private:
    std::optional<Pattern> pattern(QString *problem) const;
    bool hasMessage() const;
};

/// Steps as the settings keep them.
QByteArray stepsToJson(const QList<WrittenStep> &steps);
/// Nothing where \a json was not made by stepsToJson().
std::optional<QList<WrittenStep>> stepsFromJson(const QByteArray &json);

} // namespace sockyard
