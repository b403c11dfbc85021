#include "widgets/views/cursormove.h"

#include <QKeyEvent>

#include <array>

namespace sockyard
{

std::optional<CursorMove> CursorMove::of(const QKeyEvent *event)
{
    struct Keys {
        QKeySequence::StandardKey moving;
        QKeySequence::StandardKey selecting;
        Unit unit;
        bool forward;
    };
    static constexpr std::array<Keys, 10> all = {{
        {QKeySequence::MoveToNextChar, QKeySequence::SelectNextChar, Unit::Character, true},
        {QKeySequence::MoveToPreviousChar, QKeySequence::SelectPreviousChar, Unit::Character,
         false},
        {QKeySequence::MoveToNextLine, QKeySequence::SelectNextLine, Unit::Line, true},
        {QKeySequence::MoveToPreviousLine, QKeySequence::SelectPreviousLine, Unit::Line, false},
        {QKeySequence::MoveToNextPage, QKeySequence::SelectNextPage, Unit::Page, true},
        {QKeySequence::MoveToPreviousPage, QKeySequence::SelectPreviousPage, Unit::Page, false},
        {QKeySequence::MoveToEndOfLine, QKeySequence::SelectEndOfLine, Unit::LineEnd, true},
        {QKeySequence::MoveToStartOfLine, QKeySequence::SelectStartOfLine, Unit::LineEnd, false},
        {QKeySequence::MoveToEndOfDocument, QKeySequence::SelectEndOfDocument, Unit::End, true},
        {QKeySequence::MoveToStartOfDocument, QKeySequence::SelectStartOfDocument, Unit::End,
         false},
    }};
    for (const Keys &keys : all) {
        const bool extends = event->matches(keys.selecting);
        if (extends || event->matches(keys.moving)) {
            return CursorMove{keys.unit, keys.forward, extends};
        }
    }
    return std::nullopt;
}

} // namespace sockyard
