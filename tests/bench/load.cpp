// bench_load: the other side of the bench, in plain system calls, so that it is never what is slow.
// Only 127.0.0.1, and multicast on the loopback interface. loads.h says what each load is.
//
// The figures come in one line, `name=value …`. What it does is bounded in time; status 1 says that
// something was wrong.
#include "tests/bench/loads.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using namespace sockyard::bench;

int freePort(bool datagrams)
{
    const int socket = ::socket(AF_INET, datagrams ? SOCK_DGRAM : SOCK_STREAM, 0);
    sockaddr_in address = addressOf("127.0.0.1", 0);
    socklen_t length = sizeof address;
    if (::bind(socket, plain(address), length) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &length) != 0) {
        return complain("bind");
    }
    std::printf("%d\n", ntohs(address.sin_port));
    ::close(socket);
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto isCall = [&words](std::string_view name, std::size_t count) {
        return words.size() == count + 1 && words.front() == name;
    };
    const auto number = [&words](std::size_t index) { return std::atof(words[index].c_str()); };
    if (isCall("echo", 3)) {
        return echo(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)),
                    static_cast<std::size_t>(number(3)));
    }
    if (isCall("sink", 2)) {
        return sink(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)));
    }
    if (isCall("drain", 2)) {
        return drain(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)));
    }
    if (isCall("datagrams", 5)) {
        return datagrams(words[1].c_str(), static_cast<int>(number(2)), number(3), number(4),
                         static_cast<std::size_t>(number(5)));
    }
    if (isCall("talk", 5)) {
        return talk(words[1].c_str(), static_cast<int>(number(2)),
                    static_cast<std::size_t>(number(3)), number(4), number(5));
    }
    if (isCall("flood", 4)) {
        return flood(words[1].c_str(), static_cast<int>(number(2)), number(3), number(4));
    }
    if (isCall("crowd", 2)) {
        return crowd(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)));
    }
    if (isCall("churn", 3)) {
        return churn(static_cast<int>(number(1)), number(2), number(3));
    }
    if (isCall("stubborn", 4)) {
        return stubborn(static_cast<int>(number(1)), static_cast<std::size_t>(number(2)),
                        static_cast<std::size_t>(number(3)), number(4));
    }
    if (isCall("port", 1)) {
        return freePort(words[1] == "udp");
    }
    std::fputs("usage: bench_load echo PORT BYTES AHEAD\n"
               "       bench_load sink PORT BYTES\n"
               "       bench_load drain PORT BYTES\n"
               "       bench_load datagrams GROUP PORT RATE SECONDS SIZE\n"
               "       bench_load talk GROUP PORT PEOPLE RATE SECONDS\n"
               "       bench_load flood GROUP PORT RATE SECONDS\n"
               "       bench_load crowd PORT CLIENTS\n"
               "       bench_load churn PORT RATE SECONDS\n"
               "       bench_load stubborn PORT CLIENTS BYTES SECONDS\n"
               "       bench_load port tcp|udp\n",
               stderr);
    return 2;
}
