#include "netcore/sockets/boundsocket.h"

namespace sockyard
{

QString BoundSocket::placeText() const
{
    return isLocal() ? path : QString::fromStdString(address.text());
}

bool operator==(const BoundSocket &a, const BoundSocket &b)
{
    return a.kind == b.kind && a.address == b.address && a.peer == b.peer && a.path == b.path &&
           a.inode == b.inode && a.user == b.user && a.userName == b.userName &&
           a.owners == b.owners;
}

} // namespace sockyard
