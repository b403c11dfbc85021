#include "netcore/messages/textencoding.h"

#include <QStringDecoder>

#include <algorithm>

namespace sockyard
{

std::vector<TextEncoding> availableEncodings()
{
    std::vector<TextEncoding> all = {TextEncoding::Utf8, TextEncoding::Latin1,
                                     TextEncoding::Utf16LittleEndian, TextEncoding::Utf16BigEndian};
    if (QStringDecoder("Shift_JIS").isValid()) {
        all.push_back(TextEncoding::ShiftJis);
    }
    if (QStringDecoder("EUC-JP").isValid()) {
        all.push_back(TextEncoding::EucJp);
    }
    return all;
}

QString encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        return QStringLiteral("UTF-8");
    case TextEncoding::Latin1:
        return QStringLiteral("Latin-1");
    case TextEncoding::Utf16LittleEndian:
        return QStringLiteral("UTF-16 LE");
    case TextEncoding::Utf16BigEndian:
        return QStringLiteral("UTF-16 BE");
    case TextEncoding::ShiftJis:
        return QStringLiteral("Shift-JIS");
    case TextEncoding::EucJp:
        return QStringLiteral("EUC-JP");
    }
    return {};
}

std::optional<TextEncoding> encodingNamed(const QString &name)
{
    const auto all = availableEncodings();
    const auto found = std::find_if(all.begin(), all.end(), [&name](TextEncoding encoding) {
        return encodingName(encoding).compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

} // namespace sockyard
