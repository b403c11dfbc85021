#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace sockyard
{

/// What an event means, in plain words for a person: a value. Nothing in it is markup; what others
/// chose (addresses, notes) has been made visible.
struct Explanation {
    /// Who brought it about.
    enum class Side {
        ThisSide, ///< this program, or the person who uses it
        Peer,
        Network, ///< something on the way
        System,  ///< the operating system of this machine
        Nobody,  ///< it is in order, or cannot be told
    };

    QString title;
    QString whatHappened;
    Side side = Side::Nobody;
    QString whoDidIt;
    QStringList causes;
    QStringList nextSteps;
    /// What this machine knew beyond the error when it happened; often empty.
    QString hint;
    /// The system's name for the error, such as `ECONNREFUSED`, and the number that this system has
    /// for it. Nothing where the event is no error of a call.
    QString errorName;
    std::optional<int> errorNumber;
    /// Where one reads on: `connect(2)`, a section of an RFC.
    QString standard;

    /// `ECONNREFUSED, error 111 on this system`; empty where there is no error.
    QString errorText() const;
};

/// `the peer`, `this side`, `nobody`, …
QString sideText(Explanation::Side side);

} // namespace sockyard
