#include "netcore/code/codequoter.h"

#include <QChar>
#include <QStringList>

namespace sockyard
{

namespace
{

constexpr qsizetype pieceLength = 72;   // of escaped bytes
constexpr qsizetype commentLength = 92; // with its sign

} // namespace

QString CodeQuoter::commentBehind(const QString &sign, const QString &sentence,
                                  const QString &indent)
{
    QStringList lines;
    QString line;
    const QStringList words = sentence.simplified().split(u' '); // no line ends within
    for (const QString &word : words) {
        QString shown;
        for (const char32_t character : word.toUcs4()) {
            shown += isPlain(character) ? QString::fromUcs4(&character, 1) : QStringLiteral("?");
        }
        const qsizetype length = indent.size() + sign.size() + line.size() + 2 + shown.size();
        if (!line.isEmpty() && length > commentLength) {
            lines.append(indent + sign + line);
            line.clear();
        }
        line += u' ' + shown;
    }
    lines.append(indent + sign + line);
    return lines.join(u'\n');
}

QStringList CodeQuoter::pieces(const QByteArray &bytes, QString (*escaped)(unsigned char byte))
{
    QStringList pieces;
    QString piece;
    for (const char byte : bytes) {
        if (piece.size() >= pieceLength) {
            pieces.append(std::exchange(piece, {}));
        }
        piece += escaped(static_cast<unsigned char>(byte));
        if (byte == '\n') {
            pieces.append(std::exchange(piece, {}));
        }
    }
    if (!piece.isEmpty() || pieces.isEmpty()) {
        pieces.append(piece);
    }
    return pieces;
}

bool CodeQuoter::isPlain(char32_t character)
{
    if (character < 0x80) {
        return isPrintable(character);
    }
    const QChar::Direction direction = QChar::direction(character);
    return QChar::isLetterOrNumber(character) && direction != QChar::DirR &&
           direction != QChar::DirAL;
}

QString CodeQuoter::octal(unsigned char byte)
{
    return QStringLiteral("\\%1").arg(byte, 3, 8, QLatin1Char('0'));
}

QString CodeQuoter::hex(unsigned char byte)
{
    return QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
}

} // namespace sockyard
