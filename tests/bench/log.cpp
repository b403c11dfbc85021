// bench_log append EVENTS FOLDER            what one append costs: the median of 100,000 appends at
//                                           the first event and at each tenth of EVENTS, ns
// bench_log export FORMAT MIB FILE          how fast so many bytes in a log are written, MiB/s
// bench_log find MIB                        how fast so many bytes in memory are looked through for
//                                           a text that is not there, MiB/s
// bench_log find MIB FOLDER                 the same over what was spilled into FOLDER, as the
//                                           system has it in its cache and as it lies on the disk;
//                                           and reading that file, MiB/s
// bench_log filter EVENTS FOLDER EXPRESSION how long the first rows take, ms, and all, s
//
// The log alone, without a window. The figures come in one line, `name=value …`; status 1 says that
// something was wrong.
#include "tests/bench/measures.h"

#include <QCoreApplication>

#include <cstdio>
#include <string_view>

namespace
{

int misunderstood()
{
    std::fputs("usage: bench_log append EVENTS FOLDER\n"
               "       bench_log export FORMAT MIB FILE\n"
               "       bench_log find MIB [FOLDER]\n"
               "       bench_log filter EVENTS FOLDER EXPRESSION\n",
               stderr);
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    using namespace sockyard::bench;
    const QCoreApplication application(argc, argv);
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto isCall = [&words](std::string_view name, std::size_t count) {
        return words.size() == count + 1 && words.front() == name;
    };
    const auto number = [&words](std::size_t index) {
        return static_cast<std::uint64_t>(QByteArray::fromStdString(words[index]).toULongLong());
    };
    if (isCall("append", 2)) {
        return measureAppends(number(1), words[2]);
    }
    if (isCall("export", 3)) {
        return measureExport(words[1], number(2), words[3]);
    }
    if (isCall("find", 1)) {
        return measureFind(number(1), {});
    }
    if (isCall("find", 2)) {
        return measureFind(number(1), words[2]);
    }
    if (isCall("filter", 3)) {
        return measureFilter(number(1), words[2], words[3]);
    }
    return misunderstood();
}
