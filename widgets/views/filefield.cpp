#include "widgets/views/filefield.h"

#include "widgets/views/filedialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace sockyard
{

FileField::FileField(const char *name, const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_label(label)
{
    m_edit->setObjectName(QString::fromLatin1(name));
    m_edit->setAccessibleName(label);
    m_edit->setClearButtonEnabled(true);
    auto *button = new QToolButton(this);
    button->setText(tr("…"));
    button->setToolTip(tr("Choose a file"));
    button->setAccessibleName(tr("Choose a file: %1").arg(label));
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, &FileField::choose);
    connect(m_edit, &QLineEdit::textChanged, this, &FileField::changed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_edit, 1);
    layout->addWidget(button);
    setFocusProxy(m_edit);
}

FileField::~FileField()
{
    m_edit->disconnect(this); // a field that goes may speak once more
}

QString FileField::file() const
{
    return QDir::fromNativeSeparators(m_edit->text().trimmed());
}

void FileField::setFile(const QString &file)
{
    m_edit->setText(QDir::toNativeSeparators(file));
}

void FileField::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void FileField::choose()
{
    QFileDialog *const dialog = makeOpenDialog("fileDialog", m_label, {}, this);
    connect(dialog, &QFileDialog::fileSelected, this, &FileField::setFile);
    dialog->show();
}

} // namespace sockyard
