#pragma once

#include "netcore/codec/macros.h"

namespace sockyard
{

/// The clock and the random numbers of the system, and a counter of its own that begins with 1. One
/// thread.
class SystemMacros : public MacroSources
{
public:
    WallTime now() override;
    std::uint64_t nextCount() override { return ++m_count; }
    void fillRandom(std::span<std::byte> bytes) override;

private:
    std::uint64_t m_count = 0;
};

} // namespace sockyard
