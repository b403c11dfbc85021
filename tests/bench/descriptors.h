#pragma once

#include <sys/resource.h>

namespace sockyard::bench
{

/// Lets this process have as many descriptors as the system allows it.
inline void raiseDescriptorLimit()
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace sockyard::bench
