#include "widgets/views/headercolumns.h"

#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace sockyard
{

HeaderColumns::HeaderColumns(QHeaderView *header, Table table)
    : QObject(header)
    , m_header(header)
    , m_table(std::move(table))
    , m_choice(m_table.names)
{
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::sectionMoved, this, &HeaderColumns::takeMoved);
    connect(header, &QHeaderView::sectionResized, this, &HeaderColumns::takeResized);
    connect(header, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        auto *menu = new QMenu(m_header);
        menu->setObjectName(QStringLiteral("columnsMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(menu);
        menu->popup(m_header->viewport()->mapToGlobal(place));
    });
}

bool HeaderColumns::isShown(const ColumnChoice::Column &column) const
{
    return column.shown && !m_withheld.contains(column.column);
}

void HeaderColumns::withhold(const QList<int> &columns)
{
    m_withheld = columns;
    apply();
}

void HeaderColumns::readSettings()
{
    const auto choice =
        ColumnChoice::fromText(m_table.names, QSettings().value(m_table.key).toString());
    if (choice != m_choice) {
        m_choice = choice;
        apply();
    }
}

void HeaderColumns::keep()
{
    QSettings().setValue(m_table.key, m_choice.toText());
}

void HeaderColumns::apply()
{
    if (m_header->count() < static_cast<int>(m_table.names.size())) {
        return; // there is no model yet
    }
    {
        const QScopedValueRollback guard(m_applies, true);
        int place = 0;
        for (const ColumnChoice::Column &column : m_choice.columns()) {
            m_header->moveSection(m_header->visualIndex(column.column), place);
            m_header->setSectionHidden(column.column, !isShown(column));
            if (isShown(column)) {
                m_header->resizeSection(column.column, column.width > 0
                                                           ? column.width
                                                           : m_table.usualWidth(column.column));
            }
            ++place;
        }
    }
    fit();
    m_header->viewport()->update();
}

void HeaderColumns::fit()
{
    if (m_header->count() <= m_table.stretched || m_header->isSectionHidden(m_table.stretched)) {
        return;
    }
    const QScopedValueRollback guard(m_applies, true);
    const int others = m_header->length() - m_header->sectionSize(m_table.stretched);
    m_header->resizeSection(m_table.stretched, std::max(m_table.usualWidth(m_table.stretched),
                                                        m_header->viewport()->width() - others));
}

void HeaderColumns::takeMoved(int column, int /*from*/, int to)
{
    if (!m_applies) {
        m_choice.move(column, to);
        keep();
    }
}

void HeaderColumns::takeResized(int column, int /*before*/, int now)
{
    if (m_applies) {
        return;
    }
    if (column != m_table.stretched && now > 0) {
        m_choice.setWidth(column, now);
        keep();
    }
    fit();
}

void HeaderColumns::setShown(int column, bool shown)
{
    if (m_choice.setShown(column, shown)) {
        apply();
        keep();
    }
}

void HeaderColumns::reset()
{
    m_choice = ColumnChoice(m_table.names);
    apply();
    keep();
}

void HeaderColumns::fillMenu(QMenu *menu)
{
    const auto shownCount =
        std::count_if(m_choice.columns().begin(), m_choice.columns().end(),
                      [this](const ColumnChoice::Column &column) { return isShown(column); });
    for (const ColumnChoice::Column &each : m_choice.columns()) {
        const int column = each.column;
        if (m_withheld.contains(column)) {
            continue;
        }
        const QAbstractItemModel *const model = m_header->model();
        QString title = model->headerData(column, Qt::Horizontal).toString();
        const QString tip = model->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
        if (!tip.isEmpty()) {
            title = tr("%1   %2").arg(title, tip); // an arrow alone says little
        }
        QAction *action =
            menu->addAction(title.replace(u'&', QStringLiteral("&&")), this,
                            [this, column, shown = !each.shown] { setShown(column, shown); });
        action->setCheckable(true);
        action->setChecked(each.shown);
        action->setEnabled(!each.shown || shownCount > 1);
    }
    menu->addSeparator();
    menu->addAction(tr("&Reset columns"), this, &HeaderColumns::reset);
}

} // namespace sockyard
