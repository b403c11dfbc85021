#include "netcore/sockets/peerprocess.h"

#include "netcore/sockets/nativeheaders.h"

namespace sockyard
{

std::optional<PeerProcess> peerProcessOf([[maybe_unused]] native::Handle handle)
{
#ifdef SIO_AF_UNIX_GETPEERPID
    ULONG process = 0;
    DWORD size = 0;
    if (::WSAIoctl(static_cast<SOCKET>(handle), SIO_AF_UNIX_GETPEERPID, nullptr, 0, &process,
                   sizeof process, &size, nullptr, nullptr) == 0) {
        return PeerProcess{.process = process};
    }
#endif
    return std::nullopt;
}

} // namespace sockyard
