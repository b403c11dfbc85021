#include "netcore/code/rubyquoter.h"

#include <QStringList>

namespace sockyard
{

namespace
{

const auto continuation = QStringLiteral("  ");

} // namespace

QString RubyQuoter::bytes(const QByteArray &bytes, const QString &indent) const
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
        case '#': // before a brace, a dollar or an at it would be read on
            return QStringLiteral("\\#");
        default:
            return isPrintable(byte) ? QString(QLatin1Char(static_cast<char>(byte))) : hex(byte);
        }
    });
    for (QString &literal : literals) {
        literal = u'"' + literal + u'"';
    }
    // Literals side by side are one.
    return literals.join(QStringLiteral(" \\\n") + indent + continuation);
}

QString RubyQuoter::text(const QString &text) const
{
    QString literal;
    for (const char32_t character : text.toUcs4()) {
        if (character == U'"' || character == U'\\' || character == U'#') {
            literal += u'\\';
        }
        if (isPlain(character)) {
            literal += QString::fromUcs4(&character, 1);
        } else if (character != 0) {
            literal += QStringLiteral("\\u{%1}").arg(static_cast<uint>(character), 0, 16);
        }
    }
    return u'"' + literal + u'"';
}

QString RubyQuoter::comment(const QString &sentence, const QString &indent) const
{
    return commentBehind(QStringLiteral("#"), sentence, indent);
}

} // namespace sockyard
