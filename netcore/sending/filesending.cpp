#include "netcore/sending/filesending.h"

#include "netcore/messages/shownwords.h"
#include "netcore/sockets/bytes.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace sockyard
{

namespace
{

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

FileSending::FileSending(const PreparedMessage &message, std::shared_ptr<FileReading> reading,
                         QObject *parent)
    : QObject(parent)
    , m_message(message)
    , m_reading(std::move(reading))
    , m_blocks(message.fileName(), m_reading->bounds(), m_reading->pool())
{
    m_reading->fileBegan();
    connect(&m_blocks, &FileBlocks::readOn, this, &FileSending::readOn);
}

FileSending::~FileSending()
{
    m_reading->fileEnded();
}

FileSending::Next FileSending::sendNext(StreamSocket &socket)
{
    const auto block = m_blocks.take();
    const bool isOver = !block && m_blocks.isOver();
    if (!block && !isOver) {
        return Next::Later;
    }
    if (!m_hasBegun && (block || !m_blocks.error())) {
        tellBeginning(socket.journal(), m_blocks.size().value_or(0));
    }
    if (isOver) {
        tellEnd(socket.journal());
        if (!m_blocks.error() && m_handed >= m_blocks.size().value_or(0)) {
            socket.sendPart(m_message.ending());
        }
        return Next::Over;
    }
    m_handed += static_cast<std::uint64_t>(block->size());
    m_rate.note(RecentRate::Clock::now(), m_handed);
    socket.sendPart(*block);
    return Next::Sent;
}

void FileSending::tellBeginning(const Journal &journal, std::uint64_t size)
{
    m_hasBegun = true;
    const QString name = quotedFileName(m_message.fileName());
    m_rate.note(RecentRate::Clock::now(), 0);
    journal.write(EventKind::Note, size > 0
                                       ? tr("sending the file %1, %2 bytes").arg(name, number(size))
                                       : tr("sending the file %1").arg(name));
}

void FileSending::tellEnd(const Journal &journal)
{
    const QString name = quotedFileName(m_message.fileName());
    const std::uint64_t size = m_blocks.size().value_or(0);
    const std::error_code error = m_blocks.error();
    if (error == std::errc::invalid_argument && m_handed == 0) {
        journal.write(EventKind::Failed,
                      refusal(tr("%1 is no regular file, and is not sent.").arg(name)));
    } else if (error) {
        const SystemError system{error.value()};
        journal.write(EventKind::Failed,
                      tr("%1: the file %2 cannot be read: %3. %4 bytes of it were sent.")
                          .arg(QString::fromStdString(system.name()), name,
                               QString::fromLocal8Bit(error.message()), number(m_handed)));
    } else if (m_handed < size) {
        journal.write(EventKind::Failed,
                      refusal(tr("the file %1 became shorter while it was sent: %2 bytes were "
                                 "sent, and it had %3.")
                                  .arg(name, number(m_handed), number(size))));
    } else {
        journal.write(EventKind::Note,
                      tr("sent the file %1: %2 bytes").arg(name, number(m_handed)));
    }
}

void FileSending::discardRest(const Journal &journal, const QString &why)
{
    const QByteArray atHand = m_blocks.take().value_or(QByteArray());
    const std::uint64_t size = m_blocks.size().value_or(0);
    const std::uint64_t rest =
        size > m_handed ? size - m_handed : static_cast<std::uint64_t>(atHand.size());
    journal.discarded(viewOf(atHand), rest,
                      tr("the rest of the file %1, after %2 bytes: %3")
                          .arg(quotedFileName(m_message.fileName()), number(m_handed), why));
}

SendingProgress FileSending::progress(const StreamSocket &socket) const
{
    return {.kind = SendingProgress::Kind::File,
            .connection = socket.connection(),
            .name = QFileInfo(m_message.fileName()).fileName(),
            .done = m_handed - std::min<std::uint64_t>(m_handed, socket.unsent()),
            .total = m_blocks.size().value_or(0),
            .perSecond = m_rate.at(RecentRate::Clock::now())};
}

} // namespace sockyard
