#pragma once

#include "netcore/explain/explanation.h"

#include <QTextEdit>

class QTextCursor;

namespace sockyard
{

/// Shows what an event means, under headings: what happened, who did it, causes, what to try. Text
/// to read, select and copy; whatever is in it is plain text. Belongs to its parent widget and to
/// the main thread.
class ExplanationView : public QTextEdit
{
    Q_OBJECT

public:
    explicit ExplanationView(QWidget *parent = nullptr);

    /// Shows it from the beginning, under its title first the \a note that the log has of the
    /// event.
    void setExplanation(const Explanation &explanation, const QString &note = {});

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    QMimeData *createMimeDataFromSelection() const override;

private:
    static void addTitle(QTextCursor &cursor, const QString &text);
    static void addNote(QTextCursor &cursor, const QString &note);
    static void addPart(QTextCursor &cursor, const QString &heading, const QString &text);
    static void addList(QTextCursor &cursor, const QString &heading, const QStringList &lines);
};

} // namespace sockyard
