#include "netcore/endpoints/clientconnection.h"

#include "netcore/sockets/notemarks.h"
#include "netcore/tls/tlscontext.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

QString secondsText(std::chrono::milliseconds time)
{
    return QLocale::c().toString(static_cast<double>(time.count()) / 1000.0, 'g', 6);
}

QString secondsText(int milliseconds)
{
    return secondsText(std::chrono::milliseconds(milliseconds));
}

void startIfWanted(QTimer &timer, int milliseconds)
{
    if (milliseconds > 0) {
        timer.start(milliseconds);
    }
}

} // namespace

ClientConnection::ClientConnection(const TcpClientSettings &settings, const ConnectOptions &options,
                                   AddressRace::MakeJournal makeJournal, const Journal &journal,
                                   std::shared_ptr<TlsContext> tls, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_options(options)
    , m_makeJournal(std::move(makeJournal))
    , m_journal(journal)
    , m_tls(std::move(tls))
    , m_nextWait(settings.retryWait)
{
    for (QTimer *timer : {&m_retry, &m_connectTimeout, &m_responseTimeout, &m_exchangeTimeout}) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
    }
    connect(&m_retry, &QTimer::timeout, this, &ClientConnection::begin);
    connect(&m_connectTimeout, &QTimer::timeout, this, &ClientConnection::connectTimedOut);
    connect(&m_responseTimeout, &QTimer::timeout, this, &ClientConnection::responseTimedOut);
    connect(&m_exchangeTimeout, &QTimer::timeout, this, &ClientConnection::exchangeTimedOut);
}

ClientConnection::~ClientConnection() = default;

void ClientConnection::begin()
{
    m_received = false;
    startIfWanted(m_connectTimeout, m_settings.connectTimeout);
    startIfWanted(m_exchangeTimeout, m_settings.exchangeTimeout);
    Q_EMIT addressesWanted();
}

void ClientConnection::tryAddresses(const QList<SocketAddress> &addresses)
{
    m_race = std::make_unique<AddressRace>(m_makeJournal, addresses, m_options);
    connect(m_race.get(), &AddressRace::won, this, &ClientConnection::raceWon);
    connect(m_race.get(), &AddressRace::lost, this, &ClientConnection::raceLost);
    if (m_hintedName) {
        m_race->tellHints(*m_hintedName);
    }
    m_race->begin();
}

void ClientConnection::endRace()
{
    if (m_race) {
        m_race->disconnect(this);
        m_race.release()->deleteLater(); // it may be what is calling us
    }
}

void ClientConnection::raceWon()
{
    m_unsecured = m_race->takeWinner();
    endRace();
    if (m_tls) {
        secure();
    } else {
        ready();
    }
}

void ClientConnection::secure()
{
    connect(m_unsecured.get(), &StreamSocket::secured, this, &ClientConnection::ready);
    connect(m_unsecured.get(), &StreamSocket::closed, this, &ClientConnection::securingFailed);
    m_unsecured->secure(m_tls->channel());
}

void ClientConnection::securingFailed()
{
    m_unsecured.release()->deleteLater(); // it is calling us
    attemptFailed();
}

void ClientConnection::ready()
{
    m_socket = std::move(m_unsecured);
    m_socket->disconnect(this);
    m_connectTimeout.stop();
    m_wasConnected = true;
    startIfWanted(m_responseTimeout, m_settings.responseTimeout);
    // Whoever sends on it hears of its end first: what is discarded then is told before the rest.
    Q_EMIT connected();
    if (!m_socket->isConnected()) {
        socketClosed(); // by what was to be sent at once
        return;
    }
    connect(m_socket.get(), &StreamSocket::received, this, [this] {
        m_received = true;
        m_responseTimeout.stop();
    });
    connect(m_socket.get(), &StreamSocket::peerFinished, this, [this] {
        m_responseTimeout.stop(); // its end tells more than a time-out could
        if (m_settings.reconnect && !m_endsByWish) {
            Q_EMIT finishWanted();
        }
    });
    connect(m_socket.get(), &StreamSocket::closed, this, &ClientConnection::socketClosed);
}

void ClientConnection::raceLost()
{
    tellFailures();
    attemptFailed();
}

void ClientConnection::resolvingFailed()
{
    attemptFailed();
}

void ClientConnection::tellFailures()
{
    const auto &failures = m_race->failures();
    if (failures.size() < 2) {
        return; // it stands in the log already
    }
    QStringList texts;
    for (const AddressRace::Failure &failure : failures) {
        texts.append(QStringLiteral("%1 (%2)").arg(QString::fromStdString(failure.address.text()),
                                                   QString::fromStdString(failure.error.name())));
    }
    m_journal.write(EventKind::Failed,
                    tr("%1: none of the addresses could be connected to: %2")
                        .arg(QString::fromStdString(failures.back().error.name()),
                             texts.join(QStringLiteral(", "))));
}

void ClientConnection::attemptFailed()
{
    endRace();
    m_connectTimeout.stop();
    m_exchangeTimeout.stop();
    Q_EMIT failed();
    const bool connectsAgain = m_settings.reconnect && m_wasConnected;
    if (m_endsByWish || (!connectsAgain && m_tries == m_settings.retries)) {
        end();
        return;
    }
    ++m_tries;
    const QString wait = secondsText(m_nextWait);
    waitAndBegin(
        connectsAgain
            ? tr("connecting again in %1 s").arg(wait)
            : tr("trying again in %1 s (%2 of %3)").arg(wait).arg(m_tries).arg(m_settings.retries));
}

void ClientConnection::waitAndBegin(const QString &words)
{
    m_journal.write(EventKind::Note, words);
    m_retry.start(m_nextWait);
    const auto longest =
        std::max<std::chrono::milliseconds>(TcpClientSettings::longestWait, m_nextWait);
    m_nextWait = std::min(m_nextWait * 2, longest);
}

void ClientConnection::socketClosed()
{
    m_responseTimeout.stop();
    m_exchangeTimeout.stop();
    m_paused = false;
    m_socket.release()->deleteLater(); // it is calling us
    if (m_endsByWish || !m_settings.reconnect) {
        end();
        return;
    }
    if (m_received) {
        m_nextWait = std::chrono::milliseconds(m_settings.retryWait); // it had worked
    }
    waitAndBegin(tr("connecting again in %1 s").arg(secondsText(m_nextWait)));
}

void ClientConnection::end()
{
    for (QTimer *timer : {&m_retry, &m_connectTimeout, &m_responseTimeout, &m_exchangeTimeout}) {
        timer->stop();
    }
    if (!std::exchange(m_hasEnded, true)) {
        Q_EMIT ended();
    }
}

void ClientConnection::stop()
{
    m_endsByWish = true;
    if (m_socket) {
        m_socket->close();
        return;
    }
    if (m_unsecured) {
        m_connectTimeout.stop();
        m_unsecured->close(); // and then it is over
        return;
    }
    if (m_race) {
        m_race->giveUp(tr("given up by this side"));
        endRace();
    }
    end();
}

void ClientConnection::abort()
{
    m_endsByWish = true;
    if (m_socket) {
        m_socket->abort();
    } else if (m_unsecured) {
        m_unsecured->abort();
    } else {
        stop();
    }
}

void ClientConnection::pause()
{
    if (m_paused || !m_socket || !m_socket->isConnected() || m_socket->isClosing()) {
        return;
    }
    m_paused = true;
    m_socket->journal().write(EventKind::Paused,
                              tr("nothing more is received: what the server sends now fills the "
                                 "buffers on the way, and then it has to wait"));
    m_socket->setReceiving(false);
}

void ClientConnection::unpause()
{
    if (!m_paused || !m_socket || !m_socket->isConnected()) {
        return;
    }
    m_paused = false;
    m_socket->journal().write(EventKind::Resumed);
    m_socket->setReceiving(true);
}

void ClientConnection::resume()
{
    if (m_socket) {
        m_socket->resume();
    }
}

void ClientConnection::connectTimedOut()
{
    const QString time = secondsText(m_settings.connectTimeout);
    if (m_unsecured) {
        m_unsecured->expire(
            markedNote(connectionTimeOutMark,
                       tr("the peer was connected, and not done with its part of the TLS handshake "
                          "within %1 s: it may speak no TLS, and wait for what comes.")
                           .arg(time)));
        return; // its end is that of the attempt
    }
    if (m_race) {
        m_race->expire(
            markedNote(connectionTimeOutMark,
                       tr("the handshake was not done within %1 s. Nothing came back: the machine "
                          "is off, the address is wrong, a firewall drops what is sent, or the "
                          "server's backlog is full.")
                           .arg(time)));
    } else {
        m_journal.write(EventKind::TimedOut,
                        markedNote(connectionTimeOutMark,
                                   tr("the name was not resolved within %1 s. The name server does "
                                      "not answer.")
                                       .arg(time)));
    }
    attemptFailed();
}

void ClientConnection::responseTimedOut()
{
    m_endsByWish = true;
    m_socket->expire(
        markedNote(responseTimeOutMark,
                   tr("connected for %1 s, and no byte has come back. The network works, or there "
                      "were no connection: the peer's program is slow, or waits for more (a line "
                      "ending, this side's finish).")
                       .arg(secondsText(m_settings.responseTimeout))));
}

void ClientConnection::exchangeTimedOut()
{
    const QString words =
        markedNote(exchangeTimeOutMark,
                   tr("it was not over within %1 s.").arg(secondsText(m_settings.exchangeTimeout)));
    m_endsByWish = true;
    if (m_socket) {
        m_socket->expire(words + u' ' +
                         (m_received ? tr("The peer answers, but slowly, or has more to say.")
                                     : tr("The peer has not answered at all.")));
    } else if (m_unsecured) {
        m_unsecured->expire(words + u' ' + tr("The TLS handshake was not done yet."));
    } else if (m_race) {
        m_race->expire(words + u' ' + tr("There was no connection yet."));
        attemptFailed();
    } else {
        m_journal.write(EventKind::TimedOut, words + u' ' + tr("There was no connection yet."));
        attemptFailed();
    }
}

} // namespace sockyard
