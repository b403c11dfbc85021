#pragma once

#include "netcore/doctor/multicastfacts.h"
#include "netcore/sockets/datagramsocket.h"

#include <QObject>

#include <functional>
#include <memory>

namespace sockyard
{

/// One datagram to a group on one interface, to see whether it comes back: with 0 hops, so that it
/// never leaves this machine (RFC 1112, section 6.1), and to a port of its own, so that no program
/// that is on the chat's port sees it. Two sockets, each a connection that the log marks as a
/// probe. Owned by MulticastDoctor, on its thread.
class MulticastProbe : public QObject
{
    Q_OBJECT

public:
    using JournalSource = std::function<Journal()>;

    MulticastProbe(const SocketAddress &group, const Interface &interface,
                   const JournalSource &journals, QObject *parent = nullptr);

    /// Sends it. False where a call failed, which is told.
    bool send();
    void resume();
    void close();

    /// The index of its interface.
    unsigned interfaceIndex() const { return m_interface.index; }
    bool hasComeBack() const { return m_hasComeBack; }

Q_SIGNALS:
    void cameBack();

private:
    QString read(const native::Datagram &datagram);

    const SocketAddress m_group;
    const Interface m_interface;
    const QByteArray m_words; // as no other has them
    std::unique_ptr<DatagramSocket> m_receiver;
    std::unique_ptr<DatagramSocket> m_sender;
    bool m_hasComeBack = false;
};

} // namespace sockyard
