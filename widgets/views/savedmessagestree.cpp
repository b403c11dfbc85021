#include "widgets/views/savedmessagestree.h"

#include "widgets/models/savedmessagesmodel.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace sockyard
{

SavedMessagesTree::SavedMessagesTree(SavedMessagesModel *model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("savedTree"));
    setAccessibleName(tr("Saved messages"));
    setModel(model);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setExpandsOnDoubleClick(true);
    setUniformRowHeights(true);
    setDragDropMode(QAbstractItemView::InternalMove);
    setAllColumnsShowFocus(true);
    const int character = fontMetrics().averageCharWidth();
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(SavedMessagesModel::MessageColumn, QHeaderView::Stretch);
    header()->resizeSection(SavedMessagesModel::NameColumn, 28 * character);
    header()->resizeSection(SavedMessagesModel::KeyColumn, 9 * character);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this,
            &SavedMessagesTree::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &SavedMessagesTree::findPlaceAgain);
    connect(this, &QAbstractItemView::doubleClicked, this, &SavedMessagesTree::sendCurrent);
    connect(this, &QTreeView::collapsed, this,
            [this](const QModelIndex &index) { noteFolder(index, true); });
    connect(this, &QTreeView::expanded, this,
            [this](const QModelIndex &index) { noteFolder(index, false); });
    expandAll();
}

std::optional<qsizetype> SavedMessagesTree::currentMessage() const
{
    return m_model->messageAt(currentIndex());
}

FolderPath SavedMessagesTree::currentFolder() const
{
    return m_model->folderAt(currentIndex());
}

bool SavedMessagesTree::isFolderChosen() const
{
    return currentIndex().isValid() && !currentMessage();
}

void SavedMessagesTree::choose(const QModelIndex &index)
{
    setCurrentIndex(index);
    scrollTo(index);
}

void SavedMessagesTree::chooseAnyMessage()
{
    QModelIndex index = currentMessage() ? QModelIndex() : m_model->index(0, 0);
    while (index.isValid() && !m_model->messageAt(index)) {
        index = indexBelow(index);
    }
    if (index.isValid()) {
        choose(index);
    }
}

void SavedMessagesTree::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && state() != QAbstractItemView::EditingState) {
        sendCurrent();
        return;
    }
    if (event->matches(QKeySequence::Delete)) {
        Q_EMIT removeRequested();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void SavedMessagesTree::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT chosen();
}

void SavedMessagesTree::sendCurrent()
{
    if (const auto message = currentMessage()) {
        Q_EMIT sendRequested(*message);
    }
}

void SavedMessagesTree::noteFolder(const QModelIndex &index, bool closed)
{
    if (m_isFilling) {
        return;
    }
    if (closed) {
        m_closed.insert(m_model->folderAt(index));
    } else {
        m_closed.remove(m_model->folderAt(index));
    }
}

void SavedMessagesTree::rememberPlace()
{
    m_message = currentMessage();
    m_folder = currentFolder();
}

void SavedMessagesTree::findPlaceAgain()
{
    m_isFilling = true;
    expandAll();
    for (const FolderPath &folder : std::as_const(m_closed)) {
        const QModelIndex index = m_model->indexOfFolder(folder);
        if (index.isValid()) {
            collapse(index);
        }
    }
    m_isFilling = false;
    const QModelIndex index =
        m_message ? m_model->indexOfMessage(*m_message) : m_model->indexOfFolder(m_folder);
    if (index.isValid()) {
        choose(index);
    }
    Q_EMIT chosen();
}

} // namespace sockyard
