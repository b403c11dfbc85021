#pragma once

#include "netcore/log/eventlog.h"

#include <map>
#include <optional>
#include <string>

namespace sockyard
{

/// The certificate that a client would not accept, folded from its log: what a person may choose to
/// accept from that peer. A value of one thread.
class PeerCertificate
{
public:
    struct Refused {
        std::string fingerprint; ///< SHA-256
        std::string why;         ///< the error name and the words of the failure
        std::string peer;        ///< an address and a port

        bool operator==(const Refused &) const = default;
    };

    void apply(const Event &event);

    /// The last that was refused since the endpoint began; nothing once a connection is secured.
    const std::optional<Refused> &refused() const { return m_refused; }

private:
    std::map<ConnectionId, std::string> m_shown; // while nothing is decided
    std::optional<Refused> m_refused;
};

} // namespace sockyard
