#pragma once

#include <QString>
#include <QStringList>

class QFileDialog;
class QWidget;

namespace sockyard
{

/// Dialogs that ask for a file and stop nobody: to be connected and shown, they go when they are
/// closed. \a name is the object's, for tests. They begin at home.

/// For a file that is there. No filters: all files.
QFileDialog *makeOpenDialog(const char *name, const QString &title, const QStringList &filters,
                            QWidget *parent);
/// For a file to be written, \a fileName unless another is chosen; its suffix is added where a
/// person leaves it away.
QFileDialog *makeSaveDialog(const char *name, const QString &title, const QStringList &filters,
                            const QString &fileName, QWidget *parent);

} // namespace sockyard
