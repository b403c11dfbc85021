#pragma once

#include <QByteArray>
#include <QWidget>

class QComboBox;
class QPushButton;

namespace sockyard
{

class MessageEdit;

/// Where a person types what is to be sent: to whom (where there is a choice), the message, its
/// line ending, and Send. What was typed stays until it was handed on.
class Composer : public QWidget
{
    Q_OBJECT

public:
    enum class Ending { None, Lf, CrLf };

    explicit Composer(QWidget *parent = nullptr);

    /// Offers targets; the first is "all". Without any, the box is hidden.
    void setTargets(const QStringList &targets);
    int target() const;
    /// An index that is not offered changes nothing.
    void setTarget(int index);
    /// A chat message has no line ending.
    void setEndingsOffered(bool offered);
    void setPlaceholder(const QString &text);
    /// Whether there is somebody to send to; while not, \a why says what to do first.
    void setReady(bool ready, const QString &why = {});

    /// What is typed, as UTF-8, with the ending.
    QByteArray bytes() const;
    /// What is typed, without an ending.
    QString text() const;
    MessageEdit *edit() const { return m_edit; }

    /// Clears the field: its message was handed on.
    void accept();

Q_SIGNALS:
    /// A person wants the message sent. Followed by accept() where it was handed on.
    void sendRequested();
    /// Sending was tried while not ready; \a why as given to setReady().
    void refused(const QString &why);

private:
    void submit();
    void updateButton();

    QComboBox *m_target;
    MessageEdit *m_edit;
    QComboBox *m_ending;
    QPushButton *m_send;
    bool m_ready = false;
    QString m_why;
};

} // namespace sockyard
