#pragma once

#include "netcore/code/codewriter.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace sockyard
{

class ElidedLabel;

/// A program that does what a page is set to, in the language that was chosen, to be read, copied
/// and saved. It knows no page: while it is visible it asks for the request a few times a second,
/// so that it follows whatever is changed, and writes anew only what has become something else.
/// Main thread.
class CodePane : public QWidget
{
    Q_OBJECT

public:
    explicit CodePane(QWidget *parent = nullptr);

    /// What is shown; nothing where the page cannot be started as it is filled in.
    void setRequest(const std::optional<CodeRequest> &request);
    /// The whole program.
    QString program() const { return m_program.text; }
    /// Under this name; what becomes of it is told.
    void saveTo(const QString &fileName);

Q_SIGNALS:
    /// The pane is visible and wants to know what the page is set to: call setRequest().
    void requestWanted();
    void told(const QString &words);
    void failed(const QString &words);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void chooseLanguage();
    void write();
    void showText(const QString &text);
    void copy();
    void askWhereToSave();

    QComboBox *m_language;
    QPushButton *m_copy;
    QPushButton *m_save;
    ElidedLabel *m_notes;
    QPlainTextEdit *m_text;
    QTimer m_look;
    std::optional<CodeRequest> m_request;
    WrittenProgram m_program;
};

} // namespace sockyard
