#include "widgets/views/pathedit.h"

#include <QDir>

namespace sockyard
{

namespace
{

QString usualFolder()
{
    const QString own = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return own.isEmpty() || !QDir(own).exists() ? QDir::tempPath() : own;
}

} // namespace

PathEdit::PathEdit(const QString &name, QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("pathEdit"));
    setText(QDir(usualFolder()).filePath(name));
    // In a small window it gives way; as a rule a path is longer than an address.
    setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("/tmp/sockyard.sock")));
}

QSize PathEdit::sizeHint() const
{
    constexpr int shownCharacters = 48;
    return {fontMetrics().averageCharWidth() * shownCharacters, QLineEdit::sizeHint().height()};
}

} // namespace sockyard
