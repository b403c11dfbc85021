#pragma once

#include <optional>

class QKeyEvent;

namespace sockyard
{

/// A key's way through bytes or text: one character, line or page, or to one end of something. With
/// the platform's keys.
struct CursorMove {
    enum class Unit { Character, Line, Page, LineEnd, End };
    Unit unit = Unit::Character;
    bool forward = true;
    bool extends = false; ///< the selection goes along

    /// The move of a key, or nothing.
    static std::optional<CursorMove> of(const QKeyEvent *event);
};

} // namespace sockyard
