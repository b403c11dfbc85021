#pragma once

#include "netcore/endpoints/numberrange.h"

#include <QString>

#include <span>

namespace sockyard
{

/// A number that a person chose, and what it may be.
struct ChosenNumber {
    QString name;
    int value = 0;
    NumberRange range;
};

/// That the number of that name cannot be \a value, in words that begin with an error name.
QString outOfRangeText(const QString &name, int least, int most, int value);
/// The same of the first of \a numbers that is out of its range; empty where none is. Pure; any
/// thread.
QString outOfRangeText(std::span<const ChosenNumber> numbers);

} // namespace sockyard
