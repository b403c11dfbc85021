#pragma once

#include <QPlainTextEdit>

namespace sockyard
{

/// A message that does not fit into its row, whole: its lines broken to the width there is, a few
/// of them at a time, as text that can be selected and copied. Hidden while it shows none. Plain
/// text only.
class WholeMessage : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit WholeMessage(QWidget *parent = nullptr);

    /// Shows \a text, or hides where that is empty.
    void showMessage(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
};

} // namespace sockyard
