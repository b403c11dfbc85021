#include "widgets/views/filedialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace sockyard
{

namespace
{

QFileDialog *makeDialog(const char *name, const QString &title, const QStringList &filters,
                        QWidget *parent)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setObjectName(QString::fromLatin1(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!filters.isEmpty()) {
        dialog->setNameFilters(filters);
    }
    dialog->setDirectory(QDir::home());
    dialog->setModal(false);
    return dialog;
}

} // namespace

QFileDialog *makeOpenDialog(const char *name, const QString &title, const QStringList &filters,
                            QWidget *parent)
{
    auto *dialog = makeDialog(name, title, filters, parent);
    dialog->setFileMode(QFileDialog::ExistingFile);
    return dialog;
}

QFileDialog *makeSaveDialog(const char *name, const QString &title, const QStringList &filters,
                            const QString &fileName, QWidget *parent)
{
    auto *dialog = makeDialog(name, title, filters, parent);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(fileName).suffix());
    dialog->selectFile(fileName);
    return dialog;
}

} // namespace sockyard
