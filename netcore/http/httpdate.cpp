#include "netcore/http/httpdate.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

using std::chrono::sys_seconds;

constexpr std::array<std::string_view, 7> days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                  "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Takes one thing after the other off the front of a text, until something is not there.
class Taker
{
public:
    explicit Taker(std::string_view text)
        : m_text(text)
    {
    }

    bool isAtEnd() const { return m_good && m_text.empty(); }
    bool isGood() const { return m_good; }
    void take(std::string_view words)
    {
        m_good = m_good && m_text.substr(0, words.size()) == words;
        if (m_good) {
            m_text.remove_prefix(words.size());
        }
    }
    int number(std::size_t digits)
    {
        int value = 0;
        for (std::size_t index = 0; index < digits; ++index) {
            m_good = m_good && !m_text.empty() && m_text.front() >= '0' && m_text.front() <= '9';
            if (m_good) {
                value = value * 10 + (m_text.front() - '0');
                m_text.remove_prefix(1);
            }
        }
        return value;
    }
    unsigned month()
    {
        const auto *const found = std::find(months.begin(), months.end(), m_text.substr(0, 3));
        m_good = m_good && found != months.end();
        if (m_good) {
            m_text.remove_prefix(3);
        }
        return m_good ? static_cast<unsigned>(found - months.begin()) + 1 : 0;
    }
    void dayName(std::string_view name) { take(name); }

private:
    std::string_view m_text;
    bool m_good = true;
};

struct Fields {
    int year = 0;
    unsigned month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

void takeClock(Taker &taker, Fields &fields)
{
    fields.hour = taker.number(2);
    taker.take(":");
    fields.minute = taker.number(2);
    taker.take(":");
    fields.second = taker.number(2);
}

std::optional<sys_seconds> timeOf(const Fields &fields)
{
    using namespace std::chrono;
    const year_month_day date(year(fields.year), month(fields.month),
                              day(static_cast<unsigned>(fields.day)));
    if (!date.ok() || fields.hour > 23 || fields.minute > 59 || fields.second > 60) {
        return std::nullopt;
    }
    return sys_days(date) + hours(fields.hour) + minutes(fields.minute) + seconds(fields.second);
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::optional<Fields> parseFixed(std::string_view text, std::string_view dayName)
{
    Taker taker(text);
    Fields fields;
    taker.take(dayName.substr(0, 3));
    taker.take(", ");
    fields.day = taker.number(2);
    taker.take(" ");
    fields.month = taker.month();
    taker.take(" ");
    fields.year = taker.number(4);
    taker.take(" ");
    takeClock(taker, fields);
    taker.take(" GMT");
    return taker.isAtEnd() ? std::optional(fields) : std::nullopt;
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`: the year has two digits.
std::optional<Fields> parseRfc850(std::string_view text, std::string_view dayName)
{
    Taker taker(text);
    Fields fields;
    taker.take(dayName);
    taker.take(", ");
    fields.day = taker.number(2);
    taker.take("-");
    fields.month = taker.month();
    taker.take("-");
    fields.year = taker.number(2);
    taker.take(" ");
    takeClock(taker, fields);
    taker.take(" GMT");
    return taker.isAtEnd() ? std::optional(fields) : std::nullopt;
}

/// `Sun Nov  6 08:49:37 1994`
std::optional<Fields> parseAsctime(std::string_view text, std::string_view dayName)
{
    Taker taker(text);
    Fields fields;
    taker.take(dayName.substr(0, 3));
    taker.take(" ");
    fields.month = taker.month();
    taker.take(" ");
    const bool one = text.size() > 8 && text[8] == ' ';
    taker.take(one ? " " : "");
    fields.day = taker.number(one ? 1 : 2);
    taker.take(" ");
    takeClock(taker, fields);
    taker.take(" ");
    fields.year = taker.number(4);
    return taker.isAtEnd() ? std::optional(fields) : std::nullopt;
}

std::string digits(unsigned value, std::size_t count)
{
    std::string text = std::to_string(value);
    return text.size() < count ? std::string(count - text.size(), '0') + text : text;
}

} // namespace

std::string httpDate(sys_seconds time)
{
    using namespace std::chrono;
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > 9999) {
        return {};
    }
    const auto two = [](auto value) { return digits(static_cast<unsigned>(value), 2); };
    std::string text;
    text.append(sockyard::days[weekday(day).c_encoding()].substr(0, 3)).append(", ");
    text.append(two(static_cast<unsigned>(date.day()))).append(" ");
    text.append(sockyard::months[static_cast<unsigned>(date.month()) - 1]).append(" ");
    text.append(digits(static_cast<unsigned>(year), 4)).append(" ");
    text.append(two(clock.hours().count())).append(":");
    text.append(two(clock.minutes().count())).append(":");
    text.append(two(clock.seconds().count())).append(" GMT");
    return text;
}

std::optional<sys_seconds> parseHttpDate(std::string_view text, sys_seconds now)
{
    for (const std::string_view dayName : days) {
        if (text.substr(0, 3) != dayName.substr(0, 3)) {
            continue;
        }
        if (const auto fields = parseFixed(text, dayName)) {
            return timeOf(*fields);
        }
        if (const auto fields = parseAsctime(text, dayName)) {
            return timeOf(*fields);
        }
        if (auto fields = parseRfc850(text, dayName)) {
            // What would be more than 50 years ahead is in the past.
            using namespace std::chrono;
            const int thisYear =
                static_cast<int>(year_month_day(floor<std::chrono::days>(now)).year());
            fields->year += thisYear - thisYear % 100;
            if (fields->year > thisYear + 50) {
                fields->year -= 100;
            }
            return timeOf(*fields);
        }
    }
    return std::nullopt;
}

} // namespace sockyard
