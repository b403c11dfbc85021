#include "netcore/messages/systemmacros.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cstring>

namespace sockyard
{

WallTime SystemMacros::now()
{
    const QDateTime now = QDateTime::currentDateTime();
    return {.since1970 = std::chrono::milliseconds(now.toMSecsSinceEpoch()),
            .offset = std::chrono::duration_cast<std::chrono::minutes>(
                std::chrono::seconds(now.offsetFromUtc()))};
}

void SystemMacros::fillRandom(std::span<std::byte> bytes)
{
    std::array<quint32, 256> numbers = {};
    while (!bytes.empty()) {
        QRandomGenerator::global()->fillRange(numbers.data(),
                                              static_cast<qsizetype>(numbers.size()));
        const std::size_t count = std::min(bytes.size(), sizeof numbers);
        std::memcpy(bytes.data(), numbers.data(), count);
        bytes = bytes.subspan(count);
    }
}

} // namespace sockyard
