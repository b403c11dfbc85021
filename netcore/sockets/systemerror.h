#pragma once

#include <string>

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
    /// ETIMEDOUT
    bool isTimeOut() const;
    /// EMFILE, ENFILE, ENOBUFS, ENOMEM: the system has no more of something; it may have again
    /// later.
    bool isShortage() const;
};

/// A value, or the error for which there is none.
template <typename T>
struct Result {
    T value = {};
    SystemError error = {};

    explicit operator bool() const { return !error; }
};

} // namespace sockyard
