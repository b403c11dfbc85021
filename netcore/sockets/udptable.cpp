#include "netcore/sockets/udptable.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/boundtable.h"
#include "netcore/sockets/systemtable.h"

#include <QSet>

#include <array>
#include <fstream>

namespace sockyard
{

namespace
{

using systemtable::numberIn;

constexpr int decimal = 10;
// The system keeps 15 bytes of a program's name (TASK_COMM_LEN of proc(5)).
constexpr std::size_t longestName = 64;
// More descriptors than that are not looked at: it would take seconds.
constexpr int mostDescriptors = 200'000;

std::string nameIn(const std::filesystem::path &process)
{
    std::ifstream file(process / "comm");
    std::array<char, longestName> buffer = {};
    file.getline(buffer.data(), buffer.size());
    return visibleText(std::string_view(buffer.data()));
}

} // namespace

QList<UdpSocket> udpSocketsInTable(std::istream &table, quint16 port)
{
    QList<UdpSocket> result;
    const auto all = boundUdpInTable(table);
    for (const BoundSocket &socket : all) {
        if (socket.address.port() == port) {
            result.append({socket.address, socket.inode});
        }
    }
    return result;
}

std::optional<quint64> socketInodeIn(std::string_view target)
{
    constexpr std::string_view begin = "socket:[";
    if (!target.starts_with(begin) || !target.ends_with(']')) {
        return std::nullopt;
    }
    target.remove_prefix(begin.size());
    target.remove_suffix(1);
    return numberIn(target, decimal);
}

QList<SocketOwner> ownersIn(const std::filesystem::path &processes, const QList<quint64> &inodes)
{
    namespace fs = std::filesystem;
    const QSet<quint64> wanted(inodes.begin(), inodes.end());
    QList<SocketOwner> result;
    int looks = 0;
    std::error_code trouble; // processes come and go, and many belong to others: no error
    for (fs::directory_iterator process(processes, trouble), end; !trouble && process != end;
         process.increment(trouble)) {
        const auto number = numberIn(process->path().filename().native(), decimal);
        if (!number) {
            continue;
        }
        std::error_code hidden;
        for (fs::directory_iterator file(process->path() / "fd", hidden);
             !hidden && file != end && looks < mostDescriptors; file.increment(hidden)) {
            ++looks;
            std::error_code gone;
            const auto inode = socketInodeIn(fs::read_symlink(file->path(), gone).native());
            if (inode && wanted.contains(*inode)) {
                result.append({*inode, static_cast<qint64>(*number),
                               QString::fromStdString(nameIn(process->path()))});
            }
        }
    }
    return result;
}

} // namespace sockyard
