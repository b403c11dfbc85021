#include "netcore/http/httprequest.h"

#include <algorithm>

namespace sockyard
{

namespace
{

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool listHolds(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view item = list.substr(0, comma);
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        item = item.substr(0, item.find_last_not_of(" \t") + 1);
        if (isSameWord(item, word)) {
            return true;
        }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

} // namespace

bool isSameWord(std::string_view left, std::string_view right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char one, char other) { return lower(one) == lower(other); });
}

HttpTarget HttpRequest::target() const
{
    return parseHttpTarget(method(), targetText()).value_or(HttpTarget());
}

HttpRequest::Field HttpRequest::field(std::size_t index) const
{
    const FieldPlace &place = m_fields[index];
    return {view(place.name), view(place.value)};
}

std::optional<std::string_view> HttpRequest::value(std::string_view name) const
{
    for (const FieldPlace &place : m_fields) {
        if (isSameWord(view(place.name), name)) {
            return view(place.value);
        }
    }
    return std::nullopt;
}

std::size_t HttpRequest::count(std::string_view name) const
{
    return static_cast<std::size_t>(
        std::count_if(m_fields.begin(), m_fields.end(), [this, name](const FieldPlace &place) {
            return isSameWord(view(place.name), name);
        }));
}

bool HttpRequest::holds(std::string_view name, std::string_view word) const
{
    return std::any_of(m_fields.begin(), m_fields.end(), [&](const FieldPlace &place) {
        return isSameWord(view(place.name), name) && listHolds(view(place.value), word);
    });
}

bool HttpRequest::keepsAlive() const
{
    return !holds("connection", "close") &&
           (m_minorVersion > 0 || holds("connection", "keep-alive"));
}

} // namespace sockyard
