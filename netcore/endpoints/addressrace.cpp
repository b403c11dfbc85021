#include "netcore/endpoints/addressrace.h"

#include "netcore/sockets/hints.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

AddressRace::AddressRace(MakeJournal makeJournal, const QList<SocketAddress> &addresses,
                         const ConnectOptions &options, QObject *parent)
    : QObject(parent)
    , m_makeJournal(std::move(makeJournal))
    , m_options(options)
    , m_addresses(addresses)
    , m_left(addresses)
{
    m_next.setSingleShot(true);
    m_next.setInterval(attemptDelay);
    connect(&m_next, &QTimer::timeout, this, &AddressRace::tryNext);
}

AddressRace::~AddressRace() = default;

void AddressRace::tellHints(const QString &name)
{
    m_name = name;
}

void AddressRace::tellHint(const Journal &journal, const SocketAddress &refused) const
{
    QList<QHostAddress> others;
    for (const SocketAddress &address : m_addresses) {
        if (!(address == refused)) {
            others.append(address.host());
        }
    }
    const QString hint = connectHint(refused, *m_name, others);
    if (!hint.isEmpty()) {
        journal.write(EventKind::Note, markedNote(hintMark, hint));
    }
}

void AddressRace::begin()
{
    tryNext();
}

void AddressRace::tryNext()
{
    m_next.stop();
    const SocketAddress address = m_left.takeFirst();
    m_attempts.push_back({address, std::make_unique<StreamSocket>(m_makeJournal())});
    StreamSocket *const attempt = m_attempts.back().socket.get();
    connect(attempt, &StreamSocket::connected, this,
            [this, attempt] { attemptConnected(attempt); });
    connect(attempt, &StreamSocket::closed, this, [this, attempt] { attemptClosed(attempt); });
    if (!m_left.isEmpty()) {
        m_next.start(); // before the call below, which may be what fails
    }
    attempt->connectTo(address, m_options);
}

AddressRace::Attempt AddressRace::take(const StreamSocket *attempt)
{
    const auto place =
        std::find_if(m_attempts.begin(), m_attempts.end(),
                     [attempt](const Attempt &one) { return one.socket.get() == attempt; });
    Attempt taken = std::move(*place);
    m_attempts.erase(place);
    taken.socket->disconnect(this);
    return taken;
}

void AddressRace::attemptConnected(StreamSocket *attempt)
{
    m_winner = take(attempt).socket;
    const QString by = QString::fromStdString(attempt->journal().peer());
    giveUp(tr("not needed any more: %1 has answered").arg(by));
    Q_EMIT won();
}

void AddressRace::attemptClosed(StreamSocket *attempt)
{
    Attempt taken = take(attempt);
    m_failures.push_back({taken.address, attempt->error()});
    if (m_name && attempt->error().isRefused()) {
        tellHint(attempt->journal(), taken.address);
    }
    taken.socket.release()->deleteLater(); // it is calling us
    if (!m_left.isEmpty()) {
        tryNext();
    } else if (m_attempts.empty()) {
        Q_EMIT lost();
    }
}

void AddressRace::giveUp(const QString &why)
{
    endAttempts([&why](StreamSocket &attempt) { attempt.giveUpConnecting(why); });
}

void AddressRace::expire(const QString &words)
{
    endAttempts([&words](StreamSocket &attempt) { attempt.expire(words); });
}

void AddressRace::endAttempts(const std::function<void(StreamSocket &)> &end)
{
    m_next.stop();
    m_left.clear();
    for (Attempt &attempt : std::exchange(m_attempts, {})) {
        attempt.socket->disconnect(this);
        end(*attempt.socket);
        attempt.socket.release()->deleteLater(); // it may be what is calling us
    }
}

} // namespace sockyard
