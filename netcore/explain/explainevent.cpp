#include "netcore/explain/explainevent.h"

#include "netcore/codec/visibletext.h"
#include "netcore/explain/explanationrow.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/systemerror.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

// An address or a name is never longer; a note in a file may be anything.
constexpr std::size_t longestWhere = 300;
constexpr std::size_t longestHint = 4096;

const ExplanationRow *rowFor(const EventStory &story)
{
    for (const auto rows : {localRows(), datagramRows(), chatRows(), interfaceRows(), timeoutRows(),
                            tlsRows(), connectRows(), listenRows(), endRows(), otherRows()}) {
        const auto found =
            std::find_if(rows.begin(), rows.end(),
                         [&story](const ExplanationRow &row) { return row.fits(story); });
        if (found != rows.end()) {
            return &*found;
        }
    }
    return nullptr;
}

/// A datagram that was refused, or one for a group: streams write no notes beside their bytes, and
/// only datagrams go to groups.
bool isOfChat(const Event &event)
{
    return !event.note().empty() || isGroupAddress(event.peer());
}

QString translated(const char *text, const QString &where)
{
    const QString words = QCoreApplication::translate(explanationContext, text);
    return words.contains(QStringLiteral("%1")) ? words.arg(where) : words;
}

QStringList lines(const char *text, const QString &where)
{
    return translated(text, where).split(u'\n', Qt::SkipEmptyParts);
}

} // namespace

std::optional<Explanation> explainEvent(const EventLog &log, const Event &event)
{
    if (carriesData(event.kind()) && !isOfChat(event)) {
        return std::nullopt; // there are very many of these, and none is odd
    }
    const EventStory story = EventStory::of(log, event);
    const ExplanationRow *row = rowFor(story);
    if (row == nullptr) {
        return std::nullopt;
    }
    const std::string &address = story.peer.empty() ? story.local : story.peer;
    const QString where = address.empty()
                              ? QCoreApplication::translate(explanationContext, "the other end")
                              : QString::fromStdString(visibleText(address, longestWhere));
    Explanation result;
    result.title = translated(row->title, where);
    result.whatHappened = translated(row->whatHappened, where);
    result.side = row->side;
    result.whoDidIt = translated(row->whoDidIt, where);
    result.causes = lines(row->causes, where);
    result.nextSteps = lines(row->nextSteps, where);
    result.hint = QString::fromStdString(visibleText(story.hint, longestHint));
    result.errorName = QString::fromStdString(story.error);
    result.errorNumber = errorNumber(story.error);
    result.standard = QString::fromLatin1(row->standard);
    return result;
}

} // namespace sockyard
