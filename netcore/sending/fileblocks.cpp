#include "netcore/sending/fileblocks.h"

#include "netcore/sending/filereader.h"

#include <QThreadPool>

#include <deque>
#include <mutex>

namespace sockyard
{

/// What the one that reads and the one that takes have in common.
struct FileBlocks::Shared {
    QString name;
    Bounds bounds;
    FileReader reader; // of the one that reads alone

    std::mutex mutex; // for what follows
    FileBlocks *owner = nullptr;
    std::optional<std::uint64_t> size;
    std::deque<QByteArray> blocks;
    std::error_code error;
    bool isReading = false;
    bool isAtEnd = false; // or cannot go on

    bool wantsMore() const { return owner != nullptr && !isAtEnd && blocks.size() < bounds.ahead; }

    void tell() const
    {
        if (owner != nullptr) {
            QMetaObject::invokeMethod(owner, &FileBlocks::readOn, Qt::QueuedConnection);
        }
    }
};

FileBlocks::FileBlocks(const QString &name, Bounds bounds, QThreadPool &pool, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_shared(std::make_shared<Shared>())
{
    m_shared->name = name;
    m_shared->bounds = bounds;
    m_shared->owner = this;
    readMore();
}

FileBlocks::~FileBlocks()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->owner = nullptr;
}

void FileBlocks::readMore()
{
    {
        const std::lock_guard lock(m_shared->mutex);
        if (m_shared->isReading || !m_shared->wantsMore()) {
            return;
        }
        m_shared->isReading = true;
    }
    m_pool.start([shared = m_shared] { fill(shared); });
}

void FileBlocks::fill(const std::shared_ptr<Shared> &shared)
{
    bool isOpen = false;
    {
        const std::lock_guard lock(shared->mutex);
        isOpen = shared->size.has_value();
    }
    std::error_code error;
    if (!isOpen) {
        error = shared->reader.open(shared->name);
        const std::lock_guard lock(shared->mutex);
        shared->size = shared->reader.size();
    }
    for (;;) {
        QByteArray block = error ? QByteArray() : shared->reader.read(shared->bounds.block, error);
        const std::lock_guard lock(shared->mutex);
        const bool wasEmpty = shared->blocks.empty();
        if (block.isEmpty()) {
            shared->isAtEnd = true;
            shared->error = error;
        } else {
            shared->blocks.push_back(std::move(block));
        }
        if (wasEmpty) {
            shared->tell();
        }
        if (!shared->wantsMore()) {
            shared->isReading = false;
            return;
        }
    }
}

std::optional<std::uint64_t> FileBlocks::size() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->size;
}

std::optional<QByteArray> FileBlocks::take()
{
    std::optional<QByteArray> block;
    {
        const std::lock_guard lock(m_shared->mutex);
        if (!m_shared->blocks.empty()) {
            block = std::move(m_shared->blocks.front());
            m_shared->blocks.pop_front();
        }
    }
    readMore();
    return block;
}

bool FileBlocks::isOver() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->isAtEnd && m_shared->blocks.empty();
}

std::error_code FileBlocks::error() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->error;
}

} // namespace sockyard
