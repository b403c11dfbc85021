#include "netcore/projections/interfacehistory.h"

#include "netcore/sockets/notemarks.h"

namespace sockyard
{

namespace
{

// A machine has some interfaces and addresses; a file may hold anything.
constexpr qsizetype mostInterfaces = 1000;
constexpr qsizetype mostNames = 1000;
constexpr qsizetype mostChanges = 20; // of one interface

} // namespace

bool InterfaceHistory::apply(const Event &event)
{
    std::string_view note = event.note();
    if (event.kind() != EventKind::Note || event.connection() != 0) {
        return false;
    }
    if (note.starts_with(watchBeginsMark)) {
        m_changes.clear();
        m_changeCount = 0;
        ++m_beginnings;
        return true;
    }
    if (note.starts_with(interfaceMark)) {
        note.remove_prefix(interfaceMark.size());
        const auto change = InterfaceChange::fromText(note);
        return change && add(*change);
    }
    if (note.starts_with(addressNameMark)) {
        note.remove_prefix(addressNameMark.size());
        const auto name = AddressName::fromText(note);
        return name && add(*name);
    }
    return false;
}

bool InterfaceHistory::add(const InterfaceChange &change)
{
    if (change.sign == InterfaceChange::Sign::There) {
        return false; // nothing happened
    }
    ++m_changeCount;
    if (m_changes.size() >= mostInterfaces && !m_changes.contains(change.interfaceName)) {
        return true;
    }
    QList<InterfaceChange> &its = m_changes[change.interfaceName];
    its.append(change);
    if (its.size() > mostChanges) {
        its.removeFirst();
    }
    return true;
}

bool InterfaceHistory::add(const AddressName &name)
{
    if (m_names.size() >= mostNames && !m_names.contains(name.address)) {
        m_names.clear();
    }
    m_names.insert(name.address, name);
    return true;
}

QList<InterfaceChange> InterfaceHistory::changesOf(const QString &interfaceName) const
{
    return m_changes.value(interfaceName);
}

std::optional<AddressName> InterfaceHistory::nameOf(const QString &address) const
{
    const auto found = m_names.find(address);
    return found == m_names.end() ? std::nullopt : std::optional(*found);
}

} // namespace sockyard
