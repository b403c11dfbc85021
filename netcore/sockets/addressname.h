#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace sockyard
{

/// What was found when an address was looked up, as a note with the addressNameMark tells it. A
/// value.
struct AddressName {
    QString address;
    bool hasName = false;
    QString words; ///< the name, or why there is none

    /// `192.168.1.5 = host.example`, or `192.168.1.5 ! no name is known for it`.
    QString text() const;
    /// Inert, whatever was in \a text; nothing where it is none.
    static std::optional<AddressName> fromText(std::string_view text);
};

} // namespace sockyard
