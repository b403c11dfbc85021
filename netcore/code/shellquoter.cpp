#include "netcore/code/shellquoter.h"

#include <QStringList>

namespace sockyard
{

namespace
{

/// Nothing that any shell would read as more than itself.
bool isSimple(const QString &text)
{
    static const QString simple =
        QStringLiteral("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789_./:@%,+-");
    if (text.isEmpty() || text.startsWith(u'-')) {
        return false;
    }
    for (const QChar character : text) {
        if (!simple.contains(character)) {
            return false;
        }
    }
    return true;
}

} // namespace

QString ShellQuoter::bytes(const QByteArray &bytes, const QString & /*indent*/) const
{
    QStringList words = pieces(bytes, [](unsigned char byte) {
        switch (byte) {
        case '\n':
            return QStringLiteral("\\n");
        case '\r':
            return QStringLiteral("\\r");
        case '%':
            return QStringLiteral("%%");
        case '\\':
            return QStringLiteral("\\\\");
        case '\'': // which would end the word
            return octal(byte);
        default:
            return isPrintable(byte) ? QString(QLatin1Char(static_cast<char>(byte))) : octal(byte);
        }
    });
    if (words.constFirst().startsWith(u'-')) {
        words.first().replace(0, 1, octal('-')); // which is no option
    }
    for (QString &word : words) {
        word = u'\'' + word + u'\'';
    }
    // Without any space between them they are one word.
    return words.join(QStringLiteral("\\\n"));
}

QString ShellQuoter::text(const QString &text) const
{
    if (isSimple(text)) {
        return text;
    }
    QString word;
    for (const char32_t character : text.toUcs4()) {
        const QString one = QString::fromUcs4(&character, 1);
        if (character == U'\'') {
            word += QStringLiteral("'\\''");
        } else if (isPlain(character) || character == U'\n') {
            word += one;
        } else if (character != 0) {
            // Not as it is, since a terminal might obey it.
            QString format;
            for (const char byte : one.toUtf8()) {
                format += octal(static_cast<unsigned char>(byte));
            }
            word += QStringLiteral("'\"$(printf '") + format + QStringLiteral("')\"'");
        }
    }
    return u'\'' + word + u'\'';
}

QString ShellQuoter::comment(const QString &sentence, const QString &indent) const
{
    return commentBehind(QStringLiteral("#"), sentence, indent);
}

} // namespace sockyard
