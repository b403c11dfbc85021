#include "widgets/views/eventtable.h"

#include "widgets/views/rowdelegate.h"
#include "widgets/views/tones.h"

#include <QFontDatabase>
#include <QHeaderView>

namespace sockyard
{

namespace
{

// Colours a row by its kind, and aligns columns; the words come from the model.
class EventDelegate : public RowDelegate
{
public:
    explicit EventDelegate(QObject *parent)
        : RowDelegate(parent)
        , m_fixedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
    {
    }

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int column = index.column();
        if (column == EventModel::EventColumn || column == EventModel::DataColumn) {
            const auto kind = static_cast<EventKind>(index.data(EventModel::KindRole).toInt());
            option.palette.setColor(QPalette::Text, toneColor(toneOf(kind), option.palette));
            if (column == EventModel::DataColumn && carriesData(kind)) {
                option.font = m_fixedFont;
            }
        }
        if (column == EventModel::DeltaColumn || column == EventModel::BytesColumn) {
            option.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        }
    }

private:
    QFont m_fixedFont;
};

} // namespace

EventTable::EventTable(QWidget *parent)
    : RowTable(Follow::End, parent)
{
    setObjectName(QStringLiteral("eventTable"));
    setAccessibleName(tr("Events"));
    setItemDelegate(new EventDelegate(this));
    horizontalHeader()->setStretchLastSection(true);
}

void EventTable::setEventModel(EventModel *model)
{
    m_model = model;
    setModel(model);
    for (const int column : {EventModel::NumberColumn, EventModel::ConnectionColumn,
                             EventModel::LocalColumn, EventModel::NoteColumn}) {
        setColumnHidden(column, true);
    }
}

void EventTable::fitColumns()
{
    setColumnWidth(EventModel::TimeColumn, widthFor(QStringLiteral("00:00:00.000")));
    setColumnWidth(EventModel::DeltaColumn, widthFor(QStringLiteral("000.0 ms")));
    setColumnWidth(EventModel::PeerColumn, widthFor(QStringLiteral("225.0.0.250:8123")));
    setColumnWidth(EventModel::EventColumn, widthFor(QStringLiteral("⇤ peer finished")));
    setColumnWidth(EventModel::BytesColumn, widthFor(QStringLiteral("000000")));
}

std::optional<Event> EventTable::currentEvent() const
{
    return m_model == nullptr || !currentIndex().isValid() ? std::nullopt
                                                           : m_model->eventAt(currentIndex().row());
}

void EventTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    RowTable::currentChanged(current, previous);
    Q_EMIT currentEventChanged();
}

} // namespace sockyard
