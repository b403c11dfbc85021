#include "netcore/chat/finding.h"

#include "netcore/codec/visibletext.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

// By their numbers.
constexpr std::array<std::string_view, findingSignCount> signNames = {"ok", "fault", "warning",
                                                                      "busy", "unknown"};
constexpr std::array<std::string_view, doctorCheckCount> checkNames = {
    "socket", "membership", "interface", "route", "probe",
    "hosts",  "port",       "family",    "scope", "firewall"};
constexpr std::string_view divider = ": ";
constexpr std::size_t longestName = 128;
constexpr std::size_t longestSentence = 4096;

template <typename Value, std::size_t count>
std::optional<Value> valueOf(std::string_view name,
                             const std::array<std::string_view, count> &names)
{
    const auto *const found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Value>(found - names.begin()));
}

template <typename Value, std::size_t count>
QString nameOf(Value value, const std::array<std::string_view, count> &names)
{
    const std::string_view name = names.at(static_cast<std::size_t>(value));
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

/// Takes the word before the next blank away; the rest is behind it.
std::string_view takeWord(std::string_view &text)
{
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
}

QString shown(std::string_view text, std::size_t longest)
{
    return QString::fromStdString(visibleText(text, longest));
}

} // namespace

QString Finding::text() const
{
    QString text = nameOf(sign, signNames) + u' ' + nameOf(check, checkNames);
    if (!interfaceName.isEmpty()) {
        QString name = interfaceName; // on Windows a person may have given it
        text += u' ' + name.remove(u':');
    }
    return text + QStringLiteral(": ") + sentence;
}

std::optional<Finding> Finding::fromText(std::string_view text)
{
    const std::size_t end = text.find(divider);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view head = text.substr(0, end);
    const auto sign = valueOf<FindingSign>(takeWord(head), signNames);
    const auto check = valueOf<DoctorCheck>(takeWord(head), checkNames);
    if (!sign || !check) {
        return std::nullopt;
    }
    return Finding{*sign, *check, shown(head, longestName),
                   shown(text.substr(end + divider.size()), longestSentence)};
}

} // namespace sockyard
