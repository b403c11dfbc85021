#pragma once

#include "netcore/sending/fileblocks.h"

#include <QThreadPool>

namespace sockyard
{

/// What all files that one courier sends have in common: the threads that read them, and how much
/// memory is left for each. It ends when the last of them does, and then waits for the reads that
/// are under way. One thread.
class FileReading
{
public:
    FileReading() { m_pool.setMaxThreadCount(mostThreads); }
    ~FileReading() { m_pool.clear(); }
    FileReading(const FileReading &) = delete;
    FileReading &operator=(const FileReading &) = delete;

    QThreadPool &pool() { return m_pool; }
    void fileBegan() { ++m_files; }
    void fileEnded() { --m_files; }
    /// For one more file. A file to each of ten thousand clients that do not read must not fill the
    /// memory.
    FileBlocks::Bounds bounds() const
    {
        return m_files < fewFiles ? FileBlocks::Bounds()
                                  : FileBlocks::Bounds{.block = smallBlock, .ahead = 1};
    }

private:
    static constexpr int mostThreads = 4;
    static constexpr int fewFiles = 32;
    static constexpr std::size_t smallBlock = 16U * 1024;

    QThreadPool m_pool;
    int m_files = 0;
};

} // namespace sockyard
