#include "app/replylist.h"

#include "netcore/responders/registry.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr int optionIndent = 4;
constexpr int gap = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::ReplyList", text);
}

/// What may stand behind the key.
QString valuesOf(const ReplyOption &option)
{
    switch (option.kind) {
    case ReplyOption::Kind::Bytes:
        return tr("BYTES");
    case ReplyOption::Kind::Number:
        return QStringLiteral("%1…%2").arg(option.least).arg(option.most);
    case ReplyOption::Kind::Choice: {
        QStringList names;
        for (const ReplyOption::Choice &choice : option.choices) {
            names.append(QString::fromLatin1(choice.name));
        }
        return names.join(u'|');
    }
    case ReplyOption::Kind::Folder:
        return tr("FOLDER");
    case ReplyOption::Kind::Rules:
        return tr("RULES");
    }
    return {};
}

QString lineOf(const ReplyOption &option, int width)
{
    const QString left = QString::fromLatin1(option.key) + u'=' + valuesOf(option);
    // Rules are many lines elsewhere.
    const QString usual = option.kind == ReplyOption::Kind::Rules
                              ? QString::fromUtf8(option.usual).simplified()
                              : QString::fromUtf8(option.usual);
    return QString(optionIndent, u' ') + left.leftJustified(width) + QString(gap, u' ') +
           option.descriptionText() + u' ' +
           (usual.isEmpty() ? tr("Usually empty.") : tr("Usually \"%1\".").arg(usual)) + u'\n';
}

} // namespace

QString listOfReplies()
{
    qsizetype nameWidth = 0;
    for (const ResponderRow &row : responders()) {
        nameWidth = std::max(nameWidth, QString::fromLatin1(row.name).size());
    }
    QString text;
    bool anyBytes = false;
    for (const ResponderRow &row : responders()) {
        text += QString::fromLatin1(row.name).leftJustified(nameWidth + gap) +
                row.descriptionText() + u'\n';
        qsizetype width = 0;
        for (const ReplyOption &option : row.options) {
            width = std::max(width,
                             QString::fromLatin1(option.key).size() + 1 + valuesOf(option).size());
            anyBytes = anyBytes || option.kind == ReplyOption::Kind::Bytes;
        }
        for (const ReplyOption &option : row.options) {
            text += lineOf(option, static_cast<int>(width));
        }
    }
    if (anyBytes) {
        text += u'\n' +
                tr("BYTES are text with \\n, \\r, \\t, \\0, \\\\, \\xHH and \\u{…} for what "
                   "cannot be typed.") +
                u'\n';
    }
    return text;
}

} // namespace sockyard
