#include "netcore/sockets/socketfile.h"

#include "netcore/sockets/notemarks.h"

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::SocketFile", text);
}

constexpr int othersWrite = 0002;
constexpr int groupWrites = 0020;
constexpr int octal = 8;

QString shownPath(const SocketAddress &address)
{
    return QString::fromStdString(address.text());
}

/// Whether a socket is bound there; nothing where the system does not tell.
std::optional<bool> isBound(const SocketAddress &address)
{
#ifdef _WIN32
    constexpr auto type = native::Type::Stream; // it knows no other
#else
    // Where a stream is bound, this fails with EPROTOTYPE, and its server hears nothing of it.
    constexpr auto type = native::Type::Datagram;
#endif
    const auto handle = native::open(SocketAddress::Family::Local, type);
    if (!handle) {
        return std::nullopt;
    }
    const SystemError error = native::connect(handle.value, address);
    native::close(handle.value);
    if (error.isRefused()) {
        return false;
    }
    const bool isAnswered = !error || error.isInProgress() || error.isWouldBlock();
    // EPERM: of datagrams, one that is connected to somebody else.
    return isAnswered || error.name() == "EPROTOTYPE" || error.name() == "EPERM"
               ? std::optional(true)
               : std::nullopt;
}

} // namespace

SocketFileState socketFileState(const SocketAddress &address)
{
    if (address.isAbstract()) {
        return SocketFileState::InUse; // the name ends with the socket
    }
    const auto file = native::fileAt(address.path());
    if (!file) {
        return SocketFileState::Missing;
    }
    if (!file->isSocket) {
        return SocketFileState::NoSocket;
    }
    const auto bound = isBound(address);
    if (!bound) {
        return SocketFileState::Unknown;
    }
    if (*bound) {
        return SocketFileState::InUse;
    }
    return file->isOwn ? SocketFileState::Stale : SocketFileState::OfOther;
}

QString socketFileHint(const SocketAddress &address)
{
    const QString path = shownPath(address);
    switch (socketFileState(address)) {
    case SocketFileState::Missing:
        return tr("%1 is free by now: try again.").arg(path);
    case SocketFileState::NoSocket:
        return tr("what lies at %1 is no socket, and is not touched: choose another path.")
            .arg(path);
    case SocketFileState::InUse:
        return tr("%1 is in use: this program or another one has a socket bound to it. Stop that "
                  "program, or choose another path.")
            .arg(path);
    case SocketFileState::Stale:
        return tr("%1 was left behind: no program has a socket bound to it any more. Let a stale "
                  "socket file be replaced, or remove it.")
            .arg(path);
    case SocketFileState::OfOther:
        return tr("%1 was left behind: no program has a socket bound to it any more. It belongs to "
                  "another user, who has to remove it; or choose another path.")
            .arg(path);
    case SocketFileState::Unknown:
        break;
    }
    return tr("whether a program has a socket bound to %1 this user may not learn: choose another "
              "path.")
        .arg(path);
}

std::optional<int> fileModeIn(const QString &text)
{
    constexpr int most = 0777;
    bool isNumber = false;
    const int mode = text.trimmed().toInt(&isNumber, octal);
    return isNumber && mode >= 0 && mode <= most ? std::optional(mode) : std::nullopt;
}

QString badFileModeText(const QString &text)
{
    constexpr qsizetype mostShown = 40;
    return tr("\"%1\" are no permissions: three octal digits are, such as 600, 660 or 666.")
        .arg(text.left(mostShown));
}

QString whoCanConnect(int mode)
{
    if ((mode & othersWrite) != 0) {
        return tr("every user of this machine can connect");
    }
    return (mode & groupWrites) != 0 ? tr("this user and its group can connect")
                                     : tr("this user alone can connect");
}

SystemError SocketFile::bind(native::Handle handle, const SocketAddress &address,
                             const Options &options, const Journal &journal)
{
    m_path = address.path();
    m_isAbstract = address.isAbstract();
    m_file.reset();
    native::limitFileMode(handle, options.mode);
    SystemError error = native::bind(handle, address);
    if (error.isInUse() && options.replacesStale &&
        socketFileState(address) == SocketFileState::Stale && removeStale(journal)) {
        error = native::bind(handle, address);
    }
    return error || m_isAbstract ? error : note(options);
}

bool SocketFile::removeStale(const Journal &journal)
{
    const SystemError error = native::removeFile(m_path);
    if (error) {
        return false; // bind(2) has told that the path is taken, and the hint tells the rest
    }
    journal.write(EventKind::Note,
                  markedNote(staleMark, tr("a program that is gone had left this socket's file "
                                           "behind. It is removed, and made anew.")));
    return true;
}

SystemError SocketFile::note(const Options &options)
{
    m_file = native::fileAt(m_path);
    if (m_file && m_file->mode != options.mode) {
        // The umask has forbidden more, or the system could not be told before.
        if (const SystemError error = native::setFileMode(m_path, options.mode)) {
            return error;
        }
        m_file = native::fileAt(m_path);
    }
    return {};
}

QString SocketFile::words() const
{
    if (m_isAbstract) {
        return tr("a name without a file: every user of this machine can connect");
    }
    return m_file ? tr("file mode %1: %2")
                        .arg(QString::number(m_file->mode, octal), whoCanConnect(m_file->mode))
                  : QString();
}

void SocketFile::remove(const Journal &journal)
{
    if (!m_file) {
        return;
    }
    const auto there = native::fileAt(m_path);
    if (there && there->isSameAs(*m_file)) {
        if (const SystemError error = native::removeFile(m_path)) {
            journal.write(EventKind::Note, tr("the socket's file could not be removed: %1 (%2)")
                                               .arg(QString::fromStdString(error.name()),
                                                    QString::fromStdString(error.text())));
        }
    } else if (there) {
        journal.write(EventKind::Note,
                      tr("the file at this path is another one by now, and stays"));
    }
    m_file.reset();
}

} // namespace sockyard
