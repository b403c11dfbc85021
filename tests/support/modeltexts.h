#pragma once

#include "netcore/log/event.h"

#include <QAbstractItemModel>
#include <QString>

#include <algorithm>
#include <span>
#include <string_view>

// How tests look at what models and widgets show.
namespace sockyard::test
{

inline ByteView viewOf(std::string_view bytes)
{
    return std::as_bytes(std::span(bytes.data(), bytes.size()));
}

inline QString textAt(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

/// True for one line of text that commands nothing: no control character, no character that breaks
/// the line, turns its direction or cannot be seen.
inline bool isInert(const QString &text)
{
    const auto codes = text.toUcs4();
    return std::none_of(codes.begin(), codes.end(), [](char32_t code) {
        switch (QChar::category(code)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return true;
        default:
            return false;
        }
    });
}

} // namespace sockyard::test
