#pragma once

#include <QTest>

#include <string>
#include <string_view>

Q_DECLARE_METATYPE(std::string)

// Lets QCOMPARE print standard strings; bytes that are no text as escapes.
namespace QTest
{

template <>
inline char *toString(const std::string &text)
{
    return toPrettyCString(text.data(), static_cast<qsizetype>(text.size()));
}

template <>
inline char *toString(const std::string_view &text)
{
    return toPrettyCString(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace QTest
