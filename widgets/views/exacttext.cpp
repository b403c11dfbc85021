#include "widgets/views/exacttext.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

namespace sockyard
{

namespace
{

// Of a block: by which characters it ends, where that is not LF.
constexpr int breakProperty = QTextFormat::UserProperty + 1;

/// How many characters at \a index a document takes for a line break.
qsizetype breakLengthAt(const QString &text, qsizetype index)
{
    constexpr char16_t beginningOfFrame = 0xfdd0; // noncharacters with which QTextDocument
    constexpr char16_t endOfFrame = 0xfdd1;       // marks frames
    switch (text.at(index).unicode()) {
    case u'\r':
        return index + 1 < text.size() && text.at(index + 1) == u'\n' ? 2 : 1;
    case u'\n':
    case QChar::ParagraphSeparator:
    case beginningOfFrame:
    case endOfFrame:
        return 1;
    default:
        return 0;
    }
}

void setBreak(QTextBlockFormat &format, const QString &lineBreak)
{
    if (lineBreak == QStringLiteral("\n")) {
        format.clearProperty(breakProperty);
    } else {
        format.setProperty(breakProperty, lineBreak);
    }
}

QString breakOf(const QTextBlock &block)
{
    const QString lineBreak = block.blockFormat().stringProperty(breakProperty);
    return lineBreak.isEmpty() ? QStringLiteral("\n") : lineBreak;
}

void breakLineWith(QTextCursor &cursor, const QString &lineBreak)
{
    // The new block is the one below, which ends as the whole did.
    QTextBlockFormat above = cursor.blockFormat();
    cursor.insertBlock(cursor.blockFormat());
    setBreak(above, lineBreak);
    QTextCursor before(cursor.block().previous());
    before.setBlockFormat(above);
}

} // namespace

void insertExactly(QTextCursor &cursor, const QString &text)
{
    cursor.beginEditBlock();
    cursor.removeSelectedText();
    qsizetype lineStart = 0;
    for (qsizetype index = 0; index < text.size();) {
        const qsizetype length = breakLengthAt(text, index);
        if (length == 0) {
            ++index;
            continue;
        }
        cursor.insertText(text.mid(lineStart, index - lineStart));
        breakLineWith(cursor, text.mid(index, length));
        index += length;
        lineStart = index;
    }
    cursor.insertText(text.mid(lineStart));
    cursor.endEditBlock();
}

void breakLine(QTextCursor &cursor)
{
    insertExactly(cursor, QStringLiteral("\n"));
}

QString exactText(const QTextDocument &document, int from, int to)
{
    QString text;
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        const int begin = std::max(from - block.position(), 0);
        const int end = to - block.position();
        const QString line = block.text();
        text += line.mid(begin, end - begin);
        if (end > line.size() && block.next().isValid()) {
            text += breakOf(block);
        }
    }
    return text;
}

QString exactText(const QTextDocument &document)
{
    return exactText(document, 0, document.characterCount() - 1);
}

int placeInDocument(const QTextDocument &document, qsizetype index)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const qsizetype length = block.length() - 1; // without what ends it
        if (index <= length || !block.next().isValid()) {
            return block.position() + static_cast<int>(std::min(index, length));
        }
        const qsizetype breakLength = breakOf(block).size();
        if (index < length + breakLength) {
            return block.position() + static_cast<int>(length);
        }
        index -= length + breakLength;
    }
    return 0;
}

} // namespace sockyard
