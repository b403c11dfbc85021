#pragma once

#include "netcore/codec/macros.h"

// Macros that give what a test knows beforehand.
namespace sockyard::test
{

class FixedMacros : public MacroSources
{
public:
    WallTime now() override
    {
        ++asked;
        return time;
    }
    std::uint64_t nextCount() override { return ++count; }
    void fillRandom(std::span<std::byte> bytes) override
    {
        for (std::byte &byte : bytes) {
            byte = std::byte{0x52};
        }
    }

    // 2026-11-21 12:00:01.204 in Japan.
    WallTime time = {.since1970 = std::chrono::milliseconds(1795230001204),
                     .offset = std::chrono::minutes(9 * 60)};
    std::uint64_t count = 0;
    int asked = 0;
};

} // namespace sockyard::test
