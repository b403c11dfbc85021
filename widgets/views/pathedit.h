#pragma once

#include <QLineEdit>

namespace sockyard
{

/// The path of a local socket, to be typed. It begins with one that is free, most likely, and that
/// this user may make. Main thread.
class PathEdit : public QLineEdit
{
    Q_OBJECT

public:
    /// It begins with a file of that \a name, in the folder that this user has for such files, or
    /// in that for temporary ones.
    explicit PathEdit(const QString &name, QWidget *parent = nullptr);

    /// Room for a long path, where there is any.
    QSize sizeHint() const override;
};

} // namespace sockyard
