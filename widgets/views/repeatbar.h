#pragma once

#include <QWidget>

#include <chrono>

class QPushButton;
class QSpinBox;

namespace sockyard
{

/// How often a message is repeated: the line in which a person says so, and begins. What was chosen
/// last is kept in the settings. Knows no message. Main thread.
class RepeatBar : public QWidget
{
    Q_OBJECT

public:
    explicit RepeatBar(QWidget *parent = nullptr);

    std::chrono::milliseconds interval() const;
    /// At most the interval.
    std::chrono::milliseconds jitter() const;
    /// 0: until it is stopped.
    int times() const;
    /// Whether it can be begun; while not, \a why says what to do first.
    void setReady(bool ready, const QString &why = {});
    /// Something is repeated right now: the button stops it.
    void setRunning(bool running);

Q_SIGNALS:
    void startRequested();
    void stopRequested();

private:
    QSpinBox *addNumber(const char *name, int least, int most, int value);
    void click();
    void keep() const;
    void showButton();

    QSpinBox *m_interval;
    QSpinBox *m_times;
    QSpinBox *m_jitter;
    QPushButton *m_button;
    bool m_isReady = false;
    bool m_isRunning = false;
    QString m_why;
};

} // namespace sockyard
