#pragma once

#include "netcore/sockets/journal.h"
#include "netcore/sockets/pathmtu.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace sockyard
{

/// Tells how large packets to a connected peer can be, by a note with the pathMtuMark: at once, and
/// again when the system has learned something else, such as from a router on the way. It looks
/// once a second. Owned by its endpoint, on whose thread it lives.
class PathMtuWatch : public QObject
{
    Q_OBJECT

public:
    /// What the system says now.
    using Source = std::function<std::optional<PathMtu>()>;

    PathMtuWatch(Journal journal, Source source, QObject *parent = nullptr);

private:
    void look();

    const Journal m_journal;
    const Source m_source;
    std::optional<PathMtu> m_told;
    QTimer m_second;
};

} // namespace sockyard
