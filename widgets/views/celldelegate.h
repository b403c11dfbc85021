#pragma once

#include <QStyledItemDelegate>

namespace sockyard
{

/// Shows and edits the cells of a table in which a person writes, such as that of a list of rules.
/// What is wrong has a sign and the tone of what is bad. What is typed counts with every key;
/// Escape takes back what was typed into the cell. A subclass says what each column is edited with.
/// Main thread.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// \a problemRole is the model's role for what is wrong with a cell, in words; empty where
    /// nothing is.
    explicit CellDelegate(int problemRole, QObject *parent = nullptr);

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override;

protected:
    /// One of those below, for that column.
    virtual QWidget *makeEditor(QWidget *parent, int column) const = 0;
    /// A cell whose value is the number of the chosen one.
    QWidget *makeChoice(QWidget *parent, const QStringList &choices) const;
    /// A cell whose value is a number of milliseconds, from 0.
    QWidget *makeTime(QWidget *parent, int most) const;
    /// A cell whose value is a text of any length.
    QWidget *makeText(QWidget *parent) const;

    bool eventFilter(QObject *object, QEvent *event) override;
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    static void show(QWidget *editor, const QVariant &value);
    static QVariant valueOf(const QWidget *editor);
    void take(QWidget *editor) const;

    const int m_problemRole;
};

} // namespace sockyard
