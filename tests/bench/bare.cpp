// bench_bare echo | sink | crowd | datagrams GROUP PORT: what Qt's own sockets do without a log and
// without a window, to hold Sockyard against.
//
// It prints `READY ADDRESS`, and then obeys standard input as bench_yard does: `begin`,
// `report COUNT` (so many clients or datagrams are waited for), `quit`.
#include "tests/bench/descriptors.h"
#include "tests/bench/process.h"

#include <QCoreApplication>
#include <QNetworkInterface>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUdpSocket>

#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

namespace
{

using namespace sockyard::bench;
using namespace std::chrono_literals;

constexpr auto longestRun = 5min;
constexpr auto checkInterval = 20ms;
constexpr int quietChecks = 15;
constexpr int mostChecks = 3000;
constexpr int backlog = 4096;
constexpr int receiveBufferBytes = 32 * 1024 * 1024;

void say(const std::string &line)
{
    std::fputs((line + '\n').c_str(), stdout);
    std::fflush(stdout);
}

std::int64_t systemNow()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

class Bare : public QObject
{
public:
    Bare()
        : m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Bare::obey);
        m_check.setInterval(checkInterval);
        connect(&m_check, &QTimer::timeout, this, &Bare::check);
        QTimer::singleShot(longestRun, this, [] { QCoreApplication::exit(1); });
    }

    /// What a client sends is sent back, thrown away, or not looked at.
    enum class Reply { Echo, Sink, None };

    bool serve(Reply reply)
    {
        m_server.setListenBacklogSize(backlog);
        m_server.setMaxPendingConnections(backlog);
        connect(&m_server, &QTcpServer::newConnection, this, [this, reply] {
            while (QTcpSocket *client = m_server.nextPendingConnection()) {
                ++m_accepted;
                m_lastAccepted = systemNow();
                connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
                if (reply == Reply::Echo) {
                    connect(client, &QTcpSocket::readyRead, client,
                            [client] { client->write(client->readAll()); });
                } else if (reply == Reply::Sink) {
                    connect(client, &QTcpSocket::readyRead, client, [this, client] {
                        client->readAll();
                        m_lastReceived = systemNow();
                    });
                }
            }
        });
        if (!m_server.listen(QHostAddress(QHostAddress::LocalHost), 0)) {
            return false;
        }
        say("READY 127.0.0.1:" + std::to_string(m_server.serverPort()));
        return true;
    }

    bool hear(const QString &group, quint16 port)
    {
        if (!m_datagrams.bind(QHostAddress(QHostAddress::AnyIPv4), port,
                              QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint)) {
            return false;
        }
        m_datagrams.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption,
                                    receiveBufferBytes);
        connect(&m_datagrams, &QUdpSocket::readyRead, this, [this] {
            std::array<char, 65536> buffer; // NOLINT: filled by the call
            while (m_datagrams.hasPendingDatagrams()) {
                if (m_datagrams.readDatagram(buffer.data(), buffer.size()) >= 0) {
                    ++m_received;
                }
            }
        });
        if (!m_datagrams.joinMulticastGroup(
                QHostAddress(group), QNetworkInterface::interfaceFromName(QStringLiteral("lo")))) {
            return false;
        }
        say("READY " + group.toStdString() + ':' + std::to_string(port));
        return true;
    }

private:
    void obey()
    {
        std::array<char, 256> bytes = {};
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count <= 0) {
            QCoreApplication::quit();
            return;
        }
        m_line.append(bytes.data(), static_cast<std::size_t>(count));
        for (auto end = m_line.find('\n'); end != std::string::npos; end = m_line.find('\n')) {
            const std::string command = m_line.substr(0, end);
            m_line.erase(0, end + 1);
            if (command == "begin") {
                m_accepted = 0;
                m_received = 0;
                m_processor = processorSeconds();
                say("OK");
            } else if (command.starts_with("report ")) {
                m_wanted = std::stoull(command.substr(7));
                m_checks = 0;
                m_stillFor = 0;
                m_check.start();
            } else {
                QCoreApplication::quit();
            }
        }
    }

    void check()
    {
        const std::uint64_t count = m_accepted + m_received;
        m_stillFor = count == m_seen ? m_stillFor + 1 : 0;
        m_seen = count;
        if ((count >= m_wanted && m_stillFor > quietChecks) || ++m_checks > mostChecks) {
            m_check.stop();
            say("received=" + std::to_string(m_received) + " accepted=" +
                std::to_string(m_accepted) + " last_accepted=" + std::to_string(m_lastAccepted) +
                " last_received=" + std::to_string(m_lastReceived) +
                " processor=" + std::to_string(processorSeconds() - m_processor));
        }
    }

    QSocketNotifier m_input;
    QTimer m_check;
    QTcpServer m_server;
    QUdpSocket m_datagrams;
    std::string m_line;
    std::uint64_t m_accepted = 0;
    std::uint64_t m_received = 0;
    std::uint64_t m_wanted = 0;
    std::uint64_t m_seen = 0;
    std::int64_t m_lastAccepted = 0;
    std::int64_t m_lastReceived = 0;
    int m_checks = 0;
    int m_stillFor = 0;
    double m_processor = 0;
};

} // namespace

int main(int argc, char *argv[])
{
    raiseDescriptorLimit();
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);
    Bare bare;
    bool started = false;
    if (words == QStringList{QStringLiteral("echo")}) {
        started = bare.serve(Bare::Reply::Echo);
    } else if (words == QStringList{QStringLiteral("sink")}) {
        started = bare.serve(Bare::Reply::Sink);
    } else if (words == QStringList{QStringLiteral("crowd")}) {
        started = bare.serve(Bare::Reply::None);
    } else if (words.value(0) == QStringLiteral("datagrams") && words.size() == 3) {
        started = bare.hear(words.at(1), words.at(2).toUShort());
    } else {
        std::fputs("usage: bench_bare echo | sink | crowd | datagrams GROUP PORT\n", stderr);
        return 2;
    }
    if (!started) {
        std::fputs("bench_bare: could not start\n", stderr);
        return 1;
    }
    return QCoreApplication::exec();
}
