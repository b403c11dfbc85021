#pragma once

#include "netcore/chat/finding.h"
#include "netcore/doctor/multicastfacts.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/udpsockets.h"

#include <QFutureWatcher>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace sockyard
{

class GroupEar;
class MulticastProbe;

/// Finds out why a multicast chat hears nothing. An examination asks the system, sends a probe on
/// each interface, listens for a while on the course's other groups, and writes what findings()
/// makes of it into the log as it comes: between `doctor: begin` and `doctor: end` one note for
/// each finding, and another where it changed. It takes some 5 seconds, 8 at the most, never waits,
/// and sends nothing that another program on the chat's port could see. Owned by its endpoint, on
/// whose thread it lives.
class MulticastDoctor : public QObject
{
    Q_OBJECT

public:
    /// What the chat knows of itself at this moment. What the system knows is added here.
    using FactsSource = std::function<MulticastFacts()>;
    /// Gives the journal of one more connection of the endpoint.
    using JournalSource = std::function<Journal()>;

    MulticastDoctor(EventLog &log, JournalSource journals, QObject *parent = nullptr);
    /// Ends without a word in the log.
    ~MulticastDoctor() override;

    bool isBusy() const { return m_isBusy; }
    /// Begins an examination. Nothing where one goes on.
    void examine(FactsSource source);
    /// Ends it before its time, with what is known.
    void stop();
    /// The log has room again.
    void resume();

private:
    void askWhoIsOnThePort();
    void takeOwners();
    void giveUpOnOwners();
    void sendProbes();
    void takeProbes();
    void giveUpOnProbes();
    void listenOnOtherGroups();
    void hear(const OtherVoice &voice);
    void endListening();

    void update();
    void refreshCounts();
    void write(std::string_view words) const;
    void end();

    const Journal m_journal;
    const JournalSource m_journals;
    FactsSource m_source;
    MulticastFacts m_facts;
    QList<Finding> m_written;
    bool m_isBusy = false;

    qsizetype m_ownReceivers = 0;
    QList<UdpSocket> m_socketsOnPort;
    QFutureWatcher<QList<SocketOwner>> m_owners;
    std::vector<std::unique_ptr<MulticastProbe>> m_probes;
    std::vector<std::unique_ptr<GroupEar>> m_ears;
    OtherGroups m_otherGroups; // so far
    QTimer m_probeTime;
    QTimer m_listenTime;
    QTimer m_ownersTime;
};

} // namespace sockyard
