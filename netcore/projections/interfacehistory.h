#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/sockets/addressname.h"
#include "netcore/sockets/interfacechange.h"

#include <QHash>
#include <QList>
#include <QString>

namespace sockyard
{

/// What happened to the interfaces of a machine since somebody began to watch them, folded from the
/// notes of a log; and what addresses are called that were looked up. Bounded. A value of one
/// thread.
class InterfaceHistory
{
public:
    /// True where the event has changed something.
    bool apply(const Event &event);

    /// Of the interface of that name, the oldest first; the last few where there are many.
    QList<InterfaceChange> changesOf(const QString &interfaceName) const;
    /// How many there were, of all interfaces.
    quint64 changeCount() const { return m_changeCount; }
    /// What was found for that address; nothing where it was not looked up.
    std::optional<AddressName> nameOf(const QString &address) const;
    /// How often the watching has begun.
    quint64 beginnings() const { return m_beginnings; }

private:
    bool add(const InterfaceChange &change);
    bool add(const AddressName &name);

    QHash<QString, QList<InterfaceChange>> m_changes; // by the interface's name
    QHash<QString, AddressName> m_names;              // by the address
    quint64 m_changeCount = 0;
    quint64 m_beginnings = 0;
};

} // namespace sockyard
