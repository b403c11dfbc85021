#include "netcore/messages/message.h"

namespace sockyard
{

QString nameOf(Notation notation)
{
    switch (notation) {
    case Notation::Text:
        return QStringLiteral("text");
    case Notation::Escapes:
        return QStringLiteral("escapes");
    case Notation::Hex:
        return QStringLiteral("hex");
    case Notation::File:
        return QStringLiteral("file");
    }
    return {};
}

std::optional<Notation> notationNamed(const QString &name)
{
    for (int index = 0; index < notationCount; ++index) {
        const auto notation = static_cast<Notation>(index);
        if (nameOf(notation) == name) {
            return notation;
        }
    }
    return std::nullopt;
}

} // namespace sockyard
