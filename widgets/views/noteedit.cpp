#include "widgets/views/noteedit.h"

#include "widgets/models/eventmarks.h"

#include <QFocusEvent>
#include <QKeyEvent>

namespace sockyard
{

NoteEdit::NoteEdit(const QString &note, QWidget *parent)
    : QLineEdit(note, parent)
{
    setObjectName(QStringLiteral("noteEdit"));
    setAccessibleName(tr("Note"));
    setPlaceholderText(tr("Note: Enter keeps it, Esc leaves it as it was"));
    setMaxLength(EventMarks::longestNote);
    selectAll();
    connect(this, &QLineEdit::returnPressed, this, [this] { end(true); });
}

void NoteEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        end(false);
        return;
    }
    QLineEdit::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        event->accept(); // not for the table below
    }
}

void NoteEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    // Its own menu, or another window, is not elsewhere.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        end(true);
    }
}

void NoteEdit::end(bool keeps)
{
    if (m_ended) {
        return; // hiding it takes the focus away once more
    }
    m_ended = true;
    const bool hadFocus = hasFocus();
    if (keeps) {
        Q_EMIT kept(text());
    }
    if (hadFocus) {
        parentWidget()->setFocus();
    }
    hide();
    deleteLater();
}

} // namespace sockyard
