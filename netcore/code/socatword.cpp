#include "netcore/code/socatword.h"

namespace sockyard
{

namespace
{

// What its reader ends a word at, or takes for a bracket or a quote.
const auto special = QStringLiteral("\\,:!\"'()[]{}");

} // namespace

QString socatWord(const QString &text)
{
    QString word;
    for (const QChar character : text) {
        if (special.contains(character)) {
            word += u'\\';
        }
        word += character;
    }
    return word;
}

} // namespace sockyard
