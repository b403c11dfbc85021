#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace sockyard
{

/// A line in the page that tells a person something, where it concerns them. It stops nobody, and
/// goes when it is put away or replaced. Its text is plain text.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Error };

    /// A bar that cannot be put away stays as long as it is shown.
    enum class Closable { No, Yes };

    explicit NoticeBar(Closable closable, QWidget *parent = nullptr);

    /// \a action is the word on a button beside the text; without one there is no button.
    void tell(Kind kind, const QString &text, const QString &action = {});
    void putAway();
    QString text() const;

Q_SIGNALS:
    /// The button with the action's word was clicked.
    void actionRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintTone();

    Kind m_kind = Kind::Information;
    QLabel *m_sign;
    QLabel *m_text;
    QToolButton *m_close;
    QToolButton *m_action;
};

} // namespace sockyard
