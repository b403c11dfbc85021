#include "widgets/views/pathedit.h"

#include <QDir>

namespace sockyard
{

PathEdit::PathEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("pathEdit"));
    setText(usualPath());
    // In a small window it gives way; as a rule a path is longer than an address.
    setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("/tmp/sockyard.sock")));
}

QString PathEdit::usualPath()
{
    const QString own = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QDir folder(own.isEmpty() || !QDir(own).exists() ? QDir::tempPath() : own);
    return folder.filePath(QStringLiteral("sockyard.sock"));
}

} // namespace sockyard
