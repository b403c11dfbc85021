#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace sockyard
{

/// What a look at one thing came to.
enum class FindingSign {
    Ok,
    Fault,   ///< because of this, others are not heard
    Warning, ///< this may be why, or part of it
    Busy,    ///< the look is not over
    Unknown, ///< it cannot be told
};

inline constexpr int findingSignCount = static_cast<int>(FindingSign::Unknown) + 1;

/// What the multicast doctor looks at, in the order in which one reads it.
enum class DoctorCheck {
    Socket,     ///< is there one, and where is it bound
    Membership, ///< does the interface take the group
    Interface,  ///< is it up, and has it what multicast needs
    Route,      ///< is there a way to the group
    Probe,      ///< does a datagram to the group come back
    Hosts,      ///< has another host been heard
    Port,       ///< who else is on it
    Family,     ///< does somebody talk on the course's other group
    Scope,      ///< how far does a message get
    Firewall,   ///< does something on the way drop it
};

inline constexpr int doctorCheckCount = static_cast<int>(DoctorCheck::Firewall) + 1;

/// One thing that the multicast doctor found, as the log keeps it behind the doctorMark (see
/// netcore/sockets/notemarks.h): `fault membership eth0: …`. Signs and checks are words that no
/// language changes; the sentence is a person's. A value.
struct Finding {
    FindingSign sign = FindingSign::Unknown;
    DoctorCheck check = DoctorCheck::Socket;
    QString interfaceName; ///< that it is about; empty where it is about the whole
    QString sentence;

    QString text() const;
    /// The other way round; nothing for a text of any other form. What is in it may come from a
    /// file: name and sentence are made visible, and cut with a sign.
    static std::optional<Finding> fromText(std::string_view text);

    /// A later finding about the same replaces an earlier one.
    bool isAboutTheSameAs(const Finding &other) const
    {
        return check == other.check && interfaceName == other.interfaceName;
    }

    friend bool operator==(const Finding &, const Finding &) = default;
};

/// What stands behind the mark in place of a finding, when an examination begins and ends.
inline constexpr std::string_view examinationBegins = "begin";
inline constexpr std::string_view examinationEnds = "end";

} // namespace sockyard
