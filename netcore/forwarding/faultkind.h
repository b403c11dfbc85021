#pragma once

#include <QString>

#include <span>

namespace sockyard
{

/// What can be done, on purpose, to what a forwarder carries in one direction.
enum class FaultKind {
    Delay,       ///< milliseconds
    Jitter,      ///< milliseconds at most, by chance, on top of Delay
    Rate,        ///< bytes a second
    Pieces,      ///< bytes at most that are sent at a time
    Merge,       ///< milliseconds in which what comes is put together
    Stop,        ///< 1: nothing is received
    FinishAfter, ///< bytes, and then FIN
    ResetAfter,  ///< bytes, and then RST
    Corrupt,     ///< one byte in so many is changed
    Drop,        ///< percent of datagrams
    Duplicate,   ///< percent of datagrams
    Reorder,     ///< percent of datagrams
};

inline constexpr int faultKindCount = static_cast<int>(FaultKind::Reorder) + 1;

/// One kind of fault as it is offered. Its value is 0 (none) to `most`.
struct FaultRow {
    enum class Of { Both, Streams, Datagrams };

    FaultKind kind;
    const char *key;         ///< in words, in kebab case
    const char *title;       ///< to be translated
    const char *description; ///< one or two sentences; to be translated
    const char *unit;        ///< behind the number; to be translated, or empty
    int most;
    Of of;

    /// Off or on, and nothing else.
    bool isSwitch() const { return most == 1; }
    bool holds(int value) const { return value >= 0 && value <= most; }
    bool isFor(Of what) const { return of == Of::Both || of == what; }
    QString titleText() const;
    QString descriptionText() const;
    QString unitText() const;
    /// `200 ms`, `on`
    QString valueText(int value) const;
};

/// All of them, in the order in which they are offered.
std::span<const FaultRow> faultRows();
const FaultRow &faultRow(FaultKind kind);

} // namespace sockyard
