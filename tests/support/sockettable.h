#pragma once

#include <QFile>
#include <QList>
#include <QString>
#include <QStringList>

// How tests look at sockets of other processes.
namespace sockyard::test
{

/// The columns of the sockets with that local port, as the system counts them: address, state,
/// queues, inode.
inline QList<QStringList> socketsOn(const QString &table, quint16 port)
{
    QFile file(QStringLiteral("/proc/net/") + table);
    QList<QStringList> result;
    if (file.open(QIODevice::ReadOnly)) {
        const auto ending = QStringLiteral(":%1").arg(port, 4, 16, QLatin1Char('0')).toUpper();
        const auto lines = QString::fromLatin1(file.readAll()).split(u'\n');
        for (const QString &line : lines) {
            const auto columns = line.simplified().split(u' ');
            if (columns.size() > 9 && columns.at(1).endsWith(ending)) {
                result.append(columns);
            }
        }
    }
    return result;
}

/// True when what the system holds for the program's sockets on that port was read.
inline bool hasReadAll(const QString &table, quint16 port)
{
    const auto sockets = socketsOn(table, port);
    const auto listening = QStringLiteral("0A");
    bool any = false;
    for (const QStringList &socket : sockets) {
        if (socket.at(3) == listening) {
            continue;
        }
        any = true;
        const bool accepted = socket.at(9) != QStringLiteral("0");
        const bool empty = socket.at(4).endsWith(QStringLiteral(":00000000"));
        if (!accepted || !empty) {
            return false;
        }
    }
    return any;
}

} // namespace sockyard::test
