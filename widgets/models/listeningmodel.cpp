#include "widgets/models/listeningmodel.h"

#include "netcore/sockets/addresstext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

QString kindText(BoundSocket::Kind kind)
{
    switch (kind) {
    case BoundSocket::Kind::Tcp:
        return ListeningModel::tr("TCP");
    case BoundSocket::Kind::Udp:
        return ListeningModel::tr("UDP");
    case BoundSocket::Kind::LocalStream:
        return ListeningModel::tr("local");
    case BoundSocket::Kind::LocalSeqPacket:
        return ListeningModel::tr("local packets");
    case BoundSocket::Kind::LocalDatagram:
        return ListeningModel::tr("local datagrams");
    }
    return {};
}

bool isOwn(const BoundSocket &socket)
{
    return std::any_of(socket.owners.begin(), socket.owners.end(), [](const SocketOwner &owner) {
        return owner.process == QCoreApplication::applicationPid();
    });
}

} // namespace

void ListeningModel::show(const QList<BoundSocket> &sockets)
{
    m_sockets = sockets;
    showFitting();
}

void ListeningModel::setFilter(const QString &filter)
{
    m_filter = filter.trimmed();
    showFitting();
}

void ListeningModel::showFitting()
{
    QList<BoundSocket> fitting;
    std::copy_if(m_sockets.begin(), m_sockets.end(), std::back_inserter(fitting),
                 [this](const BoundSocket &its) { return fits(its); });
    setRows(fitting);
}

bool ListeningModel::fits(const BoundSocket &socket) const
{
    if (m_filter.isEmpty()) {
        return true;
    }
    if (const auto port = parsePort(m_filter)) {
        return !socket.isLocal() && socket.address.port() == *port;
    }
    return socket.placeText().contains(m_filter, Qt::CaseInsensitive) ||
           programText(socket).contains(m_filter, Qt::CaseInsensitive) ||
           socket.userName.contains(m_filter, Qt::CaseInsensitive);
}

QString ListeningModel::answer() const
{
    const auto port = parsePort(m_filter);
    if (!port) {
        return {};
    }
    if (rows().isEmpty()) {
        return tr("Nobody has port %1 of this machine: it is free.").arg(*port);
    }
    const BoundSocket &first = rows().constFirst();
    const QString who =
        first.owners.isEmpty()
            ? tr("a program that this user may not know has it, at %1.").arg(first.placeText())
            : tr("%1 has it, at %2.").arg(programText(first), first.placeText());
    return rows().size() == 1
               ? tr("Port %1 is taken: %2").arg(*port).arg(who)
               : tr("Port %1 is taken by %2 sockets: %3").arg(*port).arg(rows().size()).arg(who);
}

QString ListeningModel::keyOf(const BoundSocket &row) const
{
    return QStringLiteral("%1 %2 %3")
        .arg(static_cast<int>(row.kind))
        .arg(row.inode)
        .arg(row.placeText());
}

int ListeningModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ListeningModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const BoundSocket &socket = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(socket, index.column());
    case Qt::ToolTipRole:
        return toolTip(socket);
    case PlaceRole:
        return socket.placeText();
    case UnknownRole:
        return socket.owners.isEmpty();
    case OwnRole:
        return isOwn(socket);
    default:
        return {};
    }
}

QString ListeningModel::text(const BoundSocket &socket, int column)
{
    switch (column) {
    case KindColumn:
        return kindText(socket.kind);
    case PlaceColumn:
        return socket.peer.family() == SocketAddress::Family::None
                   ? socket.placeText()
                   : tr("%1, connected to %2")
                         .arg(socket.placeText(), QString::fromStdString(socket.peer.text()));
    case ProgramColumn:
        return programText(socket);
    case UserColumn:
        return socket.userName.isEmpty() && socket.user ? QString::number(*socket.user)
                                                        : socket.userName;
    default:
        return {};
    }
}

QString ListeningModel::programText(const BoundSocket &socket)
{
    if (socket.owners.isEmpty()) {
        return tr("unknown");
    }
    QStringList programs;
    for (const SocketOwner &owner : socket.owners) {
        programs.append(
            owner.process == QCoreApplication::applicationPid()
                ? tr("%1 (%2, this program)").arg(owner.name, QString::number(owner.process))
                : tr("%1 (%2)").arg(owner.name, QString::number(owner.process)));
    }
    return programs.join(QStringLiteral(", "));
}

QString ListeningModel::toolTip(const BoundSocket &socket)
{
    const QString place =
        kindText(socket.kind) + u' ' + text(socket, PlaceColumn) + QStringLiteral(": ");
    if (!socket.owners.isEmpty()) {
        return place + programText(socket);
    }
    return place + tr("the system tells whose it is to that user and to an administrator only.");
}

QVariant ListeningModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case KindColumn:
        return tip ? tr("What kind of socket") : tr("Kind");
    case PlaceColumn:
        return tip ? tr("Where others connect or send to. 0.0.0.0 and [::] are all addresses of "
                        "this "
                        "machine.")
                   : tr("Listens at");
    case ProgramColumn:
        return tip ? tr("The program that has the socket open, with the number of its process")
                   : tr("Program");
    case UserColumn:
        return tip ? tr("Whoever made the socket; not told of local ones") : tr("User");
    default:
        return {};
    }
}

} // namespace sockyard
