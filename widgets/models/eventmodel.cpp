#include "widgets/models/eventmodel.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

namespace sockyard
{

namespace
{

// More is never visible in a row; the bytes pane shows all.
constexpr std::size_t shownBytes = 256;
constexpr EventNumber mostRows = std::numeric_limits<int>::max() / 2;

} // namespace

EventModel::EventModel(std::shared_ptr<const EventLog> log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(std::move(log))
    , m_first(m_log->first())
    , m_end(m_first)
{
}

void EventModel::showUpTo(EventNumber end)
{
    EventNumber first = std::max(m_log->first(), end > mostRows ? end - mostRows : 0);
    first = std::min(std::max(first, m_first), std::max(end, m_end));
    const EventNumber gone = std::min(first, m_end);
    if (gone > m_first) {
        beginRemoveRows({}, 0, static_cast<int>(gone - m_first - 1));
        m_first = gone;
        endRemoveRows();
    }
    if (first > m_end) { // dropped before it was ever shown
        m_first = first;
        m_end = first;
    }
    if (end > m_end) {
        beginInsertRows({}, static_cast<int>(m_end - m_first), static_cast<int>(end - m_first - 1));
        m_end = end;
        endInsertRows();
    }
}

std::optional<Event> EventModel::eventAt(int row) const
{
    return row < 0 || row >= rowCount() ? std::nullopt
                                        : m_log->at(m_first + static_cast<EventNumber>(row));
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_end - m_first);
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (role == NumberRole) {
        return QVariant::fromValue<quint64>(m_first + static_cast<EventNumber>(index.row()));
    }
    if (role != Qt::DisplayRole && role != KindRole && role != Qt::ToolTipRole) {
        return {};
    }
    const auto event = eventAt(index.row());
    if (!event) {
        return {};
    }
    if (role == KindRole) {
        return static_cast<int>(event->kind());
    }
    if (role == Qt::ToolTipRole) {
        switch (index.column()) {
        case TimeColumn:
            return QDateTime::fromMSecsSinceEpoch(event->time() / 1000000)
                .toString(Qt::ISODateWithMs);
        case PeerColumn:
            return event->local().empty() ? QVariant()
                                          : tr("connection %1, local %2")
                                                .arg(event->connection())
                                                .arg(fromUtf8(event->local()));
        default:
            return {};
        }
    }
    return text(*event, index.column());
}

QString EventModel::text(const Event &event, int column) const
{
    switch (column) {
    case TimeColumn:
        return clockText(event.time());
    case DeltaColumn:
        return delta(event);
    case PeerColumn:
        return fromUtf8(event.peer());
    case EventColumn:
        return eventText(event.kind());
    case BytesColumn:
        return carriesData(event.kind()) || event.kind() == EventKind::Discarded
                   ? QString::number(event.bytes())
                   : QString();
    case DataColumn:
        // Notes are ours, but names in them may be anybody's.
        return fromUtf8(event.payload().empty() || !carriesData(event.kind())
                            ? visibleText(event.note())
                            : visibleText(event.payload(), shownBytes));
    default:
        return {};
    }
}

QString EventModel::delta(const Event &event) const
{
    const auto before = event.number() == 0 ? std::nullopt : m_log->at(event.number() - 1);
    return before ? durationText(event.elapsed() - before->elapsed()) : QString();
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case DeltaColumn:
        return tr("Δ");
    case PeerColumn:
        return tr("Peer");
    case EventColumn:
        return tr("Event");
    case BytesColumn:
        return tr("Bytes");
    case DataColumn:
        return tr("Data");
    default:
        return {};
    }
}

} // namespace sockyard
