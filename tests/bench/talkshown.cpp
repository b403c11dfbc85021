#include "tests/bench/talkshown.h"

#include "widgets/models/conversationmodel.h"
#include "widgets/models/rostermodel.h"
#include "widgets/pages/page.h"

#include <QTableView>

namespace sockyard::bench
{

namespace
{

template <typename Model>
const Model *modelOf(const Page &page, const char *tableName)
{
    const auto *const table = page.findChild<QTableView *>(QString::fromLatin1(tableName));
    return table == nullptr ? nullptr : qobject_cast<const Model *>(table->model());
}

} // namespace

TalkShown talkShownBy(const Page &page)
{
    TalkShown shown;
    if (const auto *const people = modelOf<RosterModel>(page, "rosterTable")) {
        shown.people = static_cast<std::uint64_t>(people->rowCount());
        for (const RosterEntry &entry : people->roster().entries()) {
            shown.said += entry.messages;
        }
    }
    if (const auto *const talk = modelOf<ConversationModel>(page, "conversationTable")) {
        shown.lines = static_cast<std::uint64_t>(talk->rowCount());
        for (const ConversationEntry &entry : talk->conversation().entries()) {
            shown.folded += entry.folded;
            shown.readable += entry.folded == 0 && entry.name == "somebody" ? 1 : 0;
        }
    }
    return shown;
}

} // namespace sockyard::bench
