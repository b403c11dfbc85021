#include "widgets/models/messagewords.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::MessageWords", text);
}

} // namespace

QString notationTitle(Notation notation)
{
    switch (notation) {
    case Notation::Text:
        return tr("Text");
    case Notation::Escapes:
        return tr("Escapes");
    case Notation::Hex:
        return tr("Hex");
    case Notation::File:
        return tr("File");
    }
    return {};
}

QString notationWords(Notation notation)
{
    switch (notation) {
    case Notation::Text:
        return tr("What is typed, as it is.");
    case Notation::Escapes:
        return tr("Text with \\n \\r \\t \\0 \\\\, \\xHH for a byte and \\u{3042} for a character; "
                  "and with macros: ${time}, ${time:utc}, ${time:unix}, ${time:unix-ms}, "
                  "${counter}, ${random:N} for N random bytes, ${peer}, and $$ for a dollar.");
    case Notation::Hex:
        return tr("Bytes in hexadecimal, in any common way: 68 65, 0x68, 0x65, 68:65, \\x68\\x65, "
                  "an array of C, a dump.");
    case Notation::File:
        return tr("A file of any size, sent in pieces as it is.");
    }
    return {};
}

QString endingTitle(LineEnding ending)
{
    switch (ending) {
    case LineEnding::None:
        return tr("no ending");
    case LineEnding::Lf:
        return tr("LF");
    case LineEnding::CrLf:
        return tr("CRLF");
    }
    return {};
}

QString messageInShort(const Message &message)
{
    constexpr qsizetype mostShown = 200;
    QString text = QString::fromStdString(visibleText(message.text.left(mostShown).toStdString()));
    if (message.text.size() > mostShown) {
        text += QStringLiteral("…");
    }
    return text;
}

} // namespace sockyard
