#pragma once

#include "netcore/sockets/streamsocket.h"

#include <QList>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace sockyard
{

/// Tries the addresses of a host until one is connected (RFC 8305, section 5): the next one begins
/// where the last has failed, or has not answered for a while, and the first that answers is taken.
/// Each attempt is a connection of its own in the log. Owned by who wants the connection, on whose
/// thread it lives; delete it with deleteLater() from a slot of its signals.
class AddressRace : public QObject
{
    Q_OBJECT

public:
    /// Of the next connection's number.
    using MakeJournal = std::function<Journal()>;

    struct Failure {
        SocketAddress address;
        SystemError error;
    };

    /// How long an address has for an answer before the next one is tried beside it: the
    /// Connection Attempt Delay of RFC 8305, section 8.
    static constexpr std::chrono::milliseconds attemptDelay{250};

    /// \a addresses are tried in this order; there is at least one.
    AddressRace(MakeJournal makeJournal, const QList<SocketAddress> &addresses,
                const ConnectOptions &options, QObject *parent = nullptr);
    ~AddressRace() override;

    /// Where one of the addresses of \a name (empty: it was given as such) refuses, what this
    /// machine knows about it is told too, see connectHint(). That asks the system: once for many
    /// races.
    void tellHints(const QString &name);
    void begin();
    /// Ends all attempts; \a why is for the log. No signal follows.
    void giveUp(const QString &why);
    /// The same, since they took too long: each is told as TimedOut with \a words.
    void expire(const QString &words);

    /// Which addresses failed, and why, in the order in which they did.
    const std::vector<Failure> &failures() const { return m_failures; }
    /// The connected socket, after won(); none the second time.
    std::unique_ptr<StreamSocket> takeWinner() { return std::move(m_winner); }

Q_SIGNALS:
    /// One is connected. The others have been given up.
    void won();
    /// None could be connected.
    void lost();

private:
    struct Attempt {
        SocketAddress address;
        std::unique_ptr<StreamSocket> socket;
    };

    void tryNext();
    void attemptConnected(StreamSocket *attempt);
    void attemptClosed(StreamSocket *attempt);
    void tellHint(const Journal &journal, const SocketAddress &refused) const;
    Attempt take(const StreamSocket *attempt);
    void endAttempts(const std::function<void(StreamSocket &)> &end);

    const MakeJournal m_makeJournal;
    const ConnectOptions m_options;
    const QList<SocketAddress> m_addresses;
    std::optional<QString> m_name; // hints are wanted
    QList<SocketAddress> m_left;   // not tried yet
    std::vector<Attempt> m_attempts;
    std::vector<Failure> m_failures;
    std::unique_ptr<StreamSocket> m_winner;
    QTimer m_next;
};

} // namespace sockyard
