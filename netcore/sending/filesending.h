#pragma once

#include "netcore/messages/preparedmessage.h"
#include "netcore/sending/filereading.h"
#include "netcore/sending/recentrate.h"
#include "netcore/sending/sendingprogress.h"
#include "netcore/sockets/streamsocket.h"

#include <memory>

namespace sockyard
{

/// One file on its way to one peer, with the bytes that follow it. Its beginning and its end are
/// notes in the connection's log. Of a file that grows meanwhile goes what was there at the
/// beginning; one that becomes shorter, or cannot be read on, is a Failed event, and nothing
/// follows it. Owned by the connection's outbox, on whose thread it lives.
class FileSending : public QObject
{
    Q_OBJECT

public:
    FileSending(const PreparedMessage &message, std::shared_ptr<FileReading> reading,
                QObject *parent = nullptr);
    ~FileSending() override;

    enum class Next {
        Sent,  ///< the socket got another block
        Later, ///< readOn() says when
        Over,  ///< there is no more: sent, or failed
    };
    /// Hands the next block to \a socket, which has nothing unsent. The socket may close meanwhile.
    Next sendNext(StreamSocket &socket);
    /// Tells as Discarded what was not handed on, \a why with the file's name.
    void discardRest(const Journal &journal, const QString &why);

    SendingProgress progress(const StreamSocket &socket) const;

Q_SIGNALS:
    void readOn();

private:
    void tellBeginning(const Journal &journal, std::uint64_t size);
    void tellEnd(const Journal &journal);

    const PreparedMessage m_message;
    const std::shared_ptr<FileReading> m_reading;
    FileBlocks m_blocks;
    RecentRate m_rate;
    std::uint64_t m_handed = 0; // bytes that the socket got
    bool m_hasBegun = false;
};

} // namespace sockyard
