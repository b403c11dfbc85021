#include "tests/bench/process.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sockyard::bench
{

Memory memoryNow()
{
    Memory memory;
    std::ifstream status("/proc/self/status");
    std::string name;
    while (status >> name) {
        double kibibytes = 0;
        if (name == "VmRSS:" && status >> kibibytes) {
            memory.resident = kibibytes / 1024;
        } else if (name == "RssAnon:" && status >> kibibytes) {
            memory.anonymous = kibibytes / 1024;
        }
        std::getline(status, name);
    }
    return memory;
}

std::size_t openDescriptors()
{
    const std::filesystem::directory_iterator entries("/proc/self/fd");
    // Looking takes one itself.
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries))) - 1;
}

double processorSeconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace sockyard::bench
