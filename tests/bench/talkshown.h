#pragma once

#include <cstdint>

namespace sockyard
{
class Page;
}

namespace sockyard::bench
{

/// What of a talk the page of the chat shows. All 0 for other pages.
struct TalkShown {
    std::uint64_t people = 0;   ///< rows of the roster
    std::uint64_t said = 0;     ///< messages that it counts for them, together
    std::uint64_t lines = 0;    ///< rows of the conversation
    std::uint64_t folded = 0;   ///< messages that stand in rows for many
    std::uint64_t readable = 0; ///< rows of `somebody` that can be read, see flood() in loads.h
};

TalkShown talkShownBy(const Page &page);

} // namespace sockyard::bench
