#include "netcore/sockets/udptable.h"

#include "netcore/codec/visibletext.h"
#include "netcore/sockets/systemtable.h"

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
    // proc(5); before the inode: the peer, the state, two queues, the timer, retransmits, the user
    // and a time-out.
    enum Column { Local = 1, Inode = 9, columnCount };
    QList<UdpSocket> result;
    systemtable::forEachLine(table, [&](std::string_view line) {
        std::array<std::string_view, columnCount> columns;
        if (systemtable::columnsIn(line, columns) != columns.size()) {
            return true;
        }
        const auto address = systemtable::addressIn(columns[Local]);
        const auto inode = numberIn(columns[Inode], decimal);
        if (address && inode && address->port() == port) {
            result.append({*address, *inode});
        }
        return true;
    });
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
    QList<SocketOwner> result;
    std::error_code trouble; // processes come and go, and many belong to others: no error
    for (fs::directory_iterator process(processes, trouble), end; !trouble && process != end;
         process.increment(trouble)) {
        const auto number = numberIn(process->path().filename().native(), decimal);
        if (!number) {
            continue;
        }
        std::error_code hidden;
        for (fs::directory_iterator file(process->path() / "fd", hidden); !hidden && file != end;
             file.increment(hidden)) {
            std::error_code gone;
            const auto inode = socketInodeIn(fs::read_symlink(file->path(), gone).native());
            if (inode && inodes.contains(*inode)) {
                result.append({*inode, static_cast<qint64>(*number),
                               QString::fromStdString(nameIn(process->path()))});
            }
        }
    }
    return result;
}

} // namespace sockyard
