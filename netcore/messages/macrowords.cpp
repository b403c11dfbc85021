#include "netcore/messages/macrowords.h"

#include "netcore/codec/visibletext.h"
#include "netcore/messages/escapewords.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

constexpr std::size_t mostShown = 60;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Macros", text);
}

} // namespace

QString macroWords(const MacroError &error, const QString &text)
{
    const std::string bytes = text.toStdString();
    const QString piece = QString::fromStdString(
        visibleText(std::string_view(bytes).substr(error.position, error.length), mostShown));
    switch (error.what) {
    case MacroError::What::BadEscape:
        return escapeWords(*error.escape, text);
    case MacroError::What::LonelyDollar:
        return tr("A dollar begins a macro, such as $1 or ${time}. A dollar itself is $$.");
    case MacroError::What::NotClosed:
        return tr("\"${\" is not closed by \"}\". A dollar itself is $$.");
    case MacroError::What::UnknownMacro:
        return tr("\"%1\" is no macro. There are ${time}, ${counter}, ${random:N} and ${peer}.")
            .arg(piece);
    case MacroError::What::UnknownForm:
        return tr("\"%1\" is no form of the time. There are ${time}, ${time:utc}, ${time:unix} and "
                  "${time:unix-ms}.")
            .arg(piece);
    case MacroError::What::BadCount:
        return tr("\"%1\": ${random:N} wants a number of bytes from 1 to %2.")
            .arg(piece, QString::number(MacroText::mostRandomBytes));
    case MacroError::What::NeedlessArgument:
        return tr("\"%1\": this macro takes nothing behind a colon.").arg(piece);
    case MacroError::What::NoMessage:
        return tr("\"%1\": no message is answered here.").arg(piece);
    case MacroError::What::NoSuchGroup:
        return tr("\"%1\": the pattern has no such group. Groups are the parentheses of an "
                  "expression in a rule that matches; $0 is the whole message.")
            .arg(piece);
    }
    return {};
}

} // namespace sockyard
