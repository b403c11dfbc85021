#pragma once

#include <QStyledItemDelegate>

namespace sockyard
{

/// Shows and edits the cells of a ReplyRulesModel. What is wrong has a sign and the tone of what is
/// bad. What is typed counts with every key; Escape takes back what was typed into the cell. Main
/// thread.
class ReplyRulesDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QWidget *makeEditor(QWidget *parent, int column) const;
    static void show(QWidget *editor, const QVariant &value);
    static QVariant valueOf(const QWidget *editor);
    void take(QWidget *editor) const;
};

} // namespace sockyard
