#pragma once

#include "tests/support/program.h"
#include "tests/support/sockettable.h"

#include <algorithm>
#include <utility>

namespace sockyard::test
{

/// The program as a child whose client connects to a port on loopback.
class ClientProgram
{
public:
    /// \a log is the file that it saves at its end, if any.
    explicit ClientProgram(QString program, QString log = {})
        : m_path(std::move(program))
        , m_log(std::move(log))
    {
    }

    void start(const QString &port, const QStringList &arguments)
    {
        QStringList all = {QStringLiteral("--client"), QStringLiteral("127.0.0.1:") + port};
        if (!m_log.isEmpty()) {
            all += {QStringLiteral("--save-log"), m_log};
        }
        m_program.start(m_path, all + arguments);
    }

    Program &program() { return m_program; }
    /// The local ports of the connections that it said it made.
    QList<quint16> ports()
    {
        QList<quint16> ports;
        const QStringList lines = m_program.outputLines(); // "client connected LOCAL -> PEER"
        for (const QString &line : lines) {
            ports.append(line.section(u' ', 2, 2).section(u':', -1).toUShort());
        }
        return ports;
    }
    /// True when it made that many connections and nothing is left for it to read on them.
    bool hasReadAll(int connections = 1)
    {
        const QList<quint16> all = ports();
        return all.size() == connections && std::all_of(all.begin(), all.end(), [](quint16 port) {
                   const auto sockets = socketsOn(QStringLiteral("tcp"), port);
                   return std::all_of(sockets.begin(), sockets.end(), [](const auto &socket) {
                       return socket.at(4).endsWith(QStringLiteral(":00000000"));
                   });
               });
    }

private:
    Program m_program;
    const QString m_path;
    const QString m_log;
};

} // namespace sockyard::test
