#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <variant>

namespace sockyard
{

/// What stands in a place of a template, before it is quoted: bytes, text, a number, or seconds.
using CodeValue = std::variant<QByteArray, QString, qint64, double>;

/// What a template is filled with. Nothing in it is quoted; CodeTemplate does that. A value.
struct CodeFacts {
    /// What `%% if` asks for.
    QMap<QString, bool> flags;
    /// What `${NAME}` stands for.
    QMap<QString, CodeValue> places;
    /// What `%% each NAME` goes through.
    QMap<QString, QList<QByteArray>> lists;
    /// The sentences of `%% cannot NAME`.
    QMap<QString, QString> sentences;
};

} // namespace sockyard
