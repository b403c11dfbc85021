#pragma once

#include "netcore/log/event.h"

#include <QByteArray>

namespace sockyard
{

/// The bytes of an array, for as long as it lives unchanged.
inline ByteView viewOf(const QByteArray &bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace sockyard
