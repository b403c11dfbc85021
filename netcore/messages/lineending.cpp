#include "netcore/messages/lineending.h"

namespace sockyard
{

QByteArrayView bytesOf(LineEnding ending)
{
    switch (ending) {
    case LineEnding::None:
        break;
    case LineEnding::Lf:
        return "\n";
    case LineEnding::CrLf:
        return "\r\n";
    }
    return {};
}

QString nameOf(LineEnding ending)
{
    switch (ending) {
    case LineEnding::None:
        return QStringLiteral("none");
    case LineEnding::Lf:
        return QStringLiteral("lf");
    case LineEnding::CrLf:
        return QStringLiteral("crlf");
    }
    return {};
}

std::optional<LineEnding> lineEndingNamed(const QString &name)
{
    for (const LineEnding ending : {LineEnding::None, LineEnding::Lf, LineEnding::CrLf}) {
        if (nameOf(ending) == name) {
            return ending;
        }
    }
    return std::nullopt;
}

} // namespace sockyard
