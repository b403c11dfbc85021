#include "netcore/query/filter.h"
#include "netcore/query/needle.h"
#include "netcore/query/rowrules.h"

#include <cstdlib>
#include <string>
#include <vector>

// Any bytes as a filter expression: parsed, completed, asked for a few events; then as what is
// looked for, and as stored rules. An error must point into what was typed.

using namespace sockyard;

namespace
{

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

void require(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

std::vector<Event> someEvents()
{
    EventLog log({.memory = 256U * 1024, .block = 128U * 1024});
    log.append({.kind = EventKind::Listening, .local = "127.0.0.1:9999"});
    log.append({.kind = EventKind::Received,
                .connection = 1,
                .peer = "127.0.0.1:50112",
                .bytes = 20,
                .payload = viewOf("GET / HTTP/1.1\r\n\r\naaa")});
    log.append({.kind = EventKind::Sent,
                .connection = 2,
                .bytes = 9,
                .payload = viewOf("\xff\xfe\xc3\xb6\xf0\x9f\x98\x80\xed\xa0")});
    log.append({.kind = EventKind::Failed, .note = "ECONNREFUSED: Connection refused"});
    const std::string many = std::string(300, 'a') + '!';
    log.append({.kind = EventKind::Received, .connection = 3, .payload = viewOf(many)});
    std::vector<Event> events;
    for (EventNumber number = 0; number < log.size(); ++number) {
        events.push_back(*log.at(number));
    }
    return events;
}

void check(const QueryError &error, qsizetype size)
{
    require(!error.words.isEmpty());
    require(error.position >= 0 && error.length >= 0 && error.position + error.length <= size);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const std::vector<Event> events = someEvents();
    const QString typed =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));

    QueryError error;
    if (const auto filter = Filter::parse(typed, &error)) {
        for (const Event &event : events) {
            Look look;
            const bool matches = filter->matches(event, look);
            require(!filter->letsAllThrough() || matches);
        }
    } else {
        check(error, typed.size());
    }

    for (const qsizetype cursor : {typed.size(), typed.size() / 2}) {
        const FilterCompletions there = filterCompletions(typed, cursor);
        require(there.position >= 0 && there.length >= 0 &&
                there.position + there.length <= cursor);
    }

    for (const auto kind : {Needle::Kind::Text, Needle::Kind::Hex, Needle::Kind::Pattern}) {
        const auto needle = Needle::parse(kind, typed, size % 2 == 0, &error);
        if (!needle) {
            check(error, typed.size());
            continue;
        }
        for (const Event &event : events) {
            const ByteView bytes = event.payload();
            Look look;
            const auto first = needle->first(bytes, 0, look);
            const auto last = needle->last(bytes, bytes.size() + 1, look);
            for (const auto &match : {first, last}) {
                require(!match || match->offset + match->length <= bytes.size());
            }
            require(look.gaveUp > 0 || !first || (last && last->offset >= first->offset) ||
                    kind == Needle::Kind::Pattern);
        }
    }

    rowRulesFromJson(typed);
    return 0;
}
