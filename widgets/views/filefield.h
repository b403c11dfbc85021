#pragma once

#include <QWidget>

class QLineEdit;

namespace sockyard
{

/// Where a person types the path of a file that is there, or chooses it in a dialog that stops
/// nothing. The path is shown as the system writes it. Main thread.
class FileField : public QWidget
{
    Q_OBJECT

public:
    /// \a name is that of the line edit, \a label what it is for: its accessible name, and the
    /// dialog's title.
    FileField(const char *name, const QString &label, QWidget *parent = nullptr);
    ~FileField() override;

    /// What is typed, with slashes; may be empty.
    QString file() const;
    void setFile(const QString &file);
    void setPlaceholder(const QString &text);

Q_SIGNALS:
    /// With every letter.
    void changed();

private:
    void choose();

    QLineEdit *m_edit;
    const QString m_label;
};

} // namespace sockyard
