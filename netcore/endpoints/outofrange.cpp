#include "netcore/endpoints/outofrange.h"

#include "netcore/sockets/explain.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

QString outOfRangeText(const QString &name, int least, int most, int value)
{
    return refusal(
        QCoreApplication::translate("sockyard::OutOfRange", "the %1 can be %2 to %3, and not %4.")
            .arg(name)
            .arg(least)
            .arg(most)
            .arg(value));
}

QString outOfRangeText(std::span<const ChosenNumber> numbers)
{
    const auto found = std::find_if(numbers.begin(), numbers.end(), [](const ChosenNumber &number) {
        return !number.range.holds(number.value);
    });
    return found == numbers.end()
               ? QString()
               : outOfRangeText(found->name, found->range.least, found->range.most, found->value);
}

} // namespace sockyard
