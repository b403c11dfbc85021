#include "tests/bench/burst.h"
#include "tests/bench/descriptors.h"
#include "tests/bench/loads.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr double longestTalk = 60; // s
constexpr std::size_t mostPeople = 5000;
constexpr double joinsPerSecond = 2000;
constexpr double wordInterval = 0.1; // s between two of what is said beside a flood

std::string bytesItem(std::string_view text) // at most 255
{
    return std::string("C") + static_cast<char>(text.size()) + std::string(text);
}

/// `[KIND, NAME]` or `[KIND, NAME, TEXT]` as the course's chat writes it: a pickle of protocol 3.
std::string pickled(char kind, std::string_view name, std::string_view text = {})
{
    using namespace std::string_literals;
    return "\x80\x03]q\x00(X\x01\x00\x00\x00"s + kind + "q\x01"s + bytesItem(name) + "q\x02"s +
           (text.empty() ? ""s : bytesItem(text) + "q\x03"s) + "e."s;
}

/// One who takes part, on a port of their own; -1 where the system gives none.
int participant(const sockaddr_in &group)
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const in_addr interface = addressOf("127.0.0.1", 0).sin_addr;
    if (::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface) != 0 ||
        ::connect(socket, plain(group), sizeof group) != 0) {
        complain("a participant's socket");
        ::close(socket);
        return -1;
    }
    return socket;
}

bool says(int socket, const std::string &datagram)
{
    return ::send(socket, datagram.data(), datagram.size(), 0) ==
           static_cast<ssize_t>(datagram.size());
}

} // namespace

int talk(const char *host, int port, std::size_t people, double rate, double seconds)
{
    raiseDescriptorLimit();
    const sockaddr_in group = addressOf(host, port);
    std::vector<int> sockets;
    std::vector<std::string> names;
    std::uint64_t refused = 0;
    for (std::size_t person = 0; person < std::min(people, mostPeople); ++person) {
        const int socket = participant(group);
        if (socket < 0) {
            return 1;
        }
        sockets.push_back(socket);
        names.push_back("pupil " + std::to_string(person));
        refused += says(socket, pickled('J', names.back())) ? 0 : 1;
        std::this_thread::sleep_for(std::chrono::duration<double>(1 / joinsPerSecond));
    }
    std::uint64_t said = 0;
    const auto begin = Clock::now();
    const double length = std::min(seconds, longestTalk);
    double now = 0;
    while (now < length) {
        for (const auto due = static_cast<std::uint64_t>(now * rate); said < due; ++said) {
            const std::size_t person = said % sockets.size();
            refused += says(sockets[person],
                            pickled('S', names[person], "message " + std::to_string(said)))
                           ? 0
                           : 1;
        }
        std::this_thread::sleep_for(100us);
        now = secondsSince(begin);
    }
    const double taken = secondsSince(begin);
    for (const int socket : sockets) {
        ::close(socket);
    }
    std::printf("sent=%llu said=%llu readable=0 refused=%llu seconds=%.6f\n",
                static_cast<unsigned long long>(said + sockets.size()),
                static_cast<unsigned long long>(said), static_cast<unsigned long long>(refused),
                taken);
    return 0;
}

int flood(const char *host, int port, double rate, double seconds)
{
    const sockaddr_in group = addressOf(host, port);
    const int flooder = participant(group);
    const int other = participant(group);
    if (flooder < 0 || other < 0) {
        return 1;
    }
    const std::string number(Burst::digits, '0');
    const std::string spam = pickled('S', "flooder", number);
    Burst burst(flooder, spam, spam.find(number));
    std::uint64_t sent = 0;
    std::uint64_t refused = 0;
    std::uint64_t words = 0;
    const auto begin = Clock::now();
    const double length = std::min(seconds, longestTalk);
    double now = 0;
    while (now < length) {
        const auto due = static_cast<std::uint64_t>(now * rate);
        while (sent < due) {
            const auto count = std::min<std::uint64_t>(due - sent, burst.most());
            refused += count - burst.send(sent, count);
            sent += count;
        }
        if (now >= static_cast<double>(words) * wordInterval) {
            refused +=
                says(other, pickled('S', "somebody", "word " + std::to_string(words++))) ? 0 : 1;
        }
        std::this_thread::sleep_for(100us);
        now = secondsSince(begin);
    }
    const double taken = secondsSince(begin);
    ::close(flooder);
    ::close(other);
    const auto all = static_cast<unsigned long long>(sent + words);
    std::printf("sent=%llu said=%llu readable=%llu refused=%llu seconds=%.6f\n", all, all,
                static_cast<unsigned long long>(words), static_cast<unsigned long long>(refused),
                taken);
    return 0;
}

} // namespace sockyard::bench
