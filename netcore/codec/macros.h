#pragma once

#include "netcore/codec/escapes.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sockyard
{

/// What is wrong with a text with macros, and where: in bytes of the UTF-8 that was given.
struct MacroError {
    enum class What {
        BadEscape,        ///< see escape
        LonelyDollar,     ///< a dollar before something that begins no macro
        NotClosed,        ///< `${` without `}`
        UnknownMacro,     ///< no macro has that name
        UnknownForm,      ///< of the time
        BadCount,         ///< of random bytes: 1 … mostRandomBytes
        NeedlessArgument, ///< `${counter:…}`, `${peer:…}`
        NoMessage,        ///< `$0` where nothing was received
        NoSuchGroup,      ///< `$2` where the expression has fewer groups
    };

    What what = What::LonelyDollar;
    std::size_t position = 0;
    std::size_t length = 0;
    /// With BadEscape; its place is in the whole text.
    std::optional<EscapeError> escape = {};
};

/// A moment, and the clock on the wall at that moment.
struct WallTime {
    std::chrono::milliseconds since1970{0}; ///< UTC, without leap seconds
    std::chrono::minutes offset{0};         ///< of local time, east of UTC
};

/// Where macros get what stands in no text. One thread.
class MacroSources
{
public:
    MacroSources() = default;
    virtual ~MacroSources() = default;
    MacroSources(const MacroSources &) = delete;
    MacroSources &operator=(const MacroSources &) = delete;

    virtual WallTime now() = 0;
    /// The next of a row of numbers.
    virtual std::uint64_t nextCount() = 0;
    /// Fills all of \a bytes.
    virtual void fillRandom(std::span<std::byte> bytes) = 0;
};

/// What a text is filled with. Belongs to the caller.
struct MacroValues {
    ByteView message = {};                 ///< `$0`
    std::span<const ByteView> groups = {}; ///< `$1` is the first; what is missing is empty
    std::string_view peer = {};            ///< address and port
};

/// A text in escapes (see escapes.h) with macros, read once and filled as often as one likes:
///
///     $0                    the message that is answered
///     $1 … $9               what the groups of an expression found in it; one digit only
///     ${time}               local time by ISO 8601, 2026-11-21T12:00:01.204+09:00
///     ${time:utc}           the same moment in UTC, 2026-11-21T03:00:01.204Z
///     ${time:unix}          seconds since 1970 UTC
///     ${time:unix-ms}       milliseconds since 1970 UTC
///     ${counter}            the next number; the same wherever it stands in one text
///     ${random:N}           N random bytes, 1 … 65536
///     ${peer}               address and port of the peer
///     $$                    a dollar
///
/// Nothing is guessed: any other dollar is an error. What is filled in is not read again, so
/// nothing that came from the network is a macro or an escape. A value; any thread may fill it.
class MacroText
{
public:
    static constexpr std::size_t mostRandomBytes = 65536;
    /// No filled text is longer.
    static constexpr std::size_t mostBytes = 1024U * 1024;
    /// For parse(): there is no message to be answered.
    static constexpr int noMessage = -1;

    struct Filled {
        std::string bytes;
        bool isCut = false; ///< there was more than mostBytes
    };

    /// \a groups says how many groups the expression has, or noMessage. Nothing where the text is
    /// wrong; \a error then says how.
    static std::optional<MacroText> parse(std::string_view text, int groups, MacroError *error);

    /// The clock is read, and the counter counted, at most once, and only where they are asked for.
    Filled fill(const MacroValues &values, MacroSources &sources) const;

    /// It has no macro, so that it is filled with the same bytes each time.
    bool isFixed() const;
    /// The filled text has at least so many bytes: those that are the same each time, and the
    /// random ones.
    std::size_t leastBytes() const;

private:
    class Reader;

    enum class Kind {
        Bytes,
        Message,
        Group,
        LocalTime,
        UtcTime,
        UnixTime,
        UnixMilliseconds,
        Counter,
        Random,
        Peer
    };

    struct Part {
        Kind kind = Kind::Bytes;
        std::size_t number = 0; // of a group, from 1; of random bytes
        std::string bytes = {};
    };

    MacroText() = default;
    std::vector<Part> m_parts;
};

} // namespace sockyard
