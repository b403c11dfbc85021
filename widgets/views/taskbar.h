#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace sockyard
{

/// A line in the page that shows how far something long has come, and lets a person cancel it. It
/// is hidden while there is nothing. It ends nothing by itself: it only asks.
class TaskBar : public QFrame
{
    Q_OBJECT

public:
    explicit TaskBar(QWidget *parent = nullptr);

    /// Shows itself, at the beginning of what \a words say.
    void begin(const QString &words);
    /// Of 1000.
    void setProgress(int permille);
    void end();

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel *m_words;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
};

} // namespace sockyard
