#include "netcore/projections/peercertificate.h"

#include "netcore/projections/errorname.h"
#include "netcore/sockets/notemarks.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

using namespace std::string_view_literals;

constexpr std::size_t fingerprintLength = 95; // 32 numbers of two digits, and colons

// What this side found out by itself. Where the peer refuses, accepting it helps nobody.
constexpr std::array acceptable = {
    "TLS_CERTIFICATE_EXPIRED"sv, "TLS_CERTIFICATE_NOT_YET_VALID"sv,
    "TLS_WRONG_NAME"sv,          "TLS_SELF_SIGNED"sv,
    "TLS_UNKNOWN_ISSUER"sv,      "TLS_CERTIFICATE_REVOKED"sv,
    "TLS_WEAK_CERTIFICATE"sv,    "TLS_WRONG_PURPOSE"sv,
    "TLS_CERTIFICATE_INVALID"sv,
};

bool isAcceptable(std::string_view error)
{
    return std::find(acceptable.begin(), acceptable.end(), error) != acceptable.end();
}

} // namespace

void PeerCertificate::apply(const Event &event)
{
    switch (event.kind()) {
    case EventKind::Connecting:
        if (event.connection() == 0) {
            m_shown.clear();
            m_refused.reset();
        }
        break;
    case EventKind::Note:
        if (event.note().starts_with(peerCertificateMark)) {
            // The first is the peer's own; emplace() leaves it.
            m_shown.emplace(event.connection(),
                            event.note().substr(peerCertificateMark.size(), fingerprintLength));
        }
        break;
    case EventKind::Secured:
        m_shown.erase(event.connection());
        m_refused.reset();
        break;
    case EventKind::Failed: {
        const auto shown = m_shown.find(event.connection());
        if (shown != m_shown.end() && isAcceptable(errorNameIn(event.note()))) {
            m_refused =
                Refused{shown->second, std::string(event.note()), std::string(event.peer())};
        }
        break;
    }
    case EventKind::Closed:
        m_shown.erase(event.connection());
        break;
    default:
        break;
    }
}

} // namespace sockyard
