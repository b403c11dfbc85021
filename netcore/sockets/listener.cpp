#include "netcore/sockets/listener.h"

#include "netcore/sockets/hints.h"
#include "netcore/sockets/notemarks.h"

#include <QSocketNotifier>

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Hands on that many before the loop looks at anything else.
constexpr int mostPerTurn = 256;
// A listener that is out of descriptors, or that fails each time, stays readable: without a pause
// it would spin.
constexpr auto pauseAfterFailure = 250ms;
constexpr int mostFailuresInARow = 4;

} // namespace

Listener::Listener(Journal journal, QObject *parent)
    : QObject(parent)
    , m_journal(std::move(journal))
{
    m_recovery.setSingleShot(true);
    m_recovery.setInterval(pauseAfterFailure);
    connect(&m_recovery, &QTimer::timeout, this, &Listener::updateWatching);
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &Listener::acceptWaiting);
}

Listener::~Listener()
{
    m_readable.reset();
    dropTaken();
    if (m_handle != native::noHandle) {
        m_file.remove(m_journal);
        native::close(m_handle);
    }
}

bool Listener::fail(Call call, SystemError error)
{
    m_error = error;
    m_journal.failed(call, error);
    if (error.isInUse()) {
        const QString hint = bindHint(m_address);
        if (!hint.isEmpty()) {
            m_journal.write(EventKind::Note, markedNote(hintMark, hint));
        }
    }
    close();
    return false;
}

bool Listener::listen(const SocketAddress &address, const Options &options)
{
    Q_ASSERT(!isListening());
    m_address = address;
    m_journal.setLocal(address);
    const auto handle = native::open(address.family(), options.type);
    if (!handle) {
        return fail(Call::Socket, handle.error);
    }
    m_handle = handle.value;
    m_journal.created(address.family(), native::nameOf(options.type), m_handle);
    native::setUrgentInline(m_handle);
    if (address.family() != SocketAddress::Family::Local) {
        if (const SystemError error = native::setReclaimable(m_handle)) {
            return fail(Call::SetOption, error);
        }
    }
    if (address.family() == SocketAddress::Family::Ipv6) {
        if (const SystemError error =
                native::setIpv6Only(m_handle, options.families == Families::One)) {
            return fail(Call::SetOption, error);
        }
    }
    if (const SystemError error = bind(address, options)) {
        return fail(Call::Bind, error);
    }
    m_address = native::localAddress(m_handle);
    m_journal.setLocal(m_address);
    m_journal.write(EventKind::Bound, boundWords(options));
    if (const SystemError error = native::listen(m_handle, options.backlog)) {
        return fail(Call::Listen, error);
    }
    m_journal.write(EventKind::Listening, QStringLiteral("listen backlog %1").arg(options.backlog));
    m_readable = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &Listener::acceptWaiting);
    updateWatching();
    return true;
}

SystemError Listener::bind(const SocketAddress &address, const Options &options)
{
    return address.family() == SocketAddress::Family::Local
               ? m_file.bind(m_handle, address, options.file, m_journal)
               : native::bind(m_handle, address);
}

QString Listener::boundWords(const Options &options) const
{
    if (m_address.family() == SocketAddress::Family::Local) {
        return m_file.words();
    }
    return options.families == Families::Both
               ? tr("IPv6 and IPv4; IPv4 clients appear as ::ffff:a.b.c.d")
               : QString();
}

void Listener::acceptWaiting()
{
    takeWaiting();
    for (int handed = 0; handed < mostPerTurn && !m_taken.empty() && mayAccept(); ++handed) {
        const native::Handle handle = m_taken.front();
        m_taken.pop_front();
        Q_EMIT accepted(handle); // whoever gets it may have had enough, or close this
        if (m_taken.empty()) {
            takeWaiting();
        }
    }
    updateWatching();
}

void Listener::takeWaiting()
{
    int failures = 0;
    while (m_taken.size() < m_mostTaken) {
        updateWatching();
        if (!m_readable || !m_readable->isEnabled()) {
            return;
        }
        const auto handle = native::accept(m_handle);
        if (handle) {
            failures = 0;
            endShortage();
            m_taken.push_back(handle.value);
            continue;
        }
        if (handle.error.isWouldBlock()) {
            return;
        }
        if (handle.error.isShortage()) {
            if (!m_short) {
                m_short = true;
                m_journal.failed(Call::Accept, handle.error);
            }
            m_recovery.start();
            updateWatching();
            return;
        }
        // What befell one client (ECONNABORTED, EPROTO, a signal, …) says nothing about the next.
        if (!handle.error.isInterrupted() && !handle.error.isReset()) {
            m_journal.failed(Call::Accept, handle.error);
            if (++failures == mostFailuresInARow) {
                m_recovery.start();
            }
        }
    }
}

void Listener::dropTaken()
{
    // As the system does with those that wait when a listening socket is closed.
    for (const native::Handle handle : std::exchange(m_taken, {})) {
        native::abort(handle);
    }
}

bool Listener::mayAccept() const
{
    return m_accepting && m_journal.log().hasRoom();
}

void Listener::endShortage()
{
    if (std::exchange(m_short, false)) {
        m_journal.write(EventKind::Note, tr("clients are accepted again"));
    }
}

void Listener::updateWatching()
{
    const bool on = mayAccept() && !m_recovery.isActive();
    if (m_readable && m_readable->isEnabled() != on) {
        m_readable->setEnabled(on);
    }
    if (!m_taken.empty() && mayAccept() && !m_turn.isActive()) {
        m_turn.start();
    }
}

void Listener::setAccepting(bool on)
{
    m_accepting = on;
    updateWatching();
}

void Listener::resume()
{
    updateWatching();
}

void Listener::close()
{
    m_recovery.stop();
    m_turn.stop();
    m_short = false;
    dropTaken();
    if (m_readable) {
        m_readable->setEnabled(false);
        m_readable.release()->deleteLater(); // it may be the one that is calling us
    }
    if (m_handle != native::noHandle) {
        m_file.remove(m_journal); // first, or a client could find a file that leads nowhere
        native::close(std::exchange(m_handle, native::noHandle));
        m_journal.write(EventKind::Closed);
    }
    m_address = {};
}

} // namespace sockyard
