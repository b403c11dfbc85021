#pragma once

#include <QPlainTextEdit>

namespace sockyard
{

/// A field for a message: one line that grows to a few. Enter sends, Shift+Enter breaks the line;
/// pasted line breaks stay. Text is never styled.
class MessageEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit MessageEdit(QWidget *parent = nullptr);

    /// Exactly what was typed, with line feeds as line breaks. (toPlainText() would turn no-break
    /// spaces into spaces.)
    QString message() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter was pressed.
    void submitted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int heightForLines(int lines) const;
    void fitHeight();
};

} // namespace sockyard
