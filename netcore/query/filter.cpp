#include "netcore/query/filter.h"

#include "netcore/query/needle.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace sockyard
{

namespace
{

constexpr std::int64_t second = 1000000000;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::Filter", text);
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

enum class Field {
    Connection,
    Number,
    Size,
    Elapsed,
    Time,
    Kind,
    Direction,
    Text,
    Hex,
    Note,
    Peer,
    Local,
};

struct FieldRow {
    const char16_t *name;
    Field field;
    const char *description;
};

constexpr std::array<FieldRow, 12> fields = {{
    {u"connection", Field::Connection,
     QT_TRANSLATE_NOOP("sockyard::Filter", "number of the connection: connection == 3")},
    {u"direction", Field::Direction,
     QT_TRANSLATE_NOOP("sockyard::Filter", "in or out: direction == in")},
    {u"elapsed", Field::Elapsed,
     QT_TRANSLATE_NOOP("sockyard::Filter", "since the log began: elapsed > 1.5s")},
    {u"hex", Field::Hex,
     QT_TRANSLATE_NOOP("sockyard::Filter", "bytes by their digits: hex contains 0d 0a")},
    {u"kind", Field::Kind, QT_TRANSLATE_NOOP("sockyard::Filter", "what happened: kind == reset")},
    {u"local", Field::Local,
     QT_TRANSLATE_NOOP("sockyard::Filter", "own address and port: local contains :9999")},
    {u"note", Field::Note,
     QT_TRANSLATE_NOOP("sockyard::Filter", "the note of an event: note contains refused")},
    {u"number", Field::Number,
     QT_TRANSLATE_NOOP("sockyard::Filter", "number of the event: number >= 1000")},
    {u"peer", Field::Peer,
     QT_TRANSLATE_NOOP("sockyard::Filter", "the peer's address and port: peer contains 192.168")},
    {u"size", Field::Size,
     QT_TRANSLATE_NOOP("sockyard::Filter", "bytes sent or received: size > 1 KiB")},
    {u"text", Field::Text,
     QT_TRANSLATE_NOOP("sockyard::Filter", "the bytes as text: text contains hello")},
    {u"time", Field::Time, QT_TRANSLATE_NOOP("sockyard::Filter", "by the clock: time >= 14:30")},
}};

bool isNumber(Field field)
{
    return field == Field::Connection || field == Field::Number || field == Field::Size ||
           field == Field::Elapsed || field == Field::Time;
}

bool isChoice(Field field)
{
    return field == Field::Kind || field == Field::Direction;
}

// What a comparison lets through.
enum Order : unsigned { Less = 1, Equal = 2, Greater = 4 };

using KindSet = std::uint32_t; // a bit for each
static_assert(eventKindCount <= 32);

constexpr KindSet bitOf(EventKind kind)
{
    return KindSet(1) << static_cast<unsigned>(kind);
}

constexpr KindSet allKinds = (KindSet(1) << static_cast<unsigned>(eventKindCount)) - 1;

// The local time of day. Asking the system for each event would take longer than all the rest.
std::int64_t timeOfDay(std::int64_t time)
{
    constexpr std::int64_t quarter = 900 * second; // clocks are changed at full quarters
    constexpr std::int64_t day = 86400 * second;
    thread_local std::int64_t known = std::numeric_limits<std::int64_t>::min();
    thread_local std::int64_t offset = 0;
    const std::int64_t here = time / quarter - (time % quarter < 0 ? 1 : 0);
    if (here != known) {
        known = here;
        offset = QDateTime::fromSecsSinceEpoch(here * 900).offsetFromUtc() * second;
    }
    const std::int64_t since = (time % day + offset) % day;
    return since < 0 ? since + day : since;
}

} // namespace

// One node of the expression: all that is asked of an event.
struct Filter::Condition {
    enum class Sort { All, Any, Not, Kinds, Number, Text, Has, Anywhere };

    Sort sort = Sort::All;
    std::vector<Condition> parts; // of All, Any and Not

    // Kinds
    KindSet kinds = 0;

    // Number; a time may be one of day, and stand for all the time up to the next minute or second
    Field field = Field::Connection;
    unsigned order = 0;
    std::int64_t value = 0;
    std::int64_t precision = 1;
    bool ofDay = false;

    // Text and Anywhere: the needle, or exactly these bytes
    std::optional<Needle> needle;
    QByteArray exactly;

    /// Roughly what it takes to find out.
    int cost() const
    {
        switch (sort) {
        case Sort::Kinds:
        case Sort::Number:
        case Sort::Has:
            return 0;
        case Sort::Text:
            return !needle                                       ? 1
                   : needle->kind() == Needle::Kind::Pattern     ? 4
                   : field == Field::Text || field == Field::Hex ? 3
                                                                 : 2;
        case Sort::Anywhere:
            return 3;
        default: {
            int most = 0;
            for (const Condition &part : parts) {
                most = std::max(most, part.cost());
            }
            return most;
        }
        }
    }

    std::int64_t numberOf(const Event &event) const
    {
        constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
        switch (field) {
        case Field::Connection:
            return static_cast<std::int64_t>(std::min(event.connection(), most));
        case Field::Number:
            return static_cast<std::int64_t>(std::min(event.number(), most));
        case Field::Size:
            return static_cast<std::int64_t>(std::min(event.bytes(), most));
        case Field::Elapsed:
            return event.elapsed();
        default:
            return ofDay ? timeOfDay(event.time()) : event.time();
        }
    }

    bool matchesNumber(const Event &event) const
    {
        const std::int64_t number = numberOf(event);
        if ((order == Equal || order == (Less | Greater)) && precision > 1) {
            const bool there = number >= value && number - value < precision;
            return there == (order == Equal);
        }
        return (order & (number < value ? Less : number == value ? Equal : Greater)) != 0;
    }

    bool matchesText(const Event &event, Look &look) const
    {
        ByteView bytes;
        switch (field) {
        case Field::Note:
            bytes = viewOf(event.note());
            break;
        case Field::Peer:
            bytes = viewOf(event.peer());
            break;
        case Field::Local:
            bytes = viewOf(event.local());
            break;
        default:
            bytes = event.payload();
        }
        if (needle) {
            return needle->first(bytes, 0, look).has_value();
        }
        const auto *const text = reinterpret_cast<const char *>(bytes.data());
        const bool same =
            std::string_view(text, bytes.size()) ==
            std::string_view(exactly.constData(), static_cast<std::size_t>(exactly.size()));
        return same == (order == Equal);
    }

    bool matches(const Event &event, Look &look) const
    {
        switch (sort) {
        case Sort::All:
            return std::all_of(parts.begin(), parts.end(),
                               [&](const Condition &part) { return part.matches(event, look); });
        case Sort::Any:
            return std::any_of(parts.begin(), parts.end(),
                               [&](const Condition &part) { return part.matches(event, look); });
        case Sort::Not:
            return !parts.front().matches(event, look);
        case Sort::Kinds:
            return (kinds & bitOf(event.kind())) != 0;
        case Sort::Number:
            return matchesNumber(event);
        case Sort::Text:
            return matchesText(event, look);
        case Sort::Has:
            switch (field) {
            case Field::Note:
                return !event.note().empty();
            case Field::Peer:
                return !event.peer().empty();
            default:
                return !event.payload().empty();
            }
        case Sort::Anywhere:
            return needle->first(event.payload(), 0, look).has_value() ||
                   needle->first(viewOf(event.note()), 0, look).has_value();
        }
        return false;
    }
};

namespace
{

using Condition = Filter::Condition;

bool isWordEnd(QChar c)
{
    return c.isSpace() || QStringView(u"()\"'=!<>&|").contains(c);
}

bool isHexWord(QStringView word)
{
    if (word.startsWith(u"0x", Qt::CaseInsensitive) ||
        word.startsWith(u"\\x", Qt::CaseInsensitive)) {
        return true;
    }
    return std::all_of(word.begin(), word.end(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f') ||
               QStringView(u",;:-{}").contains(c);
    });
}

bool hasCapital(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isUpper(); });
}

// Reads an expression from left to right, by recursive descent. The first error ends it.
class Parser
{
public:
    /// What could stand where the expression ended too early.
    enum class Expected {
        Nothing,
        Start, ///< of a condition
        Connective,
        Closing, ///< a connective or a parenthesis
        NumberOperator,
        ChoiceOperator,
        TextOperator,
        KindName,
        DirectionName,
        Possession,
    };

    explicit Parser(QStringView text)
        : m_text(text)
    {
    }

    std::optional<Condition> parse()
    {
        if (m_text.size() > Filter::longest) {
            fail(Filter::longest, m_text.size() - Filter::longest,
                 tr("an expression has no more than %1 characters").arg(Filter::longest));
            return std::nullopt;
        }
        auto result = any();
        if (!result) {
            return std::nullopt;
        }
        skipSpaces();
        if (atEnd()) {
            const bool afterNote = m_bareNote >= 0 && m_text.mid(m_bareNote).trimmed().isEmpty();
            m_expected = afterNote ? Expected::TextOperator : Expected::Connective;
            return result;
        }
        if (m_text[m_at] == u')') {
            fail(m_at, 1, tr("this parenthesis closes nothing"));
        } else {
            const qsizetype length = std::max<qsizetype>(1, wordLength());
            fail(m_at, length,
                 tr("\"and\" or \"or\" is wanted before this; a text of several words stands in "
                    "quotes"));
        }
        return std::nullopt;
    }

    const QueryError &error() const { return m_error; }
    Expected expected() const { return m_expected; }

private:
    using Result = std::optional<Condition>;

    bool atEnd() const { return m_at >= m_text.size(); }

    void skipSpaces()
    {
        while (!atEnd() && m_text[m_at].isSpace()) {
            ++m_at;
        }
    }

    qsizetype wordLength() const
    {
        qsizetype end = m_at;
        while (end < m_text.size() && !isWordEnd(m_text[end])) {
            ++end;
        }
        return end - m_at;
    }

    QStringView peekWord()
    {
        skipSpaces();
        return m_text.mid(m_at, wordLength());
    }

    bool takeWord(QStringView word)
    {
        if (peekWord().compare(word, Qt::CaseInsensitive) != 0) {
            return false;
        }
        m_at += word.size();
        return true;
    }

    bool takeSign(QStringView sign)
    {
        skipSpaces();
        if (!m_text.mid(m_at).startsWith(sign)) {
            return false;
        }
        m_at += sign.size();
        return true;
    }

    std::nullopt_t fail(qsizetype position, qsizetype length, const QString &words,
                        Expected expected = Expected::Nothing)
    {
        m_error = {.position = position, .length = length, .words = words};
        // Only at the end does it help to say what could come.
        m_expected = position >= m_text.size() ? expected : Expected::Nothing;
        return std::nullopt;
    }

    std::nullopt_t failHere(const QString &words, Expected expected = Expected::Nothing)
    {
        skipSpaces();
        const qsizetype length = atEnd() ? 0 : std::max<qsizetype>(1, wordLength());
        return fail(m_at, length, words, expected);
    }

    static Condition joined(Condition::Sort sort, std::vector<Condition> parts)
    {
        if (parts.size() == 1) {
            return std::move(parts.front());
        }
        // What is found out quickly is asked first.
        std::stable_sort(parts.begin(), parts.end(), [](const Condition &a, const Condition &b) {
            return a.cost() < b.cost();
        });
        Condition condition;
        condition.sort = sort;
        condition.parts = std::move(parts);
        return condition;
    }

    Result any()
    {
        std::vector<Condition> parts;
        do {
            auto part = all();
            if (!part) {
                return std::nullopt;
            }
            parts.push_back(std::move(*part));
        } while (takeWord(u"or") || takeSign(u"||"));
        return joined(Condition::Sort::Any, std::move(parts));
    }

    Result all()
    {
        std::vector<Condition> parts;
        do {
            auto part = one();
            if (!part) {
                return std::nullopt;
            }
            parts.push_back(std::move(*part));
        } while (takeWord(u"and") || takeSign(u"&&"));
        return joined(Condition::Sort::All, std::move(parts));
    }

    // Every way into a deeper level of the recursion leads through here.
    Result one()
    {
        skipSpaces();
        const qsizetype begin = m_at;
        const bool isSign = !atEnd() && m_text[m_at] == u'!' && !m_text.mid(m_at).startsWith(u"!=");
        const bool negates = isSign || peekWord().compare(u"not", Qt::CaseInsensitive) == 0;
        const bool opens = !negates && !atEnd() && m_text[m_at] == u'(';
        if (!negates && !opens) {
            return condition();
        }
        m_at += isSign || opens ? 1 : 3;
        if (++m_depth > Filter::deepest) {
            return fail(
                begin, m_at - begin,
                tr("no more than %1 levels of parentheses and \"not\"").arg(Filter::deepest));
        }
        Result result = negates ? one() : any();
        --m_depth;
        if (!result) {
            return std::nullopt;
        }
        if (opens) {
            if (!takeSign(u")")) {
                skipSpaces();
                if (atEnd()) {
                    fail(begin, 1, tr("this parenthesis is not closed"));
                    m_expected = Expected::Closing;
                    return std::nullopt;
                }
                return failHere(
                    tr("\"and\", \"or\" or a closing parenthesis is wanted before this"));
            }
            return result;
        }
        Condition condition;
        condition.sort = Condition::Sort::Not;
        condition.parts.push_back(std::move(*result));
        return condition;
    }

    Result condition()
    {
        if (atEnd()) {
            return fail(m_at, 0,
                        m_at == 0 || m_text.trimmed().isEmpty()
                            ? tr("a condition is wanted")
                            : tr("a condition is wanted after \"%1\"").arg(lastWord()),
                        Expected::Start);
        }
        const QChar first = m_text[m_at];
        if (first == u'"' || first == u'\'') {
            const auto text = quoted();
            return text ? anywhere(*text) : std::nullopt;
        }
        const QStringView word = peekWord();
        if (word.isEmpty()) {
            return fail(m_at, 1, tr("a condition is wanted here"));
        }
        const qsizetype begin = m_at;
        for (const FieldRow &row : fields) {
            // A field stands before its operator. By itself it is a word, but for a kind of that
            // name.
            if (word.compare(row.name, Qt::CaseInsensitive) == 0) {
                m_at += word.size();
                if (row.field == Field::Note && !hasOperator(row.field)) {
                    m_bareNote = m_at;
                    break;
                }
                return ofField(row);
            }
        }
        m_at = begin + word.size();
        for (const QStringView connective : {u"and", u"or", u"contains", u"matches"}) {
            if (word.compare(connective, Qt::CaseInsensitive) == 0) {
                return fail(begin, word.size(),
                            tr("a condition is wanted before \"%1\"").arg(word.toString()));
            }
        }
        if (word.compare(u"has", Qt::CaseInsensitive) == 0) {
            return has();
        }
        if (const auto kinds = kindsOf(word)) {
            Condition condition;
            condition.sort = Condition::Sort::Kinds;
            condition.kinds = *kinds;
            return condition;
        }
        skipSpaces();
        if (!atEnd() && QStringView(u"=!<>").contains(m_text[m_at])) {
            return fail(
                begin, word.size(),
                tr("there is no field \"%1\"; there are %2").arg(word.toString(), fieldNames()));
        }
        return anywhere(word.toString());
    }

    QString lastWord() const
    {
        const QStringView before = m_text.left(m_at).trimmed();
        qsizetype begin = before.size();
        while (begin > 0 && !before[begin - 1].isSpace()) {
            --begin;
        }
        return before.mid(begin).right(24).toString();
    }

    static QString fieldNames()
    {
        QStringList names;
        for (const FieldRow &row : fields) {
            names.append(QString::fromUtf16(row.name));
        }
        return names.join(QStringLiteral(", "));
    }

    static std::optional<KindSet> kindsOf(QStringView word)
    {
        if (word.compare(u"in", Qt::CaseInsensitive) == 0) {
            return bitOf(EventKind::Received);
        }
        if (word.compare(u"out", Qt::CaseInsensitive) == 0) {
            return bitOf(EventKind::Sent);
        }
        const auto kind = eventKindOf(word.toString().toLower().toStdString());
        return kind ? std::optional(bitOf(*kind)) : std::nullopt;
    }

    bool hasOperator(Field field)
    {
        const qsizetype begin = m_at;
        const bool there = textOperator(field) != TextOperator::None;
        m_at = begin;
        return there;
    }

    Result anywhere(const QString &text)
    {
        if (text.isEmpty()) {
            return fail(m_at, 0, tr("the text is empty"));
        }
        Condition condition;
        condition.sort = Condition::Sort::Anywhere;
        condition.needle = Needle::parse(Needle::Kind::Text, text, hasCapital(text));
        return condition;
    }

    Result has()
    {
        Condition condition;
        condition.sort = Condition::Sort::Has;
        if (takeWord(u"data")) {
            condition.field = Field::Text;
        } else if (takeWord(u"note")) {
            condition.field = Field::Note;
        } else if (takeWord(u"peer")) {
            condition.field = Field::Peer;
        } else {
            return failHere(tr("\"data\", \"note\" or \"peer\" is wanted after \"has\""),
                            Expected::Possession);
        }
        return condition;
    }

    Result ofField(const FieldRow &row)
    {
        if (isNumber(row.field)) {
            return ofNumber(row);
        }
        return isChoice(row.field) ? ofChoice(row) : ofText(row);
    }

    unsigned orderSign()
    {
        if (takeSign(u"==")) {
            return Equal;
        }
        if (takeSign(u"!=")) {
            return Less | Greater;
        }
        if (takeSign(u"<=")) {
            return Less | Equal;
        }
        if (takeSign(u">=")) {
            return Greater | Equal;
        }
        if (takeSign(u"<")) {
            return Less;
        }
        if (takeSign(u">")) {
            return Greater;
        }
        return takeSign(u"=") ? unsigned(Equal) : 0U;
    }

    Result ofNumber(const FieldRow &row)
    {
        const QString name = QString::fromUtf16(row.name);
        Condition condition;
        condition.sort = Condition::Sort::Number;
        condition.field = row.field;
        condition.order = orderSign();
        if (condition.order == 0) {
            return failHere(tr("a comparison (== != < <= > >=) is wanted after \"%1\"").arg(name),
                            Expected::NumberOperator);
        }
        const QString before = name + u' ' + signBefore();
        skipSpaces();
        const bool read = row.field == Field::Time      ? timeValue(condition, before)
                          : row.field == Field::Elapsed ? durationValue(condition, before)
                                                        : numberValue(condition, before);
        return read ? Result(std::move(condition)) : std::nullopt;
    }

    QString signBefore() const
    {
        qsizetype begin = m_at;
        while (begin > 0 && QStringView(u"=!<>").contains(m_text[begin - 1])) {
            --begin;
        }
        return m_text.mid(begin, m_at - begin).toString();
    }

    struct Unit {
        const char16_t *name;
        std::int64_t worth;
    };

    /// A number that may have a fraction where units make sense of it, and a unit.
    std::optional<std::int64_t> quantity(const std::vector<Unit> &units, const QString &wanted)
    {
        const qsizetype begin = m_at;
        qsizetype end = begin;
        const auto isDigit = [this](qsizetype place) {
            return place < m_text.size() && m_text[place] >= u'0' && m_text[place] <= u'9';
        };
        while (isDigit(end)) {
            ++end;
        }
        if (end == begin) {
            return failHere(wanted);
        }
        if (!units.empty() && end < m_text.size() && m_text[end] == u'.' && isDigit(end + 1)) {
            ++end;
            while (isDigit(end)) {
                ++end;
            }
        }
        const QStringView digits = m_text.mid(begin, end - begin);
        m_at = end;
        std::int64_t worth = units.empty() ? 1 : units.front().worth;
        const qsizetype unitLength = wordLength();
        const QStringView word = unitLength > 0 ? m_text.mid(m_at, unitLength) : peekWord();
        bool known = false;
        for (const Unit &unit : units) {
            if (word.compare(unit.name, Qt::CaseInsensitive) == 0) {
                worth = unit.worth;
                m_at += word.size();
                known = true;
                break;
            }
        }
        if (!known && unitLength > 0) {
            QStringList names;
            for (const Unit &unit : units) {
                names.append(QString::fromUtf16(unit.name));
            }
            return fail(
                m_at, unitLength,
                units.empty()
                    ? tr("this does not belong to a number")
                    : tr("this is no unit; there are %1").arg(names.join(QStringLiteral(", "))));
        }
        bool fits = false;
        if (digits.contains(u'.')) {
            const double value = digits.toDouble() * static_cast<double>(worth);
            if (value < 9.2e18) {
                return static_cast<std::int64_t>(std::llround(value));
            }
        } else {
            const qlonglong value = digits.toLongLong(&fits);
            if (fits && value <= std::numeric_limits<std::int64_t>::max() / worth) {
                return value * worth;
            }
        }
        return fail(begin, end - begin, tr("this number is too big"));
    }

    bool numberValue(Condition &condition, const QString &before)
    {
        static const std::vector<Unit> sizes = {
            {u"B", 1},
            {u"k", 1000},
            {u"kB", 1000},
            {u"KiB", 1024},
            {u"M", 1000000},
            {u"MB", 1000000},
            {u"MiB", 1024 * 1024},
            {u"G", 1000000000},
            {u"GB", 1000000000},
            {u"GiB", 1024 * 1024 * 1024},
        };
        const auto value = quantity(condition.field == Field::Size ? sizes : std::vector<Unit>(),
                                    tr("a number is wanted after \"%1\"").arg(before));
        condition.value = value.value_or(0);
        return value.has_value();
    }

    bool durationValue(Condition &condition, const QString &before)
    {
        static const std::vector<Unit> durations = {
            {u"s", second}, {u"ms", 1000000},      {u"µs", 1000},         {u"us", 1000},
            {u"ns", 1},     {u"min", 60 * second}, {u"h", 3600 * second},
        };
        const auto value =
            quantity(durations,
                     tr("a span of time such as 1.5s or 20ms is wanted after \"%1\"").arg(before));
        condition.value = value.value_or(0);
        return value.has_value();
    }

    // 14:30, 14:30:05.25, 2026-11-21, 2026-11-21T14:30, also in quotes with a space.
    bool timeValue(Condition &condition, const QString &before)
    {
        const QString wanted =
            tr("a time such as 14:30:05 or 2026-11-21T14:30 is wanted after \"%1\"").arg(before);
        const qsizetype begin = m_at;
        QString typed;
        if (!atEnd() && (m_text[m_at] == u'"' || m_text[m_at] == u'\'')) {
            const auto text = quoted();
            if (!text) {
                return false;
            }
            typed = *text;
        } else {
            typed = peekWord().toString();
            m_at += typed.size();
        }
        typed.replace(u' ', u'T');
        const qsizetype clockAt = typed.indexOf(u'T') + 1;
        const bool hasDate = clockAt > 0 || typed.contains(u'-');
        const QString dateText = clockAt > 0 ? typed.left(clockAt - 1)
                                 : hasDate   ? typed
                                             : QString();
        const QString clockText = clockAt > 0 || !hasDate ? typed.mid(clockAt) : QString();
        std::int64_t sinceMidnight = 0;
        condition.precision = 86400 * second;
        if (!clockText.isEmpty() || !hasDate) {
            const auto clock = clockOf(clockText, &condition.precision);
            if (!clock) {
                m_at = begin;
                failHere(wanted);
                return false;
            }
            sinceMidnight = *clock;
        }
        condition.ofDay = !hasDate;
        condition.value = sinceMidnight;
        if (hasDate) {
            const QDate date = QDate::fromString(dateText, Qt::ISODate);
            const QDateTime moment(
                date, QTime::fromMSecsSinceStartOfDay(static_cast<int>(sinceMidnight / 1000000)));
            // What nanoseconds in 64 bits can tell.
            if (!date.isValid() || date.year() < 1970 || date.year() > 2261) {
                m_at = begin;
                failHere(wanted);
                return false;
            }
            condition.value = moment.toMSecsSinceEpoch() * 1000000 + sinceMidnight % 1000000;
        }
        return true;
    }

    static std::optional<std::int64_t> clockOf(const QString &text, std::int64_t *precision)
    {
        const QStringList parts = text.split(u':');
        if (parts.size() < 2 || parts.size() > 3) {
            return std::nullopt;
        }
        const auto number = [](const QString &digits, int most) -> std::optional<std::int64_t> {
            const bool wellFormed = (digits.size() == 1 || digits.size() == 2) &&
                                    std::all_of(digits.begin(), digits.end(),
                                                [](QChar c) { return c >= u'0' && c <= u'9'; });
            const int value = digits.toInt();
            return wellFormed && value <= most ? std::optional<std::int64_t>(value) : std::nullopt;
        };
        const auto hours = number(parts[0], 23);
        const auto minutes = number(parts[1], 59);
        *precision = 60 * second;
        std::optional<std::int64_t> seconds = 0;
        std::int64_t fraction = 0;
        if (parts.size() == 3) {
            *precision = second;
            const qsizetype point = parts[2].indexOf(u'.');
            seconds = number(parts[2].left(point), 59);
            if (point >= 0) {
                const QString digits = parts[2].mid(point + 1);
                if (digits.isEmpty() || digits.size() > 9) {
                    return std::nullopt;
                }
                for (const QChar c : digits) {
                    if (c < u'0' || c > u'9') {
                        return std::nullopt;
                    }
                    *precision /= 10;
                    fraction += (c.unicode() - u'0') * *precision;
                }
            }
        }
        if (!hours || !minutes || !seconds) {
            return std::nullopt;
        }
        return (*hours * 3600 + *minutes * 60 + *seconds) * second + fraction;
    }

    Result ofChoice(const FieldRow &row)
    {
        const QString name = QString::fromUtf16(row.name);
        const unsigned order = orderSign();
        if (order != Equal && order != (Less | Greater)) {
            m_at -= order == 0 ? 0 : signBefore().size();
            return failHere(tr("== or != is wanted after \"%1\"").arg(name),
                            Expected::ChoiceOperator);
        }
        const QString before = name + u' ' + signBefore();
        const QStringView word = peekWord();
        const auto kinds = kindsOf(word);
        const KindSet data = bitOf(EventKind::Sent) | bitOf(EventKind::Received);
        if (row.field == Field::Direction && (!kinds || (*kinds & data) == 0)) {
            return failHere(tr("\"in\" or \"out\" is wanted after \"%1\"").arg(before),
                            Expected::DirectionName);
        }
        if (row.field == Field::Kind && !eventKindOf(word.toString().toLower().toStdString())) {
            QStringList names;
            for (int index = 0; index < eventKindCount; ++index) {
                names.append(fromUtf8(eventKindName(static_cast<EventKind>(index))));
            }
            return failHere(tr("a kind is wanted after \"%1\": %2")
                                .arg(before, names.join(QStringLiteral(", "))),
                            Expected::KindName);
        }
        m_at += word.size();
        Condition condition;
        condition.sort = Condition::Sort::Kinds;
        condition.kinds = order == Equal ? *kinds : allKinds & ~*kinds;
        return condition;
    }

    enum class TextOperator { None, Contains, Matches, Is, IsNot };

    TextOperator textOperator(Field field)
    {
        if (takeWord(u"contains")) {
            return TextOperator::Contains;
        }
        if (field != Field::Hex && (takeWord(u"matches") || takeSign(u"=~"))) {
            return TextOperator::Matches;
        }
        if (takeSign(u"==")) {
            return TextOperator::Is;
        }
        if (takeSign(u"!=")) {
            return TextOperator::IsNot;
        }
        return takeSign(u"=") ? TextOperator::Is : TextOperator::None;
    }

    Result ofText(const FieldRow &row)
    {
        const QString name = QString::fromUtf16(row.name);
        const TextOperator operation = textOperator(row.field);
        if (operation == TextOperator::None) {
            return failHere(
                row.field == Field::Hex
                    ? tr("\"contains\", == or != is wanted after \"%1\"").arg(name)
                    : tr("\"contains\", \"matches\", == or != is wanted after \"%1\"").arg(name),
                Expected::TextOperator);
        }
        Condition condition;
        condition.sort = Condition::Sort::Text;
        condition.field = row.field;
        condition.order = operation == TextOperator::IsNot ? (Less | Greater) : unsigned(Equal);
        const QString before = name + u' ' + lastWord();
        if (operation == TextOperator::Matches) {
            auto pattern = regularExpression(before);
            if (!pattern) {
                return std::nullopt;
            }
            condition.needle = Needle::ofPattern(std::move(*pattern));
            return condition;
        }
        if (row.field == Field::Hex) {
            const auto bytes = hexBytes(before);
            if (!bytes) {
                return std::nullopt;
            }
            condition.exactly = *bytes;
            if (operation == TextOperator::Contains) {
                condition.needle = Needle::ofBytes(viewOf(
                    std::string_view(bytes->constData(), static_cast<std::size_t>(bytes->size()))));
            }
            return condition;
        }
        const auto text = textValue(before);
        if (!text) {
            return std::nullopt;
        }
        if (operation == TextOperator::Contains) {
            if (text->isEmpty()) {
                return fail(m_at, 0, tr("the text is empty"));
            }
            condition.needle = Needle::parse(Needle::Kind::Text, *text, hasCapital(*text));
        }
        condition.exactly = text->toUtf8();
        return condition;
    }

    std::optional<QString> textValue(const QString &before)
    {
        skipSpaces();
        if (!atEnd() && (m_text[m_at] == u'"' || m_text[m_at] == u'\'')) {
            return quoted();
        }
        const QStringView word = peekWord();
        if (word.isEmpty()) {
            return failHere(tr("a text is wanted after \"%1\"").arg(before));
        }
        m_at += word.size();
        return word.toString();
    }

    std::optional<QByteArray> hexBytes(const QString &before)
    {
        skipSpaces();
        const qsizetype begin = m_at;
        QString typed;
        qsizetype inQuotes = 0;
        if (!atEnd() && (m_text[m_at] == u'"' || m_text[m_at] == u'\'')) {
            const qsizetype end = m_text.indexOf(m_text[m_at], m_at + 1);
            if (end < 0) {
                return fail(m_at, m_text.size() - m_at, tr("the closing quote is missing"));
            }
            typed = m_text.mid(m_at + 1, end - m_at - 1).toString();
            m_at = end + 1;
            inQuotes = 1;
        } else {
            // All words that look like digits; the first is meant to, whatever it looks like.
            qsizetype end = begin;
            while (!atEnd()) {
                const QStringView word = peekWord();
                if (word.isEmpty() || (end > begin && !isHexWord(word))) {
                    break;
                }
                m_at += word.size();
                end = m_at;
                if (!isHexWord(word)) {
                    break;
                }
            }
            m_at = end;
            typed = m_text.mid(begin, end - begin).toString();
        }
        QueryError error;
        auto bytes = parseHex(typed, &error);
        if (!bytes) {
            return fail(begin + inQuotes + error.position, error.length,
                        typed.isEmpty() ? tr("hex digits are wanted after \"%1\"").arg(before)
                                        : error.words);
        }
        return bytes;
    }

    // /…/ with flags behind it, or a text.
    std::optional<Pattern> regularExpression(const QString &before)
    {
        skipSpaces();
        qsizetype begin = m_at;
        QString expression;
        int options = Pattern::NoOption;
        if (!atEnd() && m_text[m_at] == u'/') {
            qsizetype end = ++begin;
            while (end < m_text.size() && m_text[end] != u'/') {
                end += m_text[end] == u'\\' ? 2 : 1;
            }
            if (end >= m_text.size()) {
                return fail(m_at, m_text.size() - m_at,
                            tr("the / that ends the regular expression is missing"));
            }
            expression = m_text.mid(begin, end - begin).toString();
            m_at = end + 1;
            for (qsizetype left = wordLength(); left > 0; --left, ++m_at) {
                switch (m_text[m_at].unicode()) {
                case u'i':
                    options |= Pattern::IgnoreCase;
                    break;
                case u'm':
                    options |= Pattern::MultiLine;
                    break;
                case u's':
                    options |= Pattern::DotMatchesAll;
                    break;
                default:
                    return fail(m_at, 1,
                                tr("only i (any case), m (^ and $ at lines) and s (. takes line "
                                   "breaks) may follow"));
                }
            }
        } else {
            const bool inQuotes = !atEnd() && (m_text[m_at] == u'"' || m_text[m_at] == u'\'');
            begin += inQuotes ? 1 : 0;
            const auto text = inQuotes ? quotedAsItIs() : textValue(before);
            if (!text) {
                return std::nullopt;
            }
            expression = *text;
        }
        QueryError error;
        auto pattern = Pattern::parse(expression, options, &error);
        if (!pattern) {
            // What is wrong at the end of all is shown at the last character.
            return fail(std::min(begin + error.position, m_text.size() - 1),
                        std::max<qsizetype>(error.length, 1), error.words);
        }
        return pattern;
    }

    /// Between quotes; the backslashes of a regular expression are its own.
    std::optional<QString> quotedAsItIs()
    {
        const qsizetype end = m_text.indexOf(m_text[m_at], m_at + 1);
        if (end < 0) {
            return fail(m_at, m_text.size() - m_at, tr("the closing quote is missing"));
        }
        const QString text = m_text.mid(m_at + 1, end - m_at - 1).toString();
        m_at = end + 1;
        return text;
    }

    /// Between quotes, with \n, \r, \t, \0, \\ and quotes behind a backslash.
    std::optional<QString> quoted()
    {
        const qsizetype begin = m_at;
        const QChar quote = m_text[m_at++];
        QString text;
        while (!atEnd() && m_text[m_at] != quote) {
            QChar c = m_text[m_at++];
            if (c == u'\\' && !atEnd()) {
                c = m_text[m_at++];
                switch (c.unicode()) {
                case u'n':
                    c = u'\n';
                    break;
                case u'r':
                    c = u'\r';
                    break;
                case u't':
                    c = u'\t';
                    break;
                case u'0':
                    c = QChar(0);
                    break;
                case u'\\':
                case u'"':
                case u'\'':
                    break;
                default:
                    return fail(m_at - 2, 2,
                                tr("only \\n, \\r, \\t, \\0, \\\\ and a quote may follow a "
                                   "backslash; for other bytes there is hex contains"));
                }
            }
            text += c;
        }
        if (atEnd()) {
            return fail(begin, m_text.size() - begin, tr("the closing quote is missing"));
        }
        ++m_at;
        return text;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    qsizetype m_bareNote = -1; // behind a "note" that has no operator: a kind, so far
    QueryError m_error;
    Expected m_expected = Expected::Nothing;
};

} // namespace

std::optional<Filter> Filter::parse(const QString &expression, QueryError *error)
{
    Filter filter;
    filter.m_expression = expression;
    if (expression.trimmed().isEmpty()) {
        return filter;
    }
    Parser parser(expression);
    auto root = parser.parse();
    if (!root) {
        if (error != nullptr) {
            *error = parser.error();
        }
        return std::nullopt;
    }
    filter.m_root = std::make_shared<const Condition>(std::move(*root));
    return filter;
}

bool Filter::matches(const Event &event) const
{
    Look look;
    return matches(event, look);
}

bool Filter::matches(const Event &event, Look &look) const
{
    return m_root == nullptr || m_root->matches(event, look);
}

FilterCompletions filterCompletions(const QString &expression, qsizetype cursor)
{
    using Expected = Parser::Expected;
    FilterCompletions result;
    const QStringView before = QStringView(expression).left(cursor);
    if (before.size() > Filter::longest) {
        return result;
    }
    qsizetype begin = before.size();
    while (begin > 0 && !isWordEnd(before[begin - 1])) {
        --begin;
    }
    const QStringView word = before.mid(begin);
    result.position = begin;
    result.length = word.size();
    const auto propose = [&result, word](const QString &text, const QString &description) {
        if (text.startsWith(word, Qt::CaseInsensitive) && text.size() > word.size()) {
            result.proposals.append({.text = text, .description = description});
        }
    };
    Parser parser(before.left(begin));
    parser.parse();
    switch (parser.expected()) {
    case Expected::Start:
        for (const FieldRow &row : fields) {
            propose(QString::fromUtf16(row.name), tr(row.description));
        }
        propose(QStringLiteral("has data"), tr("events with bytes"));
        propose(QStringLiteral("has note"), tr("events with a note"));
        propose(QStringLiteral("not"), tr("what follows is not so"));
        for (int index = 0; index < eventKindCount; ++index) {
            const auto kind = static_cast<EventKind>(index);
            if (kind != EventKind::Note) { // there it stands as a field
                propose(fromUtf8(eventKindName(kind)), tr("events of this kind"));
            }
        }
        break;
    case Expected::Closing:
        propose(QStringLiteral(")"), tr("ends what ( began"));
        [[fallthrough]];
    case Expected::Connective:
        propose(QStringLiteral("and"), tr("and this too"));
        propose(QStringLiteral("or"), tr("or else this"));
        break;
    case Expected::NumberOperator:
        propose(QStringLiteral("=="), tr("is"));
        propose(QStringLiteral("!="), tr("is not"));
        propose(QStringLiteral(">"), tr("is more than"));
        propose(QStringLiteral(">="), tr("is at least"));
        propose(QStringLiteral("<"), tr("is less than"));
        propose(QStringLiteral("<="), tr("is at most"));
        break;
    case Expected::ChoiceOperator:
        propose(QStringLiteral("=="), tr("is"));
        propose(QStringLiteral("!="), tr("is not"));
        break;
    case Expected::TextOperator:
        propose(QStringLiteral("contains"), tr("this is somewhere in it"));
        propose(QStringLiteral("matches"), tr("a regular expression: matches /GET .*HTTP/i"));
        propose(QStringLiteral("=="), tr("is exactly this"));
        propose(QStringLiteral("!="), tr("is not exactly this"));
        break;
    case Expected::KindName:
        for (int index = 0; index < eventKindCount; ++index) {
            propose(fromUtf8(eventKindName(static_cast<EventKind>(index))),
                    tr("events of this kind"));
        }
        break;
    case Expected::DirectionName:
        propose(QStringLiteral("in"), tr("received"));
        propose(QStringLiteral("out"), tr("sent"));
        break;
    case Expected::Possession:
        propose(QStringLiteral("data"), tr("events with bytes"));
        propose(QStringLiteral("note"), tr("events with a note"));
        propose(QStringLiteral("peer"), tr("events with a peer's address"));
        break;
    case Expected::Nothing:
        break;
    }
    return result;
}

} // namespace sockyard
