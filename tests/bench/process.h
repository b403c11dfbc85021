#pragma once

#include <cstddef>

namespace sockyard::bench
{

/// Memory of this process in MiB, by /proc/self/status.
struct Memory {
    double resident = 0;  ///< VmRSS
    double anonymous = 0; ///< RssAnon: without what is only mapped from files
};

Memory memoryNow();
/// How many descriptors this process has open.
std::size_t openDescriptors();
/// Processor time that this process has taken, in seconds.
double processorSeconds();

} // namespace sockyard::bench
