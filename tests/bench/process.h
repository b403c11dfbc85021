#pragma once

#include <cstdint>

namespace sockyard::bench
{

/// Memory of this process in MiB, by /proc/self/status.
struct Memory {
    double resident = 0;  ///< VmRSS
    double anonymous = 0; ///< RssAnon: without what is only mapped from files
};

Memory memoryNow();
/// Processor time that this process has taken, in seconds.
double processorSeconds();

} // namespace sockyard::bench
