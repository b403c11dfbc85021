#include "widgets/views/folderfield.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace sockyard
{

FolderField::FolderField(const QString &name, const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_label(label)
{
    m_edit->setObjectName(name);
    m_edit->setAccessibleName(label);
    auto *button = new QPushButton(tr("Choose…"), this);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, &FolderField::choose);
    connect(m_edit, &QLineEdit::textChanged, this, &FolderField::textChanged);
    connect(m_edit, &QLineEdit::editingFinished, this, &FolderField::editingFinished);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 1);
    layout->addWidget(button);
    setFocusProxy(m_edit);
}

FolderField::~FolderField()
{
    m_edit->disconnect(this); // a field that loses the focus while it goes says so
}

QString FolderField::folder() const
{
    return QDir::fromNativeSeparators(m_edit->text().trimmed());
}

void FolderField::setFolder(const QString &folder)
{
    m_edit->setText(QDir::toNativeSeparators(folder));
}

void FolderField::choose()
{
    auto *dialog = new QFileDialog(this, m_label);
    dialog->setObjectName(QStringLiteral("folderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setDirectory(folder().isEmpty() ? QDir::homePath() : folder());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &chosen) {
        setFolder(chosen);
        Q_EMIT editingFinished();
    });
    dialog->setModal(false);
    dialog->show();
}

} // namespace sockyard
