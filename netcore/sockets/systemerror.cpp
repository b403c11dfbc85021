#include "netcore/sockets/systemerror.h"

#include "netcore/sockets/nativeheaders.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>

namespace sockyard
{

namespace
{

struct Named {
    int code;
    const char *name;
};

// Winsock has numbers of its own for the same names.
#ifdef _WIN32
#define SOCKYARD_ERROR(name)                                                                       \
    Named                                                                                          \
    {                                                                                              \
        WSA##name, #name                                                                           \
    }
#else
#define SOCKYARD_ERROR(name)                                                                       \
    Named                                                                                          \
    {                                                                                              \
        name, #name                                                                                \
    }
#endif

constexpr std::array names = {
#ifndef _WIN32
    Named{EAGAIN, "EAGAIN"}, // before EWOULDBLOCK, which is the same number on Linux
#endif
    SOCKYARD_ERROR(EACCES),
    SOCKYARD_ERROR(EADDRINUSE),
    SOCKYARD_ERROR(EADDRNOTAVAIL),
    SOCKYARD_ERROR(EAFNOSUPPORT),
    SOCKYARD_ERROR(EALREADY),
    SOCKYARD_ERROR(EBADF),
    SOCKYARD_ERROR(ECONNABORTED),
    SOCKYARD_ERROR(ECONNREFUSED),
    SOCKYARD_ERROR(ECONNRESET),
    SOCKYARD_ERROR(EDESTADDRREQ),
    SOCKYARD_ERROR(EFAULT),
    SOCKYARD_ERROR(EHOSTDOWN),
    SOCKYARD_ERROR(EHOSTUNREACH),
    SOCKYARD_ERROR(EINPROGRESS),
    SOCKYARD_ERROR(EINTR),
    SOCKYARD_ERROR(EINVAL),
    SOCKYARD_ERROR(EISCONN),
    SOCKYARD_ERROR(EMFILE),
    SOCKYARD_ERROR(EMSGSIZE),
    SOCKYARD_ERROR(ENETDOWN),
    SOCKYARD_ERROR(ENETRESET),
    SOCKYARD_ERROR(ENETUNREACH),
    SOCKYARD_ERROR(ENOBUFS),
    SOCKYARD_ERROR(ENOPROTOOPT),
    SOCKYARD_ERROR(ENOTCONN),
    SOCKYARD_ERROR(ENOTSOCK),
    SOCKYARD_ERROR(EOPNOTSUPP),
    SOCKYARD_ERROR(EPROTONOSUPPORT),
    SOCKYARD_ERROR(EPROTOTYPE),
    SOCKYARD_ERROR(ETIMEDOUT),
    SOCKYARD_ERROR(EWOULDBLOCK),
    SOCKYARD_ERROR(ESHUTDOWN),
#ifndef _WIN32
    Named{EFBIG, "EFBIG"},
    Named{EIO, "EIO"},
    Named{ENFILE, "ENFILE"},
    Named{ENODEV, "ENODEV"},
    Named{ENOENT, "ENOENT"},
    Named{ENOMEM, "ENOMEM"},
    Named{ENOSPC, "ENOSPC"},
    Named{ENOTDIR, "ENOTDIR"},
    Named{ENXIO, "ENXIO"},
    Named{EPERM, "EPERM"},
    Named{EPIPE, "EPIPE"},
    Named{EPROTO, "EPROTO"},
    Named{EROFS, "EROFS"},
    Named{ELOOP, "ELOOP"},
    Named{ENAMETOOLONG, "ENAMETOOLONG"},
#endif
};

#undef SOCKYARD_ERROR

// Of getaddrinfo(3), which counts by itself.
constexpr std::array resolverNames = {
    Named{EAI_AGAIN, "EAI_AGAIN"},   Named{EAI_FAIL, "EAI_FAIL"},
    Named{EAI_FAMILY, "EAI_FAMILY"}, Named{EAI_MEMORY, "EAI_MEMORY"},
    Named{EAI_NONAME, "EAI_NONAME"},
};

} // namespace

std::optional<int> errorNumber(std::string_view name)
{
    const auto isNamed = [name](const Named &row) { return row.name == name; };
    const auto *const found = std::find_if(names.begin(), names.end(), isNamed);
    if (found != names.end()) {
        return found->code;
    }
    const auto *const ofResolver =
        std::find_if(resolverNames.begin(), resolverNames.end(), isNamed);
    return ofResolver == resolverNames.end() ? std::nullopt : std::optional(ofResolver->code);
}

std::vector<std::string_view> errorNames()
{
    std::vector<std::string_view> result;
    result.reserve(names.size());
    for (const Named &row : names) {
        result.emplace_back(row.name);
    }
    return result;
}

std::string SystemError::name() const
{
    const auto *const found = std::find_if(names.begin(), names.end(),
                                           [this](const Named &row) { return row.code == code; });
    return found == names.end() ? std::string("E").append(std::to_string(code)) : found->name;
}

std::string SystemError::text() const
{
    return std::system_category().message(code);
}

#ifdef _WIN32

bool SystemError::isWouldBlock() const
{
    return code == WSAEWOULDBLOCK;
}

bool SystemError::isInProgress() const
{
    return code == WSAEWOULDBLOCK || code == WSAEINPROGRESS;
}

bool SystemError::isInterrupted() const
{
    return code == WSAEINTR;
}

bool SystemError::isReset() const
{
    return code == WSAECONNRESET || code == WSAECONNABORTED;
}

bool SystemError::isNotConnected() const
{
    return code == WSAENOTCONN;
}

bool SystemError::isRefused() const
{
    return code == WSAECONNREFUSED;
}

bool SystemError::isTimeOut() const
{
    return code == WSAETIMEDOUT;
}

bool SystemError::isInUse() const
{
    return code == WSAEADDRINUSE;
}

bool SystemError::isTooLong() const
{
    return code == WSAEMSGSIZE;
}

bool SystemError::isShortage() const
{
    return code == WSAEMFILE || code == WSAENOBUFS;
}

#else

bool SystemError::isWouldBlock() const
{
    return code == EAGAIN || code == EWOULDBLOCK; // one number on Linux, two elsewhere
}

bool SystemError::isInProgress() const
{
    return code == EINPROGRESS;
}

bool SystemError::isInterrupted() const
{
    return code == EINTR;
}

bool SystemError::isReset() const
{
    return code == ECONNRESET;
}

bool SystemError::isNotConnected() const
{
    return code == ENOTCONN;
}

bool SystemError::isRefused() const
{
    return code == ECONNREFUSED;
}

bool SystemError::isTimeOut() const
{
    return code == ETIMEDOUT;
}

bool SystemError::isInUse() const
{
    return code == EADDRINUSE;
}

bool SystemError::isTooLong() const
{
    return code == EMSGSIZE;
}

bool SystemError::isShortage() const
{
    return code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM;
}

#endif

} // namespace sockyard
