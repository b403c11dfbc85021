#include "netcore/doctor/sentencewords.h"

#include "netcore/chat/groupscope.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <string_view>

namespace sockyard
{

namespace
{

constexpr qsizetype mostNames = 4;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::SentenceWords", text);
}

QString listed(QStringList texts)
{
    const auto more = texts.size() - mostNames;
    if (more > 0) {
        texts.erase(texts.begin() + mostNames, texts.end());
        texts.append(tr("%1 more").arg(more));
    }
    return texts.join(QStringLiteral(", "));
}

QString number(quint64 count)
{
    return QLocale().toString(count);
}

QString familyName(SocketAddress::Family family)
{
    return family == SocketAddress::Family::Ipv6 ? QStringLiteral("IPv6") : QStringLiteral("IPv4");
}

// As a person types it.
QString groupText(const SocketAddress &group)
{
    QHostAddress host = group.host();
    host.setScopeId({});
    return host.toString();
}

QString hostText(const SocketAddress &address)
{
    return address.host().toString();
}

QString errorText(SystemError error)
{
    return QString::fromStdString(error.name());
}

QString programs(const MulticastFacts &facts)
{
    QStringList texts;
    if (facts.port) {
        for (const PortHolder &its : facts.port->others) {
            const QString text = its.isThisProgram ? tr("this program itself")
                                 : its.name.isEmpty()
                                     ? tr("a program of another user")
                                     : tr("%1 (process %2)").arg(its.name).arg(its.process);
            if (!texts.contains(text)) {
                texts.append(text);
            }
        }
    }
    return listed(texts);
}

const SocketAddress &firstOtherGroup(const MulticastFacts &facts)
{
    static const SocketAddress none;
    if (!facts.otherGroups) {
        return none;
    }
    if (!facts.otherGroups->voices.isEmpty()) {
        return facts.otherGroups->voices.constFirst().group;
    }
    return facts.otherGroups->heard.isEmpty() ? none : facts.otherGroups->heard.constFirst();
}

QString voices(const MulticastFacts &facts)
{
    QStringList names;
    if (facts.otherGroups) {
        for (const OtherVoice &voice : facts.otherGroups->voices) {
            if (voice.group == firstOtherGroup(facts)) {
                names.append(voice.name);
            }
        }
    }
    return listed(names);
}

QString heardGroups(const MulticastFacts &facts)
{
    QStringList texts;
    if (facts.otherGroups) {
        for (const SocketAddress &group : facts.otherGroups->heard) {
            texts.append(groupText(group));
        }
    }
    return listed(texts);
}

struct Word {
    std::string_view name;
    QString (*text)(const MulticastFacts &facts, const LineFacts &line);
};

using Facts = MulticastFacts;
using Line = LineFacts;

constexpr auto words = std::to_array<Word>({
    {"problem", [](const Facts &facts, const Line &) { return facts.problem; }},
    {"group", [](const Facts &facts, const Line &) { return groupText(facts.group); }},
    {"port", [](const Facts &facts, const Line &) { return QString::number(facts.group.port()); }},
    {"family", [](const Facts &facts, const Line &) { return familyName(facts.group.family()); }},
    {"bound", [](const Facts &facts, const Line &) { return facts.bound; }},
    {"failure", [](const Facts &facts, const Line &) { return facts.lastFailure; }},
    {"scope", [](const Facts &facts,
                 const Line &) { return groupScopeWords(facts.group.host(), facts.hops); }},
    {"error", [](const Facts &facts, const Line &) { return errorText(facts.route.error); }},
    {"members", [](const Facts &facts, const Line &) { return listed(facts.otherMembers); }},
    {"choices", [](const Facts &facts, const Line &) { return listed(facts.otherInterfaces); }},
    {"programs", [](const Facts &facts, const Line &) { return programs(facts); }},
    {"sent", [](const Facts &facts, const Line &) { return number(facts.sent); }},
    {"back", [](const Facts &facts, const Line &) { return number(facts.heardBack); }},
    {"fromhosts", [](const Facts &facts, const Line &) { return number(facts.heardOfOtherHosts); }},
    {"voices", [](const Facts &facts, const Line &) { return voices(facts); }},
    {"othergroup",
     [](const Facts &facts, const Line &) { return groupText(firstOtherGroup(facts)); }},
    {"otherfamily",
     [](const Facts &facts, const Line &) { return familyName(firstOtherGroup(facts).family()); }},
    {"heardgroups", [](const Facts &facts, const Line &) { return heardGroups(facts); }},
    {"interface", [](const Facts &, const Line &line) { return line.interface.name; }},
    {"address",
     [](const Facts &facts,
        const Line &line) { return addressFor(facts.group, line.interface).toString(); }},
    {"users", [](const Facts &, const Line &line) { return number(line.users); }},
    {"linefailure", [](const Facts &, const Line &line) { return line.lastFailure; }},
    {"lineerror", [](const Facts &, const Line &line) { return errorText(line.route.error); }},
    {"source", [](const Facts &, const Line &line) { return hostText(line.route.value); }},
});

} // namespace

QString filledSentence(const QString &sentence, const MulticastFacts &facts, const LineFacts &line)
{
    QString result;
    qsizetype place = 0;
    while (place < sentence.size()) {
        const qsizetype begin = sentence.indexOf(u'{', place);
        const qsizetype end = begin < 0 ? -1 : sentence.indexOf(u'}', begin);
        if (end < 0) {
            break;
        }
        const std::string name = sentence.mid(begin + 1, end - begin - 1).toStdString();
        const auto *const word = std::find_if(
            words.begin(), words.end(), [&name](const Word &its) { return its.name == name; });
        result += QStringView(sentence).mid(place, begin - place);
        result +=
            word == words.end() ? sentence.mid(begin, end + 1 - begin) : word->text(facts, line);
        place = end + 1;
    }
    result += QStringView(sentence).mid(place);
    return result;
}

} // namespace sockyard
