#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard
{

/// An error number of the operating system (errno, or WSAGetLastError() on Windows); 0 is success.
struct SystemError {
    int code = 0;

    explicit operator bool() const { return code != 0; }

    /// The system's own name, such as `ECONNREFUSED`; `E` and the number where we know no name.
    std::string name() const;
    /// The system's own short words, such as "Connection refused".
    std::string text() const;

    /// EAGAIN: not now; the event loop will tell when.
    bool isWouldBlock() const;
    /// EINPROGRESS: connect(2) goes on in the background.
    bool isInProgress() const;
    /// EINTR
    bool isInterrupted() const;
    /// ECONNRESET: the peer, or something on the way, sent RST.
    bool isReset() const;
    /// ENOTCONN: there is no connection, or none any more.
    bool isNotConnected() const;
    /// ECONNREFUSED: nobody listens there, or a firewall says so.
    bool isRefused() const;
    /// ETIMEDOUT
    bool isTimeOut() const;
    /// EADDRINUSE
    bool isInUse() const;
    /// EMSGSIZE: a message is longer than the system sends in one piece.
    bool isTooLong() const;
    /// EMFILE, ENFILE, ENOBUFS, ENOMEM: the system has no more of something; it may have again
    /// later.
    bool isShortage() const;
};

/// The number that this system has for the error of that name: one of errno(3), or of
/// getaddrinfo(3) (`EAI_NONAME`). Nothing for a name that we do not know. Numbers differ from
/// system to system; any thread.
std::optional<int> errorNumber(std::string_view name);
/// The names of errno(3) that we know, each once.
std::vector<std::string_view> errorNames();

/// A value, or the error for which there is none.
template <typename T>
struct Result {
    T value = {};
    SystemError error = {};

    explicit operator bool() const { return !error; }
};

} // namespace sockyard
