#include "netcore/forwarding/faultplan.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace sockyard
{

namespace
{

// Of what was typed wrongly, as much as a message can show.
constexpr qsizetype mostShown = 100;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Fault", text);
}

std::optional<ForwardDirection> directionOf(const QString &name)
{
    for (const ForwardDirection direction : directions) {
        if (name == directionName(direction)) {
            return direction;
        }
    }
    return std::nullopt;
}

std::optional<int> valueOf(const FaultRow &row, const QString &text)
{
    if (row.isSwitch() && text == QLatin1StringView("on")) {
        return 1;
    }
    if (row.isSwitch() && text == QLatin1StringView("off")) {
        return 0;
    }
    bool isNumber = false;
    const int value = text.toInt(&isNumber);
    return isNumber && row.holds(value) ? std::optional(value) : std::nullopt;
}

QString kindNames()
{
    QStringList names;
    for (const FaultRow &row : faultRows()) {
        names.append(QString::fromLatin1(row.key));
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

QString directionName(ForwardDirection direction)
{
    return direction == ForwardDirection::ToTarget ? QStringLiteral("to-target")
                                                   : QStringLiteral("to-client");
}

QString directionText(ForwardDirection direction)
{
    return direction == ForwardDirection::ToTarget ? tr("to the target") : tr("to the client");
}

int Faults::count(FaultRow::Of what) const
{
    const auto rows = faultRows();
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [this, what](const FaultRow &row) {
            return row.isFor(what) && value(row.kind) != 0;
        }));
}

QString Faults::text() const
{
    QStringList texts;
    for (const FaultRow &row : faultRows()) {
        if (value(row.kind) != 0) {
            texts.append(row.isSwitch()
                             ? row.titleText().toLower()
                             : QStringLiteral("%1 %2").arg(row.titleText().toLower(),
                                                           row.valueText(value(row.kind))));
        }
    }
    return texts.join(QStringLiteral(", "));
}

std::variant<FaultSetting, QString> faultIn(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const qsizetype equals = text.indexOf(u'=');
    if (colon < 0 || equals < colon) {
        return tr("\"%1\" is no fault: it is written as DIRECTION:KIND=VALUE, such as "
                  "to-target:delay=200.")
            .arg(text.left(mostShown));
    }
    const auto direction = directionOf(text.left(colon));
    if (!direction) {
        return tr("\"%1\" is no direction: there are to-target and to-client.")
            .arg(text.left(colon).left(mostShown));
    }
    const QString key = text.mid(colon + 1, equals - colon - 1);
    const auto rows = faultRows();
    const auto row = std::find_if(rows.begin(), rows.end(), [&key](const FaultRow &one) {
        return key == QLatin1StringView(one.key);
    });
    if (row == rows.end()) {
        return tr("\"%1\" is no kind of fault. There are %2.")
            .arg(key.left(mostShown), kindNames());
    }
    const QString typed = text.mid(equals + 1);
    const auto value = valueOf(*row, typed);
    if (!value) {
        return row->isSwitch()
                   ? tr("%1 can be on or off, and not \"%2\".").arg(key, typed.left(mostShown))
                   : tr("%1 can be 0 (none) to %2, and not \"%3\".")
                         .arg(key, QString::number(row->most), typed.left(mostShown));
    }
    return FaultSetting{*direction, row->kind, *value};
}

QStringList faultTexts(const FaultPlan &plan)
{
    QStringList texts;
    for (const ForwardDirection direction : directions) {
        for (const FaultRow &row : faultRows()) {
            const int value = plan.of(direction).value(row.kind);
            if (value != 0) {
                texts.append(
                    QStringLiteral("%1:%2=%3")
                        .arg(directionName(direction), QString::fromLatin1(row.key),
                             row.isSwitch() ? QStringLiteral("on") : QString::number(value)));
            }
        }
    }
    return texts;
}

} // namespace sockyard
