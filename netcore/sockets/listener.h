#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/sockets/native.h"
#include "netcore/sockets/socketfile.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>

class QSocketNotifier;

namespace sockyard
{

/// A listening stream socket. Writes Created, Bound, Listening, Failed and Closed into its journal,
/// and a hint (hints.h) where the address was in use; whoever takes an accepted descriptor writes
/// that. Owned by its endpoint, on whose thread it lives.
class Listener : public QObject
{
    Q_OBJECT

public:
    enum class Families { One, Both };

    struct Options {
        /// How many clients may wait to be accepted; the system may allow fewer.
        int backlog = 16;
        /// With Both, `::` takes IPv4 clients as well.
        Families families = Families::One;
        native::Type type = native::Type::Stream;
        /// Of a local socket.
        SocketFile::Options file = {};
    };

    explicit Listener(Journal journal, QObject *parent = nullptr);
    /// Closes, without a word in the log where nothing goes wrong.
    ~Listener() override;

    /// socket, bind and listen. False where one of them failed: the journal has said which, and the
    /// descriptor is closed again.
    bool listen(const SocketAddress &address, const Options &options);
    bool isListening() const { return m_handle != native::noHandle; }
    /// Where it listens, with the port that the system chose for 0.
    const SocketAddress &address() const { return m_address; }
    /// The error with which the last listen() failed.
    SystemError error() const { return m_error; }

    /// Off: takes no more clients, they wait in the backlog. At first on.
    void setAccepting(bool on);
    /// So many clients are taken from the system before the first of them is handed on by
    /// accepted(): 1 at first, and whoever wants no more than one at a time leaves it. With more a
    /// crowd finds room in the backlog, which else is full before a thousand are served; who finds
    /// none tries again a second later.
    void setMostTaken(std::size_t most) { m_mostTaken = most; }
    /// The log has room again.
    void resume();
    /// For questions to the system about this socket; noHandle while it does not listen.
    native::Handle handle() const { return m_handle; }
    void close();

Q_SIGNALS:
    /// The receiver owns the descriptor from here on.
    void accepted(qintptr handle);

private:
    void acceptWaiting();
    void takeWaiting();
    void dropTaken();
    bool mayAccept() const;
    void endShortage();
    void updateWatching();
    SystemError bind(const SocketAddress &address, const Options &options);
    QString boundWords(const Options &options) const;
    bool fail(Call call, SystemError error);

    Journal m_journal;
    native::Handle m_handle = native::noHandle;
    SocketAddress m_address;
    SocketFile m_file; // of a local socket
    SystemError m_error;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::deque<native::Handle> m_taken; // and not handed on yet
    std::size_t m_mostTaken = 1;
    QTimer m_recovery;
    QTimer m_turn;
    bool m_accepting = true; // as the owner wants it
    bool m_short = false;    // of descriptors; told once until it is over
};

} // namespace sockyard
