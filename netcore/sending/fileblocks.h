#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <system_error>

class QThreadPool;

namespace sockyard
{

/// The bytes of a file, block by block, read ahead in the background: whoever takes them never
/// waits for a disk, and no more than a few blocks are in memory. Lives on its owner's thread; what
/// reads belongs to a pool, outlives this object where a disk stalls, and touches nothing of it.
class FileBlocks : public QObject
{
    Q_OBJECT

public:
    /// How much is read ahead.
    struct Bounds {
        std::size_t block = 256U * 1024; ///< bytes
        std::size_t ahead = 4;           ///< blocks that wait to be taken
    };

    /// Begins to read at once, in \a pool, which must outlive this.
    FileBlocks(const QString &name, Bounds bounds, QThreadPool &pool, QObject *parent = nullptr);
    ~FileBlocks() override;

    /// What the file had when it was opened, see FileReader; nothing before that.
    std::optional<std::uint64_t> size() const;
    /// The next block, or nothing where there is none yet, or none any more.
    std::optional<QByteArray> take();
    /// All blocks were taken, and no more will come: at the end, or because of an error().
    bool isOver() const;
    std::error_code error() const;

Q_SIGNALS:
    /// There is something new to ask for.
    void readOn();

private:
    struct Shared;

    void readMore();
    static void fill(const std::shared_ptr<Shared> &shared);

    QThreadPool &m_pool;
    std::shared_ptr<Shared> m_shared;
};

} // namespace sockyard
