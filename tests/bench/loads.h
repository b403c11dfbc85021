#pragma once

#include <netinet/in.h>

#include <chrono>
#include <cstddef>

/// The loads, one function and one file each, and what they share. They print their figures in one
/// line, `name=value …`, and return the program's status.
namespace sockyard::bench
{

using Clock = std::chrono::steady_clock;

/// Sends \a total bytes, at most \a ahead (0: any number) more than came back, looks at each that
/// does, and finishes.
int echo(int port, std::size_t total, std::size_t ahead);
/// Sends \a total bytes and finishes; says when it began, nanoseconds since 1970.
int sink(int port, std::size_t total);
/// Connects, and reads \a total bytes; says how fast they came from the first one on.
int drain(int port, std::size_t total);
/// Sends datagrams of \a size bytes on the loopback interface, \a rate a second (0: as fast as it
/// can).
int datagrams(const char *host, int port, double rate, double seconds, std::size_t size);
/// So many people join a chat on the loopback interface, each from a port of their own, and then
/// say \a rate messages a second together, in turn. In datagrams of the course's chat.
int talk(const char *host, int port, std::size_t people, double rate, double seconds);
/// One floods a chat on the loopback interface with \a rate messages a second, while another,
/// `somebody`, says ten words a second.
int flood(const char *host, int port, double rate, double seconds);
/// Connects all at once, has each send a message and look at what comes back for each line of the
/// program's input, and keeps them until that ends.
int crowd(int port, std::size_t clients);
/// Connects \a rate times a second. Each client finishes at once, waits until the server has
/// finished too, and closes.
int churn(int port, double rate, double seconds);
/// So many clients that send as much as is taken, \a most bytes each and for \a seconds at most,
/// and never read; as many that send a byte a second; and as many that do nothing. They stay until
/// the program's input ends.
int stubborn(int port, std::size_t clients, std::size_t most, double seconds);

/// Waits for a line of the program's input; false at its end.
bool hearLine();
double secondsSince(Clock::time_point begin);
/// Says what failed and why, and is the status for it.
int complain(const char *what);
sockaddr_in addressOf(const char *host, int port);
const sockaddr *plain(const sockaddr_in &address);
/// A stream to a port of 127.0.0.1 whose calls give up after a while; -1 where there is none. A
/// peer that does not listen yet is waited for.
int connectedTo(int port);

} // namespace sockyard::bench
