#include "netcore/code/pythonquoter.h"

#include <QStringList>

namespace sockyard
{

namespace
{

const auto continuation = QStringLiteral("    ");

} // namespace

QString PythonQuoter::bytes(const QByteArray &bytes, const QString &indent) const
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
        default:
            return isPrintable(byte) ? QString(QLatin1Char(static_cast<char>(byte))) : hex(byte);
        }
    });
    for (QString &literal : literals) {
        literal = QStringLiteral("b\"") + literal + u'"';
    }
    if (literals.size() == 1) {
        return literals.constFirst();
    }
    // Literals side by side are one.
    return u'(' + literals.join(u'\n' + indent + continuation) + u')';
}

QString PythonQuoter::text(const QString &text) const
{
    QString literal;
    for (const char32_t character : text.toUcs4()) {
        if (character == U'"' || character == U'\\') {
            literal += u'\\';
        }
        if (isPlain(character)) {
            literal += QString::fromUcs4(&character, 1);
        } else if (character != 0) {
            literal +=
                QStringLiteral("\\U%1").arg(static_cast<uint>(character), 8, 16, QLatin1Char('0'));
        }
    }
    return u'"' + literal + u'"';
}

QString PythonQuoter::comment(const QString &sentence, const QString &indent) const
{
    return commentBehind(QStringLiteral("#"), sentence, indent);
}

} // namespace sockyard
