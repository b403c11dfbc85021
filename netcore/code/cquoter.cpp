#include "netcore/code/cquoter.h"

#include <QStringList>

namespace sockyard
{

namespace
{

const auto continuation = QStringLiteral("    ");

} // namespace

QString CQuoter::bytes(const QByteArray &bytes, const QString &indent) const
{
    QStringList literals = pieces(bytes, [](unsigned char byte) {
        switch (byte) {
        case '\n':
            return QStringLiteral("\\n");
        case '\r':
            return QStringLiteral("\\r");
        case '"':
            return QStringLiteral("\\\"");
        case '\\':
            return QStringLiteral("\\\\");
        case '?': // two of them begin a trigraph
            return QStringLiteral("\\?");
        default:
            return isPrintable(byte) ? QString(QLatin1Char(static_cast<char>(byte))) : octal(byte);
        }
    });
    for (QString &literal : literals) {
        literal = u'"' + literal + u'"';
    }
    // Literals side by side are one.
    return literals.join(u'\n' + indent + continuation);
}

QString CQuoter::text(const QString &text) const
{
    QString visible = text;
    return bytes(visible.remove(QChar::Null).toUtf8(), QString());
}

QString CQuoter::comment(const QString &sentence, const QString &indent) const
{
    QString text = sentence;
    // A backslash at the end of a line would take the next one along.
    return commentBehind(QStringLiteral("//"), text.remove(u'\\'), indent);
}

} // namespace sockyard
