#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/sockets/nativefile.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <string>

namespace sockyard
{

/// What is at the path where a local socket is to be bound.
enum class SocketFileState {
    Missing,
    NoSocket, ///< a file of another kind
    InUse,    ///< a program has a socket bound to it
    Stale,    ///< a socket's file that a program left behind: no socket is bound to it any more
    OfOther,  ///< the same, but it belongs to another user
    Unknown,  ///< the system does not tell whether a socket is bound to it
};

/// Looks at the path, and asks the system whether a socket is bound to it: by an attempt to connect
/// that can never succeed with a stream, so that no server is disturbed. A name in the abstract
/// namespace is InUse. Nothing waits; any thread.
SocketFileState socketFileState(const SocketAddress &address);

/// What to do about a path at which bind(2) found something, in one sentence: a hint (hints.h).
QString socketFileHint(const SocketAddress &address);

/// Permissions in octal digits, as chmod(1) has them: 0 … 777; or nothing.
std::optional<int> fileModeIn(const QString &text);
/// The words for what that does not take.
QString badFileModeText(const QString &text);

/// Who can connect to a local socket whose file has these permissions, in a few words. Of what the
/// folder permits it says nothing.
QString whoCanConnect(int mode);

/// The file by which a local socket is found. bind(2) makes it, and nobody but its owner takes it
/// away again: it outlives the socket, and then no other can be bound there. A value of one socket,
/// on whose thread it lives.
class SocketFile
{
    Q_DECLARE_TR_FUNCTIONS(sockyard::SocketFile)

public:
    struct Options {
        /// The permissions of the file: whoever may write to it can connect.
        int mode = 0600;
        /// A file that is Stale is removed, and told. No other ever is.
        bool replacesStale = true;
    };

    /// bind(2) of a local socket. The file is never more open than asked for, but on systems that
    /// do not let one say so before bind(2): there until this function returns. A name in the
    /// abstract namespace makes no file.
    SystemError bind(native::Handle handle, const SocketAddress &address, const Options &options,
                     const Journal &journal);
    /// Removes the file, if it is still the one that bind() made.
    void remove(const Journal &journal);
    /// `file mode 600: this user alone can connect`; of an abstract name who can. Empty before
    /// bind().
    QString words() const;

private:
    bool removeStale(const Journal &journal);
    SystemError note(const Options &options);

    std::string m_path;
    std::optional<native::FileIdentity> m_file;
    bool m_isAbstract = false;
};

} // namespace sockyard
