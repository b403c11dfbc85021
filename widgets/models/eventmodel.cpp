#include "widgets/models/eventmodel.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/eventmarks.h"
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
constexpr std::int64_t nanosecondsInMillisecond = 1000000;
constexpr EventNumber mostRows = std::numeric_limits<int>::max() / 2;

} // namespace

EventModel::EventModel(std::shared_ptr<const EventLog> log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(std::move(log))
    , m_marks(new EventMarks(this))
    , m_first(m_log->first())
    , m_end(m_first)
    , m_cursor(*m_log)
    , m_aboveCursor(*m_log)
{
    connect(m_marks, &EventMarks::changed, this, &EventModel::updateRow);
    connect(m_marks, &EventMarks::referenceChanged, this, &EventModel::useReference);
}

void EventModel::showUpTo(EventNumber end)
{
    EventNumber first = std::max(m_log->first(), end > mostRows ? end - mostRows : 0);
    first = std::min(std::max(first, m_first), std::max(end, m_end));
    removeBefore(first);
    if (end <= m_end) {
        return;
    }
    if (m_filtered) {
        m_end = end;
        return;
    }
    beginInsertRows({}, static_cast<int>(m_end - m_first), static_cast<int>(end - m_first - 1));
    m_end = end;
    endInsertRows();
}

void EventModel::removeBefore(EventNumber first)
{
    if (first <= m_first) {
        return;
    }
    const int gone =
        static_cast<int>(m_filtered ? m_matches.indexOf(first) : std::min(first, m_end) - m_first);
    if (gone > 0) {
        beginRemoveRows({}, 0, gone - 1);
    }
    m_first = first;
    m_end = std::max(m_end, first); // what was dropped before it was ever shown
    m_matches.dropBefore(first);
    if (gone > 0) {
        endRemoveRows();
    }
    m_marks->forgetBefore(first);
}

void EventModel::beginFilter()
{
    beginResetModel();
    m_filtered = true;
    m_matches.clear();
    endResetModel();
}

void EventModel::appendMatches(const std::vector<EventNumber> &ascending)
{
    const EventNumber least =
        m_matches.isEmpty() ? m_first : std::max(m_first, m_matches.last() + 1);
    const auto from = std::lower_bound(ascending.begin(), ascending.end(), least);
    if (!m_filtered || from == ascending.end()) {
        return;
    }
    const int before = rowCount();
    beginInsertRows({}, before, before + static_cast<int>(ascending.end() - from) - 1);
    std::for_each(from, ascending.end(), [this](EventNumber number) { m_matches.append(number); });
    endInsertRows();
}

void EventModel::endFilter()
{
    if (!m_filtered) {
        return;
    }
    beginResetModel();
    m_filtered = false;
    m_matches.clear();
    endResetModel();
}

EventNumber EventModel::numberAt(int row) const
{
    return m_filtered ? m_matches.at(static_cast<std::uint64_t>(row))
                      : m_first + static_cast<EventNumber>(row);
}

std::optional<int> EventModel::rowOf(EventNumber number) const
{
    const bool shown =
        m_filtered ? m_matches.contains(number) : number >= m_first && number < m_end;
    return shown ? std::optional(rowAtOrAfter(number)) : std::nullopt;
}

int EventModel::rowAtOrAfter(EventNumber number) const
{
    const std::uint64_t before =
        m_filtered ? m_matches.indexOf(number) : std::max(number, m_first) - m_first;
    const auto rows = static_cast<std::uint64_t>(rowCount());
    return static_cast<int>(std::min(before + 1, rows)) - 1;
}

const Event *EventModel::numbered(EventNumber number) const
{
    if (number < m_log->first()) {
        return nullptr;
    }
    if (m_event == nullptr || m_event->number() != number) {
        m_event = m_cursor.at(number);
    }
    return m_event;
}

const Event *EventModel::lookAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : numbered(numberAt(row));
}

std::optional<Event> EventModel::eventAt(int row) const
{
    const Event *const event = lookAt(row);
    return event == nullptr ? std::nullopt : std::optional(*event);
}

void EventModel::setTimeStyle(TimeStyle style)
{
    if (style != m_timeStyle) {
        m_timeStyle = style;
        updateTimes();
        Q_EMIT headerDataChanged(Qt::Horizontal, TimeColumn, TimeColumn);
    }
}

void EventModel::useReference()
{
    const auto number = m_marks->reference();
    const Event *const reference = number ? numbered(*number) : nullptr;
    m_referenceElapsed = reference == nullptr ? 0 : reference->elapsed();
    updateTimes();
}

void EventModel::updateRow(EventNumber number)
{
    if (const auto row = rowOf(number)) {
        Q_EMIT dataChanged(index(*row, 0), index(*row, ColumnCount - 1));
    }
}

void EventModel::updateTimes()
{
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, TimeColumn), index(rowCount() - 1, TimeColumn));
    }
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_filtered ? m_matches.size() : m_end - m_first);
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
    switch (role) {
    case NumberRole:
        return QVariant::fromValue<quint64>(numberAt(index.row()));
    case MarkedRole:
        return m_marks->isMarked(numberAt(index.row()));
    case NoteRole:
        return m_marks->noteOf(numberAt(index.row()));
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
    case KindRole:
        break;
    default:
        return {};
    }
    const Event *const event = lookAt(index.row());
    if (event == nullptr) {
        return {};
    }
    switch (role) {
    case KindRole:
        return static_cast<int>(event->kind());
    case Qt::ToolTipRole:
        return toolTip(*event, index.column());
    case Qt::AccessibleTextRole:
        return accessibleText(*event, index.row(), index.column());
    default:
        return text(*event, index.row(), index.column());
    }
}

QString EventModel::noteText(EventNumber number) const
{
    // A person may have pasted anything.
    const QByteArray note = m_marks->noteOf(number).toUtf8();
    return fromUtf8(
        visibleText(std::string_view(note.constData(), static_cast<std::size_t>(note.size()))));
}

QVariant EventModel::toolTip(const Event &event, int column) const
{
    QStringList parts;
    if (column == TimeColumn || column == DeltaColumn) {
        parts.append(QDateTime::fromMSecsSinceEpoch(event.time() / nanosecondsInMillisecond)
                         .toString(Qt::ISODateWithMs));
        parts.append(tr("%1 since the log began").arg(elapsedText(event.elapsed())));
    } else if (column == PeerColumn && !event.local().empty()) {
        parts.append(
            tr("connection %1, local %2").arg(event.connection()).arg(fromUtf8(event.local())));
    }
    if (m_marks->isMarked(event.number())) {
        parts.append(tr("★ marked"));
    }
    if (const QString note = noteText(event.number()); !note.isEmpty()) {
        parts.append(tr("✎ %1").arg(note));
    }
    return parts.isEmpty() ? QVariant() : parts.join(QStringLiteral(" · "));
}

QString EventModel::accessibleText(const Event &event, int row, int column) const
{
    QStringList parts{text(event, row, column)};
    if (column == DataColumn) { // where the signs of a row are painted
        if (m_marks->isMarked(event.number())) {
            parts.append(tr("marked"));
        }
        if (const QString note = noteText(event.number()); !note.isEmpty()) {
            parts.append(tr("note: %1").arg(note));
        }
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString EventModel::text(const Event &event, int row, int column) const
{
    switch (column) {
    case NumberColumn:
        return QString::number(event.number());
    case TimeColumn:
        return timeText(event, row);
    case DeltaColumn:
        return sinceAbove(event, row);
    case ConnectionColumn:
        return event.connection() == 0 ? QString() : QString::number(event.connection());
    case LocalColumn:
        return fromUtf8(event.local());
    case PeerColumn:
        return fromUtf8(event.peer());
    case EventColumn:
        return eventText(event.kind());
    case BytesColumn:
        return carriesData(event.kind()) || event.kind() == EventKind::Discarded
                   ? QString::number(event.bytes())
                   : QString();
    case NoteColumn:
        return noteText(event.number());
    case DataColumn:
        return dataText(event);
    default:
        return {};
    }
}

QString EventModel::dataText(const Event &event)
{
    QString note = fromUtf8(visibleText(event.note())); // ours, but names may be anybody's
    if (event.payload().empty() || !carriesData(event.kind())) {
        return note;
    }
    const QString bytes = fromUtf8(visibleText(event.payload(), shownBytes));
    return note.isEmpty() ? bytes
                          : tr("%1 (%2)", "bytes, and what is to be said of them").arg(bytes, note);
}

QString EventModel::timeText(const Event &event, int row) const
{
    if (m_marks->reference() == event.number()) {
        return tr("*REF*");
    }
    switch (m_timeStyle) {
    case TimeStyle::Clock:
        return clockText(event.time());
    case TimeStyle::Elapsed:
        return elapsedText(event.elapsed());
    case TimeStyle::SinceAbove:
        return sinceAbove(event, row);
    case TimeStyle::SinceReference:
        return elapsedText(event.elapsed() - m_referenceElapsed);
    }
    return {};
}

QString EventModel::sinceAbove(const Event &event, int row) const
{
    const Event *const above = row == 0 ? nullptr : m_aboveCursor.at(numberAt(row - 1));
    return above == nullptr ? QString() : durationText(event.elapsed() - above->elapsed());
}

QString EventModel::timeTitle() const
{
    switch (m_timeStyle) {
    case TimeStyle::Clock:
        return tr("Time");
    case TimeStyle::Elapsed:
        return tr("Elapsed");
    case TimeStyle::SinceAbove:
        return tr("Since above");
    case TimeStyle::SinceReference:
        return tr("Since *REF*");
    }
    return {};
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case NumberColumn:
        return tr("Number");
    case TimeColumn:
        return timeTitle();
    case DeltaColumn:
        return tr("Δ");
    case ConnectionColumn:
        return tr("Connection");
    case LocalColumn:
        return tr("Local");
    case PeerColumn:
        return tr("Peer");
    case EventColumn:
        return tr("Event");
    case BytesColumn:
        return tr("Bytes");
    case NoteColumn:
        return tr("Note");
    case DataColumn:
        return tr("Data");
    default:
        return {};
    }
}

} // namespace sockyard
