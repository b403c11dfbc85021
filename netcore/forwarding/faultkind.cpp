#include "netcore/forwarding/faultkind.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

using Of = FaultRow::Of;

constexpr int longestTime = 3600 * 1000;
constexpr int mostBytes = 2000000000;
constexpr int everything = 100; // percent

// THE list of faults.
constexpr auto rows = std::to_array<FaultRow>({
    {FaultKind::Delay, "delay", QT_TRANSLATE_NOOP("sockyard::Fault", "Delay"),
     QT_TRANSLATE_NOOP("sockyard::Fault", "So much later everything goes on, as on a long way."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "ms"), longestTime, Of::Both},
    {FaultKind::Jitter, "jitter", QT_TRANSLATE_NOOP("sockyard::Fault", "Jitter"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "Up to so much is added to the delay, by chance. A stream keeps its order; "
                       "datagrams may overtake each other."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "ms"), longestTime, Of::Both},
    {FaultKind::Rate, "rate", QT_TRANSLATE_NOOP("sockyard::Fault", "Rate"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "So many bytes a second go on, as on a thin line. The sender is slowed down "
                       "by TCP's own flow control; datagrams that find no room are lost."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "B/s"), mostBytes, Of::Both},
    {FaultKind::Pieces, "pieces", QT_TRANSLATE_NOOP("sockyard::Fault", "Pieces"),
     QT_TRANSLATE_NOOP(
         "sockyard::Fault",
         "No more bytes are sent at a time, each piece a moment after the one before: "
         "whoever takes one receive for one message goes wrong."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "B"), mostBytes, Of::Streams},
    {FaultKind::Merge, "merge", QT_TRANSLATE_NOOP("sockyard::Fault", "Merge"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "What comes within this time is sent as one: several messages arrive in one "
                       "receive."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "ms"), longestTime, Of::Streams},
    {FaultKind::Stop, "stop", QT_TRANSLATE_NOOP("sockyard::Fault", "Stop reading"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "Nothing is received: the sender fills the buffers on the way, and waits."),
     "", 1, Of::Streams},
    {FaultKind::FinishAfter, "finish-after", QT_TRANSLATE_NOOP("sockyard::Fault", "Finish after"),
     QT_TRANSLATE_NOOP(
         "sockyard::Fault",
         "After so many bytes of a connection FIN goes out, in the middle of whatever "
         "was said; the rest is discarded."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "B"), mostBytes, Of::Streams},
    {FaultKind::ResetAfter, "reset-after", QT_TRANSLATE_NOOP("sockyard::Fault", "Reset after"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "After so many bytes of a connection both sides are cut with RST."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "B"), mostBytes, Of::Streams},
    {FaultKind::Corrupt, "corrupt", QT_TRANSLATE_NOOP("sockyard::Fault", "Corrupt 1 in"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "Of so many bytes one is changed, by chance. TCP's own checksum does not "
                       "notice: it is made anew."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "B"), mostBytes, Of::Both},
    {FaultKind::Drop, "drop", QT_TRANSLATE_NOOP("sockyard::Fault", "Drop"),
     QT_TRANSLATE_NOOP("sockyard::Fault", "Of a hundred datagrams so many are lost, by chance."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "%"), everything, Of::Datagrams},
    {FaultKind::Duplicate, "duplicate", QT_TRANSLATE_NOOP("sockyard::Fault", "Duplicate"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "Of a hundred datagrams so many are sent twice, by chance."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "%"), everything, Of::Datagrams},
    {FaultKind::Reorder, "reorder", QT_TRANSLATE_NOOP("sockyard::Fault", "Reorder"),
     QT_TRANSLATE_NOOP("sockyard::Fault",
                       "Of a hundred datagrams so many are overtaken by the next, by chance."),
     QT_TRANSLATE_NOOP("sockyard::Fault", "%"), everything, Of::Datagrams},
});

QString translated(const char *text)
{
    return QCoreApplication::translate("sockyard::Fault", text);
}

} // namespace

QString FaultRow::titleText() const
{
    return translated(title);
}

QString FaultRow::descriptionText() const
{
    return translated(description);
}

QString FaultRow::unitText() const
{
    return *unit == '\0' ? QString() : translated(unit);
}

QString FaultRow::valueText(int value) const
{
    if (isSwitch()) {
        return value == 0 ? translated(QT_TRANSLATE_NOOP("sockyard::Fault", "off"))
                          : translated(QT_TRANSLATE_NOOP("sockyard::Fault", "on"));
    }
    return QStringLiteral("%1 %2").arg(value).arg(unitText());
}

std::span<const FaultRow> faultRows()
{
    return rows;
}

const FaultRow &faultRow(FaultKind kind)
{
    return *std::find_if(rows.begin(), rows.end(),
                         [kind](const FaultRow &row) { return row.kind == kind; });
}

} // namespace sockyard
