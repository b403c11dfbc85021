#include "widgets/views/celldelegate.h"

#include "widgets/views/tones.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSpinBox>

#include <limits>

namespace sockyard
{

namespace
{

// What the cell held before it was edited.
constexpr const char *before = "before";

} // namespace

CellDelegate::CellDelegate(int problemRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_problemRole(problemRole)
{
}

QWidget *CellDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem & /*option*/,
                                    const QModelIndex &index) const
{
    QWidget *const editor = makeEditor(parent, index.column());
    editor->setProperty(before, index.data(Qt::EditRole));
    editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
    return editor;
}

QWidget *CellDelegate::makeChoice(QWidget *parent, const QStringList &choices) const
{
    auto *box = new QComboBox(parent);
    box->addItems(choices);
    connect(box, &QComboBox::currentIndexChanged, this, [this, box] { take(box); });
    return box;
}

QWidget *CellDelegate::makeTime(QWidget *parent, int most) const
{
    auto *box = new QSpinBox(parent);
    box->setRange(0, most);
    box->setSuffix(tr(" ms"));
    box->setFrame(false);
    connect(box, &QSpinBox::valueChanged, this, [this, box] { take(box); });
    return box;
}

QWidget *CellDelegate::makeText(QWidget *parent) const
{
    auto *edit = new QLineEdit(parent);
    edit->setMaxLength(std::numeric_limits<int>::max()); // too much is told, and kept
    edit->setFrame(false);
    connect(edit, &QLineEdit::textEdited, this, [this, edit] { take(edit); });
    return edit;
}

void CellDelegate::take(QWidget *editor) const
{
    // The signal is of the base class, which does not know that this changes nothing of ours.
    Q_EMIT const_cast<CellDelegate *>(this)->commitData(editor);
}

void CellDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (valueOf(editor) != index.data(Qt::EditRole)) { // the cursor stays where one types
        show(editor, index.data(Qt::EditRole));
    }
}

void CellDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                const QModelIndex &index) const
{
    model->setData(index, valueOf(editor));
}

void CellDelegate::show(QWidget *editor, const QVariant &value)
{
    if (auto *const choice = qobject_cast<QComboBox *>(editor)) {
        choice->setCurrentIndex(value.toInt());
    } else if (auto *const number = qobject_cast<QSpinBox *>(editor)) {
        number->setValue(value.toInt());
    } else if (auto *const text = qobject_cast<QLineEdit *>(editor)) {
        text->setText(value.toString());
    }
}

QVariant CellDelegate::valueOf(const QWidget *editor)
{
    if (const auto *const choice = qobject_cast<const QComboBox *>(editor)) {
        return choice->currentIndex();
    }
    if (const auto *const number = qobject_cast<const QSpinBox *>(editor)) {
        return number->value();
    }
    const auto *const text = qobject_cast<const QLineEdit *>(editor);
    return text == nullptr ? QVariant() : QVariant(text->text());
}

bool CellDelegate::eventFilter(QObject *object, QEvent *event)
{
    auto *const editor = qobject_cast<QWidget *>(object);
    if (editor != nullptr && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape &&
        editor->property(before).isValid()) {
        show(editor, editor->property(before));
        take(editor);
    }
    return QStyledItemDelegate::eventFilter(object, event);
}

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (!index.data(m_problemRole).toString().isEmpty()) {
        option->text.prepend(QStringLiteral("✗ "));
        option->palette.setColor(QPalette::Text, toneColor(Tone::Bad, option->palette));
    }
}

} // namespace sockyard
