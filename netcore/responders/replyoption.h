#pragma once

#include <QMap>
#include <QString>

#include <chrono>
#include <span>
#include <string>

namespace sockyard
{

/// One thing about a reply that a person may choose.
struct ReplyOption {
    enum class Kind {
        Bytes,  ///< in the notation of netcore/codec/escapes.h
        Number, ///< least … most
        Choice, ///< one of the choices
        Folder, ///< the path of one; empty: none was chosen
        Rules,  ///< the rules of the table, see replyrules.h
    };

    /// One of a few values.
    struct Choice {
        const char *name;  ///< on the command line and in settings
        const char *title; ///< to be translated
    };

    /// Of what is typed for Bytes or Folder, in characters.
    static constexpr int longestText = 128 * 1024;

    const char *key;         ///< on the command line and in settings, in kebab case
    const char *title;       ///< beside its field; to be translated
    const char *description; ///< one sentence; to be translated
    Kind kind;
    const char *usual; ///< what it is unless a person says otherwise
    int least = 0;
    int most = 0;
    std::span<const Choice> choices = {};

    QString titleText() const;
    QString descriptionText() const;
    static QString titleTextOf(const Choice &choice);
};

/// What a person chose, as it was typed, by key. What is missing is as usual.
using ReplyOptions = QMap<QString, QString>;

/// The options of a reply, judged: every one has a value that its kind allows. A value type.
class OptionValues
{
public:
    /// Nothing is wrong where \a error is empty afterwards; else it says in words what is.
    OptionValues(std::span<const ReplyOption> options, const ReplyOptions &chosen, QString *error);

    /// Of Folder and Rules as they were typed, of Choice the name.
    QString text(const char *key) const;
    /// Of Bytes, without the notation.
    std::string bytes(const char *key) const;
    /// Of Number.
    int number(const char *key) const;

private:
    QMap<QString, QString> m_texts;
};

} // namespace sockyard
