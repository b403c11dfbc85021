#pragma once

#include "netcore/messages/message.h"
#include "netcore/responders/replyoption.h"
#include "netcore/sockets/place.h"

#include <QList>
#include <QString>

#include <variant>

// What a page is set to do, as far as a program can do the same: judged, so that each of these can
// be written. Values; any thread.
namespace sockyard
{

/// Which addresses are meant.
enum class CodeFamily { Any, Ipv4, Ipv6 };

/// Where a stream listens or is connected to.
struct CodePlace {
    Transport transport = Transport::Tcp;
    QString host = {};
    int port = 0;
    /// Of a local socket; see Place.
    QString path = {};

    bool operator==(const CodePlace &) const = default;
};

/// What TLS needs to know. Files that are not named are those of a name that the program's comments
/// give, in the folder where it runs.
struct CodeTls {
    /// For whom the certificate has to be; empty: the host.
    QString serverName = {};
    /// Certificates that are trusted besides the system's.
    QString trustFile = {};
    /// The own one, and its key; a client may have none.
    QString certificateFile = {};
    QString keyFile = {};
    /// Nothing older than TLS 1.3 is spoken.
    bool onlyNewest = false;
    /// Something else was chosen that programs do not do.
    bool wantsMore = false;
    /// Whether a client judges the server's certificate.
    bool verifies = true;

    bool operator==(const CodeTls &) const = default;
};

/// A reply, by its name in the registry of responders.
struct CodeReply {
    QString name = QStringLiteral("none");
    ReplyOptions options = {};

    bool operator==(const CodeReply &) const = default;
};

/// A server of streams.
struct StreamServerCode {
    CodePlace place = {};
    /// Any: of `*`, both families.
    CodeFamily family = CodeFamily::Ipv4;
    CodeTls tls = {};
    CodeReply reply = {};
    bool oneAtATime = false;
    int backlog = 0;
    int readSize = 0;
    /// The rest is usual where it is not set; a program says that it does not do it.
    bool limitsClients = false;
    bool limitsIdleness = false;
    bool delaysAnswers = false;

    bool operator==(const StreamServerCode &) const = default;
};

/// A client of streams.
struct StreamClientCode {
    CodePlace place = {};
    CodeFamily family = CodeFamily::Any;
    CodeTls tls = {};
    /// Where it connects from; empty and 0: the system's choice.
    QString sourceHost = {};
    int sourcePort = 0;
    QList<Message> messages = {};
    /// Says that no more will come, after the messages.
    bool finishes = false;
    /// Milliseconds; 0: no limit. See TcpClientSettings.
    int connectTimeout = 0;
    int responseTimeout = 0;
    int exchangeTimeout = 0;
    bool hasManyConnections = false;
    bool triesAgain = false;
    bool setsOptions = false;

    bool operator==(const StreamClientCode &) const = default;
};

/// A member of a multicast group.
struct ChatCode {
    QString group = {};
    CodeFamily family = CodeFamily::Ipv4;
    int port = 0;
    /// A name, or empty: the system's choice.
    QString interface = {};
    bool onAllInterfaces = false;
    int hops = 1;
    bool loopBack = true;
    QString name = {};
    /// A name of chatWires().
    QString wire = {};
    /// What is said; empty: nothing.
    QString text = {};
    bool hasBot = false;

    bool operator==(const ChatCode &) const = default;
};

/// A socket for datagrams.
struct DatagramCode {
    QString host = {};
    /// Any: of `*`, both families.
    CodeFamily family = CodeFamily::Ipv4;
    int port = 0;
    bool shared = false;
    bool broadcast = false;
    bool connected = false;
    /// Whom it sends to; empty: nobody.
    QString peerHost = {};
    int peerPort = 0;
    QList<Message> messages = {};
    CodeReply reply = {};
    int readSize = 0;

    bool operator==(const DatagramCode &) const = default;
};

/// What listens in one place and connects to another.
struct ForwarderCode {
    CodePlace listen = {};
    CodeFamily family = CodeFamily::Ipv4;
    CodePlace target = {};
    bool hasFaults = false;

    bool operator==(const ForwarderCode &) const = default;
};

/// The same of datagrams: each peer here has a socket of its own toward the target.
struct DatagramForwarderCode {
    QString host = {};
    CodeFamily family = CodeFamily::Ipv4;
    int port = 0;
    QString targetHost = {};
    int targetPort = 0;
    bool hasFaults = false;

    bool operator==(const DatagramForwarderCode &) const = default;
};

/// What tells of this machine's interfaces.
struct InterfacesCode {
    bool operator==(const InterfacesCode &) const = default;
};

using CodeRequest = std::variant<StreamServerCode, StreamClientCode, ChatCode, DatagramCode,
                                 ForwarderCode, DatagramForwarderCode, InterfacesCode>;

} // namespace sockyard
