#include "netcore/endpoints/pathmtuwatch.h"

#include "netcore/sockets/notemarks.h"

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto lookInterval = 1s;

} // namespace

PathMtuWatch::PathMtuWatch(Journal journal, Source source, QObject *parent)
    : QObject(parent)
    , m_journal(std::move(journal))
    , m_source(std::move(source))
{
    m_second.setInterval(lookInterval);
    connect(&m_second, &QTimer::timeout, this, &PathMtuWatch::look);
    m_second.start();
    look();
}

void PathMtuWatch::look()
{
    const auto now = m_source();
    if (now && now != m_told) {
        m_journal.write(EventKind::Note, markedNote(pathMtuMark, now->text()));
        m_told = now;
    }
}

} // namespace sockyard
