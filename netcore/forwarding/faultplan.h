#pragma once

#include "netcore/forwarding/faultkind.h"

#include <QStringList>

#include <array>
#include <cstdint>
#include <variant>

namespace sockyard
{

/// Which way a forwarder carries something.
enum class ForwardDirection { ToTarget, ToClient };

inline constexpr std::array directions = {ForwardDirection::ToTarget, ForwardDirection::ToClient};

/// `to-target`
QString directionName(ForwardDirection direction);
/// `to the target`
QString directionText(ForwardDirection direction);

/// The faults of one direction. A value.
class Faults
{
public:
    /// 0 where there is no such fault.
    int value(FaultKind kind) const { return m_values[static_cast<std::size_t>(kind)]; }
    /// \a value as its row has it.
    void set(FaultKind kind, int value) { m_values[static_cast<std::size_t>(kind)] = value; }
    bool isNone() const { return *this == Faults(); }
    /// How many kinds there are of \a what.
    int count(FaultRow::Of what) const;
    /// `delay 200 ms, pieces 1 B`; empty where there is none.
    QString text() const;

    bool operator==(const Faults &) const = default;

private:
    std::array<int, faultKindCount> m_values = {};
};

/// The faults of both directions. A value.
struct FaultPlan {
    Faults toTarget = {};
    Faults toClient = {};
    /// What goes by chance repeats where this and what is carried are the same.
    std::uint64_t seed = 1;

    const Faults &of(ForwardDirection direction) const
    {
        return direction == ForwardDirection::ToTarget ? toTarget : toClient;
    }
    Faults &of(ForwardDirection direction)
    {
        return direction == ForwardDirection::ToTarget ? toTarget : toClient;
    }
    bool isNone() const { return toTarget.isNone() && toClient.isNone(); }

    bool operator==(const FaultPlan &) const = default;
};

/// One fault as it is written.
struct FaultSetting {
    ForwardDirection direction = ForwardDirection::ToTarget;
    FaultKind kind = FaultKind::Delay;
    int value = 0;

    bool operator==(const FaultSetting &) const = default;
};

/// Reads `DIRECTION:KIND=VALUE`, as in `to-target:delay=200`; a switch is `on` or `off`. Otherwise
/// what is wrong, in a sentence. Pure; any thread.
std::variant<FaultSetting, QString> faultIn(const QString &text);
/// What is there as faultIn() reads it, one by one.
QStringList faultTexts(const FaultPlan &plan);

} // namespace sockyard
