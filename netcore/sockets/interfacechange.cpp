#include "netcore/sockets/interfacechange.h"

#include "netcore/codec/visibletext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace sockyard
{

namespace
{

using Sign = InterfaceChange::Sign;

// By their numbers.
constexpr std::string_view signCharacters = "=+-~";
constexpr std::string_view divider = ": ";
constexpr std::size_t longestName = 128;
constexpr std::size_t longestSentence = 4096;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::InterfaceChange", text);
}

const InterfaceDetails *findIn(const QList<InterfaceDetails> &all, const InterfaceDetails &wanted)
{
    const auto found = std::find_if(all.begin(), all.end(), [&wanted](const InterfaceDetails &its) {
        return wanted.index != 0 ? its.index == wanted.index : its.name == wanted.name;
    });
    return found == all.end() ? nullptr : &*found;
}

const InterfaceAddress *findIn(const QList<InterfaceAddress> &all, const InterfaceAddress &wanted)
{
    const auto found = std::find_if(all.begin(), all.end(), [&wanted](const InterfaceAddress &its) {
        return its.address == wanted.address && its.prefixLength == wanted.prefixLength;
    });
    return found == all.end() ? nullptr : &*found;
}

/// Puts together what happened to one interface.
class Comparison
{
public:
    Comparison(const InterfaceDetails &before, const InterfaceDetails &now,
               QList<InterfaceChange> &result)
        : m_before(before)
        , m_now(now)
        , m_result(result)
    {
    }

    void compare()
    {
        compareNames();
        compareStates();
        if (m_now.mtu != m_before.mtu) {
            add(Sign::Changed, tr("its MTU is %1 now; it was %2").arg(m_now.mtu).arg(m_before.mtu));
        }
        if (m_now.hardwareAddress != m_before.hardwareAddress) {
            add(Sign::Changed, tr("its hardware address is %1 now; it was %2")
                                   .arg(m_now.hardwareAddress, m_before.hardwareAddress));
        }
        compareAddresses();
    }

    void compareAddresses()
    {
        for (const InterfaceAddress &address : m_before.addresses) {
            if (findIn(m_now.addresses, address) == nullptr) {
                add(Sign::Removed, tr("the address %1 was removed").arg(address.text()));
            }
        }
        for (const InterfaceAddress &address : m_now.addresses) {
            const InterfaceAddress *const old = findIn(m_before.addresses, address);
            if (old == nullptr) {
                add(Sign::Added, tr("the address %1 was added").arg(address.text()));
            } else if (address.deprecated && !old->deprecated) {
                add(Sign::Changed,
                    tr("the address %1 is deprecated now: nothing new begins from it")
                        .arg(address.text()));
            } else if (!address.deprecated && old->deprecated) {
                add(Sign::Changed, tr("the address %1 is of use again").arg(address.text()));
            }
        }
    }

private:
    void add(Sign sign, const QString &sentence) { m_result.append({sign, m_now.name, sentence}); }

    void compareNames()
    {
        if (m_now.name != m_before.name) {
            add(Sign::Changed, tr("this is its name now; it was %1").arg(m_before.name));
        }
    }

    void compareStates()
    {
        if (m_now.up != m_before.up) {
            add(m_now.up ? Sign::Added : Sign::Removed,
                !m_now.up       ? tr("it went down: nothing is sent or received there")
                : m_now.running ? tr("it went up")
                                : tr("it went up, and has no carrier yet"));
        } else if (m_now.up && m_now.running != m_before.running) {
            add(m_now.running ? Sign::Added : Sign::Removed,
                m_now.running ? tr("it has its carrier again")
                              : tr("it lost its carrier: is the cable out, or the Wi-Fi gone?"));
        }
    }

    const InterfaceDetails &m_before;
    const InterfaceDetails &m_now;
    QList<InterfaceChange> &m_result;
};

QString shown(std::string_view text, std::size_t longest)
{
    return QString::fromStdString(visibleText(text, longest));
}

} // namespace

QChar InterfaceChange::characterOf(Sign sign)
{
    return QChar::fromLatin1(signCharacters.at(static_cast<std::size_t>(sign)));
}

QString InterfaceChange::text() const
{
    QString name = interfaceName; // on Windows a person may have given it
    return characterOf(sign) + u' ' + name.remove(u':') + QStringLiteral(": ") + sentence;
}

std::optional<InterfaceChange> InterfaceChange::fromText(std::string_view text)
{
    const std::size_t sign = text.empty() ? std::string_view::npos : signCharacters.find(text[0]);
    const std::size_t end = text.find(divider);
    constexpr std::size_t begin = 2; // behind the sign and a blank
    if (sign == std::string_view::npos || end == std::string_view::npos || end <= begin ||
        text[1] != ' ') {
        return std::nullopt;
    }
    return InterfaceChange{static_cast<Sign>(sign),
                           shown(text.substr(begin, end - begin), longestName),
                           shown(text.substr(end + divider.size()), longestSentence)};
}

InterfaceChange presenceOf(const InterfaceDetails &interface)
{
    QStringList parts{interface.stateText()};
    if (interface.mtu > 0) {
        parts.append(tr("MTU %1").arg(interface.mtu));
    }
    for (const InterfaceAddress &address : interface.addresses) {
        parts.append(address.text());
    }
    return {Sign::There, interface.name, parts.join(QStringLiteral(", "))};
}

QList<InterfaceChange> changesBetween(const QList<InterfaceDetails> &before,
                                      const QList<InterfaceDetails> &now)
{
    QList<InterfaceChange> result;
    for (const InterfaceDetails &old : before) {
        if (findIn(now, old) == nullptr) {
            result.append({Sign::Removed, old.name, tr("the interface went away")});
        }
    }
    for (const InterfaceDetails &its : now) {
        if (const InterfaceDetails *const old = findIn(before, its)) {
            Comparison(*old, its, result).compare();
        } else {
            result.append(
                {Sign::Added, its.name, tr("the interface came: %1").arg(its.stateText())});
            Comparison(InterfaceDetails(), its, result).compareAddresses();
        }
    }
    return result;
}

} // namespace sockyard
