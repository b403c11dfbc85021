#pragma once

#include <QString>

class QTextCursor;
class QTextDocument;

namespace sockyard
{

/// Text in a QTextDocument, character for character. The document itself takes every line break for
/// the same: CR and CRLF would become LF. Here each line remembers by which characters it ended.

/// In the place of the cursor's selection, as one step to be undone.
void insertExactly(QTextCursor &cursor, const QString &text);
/// Breaks the line with LF; the line that was broken ends as it did.
void breakLine(QTextCursor &cursor);
/// What is between two places of the document.
QString exactText(const QTextDocument &document, int from, int to);
QString exactText(const QTextDocument &document);
/// The place of the document at \a index of its exact text; the nearest before, where that is in
/// the middle of a line break.
int placeInDocument(const QTextDocument &document, qsizetype index);

} // namespace sockyard
