#include "netcore/responders/table.h"

#include "netcore/codec/visibletext.h"
#include "netcore/messages/systemmacros.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

// What may be done before others get their turn: bytes that rules were asked about, with so many
// for the asking itself.
constexpr std::size_t mostWork = 128U * 1024;
constexpr std::size_t workOfAsking = 64;
// Giving up is hard work.
constexpr std::size_t workOfGivingUp = mostWork;

constexpr std::size_t mostShown = 60;

constexpr std::array messageChoices = {
    ReplyOption::Choice{"line", QT_TRANSLATE_NOOP("sockyard::Responders", "Line")},
    ReplyOption::Choice{"received",
                        QT_TRANSLATE_NOOP("sockyard::Responders", "What one receive gave")},
};

constexpr std::array otherwiseChoices = {
    ReplyOption::Choice{"note", QT_TRANSLATE_NOOP("sockyard::Responders", "Note in the log")},
    ReplyOption::Choice{"nothing", QT_TRANSLATE_NOOP("sockyard::Responders", "Nothing")},
    ReplyOption::Choice{"close", QT_TRANSLATE_NOOP("sockyard::Responders", "Close")},
};

constexpr auto usualRules =
    R"rules([{"when":"is","pattern":"PING","answer":"PONG\\n","after":0,"then":"keep"},
{"when":"matches","pattern":"^hello (.*)","answer":"Hello $1\\n","after":0,"then":"keep"},
{"when":"is","pattern":"time","answer":"${time}\\n","after":0,"then":"keep"},
{"when":"is","pattern":"quit","answer":"Goodbye\\n","after":0,"then":"close"}])rules";

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Table", text);
}

Reply::Then thenOf(ReplyRule::Then then)
{
    switch (then) {
    case ReplyRule::Then::Keep:
        return Reply::Then::Keep;
    case ReplyRule::Then::Finish:
        return Reply::Then::Finish;
    case ReplyRule::Then::Close:
        return Reply::Then::Close;
    case ReplyRule::Then::Reset:
        return Reply::Then::Reset;
    }
    return Reply::Then::Keep;
}

} // namespace

constinit const std::array<ReplyOption, 3> Table::options = {
    ReplyOption{.key = "rules",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Rules"),
                .description = QT_TRANSLATE_NOOP(
                    "sockyard::Responders",
                    "What is answered to which message, as JSON; @NAME reads it from a file."),
                .kind = ReplyOption::Kind::Rules,
                .usual = usualRules},
    ReplyOption{.key = "message",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Message"),
                .description = QT_TRANSLATE_NOOP(
                    "sockyard::Responders",
                    "What a message is: a line, without its end, or whatever one receive gave."),
                .kind = ReplyOption::Kind::Choice,
                .usual = "line",
                .choices = messageChoices},
    ReplyOption{.key = "otherwise",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Otherwise"),
                .description =
                    QT_TRANSLATE_NOOP("sockyard::Responders", "What happens where no rule fits."),
                .kind = ReplyOption::Kind::Choice,
                .usual = "note",
                .choices = otherwiseChoices}};

PreparedReply Table::prepare(const OptionValues &values)
{
    const auto refused = [](const QString &error) {
        return PreparedReply{{}, QStringLiteral("rules: ") + error};
    };
    QString text = values.text("rules");
    if (text.startsWith(u'@')) {
        QString error;
        const auto read = readReplyRulesFile(text.mid(1), &error);
        if (!read) {
            return refused(error);
        }
        text = *read;
    }
    const ReadReplyRules read = replyRulesFromJson(text);
    if (read.problem) {
        return refused(read.problem->text());
    }
    auto rules = std::make_shared<std::vector<PreparedRule>>();
    for (qsizetype number = 0; number < read.rules.size(); ++number) {
        auto rule = PreparedRule::prepare(read.rules.at(number));
        if (!rule) {
            return refused(
                PreparedRule::problemsOf(read.rules.at(number), number).constFirst().text());
        }
        rules->push_back(std::move(*rule));
    }
    const auto otherwise = [&values] {
        const QString name = values.text("otherwise");
        return name == QLatin1StringView("close")     ? Otherwise::Close
               : name == QLatin1StringView("nothing") ? Otherwise::Nothing
                                                      : Otherwise::Note;
    };
    const Settings settings = {.message = values.text("message") == QLatin1StringView("received")
                                              ? Message::Received
                                              : Message::Line,
                               .otherwise = otherwise()};
    return {[rules = Rules(std::move(rules)), settings](const ClientFacts &client) {
        return std::make_unique<Table>(rules, settings, client, std::make_unique<SystemMacros>());
    }};
}

Table::Table(Rules rules, Settings settings, ClientFacts client,
             std::unique_ptr<MacroSources> sources)
    : m_rules(std::move(rules))
    , m_settings(settings)
    , m_client(std::move(client))
    , m_sources(std::move(sources))
{
}

Reply Table::onReceived(ByteView bytes)
{
    if (m_isDone) {
        return {};
    }
    m_bytes.erase(0, m_at);
    m_searched -= m_at;
    m_at = 0;
    m_bytes.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    return goOn();
}

Reply Table::onPeerFinished()
{
    m_peerFinished = true;
    return m_isDone ? Reply{.then = Reply::Then::Close} : goOn();
}

Reply Table::onTaken()
{
    return m_isDone ? Reply{} : goOn();
}

Reply Table::goOn()
{
    m_work = 0;
    while (m_message || takeMessage()) {
        if (auto reply = askRules()) {
            return *reply;
        }
    }
    if (m_unanswered > 0) {
        return answerNothing();
    }
    return m_peerFinished ? end() : Reply{};
}

bool Table::takeMessage()
{
    m_rule = 0;
    if (m_settings.message == Message::Line) {
        return takeLine();
    }
    if (m_bytes.empty()) {
        return false;
    }
    m_message = Place{.end = m_bytes.size(), .next = m_bytes.size()};
    return true;
}

bool Table::takeLine()
{
    const std::size_t feed = m_bytes.find('\n', m_searched);
    const bool isEnded = feed != std::string::npos;
    m_searched = isEnded ? feed : m_bytes.size();
    // The end of the longest line, a carriage return and a line feed, may still be on its way.
    const bool mayGoOn = !isEnded && !m_peerFinished && m_searched - m_at < longestLine + 2;
    if (m_at == m_bytes.size() || mayGoOn) {
        return false;
    }
    Place line = {.end = m_searched, .next = isEnded ? feed + 1 : m_searched};
    if (isEnded && line.end > m_at && m_bytes[line.end - 1] == '\r') {
        --line.end;
    }
    if (line.end - m_at > longestLine) {
        line = {.end = m_at + longestLine, .next = m_at + longestLine, .isCut = true};
    }
    m_message = line;
    return true;
}

std::optional<Reply> Table::askRules()
{
    if (m_message->isCut && !m_toldLongLine) {
        m_toldLongLine = true;
        return tell(tr("a line of more than %1 bytes: its beginning is taken as a message, and the "
                       "rest as another")
                        .arg(longestLine));
    }
    for (; m_rule < m_rules->size(); ++m_rule) {
        if (m_work >= mostWork) {
            return Reply{.then = Reply::Then::More}; // the others' turn
        }
        const bool isGivenUp = !m_gaveUp.empty() && m_gaveUp[m_rule] >= mostGivingUp;
        if (isGivenUp) {
            continue;
        }
        const PreparedRule &rule = (*m_rules)[m_rule];
        m_work += workOfAsking + message().size();
        switch (rule.fit(message(), m_groups)) {
        case PreparedRule::Fit::Yes:
            return m_unanswered > 0 ? answerNothing() : answer(rule);
        case PreparedRule::Fit::No:
            break;
        case PreparedRule::Fit::GaveUp: {
            m_work += workOfGivingUp;
            m_gaveUp.resize(m_rules->size());
            const bool isLast = ++m_gaveUp[m_rule] == mostGivingUp;
            const QString note =
                isLast ? tr("rule %1 gave up again: its expression takes too many steps; it is not "
                            "asked about this client any more")
                       : tr("rule %1 gave up on this message: its expression takes too many steps");
            return tell(note.arg(++m_rule));
        }
        case PreparedRule::Fit::TooLong:
            if (!m_toldLongMessage) {
                m_toldLongMessage = true;
                return tell(tr("rule %1 does not fit: an expression is asked about messages of up "
                               "to %2 bytes only")
                                .arg(m_rule + 1)
                                .arg(Pattern::mostGroupBytes));
            }
            break;
        }
    }
    m_work += workOfAsking;
    if (m_settings.otherwise != Otherwise::Nothing && m_unanswered++ == 0) {
        m_firstUnanswered = visibleText(message(), mostShown);
    }
    forgetMessage();
    if (m_settings.otherwise == Otherwise::Close) {
        return answerNothing();
    }
    return std::nullopt;
}

Reply Table::answer(const PreparedRule &rule)
{
    MacroText::Filled filled = rule.answer().fill(
        {.message = message(), .groups = m_groups, .peer = m_client.peer}, *m_sources);
    m_answer = std::move(filled.bytes);
    Reply reply = {.bytes = std::as_bytes(std::span(m_answer)),
                   .then = thenOf(rule.then()),
                   .after = rule.after()};
    if (filled.isCut) {
        reply.note = tr("rule %1: the answer was cut after %2 bytes")
                         .arg(m_rule + 1)
                         .arg(MacroText::mostBytes);
    }
    forgetMessage();
    if (reply.then != Reply::Then::Keep) {
        stop();
        if (m_peerFinished && reply.then == Reply::Then::Finish) {
            reply.then = Reply::Then::Close; // both have finished
        }
    } else if (isMoreToDo()) {
        reply.then = Reply::Then::More;
    }
    return reply;
}

Reply Table::answerNothing()
{
    const std::uint64_t count = std::exchange(m_unanswered, 0);
    const QString first = QString::fromStdString(std::exchange(m_firstUnanswered, {}));
    Reply reply;
    reply.note = count == 1 ? tr("no rule fits \"%1\"").arg(first)
                            : tr("no rule fits %1 messages, the first of which is \"%2\"")
                                  .arg(QString::number(count), first);
    if (m_settings.otherwise == Otherwise::Close) {
        stop();
        reply.then = Reply::Then::Close;
    } else if (isMoreToDo()) {
        reply.then = Reply::Then::More;
    }
    return reply;
}

Reply Table::tell(const QString &note) const
{
    return {.then = Reply::Then::More, .note = note};
}

Reply Table::end()
{
    stop();
    return {.then = Reply::Then::Close};
}

bool Table::isMoreToDo() const
{
    // Where it turns out that there is nothing, nothing will be answered.
    return m_message || m_peerFinished || m_at < m_bytes.size();
}

void Table::forgetMessage()
{
    m_at = m_message->next;
    m_searched = m_at;
    m_message.reset();
    if (m_at == m_bytes.size()) {
        forgetBytes();
    }
}

void Table::forgetBytes()
{
    m_bytes = {}; // ten thousand idle clients keep nothing
    m_at = 0;
    m_searched = 0;
}

void Table::stop()
{
    m_isDone = true;
    m_message.reset();
    forgetBytes();
}

ByteView Table::message() const
{
    return std::as_bytes(std::span(m_bytes)).subspan(m_at, m_message->end - m_at);
}

} // namespace sockyard
