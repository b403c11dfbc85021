#pragma once

#include "netcore/sockets/interfacedetails.h"

#include <QList>
#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>

namespace sockyard
{

/// What happened to a network interface, in words, as a note with the interfaceMark tells it. A
/// value.
struct InterfaceChange {
    /// What its note begins with.
    enum class Sign : std::uint8_t {
        There,   ///< `=`: nothing happened, it was there at the beginning
        Added,   ///< `+`: it came, went up, or has an address more
        Removed, ///< `-`
        Changed, ///< `~`
    };

    Sign sign = Sign::Changed;
    QString interfaceName;
    QString sentence;

    /// `+ eth0: the address 10.0.0.1/24 was added`, which fromText() reads.
    QString text() const;
    /// Inert, whatever was in \a text; nothing where it is none.
    static std::optional<InterfaceChange> fromText(std::string_view text);

    /// The character of the sign.
    static QChar characterOf(Sign sign);

    friend bool operator==(const InterfaceChange &, const InterfaceChange &) = default;
};

/// That an interface is there, and what it is like.
InterfaceChange presenceOf(const InterfaceDetails &interface);

/// What happened between two looks, interface by interface. One that was given another name is
/// known by its index. A pure function.
QList<InterfaceChange> changesBetween(const QList<InterfaceDetails> &before,
                                      const QList<InterfaceDetails> &now);

} // namespace sockyard
