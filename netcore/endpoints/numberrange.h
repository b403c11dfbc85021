#pragma once

namespace sockyard
{

/// What a number that a person chooses may be.
struct NumberRange {
    int least = 0;
    int most = 0;
    int usual = 0;

    bool holds(int number) const { return number >= least && number <= most; }
};

} // namespace sockyard
