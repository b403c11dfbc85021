#include "netcore/responders/replyoption.h"

#include "netcore/codec/escapes.h"
#include "netcore/messages/escapewords.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr qsizetype mostShown = 40;

QString translated(const char *text)
{
    return QCoreApplication::translate("sockyard::Responders", text);
}

/// What is wrong with that value, or nothing.
QString misfit(const ReplyOption &option, const QString &value)
{
    const QString key = QString::fromLatin1(option.key);
    const bool isTyped =
        option.kind == ReplyOption::Kind::Bytes || option.kind == ReplyOption::Kind::Folder;
    if (isTyped && value.size() > ReplyOption::longestText) {
        return QCoreApplication::translate("sockyard::Responders",
                                           "%1: the text has more than %2 characters.")
            .arg(key)
            .arg(ReplyOption::longestText);
    }
    switch (option.kind) {
    case ReplyOption::Kind::Bytes:
        if (const auto error = unescape(value.toStdString()).error) {
            return QStringLiteral("%1: %2").arg(key, escapeWords(*error, value));
        }
        return {};
    case ReplyOption::Kind::Number: {
        bool ok = false;
        const int number = value.trimmed().toInt(&ok);
        if (!ok || number < option.least || number > option.most) {
            return QCoreApplication::translate("sockyard::Responders",
                                               "%1: \"%2\" is no whole number from %3 to %4.")
                .arg(key, value.left(mostShown))
                .arg(option.least)
                .arg(option.most);
        }
        return {};
    }
    case ReplyOption::Kind::Choice: {
        QStringList names;
        for (const ReplyOption::Choice &choice : option.choices) {
            names.append(QString::fromLatin1(choice.name));
        }
        return names.contains(value)
                   ? QString()
                   : QCoreApplication::translate("sockyard::Responders",
                                                 "%1: \"%2\" is none of %3.")
                         .arg(key, value.left(mostShown), names.join(QStringLiteral(", ")));
    }
    case ReplyOption::Kind::Folder:
    case ReplyOption::Kind::Rules:
        break; // whoever prepares the reply looks at these
    }
    return {};
}

} // namespace

QString ReplyOption::titleText() const
{
    return translated(title);
}

QString ReplyOption::descriptionText() const
{
    return translated(description);
}

QString ReplyOption::titleTextOf(const Choice &choice)
{
    return translated(choice.title);
}

OptionValues::OptionValues(std::span<const ReplyOption> options, const ReplyOptions &chosen,
                           QString *error)
{
    error->clear();
    for (const ReplyOption &option : options) {
        const QString key = QString::fromLatin1(option.key);
        const QString value = chosen.value(key, QString::fromUtf8(option.usual));
        const QString wrong = misfit(option, value);
        if (!wrong.isEmpty() && error->isEmpty()) {
            *error = wrong;
        }
        m_texts.insert(key, value);
    }
    for (auto entry = chosen.begin(); entry != chosen.end(); ++entry) {
        if (!m_texts.contains(entry.key()) && error->isEmpty()) {
            const QStringList keys = m_texts.keys();
            *error =
                keys.isEmpty()
                    ? QCoreApplication::translate("sockyard::Responders",
                                                  "\"%1\" is no option of this reply: it has none.")
                          .arg(entry.key().left(mostShown))
                    : QCoreApplication::translate("sockyard::Responders",
                                                  "\"%1\" is no option of this reply: it has %2.")
                          .arg(entry.key().left(mostShown), keys.join(QStringLiteral(", ")));
        }
    }
}

QString OptionValues::text(const char *key) const
{
    const QString name = QString::fromLatin1(key);
    Q_ASSERT(m_texts.contains(name));
    return m_texts.value(name);
}

std::string OptionValues::bytes(const char *key) const
{
    return unescape(text(key).toStdString()).bytes;
}

int OptionValues::number(const char *key) const
{
    return text(key).trimmed().toInt();
}

} // namespace sockyard
