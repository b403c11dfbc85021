#include "netcore/sockets/datagrambatch.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// Places that began at the same offset in their pages would contend for the same lines of the
// processor's cache.
constexpr std::size_t distance = DatagramBatch::longestDatagram + 64;

} // namespace

void DatagramBatch::setReadSize(std::size_t bytes)
{
    m_readSize = std::clamp(bytes, std::size_t{1}, longestDatagram);
    Q_ASSERT(isEmpty());
    m_memory.reset(); // in which the places have another size
    m_next = 0;
    m_end = 0;
}

SystemError DatagramBatch::receive(native::Handle handle)
{
    Q_ASSERT(isEmpty());
    if (!m_memory) {
        // Uninitialised: pages that no datagram reaches take no memory.
        m_memory.reset(new std::byte[m_datagrams.size() * distance]);
        for (std::size_t index = 0; index < m_datagrams.size(); ++index) {
            m_datagrams.at(index).into = {m_memory.get() + index * distance, m_readSize};
        }
    }
    m_next = 0;
    m_end = 0;
    m_dropped.reset();
    const auto result = native::receiveDatagrams(handle, m_datagrams, m_dropped);
    m_end = result.value;
    return result.error;
}

} // namespace sockyard
