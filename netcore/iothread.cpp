#include "netcore/iothread.h"

#include "netcore/log/logstore.h"

#include <utility>

namespace sockyard
{

IoThread::IoThread()
    : IoThread(std::make_shared<LogStore>(LogStore::Limits()))
{
}

IoThread::IoThread(std::shared_ptr<LogStore> store)
    : m_store(std::move(store))
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
