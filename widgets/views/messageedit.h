#pragma once

#include <QPlainTextEdit>

namespace sockyard
{

/// A field for a message. As one line, which grows to a few, Enter sends and Shift+Enter breaks the
/// line; enlarged, Enter breaks the line; Ctrl+Enter sends in either. What is typed or pasted stays
/// character for character, line breaks of all kinds too; text is never styled. While an input
/// method composes, all keys are its own. Main thread.
class MessageEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit MessageEdit(QWidget *parent = nullptr);

    /// Exactly what was typed, with line feeds as line breaks where nothing else was pasted.
    QString message() const;
    /// Replaces what is there; that can be undone.
    void setMessage(const QString &text);

    void setEnlarged(bool enlarged);
    bool isEnlarged() const { return m_isEnlarged; }
    /// Whether files that are dropped or pasted are taken, see filesGiven(); else they are text.
    void setFilesTaken(bool taken) { m_takesFiles = taken; }
    /// Underlines what is wrong, in UTF-16 units of message(); nothing where \a position is
    /// negative. Where \a length is 0, the nearest character is.
    void markProblem(qsizetype position, qsizetype length);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter was pressed, where that sends.
    void submitted();
    /// Up was pressed in the first line, or down in the last one.
    void olderWanted();
    void newerWanted();
    /// Files of this machine were dropped or pasted.
    void filesGiven(const QStringList &fileNames);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void insert(QTextCursor &cursor, const QString &text);
    /// The height of a field that shows text of that height.
    int around(double textHeight) const;
    int heightForLines(int lines) const;
    void fitHeight();
    void underlineProblem();
    bool walks(const QKeyEvent &event);
    QStringList filesIn(const QMimeData *source) const;

    bool m_isEnlarged = false;
    bool m_takesFiles = false;
    bool m_composes = false; // an input method does
    qsizetype m_problemPosition = -1;
    qsizetype m_problemLength = 0;
};

} // namespace sockyard
