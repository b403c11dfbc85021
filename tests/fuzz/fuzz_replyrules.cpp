#include "netcore/responders/table.h"
#include "tests/support/fixedmacros.h"

#include <cstdint>
#include <cstdlib>

// Any bytes as the JSON of a table, whose rules are then asked about these bytes; as the pattern
// and the answer of rules of every kind; and as what a client sends to a table.

using namespace sockyard;
using namespace sockyard::test;

namespace
{

void require(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

void check(const RuleProblem &problem, const ReplyRule &rule)
{
    require(!problem.words.isEmpty() && !problem.text().isEmpty());
    const qsizetype size = problem.field == ReplyRule::Field::Pattern  ? rule.pattern.size()
                           : problem.field == ReplyRule::Field::Answer ? rule.answer.size()
                                                                       : 0;
    require(problem.position == -1 || problem.position + problem.length <= size);
}

Table::Rules prepared(const QList<ReplyRule> &rules)
{
    auto all = std::make_shared<std::vector<PreparedRule>>();
    for (const ReplyRule &rule : rules) {
        const auto problems = PreparedRule::problemsOf(rule, 0);
        for (const RuleProblem &problem : problems) {
            check(problem, rule);
        }
        auto one = PreparedRule::prepare(rule);
        require(one.has_value() == problems.isEmpty());
        if (one) {
            all->push_back(std::move(*one));
        }
    }
    return all;
}

/// As a server that sends and waits no time.
void converse(const Table::Rules &rules, Table::Settings settings, ByteView bytes)
{
    Table table(rules, settings, {1, "127.0.0.1:9999", "127.0.0.1:50112"},
                std::make_unique<FixedMacros>());
    const auto act = [&](Reply reply) {
        // Each message is asked of each rule once, and each piece of work does something.
        for (std::size_t piece = 0; reply.then == Reply::Then::More; ++piece) {
            require(reply.bytes.size() <= MacroText::mostBytes);
            require(piece < 8 * (bytes.size() + 2) * (rules->size() + 2));
            reply = table.onTaken();
        }
        return reply.then == Reply::Then::Close || reply.then == Reply::Then::Reset;
    };
    const std::size_t half = bytes.size() / 2;
    if (!act(table.onReceived(bytes.first(half))) && !act(table.onReceived(bytes.subspan(half)))) {
        require(act(table.onPeerFinished()));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteView bytes = std::as_bytes(std::span(data, size));
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));

    const ReadReplyRules read = replyRulesFromJson(text);
    require(!read.problem || (read.rules.isEmpty() && !read.problem->text().isEmpty()));
    require(read.rules.size() <= mostReplyRules);
    const ReadReplyRules again = replyRulesFromJson(replyRulesToJson(read.rules));
    require(!again.problem && again.rules == read.rules);
    converse(prepared(read.rules), {}, bytes);

    const QString first = text.section(u'\n', 0, 0);
    const QString second = text.section(u'\n', 1, 1);
    QList<ReplyRule> rules;
    for (int index = 0; index < ReplyRule::whenCount; ++index) {
        rules.append({.when = static_cast<ReplyRule::When>(index),
                      .pattern = first,
                      .answer = second,
                      .then = index == 0 ? ReplyRule::Then::Finish : ReplyRule::Then::Keep});
    }
    require(replyRulesFromJson(replyRulesToJson(rules)).rules == rules);
    const Table::Rules ready = prepared(rules);
    converse(ready, {}, bytes);
    converse(ready, {.message = Table::Message::Received}, bytes);
    converse(ready, {.otherwise = Table::Otherwise::Close}, bytes);
    converse(ready, {.otherwise = Table::Otherwise::Nothing}, bytes);
    return 0;
}
