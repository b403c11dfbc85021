#include "netcore/sockets/kernelwords.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::KernelWords", text);
}

} // namespace

QString tcpStateName(TcpState state)
{
    switch (state) {
    case TcpState::Listen:
        return QStringLiteral("LISTEN");
    case TcpState::SynSent:
        return QStringLiteral("SYN-SENT");
    case TcpState::SynReceived:
        return QStringLiteral("SYN-RECEIVED");
    case TcpState::Established:
        return QStringLiteral("ESTABLISHED");
    case TcpState::FinWait1:
        return QStringLiteral("FIN-WAIT-1");
    case TcpState::FinWait2:
        return QStringLiteral("FIN-WAIT-2");
    case TcpState::CloseWait:
        return QStringLiteral("CLOSE-WAIT");
    case TcpState::Closing:
        return QStringLiteral("CLOSING");
    case TcpState::LastAck:
        return QStringLiteral("LAST-ACK");
    case TcpState::TimeWait:
        return QStringLiteral("TIME-WAIT");
    case TcpState::Closed:
        return QStringLiteral("CLOSED");
    }
    return {};
}

QString tcpStateMeaning(TcpState state)
{
    switch (state) {
    case TcpState::Listen:
        return tr("This socket waits for clients. Each one that is accepted gets a socket of its "
                  "own.");
    case TcpState::SynSent:
        return tr("This side has asked for a connection (SYN) and waits for the peer's answer.");
    case TcpState::SynReceived:
        return tr("The peer has asked for a connection and was answered; the acknowledgement that "
                  "makes it one is awaited.");
    case TcpState::Established:
        return tr("The connection is open: both sides can send.");
    case TcpState::FinWait1:
        return tr("This side has finished sending (FIN), and the peer's system has not "
                  "acknowledged that yet.");
    case TcpState::FinWait2:
        return tr("This side has finished sending, and the peer's system knows. The peer can still "
                  "send; its FIN is awaited.");
    case TcpState::CloseWait:
        return tr("The peer has finished sending; this side has not, and still can. A connection "
                  "that stays so belongs to a program that forgets to close it.");
    case TcpState::Closing:
        return tr("Both sides finished at the same time; the acknowledgement of this side's FIN is "
                  "awaited.");
    case TcpState::LastAck:
        return tr("The peer finished first, then this side; the acknowledgement of this side's FIN "
                  "is awaited, and with it the connection is gone.");
    case TcpState::TimeWait:
        return tr("This side closed first. The pair of addresses stays taken for a minute, so that "
                  "late segments of this connection cannot be taken for those of a new one.");
    case TcpState::Closed:
        return tr("There is no connection: the system keeps nothing about it any more.");
    }
    return {};
}

} // namespace sockyard
