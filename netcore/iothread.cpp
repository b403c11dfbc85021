#include "netcore/iothread.h"

namespace sockyard
{

IoThread::IoThread()
{
    m_thread.setObjectName(QStringLiteral("sockets"));
    m_context.moveToThread(&m_thread);
    m_thread.start();
}

IoThread::~IoThread()
{
    // Posted like all else, so that everything before it is done.
    post([this] { m_thread.quit(); });
    m_thread.wait();
}

void IoThread::post(std::function<void()> task)
{
    QMetaObject::invokeMethod(&m_context, std::move(task), Qt::QueuedConnection);
}

} // namespace sockyard
