#pragma once

#include "tests/support/program.h"

#include <QTest>

namespace sockyard::test
{

/// A server on loopback that is written in Python, so that the product is not tested against its
/// own language's habits. Its script finds the modules that such scripts need and a socket
/// `server`.
class PythonPeer
{
public:
    /// Whether `server` listens, or is only bound: then whoever connects is refused.
    enum class Begin { Listening, Bound };

    /// Starts it; true as soon as it is there.
    bool start(const QString &script, const QStringList &arguments = {},
               Begin begin = Begin::Listening)
    {
        const auto preparation = QStringLiteral(R"(
import hashlib, select, socket, sys, threading, time
server = socket.socket()
server.bind(("127.0.0.1", 0))
)");
        const auto listening = QStringLiteral("server.listen(50)\n");
        const auto telling = QStringLiteral("print(server.getsockname()[1], flush=True)\n");
        m_program.startAndKeepInput(
            QStringLiteral("python3"),
            QStringList{QStringLiteral("-c"),
                        preparation + (begin == Begin::Listening ? listening : QString()) +
                            telling + script} +
                arguments);
        constexpr int longestStart = 30000;
        return QTest::qWaitFor([this] { return m_program.output().endsWith('\n'); }, longestStart);
    }

    QString port() { return m_program.outputLines().constFirst(); }
    /// What the script printed.
    QStringList lines() { return m_program.outputLines().mid(1); }
    Program &program() { return m_program; }

private:
    Program m_program;
};

} // namespace sockyard::test
