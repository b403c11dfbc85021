#pragma once

#include <QWidget>

class QLineEdit;

namespace sockyard
{

/// Where a person types the path of a folder, or chooses it in a dialog that stops nothing. The
/// path is shown as the system writes it.
class FolderField : public QWidget
{
    Q_OBJECT

public:
    /// \a name is that of the line edit, \a label what it is for: its accessible name, and the
    /// dialog's title.
    FolderField(const QString &name, const QString &label, QWidget *parent = nullptr);
    ~FolderField() override;

    QLineEdit *edit() const { return m_edit; }
    /// What is typed, with slashes.
    QString folder() const;
    void setFolder(const QString &folder);

Q_SIGNALS:
    /// With every letter.
    void textChanged();
    /// Enter, or the field was left, or a folder was chosen in the dialog.
    void editingFinished();

private:
    void choose();

    QLineEdit *m_edit;
    const QString m_label;
};

} // namespace sockyard
