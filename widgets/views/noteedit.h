#pragma once

#include <QLineEdit>

namespace sockyard
{

/// A line over a row of a table in which one writes a note. Enter, or going elsewhere, keeps what
/// was typed; Escape leaves the note as it was. It is gone after either. Its table places it.
class NoteEdit : public QLineEdit
{
    Q_OBJECT

public:
    NoteEdit(const QString &note, QWidget *parent);

Q_SIGNALS:
    /// The last thing that it says.
    void kept(const QString &note);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void end(bool keeps);

    bool m_ended = false;
};

} // namespace sockyard
