#include "netcore/sockets/streamsocket.h"
#include "tests/support/logs.h"
#include "tests/support/peer.h"
#include "tests/support/teststrings.h"

#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

class TestStreamSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWhatWasQueuedBeforeItWasConnected();
    void readsNoMoreThanItsReadSizeAtATime();
    void sendsALongQueueInOrder();
    void countsWhatIsUnsent();
    void closesItselfWhenBothSidesHaveFinished();
    void receivesAfterItHasFinished();
    void discardsWhatIsSentAfterFinishing();
    void closeSendsTheQueueFirst();
    void closingGoesOnAsLongAsThePeerTakesBytes();
    void closingIgnoresWhatThePeerStillSays();
    void abortDiscardsTheQueueAndResetsThePeer();
    void abortGivesAnAttemptUp();
    void tellsThatThePeerIsGoneWhenItSends();
    void tellsThatThePeerCutTheConnectionAfterItsEnd();
    void mayBeDeletedFromEachOfItsSignals_data();
    void mayBeDeletedFromEachOfItsSignals();
    void commandsToAClosedSocketAreHarmless();

private:
    // The socket connected, and the other end of it.
    Peer connectedPeer();
    void makeSocket();

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<PeerListener> m_listener;
    std::unique_ptr<StreamSocket> m_socket;
};

void TestStreamSocket::init()
{
    m_log = std::make_unique<EventLog>();
    m_listener = std::make_unique<PeerListener>();
    makeSocket();
}

void TestStreamSocket::cleanup()
{
    m_socket.reset();
    m_log.reset();
}

void TestStreamSocket::makeSocket()
{
    m_socket = std::make_unique<StreamSocket>(Journal(*m_log, 1));
    m_socket->connectTo(SocketAddress(QHostAddress(QHostAddress::LocalHost), m_listener->port()));
}

Peer TestStreamSocket::connectedPeer()
{
    std::optional<Peer> peer;
    [&] {
        QTRY_VERIFY_WITH_TIMEOUT(m_socket->isConnected(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    }();
    return std::move(peer.value());
}

void TestStreamSocket::sendsWhatWasQueuedBeforeItWasConnected()
{
    QVERIFY(m_socket->canSend());
    QVERIFY(!m_socket->isConnected());
    m_socket->send(QByteArrayLiteral("one "));
    m_socket->send(QByteArrayLiteral("two "));
    m_socket->send(std::as_bytes(std::span("three", 5)));
    m_socket->finish();
    QCOMPARE(m_socket->unsent(), std::size_t(13));
    QCOMPARE(story(*m_log, 1), "created connecting"s);
    Peer peer = connectedPeer();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), "one two three"s);
    QCOMPARE(m_socket->unsent(), std::size_t(0));
    QCOMPARE(story(*m_log, 1), "created connecting connected sent finished"s);
}

void TestStreamSocket::readsNoMoreThanItsReadSizeAtATime()
{
    m_socket->setReadSize(100);
    Peer peer = connectedPeer();
    peer.sendAll(pattern(10000));
    QTRY_VERIFY_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1) == pattern(10000), patience);
    for (const Event &event : eventsOf(*m_log, EventKind::Received)) {
        QVERIFY(event.bytes() <= 100);
    }
}

void TestStreamSocket::sendsALongQueueInOrder()
{
    Peer peer = connectedPeer();
    const std::string bytes = pattern(12000000);
    for (std::size_t place = 0, turn = 0; place < bytes.size(); ++turn) {
        const std::size_t length = std::min(bytes.size() - place, turn * 7919 % 300000);
        m_socket->send(QByteArray(bytes.data() + place, static_cast<qsizetype>(length)));
        place += length;
    }
    m_socket->finish();
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QCOMPARE(peer.error(), 0);
    QVERIFY(peer.received() == bytes);
    QVERIFY(bytesOf(*m_log, EventKind::Sent, 1) == bytes);
    QCOMPARE(m_socket->unsent(), std::size_t(0));
}

void TestStreamSocket::countsWhatIsUnsent()
{
    Peer peer = connectedPeer();
    constexpr std::size_t size = 20U * 1024 * 1024;
    m_socket->send(QByteArray(size, 'x'));
    QVERIFY(m_socket->unsent() > 0);
    QCOMPARE(m_socket->unsent() + sumOf(*m_log, EventKind::Sent), std::uint64_t(size));
    Background reading([&peer] { peer.readToEnd(); });
    QTRY_COMPARE_WITH_TIMEOUT(m_socket->unsent(), std::size_t(0), patience);
    QCOMPARE(sumOf(*m_log, EventKind::Sent), std::uint64_t(size));
    m_socket->abort(); // ends the reading
}

void TestStreamSocket::closesItselfWhenBothSidesHaveFinished()
{
    QSignalSpy closed(m_socket.get(), &StreamSocket::closed);
    QSignalSpy peerFinished(m_socket.get(), &StreamSocket::peerFinished);
    Peer peer = connectedPeer();
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(peerFinished.size(), 1, patience);
    QVERIFY(closed.isEmpty());
    QVERIFY(m_socket->canSend());
    m_socket->send(QByteArrayLiteral("after your end"));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "after your end"s, patience);
    m_socket->finish();
    QCOMPARE(closed.size(), 1);
    QVERIFY(!m_socket->isConnected());
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(story(*m_log, 1), "created connecting connected peer-finished sent finished closed"s);
}

void TestStreamSocket::receivesAfterItHasFinished()
{
    Peer peer = connectedPeer();
    m_socket->finish();
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    peer.sendAll("I have more to say");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "I have more to say"s,
                              patience);
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(
        story(*m_log, 1), "created connecting connected finished received peer-finished closed"s,
        patience);
}

void TestStreamSocket::discardsWhatIsSentAfterFinishing()
{
    Peer peer = connectedPeer();
    m_socket->finish();
    QVERIFY(!m_socket->canSend());
    m_socket->send(QByteArrayLiteral("too late"));
    const auto discarded = eventsOf(*m_log, EventKind::Discarded);
    QCOMPARE(discarded.size(), std::size_t(1));
    QCOMPARE(discarded.front().bytes(), std::uint64_t(8));
    QTRY_VERIFY_WITH_TIMEOUT(peer.sawFin(), patience);
    QCOMPARE(peer.received(), ""s);
}

void TestStreamSocket::closeSendsTheQueueFirst()
{
    const std::string bytes = pattern(8000000);
    Peer peer = connectedPeer();
    m_socket->send(QByteArray::fromStdString(bytes));
    m_socket->close();
    m_socket->close();
    QVERIFY(!m_socket->canSend());
    Background reading([&peer] {
        peer.readToEnd();
        peer.finish();
    });
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 1).ends_with("finished peer-finished closed"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(reading.isDone(), patience);
    QVERIFY(peer.received() == bytes);
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
}

void TestStreamSocket::closingGoesOnAsLongAsThePeerTakesBytes()
{
    // It takes far longer than a peer that takes nothing is waited for: one piece at a time, and
    // each only after the event loop has had its turn.
    constexpr std::size_t size = 24U * 1024 * 1024;
    m_socket->send(QByteArray(size, 'x'));
    Peer peer = connectedPeer();
    m_socket->close();
    std::size_t got = 0;
    std::array<char, 524288> buffer = {};
    QTRY_COMPARE_WITH_TIMEOUT(
        [&] {
            const ssize_t part = ::recv(peer.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            got += part > 0 ? static_cast<std::size_t>(part) : 0;
            return got;
        }(),
        size, patience);
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 1).ends_with("closed"), patience);
    QCOMPARE(count(*m_log, EventKind::Discarded), std::size_t(0));
}

void TestStreamSocket::closingIgnoresWhatThePeerStillSays()
{
    QSignalSpy received(m_socket.get(), &StreamSocket::received);
    Peer peer = connectedPeer();
    m_socket->close();
    peer.sendAll("one more thing");
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(*m_log, EventKind::Received, 1), "one more thing"s, patience);
    peer.finish();
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 1).ends_with("peer-finished closed"), patience);
    QVERIFY(received.isEmpty());
    QCOMPARE(peer.error(), 0); // FIN, and no RST that would destroy what is on its way
}

void TestStreamSocket::abortDiscardsTheQueueAndResetsThePeer()
{
    QSignalSpy closed(m_socket.get(), &StreamSocket::closed);
    Peer peer = connectedPeer();
    constexpr std::size_t size = 20U * 1024 * 1024;
    m_socket->send(QByteArray(size, 'x'));
    m_socket->abort();
    QCOMPARE(closed.size(), 1);
    QVERIFY(story(*m_log, 1).ends_with("sent reset discarded closed"));
    QCOMPARE(sumOf(*m_log, EventKind::Discarded) + sumOf(*m_log, EventKind::Sent),
             std::uint64_t(size));
    QTRY_COMPARE_WITH_TIMEOUT(peer.error(), ECONNRESET, patience);
}

void TestStreamSocket::abortGivesAnAttemptUp()
{
    QSignalSpy connected(m_socket.get(), &StreamSocket::connected);
    QSignalSpy closed(m_socket.get(), &StreamSocket::closed);
    m_socket->send(QByteArrayLiteral("never"));
    m_socket->abort();
    QCOMPARE(story(*m_log, 1), "created connecting discarded closed"s);
    QCOMPARE(closed.size(), 1);
    QCOMPARE(sumOf(*m_log, EventKind::Discarded), std::uint64_t(5));
    QCoreApplication::processEvents();
    QVERIFY(connected.isEmpty());
}

void TestStreamSocket::tellsThatThePeerIsGoneWhenItSends()
{
    Peer peer = connectedPeer();
    peer.reset();
    // The notifier has not told yet: the call itself meets the reset.
    m_socket->send(QByteArrayLiteral("anybody there?"));
    QTRY_VERIFY_WITH_TIMEOUT(story(*m_log, 1).ends_with("closed"), patience);
    QCOMPARE(count(*m_log, EventKind::Reset), std::size_t(1));
    QCOMPARE(sumOf(*m_log, EventKind::Discarded), std::uint64_t(14));
    QCOMPARE(count(*m_log, EventKind::Sent), std::size_t(0));
}

void TestStreamSocket::tellsThatThePeerCutTheConnectionAfterItsEnd()
{
    Peer peer = connectedPeer();
    peer.finish();
    QTRY_COMPARE_WITH_TIMEOUT(count(*m_log, EventKind::PeerFinished), std::size_t(1), patience);
    m_socket->send(QByteArrayLiteral("still")); // this way is open
    QTRY_COMPARE_WITH_TIMEOUT(peer.received(), "still"s, patience);
    peer.reset();
    QTRY_COMPARE_WITH_TIMEOUT(story(*m_log, 1),
                              "created connecting connected peer-finished sent reset closed"s,
                              patience);
}

void TestStreamSocket::mayBeDeletedFromEachOfItsSignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("connected") << 0;
    QTest::newRow("received") << 1;
    QTest::newRow("peerFinished") << 2;
    QTest::newRow("closed") << 3;
}

void TestStreamSocket::mayBeDeletedFromEachOfItsSignals()
{
    QFETCH(const int, signal);
    StreamSocket *const socket = m_socket.release();
    QSignalSpy destroyed(socket, &QObject::destroyed);
    const auto remove = [socket] { socket->deleteLater(); };
    switch (signal) {
    case 0:
        connect(socket, &StreamSocket::connected, this, remove);
        break;
    case 1:
        connect(socket, &StreamSocket::received, this, remove);
        break;
    case 2:
        connect(socket, &StreamSocket::peerFinished, this, remove);
        break;
    default:
        connect(socket, &StreamSocket::closed, this, remove);
        connect(socket, &StreamSocket::peerFinished, socket, &StreamSocket::finish);
        break;
    }
    std::optional<Peer> peer;
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(peer), patience);
    if (signal != 0) {
        peer->sendAll("hello");
        peer->finish();
    }
    QTRY_COMPARE_WITH_TIMEOUT(destroyed.size(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(peer->sawFin() || peer->error() != 0, patience);
}

void TestStreamSocket::commandsToAClosedSocketAreHarmless()
{
    Peer peer = connectedPeer();
    m_socket->abort();
    const EventNumber before = m_log->size();
    m_socket->abort();
    m_socket->close();
    m_socket->finish();
    m_socket->resume();
    m_socket->send(QByteArray());
    QCOMPARE(m_log->size(), before);
    m_socket->send(QByteArrayLiteral("x"));
    QCOMPARE(m_log->size(), before + 1);
    QCOMPARE(sumOf(*m_log, EventKind::Discarded), std::uint64_t(1));
}

QTEST_GUILESS_MAIN(TestStreamSocket)
#include "tst_streamsocket.moc"
