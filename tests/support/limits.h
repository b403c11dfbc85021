#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace sockyard::test
{

/// Changes one of this process's limits, and puts it back.
class ScopedLimit
{
public:
    ScopedLimit(__rlimit_resource resource, rlim_t value)
        : m_resource(resource)
    {
        ::getrlimit(resource, &m_before);
        const rlimit now = {.rlim_cur = std::min(value, m_before.rlim_max),
                            .rlim_max = m_before.rlim_max};
        ::setrlimit(resource, &now);
    }
    ~ScopedLimit() { ::setrlimit(m_resource, &m_before); }
    ScopedLimit(const ScopedLimit &) = delete;
    ScopedLimit &operator=(const ScopedLimit &) = delete;

private:
    __rlimit_resource m_resource;
    rlimit m_before = {};
};

/// Lets this process have so many descriptors, where the system allows it.
inline void allowDescriptors(rlim_t count)
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, count));
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// How many descriptors this process has open.
inline int openDescriptors()
{
    int count = 0;
    const auto end = static_cast<int>(::sysconf(_SC_OPEN_MAX));
    for (int number = 0; number < end; ++number) {
        count += ::fcntl(number, F_GETFD) == -1 ? 0 : 1;
    }
    return count;
}

/// The number that the next descriptor will have.
inline int nextDescriptor()
{
    const int next = ::dup(STDIN_FILENO);
    ::close(next);
    return next;
}

} // namespace sockyard::test
