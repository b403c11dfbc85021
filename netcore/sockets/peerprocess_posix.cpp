#include "netcore/sockets/peerprocess.h"

#include "netcore/sockets/nativeheaders.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <fstream>

namespace sockyard
{

namespace
{

// What getpwuid_r(3) and getgrgid_r(3) may need for one entry; a group can have many members.
constexpr std::size_t entrySize = 16384;

void fillNames(PeerProcess &peer)
{
    std::array<char, entrySize> buffer = {};
    if (peer.user) {
        passwd entry = {};
        passwd *found = nullptr;
        if (::getpwuid_r(*peer.user, &entry, buffer.data(), buffer.size(), &found) == 0 &&
            found != nullptr) {
            peer.userName = found->pw_name;
        }
    }
    if (peer.group) {
        group entry = {};
        group *found = nullptr;
        if (::getgrgid_r(*peer.group, &entry, buffer.data(), buffer.size(), &found) == 0 &&
            found != nullptr) {
            peer.groupName = found->gr_name;
        }
    }
}

} // namespace

#ifdef __linux__
std::optional<PeerProcess> peerProcessOf(native::Handle handle)
{
    ucred credentials = {};
    socklen_t size = sizeof credentials;
    // Of other sockets it says the process 0 and no user.
    if (::getsockopt(static_cast<int>(handle), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 ||
        credentials.uid == static_cast<uid_t>(-1)) {
        return std::nullopt;
    }
    PeerProcess peer{.user = credentials.uid, .group = credentials.gid};
    if (credentials.pid > 0) { // 0: in a namespace of processes that this one does not see
        peer.process = credentials.pid;
        std::ifstream name("/proc/" + std::to_string(credentials.pid) + "/comm");
        std::getline(name, peer.program);
    }
    fillNames(peer);
    return peer;
}
#else
std::optional<PeerProcess> peerProcessOf(native::Handle handle)
{
    uid_t user = 0;
    gid_t group = 0;
    if (native::localAddress(handle).family() != SocketAddress::Family::Local ||
        ::getpeereid(static_cast<int>(handle), &user, &group) != 0) {
        return std::nullopt;
    }
    PeerProcess peer{.user = user, .group = group};
#ifdef LOCAL_PEERPID
    constexpr int localLevel = 0; // SOL_LOCAL
    pid_t process = 0;
    socklen_t size = sizeof process;
    if (::getsockopt(static_cast<int>(handle), localLevel, LOCAL_PEERPID, &process, &size) == 0) {
        peer.process = process;
    }
#endif
    fillNames(peer);
    return peer;
}
#endif

} // namespace sockyard
