#pragma once

#include "netcore/log/event.h"

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace sockyard
{

/// One item of a list that Python has pickled. A view of the pickle.
struct PickledItem {
    enum class Kind : std::uint8_t {
        Text,  ///< str, in UTF-8 if the writer was kind
        Bytes, ///< bytes
    };

    Kind kind = Kind::Text;
    std::string_view bytes;

    friend bool operator==(const PickledItem &, const PickledItem &) = default;
};

/// A list of strings and byte strings, flat and short.
using PickledList = std::vector<PickledItem>;

/// So many items may a list have, to be written or read here.
inline constexpr std::size_t mostPickledItems = 8;

/// Why bytes are not taken for the pickle of such a list.
struct PickleFault {
    enum class What : std::uint8_t {
        NoPickle,        ///< they do not begin as one
        OldProtocol,     ///< 0, 1 or 2 (number), which writes bytes as a call of a function
        UnknownProtocol, ///< newer than 5 (number)
        Builds,          ///< an opcode that asks for something to be found, built or called
        OtherData,       ///< an opcode for data that is no list, string or byte string
        UnknownOpcode,   ///< a byte (number) that Python has no opcode for
        EndsEarly,       ///< before its STOP
        BeyondEnd,       ///< a length (number) that is more than the bytes that are left
        NotRemembered,   ///< it asks for an object that it has not put into its memo (number)
        DoesNotFit,      ///< an opcode for which the stack does not hold what it works on
        NotFlat,         ///< a list within a list, or a second one
        NoList,          ///< what it stands for is no list
        TooMuch,         ///< more of anything than a short list needs
    };

    What what = What::NoPickle;
    std::size_t position = 0;     ///< of the opcode, in bytes
    std::string_view opcode = {}; ///< the name that Python gives it; a static text
    std::uint64_t number = 0;     ///< what the number is, each What says

    friend bool operator==(const PickleFault &, const PickleFault &) = default;
};

/// What came of reading a pickle.
using PickleReading = std::variant<PickledList, PickleFault>;

} // namespace sockyard
